//! Which relief applies: the decision table of the rule book, section 3, written down once.

use super::claim::Relief;
use crate::choice::Words;

crate::words! {
    /// Whether the donor has a benefit that exempts.
    pub enum Qualifies {
        /// None is claimed, or it is none that exempts.
        No = "not claimed",
        /// One is claimed, and not shown yet.
        Unproven = "unproven",
        /// One is in payment, as was shown or decided.
        Yes = "yes",
    }
}

crate::words! {
    /// Whether damages above the limit were ignored for that benefit.
    pub enum Bar {
        /// They were not.
        No = "no",
        /// Nobody has said.
        Unknown = "unknown",
        /// They were.
        Yes = "yes",
    }
}

crate::words! {
    /// How the donor's income compares with the limit.
    pub enum IncomeIs {
        /// Nothing is claimed for it.
        NotClaimed = "not claimed",
        /// It is not shown yet.
        Unproven = "unproven",
        /// Below, as was shown or decided.
        Below = "below",
        /// Exactly the limit: the form and a minister's answer disagree.
        Equal = "equal",
        /// Above.
        Above = "above",
    }
}

crate::words! {
    /// How far a claim is that somebody decides.
    pub enum Decided {
        /// Nothing is claimed.
        NotClaimed = "not claimed",
        /// It awaits a decision.
        Pending = "pending",
        /// It is granted.
        Yes = "decided",
    }
}

crate::words! {
    /// What the table says.
    pub enum Resolution {
        /// The donor is exempt.
        Exemption = "Exemption",
        /// Damages must be told of first.
        NeedsDamages = "NeedsEvidence(damages)",
        /// The benefit must be shown first.
        NeedsBenefit = "NeedsEvidence(benefit)",
        /// Half is remitted.
        IncomeRemission = "IncomeRemission",
        /// Somebody must say what holds at exactly the limit.
        NeedsThreshold = "NeedsDecision(threshold)",
        /// The income must be shown first.
        NeedsIncome = "NeedsEvidence(income)",
        /// The part that is paid under Universal Credit must be decided.
        NeedsUniversalCredit = "NeedsDecision(UC)",
        /// The part that was decided is paid.
        UniversalCredit = "UniversalCredit(fraction)",
        /// The Public Guardian must decide about hardship.
        NeedsHardship = "NeedsDecision(hardship)",
        /// What the Public Guardian decided is paid.
        Hardship = "Hardship(remitted or amount)",
        /// The whole fee is paid.
        None = "None",
    }
}

/// What the table is asked. Claims that were refused are left out before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Inputs {
    /// A benefit that exempts.
    pub qualifies: Qualifies,
    /// Damages that bar it.
    pub bar: Bar,
    /// The income.
    pub income: IncomeIs,
    /// Universal Credit.
    pub universal_credit: Decided,
    /// Hardship.
    pub hardship: Decided,
}

impl Inputs {
    /// Nothing is claimed.
    pub const NONE: Self = Self {
        qualifies: Qualifies::No,
        bar: Bar::No,
        income: IncomeIs::NotClaimed,
        universal_credit: Decided::NotClaimed,
        hardship: Decided::NotClaimed,
    };
}

/// A row: what it asks for, where `None` asks for nothing, and what it says.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// A benefit that exempts.
    pub qualifies: Option<Qualifies>,
    /// Damages that bar it.
    pub bar: Option<Bar>,
    /// The income.
    pub income: Option<IncomeIs>,
    /// Universal Credit.
    pub universal_credit: Option<Decided>,
    /// Hardship.
    pub hardship: Option<Decided>,
    /// What it says.
    pub says: Resolution,
}

const fn row(says: Resolution) -> Rule {
    Rule { qualifies: None, bar: None, income: None, universal_credit: None, hardship: None, says }
}

const fn benefit(qualifies: Qualifies, bar: Option<Bar>, says: Resolution) -> Rule {
    Rule { qualifies: Some(qualifies), bar, ..row(says) }
}

const fn income(income: IncomeIs, says: Resolution) -> Rule {
    Rule { income: Some(income), ..row(says) }
}

/// The table. The first row that fits is the one; the last fits always.
pub const RULES: [Rule; 11] = [
    benefit(Qualifies::Yes, Some(Bar::No), Resolution::Exemption),
    benefit(Qualifies::Yes, Some(Bar::Unknown), Resolution::NeedsDamages),
    benefit(Qualifies::Unproven, None, Resolution::NeedsBenefit),
    income(IncomeIs::Below, Resolution::IncomeRemission),
    income(IncomeIs::Equal, Resolution::NeedsThreshold),
    income(IncomeIs::Unproven, Resolution::NeedsIncome),
    Rule { universal_credit: Some(Decided::Pending), ..row(Resolution::NeedsUniversalCredit) },
    Rule { universal_credit: Some(Decided::Yes), ..row(Resolution::UniversalCredit) },
    Rule { hardship: Some(Decided::Pending), ..row(Resolution::NeedsHardship) },
    Rule { hardship: Some(Decided::Yes), ..row(Resolution::Hardship) },
    row(Resolution::None),
];

impl Rule {
    /// Whether this row fits.
    pub fn fits(&self, inputs: &Inputs) -> bool {
        fn is<T: Words>(asked: Option<T>, given: T) -> bool {
            asked.is_none_or(|asked| asked == given)
        }
        is(self.qualifies, inputs.qualifies)
            && is(self.bar, inputs.bar)
            && is(self.income, inputs.income)
            && is(self.universal_credit, inputs.universal_credit)
            && is(self.hardship, inputs.hardship)
    }
}

impl Inputs {
    /// What the table says to this.
    pub fn resolve(&self) -> Resolution {
        RULES.iter().find(|rule| rule.fits(self)).map_or(Resolution::None, |rule| rule.says)
    }
}

impl Resolution {
    /// The relief that it grants; `None` when it grants none, or something is open.
    pub const fn relief(self) -> Option<Relief> {
        match self {
            Self::Exemption => Some(Relief::Exemption),
            Self::IncomeRemission => Some(Relief::IncomeRemission),
            Self::UniversalCredit => Some(Relief::UniversalCredit),
            Self::Hardship => Some(Relief::Hardship),
            Self::NeedsDamages
            | Self::NeedsBenefit
            | Self::NeedsThreshold
            | Self::NeedsIncome
            | Self::NeedsUniversalCredit
            | Self::NeedsHardship
            | Self::None => None,
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Every combination that there is.
    pub(in crate::fees) fn every() -> impl Iterator<Item = Inputs> {
        Qualifies::ALL.iter().flat_map(|&qualifies| {
            Bar::ALL.iter().flat_map(move |&bar| {
                IncomeIs::ALL.iter().flat_map(move |&income| {
                    Decided::ALL.iter().flat_map(move |&universal_credit| {
                        Decided::ALL.iter().map(move |&hardship| Inputs {
                            qualifies,
                            bar,
                            income,
                            universal_credit,
                            hardship,
                        })
                    })
                })
            })
        })
    }

    #[test]
    fn every_combination_has_one_row_and_every_row_a_combination() {
        let mut hits = [0; RULES.len()];
        for inputs in every() {
            let first = RULES.iter().position(|rule| rule.fits(&inputs)).unwrap();
            assert_eq!(inputs.resolve(), RULES[first].says);
            hits[first] += 1;
        }
        assert_eq!(hits.iter().sum::<usize>(), 405);
        assert!(hits.iter().all(|count| *count > 0), "{hits:?}");
    }

    /// Two rows that fit together are never both about the same relief: their order alone is what chooses between reliefs.
    #[test]
    fn rows_about_one_relief_never_fit_together() {
        for inputs in every() {
            let fit: Vec<usize> = (0..10).filter(|&at| RULES[at].fits(&inputs)).collect();
            for relief in [0_usize..3, 3..6, 6..8, 8..10] {
                assert!(fit.iter().filter(|at| relief.contains(*at)).count() <= 1, "{inputs:?}");
            }
        }
    }

    #[test]
    fn damages_bar_the_exemption_and_nothing_else() {
        for inputs in every().filter(|inputs| (inputs.qualifies, inputs.bar) == (Qualifies::Yes, Bar::Yes)) {
            let unclaimed = Inputs { qualifies: Qualifies::No, ..inputs };
            assert_eq!(inputs.resolve(), unclaimed.resolve());
        }
    }
}
