//! Scanned images as files.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use aws_lc_rs::digest::{SHA256, digest};
use lpa_ports::{ContentHash, Documents, DocumentsError};
use tokio::task::spawn_blocking;

use crate::durable;

/// Keeps each image in a file of its own: `<directory>/<first two digits of the hash>/<hash>`, readable by its owner only.
///
/// Several processes may share the directory.
#[derive(Clone, Debug)]
pub struct FileDocuments {
    directory: Arc<Path>,
}

impl FileDocuments {
    /// Opens a directory, and makes it when there is none. What a crash left half-written there more than a day ago is
    /// removed.
    ///
    /// # Errors
    /// When the directory cannot be made or is not writable.
    pub fn open(directory: impl Into<PathBuf>) -> io::Result<Self> {
        let directory = directory.into();
        durable::make_directory(&directory.join(INCOMING))?;
        let directory = directory.canonicalize()?;
        durable::clear(&directory.join(INCOMING), LEFT_FOR)?;
        durable::keep_name(&directory, &directory)?;
        Ok(Self { directory: directory.into() })
    }

    /// Where files are written before they get their name.
    fn incoming(&self) -> PathBuf {
        self.directory.join(INCOMING)
    }

    fn path_of(&self, hash: ContentHash) -> PathBuf {
        let name = hash.to_string();
        self.directory.join(name.get(..2).unwrap_or_default()).join(name)
    }

    fn write(&self, hash: ContentHash, bytes: &[u8]) -> io::Result<()> {
        if hash_of(bytes) != hash {
            return Err(io::Error::new(
                ErrorKind::InvalidInput,
                "the bytes do not have the hash they came with",
            ));
        }
        let path = self.path_of(hash);
        // A file that is there and sound need not be written, but perhaps another call has only just named it: what
        // makes a name durable is done in any case.
        if !matches!(self.read(hash), Ok(Some(_))) {
            durable::write_file(&self.incoming(), &path, bytes)?;
        }
        durable::keep_name(&path, &self.directory)
    }

    fn read(&self, hash: ContentHash) -> io::Result<Option<Vec<u8>>> {
        match std::fs::read(self.path_of(hash)) {
            Ok(bytes) if hash_of(&bytes) == hash => Ok(Some(bytes)),
            Ok(_) => Err(io::Error::new(ErrorKind::InvalidData, "a kept image is damaged")),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }
}

const INCOMING: &str = "incoming";
/// So long no image takes to write.
const LEFT_FOR: Duration = Duration::from_hours(24);

fn hash_of(bytes: &[u8]) -> ContentHash {
    let mut hash = [0; 32];
    hash.copy_from_slice(digest(&SHA256, bytes).as_ref());
    ContentHash(hash)
}

#[async_trait]
impl Documents for FileDocuments {
    async fn put(&self, hash: ContentHash, bytes: Vec<u8>) -> Result<(), DocumentsError> {
        let files = self.clone();
        blocking(move || files.write(hash, &bytes)).await
    }

    async fn get(&self, hash: ContentHash) -> Result<Option<Vec<u8>>, DocumentsError> {
        let files = self.clone();
        blocking(move || files.read(hash)).await
    }
}

/// File calls wait for the disk, so they run beside the async threads.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Result<T, DocumentsError> {
    let done = spawn_blocking(work).await.map_err(|lost| DocumentsError::Unavailable(lost.into()))?;
    done.map_err(|error| DocumentsError::Unavailable(error.into()))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[tokio::test]
    async fn a_damaged_file_is_never_returned_and_putting_it_again_mends_it() {
        let directory = tempfile::tempdir().unwrap();
        let files = FileDocuments::open(directory.path()).unwrap();
        let hash = hash_of(b"scan");
        files.put(hash, b"scan".to_vec()).await.unwrap();
        std::fs::write(files.path_of(hash), b"scam").unwrap();
        assert!(matches!(files.get(hash).await, Err(DocumentsError::Unavailable(_))));
        files.put(hash, b"scan".to_vec()).await.unwrap();
        assert_eq!(files.get(hash).await.unwrap().as_deref(), Some(&b"scan"[..]));
    }

    #[tokio::test]
    async fn bytes_under_a_foreign_hash_are_not_kept() {
        let directory = tempfile::tempdir().unwrap();
        let files = FileDocuments::open(directory.path()).unwrap();
        let hash = hash_of(b"scan");
        assert!(files.put(hash, b"other".to_vec()).await.is_err());
        assert_eq!(files.get(hash).await.unwrap(), None);
    }

    #[tokio::test]
    async fn only_the_owner_may_read_and_nothing_stays_in_the_way_in() {
        let directory = tempfile::tempdir().unwrap();
        let files = FileDocuments::open(directory.path().join("images")).unwrap();
        let hash = hash_of(b"scan");
        files.put(hash, b"scan".to_vec()).await.unwrap();
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let path = files.path_of(hash);
        assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
        assert_eq!(mode(&files.directory), 0o700);
        assert_eq!(std::fs::read_dir(files.incoming()).unwrap().count(), 0);
    }

    #[tokio::test]
    async fn what_a_crash_left_on_the_way_in_does_no_harm() {
        let directory = tempfile::tempdir().unwrap();
        let files = FileDocuments::open(directory.path()).unwrap();
        let hash = hash_of(b"scan");
        std::fs::write(files.incoming().join(format!("{hash}.0")), b"sc").unwrap();
        files.put(hash, b"scan".to_vec()).await.unwrap();
        assert_eq!(files.get(hash).await.unwrap().as_deref(), Some(&b"scan"[..]));
    }

    #[test]
    fn what_a_crash_left_on_the_way_in_is_removed_a_day_later() {
        let directory = tempfile::tempdir().unwrap();
        let files = FileDocuments::open(directory.path()).unwrap();
        let [old, new] = ["old", "new"].map(|name| files.incoming().join(name));
        for (path, hours) in [(&old, 25), (&new, 23)] {
            let file = std::fs::File::create(path).unwrap();
            let written = file.metadata().unwrap().modified().unwrap();
            file.set_modified(written - Duration::from_hours(hours)).unwrap();
        }
        FileDocuments::open(directory.path()).unwrap();
        assert_eq!((old.exists(), new.exists()), (false, true));
    }
}
