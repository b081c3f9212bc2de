//! The promises of [`lpa_ports::Records`], beside the register that they belong to.
//!
//! What follows from what is found is the domain's business ([`lpa_domain::records::Question::answer`]) and tested there. That a store
//! keeps nothing of anybody is tested where it can be looked into: `tests/suite/postgres/records.rs`.

mod answering;
mod matters;
mod noting;

use std::sync::Arc;

use lpa_domain::records::{Answer, Noted, Question, ToldFact};
use lpa_ports::{Records, Register};

use super::House;

/// The records and the register that they belong to.
pub trait Bureau: Send + Sync {
    /// The records.
    fn records(&self) -> &dyn Records;
    /// The register.
    fn register(&self) -> &dyn Register;
}

/// Records beside a register.
pub struct Beside {
    /// The records.
    pub records: Arc<dyn Records>,
    /// The register.
    pub register: Arc<dyn Register>,
}

impl Bureau for Beside {
    fn records(&self) -> &dyn Records {
        &*self.records
    }

    fn register(&self) -> &dyn Register {
        &*self.register
    }
}

promises! { $ records_contract in records, for crate::contract::records::Bureau:
    answering {
        each_question_of_a_batch_is_answered_in_its_place,
        an_invitation_is_confirmed_to_its_donor_and_to_nobody_else,
        before_anything_was_told_finding_nothing_says_nothing,
        of_whom_too_little_is_known_nobody_can_tell,
        a_name_written_otherwise_is_the_same_name,
        either_spelling_of_a_name_is_the_same_name,
        a_reference_belongs_to_the_donor_of_its_lpa,
        a_reference_belongs_to_the_donor_of_its_draft,
        a_reference_of_which_nothing_is_known_belongs_to_nobody_or_cannot_be_told,
        a_reference_belongs_to_whom_opg_invited,
    }
    matters {
        every_kind_answers_its_question_of_whom_it_is_about,
        a_person_who_is_probably_meant_is_answered_so,
        a_person_without_a_date_of_birth_is_probably_met_at_home,
        a_matter_counts_within_its_time_and_for_its_type,
        a_pair_is_found_for_its_donor_alone,
        a_matter_of_an_lpa_is_found_by_its_number,
        an_lpa_is_none_beside_itself,
        who_is_no_longer_meant_is_found_no_more,
        people_told_of_at_once_are_those_of_the_version_that_holds,
        many_people_are_answered_each_in_their_place,
    }
    noting {
        the_higher_version_holds_in_whatever_order_they_come,
        a_version_told_again_changes_nothing,
        another_content_under_one_version_is_refused,
        of_two_contents_under_one_version_at_once_exactly_one_is_kept,
        a_retracted_fact_is_answered_no_more_until_a_higher_version,
        a_retraction_may_come_before_its_fact,
        each_fact_is_its_own,
        facts_survive_reopening,
        a_dropped_call_about_a_fact_happens_whole_or_not_at_all,
    }
}

type Bureaus = dyn House<dyn Bureau>;

async fn answer(bureau: &dyn Bureau, question: &Question) -> Answer {
    let answers = bureau.records().answers(std::slice::from_ref(question)).await.unwrap();
    assert_eq!(answers.len(), 1);
    answers[0]
}

async fn kept(bureau: &dyn Bureau, told: &ToldFact) {
    assert_eq!(bureau.records().note(told).await.unwrap(), Noted::Kept);
}
