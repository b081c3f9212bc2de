//! When what is pending is committed although more is asked for.

use super::*;

#[test]
fn what_is_pending_is_committed_as_soon_as_the_write_ahead_log_has_been_moved() {
    let directory = tempfile::tempdir().unwrap();
    let mut writer = writer(&directory);
    writer.durability.move_now();
    assert!(!writer.is_due(), "nothing is pending");
    writer.publish().unwrap();
    assert_eq!(ask(&mut writer, vec![recording(1, 10)]), [Ok(1)]);
    writer.durability.move_now();
    assert!(writer.is_due());
    writer.publish().unwrap();
    assert!(!writer.is_due());
}
