//! Lets an announced window take effect: forwarding pauses at its start and goes on at its end, or when it is ended
//! early, and what it has come to is said.

use std::sync::{Arc, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use lpa_domain::Window;
use lpa_domain::window::{Tally, WindowState};

use super::Causeway;

/// After a window, it is looked so often whether everything of it has been worked off.
const BETWEEN_RECKONINGS: SignedDuration = SignedDuration::from_secs(5);

/// What the watch remembers from one look to the next.
#[derive(Default)]
struct Watch {
    /// The window in force.
    current: Option<Window>,
    /// A window that is over, whose operations are not all forwarded yet, and when that was last looked at.
    unfinished: Option<(Window, Timestamp)>,
    /// The journal did not answer.
    blind: bool,
}

impl Causeway {
    /// Runs until the application stops. An announcement through another instance or the command line is seen within a
    /// period.
    pub(super) async fn watch_windows(self: Arc<Self>) {
        let mut watch = Watch::default();
        while !self.stopping.is_cancelled() {
            self.watch(&mut watch).await;
            tokio::select! {
                biased;
                () = self.stopping.cancelled() => {}
                () = self.noted.notified() => {}
                () = tokio::time::sleep(self.until_next_look()) => {}
            }
        }
    }

    /// Reads what was announced before work begins, so that a start during a window forwards nothing. A journal that
    /// does not answer is not waited for: then nothing can be accepted either.
    pub async fn look_at_windows(&self) {
        drop(tokio::time::timeout(self.pace.budget, self.windows.look()).await);
        self.follow_calendar();
    }

    /// A window was announced or changed here: it takes effect now.
    pub fn windows_changed(&self) {
        self.follow_calendar();
        self.noted.notify_one();
    }

    async fn watch(&self, watch: &mut Watch) {
        let blind = self.windows.look().await.is_err();
        if blind && !watch.blind {
            tracing::info!("the maintenance windows cannot be read; those known stay in force");
        }
        watch.blind = blind;
        let current = self.follow_calendar();
        let before = watch.current.take();
        match (&before, &current) {
            (None, Some(window)) => {
                tracing::info!(window.id = %window.id, end = %window.end, "maintenance window begun: forwarding pauses");
            }
            (Some(window), now) if now.as_ref().is_none_or(|now| now.id != window.id) => {
                self.over(window, watch).await;
            }
            _ => {}
        }
        watch.current = current;
        self.reckon(watch).await;
    }

    /// The window in force; its end is told to whoever decides whether the register is called.
    fn follow_calendar(&self) -> Option<Window> {
        let now = self.ports.clock.now();
        let next = self.windows.current_or_next();
        let current = next.filter(|window| window.state(now) == WindowState::InForce);
        let end = current.as_ref().map(|window| window.end);
        let mut followed = self.followed.lock().unwrap_or_else(PoisonError::into_inner);
        if std::mem::replace(&mut *followed, end) != end {
            self.set_window(end);
        }
        current
    }

    async fn over(&self, window: &Window, watch: &mut Watch) {
        let now = self.ports.clock.now();
        self.wake();
        // Ended early, it is shorter than when it was last seen.
        let found = self.windows.find(window.id).await;
        let (window, tally) =
            found.map_or((window.clone(), None), |(window, tally, _)| (window, Some(tally)));
        report(&window, tally, "maintenance window over: forwarding goes on");
        watch.unfinished = Some((window, now));
    }

    /// Once nothing is held any more from before the end of a window, what it has come to is said.
    async fn reckon(&self, watch: &mut Watch) {
        let now = self.ports.clock.now();
        let due = |at: &Timestamp| now.duration_since(*at) >= BETWEEN_RECKONINGS;
        let Some((window, _)) = watch.unfinished.take_if(|(_, at)| due(at)) else { return };
        let held = self.ports.journal.backlog().await.map(|backlog| backlog.oldest_held);
        if held.is_ok_and(|oldest| oldest.is_none_or(|oldest| oldest >= window.end)) {
            let tally = self.windows.tally(&window).await.ok();
            report(&window, tally, "everything from the maintenance window is worked off");
        } else {
            watch.unfinished = Some((window, now));
        }
    }

    /// Until the next period, or the next start or end if that comes first.
    fn until_next_look(&self) -> Duration {
        let now = self.ports.clock.now();
        let boundary = |window: Window| if now < window.start { window.start } else { window.end };
        let next = self.windows.current_or_next().map(|window| boundary(window).duration_since(now));
        let next = next.and_then(|next| Duration::try_from(next).ok());
        next.map_or(self.pace.period, |next| next.min(self.pace.period))
    }
}

fn report(window: &Window, tally: Option<Tally>, what: &str) {
    let Tally { held, applied, refused, parked, given_up } = tally.unwrap_or_default();
    tracing::info!(window.id = %window.id, held, applied, refused, parked, given_up, counted = tally.is_some(), "{what}");
}
