//! What others are told of a fee, in the shapes that they read today (integration.md 2, `reduced-fee-*`, `payment-received`).
//!
//! Those shapes know less than we do, and where ours does not fit in them is our reading, marked here and in
//! `docs/fee-operations.md`.

use serde::{Deserialize, Serialize};

use super::claim::{Claimed, Relief};
use super::decision::{Decision, Grant, Ruling, Waiver};
use super::fraction::Fraction;
use super::invitation::RepeatClaim;
use super::ledger::Entry;
use super::pence::Pence;
use super::told::{Delivery, Evidence, PreviousFee, Support};
use crate::Known;
use crate::choice::Words as _;
use crate::json::Json;
use crate::lpa::reference::Reference;
use crate::lpa::uid::LpaUid;

/// Something that others are told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FeeEvent {
    /// What kind of event, such as `payment-received`.
    pub detail_type: String,
    /// What it says.
    pub detail: Json,
}

impl FeeEvent {
    fn new(detail_type: &str, members: Vec<(&str, Json)>) -> Self {
        let members = members.into_iter().map(|(name, value)| (name.to_owned(), value));
        Self { detail_type: detail_type.to_owned(), detail: Json::Object(members.collect()) }
    }

    /// A claim was made, or made otherwise.
    pub(super) fn claimed(uid: LpaUid, claimed: &Claimed, support: &Support) -> Self {
        let kind = match claimed.claim.relief() {
            Relief::Exemption => "NoFee",
            // Our reading: there is no word for Universal Credit, and Modernising asks about it as a low income.
            Relief::IncomeRemission | Relief::UniversalCredit => "HalfFee",
            Relief::Hardship => "HardshipFee",
        };
        let mut members = vec![("uid", text(&uid)), ("requestType", kind.into())];
        members.extend(shown_by(support));
        Self::new("reduced-fee-requested", members)
    }

    /// An application was said to be a repeat: on whatever terms, it is told.
    pub(super) fn repeated(
        uid: LpaUid,
        claim: &RepeatClaim,
        previous_fee: Option<PreviousFee>,
        support: &Support,
    ) -> Self {
        let mut members = vec![("uid", text(&uid)), ("requestType", "RepeatApplicationFee".into())];
        if let Known::Known(reference) = claim.reference {
            members.push(("previousApplicationNumber", number(reference)));
        }
        if let Some(fee) = previous_fee {
            let word = match fee {
                PreviousFee::Full => "Full",
                PreviousFee::Half => "Half",
                PreviousFee::Exemption => "Exemption",
                PreviousFee::Hardship => "Hardship",
            };
            members.push(("previousFee", word.into()));
        }
        members.extend(shown_by(support));
        Self::new("reduced-fee-requested", members)
    }

    /// Evidence has come.
    pub(super) fn evidence(uid: LpaUid, evidence: &Evidence) -> Self {
        match evidence {
            Evidence::Uploaded(path) => {
                Self::new("reduced-fee-evidence-received", vec![("path", path.as_str().into())])
            }
            Evidence::Posted(_) => Self::new("evidence-received", vec![("uid", text(&uid))]),
        }
    }

    /// A claim was decided. `None` when today's shape has no word for what was granted: nobody is told another amount.
    pub(super) fn decided(uid: LpaUid, decision: &Decision) -> Option<Self> {
        let Ruling::Granted(grant) = decision.ruling else {
            return Some(Self::new("reduced-fee-declined", vec![("uid", text(&uid))]));
        };
        let members = vec![("uid", text(&uid)), ("approvedType", approved(grant)?.into())];
        Some(Self::new("reduced-fee-approved", members))
    }

    /// Somebody paid; of what was paid back nobody reads an event today.
    pub(super) fn moved(uid: LpaUid, entry: &Entry) -> Option<Self> {
        let paid = || {
            let (reference, amount) = (entry.reference().into(), Json::Number(entry.amount().get().into()));
            vec![("uid", text(&uid)), ("paymentId", reference), ("amount", amount)]
        };
        (!entry.is_refund()).then(|| Self::new("payment-received", paid()))
    }
}

/// By what is to be paid, since the shape knows no reasons.
fn approved(grant: Grant) -> Option<&'static str> {
    match grant {
        Grant::Exemption | Grant::Hardship(Waiver::Remitted) => Some("NoFee"),
        Grant::IncomeRemission => Some("HalfFee"),
        Grant::UniversalCredit(part) => by_part(part),
        Grant::Hardship(Waiver::ReducedTo(_)) => None,
    }
}

fn by_part(part: Fraction) -> Option<&'static str> {
    match part.of(Pence::new(4)).map(Pence::get) {
        Some(0) => Some("NoFee"),
        Some(1) => Some("QuarterFee"),
        Some(2) => Some("HalfFee"),
        _ => None,
    }
}

fn shown_by(support: &Support) -> Vec<(&'static str, Json)> {
    let mut members = Vec::new();
    if support.delivery == Delivery::Upload {
        let files = support.files.iter().map(|file| {
            let path = ("path".to_owned(), file.path.as_str().into());
            let named =
                file.filename.as_ref().map(|name| ("filename".to_owned(), name.expose().as_str().into()));
            Json::Object(std::iter::once(path).chain(named).collect())
        });
        members.push(("evidence", Json::Array(files.collect())));
    }
    members.push(("evidenceDelivery", support.delivery.word().into()));
    members
}

/// Without the hyphens that people put into the case system's numbers.
fn number(reference: Reference) -> Json {
    match reference {
        Reference::Legacy(_) => reference.to_string().replace('-', "").as_str().into(),
        Reference::Modernised(_) | Reference::Online(_) => text(&reference),
    }
}

fn text(value: &impl ToString) -> Json {
    value.to_string().as_str().into()
}
