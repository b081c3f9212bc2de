//! Today's LPA Store, for existing clients (contract sections 1 to 7).
//!
//! | route | handler |
//! |---|---|
//! | `PUT /lpas/{uid}` | [`create::create`] |
//! | `GET /lpas/{uid}` | [`read::lpa`] |
//! | `POST /lpas` | [`list::list`] |
//! | `POST /lpas/{uid}/updates` | [`update::update`] |
//! | `GET /lpas/{uid}/updates` | [`history::history`] |
//! | `GET /lpas/{uid}/static` | [`read::static_copy`] |
//!
//! Order of checks, as today: the token, then what the path and the headers name, then the body (contract section 1.2).

pub mod answer;
pub mod create;
pub mod history;
pub mod list;
pub mod read;
pub mod update;

use axum::Router;
use axum::routing::{get, post, put};

use super::Shared;

/// The routes of this surface.
pub fn routes() -> Router<Shared> {
    Router::new()
        .route("/lpas", post(list::list))
        .route("/lpas/{uid}", put(create::create).get(read::lpa))
        .route("/lpas/{uid}/updates", post(update::update).get(history::history))
        .route("/lpas/{uid}/static", get(read::static_copy))
}
