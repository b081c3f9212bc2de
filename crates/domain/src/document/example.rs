//! Invented LPAs of varied shape, each made from a number: for tests, benches and the demo. Behind the feature
//! `samples`. Every one is valid; nobody in them exists.

mod draw;
mod people;
#[cfg(test)]
mod tests;

use super::validate::replacements_choose_how;
use super::{Channel, Document, HowDecisions, Language, LifeSustaining, LpaType, StepIn, WhenUsed};
use crate::json::Json;
use draw::Draw;
use people::{ORIGINAL, REPLACEMENT};

/// One grey pixel as a PNG, in base64.
const SCAN: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==";

/// The example of this number. Even numbers are for property and affairs, odd ones for personal welfare; every fifth
/// (4, 9, 14 …) is on paper. One to four attorneys, up to two replacements and one trust corporation, people to notify,
/// an independent witness and an authorised signatory, English and Welsh come as the number has it.
///
/// ```
/// use lpa_domain::document::{example, validate::validate};
/// let document = example::lpa_document(7);
/// assert!(validate(&document).is_empty());
/// assert_eq!(document, example::lpa_document(7));
/// assert_ne!(document, example::lpa_document(9));
/// ```
pub fn lpa_document(variant: u64) -> Document {
    let draw = &mut Draw::new(variant);
    let kind = if variant.is_multiple_of(2) { LpaType::PropertyAndAffairs } else { LpaType::PersonalWelfare };
    let channel = if variant % 5 == 4 { Channel::Paper } else { Channel::Online };
    let language = if draw.one_in(5) { Language::Cy } else { Language::En };
    let mut document = Document {
        lpa_type: kind.into(),
        channel: channel.into(),
        language: language.into(),
        donor: people::donor(draw, language),
        certificate_provider: people::certificate_provider(draw, channel),
        people_to_notify: (0..draw.below(3)).map(|_| people::person_to_notify(draw)).collect(),
        signed_at: draw.moment(10),
        witnessed_by_certificate_provider_at: draw.moment(11),
        certificate_provider_not_related_confirmed_at: draw.one_in(2).then(|| draw.moment(12)).flatten(),
        ..Document::default()
    };
    appoint(&mut document, draw, kind, channel);
    sign_for(&mut document, draw);
    decide(&mut document, draw);
    say_when(&mut document, draw, kind);
    document
}

/// The example of this number as a client would send it to be created: [`lpa_document`], and on paper a scan of the
/// restrictions.
pub fn json(variant: u64) -> Json {
    let document = lpa_document(variant);
    let written = serde_json::to_vec(&document).and_then(|bytes| Json::parse(&bytes));
    let mut json = written.unwrap_or(Json::Null);
    if let Json::Object(members) = &mut json
        && document.channel.is(Channel::Paper)
    {
        let scan = vec![("filename".to_owned(), "page 9.png".into()), ("data".to_owned(), SCAN.into())];
        let scans = Json::Array(vec![Json::Object(scan)]);
        members.push(("restrictionsAndConditionsImages".to_owned(), scans));
    }
    json
}

/// [`json`] as the body of a request.
pub fn bytes(variant: u64) -> Vec<u8> {
    serde_json::to_vec(&json(variant)).unwrap_or_default()
}

fn appoint(document: &mut Document, draw: &mut Draw, kind: LpaType, channel: Channel) {
    let originals = 1 + draw.below(4);
    let replacements = draw.below(3);
    let mut attorneys = Vec::new();
    attorneys.extend((0..originals).map(|_| people::attorney(draw, channel, ORIGINAL)));
    attorneys.extend((0..replacements).map(|_| people::attorney(draw, channel, REPLACEMENT)));
    document.attorneys = Some(attorneys);
    // Only an LPA for property may appoint a company (Mental Capacity Act 2005 section 10(1)(b)).
    if kind == LpaType::PropertyAndAffairs && draw.one_in(4) {
        let appointed = if draw.one_in(3) { REPLACEMENT } else { ORIGINAL };
        document.trust_corporations = vec![people::trust_corporation(draw, channel, appointed)];
    }
}

/// Now and then the donor could not sign.
fn sign_for(document: &mut Document, draw: &mut Draw) {
    if draw.one_in(6) {
        document.authorised_signatory = Some(people::authorised_signatory(draw));
        document.independent_witness = Some(people::independent_witness(draw));
        document.witnessed_by_independent_witness_at = draw.moment(10);
    } else if draw.one_in(8) {
        document.independent_witness = Some(people::independent_witness(draw));
        document.witnessed_by_independent_witness_at = draw.moment(10);
    }
}

fn decide(document: &mut Document, draw: &mut Draw) {
    use HowDecisions::{Jointly, JointlyAndSeverally, JointlyForSomeSeverallyForOthers};
    const SOME: &str = "Selling the lighthouse is for all of them; the rest each may do alone.";
    let ways = [Jointly, JointlyAndSeverally, JointlyForSomeSeverallyForOthers];
    if document.active_count() > 1 {
        document.how_attorneys_make_decisions = draw.pick(&ways, Jointly).into();
    }
    if document.how_attorneys_make_decisions.is(JointlyForSomeSeverallyForOthers) {
        document.how_attorneys_make_decisions_details = SOME.into();
    }
    if document.replacement_count() > 0 && document.how_attorneys_make_decisions.is(JointlyAndSeverally) {
        let ways = [StepIn::AllCanNoLongerAct, StepIn::OneCanNoLongerAct, StepIn::AnotherWay];
        let step_in = draw.pick(&ways, StepIn::AllCanNoLongerAct);
        document.how_replacement_attorneys_step_in = step_in.into();
        if step_in == StepIn::AnotherWay {
            document.how_replacement_attorneys_step_in_details = "The second only after the first.".into();
        }
    }
    if replacements_choose_how(document) {
        let how = draw.pick(&ways, Jointly);
        document.how_replacement_attorneys_make_decisions = how.into();
        if how == JointlyForSomeSeverallyForOthers {
            document.how_replacement_attorneys_make_decisions_details = SOME.into();
        }
    }
}

fn say_when(document: &mut Document, draw: &mut Draw, kind: LpaType) {
    match kind {
        LpaType::PropertyAndAffairs => {
            let ways = [WhenUsed::WhenHasCapacity, WhenUsed::WhenCapacityLost];
            document.when_the_lpa_can_be_used = draw.pick(&ways, WhenUsed::WhenHasCapacity).into();
        }
        LpaType::PersonalWelfare => {
            let ways = [LifeSustaining::OptionA, LifeSustaining::OptionB];
            document.life_sustaining_treatment_option = draw.pick(&ways, LifeSustaining::OptionB).into();
        }
    }
    if draw.one_in(2) {
        document.restrictions_and_conditions = "The brass telescope is not to be sold.".into();
    }
}
