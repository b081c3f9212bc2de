//! A register that says when to come again is not called before.

use jiff::SignedDuration;
use lpa_tests::samples::lpa_uid;
use lpa_tests::sick::Way;
use lpa_tests::world::Choices;
use serde_json::json;

use super::{a_second, address, create, sick_world};

#[tokio::test(start_paused = true)]
async fn a_register_that_says_not_now_is_left_alone_for_as_long_as_it_says() {
    let (world, register) = sick_world(Choices::default());
    register.behave(|_| Way::NotNow(SignedDuration::from_secs(60)));
    let held = create(&world, 1).await;
    assert_eq!(held.status, 202);
    a_second(&world).await;
    // The operation, and at most a question whether others are answered.
    let calls = register.calls();
    assert!(calls <= 2, "{calls}");
    register.behave(|_| Way::Well);
    for second in 2..=59 {
        a_second(&world).await;
        assert_eq!(register.calls(), calls, "after {second} s");
    }
    // Nor for callers.
    assert_eq!(world.get(&address(lpa_uid(1))).await.status, 503);
    assert_eq!((create(&world, 2).await.status, register.calls()), (202, calls));
    register.calls_with_operations();
    a_second(&world).await;
    a_second(&world).await;
    assert_eq!(register.calls_with_operations().concat(), [lpa_uid(1), lpa_uid(2)]);
    assert_eq!(world.get(held.header("location")).await.json()["state"], json!("applied"));
}
