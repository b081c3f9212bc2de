//! An assessment as it is asked for, and answered, in JSON.

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::catalogue;
use crate::LpaUid;
use crate::document::Draft;
use crate::draft::Beside;
use crate::fees;
use crate::json::Json;
use crate::problem::Problem;
use crate::rules::{
    Answers, Assessment, Audience, Confirmation, Digest, Facts, Inquiry, RuleSet, Told, assess,
};

/// A draft to be assessed, with everything that is told beside it. Nothing of it is kept.
#[derive(Clone, Debug)]
pub struct Asking {
    draft: Draft,
    circumstances: Json,
    confirmations: Vec<Confirmation>,
    rule_set: RuleSet,
    fee: Option<fees::Asking>,
    uid: Option<LpaUid>,
    ignored: Vec<String>,
}

/// One question holds no more confirmations.
const MOST_CONFIRMATIONS: usize = 1000;

impl Asking {
    /// Reads the question as `docs/assessments.md` writes it. What is not of its form is a problem, all of them at once; members that
    /// nobody would read are kept apart, and told in the answer.
    pub fn read(json: &Json) -> Result<Self, Vec<Problem>> {
        let Json::Object(members) = json else { return Err(vec![Problem::new("", "must be an object")]) };
        let mut problems = Vec::new();
        let nothing = Json::Object(Vec::new());
        let draft = json.member("draft").filter(|draft| !draft.is_null()).unwrap_or(&nothing);
        let read = Draft::from_json(draft).map_err(|wrong| under("/draft", wrong, &mut problems));
        let fee = json.member("fee").filter(|fee| !fee.is_null()).map(fees::Asking::read).transpose();
        let fee = fee.map_err(|wrong| under("/fee", wrong, &mut problems));
        let confirmations = confirmations(json.member("confirmations"), &mut problems);
        let rule_set = rule_set(json.member("ruleSet"), &mut problems);
        let uid = uid(json.member("uid"), &mut problems);
        let circumstances =
            json.member("circumstances").filter(|told| !told.is_null()).unwrap_or(&nothing).clone();
        let mut asking = match (read, fee) {
            (Ok(draft), Ok(fee)) => {
                Self { draft, circumstances, confirmations, rule_set, fee, uid, ignored: Vec::new() }
            }
            _ => return Err(problems),
        };
        match asking.unread(members) {
            Ok(ignored) => asking.ignored = ignored,
            Err(wrong) => under("/circumstances", wrong, &mut problems),
        }
        if problems.is_empty() { Ok(asking) } else { Err(problems) }
    }

    /// The same of a draft that is kept, with what was told beside it.
    pub fn of(draft: &Draft, beside: &Beside) -> Result<Self, Vec<Problem>> {
        let beside = beside.members().map(|(name, told)| (name.to_owned(), told.clone()));
        let draft = std::iter::once(("draft".to_owned(), draft.told().clone()));
        Self::read(&Json::Object(draft.chain(beside).collect()))
    }

    /// The number of the draft that it is about, if it says one.
    pub const fn uid(&self) -> Option<LpaUid> {
        self.uid
    }

    /// What the rules have to ask of OPG's records about it on `today`, as the draft numbered `uid`.
    pub fn inquiry(&self, today: Date, uid: LpaUid) -> Inquiry {
        let none = Answers::none();
        match self.facts(today, &none) {
            Ok(facts) => Inquiry::of(&facts, catalogue(), uid),
            // Read before, without a problem: nothing but the day is new.
            Err(_problems) => Inquiry::default(),
        }
    }

    /// Everything that the rules say of it on `today`, knowing what the records answered.
    pub fn assessment(&self, today: Date, answers: &Answers) -> Assessment {
        match self.facts(today, answers) {
            Ok(facts) => assess(&facts, catalogue()),
            // Read before, without a problem: nothing but the day and the answers is new.
            Err(_problems) => Assessment { rule_set: self.rule_set, on: today, findings: Vec::new() },
        }
    }

    /// The answer as `docs/assessments.md` writes it.
    pub fn answer(&self, today: Date, answers: &Answers, audience: Audience) -> Value {
        let shown = self.assessment(today, answers).shown(audience);
        let mut answer = json!({
            "ruleSet": shown.rule_set,
            "on": shown.on,
            "sections": shown.sections,
            "findings": shown.findings,
            "ignored": self.ignored,
        });
        if let Some(fee) = &self.fee {
            answer["fee"] = fee.answer();
        }
        answer
    }

    /// Members of the question that nobody reads, as pointers into it.
    pub fn ignored(&self) -> &[String] {
        &self.ignored
    }

    pub(super) fn facts<'a>(&'a self, today: Date, answers: &'a Answers) -> Result<Facts<'a>, Vec<Problem>> {
        Facts::read(Told {
            draft: &self.draft,
            is_finished: false,
            circumstances: &self.circumstances,
            answers,
            confirmations: &self.confirmations,
            today,
            rule_set: self.rule_set,
        })
    }

    /// Members that nobody reads, as pointers into the question.
    fn unread(&self, members: &[(String, Json)]) -> Result<Vec<String>, Vec<Problem>> {
        const READ: [&str; 6] = ["draft", "circumstances", "confirmations", "ruleSet", "fee", "uid"];
        let none = Answers::none();
        let facts = self.facts(Date::ZERO, &none)?;
        let known = |name: &str| READ.iter().any(|read| read.eq_ignore_ascii_case(name));
        let own = members.iter().filter(|(name, _)| !known(name));
        let mut ignored: Vec<String> = own.map(|(name, _)| pointer(name)).collect();
        let strict = Draft::from_json_strictly(self.draft.told()).err().unwrap_or_default();
        ignored.extend(strict.iter().map(|problem| format!("/draft{}", problem.source)));
        ignored.extend(facts.unheard().iter().map(|source| format!("/draft{source}")));
        ignored.extend(facts.ignored().iter().map(|source| format!("/circumstances{source}")));
        Ok(ignored)
    }
}

fn pointer(name: &str) -> String {
    format!("/{}", name.replace('~', "~0").replace('/', "~1"))
}

fn under(place: &str, wrong: Vec<Problem>, problems: &mut Vec<Problem>) {
    let at = |problem: Problem| Problem::new(format!("{place}{}", problem.source), problem.detail);
    problems.extend(wrong.into_iter().map(at));
}

fn uid(json: Option<&Json>, problems: &mut Vec<Problem>) -> Option<LpaUid> {
    let json = json.filter(|json| !json.is_null())?;
    let uid = json.as_str().and_then(|text| text.parse().ok());
    if uid.is_none() {
        problems.push(Problem::new("/uid", "must be the number of a draft, such as M-3779-9919-9529"));
    }
    uid
}

fn rule_set(json: Option<&Json>, problems: &mut Vec<Problem>) -> RuleSet {
    let named = match json {
        None | Some(Json::Null) => Some(RuleSet::Rules2023),
        Some(json) => json.as_str().and_then(RuleSet::named),
    };
    named.unwrap_or_else(|| {
        problems.push(Problem::new("/ruleSet", "must be rules-2007 or rules-2023"));
        RuleSet::Rules2023
    })
}

fn confirmations(json: Option<&Json>, problems: &mut Vec<Problem>) -> Vec<Confirmation> {
    let items = match json {
        None | Some(Json::Null) => return Vec::new(),
        Some(Json::Array(items)) if items.len() <= MOST_CONFIRMATIONS => items,
        Some(_) => {
            problems.push(Problem::new("/confirmations", "must be a list of 1000 items at most"));
            return Vec::new();
        }
    };
    let each = items.iter().enumerate();
    each.filter_map(|(at, item)| confirmation(item, &format!("/confirmations/{at}"), problems)).collect()
}

fn confirmation(json: &Json, at: &str, problems: &mut Vec<Problem>) -> Option<Confirmation> {
    let text = |member: &str| json.member(member).and_then(Json::as_str);
    let rule = text("rule").filter(|id| catalogue().rules().any(|rule| rule.id == *id));
    let digest = text("digest").and_then(Digest::parse);
    let by = text("by").filter(|by| by.starts_with("urn:") && by.len() <= 200);
    let when = text("at").and_then(|at| at.parse::<Timestamp>().ok());
    let mut need = |is_missing: bool, member: &str, detail: &'static str| {
        if is_missing {
            problems.push(Problem::new(format!("{at}/{member}"), detail));
        }
    };
    need(rule.is_none(), "rule", "must be the number of a rule, such as D14");
    need(
        digest.is_none(),
        "digest",
        "must be the digest that was given with the question, 64 hexadecimal digits",
    );
    need(by.is_none(), "by", "must say who confirmed, as a URN of 200 characters at most");
    need(when.is_none(), "at", "must be a valid datetime");
    Some(Confirmation { rule: rule?.to_owned(), digest: digest?, by: by?.to_owned(), at: when? })
}

#[cfg(test)]
mod tests;
