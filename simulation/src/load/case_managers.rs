//! People who look after what could not be settled: at any moment, also twice, also two of them at once.

use std::sync::Arc;
use std::time::Duration;

use causeway::use_cases::Causeway;
use lpa_domain::{AuditEvent, Author, Content, OperationId, Outcome, Query, Reason, Standing, Unsettled};
use lpa_ports::RepairsError;

use super::Client;
use crate::ledger::{Mended, Repair};
use crate::process::Outside;

/// How long after the storm they go on.
const OVERTIME: Duration = Duration::from_secs(12);

/// Looks at what is not settled, and does something about it, until some time after the storm.
pub(crate) async fn repair_now_and_then(client: Client, outside: Arc<Outside>) {
    let world = Arc::clone(&client.world);
    while world.elapsed() < world.plan.storm + OVERTIME {
        world.pause(200..=4_000).await;
        let Some(standing) = client.picks_one().await else { continue };
        let (id, parked) = (standing.receipt.id, matches!(standing.receipt.outcome, Outcome::Parked { .. }));
        let event = match world.draw(0..=9) {
            0 => AuditEvent::Revealed,
            // What is only held is mostly left alone.
            _ if !parked && world.chance(700) => continue,
            1..=3 => AuditEvent::Discarded,
            _ => AuditEvent::Released,
        };
        if event == AuditEvent::Released && world.chance(600) {
            outside.illnesses.mend(id);
        }
        let acknowledged = world.chance(500);
        client.repairs(id, event, acknowledged).await;
        if world.chance(300) {
            world.pause(0..=800).await;
            client.repairs(id, event, acknowledged).await;
        }
    }
}

impl Client {
    /// One of the operations that are listed; a parked one if there is any, mostly.
    async fn picks_one(&self) -> Option<Standing> {
        let state = self.world.chance(700).then_some(Unsettled::Parked);
        let query = Query { state, uid: None, after: None, limit: 50 };
        let ask = |causeway: Arc<Causeway>| async move { causeway.unsettled(query).await };
        let (listed, _) = self.reach(ask).await?;
        let mut listed = listed.ok()?;
        let place = self.world.place_in(listed.len());
        if listed.is_empty() {
            return None;
        }
        let standing = listed.swap_remove(place);
        let id = standing.receipt.id;
        let shown = self.reach(|causeway| async move { causeway.dossier(id).await }).await;
        let held = shown.and_then(|(dossier, _)| dossier.ok().flatten());
        held.map(|dossier| dossier.standing)
    }

    async fn repairs(&self, id: OperationId, event: AuditEvent, acknowledged: bool) {
        let Some(by) = person(self.ledger.repair_count()) else { return };
        let repair = Repair { id, by: by.clone(), event, acknowledged, answer: None };
        let place = self.ledger.repairs(repair);
        self.world.note(format_args!("person {place}: {event:?} {id}, acknowledged: {acknowledged}"));
        self.world.reach(format!("a person: {event:?}"));
        let done = self.reach(|causeway| mend(causeway, id, event, (by, acknowledged))).await;
        let Some((Ok(mended), _)) = done else { return };
        if let Mended::Repaired(repaired) = &mended {
            let word = format!("{:?}, {}", repaired.verdict, repaired.receipt.outcome.state());
            self.world.note(format_args!("person {place}: {word}"));
            self.world.reach(format!("{event:?}: {:?}", repaired.verdict));
        }
        self.ledger.repaired(place, mended);
    }
}

async fn mend(
    causeway: Arc<Causeway>,
    id: OperationId,
    event: AuditEvent,
    (by, acknowledged): (Author, bool),
) -> Result<Mended, RepairsError> {
    let reason = Reason::kept("looked into");
    let repaired = match event {
        AuditEvent::Released => causeway.release(id, by, Some(reason)).await?,
        AuditEvent::Discarded => causeway.discard(id, by, reason, acknowledged).await?,
        _ => {
            let content = causeway.reveal(id, &by).await?;
            return Ok(if matches!(content, Some(Content::Kept(_))) {
                Mended::Shown
            } else {
                Mended::Nothing
            });
        }
    };
    Ok(repaired.map_or(Mended::Nothing, |repaired| Mended::Repaired(Box::new(repaired))))
}

/// The person who does the `nth` repair.
fn person(nth: usize) -> Option<Author> {
    format!("urn:opg:sirius:users:{nth}").parse().ok()
}
