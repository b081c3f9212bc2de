//! What else the donor's identity shows.

use jiff::Span;

use crate::rules::{
    Category, Day, Disclosure, Flag, Input, Question, Rule, RuleSets, Scope, Section, Severity, Source,
    Stage, Topic, Verdict,
};
use crate::safeguarding::recorded::refer;
use crate::safeguarding::years::eighteen_on;

const PASSPORT_GRACE_MONTHS: i8 = 18;

pub(super) const H09: Rule = Rule {
    id: "H09",
    name: "verified-under-18",
    says: "By the verified date of birth, the donor is 18 or over.",
    category: Category::Identity,
    severities: &[Severity::Block],
    stage: Stage::S14,
    section: Section::Identity,
    scope: Scope::Each(&[Topic::Donor]),
    reads: &[Topic::Donor.day(Day::VerifiedBirth), Input::Today],
    disclosure: Disclosure::N0,
    sources: &[Source::guidance("Modernising LPA: a donor under 18")],
    reading: None,
    sets: RuleSets::All,
    decide: |view| {
        let Some(born) = view.subject().day(Day::VerifiedBirth)? else { return Ok(Verdict::NotApplicable) };
        let comes_of_age = eighteen_on(born);
        Ok(if comes_of_age > view.today()? { Verdict::NotYet(comes_of_age) } else { Verdict::Satisfied })
    },
};

pub(super) const H17: Rule = Rule {
    id: "H17",
    name: "fraud-decision",
    says: "The check against fraud that goes with a paper identity did not end in stop or refer; otherwise nobody vouches.",
    category: Category::Safeguarding,
    severities: &[Severity::Refer],
    reads: &[Topic::Donor.recorded(Question::FraudDecided)],
    disclosure: Disclosure::N3,
    sources: &[Source::code("paper identity: the decision of the fraud check")],
    decide: |view| {
        let answer = view.subject().recorded(Question::FraudDecided)?;
        Ok(refer(
            answer,
            "The fraud check did not clear the donor's identity: no vouching until a person has looked.",
        ))
    },
    ..H09
};

pub(super) const H18: Rule = Rule {
    id: "H18",
    name: "passport-age",
    says: "At the Post Office, a United Kingdom passport is no more than 18 months past its expiry.",
    reads: &[Topic::Donor.flag(Flag::AtPostOffice), Topic::Donor.day(Day::PassportExpires), Input::Today],
    sources: &[Source::code("paper identity: documents for the Post Office")],
    reading: Some("The last day of the 18 months still counts."),
    decide: |view| {
        let donor = view.subject();
        if !donor.is(Flag::AtPostOffice)? {
            return Ok(Verdict::NotApplicable);
        }
        let Some(expires) = donor.day(Day::PassportExpires)? else { return Ok(Verdict::NotApplicable) };
        let until = expires.saturating_add(Span::new().months(PASSPORT_GRACE_MONTHS));
        Ok(if view.today()? <= until {
            Verdict::Satisfied
        } else {
            Verdict::Violated(
                "The passport expired too long ago for the Post Office. Use another document, or another way.",
            )
        })
    },
    ..H09
};
