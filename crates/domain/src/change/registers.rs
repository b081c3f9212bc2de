//! The LPA is registered (contract section 5.3, `REGISTER`).
//!
//! The Public Guardian must not register before the end of the prescribed period: four weeks beginning with the day
//! on which notice was given (Lasting Powers of Attorney, Enduring Powers of Attorney and Public Guardian Regulations
//! 2007, SI 2007/1253, reg. 12, as amended by SI 2013/506). Today's service enforces none of it (contract section 9,
//! W19). Ours refuses in [`Profile::Strict`]; in [`Profile::Compatible`] it registers and keeps a finding. The day of
//! notice is the day on which the waiting period began here, in London.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::engine::Fields;
use super::{Case, LegalAct};
use crate::decide::Profile;
use crate::lpa::Lpa;
use crate::lpa::status::Step;
use crate::moment::Moment;
use crate::problem::Problem;

/// The power comes into force (Mental Capacity Act 2005 section 9(2)(b)).
pub(super) struct Registers;

impl LegalAct for Registers {
    type Carried = ();

    fn carries(_fields: &mut Fields<'_>, _lpa: &mut Lpa) -> Option<()> {
        Some(())
    }

    fn takes_effect(case: &Case<'_>, lpa: &mut Lpa, (): ()) -> Result<(), Problem> {
        lpa.status = lpa.status.after(Step::Register)?;
        if let Some(early) = too_early(lpa.kept.waiting_since, case.at) {
            if case.profile == Profile::Strict {
                return Err(early);
            }
            lpa.kept.findings.push(early);
        }
        lpa.registration_date = Some(Moment::from(case.at));
        Ok(())
    }
}

/// The prescribed period, in days, the day of notice included.
const WAITING_DAYS: i64 = 28;

/// London, whose days the period counts.
static LONDON: TimeZone = jiff::tz::get!("Europe/London");

/// Why the waiting period has not run; `None` when it has.
fn too_early(since: Option<Timestamp>, at: Timestamp) -> Option<Problem> {
    let Some(since) = since else {
        return Some(Problem::new("/type", "it is not known when the statutory waiting period began"));
    };
    let earliest = earliest_day(day_of(since))?;
    (day_of(at) < earliest).then(|| {
        Problem::new(
            "/type",
            format!("the statutory waiting period runs until registration on {earliest} at the earliest"),
        )
    })
}

fn day_of(at: Timestamp) -> Date {
    LONDON.to_datetime(at).date()
}

/// The day after the period; `None` beyond the end of the calendar.
fn earliest_day(notice: Date) -> Option<Date> {
    notice.checked_add(jiff::Span::new().days(WAITING_DAYS)).ok()
}

#[cfg(test)]
mod tests {
    use crate::change::sample::{decided_at, instant, moment, refused, signed, standing, update};
    use crate::{Lpa, LpaDecision, Profile, Status};

    fn waiting(since: Option<&str>) -> Lpa {
        let mut lpa = Lpa { status: Status::StatutoryWaitingPeriod, ..signed() };
        lpa.kept.waiting_since = since.map(instant);
        lpa
    }

    fn register(lpa: &Lpa, at: &str, profile: Profile) -> Result<LpaDecision, Vec<(String, String)>> {
        decided_at(lpa, &update("REGISTER", &[]), at, profile)
    }

    #[test]
    fn after_four_weeks_it_is_registered() {
        // rules/safeguarding.md T174
        let lpa = waiting(Some("2026-03-02T12:00:00Z"));
        for profile in [Profile::Strict, Profile::Compatible] {
            let after = register(&lpa, "2026-03-30T08:00:00Z", profile).unwrap().lpa;
            assert_eq!(after.status, Status::Registered);
            assert_eq!(after.registration_date, Some(moment("2026-03-30T08:00:00Z")));
            assert!(after.kept.findings.is_empty());
        }
    }

    #[test]
    fn a_day_early_is_refused_when_strict_and_found_when_compatible() {
        // rules/safeguarding.md T174; SI 2007/1253 reg. 12
        let lpa = waiting(Some("2026-03-02T12:00:00Z"));
        let why = "the statutory waiting period runs until registration on 2026-03-30 at the earliest";
        let refusal = register(&lpa, "2026-03-29T22:00:00Z", Profile::Strict).unwrap_err();
        assert_eq!(refusal, [("/type".to_owned(), why.to_owned())]);
        let after = register(&lpa, "2026-03-29T22:00:00Z", Profile::Compatible).unwrap().lpa;
        assert_eq!(after.status, Status::Registered);
        assert_eq!(after.kept.findings[0].detail, why);
    }

    #[test]
    fn days_begin_at_midnight_in_london() {
        // British Summer Time began on 2026-03-29 at 01:00Z, so 2026-03-30 began in London at 23:00Z
        let lpa = waiting(Some("2026-03-02T00:00:00Z"));
        assert!(register(&lpa, "2026-03-29T23:00:00Z", Profile::Strict).is_ok());
        assert!(register(&lpa, "2026-03-29T22:59:59Z", Profile::Strict).is_err());
    }

    #[test]
    fn an_unknown_beginning_is_refused_when_strict() {
        assert!(register(&waiting(None), "2026-03-30T08:00:00Z", Profile::Strict).is_err());
        let after = register(&waiting(None), "2026-03-30T08:00:00Z", Profile::Compatible).unwrap().lpa;
        assert_eq!(after.kept.findings.len(), 1);
    }

    #[test]
    fn only_a_waiting_lpa_is_registered() {
        for status in [Status::InProgress, Status::Registered, Status::Withdrawn, Status::DoNotRegister] {
            let why = "status must be statutory-waiting-period to register";
            refused(&standing(status), &update("REGISTER", &[]), &[("/type", why)]);
        }
    }
}
