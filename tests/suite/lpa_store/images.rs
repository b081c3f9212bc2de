//! Scans of paper LPAs (contract section 3.4).

use axum::http::Request;
use jiff::SignedDuration;
use lpa_domain::document::example;
use lpa_tests::world::{Answer, World};
use serde_json::{Value, json};

use super::{ADDRESS, UID, UPDATES, WITHDRAW};

const ORIGIN: &str = "http://127.0.0.1:9000";
const PAPER: u64 = 4;

/// A paper document whose scan has this name and these bytes, in base64.
fn paper(filename: &str, data: &str) -> Vec<u8> {
    let mut document: Value = serde_json::from_slice(&example::bytes(PAPER)).unwrap();
    document["restrictionsAndConditionsImages"] = json!([{ "filename": filename, "data": data }]);
    serde_json::to_vec(&document).unwrap()
}

fn image(answer: &Answer) -> Value {
    answer.json()["restrictionsAndConditionsImages"][0].clone()
}

/// Opens a signed address as anybody may: without a token.
async fn open(world: &World, address: &str) -> Answer {
    let path = address.strip_prefix(ORIGIN).unwrap();
    world.send(Request::builder().uri(path), "").await
}

async fn presigned(world: &World) -> String {
    image(&world.get(&format!("{ADDRESS}?presign-images")).await)["path"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_scan_is_kept_and_named_by_its_place_and_its_hash() {
    let world = World::new();
    // SHA-256 of `abc`: FIPS 180-2, appendix B.1
    let hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(world.put(ADDRESS, paper("page 9.png", "YWJj")).await.said(), (201, "{}"));
    let kept = json!({ "path": format!("{UID}/scans/rc_0_page 9.png"), "hash": hash });
    assert_eq!(image(&world.get(ADDRESS).await), kept);
    assert_eq!(image(&world.get(&format!("{ADDRESS}/static?presign-images")).await), kept);
    assert_eq!(image(&world.post(&format!("{UPDATES}?presign-images"), WITHDRAW).await), kept);
}

#[tokio::test]
async fn presence_alone_presigns_whatever_the_value() {
    // contract section 1
    let world = World::new();
    world.put(ADDRESS, example::bytes(PAPER)).await;
    let start = format!("{ORIGIN}/images/{UID}/scans/rc_0_page%209.png?X-Amz-Algorithm=AWS4-HMAC-SHA256&");
    for query in ["presign-images", "presign-images=", "presign-images=false", "a=b&presign-images"] {
        let path = image(&world.get(&format!("{ADDRESS}?{query}")).await)["path"].clone();
        assert!(path.as_str().unwrap().starts_with(&start), "{query}: {path}");
    }
    let list = world.post("/lpas?presign-images", json!({ "uids": [UID] }).to_string()).await;
    let path = &list.json()["lpas"][0]["restrictionsAndConditionsImages"][0]["path"];
    assert!(path.as_str().unwrap().starts_with(&start));
    let plain = image(&world.get(&format!("{ADDRESS}?presign")).await)["path"].clone();
    assert_eq!(plain, format!("{UID}/scans/rc_0_page 9.png"));
}

#[tokio::test]
async fn a_signed_address_shows_the_image_without_a_token() {
    let world = World::new();
    world.put(ADDRESS, example::bytes(PAPER)).await;
    let shown = open(&world, &presigned(&world).await).await;
    assert_eq!((shown.status, shown.header("content-type")), (200, "image/png"));
    assert!(shown.body.starts_with(b"\x89PNG"));
    assert_eq!(shown.header("x-content-type-options"), "nosniff");
    assert_eq!(shown.header("content-disposition"), "attachment");
}

#[tokio::test]
async fn odd_file_names_survive_the_address() {
    for name in ["a b+c.png", "p\u{e4}ge & 1?#.png", "%2e%2e.png", "\u{1f4dc}.png", "a'b\"<c>.png"] {
        let world = World::new();
        assert_eq!(world.put(ADDRESS, paper(name, "YWJj")).await.status, 201, "{name}");
        let shown = open(&world, &presigned(&world).await).await;
        assert_eq!((shown.status, shown.text()), (200, "abc"), "{name}");
        assert_eq!(shown.header("content-type"), "application/octet-stream");
    }
}

#[tokio::test]
async fn a_page_in_place_of_a_scan_is_never_shown_as_one() {
    let world = World::new();
    // base64 of `<script>alert(1)</script>`
    world.put(ADDRESS, paper("x.html", "PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==")).await;
    let shown = open(&world, &presigned(&world).await).await;
    assert_eq!((shown.status, shown.header("content-type")), (200, "application/octet-stream"));
}

#[tokio::test]
async fn an_address_that_is_old_changed_or_unsigned_shows_nothing() {
    let world = World::new();
    world.put(ADDRESS, example::bytes(PAPER)).await;
    let address = presigned(&world).await;
    let plain = address.split_once('?').unwrap().0;
    for changed in [
        plain.to_owned(),
        format!("{plain}?X-Amz-Algorithm=AWS4-HMAC-SHA256"),
        address.replace("page%209", "page%208"),
        address.replace("X-Amz-Signature=", "X-Amz-Signature=0"),
        address.replace("X-Amz-Date=2026", "X-Amz-Date=2027"),
        address.replace("content-hash=", "content-hash=0"),
    ] {
        let answer = open(&world, &changed).await;
        assert_eq!((answer.status, answer.json()["code"].as_str()), (403, Some("FORBIDDEN")), "{changed}");
    }
    world.clock.pass(SignedDuration::from_secs(899));
    assert_eq!(open(&world, &address).await.status, 200);
    world.clock.pass(SignedDuration::from_secs(1));
    assert_eq!(open(&world, &address).await.status, 403);
}

#[tokio::test]
async fn without_a_document_store_nothing_is_promised() {
    let world = World::new();
    world.documents.go_away();
    let answer = world.put(ADDRESS, example::bytes(PAPER)).await;
    assert_eq!((answer.status, answer.json()["code"].as_str()), (503, Some("not-recorded")));
    world.documents.come_back();
    assert_eq!(world.get(ADDRESS).await.status, 404);
}
