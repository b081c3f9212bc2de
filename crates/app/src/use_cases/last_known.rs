//! Answers how LPAs stand: from the register, or, while it is away, from what was last known of them and only with its
//! date (design section 3.4; integration study, section 8.5; journeys J33 to J36).

mod seen;

use std::collections::HashMap;

use jiff::Timestamp;
use lpa_domain::operation::conduct::{Conduct, Sort, conduct};
use lpa_domain::{Availability, LastKnown, LpaUid, Receipt};

use super::Causeway;
use super::read_lpa::ReadError;
use crate::planted::{Planted, planted};

pub(super) use seen::Seen;

/// What can be said of one LPA.
#[derive(Clone, Debug, PartialEq)]
pub enum Standing {
    /// As the register says it now.
    Now(LastKnown),
    /// As it was last known, not longer ago than is agreed; the register cannot be asked.
    LastKnown(LastKnown),
    /// It was there, and is not any more.
    Gone(LastKnown),
    /// The register says that it holds no such LPA, and none is on its way there.
    Unknown,
    /// It has been accepted and has not reached the register yet.
    Held(Box<Receipt>),
    /// The register cannot be asked, and nothing recent enough is known.
    CannotSay,
}

/// What can be said of some LPAs, and when that was.
#[derive(Clone, Debug)]
pub struct Standings {
    /// One for each that was asked for, in that order.
    pub standings: Vec<(LpaUid, Standing)>,
    /// When they were asked for.
    pub asked_at: Timestamp,
}

/// What has become of an LPA that the register did not hold when it was asked first.
#[derive(Clone)]
enum Missing {
    /// It has arrived in between.
    Found(LastKnown),
    /// It is on its way.
    Held(Receipt),
    /// The register, asked again, holds none, and none is on its way.
    Absent,
}

impl Causeway {
    /// How these LPAs stand. Each is answered for itself: what cannot be said of one hides no other.
    pub async fn statuses(&self, uids: &[LpaUid]) -> Standings {
        let asked_at = self.ports.clock.now();
        let (known, found) = tokio::join!(self.last_known(uids), self.found_among(uids, asked_at));
        let is_missing = |uid: &LpaUid| {
            let buried = known.get(uid).is_some_and(LastKnown::is_tombstone);
            !buried && found.as_ref().is_ok_and(|found| !found.contains_key(uid))
        };
        let missing: Vec<LpaUid> = uids.iter().copied().filter(is_missing).collect();
        let missing = self.missing(&missing, asked_at).await;
        let mut standings = Vec::with_capacity(uids.len());
        for uid in uids {
            let known = known.get(uid).cloned();
            let seen = found.as_ref().ok().and_then(|found| found.get(uid));
            let standing = match (seen, missing.get(uid).cloned()) {
                (Some(seen), _) => confirmed(known, seen.clone()),
                (None, Some(missing)) => self.of_missing(missing, known, asked_at),
                (None, None) => self.dated(known, asked_at),
            };
            standings.push((*uid, standing));
        }
        Standings { standings, asked_at }
    }

    /// Those of the LPAs that the register holds.
    async fn found_among(
        &self,
        uids: &[LpaUid],
        asked_at: Timestamp,
    ) -> Result<HashMap<LpaUid, LastKnown>, ReadError> {
        let lpas = self.lpas(uids).await?;
        Ok(lpas.iter().map(|lpa| (lpa.uid, LastKnown::of(lpa, asked_at))).collect())
    }

    /// What has become of LPAs that the register did not hold a moment ago, as [`Causeway::lpa`] would find out of one: what
    /// waits here is looked for, and the register is asked once more of all the others together. What is not in the answer
    /// cannot be said.
    async fn missing(&self, uids: &[LpaUid], asked_at: Timestamp) -> HashMap<LpaUid, Missing> {
        let on_their_way = self.creations_on_their_way(uids).await;
        let others = on_their_way.iter().filter(|(_, held)| held.is_none());
        let others: Vec<LpaUid> = others.map(|(uid, _)| *uid).collect();
        let again = self.found_among(&others, asked_at).await.ok();
        let told = on_their_way.into_iter().filter_map(|(uid, held)| {
            let missing = match (held, &again) {
                (Some(receipt), _) => Missing::Held(receipt),
                (None, Some(again)) => again.get(&uid).cloned().map_or(Missing::Absent, Missing::Found),
                (None, None) => return None,
            };
            Some((uid, missing))
        });
        told.collect()
    }

    fn of_missing(&self, missing: Missing, known: Option<LastKnown>, asked_at: Timestamp) -> Standing {
        match (missing, known) {
            (Missing::Found(seen), known) => confirmed(known, seen),
            (Missing::Held(receipt), _) => Standing::Held(Box::new(receipt)),
            (Missing::Absent, None) => Standing::Unknown,
            (Missing::Absent, Some(known)) => {
                let tombstone = known.buried(asked_at);
                self.seen.see(tombstone.clone());
                Standing::Gone(tombstone)
            }
        }
    }

    /// What may be said while the register cannot be asked.
    fn dated(&self, known: Option<LastKnown>, now: Timestamp) -> Standing {
        match known {
            Some(known) if known.is_tombstone() => Standing::Gone(known),
            Some(known) if planted(Planted::DatesCopiesAnew) => {
                Standing::LastKnown(LastKnown { at: now, ..known })
            }
            Some(known) if self.may_tell(&known, now) => Standing::LastKnown(known),
            _ => Standing::CannotSay,
        }
    }

    /// Whether the table allows it, and it is not too old. Section 8.5 gives the status for its applicant no age; until one is
    /// agreed for each row, the one that is set holds for all.
    fn may_tell(&self, known: &LastKnown, now: Timestamp) -> bool {
        let conduct = conduct(Sort::ApplicantStatus, Availability::Degraded);
        let young_enough = known.age(now) <= self.pace.last_known_age || planted(Planted::TellsAnyAge);
        matches!(conduct, Conduct::ServeLastKnown { .. }) && young_enough
    }

    /// What was last known: kept, or seen and not kept yet. When the store does not answer, it may hold something newer than
    /// what was seen here, or a tombstone: then only tombstones count.
    async fn last_known(&self, uids: &[LpaUid]) -> HashMap<LpaUid, LastKnown> {
        let kept = tokio::time::timeout(self.pace.budget, self.ports.copies.last_known(uids)).await;
        let answered = matches!(kept, Ok(Ok(_)));
        if !answered {
            tracing::info!("what was last known cannot be read");
        }
        let kept = kept.ok().and_then(Result::ok).unwrap_or_default();
        let mut known: HashMap<_, _> = kept.into_iter().map(|one| (one.uid, one)).collect();
        let seen = uids.iter().filter_map(|uid| self.seen.of(*uid));
        for seen in seen.filter(|seen| answered || seen.is_tombstone()) {
            let stays = match known.remove(&seen.uid) {
                Some(kept) => kept.merge(seen),
                None => seen,
            };
            known.insert(stays.uid, stays);
        }
        known
    }
}

/// The register shows it now. A tombstone that buries what it shows stays: a deletion is not undone by a stale answer.
fn confirmed(known: Option<LastKnown>, seen: LastKnown) -> Standing {
    match known.filter(LastKnown::is_tombstone) {
        Some(tombstone) => {
            let stays = tombstone.merge(seen);
            if stays.is_tombstone() { Standing::Gone(stays) } else { Standing::Now(stays) }
        }
        None => Standing::Now(seen),
    }
}
