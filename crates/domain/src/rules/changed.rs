//! What is otherwise than it was, as far as a rule can read it.

use super::catalogue::Ready;
use super::confirmation::Confirmation;
use super::declared::{Slots, TOPICS, bit};
use super::facts::Facts;
use super::question::Question;
use super::topic::Topic;

/// The difference between two sets of facts.
pub(super) struct Changed<'a> {
    told: [Slots; TOPICS],
    /// Topics of which there are more or fewer than there were, or of which it is known now, or no longer, how many.
    lists: [bool; TOPICS],
    recorded: Vec<(Topic, Question)>,
    relations: bool,
    today: bool,
    confirmations: Option<[&'a [Confirmation]; 2]>,
}

impl<'a> Changed<'a> {
    /// What `now` says otherwise than `before`; nothing when they go by different rule sets, which cannot be compared.
    pub(super) fn between(before: &'a Facts<'_>, now: &'a Facts<'_>) -> Option<Self> {
        if before.told.rule_set != now.told.rule_set {
            return None;
        }
        let (mut told, mut lists) = ([0; TOPICS], [false; TOPICS]);
        for topic in Topic::ALL {
            match slots(before, now, *topic) {
                Some(slots) => told[*topic as usize] = slots,
                None => lists[*topic as usize] = true,
            }
        }
        let confirmations = [before.told.confirmations, now.told.confirmations];
        Some(Self {
            told,
            lists,
            recorded: before.told.answers.differing(now.told.answers),
            relations: before.pairs != now.pairs,
            today: before.today() != now.today(),
            confirmations: (confirmations[0] != confirmations[1]).then_some(confirmations),
        })
    }

    /// Whether the rule could see it. How many there are of a topic it sees of every topic that it names.
    pub(super) fn touches(&self, ready: &Ready) -> bool {
        let declared = &ready.declared;
        let told = |topic: &Topic| {
            declared.told(*topic) & self.told[*topic as usize] != 0
                || self.lists[*topic as usize]
                    && (declared.has_topic(*topic) || ready.rule.scope.topics().contains(topic))
        };
        let asks = !declared.recorded().is_empty();
        Topic::ALL.iter().any(told)
            || self.recorded.iter().any(|(topic, question)| declared.has_recorded(*topic, *question))
            || self.relations && declared.has_relations()
            // An answer is of the day of the assessment, unless it says another.
            || self.today && (declared.has_today() || asks)
            || self.confirms(ready.rule.id)
    }

    fn confirms(&self, id: &str) -> bool {
        let Some([before, now]) = self.confirmations else { return false };
        let of = |all: &'a [Confirmation]| all.iter().filter(move |one| one.rule == id);
        !of(before).eq(of(now))
    }
}

/// The places of a topic that hold another value for anybody; nothing when there is another number of them.
fn slots(before: &Facts<'_>, now: &Facts<'_>, topic: Topic) -> Option<Slots> {
    let (Ok(count), Ok(other)) = (before.count(topic), now.count(topic)) else {
        let both_unknown = before.count(topic).is_err() && now.count(topic).is_err();
        return both_unknown.then_some(0);
    };
    if count != other {
        return None;
    }
    let mut slots = 0;
    for index in 0..count {
        let (one, other) = (before.held(topic, index)?, now.held(topic, index)?);
        for (slot, (one, other)) in one.values().iter().zip(other.values()).enumerate() {
            if one != other {
                slots |= bit(slot);
            }
        }
    }
    Some(slots)
}
