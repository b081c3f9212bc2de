//! What commands read.

use std::io::Read as _;
use std::path::Path;

use anyhow::Context as _;
use lpa_domain::Json;

/// The JSON in a file; `-` is standard input.
pub(super) fn json(file: &Path) -> anyhow::Result<Json> {
    let bytes = bytes(file).with_context(|| format!("cannot read {}", file.display()))?;
    Json::parse(&bytes).with_context(|| format!("{} holds no JSON", file.display()))
}

fn bytes(file: &Path) -> std::io::Result<Vec<u8>> {
    if file.as_os_str() != "-" {
        return std::fs::read(file);
    }
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes)?;
    Ok(bytes)
}
