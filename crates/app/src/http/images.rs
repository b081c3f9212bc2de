//! Scanned images behind signed addresses: whoever was given one may read the image for a while, and nothing else.
//!
//! The address has the shape of an S3 presigned address, as today's clients get it (contract section 3.4). What the signature
//! covers includes the hash of the image, under which it is kept: the path is never looked up anywhere.

pub mod address;
pub mod presigner;

use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::Shared;
use super::error_body::ErrorBody;
pub use presigner::Presigner;

/// The routes of this surface.
pub fn routes() -> Router<Shared> {
    Router::new().route("/images/{*path}", get(image))
}

/// The image that a signed address names.
async fn image(
    State(shared): State<Shared>,
    path: Result<Path<String>, axum::extract::rejection::PathRejection>,
    RawQuery(query): RawQuery,
) -> Response {
    let ports = shared.causeway.ports();
    let path = path.map(|Path(path)| path).unwrap_or_default();
    let query = query.unwrap_or_default();
    let Some(hash) = shared.presigner.check(&path, &query, ports.clock.now()) else {
        return ErrorBody::forbidden().into_response();
    };
    match ports.documents.get(hash).await {
        Ok(Some(bytes)) => served(bytes),
        Ok(None) => ErrorBody::not_found().into_response(),
        Err(error) => {
            tracing::warn!(error = %error, "an image cannot be read");
            ErrorBody::away("documents-away", "The image cannot be read now").into_response()
        }
    }
}

/// The bytes came from a caller: a browser must neither guess what they are nor show them as a page of ours.
fn served(bytes: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, content_type(&bytes)),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_DISPOSITION, "attachment"),
        (header::CACHE_CONTROL, "private, no-store"),
    ];
    (StatusCode::OK, headers, bytes).into_response()
}

/// By the first bytes, among the types that scanners make; never one that a browser would run.
fn content_type(bytes: &[u8]) -> &'static str {
    let begins = |magic: &[u8]| bytes.starts_with(magic);
    match () {
        () if begins(b"\x89PNG\r\n\x1a\n") => "image/png",
        () if begins(b"\xff\xd8\xff") => "image/jpeg",
        () if begins(b"II*\0") || begins(b"MM\0*") => "image/tiff",
        () if begins(b"%PDF-") => "application/pdf",
        () => "application/octet-stream",
    }
}
