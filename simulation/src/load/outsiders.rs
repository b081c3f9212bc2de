//! LPAs that came to the register another way than through us: they change there, and one day they may be gone.

use std::sync::Arc;

use lpa_domain::document::example;
use lpa_domain::lpa::sequence::uid_of;
use lpa_domain::operation::read::read_update;
use lpa_domain::{Act, Json, LpaUid, Operation, OperationId};

use super::client::author;
use super::script;
use crate::clock;
use crate::process::Outside;
use crate::world::World;

/// How many there are.
pub(crate) const OUTSIDERS: u64 = 2;
/// Their sequence numbers lie far beyond those that are handed out in any history.
const FIRST: u64 = 900_000_000;

/// The UID of one of them.
pub(crate) fn outsider(number: u64) -> LpaUid {
    uid_of(FIRST + number % OUTSIDERS).unwrap_or_else(|| unreachable!("there are more numbers than that"))
}

/// Whether it is one of them.
pub(crate) fn is_outsider(uid: LpaUid) -> bool {
    (0..OUTSIDERS).any(|number| outsider(number) == uid)
}

/// One of them lives in the register, and most of them are deleted before the storm is over.
pub(crate) async fn lives(world: Arc<World>, outside: Arc<Outside>, number: u64) {
    let uid = outsider(number);
    let document = example::lpa_document(number + 1);
    let steps = script::until_registered(&document);
    takes(&world, &outside, uid, Act::Create(Box::new(document)));
    let goes_after = world.place_in(steps.len() * 2);
    for (place, body) in steps.iter().enumerate() {
        world.pause(500..=6_000).await;
        if !world.is_stormy() || place >= goes_after {
            break;
        }
        let update = Json::parse(body).ok().and_then(|body| read_update(&body).ok());
        if let Some(update) = update {
            takes(&world, &outside, uid, Act::Update(update));
        }
    }
    if goes_after < steps.len() && world.is_stormy() {
        world.note(format_args!("{uid} is deleted"));
        world.reach("an LPA deleted".to_owned());
        outside.register.delete(uid, world.elapsed());
    }
}

fn takes(world: &World, outside: &Outside, uid: LpaUid, act: Act) {
    let id = OperationId(uuid::Builder::from_random_bytes(world.fork().u128(..).to_be_bytes()).into_uuid());
    let requested_at = clock::at(world.elapsed());
    let operation = Operation { id, uid, idempotency_key: None, author: author(), requested_at, act };
    let taken = outside.register.take(&operation);
    world.note(format_args!("{uid} changes in the register: {} {taken}", operation.act.label()));
}
