//! What of a draft a section hangs on, as a digest: as long as it is the same, what was approved of the section is not asked again.

use sha2::{Digest as _, Sha256};

use super::catalogue::Catalogue;
use super::confirmation::{Digest, add_known, add_nothing, add_text};
use super::engine::Finding;
use super::facts::Facts;
use super::key::{Day, Input, Key, Text};
use super::rule::Section;
use super::topic::Topic;
use crate::choice::Words as _;
use crate::document::Known;

impl Facts<'_> {
    /// The digest of everything told that any rule of the catalogue reads for `section`, what is not told yet included: another value, one that is new and
    /// one that is gone make another digest. What the records answer and the day make none. It is personal data, like
    /// [`Digest`].
    pub fn digest_of(&self, section: Section, catalogue: &Catalogue) -> Digest {
        let mut hash = Sha256::new();
        hash.update(b"causeway section 1");
        add_text(&mut hash, self.told.rule_set.name());
        for input in catalogue.inputs_of(self.told.rule_set, section) {
            self.add_input(&mut hash, input);
        }
        Digest::of_bytes(hash.finalize().into())
    }

    /// The digest of what a finding is about: of whom, by name and date of birth, or, of a finding about the whole, everything told that the
    /// rule reads. Another person in the same place, and another text, make another digest.
    pub fn digest_of_finding(&self, finding: &Finding) -> Digest {
        let mut hash = Sha256::new();
        hash.update(b"causeway finding 1");
        add_text(&mut hash, finding.rule.id);
        match finding.about {
            Some((topic, index)) => {
                for key in [
                    Key::Text(Text::FirstNames),
                    Key::Text(Text::LastName),
                    Key::Text(Text::Name),
                    Key::Day(Day::Birth),
                ] {
                    self.add_value(&mut hash, topic, index, key);
                }
            }
            None => finding.rule.reads.iter().for_each(|input| self.add_input(&mut hash, *input)),
        }
        Digest::of_bytes(hash.finalize().into())
    }

    fn add_input(&self, hash: &mut Sha256, input: Input) {
        match input {
            Input::Told(topic, key) => self.add_told(hash, topic, key),
            Input::List(topic) => self.add_count(hash, topic),
            Input::Related(one, other, relation) => {
                add_text(hash, relation.word());
                for (one, other) in self.pairs_of(one, other) {
                    hash.update(
                        self.related(one, other, relation).map_or([UNTOLD], |is_so| [u8::from(is_so)]),
                    );
                }
            }
            Input::Recorded(..) | Input::Today => {}
        }
    }

    fn add_told(&self, hash: &mut Sha256, topic: Topic, key: Key) {
        self.add_count(hash, topic);
        for index in 0..self.count(topic).unwrap_or(0) {
            self.add_value(hash, topic, index, key);
        }
    }

    fn add_value(&self, hash: &mut Sha256, topic: Topic, index: usize, key: Key) {
        match self.value(topic, index, key) {
            Known::Unknown => hash.update([UNTOLD]),
            Known::Absent => add_nothing(hash),
            Known::Known(value) => add_known(hash, value),
        }
    }

    fn add_count(&self, hash: &mut Sha256, topic: Topic) {
        match self.count(topic) {
            Ok(count) => hash.update((count as u64).to_be_bytes()),
            Err(_untold) => hash.update([UNTOLD]),
        }
    }

    /// Everybody of the one topic with everybody of the other.
    fn pairs_of(&self, one: Topic, other: Topic) -> impl Iterator<Item = ((Topic, usize), (Topic, usize))> {
        let [ones, others] = [one, other].map(|topic| self.count(topic).unwrap_or(0));
        (0..ones).flat_map(move |at| (0..others).map(move |beside| ((one, at), (other, beside))))
    }
}

/// What stands for something that is not told yet.
const UNTOLD: u8 = 255;
