//! Reading an application from JSON: everything that is wrong with it is said at once.

pub(super) mod claims;
pub(super) mod decisions;

use jiff::civil::Date;

use super::application::{Application, Asked, Instrument};
use super::evidence::Policy;
use super::invitation::{Invitation, Invited, Repeat, RepeatClaim, Terms};
use super::ledger::Ledger;
use super::parameters::{IN_FORCE, Parameter};
use super::period::{Basis, Made, Period};
use super::prompt::{Earlier, Signals};
use crate::Known;
use crate::document::LpaType;
use crate::fields::Fields;
use crate::json::Json;
use crate::lpa::reference::Reference;
use crate::problem::Problem;

/// An application, and what was paid for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asking {
    /// The application.
    pub application: Application,
    /// What was paid and refunded.
    pub ledger: Ledger,
    /// The same with something changed: another day, another claim.
    pub what_if: Vec<Self>,
}

/// One question asks for no more of them.
const MOST_CHANGES: usize = 10;

crate::words! {
    /// What an application is for, as it is written.
    enum For {
        Lpa = "lpa",
        Epa = "epa",
        Copy = "copy",
    }
}

crate::words! {
    /// Whether OPG invited a repeat application, as it is written.
    enum AskedRecords {
        NotAsked = "not-asked",
        Yes = "yes",
        No = "no",
        CannotSay = "cannot-say",
    }
}

impl Asking {
    /// Reads the question as `docs/fees.md` writes it. A member that is not known where it stands is a problem too: what is
    /// left over from another claim is never passed over in silence.
    pub fn read(json: &Json) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let asking = Fields::open(json, String::new(), &mut problems).and_then(asking);
        let what_if = what_if(json, &mut problems);
        match asking {
            Some(asking) if problems.is_empty() => Ok(Self { what_if, ..asking }),
            _ => Err(problems),
        }
    }
}

/// The question with each of the changes that it names: the members of a change stand in place of its own.
fn what_if(json: &Json, problems: &mut Vec<Problem>) -> Vec<Asking> {
    let Json::Object(own) = json else { return Vec::new() };
    let changes = match own.iter().find(|(name, _)| name == WHAT_IF).map(|(_, changes)| changes) {
        None | Some(Json::Null) => return Vec::new(),
        Some(Json::Array(changes)) if changes.len() <= MOST_CHANGES => changes,
        Some(_) => {
            problems.push(Problem::new("/whatIf", "must be a list of at most 10 changes"));
            return Vec::new();
        }
    };
    let mut all = Vec::new();
    for (index, change) in changes.iter().enumerate() {
        let at = format!("/whatIf/{index}");
        let Json::Object(change) = change else {
            problems.push(Problem::new(at, "must be an object"));
            continue;
        };
        let kept =
            own.iter().filter(|(name, _)| name != WHAT_IF && !change.iter().any(|(other, _)| other == name));
        let question = Json::Object(kept.chain(change).cloned().collect());
        all.extend(Fields::open(&question, at, problems).and_then(asking));
    }
    all
}

const WHAT_IF: &str = "whatIf";

fn asking(mut fields: Fields<'_, '_>) -> Option<Asking> {
    let asked = fields.needed("for").and_then(|key| fields.word(key));
    let made_on = fields.needed("madeOn").and_then(|key| fields.parsed::<Date>(key));
    let basis = fields.word("madeBasis").unwrap_or(Basis::Supposed);
    let asked = asked.and_then(|asked| self::asked(asked, &mut fields));
    let claims = claims::read(&mut fields);
    let decisions = decisions::read(&mut fields);
    let policy = fields.word("evidencePolicy").unwrap_or(Policy::Form);
    let signals = fields.object("signals").map(signals).unwrap_or_default();
    let ledger = decisions::ledger(&mut fields);
    if let Some(on) = made_on {
        check_periods(&decisions, on, &mut fields);
    }
    if fields.is_whole() {
        fields.value(WHAT_IF);
    }
    fields.close();
    let made = Made { on: made_on?, basis };
    let application = Application { made, asked: asked?, claims, decisions, policy, signals };
    Some(Asking { application, ledger, what_if: Vec::new() })
}

/// A decision names the prices that it was made on: those of the application.
fn check_periods(decisions: &super::decision::Decisions, made_on: Date, fields: &mut Fields<'_, '_>) {
    let Some(period) = IN_FORCE.at(Parameter::Period, made_on).map(Period::of) else { return };
    for decision in decisions.iter().filter(|decision| decision.period != period) {
        let given = decision.period;
        fields.problem(
            "decisions",
            format!("a decision was made on the prices of {given}; the application has those of {period}"),
        );
    }
}

fn asked(asked: For, fields: &mut Fields<'_, '_>) -> Option<Asked> {
    match asked {
        For::Epa => Some(Asked::Epa),
        For::Copy => fields.needed("copyOf").and_then(|key| fields.word::<Instrument>(key)).map(Asked::Copy),
        For::Lpa => {
            let lpa_type = fields.needed("lpaType").and_then(|key| fields.word(key));
            let repeat = match fields.object("repeat") {
                Some(claim) => Repeat::Claimed(repeat(claim)),
                None => Repeat::NotClaimed,
            };
            Some(Asked::Lpa { lpa_type: lpa_type?, repeat })
        }
    }
}

fn repeat(mut fields: Fields<'_, '_>) -> RepeatClaim {
    let reference = fields.parsed::<Reference>("reference").map_or(Known::Unknown, Known::Known);
    let terms = fields.word::<Terms>("terms").map_or(Known::Unknown, Known::Known);
    let invitation = fields.object("invitation").and_then(invitation);
    let answered = fields.word("invited").unwrap_or(AskedRecords::NotAsked);
    fields.close();
    let invited = match (invitation, answered) {
        (Some(invitation), _) => Invited::By(invitation),
        (None, AskedRecords::NotAsked) => Invited::NotAsked,
        (None, AskedRecords::Yes) => Invited::Answered(super::Answer::Yes),
        (None, AskedRecords::No) => Invited::Answered(super::Answer::No),
        (None, AskedRecords::CannotSay) => Invited::Answered(super::Answer::CannotSay),
    };
    RepeatClaim { reference, terms, invited }
}

fn invitation(mut fields: Fields<'_, '_>) -> Option<Invitation> {
    let reference = fields.needed("reference").and_then(|key| fields.parsed::<Reference>(key));
    let lpa_type = fields.needed("lpaType").and_then(|key| fields.word::<LpaType>(key));
    let terms = fields.needed("terms").and_then(|key| fields.word::<Terms>(key));
    let expires_on = fields.needed("expiresOn").and_then(|key| fields.parsed::<Date>(key));
    fields.close();
    Some(Invitation { reference: reference?, lpa_type: lpa_type?, terms: terms?, expires_on: expires_on? })
}

fn signals(mut fields: Fields<'_, '_>) -> Signals {
    let signals = Signals {
        sibling_relieved: fields.word("siblingRelieved"),
        earlier: fields.object("earlier").and_then(earlier),
        mentions: fields.words("mentions").unwrap_or_default(),
        other_lpa_claims: fields.flag("otherLpaClaims"),
        declines_relief: fields.flag("declinesRelief").unwrap_or_default(),
        asked_on: fields.parsed("askedOn"),
    };
    fields.close();
    signals
}

fn earlier(mut fields: Fields<'_, '_>) -> Option<Earlier> {
    let letter_on = fields.needed("letterOn").and_then(|key| fields.parsed(key));
    let relieved = fields.word("relieved").unwrap_or(super::Answer::CannotSay);
    fields.close();
    Some(Earlier { letter_on: letter_on?, relieved })
}
