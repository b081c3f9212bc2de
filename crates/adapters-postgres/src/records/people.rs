//! People as the database keeps them and looks for them: marks under the key.

use lpa_domain::choice::Words as _;
use lpa_domain::matching::{Kept, Key, Sought};
use lpa_domain::records::{Drafting, Matter, Question, Subject};
use lpa_sealing::{Digest, DigestKey};

use crate::connections::Statement;

/// What digests are made for: a block is no mark.
const BLOCK: &str = "block";
const MARK: &str = "mark";

/// Whom a matter is about, column by column.
#[derive(Default)]
pub(super) struct People {
    roles: Vec<&'static str>,
    blocks: Vec<i64>,
    marks: Vec<String>,
}

impl People {
    pub(super) fn of(matter: &Matter, key: &DigestKey) -> Self {
        let mut people = Self::default();
        for (role, person) in [(Role::Of, &matter.of), (Role::Donor, &matter.donor)] {
            for Kept { block, marks } in person.iter().flat_map(|person| person.compared().kept()) {
                people.roles.push(role.word());
                people.blocks.push(short(key.digest(BLOCK, block.expose())));
                people.marks.push(array(key, &marks));
            }
        }
        people
    }

    pub(super) fn bound(self, statement: Statement) -> Statement {
        statement.bind(self.roles).bind(self.blocks).bind(self.marks)
    }
}

/// In what way a person stands in a matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Role {
    /// It is about them.
    Of,
    /// It is of an LPA of theirs.
    Donor,
}

impl Role {
    const fn word(self) -> &'static str {
        match self {
            Self::Of => "of",
            Self::Donor => "donor",
        }
    }

    pub(super) fn from_word(word: &str) -> Option<Self> {
        [Self::Of, Self::Donor].into_iter().find(|role| role.word() == word)
    }
}

/// Whom and which LPAs the questions of a batch are about: each once, however many questions there are.
#[derive(Default)]
pub(super) struct Asked<'q> {
    people: Vec<&'q Subject>,
    numbers: Vec<String>,
    kinds: Vec<&'static str>,
}

impl<'q> Asked<'q> {
    pub(super) fn of(questions: &'q [Question]) -> Self {
        let mut asked = Self::default();
        for question in questions {
            let Question::Drafting(drafting) = question else { continue };
            let Some(kind) = drafting.kind() else { continue };
            once(&mut asked.people, &drafting.of);
            once(&mut asked.people, &drafting.donor);
            once(&mut asked.kinds, kind.word());
            if let Some(uid) = drafting.uid {
                once(&mut asked.numbers, uid.to_string());
            }
        }
        asked
    }

    /// Where the two whom a question is about stand among all.
    pub(super) fn places(&self, drafting: &Drafting) -> [Option<usize>; 2] {
        [&drafting.of, &drafting.donor].map(|person| self.people.iter().position(|each| *each == person))
    }

    /// The parameters from the fifth on of `FIND`.
    pub(super) fn looked_for(&self, key: &DigestKey) -> LookedFor {
        let mut all =
            LookedFor { numbers: self.numbers.clone(), kinds: self.kinds.clone(), ..LookedFor::default() };
        for (place, person) in (0..).zip(&self.people) {
            for Sought { block, strong, near, probable } in person.compared().sought() {
                all.people.push(place);
                all.blocks.push(short(key.digest(BLOCK, block.expose())));
                all.strong.push(array(key, &strong));
                all.near.push(array(key, &near));
                all.probable.push(array(key, &probable));
            }
        }
        all
    }
}

/// By what people are looked for, column by column.
#[derive(Default)]
pub(super) struct LookedFor {
    people: Vec<i64>,
    blocks: Vec<i64>,
    strong: Vec<String>,
    near: Vec<String>,
    probable: Vec<String>,
    numbers: Vec<String>,
    kinds: Vec<&'static str>,
}

impl LookedFor {
    pub(super) fn bound(&self, statement: Statement) -> Statement {
        let Self { people, blocks, strong, near, probable, numbers, kinds } = self;
        let statement = statement.bind(people.clone()).bind(blocks.clone());
        let statement = statement.bind(strong.clone()).bind(near.clone()).bind(probable.clone());
        statement.bind(numbers.clone()).bind(kinds.clone())
    }
}

fn once<T: PartialEq>(all: &mut Vec<T>, one: T) {
    if !all.contains(&one) {
        all.push(one);
    }
}

/// Eight bytes suffice: who shares one by chance would have to share block and mark.
fn short(digest: Digest) -> i64 {
    digest.first_chunk().map_or(0, |first| i64::from_be_bytes(*first))
}

/// An array as text: PostgreSQL has no list of lists of different lengths.
fn array(key: &DigestKey, marks: &[Key]) -> String {
    let all: Vec<String> =
        marks.iter().map(|mark| short(key.digest(MARK, mark.expose())).to_string()).collect();
    format!("{{{}}}", all.join(","))
}
