//! Where one person can be reached, in the form in which it is compared, made once.

use super::About;
use crate::document::Address;
use crate::matching::{Contact, Place};
use crate::rules::key::{Key, Text};
use crate::rules::missing::Missing;
use crate::rules::slots::slot;

impl<'v> About<'v> {
    /// The email address as it is compared; `None` when there is none, or none that can be one. The rule declares
    /// [`Text::Email`].
    pub fn email(self) -> Result<Option<&'v Contact>, Missing> {
        let typed = self.text(Text::Email)?;
        Ok(typed.and_then(|typed| self.held()?.prepared.email(typed)))
    }

    /// The mobile number as it is compared; `None` when there is none, or none that can be one. The rule declares
    /// [`Text::Phone`].
    pub fn phone(self) -> Result<Option<&'v Contact>, Missing> {
        let typed = self.text(Text::Phone)?;
        Ok(typed.and_then(|typed| self.held()?.prepared.phone(typed)))
    }

    /// The address as it is compared; `None` when there is neither a first line nor a postcode. The rule declares
    /// [`Text::Line1`] and [`Text::Postcode`], and where they have a place [`Text::Line2`], [`Text::Line3`] and
    /// [`Text::Country`].
    pub fn address(self) -> Result<Option<&'v Place>, Missing> {
        let (line1, postcode) = (self.text(Text::Line1)?, self.text(Text::Postcode)?);
        let (line2, line3) = (self.line(Text::Line2)?, self.line(Text::Line3)?);
        let country = self.line(Text::Country)?;
        if line1.is_none() && postcode.is_none() {
            return Ok(None);
        }
        let typed = |line: Option<&str>| line.unwrap_or_default().into();
        let whole = || {
            Place::of(&Address {
                line1: typed(line1),
                line2: typed(line2),
                line3: typed(line3),
                postcode: typed(postcode),
                country: typed(country),
                ..Address::default()
            })
        };
        Ok(self.held().map(|held| held.prepared.address(whole)))
    }

    /// A line that not everybody can have.
    fn line(self, key: Text) -> Result<Option<&'v str>, Missing> {
        if slot(self.topic, Key::Text(key)).is_some() { self.text(key) } else { Ok(None) }
    }
}
