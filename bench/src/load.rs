//! A closed-loop load of HTTP/1.1 requests over connections that stay open: each sends its next request when the answer to
//! the last is whole. Small enough that what is measured is the server.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use futures::future::try_join_all;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

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

/// Sends requests over `connections` for `lasting`, or until `request` has none left. `request` makes the request of a
/// running number; `expected` is the status line's number.
pub fn run(
    port: u16,
    connections: usize,
    lasting: Duration,
    expected: u16,
    request: impl Fn(u64) -> Option<Vec<u8>>,
) -> anyhow::Result<Run> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let number = AtomicU64::new(0);
        let start = Instant::now();
        let clients = (0..connections).map(|_| client(port, start + lasting, expected, &number, &request));
        let mut total = Run::default();
        for run in try_join_all(clients).await? {
            total.answered += run.answered;
            total.unexpected += run.unexpected;
            total.latencies.extend(run.latencies);
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
    expected: u16,
    number: &AtomicU64,
    request: &impl Fn(u64) -> Option<Vec<u8>>,
) -> anyhow::Result<Run> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await.context("the server does not listen")?;
    stream.set_nodelay(true)?;
    let mut run = Run::default();
    let mut buffer = Vec::with_capacity(16 * 1024);
    while Instant::now() < end {
        let Some(bytes) = request(number.fetch_add(1, Ordering::Relaxed)) else { break };
        let sent = Instant::now();
        stream.write_all(&bytes).await?;
        let status = answer(&mut stream, &mut buffer).await?;
        run.latencies.push(u32::try_from(sent.elapsed().as_micros()).unwrap_or(u32::MAX));
        run.answered += 1;
        run.unexpected += u64::from(status != expected);
    }
    Ok(run)
}

/// Reads one whole answer; its status.
async fn answer(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> anyhow::Result<u16> {
    buffer.clear();
    loop {
        if stream.read_buf(buffer).await? == 0 {
            bail!("the server closed the connection");
        }
        if let Some((status, whole)) = head(buffer)?
            && buffer.len() >= whole
        {
            return Ok(status);
        }
    }
}

/// The status, and how long the whole answer is, once its head is there.
fn head(buffer: &[u8]) -> anyhow::Result<Option<(u16, usize)>> {
    let Some(end) = buffer.windows(4).position(|window| window == b"\r\n\r\n") else { return Ok(None) };
    let head = std::str::from_utf8(&buffer[..end])?;
    let status = head.get(9..12).context("no status line")?.parse()?;
    let length = head.lines().filter_map(|line| line.split_once(':'));
    let length = length
        .filter(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .map(|(_, value)| value.trim())
        .next();
    let length: usize = length.context("an answer without a content-length")?.parse()?;
    Ok(Some((status, end + 4 + length)))
}
