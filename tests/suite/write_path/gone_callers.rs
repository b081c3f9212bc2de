//! A caller that goes away changes nothing: from the recording on, the work is not the caller's any more.

use lpa_tests::served::Served;
use lpa_tests::world::World;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::{ADDRESS, history, until_held};
use crate::process::creation;

/// A request as it goes over the wire.
fn wire(world: &World, body: &[u8]) -> Vec<u8> {
    let request = world.request("PUT", ADDRESS).body(()).unwrap();
    let token = request.headers()["x-jwt-authorization"].to_str().unwrap();
    let head = format!(
        "PUT {ADDRESS} HTTP/1.1\r\nHost: x\r\nX-Jwt-Authorization: {token}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

async fn connect(served: &Served) -> TcpStream {
    TcpStream::connect(served.url().trim_start_matches("http://")).await.unwrap()
}

#[tokio::test]
async fn a_caller_that_hangs_up_while_the_register_works_is_served_all_the_same() {
    let served = Served::new().await;
    let world = &served.world;
    world.register.hold();
    let mut socket = connect(&served).await;
    socket.write_all(&wire(world, &creation())).await.unwrap();
    until_held(world, 1).await;
    drop(socket);
    world.register.release();
    world.catch_up().await;
    assert_eq!(history(world).await, ["CREATE"]);
}

#[tokio::test]
async fn a_handler_that_is_dropped_while_it_records_leaves_a_whole_operation() {
    let world = World::new();
    world.journal.hold();
    let mut writing = Box::pin(world.put(ADDRESS, creation()));
    // Far enough to have asked the journal; then the caller is gone.
    for _ in 0..100 {
        assert!(futures::poll!(&mut writing).is_pending());
        tokio::task::yield_now().await;
    }
    drop(writing);
    world.journal.release();
    let register = &world.causeway.ports().register;
    let arrived = async || register.lpa(super::uid()).await.unwrap();
    lpa_tests::until("it arrives", super::SOON, arrived).await;
    world.catch_up().await;
    assert_eq!(history(&world).await, ["CREATE"]);
}

#[tokio::test]
async fn a_request_that_ends_half_way_is_not_recorded() {
    let served = Served::new().await;
    let whole = wire(&served.world, &creation());
    let mut socket = connect(&served).await;
    socket.write_all(&whole[..whole.len() - 10]).await.unwrap();
    socket.shutdown().await.unwrap();
    let mut answer = Vec::new();
    socket.read_to_end(&mut answer).await.unwrap();
    assert!(!answer.starts_with(b"HTTP/1.1 2"), "{}", String::from_utf8_lossy(&answer));
    assert_eq!(served.world.causeway.ports().journal.backlog().await.unwrap().held, 0);
    assert_eq!(served.world.get(ADDRESS).await.status, 404);
}
