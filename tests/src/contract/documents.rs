//! The promises of [`lpa_ports::Documents`].

mod keeping;

use lpa_ports::Documents;

use super::House;

promises! { $ documents_contract in documents, for lpa_ports::Documents:
    keeping {
        what_was_put_comes_back_byte_for_byte,
        an_unknown_hash_has_nothing,
        putting_the_same_bytes_again_changes_nothing,
        the_same_bytes_may_be_put_by_many_at_once,
        what_was_put_survives_reopening,
    }
}

type Stores = dyn House<dyn Documents>;
