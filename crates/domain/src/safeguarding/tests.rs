//! The catalogue as a whole.

mod bad_input;
mod book;
mod cases;
mod documents;
mod kept;
mod numbers;
mod sound;
mod values;
