//! `causeway token`: a token for development, signed with the configured secret.

use std::process::ExitCode;

use anyhow::Context as _;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use lpa_domain::Author;
use lpa_domain::choice::Words as _;
use lpa_ports::Clock as _;
use serde_json::{Value, json};

use super::output;
use crate::auth::operator::Scope;
use crate::clock::SystemClock;
use crate::settings::{Secret, Settings};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Who calls: `opg.poas.sirius`, `opg.poas.makeregister` or `opg.poas.use`.
    #[arg(long, default_value = "opg.poas.makeregister")]
    issuer: String,
    /// Who acts, as a URN.
    #[arg(long, default_value = "urn:opg:poas:makeregister:users:00000000-0000-4000-0000-000000000000")]
    subject: String,
    /// For an operator or a case manager instead, with these scopes, such as `operations:read,windows:write`; signed with
    /// `auth.operator_secret`, and valid for five minutes at most.
    #[arg(long, value_name = "SCOPES", value_delimiter = ',')]
    operator: Option<Vec<String>>,
    /// How long it is valid, in seconds; 3600, for an operator 300, when not given.
    #[arg(long)]
    seconds: Option<u32>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(settings: &Settings, args: &Args) -> anyhow::Result<ExitCode> {
    let subject: Author = args.subject.parse().context("--subject")?;
    let now = SystemClock::default().now().as_second();
    let (header, secret, mut claims) = match &args.operator {
        None => for_todays_surface(settings, args)?,
        Some(scopes) => for_an_operator(settings, scopes)?,
    };
    let seconds = args.seconds.unwrap_or(if args.operator.is_some() { 300 } else { 3_600 });
    claims["sub"] = subject.as_str().into();
    claims["iat"] = now.into();
    claims["exp"] = (now + i64::from(seconds)).into();
    let key = EncodingKey::from_secret(secret.expose().as_bytes());
    let token = jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &key).context("cannot sign")?;
    output::line(&if args.json {
        json!({ "header": header, "token": token, "expiresIn": seconds }).to_string()
    } else {
        token
    });
    Ok(ExitCode::SUCCESS)
}

/// The header that takes the token, the secret that signs it, and what it says.
type Token<'s> = (&'static str, &'s Secret, Value);

fn for_todays_surface<'s>(settings: &'s Settings, args: &Args) -> anyhow::Result<Token<'s>> {
    let secret = settings.auth.shared_secret.as_ref();
    let secret = secret.context("set CAUSEWAY__AUTH__SHARED_SECRET: the token is signed with it")?;
    Ok(("X-Jwt-Authorization", secret, json!({ "iss": args.issuer })))
}

fn for_an_operator<'s>(settings: &'s Settings, scopes: &[String]) -> anyhow::Result<Token<'s>> {
    let secret = settings.auth.operator_secret.as_ref();
    let secret = secret.context("set CAUSEWAY__AUTH__OPERATOR_SECRET: the token is signed with it")?;
    let known = |scope: &String| Scope::from_word(scope).is_some();
    let unknown: Vec<&str> = scopes.iter().filter(|scope| !known(scope)).map(String::as_str).collect();
    anyhow::ensure!(unknown.is_empty(), "--operator: no such scope: {}", unknown.join(", "));
    let claims = json!({ "iss": "causeway", "aud": "causeway", "scope": scopes.join(" ") });
    Ok(("Authorization", secret, claims))
}
