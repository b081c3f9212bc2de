//! Whom a question or a fact is about, as somebody typed them.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::document::{Address, BirthDate, Donor};
use crate::fields::Fields;
use crate::matching::{self, Normal};
use crate::personal::Personal;

/// A person, as somebody typed them. What is empty was not told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Subject {
    /// Last name.
    pub last_name: Personal<String>,
    /// First names.
    pub forenames: Personal<String>,
    /// Date of birth.
    pub date_of_birth: Personal<BirthDate>,
    /// Postcode, free text.
    pub postcode: Personal<String>,
    /// E-mail address.
    #[serde(skip_serializing_if = "Personal::is_empty")]
    pub email: Personal<String>,
    /// Mobile or phone number.
    #[serde(skip_serializing_if = "Personal::is_empty")]
    pub phone: Personal<String>,
}

/// By what a person is known beside a reference: a text for each spelling of the last name, at least one. Personal data, like the
/// subject that it was made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownBy(Vec<Personal<String>>);

impl KnownBy {
    /// The form of the texts. One that is made otherwise has another number: digests of two forms cannot be compared.
    pub const FORM: u8 = 1;

    /// The texts, for keyed digests; never to be stored or shown as they are.
    pub fn expose(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(Personal::as_str)
    }

    /// Whether it is the same person, as far as a machine may say so: one text of each is the same.
    pub fn agrees(&self, other: &Self) -> bool {
        self.0.iter().any(|text| other.0.contains(text))
    }
}

impl Subject {
    /// By what this person is known beside a reference: last name and date of birth, which together with the reference are a
    /// strong match (safeguarding.md 5.4, Strong (a)). `None` as long as one of them is missing: then nobody can tell.
    pub fn known_by(&self) -> Option<KnownBy> {
        let name = Normal::of(self.last_name.as_str());
        match self.date_of_birth.expose() {
            BirthDate::On(day) if !name.is_empty() => {
                let texts = name.joined().map(|name| form(name, *day).into());
                Some(KnownBy(texts.collect()))
            }
            _ => None,
        }
    }

    /// As people are compared without a reference.
    pub fn compared(&self) -> matching::Subject {
        let home = Address { postcode: self.postcode.clone(), ..Address::default() };
        let person = matching::Subject::named(self.forenames.as_str(), self.last_name.as_str());
        let person = person.living_at(&home).with_email(self.email.as_str()).with_mobile(self.phone.as_str());
        match self.date_of_birth.expose() {
            BirthDate::On(day) => person.born(*day),
            _ => person,
        }
    }

    /// Reads a person who is to be found again without a reference.
    pub(crate) fn read_to_be_found(mut fields: Fields<'_, '_>) -> Self {
        let last_name = fields.needed("lastName").and_then(|key| fields.text(key));
        let forenames = fields.needed("forenames").and_then(|key| fields.text(key));
        let day = fields.parsed::<Date>("dateOfBirth");
        let [postcode, email, phone] =
            ["postcode", "email", "phone"].map(|key| fields.text(key).unwrap_or_default());
        if last_name.is_some_and(|name| Normal::of(name).is_empty()) {
            fields.problem("lastName", "must have a letter or a digit");
        }
        let person = Self {
            last_name: last_name.unwrap_or_default().into(),
            forenames: forenames.unwrap_or_default().into(),
            date_of_birth: Personal::new(day.map_or_else(BirthDate::default, BirthDate::On)),
            postcode: postcode.into(),
            email: email.into(),
            phone: phone.into(),
        };
        let is_named = last_name.is_some() && forenames.is_some();
        if is_named && fields.value("dateOfBirth").is_none() && person.compared().kept().is_empty() {
            fields
                .problem("dateOfBirth", "is needed, or a postcode, an e-mail address or a mobile number is");
        }
        fields.close();
        person
    }

    /// Reads a person of whom last name and date of birth are told.
    pub(crate) fn read(mut fields: Fields<'_, '_>) -> Option<Self> {
        let last_name = fields.needed("lastName").and_then(|key| fields.text(key));
        let forenames = fields.text("forenames").unwrap_or_default();
        let day = fields.needed("dateOfBirth").and_then(|key| fields.parsed::<Date>(key));
        let postcode = fields.text("postcode").unwrap_or_default();
        if last_name.is_some_and(|name| Normal::of(name).is_empty()) {
            fields.problem("lastName", "must have a letter or a digit");
        }
        fields.close();
        Some(Self {
            last_name: last_name?.into(),
            forenames: forenames.into(),
            date_of_birth: Personal::new(BirthDate::On(day?)),
            postcode: postcode.into(),
            ..Self::default()
        })
    }
}

impl Subject {
    /// Reads a person of whom anything may be missing, or be no date at all.
    pub(crate) fn read_as_typed(mut fields: Fields<'_, '_>) -> Self {
        let keys = ["lastName", "forenames", "dateOfBirth", "postcode", "email", "phone"];
        let typed = keys.map(|key| fields.text(key));
        let [last_name, forenames, day, postcode, email, phone] = typed.map(Option::unwrap_or_default);
        fields.close();
        Self {
            last_name: last_name.into(),
            forenames: forenames.into(),
            date_of_birth: Personal::new(BirthDate::parse(day)),
            postcode: postcode.into(),
            email: email.into(),
            phone: phone.into(),
        }
    }
}

/// The number of the form stands first: another form is another text, and never half the same.
fn form(name: &str, day: Date) -> String {
    format!("{}|{name}|{day}", KnownBy::FORM)
}

impl From<&Donor> for Subject {
    fn from(donor: &Donor) -> Self {
        Self {
            last_name: donor.last_name.clone(),
            forenames: donor.first_names.clone(),
            date_of_birth: donor.date_of_birth.clone(),
            postcode: donor.address.postcode.clone(),
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subject(name: &str, day: &str) -> Subject {
        Subject {
            last_name: name.into(),
            date_of_birth: Personal::new(BirthDate::parse(day)),
            ..Subject::default()
        }
    }

    #[test]
    fn capitals_spaces_hyphens_and_apostrophes_make_nobody_another_person() {
        let one = subject("O'Brien-Hale", "1941-02-03").known_by();
        assert!(one.is_some());
        for name in ["o’brien hale", " OBRIENHALE ", "O Brien – Hale"] {
            assert_eq!(subject(name, "1941-02-03").known_by(), one, "{name}");
        }
    }

    /// safeguarding.md 5.2: either spelling of an umlaut is the same name, and yet not each other's.
    #[test]
    fn of_two_spellings_one_suffices() {
        let known = |name| subject(name, "1941-02-03").known_by().unwrap();
        assert!(known("Müller").agrees(&known("Mueller")) && known("Muller").agrees(&known("Müller")));
        assert!(!known("Muller").agrees(&known("Mueller")));
        assert!(!known("Müller").agrees(&subject("Müller", "1941-02-04").known_by().unwrap()));
    }

    #[test]
    fn another_name_or_another_day_is_another_person() {
        let one = subject("Quenby", "1941-02-03").known_by();
        for (name, day) in [("Quenbie", "1941-02-03"), ("Quenby", "1941-03-02"), ("Quenby 1", "1941-02-03")] {
            assert_ne!(subject(name, day).known_by(), one, "{name} {day}");
        }
    }

    #[test]
    fn of_whom_too_little_is_known_nobody_can_tell() {
        for (name, day) in [("", "1941-02-03"), ("-", "1941-02-03"), ("Quenby", ""), ("Quenby", "1941-02-31")]
        {
            assert_eq!(subject(name, day).known_by(), None, "{name} {day}");
        }
    }

    #[test]
    fn nothing_of_a_person_is_printed() {
        let printed =
            format!("{:?} {:?}", subject("Quenby", "1941-02-03"), subject("Quenby", "1941-02-03").known_by());
        assert!(!printed.to_lowercase().contains("quenby") && !printed.contains("1941"), "{printed}");
    }
}
