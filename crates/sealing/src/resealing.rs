//! How far a journal has come in sealing everything with the key of today.

use crate::Fingerprint;

/// How far sealing anew has come. Forgotten when the process ends: then all is looked at once more.
#[derive(Clone, Copy, Debug, Default)]
pub struct Resealing {
    /// For which key.
    key: Option<Fingerprint>,
    /// All records up to this place in the order of recording were looked at.
    pub seen: i64,
    /// All lines of the audit trail up to this place were looked at.
    pub reasons_seen: i64,
    /// Whether one of them changed while it was sealed anew: then all are looked at once more.
    pub missed: bool,
    /// Whether nothing is left to be found.
    done: bool,
}

impl Resealing {
    /// Goes on for a key, from the beginning when it is another; `None` when nothing is left.
    pub fn go_on(&mut self, key: Fingerprint) -> Option<()> {
        if self.key != Some(key) {
            *self = Self { key: Some(key), ..Self::default() };
        }
        (!self.done).then_some(())
    }

    /// All records were looked at.
    pub const fn end(&mut self) {
        self.done = !self.missed;
        self.missed = false;
        (self.seen, self.reasons_seen) = (0, 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_ends_when_nothing_changed_meanwhile_and_begins_again_for_another_key() {
        let (one, other) = (Fingerprint([1; 16]), Fingerprint([2; 16]));
        let mut resealing = Resealing::default();
        assert!(resealing.go_on(one).is_some());
        (resealing.seen, resealing.missed) = (7, true);
        resealing.end();
        assert_eq!((resealing.go_on(one), resealing.seen), (Some(()), 0), "one changed: once more");
        resealing.end();
        assert!(resealing.go_on(one).is_none());
        assert!(resealing.go_on(other).is_some());
    }
}
