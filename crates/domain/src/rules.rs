//! How a rule about a draft is written, and how all of them are asked at once.
//!
//! A rule is a value ([`Rule`]): what it says, where that comes from, which inputs it reads, and a function from what is known to a
//! [`Verdict`]. An input that is not known yet is returned with `?` and named ([`Missing`]); nothing is guessed. So the same
//! rules serve a draft with one name in it, a finished LPA, and a day on which OPG's records cannot be asked.
//!
//! **Soundness**: once a rule is decided on partial facts, no completion of those facts changes it. It follows from the shape: a
//! verdict hangs on values that are known and on nothing else, because unknown ones cannot be read, only returned. What ranges over
//! several people is asked of each alone, or through [`logic`], which knows that *yes* needs one and *no* needs all.
//!
//! The rules themselves are in [`safeguarding`](crate::safeguarding), a file per group of the rule book.

pub mod about;
pub mod catalogue;
mod changed;
pub mod confirmation;
mod declared;
pub mod engine;
pub mod facts;
pub mod inquiry;
pub mod key;
pub mod logic;
pub mod missing;
pub mod months;
pub mod place;
mod prepared;
pub mod question;
mod reading;
pub mod relation;
pub mod rule;
pub mod same;
mod section_digest;
pub mod shown;
mod slots;
#[cfg(test)]
mod tests;
pub mod topic;
mod value;
pub mod verdict;
pub mod view;
pub mod words;

pub use about::{About, london_day};
pub use catalogue::Catalogue;
pub use confirmation::{Confirmation, Digest};
pub use engine::{Assessment, Finding, assess, assess_again};
pub use facts::{Facts, Told};
pub use inquiry::Inquiry;
pub use key::{At, Count, Day, Flag, Input, Key, Text, Word};
pub use logic::{all, any};
pub use missing::{Missing, Need};
pub use question::{Answers, Question, Recorded};
pub use reading::named;
pub use relation::Relation;
pub use rule::{
    Category, Decided, Disclosure, Grade, Rule, RuleSet, RuleSets, Scope, Section, Severity, Source, Stage,
};
pub use shown::{Audience, FindingShown, SectionShown, Shown, State};
pub use topic::Topic;
pub use verdict::{Outcome, Verdict};
pub use view::{Each, View};
pub use words::{AccountOf, IdentityResult, KnownFor, Objector, Payment, Relationship, Role};
