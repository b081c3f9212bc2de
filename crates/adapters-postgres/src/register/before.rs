//! What the register holds before an operation is applied.

use lpa_domain::{Current, KeptDraft, Lpa, Operation, Refusal, Version};
use lpa_ports::{Applied, RegisterError};

use super::statements::{BEFORE_APPLYING, BEFORE_DRAFT};
use super::{PostgresRegister, rows};

/// What an operation was answered for good.
pub(super) type Answer = Result<Applied, Refusal>;

/// What the register holds before an operation is applied.
pub(super) enum Before {
    /// The operation was answered already.
    Answered(Answer),
    /// What it is judged on.
    Stands(Standing),
}

/// What the register holds under a UID: [`Current`], owned.
#[derive(Default)]
pub(super) enum Standing {
    #[default]
    Nothing,
    Draft(Box<KeptDraft>),
    Tombstone,
    Lpa(Box<Lpa>),
}

impl Standing {
    /// To be judged on.
    pub(super) fn current(&self) -> Current<'_> {
        match self {
            Self::Nothing => Current::Nothing,
            Self::Draft(kept) => Current::Draft(kept),
            Self::Tombstone => Current::Tombstone,
            Self::Lpa(lpa) => Current::Lpa(lpa),
        }
    }

    /// The version of the LPA or of the draft; 0 when there is none.
    pub(super) fn version(&self) -> Version {
        match self {
            Self::Nothing | Self::Tombstone => Version(0),
            Self::Draft(kept) => kept.version,
            Self::Lpa(lpa) => lpa.version,
        }
    }
}

/// Reads what an operation is to be judged on, in one statement.
pub(super) async fn before(
    register: &PostgresRegister,
    operation: &Operation,
) -> Result<Before, RegisterError> {
    let statement = if operation.act.on_draft().is_some() { BEFORE_DRAFT } else { BEFORE_APPLYING };
    let (uid, id) = (operation.uid.to_string(), operation.id.0);
    let rows = register.read(|| sqlx::query(statement).bind(uid.clone()).bind(id)).await?;
    let mut standing = Standing::Nothing;
    for row in &rows {
        if rows::column(row, "repeat")? {
            return Ok(Before::Answered(rows::answer(row)?));
        }
        // An LPA or a tombstone comes first, and a draft beside it counts no more.
        if matches!(standing, Standing::Nothing) {
            standing = rows::standing(operation.uid, row)?;
        }
    }
    Ok(Before::Stands(standing))
}
