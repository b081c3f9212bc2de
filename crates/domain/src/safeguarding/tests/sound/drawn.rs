//! Drafts drawn at random from pools in which people share names, addresses and phones as families and frauds do, told whole and
//! told in part.

use jiff::Timestamp;
use jiff::civil::{Date, date};
use serde_json::{Map, Value, json};

use crate::choice::Words as _;
use crate::document::Draft;
use crate::json::Json;
use crate::rules::place::Place;
use crate::rules::topic::{Arity, Source};
use crate::rules::{
    Answers, Assessment, Catalogue, Confirmation, Facts, Key, Outcome, Question, Recorded, Relation, RuleSet,
    Text, Told, Topic, assess, assess_again,
};

const LAST_NAMES: &[&str] = &[
    "Quenbridge",
    "Dornholt",
    "Finchley",
    "Dornholt Finchley",
    "Garcíaz",
    "GARCIAZ",
    "O'Brienne",
    "O’Brienne",
];
const FIRST_NAMES: &[&str] = &["Adalind", "Cyprian", "Evelinda", "Jean Paulus", "Jeanpaulus"];
const BIRTHS: &[&str] =
    &["1950-04-12", "1980-01-01", "2008-07-28", "2008-02-29", "2027-01-01", "2023-02-29", "1921-03-04"];
/// A day that is none stands in drafts alone: beside them it is refused.
const DAYS: &[&str] = &["1950-04-12", "1980-01-01", "2008-07-28", "2008-02-29", "2027-01-01", "1921-03-04"];
const LINES: &[&str] = &["10 Hollowmere Street", "Flat 1, 10 Hollowmere Street", "2 Lowhithe Road"];
const POSTCODES: &[&str] = &["SW1A 1AA", "SW1A1AA", "LS1 1AA", "1000", "x"];
const EMAILS: &[&str] =
    &["adalind@example.test", "Adalind+x@example.test", "cyprian@example.test", "nonsense"];
const PHONES: &[&str] = &["07700 900771", "+447700900771", "07700 900772", "12"];
const TEXTS: &[&str] = &[
    "My wife shall act first and decide disputes.",
    "Never sell my house.",
    "see https://example.test/quenbridge",
    "The attorneys should consult my brother Cyprian.",
    "B replaces A while A is on holiday.",
    "I want my attorneys to act together on sums above 150 pounds.",
];

/// What would give somebody away, wherever it stood.
pub(super) const TELLTALES: &[&str] = &[
    "Quenbridge",
    "Dornholt",
    "Finchley",
    "Brienne",
    "Adalind",
    "Cyprian",
    "Hollowmere",
    "Lowhithe",
    "900771",
    "SW1A",
];

/// A draft told whole, and the same told in part.
pub(super) struct Drawn {
    whole: Sheet,
    part: Sheet,
    confirmations: Vec<Confirmation>,
    today: Date,
    rule_set: RuleSet,
}

struct Sheet {
    draft: Value,
    beside: Value,
    answers: Answers,
}

impl Drawn {
    pub(super) fn on_all(&self, catalogue: &Catalogue) -> Assessment {
        self.facts(&self.whole, |facts| assess(facts, catalogue))
    }

    pub(super) fn on_less(&self, catalogue: &Catalogue) -> Assessment {
        self.facts(&self.part, |facts| assess(facts, catalogue))
    }

    /// On all, having assessed less before.
    pub(super) fn on_all_after_less(&self, catalogue: &Catalogue) -> Assessment {
        self.facts(&self.part, |less| self.whole_after(less, catalogue))
    }

    /// On all, having assessed all of another before.
    pub(super) fn whole_after_whole(&self, other: &Self, catalogue: &Catalogue) -> Assessment {
        other.facts(&other.whole, |before| self.whole_after(before, catalogue))
    }

    fn whole_after(&self, before: &Facts<'_>, catalogue: &Catalogue) -> Assessment {
        let assessed = assess(before, catalogue);
        self.facts(&self.whole, |now| assess_again(now, catalogue, (before, &assessed)))
    }

    /// The same on another day.
    pub(super) fn on_day(self, today: Date) -> Self {
        Self { today, ..self }
    }

    /// The same, but that one value is that of `other`, of those that both have.
    pub(super) fn with_one_value_of(mut self, other: &Self, seed: u64) -> Self {
        let mut dice = Dice(seed);
        let (own, theirs) = if dice.once_in(2) {
            (&mut self.whole.draft, &other.whole.draft)
        } else {
            (&mut self.whole.beside, &other.whole.beside)
        };
        let mut pointers = Vec::new();
        values("", theirs, &mut pointers);
        pointers.retain(|pointer| own.pointer(pointer).is_some());
        if !pointers.is_empty() {
            let pointer = dice.pick(&pointers);
            *own.pointer_mut(pointer).unwrap() = theirs.pointer(pointer).unwrap().clone();
        }
        self
    }

    fn facts<T>(&self, sheet: &Sheet, ask: impl FnOnce(&Facts<'_>) -> T) -> T {
        let parsed = |value: &Value| Json::parse(value.to_string().as_bytes()).unwrap();
        let (draft, circumstances) =
            (Draft::from_json(&parsed(&sheet.draft)).unwrap(), parsed(&sheet.beside));
        let told = Told {
            draft: &draft,
            is_finished: false,
            circumstances: &circumstances,
            answers: &sheet.answers,
            confirmations: &self.confirmations,
            today: self.today,
            rule_set: self.rule_set,
        };
        ask(&Facts::read(told).unwrap())
    }
}

/// One draft for each seed.
pub(super) fn draw(seed: u64) -> Drawn {
    let mut dice = Dice(seed ^ 0x9E37_79B9_7F4A_7C15);
    let whole = whole(&mut dice);
    let part = part(&mut dice, &whole);
    let rule_set = if dice.once_in(4) { RuleSet::Rules2007 } else { RuleSet::Rules2023 };
    let mut drawn = Drawn { whole, part, confirmations: Vec::new(), today: date(2026, 6, 1), rule_set };
    if dice.once_in(2) {
        drawn.confirmations = confirmed(&drawn);
    }
    drawn
}

/// Where single values stand.
fn values(at: &str, json: &Value, pointers: &mut Vec<String>) {
    match json {
        Value::Object(members) => {
            let each = members.iter().filter(|(name, _)| *name != "relations");
            each.for_each(|(name, inner)| values(&format!("{at}/{name}"), inner, pointers));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(nth, item)| values(&format!("{at}/{nth}"), item, pointers));
        }
        _ => pointers.push(at.to_owned()),
    }
}

fn confirmed(drawn: &Drawn) -> Vec<Confirmation> {
    let asked = drawn.on_all(crate::safeguarding::catalogue()).findings;
    let digest = |outcome: &Outcome| match outcome {
        Outcome::NeedsConfirmation(_, digest) => Some(*digest),
        _ => None,
    };
    let each = asked.iter().filter_map(|finding| digest(&finding.outcome).map(|digest| (finding, digest)));
    each.map(|(finding, digest)| Confirmation {
        rule: finding.rule.id.to_owned(),
        digest,
        by: "urn:opg:poas:makeregister:users:1".to_owned(),
        at: Timestamp::UNIX_EPOCH,
    })
    .collect()
}

fn whole(dice: &mut Dice) -> Sheet {
    let (mut draft, mut beside) = (json!({}), json!({}));
    let mut people = Vec::new();
    for topic in Topic::ALL {
        let count = match topic.arity() {
            Arity::One => 1,
            Arity::Optional => dice.below(4).min(1),
            Arity::Many => dice.below(4),
        };
        people.extend((0..count).map(|index| (*topic, index)));
        let instances: Vec<(Value, Value)> = (0..count).map(|_| instance(dice, *topic)).collect();
        put(&mut draft, &mut beside, *topic, instances);
    }
    beside["relations"] = relations(dice, &people);
    let mut answers = Answers::none();
    for (topic, index) in &people {
        for question in Question::ALL {
            let answer = if dice.once_in(6) {
                *dice.pick(&[Recorded::Strong, Recorded::Probable])
            } else {
                Recorded::No
            };
            answers = answers.with(*question, *topic, *index, answer);
        }
    }
    Sheet { draft, beside, answers }
}

fn put(draft: &mut Value, beside: &mut Value, topic: Topic, instances: Vec<(Value, Value)>) {
    let (told, told_beside): (Vec<Value>, Vec<Value>) = instances.into_iter().unzip();
    let is_draft = topic.source() == Source::Draft;
    match topic.arity() {
        Arity::Many => {
            if is_draft {
                draft[topic.member()] = json!(told);
            }
            beside[topic.member()] = json!(told_beside);
        }
        _ if topic == Topic::Lpa => {
            merge(draft, told.into_iter().next().unwrap_or_default());
            merge(beside, told_beside.into_iter().next().unwrap_or_default());
        }
        _ => {
            if is_draft {
                draft[topic.member()] = told.into_iter().next().unwrap_or_default();
            }
            let of_nobody = if is_draft { json!({}) } else { Value::Null };
            beside[topic.member()] = told_beside.into_iter().next().unwrap_or(of_nobody);
        }
    }
}

fn merge(into: &mut Value, from: Value) {
    if let (Value::Object(into), Value::Object(from)) = (into, from) {
        into.extend(from);
    }
}

fn instance(dice: &mut Dice, topic: Topic) -> (Value, Value) {
    let (mut told, mut beside) = (json!({}), json!({}));
    for place in topic.places() {
        let is_absent = dice.once_in(if matches!(place.key, Key::At(_)) { 2 } else { 8 });
        let value = if is_absent { Value::Null } else { value(dice, place) };
        let into = if place.source == Source::Draft { &mut told } else { &mut beside };
        set(into, place.member, value);
    }
    (told, beside)
}

/// Puts a value at a path, of whose steps a number is a place in a list.
fn set(into: &mut Value, path: &str, value: Value) {
    let (step, rest) = path.split_once('/').map_or((path, None), |(step, rest)| (step, Some(rest)));
    let inner = if let Ok(at) = step.parse::<usize>() {
        if !into.is_array() {
            *into = json!([]);
        }
        let items = into.as_array_mut().unwrap();
        items.resize(items.len().max(at + 1), json!({}));
        &mut items[at]
    } else {
        if !into.is_object() {
            *into = json!({});
        }
        &mut into[step]
    };
    match rest {
        Some(rest) => set(inner, rest, value),
        None => *inner = value,
    }
}

const fn births(source: Source) -> &'static [&'static str] {
    match source {
        Source::Draft => BIRTHS,
        Source::Beside => DAYS,
    }
}

fn value(dice: &mut Dice, place: &Place) -> Value {
    match place.key {
        Key::Text(key) => json!(text(dice, key)),
        Key::Flag(_) => json!(dice.once_in(2)),
        Key::Day(_) if place.member == "dateOfBirth" => json!(dice.pick(births(place.source))),
        Key::Day(_) => json!(format!("{}-0{}-1{}", 2024 + dice.below(4), 1 + dice.below(9), dice.below(10))),
        Key::At(_) => {
            json!(format!("{}-0{}-1{}T10:00:00Z", 2024 + dice.below(3), 1 + dice.below(9), dice.below(10)))
        }
        Key::Count(_) => json!(dice.below(6)),
        Key::Word(word) => json!(dice.pick(&word.list())),
    }
}

fn text(dice: &mut Dice, key: Text) -> &'static str {
    let pool: &[&str] = match key {
        Text::LastName | Text::Name => LAST_NAMES,
        Text::FirstNames | Text::OtherNames => FIRST_NAMES,
        Text::Line1 | Text::Line2 | Text::Line3 => LINES,
        Text::Town => &["Lowhithe"],
        Text::Postcode => POSTCODES,
        Text::Country => &["GB", "GB", "GB", "FR", "gb"],
        Text::Email => EMAILS,
        Text::Phone => PHONES,
        Text::LpaUid => &["M-3779-9919-9529", "M-3779-9919-9520", "x"],
        Text::Uid => &["11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222", "x"],
        _ => TEXTS,
    };
    dice.pick::<&'static str>(pool)
}

fn relations(dice: &mut Dice, people: &[(Topic, usize)]) -> Value {
    let named = |(topic, index): (Topic, usize)| match topic.arity() {
        Arity::Many => format!("{}/{index}", topic.member()),
        _ => topic.member().to_owned(),
    };
    let people: Vec<_> = people.iter().copied().filter(|(topic, _)| *topic != Topic::Lpa).collect();
    let mut pairs = Vec::new();
    for (at, one) in people.iter().enumerate() {
        for other in people.iter().skip(at + 1) {
            let are: Vec<&str> =
                if dice.once_in(3) { vec![dice.pick(Relation::ALL).word()] } else { Vec::new() };
            let (one, other) = if dice.once_in(2) { (one, other) } else { (other, one) };
            pairs.push(json!({ "one": named(*one), "other": named(*other), "are": are }));
        }
    }
    json!(pairs)
}

/// The same, with members taken away at random: they are not told yet. What has happened stays: that it is not said would mean
/// that it has not happened.
fn part(dice: &mut Dice, whole: &Sheet) -> Sheet {
    let one_in = *dice.pick(&[2, 4, 10, 100]);
    let mut answers = Answers::none();
    for topic in Topic::ALL {
        for index in 0..4 {
            for question in Question::ALL {
                let Some(answer) = whole.answers.to(*question, *topic, index) else { continue };
                match dice.below(8) {
                    0 => {}
                    1 => answers = answers.with(*question, *topic, index, Recorded::CannotSay),
                    _ => answers = answers.with(*question, *topic, index, answer),
                }
            }
        }
    }
    let (mut draft, mut beside) = (whole.draft.clone(), whole.beside.clone());
    take(dice, &mut draft, one_in, true);
    take(dice, &mut beside, one_in, true);
    Sheet { draft, beside, answers }
}

fn take(dice: &mut Dice, from: &mut Value, one_in: usize, is_whole: bool) {
    match from {
        Value::Object(members) => {
            let names: Vec<String> = members.keys().cloned().collect();
            for name in names {
                if dice.once_in(if is_whole { one_in * 3 } else { one_in }) && !happened(members, &name) {
                    members.remove(&name);
                } else if let Some(inner) = members.get_mut(&name) {
                    take(dice, inner, one_in, false);
                }
            }
        }
        Value::Array(items) if items.first().is_some_and(|item| item.get("are").is_some()) => {
            items.retain(|_| !dice.once_in(one_in));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| take(dice, item, one_in, false)),
        _ => {}
    }
}

/// Whether the member tells of something that happens, itself or within.
fn happened(members: &Map<String, Value>, name: &str) -> bool {
    fn holds(value: &Value) -> bool {
        match value {
            Value::String(text) => text.ends_with("T10:00:00Z"),
            Value::Object(members) => {
                members.iter().any(|(name, value)| says_no_when_left_out(name) || holds(value))
            }
            Value::Array(items) => items.iter().any(holds),
            _ => false,
        }
    }
    says_no_when_left_out(name) || members.get(name).is_some_and(holds)
}

fn says_no_when_left_out(name: &str) -> bool {
    let places = Topic::ALL.iter().flat_map(|topic| topic.places());
    places
        .filter(|place| matches!(place.key, Key::Flag(flag) if flag.is_no_when_left_out()))
        .any(|place| place.member == name)
}

/// Repeatable chance (splitmix64).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit as u64).unwrap()
    }

    fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    fn pick<'a, T>(&mut self, pool: &'a [T]) -> &'a T {
        let at = self.below(pool.len());
        &pool[at]
    }
}
