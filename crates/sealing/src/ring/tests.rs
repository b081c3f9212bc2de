//! Which key seals, which opens, and how a key is found that was added later.

use std::sync::{Arc, Mutex};

use super::*;

fn seal(byte: u8) -> Seal {
    Seal::new(&[byte; 32]).unwrap()
}

/// Keys that a test can change.
#[derive(Clone, Default)]
struct Given(Arc<Mutex<Vec<u8>>>);

impl Given {
    fn of(keys: &[u8]) -> Self {
        let given = Self::default();
        given.set(keys);
        given
    }

    fn set(&self, keys: &[u8]) {
        *self.0.lock().unwrap() = keys.to_vec();
    }
}

impl KeySource for Given {
    fn keys(&self) -> Result<Vec<Seal>, KeysUnreadable> {
        Ok(self.0.lock().unwrap().iter().map(|byte| seal(*byte)).collect())
    }
}

#[test]
fn the_newest_seals_and_all_open() {
    let old = KeyRing::from(seal(7)).close(b"place", b"old").unwrap();
    let ring = KeyRing::of(Given::of(&[8, 7])).unwrap();
    let new = ring.close(b"place", b"new").unwrap();
    assert_eq!((marked(&old), marked(&new)), (Some(seal(7).fingerprint()), Some(seal(8).fingerprint())));
    assert_eq!(ring.open(b"place", &old).unwrap(), b"old");
    assert_eq!(ring.open(b"place", &new).unwrap(), b"new");
    assert_eq!(ring.open(b"elsewhere", &new), Err(SealError::NotOurs));
}

#[test]
fn the_key_that_is_named_seals() {
    let ring = KeyRing::of(Given::of(&[8, 7])).unwrap();
    assert!(ring.seal_with(seal(7).fingerprint()));
    assert_eq!(marked(&ring.close(b"place", b"x").unwrap()), Some(seal(7).fingerprint()));
    assert!(!ring.seal_with(seal(9).fingerprint()));
    assert_eq!(ring.sealing(), seal(7).fingerprint());
}

#[test]
fn a_record_from_before_keys_were_named_is_opened_by_the_key_that_fits() {
    let record = seal(7).close(b"place", b"content").unwrap();
    assert_eq!(marked(&record), None);
    let ring = KeyRing::of(Given::of(&[9, 8, 7])).unwrap();
    assert_eq!(ring.open(b"place", &record).unwrap(), b"content");
    assert_eq!(KeyRing::from(seal(8)).open(b"place", &record), Err(SealError::NotOurs));
}

#[test]
fn a_key_that_is_missing_is_named_and_found_once_it_is_given() {
    let record = KeyRing::from(seal(8)).close(b"place", b"content").unwrap();
    let given = Given::of(&[7]);
    let ring = KeyRing::of(given.clone()).unwrap();
    let missing = SealError::KeyMissing(seal(8).fingerprint());
    assert_eq!(ring.open(b"place", &record), Err(missing));
    assert!(missing.to_string().contains(&seal(8).fingerprint().to_string()));
    given.set(&[8, 7]);
    assert_eq!(ring.open(b"place", &record).unwrap(), b"content");
    assert_eq!(ring.sealing(), seal(7).fingerprint(), "finding a key does not make it seal");
}

#[test]
fn a_key_that_is_no_longer_given_is_forgotten_unless_it_seals() {
    let given = Given::of(&[8, 7]);
    let ring = KeyRing::of(given.clone()).unwrap();
    given.set(&[9]);
    ring.read_again().unwrap();
    assert!(ring.holds(seal(8).fingerprint()) && ring.holds(seal(9).fingerprint()));
    assert!(!ring.holds(seal(7).fingerprint()));
}

#[test]
fn a_record_whose_key_was_changed_or_damaged_is_not_opened() {
    let ring = KeyRing::of(Given::of(&[8, 7])).unwrap();
    let record = ring.close(b"place", b"content").unwrap();
    for at in 0..record.len() {
        let mut damaged = record.clone();
        damaged[at] ^= 1;
        assert!(ring.open(b"place", &damaged).is_err(), "{at}");
    }
    let mut other = record;
    other[4..20].copy_from_slice(&seal(7).fingerprint().0);
    assert_eq!(ring.open(b"place", &other), Err(SealError::NotOurs));
}

#[test]
fn no_key_shows_itself() {
    let ring = KeyRing::of(Given::of(&[8, 7])).unwrap();
    assert!(!format!("{ring:?} {:?}", seal(8)).contains("08, 08"));
    assert!(KeyRing::of(Given::of(&[])).is_err());
}
