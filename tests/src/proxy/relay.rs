//! One connection through the proxy.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::tcp::{ReadHalf, WriteHalf};
use tokio::net::{TcpStream, UnixStream};
use tokio::sync::{Mutex, watch};
use tokio::time::timeout;

use super::{Loss, Seen, Target, Way};

/// Relays until either side ends the connection, or the way there does.
pub(super) async fn relay(
    mut near: TcpStream,
    target: Target,
    way: watch::Receiver<Way>,
    seen: Arc<Seen>,
) -> io::Result<()> {
    near.set_nodelay(true)?;
    // Dropped, it is reset: a server that is gone does not say goodbye.
    near.set_zero_linger()?;
    let (from_far, to_far) = reach(target).await?;
    let (from_near, to_near) = near.split();
    let relay = Relay { way, seen, to_near: Mutex::new(to_near), lost: AtomicBool::new(false) };
    tokio::select! {
        ended = relay.there(from_near, to_far) => ended,
        ended = relay.back(from_far) => ended,
    }
}

type From = Box<dyn AsyncRead + Send + Unpin>;
type To = Box<dyn AsyncWrite + Send + Unpin>;

async fn reach(target: Target) -> io::Result<(From, To)> {
    match target {
        Target::Tcp(address) => {
            let far = TcpStream::connect(address).await?;
            far.set_nodelay(true)?;
            let (from, to) = far.into_split();
            Ok((Box::new(from), Box::new(to)))
        }
        Target::Unix(path) => {
            let (from, to) = UnixStream::connect(path).await?.into_split();
            Ok((Box::new(from), Box::new(to)))
        }
    }
}

struct Relay<'near> {
    way: watch::Receiver<Way>,
    seen: Arc<Seen>,
    to_near: Mutex<WriteHalf<'near>>,
    /// Whether the answer to what was asked last is lost.
    lost: AtomicBool,
}

const PIECE: usize = 64 * 1024;

impl Relay<'_> {
    /// Requests.
    async fn there(&self, mut from: ReadHalf<'_>, mut to: To) -> io::Result<()> {
        let (mut piece, mut tail) = (vec![0; PIECE], Vec::new());
        loop {
            let length = from.read(&mut piece).await?;
            if length == 0 {
                return Ok(());
            }
            self.seen.asked.fetch_add(1, Ordering::SeqCst);
            match self.passable().await? {
                Way::Answering(answer) => return self.to_near.lock().await.write_all(&answer).await,
                Way::Losing(these, _) if holds(&mut tail, &piece[..length], &these) => {
                    self.lost.store(true, Ordering::SeqCst);
                    self.seen.lost.fetch_add(1, Ordering::SeqCst);
                }
                _ => {}
            }
            to.write_all(&piece[..length]).await?;
        }
    }

    /// Answers.
    async fn back(&self, mut from: From) -> io::Result<()> {
        let mut piece = vec![0; PIECE];
        loop {
            let length = from.read(&mut piece).await?;
            if length == 0 {
                return Ok(());
            }
            if self.lost.load(Ordering::SeqCst) {
                return self.lose().await;
            }
            if let Way::Slow(delay) = self.passable().await? {
                // Healed meanwhile, it comes at once.
                let mut way = self.way.clone();
                let healed = way.wait_for(|way| !matches!(way, Way::Slow(_)));
                let _ends_either_way = timeout(delay, healed).await.map(|healed| healed.map(drop));
            }
            self.to_near.lock().await.write_all(&piece[..length]).await?;
        }
    }

    /// The server has answered; nobody will know.
    async fn lose(&self) -> io::Result<()> {
        let mut way = self.way.clone();
        let swallowing = |way: &Way| matches!(way, Way::Losing(_, Loss::Swallowed));
        way.wait_for(|way| !swallowing(way)).await.map(drop).map_err(io::Error::other)
    }

    /// Waits while nothing passes.
    async fn passable(&self) -> io::Result<Way> {
        let mut way = self.way.clone();
        way.wait_for(|way| *way != Way::Hung).await.map(|way| way.clone()).map_err(io::Error::other)
    }
}

/// Whether the stream holds these bytes in this piece, or across its beginning. `tail` is the end of what came before.
fn holds(tail: &mut Vec<u8>, piece: &[u8], these: &[u8]) -> bool {
    tail.extend_from_slice(piece);
    let found = tail.windows(these.len()).any(|window| window == these);
    // What was found is not found again.
    let keep = if found { 0 } else { these.len().saturating_sub(1).min(tail.len()) };
    tail.drain(..tail.len() - keep);
    found
}

#[cfg(test)]
mod tests {
    use super::holds;

    #[test]
    fn bytes_are_found_also_where_two_pieces_meet_and_only_once() {
        let mut tail = Vec::new();
        assert!(!holds(&mut tail, b"..ur", b"urn:"));
        assert!(holds(&mut tail, b"n:..", b"urn:"));
        assert!(!holds(&mut tail, b"....", b"urn:"));
        assert!(holds(&mut tail, b"urn:", b"urn:"));
    }
}
