//! Asks OPG's records, and says so when they cannot be asked: that counts against nobody (design section 3.3).

use std::future::Future;

use lpa_domain::operation::conduct::{Conduct, Sort, conduct};
use lpa_domain::records::{Answer, Question};
use lpa_domain::{Call, Kind};
use lpa_ports::RecordsError;

use super::Causeway;

impl Causeway {
    /// The answers of the records, in the order of the questions; "cannot say" to each while they cannot be asked.
    pub async fn ask_records(&self, questions: &[Question]) -> Vec<Answer> {
        self.answers_of_records(questions).await.unwrap_or_else(|| vec![Answer::CannotSay; questions.len()])
    }

    /// The same, for another Causeway: nothing when they cannot be asked, because it will say so itself.
    pub async fn answers_of_records(&self, questions: &[Question]) -> Option<Vec<Answer>> {
        if questions.is_empty() {
            return Some(Vec::new());
        }
        let answers = self.of_records(Kind::Question, self.ports.records.answers(questions)).await?;
        match answers {
            Ok(answers) if answers.len() == questions.len() => Some(answers),
            Ok(_) => {
                tracing::error!("the records answered another number of questions than were asked");
                None
            }
            Err(RecordsError::NotKept) => Some(vec![Answer::CannotSay; questions.len()]),
            Err(RecordsError::Unreadable(source)) => {
                tracing::error!(error = %source, "the records' answer cannot be read");
                None
            }
            Err(error) => {
                tracing::info!(error = %error, "the records cannot be asked");
                None
            }
        }
    }

    /// Calls the records within the budget; not at all while they are away, or the register that they live beside.
    pub(super) async fn of_records<T>(
        &self,
        kind: Kind,
        question: impl Future<Output = Result<T, RecordsError>>,
    ) -> Option<Result<T, RecordsError>> {
        let call = self.call_to_records(kind)?;
        self.within_budget(&self.records, call, question).await
    }

    /// Nobody knocks at the records: the call that comes first when one is due probes.
    fn call_to_records(&self, kind: Kind) -> Option<Call> {
        let now = self.ports.clock.now();
        if conduct(Sort::FlowQuestion, self.register.breakers().availability(kind, now)) != Conduct::Forward {
            return None;
        }
        let mut breakers = self.records.breakers();
        breakers.begin(kind, now).or_else(|| breakers.begin_probe(now))
    }
}
