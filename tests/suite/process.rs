//! The real binary, as operators and clients know it (design section 8).

mod caller;
mod demo;
mod fee;
mod held;
mod killed;
mod numbers;
mod records;
mod repeats;
mod rotation;
mod serving;
mod settings;
mod stopping;

use lpa_tests::binary::Binary;
use lpa_tests::cluster::Database;
use lpa_tests::samples::document;
use serde_json::json;

/// The program, with a journal of its own and the register in memory.
pub(crate) fn causeway() -> Binary {
    Binary::at(env!("CARGO_BIN_EXE_causeway-under-test"))
}

/// The program in front of a PostgreSQL register.
pub(crate) fn in_front_of(database: &Database) -> Binary {
    causeway().with("REGISTER__URL", &database.url).with("RECORDS__KEY", RECORDS_KEY)
}

/// The key of the people in the records.
const RECORDS_KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

/// The program in front of a PostgreSQL register, with a journal in PostgreSQL that it shares with others.
pub(crate) fn sharing(register: &Database, journal: &Database) -> Binary {
    let binary = in_front_of(register).with("JOURNAL__URL", &journal.url);
    let documents = binary.home().join("documents").display().to_string();
    let key = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    binary.with("JOURNAL__KEY", key).with("DOCUMENTS__DIR", documents).with("FORWARD__BUDGET_MS", "200")
}

/// A Causeway at the register, on a port that stays the same, and one at the edge.
fn chain(database: &Database) -> [Binary; 2] {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let secret = "a made-up secret between Causeways";
    let back = in_front_of(database)
        .with("HTTP__LISTEN", format!("127.0.0.1:{port}"))
        .with("AUTH__EDGE_SECRET", secret);
    let edge =
        causeway().with("REGISTER__URL", format!("http://127.0.0.1:{port}")).with("REGISTER__SECRET", secret);
    [back, edge]
}

/// The body that creates an LPA whose donor's email address the tests know.
pub(crate) fn creation() -> Vec<u8> {
    serde_json::to_vec(&document()).unwrap()
}

/// The body that corrects one text.
pub(crate) fn correction(key: &str, old: &str, new: &str) -> String {
    let change = json!({ "key": key, "old": old, "new": new });
    json!({ "type": "CORRECTION", "changes": [change] }).to_string()
}
