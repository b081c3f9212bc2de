//! The account as JSON, for whoever may read it: of a decision what was decided and when, not why (integration.md 1.4).

use serde_json::{Value, json};

use super::{Claiming, FeeAccount};
use crate::choice::Words as _;
use crate::fees::Invited;
use crate::fees::decision::Ruling;
use crate::fees::state::State;
use crate::fees::written::to_ask;

impl FeeAccount {
    /// As `docs/fee-operations.md` writes it, with what the records answer of the invitation.
    pub fn written(&self, invited: Invited) -> Value {
        let applied = self.applied.map(|applied| {
            json!({ "lpaType": applied.lpa_type.word(), "madeOn": applied.made.on.to_string(), "madeBasis": applied.made.basis.word() })
        });
        let quote = self.asking(invited).map(|asking| {
            let mut answer = asking.answer();
            answer["toAsk"] = to_ask(self.is_said_to_be_repeat() && invited.is_open());
            answer
        });
        json!({
            "uid": self.uid.to_string(),
            "version": self.told,
            "application": applied,
            "claims": self.cases.values().map(claim).collect::<Vec<_>>(),
            "isSaidToBeRepeat": self.is_said_to_be_repeat(),
            "invited": self.repeat.as_ref().map(|_said| invited.word()),
            "evidence": self.evidence.len(),
            "heldPence": self.ledger.held(),
            "quote": quote,
        })
    }
}

fn claim(claiming: &Claiming) -> Value {
    let case = &claiming.case;
    let mut written = json!({ "relief": case.claim().relief().word(), "state": state(case.state()) });
    if let Some(decision) = case.decision() {
        let ruling = match decision.ruling {
            Ruling::Granted(_) => "granted",
            Ruling::Refused => "refused",
        };
        written["decision"] =
            json!({ "version": decision.version, "ruling": ruling, "on": decision.on.to_string() });
    }
    written
}

const fn state(state: &State) -> &'static str {
    match state {
        State::Asked(_) => "asked",
        State::EvidenceAwaited(_) => "evidence-awaited",
        State::InReview(_) => "in-review",
        State::Decided(_) => "decided",
        State::Appealed(_) => "appealed",
    }
}
