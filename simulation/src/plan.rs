//! What kind of history a seed makes: how many processes, what stands behind them, and how hard the weather is.

use std::time::Duration;

use causeway::use_cases::Pace;
use jiff::SignedDuration;

/// What kind of history a seed makes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan {
    /// One process with a journal of its own, or two that share one.
    pub(crate) hosts: usize,
    /// What the register is.
    pub(crate) register: RegisterKind,
    /// For how long things go wrong.
    pub(crate) storm: Duration,
    /// How many LPAs there are.
    pub(crate) lpas: usize,
    /// How many in a thousand port calls end the process, at each of their two crash points.
    pub(crate) crashes: u32,
    /// How often the weather of each dependency changes, in milliseconds at most.
    pub(crate) spell: u64,
    /// How many in a thousand messages are lost, doubled or late, whatever the weather.
    pub(crate) mishaps: u32,
    /// Whether the register's answers are garbled now and then, so that operations are parked.
    pub(crate) garbles: bool,
    /// At how many in a thousand operations the register fails each time, until somebody mends it.
    pub(crate) poison: u32,
    /// How many people repair what could not be settled.
    pub(crate) case_managers: usize,
    /// Whether maintenance windows are announced.
    pub(crate) windows: bool,
    /// How often each clock jumps during the storm.
    pub(crate) jumps: u64,
    /// How the application is set up.
    pub(crate) pace: Pace,
}

/// What the register is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RegisterKind {
    /// A database: the process reads and judges, and sends a write that holds only while the version is the one it saw.
    Database,
    /// Another Causeway: it judges once and remembers its answer by the operation's id.
    Upstream,
}

impl Plan {
    /// The plan that this randomness makes.
    pub(crate) fn draw(random: &mut fastrand::Rng) -> Self {
        let hosts = if random.u8(0..5) < 3 { 1 } else { 2 };
        let register = if random.bool() { RegisterKind::Database } else { RegisterKind::Upstream };
        Self {
            hosts,
            register,
            storm: Duration::from_millis(random.u64(15_000..=45_000)),
            lpas: random.usize(1..=3),
            crashes: [0, 4, 12, 30][random.usize(0..4)],
            spell: [1_500, 5_000, 15_000][random.usize(0..3)],
            mishaps: [0, 20, 80][random.usize(0..3)],
            garbles: random.u8(0..6) == 0,
            poison: [0, 0, 80, 200][random.usize(0..4)],
            case_managers: random.usize(0..=2),
            windows: random.bool(),
            jumps: random.u64(0..=2),
            pace: Pace {
                budget: Duration::from_millis(random.u64(300..=1_000)),
                lease: SignedDuration::from_millis(random.i64(4_000..=20_000)),
                period: Duration::from_millis(500),
                together: random.usize(1..=8),
                drain_per_second: 1_000,
                park_after: random.u32(2..=4),
                last_known_age: SignedDuration::from_millis(random.i64(2_000..=20_000)),
                ..Pace::default()
            },
        }
    }

    /// How far clocks are off at most, in milliseconds. Those of processes that share a journal may differ by half a lease.
    pub(crate) fn furthest_off_ms(&self) -> i64 {
        if self.is_shared() {
            i64::try_from(self.pace.lease.as_millis() / 4).unwrap_or_default()
        } else {
            30_000
        }
    }

    /// Whether the processes share a journal that is a server of its own.
    pub(crate) const fn is_shared(&self) -> bool {
        self.hosts > 1
    }
}
