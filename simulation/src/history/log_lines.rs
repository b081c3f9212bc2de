//! The lines that the application logs in this thread, as it writes them in production.

use std::io::{Result, Write};
use std::sync::{Arc, Mutex};

use causeway::log::JsonLines;
use tracing::subscriber::DefaultGuard;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt as _;

use crate::world::lock;

/// Lines that were written.
#[derive(Clone, Debug, Default)]
pub(super) struct Lines(Arc<Mutex<Vec<u8>>>);

impl Lines {
    /// What is logged in this thread from now on, for as long as the guard lives; nothing when it is not looked at.
    pub(super) fn of_this_thread(looked_at: bool) -> (Option<Self>, Option<DefaultGuard>) {
        if !looked_at {
            return (None, None);
        }
        let lines = Self::default();
        let subscriber =
            tracing_subscriber::registry().with(LevelFilter::INFO).with(JsonLines::to(lines.clone()));
        (Some(lines), Some(tracing::subscriber::set_default(subscriber)))
    }

    /// All of them.
    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&lock(&self.0)).into_owned()
    }
}

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        lock(&self.0).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Lines {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}
