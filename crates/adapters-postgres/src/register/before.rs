//! What the register holds before an operation is applied.

use lpa_domain::fees::FeeAccount;
use lpa_domain::{Act, Current, KeptDraft, Lpa, Operation, Refusal, Version};
use lpa_ports::{Applied, RegisterError};

use super::statements::{BEFORE_APPLYING, BEFORE_DRAFT, BEFORE_FEE};
use super::{PostgresRegister, rows};
use crate::error::unreadable;

/// What an operation was answered for good.
pub(super) type Answer = Result<Applied, Refusal>;

/// What the register holds before an operation is applied.
pub(super) enum Before {
    /// The operation was answered already.
    Answered(Answer),
    /// What it is judged on.
    Stands(Standing),
}

/// What the register holds under a UID: [`Current`], owned; or what was told of the fee, when that is asked.
#[derive(Default)]
pub(super) enum Standing {
    #[default]
    Nothing,
    Draft(Box<KeptDraft>),
    Tombstone,
    Lpa(Box<Lpa>),
    Fee(Box<FeeAccount>),
}

impl Standing {
    /// To be judged on.
    pub(super) fn current(&self) -> Current<'_> {
        match self {
            Self::Nothing => Current::Nothing,
            Self::Fee(account) => Current::Fee(account),
            Self::Draft(kept) => Current::Draft(kept),
            Self::Tombstone => Current::Tombstone,
            Self::Lpa(lpa) => Current::Lpa(lpa),
        }
    }

    /// The version of the LPA, of the draft or of what was told of the fee; 0 when there is none.
    pub(super) fn version(&self) -> Version {
        match self {
            Self::Nothing | Self::Tombstone => Version(0),
            Self::Draft(kept) => kept.version,
            Self::Lpa(lpa) => lpa.version,
            Self::Fee(account) => account.version().unwrap_or(Version(0)),
        }
    }
}

/// Reads what an operation is to be judged on, in one statement.
pub(super) async fn before(
    register: &PostgresRegister,
    operation: &Operation,
) -> Result<Before, RegisterError> {
    let statement = match operation.act {
        Act::Fee(_) => return before_fee(register, operation).await,
        Act::Draft(_) => BEFORE_DRAFT,
        Act::Create(_) | Act::Update(_) => BEFORE_APPLYING,
    };
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

async fn before_fee(register: &PostgresRegister, operation: &Operation) -> Result<Before, RegisterError> {
    let (uid, id) = (operation.uid.to_string(), operation.id.0);
    let rows = register.read(|| sqlx::query(BEFORE_FEE).bind(uid.clone()).bind(id)).await?;
    let mut told = Vec::with_capacity(rows.len());
    for row in &rows {
        if rows::column(row, "repeat")? {
            return Ok(Before::Answered(rows::answer(row)?));
        }
        told.push(rows::fee(operation.uid, row)?.act);
    }
    let account = FeeAccount::of(operation.uid, &told);
    let account = account.map_err(|_problems| unreadable("what was told of the fee cannot be read back"))?;
    Ok(Before::Stands(Standing::Fee(Box::new(account))))
}
