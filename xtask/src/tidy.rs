//! What no other tool checks: who may depend on whom, where a name may be written, how long a file may be, and whether
//! the tests that the docs cite exist.

mod documents;
mod edges;
mod source;

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context as _;

/// Something to mend: where, what is wrong, and what to do.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Problem {
    path: String,
    line: usize,
    text: String,
}

impl Problem {
    fn new(path: &str, line: usize, text: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, text: text.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.text)
    }
}

/// A file of the tree, with its path from the root.
struct File {
    path: String,
    text: String,
}

/// Runs every check and lists all problems at once; whether there were none.
pub(crate) fn run(root: &Path) -> anyhow::Result<bool> {
    let files = read_tree(root)?;
    let mut problems = edges::check(&manifests(root)?);
    for file in &files {
        problems.extend(source::check(&file.path, &file.text));
    }
    problems.extend(documents::check(root, &files));
    problems.sort();
    problems.dedup();
    for problem in &problems {
        println!("{problem}");
    }
    println!("tidy: {} files read, {} problems", files.len(), problems.len());
    Ok(problems.is_empty())
}

/// What follows the last full stop of a path.
fn extension(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, ending)| ending)
}

/// The sources and documents of the tree: build output and hidden directories are left out.
fn read_tree(root: &Path) -> anyhow::Result<Vec<File>> {
    let mut files = Vec::new();
    let mut pending = vec![root.to_path_buf()];
    while let Some(directory) = pending.pop() {
        for entry in std::fs::read_dir(&directory)? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if path.is_dir() && !name.starts_with('.') && !name.starts_with("target") {
                pending.push(path);
            } else if ["rs", "sql", "md"].contains(&extension(&name)) {
                let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
                files.push(File { path: path.strip_prefix(root)?.display().to_string(), text });
            }
        }
    }
    Ok(files)
}

/// What cargo says about the packages of the workspace, each with the text of its manifest.
fn manifests(root: &Path) -> anyhow::Result<Vec<edges::Manifest>> {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let arguments = ["metadata", "--format-version", "1", "--no-deps"];
    let output = Command::new(program).current_dir(root).args(arguments).output()?;
    anyhow::ensure!(output.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    let packages = metadata["packages"].as_array().context("cargo metadata lists no packages")?;
    let read = |package: &serde_json::Value| {
        let path = PathBuf::from(package["manifest_path"].as_str().context("a package without a manifest")?);
        let text = std::fs::read_to_string(&path)?;
        Ok(edges::Manifest::new(path.strip_prefix(root)?.display().to_string(), text, package))
    };
    packages.iter().map(read).collect()
}
