//! What OPG knows beyond the document, and what may be asked of it.
//!
//! | question | answered by |
//! |---|---|
//! | what can be asked? | [`Question`]: one variant for each kind, and nothing else is ever learnt |
//! | what comes back? | [`Answer`]: yes, probable, no or cannot say |
//! | who is it about? | a [`Subject`], as somebody typed them; compared by [`Subject::known_by`], and without a reference by marks ([`Subject::compared`]) |
//! | what can case management tell? | a [`ToldFact`]; what it says is a variant of [`Says`] |
//! | which of two tellings of one fact holds? | [`noting`]: the higher version, in whatever order they come |
//! | what follows from the facts? | [`Question::answer`], wherever they are kept |
//!
//! To add a kind of question: a variant of [`Question`], its lines in `question/read.rs`, its arm in [`Question::answer`]. To add a
//! matter of a person or an LPA: a variant of [`MatterKind`] and its line in [`matter::MATTERS`]. To add another kind of fact: a variant of
//! [`Says`] and its lines in `fact/read.rs`. The adapters look facts up by their reference and donor, and
//! need nothing new as long as that suffices.

mod answer;
mod drafting;
pub mod fact;
pub mod matter;
pub mod question;
pub mod subject;

pub use answer::Answer;
pub use drafting::{Drafting, FoundMatter};
pub use fact::{FactId, Noted, Says, ToldFact, VersionTaken, noting};
pub use matter::written;
pub use matter::{Concerns, MATTERS, Matter, MatterKind, MatterTerms, Said};
pub use question::{Found, InRegister, Question};
pub use subject::{KnownBy, Subject};
