//! The log: one JSON object a line, or text for people.
//!
//! Every line has `time, level, msg, service_name`; lines of a request also `trace_id` and `request{method, path}`
//! ([`crate::http::request_log`]). A field `a.b` is written as `"a":{"b":…}`.

use std::io::{IsTerminal as _, Write as _};

use lpa_ports::Clock as _;
use serde_json::{Map, Value};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Subscriber};
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::clock::SystemClock;
use crate::settings::LogFormat;

const SERVICE: &str = "causeway";

/// Starts the log of this process, on the standard error stream; does nothing when one was started before. Unless a format
/// is set, it is text on a terminal and JSON elsewhere.
///
/// Nothing below `INFO` is written: what libraries say there may hold what callers sent.
pub fn init(format: Option<LogFormat>) {
    let by_place = if std::io::stderr().is_terminal() { LogFormat::Text } else { LogFormat::Json };
    let lines = tracing_subscriber::registry().with(LevelFilter::INFO);
    let started = match format.unwrap_or(by_place) {
        LogFormat::Json => lines.with(JsonLines::to(std::io::stderr)).try_init(),
        LogFormat::Text => {
            lines.with(tracing_subscriber::fmt::layer().with_writer(std::io::stderr)).try_init()
        }
    };
    if started.is_ok() {
        std::panic::set_hook(Box::new(|panic| {
            // Its message may hold what a caller sent; its place cannot.
            let place = panic.location().map(ToString::to_string).unwrap_or_default();
            tracing::error!(place, "panicked");
        }));
    }
}

/// Writes one JSON object a line.
#[derive(Debug)]
pub struct JsonLines<W> {
    writer: W,
    clock: SystemClock,
}

impl<W> JsonLines<W> {
    /// Lines go where `writer` says.
    pub fn to(writer: W) -> Self {
        Self { writer, clock: SystemClock::default() }
    }
}

/// The fields of a span, kept until its events are written.
struct Kept(Fields);

impl<S, W> Layer<S> for JsonLines<W>
where
    S: Subscriber + for<'s> LookupSpan<'s>,
    W: for<'w> MakeWriter<'w> + 'static,
{
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        if let Some(span) = context.span(id) {
            span.extensions_mut().insert(Kept(fields));
        }
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        if let Some(span) = context.span(id)
            && let Some(Kept(fields)) = span.extensions_mut().get_mut()
        {
            values.record(fields);
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        let msg = fields.0.remove("message").unwrap_or_else(|| Value::from(event.metadata().name()));
        let mut line = Fields::default();
        line.put("time", self.clock.now().to_string());
        line.put("level", event.metadata().level().as_str());
        line.put("msg", msg);
        line.put("service_name", SERVICE);
        for span in context.event_scope(event).into_iter().flatten().collect::<Vec<_>>().into_iter().rev() {
            if let Some(Kept(fields)) = span.extensions().get::<Kept>() {
                line.merge(fields);
            }
        }
        line.merge(&fields);
        let mut text = Value::Object(line.0).to_string();
        text.push('\n');
        // A log that cannot be written has nowhere to say so.
        drop(self.writer.make_writer_for(event.metadata()).write_all(text.as_bytes()));
    }
}

/// Fields by name, dotted names as objects in objects.
#[derive(Default)]
struct Fields(Map<String, Value>);

impl Fields {
    fn put(&mut self, name: &str, value: impl Into<Value>) {
        match name.split_once('.') {
            Some((outer, inner)) => {
                let place = self.0.entry(outer).or_insert_with(|| Value::Object(Map::new()));
                if let Value::Object(object) = place {
                    object.insert(inner.to_owned(), value.into());
                }
            }
            None => drop(self.0.insert(name.to_owned(), value.into())),
        }
    }

    fn merge(&mut self, other: &Self) {
        for (name, value) in &other.0 {
            match (self.0.get_mut(name), value) {
                (Some(Value::Object(kept)), Value::Object(more)) => kept.extend(more.clone()),
                _ => drop(self.0.insert(name.clone(), value.clone())),
            }
        }
    }
}

impl Visit for Fields {
    fn record_f64(&mut self, field: &Field, value: f64) {
        self.put(field.name(), value);
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.put(field.name(), value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.put(field.name(), value);
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.put(field.name(), value);
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.put(field.name(), value);
    }

    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        self.put(field.name(), format!("{value:?}"));
    }
}
