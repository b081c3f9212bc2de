//! Superseding: a state of a draft takes the place of the earlier ones that wait.

use futures::future::join_all;
use lpa_domain::{Backlog, Claim, Entry, LpaUid, OperationId, Outcome, Postponement, Recorded, Settled};
use lpa_ports::Journal;

use super::{Journals, applied, claim, claim_all, claim_one, ids, late, leased, parked, until, waits};
use crate::samples::{at, deletion, entry, holding, keyed, lpa_uid, operation_id, state};

/// The `n`-th state of the first LPA's draft, known when it is asked for.
fn told(n: u32) -> Entry {
    holding(state(n, lpa_uid(1), n.into()))
}

/// Recorded while the register is away: leased to nobody.
async fn held(journal: &dyn Journal, entries: &[Entry]) {
    for entry in entries {
        assert_eq!(journal.record(entry, None).await.unwrap(), Recorded::Waiting);
    }
}

async fn outcome(journal: &dyn Journal, n: u128) -> Outcome {
    journal.receipt(operation_id(n)).await.unwrap().unwrap().outcome
}

/// What waits of an LPA, in its order: each is taken from the line and settled.
async fn line(journal: &dyn Journal, uid: LpaUid) -> Vec<OperationId> {
    let (mut line, now) = (Vec::new(), late());
    loop {
        let next = journal.claim(Claim { uid: Some(uid), ..claim(now) }).await.unwrap();
        let Some(next) = next.first() else { return line };
        journal.settle(&next.lease, &applied(1), now).await.unwrap();
        line.push(next.lease.id);
    }
}

pub(super) async fn a_state_of_a_draft_takes_the_place_of_the_earlier_ones_that_wait(house: &Journals) {
    let journal = house.open().await;
    held(&*journal, &[told(1), told(2), told(3)]).await;
    for (n, by) in [(1, 2), (2, 3)] {
        let receipt = journal.receipt(operation_id(n)).await.unwrap().unwrap();
        assert_eq!((receipt.outcome, receipt.settled_at), (Outcome::Superseded, Some(at(by))));
    }
    let backlog = journal.backlog().await.unwrap();
    assert_eq!(backlog, Backlog { held: 1, parked: 0, oldest_held: Some(at(3)) });
    assert_eq!(journal.waiting(lpa_uid(1)).await.unwrap().unwrap().id, operation_id(3));
    assert_eq!(line(&*journal, lpa_uid(1)).await, [operation_id(3)]);
}

pub(super) async fn a_state_comes_to_its_turn_at_once_when_all_before_it_is_superseded(house: &Journals) {
    let journal = house.open().await;
    let first = leased(&*journal, &told(1)).await;
    waits(&*journal, &told(2)).await;
    journal.postpone(&first, &until(at(5_000))).await.unwrap();
    journal.record(&told(3), Some(late())).await.unwrap();
    let next = claim_one(&*journal, at(10)).await;
    assert_eq!((next.lease.id, next.attempts), (operation_id(3), 0));
    assert_eq!(lpa_domain::Task::Forward(next.operation), told(3).task);
    let settled = journal.settle(&next.lease, &applied(1), at(11)).await.unwrap();
    assert_eq!(settled, Settled { more: false });
}

pub(super) async fn what_surely_did_not_arrive_is_superseded_once_it_is_leased_to_nobody(house: &Journals) {
    let journal = house.open().await;
    let first = leased(&*journal, &told(1)).await;
    journal.postpone(&first, &until(at(40))).await.unwrap();
    held(&*journal, &[told(2)]).await;
    assert_eq!(outcome(&*journal, 1).await, Outcome::Superseded);
    assert_eq!(line(&*journal, lpa_uid(1)).await, [operation_id(2)]);
}

pub(super) async fn what_may_have_been_applied_is_not_superseded_and_is_sent_again(house: &Journals) {
    let journal = house.open().await;
    let first = leased(&*journal, &told(1)).await;
    let lost = Postponement { in_doubt: true, ..until(at(40)) };
    journal.postpone(&first, &lost).await.unwrap();
    // Nor by a deletion, which is later than every state.
    held(&*journal, &[told(2), told(3), holding(deletion(4, lpa_uid(1)))]).await;
    assert_eq!(outcome(&*journal, 1).await, Outcome::Held);
    assert_eq!(line(&*journal, lpa_uid(1)).await, [1, 4].map(operation_id));
}

pub(super) async fn a_state_of_which_a_lease_was_lost_is_never_superseded(house: &Journals) {
    let journal = house.open().await;
    let recorded = journal.record(&told(1), Some(at(30))).await.unwrap();
    assert!(matches!(recorded, Recorded::Leased(_)), "{recorded:?}");
    // That the second attempt surely did not arrive says nothing of the first.
    let again = claim_one(&*journal, at(60)).await;
    journal.postpone(&again.lease, &until(at(70))).await.unwrap();
    held(&*journal, &[told(2)]).await;
    assert_eq!(line(&*journal, lpa_uid(1)).await, [1, 2].map(operation_id));
}

pub(super) async fn a_leased_state_is_not_superseded_in_force_or_run_out(house: &Journals) {
    let journal = house.open().await;
    let recorded = journal.record(&told(1), Some(at(30))).await.unwrap();
    assert!(matches!(recorded, Recorded::Leased(_)), "{recorded:?}");
    held(&*journal, &[told(2), told(3), told(50)]).await;
    assert_eq!(outcome(&*journal, 1).await, Outcome::Held);
    assert_eq!(claim_all(&*journal, at(29)).await, []);
    let again = claim_one(&*journal, at(60)).await;
    assert_eq!(again.lease.id, operation_id(1));
    let settled = journal.settle(&again.lease, &applied(1), at(61)).await.unwrap();
    assert_eq!(settled, Settled { more: true });
    assert_eq!(line(&*journal, lpa_uid(1)).await, [operation_id(50)]);
}

pub(super) async fn a_parked_state_is_not_superseded(house: &Journals) {
    let journal = house.open().await;
    let first = leased(&*journal, &told(1)).await;
    journal.settle(&first, &parked(), at(2)).await.unwrap();
    held(&*journal, &[told(3), told(4)]).await;
    assert_eq!(outcome(&*journal, 1).await, parked());
    assert_eq!(outcome(&*journal, 3).await, Outcome::Superseded);
    let backlog = journal.backlog().await.unwrap();
    assert_eq!((backlog.held, backlog.parked), (1, 1));
    assert_eq!(claim_all(&*journal, late()).await, []);
}

pub(super) async fn a_state_that_was_known_later_is_not_superseded(house: &Journals) {
    let journal = house.open().await;
    // The second was known before the first and comes after it.
    held(&*journal, &[told(5), holding(state(6, lpa_uid(1), 4))]).await;
    assert_eq!(outcome(&*journal, 5).await, Outcome::Held);
    held(&*journal, &[holding(state(7, lpa_uid(1), 4))]).await;
    assert_eq!(line(&*journal, lpa_uid(1)).await, [operation_id(5), operation_id(7)]);
    assert_eq!(outcome(&*journal, 6).await, Outcome::Superseded);
}

pub(super) async fn of_states_known_at_one_moment_the_one_asked_for_later_supersedes(house: &Journals) {
    let journal = house.open().await;
    let known_at_once = |n| holding(state(n, lpa_uid(1), 3));
    held(&*journal, &[known_at_once(5), known_at_once(4)]).await;
    assert_eq!(outcome(&*journal, 5).await, Outcome::Held);
    held(&*journal, &[known_at_once(6)]).await;
    assert_eq!(line(&*journal, lpa_uid(1)).await, [operation_id(6)]);
    // Asked for at the same moment, too: the greater id.
    let asked_at_once = |n| {
        let operation = state(n, lpa_uid(2), 3);
        holding(lpa_domain::Operation { requested_at: at(9), ..operation })
    };
    held(&*journal, &[asked_at_once(21), asked_at_once(20)]).await;
    assert_eq!(outcome(&*journal, 21).await, Outcome::Held);
    held(&*journal, &[asked_at_once(22)]).await;
    assert_eq!(line(&*journal, lpa_uid(2)).await, [operation_id(22)]);
}

pub(super) async fn nothing_is_superseded_across_an_operation_that_is_not_on_the_draft(house: &Journals) {
    let journal = house.open().await;
    held(&*journal, &[told(1), told(2), entry(3, lpa_uid(1)), told(4), told(5)]).await;
    assert_eq!(line(&*journal, lpa_uid(1)).await, [2, 3, 5].map(operation_id));
}

pub(super) async fn behind_a_parked_operation_states_are_superseded_all_the_same(house: &Journals) {
    let journal = house.open().await;
    let first = leased(&*journal, &entry(1, lpa_uid(1))).await;
    journal.settle(&first, &parked(), at(2)).await.unwrap();
    held(&*journal, &[told(3), told(4)]).await;
    assert_eq!(
        (outcome(&*journal, 3).await, outcome(&*journal, 4).await),
        (Outcome::Superseded, Outcome::Held)
    );
    assert_eq!(claim_all(&*journal, late()).await, []);
}

pub(super) async fn a_deletion_supersedes_all_states_that_wait(house: &Journals) {
    let journal = house.open().await;
    // A deletion is later than every state, whenever that was known.
    held(&*journal, &[told(1), told(9), holding(deletion(3, lpa_uid(1)))]).await;
    for n in [1, 9] {
        assert_eq!(outcome(&*journal, n).await, Outcome::Superseded, "{n}");
    }
    assert_eq!(line(&*journal, lpa_uid(1)).await, [operation_id(3)]);
}

pub(super) async fn nothing_is_superseded_once_a_deletion_stands_in_the_line(house: &Journals) {
    let journal = house.open().await;
    // Held, leased or parked: who asks for something behind it is to learn that the draft is deleted.
    let behind = [told(4), told(5), holding(deletion(6, lpa_uid(1))), entry(7, lpa_uid(1)), told(8), told(9)];
    let first = leased(&*journal, &holding(deletion(3, lpa_uid(1)))).await;
    held(&*journal, &behind[..2]).await;
    journal.postpone(&first, &until(at(40))).await.unwrap();
    held(&*journal, &behind[2..4]).await;
    let again = claim_one(&*journal, at(40)).await;
    journal.settle(&again.lease, &parked(), at(41)).await.unwrap();
    held(&*journal, &behind[4..]).await;
    assert_eq!(outcome(&*journal, 3).await, parked());
    for n in 4..=9 {
        assert_eq!(outcome(&*journal, n).await, Outcome::Held, "{n}");
    }
}

pub(super) async fn states_of_other_lpas_are_not_touched(house: &Journals) {
    let journal = house.open().await;
    held(&*journal, &[told(1), holding(state(2, lpa_uid(2), 2)), holding(deletion(3, lpa_uid(3)))]).await;
    assert_eq!(ids(&claim_all(&*journal, at(10)).await), [1, 2, 3].map(operation_id));
}

pub(super) async fn a_repeat_of_a_superseded_state_is_answered_so_and_supersedes_nothing(house: &Journals) {
    let journal = house.open().await;
    let first = keyed(told(1), "make", "k-1");
    held(&*journal, &[first.clone(), told(2)]).await;
    let superseded = journal.receipt(operation_id(1)).await.unwrap().unwrap();
    assert_eq!(superseded.outcome, Outcome::Superseded);
    // By its id, and by its key under another id, asked for when the second was known already.
    let again = keyed(Entry { fingerprint: first.fingerprint, ..told(7) }, "make", "k-1");
    for repeat in [first, again] {
        let recorded = journal.record(&repeat, None).await.unwrap();
        assert_eq!(recorded, Recorded::Repeat(superseded.clone()));
    }
    assert_eq!(line(&*journal, lpa_uid(1)).await, [operation_id(2)]);
}

pub(super) async fn nothing_is_settled_before_it_was_asked_for(house: &Journals) {
    let journal = house.open().await;
    // Two clocks: the second is asked for earlier and is known later.
    held(&*journal, &[holding(state(9, lpa_uid(1), 2)), holding(state(5, lpa_uid(1), 4))]).await;
    let receipt = journal.receipt(operation_id(9)).await.unwrap().unwrap();
    assert_eq!((receipt.outcome, receipt.settled_at), (Outcome::Superseded, Some(at(9))));
}

pub(super) async fn recorded_at_once_no_state_waits_before_a_later_one(house: &Journals) {
    let journal = house.open().await;
    let record = |n| {
        let journal = journal.clone();
        tokio::spawn(async move { journal.record(&told(n), None).await.unwrap() })
    };
    let recorded = join_all((1..=12).map(record).collect::<Vec<_>>()).await;
    assert!(recorded.into_iter().all(|each| each.unwrap() == Recorded::Waiting));
    let mut superseded = 0;
    for n in 1..=12 {
        superseded += usize::from(outcome(&*journal, n).await == Outcome::Superseded);
    }
    held(&*journal, &[holding(state(20, lpa_uid(1), 2))]).await;
    let mut left = line(&*journal, lpa_uid(1)).await;
    assert_eq!(left.pop(), Some(operation_id(20)));
    assert!(left.contains(&operation_id(12)) && left.is_sorted_by(|one, next| one > next), "{left:?}");
    // The last but one may have been replaced by the last.
    assert!((11..=12).contains(&(superseded + left.len())), "{superseded}, {left:?}");
}

pub(super) async fn of_a_claim_and_a_later_state_at_once_one_comes_first(house: &Journals) {
    let journal = house.open().await;
    for round in 1..=12 {
        let (uid, first, second) = (lpa_uid(round.into()), 2 * round, 2 * round + 1);
        held(&*journal, &[holding(state(first, uid, first.into()))]).await;
        let later = holding(state(second, uid, second.into()));
        let of_this = Claim { uid: Some(uid), ..claim(at(100)) };
        let (claimed, recorded) = tokio::join!(journal.claim(of_this), journal.record(&later, None));
        assert_eq!(recorded.unwrap(), Recorded::Waiting);
        let claimed = claimed.unwrap();
        let became = outcome(&*journal, first.into()).await;
        if ids(&claimed) == [operation_id(first.into())] {
            assert_eq!(became, Outcome::Held);
            journal.settle(&claimed[0].lease, &applied(1), at(101)).await.unwrap();
        } else {
            assert_eq!(became, Outcome::Superseded);
        }
        let left = if ids(&claimed) == [operation_id(second.into())] {
            Vec::new()
        } else {
            line(&*journal, uid).await
        };
        assert!(left.is_empty() || left == [operation_id(second.into())], "{left:?}");
        assert_eq!(outcome(&*journal, second.into()).await == Outcome::Held, left.is_empty());
    }
}

pub(super) async fn what_was_superseded_stays_so_after_reopening(house: &Journals) {
    let journal = house.open().await;
    held(&*journal, &[told(1), told(2)]).await;
    let superseded = journal.receipt(operation_id(1)).await.unwrap();
    drop(journal);
    let journal = house.open().await;
    assert_eq!(journal.receipt(operation_id(1)).await.unwrap(), superseded);
    assert_eq!(line(&*journal, lpa_uid(1)).await, [operation_id(2)]);
}
