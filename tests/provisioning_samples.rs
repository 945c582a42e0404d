//! The request bodies that Microsoft prints in *Develop and plan provisioning for a SCIM endpoint* and beside it, made
//! by the engine from a source and an account that lead to them. Bodies that the request vectors hold stand there.

#[path = "common/provision.rs"]
mod provision;

use provision::direct;
use scimwright::limits::Limits;
use scimwright::mapping::{AttributeMappingDefinition, Source, ValueType};
use scimwright::provision::{
    LegacyBooleans, ObjectMappingDefinition, PatchFormat, Preview, ScopeMode, Settings,
};
use scimwright::sync_schema::ObjectKind;
use scimwright::value::json::parse;
use scimwright::{Engine, SourceObject};
use serde_json::{Value, json};

fn user_mapping() -> ObjectMappingDefinition {
    ObjectMappingDefinition::new(
        ObjectKind::User,
        vec![
            direct("externalId", "objectId"),
            direct("userName", "userPrincipalName"),
            AttributeMappingDefinition {
                source: Source::Expression("Not([IsSoftDeleted])".to_owned()),
                value_type: ValueType::Boolean,
                ..direct("active", "")
            },
            direct("emails[type eq \"work\"].value", "mail"),
            AttributeMappingDefinition {
                source: Source::Expression("Join(\" \", [givenName], [surname])".to_owned()),
                ..direct("name.formatted", "")
            },
            direct("name.familyName", "surname"),
            direct("name.givenName", "givenName"),
        ],
    )
}

fn group_mapping() -> ObjectMappingDefinition {
    let members =
        AttributeMappingDefinition { value_type: ValueType::Reference, ..direct("members", "members") };
    ObjectMappingDefinition::new(
        ObjectKind::Group,
        vec![direct("externalId", "objectId"), direct("displayName", "displayName"), members],
    )
}

/// The preview of an object; `link` and `account` where it has an account already.
fn preview(
    mapping: ObjectMappingDefinition,
    source: &Value,
    account: Option<&Value>,
    settings: Settings,
) -> Preview {
    let kind = mapping.kind;
    let mut settings = Settings { scope: ScopeMode::All, ..settings };
    if let Some(account) = account {
        let text = |value: &Value| value["id"].as_str().unwrap().to_owned();
        settings.links.insert(text(source), text(account));
    }
    let engine = Engine::builder().settings(settings).mapping(mapping).build().unwrap();
    let source = SourceObject::new(kind, source.to_string(), &Limits::DEFAULT).unwrap();
    let account = account.map(|account| parse(&account.to_string(), &Limits::DEFAULT).unwrap().into_owned());
    engine.preview(&source, account.as_ref())
}

#[track_caller]
fn sends(preview: &Preview, method: &str, path: &str, body: &Value) {
    let [request] = preview.requests.as_slice() else { panic!("one request, not {:?}", preview.requests) };
    assert_eq!((request.method.as_str(), request.path.as_str()), (method, path));
    let sent = request.body.as_ref().map_or(Value::Null, |body| serde_json::to_value(body).unwrap());
    assert_eq!(sent, *body);
}

fn person() -> Value {
    json!({ "id": "0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef", "userPrincipalName": "Test_User_00aa00aa",
        "mail": "Test_User_11bb11bb@testuser.com", "givenName": "givenName", "surname": "familyName",
        "accountEnabled": true })
}

fn account() -> Value {
    json!({ "id": "6764549bef60420686bc", "externalId": "0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef",
        "userName": "Test_User_00aa00aa", "active": true,
        "name": { "formatted": "givenName familyName", "familyName": "familyName", "givenName": "givenName" },
        "emails": [{ "value": "Test_User_11bb11bb@testuser.com", "type": "work", "primary": true }] })
}

#[test]
fn create_user() {
    let settings = Settings { emit_empty_roles: true, ..Settings::default() };
    sends(
        &preview(user_mapping(), &person(), None, settings),
        "POST",
        "/Users",
        &json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
            "externalId": "0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef",
            "userName": "Test_User_00aa00aa",
            "active": true,
            "emails": [{ "primary": true, "type": "work", "value": "Test_User_11bb11bb@testuser.com" }],
            "meta": { "resourceType": "User" },
            "name": { "formatted": "givenName familyName", "familyName": "familyName", "givenName": "givenName" },
            "roles": []
        }),
    );
}

#[test]
fn update_user_several_values() {
    let mut person = person();
    person["mail"] = json!("updatedEmail@microsoft.com");
    person["surname"] = json!("updatedFamilyName");
    // The sample's job does not map the formatted name.
    let mut mapping = user_mapping();
    mapping.attributes.retain(|attribute| attribute.target != "name.formatted");
    sends(
        &preview(mapping, &person, Some(&account()), Settings::default()),
        "PATCH",
        "/Users/6764549bef60420686bc",
        &json!({ "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [
            { "op": "Replace", "path": "emails[type eq \"work\"].value", "value": "updatedEmail@microsoft.com" },
            { "op": "Replace", "path": "name.familyName", "value": "updatedFamilyName" }] }),
    );
}

#[test]
fn update_user_single_value() {
    let mut person = person();
    person["userPrincipalName"] = json!("5b50642d@testuser.com");
    sends(
        &preview(user_mapping(), &person, Some(&account()), Settings::default()),
        "PATCH",
        "/Users/6764549bef60420686bc",
        &json!({ "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
            "Operations": [{ "op": "Replace", "path": "userName", "value": "5b50642d@testuser.com" }] }),
    );
}

/// *Known issues and resolutions with SCIM 2.0 protocol compliance*: plain attributes in one operation without path.
#[test]
fn replace_several_attributes_in_the_compliant_format() {
    const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    let number = format!("{ENTERPRISE}:employeeNumber");
    let mapping = ObjectMappingDefinition::new(
        ObjectKind::User,
        vec![
            direct("userName", "userPrincipalName"),
            direct("displayName", "displayName"),
            direct("name.givenName", "givenName"),
            direct("name.familyName", "surname"),
            direct(&number, "employeeId"),
        ],
    );
    let person = json!({ "id": "p", "userPrincipalName": "u", "displayName": "Bjfe", "givenName": "Kkom",
        "surname": "Unua", "employeeId": "Aklq", "accountEnabled": true });
    let account = json!({ "id": "a", "userName": "u", "displayName": "x",
        "name": { "givenName": "x", "familyName": "x" }, ENTERPRISE: { "employeeNumber": "x" } });
    let settings = Settings { patch_format: PatchFormat::Compliant, ..Settings::default() };
    let values =
        json!({ "displayName": "Bjfe", "name.givenName": "Kkom", "name.familyName": "Unua", number: "Aklq" });
    sends(
        &preview(mapping, &person, Some(&account), settings),
        "PATCH",
        "/Users/a",
        &json!({ "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
            "Operations": [{ "op": "replace", "value": values }] }),
    );
}

#[test]
fn disable_user() {
    let mut person = person();
    person["accountEnabled"] = json!(false);
    let settings = Settings { legacy_booleans: LegacyBooleans::Boolean, ..Settings::default() };
    sends(
        &preview(user_mapping(), &person, Some(&account()), settings),
        "PATCH",
        "/Users/6764549bef60420686bc",
        &json!({ "Operations": [{ "op": "Replace", "path": "active", "value": false }],
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"] }),
    );
}

#[test]
fn delete_user_and_group() {
    let mut person = person();
    person["@removed"] = json!({ "reason": "deleted" });
    let preview_of_user = preview(user_mapping(), &person, Some(&account()), Settings::default());
    sends(&preview_of_user, "DELETE", "/Users/6764549bef60420686bc", &Value::Null);
    let group = json!({ "id": "g", "displayName": "displayName", "@removed": { "reason": "deleted" } });
    let account = json!({ "id": "cdb1ce18f65944079d37", "displayName": "displayName" });
    let preview_of_group = preview(group_mapping(), &group, Some(&account), Settings::default());
    sends(&preview_of_group, "DELETE", "/Groups/cdb1ce18f65944079d37", &Value::Null);
}

#[test]
fn create_group() {
    let group = json!({ "id": "8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159", "displayName": "displayName" });
    let preview = preview(group_mapping(), &group, None, Settings::default());
    sends(
        &preview,
        "POST",
        "/Groups",
        &json!({ "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group",
                "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"],
            "externalId": "8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159", "displayName": "displayName",
            "meta": { "resourceType": "Group" } }),
    );
    let query = serde_json::to_value(&preview.matching.queries[0]).unwrap();
    assert_eq!(
        query["query"],
        json!({ "excludedAttributes": "members", "filter": "displayName eq \"displayName\"" })
    );
}

#[test]
fn update_group() {
    let group = json!({ "id": "g", "displayName": "1879db59updatedDisplayName" });
    let account = json!({ "id": "fa2ce26709934589afc5", "externalId": "g", "displayName": "displayName" });
    sends(
        &preview(group_mapping(), &group, Some(&account), Settings::default()),
        "PATCH",
        "/Groups/fa2ce26709934589afc5",
        &json!({ "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
            "Operations": [{ "op": "Replace", "path": "displayName", "value": "1879db59updatedDisplayName" }] }),
    );
}

#[test]
fn add_and_remove_members() {
    for (removed, op) in [(false, "Add"), (true, "Remove")] {
        let mut member = json!({ "id": "u" });
        if removed {
            member["@removed"] = json!({ "reason": "deleted" });
        }
        let group = json!({ "id": "g", "displayName": "displayName", "members@delta": [member] });
        let account =
            json!({ "id": "a99962b9f99d4c4fac67", "externalId": "g", "displayName": "displayName" });
        let mut settings = Settings { member_ref_null: true, ..Settings::default() };
        settings.links.insert("u".to_owned(), "f648f8d5ea4e4cd38e9c".to_owned());
        sends(
            &preview(group_mapping(), &group, Some(&account), settings),
            "PATCH",
            "/Groups/a99962b9f99d4c4fac67",
            &json!({ "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [
                { "op": op, "path": "members", "value": [{ "$ref": null, "value": "f648f8d5ea4e4cd38e9c" }] }] }),
        );
    }
}

#[test]
fn the_source_is_read_by_either_name() {
    // The service's names, Graph's names, and the exact name before Graph's.
    for (source, expected) in [
        (json!({ "mobile": "1" }), "1"),
        (json!({ "mobilePhone": "2" }), "2"),
        (json!({ "mobilePhone": "2", "mobile": "1" }), "1"),
        (json!({ "MOBILE": "3" }), "3"),
    ] {
        let mut person = person();
        person.as_object_mut().unwrap().extend(source.as_object().unwrap().clone());
        let mapping = ObjectMappingDefinition::new(
            ObjectKind::User,
            vec![direct("userName", "userPrincipalName"), direct("title", "mobile")],
        );
        let preview = preview(mapping, &person, None, Settings::default());
        let body = preview.requests[0].body.as_ref().unwrap();
        assert_eq!(body.read().get("title").and_then(|title| title.as_str()), Some(expected), "{source}");
    }
}

#[test]
fn the_source_is_read_in_another_letter_case_beside_its_own() {
    let guest = json!({ "userPrincipalName": "ada_home.example#EXT#@x.example", "mobilePhone": "1",
        "onPremisesExtensionAttributes": { "extensionAttribute1": "e" }, "fooBar": "f", "extension_a_B": "x" });
    let mut person = person();
    person.as_object_mut().unwrap().extend(guest.as_object().unwrap().clone());
    // Every name is read in its own letter case, too.
    let own =
        ["userPrincipalName", "mail", "accountEnabled", "objectId", "mobile", "fooBar", "extension_a_B"];
    for (name, expected) in [
        ("USERPRINCIPALNAME", Some("ada@home.example")),
        ("MAIL", Some("Test_User_11bb11bb@testuser.com")),
        ("accountenabled", Some("True")),
        ("OBJECTID", Some("0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef")),
        ("Mobile", Some("1")),
        ("EXTENSIONATTRIBUTE1", Some("e")),
        ("foobar", Some("f")),
        // Directory extensions are case-sensitive.
        ("extension_a_b", None),
    ] {
        for read in [&[][..], &own] {
            let mut attributes = vec![direct("userName", "userPrincipalName"), direct("title", name)];
            attributes.extend(read.iter().map(|name| direct(&format!("x{name}"), name)));
            let mapping = ObjectMappingDefinition::new(ObjectKind::User, attributes);
            let preview = preview(mapping, &person, None, Settings::default());
            let body = preview.requests[0].body.as_ref().unwrap();
            assert_eq!(body.read().get("title").and_then(|title| title.as_str()), expected, "{name}");
        }
    }
}
