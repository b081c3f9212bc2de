//! The running service: a listener, the application, and an orderly end.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::serve::ListenerExt as _;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::http;
use crate::settings::Settings;
use crate::use_cases::Causeway;
use crate::wiring::{self, WiringError};

/// How long requests and forwarding may go on after the service was told to stop.
const PATIENCE: Duration = Duration::from_secs(20);

/// A service that listens. Dropped without [`Server::stop`], it is cut off as by a crash.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    causeway: Arc<Causeway>,
    closing: CancellationToken,
    listening: JoinHandle<()>,
}

impl Server {
    /// Connects everything that the settings name, and listens.
    pub async fn start(settings: &Settings) -> Result<Self, WiringError> {
        let listen = &settings.http.listen;
        let listener =
            TcpListener::bind(listen).await.map_err(|error| WiringError::setting("http.listen", error))?;
        Self::start_on(listener, settings).await
    }

    /// The same on a listener that is bound already.
    pub async fn start_on(listener: TcpListener, settings: &Settings) -> Result<Self, WiringError> {
        let address = listener.local_addr().map_err(|error| WiringError::setting("http.listen", error))?;
        let (causeway, shared) = wiring::wire(settings, address).await?;
        causeway.start();
        let closing = CancellationToken::new();
        let listening = tokio::spawn(listen_until(listener, http::router(shared), closing.clone()));
        Ok(Self { address, causeway, closing, listening })
    }

    /// Where it listens.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The application.
    pub const fn causeway(&self) -> &Arc<Causeway> {
        &self.causeway
    }

    /// Stops accepting, finishes what runs within the patience, and leaves the rest held.
    pub async fn stop(mut self) {
        self.closing.cancel();
        if tokio::time::timeout(PATIENCE, &mut self.listening).await.is_err() {
            tracing::warn!("requests still run; cutting them off");
            self.listening.abort();
        }
        self.causeway.stop(PATIENCE).await;
    }
}

async fn listen_until(listener: TcpListener, router: Router, closing: CancellationToken) {
    // Answers are small and whole: waiting for more to send only delays them.
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(error = %error, "cannot set TCP_NODELAY");
        }
    });
    let served = axum::serve(listener, router).with_graceful_shutdown(closing.cancelled_owned()).await;
    if let Err(error) = served {
        tracing::error!(error = %error, "the listener failed");
    }
}
