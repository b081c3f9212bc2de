//! Short batches in turn, so that whatever else the machine does meets all alike.

use std::time::{Duration, Instant};

/// So long is a batch, about: much shorter than a turn of the scheduler, so that most are not interrupted.
const BATCH: Duration = Duration::from_micros(200);
const ROUNDS: u32 = 1001;
const WARMING: u32 = 400;
/// Of no work are more done in a batch.
const MOST: u32 = 100_000;

/// Something to time: it does the question with this number, from the first again after the last.
pub type Work<'a> = Box<dyn FnMut(u32) + 'a>;

/// How many a second each does: the median of its batches.
pub fn rates(works: &mut [Work<'_>]) -> Vec<f64> {
    let sizes: Vec<u32> = works.iter_mut().map(fitting).collect();
    let mut rates: Vec<Vec<f64>> = vec![Vec::new(); works.len()];
    for round in 0..ROUNDS {
        for ((work, size), rates) in works.iter_mut().zip(&sizes).zip(&mut rates) {
            let begun = Instant::now();
            (round * size..(round + 1) * size).for_each(&mut *work);
            rates.push(f64::from(*size) / begun.elapsed().as_secs_f64());
        }
    }
    rates.into_iter().map(median).collect()
}

/// How many make a batch, found while it warms up: by the median, since some of these are interrupted too.
fn fitting(work: &mut Work<'_>) -> u32 {
    let once = |at| {
        let begun = Instant::now();
        work(at);
        begun.elapsed().as_secs_f64()
    };
    let typical = median((0..WARMING).map(once).collect());
    (1..MOST).find(|size| f64::from(*size) * typical >= BATCH.as_secs_f64()).unwrap_or(MOST)
}

fn median(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    all[all.len() / 2]
}
