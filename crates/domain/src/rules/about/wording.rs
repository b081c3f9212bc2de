//! What the donor's own texts seem to speak of, read once for all rules.

use super::About;
use crate::rules::key::Text;
use crate::rules::missing::Missing;
use crate::wording::Wording;

impl<'v> About<'v> {
    /// What was found in a text of the LPA: its restrictions, or how attorneys or replacements decide or step in. `None` when there is
    /// none. The rule declares that text.
    pub fn wording(self, key: Text) -> Result<Option<&'v Wording>, Missing> {
        let text = self.text(key)?;
        Ok(text.and_then(|text| self.view.facts.wording(key, text)))
    }
}
