//! Whether two records are about one person: one normal form, one comparison.

mod birth_date;
mod fold;
mod forenames;
mod last_name;
mod likeness;
mod normal;
mod postcode;
#[cfg(test)]
mod tests;
mod variants;

pub use birth_date::BirthDateLevel;
pub use fold::MOST_GROWTH;
pub use forenames::ForenamesLevel;
pub use last_name::LastNameLevel;
pub use likeness::LETTERS_COMPARED;
pub use normal::Normal;
pub use postcode::{Postcode, PostcodeLevel};
pub use variants::VARIANTS;
