//! Mobile numbers and emails (rules L07, D28, B23).

use crate::matching::{Contact, ExactLevel};

#[test]
fn one_mobile_number_is_written_in_many_ways() {
    let number = Contact::mobile("07700900123");
    assert!(number.is_some());
    for typed in
        ["07700 900 123", "+447700900123", "+44 7700 900123", "00447700900123", "+44 (0) 7700 900-123"]
    {
        assert_eq!(Contact::mobile(typed), number, "{typed}");
    }
    assert_ne!(Contact::mobile("07700900124"), number);
}

/// Rule D28: `07` or `+447` with nine digits, or `+` with 4 to 15.
#[test]
fn what_is_no_mobile_number_is_missing() {
    for typed in [
        "",
        "0770090012",
        "077009001234",
        "02079460000",
        "+44770090012",
        "+123",
        "+1234567890123456",
        "07700x900123",
    ] {
        assert_eq!(Contact::mobile(typed), None, "{typed}");
    }
    for typed in ["+1234", "+123456789012345", "+353861234567"] {
        assert!(Contact::mobile(typed).is_some(), "{typed}");
    }
}

/// Rule L07.
#[test]
fn case_and_tag_of_an_email_count_for_nothing() {
    let email = Contact::email("megan@example.org");
    for typed in ["Megan@EXAMPLE.org", " megan+lpa@example.org ", "megan+a+b@example.org"] {
        assert_eq!(Contact::email(typed), email, "{typed}");
    }
    assert_ne!(Contact::email("m.egan@example.org"), email);
    for typed in ["", "megan", "@example.org", "+lpa@example.org", "megan@host", "me gan@example.org"] {
        assert_eq!(Contact::email(typed), None, "{typed}");
    }
}

#[test]
fn two_missing_values_are_not_the_same() {
    let (none, some) = (Contact::email(""), Contact::email("megan@example.org"));
    assert_eq!(ExactLevel::between(none.as_ref(), none.as_ref()), ExactLevel::Missing);
    assert_eq!(ExactLevel::between(none.as_ref(), some.as_ref()), ExactLevel::Missing);
}
