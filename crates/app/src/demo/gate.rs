//! A port in front of the register that can be closed and opened: closed, it refuses connections and cuts those there are.

use std::net::SocketAddr;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

/// Relays bytes between its own port and the register's while it is open.
#[derive(Debug)]
pub(super) struct Gate {
    address: SocketAddr,
    open: watch::Sender<bool>,
    relaying: JoinHandle<()>,
}

impl Gate {
    /// Opens a gate on a free loopback port in front of `target`.
    pub(super) async fn new(target: SocketAddr) -> std::io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let (open, opened) = watch::channel(true);
        let relaying = tokio::spawn(relay(listener, address, target, opened));
        Ok(Self { address, open, relaying })
    }

    /// Where the register is reached.
    pub(super) const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The register goes away.
    pub(super) fn close(&self) {
        self.open.send_replace(false);
    }

    /// The register is back.
    pub(super) fn open(&self) {
        self.open.send_replace(true);
    }
}

impl Drop for Gate {
    fn drop(&mut self) {
        self.relaying.abort();
    }
}

async fn relay(
    first: TcpListener,
    address: SocketAddr,
    target: SocketAddr,
    mut opened: watch::Receiver<bool>,
) {
    let mut listener = Some(first);
    loop {
        let Some(listening) = listener.take() else { return };
        tokio::select! {
            () = accept(&listening, target) => return,
            changed = opened.wait_for(|open| !open) => if changed.is_err() { return },
        }
        // Dropping the listener and the relays is what makes the port stop answering.
        drop(listening);
        if opened.wait_for(|open| *open).await.is_err() {
            return;
        }
        listener = TcpListener::bind(address).await.ok();
    }
}

/// Relays every connection; when this future is dropped, all of them are cut.
async fn accept(listener: &TcpListener, target: SocketAddr) {
    let mut relays = JoinSet::new();
    while let Ok((mut near, _)) = listener.accept().await {
        relays.spawn(async move {
            let mut far = TcpStream::connect(target).await?;
            near.set_nodelay(true)?;
            far.set_nodelay(true)?;
            tokio::io::copy_bidirectional(&mut near, &mut far).await
        });
        while relays.try_join_next().is_some() {}
    }
}
