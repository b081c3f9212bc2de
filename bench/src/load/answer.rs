//! One answer, read to its end.

use anyhow::{Context as _, bail};
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;
use uuid::Uuid;

use super::Expected;

/// What stands before the content of an answer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Head {
    status: u16,
    /// Where the content begins.
    content: usize,
    /// How long the whole answer is.
    whole: usize,
    operation: Option<Uuid>,
}

impl Head {
    /// Whether it is what was hoped for.
    pub(super) fn is(&self, expected: Expected, buffer: &[u8]) -> bool {
        let Expected { status, containing } = expected;
        let content = buffer.get(self.content..).unwrap_or_default();
        let contains = || {
            containing.is_empty() || std::str::from_utf8(content).is_ok_and(|text| text.contains(containing))
        };
        self.status == status && contains()
    }

    /// The operation that was accepted with it: done or held.
    pub(super) fn accepted(&self) -> Option<Uuid> {
        self.operation.filter(|_| [201, 202].contains(&self.status))
    }
}

/// Reads one whole answer.
pub(super) async fn whole(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> anyhow::Result<Head> {
    buffer.clear();
    loop {
        if stream.read_buf(buffer).await? == 0 {
            bail!("the server closed the connection");
        }
        if let Some(head) = head(buffer)?
            && buffer.len() >= head.whole
        {
            return Ok(head);
        }
    }
}

/// The head, once it is there.
fn head(buffer: &[u8]) -> anyhow::Result<Option<Head>> {
    let Some(end) = buffer.windows(4).position(|window| window == b"\r\n\r\n") else { return Ok(None) };
    let head = std::str::from_utf8(&buffer[..end])?;
    let status = head.get(9..12).context("no status line")?.parse()?;
    let named = |name: &str| {
        let headers = head.lines().filter_map(|line| line.split_once(':'));
        headers
            .filter(|(each, _)| each.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim().to_owned())
            .next()
    };
    let length: usize = named("content-length").context("an answer without a content-length")?.parse()?;
    let operation = named("causeway-operation").map(|id| id.parse()).transpose()?;
    Ok(Some(Head { status, content: end + 4, whole: end + 4 + length, operation }))
}
