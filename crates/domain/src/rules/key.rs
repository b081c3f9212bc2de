//! The names of all that can be told of a topic, by kind of value. A data table.
//!
//! To add one: a variant here under its kind, and a row in [`place`](super::place) that says where it is told.

use super::question::Question;
use super::relation::Relation;
use super::topic::Topic;

/// Declares the keys of one kind, and the number that each has among all.
macro_rules! keys {
    ($(#[$outer:meta])* $name:ident from $first:literal { $($(#[$inner:meta])* $variant:ident),+ $(,)? }) => {
        $(#[$outer])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$inner])* $variant),+ }

        impl $name {
            pub(super) const fn number(self) -> usize {
                $first + self as usize
            }
        }
    };
}

keys! {
    /// Something written.
    Text from 0 {
        /// Identifies an actor within the LPA.
        Uid,
        /// The number of the LPA.
        LpaUid,
        /// First names.
        FirstNames,
        /// Last name.
        LastName,
        /// Other names that somebody is known by.
        OtherNames,
        /// The name of a company.
        Name,
        /// The number of a company.
        CompanyNumber,
        /// First line of the address.
        Line1,
        /// Second line.
        Line2,
        /// Third line.
        Line3,
        /// Town or city.
        Town,
        /// Postcode.
        Postcode,
        /// Country, two capital letters.
        Country,
        /// Email address.
        Email,
        /// Mobile or phone number.
        Phone,
        /// Which decisions are joint, in the donor's words.
        HowDetails,
        /// Which decisions of the replacements are joint.
        ReplacementHowDetails,
        /// How else replacements step in.
        StepInDetails,
        /// Restrictions and conditions.
        Restrictions,
        /// What somebody is in the company that they sign for.
        ProfessionalTitle,
        /// First names of the second who signs for a company.
        SecondFirstNames,
        /// Last name of the second.
        SecondLastName,
        /// What the second is in the company.
        SecondTitle,
        /// Last name of a third, of whom there may be none.
        ThirdLastName,
        /// On paper: the name of who witnessed the signature.
        WitnessName,
        /// First line of that witness's address.
        WitnessLine1,
        /// Postcode of that witness.
        WitnessPostcode,
        /// First names of the identity that was verified.
        VerifiedFirstNames,
        /// Last name of the identity that was verified.
        VerifiedLastName,
        /// First line of the address of that identity.
        VerifiedLine1,
        /// Second line of it.
        VerifiedLine2,
        /// Third line of it.
        VerifiedLine3,
        /// Postcode of that identity.
        VerifiedPostcode,
        /// Country of that identity's address.
        VerifiedCountry,
        /// What the identity provider calls the person whom it verified.
        IdentitySubject,
        /// The number of the application that could not be registered, of which this is a repeat.
        PreviousReference,
        /// Why the status of the LPA is changed.
        StatusReason,
    }
}

keys! {
    /// Yes or no.
    Flag from 64 {
        /// Whether the donor can sign.
        CanSign,
        /// Whether the donor is, or was, married or in a civil partnership.
        EverMarried,
        /// Whether the restrictions say that a husband, wife or civil partner stays an attorney after the marriage ends.
        SpouseStays,
        /// Whether somebody signs now, or tries to.
        SignsNow,
        /// Whether somebody opts out now, or tries to.
        OptsOutNow,
        /// Whether somebody has read the LPA.
        HasRead,
        /// Whether somebody confirmed that what the LPA says of them is right.
        DetailsConfirmed,
        /// Whether OPG, and not the donor, said how attorneys decide.
        HowIsDefault,
        /// Whether OPG, and not the donor, said when the LPA can be used.
        WhenUsedIsDefault,
        /// Whether OPG, and not the donor, chose about life-sustaining treatment.
        LifeSustainingIsDefault,
        /// On paper: whether a scan shows which decisions are joint.
        HowDetailsScanned,
        /// Whether there is evidence that the certificate provider spoke with the donor in private, and what was said.
        PrivateConversation,
        /// Whether there is evidence that the certificate provider was with the donor and saw the signature.
        PresentAtSigning,
        /// Whether somebody's identity is, or was to be, proved by vouching.
        IdentityVouched,
        /// Whether every section of the draft is finished.
        TasksDone,
        /// Whether the donor declares to sign.
        DeclaresToSign,
        /// Whether the donor declares to apply for registration.
        DeclaresToApply,
        /// Whether anything in the LPA was changed after the donor signed, and not by OPG's own correction.
        ChangedSinceSigned,
        /// Whether the name or date of birth was changed after the identity was confirmed.
        ChangedSinceIdentity,
        /// Whether the LPA is sent to wait for registration now.
        WaitingPeriodAsked,
        /// Whether the LPA is registered now.
        RegistrationAsked,
        /// Whether case management holds an anomaly that hinders registration.
        FatalAnomaly,
        /// On paper: whether the witness signed.
        WitnessSigned,
        /// On paper: whether option A on life-sustaining treatment is signed.
        OptionASigned,
        /// On paper: whether option B is.
        OptionBSigned,
        /// On paper: whether a text goes on beyond its box.
        TextContinues,
        /// On paper: whether continuation sheet 2 is there.
        HasSheet2,
        /// On paper: whether continuation sheet 3 is there.
        HasSheet3,
        /// On paper: whether continuation sheet 4 is there.
        HasSheet4,
        /// On paper: whether pages of the form are missing.
        PagesMissing,
        /// On paper: whether it is made on another form, or another version of it, than is prescribed.
        OtherForm,
        /// On paper: whether the form says something else than the prescribed one does.
        ContentDiffers,
        /// On paper: whether it was stored although something in it is wrong.
        StoredWithErrors,
        /// Whether the donor takes the way through the Court of Protection.
        CourtRoute,
        /// Whether the identity is proved at the Post Office.
        AtPostOffice,
    }
}

keys! {
    /// A day of the calendar.
    Day from 192 {
        /// Date of birth, as it was written: it may be no day at all.
        Birth,
        /// The date of birth of the identity that was verified.
        VerifiedBirth,
        /// The day on which a passport expires, or did.
        PassportExpires,
        /// Since when somebody has known the donor personally.
        KnownSince,
        /// On paper: the date beside option A.
        OptionADated,
        /// On paper: the date beside option B.
        OptionBDated,
        /// On paper: the date of continuation sheet 3.
        Sheet3Dated,
        /// The date of OPG's letter that a repeat application may be made.
        InvitedToRepeat,
    }
}

keys! {
    /// A moment.
    At from 256 {
        /// When somebody signed.
        Signed,
        /// When the certificate provider saw the donor sign.
        WitnessedByCertificateProvider,
        /// When the independent witness did.
        WitnessedByWitness,
        /// When the certificate provider confirmed not to be related.
        NotRelatedConfirmed,
        /// When an identity was confirmed.
        IdentityChecked,
        /// When the second who signs for a company signed.
        SecondSigned,
        /// When somebody opted out, or disclaimed.
        OptedOut,
        /// When the donor last checked the LPA.
        Checked,
        /// When it was last shared with the certificate provider.
        Shared,
        /// When anything in it was last changed.
        Changed,
        /// When the witness code in use was sent.
        CodeSent,
        /// When that code was entered.
        CodeEntered,
        /// When another code was asked for.
        CodeAskedAgain,
        /// When the Court directed that the identity is taken as proved.
        CourtDirected,
        /// When the signed LPA was sent to the register.
        Submitted,
        /// When the waiting period before registration began.
        WaitingSince,
        /// When somebody was given notice of the application to register.
        NoticeGiven,
        /// When an objection was received.
        Received,
        /// When it was resolved.
        Resolved,
    }
}

keys! {
    /// How many.
    Count from 320 {
        /// How often somebody was asked to vouch, this time included.
        VouchAttempts,
        /// How many digits the witness code that was entered has.
        CodeDigits,
        /// How many witness codes were entered within an hour, this one included.
        CodesEntered,
        /// On paper: how many people stand on continuation sheets 1.
        Sheet1People,
    }
}

keys! {
    /// A word of a closed list.
    Word from 352 {
        /// What kind of power it is.
        LpaType,
        /// How the LPA was made, or how an actor takes part.
        Channel,
        /// The language of the LPA.
        Language,
        /// Whether an attorney acts.
        Status,
        /// Whether an attorney was appointed first or in replacement.
        Appointment,
        /// How attorneys decide.
        How,
        /// How replacements decide.
        ReplacementHow,
        /// When replacements step in.
        StepIn,
        /// When a property LPA may be used.
        WhenUsed,
        /// Life-sustaining treatment.
        LifeSustaining,
        /// Whose account drafts.
        Account,
        /// How far payment is.
        Payment,
        /// What came of proving an identity.
        IdentityResult,
        /// In which language somebody reads and signs the LPA.
        SignsIn,
        /// On paper: what the witness of a signature is in the LPA.
        WitnessIs,
        /// As what somebody applies for registration.
        AppliesAs,
        /// Which status the LPA is given now.
        StatusAsked,
        /// As what somebody objects to registration.
        ObjectsAs,
        /// How the certificate provider knows the donor.
        Relationship,
        /// For how long the certificate provider has known the donor, roughly.
        KnownFor,
    }
}

impl Flag {
    /// Whether leaving it out says no: nobody does what nobody says that they do now, and the LPA Store leaves out what is not the
    /// default.
    pub const fn is_no_when_left_out(self) -> bool {
        matches!(
            self,
            Self::SignsNow
                | Self::OptsOutNow
                | Self::WaitingPeriodAsked
                | Self::HowIsDefault
                | Self::WhenUsedIsDefault
                | Self::LifeSustainingIsDefault
        )
    }
}

/// One more than the number of any key.
pub(super) const KEYS: usize = 448;

/// What can be told of a topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// Something written.
    Text(Text),
    /// Yes or no.
    Flag(Flag),
    /// A day.
    Day(Day),
    /// A moment.
    At(At),
    /// How many.
    Count(Count),
    /// A word of a closed list.
    Word(Word),
}

impl Key {
    pub(super) const fn number(self) -> usize {
        match self {
            Self::Text(key) => key.number(),
            Self::Flag(key) => key.number(),
            Self::Day(key) => key.number(),
            Self::At(key) => key.number(),
            Self::Count(key) => key.number(),
            Self::Word(key) => key.number(),
        }
    }
}

/// One thing that a rule says it reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Input {
    /// Something told of a topic.
    Told(Topic, Key),
    /// Whether there are any of a topic, and how many.
    List(Topic),
    /// How somebody is related to somebody.
    Related(Topic, Topic, Relation),
    /// What OPG's records, or another register, say of a topic.
    Recorded(Topic, Question),
    /// The day of the assessment.
    Today,
}

impl Topic {
    /// Something written of it, as an input.
    pub const fn text(self, key: Text) -> Input {
        Input::Told(self, Key::Text(key))
    }

    /// A yes or no of it, as an input.
    pub const fn flag(self, key: Flag) -> Input {
        Input::Told(self, Key::Flag(key))
    }

    /// A day of it, as an input.
    pub const fn day(self, key: Day) -> Input {
        Input::Told(self, Key::Day(key))
    }

    /// A moment of it, as an input.
    pub const fn at(self, key: At) -> Input {
        Input::Told(self, Key::At(key))
    }

    /// A number of it, as an input.
    pub const fn count(self, key: Count) -> Input {
        Input::Told(self, Key::Count(key))
    }

    /// A word of it, as an input.
    pub const fn word_of(self, key: Word) -> Input {
        Input::Told(self, Key::Word(key))
    }

    /// Whether there are any, and how many, as an input.
    pub const fn list(self) -> Input {
        Input::List(self)
    }

    /// How it is related to another, as an input.
    pub const fn related(self, other: Self, relation: Relation) -> Input {
        Input::Related(self, other, relation)
    }

    /// What records say of it, as an input.
    pub const fn recorded(self, question: Question) -> Input {
        Input::Recorded(self, question)
    }
}
