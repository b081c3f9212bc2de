//! The body of `POST /v1/operations`: an operation and the scans that travel with it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lpa_domain::fees::FeeAct;
use lpa_domain::lpa::uid::Form;
use lpa_domain::operation::read::read_update;
use lpa_domain::{Act, Beside, Document, Draft, DraftAct, Json, LpaUid, Operation, Problem};

use super::caller::NOT_ISSUED;
use super::lost_members::{escaped, lost_members};
use super::reading::{MOMENT, Members, Reading, WRONG, find, reread};
use crate::use_cases::accept_operation::Attachment;

/// What was sent.
#[derive(Debug)]
pub(super) struct Envelope {
    pub(super) operation: Operation,
    pub(super) attachments: Vec<Attachment>,
}

/// Reads an envelope strictly: every member known, none missing, none twice. Every problem at once.
pub(super) fn read_envelope(body: &Json) -> Result<Envelope, Vec<Problem>> {
    let mut reading = Reading::default();
    let envelope = reading.envelope(body);
    reading.end(envelope)
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
        let id = self.value(members, at, "id", "must be a UUID");
        let uid = self.value(members, at, "uid", "must be M- and three groups of four");
        let author = self.value(members, at, "author", "must be an RFC 2141 URN");
        let requested_at = self.value(members, at, "requestedAt", MOMENT);
        let given = find(members, "idempotencyKey").is_some();
        let key = if given {
            self.value(members, at, "idempotencyKey", "must be 1 to 255 printable ASCII characters")
        } else {
            None
        };
        let act = self.act(members);
        if matches!(&act, Some(Act::Draft(_) | Act::Fee(_)))
            && uid.is_some_and(|uid: LpaUid| uid.form() != Form::Checked)
        {
            self.problems.push(Problem::new("/operation/uid", NOT_ISSUED));
        }
        Some(Operation {
            id: id?,
            uid: uid?,
            idempotency_key: key,
            author: author?,
            requested_at: requested_at?,
            act: act?,
        })
    }

    fn act(&mut self, members: Members<'_>) -> Option<Act> {
        let kind = self.required(members, "/operation", "kind");
        let content = self.required(members, "/operation", "content");
        let (kind, content) = (kind?, content?);
        match kind.as_str() {
            Some("create") => self.document(content).map(|document| Act::Create(Box::new(document))),
            Some("update") => self.update(content),
            Some("draft") => self.on_draft(content).map(Act::Draft),
            Some("fee") => self.of_a_fee(content).map(Act::Fee),
            _ => self.refuse("/operation/kind", "must be create, update, draft or fee"),
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
            Err(problems) => self.refuse_all(at, problems),
        }
    }

    fn on_draft(&mut self, content: &Json) -> Option<DraftAct> {
        let at = "/operation/content";
        let keeps = content.member("act").and_then(Json::as_str) != Some("delete");
        let known: &[&str] = if keeps { &["act", "asAt", "draft", "beside"] } else { &["act"] };
        let members = self.members(content, at, known)?;
        let act = self.required(members, at, "act").and_then(|act| match act.as_str() {
            Some(word @ ("keep" | "delete")) => Some(word),
            _ => self.refuse(format!("{at}/act"), "must be keep or delete"),
        });
        if !keeps {
            return act.map(|_delete| DraftAct::Delete);
        }
        // A draft is kept as it was told: of what a newer Causeway has let in, nothing is lost here.
        let (as_at, draft) = (self.as_at(members, at), self.draft(members, at, Draft::from_json));
        let beside = match find(members, "beside") {
            None => Some(Beside::default()),
            Some(told) => reread(told).or_else(|| self.refuse(format!("{at}/beside"), WRONG)),
        };
        act?;
        Some(DraftAct::Keep { as_at: as_at?, draft: Box::new(draft?), beside: Box::new(beside?) })
    }

    /// It is kept as it was told, and judged where the fee is kept.
    fn of_a_fee(&mut self, content: &Json) -> Option<FeeAct> {
        let at = "/operation/content";
        let members = self.members(content, at, &["about", "told"])?;
        let about = self.value(members, at, "about", "must be something that is told of a fee");
        let told = self.required(members, at, "told");
        Some(FeeAct { about: about?, told: told?.clone() })
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
}
