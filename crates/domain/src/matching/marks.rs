//! Marks: what two people must share to be matched where only keyed digests of them may be compared.
//!
//! A store that may not know anybody keeps digests of the marks of a person ([`Subject::kept`]), and looks for those of the person asked
//! about ([`Subject::sought`]). Which marks are shared says the class, as [`Comparison::class`](super::Comparison::class) would say it of the two in the clear, with these
//! differences **\[I\]**, all of which find less and never more: a slip of the pen and a score are not seen, nor a last name of several words
//! of which one is written as a variant, nor an e-mail address or a phone number where one digit of the dates of birth differs.

use jiff::civil::Date;

use super::class::{Circle, Class};
use super::keys::Key;
use super::normal::Form;
use super::subject::Subject;
use super::{forenames, last_name, variants};

/// Which marks are made of a person; digests of two forms cannot be compared.
pub const MARKS_FORM: u8 = 1;

/// Marks under which a person is kept, found by their block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Who shares no block shares no mark.
    pub block: Key,
    /// Each says with its block what is the same.
    pub marks: Vec<Key>,
}

/// Marks by which a person is looked for in one block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sought {
    /// Where to look.
    pub block: Key,
    /// Who has one of these is the same person (rule book, section 5.4, Strong (c)).
    pub strong: Vec<Key>,
    /// Who has one of these is the same person among the people of one donor (Strong (d)).
    pub near: Vec<Key>,
    /// Who has one of these is probably the same person.
    pub probable: Vec<Key>,
}

/// Which marks two people share.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Agreement {
    /// One of [`Sought::strong`].
    pub strong: bool,
    /// One of [`Sought::near`].
    pub near: bool,
    /// One of [`Sought::probable`].
    pub probable: bool,
}

impl Agreement {
    /// Between a person who is looked for and one who is kept.
    pub fn between(sought: &[Sought], kept: &[Kept]) -> Self {
        let pairs = sought.iter().flat_map(|one| kept.iter().map(move |other| (one, other)));
        let same_block = pairs.filter(|(one, other)| one.block == other.block);
        same_block.fold(Self::default(), |all, (one, other)| {
            let shares = |marks: &[Key]| marks.iter().any(|mark| other.marks.contains(mark));
            all.and(Self {
                strong: shares(&one.strong),
                near: shares(&one.near),
                probable: shares(&one.probable),
            })
        })
    }

    /// What is shared in this or in the other block.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            strong: self.strong || other.strong,
            near: self.near || other.near,
            probable: self.probable || other.probable,
        }
    }

    /// How sure it is that the two are one.
    pub const fn class(self, circle: Circle) -> Class {
        match circle {
            _ if self.strong => Class::Strong,
            Circle::OneDonor if self.near => Class::Strong,
            _ if self.probable => Class::Probable,
            _ => Class::None,
        }
    }
}

/// On which side of a comparison a person stands: a mark for "the other has none" is kept by one side and sought by the other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Kept,
    Sought,
}

impl Subject {
    /// Under which marks this person is kept; none when too little is known.
    pub fn kept(&self) -> Vec<Kept> {
        let all = self.marks(Side::Kept).into_iter().map(|Sought { block, strong, mut near, probable }| {
            near.extend(strong);
            near.extend(probable);
            near.sort_unstable();
            near.dedup();
            Kept { block, marks: near }
        });
        all.filter(|kept| !kept.marks.is_empty()).collect()
    }

    /// By which marks this person is looked for; none when too little is known.
    pub fn sought(&self) -> Vec<Sought> {
        let is_of_use =
            |each: &Sought| !(each.strong.is_empty() && each.near.is_empty() && each.probable.is_empty());
        self.marks(Side::Sought).into_iter().filter(is_of_use).collect()
    }

    /// Whether there is any mark to look for: a name, and a date of birth, a postcode, an e-mail address or a phone number.
    pub fn can_be_sought(&self) -> bool {
        let is_named = self.whole_names().next().is_some() && self.forename_forms().next().is_some();
        let has_more = self.birth_date.is_some()
            || self.postcodes().next().is_some()
            || self.email.is_some()
            || self.mobile.is_some();
        is_named && has_more
    }

    fn marks(&self, side: Side) -> Vec<Sought> {
        let mut all = Vec::new();
        if let Some(born) = self.birth_date {
            all.extend(self.by_birth(side, born));
        }
        all.extend(self.by_home(side));
        all.extend(self.by_contact(side));
        all.sort_unstable_by(|one, other| one.block.cmp(&other.block));
        all.dedup_by(|one, other| one.block == other.block);
        all
    }

    /// The same date of birth, and a last name that is the same, a variant, or has a word in common.
    fn by_birth(&self, side: Side, born: Date) -> Vec<Sought> {
        let alike = self.forenames_alike(side);
        let exact = self.forenames_exact();
        let first = self.forenames_first();
        let postcodes: Vec<&str> = self.postcodes().collect();
        let of_block = |last: String| {
            let is_whole = last.starts_with('=');
            let mark = |kind: &str, rest: &str| Key::new(kind, format_args!("{born}|{last}|{rest}"));
            let homes = || postcodes.iter().filter(|_any| is_whole);
            Sought {
                strong: homes()
                    .flat_map(|code| first.iter().map(move |name| mark("strong", &format!("{name}|{code}"))))
                    .collect(),
                near: exact.iter().filter(|_any| is_whole).map(|name| mark("alike", name)).collect(),
                probable: alike.iter().map(|name| mark("alike", name)).collect(),
                block: mark("birth", ""),
            }
        };
        self.last_names().into_iter().map(of_block).collect()
    }

    /// The same last name and postcode, where a date of birth is missing on one side at least.
    fn by_home(&self, side: Side) -> Vec<Sought> {
        let ages = match (side, self.birth_date) {
            (Side::Kept, Some(_)) | (Side::Sought, None) => &["any"][..],
            (Side::Kept, None) => &["any", "none"],
            (Side::Sought, Some(_)) => &["none"],
        };
        let alike = self.forenames_alike(side);
        let places = self.whole_names().flat_map(|last| self.postcodes().map(move |code| (last, code)));
        let all = places.map(|(last, code)| Sought {
            block: Key::new("home", format_args!("{last}|{code}")),
            strong: Vec::new(),
            near: Vec::new(),
            probable: ages
                .iter()
                .flat_map(|age| {
                    alike.iter().map(move |name| Key::new("home", format_args!("{last}|{code}|{name}|{age}")))
                })
                .collect(),
        });
        all.collect()
    }

    /// The same full name and e-mail address or phone number, where the dates of birth are the same or one is missing.
    fn by_contact(&self, side: Side) -> Vec<Sought> {
        let day = self.birth_date.map(|day| day.to_string());
        let ages: Vec<&str> = match (side, &day) {
            (Side::Kept, Some(day)) => vec![day, "any"],
            (Side::Kept, None) => vec!["none", "any"],
            (Side::Sought, Some(day)) => vec![day, "none"],
            (Side::Sought, None) => vec!["any"],
        };
        let contacts = self.email.iter().chain(&self.mobile).map(super::Contact::text);
        let all = contacts.map(|contact| {
            let names = self
                .whole_names()
                .flat_map(|last| self.forenames_exact().into_iter().map(move |name| (last, name)));
            let near = names.flat_map(|(last, name)| {
                ages.iter().map(move |age| Key::new("contact", format_args!("{contact}|{last}|{name}|{age}")))
            });
            Sought {
                block: Key::new("contact", contact),
                strong: Vec::new(),
                near: near.collect(),
                probable: Vec::new(),
            }
        });
        all.collect()
    }

    /// Last names with the spaces removed, in each spelling.
    fn whole_names(&self) -> impl Iterator<Item = &str> {
        self.last_name.forms().map(|form| form.joined.as_str()).filter(|name| !name.is_empty())
    }

    fn postcodes(&self) -> impl Iterator<Item = &str> {
        let codes = self.places.iter().map(|place| place.postcode().code());
        codes.filter(|code| !code.is_empty())
    }

    /// The whole name (`=`), its words (`~`) and the families of a single word (`%`).
    fn last_names(&self) -> Vec<String> {
        let mut all: Vec<String> = self.whole_names().map(|name| format!("={name}")).collect();
        for form in self.last_name.forms().filter(|form| !form.joined.is_empty()) {
            all.extend(last_name::parts(form).map(|word| format!("~{word}")));
            if form.sorted.len() == 1 {
                all.extend(variants::last_name_families(&form.text).map(|family| format!("%{family}")));
            }
        }
        sorted(all)
    }

    /// Forenames that are the same: in any order, or with the spaces removed.
    fn forenames_exact(&self) -> Vec<String> {
        sorted(self.forename_forms().flat_map(exact).collect())
    }

    /// Forenames that are the same, or of which the first is.
    fn forenames_first(&self) -> Vec<String> {
        sorted(self.forename_forms().flat_map(|form| exact(form).into_iter().chain(first(form))).collect())
    }

    /// Forenames that are alike: the same, the first the same or of one family, or an initial of it.
    fn forenames_alike(&self, side: Side) -> Vec<String> {
        let of_form = |form| {
            let families = variants::forename_families(Form::first_word(form));
            let families = families.map(|family| format!("%{family}"));
            exact(form).into_iter().chain(first(form)).chain(families).chain(initials(form, side))
        };
        sorted(self.forename_forms().flat_map(of_form).collect())
    }

    fn forename_forms(&self) -> impl Iterator<Item = &Form> {
        self.forenames.forms().filter(|form| !form.joined.is_empty())
    }
}

fn exact(form: &Form) -> [String; 2] {
    [format!("={}", form.joined), format!("&{}", form.sorted.join(" "))]
}

fn first(form: &Form) -> Option<String> {
    let word = form.first_word();
    (!forenames::is_initial(word)).then(|| format!("~{word}"))
}

/// Who writes an initial meets whoever begins with it; two who write a whole name do not meet by its first letter.
fn initials(form: &Form, side: Side) -> Vec<String> {
    let word = form.first_word();
    let Some(letter) = word.chars().next() else { return Vec::new() };
    match (forenames::is_initial(word), side) {
        (true, Side::Kept) => vec![format!(".{letter}"), format!("^{letter}")],
        (true, Side::Sought) | (false, Side::Kept) => vec![format!("^{letter}")],
        (false, Side::Sought) => vec![format!(".{letter}")],
    }
}

fn sorted(mut all: Vec<String>) -> Vec<String> {
    all.sort_unstable();
    all.dedup();
    all
}
