//! Operations of different LPAs together: one statement to read, one to write. What does not get through with the others
//! is applied alone, and so is every act on a draft.

use std::collections::{HashMap, HashSet};

use lpa_domain::{Act, Decision, Lpa, LpaDecision, Operation, OperationId, decide};
use lpa_ports::{Applied, RegisterError};
use uuid::Uuid;

use super::statements::{BEFORE_TOGETHER, WRITE_TOGETHER};
use super::{PostgresRegister, apply, rows};
use crate::connections::Statement;
use crate::error::Failure;
use crate::instant::Instant;

/// A larger object is written alone: a statement of many such would be too much for one answer.
const LARGEST: usize = 256 * 1024;

/// What one operation has come to.
type Answer = Result<Applied, RegisterError>;

/// An operation with what is known before it is judged.
struct Asked<'o> {
    operation: &'o Operation,
    stands: Option<Lpa>,
}

/// Each operation judged and applied at most once; the answers in the order of the operations.
pub(super) async fn apply(register: &PostgresRegister, operations: &[Operation]) -> Vec<Answer> {
    let mut answers: HashMap<OperationId, Answer> = HashMap::new();
    let lost = match operations {
        [] | [_] => Lost::default(),
        _ => at_once(register, operations, &mut answers).await,
    };
    let mut in_order = Vec::with_capacity(operations.len());
    for operation in operations {
        in_order.push(match answers.remove(&operation.id) {
            Some(answer) => answer,
            None => apply::apply(register, operation, lost.of(operation)).await,
        });
    }
    in_order
}

/// The operations that were written in a statement whose answer was lost, and why it was.
#[derive(Default)]
struct Lost {
    written: HashSet<OperationId>,
    why: String,
}

impl Lost {
    fn of(&self, operation: &Operation) -> Option<Failure> {
        self.written.contains(&operation.id).then(|| Failure::Lost(self.why.clone()))
    }
}

/// Answers those that get through in one go, and all of them when the register is away; leaves the others out. Of these,
/// some may have been written all the same.
async fn at_once(
    register: &PostgresRegister,
    operations: &[Operation],
    answers: &mut HashMap<OperationId, Answer>,
) -> Lost {
    let asked = match before(register, operations, answers).await {
        Ok(asked) => asked,
        Err(error @ RegisterError::Offline(_)) => {
            away(operations, &error, answers);
            return Lost::default();
        }
        Err(_alone_each_will_say_what_is_wrong) => return Lost::default(),
    };
    let decided = decide_each(register, asked);
    if decided.is_empty() {
        return Lost::default();
    }
    match register.connections.ask(write(&decided)).await {
        Ok(rows) => {
            let made: HashSet<Uuid> =
                rows.iter().filter_map(|row| rows::column(row, "operation_id").ok()).collect();
            let through = decided.into_iter().filter(|(operation, _)| made.contains(&operation.id.0));
            answers.extend(through.map(|(by, decision)| (by.id, Ok(Applied::from(decision.lpa)))));
        }
        Err(failure @ (Failure::NotSent(_) | Failure::NotNow(_) | Failure::Silence)) => {
            let sent = decided.iter().map(|(operation, _)| *operation);
            away(sent, &failure.of_write(), answers);
        }
        // By its id each is applied at most once, whatever has become of it. Should the register be away by then, that
        // says nothing about this write.
        Err(Failure::Lost(why)) => {
            let written = decided.iter().map(|(operation, _)| operation.id).collect();
            return Lost { written, why };
        }
        Err(_undone_alone) => {}
    }
    Lost::default()
}

/// What the register holds before the operations. Those that were answered already are answered again; before a creation
/// there is hardly ever anything, so nothing is read.
async fn before<'o>(
    register: &PostgresRegister,
    operations: &'o [Operation],
    answers: &mut HashMap<OperationId, Answer>,
) -> Result<Vec<Asked<'o>>, RegisterError> {
    let updates: Vec<&Operation> =
        operations.iter().filter(|operation| matches!(operation.act, Act::Update(_))).collect();
    let mut standing = HashMap::new();
    if !updates.is_empty() {
        let uids: Vec<String> = updates.iter().map(|operation| operation.uid.to_string()).collect();
        let ids: Vec<Uuid> = updates.iter().map(|operation| operation.id.0).collect();
        let question = || sqlx::query(BEFORE_TOGETHER).bind(uids.clone()).bind(ids.clone());
        for row in &register.read(question).await? {
            let id = OperationId(rows::column(row, "id")?);
            if rows::column(row, "repeat")? {
                answers.insert(id, rows::answer(row)?.map_err(RegisterError::Refused));
            } else {
                standing.insert(id, rows::lpa(row)?);
            }
        }
    }
    let open = operations.iter().filter(|each| matches!(each.act, Act::Create(_) | Act::Update(_)));
    let open = open.filter(|operation| !answers.contains_key(&operation.id));
    Ok(open.map(|operation| Asked { operation, stands: standing.remove(&operation.id) }).collect())
}

/// The decisions that can be written with others. A refusal is left to be found again on its own: what was read may be
/// stale by now, and before a creation nothing was read.
fn decide_each<'o>(register: &PostgresRegister, asked: Vec<Asked<'o>>) -> Vec<(&'o Operation, LpaDecision)> {
    let judged = asked.into_iter().filter_map(|Asked { operation, stands }| {
        let decision = decide(stands.as_ref(), operation, operation.requested_at, register.profile);
        decision.ok().and_then(Decision::into_lpa).map(|decision| (operation, decision))
    });
    let mut decided: Vec<_> = judged.collect();
    // Two batches that take the same keys take them in the same order: neither waits for the other for ever.
    decided.sort_by_key(|(operation, _)| operation.uid);
    decided
}

fn away<'o>(
    operations: impl IntoIterator<Item = &'o Operation>,
    error: &RegisterError,
    answers: &mut HashMap<OperationId, Answer>,
) {
    let cause = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
    let again = || match error {
        RegisterError::OutcomeUnknown(_) => RegisterError::OutcomeUnknown(cause.clone().into()),
        _ => RegisterError::Offline(cause.clone().into()),
    };
    for operation in operations {
        answers.entry(operation.id).or_insert_with(|| Err(again()));
    }
}

/// The columns of the versions to be written, one list each.
#[derive(Default)]
struct Columns {
    uids: Vec<String>,
    versions: Vec<i64>,
    ids: Vec<Uuid>,
    kinds: Vec<String>,
    authors: Vec<String>,
    applied: Vec<Instant>,
    objects: Vec<String>,
    kept: Vec<String>,
    changes: Vec<String>,
}

fn write(decided: &[(&Operation, LpaDecision)]) -> Statement {
    let mut columns = Columns::default();
    for (operation, decision) in decided {
        // What cannot be written as JSON is left out, and found again alone.
        drop(columns.push(operation, decision));
    }
    sqlx::query(WRITE_TOGETHER)
        .bind(columns.uids)
        .bind(columns.versions)
        .bind(columns.ids)
        .bind(columns.kinds)
        .bind(columns.authors)
        .bind(columns.applied)
        .bind(columns.objects)
        .bind(columns.kept)
        .bind(columns.changes)
}

impl Columns {
    fn push(&mut self, operation: &Operation, decision: &LpaDecision) -> serde_json::Result<()> {
        let lpa = &decision.lpa;
        let (object, kept) = (serde_json::to_string(lpa)?, serde_json::to_string(&lpa.kept)?);
        let changes = serde_json::to_string(&decision.changes)?;
        if object.len() + changes.len() > LARGEST {
            return Ok(());
        }
        self.uids.push(operation.uid.to_string());
        self.versions.push(i64::try_from(lpa.version.0).unwrap_or(i64::MAX));
        self.ids.push(operation.id.0);
        self.kinds.push(operation.act.label().to_owned());
        self.authors.push(operation.author.as_str().to_owned());
        self.applied.push(Instant(lpa.updated_at.instant()));
        self.objects.push(object);
        self.kept.push(kept);
        self.changes.push(changes);
        Ok(())
    }
}
