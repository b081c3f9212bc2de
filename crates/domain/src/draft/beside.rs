//! What a consumer tells beside a draft, so that it can be assessed.

use serde::{Deserialize, Serialize};

use crate::json::Json;

/// The members that stand beside `draft` in an assessment (`docs/assessments.md`), kept with the draft as they were told.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Beside {
    /// What is told in the shape of the draft, and no LPA says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub circumstances: Option<Json>,
    /// What somebody confirmed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmations: Option<Json>,
    /// By which rules it is assessed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule_set: Option<Json>,
}

impl Beside {
    /// The names of its members.
    pub const MEMBERS: [&str; 3] = ["circumstances", "confirmations", "ruleSet"];

    /// Whether nothing was told.
    pub const fn is_empty(&self) -> bool {
        self.circumstances.is_none() && self.confirmations.is_none() && self.rule_set.is_none()
    }

    /// What was told, by name.
    pub fn members(&self) -> impl Iterator<Item = (&'static str, &Json)> {
        let all = [&self.circumstances, &self.confirmations, &self.rule_set];
        Self::MEMBERS.into_iter().zip(all).filter_map(|(name, told)| Some((name, told.as_ref()?)))
    }
}
