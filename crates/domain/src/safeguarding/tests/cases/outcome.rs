//! What a case expects, beside what came.

use serde_json::Value;

use crate::rules::{Assessment, Finding, Outcome, Verdict, named};

/// Everything about the assessment that is not as the case expects.
pub(super) fn wrong(case: &Value, assessment: &Assessment) -> Vec<String> {
    let expects = case["expects"].as_object().unwrap();
    let mut wrong: Vec<String> = expects
        .iter()
        .filter_map(|(of, expected)| unlike(of, expected.as_str().unwrap(), assessment))
        .collect();
    wrong.extend(assessment.findings.iter().filter(|finding| is_loud(finding)).filter_map(|finding| {
        let id = finding.rule.id;
        let is_named = expects.keys().any(|of| of.split('@').next() == Some(id));
        let is_also = case["also"].as_array().is_some_and(|also| also.iter().any(|rule| rule == id));
        (!is_named && !is_also).then(|| format!("{id} is not expected and says {}", said(finding)))
    }));
    wrong.into_iter().map(|text| format!("{} ({}): {text}", case["id"], case["says"])).collect()
}

fn unlike(of: &str, expected: &str, assessment: &Assessment) -> Option<String> {
    let (id, about) = of.split_once('@').map_or((of, None), |(id, about)| (id, Some(named(about).unwrap())));
    let asked = |finding: &&Finding| finding.rule.id == id && (about.is_none() || finding.about == about);
    let found: Vec<String> = assessment.findings.iter().filter(asked).map(said).collect();
    let is_so = found.iter().any(|one| one == expected);
    (!is_so).then(|| format!("{of} should be {expected}, and is {found:?}"))
}

/// Whether somebody has to do something about it.
fn is_loud(finding: &Finding) -> bool {
    match &finding.outcome {
        Outcome::NeedsConfirmation(..) => true,
        Outcome::Decided(verdict) => !matches!(
            verdict,
            Verdict::NotApplicable | Verdict::Satisfied | Verdict::SatisfiedUntil(_) | Verdict::Noted(_)
        ),
        Outcome::Confirmed(..) | Outcome::Undetermined(_) | Outcome::Unavailable(_) => false,
    }
}

fn said(finding: &Finding) -> String {
    match &finding.outcome {
        Outcome::Decided(Verdict::NotApplicable) => "not-applicable".into(),
        Outcome::Decided(Verdict::Satisfied) => "satisfied".into(),
        Outcome::Decided(Verdict::SatisfiedUntil(day)) => format!("satisfied-until {day}"),
        Outcome::Decided(Verdict::NotYet(day)) => format!("not-yet {day}"),
        Outcome::Decided(Verdict::Noted(_)) => "noted".into(),
        Outcome::Decided(Verdict::Refer(_)) => "refer".into(),
        Outcome::Decided(Verdict::Violated(_)) => "violated".into(),
        Outcome::Decided(Verdict::NeedsConfirmation(_)) | Outcome::NeedsConfirmation(..) => {
            "needs-confirmation".into()
        }
        Outcome::Confirmed(..) => "confirmed".into(),
        Outcome::Undetermined(_) => "undetermined".into(),
        Outcome::Unavailable(_) => "unavailable".into(),
    }
}
