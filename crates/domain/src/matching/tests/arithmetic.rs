//! The arithmetic of section 5.3: what the book's placeholders add up to.
//!
//! The book prints weights to a tenth of a bit and probabilities to a few digits. So each figure is an interval: half a unit of its
//! last digit either way, and a twentieth of a bit for every weight that went into it.

use super::people::{BORN, address, rare};
use crate::matching::{Circle, Score, Subject};

/// What is compared, the circle, the book's per cent, half a unit of their last digit (a whole one where it cut the
/// rest off), and how many weights go into it.
struct Row(Subject, Subject, Circle, f64, f64, f64);

fn odds(per_cent: f64) -> f64 {
    (per_cent / (100.0 - per_cent)).log2()
}

fn assert_adds_up(Row(one, other, circle, per_cent, half, terms): &Row) {
    let bits = f64::from(Score::of(&one.compare(other), circle.weights()).centibits()) / 100.0;
    let (least, most) = (odds(per_cent - half), odds(per_cent + half));
    let slack = 0.05 * terms;
    assert!(bits > least - slack && bits < most + slack, "{per_cent}%: {bits} not in {least} to {most}");
}

#[test]
fn the_register_adds_up_as_in_the_rule_book() {
    let common = || Subject::named("Ottiline", "Smith");
    let (here, there) = (address("10 Mill Lane", "SW1A 1AA"), address("3 Weir Road", "LL11 2AA"));
    let rows = [
        Row(rare(), rare(), Circle::Register, 2.0, 0.05, 3.0),
        Row(rare().born(BORN), rare().born(BORN), Circle::Register, 99.77, 0.01, 4.0),
        Row(
            rare().born(BORN).living_at(&here),
            rare().born(BORN).living_at(&there),
            Circle::Register,
            98.5,
            0.1,
            5.0,
        ),
        Row(common().born(BORN), common().born(BORN), Circle::Register, 97.3, 0.05, 4.0),
        Row(
            common().born(BORN).living_at(&here),
            common().born(BORN).living_at(&there),
            Circle::Register,
            84.0,
            0.5,
            5.0,
        ),
        Row(
            rare().born(BORN).living_at(&here),
            rare().born(BORN).living_at(&here),
            Circle::Register,
            99.999_999_8,
            0.000_000_1,
            5.0,
        ),
    ];
    rows.iter().for_each(assert_adds_up);
}

#[test]
fn the_circle_of_one_donor_adds_up_as_in_the_rule_book() {
    let here = address("10 Mill Lane", "SW1A 1AA");
    let (born, otherwise) =
        (rare().born(BORN).living_at(&here), rare().born(jiff::civil::date(1983, 9, 1)).living_at(&here));
    let called = || rare().with_mobile("07700 900123");
    let rows = [
        Row(rare(), rare(), Circle::OneDonor, 75.0, 0.5, 3.0),
        Row(rare().living_at(&here), rare().living_at(&here), Circle::OneDonor, 93.0, 0.5, 4.0),
        Row(born, otherwise, Circle::OneDonor, 21.0, 0.5, 5.0),
        Row(called(), called(), Circle::OneDonor, 99.999_96, 0.000_005, 4.0),
        Row(rare().born(BORN), rare().born(BORN), Circle::OneDonor, 99.998, 0.001, 4.0),
    ];
    rows.iter().for_each(assert_adds_up);
}

/// The thresholds of section 5.4, in whole hundredths of a bit: the first number at or above the probability.
#[test]
fn the_thresholds_are_the_probabilities_of_the_rule_book() {
    let exact = odds(95.0) * 100.0;
    assert!((exact..exact + 1.0).contains(&f64::from(Score::PROBABLE.centibits())));
    assert_eq!(Score::POSSIBLE.centibits(), 0);
    assert!(Score::PROBABLE.probability() >= 0.95);
    assert!((Score::POSSIBLE.probability() - 0.5).abs() < 1e-12);
}

/// Section 5.2: `missing` contributes no weight either way.
#[test]
fn what_is_missing_weighs_nothing() {
    let nobody = Subject::named("", "");
    for circle in [Circle::Register, Circle::OneDonor] {
        let score = Score::of(&nobody.compare(&nobody), circle.weights());
        assert_eq!(score.centibits(), circle.weights().prior);
    }
}
