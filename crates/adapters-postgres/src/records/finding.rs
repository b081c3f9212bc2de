//! A batch of questions on its way to the database, and what was found on its way back.

use std::collections::HashMap;

use lpa_domain::Json;
use lpa_domain::choice::Words as _;
use lpa_domain::document::BirthDate;
use lpa_domain::fees::Invitation;
use lpa_domain::lpa::reference::Reference;
use lpa_domain::matching::Agreement;
use lpa_domain::records::{Drafting, Found, FoundMatter, InRegister, Question, Said, Says, Subject};
use lpa_domain::{LpaUid, Personal};
use lpa_ports::RecordsError;
use lpa_sealing::{Digest, DigestKey};
use sqlx::Row as _;
use sqlx::postgres::PgRow;
use uuid::Uuid;

use super::people::{Asked, Role};
use super::{of_donors, of_people, unreadable};
use crate::connections::Statement;

/// The questions of which somebody can be told, column by column.
#[derive(Default)]
pub(super) struct Batch {
    places: Vec<i64>,
    references: Vec<String>,
    donors: Vec<Vec<u8>>,
    whose: Vec<bool>,
}

impl Batch {
    /// Whom a question is about goes as a digest; one that is about nobody who can be told is not asked.
    pub(super) fn of(questions: &[Question], digest: impl Fn(&str) -> Digest) -> Self {
        let mut batch = Self::default();
        for (place, question) in (0..).zip(questions) {
            let Some(reference) = question.reference() else { continue };
            let Some(donor) = question.donor().known_by() else { continue };
            let mut whose = uid_whose_donor_is_asked(question).is_some();
            for spelling in donor.expose() {
                batch.places.push(place);
                batch.references.push(reference.to_string());
                batch.donors.push(digest(spelling).to_vec());
                batch.whose.push(std::mem::take(&mut whose));
            }
        }
        batch
    }

    pub(super) fn bound(&self, statement: Statement) -> Statement {
        let Self { places, references, donors, whose } = self;
        statement.bind(places.clone()).bind(references.clone()).bind(donors.clone()).bind(whose.clone())
    }
}

/// Which LPA or draft of the register bears on the answer.
fn uid_whose_donor_is_asked(question: &Question) -> Option<LpaUid> {
    match question {
        Question::ReferenceBelongs { reference: Reference::Modernised(uid), .. } => Some(*uid),
        _ => None,
    }
}

/// What was found for each question, in their order, with digests of this key.
pub(super) fn found(
    questions: &[Question],
    asked: &Asked<'_>,
    rows: &[PgRow],
    key: &DigestKey,
) -> Result<Vec<Found>, RecordsError> {
    let told = Told::of(rows)?;
    let matters = Matters::of(rows)?;
    let each = questions.iter().map(|question| match question {
        Question::Drafting(drafting) => Found {
            is_told: drafting.kind().is_some_and(|kind| told.holds(kind.word(), &of_people(key))),
            matters: matters.about(drafting, asked),
            ..Found::default()
        },
        _ => Found { is_told: told.holds(Says::INVITATION, &of_donors(key)), ..Found::default() },
    });
    let mut all: Vec<Found> = each.collect();
    for row in rows {
        let what = column::<&str>(row, "what")?;
        if !matches!(what, "invitation" | "held") {
            continue;
        }
        let place = usize::try_from(column::<i64>(row, "place")?);
        let place = place.map_err(|_negative| unreadable("a place that was not asked"))?;
        let (Some(question), Some(found)) = (questions.get(place), all.get_mut(place)) else { continue };
        match what {
            "invitation" => found
                .invitations
                .extend(question.reference().map(|reference| invitation(reference, row)).transpose()?),
            _ => found.in_register = whose(question, row)?,
        }
    }
    Ok(all)
}

/// Of which kinds facts were told, and under which keys.
struct Told<'r>(Vec<(&'r str, &'r str)>);

impl<'r> Told<'r> {
    fn of(rows: &'r [PgRow]) -> Result<Self, RecordsError> {
        let mut all = Vec::new();
        for row in rows {
            if column::<&str>(row, "what")? == "kind" {
                all.push((column(row, "kind")?, column(row, "reference")?));
            }
        }
        Ok(Self(all))
    }

    /// Whether facts of this kind were told, and every one under this key.
    fn holds(&self, kind: &str, key: &str) -> bool {
        let mut keys = self.0.iter().filter(|told| told.0 == kind).map(|told| told.1).peekable();
        keys.peek().is_some() && keys.all(|told| told == key)
    }
}

/// The matters that were found, and of whom.
#[derive(Default)]
struct Matters {
    said: HashMap<Uuid, Said>,
    shared: HashMap<(i64, Role, Uuid), Agreement>,
}

impl Matters {
    fn of(rows: &[PgRow]) -> Result<Self, RecordsError> {
        let mut all = Self::default();
        for row in rows {
            let what = column::<&str>(row, "what")?;
            let role = Role::from_word(what);
            if role.is_none() && what != "lpa" {
                continue;
            }
            let fact = column::<Uuid>(row, "fact")?;
            all.said.insert(fact, said(row)?);
            if let Some(role) = role {
                all.shared.insert((column(row, "place")?, role, fact), agreement(row)?);
            }
        }
        Ok(all)
    }

    fn about(&self, drafting: &Drafting, asked: &Asked<'_>) -> Vec<FoundMatter> {
        let [of, donor] =
            asked.places(drafting).map(|place| place.and_then(|place| i64::try_from(place).ok()));
        let shared = |place: Option<i64>, role, fact| {
            place.and_then(|place| self.shared.get(&(place, role, fact))).copied().unwrap_or_default()
        };
        let of_kind = self.said.iter().filter(|(_fact, said)| Some(said.kind) == drafting.kind());
        let all = of_kind.map(|(fact, said)| FoundMatter {
            said: *said,
            of: shared(of, Role::Of, *fact),
            donor: shared(donor, Role::Donor, *fact),
        });
        all.collect()
    }
}

fn said(row: &PgRow) -> Result<Said, RecordsError> {
    let says = Json::parse(column::<&str>(row, "says")?.as_bytes()).ok();
    let said = says.and_then(|says| {
        let kind = column::<&str>(row, "kind").ok()?;
        let uid = column::<Option<&str>>(row, "reference").ok()?;
        Said::restore(kind, uid, &says)
    });
    said.ok_or_else(|| unreadable("a stored fact cannot be read back"))
}

fn agreement(row: &PgRow) -> Result<Agreement, RecordsError> {
    // An array that is empty shares nothing, and is none that is null.
    let shares = |name| column::<Option<bool>>(row, name).map(Option::unwrap_or_default);
    Ok(Agreement { strong: shares("strong")?, near: shares("near")?, probable: shares("probable")? })
}

fn invitation(reference: Reference, row: &PgRow) -> Result<Invitation, RecordsError> {
    let says = Json::parse(column::<&str>(row, "says")?.as_bytes());
    let invitation = says.ok().and_then(|says| Invitation::restore(reference, &says));
    invitation.ok_or_else(|| unreadable("a stored fact cannot be read back"))
}

fn whose(question: &Question, row: &PgRow) -> Result<InRegister, RecordsError> {
    let text = |name| column::<Option<&str>>(row, name).map(Option::unwrap_or_default);
    let held = Subject {
        last_name: text("last_name")?.into(),
        date_of_birth: Personal::new(BirthDate::parse(text("date_of_birth")?)),
        ..Subject::default()
    };
    let asked = question.donor().known_by();
    Ok(asked.map_or(InRegister::Nothing, |asked| InRegister::of(&held, &asked)))
}

/// The version of a fact that holds, and whether it says the same as what was told now.
pub(super) fn held(row: &PgRow) -> Result<(u64, bool), RecordsError> {
    let version = u64::try_from(column::<i64>(row, "version")?);
    Ok((version.map_err(|_negative| unreadable("a version below all"))?, column(row, "says_the_same")?))
}

fn column<'r, T>(row: &'r PgRow, name: &str) -> Result<T, RecordsError>
where
    T: sqlx::Decode<'r, sqlx::Postgres> + sqlx::Type<sqlx::Postgres>,
{
    // What the driver says may quote what was stored.
    row.try_get(name).map_err(|_may_quote| unreadable("a stored fact cannot be read back"))
}
