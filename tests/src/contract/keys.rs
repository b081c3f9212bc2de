//! The promises of [`lpa_ports::Keys`], and what [`lpa_ports::Upkeep`] promises on sealing anew.
//!
//! Each house gives its journals the keys of [`ring`], and is opened several times at once: other processes.
//!
//! Not here, because the port cannot show it: that a journal is not opened without a key that it lists. Adapters prove that
//! themselves.

mod reasons;
mod rotating;
mod sealing_anew;

use lpa_ports::{Copies, Journal, Keys, Repairs, SealingKey, Upkeep};
use lpa_sealing::{KeyRing, KeySource, KeysUnreadable, Seal};

use super::House;

promises! { $ keys_contract in keys, for super::SealedJournal:
    rotating {
        a_new_journal_is_sealed_with_the_newest_key_and_needs_no_other,
        after_a_rotation_everyone_seals_with_the_new_key,
        a_rotation_survives_reopening,
        a_key_that_was_not_given_does_not_seal,
        keys_are_listed_with_the_one_that_seals_first_and_then_the_newest,
        a_key_is_retired_only_when_nothing_is_sealed_with_it,
        the_key_that_seals_is_never_retired,
        a_key_can_come_back,
    }
    sealing_anew {
        whatever_was_recorded_comes_back_after_sealing_anew,
        content_of_a_superseded_state_outlives_its_key,
        what_was_leased_before_a_rotation_is_settled_after_it,
        sealing_anew_does_as_much_as_it_is_told_and_comes_to_an_end,
        whoever_seals_anew_seals_with_the_key_that_the_journal_says,
        what_is_recorded_and_settled_while_it_is_sealed_anew_stays_right,
        what_was_settled_meanwhile_is_not_put_back_and_is_sealed_anew_too,
    }
    reasons {
        a_reason_needs_its_key_until_it_is_sealed_anew_and_is_told_as_before,
        why_it_was_parked_is_told_after_a_rotation_and_a_release,
        a_repair_after_a_rotation_elsewhere_is_sealed_with_the_new_key,
        reasons_are_sealed_anew_as_much_as_it_is_told_at_once,
        copies_never_need_an_earlier_key,
    }
}

/// A journal whose keys can be changed.
pub trait SealedJournal: Journal + Upkeep + Keys + Repairs + Copies {}
impl<J: Journal + Upkeep + Keys + Repairs + Copies> SealedJournal for J {}

type Sealed = dyn House<dyn SealedJournal>;

/// The key of these bytes.
fn key(byte: u8) -> SealingKey {
    SealingKey(Seal::new(&[byte; 32]).unwrap().fingerprint().0)
}

/// The keys that every journal of a house is given: 7, the newest, 8 and 6.
pub fn ring() -> KeyRing {
    struct Given;

    impl KeySource for Given {
        fn keys(&self) -> Result<Vec<Seal>, KeysUnreadable> {
            Ok([7, 8, 6].map(|byte| Seal::new(&[byte; 32]).unwrap()).into())
        }
    }
    KeyRing::of(Given).unwrap()
}
