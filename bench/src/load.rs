//! A closed-loop load of HTTP/1.1 requests over connections that stay open: each sends its next request when the answer to
//! the last is whole. Small enough that what is measured is the server.

mod answer;

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use futures::future::try_join_all;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use uuid::Uuid;

/// Requests that one connection sends one after the other.
pub type Line = Vec<Vec<u8>>;

/// What is hoped to be answered.
#[derive(Clone, Copy, Debug)]
pub struct Expected {
    /// The status line's number.
    pub status: u16,
    /// What stands in the answer.
    pub containing: &'static str,
}

impl From<u16> for Expected {
    fn from(status: u16) -> Self {
        Self { status, containing: "" }
    }
}

/// What one load did.
#[derive(Clone, Debug, Default)]
pub struct Run {
    /// Requests answered.
    pub answered: u64,
    /// Of these, with a status that was not expected.
    pub unexpected: u64,
    /// Seconds that it took.
    pub seconds: f64,
    /// Every latency in microseconds, sorted.
    pub latencies: Vec<u32>,
    /// The operations that were accepted, each with the running number of its line: of one line in the order in which they were sent.
    pub accepted: Vec<(u64, Uuid)>,
}

impl Run {
    /// Requests a second.
    #[expect(clippy::cast_precision_loss, reason = "a rate")]
    pub fn rate(&self) -> f64 {
        self.answered as f64 / self.seconds
    }

    /// The latency in milliseconds that `percent` of the requests stayed under.
    pub fn percentile(&self, percent: usize) -> f64 {
        let at = self.latencies.len().saturating_sub(1) * percent / 100;
        self.latencies.get(at).map_or(0.0, |micros| f64::from(*micros) / 1000.0)
    }
}

/// Sends lines of requests over `connections` for `lasting`, or until `line` has none left. `line` makes those of a
/// running number; a line that was begun is sent to its end.
pub fn run(
    port: u16,
    connections: usize,
    lasting: Duration,
    expected: impl Into<Expected>,
    line: impl Fn(u64) -> Option<Line>,
) -> anyhow::Result<Run> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let expected = expected.into();
    runtime.block_on(async {
        let number = AtomicU64::new(0);
        let start = Instant::now();
        let clients = (0..connections).map(|_| client(port, start + lasting, expected, &number, &line));
        let mut total = Run::default();
        for run in try_join_all(clients).await? {
            total.answered += run.answered;
            total.unexpected += run.unexpected;
            total.latencies.extend(run.latencies);
            total.accepted.extend(run.accepted);
        }
        total.seconds = start.elapsed().as_secs_f64();
        total.latencies.sort_unstable();
        Ok(total)
    })
}

/// One connection: sends the next request when the answer to the last is whole.
async fn client(
    port: u16,
    end: Instant,
    expected: Expected,
    number: &AtomicU64,
    line: &impl Fn(u64) -> Option<Line>,
) -> anyhow::Result<Run> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await.context("the server does not listen")?;
    stream.set_nodelay(true)?;
    let mut run = Run::default();
    let mut buffer = Vec::with_capacity(16 * 1024);
    while Instant::now() < end {
        let n = number.fetch_add(1, Ordering::Relaxed);
        let Some(requests) = line(n) else { break };
        for bytes in requests {
            let sent = Instant::now();
            stream.write_all(&bytes).await?;
            let head = answer::whole(&mut stream, &mut buffer).await?;
            run.latencies.push(u32::try_from(sent.elapsed().as_micros()).unwrap_or(u32::MAX));
            run.answered += 1;
            run.unexpected += u64::from(!head.is(expected, &buffer));
            run.accepted.extend(head.accepted().map(|operation| (n, operation)));
        }
    }
    Ok(run)
}
