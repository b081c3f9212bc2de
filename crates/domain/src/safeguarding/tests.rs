//! The catalogue as a whole.

mod cases;
