//! Work that is held, what its callers were promised, and what came of it.

use std::time::{Duration, Instant};

use lpa_bench::load::{Expected, Run};
use lpa_bench::reckoning::{Accepted, Register};
use lpa_bench::requests::Numbers;
use lpa_tests::cluster::Cluster;

use super::{Args, CLIENTS, Stage, how_many, runtime, start};

/// How long the server is left alone between two questions: the longer the longer an answer takes, for counting costs it
/// the more the more is held.
const SHORTEST: Duration = Duration::from_millis(10);
const LONGEST: Duration = Duration::from_millis(200);

/// How long it is left alone between two questions while a caller is measured, who must not wait for them.
pub(super) const RARELY: Duration = Duration::from_secs(1);

/// At most so many receipts are asked for in the end, from all over what was accepted.
const RECEIPTS: usize = 30_000;

const APPLIED: Expected = Expected { status: 200, containing: r#""state":"applied""# };

/// A server before a register that goes and comes back, and all that was accepted.
pub(super) struct Held<'h> {
    args: &'h Args,
    cluster: &'h Cluster,
    pub(super) stage: Stage,
    pub(super) numbers: Numbers,
    accepted: Accepted,
}

impl<'h> Held<'h> {
    pub(super) fn new(args: &'h Args, cluster: &'h Cluster) -> anyhow::Result<Self> {
        let stage = Stage::new(args, cluster)?;
        Ok(Self { args, cluster, stage, numbers: Numbers::from(1)?, accepted: Accepted::default() })
    }

    /// The register goes, and so many operations are held, so many of each LPA.
    pub(super) fn hold(&mut self, held: u64, of_one_lpa: u64) -> anyhow::Result<()> {
        self.cluster.stop();
        let (all, lpas) = (self.numbers.lines(of_one_lpa), held / of_one_lpa.max(1));
        let so_many = move |n| if n < lpas { all(n) } else { None };
        let filled = self.stage.server.run(self.args.callers, Duration::from_hours(1), 202, so_many)?.run;
        self.note(&filled, lpas);
        println!(
            "  held {} in {:.1} s, {} not 202, RSS {:.0} MB",
            filled.answered,
            filled.seconds,
            filled.unexpected,
            self.stage.server.megabytes()?
        );
        Ok(())
    }

    /// One caller after the other while the register is there.
    pub(super) fn calm(&mut self, lasting: Duration) -> anyhow::Result<Run> {
        let run = self.stage.server.run(1, lasting, 201, self.numbers.creations())?.run;
        self.note(&run, run.answered);
        Ok(run)
    }

    /// Remembers what was accepted of the next so many LPAs.
    pub(super) fn note(&mut self, run: &Run, lpas: u64) {
        self.accepted.note(self.numbers.next, run);
        self.numbers.next += lpas + 1_000;
    }

    /// The server is killed, and another starts on its journal.
    pub(super) fn restart(&mut self) -> anyhow::Result<Instant> {
        let Stage { database, journal, server } = &mut self.stage;
        server.kill();
        let began = Instant::now();
        *server = start(self.args, database, journal.path())?;
        let millis = began.elapsed().as_secs_f64() * 1_000.0;
        println!("  started on it after a kill in {millis:.0} ms, RSS {:.0} MB", server.megabytes()?);
        Ok(began)
    }

    /// When so many are held as `enough` says, and how many that is.
    pub(super) fn until(&self, enough: impl Fn(u64) -> bool) -> anyhow::Result<(Instant, u64)> {
        self.until_asked(SHORTEST, enough)
    }

    /// The same, asked no oftener than after so long.
    pub(super) fn until_asked(
        &self,
        every: Duration,
        enough: impl Fn(u64) -> bool,
    ) -> anyhow::Result<(Instant, u64)> {
        loop {
            let asked = Instant::now();
            let left = how_many(&self.stage.server)?;
            if enough(left) {
                return Ok((asked, left));
            }
            std::thread::sleep((asked.elapsed() * 10).clamp(every, LONGEST.max(every)));
        }
    }

    /// Compares what was accepted with the register, its outbox and the receipts.
    ///
    /// # Errors
    /// When anything was lost, done again, done in another order, or is told otherwise.
    pub(super) fn reckon(&self) -> anyhow::Result<()> {
        self.until(|left| left == 0)?;
        let (reckoned, misannounced) = runtime()?.block_on(async {
            let mut register = Register::open(&self.stage.database.owner_url).await?;
            anyhow::Ok((register.reckon(&self.accepted).await?, register.misannounced().await?))
        })?;
        let all: Vec<_> = self.accepted.operations().collect();
        let some: Vec<_> = all.iter().step_by(all.len().div_ceil(RECEIPTS).max(1)).copied().collect();
        let asked = self.numbers.receipts(some);
        let receipts = self.stage.server.run(CLIENTS, Duration::from_mins(10), APPLIED, asked)?.run;
        println!(
            "  in the end: {reckoned}; {misannounced} not announced exactly once; of {} receipts {} not `applied`",
            receipts.answered, receipts.unexpected
        );
        let agrees = reckoned.agrees() && misannounced == 0 && receipts.unexpected == 0;
        anyhow::ensure!(agrees, "what was accepted and what was done differ: see above");
        Ok(())
    }
}
