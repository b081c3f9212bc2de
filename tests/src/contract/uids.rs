//! The promises of [`lpa_ports::Uids`].

mod reserving;

use lpa_ports::Uids;

use super::House;

promises! { $ uids_contract in uids, for lpa_ports::Uids:
    reserving {
        the_first_number_is_1,
        a_block_has_as_many_numbers_as_were_asked_for,
        blocks_never_overlap,
        no_number_is_handed_out_twice_however_many_ask_at_once,
        no_number_is_handed_out_again_after_reopening,
        the_last_number_is_handed_out_and_none_after_it,
    }
}

type Issuers = dyn House<dyn Uids>;
