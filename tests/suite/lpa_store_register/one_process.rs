//! Within one process no update is lost, although the store reads and writes apart (W2, W4): writes to one LPA take turns.

use lpa_tests::contract::register::doors;
use lpa_tests::lpa_store_stand_in::OneProcess;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_creations_at_once_one_process_applies_exactly_one() {
    doors::of_two_creations_at_once_exactly_one_is_applied(&OneProcess::new().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_process_keeps_both_of_two_edits_of_different_fields_at_once() {
    doors::edits_of_different_fields_at_once_are_both_kept(&OneProcess::new().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_process_refuses_one_of_two_edits_of_one_field_at_once() {
    let house = OneProcess::new().await;
    doors::of_two_edits_of_one_field_at_once_one_is_applied_and_one_refused(&house).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_process_applies_each_operation_once_together_and_alone_at_once() {
    doors::together_and_alone_at_once_each_operation_is_applied_once(&OneProcess::new().await).await;
}
