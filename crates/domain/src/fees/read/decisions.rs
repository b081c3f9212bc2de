//! Reading what was decided, and what was paid.

use crate::fees::claim::Relief;
use crate::fees::decision::{Decision, Decisions, Grant, Ruling, Waiver};
use crate::fees::fraction::Fraction;
use crate::fees::ledger::{Entry, Ledger};
use crate::fields::Fields;

crate::words! {
    /// What was decided, as it is written.
    enum Decided {
        Granted = "granted",
        Refused = "refused",
    }
}

pub(super) fn read(fields: &mut Fields<'_, '_>) -> Decisions {
    let decisions = fields.list("decisions", decision).unwrap_or_default();
    match Decisions::of(decisions) {
        Ok(decisions) => decisions,
        Err(problems) => {
            for problem in problems {
                fields.problem("decisions", problem.detail);
            }
            Decisions::default()
        }
    }
}

pub(in crate::fees) fn decision(mut fields: Fields<'_, '_>) -> Option<Decision> {
    let answers = fields.needed("answers").and_then(|key| fields.word::<Relief>(key));
    let version = fields.needed("version").and_then(|key| fields.number(key, u64::from(u32::MAX)));
    let ruling = fields.needed("ruling").and_then(|key| fields.word(key));
    let ruling = answers.zip(ruling).and_then(|(answers, ruling)| self::ruling(answers, ruling, &mut fields));
    let by = fields.needed("by").and_then(|key| fields.parsed(key));
    let on = fields.needed("on").and_then(|key| fields.parsed(key));
    let reason = fields.needed("reason").and_then(|key| fields.word(key));
    let period = fields.needed("period").and_then(|key| fields.parsed(key));
    let evidence = fields.texts("evidence").unwrap_or_default();
    fields.close();
    Some(Decision {
        answers: answers?,
        version: u32::try_from(version?).ok()?,
        ruling: ruling?,
        by: by?,
        on: on?,
        reason: reason?,
        evidence,
        period: period?,
    })
}

fn ruling(answers: Relief, ruling: Decided, fields: &mut Fields<'_, '_>) -> Option<Ruling> {
    let grants = match ruling {
        Decided::Refused => return Some(Ruling::Refused),
        Decided::Granted => fields.word("grants").unwrap_or(answers),
    };
    let grant = match grants {
        Relief::Exemption => Grant::Exemption,
        Relief::IncomeRemission => Grant::IncomeRemission,
        Relief::UniversalCredit => {
            Grant::UniversalCredit(fields.needed("pays").and_then(|key| fields.parsed::<Fraction>(key))?)
        }
        Relief::Hardship => {
            Grant::Hardship(fields.pence("reducedToPence").map_or(Waiver::Remitted, Waiver::ReducedTo))
        }
    };
    Some(Ruling::Granted(grant))
}

pub(super) fn ledger(fields: &mut Fields<'_, '_>) -> Ledger {
    let mut entries = fields.list("payments", |fields| entry(fields, Entry::payment)).unwrap_or_default();
    entries.extend(fields.list("refunds", |fields| entry(fields, Entry::refund)).unwrap_or_default());
    match Ledger::of(entries) {
        Ok(ledger) => ledger,
        Err(problems) => {
            for problem in problems {
                fields.problem("payments", problem.detail);
            }
            Ledger::default()
        }
    }
}

pub(in crate::fees) fn entry(
    mut fields: Fields<'_, '_>,
    make: fn(String, crate::fees::Pence) -> Entry,
) -> Option<Entry> {
    let reference = fields.needed("reference").and_then(|key| fields.text(key));
    let amount = fields.needed("amountPence").and_then(|key| fields.pence(key));
    fields.close();
    Some(make(reference?.to_owned(), amount?))
}
