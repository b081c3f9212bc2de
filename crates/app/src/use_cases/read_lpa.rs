//! Answers what the register holds, and never turns ignorance into absence (design section 3.4).

use std::future::Future;

use lpa_domain::lpa::sequence::uid_of;
use lpa_domain::operation::conduct::{Conduct, Sort, conduct};
use lpa_domain::{Call, Ending, HistoryEntry, Kind, Lpa, LpaUid, Receipt};
use lpa_ports::RegisterError;
use thiserror::Error;

use super::Causeway;
use super::dependency::Spoken as _;
use crate::planted::{Planted, planted};

/// Why there is nothing to show.
#[derive(Debug, Error)]
pub enum ReadError {
    /// The register says that it holds no such LPA, and none is on its way there.
    #[error("there is no such LPA")]
    NotFound,
    /// The LPA has been accepted but has not reached the register yet.
    #[error("the LPA has been accepted and has not reached the register yet")]
    Held(Receipt),
    /// The register cannot be asked now.
    #[error("the register cannot be asked now")]
    CannotSay {
        /// After how many seconds it is worth asking again.
        again_secs: u32,
    },
    /// The register's answer cannot be understood.
    #[error("the register's answer cannot be read")]
    Unreadable,
}

impl Causeway {
    /// The LPA as it stands.
    pub async fn lpa(&self, uid: LpaUid) -> Result<Lpa, ReadError> {
        let asked = self.ports.clock.now();
        let lpa = self.found(uid, || self.ports.register.lpa(uid)).await?;
        self.seen.see_lpa(&lpa, asked);
        Ok(lpa)
    }

    /// The LPA as it was created.
    pub async fn static_copy(&self, uid: LpaUid) -> Result<Lpa, ReadError> {
        self.found(uid, || self.ports.register.static_copy(uid)).await
    }

    /// Everything that was applied to the LPA, newest first.
    pub async fn history(&self, uid: LpaUid) -> Result<Vec<HistoryEntry>, ReadError> {
        self.found(uid, || self.ports.register.history(uid)).await
    }

    /// Those of the named LPAs that the register holds, each once, in the order in which they were named.
    pub async fn lpas(&self, uids: &[LpaUid]) -> Result<Vec<Lpa>, ReadError> {
        if uids.is_empty() {
            return Ok(Vec::new());
        }
        let asked = self.ports.clock.now();
        let lpas = self.ask(self.ports.register.lpas(uids)).await?;
        for lpa in &lpas {
            self.seen.see_lpa(lpa, asked);
        }
        Ok(lpas)
    }

    /// Asks the register anything, only to see whether it answers.
    pub(super) async fn knock(&self, call: Call) -> bool {
        let never_issued: Vec<LpaUid> = uid_of(0).into_iter().collect();
        let answer = self.within_budget(&self.register, call, self.ports.register.lpas(&never_issued)).await;
        answer.is_some_and(|answer| answer.ending() == Ending::Answered)
    }

    /// Asks the register, within the budget; not at all while it is away. What it answers is personal data, and is not
    /// guessed.
    pub(super) async fn ask<T>(
        &self,
        question: impl Future<Output = Result<T, RegisterError>>,
    ) -> Result<T, ReadError> {
        let Some(call) = self.call_for(Sort::ReleaseQuestion) else { return Err(self.cannot_say()) };
        let _attended = self.attend();
        match self.within_budget(&self.register, call, question).await {
            Some(Ok(answer)) => Ok(answer),
            Some(Err(RegisterError::Unreadable(source))) => {
                tracing::error!(error = %source, "the register's answer cannot be read");
                Err(ReadError::Unreadable)
            }
            Some(Err(error)) => {
                tracing::info!(error = %error, "the register cannot be asked");
                Err(self.cannot_say())
            }
            None => Err(self.cannot_say()),
        }
    }

    /// The call for a question, as the table has it; `None` when it is not asked.
    fn call_for(&self, sort: Sort) -> Option<Call> {
        let now = self.ports.clock.now();
        let mut breakers = self.register.breakers();
        match conduct(sort, breakers.availability(Kind::Question, now)) {
            Conduct::Forward => breakers.begin(Kind::Question, now),
            _ => None,
        }
    }

    pub(super) fn cannot_say(&self) -> ReadError {
        ReadError::CannotSay { again_secs: self.again_secs(Kind::Question) }
    }

    /// Absence may only be stated when no creation is on its way: the journal is looked at after the register said no,
    /// and the register once more, since the creation may have arrived there in between.
    async fn found<T, Q>(&self, uid: LpaUid, question: impl Fn() -> Q + Send) -> Result<T, ReadError>
    where
        Q: Future<Output = Result<Option<T>, RegisterError>> + Send,
    {
        if let Some(found) = self.ask(question()).await? {
            return Ok(found);
        }
        if planted(Planted::SaysAbsentUnasked) {
            return Err(ReadError::NotFound);
        }
        match self.creation_on_its_way(uid).await? {
            Some(receipt) => Err(ReadError::Held(receipt)),
            None => self.ask(question()).await?.ok_or(ReadError::NotFound),
        }
    }
}
