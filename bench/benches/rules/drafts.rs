//! The drafts that are asked about.

use anyhow::Context as _;
use jiff::civil::{Date, date};
use lpa_domain::Json;
use lpa_domain::choice::Words as _;
use lpa_domain::document::Draft;
use lpa_domain::rules::topic::Arity;
use lpa_domain::rules::{Answers, Facts, Question, Recorded, RuleSet, Told, Topic};
use lpa_domain::safeguarding::Asking;

pub(crate) const TODAY: Date = date(2026, 6, 1);

/// A draft and what is told beside it.
pub(crate) struct Sheet {
    draft: Draft,
    circumstances: Json,
}

impl Sheet {
    pub(crate) fn read(question: &str) -> anyhow::Result<Self> {
        let json = parsed(question)?;
        let empty = Json::Object(Vec::new());
        let draft = json.member("draft").unwrap_or(&empty);
        let draft = Draft::from_json(draft).map_err(|problems| anyhow::anyhow!("{problems:?}"))?;
        Ok(Self { draft, circumstances: json.member("circumstances").unwrap_or(&empty).clone() })
    }

    pub(crate) fn facts<'a>(&'a self, answers: &'a Answers) -> anyhow::Result<Facts<'a>> {
        let told = Told {
            draft: &self.draft,
            is_finished: false,
            circumstances: &self.circumstances,
            answers,
            confirmations: &[],
            today: TODAY,
            rule_set: RuleSet::Rules2023,
        };
        Facts::read(told).map_err(|problems| anyhow::anyhow!("{problems:?}"))
    }
}

pub(crate) fn parsed(text: &str) -> anyhow::Result<Json> {
    Json::parse(text.as_bytes()).context("no JSON")
}

pub(crate) fn asking(question: &str) -> anyhow::Result<Asking> {
    Asking::read(&parsed(question)?).map_err(|problems| anyhow::anyhow!("{problems:?}"))
}

/// No to every question about everybody on the complete draft.
pub(crate) fn answers() -> Answers {
    let asked = Topic::ALL.iter().filter(|topic| topic.arity() != Arity::Many || **topic == Topic::Attorney);
    asked.fold(Answers::none(), |all, topic| {
        Question::ALL.iter().fold(all, |all, question| all.with(*question, *topic, 0, Recorded::No))
    })
}

/// Questions as they are asked.
pub(crate) mod question {
    use serde_json::{Value, json};

    const BASE: &str = include_str!("../../../crates/domain/safeguarding-cases/base/pa.json");

    /// A field, as it stands and as somebody changes it.
    pub(crate) const FIELDS: [(&str, &str, &str); 2] = [
        ("the donor's postcode", "\"SW1A 1AA\"", "\"SW1A 2AA\""),
        ("a last name", "\"lastName\":\"", "\"lastName\":\"Mac"),
    ];

    pub(crate) fn complete() -> anyhow::Result<String> {
        let base: Value = serde_json::from_str(BASE)?;
        Ok(json!({ "draft": base["draft"], "circumstances": base["beside"] }).to_string())
    }

    pub(crate) fn donor() -> anyhow::Result<String> {
        let base: Value = serde_json::from_str(BASE)?;
        Ok(json!({ "draft": { "donor": base["draft"]["donor"] } }).to_string())
    }
}
