//! What today's services find late, and at which stage it can be known here (rule book section 6.5).

use crate::choice::Words as _;
use crate::rules::{Rule, Stage};
use crate::safeguarding::catalogue;

/// One thing that can go wrong.
struct Gap {
    problem: &'static str,
    today: &'static str,
    rules: &'static [&'static str],
}

const fn gap(problem: &'static str, today: &'static str, rules: &'static [&'static str]) -> Gap {
    Gap { problem, today, rules }
}

/// Every rule about a text, but for the notes: what a court would take out.
const TEXTS: &[&str] = &[
    "F01", "F02", "F03", "F04", "F05", "F06", "F07", "F08", "F09", "F10", "F11", "F12", "F13", "F14", "F15",
    "F16", "F17", "F18", "F19", "F20", "F21", "F22", "F23", "F24",
];

const GAPS: &[Gap] = &[
    gap(
        "the certificate provider is related, by name or address",
        "warned of at S9 and S12; S18, by last name alone",
        &["D14", "D15", "D16"],
    ),
    gap(
        "the certificate provider was an attorney in another power of the donor",
        "an objection or a court, if ever",
        &["D06", "K11"],
    ),
    gap("the certificate provider is under 18", "S16, when the donor has signed", &["D02"]),
    gap(
        "the certificate provider's identity fails or does not match",
        "S16 or later",
        &["H02", "H07", "H08", "I03"],
    ),
    gap("a restriction that cannot work or is not lawful", "S18, then a court or consent", TEXTS),
    gap(
        "the donor's identity does not match",
        "S15 to S18, when it can no longer be put right",
        &["H03", "I02"],
    ),
    gap(
        "an attorney is bankrupt or under a debt relief order",
        "a declaration, an objection, S20",
        &["B08", "C05", "C06", "C07"],
    ),
    gap("an attorney or the donor is dead", "S18, as a warning to a caseworker", &["A10", "B10"]),
    gap("signed in the wrong order", "on paper S18", &["G01", "G02", "G03", "G04"]),
    gap("six months or two years have gone by", "S18", &["I01", "I02", "I03", "I04", "I05", "I06", "I07"]),
    gap("a second LPA of the same kind, or drafted twice", "never", &["A15", "K07"]),
    gap(
        "an objection, an investigation or a removal of before",
        "after notice was given",
        &["A16", "B15", "B16", "B17", "J12", "K02"],
    ),
    gap("an attorney is under 18", "warned of at S4, stopped at S12", &["B02"]),
    gap("the trust corporation is the wrong one, or dissolved", "S17", &["B06", "B07"]),
    gap("there is a deputy or an order of the court", "S18", &["A14", "K10"]),
    gap(
        "a foreign postal code, for which no number is given",
        "later, and the donor does not see it",
        &["L03"],
    ),
    gap("a person to notify is an attorney", "warned of only", &["B14"]),
    gap("who vouches has vouched falsely before", "never: a text asks", &["H14"]),
    gap("the number of an earlier application is not the donor's", "by a caseworker, for the fee", &["K05"]),
    gap("soon after another LPA, one attorney alone is left", "a court, after registration", &["A17"]),
    gap("a certificate without a real conversation", "a court, after registration", &["D24"]),
    gap("more than one replacement where decisions are mixed", "an error when it is sent", &["C12", "C13"]),
    gap("one telephone for the donor and the certificate provider", "never", &["D20", "E12"]),
];

/// The table, with the stages and questions that the catalogue has.
pub(super) fn table() -> String {
    let head = "| what goes wrong | today's services find it at | here at | asks OPG's records or another register |\n|---|---|---|---|\n";
    GAPS.iter().fold(head.to_owned(), |table, gap| table + &row(gap))
}

fn row(gap: &Gap) -> String {
    let rules: Vec<&Rule> = catalogue().rules().filter(|rule| gap.rules.contains(&rule.id)).collect();
    let asks = match rules.iter().filter(|rule| rule.asks_records()).count() {
        0 => "no",
        all if all == rules.len() => "yes",
        _ => "some rules do",
    };
    format!("| {} | {} | {} | {asks} |\n", gap.problem, gap.today, stages(&rules))
}

/// Each stage with the rules that can first be decided then: `S9 (D14, D15), S12 (D16)`.
fn stages(rules: &[&Rule]) -> String {
    let at = |stage: &Stage| {
        let ids: Vec<&str> = rules.iter().filter(|rule| rule.stage == *stage).map(|rule| rule.id).collect();
        (!ids.is_empty()).then(|| format!("{} ({})", stage.word(), ids.join(", ")))
    };
    Stage::ALL.iter().filter_map(at).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Section 6.5: the stage at which each could be decided, in the order of its rows, and whether OPG's data or another register is
    /// needed.
    const BOOK: [(Stage, bool); 23] = [
        (Stage::S9, false),
        (Stage::S9, true),
        (Stage::S9, false),
        (Stage::S12, false),
        (Stage::S8, false),
        (Stage::S14, false),
        (Stage::S4, true),
        (Stage::S3, true),
        (Stage::S15, false),
        (Stage::S14, false),
        (Stage::S3, true),
        (Stage::S3, true),
        (Stage::S4, false),
        (Stage::S4, true),
        (Stage::S3, true),
        (Stage::S2, false),
        (Stage::S10, false),
        (Stage::S14, true),
        (Stage::S13, true),
        (Stage::S6, true),
        (Stage::S16, false),
        (Stage::S6, false),
        (Stage::S9, false),
    ];

    /// Only an identity, which somebody else proves, comes later: the certificate provider cannot prove it before S16 today.
    #[test]
    fn nothing_is_found_later_than_the_rule_book_says_it_could_be() {
        assert_eq!(GAPS.len(), BOOK.len());
        for (gap, (stage, asks)) in GAPS.iter().zip(BOOK) {
            let rules: Vec<&Rule> = catalogue().rules().filter(|rule| gap.rules.contains(&rule.id)).collect();
            assert!(gap.rules.iter().all(|id| rules.iter().any(|rule| rule.id == *id)), "{}", gap.problem);
            let first = rules.iter().map(|rule| rule.stage).min().unwrap();
            let is_identity = gap.rules.contains(&"H08");
            assert!(first <= stage || is_identity, "{}: {first:?}, and could be {stage:?}", gap.problem);
            assert_eq!(rules.iter().any(|rule| rule.asks_records()), asks, "{}", gap.problem);
        }
    }
}
