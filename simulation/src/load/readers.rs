//! Those who only look.

use std::sync::Arc;

use causeway::use_cases::Causeway;
use causeway::use_cases::last_known::Standing;
use causeway::use_cases::read_lpa::ReadError;
use lpa_domain::{LpaUid, OperationId};

use super::Client;
use super::outsiders::{OUTSIDERS, outsider};
use crate::ledger::{Seen, Sight};

/// In how many ways one can look, from 0 on.
const KINDS: u64 = 5;

/// Looks at LPAs and receipts that callers were told of, again and again until the storm is over.
pub(crate) async fn read_now_and_then(client: Client) {
    while client.world.is_stormy() {
        client.world.pause(50..=1_200).await;
        let receipts = client.ledger.receipts();
        if receipts.is_empty() {
            continue;
        }
        let (id, mut uid) = receipts[client.world.place_in(receipts.len())];
        let what = client.world.draw(0..=KINDS);
        if client.world.chance(300) {
            uid = outsider(client.world.draw(0..=OUTSIDERS - 1));
        }
        client.look(what, id, uid).await;
    }
}

impl Client {
    /// Looks at an LPA in every way; with nothing wrong any more, each must be answered.
    pub(crate) async fn look_at_all(&self, id: OperationId, uid: LpaUid) {
        for what in 0..=KINDS {
            self.look(what, id, uid).await;
        }
    }

    async fn look(&self, what: u64, id: OperationId, uid: LpaUid) {
        let sent = self.world.elapsed();
        let seen = self.reach(|causeway| see(causeway, what, id, uid)).await;
        let Some((seen, from)) = seen else { return };
        let came = self.world.elapsed();
        self.world.note(format_args!("reader of {uid}: {}", word(&seen)));
        if let Seen::Standings(standings, _) = &seen
            && standings.iter().any(|(_, standing)| matches!(standing, Standing::LastKnown(_)))
        {
            self.world.reach("told as last known".to_owned());
        }
        self.ledger.saw(Sight { uid, sent, came, seen, from });
    }
}

async fn see(causeway: Arc<Causeway>, what: u64, id: OperationId, uid: LpaUid) -> Seen {
    match what {
        0 => causeway.lpa(uid).await.map_or_else(unseen, |lpa| Seen::Lpa(Box::new(lpa))),
        1 => causeway.static_copy(uid).await.map_or_else(unseen, |lpa| Seen::Static(Box::new(lpa))),
        2 => causeway.history(uid).await.map_or_else(unseen, Seen::History),
        3 => causeway.dependencies().await.map_or(Seen::CannotSay, |found| Seen::Backlog(found.backlog)),
        4 => {
            let found = causeway.statuses(&[uid, outsider(0)]).await;
            Seen::Standings(found.standings, found.asked_at)
        }
        _ => {
            let receipt = causeway.receipt(id).await;
            receipt.map_or(Seen::CannotSay, |receipt| Seen::Receipt(id, receipt.map(Box::new)))
        }
    }
}

fn unseen(error: ReadError) -> Seen {
    match error {
        ReadError::NotFound => Seen::Absent,
        ReadError::Held(receipt) => Seen::Held(Box::new(receipt)),
        ReadError::CannotSay { .. } | ReadError::Unreadable => Seen::CannotSay,
    }
}

fn word(seen: &Seen) -> String {
    match seen {
        Seen::Lpa(lpa) => format!("version {}", lpa.version),
        Seen::Static(lpa) => format!("static copy, version {}", lpa.version),
        Seen::History(entries) => format!("history of {}", entries.len()),
        Seen::Backlog(backlog) => format!("{} held, {} parked", backlog.held, backlog.parked),
        Seen::Absent => "absent".to_owned(),
        Seen::Held(receipt) => format!("held by {}", receipt.id),
        Seen::CannotSay => "cannot say".to_owned(),
        Seen::Standings(standings, _) => {
            let words = standings.iter().map(|(_, standing)| standing_word(standing));
            words.collect::<Vec<_>>().join(", ")
        }
        Seen::Receipt(id, receipt) => {
            format!("receipt of {id}: {}", receipt.as_ref().map_or("none", |receipt| receipt.outcome.state()))
        }
    }
}

fn standing_word(standing: &Standing) -> String {
    match standing {
        Standing::Now(known) => format!("now version {}", known.version),
        Standing::LastKnown(known) => format!("version {} as at {}", known.version, known.at),
        Standing::Gone(known) => format!("gone after version {}", known.version),
        Standing::Unknown => "unknown".to_owned(),
        Standing::Held(receipt) => format!("held by {}", receipt.id),
        Standing::CannotSay => "cannot say".to_owned(),
    }
}
