//! The server is killed in the middle of a drain: how soon the next one goes on, and whether everything is done once, in order.

use lpa_tests::cluster::Cluster;

use super::holding::Held;
use super::{Args, load};

/// Work is held, and the server killed when half of it is settled.
pub(super) fn measure(args: &Args, cluster: &Cluster, held: u64) -> anyhow::Result<()> {
    let of_one_lpa = args.of_one_lpa.iter().copied().max().unwrap_or(1);
    println!("== killed in the middle of draining {held} held operations, {of_one_lpa} of each LPA ==");
    let mut work = Held::new(args, cluster)?;
    work.hold(held, of_one_lpa)?;
    cluster.resume();
    let (_, left) = work.until(|left| left <= held / 2)?;
    println!("  killed with {left} left or fewer");
    let began = work.restart()?;
    let (answered, first) = work.until(|_| true)?;
    let (settled, _) = work.until(|left| left < first)?;
    let (empty, _) = work.until(|left| left == 0)?;
    println!(
        "  from its start: answers after {:.0} ms with {first} left, fewer {:.0} ms after its start (aim <= 2000), none after {:.1} s; load {}",
        answered.duration_since(began).as_secs_f64() * 1_000.0,
        settled.duration_since(began).as_secs_f64() * 1_000.0,
        empty.duration_since(began).as_secs_f64(),
        load()
    );
    work.reckon()
}
