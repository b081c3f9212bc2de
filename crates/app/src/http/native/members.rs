//! Members of a body that nobody asked for.

use lpa_domain::{Json, Problem};

use super::lost_members::escaped;

/// A problem for each member of `body` that is not `known`; one alone when it has no members at all.
pub(super) fn unknown_members(body: &Json, known: &[&str]) -> Vec<Problem> {
    let Json::Object(members) = body else { return vec![Problem::new("", "unexpected type")] };
    let unknown = members.iter().filter(|(name, _)| !known.contains(&name.as_str()));
    unknown.map(|(name, _)| Problem::new(format!("/{}", escaped(name)), "unknown member")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_named_by_its_pointer() {
        let body = Json::parse(br#"{"end":"now","a/b~c":1,"":2}"#).unwrap();
        let unknown: Vec<Problem> =
            ["/a~1b~0c", "/"].map(|pointer| Problem::new(pointer, "unknown member")).into();
        assert_eq!(unknown_members(&body, &["end"]), unknown);
        let none = vec![Problem::new("", "unexpected type")];
        assert_eq!(unknown_members(&Json::parse(b"[]").unwrap(), &["end"]), none);
    }
}
