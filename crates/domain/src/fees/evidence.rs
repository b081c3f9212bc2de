//! What shows what: the evidence that each relief needs (rule book, section 2.7).

use std::fmt;

use jiff::civil::Date;

use super::benefit::Benefit;
use super::income::IncomeFrom;
use super::parameters::{Parameter, Parameters};
use crate::choice::Words as _;

/// Evidence of an income, as it was shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IncomeEvidence {
    /// A P60, with the calendar year in which its tax year began, if that was told.
    P60 {
        /// The year, such as 2025 for 6 April 2025 to 5 April 2026.
        tax_year: Option<i16>,
    },
    /// Wage slips of so many consecutive months of the current employment.
    WageSlips {
        /// How many months.
        months: u8,
    },
    /// A letter or notice of who pays.
    OfficialLetter,
    /// Statements or vouchers that show gross interest or dividends.
    GrossStatement,
    /// The latest self-assessment return.
    TaxReturn {
        /// Whether HMRC's tax calculation is with it.
        with_calculation: bool,
    },
    /// Audited accounts.
    Accounts {
        /// Whether a qualified accountant certified them.
        certified: bool,
    },
    /// Statements of a bank account: never accepted for an income.
    BankStatements,
}

crate::words! {
    /// Whose rules say what evidence is accepted: the channels differ, and none is hidden in the code.
    pub enum Policy {
        /// Those of the form LPA120: evidence relates to the time when the application was sent.
        Form = "form",
        /// Those of the guidance of Make: evidence comes from the current tax year.
        Make = "make",
    }
}

impl Policy {
    /// Whether `evidence` shows an income from `from`, for an application made on the day given.
    pub(super) fn accepts(
        self,
        from: IncomeFrom,
        evidence: IncomeEvidence,
        (parameters, made_on): (&Parameters, Date),
    ) -> bool {
        match (from, evidence) {
            (IncomeFrom::Employment, IncomeEvidence::P60 { tax_year }) => match self {
                Self::Form => true,
                Self::Make => tax_year.is_none_or(|year| year == tax_year_of(made_on)),
            },
            (IncomeFrom::Employment, IncomeEvidence::WageSlips { months }) => {
                let needed = parameters.at(Parameter::WageSlips, made_on).or(parameters.all(Parameter::WageSlips).first());
                needed.is_some_and(|row| u64::from(months) >= row.number())
            }
            (
                IncomeFrom::Pension | IncomeFrom::SavingsCredit | IncomeFrom::Benefit | IncomeFrom::UniversalCredit,
                IncomeEvidence::OfficialLetter,
            )
            // The form names no evidence of rent: a tax return or what an agent writes, our reading.
            | (IncomeFrom::Capital | IncomeFrom::Rent, IncomeEvidence::GrossStatement) => true,
            // Make asks for a recent tax return only; the form for HMRC's calculation too.
            (IncomeFrom::SelfEmployment | IncomeFrom::Rent, IncomeEvidence::TaxReturn { with_calculation }) => {
                with_calculation || self == Self::Make
            }
            (IncomeFrom::SelfEmployment, IncomeEvidence::Accounts { certified }) => certified,
            _ => false,
        }
    }
}

/// The year in which the tax year of a day began, on 6 April.
fn tax_year_of(day: Date) -> i16 {
    if (day.month(), day.day()) >= (4, 6) { day.year() } else { day.year() - 1 }
}

/// What is still needed before the fee can be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// Which benefit the donor has.
    WhichBenefit,
    /// Whether this benefit was in payment when the application was made.
    InPayment(Benefit),
    /// A letter of the provider that shows this benefit.
    Letter(Benefit),
    /// Whether damages were awarded, how much, and for which benefits they were ignored.
    Damages,
    /// The donor's income.
    Income,
    /// The income from there.
    IncomeFrom(IncomeFrom),
    /// Evidence of the income, from there if it is named.
    IncomeEvidence(Option<IncomeFrom>),
    /// Other evidence of this income than was shown.
    BetterEvidence(IncomeFrom),
    /// The signed statement of how a donor without income supports themself.
    Statement,
    /// The same, signed by the donor, or told that the donor lacks capacity.
    StatementByDonor,
    /// A letter that shows Universal Credit in payment.
    UniversalCreditLetter,
    /// Why paying would cause hardship.
    HardshipReasons,
    /// Bank statements: for hardship they are needed.
    BankStatements,
    /// Documents that show all savings, income and outgoings.
    Circumstances,
    /// The reference of the application that OPG could not register.
    RepeatReference,
    /// On which terms OPG invited a repeat application.
    RepeatTerms,
    /// OPG's records' answer whether it did.
    RepeatAnswer,
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WhichBenefit => f.write_str("which benefit the donor has"),
            Self::InPayment(benefit) => {
                write!(f, "whether {} was in payment when the application was made", benefit.word())
            }
            Self::Letter(benefit) => {
                write!(f, "a letter of the provider that shows {} in payment", benefit.word())
            }
            Self::Damages => f.write_str(
                "whether damages for personal injury were awarded, how much, and for which benefits they were ignored",
            ),
            Self::Income => f.write_str("the donor's gross yearly income"),
            Self::IncomeFrom(from) => write!(f, "the donor's gross yearly income from {}", from.word()),
            Self::IncomeEvidence(None) => f.write_str("evidence of the income"),
            Self::IncomeEvidence(Some(from)) => write!(f, "evidence of the income from {}", from.word()),
            Self::BetterEvidence(from) => {
                write!(f, "other evidence of the income from {}: what was shown is not accepted", from.word())
            }
            Self::Statement => f.write_str("a signed statement of how the donor is supported without income"),
            Self::StatementByDonor => f.write_str(
                "the statement signed by the donor; another may sign only when the donor lacks capacity",
            ),
            Self::UniversalCreditLetter => f.write_str("a letter that shows Universal Credit in payment"),
            Self::HardshipReasons => f.write_str("why paying the fee would cause hardship"),
            Self::BankStatements => f.write_str("bank statements"),
            Self::Circumstances => f.write_str("documents that show all savings, income and outgoings"),
            Self::RepeatReference => {
                f.write_str("the reference of the application that OPG could not register")
            }
            Self::RepeatTerms => f.write_str("whether OPG's letter says half the fee or no fee"),
            Self::RepeatAnswer => {
                f.write_str("whether OPG invited the repeat application: its records cannot say now, ask again")
            }
        }
    }
}
