//! A port in front of a server. Closed, it refuses connections and cuts those there are; it can also swallow answers.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, copy};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

/// How many answers are to be swallowed, and how many were.
#[derive(Debug, Default)]
struct Answers {
    due: AtomicUsize,
    swallowed: AtomicUsize,
}

/// Relays bytes between its own port and the server's while it is open.
#[derive(Debug)]
pub struct Gate {
    address: SocketAddr,
    target: SocketAddr,
    answers: Arc<Answers>,
    relaying: Option<JoinHandle<()>>,
}

impl Gate {
    /// Opens a gate on a free loopback port in front of `target`.
    pub async fn new(target: SocketAddr) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let mut gate = Self { address, target, answers: Arc::default(), relaying: None };
        gate.relay(listener);
        gate
    }

    /// Where the server is reached.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// From here on, connections are refused.
    pub async fn close(&mut self) {
        if let Some(relaying) = self.relaying.take() {
            relaying.abort();
            // Ended, it has dropped the listener and with it every connection.
            assert!(relaying.await.unwrap_err().is_cancelled());
        }
    }

    /// The same port answers again.
    pub async fn open(&mut self) {
        let listener = TcpListener::bind(self.address).await.unwrap();
        self.relay(listener);
    }

    /// The next answer does not come through: the connection is cut instead.
    pub fn swallow_next_answer(&self) {
        self.answers.due.fetch_add(1, Ordering::SeqCst);
    }

    /// How many answers are still to be swallowed.
    pub fn to_be_swallowed(&self) -> usize {
        self.answers.due.load(Ordering::SeqCst)
    }

    /// How many answers came and did not go through.
    pub fn swallowed(&self) -> usize {
        self.answers.swallowed.load(Ordering::SeqCst)
    }

    fn relay(&mut self, listener: TcpListener) {
        self.relaying = Some(tokio::spawn(accept(listener, self.target, Arc::clone(&self.answers))));
    }
}

impl Drop for Gate {
    fn drop(&mut self) {
        if let Some(relaying) = &self.relaying {
            relaying.abort();
        }
    }
}

/// Relays every connection; when this is aborted, all of them are cut.
async fn accept(listener: TcpListener, target: SocketAddr, answers: Arc<Answers>) {
    let mut relays = JoinSet::new();
    while let Ok((near, _)) = listener.accept().await {
        let answers = Arc::clone(&answers);
        relays.spawn(async move {
            let far = TcpStream::connect(target).await?;
            near.set_nodelay(true)?;
            far.set_nodelay(true)?;
            let (near_in, near_out) = near.into_split();
            let (far_in, far_out) = far.into_split();
            tokio::select! {
                ended = there(near_in, far_out) => ended,
                ended = back(far_in, near_out, &answers) => ended,
            }
        });
        while relays.try_join_next().is_some() {}
    }
}

async fn there(mut from: OwnedReadHalf, mut to: OwnedWriteHalf) -> std::io::Result<()> {
    copy(&mut from, &mut to).await.map(drop)
}

/// Passes answers back, or cuts the connection where one should have come through.
async fn back(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, answers: &Answers) -> std::io::Result<()> {
    let mut piece = vec![0; 64 * 1024];
    loop {
        let length = from.read(&mut piece).await?;
        let due = |left: usize| left.checked_sub(1);
        if length == 0 {
            return Ok(());
        }
        if answers.due.fetch_update(Ordering::SeqCst, Ordering::SeqCst, due).is_ok() {
            answers.swallowed.fetch_add(1, Ordering::SeqCst);
            return Ok(());
        }
        to.write_all(&piece[..length]).await?;
    }
}
