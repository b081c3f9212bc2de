//! Where the value of each key stands among those of its topic, so that a rule finds it in one step.

use std::sync::LazyLock;

use super::key::{KEYS, Key};
use super::topic::Topic;

const NOWHERE: u8 = u8::MAX;

static SLOTS: LazyLock<Vec<[u8; KEYS]>> =
    LazyLock::new(|| Topic::ALL.iter().map(|topic| row(*topic)).collect());

fn row(topic: Topic) -> [u8; KEYS] {
    let mut row = [NOWHERE; KEYS];
    for (slot, place) in topic.places().iter().enumerate() {
        if let (Some(of_key), Ok(slot)) = (row.get_mut(place.key.number()), u8::try_from(slot)) {
            *of_key = slot;
        }
    }
    row
}

/// The slot of `key` among the values of `topic`.
pub(super) fn slot(topic: Topic, key: Key) -> Option<usize> {
    let slot = *SLOTS.get(topic as usize)?.get(key.number())?;
    (slot != NOWHERE).then_some(usize::from(slot))
}
