//! The codes of the trace, each with its rule, in words, and where that comes from. A data table.

/// A rule of the rule book, as far as one step needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its number in the rule book.
    pub number: &'static str,
    /// What it says in this case.
    pub says: &'static str,
    /// Where it comes from.
    pub source: &'static str,
    /// Whether it is our reading, which a policy owner or a lawyer must confirm.
    pub ours: bool,
}

const fn law(number: &'static str, source: &'static str, says: &'static str) -> Rule {
    Rule { number, says, source, ours: false }
}

const fn ours(number: &'static str, source: &'static str, says: &'static str) -> Rule {
    Rule { number, says, source, ours: true }
}

/// Declares the codes, each with its word and its rule.
macro_rules! codes {
    ($($variant:ident = $word:literal => $rule:expr;)+) => {
        crate::words! {
            /// What a step found.
            pub enum Code { $(#[doc = concat!("`", $word, "`")] $variant = $word),+ }
        }

        impl Code {
            /// The rule that the step follows.
            pub const fn rule(self) -> Rule {
                match self { $(Self::$variant => $rule),+ }
            }
        }
    };
}

const FORM: &str = "form LPA120, editions 10.13 to 09.25";
const REGULATIONS: &str = "SI 2007/2051";
const LATE: &str = "SI 2019/1033 regulation 8: regulation 10A";
const REPEAT: &str = "form LP1F section 14";

codes! {
    PeriodFound = "PERIOD.FOUND" => law("R-02", "SI 2017/503 regulation 2", "the day on which the application was made chooses the prices");
    PeriodBasis = "PERIOD.BASIS" => ours("R-02", "SI 2017/503 regulation 2", "which day counts as that day is not said in the law; it was told with the question");
    PeriodUnsupported = "PERIOD.UNSUPPORTED" => law("R-25", REGULATIONS, "no figures are known for that day: nothing is guessed");
    BaseFirst = "BASE.FIRST" => law("R-01", FORM, "a first application for one LPA");
    BaseRepeat = "BASE.REPEAT" => law("R-03", FORM, "a repeat application for one LPA, at the prices of its own day");
    BaseEpa = "BASE.EPA" => law("R-01", FORM, "an application for one EPA");
    BaseCopy = "BASE.COPY" => law("R-05", FORM, "an office copy");
    CopyNoRelief = "COPY.NO_RELIEF" => law("R-05", FORM, "office copies are paid by who asks for them, never exempt or remitted");
    RepNotInvited = "REP.NOT_INVITED" => law("R-04", REPEAT, "OPG did not invite a repeat application: it is a first one");
    RepExpired = "REP.EXPIRED" => law("R-04", REPEAT, "the application was made after the invitation had ended: it is a first one");
    RepOtherType = "REP.OTHER_TYPE" => ours("R-04", REPEAT, "the invitation is for an LPA of the other type: it is a first application");
    RepNoFee = "REP.NO_FEE" => ours("R-04", "OPG's letter, as Modernising asks for it", "OPG invited on the terms of no fee; on what legal ground is not known");
    RepUnanswered = "REP.UNANSWERED" => law("R-04", REPEAT, "whether OPG invited a repeat application is not known yet; that is neither a no nor a fee of nothing");
    ExQualifying = "EX.QUALIFYING" => law("R-11", FORM, "a benefit that exempts was in payment when the application was made");
    ExNotListed = "EX.NOT_LISTED" => law("R-12", FORM, "none of the benefits exempts");
    ExNotInPayment = "EX.NOT_IN_PAYMENT" => law("R-08", FORM, "the benefit was not in payment when the application was made");
    ExDamagesBar = "EX.DAMAGES_BAR" => ours("R-13", FORM, "damages above the limit were ignored for the benefit: it does not exempt");
    ExDamagesUnknown = "EX.DAMAGES_UNKNOWN" => law("R-13", FORM, "whether damages were ignored for the benefit must be told first");
    ExBenefitClosed = "EX.BENEFIT_CLOSED" => ours("R-14", FORM, "the benefit had ended by then, as far as we know: look at the letter");
    RemBelow = "REM.BELOW" => law("R-15", FORM, "the donor's gross yearly income is below the limit");
    RemAtLimit = "REM.AT_LIMIT" => law("R-15", "form LPA120 against parliamentary answer 80486", "the income is exactly the limit: the sources disagree");
    RemAbove = "REM.ABOVE" => law("R-15", FORM, "the donor's gross yearly income is above the limit");
    RemCountsUc = "REM.COUNTS_UC" => ours("R-16", "Modernising's list of income", "Universal Credit was counted as income");
    RemJoint = "REM.JOINT" => ours("R-17", FORM, "half of a joint income was counted");
    UcPending = "UC.PENDING" => law("R-18", FORM, "what is paid under Universal Credit must be decided by a caseworker");
    UcDecided = "UC.DECIDED" => ours("R-18", FORM, "a caseworker decided the part that is paid under Universal Credit");
    HardPending = "HARD.PENDING" => law("R-20", FORM, "whether paying would cause hardship must be decided by the Public Guardian");
    HardRemitted = "HARD.REMITTED" => law("R-20", FORM, "the Public Guardian waived the fee");
    HardReduced = "HARD.REDUCED" => ours("R-20", "SI 2007/2051 regulation 10, its heading", "the Public Guardian reduced the fee");
    EvidMissing = "EVID.MISSING" => law("R-10", FORM, "something is still needed: without evidence no relief, and no refusal without a decision");
    EvidType = "EVID.TYPE" => law("R-10", FORM, "evidence of this kind is not accepted for this");
    ClaimGranted = "CLAIM.GRANTED" => law("R-30", REGULATIONS, "a decision grants it");
    ClaimRefused = "CLAIM.REFUSED" => ours("R-23", FORM, "a decision refuses this claim; the others stand, and so does the kind of application");
    ClaimNotReached = "CLAIM.NOT_REACHED" => law("R-22", FORM, "a later claim was not looked at: one relief only");
    ClaimLate = "CLAIM.LATE_10A" => ours("R-09", LATE, "claimed after the application was made: no statutory route was found");
    ReliefUnsupported = "RELIEF.UNSUPPORTED" => ours("R-25", REGULATIONS, "relief of that time followed another scheme, which is not modelled");
    Fee = "FEE" => law("R-24", REGULATIONS, "the base fee times the part that is paid");
    FeeLeastAndMost = "FEE.BETWEEN" => law("R-25", REGULATIONS, "the fee is not settled; this is the most that it can be");
    NotWholePence = "FEE.NOT_WHOLE_PENCE" => ours("R-24", REGULATIONS, "the part that was decided is not whole pence: nothing is rounded");
    NotWithinFee = "FEE.NOT_WITHIN" => ours("R-20", REGULATIONS, "the amount that was decided is not between nothing and the fee");
    SourceUnverified = "SOURCE.UNVERIFIED" => ours("grade C", "the rule book", "this figure is from memory: verify it before relying on it");
    PromptS1 = "PROMPT.S1" => law("S-1", "rule book section 5", "another LPA of the donor had relief: offer the same claim, and the evidence again");
    PromptS2 = "PROMPT.S2" => law("S-2", "rule book section 5", "an earlier application could not be registered: offer a repeat application, and say until when");
    PromptS3 = "PROMPT.S3" => law("S-3", "rule book section 5", "the earlier application had relief: offer it again, and say that new evidence may be needed");
    PromptS4 = "PROMPT.S4" => law("S-4", "rule book section 5", "the donor spoke of a benefit, of a pension only or of no income: show the reliefs before the pay button");
    PromptS5 = "PROMPT.S5" => law("S-5", "rule book section 5", "Universal Credit alone does not exempt: say so, and take nothing until it is decided");
    PromptS6 = "PROMPT.S6" => law("S-6", "rule book section 5", "relief is claimed for one of two LPAs: offer it for the other");
    PromptS7 = "PROMPT.S7" => law("S-7", "rule book section 5", "a benefit is claimed: ask about damages now, not later");
    PromptS8 = "PROMPT.S8" => law("S-8", LATE, "the whole fee is about to be taken though relief seems likely: have it said that none is claimed, as it cannot be claimed later");
    PromptS9 = "PROMPT.S9" => law("S-9", "rule book section 5", "prices change soon: show both fees and what decides between them");
}

impl Code {
    /// Whether it changes no amount, but a person should look at it.
    pub const fn is_warning(self) -> bool {
        matches!(self, Self::ExBenefitClosed | Self::SourceUnverified)
    }
}
