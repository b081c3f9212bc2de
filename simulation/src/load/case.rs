//! What happens around one LPA: its UID, its creation, perhaps a second one, its updates, and those who get in each
//! other's way.

use std::sync::Arc;

use lpa_domain::document::example;
use lpa_domain::operation::read::read_update;
use lpa_domain::{Act, Document, Json, Keyed, LpaUid, Operation, OperationId, Timestamp};
use tokio::task::JoinSet;

use super::client::{Client, author};
use super::{drafting, paying, script};
use crate::ledger::{Asked, Told, Wish};

/// One LPA and everybody who has to do with it.
#[derive(Clone)]
struct Case {
    client: Client,
    number: usize,
    variant: u64,
    document: Arc<Document>,
}

/// Plays what happens around one LPA to its end.
pub(crate) async fn play(client: Client, number: usize) {
    let variant = client.world.draw(1..=60);
    let document = Arc::new(example::lpa_document(variant));
    client.world.pause(0..=4_000).await;
    let case = Case { client, number, variant, document };
    let Some(uid) = case.is_given_a_uid().await else { return };
    let mut others = JoinSet::new();
    if case.client.world.chance(300) {
        others.spawn(drafting::tell(case.client.clone(), uid));
    }
    if case.client.world.chance(300) {
        others.spawn(paying::tell(case.client.clone(), uid));
    }
    if case.client.world.chance(250) {
        case.is_updated_too_early(uid).await;
    }
    if case.client.world.chance(300) {
        others.spawn(case.clone().another_creates(uid));
    }
    case.is_created(uid).await;
    if case.client.world.chance(400) {
        others.spawn(case.clone().another_corrects(uid));
    }
    case.is_updated(uid).await;
    while others.join_next().await.is_some() {}
    case.everything_is_sent_again().await;
}

impl Case {
    async fn is_given_a_uid(&self) -> Option<LpaUid> {
        for attempt in 0.. {
            let body = script::asks_for_a_uid(&self.document, self.number);
            let keyed = self.maybe_key("uid", attempt, 700);
            if let Told::Uid(uid) = self.client.insist(Asked { keyed, wish: Wish::Uid(body) }).await {
                return Some(uid);
            }
            if self.client.has_lost_heart() {
                return None;
            }
            self.client.world.pause(50..=1_000).await;
        }
        None
    }

    async fn is_created(&self, uid: LpaUid) {
        for attempt in 0..20 {
            let keyed = self.maybe_key("create", attempt, 800);
            let told = self.insist(keyed, Wish::Create(uid, example::bytes(self.variant))).await;
            if matches!(told, Told::Receipt(..)) || self.client.has_lost_heart() {
                return;
            }
            self.client.world.pause(50..=1_000).await;
        }
    }

    /// What is right later and refused now: there is no such LPA yet.
    async fn is_updated_too_early(&self, uid: LpaUid) {
        let body = script::moves_to(&self.document, "Earlyham");
        self.insist(self.maybe_key("early", 0, 700), Wish::Update(uid, body)).await;
    }

    /// The same UID, another document.
    async fn another_creates(self, uid: LpaUid) {
        self.client.world.pause(0..=1_500).await;
        let keyed = self.maybe_key("rival", 0, 700);
        self.insist(keyed, Wish::Create(uid, example::bytes(self.variant + 1))).await;
    }

    /// Corrections that believe the same thing to be there: one of them comes too late.
    async fn another_corrects(self, uid: LpaUid) {
        for attempt in 0..2 {
            self.client.world.pause(0..=6_000).await;
            let body = script::moves_to(&self.document, ["Sampleford", "Testbury"][attempt]);
            self.insist(self.maybe_key("correct", attempt, 700), Wish::Update(uid, body)).await;
        }
    }

    async fn is_updated(&self, uid: LpaUid) {
        for (place, body) in script::until_registered(&self.document).into_iter().enumerate() {
            let world = &self.client.world;
            world.pause(0..=3_000).await;
            if world.chance(80) {
                let nonsense = self.maybe_key("nonsense", place, 700);
                self.insist(nonsense, Wish::Update(uid, script::plain("NO_SUCH_TYPE"))).await;
            }
            let keyed = self.maybe_key("update", place, 700);
            let wish = match native(uid, &body, self.fresh_id()) {
                Some(operation) if world.chance(150) => Wish::Native(Box::new(operation)),
                _ => Wish::Update(uid, body),
            };
            let keyed = keyed.filter(|_| !matches!(wish, Wish::Native(_)));
            self.insist(keyed.clone(), wish).await;
            if world.chance(60) {
                // The key again, for something else.
                self.insist(keyed, Wish::Update(uid, script::plain("DONOR_WITHDRAW_LPA_BY_MISTAKE"))).await;
            }
        }
    }

    /// Old requests under keys come again, perhaps much later.
    async fn everything_is_sent_again(&self) {
        let mine = |asked: &Asked| {
            asked.keyed.as_ref().is_some_and(|keyed| keyed.key.as_str().starts_with(&self.prefix()))
        };
        let places: Vec<usize> = self
            .client
            .ledger
            .asked()
            .iter()
            .enumerate()
            .filter(|(_, asked)| mine(asked))
            .map(|(at, _)| at)
            .collect();
        for place in places {
            if self.client.world.chance(400) {
                self.client.world.pause(0..=2_000).await;
                self.client.send(place).await;
            }
        }
    }

    async fn insist(&self, keyed: Option<Keyed>, wish: Wish) -> Told {
        self.client.insist(Asked { keyed, wish }).await
    }

    fn prefix(&self) -> String {
        format!("case-{}-", self.number)
    }

    /// A key in so many of a thousand cases. Two services choose the same keys: a key belongs to who chose it.
    fn maybe_key(&self, what: &str, nth: usize, per_mille: u32) -> Option<Keyed> {
        let key = format!("{}{what}-{nth}", self.prefix()).parse().ok()?;
        let consumer = if what == "correct" { "sirius" } else { "makeregister" };
        let key =
            if what == "correct" { format!("{}update-{nth}", self.prefix()).parse().ok()? } else { key };
        let keyed = Keyed { consumer: consumer.to_owned(), key };
        self.client.world.chance(per_mille).then_some(keyed)
    }

    fn fresh_id(&self) -> OperationId {
        let bytes = self.client.world.fork().u128(..).to_be_bytes();
        OperationId(uuid::Builder::from_random_bytes(bytes).into_uuid())
    }
}

/// An update as another Causeway would hand it on.
fn native(uid: LpaUid, body: &[u8], id: OperationId) -> Option<Operation> {
    let update = read_update(&Json::parse(body).ok()?).ok()?;
    let requested_at = Timestamp::constant(1_772_442_000, 0);
    Some(Operation {
        id,
        uid,
        idempotency_key: None,
        author: author(),
        requested_at,
        act: Act::Update(update),
    })
}
