//! # lpa-adapters-files
//!
//! Scanned images kept as files: [`FileDocuments`]. The name of a file is the SHA-256 of its bytes, so nothing that a
//! caller wrote ever becomes a path.

mod documents;
mod durable;

pub use documents::FileDocuments;
