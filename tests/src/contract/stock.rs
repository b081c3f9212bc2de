//! The promises of [`lpa_ports::Stock`]. Its houses are opened several times at once: other processes.
//!
//! Not here, because the port cannot show it: what a power cut leaves.

mod taking;

use lpa_ports::Stock;

use super::House;

promises! { $ stock_contract in stock, for lpa_ports::Stock:
    taking {
        an_empty_stock_has_nothing,
        numbers_are_taken_in_the_order_in_which_they_were_put,
        a_block_is_taken_in_one_piece_or_not_at_all,
        no_number_is_taken_twice_however_many_take_at_once,
        no_number_is_taken_twice_by_two_who_share_the_stock,
        what_was_put_is_there_after_reopening_and_what_was_taken_is_not,
        what_is_left_is_counted,
    }
}

type Stocks = dyn House<dyn Stock>;
