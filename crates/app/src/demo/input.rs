//! Plays of real documents from a directory: each LPA document is created, and each update is played on an LPA of its own.

use std::path::Path;

use lpa_domain::lpa::sequence::uid_of;
use serde_json::Value;

use super::script::{Play, Step};
use super::stage::DemoError;

/// Reads every `*.json` in `dir`: objects with `lpaType` are documents, objects with `type` are updates.
pub(super) fn plays(dir: &Path) -> Result<Vec<Play>, DemoError> {
    let mut documents = Vec::new();
    let mut updates = Vec::new();
    for (path, value) in read_all(dir)? {
        if value.get("lpaType").is_some() {
            documents.push(value.to_string().into_bytes());
        } else if value.get("type").is_some_and(Value::is_string) && value.get("changes").is_some() {
            updates.push(value);
        } else {
            tracing::info!(file = %path, "neither a document nor an update; left out");
        }
    }
    let Some(first) = documents.first().cloned() else {
        return Err(refuse(dir, "no LPA document (an object with lpaType) is in it"));
    };
    let alone = documents.into_iter().map(|document| vec![Step::Create(document)]);
    let on_an_lpa = updates.into_iter().map(|update| vec![Step::Create(first.clone()), Step::Update(update)]);
    let numbered = alone.chain(on_an_lpa).zip(1..);
    Ok(numbered.filter_map(|(steps, n)| uid_of(n).map(|uid| Play { uid, steps })).collect())
}

fn read_all(dir: &Path) -> Result<Vec<(String, Value)>, DemoError> {
    let entries = std::fs::read_dir(dir).map_err(|error| refuse(dir, &error.to_string()))?;
    let mut paths: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    paths.iter().map(|path| read_one(path)).collect()
}

fn read_one(path: &Path) -> Result<(String, Value), DemoError> {
    let bytes = std::fs::read(path).map_err(|error| refuse(path, &error.to_string()))?;
    let value =
        serde_json::from_slice(&bytes).map_err(|error| refuse(path, &format!("not JSON: {error}")))?;
    Ok((path.display().to_string(), value))
}

fn refuse(path: &Path, why: &str) -> DemoError {
    DemoError::Input { path: path.display().to_string(), why: why.to_owned() }
}
