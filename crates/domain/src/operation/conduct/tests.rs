//! A test per cell, and the table in the docs.

use super::*;
use crate::choice::{Choice, Words as _};
use crate::draft::DraftAct;
use crate::operation::{Operation, Update};

const DOCS: &str = include_str!("../../../../../docs/conduct.md");

const HOLD: Conduct = Conduct::Hold { coalesced: false, deadline: false };

/// What is done while the register is away, row by row as integration.md 8.5 has it.
const AWAY: [(Sort, Conduct); 11] = [
    (Sort::Correspondence, HOLD),
    (Sort::DraftFacts, Conduct::Hold { coalesced: true, deadline: false }),
    (Sort::LegalAct, HOLD),
    (Sort::IdentityOutcome, HOLD),
    (Sort::LetterRequest, Conduct::Hold { coalesced: false, deadline: true }),
    (Sort::ReleaseQuestion, Conduct::Refuse),
    (Sort::FlowQuestion, Conduct::Provisional),
    (Sort::ApplicantStatus, Conduct::ServeLastKnown { age: Age::Dated, unconfirmed: false }),
    (Sort::ActorSummary, Conduct::ServeLastKnown { age: Age::Agreed, unconfirmed: false }),
    (Sort::ThirdPartyView, Conduct::ServeLastKnown { age: Age::Shorter, unconfirmed: true }),
    (Sort::StatusDecision, Conduct::Refuse),
];

/// A test for each row, with a check for each of its four cells.
macro_rules! rows {
    ($($name:ident: $sort:ident),+ $(,)?) => {
        $(#[test]
        fn $name() {
            let away = AWAY.iter().find(|(sort, _)| *sort == Sort::$sort).unwrap().1;
            assert_eq!(conduct(Sort::$sort, Availability::Available), Conduct::Forward);
            assert_eq!(conduct(Sort::$sort, Availability::Recovering), Conduct::Forward);
            assert_eq!(conduct(Sort::$sort, Availability::Degraded), away);
            assert_eq!(conduct(Sort::$sort, Availability::Maintenance), away);
        })+

        #[test]
        fn every_row_has_a_test() {
            assert_eq!([$(Sort::$sort),+], Sort::ALL);
            assert_eq!(AWAY.map(|(sort, _)| sort), Sort::ALL);
        }
    };
}

rows! {
    scans_and_correspondence_are_held: Correspondence,
    draft_facts_are_held_and_the_last_one_wins: DraftFacts,
    signatures_opt_outs_and_withdrawals_are_held: LegalAct,
    outcomes_of_identity_checks_are_held: IdentityOutcome,
    requests_for_letters_are_held_with_a_deadline: LetterRequest,
    personal_data_is_not_released_on_a_guess: ReleaseQuestion,
    a_flow_goes_on_with_an_answer_that_may_change: FlowQuestion,
    an_applicant_is_shown_the_dated_status: ApplicantStatus,
    an_actor_is_shown_a_summary_of_the_agreed_age: ActorSummary,
    a_third_party_is_shown_less_and_told_that_it_is_unconfirmed: ThirdPartyView,
    registering_and_changing_a_status_fail_closed: StatusDecision,
}

#[test]
fn registering_a_change_of_status_and_the_waiting_period_are_decisions_and_nothing_else_is() {
    let decided = UpdateKind::ALL.iter().filter(|kind| kind.sort() == Sort::StatusDecision);
    let words: Vec<&str> = decided.map(|kind| kind.word()).collect();
    assert_eq!(words, ["OPG_STATUS_CHANGE", "PERFECT", "STATUTORY_WAITING_PERIOD", "REGISTER"]);
}

#[test]
fn what_is_no_act_is_not_held() {
    for kind in [Choice::Unset, Choice::Other("NO_SUCH_TYPE".to_owned())] {
        let act = Act::Update(Update { kind, changes: Vec::new() });
        assert_eq!(act.sort(), Sort::StatusDecision);
    }
}

#[test]
fn what_the_table_says_the_last_one_wins_of_is_what_a_journal_coalesces() {
    // The two are said in two places: here for the reader of the table, in `Entry::draft_order` for the journals.
    let as_at = jiff::Timestamp::UNIX_EPOCH;
    let on_draft =
        [DraftAct::Keep { as_at, draft: Box::default(), beside: Box::default() }, DraftAct::Delete]
            .map(Act::Draft);
    let updates = UpdateKind::ALL.iter().map(|kind| Choice::Is(*kind));
    let updates = updates.map(|kind| Act::Update(Update { kind, changes: Vec::new() }));
    for act in on_draft.into_iter().chain([Act::Create(Box::default())]).chain(updates) {
        let says = conduct(act.sort(), Availability::Degraded);
        let coalesced = matches!(says, Conduct::Hold { coalesced: true, .. });
        let operation = Operation { act, ..crate::change::sample::update("", &[]) };
        assert_eq!(operation.draft_order().is_some(), coalesced, "{}", operation.act.label());
    }
}

fn cell(conduct: Conduct) -> String {
    match conduct {
        Conduct::Forward => "forward".to_owned(),
        Conduct::Hold { coalesced: true, .. } => "hold, the last one wins".to_owned(),
        Conduct::Hold { deadline: true, .. } => "hold, with a deadline".to_owned(),
        Conduct::Hold { .. } => "hold".to_owned(),
        Conduct::ServeLastKnown { age, unconfirmed } => {
            format!("last known, {}{}", age.word(), if unconfirmed { ", unconfirmed" } else { "" })
        }
        Conduct::Provisional => "provisional".to_owned(),
        Conduct::Refuse => "refuse".to_owned(),
    }
}

fn row(cells: impl IntoIterator<Item = String>) -> String {
    let cells: Vec<String> = cells.into_iter().collect();
    format!("| {} |\n", cells.join(" | "))
}

#[test]
fn the_table_in_the_docs_is_the_function() {
    let head = std::iter::once("what is asked").chain(Availability::ALL.iter().map(|state| state.word()));
    let rule = format!("|{}\n", "---|".repeat(Availability::ALL.len() + 1));
    let rows = Sort::ALL.iter().map(|sort| {
        let cells = Availability::ALL.iter().map(|state| cell(conduct(*sort, *state)));
        row(std::iter::once(sort.word().to_owned()).chain(cells))
    });
    let table = row(head.map(str::to_owned)) + &rule + &rows.collect::<String>();
    assert!(DOCS.contains(&table), "replace the table in docs/conduct.md by:\n{table}");
}

#[test]
fn the_list_of_acts_in_the_docs_is_the_function() {
    let acts = UpdateKind::ALL.iter().map(|kind| (kind.word(), kind.sort()));
    let delete = Act::Draft(DraftAct::Delete).sort();
    let others = [(DraftAct::KEEP, delete), (DraftAct::DELETE, delete), ("CREATE", Sort::LegalAct)];
    let rows = others.into_iter().chain(acts);
    let rows: String = rows.map(|(act, sort)| row([act, sort.word()].map(str::to_owned))).collect();
    let list = format!("| act | row |\n|---|---|\n{rows}");
    assert!(DOCS.contains(&list), "replace the list in docs/conduct.md by:\n{list}");
}
