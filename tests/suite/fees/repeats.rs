//! Repeat applications: OPG's records say whether it invited, and nothing else does.

use jiff::SignedDuration;
use lpa_tests::samples::invitation;
use lpa_tests::served::Served;
use lpa_tests::world::World;
use serde_json::{Value, json};

use super::{MAKE_REGISTER, SIRIUS, claim, fee, impatient, is, issued_by, state, tell, tell_as};

fn application() -> Value {
    json!({ "lpaType": "personal-welfare", "madeOn": "2026-03-02", "madeBasis": "lodged" })
}

fn repeat() -> Value {
    let said = json!({ "reference": "7000-0000-0001", "terms": "half-fee", "previousFee": "full" });
    json!({ "repeat": said, "evidenceDelivery": "post" })
}

fn draft(last_name: &str) -> Value {
    json!({ "draft": { "donor": { "lastName": last_name, "dateOfBirth": "1941-02-03" } } })
}

/// OPG's invitation is told, in this version.
async fn invite(world: &World, version: u64) {
    let mut told = invitation(1, version).says.written();
    told["version"] = version.into();
    let path = format!("/v1/record-facts/{}", invitation(1, 1).id);
    let answer = world.send(issued_by(world, SIRIUS, "PUT", &path), told.to_string()).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
}

async fn write_draft(world: &World, last_name: &str) {
    let path = fee().replace("/fees/", "/drafts/");
    let answer = world.send(issued_by(world, SIRIUS, "PUT", &path), draft(last_name).to_string()).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
}

async fn shown(world: &World) -> Value {
    world.send(issued_by(world, MAKE_REGISTER, "GET", &fee()), "").await.json()
}

/// rules/fees.md section 3, P6: £46 a repeat, £92 a first application.
#[tokio::test]
async fn whom_opg_invited_pays_the_repeat_fee_and_nobody_else_does() {
    for (donor, invited, pence) in [("Quenby Hale", "yes", 4600), ("Vone", "no", 9200)] {
        let world = World::new();
        invite(&world, 1).await;
        write_draft(&world, donor).await;
        tell(&world, "application", &application()).await;
        let told = tell_as(&world, MAKE_REGISTER, "claims", &repeat()).await;
        assert_eq!((state(&told), &told.json()["invited"]), (is(201, "applied"), &json!(invited)));
        let again = tell_as(&world, MAKE_REGISTER, "claims", &repeat()).await;
        assert_eq!((state(&again), &again.json()["invited"]), (is(200, "superseded"), &json!(invited)));
        let shown = shown(&world).await;
        assert_eq!((&shown["invited"], &shown["quote"]["feePence"]), (&json!(invited), &json!(pence)));
        assert_eq!(shown["quote"]["toAsk"], json!([]));
    }
}

/// integration.md J16: no data about the earlier case.
#[tokio::test]
async fn of_the_earlier_application_nothing_is_told() {
    let world = World::new();
    invite(&world, 1).await;
    write_draft(&world, "Quenby Hale").await;
    tell(&world, "application", &application()).await;
    let told = tell(&world, "claims", &repeat()).await;
    let shown = world.send(issued_by(&world, SIRIUS, "GET", &fee()), "").await;
    for text in [told.text(), shown.text()] {
        for hidden in ["Quenby", "1941", "2026-04-30", "7000-0000-0001", "700000000001"] {
            assert!(!text.contains(hidden), "{hidden}: {text}");
        }
    }
}

#[tokio::test]
async fn a_fee_stays_provisional_until_the_records_can_say() {
    let world = World::new();
    tell(&world, "application", &application()).await;
    let told = tell(&world, "claims", &repeat()).await;
    assert_eq!(told.json()["invited"], "cannot-say", "nobody knows the donor yet");
    let open = shown(&world).await;
    let bounds = json!({ "lowerPence": 4600, "upperPence": 9200 });
    assert_eq!((&open["quote"]["outcome"], &open["quote"]["bounds"]), (&json!("needs-evidence"), &bounds));
    assert_eq!(open["quote"]["toAsk"], json!(["repeat-invitation"]));
    write_draft(&world, "Quenby Hale").await;
    assert_eq!(shown(&world).await["invited"], "cannot-say", "nothing was ever told of invitations");
    invite(&world, 1).await;
    assert_eq!(shown(&world).await["quote"]["feePence"], 4600);
}

/// integration.md J16: while the database is down "cannot say yet", and a receipt.
#[tokio::test]
async fn while_the_register_is_away_it_cannot_be_said_and_is_asked_again_when_it_is_read() {
    let world = impatient();
    invite(&world, 1).await;
    write_draft(&world, "Quenby Hale").await;
    world.register.go_away();
    tell(&world, "application", &application()).await;
    let held = tell(&world, "claims", &repeat()).await;
    assert_eq!((state(&held), &held.json()["invited"]), (is(202, "held"), &json!("cannot-say")));
    world.register.come_back();
    world.catch_up().await;
    world.pass(SignedDuration::from_mins(1));
    let quote = shown(&world).await["quote"].clone();
    assert_eq!((&quote["feePence"], &quote["toAsk"]), (&json!(4600), &json!([])));
}

#[tokio::test]
async fn the_donor_is_that_of_the_lpa_once_it_is_there() {
    let world = World::new();
    invite(&world, 1).await;
    write_draft(&world, "Quenby Hale").await;
    tell(&world, "application", &application()).await;
    tell(&world, "claims", &repeat()).await;
    assert_eq!(shown(&world).await["invited"], "yes");
    let created = world.put(&fee().replace("/v1/fees/", "/lpas/"), crate::process::creation()).await;
    assert_eq!(created.status, 201, "{}", created.text());
    assert_eq!(shown(&world).await["invited"], "no", "the LPA is somebody else's");
}

#[tokio::test]
async fn what_is_no_repeat_asks_nobody() {
    let world = World::new();
    tell(&world, "application", &application()).await;
    let told = tell(&world, "claims", &claim()).await;
    assert_eq!(told.json().get("invited"), None);
    let shown = shown(&world).await;
    assert_eq!((&shown["invited"], &shown["quote"]["toAsk"]), (&json!(null), &json!([])));
}

#[tokio::test]
async fn at_the_edge_a_repeat_costs_the_same() {
    let upstream = Served::new().await;
    let edge = upstream.patient_edge();
    invite(&edge, 1).await;
    write_draft(&edge, "Quenby Hale").await;
    tell(&edge, "application", &application()).await;
    assert_eq!(tell(&edge, "claims", &repeat()).await.json()["invited"], "yes");
    assert_eq!(shown(&edge).await, shown(&upstream.world).await);
}
