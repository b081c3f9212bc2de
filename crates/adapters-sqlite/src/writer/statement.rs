//! What the writer can be asked to do: five statements, and scripts that do one of them many times in one hop.

use std::sync::Arc;

/// A statement of which every request runs one. In the order in which a batch runs them: what is settled frees the
/// line for what is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Statement {
    /// Settles or parks under a lease. A row with whether others of the LPA wait; none when the lease is lost.
    Settle,
    /// Gives a lease back. A row; none when the lease is lost.
    Postpone,
    /// Records. A row with whether it is leased; none when the id or the key is there already.
    Record,
    /// Leases what is due, whatever the LPA. A row for each operation leased, in no order.
    Claim,
    /// Leases what is due of one LPA.
    ClaimOf,
}

impl Statement {
    pub(super) const ALL: [Self; 5] =
        [Self::Settle, Self::Postpone, Self::Record, Self::Claim, Self::ClaimOf];

    /// Parameters are plain `?`: in a script they count on from statement to statement. `OR FAIL` saves SQLite the copy
    /// of every page from which it would undo one statement alone: when one fails, we roll all back.
    pub(super) const fn sql(self) -> &'static str {
        match self {
            Self::Settle => {
                "UPDATE OR FAIL operation
                 SET state = ?, changed_at = ?, version = ?, detail = ?, content = iif(?, content, NULL),
                     free_at = NULL, token = NULL
                 WHERE id = ? AND token = ? AND free_at > ? AND state = 'held'
                 RETURNING EXISTS (SELECT 1 FROM operation AS other
                                   WHERE other.uid = operation.uid AND other.state IN ('held', 'parked')
                                     AND other.seq <> operation.seq) AS more"
            }
            Self::Postpone => {
                "UPDATE OR FAIL operation
                 SET free_at = ?, token = NULL, failed_at = ?, failed_because = ?, failures = failures + ?
                 WHERE id = ? AND token = ? AND state = 'held'
                 RETURNING 1"
            }
            Self::Record => {
                "INSERT OR FAIL INTO operation (id, uid, label, requested_at, fingerprint, consumer, key, author, state,
                                        changed_at, version, content, detail, free_at, token)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
                         iif(EXISTS (SELECT 1 FROM operation WHERE uid = ? AND state IN ('held', 'parked')), NULL, ?),
                         iif(EXISTS (SELECT 1 FROM operation WHERE uid = ? AND state IN ('held', 'parked')), NULL, ?))
                 ON CONFLICT DO NOTHING
                 RETURNING free_at IS NOT NULL AS leased"
            }
            Self::Claim => {
                "UPDATE OR FAIL operation SET free_at = ?, token = ?, attempts = attempts + 1
                 WHERE seq IN (SELECT seq FROM operation WHERE free_at <= ? ORDER BY seq LIMIT ?)
                 RETURNING seq, id, attempts - 1 AS attempts, failures, content"
            }
            Self::ClaimOf => {
                "UPDATE OR FAIL operation SET free_at = ?, token = ?, attempts = attempts + 1
                 WHERE seq IN (SELECT seq FROM operation
                               WHERE uid = ? AND state IN ('held', 'parked') AND free_at <= ? ORDER BY seq LIMIT ?)
                 RETURNING seq, id, attempts - 1 AS attempts, failures, content"
            }
        }
    }
}

/// How often the largest script repeats its statement; a power of two. Larger ones cost more to look up than they save.
const LARGEST: usize = 16;

/// The scripts: each statement once, twice, 4, 8 and 16 times. Few texts, so that all stay prepared.
pub(super) struct Scripts(Vec<Vec<Arc<str>>>);

impl Scripts {
    pub(super) fn new() -> Self {
        let sizes =
            || std::iter::successors(Some(1), |size| Some(size * 2)).take_while(|size| *size <= LARGEST);
        let repeat = |sql: &str, size| Arc::from(vec![sql; size].join(";\n"));
        Self(Statement::ALL.map(|it| sizes().map(|size| repeat(it.sql(), size)).collect()).into())
    }

    /// The largest script for at most `count` requests, and how many it takes.
    pub(super) fn largest(&self, statement: Statement, count: usize) -> Option<(Arc<str>, usize)> {
        let power = count.min(LARGEST).checked_ilog2()?;
        let scripts = self.0.get(statement as usize)?;
        Some((Arc::clone(scripts.get(usize::try_from(power).ok()?)?), 1 << power))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_takes_as_many_as_it_repeats() {
        let scripts = Scripts::new();
        for (count, takes) in [(1, 1), (2, 2), (3, 2), (15, 8), (16, 16), (100, 16)] {
            for statement in Statement::ALL {
                let (sql, size) = scripts.largest(statement, count).unwrap();
                assert_eq!((size, &*sql), (takes, vec![statement.sql(); takes].join(";\n").as_str()));
            }
        }
        assert!(scripts.largest(Statement::Record, 0).is_none());
    }
}
