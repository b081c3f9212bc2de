//! Today's UID service, for existing clients (contract section 8). No token: the edge signs for them.
//!
//! | route | handler |
//! |---|---|
//! | `POST /cases` | [`cases::issue`] |
//! | `GET /health` | as `/health-check` |

pub mod cases;

use axum::Router;
use axum::routing::{get, post};

use super::{Shared, health};

/// The routes of this surface.
pub fn routes() -> Router<Shared> {
    Router::new().route("/cases", post(cases::issue)).route("/health", get(health::alive))
}
