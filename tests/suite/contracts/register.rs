//! Who keeps the promises of the register.

use std::sync::Arc;

use lpa_adapters_memory::MemoryRegister;
use lpa_domain::Profile;
use lpa_ports::Register;
use lpa_tests::cluster::Cluster;
use lpa_tests::lpa_store_stand_in::{Processes, StandIn};
use lpa_tests::register_contract;
use lpa_tests::served::Served;

register_contract!(memory, Arc::new(MemoryRegister::new(Profile::Compatible)) as Arc<dyn Register>);
register_contract!(postgres, Cluster::shared().database().await);
register_contract!(http, Served::new().await);
// Over the API of today's LPA Store, as it is: docs/adr/0015-in-front-of-todays-lpa-store.md.
register_contract!(
    lpa_store,
    Processes(StandIn::new().await),
    except {
        the_author_of_the_creation_is_kept: "W8: the store does not record who created an LPA",
        the_history_names_operations_by_their_ids: "the store gives entries ids of its own and keeps no others",
        what_was_refused_is_refused_again_in_the_same_words_whatever_has_changed_since: "the store keeps no ids: it judges again",
        a_creation_refused_for_its_document_is_refused_for_it_again_when_the_lpa_exists: "as above",
        what_was_refused_together_is_refused_again_alone_and_the_other_way_round: "as above",
        a_refusal_is_remembered_after_reopening: "as above",
        an_operation_that_comes_before_and_after_its_time_at_once_is_applied_or_refused_for_good: "as above",
        of_two_creations_at_once_exactly_one_is_applied: "W4: the store lets two processes both create",
        together_and_alone_at_once_each_operation_is_applied_once: "W10b: no ids; two processes may both do it",
        edits_of_different_fields_at_once_are_both_kept: "W2: the store loses an update of one of two processes",
        of_two_edits_of_one_field_at_once_one_is_applied_and_one_refused: "W2: the store takes both of two processes",
    }
);
