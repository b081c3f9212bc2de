//! The catalogue as a whole.

mod book;
mod cases;
mod documents;
mod sound;
mod values;
