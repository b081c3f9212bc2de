//! Which words may stand where a word is asked for.

use super::key::Word;
use crate::choice::Words;
use crate::document::{
    AppointmentType, AttorneyStatus, Channel, HowDecisions, Language, LifeSustaining, LpaType, StepIn,
    WhenUsed,
};

/// The words of one list.
pub(super) fn list(word: Word) -> Vec<&'static str> {
    match word {
        Word::LpaType => of::<LpaType>(),
        Word::Channel => of::<Channel>(),
        Word::Language => of::<Language>(),
        Word::Status => of::<AttorneyStatus>(),
        Word::Appointment => of::<AppointmentType>(),
        Word::How | Word::ReplacementHow => of::<HowDecisions>(),
        Word::StepIn => of::<StepIn>(),
        Word::WhenUsed => of::<WhenUsed>(),
        Word::LifeSustaining => of::<LifeSustaining>(),
    }
}

fn of<E: Words>() -> Vec<&'static str> {
    E::ALL.iter().map(|each| each.word()).collect()
}
