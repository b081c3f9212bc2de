//! The table is whole: no gap, no overlap, each figure with its source.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;

/// The table with another period in it, as a policy owner would add one.
pub(in crate::fees) fn with_another_period() -> Parameters {
    let (mut text, mut last) = (String::new(), "");
    for line in TABLE.lines() {
        let name = line.split(" |").next().unwrap_or_default();
        let priced = last.starts_with("fee.") || last == "period";
        if priced && name != last {
            let value = if last == "period" { "7" } else { "10000" };
            let unit = if last == "period" { "period" } else { "pence" };
            let rest = "2030-01-01 | open | SI 2029/1 | Schedule | A | - | law";
            for piece in [last, " | ", value, " | ", unit, " | ", rest, "\n"] {
                text.push_str(piece);
            }
        }
        let is_priced = name.starts_with("fee.") || name == "period";
        text += &if is_priced { line.replace("| open |", "| 2029-12-31 |") } else { line.to_owned() };
        text.push('\n');
        last = name;
    }
    let rows: [Row; read::count(TABLE) + 6] = read::rows(Box::leak(text.into_boxed_str()));
    Parameters::of(Box::leak(Box::new(rows)))
}

#[test]
fn the_rows_of_each_parameter_follow_each_other_without_gap_or_overlap() {
    for parameter in Parameter::EVERY {
        let rows = IN_FORCE.all(*parameter);
        assert!(!rows.is_empty(), "{}", parameter.name());
        for pair in rows.windows(2) {
            let next = pair[0].to.map(|last| last.tomorrow().unwrap());
            assert_eq!(next, pair[1].from, "{}", parameter.name());
            assert!(next.is_some(), "{}: only the last row is open", parameter.name());
        }
        for row in rows {
            assert!(row.from.is_none_or(|from| row.to.is_none_or(|to| from <= to)), "{row}");
        }
    }
}

#[test]
fn the_periods_tile_the_time_line_and_are_numbered() {
    let periods = IN_FORCE.all(Parameter::Period);
    assert_eq!(periods[0].from, Some(date(2007, 10, 1)));
    assert_eq!(periods.last().unwrap().to, None);
    let numbers: Vec<u64> = periods.iter().map(Row::number).collect();
    assert_eq!(numbers, (1..=6).collect::<Vec<u64>>());
}

#[test]
fn prices_change_only_where_a_period_begins() {
    let begins: Vec<_> = IN_FORCE.all(Parameter::Period).iter().map(|row| row.from).collect();
    for row in IN_FORCE.rows().iter().filter(|row| row.parameter.name().starts_with("fee.")) {
        assert!(begins.contains(&row.from), "{row}");
    }
}

#[test]
fn every_row_names_its_instrument_and_where_in_it() {
    for row in IN_FORCE.rows() {
        assert!(!row.source.instrument.is_empty() && !row.source.place.is_empty(), "{row}");
    }
}

/// The amounts of the rule book, section 1: in pence, for first, repeat, EPA, copy of an LPA, copy of an EPA.
#[test]
fn the_amounts_are_those_of_the_law() {
    type Amounts = (i16, [Option<u64>; 5]);
    const AMOUNTS: [Amounts; 6] = [
        (2008, [Some(15000), None, Some(12000), None, None]),
        (2010, [Some(12000), None, Some(12000), Some(3500), Some(2500)]),
        (2012, [Some(13000), Some(6500), Some(13000), Some(3500), Some(2500)]),
        (2015, [Some(11000), Some(5500), Some(11000), Some(3500), Some(2500)]),
        (2020, [Some(8200), Some(4100), Some(8200), Some(3500), Some(2500)]),
        (2026, [Some(9200), Some(4600), Some(9200), Some(3500), Some(2500)]),
    ];
    let fees = Parameter::EVERY.iter().filter(|each| each.name().starts_with("fee."));
    for (at, fee) in fees.enumerate() {
        for (year, amounts) in AMOUNTS {
            let found = IN_FORCE.at(*fee, date(year, 6, 1)).map(|row| row.pence().get());
            assert_eq!(found, amounts[at], "{} in {year}", fee.name());
        }
    }
}

#[test]
fn a_table_with_rows_of_one_parameter_apart_is_refused() {
    let apart = "wage-slips | 3 | months | - | 2020-01-01 | a form | a page | A | - | law\n\
                 appeal.window | 4 | weeks | - | open | a form | a page | A | - | law\n\
                 wage-slips | 3 | months | 2020-01-02 | open | a form | a page | A | - | law\n";
    let rows: [Row; 3] = read::rows(apart);
    assert!(std::panic::catch_unwind(|| Parameters::of(Box::leak(Box::new(rows)))).is_err());
}

#[test]
fn what_is_no_row_is_refused() {
    for text in [
        "no-such | 3 | months | - | open | a form | a page | A | - | law",
        "wage-slips | three | months | - | open | a form | a page | A | - | law",
        "wage-slips | 3 | moons | - | open | a form | a page | A | - | law",
        "wage-slips | 3 | months | 2020-02-30 | open | a form | a page | A | - | law",
        "wage-slips | 3 | months | - | open | a form | a page | D | - | law",
        "wage-slips | 3 | months | - | open | a form | a page | A | - | nobody",
    ] {
        assert!(std::panic::catch_unwind(|| read::rows::<1>(text)).is_err(), "{text}");
    }
}

proptest! {
    #[test]
    fn every_day_from_the_first_regulations_on_has_exactly_one_period(days in 0_i32..40_000) {
        let day = date(2007, 10, 1).checked_add(jiff::Span::new().days(days)).unwrap();
        let holding = IN_FORCE.all(Parameter::Period).iter().filter(|row| row.holds_on(day));
        prop_assert_eq!(holding.count(), 1);
        prop_assert_eq!(IN_FORCE.at(Parameter::Period, date(2007, 9, 30)), None);
    }

    #[test]
    fn another_period_changes_no_figure_of_an_earlier_day(days in 0_i32..8_127) {
        let (more, day) = (with_another_period(), date(2007, 10, 1));
        let day = day.checked_add(jiff::Span::new().days(days)).unwrap();
        for parameter in Parameter::EVERY {
            let figure = |table: &Parameters| table.at(*parameter, day).map(|row| (row.value, row.per));
            prop_assert_eq!(figure(&more), figure(&IN_FORCE));
        }
        prop_assert_eq!(more.at(Parameter::FeeLpaFirst, date(2030, 1, 1)).map(Row::pence), Some(Pence::new(10000)));
    }
}
