//! What the engine takes from the law, as dated data: one row for each figure and the days it holds for.
//!
//! The figures stand in `parameters/table.txt`, which needs no Rust to be read or checked.

mod read;
#[cfg(test)]
pub(in crate::fees) mod tests;

use std::fmt;

use jiff::civil::Date;

use super::fraction::Fraction;
use super::pence::Pence;

/// The table as it is written.
pub const TABLE: &str = include_str!("parameters/table.txt");

static ROWS: [Row; read::count(TABLE)] = read::rows(TABLE);

/// The figures that are in force, with all that were.
pub static IN_FORCE: Parameters = Parameters::of(&ROWS);

/// Declares what there are parameters for, with the names in the table.
macro_rules! parameters {
    ($($(#[$doc:meta])* $variant:ident = $name:literal),+ $(,)?) => {
        /// What a row of the table is about.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Parameter { $($(#[$doc])* $variant),+ }

        impl Parameter {
            /// Every parameter, in the order of the table.
            pub const EVERY: &'static [Self] = &[$(Self::$variant),+];

            /// Its name in the table.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }
        }
    };
}

parameters! {
    /// Which prices hold.
    Period = "period",
    /// To register an LPA.
    FeeLpaFirst = "fee.lpa.first",
    /// To register an LPA by a repeat application.
    FeeLpaRepeat = "fee.lpa.repeat",
    /// To register an EPA.
    FeeEpa = "fee.epa",
    /// For an office copy of an LPA.
    FeeCopyLpa = "fee.copy.lpa",
    /// For an office copy of an EPA.
    FeeCopyEpa = "fee.copy.epa",
    /// What is paid of the fee under income remission.
    RemissionFraction = "remission.fraction",
    /// The gross yearly income below which there is remission.
    RemissionLimit = "remission.limit",
    /// The damages above which, when they were ignored for a benefit, that benefit does not exempt.
    DamagesLimit = "damages.limit",
    /// How long a repeat application may be made after OPG's letter.
    RepeatWindow = "repeat.window",
    /// Relief must be claimed with the application.
    ClaimWithApplication = "claim.with-application",
    /// How long a decision may be appealed.
    AppealWindow = "appeal.window",
    /// How many months of wage slips show an income from employment.
    WageSlips = "wage-slips",
    /// After how many days an LPA paid for in Make counts as not posted: the lower of two figures in use.
    UnpostedLeast = "unposted.least",
    /// The same: the higher of the two.
    UnpostedMost = "unposted.most",
    /// How long before a change of prices people are told of both fees.
    PriceChangeNotice = "price-change.notice",
    /// Income Support.
    IncomeSupport = "benefit.income-support",
    /// Income-based Employment and Support Allowance.
    IncomeBasedEsa = "benefit.income-based-esa",
    /// Income-based Jobseeker's Allowance.
    IncomeBasedJsa = "benefit.income-based-jsa",
    /// Guarantee Credit.
    GuaranteeCredit = "benefit.guarantee-credit",
    /// Housing Benefit.
    HousingBenefit = "benefit.housing-benefit",
    /// Local Housing Allowance.
    LocalHousingAllowance = "benefit.local-housing-allowance",
    /// Council Tax Reduction or Support.
    CouncilTaxReduction = "benefit.council-tax-reduction",
    /// Working Tax Credit.
    WorkingTaxCredit = "benefit.working-tax-credit",
    /// The refund of the scheme for fees of 2013 to 2017, to who had paid in full.
    SchemeFull = "scheme.full",
    /// The same, to who had paid a reduced fee.
    SchemeReduced = "scheme.reduced",
    /// From which amount on somebody had paid in full.
    SchemePaidFull = "scheme.paid-full",
    /// From which amount on somebody had paid a reduced fee.
    SchemePaidReduced = "scheme.paid-reduced",
    /// Its interest.
    SchemeInterest = "scheme.interest",
}

/// What the number in a row counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// The number of the period.
    Period,
    /// Pence.
    Pence,
    /// Pence a year.
    PenceAYear,
    /// A part of the fee.
    OfTheFee,
    /// A part of the amount, for a year.
    AYear,
    /// Days.
    Days,
    /// Weeks.
    Weeks,
    /// Months of the calendar.
    Months,
    /// It holds.
    Yes,
}

/// How well a figure is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grade {
    /// The text of the law, the official form or the code was read.
    Read,
    /// Somebody else's account of it was read.
    SecondHand,
    /// From memory: to be verified before it is relied on.
    FromMemory,
}

/// Where a figure stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// The statutory instrument, the form or the service.
    pub instrument: &'static str,
    /// Where in it.
    pub place: &'static str,
    /// How well it is known.
    pub grade: Grade,
    /// When it was read, if that was noted.
    pub read: Option<Date>,
}

/// One figure and the days it holds for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it is about.
    pub parameter: Parameter,
    value: u64,
    per: u64,
    /// What the number counts.
    pub unit: Unit,
    /// The first day; `None` from the beginning.
    pub from: Option<Date>,
    /// The last day; `None` until it is changed.
    pub to: Option<Date>,
    /// Where it stands.
    pub source: Source,
    /// Whether it is our reading, which a policy owner or a lawyer must confirm.
    pub ours: bool,
}

impl Row {
    const EMPTY: Self = Self {
        parameter: Parameter::Period,
        value: 0,
        per: 1,
        unit: Unit::Period,
        from: None,
        to: None,
        source: Source { instrument: "", place: "", grade: Grade::FromMemory, read: None },
        ours: true,
    };

    /// The number, as money.
    pub const fn pence(&self) -> Pence {
        Pence::new(self.value)
    }

    /// The number as it stands; what is written as a fraction is its upper half.
    pub const fn number(&self) -> u64 {
        self.value
    }

    /// What it is divided by; 1 unless it was written as a fraction.
    pub const fn per(&self) -> u64 {
        self.per
    }

    /// The part of a fee; `None` when it is none.
    pub fn fraction(&self) -> Option<Fraction> {
        Fraction::new(u32::try_from(self.value).ok()?, u32::try_from(self.per).ok()?)
    }

    fn holds_on(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} = {}", self.parameter.name(), self.value)?;
        if self.per != 1 {
            write!(f, "/{}", self.per)?;
        }
        if let Some(from) = self.from {
            write!(f, " from {from}")?;
        }
        write!(f, " ({}, {})", self.source.instrument, self.source.place)
    }
}

/// A table of rows, by parameter and day.
#[derive(Clone, Copy, Debug)]
pub struct Parameters {
    rows: &'static [Row],
    /// Where the rows of each parameter begin and end.
    spans: [(usize, usize); Parameter::EVERY.len()],
}

impl Parameters {
    /// Of rows that stand together when they are about the same.
    const fn of(rows: &'static [Row]) -> Self {
        let (mut spans, mut at) = ([(0, 0); Parameter::EVERY.len()], 0);
        while at < rows.len() {
            let name = rows[at].parameter as usize;
            let begins = spans[name].1 == 0;
            assert!(begins || spans[name].1 == at, "the rows of one parameter stand together, in order");
            spans[name] = (if begins { at } else { spans[name].0 }, at + 1);
            at += 1;
        }
        Self { rows, spans }
    }

    /// The row about `parameter` that holds on `day`; `None` when there is none.
    pub fn at(&self, parameter: Parameter, day: Date) -> Option<&'static Row> {
        // The last row first: most questions are about now.
        self.all(parameter).iter().rev().find(|row| row.holds_on(day))
    }

    /// Every row about `parameter`, the oldest first.
    pub fn all(&self, parameter: Parameter) -> &'static [Row] {
        let (from, to) = self.spans[parameter as usize];
        &self.rows[from..to]
    }

    /// Every row.
    pub const fn rows(&self) -> &'static [Row] {
        self.rows
    }
}
