//! The records in memory.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use lpa_domain::LpaUid;
use lpa_domain::choice::Words as _;
use lpa_domain::lpa::reference::Reference;
use lpa_domain::matching::{Agreement, Sought};
use lpa_domain::records::{
    Answer, Drafting, FactId, Found, FoundMatter, InRegister, KnownBy, Noted, Question, Says, Subject,
    ToldFact, noting,
};
use lpa_ports::{Drafted, Records, RecordsError, Register, RegisterError};

use crate::faults::{Faults, InjectedFault};

/// The records in memory, beside a register: all promises of [`Records`] until the process ends. Here facts are kept as they were
/// told, personal data included: it is memory, and ends with the process.
pub struct MemoryRecords {
    register: Arc<dyn Register>,
    told: Mutex<Told>,
    faults: Faults,
}

/// What was told.
#[derive(Debug, Default)]
struct Told {
    /// The highest version of each fact.
    facts: HashMap<FactId, (u64, Says)>,
    /// Kinds of which something was told.
    kinds: HashSet<&'static str>,
}

impl MemoryRecords {
    /// Records beside this register, of which nothing was told. Whatever befalls the register by `faults` befalls them.
    pub fn beside(register: Arc<dyn Register>, faults: Faults) -> Self {
        Self { register, told: Mutex::default(), faults }
    }

    fn told(&self) -> MutexGuard<'_, Told> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn find(&self, question: &Question) -> Result<Found, RecordsError> {
        if let Question::Drafting(drafting) = question {
            return Ok(self.told().matters(drafting));
        }
        let Some(donor) = question.donor().known_by() else { return Ok(Found::default()) };
        let in_register = match question {
            Question::ReferenceBelongs { reference: Reference::Modernised(uid), .. } => {
                self.in_register(*uid, &donor).await?
            }
            _ => InRegister::Nothing,
        };
        let told = self.told();
        let invitations = told.facts.values().filter_map(|(_version, says)| match says {
            Says::Invitation { invitation, donor: invited }
                if Some(invitation.reference) == question.reference()
                    && invited.known_by().is_some_and(|invited| invited.agrees(&donor)) =>
            {
                Some(*invitation)
            }
            _ => None,
        });
        let invitations = invitations.collect();
        let is_told = told.kinds.contains(Says::INVITATION);
        Ok(Found { is_told, invitations, in_register, ..Found::default() })
    }

    async fn in_register(&self, uid: LpaUid, asked: &KnownBy) -> Result<InRegister, RecordsError> {
        let held = match self.register.lpa(uid).await.map_err(not_asked)? {
            Some(lpa) => Some(Subject::from(&lpa.document.donor)),
            None => match self.register.draft(uid).await.map_err(not_asked)? {
                Some(Drafted::Draft(kept)) => Some(Subject::from(&kept.draft.document().donor)),
                Some(Drafted::Tombstone) | None => None,
            },
        };
        Ok(held.map_or(InRegister::Nothing, |held| InRegister::of(&held, asked)))
    }
}

#[async_trait]
impl Records for MemoryRecords {
    async fn answers(&self, questions: &[Question]) -> Result<Vec<Answer>, RecordsError> {
        self.faults.arrive().await.map_err(offline)?;
        let mut answers = Vec::with_capacity(questions.len());
        for question in questions {
            answers.push(question.answer(&self.find(question).await?));
        }
        Ok(answers)
    }

    async fn note(&self, told: &ToldFact) -> Result<Noted, RecordsError> {
        self.faults.arrive().await.map_err(offline)?;
        let noted = self.told().take(told)?;
        self.faults.leave().map_err(|fault| RecordsError::OutcomeUnknown(fault.into()))?;
        Ok(noted)
    }
}

impl Told {
    /// The matters that may bear on a question, compared as a store compares that may not know anybody.
    fn matters(&self, drafting: &Drafting) -> Found {
        let Some(kind) = drafting.kind() else { return Found::default() };
        let [of, donor] = [&drafting.of, &drafting.donor].map(|person| person.compared().sought());
        let agreement = |sought: &[Sought], person: &Option<Subject>| {
            let kept = person.as_ref().map(|person| person.compared().kept()).unwrap_or_default();
            Agreement::between(sought, &kept)
        };
        let matters = self.facts.values().filter_map(|(_version, says)| match says {
            Says::Matter(matter) if matter.said.kind == kind => Some(FoundMatter {
                said: matter.said,
                of: agreement(&of, &matter.of),
                donor: agreement(&donor, &matter.donor),
            }),
            _ => None,
        });
        Found { is_told: self.kinds.contains(kind.word()), matters: matters.collect(), ..Found::default() }
    }

    fn take(&mut self, told: &ToldFact) -> Result<Noted, RecordsError> {
        if let Some((held, says)) = self.facts.get(&told.id) {
            let noted = noting(told.version, *held, *says == told.says);
            if noted.map_err(|_taken| RecordsError::VersionTaken)? == Noted::Superseded {
                return Ok(Noted::Superseded);
            }
        }
        self.kinds.extend(told.says.kind());
        self.facts.insert(told.id, (told.version, told.says.clone()));
        Ok(Noted::Kept)
    }
}

fn offline(fault: InjectedFault) -> RecordsError {
    RecordsError::Offline(fault.into())
}

fn not_asked(error: RegisterError) -> RecordsError {
    RecordsError::Offline(error.into())
}

impl std::fmt::Debug for MemoryRecords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MemoryRecords").finish_non_exhaustive()
    }
}
