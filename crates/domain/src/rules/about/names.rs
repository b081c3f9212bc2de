//! The names of one person in the form in which they are compared, made once.

use super::About;
use crate::matching::Normal;
use crate::rules::key::Text;
use crate::rules::missing::Missing;

impl<'v> About<'v> {
    /// The last name as it is compared; `None` when there is none. The rule declares [`Text::LastName`].
    pub fn last_name(self) -> Result<Option<&'v Normal>, Missing> {
        let typed = self.text(Text::LastName)?;
        Ok(typed.and_then(|typed| Some(self.held()?.prepared.last_name(typed))))
    }

    /// The first names as they are compared; `None` when there are none. The rule declares [`Text::FirstNames`].
    pub fn first_names(self) -> Result<Option<&'v Normal>, Missing> {
        let typed = self.text(Text::FirstNames)?;
        Ok(typed.and_then(|typed| Some(self.held()?.prepared.first_names(typed))))
    }

    /// The name of a company as it is compared; `None` when there is none. The rule declares [`Text::Name`].
    pub fn name(self) -> Result<Option<&'v Normal>, Missing> {
        let typed = self.text(Text::Name)?;
        Ok(typed.and_then(|typed| Some(self.held()?.prepared.name(typed))))
    }
}
