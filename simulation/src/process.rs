//! The machines: on each the real application runs, dies, and starts again on what is durable.

use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use causeway::use_cases::{Causeway, Ports};
use lpa_adapters_memory::{Faults, MemoryJournal, MemoryRecords};
use lpa_ports::{Clock, Journal, Repairs, Upkeep, Windows};

use crate::clock::{HostClock, ProcessClock, SeededIds};
use crate::copies::{CopiesLink, SimulatedCopies};
use crate::documents::{DocumentsLink, Shelves};
use crate::issuer::IssuerLink;
use crate::journal::{JournalLink, SimulatedJournal};
use crate::known_windows::KnownWindows;
use crate::life::Life;
use crate::register::{Illnesses, RegisterLink, SimulatedRegister};
use crate::weather::{OF_A_FILE, OF_A_SERVER, OF_THE_REGISTER, Weather};
use crate::webhooks::{Inbox, WebhooksLink};
use crate::world::{World, lock};

/// Everything that outlives a process, and its weather.
pub(crate) struct Outside {
    pub(crate) journal: Arc<SimulatedJournal>,
    pub(crate) register: Arc<SimulatedRegister>,
    pub(crate) documents: Shelves,
    pub(crate) inbox: Inbox,
    pub(crate) copies: Arc<SimulatedCopies>,
    pub(crate) illnesses: Arc<Illnesses>,
    /// Nothing is pruned or sealed anew here: that port is there and stays empty.
    aside: Arc<MemoryJournal>,
    handed_out: Arc<AtomicU64>,
    of_journal: Arc<Weather>,
    of_register: Arc<Weather>,
    of_issuer: Arc<Weather>,
    of_documents: Arc<Weather>,
}

impl std::fmt::Debug for Outside {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Outside").field("journal", &self.journal).finish_non_exhaustive()
    }
}

impl Outside {
    pub(crate) fn new(world: &Arc<World>) -> Arc<Self> {
        let weather = |name, modes| Arc::new(Weather::new(Arc::clone(world), name, modes));
        let journal_modes = if world.plan.is_shared() { OF_A_SERVER } else { OF_A_FILE };
        Arc::new(Self {
            journal: Arc::new(SimulatedJournal::new(world)),
            register: Arc::new(SimulatedRegister::new(world)),
            documents: Arc::default(),
            inbox: Arc::default(),
            copies: Arc::new(SimulatedCopies::new(world)),
            illnesses: Arc::default(),
            aside: Arc::default(),
            handed_out: Arc::default(),
            of_journal: weather("journal", journal_modes),
            of_register: weather("register", OF_THE_REGISTER),
            of_issuer: weather("issuer", OF_THE_REGISTER),
            of_documents: weather("documents", OF_A_FILE),
        })
    }

    fn register(&self, world: &Arc<World>, life: &Life, windows: &Arc<KnownWindows>) -> RegisterLink {
        RegisterLink {
            world: Arc::clone(world),
            life: life.clone(),
            weather: Arc::clone(&self.of_register),
            register: Arc::clone(&self.register),
            illnesses: Arc::clone(&self.illnesses),
            windows: Arc::clone(windows),
        }
    }

    fn issuer(&self, world: &Arc<World>, life: &Life, windows: &Arc<KnownWindows>) -> IssuerLink {
        IssuerLink {
            world: Arc::clone(world),
            life: life.clone(),
            weather: Arc::clone(&self.of_issuer),
            handed_out: Arc::clone(&self.handed_out),
            windows: Arc::clone(windows),
        }
    }

    fn ports(
        &self,
        world: &Arc<World>,
        life: &Life,
        clock: &Arc<ProcessClock>,
        windows: &Arc<KnownWindows>,
    ) -> Ports {
        let register = Arc::new(self.register(world, life, windows));
        let issuer = self.issuer(world, life, windows);
        let (world, life) = (Arc::clone(world), life.clone());
        let journal = Arc::new(JournalLink {
            world: Arc::clone(&world),
            life: life.clone(),
            weather: Arc::clone(&self.of_journal),
            journal: Arc::clone(&self.journal),
            windows: Arc::clone(windows),
        });
        let copies = CopiesLink {
            world: Arc::clone(&world),
            life: life.clone(),
            weather: Arc::clone(&self.of_journal),
            copies: Arc::clone(&self.copies),
        };
        let webhooks =
            WebhooksLink { world: Arc::clone(&world), life: life.clone(), inbox: Arc::clone(&self.inbox) };
        Ports {
            records: Arc::new(MemoryRecords::beside(Arc::clone(&register) as _, Faults::default())),
            approvals: None,
            register,
            journal: Arc::clone(&journal) as Arc<dyn Journal>,
            repairs: Arc::clone(&journal) as Arc<dyn Repairs>,
            windows: Arc::clone(&journal) as Arc<dyn Windows>,
            notices: journal,
            upkeep: Arc::clone(&self.aside) as Arc<dyn Upkeep>,
            copies: Arc::new(copies),
            webhooks: Some(Arc::new(webhooks)),
            uids: Arc::new(issuer),
            documents: Arc::new(DocumentsLink {
                world: Arc::clone(&world),
                life,
                weather: Arc::clone(&self.of_documents),
                kept: Arc::clone(&self.documents),
            }),
            clock: Arc::clone(clock) as Arc<dyn Clock>,
            ids: Arc::new(SeededIds::new(world)),
        }
    }
}

/// One machine.
#[derive(Debug)]
pub(crate) struct Host {
    world: Arc<World>,
    outside: Arc<Outside>,
    number: usize,
    clock: Arc<HostClock>,
    running: Mutex<Option<Running>>,
}

/// A process that runs.
#[derive(Clone, Debug)]
pub(crate) struct Running {
    pub(crate) causeway: Arc<Causeway>,
    pub(crate) life: Life,
    /// What it has been told of windows.
    pub(crate) windows: Arc<KnownWindows>,
}

impl Host {
    pub(crate) fn new(world: &Arc<World>, outside: &Arc<Outside>, number: usize) -> Arc<Self> {
        let clock = Arc::new(HostClock::new(Arc::clone(world)));
        let (world, outside) = (Arc::clone(world), Arc::clone(outside));
        Arc::new(Self { world, outside, number, clock, running: Mutex::default() })
    }

    /// The process that runs now, if one does.
    pub(crate) fn running(&self) -> Option<Running> {
        lock(&self.running).clone()
    }

    /// Starts the application, and again whenever it has died.
    pub(crate) async fn keep_running(self: Arc<Self>) {
        for incarnation in 0.. {
            let life = Life::new(Arc::clone(&self.world), self.number, incarnation);
            self.start(&life).await;
            life.end().await;
            *lock(&self.running) = None;
            if !self.world.plan.is_shared() && self.world.chance(500) {
                self.outside.journal.lose_power();
            }
            self.world.pause(20..=3_000).await;
        }
    }

    /// Opens the journal, looks at the calendar, and runs: as production does.
    async fn start(&self, life: &Life) {
        self.world.note(format_args!("{} starts", life.name()));
        if !self.world.plan.is_shared() {
            self.outside.journal.open();
        }
        let clock = Arc::new(ProcessClock::new(Arc::clone(&self.clock)));
        let windows = Arc::new(KnownWindows::new(Arc::clone(&self.world), Arc::clone(&clock)));
        let ports = self.outside.ports(&self.world, life, &clock, &windows);
        let causeway = Causeway::new(ports, self.world.plan.pace);
        causeway.look_at_windows().await;
        if life.is_over() {
            return;
        }
        causeway.start();
        *lock(&self.running) = Some(Running { causeway, life: life.clone(), windows });
    }

    /// Lets the clock of this machine jump during the storm.
    pub(crate) async fn disturb_the_clock(self: Arc<Self>) {
        let storm = u64::try_from(self.world.plan.storm.as_millis()).unwrap_or(u64::MAX);
        for _jump in 0..self.world.plan.jumps {
            self.world.pause(0..=storm / 2).await;
            if self.world.is_stormy() {
                self.clock.jump();
            }
        }
    }
}

/// Cuts the power of a journal that is a server of its own, now and then during the storm. It forgets no leases, and is back
/// while attempts under them go on.
pub(crate) async fn disturb_the_journal(world: Arc<World>, outside: Arc<Outside>) {
    while world.plan.is_shared() && world.plan.crashes > 0 {
        world.pause(2_000..=30_000).await;
        if !world.is_stormy() {
            return;
        }
        outside.journal.lose_power();
        outside.of_journal.break_down(Duration::from_millis(world.draw(50..=2_000)));
    }
}
