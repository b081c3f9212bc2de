//! Reading what is told.

use super::{About, Applied, Delivery, Evidence, FeeAct, File, PreviousFee, Support, Told};
use crate::Known;
use crate::fees::evidence::Policy;
use crate::fees::invitation::{Invited, RepeatClaim, Terms};
use crate::fees::ledger::Entry;
use crate::fees::period::{Basis, Made};
use crate::fees::read::claims;
use crate::fees::read::decisions;
use crate::fields::Fields;
use crate::lpa::reference::Reference;
use crate::lpa::uid::LpaUid;
use crate::personal::Personal;
use crate::problem::Problem;

/// Longer than any path or id that a service gives.
const LONGEST: usize = 1024;

pub(super) fn read(act: &FeeAct, uid: LpaUid) -> Result<Told, Vec<Problem>> {
    let mut problems = Vec::new();
    let told = Fields::open(&act.told, String::new(), &mut problems).and_then(|fields| match act.about {
        About::Application => application(fields),
        About::Claim => claim(fields, uid),
        About::Evidence => evidence(fields, uid),
        About::Decision => decisions::decision(fields).map(|decision| Told::Decision(Box::new(decision))),
        About::Payment => decisions::entry(fields, Entry::payment).map(Told::Money),
        About::Refund => decisions::entry(fields, Entry::refund).map(Told::Money),
    });
    match told {
        Some(told) if problems.is_empty() => Ok(told),
        _ => Err(problems),
    }
}

fn application(mut fields: Fields<'_, '_>) -> Option<Told> {
    let lpa_type = fields.needed("lpaType").and_then(|key| fields.word(key));
    let on = fields.needed("madeOn").and_then(|key| fields.parsed(key));
    let basis = fields.needed("madeBasis").and_then(|key| fields.word(key));
    if basis == Some(Basis::Supposed) {
        fields.problem("madeBasis", "must not be supposed: an application that is kept was made");
    }
    let policy = fields.word("evidencePolicy").unwrap_or(Policy::Form);
    fields.close();
    let made = Made { on: on?, basis: basis? };
    Some(Told::Application(Applied { made, lpa_type: lpa_type?, policy }))
}

fn claim(mut fields: Fields<'_, '_>, uid: LpaUid) -> Option<Told> {
    let claimed = fields.object("claim").map(claims::claim);
    let repeat = fields.object("repeat").map(repeat);
    let support = support(&mut fields, uid);
    if claimed.is_some() == repeat.is_some() {
        fields.problem("claim", "exactly one of claim and repeat is needed");
    }
    fields.close();
    let support = support?;
    match (claimed.flatten(), repeat.flatten()) {
        (Some(claimed), _) => Some(Told::Claim { claimed: Box::new(claimed), support }),
        (None, Some((claim, previous_fee))) => Some(Told::Repeat { claim, previous_fee, support }),
        (None, None) => None,
    }
}

/// What the applicant says. That OPG invited is for its records to say.
fn repeat(mut fields: Fields<'_, '_>) -> Option<(RepeatClaim, Option<PreviousFee>)> {
    let reference = fields.needed("reference").and_then(|key| fields.parsed::<Reference>(key));
    let terms = fields.word::<Terms>("terms").map_or(Known::Unknown, Known::Known);
    let previous_fee = fields.word("previousFee");
    if matches!(reference, Some(Reference::Legacy(_))) && previous_fee.is_none() {
        fields.problem("previousFee", "is needed beside a reference that begins with 7");
    }
    fields.close();
    let claim = RepeatClaim { reference: Known::Known(reference?), terms, invited: Invited::NotAsked };
    Some((claim, previous_fee))
}

fn support(fields: &mut Fields<'_, '_>, uid: LpaUid) -> Option<Support> {
    let delivery = fields.needed("evidenceDelivery").and_then(|key| fields.word(key));
    let files = fields.list("evidence", |fields| file(fields, uid)).unwrap_or_default();
    if delivery == Some(Delivery::Upload) && files.is_empty() {
        fields.problem("evidence", "is needed: name what was uploaded");
    }
    Some(Support { delivery: delivery?, files })
}

fn file(mut fields: Fields<'_, '_>, uid: LpaUid) -> Option<File> {
    let path = fields.needed("path").and_then(|key| path(&mut fields, key, uid));
    let filename = named(&mut fields, "filename").map(Personal::new);
    fields.close();
    Some(File { path: path?, filename })
}

fn evidence(mut fields: Fields<'_, '_>, uid: LpaUid) -> Option<Told> {
    let uploaded = path(&mut fields, "path", uid).map(Evidence::Uploaded);
    let posted = named(&mut fields, "documentId").map(Evidence::Posted);
    if fields.value("path").is_some() == fields.value("documentId").is_some() {
        fields.problem("path", "exactly one of path and documentId is needed");
    }
    fields.close();
    uploaded.or(posted).map(Told::Evidence)
}

/// Where an uploaded file of this LPA is: its UID, `/evidence/`, and a name.
fn path(fields: &mut Fields<'_, '_>, key: &'static str, uid: LpaUid) -> Option<String> {
    let path = named(fields, key)?;
    let folder = format!("{uid}/evidence/");
    if path.strip_prefix(&folder).is_some_and(|name| !name.is_empty()) {
        return Some(path);
    }
    fields.refuse(key, "must begin with the UID of this LPA and /evidence/, and name a file there")
}

/// A text that names something.
fn named(fields: &mut Fields<'_, '_>, key: &'static str) -> Option<String> {
    let text = fields.text(key)?;
    if text.is_empty() || text.len() > LONGEST || text.chars().any(char::is_control) {
        return fields.refuse(key, "must have 1 to 1024 bytes, and no control characters");
    }
    Some(text.to_owned())
}
