//! People who are nobody, spread as people are.

use jiff::ToSpan as _;
use jiff::civil::date;
use lpa_domain::Personal;
use lpa_domain::document::BirthDate;
use lpa_domain::records::Subject;

/// A small generator: the same seed, the same people.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(super) const fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % if end == 0 { 1 } else { end }
    }

    /// One of so many, the first the most often: about as Zipf's law has it.
    fn zipf(&mut self, of: u32) -> u64 {
        let even = f64::from(u32::try_from(self.below(1 << 30)).unwrap_or(0)) / f64::from(1_u32 << 30);
        let at = f64::from(of).powf(even) - 1.0;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from nought to `of`")]
        let at = at as u64;
        at
    }
}

const SYLLABLES: [&str; 24] = [
    "ba", "bel", "cor", "dan", "der", "el", "far", "gor", "hal", "in", "jar", "kel", "lor", "mar", "nor",
    "ol", "pen", "quil", "ros", "sol", "tam", "ur", "ver", "wen",
];

/// How many last names and forenames there are.
const LAST_NAMES: u32 = 200_000;
const FORENAMES: u32 = 4_000;
/// Days of birth from 1920 on, and postcodes.
const DAYS: u64 = 31_000;
const POSTCODES: u64 = 1_700_000;

fn name(mut number: u64) -> String {
    let mut name = String::new();
    loop {
        name.push_str(SYLLABLES[usize::try_from(number % 24).unwrap_or(0)]);
        number /= 24;
        if number == 0 {
            return name;
        }
    }
}

/// The `n`-th person.
pub(super) fn person(n: u64) -> Subject {
    let mut dice = Dice::new(n);
    dice.below(7);
    let day = date(1920, 1, 1).checked_add(i64::try_from(dice.below(DAYS)).unwrap_or(0).days());
    let code = dice.below(POSTCODES);
    let letter = |at: u64| char::from(b'A' + u8::try_from(at % 26).unwrap_or(0));
    Subject {
        last_name: name(dice.zipf(LAST_NAMES)).into(),
        forenames: name(7 + dice.zipf(FORENAMES)).into(),
        date_of_birth: Personal::new(day.map_or_else(|_beyond| BirthDate::default(), BirthDate::On)),
        postcode: format!(
            "{}{}{} {}{}{}",
            letter(code),
            letter(code / 26),
            code / 676 % 100,
            code / 67_600 % 10,
            letter(code / 7),
            letter(code / 11)
        )
        .into(),
        ..Subject::default()
    }
}
