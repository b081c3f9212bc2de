//! The catalogue as a whole.

mod book;
mod cases;
mod sound;
