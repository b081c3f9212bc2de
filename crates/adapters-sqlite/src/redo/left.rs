//! What whoever had the journal before us left beside it.
//!
//! A process that dies with the journal open leaves SQLite's write-ahead log and ours; one that ends well leaves a file that
//! needs neither. So the file itself says which it was, and a copy of it that comes without what it needs is noticed. Nobody
//! can tell what is missing: so it is said, and the start goes on.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension as _};

use crate::error::OpenError;
use crate::file;

/// The files that were not there before SQLite was asked to open the journal, which makes them.
pub(crate) struct Left {
    missing: Vec<PathBuf>,
}

impl Left {
    /// Looks beside the journal at `path`, before it is opened.
    pub(crate) fn look(path: &Path) -> Self {
        let beside = ["-wal", "-log"].map(|ending| file::beside(path, ending));
        // What cannot be looked at is found out when it is opened.
        Self { missing: beside.into_iter().filter(|file| matches!(file.try_exists(), Ok(false))).collect() }
    }

    /// Warns of what should be there: who had the journal open last has not closed it.
    pub(crate) fn warn(&self, connection: &Connection) -> Result<(), OpenError> {
        for file in self.missed(connection)? {
            tracing::warn!(
                file = %file.display(),
                "this file is not there, and whoever had the journal open last did not close it: what only this file \
                 held is missing, perhaps operations that were acknowledged. Was the journal restored without it? Then \
                 stop, put back all files of one moment, and start again. Nothing is missing when another program has \
                 moved SQLite's write-ahead log to the journal, as sqlite3 does"
            );
        }
        Ok(())
    }

    /// What should be there.
    fn missed(&self, connection: &Connection) -> Result<&[PathBuf], OpenError> {
        Ok(if self.missing.is_empty() || !is_in_use(connection)? { &[] } else { &self.missing })
    }
}

/// Whether the tables say that somebody has the journal open; not for one of a version that did not say.
pub(crate) fn is_in_use(connection: &Connection) -> Result<bool, OpenError> {
    let known = "SELECT count(*) FROM pragma_table_info('redo') WHERE name = 'in_use'";
    if connection.query_row(known, [], |row| row.get::<_, i64>(0))? == 0 {
        return Ok(false);
    }
    let said = connection.query_row("SELECT in_use FROM redo", [], |row| row.get(0)).optional()?;
    Ok(said.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use lpa_sealing::Seal;
    use tempfile::TempDir;

    use super::*;
    use crate::journal::SqliteJournal;
    use crate::writer::Statement;

    async fn open(path: &Path) -> Result<SqliteJournal, OpenError> {
        SqliteJournal::open(path, Seal::new(&[7; 32]).unwrap()).await
    }

    /// A journal in which a block of numbers was recorded.
    async fn with_numbers() -> (TempDir, PathBuf, SqliteJournal) {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("journal");
        let journal = open(&path).await.unwrap();
        journal.write(Statement::PutNumbers, vec![1.into(), 9.into()], true).await.unwrap();
        (home, path, journal)
    }

    /// A copy that comes with some of the files beside it: what a start would miss, and how many blocks it finds;
    /// `None` when it is refused.
    async fn copied(path: &Path, endings: &[&str]) -> (Vec<String>, Option<usize>) {
        let home = tempfile::tempdir().unwrap();
        let copy = home.path().join("journal");
        for ending in [""].iter().chain(endings) {
            std::fs::copy(file::beside(path, ending), file::beside(&copy, ending)).unwrap();
        }
        let left = Left::look(&copy);
        let missed = left.missed(&Connection::open(&copy).unwrap()).unwrap();
        let missed = missed.iter().map(|file| file.display().to_string().split_off(copy.as_os_str().len()));
        let missed = missed.collect();
        // Opened above and closed again, SQLite has moved its log to the file.
        let Ok(journal) = open(&copy).await else { return (missed, None) };
        let blocks = journal.reader.all("SELECT 1 FROM uid_stock".to_owned(), Vec::new()).await.unwrap();
        (missed, Some(blocks.len()))
    }

    #[tokio::test]
    async fn a_copy_of_a_journal_in_use_needs_what_stands_beside_it_and_says_what_is_not_there() {
        let (_home, path, journal) = with_numbers().await;
        journal.readable().await.unwrap();
        assert_eq!(copied(&path, &["-wal", "-log"]).await, (vec![], Some(1)));
        assert_eq!(copied(&path, &["-log"]).await.0, ["-wal"]);
        let [wal, log] = ["-wal", "-log"].map(str::to_owned);
        // The tables say that the log held something.
        assert_eq!(copied(&path, &["-wal"]).await, (vec![log.clone()], None));
        assert_eq!(copied(&path, &[]).await, (vec![wal, log], Some(0)));
    }

    #[tokio::test]
    async fn a_journal_that_was_closed_is_one_file_that_needs_no_other() {
        let (_home, path, journal) = with_numbers().await;
        journal.close().await;
        assert!(!file::beside(&path, "-wal").exists());
        assert_eq!(copied(&path, &[]).await, (vec![], Some(1)));
    }

    #[tokio::test]
    async fn the_last_to_close_is_the_one_who_says_so() {
        let (_home, path, first) = with_numbers().await;
        let second = open(&path).await.unwrap();
        first.close().await;
        assert!(is_in_use(&Connection::open(&path).unwrap()).unwrap());
        second.close().await;
        assert_eq!(copied(&path, &[]).await, (vec![], Some(1)));
    }
}
