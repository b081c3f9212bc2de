//! What is owed to register a power, and why.
//!
//! | question | answered by |
//! |---|---|
//! | which figures hold on which day? | [`parameters`], a table that can be read without Rust |
//! | what does an application cost? | [`Application::quote`] |
//! | why? | the [`trace`](Quote::trace) of the answer |
//! | which relief applies? | [`resolution`], the decision table |
//! | what was told of it, and paid? | [`FeeAccount`] |
//!
//! ```
//! use jiff::civil::date;
//! use lpa_domain::document::LpaType;
//! use lpa_domain::fees::{Application, Basis, Made, Outcome, Pence};
//!
//! let made = Made { on: date(2026, 2, 1), basis: Basis::Supposed };
//! let quote = Application::first(LpaType::PropertyAndAffairs, made).quote();
//! assert_eq!(quote.outcome, Outcome::Determined { fee: Pence::new(9200) });
//! ```

pub mod account;
mod application;
mod assessment;
mod benefit;
mod claim;
mod code;
mod decision;
pub mod event;
mod evidence;
mod exemption;
mod fact;
mod fraction;
mod income;
mod invitation;
mod kind;
mod ledger;
pub mod paper;
pub mod parameters;
mod pence;
mod period;
mod price;
mod prompt;
mod quote;
mod read;
pub mod refund;
mod relief;
pub mod resolution;
pub mod scheme;
pub mod shown;
pub mod state;
pub mod tables;
#[cfg(test)]
mod tests;
pub mod told;
mod trace;
mod written;

pub use crate::records::Answer;
pub use account::{FeeAccount, FeeDecision, FeeRecord};
pub use application::{Application, Asked, Instrument};
pub use benefit::{Benefit, GROUNDS, Ground};
pub use claim::{Claim, Claimed, Claims, HardshipClaim, Relief, UniversalCreditClaim};
pub use code::{Code, Rule};
pub use decision::{Decision, Decisions, Grant, Reason, Ruling, Waiver};
pub use event::FeeEvent;
pub use evidence::{IncomeEvidence, Missing, Policy};
pub use exemption::{Damages, ExemptionClaim, InPayment, Paid};
pub use fact::Fact;
pub use fraction::Fraction;
pub use income::{Compared, Income, IncomeClaim, IncomeFrom, Part, SignedBy, Statement, Whose};
pub use invitation::{Invitation, Invited, Repeat, RepeatClaim, Terms};
pub use kind::Kind;
pub use ledger::{Balance, Entry, Ledger};
pub use pence::Pence;
pub use period::{Basis, Made, Period};
pub use price::Bounds;
pub use prompt::{Earlier, Mention, Prompt, Signals};
pub use quote::{Outcome, Quote, Why, quote_with};
pub use read::Asking;
pub use told::{About, FeeAct};
pub use trace::{Step, Trace};
