//! The code by which the certificate provider witnesses online.

use jiff::SignedDuration;

use crate::rules::{
    At, Category, Count, Decided, Disclosure, Missing, Rule, RuleSets, Scope, Section, Severity, Source,
    Stage, Topic, Verdict, View, all,
};

const VALID: SignedDuration = SignedDuration::from_mins(30);
const BETWEEN: SignedDuration = SignedDuration::from_mins(1);
const DIGITS: u64 = 4;
const MOST_WITHIN_AN_HOUR: u64 = 5;

pub(super) const G08: Rule = Rule {
    id: "G08",
    name: "witness-code",
    says: "A witness code has 4 digits, is no older than 30 minutes, and is entered 5 times an hour at most; another is sent only when \
           more than a minute has passed.",
    category: Category::Identity,
    severities: &[Severity::Block],
    stage: Stage::S15,
    section: Section::Signing,
    scope: Scope::Whole,
    reads: &[
        Topic::Signing.at(At::CodeSent),
        Topic::Signing.at(At::CodeEntered),
        Topic::Signing.at(At::CodeAskedAgain),
        Topic::Signing.count(Count::CodeDigits),
        Topic::Signing.count(Count::CodesEntered),
    ],
    disclosure: Disclosure::N0,
    sources: &[Source::code("Modernising LPA: witness codes and their limiter")],
    reading: Some(
        "The limiter gives one attempt more each hour, up to 10; counted here are the attempts within one hour. The code itself is \
         never told, only how many digits it has.",
    ),
    sets: RuleSets::All,
    decide: witness_code,
};

fn witness_code(view: &View<'_>) -> Decided {
    let signing = view.signing();
    let sent = signing.at(At::CodeSent)?;
    if let (Some(sent), Some(asked)) = (sent, signing.at(At::CodeAskedAgain)?)
        && asked.duration_since(sent) <= BETWEEN
    {
        return Ok(Verdict::Violated("A code was sent within the last minute. Wait, then ask for another."));
    }
    let Some(entered) = signing.at(At::CodeEntered)? else { return Ok(Verdict::NotApplicable) };
    let in_time = sent.is_some_and(|sent| entered >= sent && entered.duration_since(sent) <= VALID);
    Ok(if all([Ok(in_time), has_digits(view), is_within_limit(view)])? {
        Verdict::Satisfied
    } else {
        Verdict::Violated(
            "The code cannot be taken: it has 4 digits, is valid for 30 minutes, and may be tried 5 times an hour.",
        )
    })
}

fn has_digits(view: &View<'_>) -> Result<bool, Missing> {
    Ok(view.signing().count(Count::CodeDigits)? == Some(DIGITS))
}

fn is_within_limit(view: &View<'_>) -> Result<bool, Missing> {
    Ok(view.signing().count(Count::CodesEntered)?.is_none_or(|entered| entered <= MOST_WITHIN_AN_HOUR))
}
