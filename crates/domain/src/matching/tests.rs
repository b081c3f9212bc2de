//! The vectors of the rule book (section 5), and what holds for every text.

mod arithmetic;
mod classes;
mod contacts;
mod long;
mod marks;
mod names;
mod people;
mod places;
mod properties;
mod todays_matchers;
mod vectors;
