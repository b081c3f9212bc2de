//! Every case kept for the fuzzer, replayed.

use std::path::Path;

use super::properties::holds;
use crate::json::Json;

#[test]
fn every_kept_case_is_read_or_refused() {
    let seeds = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fuzz/seeds/document"));
    let Ok(files) = std::fs::read_dir(seeds) else { return };
    for file in files {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        if let Ok(json) = Json::parse(&bytes) {
            holds(&json);
        }
    }
}
