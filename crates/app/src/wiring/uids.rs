//! Where the numbers of UIDs come from: a stock beside the journal, and the register's issuer behind it.

use std::sync::Arc;
use std::time::Duration;

use lpa_adapters_stock::StockedUids;
use lpa_ports::{Stock, Uids};

use super::WiringError;
use crate::settings::Settings;

/// How often it is looked whether the stock is filled, and how long an issuer that is away is left alone.
const PERIOD: Duration = Duration::from_secs(5);

/// The issuer behind a stock. One in memory is never away, and begins again at each start: it has no stock that outlives it.
pub(super) fn stocked(
    settings: &Settings,
    issuer: Arc<dyn Uids>,
    stock: Arc<dyn Stock>,
) -> Result<Arc<dyn Uids>, WiringError> {
    let block = settings.uids.block;
    if block == 0 {
        return Err(WiringError::setting("uids.block", "at least one number is reserved at a time"));
    }
    if settings.register.url.expose() == "memory:" {
        return Ok(issuer);
    }
    let uids = Arc::new(StockedUids::new(issuer, stock, block));
    uids.stay_filled(PERIOD);
    Ok(uids)
}
