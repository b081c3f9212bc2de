//! What a test leaves out where the system does not allow it: said where whoever reads the result sees it.

use std::fs::OpenOptions;
use std::io::Write as _;

/// The file that `cargo xtask ci` reads afterwards: a line for each.
const FILE: &str = "CAUSEWAY_LEFT_OUT";

/// Notes that the test which calls this shows nothing, and why.
#[expect(clippy::print_stderr, reason = "who runs one test by hand should know, too")]
pub fn left_out(why: &str) {
    let thread = std::thread::current();
    let line = format!("{}: {why}\n", thread.name().unwrap_or_default());
    eprint!("left out: {line}");
    if let Some(file) = std::env::var_os(FILE) {
        let mut file = OpenOptions::new().create(true).append(true).open(file).unwrap();
        file.write_all(line.as_bytes()).unwrap();
    }
}
