//! A power cut, where the system allows one. `cargo xtask power` makes many, and more kinds.

use std::path::Path;
use std::process::Command;

use lpa_tests::left_out;

/// What the script ends with where it cannot be.
const NOT_HERE: i32 = 77;

/// One cut, with its control.
fn a_cut(mode: &str) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("power/power_cut.py");
    for control in [&[][..], &["control"]] {
        let mut cut = Command::new("python3");
        cut.arg(&script).args([env!("CARGO_BIN_EXE_causeway-under-test"), "1", mode]).args(control);
        let Ok(ended) = cut.output() else { return left_out("it needs python3") };
        let said = String::from_utf8_lossy(&ended.stdout);
        if ended.status.code() == Some(NOT_HERE) {
            return left_out(said.trim());
        }
        let error = String::from_utf8_lossy(&ended.stderr);
        assert!(ended.status.success(), "{mode} {control:?}: {said}{error}");
    }
}

#[test]
fn what_is_held_before_a_power_cut_is_held_after_it_as_it_was_sent() {
    a_cut("held");
}

#[test]
fn what_is_held_in_a_database_before_a_power_cut_is_held_after_it_as_it_was_sent() {
    a_cut("postgres");
}
