//! Brings a database to the form that this version needs. Run by `causeway migrate` as the owner, never by the server.
//!
//! A database remembers a migration by its place in the list below, not by the number in its name: a new one goes to the
//! end, whatever its number, and is pinned in the test. In between, it would be taken for the one that stood there.

use std::borrow::Cow;

use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{Connection as _, PgConnection, SqlStr};
use thiserror::Error;

/// The database could not be brought to the form that this version needs.
#[derive(Debug, Error)]
pub enum MigrateError {
    /// It could not be reached.
    #[error("the database cannot be reached to migrate it")]
    Connect(#[source] sqlx::Error),
    /// A migration failed; those before it are kept.
    #[error("a migration failed")]
    Migrate(#[from] sqlx::migrate::MigrateError),
}

macro_rules! migrations {
    ($folder:literal, $($name:literal),+ $(,)?) => {
        &[$(($name, include_str!(concat!("../migrations/", $folder, "/", $name, ".sql")))),+]
    };
}

const REGISTER: &[(&str, &str)] = migrations!(
    "register",
    "0001_lpas",
    "0002_outbox_and_audit",
    "0003_uid_sequence",
    "0004_append_only",
    "0005_role",
    "0006_drafts",
    "0007_not_applied",
    "0008_one_at_a_time",
    "0009_fees",
    "0010_fees_answered_once",
    "0011_record_facts",
    "0012_record_rights",
    "0013_beside_drafts",
    "0014_record_people",
    "0015_approvals",
    "0016_drafts_of_before",
    "0017_referrals",
    "0018_approval_rights",
);

const JOURNAL: &[(&str, &str)] = migrations!(
    "journal",
    "0001_operation",
    "0002_lines_and_turns",
    "0003_line",
    "0004_record",
    "0005_settle",
    "0006_role",
    "0007_failed_attempts",
    "0008_postpone",
    "0009_repairs",
    "0010_repair",
    "0011_windows",
    "0012_copies",
    "0013_settle_and_free_key",
    "0015_notice",
    "0016_keys",
    "0017_the_key_that_seals",
    "0018_rotation",
    "0019_pruning",
    "0020_uid_stock",
    "0021_the_key_of_reasons_and_copies",
    "0022_reasons_sealed_anew",
    "0023_leases_of_nobody",
    "0025_superseded_content",
    "0025_superseding",
    "0025_told_of_superseding",
    "0030_turns_in_order",
    "0031_retire",
    "0032_in_doubt",
);

/// Migrates the register's schema, `causeway`. Run it as the owner of the database; several at once wait for each other.
pub async fn migrate_register(url: &str) -> Result<(), MigrateError> {
    migrate(url, "causeway", REGISTER).await
}

/// Migrates the shared journal's schema, `causeway_journal`. Run it as the owner of the database.
pub async fn migrate_journal(url: &str) -> Result<(), MigrateError> {
    migrate(url, "causeway_journal", JOURNAL).await
}

async fn migrate(
    url: &str,
    schema: &'static str,
    files: &[(&'static str, &'static str)],
) -> Result<(), MigrateError> {
    let mut migrator = Migrator::with_migrations(numbered(files));
    migrator.create_schema(schema);
    migrator.dangerous_set_table_name(format!("{schema}.migration"));
    let mut connection = PgConnection::connect(url).await.map_err(MigrateError::Connect)?;
    migrator.run(&mut connection).await?;
    connection.close().await.map_err(MigrateError::Connect)
}

fn numbered(files: &[(&'static str, &'static str)]) -> Vec<Migration> {
    let numbered = (1..).zip(files).map(|(number, (name, sql))| {
        Migration::new(number, Cow::Borrowed(name), MigrationType::Simple, SqlStr::from_static(sql), false)
    });
    numbered.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a database that was migrated so far remembers of the register.
    const REGISTER_VERSIONS: &[(i64, &str)] = &[
        (1, "0001_lpas"),
        (2, "0002_outbox_and_audit"),
        (3, "0003_uid_sequence"),
        (4, "0004_append_only"),
        (5, "0005_role"),
        (6, "0006_drafts"),
        (7, "0007_not_applied"),
        (8, "0008_one_at_a_time"),
        (9, "0009_fees"),
        (10, "0010_fees_answered_once"),
        (11, "0011_record_facts"),
        (12, "0012_record_rights"),
        (13, "0013_beside_drafts"),
        (14, "0014_record_people"),
        (15, "0015_approvals"),
        (16, "0016_drafts_of_before"),
        (17, "0017_referrals"),
        (18, "0018_approval_rights"),
    ];

    /// The same of the journal.
    const JOURNAL_VERSIONS: &[(i64, &str)] = &[
        (1, "0001_operation"),
        (2, "0002_lines_and_turns"),
        (3, "0003_line"),
        (4, "0004_record"),
        (5, "0005_settle"),
        (6, "0006_role"),
        (7, "0007_failed_attempts"),
        (8, "0008_postpone"),
        (9, "0009_repairs"),
        (10, "0010_repair"),
        (11, "0011_windows"),
        (12, "0012_copies"),
        (13, "0013_settle_and_free_key"),
        (14, "0015_notice"),
        (15, "0016_keys"),
        (16, "0017_the_key_that_seals"),
        (17, "0018_rotation"),
        (18, "0019_pruning"),
        (19, "0020_uid_stock"),
        (20, "0021_the_key_of_reasons_and_copies"),
        (21, "0022_reasons_sealed_anew"),
        (22, "0023_leases_of_nobody"),
        (23, "0025_superseded_content"),
        (24, "0025_superseding"),
        (25, "0025_told_of_superseding"),
        (26, "0030_turns_in_order"),
        (27, "0031_retire"),
        (28, "0032_in_doubt"),
    ];

    #[test]
    fn a_migration_keeps_its_version() {
        for (files, versions) in [(REGISTER, REGISTER_VERSIONS), (JOURNAL, JOURNAL_VERSIONS)] {
            let migrations = numbered(files);
            let found: Vec<(i64, &str)> =
                migrations.iter().map(|migration| (migration.version, &*migration.description)).collect();
            assert_eq!(found, versions);
        }
    }
}
