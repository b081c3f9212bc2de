//! What one example is made of, drawn from its number: the same number always draws the same.

use uuid::Builder;

use crate::document::{Address, BirthDate};
use crate::ids::ActorUid;
use crate::moment::Moment;
use crate::personal::Personal;

const FIRST_NAMES: [&str; 11] = [
    "Ottoline",
    "Bramwell",
    "Sefina",
    "Jorrit",
    "Maelys",
    "Tobiah",
    "Ingwen",
    "Calloway",
    "Perdix",
    "Lunara",
    "Zoë-Hesper",
];
const LAST_NAMES: [&str; 13] = [
    "Quenby",
    "Marrowick",
    "Thistlewane",
    "Oddershaw",
    "Pellingtree",
    "Grovewick",
    "Vantressel",
    "Umberling",
    "Fennimoor",
    "O'Larkendale",
    "Wexcombe-Drift",
    "Llanwynfryd",
    "Sparrowhythe",
];
const STREETS: [&str; 5] = ["Lantern Row", "Copperfinch Lane", "Oat Stile", "Heol y Gwydr", "Tallow Yard"];
const TOWNS: [&str; 4] = ["Mossbridge-under-Hill", "Eastwither", "Abercoblyn", "Saltmarrow"];

/// Draws from one number, step by step (splitmix64).
pub(super) struct Draw {
    state: u64,
    people: u64,
}

impl Draw {
    pub(super) const fn new(variant: u64) -> Self {
        Self { state: variant, people: variant }
    }

    /// A number below `bound`.
    pub(super) const fn below(&mut self, bound: u64) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % bound
    }

    /// Yes, in one case of `count`.
    pub(super) const fn one_in(&mut self, count: u64) -> bool {
        self.below(count) == 0
    }

    /// One of several; `otherwise` when there are none.
    pub(super) fn pick<T: Copy>(&mut self, choices: &[T], otherwise: T) -> T {
        let at = self.below(choices.len().max(1) as u64);
        usize::try_from(at).ok().and_then(|at| choices.get(at)).copied().unwrap_or(otherwise)
    }

    /// A version 4 UUID.
    pub(super) fn uid(&mut self) -> ActorUid {
        let bits = (u128::from(self.below(u64::MAX)) << 64) | u128::from(self.below(u64::MAX));
        Builder::from_random_bytes(bits.to_be_bytes()).into_uuid().into()
    }

    /// First names and last name; within one example no two people have the same.
    pub(super) fn names(&mut self) -> (Personal<String>, Personal<String>) {
        self.people = self.people.wrapping_add(1);
        (nth(&FIRST_NAMES, self.people).into(), nth(&LAST_NAMES, self.people).into())
    }

    /// An address that does not exist.
    pub(super) fn address(&mut self) -> Address {
        let house = self.below(190) + 1;
        Address {
            line1: format!("{house} {}", self.pick(&STREETS, "")).into(),
            line2: if self.one_in(4) { "Flat 2".into() } else { Personal::default() },
            town: self.pick(&TOWNS, "").into(),
            postcode: if self.one_in(5) { Personal::default() } else { "ZZ9 9ZZ".into() },
            country: "GB".into(),
            ..Address::default()
        }
    }

    /// The birthday of an adult.
    pub(super) fn birth_date(&mut self) -> Personal<BirthDate> {
        let (year, month, day) = (1934 + self.below(65), 1 + self.below(12), 1 + self.below(28));
        Personal::new(BirthDate::parse(&format!("{year}-{month:02}-{day:02}")))
    }

    /// A number that is kept free for drama.
    pub(super) fn phone(&mut self) -> Personal<String> {
        format!("07700 900{:03}", self.below(1000)).into()
    }

    /// An address at a domain that is kept free for examples.
    pub(super) fn email(&mut self) -> Personal<String> {
        format!("person{}@example.org", self.below(100_000)).into()
    }

    /// A moment on the given day of March 2025, now and then with an offset or a fraction.
    pub(super) fn moment(&mut self, day: u64) -> Option<Moment> {
        let (hour, minute) = (9 + self.below(9), self.below(60));
        let zone = self.pick(&["Z", "Z", "Z", ".25Z", "+01:00"], "Z");
        format!("2025-03-{day:02}T{hour:02}:{minute:02}:07{zone}").parse().ok()
    }
}

fn nth(list: &[&'static str], number: u64) -> &'static str {
    let at = number.checked_rem(list.len() as u64).and_then(|at| usize::try_from(at).ok());
    at.and_then(|at| list.get(at)).copied().unwrap_or_default()
}
