//! When a fee that was paid is paid back, and when it is not.

use jiff::civil::Date;

use super::ledger::Balance;
use super::parameters::{Parameter, Parameters};
use super::pence::Pence;

/// Why somebody asks for money back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefundFor {
    /// Relief that was claimed with the application was granted after the fee was paid.
    ReliefAfterPayment,
    /// More was paid than was owed.
    Overpayment,
    /// Relief is claimed now that was not claimed with the application: another thing than relief after payment.
    LateClaim,
    /// The LPA could not be registered.
    NotRegistered,
    /// The donor deleted or revoked it.
    DeletedOrRevoked,
    /// A death, or a form that was not valid.
    DeathOrInvalidForm,
    /// Paid by card through Make, and OPG has not received the LPA.
    NotPosted {
        /// When it was paid.
        paid_on: Date,
        /// On which day this is asked.
        on: Date,
    },
    /// Paid by card through Make, and the donor thought better of it before posting.
    ThoughtBetter,
}

/// Whether money is paid back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refund {
    /// What was paid beyond the fee that is owed.
    OfWhatIsOver,
    /// All that was paid.
    InFull {
        /// Two sources give two limits, and this one passed both.
        limits_differ: bool,
    },
    /// Nothing.
    No {
        /// Whether OPG may invite a repeat application.
        may_be_invited: bool,
    },
    /// Not before a day that the sources agree on.
    NotBefore(Date),
    /// Two sources give two limits, and one of them has passed.
    SourcesDiffer,
    /// No statutory route was found; the law is open (rule book, section 12, question 6).
    NoRouteFound,
}

/// Whether `reason` gives money back.
pub fn refund(parameters: &Parameters, reason: RefundFor) -> Refund {
    match reason {
        RefundFor::ReliefAfterPayment | RefundFor::Overpayment => Refund::OfWhatIsOver,
        RefundFor::LateClaim => Refund::NoRouteFound,
        RefundFor::NotRegistered => Refund::No { may_be_invited: true },
        RefundFor::DeletedOrRevoked | RefundFor::DeathOrInvalidForm => Refund::No { may_be_invited: false },
        RefundFor::ThoughtBetter => Refund::InFull { limits_differ: false },
        RefundFor::NotPosted { paid_on, on } => not_posted(parameters, paid_on, on),
    }
}

fn not_posted(parameters: &Parameters, paid_on: Date, on: Date) -> Refund {
    let after = |parameter| {
        let days = parameters.at(parameter, paid_on)?.number();
        paid_on.checked_add(jiff::Span::new().try_days(i64::try_from(days).ok()?).ok()?).ok()
    };
    match (after(Parameter::UnpostedLeast), after(Parameter::UnpostedMost)) {
        (Some(least), _) if on < least => Refund::NotBefore(least),
        (Some(least), Some(most)) if on < most => {
            if least == most {
                Refund::NotBefore(most)
            } else {
                Refund::SourcesDiffer
            }
        }
        (Some(least), Some(most)) => Refund::InFull { limits_differ: least != most },
        _ => Refund::SourcesDiffer,
    }
}

crate::words! {
    /// Who is paid back. The form asks who should receive the money.
    pub enum Payee {
        /// The donor.
        Donor = "donor",
        /// Who paid.
        Payer = "payer",
        /// Whom the form names.
        NamedOnForm = "named-on-form",
    }
}

/// Money that is to be paid back: always told, never only known in one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RefundDue {
    /// How much.
    pub amount: Pence,
    /// To whom, if that was told.
    pub payee: Option<Payee>,
}

impl Balance {
    /// What others are told of a refund that is due.
    pub const fn refund_due(&self, payee: Option<Payee>) -> Option<RefundDue> {
        match self {
            Self::RefundDue(amount) => Some(RefundDue { amount: *amount, payee }),
            Self::AmountDue(_) | Self::Settled | Self::NotYet { .. } | Self::CannotSay => None,
        }
    }
}
