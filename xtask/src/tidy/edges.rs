//! Who may depend on whom: the hexagon of docs/ARCHITECTURE.md, read from the manifests.

use serde_json::Value;

use super::Problem;

/// What the pure crate may use of others'.
const DOMAIN_USES: [&str; 8] =
    ["jiff", "serde", "serde_json", "thiserror", "uuid", "base64", "unicode-normalization", "strsim"];

/// One package of the workspace.
pub(super) struct Manifest {
    path: String,
    text: String,
    name: String,
    dependencies: Vec<Dependency>,
}

struct Dependency {
    name: String,
    ours: bool,
    dev: bool,
}

impl Manifest {
    /// From the package's entry in `cargo metadata`.
    pub(super) fn new(path: String, text: String, package: &Value) -> Self {
        let dependencies = package["dependencies"].as_array().map(Vec::as_slice).unwrap_or_default();
        let read = |each: &Value| Dependency {
            name: each["name"].as_str().unwrap_or_default().to_owned(),
            ours: each["path"].is_string(),
            dev: each["kind"] == "dev",
        };
        let name = package["name"].as_str().unwrap_or_default().to_owned();
        Self { path, text, name, dependencies: dependencies.iter().map(read).collect() }
    }

    fn line_of(&self, word: &str) -> usize {
        self.text.lines().position(|line| line.starts_with(word)).map_or(1, |index| index + 1)
    }
}

/// Every forbidden edge, and every crate that does not take the lints of the workspace.
pub(super) fn check(manifests: &[Manifest]) -> Vec<Problem> {
    manifests.iter().flat_map(check_one).collect()
}

fn check_one(manifest: &Manifest) -> Vec<Problem> {
    let forbidden = |each: &&Dependency| forbidden(&manifest.name, each).is_some();
    let mut problems: Vec<Problem> = manifest
        .dependencies
        .iter()
        .filter(forbidden)
        .map(|each| {
            let why = self::forbidden(&manifest.name, each).unwrap_or_default();
            let text = format!("`{}` may not depend on `{}`: {why}", manifest.name, each.name);
            Problem::new(&manifest.path, manifest.line_of(&each.name), text)
        })
        .collect();
    if !manifest.text.contains("[lints]\nworkspace = true") {
        problems.push(Problem::new(&manifest.path, 1, "add `[lints]` with `workspace = true`"));
    }
    problems
}

/// Why an edge is forbidden; `None` when it is not.
fn forbidden(from: &str, to: &Dependency) -> Option<&'static str> {
    let inner = ["lpa-domain", "lpa-ports", "lpa-sealing"];
    let adapter = from.starts_with("lpa-adapters-");
    if to.name == "anyhow" && (adapter || inner.contains(&from)) {
        return Some("errors here are enums that name the caller's next step");
    }
    if from == "lpa-domain" && !to.ours && !to.dev && !DOMAIN_USES.contains(&to.name.as_str()) {
        return Some("the domain is pure and small; what it may use is listed in xtask/src/tidy/edges.rs");
    }
    let to_name = to.name.as_str();
    match from {
        _ if !to.ours => None,
        "lpa-domain" | "lpa-sealing" => Some("it uses nothing of ours"),
        "lpa-ports" if to_name != "lpa-domain" => Some("ports speak only of the domain"),
        _ if adapter && !inner.contains(&to_name) => {
            Some("an adapter knows the domain, the ports and sealing")
        }
        "causeway" if ["lpa-tests", "lpa-simulation", "lpa-bench", "xtask"].contains(&to_name) => {
            Some("nothing shipped uses tests")
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(name: &str, dependency: &str, ours: bool, kind: Option<&str>) -> Vec<String> {
        let path = ours.then_some("/somewhere");
        let package = serde_json::json!({
            "name": name,
            "dependencies": [{ "name": dependency, "path": path, "kind": kind }],
        });
        let text = format!("[lints]\nworkspace = true\n\n[dependencies]\n{dependency}.workspace = true\n");
        let manifest = Manifest::new("crates/x/Cargo.toml".into(), text, &package);
        check(&[manifest]).iter().map(Problem::to_string).collect()
    }

    #[test]
    fn each_forbidden_edge_is_found_with_its_line() {
        for (from, to) in [
            ("lpa-domain", "lpa-ports"),
            ("lpa-sealing", "lpa-domain"),
            ("lpa-ports", "lpa-sealing"),
            ("lpa-adapters-sqlite", "lpa-adapters-memory"),
            ("lpa-adapters-http", "causeway"),
            ("causeway", "lpa-tests"),
            ("causeway", "lpa-simulation"),
        ] {
            for kind in [None, Some("dev")] {
                let found = problems(from, to, true, kind);
                assert_eq!(found.len(), 1, "{from} -> {to}");
                assert!(found[0].starts_with("crates/x/Cargo.toml:5: "), "{found:?}");
            }
        }
    }

    #[test]
    fn the_edges_of_the_map_are_allowed() {
        for (from, to) in [
            ("lpa-ports", "lpa-domain"),
            ("lpa-adapters-sqlite", "lpa-sealing"),
            ("causeway", "lpa-adapters-http"),
            ("lpa-tests", "causeway"),
        ] {
            assert_eq!(problems(from, to, true, None), Vec::<String>::new(), "{from} -> {to}");
        }
    }

    #[test]
    fn the_domain_may_use_only_what_is_listed_except_in_its_tests() {
        assert_eq!(problems("lpa-domain", "tokio", false, None).len(), 1);
        assert_eq!(problems("lpa-domain", "jiff", false, None).len(), 0);
        assert_eq!(problems("lpa-domain", "proptest", false, Some("dev")).len(), 0);
    }

    #[test]
    fn anyhow_stays_outside_domain_ports_and_adapters() {
        for from in ["lpa-domain", "lpa-ports", "lpa-sealing", "lpa-adapters-files"] {
            assert_eq!(problems(from, "anyhow", false, Some("dev")).len(), 1, "{from}");
        }
        assert_eq!(problems("causeway", "anyhow", false, None).len(), 0);
    }

    #[test]
    fn a_crate_without_the_lints_of_the_workspace_is_found() {
        let package = serde_json::json!({ "name": "causeway", "dependencies": [] });
        let manifest = Manifest::new("crates/app/Cargo.toml".into(), "[package]\n".into(), &package);
        assert_eq!(check(&[manifest])[0].text, "add `[lints]` with `workspace = true`");
    }
}
