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
        /// An organisation.
        Organisation,
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
    }
}

keys! {
    /// Yes or no.
    Flag from 64 {
        /// Whether the donor can sign.
        CanSign,
    }
}

keys! {
    /// A day of the calendar.
    Day from 192 {
        /// Date of birth, as it was written: it may be no day at all.
        Birth,
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
    }
}

keys! {
    /// How many.
    Count from 320 {
        /// How often somebody was asked to vouch, this time included.
        VouchAttempts,
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
