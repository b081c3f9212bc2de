//! The engine, asked what it must be able to say.
