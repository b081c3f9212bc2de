//! The answer as JSON, for services and for the command line.

use serde_json::{Value, json};

use super::application::Asked;
use super::invitation::{Invited, Repeat};
use super::ledger::Balance;
use super::price::Bounds;
use super::prompt::Prompt;
use super::quote::{Outcome, Quote};
use super::read::Asking;
use super::shown;
use super::trace::Step;
use crate::choice::Words as _;
use crate::records::Question;

impl Asking {
    /// The answer as `docs/fees.md` writes it: the quote, the balance, and what people are told in English and in Welsh. Of a repeat
    /// application the asker's word is taken; what OPG's records have yet to say stands in `toAsk`.
    pub fn answer(&self) -> Value {
        let quote = self.application.quote();
        let mut answer = quote.written();
        answer["balance"] = balance(quote.balance(&self.ledger));
        answer["toAsk"] = to_ask(self.rests_on_the_records());
        if !self.what_if.is_empty() {
            answer["whatIf"] = self.what_if.iter().map(Self::answer).collect();
        }
        answer
    }
}

impl Asking {
    /// Whether what the records say of an invitation decides here, and the invitation itself is not at hand.
    fn rests_on_the_records(&self) -> bool {
        let Asked::Lpa { repeat: Repeat::Claimed(claim), .. } = self.application.asked else { return false };
        !matches!(claim.invited, Invited::By(_))
    }
}

/// Which questions OPG's records have yet to answer.
pub(super) fn to_ask(invitation: bool) -> Value {
    if invitation { json!([Question::REPEAT_INVITATION]) } else { json!([]) }
}

impl Quote {
    /// This answer as `docs/fees.md` writes it.
    pub fn written(&self) -> Value {
        let mut written = outcome(&self.outcome);
        written["period"] = self.period.map(|period| period.to_string()).into();
        written["collectNowPence"] = self.collect_now.map(super::Pence::get).into();
        written["prompts"] = self.prompts.iter().map(prompt).collect();
        written["warnings"] = self.trace.warnings().map(|step| step.code.word()).collect();
        written["trace"] = self.trace.steps().iter().map(step).collect();
        written["text"] = json!({ "en": shown::quote(self, shown::Language::English), "cy": shown::quote(self, shown::Language::Welsh) });
        written
    }
}

fn outcome(outcome: &Outcome) -> Value {
    match outcome {
        Outcome::Determined { fee } => json!({ "outcome": "determined", "feePence": fee }),
        Outcome::NeedsEvidence { missing, bounds } => {
            let missing: Vec<String> = missing.iter().map(ToString::to_string).collect();
            json!({ "outcome": "needs-evidence", "missing": missing, "bounds": written_bounds(*bounds) })
        }
        Outcome::NeedsDecision { why, bounds } => {
            json!({ "outcome": "needs-decision", "why": why.word(), "bounds": written_bounds(*bounds) })
        }
        Outcome::Unsupported { .. } => json!({ "outcome": "unsupported" }),
    }
}

fn written_bounds(bounds: Bounds) -> Value {
    json!({ "lowerPence": bounds.lower, "upperPence": bounds.upper })
}

fn prompt(prompt: &Prompt) -> Value {
    let rule = prompt.code().rule();
    let mut written = json!({ "id": rule.number, "says": rule.says });
    match prompt {
        Prompt::MayRepeat { until } => written["until"] = until.to_string().into(),
        Prompt::PriceChange { on, before, after } => {
            written["on"] = on.to_string().into();
            written["beforePence"] = before.get().into();
            written["afterPence"] = after.get().into();
        }
        _ => {}
    }
    written
}

fn step(step: &Step) -> Value {
    let rule = step.code.rule();
    let mut written =
        json!({ "code": step.code.word(), "rule": rule.number, "says": rule.says, "source": rule.source });
    if step.is_ours() {
        written["interpretation"] = true.into();
    }
    if let Some(amount) = step.amount {
        written["amountPence"] = amount.get().into();
    }
    if let Some(row) = step.row {
        written["parameter"] = row.parameter.name().into();
        written["figure"] = row.to_string().into();
    }
    written
}

fn balance(balance: Balance) -> Value {
    match balance {
        Balance::AmountDue(due) => json!({ "state": "amount-due", "amountPence": due }),
        Balance::Settled => json!({ "state": "settled" }),
        Balance::RefundDue(due) => json!({ "state": "refund-due", "amountPence": due }),
        Balance::NotYet { due_now } => json!({ "state": "not-yet", "dueNowPence": due_now }),
        Balance::CannotSay => json!({ "state": "cannot-say" }),
    }
}
