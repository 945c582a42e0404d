//! Rules of provisioning that show with a whole synchronization schema; ids and sentences are those of
//! `COMPATIBILITY.md` and of the documentation named there.

#[path = "common/provision.rs"]
mod provision;
#[path = "common/schema.rs"]
mod schema;

use provision::{body, body_of_members, changed, codes, function, operations, resource, schema, user, with};
use schema::{account, attribute, definitions, direct, engine, linked, mapping, plan, preview};
use scimwright::diagnostic::Diagnostic;
use scimwright::limits::Limits;
use scimwright::provision::{CycleInput, JobState, TargetState};
use scimwright::value::json::{Json, parse};
use scimwright::{Engine, SourceObject};
use serde_json::{Value, json};

const MANAGER: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager";

#[test]
fn a_create_without_a_value_uses_the_default_of_the_required_attribute() {
    let given = |schema: &mut Value, default: Value| {
        let name = definitions(schema, ":User").iter_mut().find(|it| it["name"] == "name.givenName").unwrap();
        name["defaultValue"] = default;
    };
    let nameless = user(json!({ "givenName": null }));
    let made = |default: Value| preview(&changed(|it| given(it, default)), json!({}), &nameless, None);
    assert_eq!(body(&made(json!("Unknown")))["name"]["givenName"], json!("Unknown"));
    // "Without one it is recorded as an error."
    assert_eq!(made(Value::Null).reason.code(), "requiredValueMissing");
    // The default is for creation; an update leaves the value alone.
    let schema = changed(|it| given(it, json!("Unknown")));
    assert_eq!(linked(&schema, json!({}), &nameless, &account(json!({}))).reason.code(), "redundant");
}

#[test]
fn a_required_attribute_without_mapping_needs_its_default() {
    let unmapped = |default: Value| {
        changed(|schema| {
            definitions(schema, ":User").push(
                json!({ "name": "nickName", "type": "String", "required": true, "defaultValue": default }),
            );
        })
    };
    let without = preview(&unmapped(Value::Null), json!({}), &user(json!({})), None);
    assert_eq!(
        (without.reason.code(), codes(&without.diagnostics).contains(&"PV311")),
        ("requiredValueMissing", true)
    );
    let with = preview(&unmapped(json!("N")), json!({}), &user(json!({})), None);
    assert_eq!(body(&with)["nickName"], json!("N"));
    let existing = linked(&unmapped(Value::Null), json!({}), &user(json!({})), &account(json!({})));
    assert_eq!(existing.reason.code(), "redundant");
    // What is mapped under its core URN is not missing; an anchor is the target's own.
    let named = changed(|schema| {
        attribute(schema, "title")["targetAttributeName"] =
            json!("urn:ietf:params:scim:schemas:core:2.0:User:nickName");
        definitions(schema, ":User").push(json!({ "name": "nickName", "type": "String", "required": true }));
        definitions(schema, ":User")
            .push(json!({ "name": "key", "type": "String", "required": true, "anchor": true }));
    });
    assert_eq!(preview(&named, json!({}), &user(json!({})), None).reason.code(), "createdNoMatch");
}

/// L-6, A-1: the required attributes are those that Gong documents, whatever the document says of them.
#[test]
fn l6_gong_requires_what_it_documents() {
    let nobody = user(json!({ "givenName": null }));
    let optional = changed(|it| {
        definitions(it, "extension:enterprise:2.0:User")
            .iter_mut()
            .for_each(|one| one["required"] = json!(false));
    });
    let undefined = changed(|it| {
        definitions(it, "extension:enterprise:2.0:User").retain(|one| one["name"] != "name.givenName");
    });
    let unmapped = changed(|it| {
        definitions(it, "extension:enterprise:2.0:User").retain(|one| one["name"] != "name.givenName");
        let attributes = mapping(it, "User")["attributeMappings"].as_array_mut().unwrap();
        attributes.retain(|one| one["targetAttributeName"] != "name.givenName");
    });
    for schema in [optional, undefined, unmapped] {
        let preview = preview(&schema, json!({}), &nobody, None);
        assert_eq!(
            (preview.reason.code(), codes(&preview.diagnostics)),
            ("requiredValueMissing", vec!["PV311"])
        );
    }
}

#[test]
fn facts_are_read_in_any_letter_case_and_as_text() {
    let in_other_case = |name: &str, value: Value| {
        let mut object = user(json!({}));
        object.as_object_mut().unwrap().remove(name).unwrap();
        object[name.to_ascii_uppercase()] = value;
        preview(&schema(), json!({}), &object, None)
    };
    let disabled = in_other_case("accountEnabled", json!(false));
    assert_eq!(disabled.reason.code(), "sourceDisabledNeverProvisioned");
    assert!(codes(&disabled.diagnostics).contains(&"AM303"));
    let named = in_other_case("id", json!("u9"));
    assert_eq!((named.source.id.as_str(), codes(&named.diagnostics).contains(&"PV301")), ("u9", false));
    // A mapping that is spelt otherwise than the service spells it is told how.
    let spelt = changed(|it| attribute(it, "title")["source"] = direct("JobTitle"));
    let spelt = preview(&spelt, json!({}), &user(json!({ "jobTitle": "Seller" })), None);
    let finding = spelt.diagnostics.iter().find(|finding| finding.code.code == "AM303").unwrap();
    assert_eq!(finding.help.as_deref(), Some("the service calls it `jobTitle`"));
    let text = preview(&schema(), json!({}), &user(json!({ "accountEnabled": "False" })), None);
    assert_eq!(text.reason.code(), "sourceDisabledNeverProvisioned");
    // The name itself wins over another spelling, wherever it stands.
    let both: Value =
        serde_json::from_str(r#"{"ID":"x","id":"u1","AccountEnabled":false,"accountEnabled":true}"#).unwrap();
    let both = preview(&schema(), json!({}), &user(both), None);
    assert_eq!((both.source.id.as_str(), both.reason.code()), ("u1", "createdNoMatch"));
    // Graph's own spelling of the computed flag is no other spelling.
    assert!(
        !codes(&preview(&schema(), json!({}), &user(json!({ "isSoftDeleted": false })), None).diagnostics)
            .contains(&"AM303")
    );
}

/// `Get-MgUser` and `Get-MgGroup` begin every name with a capital, inside objects too.
#[test]
fn what_cmdlets_of_powershell_write_is_read_as_graph_says_it() {
    fn capital(value: &Value) -> Value {
        let name = |name: &str| match name {
            "@odata.type" => name.to_owned(),
            name => name[..1].to_uppercase() + &name[1..],
        };
        match value {
            Value::Object(members) => {
                members.iter().map(|(key, value)| (name(key), capital(value))).collect()
            }
            Value::Array(items) => items.iter().map(capital).collect(),
            scalar => scalar.clone(),
        }
    }
    let users = [
        user(
            json!({ "manager": { "id": "u2" }, "onPremisesExtensionAttributes": { "extensionAttribute2": "CET" } }),
        ),
        user(json!({ "id": "u2", "userPrincipalName": "bob@x.example", "mail": "bob@x.example",
            "mailNickname": "bob", "manager": { "id": null } })),
    ];
    let member = |id: &str, kind: &str| json!({ "id": id, "additionalProperties": { "@odata.type": kind } });
    let groups = [
        json!({ "id": "g1", "displayName": "Sales", "securityEnabled": true,
            "members": [member("u1", "#microsoft.graph.user"), member("g2", "#microsoft.graph.group")] }),
        json!({ "id": "g2", "displayName": "Inside", "securityEnabled": true, "members": [{ "id": "u2" }] }),
    ];
    let requests = |users: &[Value], groups: &[Value]| {
        let plan = plan(&engine(&schema(), json!({})), users, groups, &[], json!({}));
        plan.previews.iter().map(|preview| json!(preview.requests)).collect::<Vec<_>>()
    };
    let told = requests(&users.each_ref().map(capital), &groups.each_ref().map(capital));
    // As Graph writes a member's type, which cmdlets put aside.
    let mut typed = groups.clone();
    for group in &mut typed {
        for member in group["members"].as_array_mut().unwrap() {
            let aside = member.as_object_mut().unwrap().remove("additionalProperties");
            if let Some(aside) = aside {
                member["@odata.type"] = aside["@odata.type"].clone();
            }
        }
    }
    assert_eq!(told, requests(&users, &typed));
    let told = json!(told).to_string();
    for part in ["CET", "new-u2", "new-u1"] {
        assert!(told.contains(part), "{part}: {told}");
    }
}

/// `ConvertTo-Json` without `-Depth`.
#[test]
fn values_that_powershell_cut_off_are_told() {
    for (members, is_told) in [
        (json!({ "manager": "@{id=u2}" }), true),
        (json!({ "jobTitle": "System.Collections.Hashtable" }), true),
        (json!({ "businessPhones": "System.Object[]" }), true),
        (json!({ "jobTitle": "Systems engineer" }), false),
        // Nothing reads it.
        (json!({ "otherMails": "System.Object[]" }), false),
    ] {
        let source = user(members);
        let engine = engine(&schema(), json!({}));
        let whole = engine.preview(&SourceObject::user(source.to_string()).unwrap(), None);
        assert_eq!(codes(&whole.diagnostics).contains(&"PV327"), is_told, "{source}");
        assert_eq!(engine.preview_batch(&source.to_string(), 1).contains("PV327"), is_told, "{source}");
    }
}

#[test]
fn empty_texts_are_null_to_the_engine_too() {
    let empty = user(json!({ "deletedDateTime": "", "manager": "" }));
    let preview = preview(&schema(), json!({}), &empty, None);
    assert_eq!(preview.reason.code(), "createdNoMatch");
    assert!(
        !codes(&preview.diagnostics).contains(&"PV303") && codes(&preview.diagnostics).contains(&"GA211")
    );
}

#[test]
fn g7_groups_and_repeated_ids_are_no_members() {
    let target =
        [account(json!({})), json!({ "id": "tA", "displayName": "A", "meta": { "resourceType": "Group" } })];
    let groups = [
        json!({ "id": "gA", "displayName": "A" }),
        json!({ "id": "gB", "displayName": "B", "members": [{ "id": "gA" }, { "id": "u1" }, { "id": "u1" }] }),
    ];
    let state = json!({ "links": { "u1": "t1", "gA": "tA" } });
    let plan = plan(&engine(&schema(), json!({})), &[user(json!({}))], &groups, &target, state);
    assert_eq!(body_of_members(&plan.previews[2]), ["t1"]);
    let logged = serde_json::to_value(plan.previews[2].log()).unwrap();
    let members =
        logged["modifiedProperties"].as_array().unwrap().iter().find(|it| it["displayName"] == "members");
    assert!(members.unwrap()["newValue"].as_str().unwrap().contains("t1"));
}

#[test]
fn members_that_are_not_mapped_are_not_written() {
    let schema = changed(|it| {
        let attributes = mapping(it, "Group")["attributeMappings"].as_array_mut().unwrap();
        attributes.retain(|attribute| attribute["targetAttributeName"] != "members");
    });
    let group = json!({ "id": "g", "displayName": "G", "members@delta": [{ "id": "u1" }] });
    let target =
        [account(json!({})), json!({ "id": "tg", "displayName": "G", "meta": { "resourceType": "Group" } })];
    let state = json!({ "links": { "u1": "t1", "g": "tg" } });
    let plan = plan(&engine(&schema, json!({})), &[user(json!({}))], &[group], &target, state);
    assert_eq!(plan.previews[1].reason.code(), "redundant");
    assert!(plan.previews[1].requests.is_empty());
}

#[test]
fn b5_sources_that_the_service_does_not_offer_are_null() {
    let extension = json!({ "name": "extension_0123_tags", "type": "String", "multivalued": true });
    let sources = [
        (direct("userType"), json!({ "userType": "Member" })),
        (function("ToUpper([userType])"), json!({ "userType": "Member" })),
        (direct("SamAccountName"), json!({ "SamAccountName": "ada" })),
        (direct("onPremisesSamAccountName"), json!({ "onPremisesSamAccountName": "ada" })),
        (direct("extension_0123_tags"), json!({ "extension_0123_tags": ["a"] })),
        (direct("extension_0123_tags"), json!({ "extension_0123_tags": "a" })),
    ];
    for (source, values) in sources {
        let schema = changed(|it| {
            attribute(it, "title")["source"] = source.clone();
            definitions(it, "User").push(extension.clone());
        });
        let engine = engine(&schema, json!({}));
        assert!(engine.diagnostics().iter().any(|finding| finding.code.code == "AM212"), "{source}");
        let preview = engine.preview(&SourceObject::user(user(values).to_string()).unwrap(), None);
        assert_eq!(body(&preview).get("title"), None, "{source}");
    }
    // Undeclared, several values of an extension do not flow either.
    let schema = changed(|it| attribute(it, "title")["source"] = direct("extension_0123_more"));
    let preview = preview(&schema, json!({}), &user(json!({ "extension_0123_more": ["a", "b"] })), None);
    assert_eq!(body(&preview).get("title"), None);
}

#[test]
fn s14_dates_and_multi_valued_extensions_are_not_tested() {
    let clause = |name: &str| json!([{ "name": "F", "clauses": [{ "sourceOperandName": name, "operatorName": "IS NOT NULL" }] }]);
    let cases = [
        ("extension_0123_start", json!("2025-01-01T00:00:00Z")),
        ("extension_0123_tags", json!("a")),
        ("extension_0123_lists", json!(["a", "b"])),
        ("birthday", json!("2000-01-01T00:00:00Z")),
        ("hireDate", json!("2000-01-01T00:00:00Z")),
        ("createdDateTime", json!("2000-01-01T00:00:00Z")),
    ];
    for (name, value) in cases {
        let schema = changed(|it| {
            mapping(it, "User")["scope"] = json!({ "groups": clause(name) });
            definitions(it, "User").extend([
                json!({ "name": "extension_0123_start", "type": "DateTime" }),
                json!({ "name": "extension_0123_tags", "type": "String", "multivalued": true }),
            ]);
        });
        let engine = engine(&schema, json!({ "multiValued": "any" }));
        let preview =
            engine.preview(&SourceObject::user(user(json!({ name: value })).to_string()).unwrap(), None);
        assert_eq!(preview.reason.code(), "scopingFilter", "{name}");
        let findings = engine.diagnostics().iter().chain(&preview.diagnostics);
        assert_eq!(findings.filter(|finding| finding.code.code == "SC202").count(), 1, "{name}");
    }
}

/// A declared multi-valued attribute is told once, of the configuration, whatever it holds; a setting has it tested.
#[test]
fn s9_declared_multi_valued_attributes_are_refused_in_the_configuration() {
    for (name, operator) in [("otherMails", "EQUALS"), ("Tags", "EQUALS"), ("otherMails", "IS NULL")] {
        let values = if operator == "EQUALS" { json!(["x"]) } else { json!([]) };
        let clause = json!({ "sourceOperandName": name, "operatorName": operator,
            "targetOperand": { "values": values } });
        let schema = changed(|it| {
            mapping(it, "User")["scope"] = json!({ "groups": [{ "name": "F", "clauses": [clause] }] });
            definitions(it, "User").push(json!({ "name": "tags", "type": "String", "multivalued": true }));
        });
        let told = |settings: Value, more: Value| {
            let engine = engine(&schema, settings);
            let preview = engine.preview(&SourceObject::user(user(more).to_string()).unwrap(), None);
            let codes = |found: &[Diagnostic]| -> Vec<&str> {
                found.iter().map(|finding| finding.code.code).filter(|code| code.starts_with("SC")).collect()
            };
            (preview.scope.in_scope, codes(engine.diagnostics()), codes(&preview.diagnostics))
        };
        for more in [json!({}), json!({ "otherMails": ["x"], "tags": ["x"] })] {
            assert_eq!(told(json!({}), more), (false, vec!["SC301"], vec![]), "{name} {operator}");
        }
        let holds = told(json!({ "multiValued": "any" }), json!({ "otherMails": ["x"], "Tags": ["x"] }));
        assert_eq!(holds, (operator == "EQUALS", vec![], vec![]), "{name} {operator}");
    }
}

#[test]
fn m7_two_objects_never_take_one_account() {
    let schema = changed(|it| attribute(it, "emails[type eq \"work\"].value")["matchingPriority"] = json!(2));
    let engine = engine(&schema, json!({}));
    let other = user(json!({ "id": "u2", "userPrincipalName": "zz@x.example" }));
    let reasons = |users: &[Value], target: &[Value], links: Value| -> Vec<&'static str> {
        let plan = plan(&engine, users, &[], target, json!({ "links": links }));
        plan.previews.iter().map(|preview| preview.reason.code()).collect()
    };
    // Both have the address; the second is found, or would be, by it alone.
    let both = [user(json!({})), other.clone()];
    assert_eq!(reasons(&both, &[account(json!({}))], json!({})), ["redundant", "duplicateSourceEntries"]);
    assert_eq!(reasons(&both, &[], json!({})), ["createdNoMatch", "duplicateSourceEntries"]);
    let reversed = [other.clone(), user(json!({}))];
    assert_eq!(
        reasons(&reversed, &[account(json!({}))], json!({ "u1": "t1" })),
        ["duplicateSourceEntries", "redundant"]
    );
    // An object that is found by an attribute of its own shares the address in peace.
    let second = account(json!({ "id": "t2", "userName": "zz@x.example" }));
    assert_eq!(reasons(&both, &[account(json!({})), second], json!({})), ["redundant", "redundant"]);
}

#[test]
fn a_reference_that_differs_is_an_update_like_any_other() {
    let schema = changed(|it| mapping(it, "User")["flowTypes"] = json!("Add, Delete"));
    let managed = user(json!({ "manager": { "id": "m" } }));
    let preview = linked(&schema, json!({}), &managed, &account(json!({})));
    assert_eq!(
        (preview.reason.code(), preview.verdict.as_str(), preview.requests.len()),
        ("updateActionOff", "skip", 0)
    );
}

#[test]
fn no_reference_is_written_for_a_user_that_fails() {
    let failing = changed(|it| {
        attribute(it, "title")["source"] = function("FormatDateTime([jobTitle], , \"yyyy\", \"yyyy\")");
    });
    let managed = user(json!({ "manager": { "id": "m" } }));
    let preview = linked(&failing, json!({}), &managed, &account(json!({})));
    assert_eq!((preview.reason.code(), preview.requests.len()), ("mappingFailed", 0));
    // The account is gone: there is nothing that could hold a manager.
    let gone = account(json!({ "id": "another" }));
    let preview = linked(&schema(), json!({}), &managed, &gone);
    assert_eq!((preview.reason.code(), preview.requests.len()), ("linkedTargetMissing", 0));
}

/// Graph, *update synchronizationSchema*: the definition has to exist first; without it, an optional text.
#[test]
fn an_attribute_without_definition_takes_one_text() {
    let schema = changed(|it| {
        let mut extra = attribute(it, "title").clone();
        extra["targetAttributeName"] = json!("emails[type eq \"home\"].value");
        extra["source"] = direct("otherMails");
        mapping(it, "User")["attributeMappings"].as_array_mut().unwrap().push(extra);
    });
    let with = |mails: Value| preview(&schema, json!({}), &user(json!({ "otherMails": mails })), None);
    assert_eq!(body(&with(json!(["a@y.example"])))["emails"][1]["value"], "a@y.example");
    let several = with(json!(["a@y.example", "b@y.example"]));
    assert_eq!((several.reason.code(), codes(&several.diagnostics)), ("mappingFailed", vec!["EX302"]));
}

#[test]
fn b9_a_mapping_for_creation_only_disables_nobody() {
    let schema = changed(|it| attribute(it, "active")["flowType"] = json!("ObjectAddOnly"));
    let preview = linked(&schema, json!({}), &user(json!({ "accountEnabled": false })), &account(json!({})));
    assert_eq!(preview.reason.code(), "noDisableMapping");
}

#[test]
fn escrow_behavior_passes_over_unresolved_references() {
    let schema = |word: &str| {
        changed(|it| mapping(it, "User")["metadata"] = json!([{ "key": "EscrowBehavior", "value": word }]))
    };
    let managed = user(json!({ "manager": { "id": "nobody" } }));
    let told =
        |word: &str| codes(&preview(&schema(word), json!({}), &managed, None).diagnostics).contains(&"PV303");
    assert!(told("\"Default\""));
    assert!(!told("\"IgnoreLookupReferenceResolutionFailure\""));
}

#[test]
fn r2_the_manager_is_resolved_whatever_source_names_it() {
    let add = |id: &str| json!([[{ "op": "Add", "path": MANAGER, "value": id }]]);
    let sources = [
        (function("Trim([manager])"), json!({ "manager": { "id": "m" } })),
        (
            direct("extensionAttribute1"),
            json!({ "onPremisesExtensionAttributes": { "extensionAttribute1": "m" } }),
        ),
        (json!({ "type": "Constant", "name": "m" }), json!({})),
    ];
    for (source, values) in sources {
        let schema = changed(|it| attribute(it, MANAGER)["source"] = source.clone());
        let preview = linked(&schema, json!({}), &user(values), &account(json!({})));
        assert_eq!(operations(&preview), add("t-m"), "{source}");
    }
    let schema = changed(|it| attribute(it, MANAGER)["source"] = direct("extensionAttribute1"));
    let unknown = user(json!({ "onPremisesExtensionAttributes": { "extensionAttribute1": "boss" } }));
    assert!(codes(&linked(&schema, json!({}), &unknown, &account(json!({}))).diagnostics).contains(&"PV303"));
}

#[test]
fn u5_external_ids_are_compared_exactly_unless_defined_otherwise() {
    let undefined = changed(|it| {
        it.as_object_mut().unwrap().remove("directories");
        it["synchronizationRules"][0]["sourceDirectoryName"] = json!("Microsoft Entra ID");
    });
    let in_other_case = user(json!({ "mailNickname": "ADA", "jobTitle": "ENG" }));
    let preview = linked(&undefined, json!({}), &in_other_case, &account(json!({ "active": "True" })));
    assert_eq!(operations(&preview), json!([[{ "op": "Replace", "path": "externalId", "value": "ADA" }]]));
    let defined = changed(|it| {
        let definition = definitions(it, ":User").iter_mut().find(|it| it["name"] == "externalId").unwrap();
        definition["caseExact"] = json!(false);
    });
    assert_eq!(linked(&defined, json!({}), &in_other_case, &account(json!({}))).reason.code(), "redundant");
}

/// C-4: a group is in scope while the mapping of groups is switched on.
#[test]
fn c4_objects_of_a_mapping_that_is_switched_off_are_not_in_scope() {
    let group = json!({ "id": "g", "displayName": "G", "members": [] });
    let off = changed(|it| mapping(it, "Group")["enabled"] = json!(false));
    let plan = plan(&engine(&off, json!({})), &[], &[group], &[], json!({}));
    let told = serde_json::to_value(&plan.previews[0]).unwrap();
    let [scope, reason] = ["scope", "reason"].map(|member| &told[member]);
    assert_eq!((&scope["inScope"], &scope["reason"]), (&json!(false), reason));
    assert_eq!(reason, "mappingDisabled");
    let steps = told["log"]["provisioningSteps"].as_array().unwrap();
    let scoping = steps.iter().find(|step| step["provisioningStepType"] == "scoping").unwrap();
    assert_eq!(scoping["status"], "skipped");
}

/// COMPATIBILITY, "Disabled and hidden object mappings": they are not checked, neither by themselves nor by what they
/// make of an object.
#[test]
fn a_mapping_that_is_switched_off_is_not_checked() {
    let broken = |on: bool| {
        changed(|it| {
            let users = mapping(it, "User");
            users["enabled"] = json!(on);
            users["scope"] = json!({ "groups": [{ "name": "F", "clauses": [
                { "sourceOperandName": "createdDateTime", "operatorName": "LIKE", "targetOperand": { "values": ["a"] } }] }] });
            let attributes = users["attributeMappings"].as_array_mut().unwrap();
            attributes.push(attributes[0].clone());
            attribute(it, "title")["source"] = function(r#"CDate([jobTitle])"#);
        })
    };
    let told = |on: bool| -> Vec<&'static str> {
        let engine = engine(&broken(on), json!({}));
        let plan = plan(&engine, &[user(json!({}))], &[], &[], json!({}));
        let batch = engine.preview_batch(&user(json!({})).to_string(), 1);
        assert_eq!(plan.previews[0].reason.code() == "mappingDisabled", !on);
        assert_eq!(batch.contains("findings"), on, "{batch}");
        let found = plan.diagnostics.iter().chain(&plan.previews[0].diagnostics);
        found.map(|finding| finding.code.code).collect()
    };
    let checked = told(true);
    assert!(["AM208", "SC202"].iter().all(|code| checked.contains(code)), "{checked:?}");
    assert_eq!(told(false), Vec::<&str>::new());
}

/// COMPATIBILITY, "Objects of a kind that is not mapped": told once for each kind, as where the mapping is switched off
/// nothing fails.
#[test]
fn objects_of_a_kind_that_is_not_mapped_are_told_once() {
    let schema = changed(|it| {
        let mappings = it["synchronizationRules"][0]["objectMappings"].as_array_mut().unwrap();
        mappings.retain(|mapping| mapping["sourceObjectName"] == "User");
    });
    let engine = engine(&schema, json!({}));
    let groups = ["g", "h"].map(|id| json!({ "id": id, "displayName": id }));
    let told = |groups: &[Value]| {
        let plan = plan(&engine, &[], groups, &[], json!({}));
        assert!(plan.previews.iter().all(|it| it.diagnostics.is_empty() && it.requests.is_empty()));
        let told = plan.diagnostics.iter().map(|it| (it.code.code, it.severity.as_str(), it.message.clone()));
        told.collect::<Vec<_>>()
    };
    let message = "the configuration maps no groups to the target, so no group is provisioned";
    assert_eq!(told(&groups), [("PV201", "warning", message.to_owned())]);
    assert_eq!(told(&[]), []);
    // Alone there is no cycle to tell it.
    let alone = engine.preview(&SourceObject::group(groups[0].to_string()).unwrap(), None);
    assert_eq!(alone.reason.code(), "mappingDisabled");
    assert_eq!(
        alone.diagnostics.iter().map(|it| (it.code.code, it.is_error())).collect::<Vec<_>>(),
        [("PV201", false)]
    );
}

/// RFC 7643 §3.1: an id is never that of another resource.
#[test]
fn the_id_of_a_new_account_is_no_other_accounts() {
    let held = ["new-u1", "new2-u1", "x"].map(|id| account(json!({ "id": id, "userName": id })));
    // Neither that of another new one, whatever the source ids are and whatever the settings say.
    let others = ["u1-2", "2-u1", "a", "b"];
    let mut people = vec![user(json!({}))];
    people.extend(others.map(|id| user(json!({ "id": id, "userPrincipalName": id }))));
    let engine = engine(&schema(), json!({ "newIds": { "a": "x", "b": "x" } }));
    let plan = plan(&engine, &people, &[], &held, json!({}));
    let preview = &plan.previews[0];
    assert_eq!(
        (preview.reason.code(), preview.matching.target_id.as_deref()),
        ("createdNoMatch", Some("new3-u1"))
    );
    assert_eq!(
        json!(plan.links),
        json!({ "u1": "new3-u1", "u1-2": "new-u1-2", "2-u1": "new-2-u1", "a": "new2-a", "b": "new2-b" })
    );
}

#[test]
fn attributes_that_the_service_spells_otherwise_are_reported() {
    let schema = changed(|it| attribute(it, "title")["source"] = direct("Mobile"));
    let engine = engine(&schema, json!({}));
    let finding = engine.diagnostics().iter().find(|finding| finding.code.code == "AM303").unwrap();
    assert_eq!(finding.message, "the service calls the attribute `Mobile` `mobile`");
    let preview =
        engine.preview(&SourceObject::user(user(json!({ "mobilePhone": "7" })).to_string()).unwrap(), None);
    assert_eq!(body(&preview)["title"], json!("7"));
}

/// RFC 7644 §3.2: an account's path holds its id, whatever characters that is made of.
#[test]
fn an_account_with_any_id_is_addressed_and_patched() {
    let id = "a b/ü%20";
    let settings = json!({ "scope": "all", "links": { "u1": id } }).to_string();
    let settings = scimwright::provision::Settings::from_json(&settings, &Limits::DEFAULT).unwrap();
    let engine = Engine::for_gong().settings(settings).build().unwrap();
    let held =
        json!([{ "id": "other", "userName": "b@x.example" }, account(json!({ "id": id, "title": "Old" }))]);
    let before = TargetState {
        users: held
            .as_array()
            .unwrap()
            .iter()
            .map(|user| parse(&user.to_string(), &Limits::DEFAULT).unwrap().into_owned())
            .collect(),
        ..TargetState::default()
    };
    let plan = engine.plan(&CycleInput {
        users: vec![SourceObject::user(user(json!({})).to_string()).unwrap()],
        target: Some(before.clone()),
        ..CycleInput::default()
    });
    let patch = plan.previews[0].requests.iter().find(|request| request.method.as_str() == "PATCH").unwrap();
    assert_eq!(patch.path, "/Users/a%20b%2F%C3%BC%2520");
    let (after, refused) = plan.target_after(&before, &Limits::DEFAULT);
    assert!(refused.is_empty(), "{refused:?}");
    assert_eq!(after.users[0], before.users[0]);
    assert_eq!(after.users[1].get("title").and_then(Json::as_str), Some("Eng"));
}

/// Two mappings of users: people of Sales by the first, people of Support, titled so, by the second.
fn two_mappings() -> Value {
    changed(|schema| {
        let of = |department: &str| {
            json!({ "groups": [{ "name": department, "clauses": [{ "sourceOperandName": "department",
                "operatorName": "EQUALS", "targetOperand": { "values": [department] } }] }] })
        };
        let mut second = mapping(schema, "User").clone();
        second["scope"] = of("Support");
        let attributes = second["attributeMappings"].as_array_mut().unwrap();
        // Fewer attributes, in another order: nothing of the first mapping may be taken for the second's.
        attributes.retain(|one| one["targetAttributeName"] != "externalId");
        attributes.reverse();
        let title = attributes.iter_mut().find(|one| one["targetAttributeName"] == "title").unwrap();
        title["source"] = json!({ "type": "Constant", "name": "Supporter", "parameters": [] });
        mapping(schema, "User")["scope"] = of("Sales");
        schema["synchronizationRules"][0]["objectMappings"].as_array_mut().unwrap().push(second);
    })
}

/// Graph: more than one mapping left for a kind, each is used in order.
#[test]
fn an_object_that_one_mapping_leaves_out_is_tried_with_the_next() {
    let schema = two_mappings();
    let engine = engine(&schema, json!({}));
    let found: Vec<_> = engine.diagnostics().iter().map(|finding| finding.code.code).collect();
    assert!(found.contains(&"PV202"), "{found:?}");
    let people: Vec<Value> = ["Sales", "Support", "Legal", "Support"]
        .iter()
        .enumerate()
        .map(|(at, department)| {
            let name = format!("p{at}@x.example");
            user(json!({ "id": format!("p{at}"), "department": department, "userPrincipalName": name }))
        })
        .collect();
    let held = [account(json!({ "id": "t3", "userName": "p3@x.example", "externalId": "other" }))];
    let plan = plan(&engine, &people, &[], &held, json!({}));
    let codes: Vec<_> = plan.previews.iter().map(|preview| preview.reason.code()).collect();
    assert_eq!(codes, ["createdNoMatch", "createdNoMatch", "scopingFilter", "matchedAndChanged"]);
    let sent = |at: usize| body(&plan.previews[at]);
    assert_eq!((&sent(0)["title"], &sent(0)["externalId"]), (&json!("Eng"), &json!("ada")));
    assert_eq!((&sent(1)["title"], sent(1).get("externalId")), (&json!("Supporter"), None));
    assert_eq!(
        operations(&plan.previews[3]),
        json!([[{ "op": "Replace", "path": "title", "value": "Supporter" }]])
    );
    assert_eq!(plan.previews[2].scope.filters[0].name, "Sales");
    // Which of them it was is told; the groups' stands before both.
    let used: Vec<_> = plan.previews.iter().map(|preview| preview.scope.object_mapping.as_deref()).collect();
    let [first, second] = [1, 2].map(|at| format!("/synchronizationRules/0/objectMappings/{at}"));
    assert_eq!(used, [Some(&*first), Some(&*second), Some(&*first), Some(&*second)]);
    // One by one, in bulk, and as bodies alone they say the same.
    let lines: Vec<String> = people.iter().take(3).map(Value::to_string).collect();
    let bulk = engine.preview_batch(&lines.join("\n"), 1);
    for (line, preview) in bulk.lines().zip(&plan.previews) {
        let line: Value = serde_json::from_str(line).unwrap();
        let of_plan = serde_json::to_value(&preview.requests).unwrap();
        assert_eq!((&line["reason"], &line["requests"]), (&json!(preview.reason), &of_plan));
    }
    let mut mapper = engine.mapper(scimwright::sync_schema::ObjectKind::User).unwrap();
    for (at, line) in lines.iter().enumerate().take(2) {
        let mut text = String::new();
        mapper.body(line, &mut text).unwrap();
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), sent(at));
    }
}

const GUID: &str = "6f1e4a8c-1b7b-435e-95f8-f06cea133828";

/// Object ids are GUIDs, whose letter case says nothing.
#[test]
fn c1_assigned_ids_are_found_in_any_letter_case_or_told() {
    let settings = |ids: Value| json!({ "scope": "assigned", "assigned": ids });
    let person = user(json!({ "id": GUID }));
    let told = |ids: Value, groups: &[Value]| {
        let engine = engine(&schema(), settings(ids));
        let plan = plan(&engine, std::slice::from_ref(&person), groups, &[], json!({}));
        let findings = plan.diagnostics.iter().filter(|finding| finding.code.code == "PV321");
        let findings: Vec<String> = findings.map(|finding| finding.message.clone()).collect();
        let alone = engine.preview(&SourceObject::user(person.to_string()).unwrap(), None);
        (plan.previews[0].reason.code(), alone.reason.code(), findings)
    };
    assert_eq!(told(json!([GUID.to_uppercase()]), &[]), ("createdNoMatch", "createdNoMatch", vec![]));
    let (reason, alone, findings) = told(json!(["u1", "zzz"]), &[]);
    assert_eq!((reason, alone), ("notAssigned", "notAssigned"));
    assert_eq!(findings, ["2 assigned ids match none of the given objects; the first is `u1`"]);
    // Through a group, whose mapping counts for nothing here.
    let group = json!({ "id": "g", "displayName": "G", "members": [{ "id": GUID.to_uppercase() }] });
    assert_eq!(told(json!(["g"]), &[group]).0, "createdNoMatch");
}

#[test]
fn stored_pairs_and_states_know_an_object_in_any_letter_case() {
    let (other, upper) = ("7f1e4a8c-1b7b-435e-95f8-f06cea133829", GUID.to_uppercase());
    let person = user(json!({ "id": upper, "manager": { "id": other.to_uppercase() } }));
    let account = json!({ "id": "t", "userName": "ada@x.example", "active": true });
    let sellers = json!({ "id": "tg", "displayName": "G", "meta": { "resourceType": "Group" } });
    let cycle = |settings: Value, state: Value, group: &Value| {
        let users = vec![SourceObject::user(person.to_string()).unwrap()];
        let groups = vec![SourceObject::group(group.to_string()).unwrap()];
        let state = (!state.is_null()).then(|| JobState::from_json(&state.to_string()).unwrap());
        let target = Some(TargetState::new([resource(&account), resource(&sellers)]));
        engine(&schema(), settings).plan(&CycleInput { users, groups, target, state })
    };
    let group =
        |id: &str| json!({ "id": id, "displayName": "G", "members": [{ "id": upper }, { "id": GUID }] });

    // The pair of the settings, or of the state, is that of the object: its account is read, not looked for.
    let links = json!({ GUID: "t", other: "boss" });
    let (pairs, stored) = (json!({ "links": links }), json!({ "links": links }));
    for plan in [cycle(pairs, Value::Null, &group("g")), cycle(json!({}), stored.clone(), &group("g"))] {
        let preview = &plan.previews[0];
        assert_eq!((preview.source.id.as_str(), preview.reason.code()), (&*upper, "linkedAndChanged"));
        let manager = json!(preview.requests.last().unwrap().body)["Operations"][0]["value"].clone();
        assert_eq!(manager, "boss");
        assert_eq!(json!(plan.state.links), json!({ GUID: "t", other: "boss", "g": "tg" }));
        assert_eq!(plan.state.members["g"], [GUID]);
    }
    // What was written to a group is written once; what is not among the changed is not looked at.
    let mut written = stored;
    written["links"][other] = json!("tg");
    written["members"] = json!({ other.to_uppercase(): [upper] });
    let plan = cycle(json!({}), written, &group(other));
    assert_eq!(plan.previews[1].reason.code(), "redundant");
    let changed = json!({ "cycle": "incremental", "changed": [GUID] });
    assert_eq!(cycle(changed, Value::Null, &group("g")).previews.len(), 1);
    // Released: a later deletion sends nothing.
    let released = JobState::from_json(&json!({ "released": [GUID] }).to_string()).unwrap();
    let gone = with(person.clone(), json!({ "@removed": { "reason": "deleted" } }));
    let plan = engine(&schema(), json!({})).plan(&CycleInput {
        users: vec![SourceObject::user(gone.to_string()).unwrap()],
        state: Some(released),
        ..CycleInput::default()
    });
    assert_eq!(plan.previews[0].reason.code(), "noLongerManaged");
    // Ids given to new accounts.
    let named = json!({ "newIds": { GUID: "900" } });
    let lone = engine(&schema(), named).preview(&SourceObject::user(person.to_string()).unwrap(), None);
    assert_eq!(lone.link.as_deref(), Some("900"));
}

#[test]
fn accounts_without_an_id_are_counted() {
    let engine = engine(&schema(), json!({ "scope": "all" }));
    for (target, message) in [
        (json!([{ "userName": "a" }]), "1 target resource has no `id` and is left out"),
        (
            json!([{ "userName": "a" }, { "userName": "b" }]),
            "2 target resources have no `id` and are left out",
        ),
    ] {
        let plan = plan(&engine, &[user(json!({}))], &[], target.as_array().unwrap(), json!({}));
        let told = plan.diagnostics.iter().find(|finding| finding.code.code == "IN008").unwrap();
        assert_eq!(told.message, message);
    }
}
