//! Where a journey is made: the real binary in front of a database that can be away, the people who use it, and what they were
//! promised.

mod person;
mod promised;
mod updates;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::time::Duration;

use jiff::SignedDuration;
use lpa_ports::Clock as _;
use lpa_tests::binary::{Client, Serving};
use lpa_tests::cluster::{Cluster, Database};
use lpa_tests::crossing::{Crossing, Mode};
use lpa_tests::reckoning::{Holdings, Promise, differences};
use lpa_tests::samples::lpa_uid;
use lpa_tests::until;
use lpa_tests::world::{Answer, SECRET, Token};
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};

use crate::process::{causeway, in_front_of};

pub(crate) use person::Person;
pub(crate) use promised::{draft_operation, operation, taken};
pub(crate) use updates::{change, correct, update};

/// So long a caller waits for the register.
pub(crate) const BUDGET_MS: &str = "250";

/// What makes no sense to the service, and what does again.
pub(crate) const UNREADABLE: &str = "object - 'status'";
pub(crate) const READABLE: &str = r#"object || '{"status": "in-progress"}'"#;

/// Who looks after the service.
pub(crate) const OPERATOR: &str = "urn:opg:sirius:users:34";

const PATIENCE: Duration = Duration::from_secs(30);
/// An adapter waits 8 or 10 seconds for an answer that does not come, and the second attempt takes as long as the first.
const LONG: Duration = Duration::from_mins(1);

/// A service, its database and the way between.
pub(crate) struct Scene {
    pub(crate) crossing: tokio::sync::Mutex<Crossing>,
    pub(crate) database: Database,
    serving: Serving,
    /// At the edge: the Causeway at the register.
    behind: Option<Serving>,
    promises: Mutex<Vec<Promise>>,
    personal: Mutex<BTreeSet<String>>,
}

/// Makes a journey: it begins while all is well, and is reckoned up when all is well again.
pub(crate) async fn play(mode: Mode, journey: impl AsyncFnOnce(&Scene)) {
    let scene = Scene::set(mode).await;
    journey(&scene).await;
    scene.end().await;
}

/// Makes a journey with these settings of the service.
pub(crate) async fn play_with(mode: Mode, settings: &[(&str, &str)], journey: impl AsyncFnOnce(&Scene)) {
    let scene = Scene::set_with(mode, settings).await;
    journey(&scene).await;
    scene.end().await;
}

/// Makes a journey at an edge: what is away is the way to the Causeway at the register.
pub(crate) async fn play_at_the_edge(mode: Mode, journey: impl AsyncFnOnce(&Scene)) {
    let scene = Scene::set_at_the_edge(mode).await;
    journey(&scene).await;
    scene.end().await;
}

impl Scene {
    pub(crate) async fn set(mode: Mode) -> Self {
        Self::set_with(mode, &[]).await
    }

    async fn set_with(mode: Mode, settings: &[(&str, &str)]) -> Self {
        let cluster = Cluster::shared();
        let database = cluster.database().await;
        let crossing = Crossing::to(cluster, &database, mode);
        let binary = in_front_of(&Database { url: crossing.url(), ..database.clone() });
        let binary = binary.with("AUTH__OPERATOR_SECRET", SECRET).with("FORWARD__BUDGET_MS", BUDGET_MS);
        let binary = settings.iter().fold(binary, |binary, (key, value)| binary.with(key, *value));
        let serving = binary.serve().await;
        Self::over(crossing, database, serving, None)
    }

    async fn set_at_the_edge(mode: Mode) -> Self {
        let secret = "a made-up secret between Causeways";
        let database = Cluster::shared().database().await;
        let behind = in_front_of(&database).with("AUTH__EDGE_SECRET", secret).serve().await;
        let address = behind.client().address().parse().unwrap();
        let crossing = Crossing::to_causeway(address, &database, mode);
        let binary = causeway().with("REGISTER__URL", crossing.url()).with("REGISTER__SECRET", secret);
        let serving = binary.with("FORWARD__BUDGET_MS", BUDGET_MS).serve().await;
        Self::over(crossing, database, serving, Some(behind))
    }

    fn over(crossing: Crossing, database: Database, serving: Serving, behind: Option<Serving>) -> Self {
        let crossing = tokio::sync::Mutex::new(crossing);
        Self { crossing, database, serving, behind, promises: Mutex::default(), personal: Mutex::default() }
    }

    /// Someone who uses it, under a token of this issuer and subject.
    pub(crate) fn person(&self, issuer: &str, subject: &str) -> Person<'_> {
        let now = causeway::clock::SystemClock::default().now();
        let token = Token::at(now).with("iss", issuer).with("sub", subject).signed();
        Person { scene: self, client: self.serving.client().with_token(&token), name: subject.to_owned() }
    }

    /// An actor of an LPA, or whoever acts for one, through today's main consumer.
    pub(crate) fn actor(&self, uid: &str) -> Person<'_> {
        self.person("opg.poas.makeregister", &format!("urn:opg:poas:makeregister:users:{uid}"))
    }

    /// The donor, or whoever else does what anyone may.
    pub(crate) fn donor(&self) -> Person<'_> {
        self.actor("8a2c4b1e-6d9f-4e0b-9c55-1f0a7f3e2d41")
    }

    pub(crate) fn case_worker(&self) -> Person<'_> {
        self.person("opg.poas.sirius", "urn:opg:sirius:users:34")
    }

    /// What the service has logged so far.
    pub(crate) fn log(&self) -> String {
        self.serving.log()
    }

    /// What the service has logged so far, line by line.
    pub(crate) fn lines(&self) -> impl Iterator<Item = Value> {
        let lines = |log: String| -> Vec<Value> {
            log.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
        };
        lines(self.log()).into_iter()
    }

    /// A request of an operator, who may do everything.
    pub(crate) async fn operate(&self, method: &str, path: &str, body: Value) -> Answer {
        let now = causeway::clock::SystemClock::default().now();
        let token = Token::at(now)
            .with("iss", "causeway")
            .with("aud", "causeway")
            .with("sub", OPERATOR)
            .with("scope", "windows:write operations:read operations:repair")
            .with("exp", (now + SignedDuration::from_mins(5)).as_second())
            .signed();
        let client = self.client();
        let request = client.request(method, path).header("Authorization", format!("Bearer {token}"));
        let request = if body.is_null() { request } else { request.body(body.to_string()) };
        client.send(request).await
    }

    /// A client that may read anything.
    pub(crate) fn client(&self) -> Client {
        self.serving.client()
    }

    /// The register goes bad.
    pub(crate) async fn worsen(&self) {
        self.crossing.lock().await.worsen().await;
    }

    /// While the register is bad no write goes to it: in the mode that loses their answers it is up.
    pub(crate) async fn expect_no_writes(&self) {
        self.crossing.lock().await.expect_no_writes();
    }

    /// The register is well again. Where answers are lost, they are lost until what was lost first has been tried again.
    pub(crate) async fn bring_back(&self) {
        let mut crossing = self.crossing.lock().await;
        if crossing.is_losing_answers() {
            // A caller is told `held` when its budget has run out, and on a busy machine the write may not have gone by then.
            until("an answer is lost", LONG, async || (crossing.proxy.lost() > 0).then_some(())).await;
            until("what was lost is tried again", LONG, async || self.is_tried_again().await.then_some(()))
                .await;
        }
        crossing.mend().await;
    }

    /// Whether a second attempt was made of something that was promised for later while it could not be done: it was
    /// answered from what the register remembers of the first, or has failed like it.
    async fn is_tried_again(&self) -> bool {
        let failed_again = |line: Value| line["msg"] == "operation held" && line["attempts"] != json!(0);
        if self.lines().any(failed_again) {
            return true;
        }
        for promise in self.promises().iter().filter(|promise| !promise.done) {
            if self.receipt(&promise.operation).await["state"] == "applied" {
                return true;
            }
        }
        false
    }

    /// The register is well again, nothing waits any more, and the service knows.
    pub(crate) async fn mend(&self) {
        self.bring_back().await;
        self.client().until_nothing_is_held().await;
        let nobodys = format!("/lpas/{}", lpa_uid(1_000_000));
        let asked = async || (self.client().get(&nobodys).await.status == 404).then_some(());
        until("the register is asked again", PATIENCE, asked).await;
    }

    /// What is answered to an operator, or a case manager, with these scopes and no other token.
    pub(crate) async fn operator(&self, scopes: &str, path: &str) -> Answer {
        let now = causeway::clock::SystemClock::default().now();
        let token = Token::at(now).with("iss", "causeway").with("aud", "causeway").with("scope", scopes);
        let token = token.with("sub", "urn:opg:sirius:users:34").with("exp", now.as_second() + 60).signed();
        let client = self.serving.client().with_token("none");
        let request = client.request("GET", path).header("Authorization", format!("Bearer {token}"));
        client.send(request).await
    }

    /// Every state of a draft that reached the register, by the operation that told it.
    pub(crate) async fn kept_drafts(&self, uid: &str) -> BTreeMap<String, Value> {
        let mut owner = PgConnection::connect(&self.database.owner_url).await.unwrap();
        let sql = "select operation_id::text, content::text from causeway.draft_version where uid = $1";
        let rows: Vec<(String, String)> = sqlx::query_as(sql).bind(uid).fetch_all(&mut owner).await.unwrap();
        let read = |content: String| serde_json::from_str(&content).unwrap();
        rows.into_iter().map(|(operation, content)| (operation, read(content))).collect()
    }

    /// What the outbox tells of a fee, oldest first: the kind of each thing told, with its events, and when it was asked for.
    pub(crate) async fn told_of_fee(&self, uid: &str) -> Vec<(String, Value, jiff::Timestamp)> {
        let mut owner = PgConnection::connect(&self.database.owner_url).await.unwrap();
        let sql = "select fee.kind, fee.events::text, fee.requested_at from causeway.outbox
                   join causeway.fee_version as fee using (uid, version, kind) where uid = $1 order by version";
        let rows: Vec<(String, String, String)> =
            sqlx::query_as(sql).bind(uid).fetch_all(&mut owner).await.unwrap();
        let read = |(kind, events, at): (String, String, String)| {
            (kind, serde_json::from_str(&events).unwrap(), at.parse().unwrap())
        };
        rows.into_iter().map(read).collect()
    }

    /// How many versions the register holds, whether or not the service can ask it.
    pub(crate) async fn versions(&self) -> i64 {
        let mut owner = PgConnection::connect(&self.database.owner_url).await.unwrap();
        let sql = "select count(*) from causeway.lpa_version";
        sqlx::query_scalar(sql).fetch_one(&mut owner).await.unwrap()
    }

    /// Changes what the register holds of an LPA, as nobody should: its object is what `object` makes of it.
    pub(crate) async fn damage(&self, uid: &str, object: &str) {
        let mut owner = PgConnection::connect(&self.database.owner_url).await.unwrap();
        let sql = format!(
            "alter table causeway.lpa_version disable trigger append_only;
             update causeway.lpa_version set object = {object} where uid = '{uid}';
             alter table causeway.lpa_version enable trigger append_only"
        );
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut owner).await.unwrap();
    }

    /// The LPA as it stands, which must be there.
    pub(crate) async fn lpa(&self, uid: &str) -> Value {
        let answer = self.client().answered(&format!("/lpas/{uid}")).await;
        assert_eq!(answer.status, 200, "{uid}: {}", answer.text());
        answer.json()
    }

    /// What the register has made of an LPA, oldest first: the kinds of its operations.
    pub(crate) async fn kinds(&self, uid: &str) -> Vec<String> {
        let history = self.client().answered(&format!("/lpas/{uid}/updates")).await.json();
        let kinds = history.as_array().unwrap().iter().rev();
        kinds.map(|entry| entry["type"].as_str().unwrap().to_owned()).collect()
    }

    /// The receipt of what was promised.
    pub(crate) async fn receipt(&self, operation: &str) -> Value {
        let answer = self.client().get(&format!("/v1/operations/{operation}")).await;
        assert_eq!(answer.status, 200, "{operation}: {}", answer.text());
        answer.json()
    }

    /// So many promises were made, repeats included.
    pub(crate) fn promises(&self) -> Vec<Promise> {
        self.promises.lock().unwrap().clone()
    }

    /// What was promised compared with what is held.
    pub(crate) async fn reckoned(&self) -> Holdings {
        let promises = self.promises();
        let held = Holdings::of(&self.client(), &self.database.owner_url, &promises).await;
        let found = differences(&promises, &held);
        assert!(found.is_empty(), "{found:#?}");
        held
    }

    async fn end(self) {
        self.mend().await;
        self.reckoned().await;
        let Self { serving, behind, promises, personal, .. } = self;
        let mut log = serving.stop().await;
        if let Some(behind) = behind {
            log += &behind.stop().await;
        }
        for text in personal.into_inner().unwrap() {
            assert!(!log.contains(&text), "in the log: {text}");
        }
        let promises = promises.into_inner().unwrap();
        for line in log.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()) {
            let named = line["operation"]["id"].as_str();
            let known = |id: &str| promises.iter().any(|promise| promise.operation == id);
            // What was turned away was promised to nobody, and is named so that it can be found.
            let turned_away = line["msg"].as_str().is_some_and(|msg| msg.starts_with("turned away"));
            assert!(turned_away || named.is_none_or(known), "of nobody's operation: {line}");
        }
    }
}
