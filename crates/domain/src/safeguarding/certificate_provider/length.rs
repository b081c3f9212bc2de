//! For how long the certificate provider has known the donor (SI 2007/1253 regulation 8(1)).

use jiff::civil::Date;

use super::PROVIDER;
use crate::choice::Choice;
use crate::rules::{
    About, At, Category, Day, Decided, Input, KnownFor, Missing, Relationship, Rule, Source, Topic, Verdict,
    View, Word,
};
use crate::safeguarding::years::years_on;

const READS: &[Input] = &[
    Topic::CertificateProvider.word_of(Word::Relationship),
    Topic::CertificateProvider.word_of(Word::KnownFor),
    Topic::CertificateProvider.day(Day::KnownSince),
    Topic::CertificateProvider.at(At::Signed),
    Input::Today,
];

const TOO_SHORT: Verdict = Verdict::Violated(
    "The certificate provider must have known the donor personally for two years before the certificate, or have the skills of a \
     profession. Choose somebody else.",
);

pub(super) const D03: Rule = Rule {
    id: "D03",
    name: "cp-qualification",
    says: "The certificate provider has known the donor personally for two years up to the certificate, or has the skills of a profession.",
    category: Category::LegalValidity,
    reads: READS,
    sources: &[Source::law("SI 2007/1253 regulation 8(1)")],
    reading: Some(
        "Two years end on the same day of the month two years on; where less is told, the day since when it is counts (D04).",
    ),
    decide: qualified,
    ..PROVIDER
};

fn qualified(view: &View<'_>) -> Decided {
    let who = view.subject();
    match who.word(Word::Relationship)? {
        Choice::Is(Relationship::Professionally) => return Ok(Verdict::Satisfied),
        Choice::Is(Relationship::Personally) => {}
        Choice::Unset | Choice::Other(_) => {
            return Ok(Verdict::Violated(
                "Say whether the certificate provider knows the donor personally or professionally.",
            ));
        }
    }
    if who.word(Word::KnownFor)?.is(KnownFor::TwoYears) {
        return Ok(Verdict::Satisfied);
    }
    let Some(enough) = long_enough_on(who)? else { return Ok(TOO_SHORT) };
    Ok(match who.on(At::Signed)? {
        Some(certified) if certified < enough => TOO_SHORT,
        None if view.today()? < enough => Verdict::NotApplicable,
        _ => Verdict::Satisfied,
    })
}

pub(super) const D04: Rule = Rule {
    id: "D04",
    name: "cp-length-projection",
    says: "A certificate provider who has not yet known the donor for two years may certify from the day on which they have.",
    category: Category::LegalValidity,
    reads: READS,
    sources: &[
        Source::law("SI 2007/1253 regulation 8(1)(a)"),
        Source::code("Modernising LPA: less than two years is refused at once"),
        Source::ours("that the two years may still run while the LPA is drafted"),
    ],
    reading: Some(
        "The two years are counted to the certificate, so less of them while drafting is cured by time.",
    ),
    decide: projected,
    ..PROVIDER
};

fn projected(view: &View<'_>) -> Decided {
    let who = view.subject();
    if !who.word(Word::Relationship)?.is(Relationship::Personally) {
        return Ok(Verdict::NotApplicable);
    }
    let Some(enough) = long_enough_on(who)? else { return Ok(Verdict::NotApplicable) };
    match who.on(At::Signed)? {
        None if view.today()? < enough => Ok(Verdict::NotYet(enough)),
        Some(certified) if certified < enough => contradicted(who),
        _ => Ok(Verdict::Satisfied),
    }
}

/// A certificate given too early: D03 says so, unless two years were claimed.
fn contradicted(who: About<'_>) -> Decided {
    Ok(if who.word(Word::KnownFor)?.is(KnownFor::TwoYears) { TOO_SHORT } else { Verdict::NotApplicable })
}

/// From which day two years have ended, when it is told since when they have known the donor.
fn long_enough_on(who: About<'_>) -> Result<Option<Date>, Missing> {
    Ok(who.day(Day::KnownSince)?.map(|since| years_on(since, 2)))
}
