//! A draft to ask, and a rule to ask it with.

use jiff::Timestamp;
use jiff::civil::date;

use crate::document::Draft;
use crate::json::Json;
use crate::problem::Problem;
use crate::rules::*;

pub(super) const BESIDE: &str = "{}";

/// A rule in which everything but what matters is filled in.
pub(super) const fn rule() -> Rule {
    Rule {
        id: "S01",
        name: "sample",
        says: "For a test.",
        category: Category::DataQuality,
        severities: &[Severity::Block],
        stage: Stage::S1,
        section: Section::Donor,
        scope: Scope::Whole,
        reads: &[],
        disclosure: Disclosure::N0,
        sources: &[],
        reading: None,
        sets: RuleSets::All,
        decide: |_| Ok(Verdict::Satisfied),
    }
}

/// What was told.
pub(super) struct Sheet {
    draft: Draft,
    beside: Json,
    answers: Answers,
    confirmations: Vec<Digest>,
}

impl Sheet {
    pub(super) fn new(draft: &str) -> Self {
        let draft = Draft::from_json(&Json::parse(draft.as_bytes()).unwrap()).unwrap();
        let beside = Json::parse(BESIDE.as_bytes()).unwrap();
        Self { draft, beside, answers: Answers::none(), confirmations: Vec::new() }
    }

    pub(super) fn beside(self, told: &str) -> Self {
        Self { beside: Json::parse(told.as_bytes()).unwrap(), ..self }
    }

    pub(super) fn answering(self, question: Question, answer: Recorded) -> Self {
        Self { answers: self.answers.with(question, Topic::Donor, 0, answer), ..self }
    }

    pub(super) fn confirming(&self, digest: Digest) -> Self {
        let (draft, beside) = (self.draft.clone(), self.beside.clone());
        Self { draft, beside, answers: self.answers.clone(), confirmations: vec![digest] }
    }

    pub(super) fn assessment(&self, rule: &'static Rule) -> Assessment {
        let by = "urn:opg:poas:makeregister:users:1".to_owned();
        let confirm = |digest: &Digest| Confirmation {
            rule: rule.id.to_owned(),
            digest: *digest,
            by: by.clone(),
            at: Timestamp::UNIX_EPOCH,
        };
        let confirmations: Vec<_> = self.confirmations.iter().map(confirm).collect();
        assess(&Facts::read(self.told(&confirmations)).unwrap(), &Catalogue::of([rule]))
    }

    pub(super) fn assessment_after(
        &self,
        before: &Self,
        assessed: &Assessment,
        rule: &'static Rule,
    ) -> Assessment {
        let (before, now) = (Facts::read(before.told(&[])).unwrap(), Facts::read(self.told(&[])).unwrap());
        assess_again(&now, &Catalogue::of([rule]), (&before, assessed))
    }

    pub(super) fn assess(&self, rule: &'static Rule) -> Vec<Finding> {
        self.assessment(rule).findings
    }

    pub(super) fn ask(&self, rule: &'static Rule) -> Outcome {
        self.assess(rule)[0].outcome.clone()
    }

    pub(super) fn problems(&self) -> Vec<Problem> {
        Facts::read(self.told(&[])).unwrap_err()
    }

    pub(super) fn ignored(&self) -> Vec<String> {
        Facts::read(self.told(&[])).unwrap().ignored()
    }

    fn told<'a>(&'a self, confirmations: &'a [Confirmation]) -> Told<'a> {
        Told {
            draft: &self.draft,
            is_finished: false,
            circumstances: &self.beside,
            answers: &self.answers,
            confirmations,
            today: date(2026, 6, 1),
            rule_set: RuleSet::Rules2023,
        }
    }
}
