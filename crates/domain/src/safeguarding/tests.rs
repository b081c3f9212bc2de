//! The catalogue as a whole.

mod bad_input;
mod book;
mod cases;
mod documents;
mod numbers;
mod sound;
mod values;
