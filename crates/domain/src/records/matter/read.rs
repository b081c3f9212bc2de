//! Reading matters.

use jiff::civil::Date;

use super::{Concerns, Matter, MatterKind, Said};
use crate::LpaUid;
use crate::choice::Words as _;
use crate::fields::Fields;
use crate::json::Json;
use crate::records::Subject;

impl Matter {
    /// Reads what is told of a matter of this kind; the rest of the members are the caller's.
    pub(in crate::records) fn read(kind: MatterKind, fields: &mut Fields<'_, '_>) -> Self {
        let concerns = kind.terms().concerns;
        let (needs_person, takes_person) = match concerns {
            Concerns::Person | Concerns::PersonOfDonor => (true, true),
            Concerns::PersonOrLpa => (false, true),
            Concerns::Lpa => (false, false),
        };
        let of = person(fields, "of", needs_person, takes_person);
        let has_donor = concerns == Concerns::PersonOfDonor;
        let donor = person(fields, "donor", has_donor, has_donor);
        let uid = match concerns {
            Concerns::Lpa => fields.needed("uid").and_then(|key| fields.parsed::<LpaUid>(key)),
            _ => fields.parsed::<LpaUid>("uid"),
        };
        let is_about_nothing = concerns == Concerns::PersonOrLpa
            && fields.value("of").is_none()
            && fields.value("uid").is_none();
        if is_about_nothing {
            fields.problem("of", "is needed, or uid is");
        }
        let lpa_type = fields.word("lpaType");
        let since = match kind.terms().years {
            Some(_) => fields.needed("since").and_then(|key| fields.parsed::<Date>(key)),
            None => fields.parsed::<Date>("since"),
        };
        let until = fields.parsed::<Date>("until");
        if since.zip(until).is_some_and(|(since, until)| until < since) {
            fields.problem("until", "must not be before since");
        }
        Self { said: Said { kind, uid, lpa_type, since, until }, of, donor }
    }
}

fn person(fields: &mut Fields<'_, '_>, key: &'static str, needed: bool, taken: bool) -> Option<Subject> {
    if !taken {
        if fields.value(key).is_some() {
            fields.problem(key, "is not part of this kind");
        }
        return None;
    }
    if needed {
        fields.needed(key)?;
    }
    fields.object(key).map(Subject::read_to_be_found)
}

impl Said {
    /// From what a store keeps of it beside its kind and its number.
    pub fn restore(kind: &str, uid: Option<&str>, kept: &Json) -> Option<Self> {
        let text = |key| kept.member(key).and_then(Json::as_str);
        let day = |key| text(key).map(str::parse::<Date>).transpose().ok();
        Some(Self {
            kind: MatterKind::from_word(kind)?,
            uid: uid.map(str::parse).transpose().ok()?,
            lpa_type: match text("lpaType") {
                Some(word) => Some(crate::choice::Words::from_word(word)?),
                None => None,
            },
            since: day("since")?,
            until: day("until")?,
        })
    }
}
