//! The tables of `docs/fees.md`, as the engine has them: printed by a command, compared by a test.

use jiff::civil::Date;

use super::benefit::GROUNDS;
use super::code::Code;
use super::fraction::Fraction;
use super::parameters::{Grade, IN_FORCE, Parameter, Row};
use super::pence::Pence;
use super::resolution::RULES;
use super::shown::{Language, Sentence};
use crate::choice::Words;

/// Every table, with its name.
pub fn all() -> Vec<(&'static str, String)> {
    vec![
        ("figures", figures()),
        ("reliefs", reliefs()),
        ("decisions", decisions()),
        ("benefits", benefits()),
        ("trace", trace()),
        ("sentences", sentences()),
    ]
}

fn table(head: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let head: Vec<String> = head.iter().map(|cell| (*cell).to_owned()).collect();
    let rule = format!("|{}\n", "---|".repeat(head.len()));
    let rows: String = rows.into_iter().map(|cells| line(&cells)).collect();
    line(&head) + &rule + &rows
}

fn day(day: Option<Date>, none: &str) -> String {
    day.map_or_else(|| none.to_owned(), |day| day.to_string())
}

fn ours(ours: bool) -> String {
    if ours { "[I]".to_owned() } else { String::new() }
}

/// Every figure with its days and its source.
fn figures() -> String {
    let rows = IN_FORCE.rows().iter().map(|row| {
        let grade = match row.source.grade {
            Grade::Read => "A",
            Grade::SecondHand => "B",
            Grade::FromMemory => "C",
        };
        vec![
            row.parameter.name().to_owned(),
            row.value(),
            day(row.from, ""),
            day(row.to, "open"),
            format!("{}, {}", row.source.instrument, row.source.place),
            grade.to_owned(),
            ours(row.ours),
        ]
    });
    table(&["figure", "value", "from", "to", "source", "grade", ""], rows)
}

/// What is paid, for each kind and relief, in each period that has them.
fn reliefs() -> String {
    let periods: Vec<&Row> = IN_FORCE.all(Parameter::FeeLpaRepeat).iter().collect();
    let amount = |parameter, row: &Row, fraction: Option<Fraction>| {
        let base = row.from.and_then(|day| IN_FORCE.at(parameter, day)).map(Row::pence);
        let paid = base.and_then(|base| fraction.map_or(Some(base), |fraction| fraction.of(base)));
        paid.map_or_else(|| "none".to_owned(), |paid| paid.to_string())
    };
    let kinds =
        [("first", Parameter::FeeLpaFirst), ("repeat", Parameter::FeeLpaRepeat), ("EPA", Parameter::FeeEpa)];
    let reliefs =
        [("none", None), ("exemption", Some(Fraction::NONE)), ("income remission", Some(Fraction::HALF))];
    let rows = kinds.into_iter().flat_map(|(kind, parameter)| {
        let periods = &periods;
        reliefs.into_iter().map(move |(relief, fraction)| {
            let amounts = periods.iter().map(|row| amount(parameter, row, fraction));
            [kind.to_owned(), relief.to_owned()].into_iter().chain(amounts).collect()
        })
    });
    let head: Vec<String> = periods.iter().map(|row| format!("from {}", day(row.from, ""))).collect();
    let head: Vec<&str> = ["kind", "relief"].into_iter().chain(head.iter().map(String::as_str)).collect();
    table(&head, rows)
}

/// The decision table.
fn decisions() -> String {
    fn cell<T: Words>(asked: Option<T>) -> String {
        asked.map_or("-", Words::word).to_owned()
    }
    let rows = RULES.iter().enumerate().map(|(index, rule)| {
        vec![
            (index + 1).to_string(),
            cell(rule.qualifies),
            cell(rule.bar),
            cell(rule.income),
            cell(rule.universal_credit),
            cell(rule.hardship),
            rule.says.word().to_owned(),
        ]
    });
    table(&["#", "benefit", "damages", "income", "Universal Credit", "hardship", "result"], rows)
}

fn benefits() -> String {
    let rows = GROUNDS.iter().map(|ground| {
        let needs: Vec<&str> = ground.needs.iter().map(|benefit| benefit.word()).collect();
        let ended = IN_FORCE.all(ground.since).last().and_then(|row| row.to);
        vec![needs.join(" and "), day(ended, "")]
    });
    table(&["in payment when the application was made", "warned about after"], rows)
}

fn trace() -> String {
    let rows = Code::ALL.iter().map(|code| {
        let rule = code.rule();
        vec![
            format!("`{}`", code.word()),
            rule.number.to_owned(),
            rule.says.to_owned(),
            rule.source.to_owned(),
            ours(rule.ours),
        ]
    });
    table(&["code", "rule", "meaning", "source", ""], rows)
}

fn sentences() -> String {
    let rows = Sentence::ALL.iter().map(|sentence| {
        let said =
            [Language::English, Language::Welsh].map(|language| sentence.template(language).to_owned());
        said.to_vec()
    });
    table(&["English", "Welsh"], rows)
}

impl Row {
    /// The figure as people read it.
    fn value(&self) -> String {
        use super::parameters::Unit;
        let number = self.number();
        match self.unit {
            Unit::Period => format!("P{number}"),
            Unit::Pence => Pence::new(number).to_string(),
            Unit::PenceAYear => format!("{} a year", Pence::new(number)),
            Unit::OfTheFee => format!("{number}/{} of the fee", self.per()),
            Unit::AYear => format!("{number}/{} a year", self.per()),
            Unit::Days => format!("{number} days"),
            Unit::Weeks => format!("{number} weeks"),
            Unit::Months => format!("{number} months"),
            Unit::Yes => "yes".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCS: &str = include_str!("../../../../docs/fees.md");

    #[test]
    fn the_tables_in_the_docs_are_those_of_the_engine() {
        for (name, table) in all() {
            let marked = format!("<!-- begin {name} -->\n\n{table}\n<!-- end {name} -->\n");
            assert!(
                DOCS.contains(&marked),
                "run `cargo xtask docs`: the table of {name} is another\n{table}"
            );
        }
    }

    /// Section 3 of the rule book, where the fixture stands: kind, relief, and the amounts of P3 to P6.
    #[test]
    fn what_is_paid_is_that_of_the_rule_book() {
        for row in [
            "| first | none | £130 | £110 | £82 | £92 |",
            "| first | exemption | £0 | £0 | £0 | £0 |",
            "| first | income remission | £65 | £55 | £41 | £46 |",
            "| repeat | none | £65 | £55 | £41 | £46 |",
            "| repeat | exemption | £0 | £0 | £0 | £0 |",
            "| repeat | income remission | £32.50 | £27.50 | £20.50 | £23 |",
            "| EPA | none | £130 | £110 | £82 | £92 |",
            "| EPA | income remission | £65 | £55 | £41 | £46 |",
        ] {
            assert!(reliefs().contains(row), "{row}\n{}", reliefs());
        }
    }
}
