//! A TCP proxy between a service and what is behind it, which can be bad in every way that a network or a server is bad.
//!
//! It knows nothing of what passes through. Where it must tell one request from another, it looks for bytes that only that
//! request holds.

mod relay;
#[cfg(test)]
mod tests;

use std::io::ErrorKind;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

use relay::relay;

/// What is behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A port.
    Tcp(SocketAddr),
    /// A socket in the file system.
    Unix(PathBuf),
}

/// How an answer is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// The connection breaks where the answer should have come.
    Cut,
    /// Nothing comes; the connection stays open until the proxy is healed, and is cut then.
    Swallowed,
}

/// What is done with what comes.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Way {
    Open,
    /// Nobody listens.
    Cut,
    /// Connections are taken, and nothing passes.
    Hung,
    /// Each answer comes so much later.
    Slow(Duration),
    /// Requests that hold these bytes pass, and their answers do not.
    Losing(Vec<u8>, Loss),
    /// Each request is answered with these bytes, and goes nowhere.
    Answering(Vec<u8>),
}

/// What has come by.
#[derive(Debug, Default)]
struct Seen {
    /// Pieces of requests, whatever became of them.
    asked: AtomicUsize,
    /// Requests whose answers are lost.
    lost: AtomicUsize,
}

/// A loopback port in front of a target. Dropped, it cuts everything.
#[derive(Debug)]
pub struct Proxy {
    address: SocketAddr,
    target: Target,
    way: watch::Sender<Way>,
    seen: Arc<Seen>,
    relaying: Option<JoinHandle<()>>,
    /// Bound and not listening: keeps the port ours while nobody listens there.
    _reserve: TcpSocket,
}

impl Proxy {
    /// A proxy in front of `target` that lets everything pass.
    pub fn before(target: Target) -> Self {
        let first = somewhere();
        let address = first.local_addr().unwrap();
        let (way, _) = watch::channel(Way::Open);
        let mut proxy =
            Self { address, target, way, seen: Arc::default(), relaying: None, _reserve: bound(address) };
        proxy.listen(first.listen(BACKLOG).unwrap());
        proxy
    }

    /// Where it listens.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// How many pieces of requests have come so far, whether or not they went further. As long as this stays the same,
    /// nobody asks for anything.
    pub fn asked(&self) -> usize {
        self.seen.asked.load(Ordering::SeqCst)
    }

    /// How many requests have come so far whose answers are lost.
    pub fn lost(&self) -> usize {
        self.seen.lost.load(Ordering::SeqCst)
    }

    /// Refuses connections, and resets those that are open.
    pub async fn cut(&mut self) {
        self.way.send_replace(Way::Cut);
        if let Some(relaying) = self.relaying.take() {
            relaying.abort();
            // Ended, it has dropped the listener and with it every connection.
            assert!(relaying.await.unwrap_err().is_cancelled());
        }
    }

    /// Takes connections and passes nothing, neither way. Healed, it passes what was kept back.
    pub fn hang(&mut self) {
        self.turn(Way::Hung);
    }

    /// Brings each answer so much later.
    pub fn slow(&mut self, delay: Duration) {
        self.turn(Way::Slow(delay));
    }

    /// Passes requests that hold `these` bytes and, once the server has answered, loses the answer. What holds them not
    /// passes both ways.
    pub fn lose_answers_to(&mut self, these: &[u8], loss: Loss) {
        self.turn(Way::Losing(these.to_vec(), loss));
    }

    /// Answers each request with these bytes and ends the connection; the server hears nothing of it.
    pub fn answer(&mut self, bytes: &[u8]) {
        self.turn(Way::Answering(bytes.to_vec()));
    }

    /// Lets everything pass.
    pub fn heal(&mut self) {
        self.turn(Way::Open);
    }

    /// Leads elsewhere from here on: what is open is cut, and everything passes.
    pub async fn point_at(&mut self, target: Target) {
        self.cut().await;
        self.target = target;
        self.heal();
    }

    fn turn(&mut self, way: Way) {
        self.way.send_replace(way);
        if self.relaying.is_none() {
            self.listen(bound(self.address).listen(BACKLOG).unwrap());
        }
    }

    fn listen(&mut self, listener: TcpListener) {
        self.relaying = Some(tokio::spawn(accept(
            listener,
            self.target.clone(),
            self.way.subscribe(),
            Arc::clone(&self.seen),
        )));
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        if let Some(relaying) = &self.relaying {
            relaying.abort();
        }
    }
}

const BACKLOG: u32 = 256;

/// Ports that no system gives away by itself: others are found free, let go and taken a moment later by somebody else,
/// also while we only hold them in reserve.
const PORTS: std::ops::Range<u16> = 12_000..32_000;

/// A socket at a port of our own.
fn somewhere() -> TcpSocket {
    static TRIED: AtomicUsize = AtomicUsize::new(0);
    let first = usize::try_from(std::process::id()).unwrap_or_default() * 97;
    (0..PORTS.len())
        .find_map(|_| {
            let next = first + TRIED.fetch_add(1, Ordering::SeqCst);
            let port = PORTS.start + u16::try_from(next % PORTS.len()).unwrap();
            try_bound(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).ok()
        })
        .unwrap()
}

/// A process that is just being started, by any test, holds what we have let go of until it runs its program: it ends by itself.
fn bound(address: SocketAddr) -> TcpSocket {
    let tired = Instant::now() + Duration::from_secs(10);
    loop {
        match try_bound(address) {
            Err(error) if error.kind() == ErrorKind::AddrInUse && Instant::now() < tired => {
                std::thread::yield_now();
            }
            socket => return socket.unwrap(),
        }
    }
}

/// Several may be bound to one port as long as one listens.
fn try_bound(address: SocketAddr) -> std::io::Result<TcpSocket> {
    let socket = TcpSocket::new_v4()?;
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    Ok(socket)
}

/// Relays every connection; when this is aborted, all of them are reset.
async fn accept(listener: TcpListener, target: Target, way: watch::Receiver<Way>, seen: Arc<Seen>) {
    let mut relays = JoinSet::new();
    while let Ok((near, _)) = listener.accept().await {
        relays.spawn(relay(near, target.clone(), way.clone(), Arc::clone(&seen)));
        while relays.try_join_next().is_some() {}
    }
}
