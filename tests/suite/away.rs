//! While the register is away or sick, and when it comes back (integration.md 8.5; design sections 3.2 and 7).

mod coming_back;
mod fail_closed;
mod hanging;
mod left_alone;
mod poison;
mod quick_answers;
mod together;
mod windows;

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use lpa_domain::document::example;
use lpa_domain::{Backlog, LpaUid};
use lpa_ports::Register;
use lpa_tests::samples::lpa_uid;
use lpa_tests::sick::SickRegister;
use lpa_tests::until;
use lpa_tests::world::{Answer, Choices, World};
use serde_json::{Value, json};

const SOON: Duration = Duration::from_secs(10);
const WITHDRAW: &str = r#"{"type":"DONOR_WITHDRAW_LPA"}"#;

/// A world in front of a register that can be made sick.
fn sick_world(choices: Choices) -> (World, Arc<SickRegister>) {
    let register = SickRegister::new();
    (World::in_front_of(Arc::clone(&register) as Arc<dyn Register>, choices), register)
}

/// Callers do not wait for long.
fn impatient() -> Choices {
    Choices { budget: Duration::from_millis(50), ..Choices::default() }
}

/// A second passes, for the clock and for what runs. With tokio's time paused, whoever had something to do in it has done it.
pub(crate) async fn a_second(world: &World) {
    for _ in 0..20 {
        world.pass(SignedDuration::from_millis(50));
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

fn address(uid: LpaUid) -> String {
    format!("/lpas/{uid}")
}

async fn create(world: &World, n: u64) -> Answer {
    world.put(&address(lpa_uid(n)), example::bytes(0)).await
}

async fn update(world: &World, n: u64, body: &str) -> Answer {
    world.post(&format!("{}/updates", address(lpa_uid(n))), body.to_owned()).await
}

async fn backlog(world: &World) -> Backlog {
    world.causeway.ports().journal.backlog().await.unwrap()
}

/// The register as an operator is told that it is.
async fn told(world: &World) -> Value {
    world.get("/health-check/dependencies").await.json()["register"].clone()
}

async fn until_told(world: &World, state: &str) {
    let so = async || (told(world).await["state"] == json!(state)).then_some(());
    until(state, SOON, so).await;
}
