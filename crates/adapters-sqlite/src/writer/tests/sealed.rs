//! What another key seals, and what was promised before.

use super::*;

/// Something that a key has sealed.
fn sealed_with(key: u8) -> Value {
    Value::Bytes([&lpa_sealing::MARK[..], &[key; 16], &[0; 40]].concat())
}

fn recording_with(id: u8, key: u8) -> Vec<Value> {
    let mut values = recording(id, 10);
    values[11] = sealed_with(key);
    values
}

/// As another process says which key seals.
fn rotate(directory: &TempDir, key: u8) {
    let other = connect::writer(&directory.path().join("journal")).unwrap();
    let rotate = "INSERT INTO sealed_with (one, fingerprint) VALUES (1, ?1)
                  ON CONFLICT (one) DO UPDATE SET fingerprint = ?1";
    other.execute(rotate, [[key; 16]]).unwrap();
}

#[test]
fn what_is_sealed_with_another_key_than_the_one_that_seals_is_turned_away_alone() {
    let directory = tempfile::tempdir().unwrap();
    let mut writer = writer(&directory);
    rotate(&directory, 8);
    let told = ask(&mut writer, vec![recording_with(1, 8), recording_with(2, 7), recording_with(3, 8)]);
    assert_eq!(told, [Ok(1), Err(FailureKind::KeyChanged), Ok(1)]);
}

#[test]
fn what_was_promised_under_the_key_of_before_is_run_again_after_a_rotation() {
    let directory = tempfile::tempdir().unwrap();
    rotate_first(&directory);
    let mut writer = writer(&directory);
    assert_eq!(ask(&mut writer, vec![recording_with(1, 7)]), [Ok(1)]);
    // As a trigger does that undoes everything: for a moment the write lock is free.
    writer.durability.connection().execute_batch("ROLLBACK").unwrap();
    rotate(&directory, 8);
    assert_eq!(ask(&mut writer, vec![recording_with(2, 7)]), [Err(FailureKind::KeyChanged)]);
    writer.publish().unwrap();
    assert_eq!(recorded(&directory), 1);
}

#[test]
fn what_the_log_holds_under_the_key_of_before_is_run_again_at_a_start_after_a_rotation() {
    let directory = tempfile::tempdir().unwrap();
    rotate_first(&directory);
    let mut writer = writer(&directory);
    assert_eq!(ask(&mut writer, vec![recording_with(1, 7)]), [Ok(1)]);
    writer.durability.connection().execute_batch("ROLLBACK").unwrap();
    rotate(&directory, 8);
    drop(writer);
    drop(self::writer(&directory));
    assert_eq!(recorded(&directory), 1);
}

/// Makes the journal, which key 7 seals.
fn rotate_first(directory: &TempDir) {
    drop(writer(directory));
    rotate(directory, 7);
}

#[test]
fn what_is_sealed_with_another_key_is_turned_away_and_the_transaction_goes_on() {
    let directory = tempfile::tempdir().unwrap();
    rotate_first(&directory);
    let mut writer = writer(&directory);
    assert_eq!(ask(&mut writer, vec![recording_with(1, 7)]), [Ok(1)]);
    writer.durability.connection().execute_batch("SAVEPOINT still_open").unwrap();
    assert_eq!(ask(&mut writer, vec![recording_with(2, 8)]), [Err(FailureKind::KeyChanged)]);
    writer.durability.connection().execute_batch("RELEASE still_open").unwrap();
    writer.publish().unwrap();
    assert_eq!(recorded(&directory), 1);
}
