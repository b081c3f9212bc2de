//! Match classes, and what each may cause (rule book, section 5.4).

use super::birth_date::BirthDateLevel;
use super::comparison::Comparison;
use super::contact::ExactLevel;
use super::forenames::ForenamesLevel;
use super::last_name::LastNameLevel;
use super::postcode::PostcodeLevel;
use super::weights::{ONE_DONOR, REGISTER, Score, Weights};

/// How sure it is that two records are about one person, from the strongest (least).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// May refuse, stop and confirm.
    Strong,
    /// May cause a silent referral, and nothing else.
    Probable,
    /// Causes nothing alone; counts in a pooled audit.
    Possible,
    /// Two people.
    None,
}

/// Among whom one looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Circle {
    /// Everybody in the register.
    Register,
    /// The people of one donor's own LPAs: few, and often one family.
    OneDonor,
}

/// What an answer that comes of a match may tell (rule book, section 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Disclosure {
    /// The full reason: uses only what the caller typed.
    N0,
    /// Yes or no on the values supplied.
    N1,
    /// "This person cannot take this role", without a ground.
    N2,
    /// The same reply as a clean result, while a referral is filed.
    N3,
    /// "Stop, contact OPG", without a ground.
    N4,
}

impl Class {
    /// Whether a match of this class may cause an answer of that kind: refusing takes `Strong`, referring `Probable`, and
    /// `Possible` alone does neither. (N0 asks no record, so it needs no match.)
    ///
    /// ```
    /// use lpa_domain::matching::{Class, Disclosure};
    ///
    /// assert!(Class::Strong.may(Disclosure::N2));
    /// assert!(!Class::Probable.may(Disclosure::N2) && Class::Probable.may(Disclosure::N3));
    /// assert!(!Class::Possible.may(Disclosure::N3));
    /// ```
    pub const fn may(self, cause: Disclosure) -> bool {
        match cause {
            Disclosure::N0 => true,
            Disclosure::N1 | Disclosure::N2 | Disclosure::N4 => matches!(self, Self::Strong),
            Disclosure::N3 => matches!(self, Self::Strong | Self::Probable),
        }
    }
}

impl Circle {
    /// The weights in force for it.
    pub const fn weights(self) -> &'static Weights {
        match self {
            Self::Register => &REGISTER,
            Self::OneDonor => &ONE_DONOR,
        }
    }
}

impl Comparison {
    /// The class of one pair. Whether *one person* answers to it is for [`judge`](super::judge) to say, who sees all candidates.
    pub fn class(&self, circle: Circle) -> Class {
        if self.is_strong(circle) {
            return Class::Strong;
        }
        let score = Score::of(self, circle.weights());
        if self.is_probable() || (score >= Score::PROBABLE && !self.is_contradicted()) {
            Class::Probable
        } else if score >= Score::POSSIBLE || self.is_drift() {
            Class::Possible
        } else {
            Class::None
        }
    }

    fn is_strong(&self, circle: Circle) -> bool {
        self.is_known_by_uid()
            || self.identity == ExactLevel::Same
            || self.is_known_by_postcode()
            || (circle == Circle::OneDonor && self.is_known_within_one_donor())
    }

    /// (a) The UID, with date of birth and last name.
    fn is_known_by_uid(&self) -> bool {
        self.uid == ExactLevel::Same
            && self.birth_date == BirthDateLevel::Same
            && self.last_name == LastNameLevel::Same
    }

    /// (c) Names, date of birth, and the postcode of any address.
    fn is_known_by_postcode(&self) -> bool {
        self.last_name == LastNameLevel::Same
            && self.forenames <= ForenamesLevel::FirstToken
            && self.birth_date == BirthDateLevel::Same
            && self.postcode == PostcodeLevel::Same
    }

    /// (d) The full name, with the date of birth or a way to reach them. A date of birth that is known to be another's
    /// outweighs a shared telephone **\[I\]**: father and son of one name; one that may be a slip of the pen does not.
    fn is_known_within_one_donor(&self) -> bool {
        let is_reached_alike = self.mobile == ExactLevel::Same || self.email == ExactLevel::Same;
        let is_born_alike = self.birth_date == BirthDateLevel::Same;
        self.is_same_full_name() && (is_born_alike || (is_reached_alike && !self.is_born_otherwise()))
    }

    fn is_probable(&self) -> bool {
        self.birth_date == BirthDateLevel::Same
            && self.last_name <= LastNameLevel::SharesPart
            && self.forenames <= ForenamesLevel::Initial
    }

    /// The model takes fields for independent, which families are not: what they share adds up. So by the model alone
    /// nobody is `Probable` against another forename or another date of birth **\[I\]**.
    fn is_contradicted(&self) -> bool {
        self.forenames == ForenamesLevel::Different || self.is_born_otherwise()
    }

    /// The dates of birth differ by more than a slip of the pen.
    fn is_born_otherwise(&self) -> bool {
        matches!(self.birth_date, BirthDateLevel::SameYear | BirthDateLevel::Different)
    }
}
