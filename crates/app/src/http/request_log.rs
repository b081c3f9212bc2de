//! One log line per request, and the trace that all lines of a request share.
//!
//! A line names the route and the UID of the LPA, never the path as it was sent nor the query: a caller may have put
//! anything there.

use axum::extract::{MatchedPath, Request, State};
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::response::Response;
use lpa_domain::LpaUid;
use tracing::Instrument as _;

use super::Shared;

/// Marks an answer that is what it is because the register is away. In an announced window that is no warning.
#[derive(Clone, Copy, Debug)]
pub struct RegisterAway;

/// Writes the line once the answer is known.
pub async fn write(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    let began = std::time::Instant::now();
    let trace_id = trace_id(request.headers())
        .unwrap_or_else(|| shared.causeway.ports().ids.fresh().simple().to_string());
    let (method, path) = (named_method(&request), named_path(&request));
    let span = tracing::info_span!("request", trace_id, request.method = method, request.path = path,);
    let response = next.run(request).instrument(span.clone()).await;
    let status = response.status().as_u16();
    let duration_ms = began.elapsed().as_secs_f64() * 1_000.0;
    let planned = response.extensions().get::<RegisterAway>().is_some() && shared.causeway.is_in_window();
    span.in_scope(|| match status {
        503 if planned => tracing::info!(status, duration_ms, "request"),
        500 => tracing::error!(status, duration_ms, "request"),
        501.. => tracing::warn!(status, duration_ms, "request"),
        _ => tracing::info!(status, duration_ms, "request"),
    });
    response
}

/// The trace that the caller's request belongs to, when it names one in a form that can hold nothing else.
fn trace_id(headers: &HeaderMap) -> Option<String> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let parent = text("traceparent").and_then(|value| value.split('-').nth(1)).filter(|id| is_hex(id, 32));
    let root = || {
        let fields = text("x-amzn-trace-id")?.split(';');
        fields.filter_map(|field| field.trim().strip_prefix("Root=")).find(|root| is_amazon_root(root))
    };
    parent.or_else(root).map(str::to_owned)
}

/// `1-` eight hexadecimal digits `-` twenty-four of them.
fn is_amazon_root(root: &str) -> bool {
    let parts: Vec<&str> = root.split('-').collect();
    matches!(parts.as_slice(), ["1", time, id] if is_hex(time, 8) && is_hex(id, 24))
}

fn is_hex(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// A method that HTTP defines; an invented one may spell anything.
fn named_method(request: &Request) -> &'static str {
    let known = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"];
    known.into_iter().find(|method| *method == request.method().as_str()).unwrap_or("other")
}

/// The route, with the UID of the LPA in its place.
fn named_path(request: &Request) -> String {
    let Some(route) = request.extensions().get::<MatchedPath>() else { return "unknown".to_owned() };
    let sent = request.uri().path().split('/').chain(std::iter::repeat(""));
    let named = route.as_str().split('/').zip(sent).map(|(segment, sent)| match segment {
        "{uid}" => sent.parse::<LpaUid>().map_or_else(|_not_a_uid| segment.to_owned(), |uid| uid.to_string()),
        _ => segment.to_owned(),
    });
    named.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trace_of(name: &'static str, value: &'static str) -> Option<String> {
        trace_id(&HeaderMap::from_iter([(name.parse().unwrap(), value.parse().unwrap())]))
    }

    #[test]
    fn a_trace_is_taken_over_only_in_its_own_form() {
        let taken = trace_of("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        assert_eq!(taken.as_deref(), Some("4bf92f3577b34da6a3ce929d0e0e4736"));
        let taken = trace_of("x-amzn-trace-id", "Self=1;Root=1-67891233-abcdef012345678912345678;Sampled=1");
        assert_eq!(taken.as_deref(), Some("1-67891233-abcdef012345678912345678"));
        assert_eq!(trace_of("traceparent", "00-Feliciano Spust-00f067aa0ba902b7-01"), None);
        assert_eq!(trace_of("x-amzn-trace-id", "Root=Feliciano Spust"), None);
    }
}
