//! What was promised against what the register holds.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use lpa_domain::{LpaUid, OperationId};
use serde::Serialize;
use serde_json::Value;
use tokio::time::Instant;

use super::ledger::{Balance, Ledger, Promise};
use super::progress::{Progress, Standing};
use super::stage::{DemoError, Front, Stage};

/// The figures at the end of the day.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Figures {
    /// Operations that a client was told are done or kept.
    pub accepted: u64,
    /// Of these, applied in the register.
    pub applied: u64,
    /// Requests that were refused, at once or after having been held.
    pub refused: u64,
    /// The most that was held at one time.
    pub held_at_peak: u64,
    /// Promised and neither applied nor refused.
    pub lost: u64,
    /// Applied more than once, or applied without a promise.
    pub duplicated: u64,
    /// Applied in another order than they were sent, LPA by LPA.
    pub out_of_order: u64,
    /// Requests sent again under the same idempotency key.
    pub repeats: u64,
    /// Of these, answered unlike the first time although that answer was final.
    pub unlike_repeats: u64,
    /// LPAs that the register holds at the end.
    pub lpas: u64,
}

/// The figures, and why requests were refused.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// The figures.
    #[serde(flatten)]
    pub figures: Figures,
    /// How often each reason was given.
    pub refused_because: BTreeMap<String, u64>,
}

impl Report {
    /// Whether every promise was kept.
    pub const fn is_good(&self) -> bool {
        let Figures { lost, duplicated, out_of_order, unlike_repeats, .. } = self.figures;
        lost == 0 && duplicated == 0 && out_of_order == 0 && unlike_repeats == 0
    }
}

/// Looks at the edge's own account of its backlog, four times a second, until aborted.
pub(super) async fn watch_backlog(front: Front, ledger: Arc<Ledger>, progress: Arc<Progress>) {
    loop {
        if let Ok(body) = get(&front, "/health-check/dependencies").await {
            let held = body["held"].as_u64().unwrap_or_default();
            ledger.held(held);
            let (accepted, refused) = ledger.counts();
            let register = body["register"]["state"].as_str().unwrap_or("unknown").to_owned();
            let oldest_seconds = body["oldestHeldAgeSeconds"].as_u64().unwrap_or_default();
            progress.figures(&Standing { register, accepted, refused, held, oldest_seconds });
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
}

/// Waits until nothing is held, at most `patience`.
pub(super) async fn settle_all(stage: &Stage, ledger: &Ledger, patience: Duration) -> Result<(), DemoError> {
    let end = Instant::now() + patience;
    while Instant::now() < end {
        let held = get(&stage.front(), "/health-check/dependencies").await?["held"].as_u64();
        if held == Some(0) {
            return Ok(());
        }
        ledger.held(held.unwrap_or_default());
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    Ok(())
}

/// Compares, LPA by LPA, what was promised with what the register's history says.
pub(super) async fn reckon(stage: &Stage, ledger: &Ledger) -> Result<Report, DemoError> {
    let Balance { promises, refused, repeats, unlike, peak } = ledger.balance();
    let mut report = Report { refused_because: refused, ..Report::default() };
    report.figures = Figures { held_at_peak: peak, repeats, unlike_repeats: unlike, ..Figures::default() };
    for (uid, promised) in promises {
        let history = history(&stage.back(), uid).await?;
        let refused_later = refused_later(&stage.front(), &promised, &history).await?;
        for reason in refused_later.values() {
            *report.refused_because.entry(reason.clone()).or_default() += 1;
        }
        let refused_later = refused_later.into_keys().collect();
        compare(&mut report.figures, &promised, &history, &refused_later);
    }
    report.figures.refused = report.refused_because.values().sum();
    Ok(report)
}

/// Counts one LPA. `history` is oldest first.
fn compare(
    figures: &mut Figures,
    promised: &[(OperationId, Promise)],
    history: &[OperationId],
    refused_later: &BTreeSet<OperationId>,
) {
    let applied: BTreeSet<_> = history.iter().copied().collect();
    let known: BTreeSet<_> = promised.iter().map(|(id, _)| *id).collect();
    let kept: Vec<_> = promised.iter().map(|(id, _)| *id).filter(|id| applied.contains(id)).collect();
    let in_register: Vec<_> = history.iter().copied().filter(|id| known.contains(id)).collect();
    let missing =
        promised.iter().filter(|(id, _)| !applied.contains(id) && !refused_later.contains(id)).count();
    let repeated = history.len() - applied.len();
    let unpromised = applied.difference(&known).count();
    let swapped = kept.iter().zip(&in_register).filter(|(sent, done)| sent != done).count();
    figures.accepted += count(promised.len());
    figures.applied += count(kept.len());
    figures.lost += count(missing);
    figures.duplicated += count(repeated + unpromised);
    figures.out_of_order += if repeated == 0 { count(swapped) } else { 0 };
    figures.lpas += u64::from(!history.is_empty());
}

fn count(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

/// The operations that the register applied to an LPA, oldest first.
async fn history(back: &Front, uid: LpaUid) -> Result<Vec<OperationId>, DemoError> {
    let body = get(back, &format!("/lpas/{uid}/updates")).await?;
    let entries = body.as_array().map(Vec::as_slice).unwrap_or_default();
    Ok(entries.iter().rev().filter_map(|entry| entry["id"].as_str()?.parse().ok()).collect())
}

/// Held operations that the rules refused when they reached the register: their receipts say so, and why.
async fn refused_later(
    front: &Front,
    promised: &[(OperationId, Promise)],
    history: &[OperationId],
) -> Result<BTreeMap<OperationId, String>, DemoError> {
    let mut refused = BTreeMap::new();
    let held = promised.iter().filter(|(id, promise)| *promise == Promise::Held && !history.contains(id));
    for (id, _) in held {
        let receipt = get(front, &format!("/v1/operations/{id}")).await?;
        if receipt["state"] == "refused" {
            let refusal = &receipt["refusal"];
            let why = refusal["errors"][0]["detail"].as_str().or_else(|| refusal["code"].as_str());
            let why = why.unwrap_or("no reason given");
            refused.insert(*id, format!("after being held: {why}"));
        }
    }
    Ok(refused)
}

async fn get(front: &Front, path: &str) -> Result<Value, DemoError> {
    let http = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(30)).build()?;
    let request = http.get(format!("{}{path}", front.base));
    let request = request.header("X-Jwt-Authorization", format!("Bearer {}", front.token));
    let body = request.send().await?.bytes().await?;
    Ok(serde_json::from_slice(&body).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn ids(numbers: &[u128]) -> Vec<OperationId> {
        numbers.iter().map(|n| OperationId(Uuid::from_u128(*n))).collect()
    }

    fn counted(promised: &[u128], history: &[u128], refused: &[u128]) -> (u64, u64, u64) {
        let promised: Vec<_> = ids(promised).into_iter().map(|id| (id, Promise::Held)).collect();
        let mut figures = Figures::default();
        compare(&mut figures, &promised, &ids(history), &ids(refused).into_iter().collect());
        (figures.lost, figures.duplicated, figures.out_of_order)
    }

    #[test]
    fn a_kept_promise_counts_nothing() {
        assert_eq!(counted(&[1, 2, 3], &[1, 3], &[2]), (0, 0, 0));
    }

    #[test]
    fn every_kind_of_broken_promise_is_seen() {
        assert_eq!(counted(&[1, 2, 3], &[1, 3], &[]), (1, 0, 0), "lost");
        assert_eq!(counted(&[1, 2], &[1, 2, 2], &[]), (0, 1, 0), "applied twice");
        assert_eq!(counted(&[1], &[1, 9], &[]), (0, 1, 0), "applied without a promise");
        assert_eq!(counted(&[1, 2, 3], &[1, 3, 2], &[]), (0, 0, 2), "swapped");
    }
}
