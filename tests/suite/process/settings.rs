//! Settings that cannot be used.

use lpa_domain::document::example;

use super::causeway;

/// What nobody may read in a message or a log.
const SECRET: &str = "hunter-7-swordfish";

#[test]
fn a_setting_that_cannot_be_used_is_named_and_its_value_is_not_shown() {
    let url = format!("postgres://causeway:{SECRET}@[nowhere/opg");
    for (key, value, named) in [
        ("HTTP__LISTN", SECRET, "listn"),
        ("HTTP__LISTEN", SECRET, "http.listen"),
        ("JOURNAL__KEY", SECRET, "journal.key"),
        ("JOURNAL__URL", SECRET, "journal.url"),
        ("JOURNAL__URL", "sqlite:", "journal.url"),
        ("REGISTER__URL", SECRET, "register.url"),
        ("REGISTER__URL", &url, "register.url"),
        ("REGISTER__URL", "http://127.0.0.1:1", "register.secret"),
        ("REGISTER__PROFILE", SECRET, "register.profile"),
        ("FORWARD__BUDGET_MS", SECRET, "forward.budget_ms"),
        ("LOG__FORMAT", SECRET, "log.format"),
        ("JOURNAL__OLD_KEYS", SECRET, "journal.old_keys"),
        ("JOURNAL__KEEP_RECEIPTS_DAYS", "29", "journal.keep_receipts_days"),
        ("UIDS__BLOCK", "0", "uids.block"),
        ("AUTH__SHARED_SECRET", "", "auth.shared_secret"),
        ("AUTH__SHARED_SECRET", SECRET, "auth.shared_secret"),
        ("AUTH__EDGE_SECRET", SECRET, "auth.edge_secret"),
        ("AUTH__OPERATOR_SECRET", SECRET, "auth.operator_secret"),
        ("DOCUMENTS__SIGNING_KEY", "", "documents.signing_key"),
        ("DOCUMENTS__SIGNING_KEY", SECRET, "documents.signing_key"),
        ("FORWARD__BUDGET_MS", "0", "forward.budget_ms"),
        ("FORWARD__BUDGET_MS", "99", "forward.budget_ms"),
        ("FORWARD__BUDGET_MS", "15001", "forward.budget_ms"),
        ("FORWARD__BUDGET_MS", "18446744073709551615", "forward.budget_ms"),
    ] {
        let said = causeway().with(key, value).run(["serve"]);
        assert_eq!(said.code, Some(2), "{key}: {}", said.err);
        assert!(said.err.contains(named), "{key}: {}", said.err);
        assert!(!said.err.contains(SECRET) && !said.out.contains(SECRET), "{key}: {}", said.err);
    }
}

#[test]
fn a_settings_file_is_read_under_the_environment_and_checked_alike() {
    let binary = causeway();
    let file = binary.home().join("causeway.toml");
    let run = |text: &str| {
        std::fs::write(&file, text).unwrap();
        binary.run(["token", "--config", file.to_str().unwrap()])
    };
    assert_eq!(run("[forward]\nbudget_ms = 100\n").code, Some(0));
    let said = run(&format!("[forward]\nbudget = \"{SECRET}\"\n"));
    assert_eq!(said.code, Some(2));
    assert!(said.err.contains("budget") && !said.err.contains(SECRET), "{}", said.err);
    let said = run(&format!("[auth]\nshared_secret = \"{SECRET}\n"));
    assert_eq!(said.code, Some(2));
    assert!(!said.err.contains(SECRET), "{}", said.err);
}

#[tokio::test]
async fn without_a_shared_secret_the_surface_answers_401() {
    // design section 8
    let serving = causeway().without("AUTH__SHARED_SECRET").serve().await;
    let client = serving.client();
    let told = (401, r#"{"code":"UNAUTHORISED","detail":"Invalid JWT"}"#);
    assert_eq!(client.put("/lpas/M-3779-9919-9529", example::bytes(0)).await.said(), told);
    assert_eq!(client.get("/lpas/M-3779-9919-9529").await.said(), told);
    assert_eq!(client.get("/health-check").await.status, 200);
}
