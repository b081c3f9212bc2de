//! Asks OPG's records what the rules want to know of a draft: in one batch, and only about people who stand in a draft that is kept.

use jiff::civil::Date;
use lpa_domain::rules::{Answers, Inquiry, london_day};
use lpa_domain::safeguarding::Asking;
use lpa_domain::{KeptDraft, LpaUid};

use super::Causeway;

impl Causeway {
    /// What the records answer of a draft as it is told now, and the day. The records are asked about whom the kept draft of the
    /// same number names in the same words, and about nobody else: whoever wants to learn of a person must leave that person in a draft, where
    /// it is seen (safeguarding.md 5.5, item 5; our reading).
    pub async fn assess(&self, asking: &Asking) -> (Date, Answers) {
        let today = self.today();
        let Some(uid) = asking.uid() else { return (today, Answers::none()) };
        let Ok(kept) = self.draft(uid).await else { return (today, Answers::none()) };
        let inquiry = asking.inquiry(today, uid).shared_with(&inquiry_of(&kept, today, uid));
        (today, self.inquire(&inquiry).await)
    }

    /// The answers of the records to everything that the rules have to ask, in one batch; what cannot be asked now is answered so.
    pub async fn inquire(&self, inquiry: &Inquiry) -> Answers {
        inquiry.answered(&self.ask_records(&inquiry.questions()).await)
    }

    /// The day in London.
    pub fn today(&self) -> Date {
        london_day(self.ports.clock.now())
    }
}

/// What there is to ask of a draft that is kept; nothing when it was told to a later version of Causeway and cannot be read.
fn inquiry_of(kept: &KeptDraft, today: Date, uid: LpaUid) -> Inquiry {
    let asking = Asking::of(&kept.draft, &kept.beside);
    asking.map_or_else(|_unreadable| Inquiry::default(), |asking| asking.inquiry(today, uid))
}
