//! Where an LPA stands, and which steps are legal from there.
//!
//! What [`Status::after`] says (`·`: refused, `=`: the status stays); a test compares this table with the match:
//!
//! | from | waiting period | register | withdraw | decline | set cannot-register | set cancelled | set do-not-register | set expired | correct | sign | opt out | change attorneys | sever |
//! |---|---|---|---|---|---|---|---|---|---|---|---|---|---|
//! | in-progress | statutory-waiting-period | · | withdrawn | cannot-register | cannot-register | · | · | expired | = | = | = | = | = |
//! | statutory-waiting-period | · | registered | withdrawn | cannot-register | cannot-register | · | do-not-register | expired | = | = | = | = | = |
//! | registered | · | · | · | · | · | cancelled | · | · | · | = | = | = | = |
//! | cannot-register | · | · | · | = | · | · | · | · | = | · | · | · | · |
//! | withdrawn | · | · | · | · | · | · | · | · | = | · | · | · | · |
//! | cancelled | · | · | · | · | · | · | · | · | = | · | · | · | · |
//! | do-not-register | · | · | · | · | cannot-register | · | · | expired | = | · | · | · | · |
//! | expired | · | · | · | · | cannot-register | · | · | · | = | · | · | · | · |
//!
//! Setting any other status by hand is refused from everywhere.
//!
//! Where ours is stricter than today's service (contract section 6, bold cells; section 9, W19 and W21;
//! rules/safeguarding.md T180 to T182): what has ended stays ended. A registered, cancelled, withdrawn, expired or
//! not-to-be-registered LPA does not become `cannot-register` because its certificate provider declines; a withdrawn one does
//! not by hand either; a cancelled, expired or not-to-be-registered one cannot be withdrawn; and in none of the ended
//! statuses does anyone sign, decline, step in, leave or sever.

use serde::{Deserialize, Serialize};

use crate::choice::Words;
use crate::problem::Problem;

crate::words! {
    /// Where an LPA stands (contract section 6).
    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    pub enum Status {
        /// Created; signatures and checks outstanding.
        InProgress = "in-progress",
        /// Complete; people have been told and may object (SI 2007/1253 reg. 12).
        StatutoryWaitingPeriod = "statutory-waiting-period",
        /// In force.
        Registered = "registered",
        /// Cannot become valid.
        CannotRegister = "cannot-register",
        /// Taken back by the donor before registration.
        Withdrawn = "withdrawn",
        /// No longer in force.
        Cancelled = "cancelled",
        /// OPG decided not to register it.
        DoNotRegister = "do-not-register",
        /// Not completed in time.
        Expired = "expired",
    }
}

/// What may happen to an LPA, as far as its status is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// It is complete, and the waiting period begins.
    BeginWaitingPeriod,
    /// It is registered.
    Register,
    /// The donor takes it back.
    Withdraw,
    /// The certificate provider declines.
    Decline,
    /// OPG sets a status by hand.
    Set(Status),
    /// It is corrected, before registration.
    Correct,
    /// Something that leaves the status as it is, and has no place in an LPA that has ended.
    Act(Ordinary),
}

/// What leaves the status as it is, and has no place in an LPA that has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ordinary {
    /// Anyone but the donor signs.
    Sign,
    /// An attorney or trust corporation declines.
    OptOut,
    /// Attorneys are removed, or replacements step in.
    ChangeAttorneys,
    /// Restrictions are severed.
    Sever,
}

impl Ordinary {
    const fn refused(self) -> &'static str {
        match self {
            Self::Sign => "cannot sign",
            Self::OptOut => "cannot opt out",
            Self::ChangeAttorneys => "cannot change attorneys",
            Self::Sever => "cannot sever restrictions and conditions",
        }
    }
}

impl Status {
    /// The status after a step, or the problem that the caller is told. Where today's service refuses too, the words are
    /// its own (contract sections 5.3 and 6).
    pub fn after(self, step: Step) -> Result<Self, Problem> {
        match (step, self) {
            (Step::BeginWaitingPeriod, Self::InProgress) => Ok(Self::StatutoryWaitingPeriod),
            (Step::BeginWaitingPeriod, _) => {
                on_type("status must be in-progress to enter statutory-waiting-period")
            }
            (Step::Register, Self::StatutoryWaitingPeriod) => Ok(Self::Registered),
            (Step::Register, _) => on_type("status must be statutory-waiting-period to register"),

            (Step::Withdraw, Self::InProgress | Self::StatutoryWaitingPeriod) => Ok(Self::Withdrawn),
            (Step::Withdraw, Self::Withdrawn) => on_type("lpa has already been withdrawn"),
            (Step::Withdraw, Self::Registered) => on_type("cannot withdraw a registered lpa"),
            (Step::Withdraw, Self::CannotRegister) => on_type("cannot withdraw an unregisterable lpa"),
            (Step::Withdraw, Self::Cancelled | Self::DoNotRegister | Self::Expired) => {
                Err(self.forbids("cannot withdraw"))
            }

            (Step::Decline, Self::InProgress | Self::StatutoryWaitingPeriod | Self::CannotRegister) => {
                Ok(Self::CannotRegister)
            }
            (
                Step::Decline,
                Self::Registered | Self::Withdrawn | Self::Cancelled | Self::DoNotRegister | Self::Expired,
            ) => Err(self.forbids("certificate provider cannot opt out")),

            (Step::Set(target), from) => from.set_by_hand(target),

            (Step::Correct, Self::Registered) => on_type("Cannot make corrections to a Registered LPA"),
            (Step::Correct, from) => Ok(from),

            (Step::Act(_), from @ (Self::InProgress | Self::StatutoryWaitingPeriod | Self::Registered)) => {
                Ok(from)
            }
            (
                Step::Act(what),
                Self::CannotRegister
                | Self::Withdrawn
                | Self::Cancelled
                | Self::DoNotRegister
                | Self::Expired,
            ) => Err(self.forbids(what.refused())),
        }
    }

    /// The one part of the match that looks at two statuses.
    fn set_by_hand(self, target: Self) -> Result<Self, Problem> {
        match (target, self) {
            (Self::InProgress | Self::StatutoryWaitingPeriod | Self::Registered | Self::Withdrawn, _) => {
                on_status("Lpa cannot be manually updated to this status")
            }
            (Self::CannotRegister, Self::Registered) => {
                on_status("Lpa status cannot be registered while changing to cannot register")
            }
            (Self::CannotRegister, Self::Cancelled) => {
                on_status("Lpa status cannot be cancelled while changing to cannot register")
            }
            (Self::CannotRegister, Self::Withdrawn) => {
                on_status("Lpa status cannot be withdrawn while changing to cannot register")
            }
            (Self::CannotRegister, Self::CannotRegister) => {
                on_status("Lpa status is cannot register already")
            }
            (
                Self::CannotRegister,
                Self::InProgress | Self::StatutoryWaitingPeriod | Self::DoNotRegister | Self::Expired,
            ) => Ok(Self::CannotRegister),
            (Self::Cancelled, Self::Registered) => Ok(Self::Cancelled),
            (Self::Cancelled, _) => on_status("Lpa status has to be registered while changing to cancelled"),
            (Self::DoNotRegister, Self::StatutoryWaitingPeriod) => Ok(Self::DoNotRegister),
            (Self::DoNotRegister, _) => {
                on_status("Lpa status has to be statutory waiting period while changing to do not register")
            }
            (Self::Expired, Self::InProgress | Self::StatutoryWaitingPeriod | Self::DoNotRegister) => {
                Ok(Self::Expired)
            }
            (Self::Expired, _) => on_status(
                "Lpa status has to be in progress, statutory waiting period or do not register while changing to expired",
            ),
        }
    }

    /// Why something cannot be done, for a status in which today's service would do it.
    fn forbids(self, what: &str) -> Problem {
        Problem::new("/type", format!("{what}: the lpa is {}", self.word()))
    }
}

fn on_type(detail: &'static str) -> Result<Status, Problem> {
    Err(Problem::new("/type", detail))
}

fn on_status(detail: &'static str) -> Result<Status, Problem> {
    Err(Problem::new("/status", detail))
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEPS: [(&str, Step); 13] = [
        ("waiting period", Step::BeginWaitingPeriod),
        ("register", Step::Register),
        ("withdraw", Step::Withdraw),
        ("decline", Step::Decline),
        ("set cannot-register", Step::Set(Status::CannotRegister)),
        ("set cancelled", Step::Set(Status::Cancelled)),
        ("set do-not-register", Step::Set(Status::DoNotRegister)),
        ("set expired", Step::Set(Status::Expired)),
        ("correct", Step::Correct),
        ("sign", Step::Act(Ordinary::Sign)),
        ("opt out", Step::Act(Ordinary::OptOut)),
        ("change attorneys", Step::Act(Ordinary::ChangeAttorneys)),
        ("sever", Step::Act(Ordinary::Sever)),
    ];

    fn cell(from: Status, step: Step) -> &'static str {
        match from.after(step) {
            Ok(to) if to == from => "=",
            Ok(to) => to.word(),
            Err(_) => "·",
        }
    }

    #[test]
    fn the_table_in_the_docs_is_the_match() {
        let row = |first: &str, cells: &[&str]| format!("//! | {first} | {} |\n", cells.join(" | "));
        let rule = format!("//! |{}\n", "---|".repeat(STEPS.len() + 1));
        let mut table = row("from", &STEPS.map(|(name, _)| name)) + &rule;
        for from in Status::ALL {
            table += &row(from.word(), &STEPS.map(|(_, step)| cell(*from, step)));
        }
        assert!(include_str!("status.rs").contains(&table), "replace the table by:\n{table}");
    }

    #[test]
    fn the_lifecycle_is_todays_where_today_is_right() {
        // contract section 6: rows in-progress, SWP, registered, cannot-register, withdrawn, cancelled, do-not-register,
        // expired; columns SWP, REGISTER, WITHDRAW, CP opt-out, OPG to cannot-register, cancelled, do-not-register, expired.
        // `!` marks what today's service allows and ours refuses.
        let today = [
            "statutory-waiting-period · withdrawn cannot-register cannot-register · · expired",
            "· registered withdrawn cannot-register cannot-register · do-not-register expired",
            "· · · ! · cancelled · ·",
            "· · · = · · · ·",
            "· · · ! ! · · ·",
            "· · ! ! · · · ·",
            "· · ! ! cannot-register · · expired",
            "· · ! ! cannot-register · · ·",
        ];
        for (from, row) in Status::ALL.iter().zip(today) {
            let ours: Vec<&str> = STEPS[..8].iter().map(|(_, step)| cell(*from, *step)).collect();
            assert_eq!(ours.join(" "), row.replace('!', "·"), "{}", from.word());
        }
    }

    #[test]
    fn some_statuses_are_never_set_by_hand() {
        // contract section 6, below the matrix
        for target in
            [Status::InProgress, Status::StatutoryWaitingPeriod, Status::Registered, Status::Withdrawn]
        {
            for from in Status::ALL {
                let refusal = from.after(Step::Set(target)).unwrap_err();
                assert_eq!(refusal.source, "/status");
                assert_eq!(refusal.detail, "Lpa cannot be manually updated to this status");
            }
        }
    }

    #[test]
    fn a_refusal_says_why() {
        let why = |from: Status, step| from.after(step).unwrap_err();
        // contract section 5.3: today's words
        assert_eq!(why(Status::Withdrawn, Step::Withdraw).detail, "lpa has already been withdrawn");
        assert_eq!(
            why(Status::Cancelled, Step::Set(Status::CannotRegister)),
            Problem::new("/status", "Lpa status cannot be cancelled while changing to cannot register")
        );
        // ours, where today's service goes on (W19, W21)
        assert_eq!(
            why(Status::Expired, Step::Withdraw),
            Problem::new("/type", "cannot withdraw: the lpa is expired")
        );
        assert_eq!(
            why(Status::Withdrawn, Step::Act(Ordinary::Sign)),
            Problem::new("/type", "cannot sign: the lpa is withdrawn")
        );
    }

    #[test]
    fn the_words_of_json_and_of_updates_are_the_same() {
        for status in Status::ALL {
            assert_eq!(serde_json::to_value(status).unwrap(), status.word());
        }
    }
}
