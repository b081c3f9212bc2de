//! Reading facts.

use super::{FactId, Says, ToldFact};
use crate::author::Author;
use crate::choice::Words;
use crate::fees::Invitation;
use crate::fields::Fields;
use crate::json::Json;
use crate::lpa::reference::Reference;
use crate::problem::Problem;
use crate::records::{Matter, MatterKind, Subject};

/// What kind of fact it is.
enum Kind {
    Invitation,
    Matter(MatterKind),
}

/// More than anybody counts, and exact in every reader of JSON.
const LAST_VERSION: u64 = (1 << 53) - 1;

impl ToldFact {
    /// Reads the body of `PUT /v1/record-facts/{id}`, or everything that is wrong with it.
    pub fn read(id: FactId, author: Author, json: &Json) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let read = Fields::open(json, String::new(), &mut problems).and_then(fact);
        match read {
            Some((version, says)) if problems.is_empty() => Ok(Self { id, version, author, says }),
            _ => Err(problems),
        }
    }

    /// Reads what another Causeway passes on: [`ToldFact::written`].
    pub fn read_passed_on(json: &Json) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let read = Fields::open(json, String::new(), &mut problems).and_then(passed_on);
        match read {
            Some(told) if problems.is_empty() => Ok(told),
            _ => Err(problems),
        }
    }

    /// Its retraction, as `DELETE /v1/record-facts/{id}?version=…` says it.
    pub fn retracted(id: FactId, author: Author, version: &str) -> Result<Self, Vec<Problem>> {
        match version.parse().ok().filter(|version| (1..=LAST_VERSION).contains(version)) {
            Some(version) => Ok(Self { id, version, author, says: Says::Retracted }),
            None => Err(vec![Problem::new("version", "must be a whole number from 1 on")]),
        }
    }
}

impl Invitation {
    /// From what a store keeps of it beside its reference.
    pub fn restore(reference: Reference, kept: &Json) -> Option<Self> {
        let text = |key| kept.member(key).and_then(Json::as_str);
        Some(Self {
            reference,
            lpa_type: Words::from_word(text("lpaType")?)?,
            terms: Words::from_word(text("terms")?)?,
            expires_on: text("expiresOn")?.parse().ok()?,
        })
    }
}

fn fact(mut fields: Fields<'_, '_>) -> Option<(u64, Says)> {
    let version = version(&mut fields);
    let says = says(&mut fields);
    fields.close();
    Some((version?, says?))
}

fn passed_on(mut fields: Fields<'_, '_>) -> Option<ToldFact> {
    let id = fields.needed("factId").and_then(|key| fields.parsed::<FactId>(key));
    let author = fields.needed("author").and_then(|key| fields.parsed(key));
    let version = version(&mut fields);
    let says = match fields.flag("retracted") {
        Some(true) => Some(Says::Retracted),
        _ => says(&mut fields),
    };
    fields.close();
    Some(ToldFact { id: id?, version: version?, author: author?, says: says? })
}

fn version(fields: &mut Fields<'_, '_>) -> Option<u64> {
    let version = fields.needed("version").and_then(|key| fields.number(key, LAST_VERSION));
    if version == Some(0) {
        fields.problem("version", "must be a whole number from 1 on");
    }
    version
}

fn says(fields: &mut Fields<'_, '_>) -> Option<Says> {
    match fields.needed("kind").and_then(|key| kind(fields, key))? {
        Kind::Invitation => invitation(fields),
        Kind::Matter(kind) => Some(Says::Matter(Box::new(Matter::read(kind, fields)))),
    }
}

fn kind(fields: &mut Fields<'_, '_>, key: &'static str) -> Option<Kind> {
    let word = fields.text(key)?;
    let kind = match MatterKind::from_word(word) {
        Some(kind) => Some(Kind::Matter(kind)),
        None => (word == Says::INVITATION).then_some(Kind::Invitation),
    };
    if kind.is_none() {
        let matters = MatterKind::ALL.iter().map(|kind| kind.word());
        let words: Vec<&str> = std::iter::once(Says::INVITATION).chain(matters).collect();
        fields.problem(key, format!("must be one of: {}", words.join(", ")));
    }
    kind
}

fn invitation(fields: &mut Fields<'_, '_>) -> Option<Says> {
    let reference = fields.needed("reference").and_then(|key| fields.parsed::<Reference>(key));
    let lpa_type = fields.needed("lpaType").and_then(|key| fields.word(key));
    let terms = fields.needed("terms").and_then(|key| fields.word(key));
    let expires_on = fields.needed("expiresOn").and_then(|key| fields.parsed(key));
    let donor = fields.needed("donor").and_then(|key| fields.object(key)).map(Subject::read);
    let invitation =
        Invitation { reference: reference?, lpa_type: lpa_type?, terms: terms?, expires_on: expires_on? };
    Some(Says::Invitation { invitation, donor: donor.flatten()? })
}
