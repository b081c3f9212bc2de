//! Questions about fees to measure with, in the JSON of `docs/fees.md`.

use serde_json::{Value, json};

/// By name: nothing claimed, an exemption, a quarter, and one that awaits evidence.
pub const NAMED: [(&str, &str); 4] = [
    ("nothing claimed", r#"{"for":"lpa","lpaType":"personal-welfare","madeOn":"2026-02-01"}"#),
    (
        "exempt",
        r#"{"for":"lpa","lpaType":"personal-welfare","madeOn":"2026-02-01","claims":[{"relief":"exemption","damages":"none",
        "benefits":[{"benefit":"housing-benefit","inPayment":"yes","letter":"yes"}]}]}"#,
    ),
    (
        "a quarter",
        r#"{"for":"lpa","lpaType":"personal-welfare","madeOn":"2026-02-01","repeat":{"reference":"7000-0000-0138","terms":"half-fee",
        "invited":"yes"},"claims":[{"relief":"income-remission","income":[{"from":"pension","yearlyPence":900000,
        "evidence":{"kind":"official-letter"}}]}]}"#,
    ),
    (
        "evidence awaited",
        r#"{"for":"lpa","lpaType":"personal-welfare","madeOn":"2026-02-01","claims":[{"relief":"exemption",
        "benefits":[{"benefit":"income-support","inPayment":"yes"}]},{"relief":"universal-credit"},{"relief":"hardship"}]}"#,
    ),
];

/// The day before the first regulations, then the first and the last day of every period, with its name. P6 has no last day.
const DAYS: [(&str, &str); 13] = [
    ("2007-09-30", "P1"),
    ("2007-10-01", "P1"),
    ("2009-03-31", "P1"),
    ("2009-04-01", "P2"),
    ("2011-09-30", "P2"),
    ("2011-10-01", "P3"),
    ("2013-09-30", "P3"),
    ("2013-10-01", "P4"),
    ("2017-03-31", "P4"),
    ("2017-04-01", "P5"),
    ("2025-11-16", "P5"),
    ("2025-11-17", "P6"),
    ("2026-02-01", "P6"),
];

/// Every kind of application on every one of those days, with every combination of claims, evidence and decisions.
pub fn every() -> impl Iterator<Item = Value> {
    DAYS.into_iter().flat_map(|(made_on, period)| {
        kinds().into_iter().flat_map(move |kind| {
            sought(period).map(move |sought| {
                let mut question =
                    json!({ "for": "lpa", "lpaType": "property-and-affairs", "madeOn": made_on });
                for (name, value) in kind.as_object().into_iter().flatten() {
                    question[name] = value.clone();
                }
                let (claims, decisions) = sought;
                question["claims"] = claims.into();
                question["decisions"] = decisions.into();
                question
            })
        })
    })
}

/// A first application, a repeat, one that OPG did not invite, and an EPA.
fn kinds() -> [Value; 4] {
    let repeat = |invited| json!({ "repeat": { "reference": "7000-0000-0138", "terms": "half-fee", "invited": invited } });
    [json!({}), repeat("yes"), repeat("no"), json!({ "for": "epa", "lpaType": null })]
}

/// The claims and the decisions of one application.
type Sought = (Vec<Value>, Vec<Value>);

/// One relief, as it may be sought: the claim, if it is made, and the decision on it, if there is one.
type Relief = (Option<Value>, Option<Value>);

fn sought(period: &'static str) -> impl Iterator<Item = Sought> {
    exemptions().into_iter().flat_map(move |exemption| {
        remissions().into_iter().flat_map(move |remission| {
            let exemption = exemption.clone();
            universal_credits().into_iter().flat_map(move |universal_credit| {
                let (exemption, remission) = (exemption.clone(), remission.clone());
                hardships().into_iter().map(move |hardship| {
                    let all = [&exemption, &remission, &universal_credit, &hardship];
                    let claims = all.iter().filter_map(|(claim, _)| claim.clone()).collect();
                    let decisions = all.iter().filter_map(|(_, decision)| decision.clone());
                    (claims, decisions.map(|decision| made(decision, period)).collect())
                })
            })
        })
    })
}

/// What every decision says, on the prices of `period`.
fn made(mut decision: Value, period: &str) -> Value {
    let whole = json!({ "version": 1, "by": "urn:opg:sirius:users:34", "on": "2026-02-10", "reason": "discretion", "period": period });
    for (name, value) in whole.as_object().into_iter().flatten() {
        decision[name] = value.clone();
    }
    decision
}

fn claimed(claim: Value) -> Relief {
    (Some(claim), None)
}

/// Not claimed; shown; damages not told of; a letter awaited; ended; not listed; barred; damages at the limit; refused.
fn exemptions() -> Vec<Relief> {
    let claim = |benefit, in_payment, letter, damages: Value| {
        json!({ "relief": "exemption", "damages": damages, "benefits": [
            { "benefit": "personal-independence-payment", "inPayment": "yes", "letter": "yes" },
            { "benefit": benefit, "inPayment": in_payment, "letter": letter } ] })
    };
    let award = |pence| json!([{ "amountPence": pence, "ignoredFor": ["income-support"] }]);
    let shown = claim("income-support", "yes", "yes", json!("none"));
    let refused = json!({ "answers": "exemption", "ruling": "refused" });
    vec![
        (None, None),
        claimed(shown.clone()),
        claimed(claim("housing-benefit", "yes", "yes", json!("unknown"))),
        claimed(claim("guarantee-credit", "yes", "unknown", json!("none"))),
        claimed(claim("income-support", "no", "yes", json!("none"))),
        claimed(claim("savings-credit", "yes", "yes", json!("none"))),
        claimed(claim("income-support", "yes", "yes", award(1_600_001))),
        claimed(claim("income-support", "yes", "yes", award(1_600_000))),
        (Some(shown), Some(refused)),
    ]
}

/// Not claimed; not told; below, a penny too, shown and not; at the limit; above, a penny too; refused; granted unseen.
fn remissions() -> Vec<Relief> {
    let claim = |pence, evidence| {
        json!({ "relief": "income-remission", "income": [
            { "from": "employment", "yearlyPence": 400_000, "evidence": { "kind": "p60" } },
            { "from": "pension", "yearlyPence": pence, "evidence": { "kind": evidence } } ] })
    };
    let unknown = json!({ "relief": "income-remission", "income": "unknown" });
    let decided = |ruling| json!({ "answers": "income-remission", "ruling": ruling });
    vec![
        (None, None),
        claimed(unknown.clone()),
        claimed(claim(799_999, "official-letter")),
        claimed(claim(500_000, "bank-statements")),
        claimed(claim(800_000, "official-letter")),
        claimed(claim(800_001, "official-letter")),
        (Some(claim(500_000, "official-letter")), Some(decided("refused"))),
        (Some(unknown), Some(decided("granted"))),
    ]
}

/// Not claimed; a letter awaited; a decision awaited; half, nothing, refused.
fn universal_credits() -> Vec<Relief> {
    let claim = |letter| json!({ "relief": "universal-credit", "letter": letter });
    let granted = |pays| json!({ "answers": "universal-credit", "ruling": "granted", "pays": pays });
    let refused = json!({ "answers": "universal-credit", "ruling": "refused" });
    vec![
        (None, None),
        claimed(claim("unknown")),
        claimed(claim("yes")),
        (Some(claim("yes")), Some(granted("1/2"))),
        (Some(claim("yes")), Some(granted("0"))),
        (Some(claim("yes")), Some(refused)),
    ]
}

/// Not claimed; bank statements awaited; a decision awaited; remitted, reduced to less, reduced to no less, refused.
fn hardships() -> Vec<Relief> {
    let claim = |statements| json!({ "relief": "hardship", "reasons": "yes", "bankStatements": statements, "circumstances": "yes" });
    let decided = |ruling| json!({ "answers": "hardship", "ruling": ruling });
    let reduced = |pence: u64| json!({ "answers": "hardship", "ruling": "granted", "reducedToPence": pence });
    vec![
        (None, None),
        claimed(claim("no")),
        claimed(claim("yes")),
        (Some(claim("yes")), Some(decided("granted"))),
        (Some(claim("yes")), Some(reduced(2000))),
        (Some(claim("yes")), Some(reduced(9200))),
        (Some(claim("yes")), Some(decided("refused"))),
    ]
}
