//! The document as a whole: what is written of it, and what holds for any input.

mod properties;
mod seeds;
mod written;
