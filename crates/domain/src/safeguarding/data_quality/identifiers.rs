//! The number of the LPA, and those of the people on it.

use crate::ids::ActorUid;
use crate::lpa::uid::{Form, LpaUid};
use crate::rules::{
    About, At, Category, Decided, Disclosure, Missing, Rule, RuleSets, Scope, Section, Severity, Source,
    Stage, Text, Topic, Verdict, View, any,
};

pub(super) const L01: Rule = Rule {
    id: "L01",
    name: "uid-checksum",
    says: "The number of the LPA is M- and twelve digits, the last of which checks the others.",
    category: Category::DataQuality,
    severities: &[Severity::Block],
    stage: Stage::S3,
    section: Section::Instrument,
    scope: Scope::Whole,
    reads: &[Topic::Lpa.text(Text::LpaUid)],
    disclosure: Disclosure::N0,
    sources: &[
        Source::code("UID service: the check digit of Damm"),
        Source::ours("rule book T212: the number of zeros alone was never issued"),
    ],
    reading: Some("The number of zeros alone is refused, although its check digit is right."),
    sets: RuleSets::All,
    decide: |view| {
        let Some(written) = view.lpa().text(Text::LpaUid)? else { return Ok(Verdict::NotApplicable) };
        Ok(if is_issued(written) {
            Verdict::Satisfied
        } else {
            Verdict::Violated(
                "This is no number of an LPA: a digit is wrong, or two are swapped. Compare it with OPG's letter.",
            )
        })
    },
};

fn is_issued(written: &str) -> bool {
    let is_checked = written.parse::<LpaUid>().is_ok_and(|uid| uid.form() == Form::Checked);
    is_checked && written.bytes().any(|byte| (b'1'..=b'9').contains(&byte))
}

const ACTORS: &[Topic] = &[
    Topic::Donor,
    Topic::Attorney,
    Topic::TrustCorporation,
    Topic::CertificateProvider,
    Topic::PersonToNotify,
    Topic::Signatory,
    Topic::Witness,
];

pub(super) const L05: Rule = Rule {
    id: "L05",
    name: "actor-uuid",
    says: "Everybody on the LPA has a UUID of their own.",
    category: Category::DataQuality,
    severities: &[Severity::Block],
    stage: Stage::S15,
    section: Section::Instrument,
    scope: Scope::EachAmong(ACTORS),
    reads: &[
        Topic::Donor.text(Text::Uid),
        Topic::Attorney.text(Text::Uid),
        Topic::TrustCorporation.text(Text::Uid),
        Topic::CertificateProvider.text(Text::Uid),
        Topic::PersonToNotify.text(Text::Uid),
        Topic::Signatory.text(Text::Uid),
        Topic::Witness.text(Text::Uid),
        Topic::Lpa.at(At::Signed),
    ],
    disclosure: Disclosure::N0,
    sources: &[
        Source::code("LPA Store: the uid of an actor must be a UUID"),
        Source::ours(
            "on decision record 2 of the LPA Store: fixed once the donor signs, so each has one of their own",
        ),
    ],
    reading: Some(
        "Until the donor has signed, nobody needs one. One UUID written in two ways counts as one.",
    ),
    sets: RuleSets::All,
    decide: own_uuid,
};

fn own_uuid(view: &View<'_>) -> Decided {
    let Some(uid) = view.subject().text(Text::Uid)? else {
        return Ok(if view.lpa().at(At::Signed)?.is_some() {
            Verdict::Violated("Somebody on the LPA has no UUID. Give them one.")
        } else {
            Verdict::NotApplicable
        });
    };
    if !ActorUid::from(uid).is_uuid() {
        return Ok(Verdict::Violated("This is no UUID. Give one, such as a version 4 UUID."));
    }
    Ok(if is_shared(view, uid)? {
        Verdict::Violated("Two on the LPA have the same UUID. Give each their own.")
    } else {
        Verdict::Satisfied
    })
}

fn is_shared(view: &View<'_>, uid: &str) -> Result<bool, Missing> {
    let subject = view.subject();
    let is_other = |one: &About<'_>| (one.topic(), one.index()) != (subject.topic(), subject.index());
    let own = |one: About<'_>| Ok(one.text(Text::Uid)?.is_some_and(|other| is_same(uid, other)));
    any(ACTORS.iter().map(|topic| any(view.each(*topic)?.filter(is_other).map(own))))
}

fn is_same(one: &str, other: &str) -> bool {
    hex(one).eq(hex(other))
}

/// The digits of a UUID, however it is written.
fn hex(uid: &str) -> impl Iterator<Item = u8> + '_ {
    let bare = uid.strip_prefix("urn:uuid:").unwrap_or(uid);
    bare.bytes().filter(u8::is_ascii_hexdigit).map(|digit| digit.to_ascii_lowercase())
}
