//! The body of `POST /v1/operations`: an operation and the scans that travel with it.

use std::borrow::Cow;
use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lpa_domain::operation::read::read_update;
use lpa_domain::{Act, Document, Json, Operation, Problem};
use serde::Deserialize;

use super::lost_members::{escaped, lost_members};
use crate::use_cases::accept_operation::Attachment;

const MISSING: &str = "is required";
const WRONG: &str = "unexpected type";
const UNKNOWN: &str = "unknown member";

/// What was sent.
#[derive(Debug)]
pub(super) struct Envelope {
    pub(super) operation: Operation,
    pub(super) attachments: Vec<Attachment>,
}

/// Reads an envelope strictly: every member known, none missing, none twice. Every problem at once.
pub(super) fn read_envelope(body: &Json) -> Result<Envelope, Vec<Problem>> {
    let mut reading = Reading { problems: Vec::new() };
    let envelope = reading.envelope(body);
    match envelope {
        Some(envelope) if reading.problems.is_empty() => Ok(envelope),
        _ => Err(reading.problems),
    }
}

struct Reading {
    problems: Vec<Problem>,
}

impl Reading {
    fn envelope(&mut self, body: &Json) -> Option<Envelope> {
        let members = self.members(body, "", &["operation", "attachments"])?;
        let operation = self.required(members, "", "operation").and_then(|json| self.operation(json));
        let attachments =
            find(members, "attachments").map_or_else(|| Some(Vec::new()), |json| self.attachments(json));
        Some(Envelope { operation: operation?, attachments: attachments? })
    }

    fn operation(&mut self, json: &Json) -> Option<Operation> {
        let known = ["id", "uid", "idempotencyKey", "author", "requestedAt", "kind", "content"];
        let at = "/operation";
        let members = self.members(json, at, &known)?;
        let id = self.value(members, "id", "must be a UUID");
        let uid = self.value(members, "uid", "must be M- and three groups of four");
        let author = self.value(members, "author", "must be an RFC 2141 URN");
        let requested_at = self.value(members, "requestedAt", "must be an RFC 3339 timestamp");
        let given = find(members, "idempotencyKey").is_some();
        let key = if given {
            self.value(members, "idempotencyKey", "must be 1 to 255 printable ASCII characters")
        } else {
            None
        };
        let act = self.act(members);
        Some(Operation {
            id: id?,
            uid: uid?,
            idempotency_key: key,
            author: author?,
            requested_at: requested_at?,
            act: act?,
        })
    }

    fn act(&mut self, members: &[(String, Json)]) -> Option<Act> {
        let kind = self.required(members, "/operation", "kind");
        let content = self.required(members, "/operation", "content");
        let (kind, content) = (kind?, content?);
        match kind.as_str() {
            Some("create") => self.document(content).map(|document| Act::Create(Box::new(document))),
            Some("update") => self.update(content),
            _ => self.refuse("/operation/kind", "must be create or update"),
        }
    }

    fn document(&mut self, content: &Json) -> Option<Document> {
        let at = "/operation/content";
        let Json::Object(members) = content else { return self.refuse(at, WRONG) };
        let Some(document) = reread::<Document>(content) else {
            // The cause may quote a value of the document: the members that cannot be read are named instead.
            let unreadable = members.iter().filter(|(name, value)| {
                reread::<Document>(&Json::Object(vec![(name.clone(), value.clone())])).is_none()
            });
            let problems = unreadable.map(|(name, _)| Problem::new(format!("{at}/{}", escaped(name)), WRONG));
            let told = self.problems.len();
            self.problems.extend(problems);
            return if self.problems.len() > told {
                None
            } else {
                self.refuse(at, "must give each member once")
            };
        };
        let kept = serde_json::to_vec(&document).ok().and_then(|bytes| Json::parse(&bytes).ok())?;
        self.problems.extend(lost_members(content, &kept, at));
        Some(document)
    }

    fn update(&mut self, content: &Json) -> Option<Act> {
        let at = "/operation/content";
        match read_update(content) {
            Ok(update) => {
                let kept = serde_json::to_vec(&update).ok().and_then(|bytes| Json::parse(&bytes).ok())?;
                self.problems.extend(lost_members(content, &kept, at));
                Some(Act::Update(update))
            }
            Err(problems) => {
                let placed = problems
                    .into_iter()
                    .map(|problem| Problem::new(format!("{at}{}", problem.source), problem.detail));
                self.problems.extend(placed);
                None
            }
        }
    }

    fn attachments(&mut self, json: &Json) -> Option<Vec<Attachment>> {
        let Json::Array(items) = json else { return self.refuse("/attachments", WRONG) };
        let read: Vec<_> =
            items.iter().enumerate().map(|(index, item)| self.attachment(index, item)).collect();
        read.into_iter().collect()
    }

    fn attachment(&mut self, index: usize, item: &Json) -> Option<Attachment> {
        let at = format!("/attachments/{index}");
        let members = self.members(item, &at, &["data"])?;
        let data = self.required(members, &at, "data")?;
        let bytes = data.as_str().and_then(|text| STANDARD.decode(text).ok());
        bytes.map(Attachment).or_else(|| self.refuse(format!("{at}/data"), "must be base64"))
    }

    /// The members of an object, after telling those that are unknown or given twice.
    fn members<'j>(&mut self, json: &'j Json, at: &str, known: &[&str]) -> Option<&'j [(String, Json)]> {
        let Json::Object(members) = json else { return self.refuse(at.to_owned(), WRONG) };
        let mut seen = BTreeSet::new();
        for (name, _) in members {
            let pointer = || format!("{at}/{}", escaped(name));
            if !known.contains(&name.as_str()) {
                self.problems.push(Problem::new(pointer(), UNKNOWN));
            } else if !seen.insert(name) {
                self.problems.push(Problem::new(pointer(), "must be given once"));
            }
        }
        Some(members)
    }

    fn required<'j>(&mut self, members: &'j [(String, Json)], at: &str, name: &str) -> Option<&'j Json> {
        find(members, name).or_else(|| self.refuse(format!("{at}/{name}"), MISSING))
    }

    /// A member of the operation that its own type reads.
    fn value<T: for<'de> Deserialize<'de>>(
        &mut self,
        members: &[(String, Json)],
        name: &str,
        rule: &'static str,
    ) -> Option<T> {
        let json = self.required(members, "/operation", name)?;
        reread(json).or_else(|| self.refuse(format!("/operation/{name}"), rule))
    }

    fn refuse<T>(&mut self, source: impl Into<Cow<'static, str>>, detail: &'static str) -> Option<T> {
        self.problems.push(Problem::new(source, detail));
        None
    }
}

fn find<'j>(members: &'j [(String, Json)], name: &str) -> Option<&'j Json> {
    members.iter().find(|(other, _)| other == name).map(|(_, value)| value)
}

fn reread<T: for<'de> Deserialize<'de>>(json: &Json) -> Option<T> {
    serde_json::to_vec(json).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok())
}
