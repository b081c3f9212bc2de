//! The one statement that writes a decision.

use lpa_domain::{LpaDecision, Operation};
use sqlx::types::Json;

use super::statements::WRITE;
use crate::connections::Statement;
use crate::instant::Instant;

/// Writes a decision, if nobody has made that version of the LPA meanwhile.
pub(super) fn statement(operation: &Operation, decision: &LpaDecision) -> Statement {
    let lpa = &decision.lpa;
    sqlx::query(WRITE)
        .bind(operation.uid.to_string())
        // No LPA comes near a version that the column cannot hold.
        .bind(i64::try_from(lpa.version.0).unwrap_or(i64::MAX))
        .bind(operation.id.0)
        .bind(operation.act.label())
        .bind(operation.author.as_str())
        .bind(Instant(lpa.updated_at.instant()))
        .bind(Json(lpa))
        .bind(Json(&lpa.kept))
        .bind(Json(&decision.changes))
}
