//! Runs on demand: whom they pass over, and how many members and groups they take.

#[path = "common/provision.rs"]
mod provision;
#[path = "common/schema.rs"]
mod schema;

use provision::{body, body_of_members, changed, codes, function, operations, schema, user};
use schema::{account, attribute, engine, linked, plan, preview};
use serde_json::{Value, json};

#[test]
fn t3_a_run_on_demand_leaves_disabled_and_deleted_users_alone() {
    let on_demand = || json!({ "onDemand": true });
    let gone = [
        json!({ "accountEnabled": false }),
        json!({ "deletedDateTime": "2025-01-01T00:00:00Z" }),
        json!({ "@removed": { "reason": "deleted" } }),
    ];
    for state in gone {
        let preview = linked(&schema(), on_demand(), &user(state.clone()), &account(json!({})));
        assert_eq!((preview.requests.len(), preview.status.as_str()), (0, "skipped"), "{state}");
        assert_eq!(preview.reason.code(), "notPossibleOnDemand");
        assert!(codes(&preview.diagnostics).contains(&"PV315"), "{state}");
    }
    // "It can disable unassigned ones."
    let unassigned = json!({ "onDemand": true, "scope": "assigned", "assigned": [] });
    let preview = linked(&schema(), unassigned, &user(json!({})), &account(json!({})));
    assert_eq!(preview.reason.code(), "outOfScopeUnassigned");
    // "Nor restore": the account stays inactive, other changes are written.
    let inactive = account(json!({ "active": false, "title": "Old" }));
    let preview = linked(&schema(), on_demand(), &user(json!({})), &inactive);
    assert_eq!(operations(&preview), json!([[{ "op": "Replace", "path": "title", "value": "Eng" }]]));
    assert!(codes(&preview.diagnostics).contains(&"PV315"));
}

#[test]
fn t3_a_run_on_demand_provisions_no_roles() {
    let roles = changed(|it| {
        attribute(it, "title")["source"] = function("SingleAppRoleAssignment([appRoleAssignments])")
    });
    let assigned = user(json!({ "appRoleAssignments": [{ "appRoleDisplayName": "Admin" }] }));
    let settings = json!({ "scope": "assigned", "onDemand": true });
    assert!(
        engine(&roles, settings.clone()).diagnostics().iter().any(|finding| finding.code.code == "PV315")
    );
    let preview = preview(&roles, settings, &assigned, None);
    assert_eq!(body(&preview).get("title"), None);
}

#[test]
fn g11_a_run_on_demand_takes_five_members() {
    let members: Vec<Value> = (1..=6).map(|number| json!({ "id": format!("m{number}") })).collect();
    let links: serde_json::Map<_, _> =
        (1..=6).map(|number| (format!("m{number}"), json!(format!("t{number}")))).collect();
    let group = json!({ "id": "g", "displayName": "G", "members": members });
    let plan =
        plan(&engine(&schema(), json!({ "onDemand": true })), &[], &[group], &[], json!({ "links": links }));
    let added = body_of_members(&plan.previews[0]);
    assert_eq!(added.len(), 5);
    assert_eq!(plan.state.members["g"].len(), 5);
    assert!(codes(&plan.previews[0].diagnostics).contains(&"PV315"));
}

#[test]
fn g11_of_those_that_leave_a_run_on_demand_takes_what_is_left_of_five() {
    let engine = engine(&schema(), json!({ "onDemand": true }));
    let mut links: serde_json::Map<String, Value> = ["a", "b", "c", "d", "e", "f", "n"]
        .iter()
        .map(|id| ((*id).to_owned(), json!(format!("t-{id}"))))
        .collect();
    links.insert("g".to_owned(), json!("tg"));
    let state = json!({ "links": links, "members": { "g": ["a", "b", "c", "d", "e", "f"] } });
    let group = json!({ "id": "g", "displayName": "G", "members": [{ "id": "n" }] });
    let held = json!({ "id": "tg", "displayName": "G", "meta": { "resourceType": "Group" } });
    let plan = plan(&engine, &[], &[group], &[held], state);
    let written = operations(&plan.previews[0]);
    assert_eq!(written[0][0]["value"], json!([{ "value": "t-n" }]));
    assert_eq!(
        written[0][1]["value"],
        json!([{ "value": "t-a" }, { "value": "t-b" }, { "value": "t-c" }, { "value": "t-d" }])
    );
    assert_eq!(codes(&plan.previews[0].diagnostics), ["PV315"]);
    assert_eq!(plan.state.members["g"], ["e", "f", "n"]);
}

#[test]
fn g11_a_run_on_demand_takes_one_group() {
    let engine = engine(&schema(), json!({ "onDemand": true }));
    let groups = ["g", "h"].map(|id| json!({ "id": id, "displayName": id, "members": [] }));
    let told = |count: usize| {
        let plan = plan(&engine, &[user(json!({})), user(json!({}))], &groups[..count], &[], json!({}));
        plan.diagnostics.iter().any(|finding| finding.code.code == "PV315")
    };
    assert!(told(2) && !told(1));
}

/// T-3: a run on demand restores nobody; what else follows from `IsSoftDeleted` is written.
#[test]
fn t3_a_run_on_demand_leaves_out_what_restores_alone() {
    let state = r#"Switch([IsSoftDeleted], , "False", "Here", "True", "Gone")"#;
    let schema = changed(|it| attribute(it, "title")["source"] = function(state));
    let written = |active: Value| {
        let account = account(json!({ "active": active }));
        operations(&linked(&schema, json!({ "onDemand": true }), &user(json!({})), &account))
    };
    let title = json!({ "op": "Replace", "path": "title", "value": "Here" });
    assert_eq!(written(json!(false)), json!([[title]]));
    assert_eq!(written(json!(true)), json!([[title]]));
    // An account that does not tell is none that is inactive.
    let active = json!({ "op": "Add", "path": "active", "value": "True" });
    assert_eq!(written(Value::Null), json!([[active, title]]));
}
