//! The runbooks are true: every command line in them is one that this program takes.

use std::path::Path;

use clap::Parser as _;

use super::Cli;

/// Lines of a fenced block that begin like this are commands.
const PROMPTS: [&str; 2] = ["causeway ", "$ causeway "];

/// Each command line in the fenced blocks of a page, without what a shell does with its output, and where it is.
fn commands(page: &str) -> Vec<(usize, &str)> {
    let mut fenced = false;
    let lines = page.lines().zip(1..).filter_map(|(line, number)| {
        fenced ^= line.starts_with("```");
        let command = PROMPTS.iter().any(|prompt| line.starts_with(prompt)) && fenced;
        command.then(|| (number, line.trim_start_matches("$ ")))
    });
    lines.map(|(number, line)| (number, line.split(['|', '>', '&', ';']).next().unwrap_or(line))).collect()
}

#[test]
fn the_program_takes_every_command_line_of_the_runbooks() {
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/runbooks");
    let Ok(pages) = std::fs::read_dir(pages) else {
        eprintln!("SKIPPED: docs/runbooks is not there");
        return;
    };
    let (mut seen, mut wrong) = (0, Vec::new());
    for path in pages.map(|page| page.unwrap().path()) {
        let page = std::fs::read_to_string(&path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        for (number, command) in commands(&page) {
            seen += 1;
            let words = shlex::split(command).unwrap_or_default();
            if let Err(error) = Cli::try_parse_from(words) {
                wrong.push(format!("{name}:{number}: {command}\n{error}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen > 20, "only {seen} command lines were found");
}

#[test]
fn only_commands_in_fenced_blocks_are_looked_at() {
    let page = "causeway no\n```\ncauseway a | jq\n$ causeway b\noutput\n```\n$ causeway no\n";
    assert_eq!(commands(page), [(3, "causeway a "), (4, "causeway b")]);
}
