//! A batch of questions on its way to the database, and what was found on its way back.

use lpa_domain::Json;
use lpa_domain::document::BirthDate;
use lpa_domain::fees::Invitation;
use lpa_domain::lpa::reference::Reference;
use lpa_domain::records::{Found, InRegister, Question, Says, Subject};
use lpa_domain::{LpaUid, Personal};
use lpa_ports::RecordsError;
use lpa_sealing::Digest;
use sqlx::Row as _;
use sqlx::postgres::PgRow;

use super::unreadable;
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
pub(super) fn found(questions: &[Question], rows: &[PgRow], key: &str) -> Result<Vec<Found>, RecordsError> {
    let is_told = is_told(rows, key)?;
    let mut all = vec![Found { is_told, ..Found::default() }; questions.len()];
    for row in rows {
        let Some(place) = column::<Option<i64>>(row, "place")? else { continue };
        let place = usize::try_from(place).map_err(|_negative| unreadable("a place that was not asked"))?;
        let (Some(question), Some(found)) = (questions.get(place), all.get_mut(place)) else { continue };
        match column::<&str>(row, "what")? {
            "invitation" => found
                .invitations
                .extend(question.reference().map(|reference| invitation(reference, row)).transpose()?),
            _ => found.in_register = whose(question, row)?,
        }
    }
    Ok(all)
}

/// Whether invitations were told, and every one under this key.
fn is_told(rows: &[PgRow], key: &str) -> Result<bool, RecordsError> {
    let (mut told, mut comparable) = (false, true);
    for row in rows {
        let is_kind = column::<Option<i64>>(row, "place")?.is_none();
        if is_kind && column::<&str>(row, "what")? == Says::INVITATION {
            told = true;
            comparable &= column::<&str>(row, "says")? == key;
        }
    }
    Ok(told && comparable)
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
