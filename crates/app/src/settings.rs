//! Settings: defaults, then a TOML file, then the environment (`CAUSEWAY__SECTION__KEY`); see design section 8.
//!
//! A key that is not known is an error: a misspelt setting must not be a silent default.

mod journal;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use config::{Config, ConfigError, Environment, File};
use serde::Deserialize;
use thiserror::Error;
use zeroize::Zeroizing;

pub use journal::{Journal, Uids};

/// A text that must not be shown: a key, or an address that may hold a password. Overwritten in memory when it is dropped.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// The text itself.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(Zeroizing::new(text.to_owned()))
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[secret]")
    }
}

/// Everything that an operator may set.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// The HTTP server.
    pub http: Http,
    /// The register behind.
    pub register: Register,
    /// What OPG knows beyond the document.
    pub records: Records,
    /// Our own durable side.
    pub journal: Journal,
    /// Sequence numbers of UIDs.
    pub uids: Uids,
    /// Who may call.
    pub auth: Auth,
    /// How operations reach the register.
    pub forward: Forward,
    /// Today's LPA Store surface.
    pub lpa_store: LpaStore,
    /// Scanned images.
    pub documents: Documents,
    /// What was last known of LPAs.
    pub last_known: LastKnown,
    /// Who is told what has become of held work, by name.
    pub webhooks: BTreeMap<String, Webhook>,
    /// The log.
    pub log: Log,
}

/// The HTTP server.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Http {
    /// Address and port.
    pub listen: String,
}

impl Default for Http {
    fn default() -> Self {
        Self { listen: "127.0.0.1:9000".to_owned() }
    }
}

/// The register behind.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Register {
    /// `memory:`, `postgres://…`, `http(s)://…` of another Causeway, or `lpa-store+http(s)://…` of today's LPA Store.
    pub url: Secret,
    /// The secret that signs our tokens: towards another Causeway its `auth.edge_secret`, towards the LPA Store the one that
    /// its callers share.
    pub secret: Option<Secret>,
    /// Who signs towards the LPA Store: `opg.poas.sirius`, `opg.poas.makeregister` or `opg.poas.use`.
    pub issuer: String,
    /// Signs calls to the LPA Store for the gateway in front of it; unset: they are not signed.
    pub aws: Option<Aws>,
    /// Where UIDs come from when the register is the LPA Store: `postgres://…`, or `http(s)://…` of another Causeway;
    /// unset: nowhere.
    pub uid_url: Option<Secret>,
    /// The secret of that other Causeway.
    pub uid_secret: Option<Secret>,
    /// `compatible` or `strict`.
    pub profile: Profile,
    /// How many connections to PostgreSQL at most. Held operations take at most half of them; with another register than
    /// PostgreSQL the number says how many operations there may be at once.
    pub connections: u32,
}

impl Default for Register {
    fn default() -> Self {
        Self {
            url: "memory:".into(),
            secret: None,
            issuer: "opg.poas.makeregister".to_owned(),
            aws: None,
            uid_url: None,
            uid_secret: None,
            profile: Profile::Compatible,
            connections: 16,
        }
    }
}

/// What OPG knows beyond the document.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Records {
    /// 32 bytes in base64: with it the people of whom something is told are turned into digests, and compared. Unset: with a register
    /// on PostgreSQL nothing is told or answered. Another Causeway has its own.
    pub key: Option<Secret>,
}

/// Credentials of AWS, as long as the process runs.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Aws {
    /// The id of the access key.
    pub key_id: Secret,
    /// The secret access key.
    pub secret: Secret,
    /// The session token of temporary credentials.
    pub session_token: Option<Secret>,
    /// The region of the API.
    #[serde(default = "ireland")]
    pub region: String,
}

/// Where today's services run.
fn ireland() -> String {
    "eu-west-1".to_owned()
}

/// How strictly operations are judged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Profile {
    /// As today's clients expect.
    #[default]
    Compatible,
    /// As the law has it.
    Strict,
}

/// Who may call.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Auth {
    /// The HS256 key of today's clients, at least 32 bytes; unset: their surface answers 401.
    pub shared_secret: Option<Secret>,
    /// The key of other Causeways that hold work for this one; unset: `/v1` writes answer 401.
    pub edge_secret: Option<Secret>,
    /// The key of operators and case managers; unset: parked work and windows answer 401 over HTTP.
    pub operator_secret: Option<Secret>,
}

/// How operations reach the register.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Forward {
    /// Milliseconds that a caller waits for the register before it is answered `held`: 100 to 15,000.
    pub budget_ms: u64,
    /// How many held operations are forwarded a second at most, once the register is back.
    ///
    /// The register itself is protected by how much goes in a call, which follows how it answers, and what follows the
    /// register reads its outbox at its own pace. So this bound is only for what stands behind a register and cannot say
    /// how much it takes: set it to 40 for twice the normal rate of writing, as integration.md section 8, J40 proposes
    /// for the case management system (20 writes a second, section 9; a day's outage of 35,000 to 85,000 operations is then
    /// over after 15 to 36 minutes). At the default it is over after two minutes.
    pub drain_per_second: u32,
    /// An operation that has failed so often while the register answered others is set aside for a person.
    pub park_after: u32,
}

impl Default for Forward {
    fn default() -> Self {
        Self { budget_ms: 2_000, drain_per_second: 1_000, park_after: 8 }
    }
}

impl Forward {
    /// How long a caller waits.
    pub const fn budget(&self) -> Duration {
        Duration::from_millis(self.budget_ms)
    }
}

/// Where a service wants to be told.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Webhook {
    /// Operations whose author begins with this are its own, such as `urn:opg:poas:makeregister:`.
    pub authors: String,
    /// Its address: `https`, or `http` on this machine.
    pub url: Secret,
    /// Signs what it is told: at least 32 bytes.
    pub secret: Secret,
}

/// Today's LPA Store surface.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LpaStore {
    /// What a held write is answered: `accepted` (202 and the receipt's address) or `created` (201 with the header
    /// `Causeway-State: held`, for clients that know only 201).
    pub held_answer: HeldAnswer,
}

/// What a held write is answered on today's surface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum HeldAnswer {
    /// 202 and the receipt's address.
    #[default]
    Accepted,
    /// 201 with the header `Causeway-State: held`.
    Created,
}

/// What was last known of LPAs, told while the register is away.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LastKnown {
    /// How old it may be, in seconds. The age that the law allows is an open question (integration study, section 10.3);
    /// a day is our reading.
    pub max_age_secs: u32,
    /// Of how many LPAs it is kept.
    pub copies: u32,
}

impl Default for LastKnown {
    fn default() -> Self {
        Self { max_age_secs: 86_400, copies: 100_000 }
    }
}

/// Scanned images.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Documents {
    /// Where they are kept; unset: `documents` beside the journal, or in memory with a journal in memory.
    pub dir: Option<PathBuf>,
    /// What a presigned address begins with; unset: this server's own `/images`.
    pub public_url: Option<String>,
    /// The secret that signs addresses of images, at least 32 bytes; unset: made anew at each start.
    pub signing_key: Option<Secret>,
}

/// The log.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Log {
    /// `json` or `text`; unset: `text` on a terminal, `json` elsewhere.
    pub format: Option<LogFormat>,
}

/// How log lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// One JSON object a line.
    Json,
    /// For people.
    Text,
}

/// The settings cannot be used; the message names the key, never its value.
#[derive(Debug, Error)]
#[error("the settings cannot be used: {0}")]
pub struct BadSettings(String);

impl Settings {
    /// Reads defaults, then `file`, then the environment.
    pub fn read(file: Option<&Path>) -> Result<Self, BadSettings> {
        Self::read_with(file, Environment::with_prefix("CAUSEWAY").prefix_separator("__").separator("__"))
    }

    fn read_with(file: Option<&Path>, environment: Environment) -> Result<Self, BadSettings> {
        let mut sources = Config::builder();
        if let Some(path) = file {
            sources = sources.add_source(File::from(path).format(config::FileFormat::Toml));
        }
        let read = sources
            .add_source(environment.try_parsing(false))
            .build()
            .map_err(|error| BadSettings(what_is_wrong(&error, None)))?;
        read.try_deserialize().map_err(|error| BadSettings(what_is_wrong(&error, None)))
    }
}

/// The cause without the offending value, which may be a secret.
fn what_is_wrong(error: &ConfigError, key: Option<&str>) -> String {
    match error {
        ConfigError::Type { expected, key: own, .. } => {
            format!("{} must be {expected}", own.as_deref().or(key).unwrap_or("a value"))
        }
        ConfigError::At { error, key: own, .. } => what_is_wrong(error, own.as_deref().or(key)),
        // Where the parser stopped, without the line that it quotes.
        ConfigError::FileParse { cause, .. } => {
            format!("the file is no TOML: {}", cause.to_string().lines().next().unwrap_or_default())
        }
        // A word from a closed list: serde's message quotes what was given instead.
        ConfigError::Message(message) if message.contains("variant") => {
            format!("{} is not one of the words allowed there", key.unwrap_or("a value"))
        }
        ConfigError::Message(message) => key.map_or(message.clone(), |key| format!("{key}: {message}")),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from_environment(pairs: &[(&str, &str)]) -> Result<Settings, BadSettings> {
        let pairs = pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        let environment = Environment::with_prefix("CAUSEWAY").prefix_separator("__").separator("__");
        Settings::read_with(None, environment.source(Some(pairs)))
    }

    #[test]
    fn the_defaults_are_those_of_the_operators_contract() {
        let settings = from_environment(&[]).unwrap();
        assert_eq!(settings.http.listen, "127.0.0.1:9000");
        assert_eq!(settings.register.url.expose(), "memory:");
        assert_eq!(settings.forward.budget(), Duration::from_secs(2));
        assert!(settings.auth.shared_secret.is_none());
    }

    #[test]
    fn the_environment_sets_every_fixed_key() {
        let settings = from_environment(&[
            ("CAUSEWAY__HTTP__LISTEN", "127.0.0.1:0"),
            ("CAUSEWAY__REGISTER__URL", "postgres://localhost/opg"),
            ("CAUSEWAY__JOURNAL__URL", "sqlite:/tmp/journal"),
            ("CAUSEWAY__JOURNAL__KEY", "1234567890"),
            ("CAUSEWAY__JOURNAL__OLD_KEYS", "234, 345"),
            ("CAUSEWAY__JOURNAL__MAX_BYTES", "1000"),
            ("CAUSEWAY__RECORDS__KEY", "456"),
            ("CAUSEWAY__UIDS__BLOCK", "50"),
            ("CAUSEWAY__AUTH__SHARED_SECRET", "0123"),
            ("CAUSEWAY__FORWARD__BUDGET_MS", "250"),
            ("CAUSEWAY__FORWARD__DRAIN_PER_SECOND", "20"),
            ("CAUSEWAY__FORWARD__PARK_AFTER", "3"),
            ("CAUSEWAY__LOG__FORMAT", "json"),
        ])
        .unwrap();
        assert_eq!(settings.http.listen, "127.0.0.1:0");
        assert_eq!(settings.journal.key.unwrap().expose(), "1234567890");
        let old: Vec<&str> = settings.journal.old_keys.iter().map(Secret::expose).collect();
        assert_eq!((old, settings.journal.max_bytes), (vec!["234", "345"], Some(1_000)));
        assert_eq!(settings.records.key.unwrap().expose(), "456");
        assert_eq!((settings.uids.block, settings.uids.most_at_once), (50, 100_000));
        assert_eq!(settings.auth.shared_secret.unwrap().expose(), "0123");
        assert_eq!(settings.forward.budget_ms, 250);
        assert_eq!((settings.forward.drain_per_second, settings.forward.park_after), (20, 3));
        assert_eq!(settings.log.format, Some(LogFormat::Json));
    }

    #[test]
    fn a_misspelt_key_is_refused() {
        let error = from_environment(&[("CAUSEWAY__HTTP__LISTN", "127.0.0.1:0")]).unwrap_err();
        assert!(error.to_string().contains("listn"), "{error}");
    }

    #[test]
    fn secrets_are_never_shown() {
        let settings = from_environment(&[("CAUSEWAY__AUTH__SHARED_SECRET", "very secret")]).unwrap();
        assert!(!format!("{settings:?}").contains("very secret"));
    }
}
