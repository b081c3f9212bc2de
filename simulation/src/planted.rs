//! A data table: the faults that can be planted, each with the invariants that tell of it. The simulation is worth as
//! much as the faults that it finds.

use causeway::planted::Planted;

use crate::invariants::Invariant;
use crate::invariants::Invariant::{
    AbsenceIsTrue, AnsweredInTime, AsWithoutFaults, AtMostOnce, CopiesAreTrue, DiscardedStays,
    EverythingEnds, InOrder, NewestIsTold, NothingLost, NothingPersonal, OneLease, ParkedForCause,
    ReceiptsStand, RecordedOnce, ReleasedGoesOn, RepairsAreAudited, RepeatsAgree, ReturnIsTold, ScansAreKept,
    SettledOnce, ShownIsTrue, TableIsKept, TheRestIsTold, UidsOnce, UnsettledIsShown, WindowsAreKept,
    WindowsStand,
};

/// Makes the list of faults, their names, what each does, and by which invariants it may be found.
macro_rules! plants {
    ($($(#[$of:meta])* $plant:ident, $name:literal, $what:literal, [$($invariant:ident),+];)+) => {
        /// A fault that can be planted.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Plant {
            $(#[doc = $what] $plant,)+
            /// A fault in the use cases themselves.
            UseCase(Planted),
        }

        /// Every fault in the ports.
        const IN_PORTS: &[(Plant, &str, &str, &[Invariant])] =
            &[$((Plant::$plant, $name, $what, &[$($invariant),+]),)+];
    };
}

plants! {
    JournalAcksBeforeSync, "journal-acks-before-sync", "acknowledges before the disk has it", [NothingLost];
    DiskTakesATornWriteForWhole, "disk-takes-a-torn-write-for-whole", "does not check its records: a torn one counts", [RecordedOnce, RepeatsAgree, AsWithoutFaults, NothingLost, RepairsAreAudited];
    DiskLosesTheMiddle, "disk-loses-the-middle", "loses a record that others follow, and goes on", [NothingLost, ReceiptsStand, AsWithoutFaults];
    JournalForgetsKeys, "journal-forgets-keys", "does not look for an idempotency key", [RecordedOnce];
    JournalForgetsKeysAtRecovery, "journal-forgets-keys-at-recovery", "does not rebuild its index of keys", [RecordedOnce];
    JournalMixesConsumers, "journal-mixes-consumers", "takes the key of one consumer for that of another", [RepeatsAgree];
    JournalDoesNotCompareRepeats, "journal-does-not-compare-repeats", "answers other content under a used key as a repeat", [RepeatsAgree];
    JournalAnswersRepeatsFromTheLatest, "journal-answers-repeats-from-the-latest", "answers a repeat with another receipt", [RepeatsAgree, ReceiptsStand];
    JournalForgetsBodies, "journal-forgets-bodies", "does not keep the body that was first answered", [RepeatsAgree];
    JournalIgnoresOrder, "journal-ignores-order", "leases the last of a line first", [InOrder];
    JournalOvertakesTheParked, "journal-overtakes-the-parked", "goes on behind a parked operation", [InOrder];
    JournalLeasesTwice, "journal-leases-twice", "leases what is leased", [OneLease];
    JournalTakesAnOldLease, "journal-takes-an-old-lease", "does not compare the lease token", [OneLease];
    JournalSettlesAfterTheLease, "journal-settles-after-the-lease", "does not look whether the lease has run out", [OneLease];
    JournalLosesSettlements, "journal-loses-settlements", "says settled and writes nothing", [EverythingEnds, ReceiptsStand];
    JournalMistakesRefusals, "journal-mistakes-refusals", "writes applied for refused", [AsWithoutFaults, ReceiptsStand];
    JournalDropsThePostponed, "journal-drops-the-postponed", "never offers again what was postponed", [EverythingEnds];
    JournalPrunesTheHeld, "journal-prunes-the-held", "prunes what is still held", [EverythingEnds];
    JournalSaysNothingWaits, "journal-says-nothing-waits", "does not tell that a creation is on its way", [AbsenceIsTrue];
    JournalHidesTheParked, "journal-hides-the-parked", "does not count what is parked", [EverythingEnds];
    JournalForgetsNotices, "journal-forgets-notices", "never offers what is to be told", [TheRestIsTold];
    JournalSupersedesBackwards, "journal-supersedes-backwards", "lets an earlier state of a draft supersede a later one", [AsWithoutFaults];
    JournalSupersedesTheDoubtful, "journal-supersedes-the-doubtful", "lets a later state of a draft take the place of one that may have been applied", [ReceiptsStand, AsWithoutFaults];
    WebhooksOnlySayReceived, "webhooks-only-say-received", "says that a receiver has what it does not have", [TheRestIsTold];
    RegisterForgetsIds, "register-forgets-ids", "applies an operation again by its id", [AtMostOnce, AsWithoutFaults];
    RegisterCreatesTwice, "register-creates-twice", "lets the second of two creations overwrite the first", [AsWithoutFaults, AtMostOnce];
    RegisterOverwrites, "register-overwrites", "writes without looking at the version", [AtMostOnce, AsWithoutFaults];
    RegisterLosesAWrite, "register-loses-a-write", "loses a write that it has acknowledged", [AsWithoutFaults, ShownIsTrue];
    RegisterOnlySaysApplied, "register-only-says-applied", "says applied and does nothing", [AsWithoutFaults];
    RegisterAppliesHalf, "register-applies-half", "writes the version and not the document", [AsWithoutFaults];
    RegisterForgetsHistory, "register-forgets-history", "drops earlier versions", [AsWithoutFaults];
    RegisterAnswersRepeatsWithTheLatest, "register-answers-repeats-with-the-latest", "answers a repeat with the LPA as it is now", [AsWithoutFaults];
    RegisterForgetsRefusals, "register-forgets-refusals", "judges a late duplicate of a refused operation anew", [AsWithoutFaults];
    RegisterKeepsAnOlderDraft, "register-keeps-an-older-draft", "lets an older state of a draft overwrite a later one", [AsWithoutFaults];
    RegisterLetsADraftRiseAgain, "register-lets-a-draft-rise-again", "lets a tombstone lose to an older state of its draft", [AsWithoutFaults];
    RegisterCountsAPaymentTwice, "register-counts-a-payment-twice", "keeps a payment that was told before as another one", [AtMostOnce, AsWithoutFaults];
    RegisterOnlySaysPaid, "register-only-says-paid", "says that a payment is kept and does not keep it", [AsWithoutFaults];
    RegisterMixesUpTheFee, "register-mixes-up-the-fee", "keeps what was told of a fee in another order", [AsWithoutFaults];
    RegisterReadsAnOldVersion, "register-reads-an-old-version", "shows an LPA as it was before", [ShownIsTrue, AbsenceIsTrue];
    RegisterMovesTheStaticCopy, "register-moves-the-static-copy", "shows the LPA of today as its static copy", [ShownIsTrue];
    RegisterSaysAbsentWhenAway, "register-says-absent-when-away", "says that there is none when it cannot be asked", [AbsenceIsTrue];
    UidsHandOutABlockAgain, "uids-hand-out-a-block-again", "reserves the same block for everyone", [UidsOnce];
    UidsOverlap, "uids-overlap", "lets a block begin within the one before", [UidsOnce];
    IdsRepeat, "ids-repeat", "makes each identifier twice", [RepeatsAgree, RecordedOnce];
    IdsBeginAgain, "ids-begin-again", "makes the same identifiers after every start", [RepeatsAgree];
    RepairsAckBeforeSync, "repairs-ack-before-sync", "answers a repair before the disk has it", [RepairsAreAudited];
    RepairsLeaveNoTrace, "repairs-leave-no-trace", "leaves out of the audit trail who repaired", [RepairsAreAudited];
    DiscardsIgnoreLeases, "discards-ignore-leases", "gives up what is being forwarded", [OneLease];
    DiscardsAreForwarded, "discards-are-forwarded", "goes on forwarding what was given up", [SettledOnce];
    DiscardsFreeNobody, "discards-free-nobody", "leaves what was given up at the head of its line", [EverythingEnds];
    JournalForgetsDoubt, "journal-forgets-doubt", "does not say that an operation may have been applied", [DiscardedStays];
    ReleasesOnlySaySo, "releases-only-say-so", "says released and leaves it parked", [ReleasedGoesOn];
    ReleasesOvertake, "releases-overtake", "has what was released go before what came first", [InOrder];
    ReleasesBreakLeases, "releases-break-leases", "leases what is being forwarded when it is released", [OneLease];
    ListsHideTheParked, "lists-hide-the-parked", "does not list what is parked", [UnsettledIsShown];
    WindowsAckBeforeSync, "windows-ack-before-sync", "answers an announcement before the disk has it", [WindowsStand];
    WindowsDoNotCompareNumbers, "windows-do-not-compare-numbers", "notes what was decided on an older calendar", [WindowsStand];
    WindowsForgetExtensions, "windows-forget-extensions", "notes an extended window with its old end", [WindowsStand];
    CopiesKeepTheLastToArrive, "copies-keep-the-last-to-arrive", "lets an older copy replace a newer one, or a tombstone", [NewestIsTold];
    CopiesAreMixedUp, "copies-are-mixed-up", "tells the copy of another LPA", [CopiesAreTrue];
    DocumentsForget, "documents-forget", "says that a scan is kept and does not keep it", [ScansAreKept];
}

/// Every fault in the use cases, behind the feature `planted` of `causeway`.
const IN_USE_CASES: &[(Planted, &str, &str, &[Invariant])] = &[
    (
        Planted::SettlesBeforeApplying,
        "use-case-settles-before-applying",
        "settles as applied what it has not carried to the register",
        &[AsWithoutFaults],
    ),
    (
        Planted::ForgetsToSettle,
        "use-case-forgets-to-settle",
        "tells the caller and not the journal",
        &[EverythingEnds, ReceiptsStand],
    ),
    (
        Planted::RetriesRefusals,
        "use-case-retries-refusals",
        "carries a refused operation to the register again and again",
        &[EverythingEnds],
    ),
    (
        Planted::TakesSilenceForRefusal,
        "use-case-takes-silence-for-refusal",
        "refuses what the register did not answer",
        &[AsWithoutFaults],
    ),
    (
        Planted::ForwardsUnderANewId,
        "use-case-forwards-under-a-new-id",
        "forwards a second time under another id",
        &[AtMostOnce, AsWithoutFaults],
    ),
    (
        Planted::AnswersBeforeRecording,
        "use-case-answers-before-recording",
        "answers held before the journal has it",
        &[NothingLost],
    ),
    (
        Planted::SaysAbsentUnasked,
        "use-case-says-absent-unasked",
        "says that there is none without asking the journal",
        &[AbsenceIsTrue],
    ),
    (
        Planted::WaitsWithoutLimit,
        "use-case-waits-without-limit",
        "lets a caller wait for the register for ever",
        &[AnsweredInTime],
    ),
    (
        Planted::IgnoresKeysOfUids,
        "use-case-ignores-keys-of-uids",
        "does not remember a UID under the caller's key",
        &[UidsOnce],
    ),
    (
        Planted::LogsContent,
        "use-case-logs-content",
        "writes the operation's content into the log",
        &[NothingPersonal],
    ),
    (
        Planted::DiscardsUnacknowledged,
        "use-case-discards-unacknowledged",
        "gives up what may have been applied as if that had been said",
        &[DiscardedStays],
    ),
    (
        Planted::WorksInWindows,
        "use-case-works-in-windows",
        "does not stop calling the register when a window begins",
        &[WindowsAreKept],
    ),
    (
        Planted::StaysInWindows,
        "use-case-stays-in-windows",
        "does not go on when a window is ended early",
        &[WindowsAreKept],
    ),
    (
        Planted::NamesNoEnd,
        "use-case-names-no-end",
        "tells who is turned away in a window to come back in a second",
        &[ReturnIsTold],
    ),
    (
        Planted::HoldsDecisions,
        "use-case-holds-decisions",
        "holds a decision about the status that the table refuses",
        &[TableIsKept],
    ),
    (
        Planted::TakesQuestionsForWitnesses,
        "use-case-takes-questions-for-witnesses",
        "holds a failure against an operation because a question was answered",
        &[ParkedForCause],
    ),
    (
        Planted::TellsAnyAge,
        "use-case-tells-any-age",
        "tells what was last known however old it is",
        &[CopiesAreTrue],
    ),
    (
        Planted::DatesCopiesAnew,
        "use-case-dates-copies-anew",
        "dates what was last known with the moment of telling it",
        &[CopiesAreTrue],
    ),
];

impl Plant {
    /// Every fault.
    pub fn all() -> impl Iterator<Item = Self> {
        let in_use_cases = IN_USE_CASES.iter().map(|(planted, ..)| Self::UseCase(*planted));
        IN_PORTS.iter().map(|(plant, ..)| *plant).chain(in_use_cases)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        self.row().0
    }

    /// What it does.
    pub fn what(self) -> &'static str {
        self.row().1
    }

    /// The invariants by which it may be found.
    pub fn found_by(self) -> &'static [Invariant] {
        self.row().2
    }

    /// The fault of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|plant| plant.name() == name)
    }

    fn row(self) -> (&'static str, &'static str, &'static [Invariant]) {
        let of_ports = IN_PORTS.iter().find(|(plant, ..)| *plant == self);
        let of_use_cases = IN_USE_CASES.iter().find(|(planted, ..)| Self::UseCase(*planted) == self);
        let of_ports = of_ports.map(|(_, name, what, found_by)| (*name, *what, *found_by));
        of_ports
            .or_else(|| of_use_cases.map(|(_, name, what, found_by)| (*name, *what, *found_by)))
            .unwrap_or(("", "", &[]))
    }

    /// What `causeway` is to do wrong, if it is there.
    pub(crate) const fn in_use_cases(self) -> Option<Planted> {
        match self {
            Self::UseCase(planted) => Some(planted),
            _ => None,
        }
    }
}
