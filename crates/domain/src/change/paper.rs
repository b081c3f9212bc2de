//! Acts that are for paper only.

use crate::choice::Choice;
use crate::document::Channel;
use crate::problem::Problem;

/// Refuses what is asked of a channel that is not paper.
pub(super) fn only(channel: Option<&Choice<Channel>>) -> Result<(), Problem> {
    if channel.is_some_and(|channel| channel.is(Channel::Paper)) {
        Ok(())
    } else {
        Err(Problem::new("/channel", "lpa channel is not paper"))
    }
}

#[cfg(test)]
mod tests {
    use crate::change::sample::{decided, lpa, refused, update};
    use crate::document::Channel;
    use crate::{Document, Json, Lpa};

    /// Each update type, the address that it sets, and what is said when that is missing.
    const WAYS: [(&str, &str, &str); 2] = [
        ("PAPER_ATTORNEY_ACCESS_ONLINE", "/attorneys/0/email", "missing /attorneys/..."),
        (
            "PAPER_CERTIFICATE_PROVIDER_ACCESS_ONLINE",
            "/certificateProvider/email",
            "missing /certificateProvider/email",
        ),
    ];

    fn through(channel: Channel) -> Lpa {
        let mut lpa = lpa();
        let document = &mut lpa.document;
        let attorney = &mut document.attorneys.as_mut().unwrap()[0];
        (attorney.channel, attorney.email) = (channel.into(), "a@example.com".into());
        let provider = &mut document.certificate_provider;
        (provider.channel, provider.email) = (channel.into(), "a@example.com".into());
        lpa
    }

    fn reached<'d>(document: &'d Document, key: &str) -> (&'d str, bool) {
        let (attorney, provider) = (&document.attorneys()[0], &document.certificate_provider);
        if key.starts_with("/attorneys") {
            (attorney.email.as_str(), attorney.channel.is(Channel::Paper))
        } else {
            (provider.email.as_str(), provider.channel.is(Channel::Paper))
        }
    }

    #[test]
    fn the_email_is_set_and_the_channel_stays_paper() {
        // contract section 5.3: `old` is nothing whatever is stored; here the truth will do too
        for (kind, key, _) in WAYS {
            for old in ["null", "\"\"", "\"a@example.com\""] {
                let sent = update(kind, &[(key, old, "\"c@example.com\"")]);
                let decision = decided(&through(Channel::Paper), &sent).unwrap();
                assert_eq!(reached(&decision.lpa.document, key), ("c@example.com", true));
                assert_eq!(decision.changes[0].old, Some(Json::from("a@example.com")));
            }
        }
    }

    #[test]
    fn who_is_online_already_is_refused() {
        for (kind, key, _) in WAYS {
            let sent = update(kind, &[(key, "null", "\"c@example.com\"")]);
            refused(&through(Channel::Online), &sent, &[("/channel", "lpa channel is not paper")]);
        }
    }

    #[test]
    fn what_is_missing_or_wrong_is_named() {
        let paper = through(Channel::Paper);
        for (kind, key, missing) in WAYS {
            refused(&paper, &update(kind, &[]), &[("/changes", missing)]);
            for (old, new, problem) in [
                ("\"x\"", "\"c\"", ("/changes/0/old", "does not match existing value")),
                ("null", "7", ("/changes/0/new", "unexpected type")),
                ("\"a@example.com\"", "\"\"", ("/changes/0/new", "field is required")),
            ] {
                refused(&paper, &update(kind, &[(key, old, new)]), &[problem]);
            }
        }
    }
}
