//! Today's LPA Store surface, as its clients see it (contract sections 1 to 7).

mod held;
mod images;
mod reading;
mod repeats;
mod tokens;
mod writing;

use lpa_domain::document::example;
use lpa_tests::world::World;

/// The UID that most tests write to.
const UID: &str = "M-3779-9919-9529";
const ADDRESS: &str = "/lpas/M-3779-9919-9529";
const UPDATES: &str = "/lpas/M-3779-9919-9529/updates";
const WITHDRAW: &str = r#"{"type":"DONOR_WITHDRAW_LPA","changes":null}"#;

/// A world that holds one LPA, online.
async fn world_with_an_lpa() -> World {
    let world = World::new();
    assert_eq!(world.put(ADDRESS, example::bytes(0)).await.said(), (201, "{}"));
    world
}
