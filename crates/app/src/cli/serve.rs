//! `causeway serve`

use std::process::ExitCode;

use anyhow::Context as _;
use tokio::signal::unix::{SignalKind, signal};

use crate::http::server::Server;
use crate::settings::Settings;

pub(super) async fn run(settings: Settings) -> anyhow::Result<ExitCode> {
    crate::log::init(settings.log.format);
    let mut terminate = signal(SignalKind::terminate()).context("cannot listen for SIGTERM")?;
    let server = Server::start(&settings).await?;
    tracing::info!(address = %server.address(), "listening");
    tokio::select! {
        _ = terminate.recv() => {}
        pressed = tokio::signal::ctrl_c() => pressed.context("cannot listen for SIGINT")?,
    }
    tracing::info!("stopping: finishing what runs; the rest stays held");
    server.stop().await;
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}
