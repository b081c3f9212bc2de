//! An identity check, of the donor or of the certificate provider.

use super::engine::Fields;
use super::engine::rules::{given, listed};
use crate::document::IdentityCheck;

/// Reads an identity check. It may be repeated: a second check of the same kind need only say when, where
/// today's service demands another kind too (contract section 9, W12).
pub(super) fn check(fields: &mut Fields<'_>, kept: &mut Option<IdentityCheck>) {
    let check = kept.get_or_insert_default();
    fields.at("type").needed(&mut check.kind, listed);
    fields.at("checkedAt").required(&mut check.checked_at, given);
}

#[cfg(test)]
mod tests {
    use crate::Lpa;
    use crate::change::sample::{accepted, lpa, moment, refused, update};
    use crate::document::{IdentityCheck, IdentityCheckType};

    /// Each update type, and whose check it is.
    const WAYS: [(&str, &str); 2] = [
        ("DONOR_CONFIRM_IDENTITY", "donor"),
        ("CERTIFICATE_PROVIDER_CONFIRM_IDENTITY", "certificateProvider"),
    ];
    const FIRST: &str = "\"2026-01-13T22:00:00Z\"";

    fn kept(lpa: Lpa, whose: &str) -> IdentityCheck {
        let document = lpa.document;
        let check = match whose {
            "donor" => document.donor.identity_check,
            _ => document.certificate_provider.identity_check,
        };
        check.unwrap()
    }

    fn keys(whose: &str) -> [String; 2] {
        ["type", "checkedAt"].map(|field| format!("/{whose}/identityCheck/{field}"))
    }

    #[test]
    fn the_check_is_kept() {
        for (kind, whose) in WAYS {
            let [method, at] = keys(whose);
            let sent = update(kind, &[(&at, "null", FIRST), (&method, "null", "\"one-login\"")]);
            let check = kept(accepted(&lpa(), &sent), whose);
            assert!(check.kind.is(IdentityCheckType::OneLogin));
            assert_eq!(check.checked_at, Some(moment("2026-01-13T22:00:00Z")));
        }
    }

    #[test]
    fn it_may_be_repeated_in_the_same_way() {
        // W12: today's service demands another type too
        for (kind, whose) in WAYS {
            let [method, at] = keys(whose);
            let first = update(kind, &[(&at, "null", FIRST), (&method, "null", "\"one-login\"")]);
            let sent = update(kind, &[(&at, FIRST, "\"2026-01-20T22:00:00Z\"")]);
            let check = kept(accepted(&accepted(&lpa(), &first), &sent), whose);
            assert_eq!(check.checked_at, Some(moment("2026-01-20T22:00:00Z")));
        }
    }

    #[test]
    fn what_is_missing_or_wrong_is_named() {
        // contract section 5.3
        for (kind, whose) in WAYS {
            let [method, at] = keys(whose);
            let missing = |what: &str| format!("missing /{whose}/identityCheck/{what}");
            refused(&lpa(), &update(kind, &[]), &[("/changes", &missing("..."))]);
            let half = update(kind, &[(&at, "null", FIRST)]);
            refused(&lpa(), &half, &[("/changes", &missing("type"))]);
            let email = format!("/{whose}/email");
            let sent = update(kind, &[(&method, "null", "\"oath\""), (&email, "null", "\"x\"")]);
            let problems = [
                ("/changes/0/new", "invalid value"),
                ("/changes", &missing("checkedAt")),
                ("/changes/1", "unexpected change provided"),
            ];
            refused(&lpa(), &sent, &problems);
        }
    }
}
