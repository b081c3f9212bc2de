//! What an operation costs to drain, by how many are held and how many of them are of one LPA.

use std::collections::BTreeMap;

use lpa_tests::cluster::Cluster;

use super::{Args, draining};

/// Drains each number of operations with each number of one LPA, and sets the costs beside one another.
pub(super) fn measure(args: &Args, cluster: &Cluster) -> anyhow::Result<()> {
    let mut costs: BTreeMap<(u64, u64), f64> = BTreeMap::new();
    for &held in &args.held {
        for &of_one_lpa in &args.of_one_lpa {
            let micros = draining::measure(args, cluster, held, of_one_lpa)?;
            costs.insert((of_one_lpa, held), micros);
        }
    }
    println!("== us each, drained alone ==");
    for ((of_one_lpa, held), micros) in &costs {
        let least = costs.iter().find(|((of, _), _)| of == of_one_lpa).map_or(*micros, |(_, least)| *least);
        let apart = costs.iter().find(|((_, of), _)| of == held).map_or(*micros, |(_, apart)| *apart);
        println!(
            "  {held} held, {of_one_lpa} of each LPA: {micros:.0}; {:.2} times the fewest held (aim <= 1.3), \
             {:.2} times the fewest of each LPA",
            micros / least,
            micros / apart
        );
    }
    Ok(())
}
