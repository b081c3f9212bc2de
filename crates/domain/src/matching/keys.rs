//! Keys by which candidates are looked up: who shares none with the person asked about is not compared.

use std::fmt;

use super::subject::Subject;

/// A canonical text by which a record is found. It is personal data, easily guessed, and so are its plain digests: an adapter
/// keeps nothing but a keyed one (HMAC, rule book, section 5.5). Its `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key(String);

impl Key {
    /// The text to be digested: a version, what it is made of, and the values.
    pub fn expose(&self) -> &str {
        &self.0
    }

    pub(super) fn new(kind: &str, values: impl fmt::Display) -> Self {
        Self(format!("v1|{kind}|{values}"))
    }
}

impl Subject {
    /// The keys of section 5.3, in order, each once: date of birth; postcode and first letter of the last name; year of birth and
    /// last name; email; mobile; UID. They catch a changed last name, a move, or a mistyped date of birth, not all three at once.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use lpa_domain::matching::Subject;
    ///
    /// let born = date(1950, 4, 12);
    /// let (one, other) = (Subject::named("Ann", "McDonald").born(born), Subject::named("Ann", "Mc Donald").born(born));
    /// assert_eq!(one.keys(), other.keys());
    /// assert_eq!(one.keys()[1].expose(), "v1|name|1950|mcdonald");
    /// ```
    pub fn keys(&self) -> Vec<Key> {
        let mut keys: Vec<Key> = self.birth_keys().chain(self.postcode_keys()).collect();
        keys.extend(self.email.iter().map(|email| Key::new("email", email.text())));
        keys.extend(self.mobile.iter().map(|mobile| Key::new("mobile", mobile.text())));
        keys.extend(self.uid.iter().map(|uid| Key::new("uid", uid)));
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    fn birth_keys(&self) -> impl Iterator<Item = Key> {
        let names = || self.last_name.forms().filter(|form| !form.joined.is_empty());
        self.birth_date.into_iter().flat_map(move |born| {
            let by_name = move |name: &str| Key::new("name", format_args!("{}|{name}", born.year()));
            std::iter::once(Key::new("born", born)).chain(names().map(move |form| by_name(&form.joined)))
        })
    }

    fn postcode_keys(&self) -> impl Iterator<Item = Key> {
        let postcodes =
            self.places.iter().map(super::Place::postcode).filter(|postcode| !postcode.is_empty());
        postcodes.flat_map(|postcode| {
            let initials = self.last_name.forms().filter_map(|form| form.joined.chars().next());
            initials.map(|letter| Key::new("postcode", format_args!("{}|{letter}", postcode.code())))
        })
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[personal]")
    }
}
