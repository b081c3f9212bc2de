//! Fees at an edge: told there, kept behind it.

use lpa_tests::served::Served;

use super::{SIRIUS, application, claim, fee, is, issued_by, payment, problem, state, tell};

#[tokio::test]
async fn a_fee_told_at_the_edge_is_read_alike_on_both_sides() {
    let upstream = Served::new().await;
    let edge = upstream.edge();
    assert_eq!(
        problem(&edge.send(issued_by(&edge, SIRIUS, "GET", &fee()), "").await),
        is(404, "unknown-fee")
    );
    assert_eq!(state(&tell(&edge, "application", &application()).await), is(201, "applied"));
    assert_eq!(state(&tell(&upstream.world, "claims", &claim()).await), is(201, "applied"));
    assert_eq!(state(&tell(&edge, "claims", &claim()).await), is(200, "superseded"));
    assert_eq!(state(&tell(&edge, "payments", &payment("card-1", 9200)).await), is(201, "applied"));
    assert_eq!(problem(&tell(&edge, "payments", &payment("card-1", 1)).await), is(422, "invalid-fee"));
    let here = edge.send(issued_by(&edge, SIRIUS, "GET", &fee()), "").await;
    let there = upstream.world.send(issued_by(&upstream.world, SIRIUS, "GET", &fee()), "").await;
    assert_eq!(here.said(), there.said());
    assert_eq!(here.json()["version"], 3);
}
