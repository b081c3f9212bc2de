//! How each dependency is, from spell to spell.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::world::{World, lock};

/// How a dependency is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// It answers soon.
    Fine,
    /// It refuses calls: they surely did not happen.
    Refuses,
    /// It takes calls and does not answer.
    Hangs,
    /// It answers, after the budget has run out.
    Slow,
    /// It answers every call with an error, some of them after doing what was asked.
    Errs,
    /// It answers questions and fails at everything that changes something.
    Sick,
    /// It does what is asked, and many answers are lost.
    LosesAnswers,
    /// Now it refuses, now it answers, a second each.
    Flaps,
}

/// The weather of one dependency.
#[derive(Debug)]
pub(crate) struct Weather {
    world: Arc<World>,
    name: &'static str,
    modes: &'static [Mode],
    spell: Mutex<Spell>,
}

#[derive(Clone, Copy, Debug)]
struct Spell {
    mode: Mode,
    until: Duration,
}

/// What may be wrong with the register: all there is.
pub(crate) const OF_THE_REGISTER: &[Mode] =
    &[Mode::Refuses, Mode::Hangs, Mode::Slow, Mode::Errs, Mode::Sick, Mode::LosesAnswers, Mode::Flaps];
/// What may be wrong with a journal of the process's own: a full disk, one that cannot be written.
pub(crate) const OF_A_FILE: &[Mode] = &[Mode::Refuses, Mode::Sick];
/// What may be wrong with a server that is not the register.
pub(crate) const OF_A_SERVER: &[Mode] = &[Mode::Refuses, Mode::Sick, Mode::LosesAnswers, Mode::Flaps];

impl Weather {
    /// Fine weather to begin with; `modes` is what may come.
    pub(crate) fn new(world: Arc<World>, name: &'static str, modes: &'static [Mode]) -> Self {
        let spell = Mutex::new(Spell { mode: Mode::Fine, until: Duration::from_secs(1) });
        Self { world, name, modes, spell }
    }

    /// It breaks down for so long.
    pub(crate) fn break_down(&self, lasts: Duration) {
        *lock(&self.spell) = Spell { mode: Mode::Refuses, until: self.world.elapsed() + lasts };
    }

    /// How it is now.
    pub(crate) fn mode(&self) -> Mode {
        let now = self.world.elapsed();
        if !self.world.is_stormy() {
            return Mode::Fine;
        }
        let mut spell = lock(&self.spell);
        while spell.until <= now {
            let fine = spell.mode != Mode::Fine;
            let mode = if fine { Mode::Fine } else { self.modes[self.world.place_in(self.modes.len())] };
            let lasts = Duration::from_millis(self.world.draw(300..=self.world.plan.spell));
            *spell = Spell { mode, until: spell.until + lasts };
            self.world.note(format_args!("{} {mode:?} for {} ms", self.name, lasts.as_millis()));
            self.world.reach(format!("{} {mode:?}", self.name));
        }
        match spell.mode {
            Mode::Flaps if now.as_secs().is_multiple_of(2) => Mode::Fine,
            Mode::Flaps => Mode::Refuses,
            mode => mode,
        }
    }
}
