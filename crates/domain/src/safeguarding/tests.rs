//! The catalogue as a whole.

mod book;
mod cases;
mod documents;
mod numbers;
mod sound;
mod values;
