//! That somebody confirmed that the certificate provider is not related.

use super::address::{ADDRESSES, share_a_building};
use super::last_name::share_a_last_name;
use super::{PROVIDER, provider};
use crate::rules::{
    At, Decided, Input, Missing, Rule, Scope, Severity, Source, Stage, Text, Topic, Verdict, View, any,
};
use crate::safeguarding::joined::joined;

const NAMES: &[Input] = &[
    Topic::CertificateProvider.text(Text::LastName),
    Topic::Donor.text(Text::LastName),
    Topic::Attorney.text(Text::LastName),
    Topic::Lpa.at(At::Signed),
];

pub(super) const D16: Rule = Rule {
    id: "D16",
    name: "cp-unrelated-confirmed",
    says: "Where the certificate provider shares a last name or an address, it is confirmed that they are not related before the LPA is \
           shared with them.",
    severities: &[Severity::Warn],
    stage: Stage::S12,
    scope: Scope::Whole,
    reads: &joined::<{ NAMES.len() + ADDRESSES.len() }>(NAMES, ADDRESSES),
    sources: &[Source::code("Modernising LPA, which leaves out the certificate provider's address (Z-01)")],
    reading: Some(
        "The confirmation is bound to every last name and address that was compared; sharing waits for it.",
    ),
    decide: confirmed,
    ..PROVIDER
};

fn confirmed(view: &View<'_>) -> Decided {
    if view.lpa().at(At::Signed)?.is_some() || provider(view)?.is_none() {
        return Ok(Verdict::NotApplicable);
    }
    Ok(if shares_anything(view)? {
        Verdict::NeedsConfirmation(
            "The certificate provider has a last name or an address in common with the donor or an attorney. Confirm that they are not \
             related, or choose another; until then the LPA cannot be shared.",
        )
    } else {
        Verdict::Satisfied
    })
}

fn shares_anything(view: &View<'_>) -> Result<bool, Missing> {
    let Some(provider) = provider(view)? else { return Ok(false) };
    let attorneys = view.each(Topic::Attorney);
    let others = std::iter::once(view.donor()).chain(attorneys.clone().into_iter().flatten());
    let shared =
        others.flat_map(|other| [share_a_last_name(provider, other), share_a_building(provider, other)]);
    any(shared.chain([attorneys.map(|_| false)]))
}
