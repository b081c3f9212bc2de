//! Killed in the middle of many writes: what was answered is done, exactly once and in order, after the next start.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures::future::join_all;
use lpa_tests::cluster::Cluster;
use lpa_tests::until;

use super::caller::Caller;
use super::{chain, in_front_of};

const CALLERS: u64 = 12;
const ROUNDS: usize = 3;
/// So many promises, and then a process is killed.
const PROMISES: usize = 60;

async fn until_promised(promises: &AtomicUsize, enough: usize) {
    let reached = async || (promises.load(Ordering::SeqCst) >= enough).then_some(());
    until("enough is promised", Duration::from_secs(20), reached).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_answered_before_a_kill_is_in_the_register_once_and_in_order() {
    let database = Cluster::shared().database().await;
    let binary = in_front_of(&database);
    let mut callers = Caller::some(CALLERS);
    for _ in 0..ROUNDS {
        let serving = binary.serve().await;
        let (client, promises) = (serving.client(), AtomicUsize::new(0));
        let writing = callers.iter_mut().map(|caller| caller.write(client.clone(), usize::MAX, &promises));
        let killing = async {
            until_promised(&promises, PROMISES).await;
            serving.kill().await;
        };
        tokio::join!(join_all(writing), killing);
        let serving = binary.serve().await;
        let client = serving.client();
        client.until_nothing_is_held().await;
        join_all(callers.iter_mut().map(|caller| caller.reckon(&client, 1))).await;
        serving.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_edge_whose_register_is_killed_again_and_again_keeps_every_promise() {
    let database = Cluster::shared().database().await;
    let [back, edge] = chain(&database);
    let edge = edge.with("FORWARD__BUDGET_MS", "300");
    let mut register = back.serve().await;
    let edge = edge.serve().await;
    let (client, promises, mut callers) = (edge.client(), AtomicUsize::new(0), Caller::some(CALLERS));
    let each = 20;
    let killing = async {
        for round in 1..=ROUNDS {
            until_promised(&promises, round * PROMISES).await;
            register.kill().await;
            // While it is away work goes on.
            until_promised(&promises, round * PROMISES + PROMISES / 4).await;
            register = back.serve().await;
        }
        register
    };
    let writing = join_all(callers.iter_mut().map(|caller| caller.write(client.clone(), each, &promises)));
    let (_, register) = tokio::join!(writing, killing);
    for client in [&client, &register.client()] {
        client.until_nothing_is_held().await;
    }
    join_all(callers.iter_mut().map(|caller| caller.reckon(&client, 0))).await;
    assert_eq!(promises.into_inner(), each * callers.len());
}
