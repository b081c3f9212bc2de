//! The same statement by pgbench.

use std::process::Command;

use anyhow::Context as _;
use lpa_domain::choice::Words as _;
use lpa_domain::records::Question;
use lpa_sealing::DigestKey;
use lpa_tests::cluster::Database;
use tempfile::TempDir;

use super::KEY;
use super::store::{array, short};

/// How many drafts pgbench takes by turns.
const SCRIPTS: usize = 100;

/// How many drafts a second pgbench asks about, over one connection.
pub(super) fn run(database: &Database, drafts: &[Vec<Question>], seconds: u64) -> anyhow::Result<f64> {
    let folder = TempDir::new()?;
    let mut pgbench = Command::new("pgbench");
    pgbench.args(["--no-vacuum", "--client", "1", "--protocol", "prepared", "--time", &seconds.to_string()]);
    for (n, draft) in drafts.iter().take(SCRIPTS).enumerate() {
        let path = folder.path().join(format!("{n}.sql"));
        std::fs::write(&path, script(draft)?)?;
        pgbench.arg("--file").arg(path);
    }
    let output = pgbench.arg(&database.url).output().context("cannot start pgbench")?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = said.lines().find_map(|line| line.strip_prefix("tps = "));
    let rate = line.and_then(|line| line.split(' ').next()).and_then(|rate| rate.parse().ok());
    rate.with_context(|| format!("{said}{}", String::from_utf8_lossy(&output.stderr)))
}

/// The statement of the adapter, with its arguments in their places.
fn script(draft: &[Question]) -> anyhow::Result<String> {
    let statements = lpa_adapters_postgres::register_statements();
    let find = statements.iter().find(|(name, _)| *name == "find").context("no statement `find`")?.1;
    let arguments = arguments(draft);
    // From the last on: `$1` begins `$10`, too.
    let filled = (1..=arguments.len())
        .rev()
        .fold(find.to_owned(), |sql, n| sql.replace(&format!("${n}"), &arguments[n - 1]));
    Ok(filled.replace('\n', " ") + ";\n")
}

fn arguments(draft: &[Question]) -> Vec<String> {
    let key = DigestKey::new(&KEY);
    let (mut people, mut kinds, mut numbers) = (Vec::new(), Vec::new(), Vec::new());
    for question in draft {
        let Question::Drafting(drafting) = question else { continue };
        let Some(kind) = drafting.kind() else { continue };
        once(&mut people, drafting.of.clone());
        once(&mut people, drafting.donor.clone());
        once(&mut kinds, kind.word().to_owned());
        numbers.extend(drafting.uid.map(|uid| uid.to_string()));
    }
    numbers.dedup();
    let mut columns: [Vec<String>; 5] = Default::default();
    for (place, person) in people.iter().enumerate() {
        for sought in person.compared().sought() {
            columns[0].push(place.to_string());
            columns[1].push(short(&key, "block", &sought.block).to_string());
            for (column, marks) in (2..).zip([&sought.strong, &sought.near, &sought.probable]) {
                columns[column].push(array(&key, marks));
            }
        }
    }
    let [places, blocks, strong, near, probable] = columns;
    let none = |kind: &str| format!("'{{}}'::{kind}[]");
    let mut all: Vec<String> = ["bigint", "text", "bytea", "boolean"].map(none).to_vec();
    all.extend([list(&places, "bigint"), list(&blocks, "bigint")]);
    all.extend([strong, near, probable].map(|marks| list(&marks, "text")));
    all.extend([list(&numbers, "text"), list(&kinds, "text")]);
    all
}

fn once<T: PartialEq>(all: &mut Vec<T>, one: T) {
    if !all.contains(&one) {
        all.push(one);
    }
}

fn list(values: &[String], kind: &str) -> String {
    let quoted: Vec<String> = values.iter().map(|value| format!("'{value}'")).collect();
    format!("array[{}]::{kind}[]", quoted.join(","))
}
