//! The keys that seal the journal: in the settings, or in a file that is read again when a key is missing.

use std::fs::File;
use std::io::{Error, ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lpa_sealing::{Fingerprint, KeyRing, KeySource, KeysUnreadable, Seal};
use zeroize::Zeroizing;

use super::WiringError;
use crate::settings::{self, Secret};

/// The keys that the settings give. A file beside a journal is made when it is not there.
pub(super) fn ring(settings: &settings::Journal, journal: Option<&Path>) -> Result<KeyRing, WiringError> {
    if settings.key.is_none() && !settings.old_keys.is_empty() {
        return Err(WiringError::setting("journal.old_keys", "set journal.key, too: the newest"));
    }
    let ring = match (&settings.key, file(settings, journal)) {
        (Some(_), _) => {
            KeyRing::of(InSettings(settings.key.iter().chain(&settings.old_keys).cloned().collect()))
        }
        (None, Some(file)) => {
            file.make_if_missing(settings.key_file.is_none(), journal)?;
            KeyRing::of(file)
        }
        (None, None) => {
            let why = "set it, or journal.key_file: instances that share a journal share its keys";
            return Err(WiringError::setting("journal.key", why));
        }
    };
    ring.map_err(|error| WiringError::setting("journal.key", error))
}

/// The file that the keys are in, unless they are in the settings.
pub(super) fn file(settings: &settings::Journal, journal: Option<&Path>) -> Option<KeyFile> {
    let beside = || journal.map(|journal| journal.with_extension("key"));
    let path = settings.key_file.clone().or_else(beside)?;
    settings.key.is_none().then_some(KeyFile(path))
}

/// Keys in the settings stay as they are while the process runs.
struct InSettings(Vec<Secret>);

impl KeySource for InSettings {
    fn keys(&self) -> Result<Vec<Seal>, KeysUnreadable> {
        read(self.0.iter().map(Secret::expose))
    }
}

/// A file with one key a line, the newest first; readable by its owner only.
#[derive(Clone, Debug)]
pub struct KeyFile(PathBuf);

impl KeySource for KeyFile {
    fn keys(&self) -> Result<Vec<Seal>, KeysUnreadable> {
        read(lines(&self.text().map_err(|error| KeysUnreadable(error.into()))?))
    }
}

impl KeyFile {
    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Makes a key and puts it before the others: the newest. Which it is.
    pub fn add(&self) -> std::io::Result<Fingerprint> {
        let (key, seal) = fresh()?;
        let _alone = self.lock()?;
        let text = self.text()?;
        self.replace(std::iter::once(key.as_str()).chain(lines(&text)))?;
        Ok(seal.fingerprint())
    }

    /// Drops keys older than `seals` that `needed` does not name; how many. One that was added meanwhile is newer.
    pub fn drop_older(
        &self,
        seals: Fingerprint,
        needed: impl Fn(Fingerprint) -> bool,
    ) -> std::io::Result<usize> {
        let _alone = self.lock()?;
        let text = self.text()?;
        let (mut kept, mut older, mut gone) = (Vec::new(), false, 0);
        for line in lines(&text) {
            let key = Seal::from_base64(line).map_err(Error::other)?.fingerprint();
            if older && !needed(key) {
                gone += 1;
            } else {
                kept.push(line);
            }
            older |= key == seals;
        }
        if gone > 0 {
            self.replace(kept.into_iter())?;
        }
        Ok(gone)
    }

    /// Of two who change the file at once one waits.
    fn lock(&self) -> std::io::Result<File> {
        let directory = File::open(self.directory())?;
        directory.lock()?;
        Ok(directory)
    }

    fn directory(&self) -> &Path {
        self.0.parent().filter(|directory| !directory.as_os_str().is_empty()).unwrap_or(Path::new("."))
    }

    fn text(&self) -> std::io::Result<Zeroizing<String>> {
        std::fs::read_to_string(&self.0).map(Zeroizing::new)
    }

    /// At the first start of a journal its file is made; one that was named must be there. A new key opens no journal that
    /// was sealed before, and in its place it would hide that the old one is gone.
    fn make_if_missing(&self, make: bool, journal: Option<&Path>) -> Result<(), WiringError> {
        match std::fs::metadata(&self.0) {
            Err(error) if error.kind() == ErrorKind::NotFound && make && journal.is_some_and(is_written) => {
                let missing =
                    format!("the journal is there and its key file {} is not: put it back", self.0.display());
                Err(WiringError::setting("journal.key", missing))
            }
            Err(error) if error.kind() == ErrorKind::NotFound && make => {
                let written = fresh().and_then(|(key, _)| self.replace(std::iter::once(key.as_str())));
                written.map_err(|error| WiringError::setting("journal.key", error))?;
                tracing::warn!(
                    file = %self.0.display(),
                    "no journal.key is set: a key was made. Who loses this file loses what is held; keep a copy elsewhere"
                );
                Ok(())
            }
            Err(error) => Err(WiringError::setting("journal.key_file", error)),
            Ok(_) => Ok(()),
        }
    }

    /// All at once and durably: a crash leaves the file as it was or as it shall be.
    fn replace<'k>(&self, keys: impl Iterator<Item = &'k str>) -> std::io::Result<()> {
        std::fs::create_dir_all(self.directory())?;
        let mut beside = self.0.clone().into_os_string();
        beside.push(".new");
        drop(std::fs::remove_file(&beside));
        let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside)?;
        for key in keys {
            writeln!(file, "{key}")?;
        }
        file.sync_all()?;
        std::fs::rename(&beside, &self.0)?;
        File::open(self.directory())?.sync_all()
    }
}

fn is_written(journal: &Path) -> bool {
    std::fs::metadata(journal).is_ok_and(|file| file.len() > 0)
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

fn read<'k>(keys: impl Iterator<Item = &'k str>) -> Result<Vec<Seal>, KeysUnreadable> {
    keys.map(|key| Seal::from_base64(key).map_err(|error| KeysUnreadable(error.into()))).collect()
}

/// A key of random bytes, in base64.
fn fresh() -> std::io::Result<(Zeroizing<String>, Seal)> {
    let mut key = Zeroizing::new([0; 32]);
    aws_lc_rs::rand::fill(&mut *key).map_err(|_unspecified| Error::other("no random bytes"))?;
    let seal = Seal::new(&key).map_err(Error::other)?;
    Ok((Zeroizing::new(STANDARD.encode(*key)), seal))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_key_is_the_first_line_and_only_the_owner_reads_it() {
        use std::os::unix::fs::PermissionsExt as _;
        let dir = tempfile::tempdir().unwrap();
        let file = KeyFile(dir.path().join("deep/journal.key"));
        file.make_if_missing(true, None).unwrap();
        let first = file.keys().unwrap()[0].fingerprint();
        let second = file.add().unwrap();
        let keys: Vec<_> = file.keys().unwrap().iter().map(Seal::fingerprint).collect();
        assert_eq!(keys, [second, first]);
        let mode = std::fs::metadata(file.path()).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn only_keys_that_are_older_and_not_needed_are_dropped() {
        let dir = tempfile::tempdir().unwrap();
        let file = KeyFile(dir.path().join("journal.key"));
        file.make_if_missing(true, None).unwrap();
        let added: Vec<_> = (0..3).map(|_| file.add().unwrap()).collect();
        assert_eq!(file.drop_older(added[1], |key| key == added[0]).unwrap(), 1);
        let keys: Vec<_> = file.keys().unwrap().iter().map(Seal::fingerprint).collect();
        assert_eq!(keys, [added[2], added[1], added[0]]);
    }

    #[test]
    fn a_file_that_was_named_is_not_made() {
        let dir = tempfile::tempdir().unwrap();
        let file = KeyFile(dir.path().join("keys"));
        assert!(file.make_if_missing(false, None).is_err());
        assert!(!file.path().exists());
    }

    #[test]
    fn a_key_is_made_for_a_new_journal_and_never_for_one_that_has_lost_its_key() {
        let dir = tempfile::tempdir().unwrap();
        let (journal, file) = (dir.path().join("journal.sqlite"), KeyFile(dir.path().join("journal.key")));
        file.make_if_missing(true, Some(&journal)).unwrap();
        std::fs::write(&journal, "sealed").unwrap();
        file.make_if_missing(true, Some(&journal)).unwrap();
        std::fs::remove_file(file.path()).unwrap();
        let refused = file.make_if_missing(true, Some(&journal));
        assert!(matches!(refused, Err(WiringError::Setting { key: "journal.key", .. })));
        assert!(!file.path().exists());
    }
}
