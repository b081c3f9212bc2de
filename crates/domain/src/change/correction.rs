//! A correction before registration (contract section 5.3, `CORRECTION`).
//!
//! Unlike today's service, a correction changes what it names and nothing else: the uids of the authorised signatory and of
//! the independent witness stay (contract section 9, W5), details of decisions are not blanked or demanded (W12), and one attorney
//! named in two ways is refused instead of half forgotten (W11). A signatory who is not there is out of range (9.4).

use super::engine::Fields;
use super::engine::rules::{any, given};
use super::note::{Said, full_name, note};
use super::{Case, LegalAct, corrected};
use crate::document::{
    AuthorisedSignatory, BirthDate, Channel, Document, IndependentWitness, TrustCorporation,
};
use crate::lpa::Lpa;
use crate::lpa::status::Step;
use crate::personal::Personal;
use crate::problem::Problem;

/// What was taken down wrongly is put right.
pub(super) struct Correction;

impl LegalAct for Correction {
    type Carried = ();

    fn carries(fields: &mut Fields<'_>, lpa: &mut Lpa) -> Option<()> {
        let document = &mut lpa.document;
        fields.at("signedAt").optional(&mut document.signed_at, given);
        fields.group("donor", |fields| corrected::donor(fields, &mut document.donor, false));
        let provider = &mut document.certificate_provider;
        fields.group("certificateProvider", |fields| {
            corrected::certificate_provider(fields, provider);
            fields.at("signedAt").optional(&mut provider.signed_at, any);
        });
        let attorneys = document.attorneys.as_deref_mut().unwrap_or_default();
        fields.group("attorneys", |fields| {
            fields.one_of(attorneys, |fields, attorney| {
                corrected::attorney(fields, attorney);
                fields.at("signedAt").optional(&mut attorney.signed_at, given);
            });
        });
        let corporations = &mut document.trust_corporations;
        fields.group("trustCorporations", |fields| {
            fields.one_of(corporations, trust_corporation);
        });
        signatory_and_witness(fields, document);
        let witnessed = &mut document.witnessed_by_certificate_provider_at;
        fields.at("witnessedByCertificateProviderAt").optional(witnessed, given);
        let witnessed = &mut document.witnessed_by_independent_witness_at;
        fields.at("witnessedByIndependentWitnessAt").optional(witnessed, given);
        corrected::decisions(fields, document);
        Some(())
    }

    fn takes_effect(case: &Case<'_>, lpa: &mut Lpa, (): ()) -> Result<(), Problem> {
        let (before, after) = (&case.before.document, &lpa.document);
        let online = after.channel.is(Channel::Online);
        if online && before.signed_at != after.signed_at {
            return Err(Problem::new("/signedAt", "LPA Signed on date cannot be changed for online LPAs"));
        }
        lpa.status = lpa.status.after(Step::Correct)?;
        if before.donor.identity_check.is_some() && before.donor.date_of_birth != after.donor.date_of_birth {
            let detail = "The donor's date of birth cannot be changed once the identity check is complete";
            return Err(Problem::new("/donor/dateOfBirth", detail));
        }
        if online {
            signatures_stand(before, after)?;
        }
        let said = said(before, after);
        said.into_iter().flatten().for_each(|said| note(&mut lpa.notes, case.at, said));
        Ok(())
    }
}

fn trust_corporation(fields: &mut Fields<'_>, corporation: &mut TrustCorporation) {
    fields.at("name").optional(&mut corporation.name, given);
    fields.at("companyNumber").optional(&mut corporation.company_number, given);
    fields.at("email").optional(&mut corporation.email, any);
    fields.group("address", |fields| corrected::address(fields, &mut corporation.address));
    fields.at("mobile").optional(&mut corporation.mobile, any);
    fields.group("signatories", |fields| {
        fields.each_item(&mut corporation.signatories, &[], |fields, signatory| {
            fields.at("firstNames").optional(&mut signatory.first_names, given);
            fields.at("lastName").optional(&mut signatory.last_name, given);
            fields.at("professionalTitle").optional(&mut signatory.professional_title, any);
        });
    });
}

/// Either may be added by a correction; one that is there keeps its uid.
fn signatory_and_witness(fields: &mut Fields<'_>, document: &mut Document) {
    let mut signatory = document.authorised_signatory.clone().unwrap_or_default();
    fields.group("authorisedSignatory", |fields| {
        fields.at("firstNames").optional(&mut signatory.first_names, given);
        fields.at("lastName").optional(&mut signatory.last_name, given);
    });
    if signatory != AuthorisedSignatory::default() {
        document.authorised_signatory = Some(signatory);
    }
    let mut witness = document.independent_witness.clone().unwrap_or_default();
    fields.group("independentWitness", |fields| {
        fields.at("firstNames").optional(&mut witness.first_names, given);
        fields.at("lastName").optional(&mut witness.last_name, given);
        fields.at("phone").prior_may_be_unstated().optional(&mut witness.phone, given);
        fields.group("address", |fields| corrected::address(fields, &mut witness.address));
    });
    if witness != IndependentWitness::default() {
        document.independent_witness = Some(witness);
    }
}

/// Online signatures are made with the service and not corrected.
fn signatures_stand(before: &Document, after: &Document) -> Result<(), Problem> {
    if before.certificate_provider.signed_at != after.certificate_provider.signed_at {
        let detail = "The Certificate Provider Signed on date cannot be changed for online LPAs";
        return Err(Problem::new("/certificateProvider/signedAt", detail));
    }
    let mut pairs = before.attorneys().iter().zip(after.attorneys());
    match pairs.position(|(before, after)| before.signed_at != after.signed_at) {
        // Singular, and without the s of "LPAs": today's words (contract section 5.3).
        Some(place) => Err(Problem::new(
            format!("/attorney/{place}/signedAt"),
            "The attorney signed at date cannot be changed for online LPA",
        )),
        None => Ok(()),
    }
}

/// The notes of a correction.
fn said(before: &Document, after: &Document) -> [Option<Said>; 3] {
    let renamed = |before: [&Personal<String>; 2], after: [&Personal<String>; 2]| {
        (before != after).then(|| full_name(after[0], after[1]))
    };
    let donor = renamed(
        [&before.donor.first_names, &before.donor.last_name],
        [&after.donor.first_names, &after.donor.last_name],
    );
    let (old, new) = (&before.certificate_provider, &after.certificate_provider);
    let provider = renamed([&old.first_names, &old.last_name], [&new.first_names, &new.last_name]);
    let birth = match after.donor.date_of_birth.expose() {
        BirthDate::On(date) if before.donor.date_of_birth != after.donor.date_of_birth => {
            Some(date.to_string())
        }
        _ => None,
    };
    [
        donor.map(|new_name| Said::DonorName { new_name }),
        birth.map(|new_dob| Said::DonorBirth { new_dob }),
        provider.map(|new_name| Said::CertificateProviderName { new_name }),
    ]
}

#[cfg(test)]
mod tests {
    use crate::change::sample::{ATTORNEY, accepted, decided, lpa, moment, refused, signed, update};
    use crate::document::{
        AuthorisedSignatory, BirthDate, Channel, HowDecisions, IdentityCheck, IndependentWitness,
    };
    use crate::{Lpa, Personal, Status};

    const KIND: &str = "CORRECTION";
    const NAME: (&str, &str, &str) = ("/donor/firstNames", "\"Feeg\"", "\"Sam\"");
    const BIRTH: (&str, &str, &str) = ("/donor/dateOfBirth", "\"1970-01-24\"", "\"1970-01-25\"");

    fn born() -> Lpa {
        let mut lpa = signed();
        lpa.document.donor.date_of_birth = Personal::new(BirthDate::parse("1970-01-24"));
        lpa
    }

    fn paper() -> Lpa {
        let mut lpa = born();
        lpa.document.channel = Channel::Paper.into();
        lpa
    }

    #[test]
    fn names_and_birth_are_put_right_and_notes_say_so() {
        // contract section 3.1: names are joined with one space
        let provider = ("/certificateProvider/lastName", "null", "\"Spust\"");
        let after = accepted(&born(), &update(KIND, &[provider, BIRTH, NAME]));
        assert_eq!(after.document.donor.date_of_birth.expose(), &BirthDate::parse("1970-01-25"));
        let notes: Vec<_> = after.notes.iter().map(|note| (&*note.kind, note.values.clone())).collect();
        let value = |key: &str, text: &str| [(key.to_owned(), text.to_owned())].into();
        assert_eq!(
            notes,
            [
                ("DONOR_NAME_CHANGE_V1", value("newName", "Sam Bundlaaaa")),
                ("DONOR_DOB_CHANGE_V1", value("newDob", "1970-01-25")),
                ("CERTIFICATE_PROVIDER_NAME_CHANGE_V1", value("newName", " Spust")),
            ]
        );
    }

    #[test]
    fn everyone_can_be_corrected() {
        let attorney = format!("/attorneys/{ATTORNEY}/address/line1");
        let sent = [
            ("/signedAt", "\"2026-01-09T15:00:00Z\"", "\"2026-01-08T15:00:00Z\""),
            ("/donor/address/country", "\"\"", "\"FR\""),
            ("/certificateProvider/signedAt", "\"2026-01-12T10:00:00Z\"", "\"2026-01-11T10:00:00Z\""),
            (attorney.as_str(), "null", "\"1 Road\""),
            ("/trustCorporations/0/signatories/0/lastName", "\"\"", "\"Lee\""),
            ("/authorisedSignatory/firstNames", "null", "\"Ann\""),
            ("/independentWitness/phone", "null", "\"1\""),
            ("/witnessedByCertificateProviderAt", "null", "\"2026-01-09T16:00:00Z\""),
        ];
        let decision = decided(&paper(), &update(KIND, &sent)).unwrap();
        assert_eq!(decision.changes.len(), sent.len());
        let after = decision.lpa.document;
        assert_eq!(after.signed_at, Some(moment("2026-01-08T15:00:00Z")));
        assert_eq!(after.attorneys()[0].address.line1.as_str(), "1 Road");
        assert_eq!(after.trust_corporations[0].signatories[0].last_name.as_str(), "Lee");
        assert_eq!(after.authorised_signatory.unwrap().first_names.as_str(), "Ann");
        assert_eq!(after.independent_witness.unwrap().phone.as_str(), "1");
    }

    #[test]
    fn the_signatory_and_the_witness_keep_their_uids() {
        // W5
        let mut witnessed = lpa();
        witnessed.document.authorised_signatory =
            Some(AuthorisedSignatory { uid: "as".into(), ..AuthorisedSignatory::default() });
        witnessed.document.independent_witness =
            Some(IndependentWitness { uid: "iw".into(), phone: "1".into(), ..IndependentWitness::default() });
        let renamed = ("/authorisedSignatory/lastName", "null", "\"B\"");
        let phoned = ("/independentWitness/phone", "null", "\"2\""); // prior null always (contract section 5.3)
        for sent in [update(KIND, &[NAME]), update(KIND, &[renamed, phoned])] {
            let after = accepted(&witnessed, &sent).document;
            assert_eq!(after.authorised_signatory.unwrap().uid.as_str(), "as");
            assert_eq!(after.independent_witness.unwrap().uid.as_str(), "iw");
        }
    }

    #[test]
    fn the_rules_come_one_at_a_time_in_order() {
        // contract section 5.3: the order of the rules
        let donor = ("/signedAt", "\"2026-01-09T15:00:00Z\"", "\"2026-01-08T15:00:00Z\"");
        let provider =
            ("/certificateProvider/signedAt", "\"2026-01-12T10:00:00Z\"", "\"2026-01-11T10:00:00Z\"");
        let attorney = ("/attorneys/1/signedAt", "\"2026-01-12T10:00:00Z\"", "\"2026-01-11T10:00:00Z\"");
        let mut lpa = Lpa { status: Status::Registered, ..born() };
        lpa.document.donor.identity_check = Some(IdentityCheck::default());
        let says = |lpa: &Lpa, sent: &[_], source, why| refused(lpa, &update(KIND, sent), &[(source, why)]);
        let all = [attorney, provider, BIRTH, donor];
        says(&lpa, &all, "/signedAt", "LPA Signed on date cannot be changed for online LPAs");
        says(&lpa, &all[..3], "/type", "Cannot make corrections to a Registered LPA");
        lpa.status = Status::InProgress;
        let why = "The donor's date of birth cannot be changed once the identity check is complete";
        says(&lpa, &all[..3], "/donor/dateOfBirth", why);
        let why = "The Certificate Provider Signed on date cannot be changed for online LPAs";
        says(&lpa, &all[..2], "/certificateProvider/signedAt", why);
        let why = "The attorney signed at date cannot be changed for online LPA";
        says(&lpa, &all[..1], "/attorney/1/signedAt", why);
    }

    #[test]
    fn a_name_can_be_corrected_without_touching_the_details_of_decisions() {
        // W12
        let mut lpa = lpa();
        lpa.document.how_attorneys_make_decisions = HowDecisions::JointlyForSomeSeverallyForOthers.into();
        lpa.document.how_attorneys_make_decisions_details = "the house jointly".into();
        let after = accepted(&lpa, &update(KIND, &[NAME]));
        assert_eq!(after.document.how_attorneys_make_decisions_details.as_str(), "the house jointly");
    }

    #[test]
    fn a_signatory_or_field_that_is_not_there_is_a_problem_only() {
        // contract section 9.4; W16: the example in the documentation of today's service
        let sent = update(
            KIND,
            &[
                ("/donor/address/dateOfBirth", "\"1999-11-11\"", "\"2000-01-01\""),
                ("/trustCorporations/0/signatories/0/lastName", "null", "\"A\""),
                ("/donor/lastName", "7", "\"A\""),
            ],
        );
        let problems = [
            ("/changes/2/old", "does not match existing value"),
            ("/changes/0", "unexpected change provided"),
            ("/changes/1/key", "index out of range"),
        ];
        refused(&lpa(), &sent, &problems);
        refused(&lpa(), &update(KIND, &[]), &[("/changes", "no changes provided")]);
    }

    #[test]
    fn dates_of_birth_are_read_leniently_and_judged_strictly() {
        // contract section 5.2, items 3 and 4
        let key = BIRTH.0;
        for new in ["null", "7", "\" \"", "\"1930-11-31\""] {
            let sent = update(KIND, &[(key, "\"1970-01-24\"", new)]);
            refused(&born(), &sent, &[("/changes/0/new", "invalid format")]);
        }
        let kept = decided(&born(), &update(KIND, &[(key, "\"1970-01-24\"", "\"\""), NAME])).unwrap();
        assert_eq!(kept.lpa.document.donor.date_of_birth, born().document.donor.date_of_birth);
        assert_eq!(kept.changes.len(), 1);
        let missing = update(KIND, &[(key, "-", "\"1970-01-25\""), ("/donor/email", "\"\"", "-")]);
        // `old` and `new` both nothing is redundant, so the second is sent with something there
        refused(&born(), &missing, &[("/changes/1", "redundant change for /donor/email")]);
        let missing =
            update(KIND, &[(key, "-", "\"1970-01-25\""), ("/donor/lastName", "\"Bundlaaaa\"", "-")]);
        let problems = [
            ("/changes/1/new", "unexpected type"),
            ("/changes/0/old", "error marshalling old value"),
            ("/changes/0/old", "does not match existing value"),
        ];
        refused(&born(), &missing, &problems);
    }
}
