//! What must hold of every history, each in words and in a check of its own.

mod absence;
mod copies;
mod drafts;
mod ending;
mod fees;
mod order;
pub(crate) mod parking;
mod personal;
mod receipts;
mod register;
mod repairs;
mod repeats;
mod shown;
mod telling;
mod uids;
mod windows;

use std::fmt;

use crate::evidence::Evidence;

/// Makes the list of invariants with their sentences.
macro_rules! invariants {
    ($($name:ident: $sentence:literal,)+) => {
        /// What must hold of every history.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Invariant {
            $(#[doc = $sentence] $name,)+
        }

        impl Invariant {
            /// Every invariant.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// It in words.
            pub const fn sentence(self) -> &'static str {
                match self { $(Self::$name => $sentence,)+ }
            }
        }
    };
}

invariants! {
    NothingLost: "what was acknowledged is in the journal, with the content that was sent",
    RecordedOnce: "an id, and a key of one consumer, is recorded once",
    SettledOnce: "what is settled or parked is not written to again",
    OneLease: "one lease of an operation is in force, and only its holder settles",
    InOrder: "order per LPA is the order of recording, and that is the order of acknowledgements",
    EverythingEnds: "once the faults end, everything is settled, or parked with what waits behind it, and counted",
    AtMostOnce: "the register has each operation at most once, and versions rise by one",
    AsWithoutFaults: "the register and every receipt are what the operations make in the journal's order without faults",
    ReceiptsStand: "what was told of an operation stays so",
    RepeatsAgree: "a repeat is answered as the first time, and nothing else is taken for one",
    UidsOnce: "no UID is issued twice, and one key has one UID",
    AbsenceIsTrue: "an LPA whose creation was acknowledged is never said to be absent",
    ShownIsTrue: "what is shown is what the register had, and not older than what was told",
    TheRestIsTold: "who was told held is told how it ended",
    AnsweredInTime: "a caller is answered within its budget, whatever the register does",
    ParkedForCause: "what is parked was answered with a conflict or with what cannot be read, or failed so often while operations of others were answered",
    DiscardedStays: "what was given up is not applied, unless who gave it up was told that it may have been, and said so",
    ReleasedGoesOn: "what was released is settled, or parked again",
    RepairsAreAudited: "every repair is in the audit trail with who did it, and nothing else is",
    UnsettledIsShown: "everything that is not settled is listed, in the order of recording",
    WindowsStand: "what was done to a window stands, and no two windows overlap",
    WindowsAreKept: "in a window that it knows of a process calls neither register nor issuer, and outside of one it says so",
    ReturnIsTold: "who asks in a window is told when it ends",
    TableIsKept: "in a window nothing is held or shown that the table refuses",
    CopiesAreTrue: "what was last known was so, not before its date, and is not older than agreed; gone is said of what is gone",
    NewestIsTold: "of what was kept of an LPA nothing older is told, and no copy that a tombstone buries",
    ScansAreKept: "the scans that a document names are kept",
    NothingPersonal: "no line of the log holds personal data",
    NoPanic: "nothing panics",
}

/// One way in which a history broke an invariant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Which.
    pub invariant: Invariant,
    /// How: ids and numbers only.
    pub text: String,
}

impl Violation {
    pub(crate) fn new(invariant: Invariant, text: fmt::Arguments<'_>) -> Self {
        Self { invariant, text: text.to_string() }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {} ({})", self.invariant, self.text, self.invariant.sentence())
    }
}

/// Every way in which a history broke an invariant.
pub(crate) fn check(evidence: &Evidence) -> Vec<Violation> {
    let checks = [
        receipts::check,
        repeats::check,
        order::check,
        ending::check,
        register::check,
        drafts::check,
        fees::check,
        uids::check,
        absence::check,
        shown::check,
        telling::check,
        parking::check,
        repairs::check,
        windows::check,
        copies::check,
        personal::check,
    ];
    checks.iter().flat_map(|check| check(evidence)).collect()
}
