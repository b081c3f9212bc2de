//! What to tell somebody before they pay (rule book, section 5): a relief that is not claimed with the application is lost.

use jiff::Span;
use jiff::civil::Date;

use super::application::{Application, Asked};
use super::claim::{Claim, Relief};
use super::code::Code;
use super::invitation::{Invitation, Repeat};
use super::parameters::{Parameter, Parameters, Row};
use super::pence::Pence;
use crate::Known;
use crate::records::Answer;

/// What else was noticed of the donor, in the journey or in the records. No fee hangs on it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signals {
    /// Whether another LPA of the same donor was exempt or remitted, as the records answer; `None` when not asked.
    pub sibling_relieved: Option<Answer>,
    /// An earlier application for an LPA of the same type that could not be registered.
    pub earlier: Option<Earlier>,
    /// What the donor spoke of.
    pub mentions: Vec<Mention>,
    /// Whether relief is claimed for the other LPA that is lodged with this one; `None` when there is none.
    pub other_lpa_claims: Option<bool>,
    /// The donor has said that no relief is claimed.
    pub declines_relief: bool,
    /// The day on which somebody asks; `None`: the day of the application.
    pub asked_on: Option<Date>,
}

/// An earlier application that could not be registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// The date of OPG's letter.
    pub letter_on: Date,
    /// Whether it was exempt or remitted.
    pub relieved: Answer,
}

crate::words! {
    /// What a donor spoke of, anywhere in the journey.
    pub enum Mention {
        /// A benefit other than Universal Credit.
        Benefit = "benefit",
        /// A pension and nothing else.
        PensionOnly = "pension-only",
        /// No income.
        NoIncome = "no-income",
        /// Universal Credit and nothing else.
        UniversalCreditOnly = "universal-credit-only",
    }
}

/// Something to tell before anyone pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prompt {
    /// S-1: offer what the other LPA had.
    SiblingRelieved,
    /// S-2: offer a repeat application.
    MayRepeat {
        /// The last day for it.
        until: Date,
    },
    /// S-3: offer the relief that the earlier application had.
    EarlierRelieved,
    /// S-4: show the reliefs.
    ShowReliefs,
    /// S-5: Universal Credit alone is no exemption.
    UniversalCreditAlone,
    /// S-6: relief is claimed for one of two.
    OtherLpa,
    /// S-7: ask about damages.
    AskDamages,
    /// S-8: have it said that nothing is claimed.
    Acknowledge,
    /// S-9: prices change soon.
    PriceChange {
        /// The first day of the new prices.
        on: Date,
        /// The fee before, without relief.
        before: Pence,
        /// The fee from then on, without relief.
        after: Pence,
    },
}

impl Prompt {
    /// Its code in the trace.
    pub const fn code(&self) -> Code {
        match self {
            Self::SiblingRelieved => Code::PromptS1,
            Self::MayRepeat { .. } => Code::PromptS2,
            Self::EarlierRelieved => Code::PromptS3,
            Self::ShowReliefs => Code::PromptS4,
            Self::UniversalCreditAlone => Code::PromptS5,
            Self::OtherLpa => Code::PromptS6,
            Self::AskDamages => Code::PromptS7,
            Self::Acknowledge => Code::PromptS8,
            Self::PriceChange { .. } => Code::PromptS9,
        }
    }
}

/// The prompts for `application`, of which `collect` is about to be taken.
pub(super) fn prompts(
    parameters: &Parameters,
    application: &Application,
    collect: Option<Pence>,
) -> Vec<Prompt> {
    let Asked::Lpa { repeat, .. } = application.asked else { return Vec::new() };
    let mut prompts = likely(parameters, application, repeat);
    let seems_likely = !prompts.is_empty();
    let claims = &application.claims;
    let claims_uc_alone = claims.iter().all(|each| each.claim.relief() == Relief::UniversalCredit);
    if (claims_uc_alone && !claims.is_empty())
        || application.signals.mentions.contains(&Mention::UniversalCreditOnly)
    {
        prompts.push(Prompt::UniversalCreditAlone);
    }
    if application.signals.other_lpa_claims.is_some_and(|other| other == claims.is_empty()) {
        prompts.push(Prompt::OtherLpa);
    }
    if asks_damages(application) {
        prompts.push(Prompt::AskDamages);
    }
    let whole = parameters.at(Parameter::FeeLpaFirst, application.made.on).map(Row::pence);
    if seems_likely && collect == whole && !application.signals.declines_relief {
        prompts.push(Prompt::Acknowledge);
    }
    prompts.extend(price_change(parameters, application));
    prompts
}

/// S-1 to S-4: relief, or a lower base, seems likely and is not claimed.
fn likely(parameters: &Parameters, application: &Application, repeat: Repeat) -> Vec<Prompt> {
    let Signals { sibling_relieved, earlier, mentions, .. } = &application.signals;
    let mut prompts = Vec::new();
    let unclaimed = application.claims.is_empty();
    if unclaimed && *sibling_relieved == Some(Answer::Yes) {
        prompts.push(Prompt::SiblingRelieved);
    }
    if let Some(earlier) = earlier {
        let until = Invitation::usual_expiry(parameters, earlier.letter_on);
        let until = until.filter(|until| application.made.on <= *until);
        if let Some(until) = until.filter(|_| repeat == Repeat::NotClaimed) {
            prompts.push(Prompt::MayRepeat { until });
        }
        if until.is_some() && unclaimed && earlier.relieved == Answer::Yes {
            prompts.push(Prompt::EarlierRelieved);
        }
    }
    let claimed = |relief| application.claims.get(relief).is_some();
    let spoke = mentions.iter().any(|each| *each != Mention::UniversalCreditOnly);
    if spoke && !claimed(Relief::Exemption) && !claimed(Relief::IncomeRemission) {
        prompts.push(Prompt::ShowReliefs);
    }
    prompts
}

fn asks_damages(application: &Application) -> bool {
    let claimed = application.claims.get(Relief::Exemption).map(|claimed| &claimed.claim);
    let decided = application.decisions.standing(Relief::Exemption).is_some();
    !decided && matches!(claimed, Some(Claim::Exemption(claim)) if claim.damages == Known::Unknown)
}

fn price_change(parameters: &Parameters, application: &Application) -> Option<Prompt> {
    let from = application.signals.asked_on.map_or(application.made.on, |day| day.min(application.made.on));
    let days = parameters.at(Parameter::PriceChangeNotice, from)?.number();
    let last = from.checked_add(Span::new().try_days(i64::try_from(days).ok()?).ok()?).ok()?;
    let rows = parameters.all(Parameter::FeeLpaFirst);
    let change =
        rows.windows(2).find(|pair| pair[1].from.is_some_and(|begins| from < begins && begins <= last))?;
    Some(Prompt::PriceChange { on: change[1].from?, before: change[0].pence(), after: change[1].pence() })
}
