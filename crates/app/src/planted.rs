//! Faults in the use cases, to be planted by the simulation, which must find them. Only with the feature `planted` can
//! one be planted; without it `planted` is `false`, and the compiler leaves every fault out.

use lpa_domain::Refusal;
use lpa_ports::{Applied, RegisterError};

/// A fault in the use cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Planted {
    /// Settles as applied what was not carried to the register.
    SettlesBeforeApplying,
    /// Tells the caller, and not the journal.
    ForgetsToSettle,
    /// Carries a refused operation to the register again.
    RetriesRefusals,
    /// Refuses what the register did not answer.
    TakesSilenceForRefusal,
    /// Forwards a second time under another id.
    ForwardsUnderANewId,
    /// Answers held before the journal has it.
    AnswersBeforeRecording,
    /// Says that there is no such LPA without asking the journal.
    SaysAbsentUnasked,
    /// Lets a caller wait for the register for ever.
    WaitsWithoutLimit,
    /// Does not remember a UID under the caller's key.
    IgnoresKeysOfUids,
    /// Writes content into the log.
    LogsContent,
    /// Gives up what may have been applied as if that had been acknowledged.
    DiscardsUnacknowledged,
    /// Does not stop calling the register when a window begins.
    WorksInWindows,
    /// Does not go on when a window is ended early.
    StaysInWindows,
    /// Tells who is turned away in a window to come back in a second.
    NamesNoEnd,
    /// Holds a decision that the table refuses.
    HoldsDecisions,
    /// Holds a failure against an operation because a question was answered.
    TakesQuestionsForWitnesses,
    /// Tells what was last known however old it is.
    TellsAnyAge,
    /// Dates what was last known with the moment of telling it.
    DatesCopiesAnew,
}

/// What the register answered, as the planted fault takes it.
pub(crate) fn twist(answer: Result<Applied, RegisterError>) -> Result<Applied, RegisterError> {
    match answer {
        Err(RegisterError::Refused(_)) if planted(Planted::RetriesRefusals) => {
            Err(RegisterError::TakenOver("a refusal taken for something else".into()))
        }
        Err(RegisterError::Offline(_) | RegisterError::OutcomeUnknown(_))
            if planted(Planted::TakesSilenceForRefusal) =>
        {
            Err(RegisterError::Refused(Refusal::unknown_lpa()))
        }
        answer => answer,
    }
}

#[cfg(feature = "planted")]
thread_local! {
    static HERE: std::cell::Cell<Option<Planted>> = const { std::cell::Cell::new(None) };
}

/// Plants a fault in everything that runs in this thread, or takes it out again.
#[cfg(feature = "planted")]
pub fn plant(fault: Option<Planted>) {
    HERE.set(fault);
}

/// Whether this fault is planted here.
#[cfg(feature = "planted")]
pub(crate) fn planted(fault: Planted) -> bool {
    HERE.get() == Some(fault)
}

/// Nothing is ever planted.
#[cfg(not(feature = "planted"))]
pub(crate) const fn planted(_fault: Planted) -> bool {
    false
}
