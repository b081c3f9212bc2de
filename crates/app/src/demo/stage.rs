//! What stands on the stage: a Causeway at the register, a gate before it, and a Causeway at the edge that clients call.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use lpa_ports::{Clock as _, Ids as _};
use thiserror::Error;
use tokio::net::TcpListener;

use super::gate::Gate;
use crate::clock::{RandomIds, SystemClock};
use crate::http::server::Server;
use crate::settings::{Secret, Settings};
use crate::wiring::WiringError;

/// The demo could not be played to its end.
#[derive(Debug, Error)]
pub enum DemoError {
    /// A server could not be started.
    #[error("a server of the demo could not be started")]
    Wiring(#[from] WiringError),
    /// No port, or no temporary directory.
    #[error("the demo cannot set its stage")]
    Stage(#[from] std::io::Error),
    /// A client could not reach the edge, which must always answer.
    #[error("the edge did not answer")]
    Unanswered(#[from] reqwest::Error),
    /// A token could not be signed.
    #[error("a token could not be signed")]
    Token(#[from] jsonwebtoken::errors::Error),
    /// Documents to play cannot be used.
    #[error("{path} cannot be played: {why}")]
    Input {
        /// Which file or directory.
        path: String,
        /// Why.
        why: String,
    },
    /// A task of the demo was stopped.
    #[error("the demo was stopped")]
    Stopped,
}

/// Two Causeways and the gate between them, all on free loopback ports.
#[derive(Debug)]
pub(super) struct Stage {
    /// The port that the edge knows as the register's.
    pub(super) gate: Arc<Gate>,
    register: Server,
    edge: Server,
    token: String,
    _journal: tempfile::TempDir,
}

/// How a surface is reached.
#[derive(Clone, Debug)]
pub(super) struct Front {
    /// Scheme, host and port.
    pub(super) base: String,
    /// A token of today's clients.
    pub(super) token: String,
}

impl Stage {
    /// Starts everything.
    pub(super) async fn set() -> Result<Self, DemoError> {
        let secret = fresh_secret();
        let register = Server::start_on(free_port().await?, &at_the_register(&secret)).await?;
        let gate = Arc::new(Gate::new(register.address()).await?);
        let journal = tempfile::tempdir()?;
        let edge = at_the_edge(&secret, &gate, &journal);
        let edge = Server::start_on(free_port().await?, &edge).await?;
        Ok(Self { gate, register, edge, token: token(&secret)?, _journal: journal })
    }

    /// Where clients call.
    pub(super) fn front(&self) -> Front {
        Front { base: format!("http://{}", self.edge.address()), token: self.token.clone() }
    }

    /// The register itself, past the gate: to reckon with, not to work with.
    pub(super) fn back(&self) -> Front {
        Front { base: format!("http://{}", self.register.address()), token: self.token.clone() }
    }

    /// Stops everything in order.
    pub(super) async fn strike(self) {
        self.edge.stop().await;
        self.register.stop().await;
    }
}

async fn free_port() -> std::io::Result<TcpListener> {
    TcpListener::bind(("127.0.0.1", 0)).await
}

fn fresh_secret() -> Secret {
    let mut bytes = RandomIds.fresh().as_bytes().to_vec();
    bytes.extend_from_slice(RandomIds.fresh().as_bytes());
    Secret::from(STANDARD.encode(bytes).as_str())
}

fn at_the_register(secret: &Secret) -> Settings {
    let mut settings = Settings::default();
    settings.journal.url = Some("memory:".into());
    settings.auth.shared_secret = Some(secret.clone());
    settings.auth.edge_secret = Some(secret.clone());
    settings
}

fn at_the_edge(secret: &Secret, gate: &Gate, journal: &tempfile::TempDir) -> Settings {
    let mut settings = Settings::default();
    settings.register.url = format!("http://{}", gate.address()).as_str().into();
    settings.register.secret = Some(secret.clone());
    settings.journal.url =
        Some(format!("sqlite:{}", journal.path().join("journal.sqlite").display()).as_str().into());
    settings.journal.key = Some(fresh_secret());
    settings.auth.shared_secret = Some(secret.clone());
    settings
}

fn token(secret: &Secret) -> Result<String, jsonwebtoken::errors::Error> {
    let claims = serde_json::json!({
        "iss": "opg.poas.makeregister",
        "sub": "urn:opg:poas:makeregister:users:00000000-0000-4000-0000-000000000000",
        "iat": SystemClock::default().now().as_second(),
    });
    jsonwebtoken::encode(
        &Header::new(Algorithm::HS256),
        &claims,
        &EncodingKey::from_secret(secret.expose().as_bytes()),
    )
}
