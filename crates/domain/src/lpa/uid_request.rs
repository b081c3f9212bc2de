//! What must be said to be given the UID of a new LPA.

use crate::json::Json;
use crate::problem::Problem;

/// The rules for a request to the UID service, in their order, every problem at once (contract section 8.1).
///
/// # Errors
/// Every problem; none when the request is no object or a value is of the wrong type, which has no place to point at.
pub fn examine(request: &Json) -> Result<(), Vec<Problem>> {
    let nobody = Json::Object(Vec::new());
    let donor = request.member("donor").filter(|donor| !donor.is_null()).unwrap_or(&nobody);
    let problems = [
        fits(
            "/source",
            text(request, "source")?,
            |text| SOURCES.contains(&text),
            "must be APPLICANT or PHONE",
        ),
        fits("/type", text(request, "type")?, |text| TYPES.contains(&text), OTHER_TYPE),
        fits("/donor/name", text(donor, "name")?, |_| true, ""),
        fits("/donor/dob", text(donor, "dob")?, is_date, "must match format YYYY-MM-DD"),
        fits("/donor/postcode", text(donor, "postcode")?, is_postcode, "must be a valid postcode"),
    ];
    let problems: Vec<Problem> = problems.into_iter().flatten().collect();
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

const SOURCES: [&str; 2] = ["APPLICANT", "PHONE"];
const TYPES: [&str; 2] = ["personal-welfare", "property-and-affairs"];
const OTHER_TYPE: &str = "must be personal-welfare or property-and-affairs";

/// The text under a key; missing and `null` are empty.
fn text<'j>(of: &'j Json, key: &str) -> Result<&'j str, Vec<Problem>> {
    match (of, of.member(key)) {
        (Json::Object(_), None | Some(Json::Null)) => Ok(""),
        (Json::Object(_), Some(Json::String(text))) => Ok(text),
        _ => Err(Vec::new()),
    }
}

fn fits(
    source: &'static str,
    text: &str,
    rule: impl Fn(&str) -> bool,
    otherwise: &'static str,
) -> Option<Problem> {
    match text {
        "" => Some(Problem::new(source, "required")),
        text if rule(text) => None,
        _ => Some(Problem::new(source, otherwise)),
    }
}

/// The shape alone: `9999-99-99` passes.
fn is_date(text: &str) -> bool {
    let shape = b"dddd-dd-dd";
    let digit = |(byte, want): (u8, &u8)| if *want == b'd' { byte.is_ascii_digit() } else { byte == b'-' };
    text.len() == shape.len() && text.bytes().zip(shape).all(digit)
}

/// Five to seven capital letters and digits, however they are spaced.
fn is_postcode(text: &str) -> bool {
    let places = || text.bytes().filter(|byte| *byte != b' ');
    (5..=7).contains(&places().count())
        && places().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}
