//! Two configurations compared: what saving the new one would change, and what is found in it; sentences are those of
//! `COMPATIBILITY.md` and of Microsoft Graph's reference of the synchronization schema.

#[path = "common/provision.rs"]
mod provision;
#[path = "common/schema.rs"]
mod schema;

use provision::{changed, function, sample_users, schema, user};
use schema::{attribute, attributes, definition, direct, mapping};
use scimwright::SourceObject;
use scimwright::diagnostic::Place;
use scimwright::limits::Limits;
use scimwright::provision::{Comparison, Configuration, CycleInput};
use serde_json::{Value, json};

const USERS: &str = "/synchronizationRules/0/objectMappings/1";

const NOTHING: [&str; 0] = [];

/// The configuration with values set at pointers.
fn with_values(changes: &[(&str, Value)]) -> Value {
    changed(|schema| {
        for (pointer, value) in changes {
            *schema.pointer_mut(pointer).unwrap() = value.clone();
        }
    })
}

/// A scope of those whose department is one.
fn scope_of(department: &str) -> Value {
    let clause = json!({ "sourceOperandName": "department", "operatorName": "EQUALS",
        "targetOperand": { "values": [department] } });
    json!({ "groups": [{ "name": "F", "clauses": [clause] }] })
}

fn compared(before: &Value, after: &Value, users: &[Value]) -> Comparison {
    let [before, after] =
        [before, after].map(|it| Configuration::parse(&it.to_string(), &Limits::DEFAULT).unwrap());
    let users = users.iter().map(|user| SourceObject::user(user.to_string()).unwrap()).collect();
    before.compare(&after, &CycleInput { users, ..CycleInput::default() })
}

/// As [`compared`] for one person, in JSON.
fn told(before: &Value, after: &Value) -> Value {
    serde_json::to_value(compared(before, after, &[user(json!({}))])).unwrap()
}

/// Code and place of each finding of a comparison, places in the mapping of users without its own.
fn found(before: &Value, after: &Value, users: &[Value]) -> Vec<String> {
    let found = compared(before, after, users).diagnostics;
    let place = |at: &Option<Place>| at.as_ref().and_then(|at| at.pointer.clone());
    let told = |at| place(at).unwrap_or_default().replace(&format!("{USERS}/"), "");
    found.iter().map(|finding| format!("{} {}", finding.code.code, told(&finding.at))).collect()
}

/// What is wrapped in `Redact` never appears, and that it changes is told all the same.
#[test]
fn a_comparison_hides_what_is_redacted() {
    let schema = |text: &str| changed(|it| attribute(it, "title")["source"] = function(text));
    let source = user(json!({ "jobTitle": "secret", "department": "open" }));
    let compared = |before: &str, after: &str| {
        let told = compared(&schema(before), &schema(after), std::slice::from_ref(&source));
        serde_json::to_value(told).unwrap()["changes"][0]["attributes"].clone()
    };
    let title = |before: &str, after: &str| json!([{ "target": "title", "before": before, "after": after }]);
    let hidden = "Redact([jobTitle])";
    assert_eq!(compared(hidden, "ToUpper(Redact([jobTitle]))"), title("[Redact]", "[Redact]"));
    assert_eq!(compared(hidden, "ToUpper([department])"), title("[Redact]", "OPEN"));
    assert_eq!(compared("ToUpper([department])", hidden), title("OPEN", "[Redact]"));
    assert_eq!(compared(hidden, hidden), Value::Null);
}

#[test]
fn a_comparison_tells_what_shows_in_nobody_yet() {
    let with = |change: &dyn Fn(&mut Value)| told(&schema(), &changed(change));
    let title = |property: &str, after: &str| json!([{ "kind": "user", "target": "title", "property": property, "after": after }]);
    assert_eq!(with(&|_| {})["configuration"], json!([]));
    let create_only = with(&|it| attribute(it, "title")["flowType"] = json!("ObjectAddOnly"));
    assert_eq!(create_only["configuration"], title("flowType", "ObjectAddOnly"));
    let always = with(&|it| attribute(it, "title")["flowBehavior"] = json!("FlowAlways"));
    assert_eq!(always["configuration"], title("flowBehavior", "FlowAlways"));
    let with_default = with(&|it| attribute(it, "title")["defaultValue"] = json!("D"));
    assert_eq!(with_default["configuration"], title("defaultValue", "D"));
    let no_updates = with(&|it| mapping(it, "User")["flowTypes"] = json!("Add"));
    assert_eq!(
        no_updates["configuration"],
        json!([{ "kind": "user", "property": "flowTypes", "before": "Add, Update, Delete", "after": "Add" }])
    );
    let metadata =
        json!([{ "key": "EscrowBehavior", "value": "\"IgnoreLookupReferenceResolutionFailure\"" }]);
    let escrow = with(&|it| mapping(it, "User")["metadata"] = metadata.clone());
    assert_eq!(escrow["configuration"][0]["property"], "EscrowBehavior");
    // A filter that moves to another set has another meaning.
    let set = |name: &str| {
        let scope = json!({ name: scope_of("Sales")["groups"] });
        changed(|it| mapping(it, "User")["scope"] = scope)
    };
    let moved = compared(&set("inputFilterGroups"), &set("categoryFilterGroups"), &[]).configuration;
    let moved: Vec<_> =
        moved.iter().map(|it| (it.property, it.before.as_deref(), it.after.as_deref())).collect();
    let filter = Some("F: department EQUALS \"Sales\"");
    assert_eq!(moved, [("inputFilterGroups", filter, None), ("categoryFilterGroups", None, filter)]);
    // Matching by what Gong cannot filter on: the change, and what is found in it.
    let matching = with(&|it| attribute(it, "title")["matchingPriority"] = json!(2));
    assert_eq!(matching["configuration"], title("matchingPriority", "2"));
    assert_eq!(matching["diagnostics"][0]["code"], json!("AM202"));
}

/// Values of a comparison flow under both configurations; a person to whom nothing is sent is written none.
#[test]
fn a_comparison_tells_values_of_accounts_that_are_written() {
    let compared = |change: &dyn Fn(&mut Value), source: Value| {
        let changes = compared(&schema(), &changed(change), &[user(source)]).changes;
        serde_json::to_value(&changes[0]).unwrap()
    };
    let title = |it: &mut Value| attribute(it, "title")["source"]["name"] = json!("department");
    let filter = |it: &mut Value| mapping(it, "User")["scope"] = scope_of("Sales");
    let leaves = compared(&filter, json!({}));
    assert_eq!(
        (&leaves["verdict"], &leaves["attributes"]),
        (&json!({ "before": "create", "after": "skip" }), &json!([]))
    );
    let other = compared(&title, json!({ "department": "Sales" }));
    assert_eq!(other["attributes"], json!([{ "target": "title", "before": "Eng", "after": "Sales" }]));
}

/// A mapping keeps its name wherever it stands among the others.
#[test]
fn a_comparison_knows_object_mappings_by_their_names() {
    let named = |names: &[&str]| {
        changed(|it| {
            let mappings = it["synchronizationRules"][0]["objectMappings"].as_array_mut().unwrap();
            let first = mappings.remove(0);
            for name in names.iter().rev() {
                let mut mapping = first.clone();
                mapping["name"] = json!(name);
                mappings.insert(0, mapping);
            }
        })
    };
    let found = |old: &[&str], new: &[&str]| {
        let found = compared(&named(old), &named(new), &[]).configuration;
        found
            .into_iter()
            .map(|one| (one.object_mapping, one.property, one.before.is_some()))
            .collect::<Vec<_>>()
    };
    assert_eq!(found(&["One", "Two"], &["Two", "One"]), []);
    let added = found(&["One"], &["Second", "One"]);
    assert!(added.iter().all(|(name, _, was)| name.as_deref() == Some("Second") && !was), "{added:?}");
    assert!(added.iter().any(|(_, property, _)| *property == "source"));
    // One that is renamed is the one that is left.
    assert_eq!(found(&["One", "Two"], &["Two", "First"]), []);
    // One without a name is told by its place.
    let added = found(&["One"], &["One", ""]);
    let place = Some("/synchronizationRules/0/objectMappings/1");
    assert!(!added.is_empty() && added.iter().all(|(name, ..)| name.as_deref() == place), "{added:?}");
}

#[test]
fn a_comparison_tells_changes_of_every_object_mapping() {
    let old = changed(|it| {
        let mut second = mapping(it, "User").clone();
        second["scope"] = scope_of("Support");
        mapping(it, "User")["scope"] = scope_of("Sales");
        it["synchronizationRules"][0]["objectMappings"].as_array_mut().unwrap().push(second);
    });
    let mut new = old.clone();
    new["synchronizationRules"][0]["objectMappings"][2]["flowTypes"] = json!("Add");
    let found = compared(&old, &new, &[]).configuration;
    let found: Vec<_> = found.iter().map(|one| (one.property, one.after.as_deref())).collect();
    assert_eq!(found, [("flowTypes", Some("Add"))]);
}

#[test]
fn saving_the_same_changes_nothing() {
    let comparison = compared(&schema(), &schema(), &sample_users());
    assert!(comparison.changes.is_empty());
    assert_eq!(comparison.summary.get("same"), sample_users().len());
}

/// Of the changed objects those are counted that enter the scope or leave it.
#[test]
fn a_wider_scope_counts_who_enters() {
    let sales = changed(|it| mapping(it, "User")["scope"] = scope_of("Sales"));
    let users: Vec<_> = [("a", "Sales"), ("b", "Support"), ("c", "Legal")]
        .map(|(id, department)| user(json!({ "id": id, "userPrincipalName": id, "department": department })))
        .into();
    let [wider, narrower] = [(&sales, &schema()), (&schema(), &sales)]
        .map(|(before, after)| compared(before, after, &users).summary);
    assert_eq!((wider.get("entering"), wider.get("leaving")), (2, 0));
    assert_eq!((narrower.get("entering"), narrower.get("leaving")), (0, 2));
}

#[test]
fn a_changed_mapping_shows_who_changes_and_how() {
    let new = changed(|it| attribute(it, "title")["source"] = direct("department"));
    let person = user(json!({ "jobTitle": "Seller", "department": "Sales" }));
    // C-7: who gets nothing either way for the same reason is treated the same.
    let mut disabled = person.clone();
    disabled["accountEnabled"] = json!(false);
    let idle = compared(&schema(), &new, &[disabled]);
    assert_eq!((idle.changes.len(), idle.summary.get("same")), (0, 1));
    let told = serde_json::to_value(compared(&schema(), &new, &[person])).unwrap();
    assert_eq!(
        told,
        json!({ "configuration": [{ "kind": "user", "target": "title", "property": "source", "before": "jobTitle",
                "after": "department" }], "diagnostics": [],
            "changes": [{ "source": { "id": "u1", "kind": "user", "displayName": "Ada" },
            "attributes": [{ "target": "title", "before": "Seller", "after": "Sales" }] }],
            "summary": { "changed": 1 } })
    );
}

#[test]
fn a_comparison_knows_a_finding_wherever_its_mapping_stands() {
    let wrong = |it: &mut Value| attribute(it, "title")["source"] = function("Swich([jobTitle])");
    let before = changed(wrong);
    let after = changed(|it| {
        wrong(it);
        let last = attributes(it).pop().unwrap();
        attributes(it).insert(0, last);
    });
    assert_eq!(told(&before, &after)["diagnostics"], json!([]));
    // The same fault in another mapping is a new one.
    let after = changed(|it| {
        wrong(it);
        attribute(it, "timezone")["source"] = function("Swich([jobTitle])");
    });
    let found = told(&before, &after)["diagnostics"].clone();
    assert_eq!(found.as_array().unwrap().len(), 1);
    let timezone =
        attributes(&mut schema()).iter().position(|it| it["targetAttributeName"] == "timezone").unwrap();
    let at = found[0]["at"]["pointer"].as_str().unwrap().to_owned();
    assert!(at.contains(&format!("/attributeMappings/{timezone}/")), "{at}");
}

/// Whoever fails under the new configuration alone fails for a reason that is told, once.
#[test]
fn a_comparison_tells_why_objects_fail() {
    let after = changed(|it| attribute(it, "name.givenName")["source"] = direct("department"));
    let users =
        ["u1", "u2"].map(|id| user(json!({ "id": id, "userPrincipalName": format!("{id}@x.example") })));
    let found = compared(&schema(), &after, &users);
    assert_eq!(found.changes.len(), 2);
    let [finding] = found.diagnostics.as_slice() else { panic!("{found:?}") };
    assert_eq!((finding.code.code, finding.is_error()), ("PV311", true));
    assert!(finding.message.contains("`name.givenName`"));
    // Who failed before is no news.
    assert_eq!(self::found(&after, &after, &users), NOTHING);
}

#[test]
fn a_comparison_tells_scopes_definitions_and_what_is_gone() {
    let sales = json!({ "groups": [{ "name": "Sales", "clauses": [
        { "sourceOperandName": "department", "operatorName": "EQUALS", "targetOperand": { "values": ["Sales"] } },
        { "sourceOperandName": "jobTitle", "operatorName": "IS NOT NULL" }] }] });
    let after = changed(|it| mapping(it, "User")["scope"] = sales.clone());
    let scope = json!({ "kind": "user", "property": "scope",
        "after": r#"Sales: department EQUALS "Sales" and jobTitle IS NOT NULL"# });
    assert_eq!(told(&schema(), &after)["configuration"], json!([scope]));
    let after = changed(|it| definition(it, "title")["required"] = json!(true));
    let required = json!({ "kind": "user", "target": "title", "property": "required", "after": "true" });
    assert_eq!(told(&schema(), &after)["configuration"], json!([required]));
    let of_title = |property: &str, before: &str, after: Option<&str>| {
        let mut change = json!({ "kind": "user", "target": "title", "property": property, "before": before });
        if let Some(after) = after {
            change["after"] = json!(after);
        }
        change
    };
    let none = changed(|it| attribute(it, "title")["source"] = Value::Null);
    assert_eq!(
        told(&schema(), &none)["configuration"],
        json!([of_title("mapping", "direct", Some("none")), of_title("source", "jobTitle", None)])
    );
    let removed = changed(|it| attributes(it).retain(|it| it["targetAttributeName"] != "title"));
    assert_eq!(
        told(&schema(), &removed)["configuration"],
        json!([of_title("mapping", "direct", None), of_title("source", "jobTitle", None)])
    );
}

/// The finding about a configuration is not told once more of each object that fails for it.
#[test]
fn a_comparison_tells_a_mapping_that_fails_once() {
    let bare = with_values(&[(&format!("{USERS}/attributeMappings/3/source"), direct("appRoleAssignments"))]);
    let users = [user(json!({ "appRoleAssignments": [{ "id": "x", "appRoleId": "r" }] }))];
    assert_eq!(found(&schema(), &bare, &users), ["AM227 attributeMappings/3/source"]);
}

/// What is wrong with the new configuration alone is told before it is saved, whoever finds it, and once.
#[test]
fn a_comparison_finds_what_the_check_finds() {
    let title = format!("{USERS}/attributeMappings/3");
    let read_only = with_values(&[("/directories/1/objects/0/attributes/4/mutability", json!("ReadOnly"))]);
    assert_eq!(found(&schema(), &read_only, &[]), ["AM209 attributeMappings/3/targetAttributeName"]);
    assert_eq!(found(&read_only, &read_only, &[]), NOTHING);
    assert_eq!(found(&read_only, &schema(), &[]), NOTHING);
    let unassigned =
        with_values(&[(&format!("{USERS}/attributeMappings/2/source"), direct("accountEnabled"))]);
    assert_eq!(found(&schema(), &unassigned, &[]), ["AM224 attributeMappings/2/source"]);
    let both = with_values(&[
        (&format!("{title}/source"), direct("userType")),
        (&format!("{USERS}/attributeMappings/4/matchingPriority"), json!(2)),
        (&format!("{USERS}/attributeMappings/10/source"), function("Swich([mail])")),
    ]);
    assert_eq!(
        found(&schema(), &both, &[]),
        [
            "AM212 attributeMappings/3/source/name",
            "AM202 attributeMappings/4/matchingPriority",
            "EX201 attributeMappings/10/source/expression"
        ]
    );
}

/// Synchronization schema specification §9: names of members in any letter case, so spelling one anew changes nothing.
#[test]
fn a_comparison_knows_findings_however_members_are_spelled() {
    let again = |target: &str| {
        changed(|it| attributes(it).push(json!({ target: "title", "source": direct("city") })))
    };
    let (old, new) = (again("targetAttributeName"), again("TargetAttributeName"));
    assert_eq!(found(&schema(), &old, &[]), ["AM208 attributeMappings/13/targetAttributeName"]);
    assert_eq!(found(&old, &new, &[]), ["SS108 attributeMappings/13/TargetAttributeName"]);
    assert_eq!(found(&new, &old, &[]), NOTHING);
}

/// A required attribute that nobody maps any more is one fault, however many objects fail for it. What fails for another
/// reason is told beside it.
#[test]
fn a_comparison_tells_an_unmapped_required_attribute_once() {
    let users = [user(json!({}))];
    let mut unmapped =
        changed(|it| attributes(it).retain(|mapping| mapping["targetAttributeName"] != "name.familyName"));
    assert_eq!(found(&schema(), &unmapped, &users), ["AM213 attributeMappings"]);
    attribute(&mut unmapped, "name.givenName")["source"] = direct("department");
    assert_eq!(found(&schema(), &unmapped, &users), ["AM213 attributeMappings", "PV311 attributeMappings/5"]);
}

/// RFC 7643 §3.3, RFC 7644 §3.10: an attribute of a core schema is the same with the schema's URN before it.
#[test]
fn a_comparison_knows_a_target_with_the_urn_of_a_core_schema() {
    let urn = |name: &str| format!("urn:ietf:params:scim:schemas:core:2.0:User:{name}");
    let respelt = |source: Option<&str>| {
        changed(|it| {
            definition(it, "title")["name"] = json!(urn("title"));
            let title = attribute(it, "title");
            title["targetAttributeName"] = json!(urn("title"));
            if let Some(source) = source {
                title["source"] = direct(source);
            }
        })
    };
    let same = told(&schema(), &respelt(None));
    assert_eq!((&same["configuration"], &same["changes"]), (&json!([]), &json!([])));
    let other = told(&schema(), &respelt(Some("department")));
    assert_eq!(
        other["configuration"],
        json!([{ "kind": "user", "target": "title", "property": "source", "before": "jobTitle", "after": "department" }])
    );
    assert_eq!(other["changes"][0]["attributes"], json!([{ "target": "title", "before": "Eng" }]));
}

/// A finding is known wherever its clause stands among others, and one more of the same words is new.
#[test]
fn a_comparison_counts_findings_that_say_the_same() {
    let clause = |operator: &str| json!({ "sourceOperandName": "department", "operatorName": operator, "targetOperand": { "values": ["A"] } });
    let scope = |filters: Value| {
        let filters: Vec<Value> = filters
            .as_array()
            .unwrap()
            .iter()
            .enumerate()
            .map(|(at, clauses)| json!({ "name": format!("F{at}"), "clauses": clauses }))
            .collect();
        changed(|it| mapping(it, "User")["scope"] = json!({ "groups": filters }))
    };
    let (wrong, right) = (clause("LIKE"), clause("EQUALS"));
    let one = scope(json!([[wrong]]));
    assert_eq!(found(&schema(), &one, &[]), ["SC201 scope/groups/0/clauses/0/operatorName"]);
    assert_eq!(found(&one, &one, &[]), NOTHING);
    assert_eq!(found(&one, &scope(json!([[right, wrong]])), &[]), NOTHING);
    assert_eq!(found(&one, &scope(json!([[right], [wrong]])), &[]), NOTHING);
    let two = scope(json!([[wrong], [wrong]]));
    assert_eq!(found(&one, &two, &[]), ["SC201 scope/groups/1/clauses/0/operatorName"]);
    assert_eq!(found(&two, &one, &[]), NOTHING);
}
