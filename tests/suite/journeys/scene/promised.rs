//! The operation that an answer promises.

use lpa_tests::world::Answer;

/// The operation that an answer promises.
pub(crate) fn operation(answer: &Answer) -> Option<String> {
    let taken = [201, 202].contains(&answer.status);
    taken.then(|| answer.header("causeway-operation").to_owned())
}

/// The operation that an answer about a draft promises.
pub(crate) fn draft_operation(answer: &Answer) -> Option<String> {
    let taken = [200, 202].contains(&answer.status);
    taken.then(|| answer.json()["id"].as_str().unwrap().to_owned())
}

/// The operation that an answer must promise, at once or for later.
pub(crate) fn taken(answer: &Answer) -> String {
    operation(answer).unwrap_or_else(|| panic!("{}: {}", answer.status, answer.text()))
}
