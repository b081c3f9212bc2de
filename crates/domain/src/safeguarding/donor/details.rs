//! Whether what is written of the donor can be used: names, address, other names, residence.

use crate::rules::{
    About, Category, Decided, Disclosure, Flag, Missing, Rule, RuleSets, Scope, Section, Severity, Source,
    Stage, Text, Topic, Verdict, View, all, any,
};

pub(super) const A05: Rule = Rule {
    id: "A05",
    name: "donor-name-shape",
    says: "The donor's first and last names are given, and no name is longer than the services can hold.",
    category: Category::DataQuality,
    severities: &[Severity::Block],
    stage: Stage::S1,
    section: Section::Donor,
    scope: Scope::Whole,
    reads: &[
        Topic::Donor.text(Text::FirstNames),
        Topic::Donor.text(Text::LastName),
        Topic::Donor.text(Text::OtherNames),
    ],
    disclosure: Disclosure::N0,
    sources: &[Source::code("Modernising LPA, Make an LPA: at most 53, 61 and 50 characters")],
    reading: Some("Characters are counted, not bytes (Z-10)."),
    sets: RuleSets::All,
    decide: |view| {
        let donor = view.donor();
        let fits = all([
            written(donor, Text::FirstNames, 53),
            written(donor, Text::LastName, 61),
            short(donor, Text::OtherNames, 50),
        ]);
        Ok(unless(
            fits?,
            "Give the first names (at most 53 characters) and the last name (at most 61). Other names have at most 50.",
        ))
    },
};

pub(super) const A06: Rule = Rule {
    id: "A06",
    name: "donor-address-shape",
    says: "The donor's address has a first line and a country, in the United Kingdom a town and a postcode too.",
    stage: Stage::S2,
    reads: &[
        Topic::Donor.text(Text::Line1),
        Topic::Donor.text(Text::Line2),
        Topic::Donor.text(Text::Line3),
        Topic::Donor.text(Text::Town),
        Topic::Donor.text(Text::Postcode),
        Topic::Donor.text(Text::Country),
    ],
    sources: &[Source::code("Modernising LPA: address form, lines of at most 50 characters")],
    reading: Some("A country is taken for one when it is two capital letters."),
    decide: address_shape,
    ..A05
};

fn address_shape(view: &View<'_>) -> Decided {
    let donor = view.donor();
    let country = donor.text(Text::Country);
    let at_home = country.clone().map(|country| country == Some("GB"));
    let if_at_home = |key: Text| any([at_home.clone().map(|so| !so), written(donor, key, usize::MAX)]);
    let fits = all([
        written(donor, Text::Line1, 50),
        short(donor, Text::Line2, 50),
        short(donor, Text::Line3, 50),
        country.map(|country| country.is_some_and(is_code)),
        if_at_home(Text::Town),
        if_at_home(Text::Postcode),
    ]);
    Ok(unless(
        fits?,
        "Give the first line of the address and the country, in the United Kingdom the town and the postcode too. A line has at most 50 characters.",
    ))
}

pub(super) const A07: Rule = Rule {
    id: "A07",
    name: "donor-resident",
    says: "A donor who lives outside England and Wales is looked at by a person.",
    category: Category::LegalValidity,
    severities: &[Severity::Refer],
    stage: Stage::S2,
    reads: &[Topic::Donor.text(Text::Country)],
    sources: &[Source::guidance("Modernising LPA: terms of use, where the donor usually lives")],
    reading: Some(
        "Every address in the United Kingdom passes: the country does not tell Scotland and Northern Ireland apart. An explanation in the restrictions makes a referral less urgent and does not take it away.",
    ),
    decide: |view| {
        Ok(match view.donor().text(Text::Country)? {
            None => Verdict::NotApplicable,
            Some("GB") => Verdict::Satisfied,
            Some(_) => Verdict::Refer(
                "The donor's address is abroad: is there a connection with England and Wales? Less urgent where the restrictions explain it.",
            ),
        })
    },
    ..A05
};

pub(super) const A20: Rule = Rule {
    id: "A20",
    name: "donor-other-names",
    says: "A donor who is or was married is told that earlier names help to recognise them.",
    severities: &[Severity::Info],
    reads: &[Topic::Donor.text(Text::OtherNames), Topic::Donor.flag(Flag::EverMarried)],
    sources: &[Source::guidance("Make an LPA: other names the donor is known by")],
    reading: Some("Only a marriage is asked about; other reasons for another name are not."),
    decide: |view| {
        let donor = view.donor();
        let has_names = donor.text(Text::OtherNames).map(|names| names.is_some());
        let unmarried = donor.is(Flag::EverMarried).map(|so| !so);
        Ok(if any([has_names, unmarried])? {
            Verdict::Satisfied
        } else {
            Verdict::Noted(
                "Earlier names, such as one before a marriage, help others to recognise the donor.",
            )
        })
    },
    ..A05
};

/// Whether there is something, of at most so many characters.
fn written(one: About<'_>, key: Text, most: usize) -> Result<bool, Missing> {
    Ok(one.text(key)?.is_some_and(|text| !text.trim().is_empty() && is_within(text, most)))
}

/// Whether there is nothing, or something of at most so many characters.
fn short(one: About<'_>, key: Text, most: usize) -> Result<bool, Missing> {
    Ok(one.text(key)?.is_none_or(|text| is_within(text, most)))
}

fn is_within(text: &str, most: usize) -> bool {
    text.len() <= most || text.chars().count() <= most
}

fn is_code(country: &str) -> bool {
    country.len() == 2 && country.bytes().all(|letter| letter.is_ascii_uppercase())
}

const fn unless(is_so: bool, cure: &'static str) -> Verdict {
    if is_so { Verdict::Satisfied } else { Verdict::Violated(cure) }
}
