//! What a person sees while the demo runs; always on standard error.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::cli::output;

/// How the service stands at one moment.
#[derive(Clone, Debug, Default)]
pub(super) struct Standing {
    /// The state of the register, in the words of the health check.
    pub(super) register: String,
    /// Operations promised so far.
    pub(super) accepted: u64,
    /// Requests refused so far.
    pub(super) refused: u64,
    /// Operations that wait for the register.
    pub(super) held: u64,
    /// How long the oldest has waited.
    pub(super) oldest_seconds: u64,
}

/// A bar and a small table of figures when a person watches, plain lines otherwise.
#[derive(Debug)]
pub(super) struct Progress {
    bar: ProgressBar,
    watched: bool,
}

impl Progress {
    /// Starts with `total` steps ahead.
    pub(super) fn start(total: usize, watched: bool) -> Self {
        let target = if watched { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(u64::try_from(total).ok(), target);
        let style = ProgressStyle::with_template("{bar:40} {pos}/{len} requests  {elapsed}\n{msg}");
        bar.set_style(style.unwrap_or_else(|_template| ProgressStyle::default_bar()));
        bar.enable_steady_tick(Duration::from_millis(200));
        Self { bar, watched }
    }

    /// One more request was answered.
    pub(super) fn step(&self) {
        self.bar.inc(1);
    }

    /// Something that everybody should hear.
    pub(super) fn say(&self, what: &str) {
        let text = format!("{:>5.1}s  {what}", self.bar.elapsed().as_secs_f32());
        if self.watched {
            self.bar.println(text);
        } else {
            output::note(&text);
        }
    }

    /// How the service stands now.
    pub(super) fn figures(&self, standing: &Standing) {
        let Standing { register, accepted, refused, held, oldest_seconds } = standing;
        self.bar.set_message(format!(
            "  register   {register}\n  accepted   {accepted:>6}\n  refused    {refused:>6}\n  \
             held now   {held:>6}   oldest {oldest_seconds} s"
        ));
    }

    /// Ends the bar.
    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
