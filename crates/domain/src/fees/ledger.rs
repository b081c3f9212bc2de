//! What was paid and paid back: each entry counts once, whatever the channel, the order, or how often it is told.

use super::pence::Pence;
use super::quote::{Outcome, Quote};
use crate::problem::Problem;

/// Money that moved, under the reference that its channel gave it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    reference: String,
    is_refund: bool,
    amount: Pence,
}

impl Entry {
    /// Somebody paid, by whatever means.
    pub const fn payment(reference: String, amount: Pence) -> Self {
        Self { reference, is_refund: false, amount }
    }

    /// OPG paid back.
    pub const fn refund(reference: String, amount: Pence) -> Self {
        Self { reference, is_refund: true, amount }
    }

    /// What its channel calls it.
    pub fn reference(&self) -> &str {
        &self.reference
    }

    /// Whether it was paid back.
    pub const fn is_refund(&self) -> bool {
        self.is_refund
    }

    /// How much moved.
    pub const fn amount(&self) -> Pence {
        self.amount
    }
}

/// Every entry of one application.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger(Vec<Entry>);

impl Ledger {
    /// Nothing has moved.
    pub const fn none() -> Self {
        Self(Vec::new())
    }

    /// Every entry, once.
    pub fn iter(&self) -> impl Iterator<Item = &Entry> {
        self.0.iter()
    }

    /// These entries, in whatever order they came and however often. A reference that stands for two different movements is a
    /// problem: nobody can tell which of them happened.
    pub fn of(entries: impl IntoIterator<Item = Entry>) -> Result<Self, Vec<Problem>> {
        let mut all: Vec<Entry> = entries.into_iter().collect();
        all.sort();
        all.dedup();
        let mut problems: Vec<Problem> = Vec::new();
        if all.windows(2).any(|pair| pair[0].reference == pair[1].reference) {
            let detail = "one reference stands for two different movements of money: each needs its own";
            problems.push(Problem::new("/payments", detail));
        }
        let ledger = Self(all);
        if ledger.sum(false).is_none() || ledger.sum(true).is_none() {
            problems.push(Problem::new("/payments", "the amounts are more than can be counted"));
        }
        if ledger.paid().is_none() {
            problems.push(Problem::new("/refunds", "more was paid back than was paid"));
        }
        if problems.is_empty() { Ok(ledger) } else { Err(problems) }
    }

    fn sum(&self, refunds: bool) -> Option<Pence> {
        Pence::checked_sum(self.0.iter().filter(|entry| entry.is_refund == refunds).map(|entry| entry.amount))
    }

    fn paid(&self) -> Option<Pence> {
        self.sum(false)?.checked_sub(self.sum(true)?)
    }

    /// What was paid and not paid back.
    pub fn held(&self) -> Pence {
        self.paid().unwrap_or_default()
    }
}

/// How fee and payments stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Balance {
    /// The fee is settled, and so much of it is not paid.
    AmountDue(Pence),
    /// The fee is settled, and paid.
    Settled,
    /// The fee is settled, and so much was paid beyond it.
    RefundDue(Pence),
    /// The fee is not settled: so much is to be paid meanwhile. Nothing is paid back before a decision.
    NotYet {
        /// What is to be paid now.
        due_now: Pence,
    },
    /// Nothing can be said.
    CannotSay,
}

impl Quote {
    /// How what was paid stands to what is owed.
    pub fn balance(&self, ledger: &Ledger) -> Balance {
        let held = ledger.held();
        match (&self.outcome, self.collect_now) {
            (Outcome::Determined { fee }, _) => match (fee.checked_sub(held), held.checked_sub(*fee)) {
                (Some(Pence::ZERO), _) => Balance::Settled,
                (Some(due), _) => Balance::AmountDue(due),
                (None, over) => Balance::RefundDue(over.unwrap_or_default()),
            },
            (Outcome::Unsupported { .. }, _) | (_, None) => Balance::CannotSay,
            (_, Some(collect)) => Balance::NotYet { due_now: collect.checked_sub(held).unwrap_or_default() },
        }
    }
}
