//! The records of the program itself.

use causeway::clock::SystemClock;
use lpa_ports::Clock as _;
use lpa_tests::cluster::Cluster;
use lpa_tests::samples::invitation;
use lpa_tests::world::Token;

use super::{causeway, in_front_of};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_key_the_start_says_so_and_with_one_facts_are_taken() {
    let database = Cluster::shared().database().await;
    let keyless = causeway().with("REGISTER__URL", &database.url);
    for (binary, status) in [(keyless, 422), (in_front_of(&database), 200)] {
        let serving = binary.serve().await;
        let sirius = Token::at(SystemClock::default().now()).with("iss", "opg.poas.sirius").signed();
        let client = serving.client().with_token(&sirius);
        let mut told = invitation(1, 1).says.written();
        told["version"] = 1.into();
        let request = client.request("PUT", &format!("/v1/record-facts/{}", invitation(1, 1).id));
        let answer = client.send(request.body(told.to_string())).await;
        assert_eq!(answer.status, status, "{}", answer.text());
        let log = serving.stop().await;
        assert_eq!(log.contains("records.key is not set"), status == 422, "{log}");
        assert!(!log.contains("Quenby"), "{log}");
    }
}
