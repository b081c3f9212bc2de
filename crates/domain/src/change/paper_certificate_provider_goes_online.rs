//! A paper certificate provider gains access online (contract section 5.3, `PAPER_CERTIFICATE_PROVIDER_ACCESS_ONLINE`).
//!
//! The channel stays paper. `old` may be nothing, as today's service demands, or the stored address.

use super::engine::Fields;
use super::engine::rules::given;
use super::{Case, LegalAct, NOT_PAPER};
use crate::document::Channel;
use crate::lpa::Lpa;
use crate::problem::Problem;

/// A paper certificate provider is given an email address.
pub(super) struct PaperCertificateProviderGoesOnline;

impl LegalAct for PaperCertificateProviderGoesOnline {
    type Carried = ();

    fn carries(fields: &mut Fields<'_>, lpa: &mut Lpa) -> Option<()> {
        let email = &mut lpa.document.certificate_provider.email;
        fields.at("certificateProvider/email").prior_may_be_unstated().required(email, given);
        Some(())
    }

    fn takes_effect(_case: &Case<'_>, lpa: &mut Lpa, (): ()) -> Result<(), Problem> {
        if lpa.document.certificate_provider.channel.is(Channel::Paper) {
            Ok(())
        } else {
            Err(Problem::new("/channel", NOT_PAPER))
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::change::sample::{decided, lpa, refused, update};
    use crate::document::Channel;
    use crate::{Json, Lpa};

    const KIND: &str = "PAPER_CERTIFICATE_PROVIDER_ACCESS_ONLINE";
    const KEY: &str = "/certificateProvider/email";

    fn through(channel: Channel) -> Lpa {
        let mut lpa = lpa();
        let actor = &mut lpa.document.certificate_provider;
        actor.channel = channel.into();
        actor.email = "a@example.com".into();
        lpa
    }

    #[test]
    fn the_email_is_set_and_the_channel_stays_paper() {
        // contract section 5.3: `old` is nothing whatever is stored; here the truth will do too
        for old in ["null", "\"\"", "\"a@example.com\""] {
            let sent = update(KIND, &[(KEY, old, "\"c@example.com\"")]);
            let decision = decided(&through(Channel::Paper), &sent).unwrap();
            let actor = &decision.lpa.document.certificate_provider;
            assert_eq!(actor.email.as_str(), "c@example.com");
            assert!(actor.channel.is(Channel::Paper));
            assert_eq!(decision.changes[0].old, Some(Json::from("a@example.com")));
        }
    }

    #[test]
    fn who_is_online_already_is_refused() {
        let sent = update(KIND, &[(KEY, "null", "\"c@example.com\"")]);
        refused(&through(Channel::Online), &sent, &[("/channel", "lpa channel is not paper")]);
    }

    #[test]
    fn what_is_missing_or_wrong_is_named() {
        let paper = through(Channel::Paper);
        refused(&paper, &update(KIND, &[]), &[("/changes", "missing /certificateProvider/email")]);
        for (old, new, problem) in [
            ("\"x\"", "\"c\"", ("/changes/0/old", "does not match existing value")),
            ("null", "7", ("/changes/0/new", "unexpected type")),
            ("\"a@example.com\"", "\"\"", ("/changes/0/new", "field is required")),
        ] {
            refused(&paper, &update(KIND, &[(KEY, old, new)]), &[problem]);
        }
    }
}
