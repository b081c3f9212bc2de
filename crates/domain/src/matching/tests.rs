//! The vectors of the rule book (section 5), and what holds for every text.

mod names;
mod properties;
mod todays_matchers;
