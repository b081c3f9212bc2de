//! Judges an operation on the LPA as it stands and writes what follows, in one statement; again when others were
//! quicker.

use lpa_domain::{Act, Decision, Lpa, Operation, Refusal, Version, decide};
use lpa_ports::{Applied, RegisterError};

use super::statements::BEFORE_APPLYING;
use super::{PostgresRegister, rows, write};
use crate::error::Failure;

/// How often an operation is judged anew because others changed the LPA meanwhile. In each round somebody wins.
const ROUNDS: u32 = 64;

/// What the register holds before an operation is applied.
enum Before {
    /// The operation was applied already: what it made.
    Applied(Box<Lpa>),
    /// The LPA as it stands.
    Stands(Option<Box<Lpa>>),
}

/// What came of judging and writing once.
enum Attempt {
    Written(Box<Lpa>),
    Refused(Refusal),
    /// Somebody else was quicker.
    Raced,
    /// The connection broke: it may be written.
    Lost(Failure),
}

/// Applies an operation at most once.
pub(super) async fn apply(
    register: &PostgresRegister,
    operation: &Operation,
) -> Result<Applied, RegisterError> {
    let mut lost = None;
    let applied = rounds(register, operation, &mut lost).await;
    match (applied, lost) {
        // Being away now says nothing about the earlier write whose answer was lost.
        (Err(RegisterError::Offline(_)), Some(failure)) => Err(Failure::of_write(failure)),
        (applied, _) => applied.map(Applied::from),
    }
}

async fn rounds(
    register: &PostgresRegister,
    operation: &Operation,
    lost: &mut Option<Failure>,
) -> Result<Lpa, RegisterError> {
    // Before a creation there is hardly ever anything: it is tried at once, and what the register holds is read only
    // when that fails.
    let assumed = matches!(operation.act, Act::Create(_));
    let mut current = None;
    let mut known = false;
    if !assumed {
        match before(register, operation).await? {
            Before::Applied(lpa) => return Ok(*lpa),
            Before::Stands(lpa) => (current, known) = (lpa, true),
        }
    }
    for _ in 0..ROUNDS {
        match attempt(register, current.as_deref(), operation).await? {
            Attempt::Written(lpa) => return Ok(*lpa),
            Attempt::Refused(refusal) if known => return Err(RegisterError::Refused(refusal)),
            Attempt::Lost(failure) if lost.is_some() => return Err(failure.of_write()),
            // The same id again is harmless, and the connection may just have lain idle through a restart.
            Attempt::Lost(failure) => *lost = Some(failure),
            Attempt::Refused(_) | Attempt::Raced => {}
        }
        match before(register, operation).await? {
            Before::Applied(lpa) => return Ok(*lpa),
            Before::Stands(lpa) => (current, known) = (lpa, true),
        }
    }
    Err(RegisterError::Conflict { found: current.map_or(Version(0), |lpa| lpa.version) })
}

async fn before(register: &PostgresRegister, operation: &Operation) -> Result<Before, RegisterError> {
    let (uid, id) = (operation.uid.to_string(), operation.id.0);
    let rows = register.read(|| sqlx::query(BEFORE_APPLYING).bind(&uid).bind(id)).await?;
    let mut current = None;
    for row in &rows {
        let lpa = Box::new(rows::lpa(row)?);
        if rows::column(row, "repeat")? {
            return Ok(Before::Applied(lpa));
        }
        current = Some(lpa);
    }
    Ok(Before::Stands(current))
}

async fn attempt(
    register: &PostgresRegister,
    current: Option<&Lpa>,
    operation: &Operation,
) -> Result<Attempt, RegisterError> {
    let decision = match decide(current, operation, operation.requested_at, register.profile) {
        Ok(Decision::Lpa(decision)) => *decision,
        Ok(Decision::Draft(_)) => return Ok(Attempt::Refused(Refusal::no_drafts())),
        Err(refusal) => return Ok(Attempt::Refused(refusal)),
    };
    let write = write::statement(operation, &decision);
    match register.connections.ask(write).await {
        Ok(rows) if rows.is_empty() => Ok(Attempt::Raced),
        Ok(_) => Ok(Attempt::Written(Box::new(decision.lpa))),
        Err(Failure::Raced(_)) => Ok(Attempt::Raced),
        Err(failure @ Failure::Lost(_)) => Ok(Attempt::Lost(failure)),
        Err(failure) => Err(failure.of_write()),
    }
}
