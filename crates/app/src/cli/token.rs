//! `causeway token`: a token for development, signed with the configured secret.

use std::process::ExitCode;

use anyhow::Context as _;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use lpa_domain::Author;
use lpa_ports::Clock as _;

use super::output;
use crate::clock::SystemClock;
use crate::settings::Settings;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Who calls: `opg.poas.sirius`, `opg.poas.makeregister` or `opg.poas.use`.
    #[arg(long, default_value = "opg.poas.makeregister")]
    issuer: String,
    /// Who acts, as a URN.
    #[arg(long, default_value = "urn:opg:poas:makeregister:users:00000000-0000-4000-0000-000000000000")]
    subject: String,
    /// How long it is valid, in seconds.
    #[arg(long, default_value_t = 3_600)]
    seconds: u32,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(settings: &Settings, args: &Args) -> anyhow::Result<ExitCode> {
    let secret = settings.auth.shared_secret.as_ref();
    let secret = secret.context("set CAUSEWAY__AUTH__SHARED_SECRET: the token is signed with it")?;
    let subject: Author = args.subject.parse().context("--subject")?;
    let now = SystemClock::default().now().as_second();
    let claims = serde_json::json!({
        "iss": args.issuer, "sub": subject.as_str(), "iat": now, "exp": now + i64::from(args.seconds),
    });
    let key = EncodingKey::from_secret(secret.expose().as_bytes());
    let token = jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &key).context("cannot sign")?;
    let header = "X-Jwt-Authorization";
    output::line(&if args.json {
        serde_json::json!({ "header": header, "token": token, "expiresIn": args.seconds }).to_string()
    } else {
        token
    });
    Ok(ExitCode::SUCCESS)
}
