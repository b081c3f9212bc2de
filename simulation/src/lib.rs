//! # lpa-simulation
//!
//! Seeded histories: the real use cases on simulated time, over ports that lose, delay and double messages, over processes
//! that die between any two calls, and over a journal whose disk forgets what was not synced. A seed makes one history,
//! the same one each time; after it, every invariant is checked.
//!
//! ```
//! use lpa_simulation::{How, run};
//! let first = run(7, How::default())?;
//! assert_eq!(first.violations, []);
//! assert_eq!(first.digest, run(7, How::default())?.digest);
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! What is modelled and what is not: `docs/adr/0020-simulation-over-our-own-ports.md`. The planted faults:
//! `docs/simulation.md`.

mod clock;
mod copies;
mod documents;
mod evidence;
mod history;
mod invariants;
mod issuer;
mod journal;
mod known_windows;
mod ledger;
mod life;
mod load;
mod panics;
mod plan;
mod planted;
mod process;
mod register;
mod trace;
mod weather;
mod webhooks;
mod world;

pub use copies::SimulatedCopies;
pub use history::{How, Report, run};
pub use invariants::{Invariant, Violation};
pub use journal::SimulatedJournal;
pub use planted::Plant;
pub use register::SimulatedRegister;
