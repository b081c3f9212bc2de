//! The statements that write a decision, or remember that nothing came of it.

use lpa_domain::fees::FeeRecord;
use lpa_domain::{DraftAct, Json, KeptDraft, LpaDecision, Operation, Refusal, Version};
use sqlx::types::Json as Column;

use super::statements::{KEEP_DRAFT, KEEP_FEE, TURN_DOWN, WRITE_FIRST, WRITE_NEXT};
use crate::as_sent::AsSent;
use crate::connections::Statement;
use crate::instant::Instant;

/// Writes a decision, if nobody has made that version of the LPA meanwhile.
pub(super) fn lpa(operation: &Operation, decision: &LpaDecision) -> Statement {
    let lpa = &decision.lpa;
    let is_first = lpa.version == Version::FIRST;
    sqlx::query(if is_first { WRITE_FIRST } else { WRITE_NEXT })
        .bind(operation.uid.to_string())
        .bind(column(lpa.version))
        .bind(operation.id.0)
        .bind(operation.act.label())
        .bind(operation.author.as_str())
        .bind(Instant(lpa.updated_at.instant()))
        .bind(Column(lpa))
        .bind(Column(&lpa.kept))
        .bind(AsSent(&decision.changes))
}

/// Writes the tombstone of a draft in the place of the LPA's creation, if it is free.
pub(super) fn tombstone(operation: &Operation) -> Statement {
    let nothing = || Json::Object(Vec::new());
    sqlx::query(WRITE_FIRST)
        .bind(operation.uid.to_string())
        .bind(column(Version::FIRST))
        .bind(operation.id.0)
        .bind(DraftAct::Delete.label())
        .bind(operation.author.as_str())
        .bind(Instant(operation.requested_at))
        .bind(Column(nothing()))
        .bind(Column(nothing()))
        .bind(AsSent(nothing()))
}

/// Writes a state of a draft, if nobody has made that version of it meanwhile and it is still open.
pub(super) fn draft(kept: &KeptDraft) -> Statement {
    sqlx::query(KEEP_DRAFT)
        .bind(kept.uid.to_string())
        .bind(column(kept.version))
        .bind(kept.order.id().0)
        .bind(kept.author.as_str())
        .bind(kept.order.as_at().to_string())
        .bind(kept.order.requested_at().to_string())
        .bind(AsSent(&kept.draft))
        .bind((!kept.beside.is_empty()).then_some(AsSent(&kept.beside)))
}

/// Writes what was told of a fee, if nobody has told anything else meanwhile.
pub(super) fn fee(record: &FeeRecord) -> Statement {
    sqlx::query(KEEP_FEE)
        .bind(record.uid.to_string())
        .bind(column(record.version))
        .bind(record.id.0)
        .bind(record.author.as_str())
        .bind(record.requested_at.to_string())
        .bind(record.act.about.label())
        .bind(AsSent(&record.act.told))
        .bind(AsSent(&record.events))
}

/// Remembers that an operation was refused, or that a later state of its draft was there.
pub(super) fn turn_down(operation: &Operation, refusal: Option<&Refusal>) -> Statement {
    sqlx::query(TURN_DOWN).bind(operation.uid.to_string()).bind(operation.id.0).bind(refusal.map(AsSent))
}

/// No LPA comes near a version that the column cannot hold.
fn column(version: Version) -> i64 {
    i64::try_from(version.0).unwrap_or(i64::MAX)
}
