//! Who may call (contract section 2.2).

use axum::http::Request;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, Header};
use lpa_ports::Clock as _;
use lpa_tests::world::{SECRET, Token, World};

use super::ADDRESS;

const INVALID: &str = r#"{"code":"UNAUTHORISED","detail":"Invalid JWT"}"#;

/// The answer to a read with this value in the header of the token; 404 is a pass: there is no such LPA.
async fn read_with(world: &World, value: &str) -> (u16, String) {
    let request = Request::builder().uri(ADDRESS).header("x-jwt-authorization", value);
    let answer = world.send(request, "").await;
    (answer.status, answer.text().to_owned())
}

async fn passes(world: &World, token: Token) -> bool {
    let (status, text) = read_with(world, &format!("Bearer {}", token.signed())).await;
    assert!(status == 404 || text == INVALID, "{status} {text}");
    status == 404
}

#[tokio::test]
async fn every_failure_has_the_same_body() {
    let world = World::new();
    let none = world.send(Request::builder().uri(ADDRESS), "").await;
    assert_eq!(none.said(), (401, INVALID));
    for value in ["", "Bearer ", "Bearer", "Bearer x.y.z", "junk", "Bearer \u{e9}"] {
        assert_eq!(read_with(&world, value).await, (401, INVALID.to_owned()), "{value}");
    }
}

#[tokio::test]
async fn the_prefix_is_optional_and_in_capitals() {
    let world = World::new();
    let token = Token::at(world.clock.now()).signed();
    for (value, status) in [
        (format!("Bearer {token}"), 404),
        (format!("Bearer     {token}"), 404),
        (token.clone(), 404),
        (format!("bearer {token}"), 401),
        (format!("BEARER {token}"), 401),
        (format!("Bearer{token}"), 401),
        (format!("Basic {token}"), 401),
    ] {
        assert_eq!(read_with(&world, &value).await.0, status, "{value}");
    }
}

#[tokio::test]
async fn the_first_header_counts_and_authorization_is_not_looked_at() {
    let world = World::new();
    let good = Token::at(world.clock.now()).signed();
    let both = |first: &str, second: &str| {
        Request::builder()
            .uri(ADDRESS)
            .header("X-Jwt-Authorization", first)
            .header("X-JWT-AUTHORIZATION", second)
    };
    assert_eq!(world.send(both(&good, "junk"), "").await.status, 404);
    assert_eq!(world.send(both("junk", &good), "").await.status, 401);
    let elsewhere = Request::builder().uri(ADDRESS).header("authorization", format!("Bearer {good}"));
    assert_eq!(world.send(elsewhere, "").await.status, 401);
    let signed_at_the_edge = "AWS4-HMAC-SHA256 Credential=x/20260302/eu-west-1/execute-api/aws4_request";
    let request = world.request("GET", ADDRESS).header("authorization", signed_at_the_edge);
    assert_eq!(world.send(request, "").await.status, 404);
}

#[tokio::test]
async fn only_the_three_symmetric_algorithms_pass() {
    let world = World::new();
    let token = Token::at(world.clock.now());
    for algorithm in [Algorithm::HS256, Algorithm::HS384, Algorithm::HS512] {
        let header = Header { typ: None, ..Header::new(algorithm) };
        assert_eq!(read_with(&world, &token.signed_with(&header, SECRET)).await.0, 404, "{algorithm:?}");
    }
    assert_eq!(read_with(&world, &token.signed_with(&Header::default(), "another secret")).await.0, 401);
    let claims = URL_SAFE_NO_PAD.encode(token.claims().to_string());
    let signature = token.signed().rsplit('.').next().unwrap().to_owned();
    for header in [r#"{"alg":"none"}"#, r#"{"alg":"RS256"}"#, r#"{"alg":"HS257"}"#, "{}", "junk"] {
        let header = URL_SAFE_NO_PAD.encode(header);
        for signature in ["", &signature] {
            assert_eq!(read_with(&world, &format!("{header}.{claims}.{signature}")).await.0, 401);
        }
    }
}

#[tokio::test]
async fn times_are_judged_without_leeway() {
    let world = World::new();
    let now = world.clock.now().as_second();
    let token = || Token::at(world.clock.now());
    for (claim, value, good) in [
        ("iat", Some(now), true),
        ("iat", Some(now + 1), false),
        ("iat", None, false),
        ("nbf", Some(now), true),
        ("nbf", Some(now + 1), false),
        ("exp", Some(now + 1), true),
        ("exp", Some(now), false),
        ("exp", Some(now - 1), false),
    ] {
        assert_eq!(passes(&world, token().with(claim, value)).await, good, "{claim} {value:?}");
    }
    #[expect(clippy::cast_precision_loss, reason = "seconds of this century fit")]
    let half_a_second_ago = now as f64 - 0.5;
    assert!(passes(&world, token().with("iat", half_a_second_ago)).await);
    for claim in ["iat", "nbf", "exp"] {
        assert!(!passes(&world, token().with(claim, now.to_string())).await, "a text in {claim}");
    }
}

#[tokio::test]
async fn issuers_are_the_three_and_subjects_are_urns() {
    let world = World::new();
    let token = || Token::at(world.clock.now());
    for issuer in ["opg.poas.sirius", "opg.poas.makeregister", "opg.poas.use"] {
        assert!(passes(&world, token().with("iss", issuer)).await, "{issuer}");
    }
    for issuer in ["", "opg.poas.other", "OPG.POAS.SIRIUS", "opg.poas.sirius "] {
        assert!(!passes(&world, token().with("iss", issuer)).await, "{issuer}");
    }
    for subject in ["urn:opg:sirius:users:34", "urn:opg:poas:sirius:users:34", "URN:opg:x"] {
        assert!(passes(&world, token().with("sub", subject)).await, "{subject}");
    }
    for subject in ["", "abc", "urn:opg:", "urn:opg:a b", "urn:opg:\u{e9}", "urn:opg:a?b", "urn:opg:a#b"] {
        assert!(!passes(&world, token().with("sub", subject)).await, "{subject}");
    }
    for claim in ["iss", "sub"] {
        assert!(!passes(&world, token().with(claim, serde_json::Value::Null)).await, "no {claim}");
        assert!(!passes(&world, token().with(claim, 34)).await, "a number in {claim}");
    }
    assert!(passes(&world, token().with("aud", 5).with("jti", "x")).await, "aud and jti are ignored");
}
