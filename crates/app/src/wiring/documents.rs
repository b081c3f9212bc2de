//! Where scanned images are kept.

use std::sync::Arc;

use lpa_adapters_files::FileDocuments;
use lpa_adapters_memory::MemoryDocuments;
use lpa_ports::Documents;

use super::WiringError;
use super::journal::Place;
use crate::settings;

/// The directory that the settings name, one beside the journal's file, or memory when the journal is in memory.
pub(super) fn open(
    settings: &settings::Documents,
    journal: &Place,
) -> Result<Arc<dyn Documents>, WiringError> {
    let beside = || match journal {
        Place::File(path) => path.parent().map(|dir| dir.join("documents")),
        _ => None,
    };
    let Some(dir) = settings.dir.clone().or_else(beside) else {
        return match journal {
            Place::Memory => Ok(Arc::new(MemoryDocuments::new())),
            _ => Err(WiringError::setting(
                "documents.dir",
                "set it: a shared journal has no directory of its own",
            )),
        };
    };
    let files = FileDocuments::open(dir).map_err(|error| WiringError::setting("documents.dir", error))?;
    Ok(Arc::new(files))
}
