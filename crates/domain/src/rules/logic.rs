//! *Yes* needs one, *no* needs all: what may be said of several while some are not known (Kleene's logic).

use super::missing::Missing;

/// Whether any of them is so. Yes as soon as one surely is; no only when all surely are not.
///
/// ```
/// use lpa_domain::rules::{any, Missing, Need, Topic};
/// let unknown = || Err::<bool, Missing>(Need::List(Topic::Attorney).into());
/// assert_eq!(any([Ok(false), unknown(), Ok(true)]), Ok(true));
/// assert!(any([Ok(false), unknown()]).is_err());
/// assert_eq!(any([Ok(false), Ok(false)]), Ok(false));
/// ```
pub fn any(each: impl IntoIterator<Item = Result<bool, Missing>>) -> Result<bool, Missing> {
    let mut missing: Option<Missing> = None;
    for one in each {
        match one {
            Ok(true) => return Ok(true),
            Ok(false) => {}
            Err(need) => {
                missing = Some(match missing {
                    Some(so_far) => so_far.and(need),
                    None => need,
                });
            }
        }
    }
    missing.map_or(Ok(false), Err)
}

/// Whether all of them are so. No as soon as one surely is not; yes only when all surely are.
pub fn all(each: impl IntoIterator<Item = Result<bool, Missing>>) -> Result<bool, Missing> {
    any(each.into_iter().map(|one| one.map(|so| !so))).map(|one_is_not| !one_is_not)
}
