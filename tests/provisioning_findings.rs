//! What a preview and a plan warn of: accounts that stay on, values that another account holds, what an account keeps.

#[path = "common/provision.rs"]
mod provision;

use provision::*;
use scimwright::mapping::{FlowType, Source};
use scimwright::provision::{ObjectMappingDefinition, Preview};
use serde_json::{Value, json};

const EMAIL: &str = r#"emails[type eq "work"].value"#;

/// A configuration whose `active` is mapped by an expression.
fn active(expression: &str) -> ObjectMappingDefinition {
    let mut mapping = users(vec![]);
    mapping.attributes[1].source = Source::Expression(expression.to_owned());
    mapping
}

fn disabled() -> Value {
    with(person(), json!({ "accountEnabled": false }))
}

fn messages<'p>(preview: &'p Preview, code: &str) -> Vec<&'p str> {
    let of_code = preview.diagnostics.iter().filter(|finding| finding.code.code == code);
    of_code.map(|finding| &*finding.message).collect()
}

/// Row 19: nothing to do only where the account is inactive already; row 17 where no mapping disables it.
#[test]
fn an_account_that_stays_on_is_not_redundant() {
    for (expression, why) in [
        (r#"Switch([IsSoftDeleted], , "True", "True", "False", "False")"#, "gives `True`"),
        (r#"IIF([IsSoftDeleted]="true", "False", "True")"#, "gives `True`"),
        (r#"Switch([IsSoftDeleted], , "false", "true", "true", "false")"#, "gives nothing"),
        (r#"IIF([accountEnabled]="x", "False", "True")"#, "gives `True`"),
    ] {
        let preview = linked(active(expression), &disabled(), &json!({}));
        assert_eq!((preview.reason.code(), preview.action.as_str()), ("noDisableMapping", "disable"));
        assert_eq!(operations(&preview), json!([]));
        let message = format!("the account must be disabled, and the mapping of `active` {why}");
        assert_eq!(messages(&preview, "PV320"), [message], "{expression}");
    }
}

#[test]
fn what_disables_an_account_is_named_where_it_is_missing() {
    let mut unmapped = users(vec![]);
    unmapped.attributes.remove(1);
    let preview = linked(unmapped, &disabled(), &json!({}));
    assert_eq!(preview.reason.code(), "noDisableMapping");
    assert_eq!(
        messages(&preview, "PV320"),
        ["the account must be disabled, and nothing is mapped to `active`"]
    );
    let message =
        "the account must be disabled, and the mapping of `active` does not depend on `IsSoftDeleted`";
    assert_eq!(messages(&linked(active(r#""True""#), &disabled(), &json!({})), "PV320"), [message]);
    let mut at_creation = users(vec![]);
    at_creation.attributes[1].flow_type = FlowType::ObjectAddOnly;
    let message =
        "the account must be disabled, and the mapping of `active` leaves an account that exists alone";
    assert_eq!(messages(&linked(at_creation, &disabled(), &json!({})), "PV320"), [message]);
}

/// Something else that depends on `IsSoftDeleted` is written, and the account stays on all the same.
#[test]
fn a_disabling_that_leaves_the_account_on_is_told() {
    let mut mapping = active(r#"Switch([IsSoftDeleted], , "True", "True", "False", "False")"#);
    let left = Source::Expression(r#"Switch([IsSoftDeleted], , "False", "in", "True", "left")"#.to_owned());
    mapping.attributes.push(attribute("title", left));
    let preview = linked(mapping, &disabled(), &json!({ "title": "in" }));
    assert_eq!(preview.reason.code(), "sourceDisabled");
    assert_eq!(messages(&preview, "PV320").len(), 1);
}

#[test]
fn an_account_that_is_off_needs_no_disabling() {
    for mapping in [users(vec![]), active(r#"Switch([IsSoftDeleted], , "False", "True", "True", "False")"#)] {
        for (account, reason) in [(json!({ "active": false }), "redundant"), (json!({}), "sourceDisabled")] {
            let preview = linked(mapping.clone(), &disabled(), &account);
            assert_eq!((preview.reason.code(), codes(&preview.diagnostics)), (reason, vec![]));
        }
    }
    // Somebody has switched it off in Gong.
    let preview = linked(active(r#""True""#), &disabled(), &json!({ "active": false }));
    assert_eq!((preview.reason.code(), codes(&preview.diagnostics)), ("noDisableMapping", vec![]));
}
