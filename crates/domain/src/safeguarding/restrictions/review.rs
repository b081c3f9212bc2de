//! Why a person reads every text.

use super::seen::{SEEN, refer, restrictions};
use crate::rules::{Category, Rule, Source, Verdict};
use crate::wording::Theme;

pub(super) const F23: Rule = Rule {
    id: "F23",
    name: "text-should",
    says: "A wish in a box that binds is construed by a person, and not taken for a duty.",
    sources: &[Source::public("[2023] EWCOP 24 issue 4, whose answer was not read")],
    decide: |view| refer(view, Theme::Wish),
    ..SEEN
};

pub(super) const F24: Rule = Rule {
    id: "F24",
    name: "text-any",
    says: "A person at OPG reads any restriction.",
    category: Category::Process,
    sources: &[Source::code("case management: the task to review restrictions and conditions")],
    reading: None,
    decide: |view| {
        Ok(if restrictions(view)?.is_some() {
            Verdict::Refer("There are restrictions: OPG will read them once the LPA is sent.")
        } else {
            Verdict::NotApplicable
        })
    },
    ..SEEN
};
