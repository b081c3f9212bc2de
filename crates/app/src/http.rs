//! The driving adapters over HTTP. Handlers translate; use cases decide.
//!
//! | surface | module | for |
//! |---|---|---|
//! | today's LPA Store | [`lpa_store`] | existing clients, unchanged |
//! | today's UID service | [`uid`] | existing clients, unchanged |
//! | native | [`native`] | other Causeways, operators, and whoever asks for a receipt |
//! | health | [`health`] | load balancers and operators |
//! | images | [`images`] | whoever was given a signed address |

pub mod error_body;
pub mod extract;
pub mod health;
pub mod images;
pub mod lpa_store;
pub mod native;
pub mod problem;
pub mod request_log;
pub mod server;
pub mod uid;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::response::{IntoResponse, Response};
use tower_http::catch_panic::CatchPanicLayer;

use crate::auth::edge::EdgeKey;
use crate::auth::operator::OperatorKey;
use crate::auth::shared_secret::SharedSecret;
use crate::settings::HeldAnswer;
use crate::use_cases::Causeway;
use error_body::ErrorBody;
use images::Presigner;

/// A larger body is refused: today's services are called through a gateway that passes no more than this.
pub const LARGEST_BODY: usize = 6 * 1024 * 1024;

/// What handlers share.
#[derive(Clone, Debug)]
pub struct Shared {
    /// The application.
    pub causeway: Arc<Causeway>,
    /// The key of today's clients; `None`: their surface answers 401.
    pub shared_secret: Option<Arc<SharedSecret>>,
    /// The key of other Causeways; `None`: their surface answers 401.
    pub edge_key: Option<Arc<EdgeKey>>,
    /// The key of operators and case managers; `None`: what they use answers 401.
    pub operator_key: Option<Arc<OperatorKey>>,
    /// Makes and checks signed addresses of images.
    pub presigner: Arc<Presigner>,
    /// What a held write is answered on today's surface.
    pub held_answer: HeldAnswer,
}

/// Every route.
pub fn router(shared: Shared) -> Router {
    Router::new()
        .merge(lpa_store::routes())
        .merge(uid::routes())
        .merge(native::routes())
        .merge(health::routes())
        .merge(images::routes())
        .method_not_allowed_fallback(|| async { ErrorBody::wrong_method() })
        .fallback(|| async { ErrorBody::no_route() })
        .with_state(shared.clone())
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(CatchPanicLayer::custom(after_a_panic))
        .layer(axum::middleware::from_fn_with_state(shared, request_log::write))
}

/// A defect of ours: the caller is told as of any other failure, and what it was working on is not shown.
fn after_a_panic(_message: Box<dyn std::any::Any + Send>) -> Response {
    tracing::error!("a handler panicked");
    ErrorBody::internal().into_response()
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::Request;
    use http_body_util::BodyExt as _;
    use lpa_ports::{
        MockCopies, MockDocuments, MockJournal, MockNotices, MockRecords, MockRegister, MockRepairs,
        MockUids, MockUpkeep, MockWindows,
    };
    use tower::ServiceExt as _;

    use super::*;
    use crate::clock::{RandomIds, SystemClock};
    use crate::use_cases::{Pace, Ports};

    /// Everything behind fails by panicking: a mock without expectations does.
    fn broken() -> Shared {
        let ports = Ports {
            register: Arc::new(MockRegister::new()),
            records: Arc::new(MockRecords::new()),
            approvals: None,
            journal: Arc::new(MockJournal::new()),
            repairs: Arc::new(MockRepairs::new()),
            windows: Arc::new(MockWindows::new()),
            copies: Arc::new(MockCopies::new()),
            upkeep: Arc::new(MockUpkeep::new()),
            notices: Arc::new(MockNotices::new()),
            webhooks: None,
            uids: Arc::new(MockUids::new()),
            documents: Arc::new(MockDocuments::new()),
            clock: Arc::new(SystemClock::default()),
            ids: Arc::new(RandomIds),
        };
        Shared {
            causeway: Causeway::new(ports, Pace::default()),
            shared_secret: None,
            edge_key: None,
            operator_key: None,
            presigner: Arc::new(Presigner::new("http://127.0.0.1:9000/images", None).unwrap()),
            held_answer: HeldAnswer::Accepted,
        }
    }

    #[tokio::test]
    async fn a_panic_is_answered_in_the_surfaces_words_and_the_next_request_works() {
        let router = router(broken());
        let asked = |path: &str| router.clone().oneshot(Request::get(path).body(Body::empty()).unwrap());
        let answer = asked("/health-check/service").await.unwrap();
        assert_eq!(answer.status(), 500);
        let body = answer.into_body().collect().await.unwrap().to_bytes();
        assert_eq!(&body[..], br#"{"code":"INTERNAL_SERVER_ERROR","detail":"Internal server error"}"#);
        assert_eq!(asked("/health-check").await.unwrap().status(), 200);
    }

    #[tokio::test]
    async fn without_a_shared_secret_todays_surface_is_closed() {
        let router = router(broken());
        let request = Request::get("/lpas/M-3779-9919-9529").header("x-jwt-authorization", "Bearer x");
        let answer = router.oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(answer.status(), 401);
    }
}
