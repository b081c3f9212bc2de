//! One legal act, one file.
//!
//! Every act has the same three parts, in this order: what it carries (the fields a caller may send, in the order in
//! which today's service reports their problems), what it refuses, and what it does. `decide` finds the act by its
//! type and runs the three. To add an act: a file, and a line in `decide`.

mod attorney_opts_out;
mod attorney_signs;
mod attorneys_change;
mod attorneys_decide;
mod certificate_provider_confirms_identity;
mod certificate_provider_opts_out;
mod certificate_provider_signs;
mod corrected;
mod correction;
mod donor_confirms_identity;
mod donor_withdraws;
mod engine;
#[cfg(test)]
mod examples;
mod identity;
mod note;
mod opg_changes_status;
mod opts_out;
mod paper;
mod paper_attorney_goes_online;
mod paper_certificate_provider_goes_online;
mod post_registration_correction;
#[cfg(test)]
mod properties;
mod redundancy;
mod registers;
mod restrictions_severed;
#[cfg(test)]
pub(crate) mod sample;
mod trust_corporation_opts_out;
mod trust_corporation_signs;
mod waiting_period_begins;

use jiff::{SignedDuration, Timestamp};

use crate::author::Author;
use crate::decide::{LpaDecision, Profile};
use crate::ids::ActorUid;
use crate::lpa::Lpa;
use crate::moment::Moment;
use crate::operation::{Update, UpdateKind as Kind};
use crate::problem::Problem;
use engine::Fields;

use attorney_opts_out::AttorneyOptsOut;
use attorney_signs::AttorneySigns;
use attorneys_change::AttorneysChange;
use attorneys_decide::AttorneysDecide;
use certificate_provider_confirms_identity::CertificateProviderConfirmsIdentity;
use certificate_provider_opts_out::CertificateProviderOptsOut;
use certificate_provider_signs::CertificateProviderSigns;
use correction::Correction;
use donor_confirms_identity::DonorConfirmsIdentity;
use donor_withdraws::DonorWithdraws;
use opg_changes_status::OpgChangesStatus;
use paper_attorney_goes_online::PaperAttorneyGoesOnline;
use paper_certificate_provider_goes_online::PaperCertificateProviderGoesOnline;
use post_registration_correction::PostRegistrationCorrection;
use registers::Registers;
use restrictions_severed::RestrictionsSevered;
use trust_corporation_opts_out::TrustCorporationOptsOut;
use trust_corporation_signs::TrustCorporationSigns;
use waiting_period_begins::WaitingPeriodBegins;

/// The words for an update that has to change something and does not.
const NO_CHANGES: &str = "no changes provided";

/// What an act is judged by.
pub(crate) struct Case<'a> {
    /// The LPA as it stands.
    pub(crate) before: &'a Lpa,
    /// Who acts.
    pub(crate) author: &'a Author,
    /// When.
    pub(crate) at: Timestamp,
    /// How strictly.
    pub(crate) profile: Profile,
}

/// One legal act: what it carries, what it refuses, what it does.
pub(crate) trait LegalAct {
    /// What the fields do not say by themselves, such as which attorney signs.
    type Carried;

    /// Reads what was sent into the working copy, every problem gathered. `None` only where a problem was reported.
    fn carries(fields: &mut Fields<'_>, lpa: &mut Lpa) -> Option<Self::Carried>;

    /// First what it refuses, in order, the first broken rule being the answer; then what it does beyond setting the
    /// fields. `lpa` is the working copy, thrown away on a refusal; the LPA as it stands is `case.before`.
    fn takes_effect(case: &Case<'_>, lpa: &mut Lpa, carried: Self::Carried) -> Result<(), Problem>;
}

/// Judges an update, in the order of contract section 1.2.
pub(crate) fn decide(case: &Case<'_>, update: &Update) -> Result<LpaDecision, Vec<Problem>> {
    let kind = examine(update)?;
    let act = match kind {
        Kind::AttorneyDecisions => perform::<AttorneysDecide>,
        Kind::AttorneyOptOut => perform::<AttorneyOptsOut>,
        Kind::AttorneySign => perform::<AttorneySigns>,
        Kind::CertificateProviderConfirmIdentity => perform::<CertificateProviderConfirmsIdentity>,
        Kind::CertificateProviderOptOut => perform::<CertificateProviderOptsOut>,
        Kind::CertificateProviderSign => perform::<CertificateProviderSigns>,
        Kind::ChangeAttorneys => perform::<AttorneysChange>,
        Kind::Correction => perform::<Correction>,
        Kind::DonorConfirmIdentity => perform::<DonorConfirmsIdentity>,
        Kind::DonorWithdrawLpa => perform::<DonorWithdraws>,
        Kind::OpgStatusChange => perform::<OpgChangesStatus>,
        Kind::PaperAttorneyAccessOnline => perform::<PaperAttorneyGoesOnline>,
        Kind::PaperCertificateProviderAccessOnline => perform::<PaperCertificateProviderGoesOnline>,
        Kind::Perfect | Kind::StatutoryWaitingPeriod => perform::<WaitingPeriodBegins>,
        Kind::PostRegistrationCorrection => perform::<PostRegistrationCorrection>,
        Kind::Register => perform::<Registers>,
        Kind::SeverRestrictionsAndConditions => perform::<RestrictionsSevered>,
        Kind::TrustCorporationOptOut => perform::<TrustCorporationOptsOut>,
        Kind::TrustCorporationSign => perform::<TrustCorporationSigns>,
    };
    act(case, kind, update)
}

/// What can be said of an update without knowing the LPA: redundant changes first and alone, then its type, then whether
/// it carries changes at all where it must or must not.
pub(crate) fn examine(update: &Update) -> Result<Kind, Vec<Problem>> {
    let kind = update.kind.known();
    redundancy::check(kind, &update.changes)?;
    let Some(kind) = kind else { return Err(vec![Problem::new("/type", "invalid value")]) };
    match (appetite(kind), update.changes.is_empty()) {
        (Appetite::None, false) => Err(vec![Problem::new("/changes", "expected empty")]),
        (Appetite::Some, true) => Err(vec![Problem::new("/changes", NO_CHANGES)]),
        _ => Ok(kind),
    }
}

/// Whether a type carries changes.
enum Appetite {
    None,
    Some,
    /// Its required fields say what is missing.
    Named,
}

const fn appetite(kind: Kind) -> Appetite {
    match kind {
        Kind::AttorneyOptOut
        | Kind::CertificateProviderOptOut
        | Kind::DonorWithdrawLpa
        | Kind::Perfect
        | Kind::Register
        | Kind::StatutoryWaitingPeriod
        | Kind::TrustCorporationOptOut => Appetite::None,
        Kind::Correction | Kind::PostRegistrationCorrection | Kind::SeverRestrictionsAndConditions => {
            Appetite::Some
        }
        Kind::AttorneyDecisions
        | Kind::AttorneySign
        | Kind::CertificateProviderConfirmIdentity
        | Kind::CertificateProviderSign
        | Kind::ChangeAttorneys
        | Kind::DonorConfirmIdentity
        | Kind::OpgStatusChange
        | Kind::PaperAttorneyAccessOnline
        | Kind::PaperCertificateProviderAccessOnline
        | Kind::TrustCorporationSign => Appetite::Named,
    }
}

/// Runs the three parts of an act on a copy of the LPA.
fn perform<A: LegalAct>(case: &Case<'_>, kind: Kind, update: &Update) -> Result<LpaDecision, Vec<Problem>> {
    let mut lpa = case.before.clone();
    let mut fields = Fields::new(redundancy::kept(kind, &update.changes));
    let carried = A::carries(&mut fields, &mut lpa);
    let changes = fields.finish()?;
    let Some(carried) = carried else { return Err(vec![Problem::new("/changes", NO_CHANGES)]) };
    A::takes_effect(case, &mut lpa, carried).map_err(|problem| vec![problem])?;
    lpa.version = case.before.version.next();
    lpa.updated_at = moved_on(case);
    Ok(LpaDecision { lpa, changes })
}

/// When the LPA changed: `at`, but always later than the change before (contract section 9, W7).
fn moved_on(case: &Case<'_>) -> Moment {
    let before = case.before.updated_at.instant();
    let next = before.checked_add(SignedDuration::from_micros(1)).unwrap_or(before);
    Moment::from(case.at.max(next))
}

/// The acting actor, from the author of an opt-out (contract section 5.3).
fn acting(author: &Author) -> Result<&str, Problem> {
    let uid = author.uid().ok_or_else(|| Problem::new("/author", "field is required"))?;
    if ActorUid::from(uid).is_uuid() { Ok(uid) } else { Err(Problem::new("/author", "invalid format")) }
}

/// Keeps a finding when an act leaves nobody who can act (rules/safeguarding.md T189, T190). The store does not refuse:
/// who steps in, or whether the power has failed, is for a case worker.
fn note_last_attorney_gone(before: &Lpa, lpa: &mut Lpa) {
    if before.document.active_count() > 0 && lpa.document.active_count() == 0 {
        let detail = if lpa.document.replacement_count() > 0 {
            "no attorney is active any more: a replacement attorney has to be enabled"
        } else {
            "no attorney is active any more, and no replacement is left"
        };
        lpa.kept.findings.push(Problem::new("/attorneys", detail));
    }
}
