//! People who announce maintenance windows, and change their minds.

use std::sync::Arc;
use std::time::Duration;

use causeway::use_cases::Causeway;
use jiff::{SignedDuration, Timestamp};
use lpa_domain::window::{Amendment, Announcement, WindowState};
use lpa_domain::{Window, WindowId};

use super::Client;
use super::client::author;
use crate::clock;

/// Announces, extends, ends and cancels windows while the storm lasts. None is meant to last beyond it.
pub(crate) async fn plan_now_and_then(client: Client) {
    let world = Arc::clone(&client.world);
    while world.is_stormy() {
        world.pause(500..=7_000).await;
        let listed = client.reach(|causeway| async move { causeway.windows().list().await }).await;
        let windows = listed.and_then(|(listed, _)| listed.ok()).map(|(windows, _)| windows);
        let live = windows.unwrap_or_default().into_iter().filter(|window| client.is_live(window));
        let live: Vec<Window> = live.collect();
        if live.is_empty() || world.chance(350) {
            // Now and then two at once decide on the same calendar.
            if world.chance(300) {
                tokio::join!(biased; client.announces(), client.announces());
            } else {
                client.announces().await;
            }
        } else {
            client.amends(live[world.place_in(live.len())].id).await;
        }
    }
}

impl Client {
    fn is_live(&self, window: &Window) -> bool {
        let state = window.state(clock::at(self.world.elapsed()));
        matches!(state, WindowState::Announced | WindowState::InForce)
    }

    /// A moment from now on, and before the storm is over.
    fn moment(&self, least: u64, most: u64) -> Timestamp {
        let after = Duration::from_millis(self.world.draw(least..=most));
        clock::at((self.world.elapsed() + after).min(self.world.plan.storm))
    }

    async fn announces(&self) {
        let id =
            WindowId(uuid::Builder::from_random_bytes(self.world.fork().u128(..).to_be_bytes()).into_uuid());
        let start = self.moment(0, 4_000) - SignedDuration::from_secs(1);
        let lasts =
            SignedDuration::from_millis(i64::try_from(self.world.draw(1_000..=9_000)).unwrap_or(1_000));
        let Ok(reason) = "the yearly upgrade".parse() else { return };
        let wanted = Announcement { id, start, end: start + lasts, reason };
        self.world.reach("a window announced".to_owned());
        self.changes(|causeway| async move { causeway.windows().announce(&wanted, &author()).await }).await;
    }

    async fn amends(&self, id: WindowId) {
        let amendment = match self.world.draw(0..=3) {
            0 => Amendment::Cancel,
            1 | 2 => Amendment::End,
            _ => Amendment::Extend(self.moment(1_000, 12_000)),
        };
        self.world.note(format_args!("{id}: {amendment:?}"));
        self.changes(|causeway| async move { causeway.windows().amend(id, amendment, &author()).await })
            .await;
    }

    /// As the service does it: it takes effect there at once.
    async fn changes<F, E>(&self, change: impl FnOnce(Arc<Causeway>) -> F)
    where
        F: Future<Output = Result<Window, E>>,
    {
        let done = self.reach(|causeway| async move {
            let changed = change(Arc::clone(&causeway)).await;
            if changed.is_ok() {
                causeway.windows_changed();
            }
            changed.ok()
        });
        let Some((Some(window), _)) = done.await else { return };
        let (id, start, end) = (window.id, window.start, window.end);
        self.world.note(format_args!("window {id} {:?} from {start} to {end}", window.step));
        self.world.reach(format!("a window {:?}", window.step));
        self.ledger.window(window);
    }
}
