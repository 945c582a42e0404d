//! Rules of provisioning one by one, by the ids of `COMPATIBILITY.md`, where the cases of `tests/cases/provisioning`
//! do not pin them alone.

#[path = "common/provision.rs"]
mod provision;

use provision::*;
use scimwright::assignment::Assignments;
use scimwright::expression::{Context, Expression, Outcome, Value as Evaluated};
use scimwright::limits::Limits;
use scimwright::mapping::{
    AttributeMappingDefinition, FlowBehavior, FlowType, Source, TargetPath, ValueType,
};
use scimwright::provision::{
    AttributeOutcome, CycleInput, ObjectMappingDefinition, Preview, Reason, Settings, quarantines,
};
use scimwright::sync_schema::ObjectKind;
use scimwright::value::json::Json;
use scimwright::{Engine, SourceObject};
use serde_json::{Value, json};

#[test]
fn b4_and_b8_the_empty_text_does_not_flow_and_is_not_null() {
    let title =
        AttributeMappingDefinition { default_value: Some("D".to_owned()), ..direct("title", "jobTitle") };
    let made =
        |source| body(&preview(users(vec![title.clone()]), &with(person(), source))).get("title").cloned();
    assert_eq!(made(json!({ "jobTitle": null })), Some(json!("D")));
    assert_eq!(made(json!({})), Some(json!("D")));
    assert_eq!(made(json!({ "jobTitle": "" })), None);
}

#[test]
fn b10_flow_types() {
    let flow = |flow_type, account: Value| {
        let title = AttributeMappingDefinition { flow_type, ..direct("title", "jobTitle") };
        operations(&linked(users(vec![title]), &with(person(), json!({ "jobTitle": "New" })), &account))
    };
    let (empty, filled) = (json!({}), json!({ "title": "Old" }));
    let add = json!([[{ "op": "Add", "path": "title", "value": "New" }]]);
    let replace = json!([[{ "op": "Replace", "path": "title", "value": "New" }]]);
    assert_eq!(flow(FlowType::Always, filled.clone()), replace);
    assert_eq!(flow(FlowType::Always, empty.clone()), add);
    assert_eq!(flow(FlowType::AttributeAddOnly, empty.clone()), add);
    assert_eq!(flow(FlowType::AttributeAddOnly, filled.clone()), json!([]));
    assert_eq!(flow(FlowType::ObjectAddOnly, empty), json!([]));
    assert_eq!(flow(FlowType::ValueAddOnly, filled), json!([]));
}

#[test]
fn what_cannot_stand_together_is_reported_and_the_first_is_sent() {
    let constant = |target: &str| attribute(target, Source::Constant("v".to_owned()));
    let title = || direct("title", "jobTitle");
    let source = with(person(), json!({ "jobTitle": "T", "mail": "m" }));
    let work = || direct("emails[type eq \"work\"].value", "mail");
    let email = json!([{ "primary": true, "type": "work", "value": "m" }]);
    for (first, second, member, expected) in [
        (title(), constant("title"), "title", json!("T")),
        (title(), constant("TITLE"), "title", json!("T")),
        (title(), constant("urn:ietf:params:scim:schemas:core:2.0:User:title"), "title", json!("T")),
        (title(), constant("title.x"), "title", json!("T")),
        (direct("name.givenName", "jobTitle"), constant("name"), "name", json!({ "givenName": "T" })),
        (work(), constant("emails"), "emails", email.clone()),
        (work(), constant("emails.value"), "emails", email.clone()),
        (work(), constant("Emails[type eq \"work\"]"), "emails", email.clone()),
        (work(), constant("emails[type eq \"work\" and primary eq true].value"), "emails", email.clone()),
        (work(), constant("EMAILS[TYPE EQ \"Work\"].VALUE"), "emails", email.clone()),
    ] {
        let target = second.target.clone();
        let engine = engine(users(vec![first, second]), all());
        assert_eq!(codes(engine.diagnostics()), ["AM208"], "{target}");
        let made = engine.preview(&SourceObject::user(source.to_string()).unwrap(), None);
        assert_eq!(body(&made)[member], expected, "{target}");
    }
}

/// P-4: paths with the same attribute and filter share one array entry, in whatever letter case and order.
#[test]
fn p4_the_same_filter_is_known_in_any_spelling() {
    let constant = |target: &str, text: &str| attribute(target, Source::Constant(text.to_owned()));
    let made = preview(
        users(vec![
            constant("phoneNumbers[type eq \"work\" and display eq \"d\"].value", "1"),
            constant("phoneNumbers[Display eq \"D\" and Type eq \"Work\"].extension", "2"),
        ]),
        &person(),
    );
    let expected =
        json!([{ "primary": true, "type": "work", "display": "d", "value": "1", "extension": "2" }]);
    assert_eq!(body(&made)["phoneNumbers"], expected);
}

#[test]
fn p3_the_client_alone_writes_id_meta_and_schemas() {
    let constant = |target: &str| attribute(target, Source::Constant("v".to_owned()));
    let plain = body(&preview(users(vec![]), &person()));
    for target in ["id", "meta", "meta.resourceType", "schemas", "ID"] {
        let mapping = || users(vec![constant(target)]);
        assert_eq!(codes(engine(mapping(), all()).diagnostics()), ["AM209"], "{target}");
        assert_eq!(body(&preview(mapping(), &person())), plain, "{target}");
        assert_eq!(operations(&linked(mapping(), &person(), &json!({ "meta": {} }))), json!([]), "{target}");
    }
    // A reference is written on its own, and no more there.
    for target in ["id", "meta", "schemas"] {
        let reference =
            AttributeMappingDefinition { value_type: ValueType::Reference, ..direct(target, "manager") };
        let led = |id: &str| {
            with(person(), json!({ "id": id, "userPrincipalName": id, "manager": { "id": "boss" } }))
        };
        let people = ["boss", "u"].map(|id| SourceObject::user(led(id).to_string()).unwrap());
        let engine = engine(users(vec![reference]), all());
        let plan = engine.plan(&CycleInput { users: people.into(), ..CycleInput::default() });
        let purposes: Vec<_> =
            plan.previews.iter().flat_map(|it| &it.requests).map(|it| it.purpose.as_str()).collect();
        assert_eq!(purposes, ["create", "create"], "{target}");
    }
}

#[test]
fn a_mapped_member_takes_the_place_of_an_implied_one() {
    let work = |sub: &str, source: Source| attribute(&format!("emails[type eq \"work\"].{sub}"), source);
    let made = |sub: &str, value: &str| {
        let mail = work("value", Source::Attribute("mail".to_owned()));
        let other = AttributeMappingDefinition {
            value_type: if sub == "primary" { ValueType::Boolean } else { ValueType::String },
            ..work(sub, Source::Attribute("other".to_owned()))
        };
        let source = with(person(), json!({ "mail": "m", "other": value }));
        body(&preview(users(vec![mail, other]), &source))["emails"].clone()
    };
    assert_eq!(made("primary", "False"), json!([{ "type": "work", "value": "m", "primary": false }]));
    assert_eq!(made("type", "Work"), json!([{ "primary": true, "value": "m", "type": "Work" }]));
    // What does not flow leaves the implied member.
    assert_eq!(made("primary", ""), json!([{ "primary": true, "type": "work", "value": "m" }]));
    let both = direct("emails[type eq \"work\" and primary eq \"False\"].value", "mail");
    let source = with(person(), json!({ "mail": "m" }));
    let emails = json!([{ "type": "work", "primary": false, "value": "m" }]);
    assert_eq!(body(&preview(users(vec![both]), &source))["emails"], emails);
}

#[test]
fn a_reference_at_its_source_is_one_at_the_target() {
    // Synchronization schema §12: whatever type the target declares.
    let mapping = users(vec![direct("urn:example:2.0:User:boss", "manager")]);
    let source = with(person(), json!({ "manager": { "id": "m" } }));
    let settings = Settings { links: [("m".to_owned(), "account-of-m".to_owned())].into(), ..all() };
    let made = engine(mapping, settings).preview(&SourceObject::user(source.to_string()).unwrap(), None);
    assert_eq!(
        made.requests[0].body.as_ref().and_then(|body| body
            .read()
            .get("urn:example:2.0:User")
            .cloned()
            .map(Json::into_owned)),
        None
    );
    let reference = json!([[{ "op": "Add", "path": "urn:example:2.0:User:boss", "value": "account-of-m" }]]);
    assert_eq!(operations(&made), reference);
}

#[test]
fn roles_are_added_or_replaced_as_their_function_says() {
    let roles = |function: &str, held: Value| {
        let roles = attribute("roles", Source::Expression(format!("{function}([appRoleAssignments])")));
        let source = with(person(), json!({ "appRoleAssignments": ["Admin", "User"] }));
        operations(&linked(users(vec![roles]), &source, &json!({ "roles": held })))
    };
    let object = |label: &str, name: &str| json!({ "primary": false, "type": "WindowsAzureActiveDirectoryRole", label: name, "value": name });
    let held = || json!([object("displayName", "User"), object("displayName", "Old")]);
    // Entra, *Customize application attributes*: `Add`, so that no role is ever taken away.
    let added = json!([[{ "op": "Add", "path": "roles", "value": [object("displayName", "Admin")] }]]);
    assert_eq!(roles("AppRoleAssignmentsComplex", held()), added);
    let all = json!([object("displayName", "User"), object("displayName", "Admin")]);
    assert_eq!(roles("AppRoleAssignmentsComplex", all), json!([]));
    // `replace`, so that roles no longer assigned disappear.
    let both = json!([object("display", "Admin"), object("display", "User")]);
    let replaced = json!([[{ "op": "Replace", "path": "roles", "value": both }]]);
    assert_eq!(roles("AssertiveAppRoleAssignmentsComplex", held()), replaced);
}

#[test]
fn b10_flow_types_that_add_values_to_a_list() {
    let flow = |flow_type, held: Value| {
        let mails = AttributeMappingDefinition { flow_type, ..direct("otherMails", "otherMails") };
        let source = with(person(), json!({ "otherMails": ["a@x.example", "b@x.example"] }));
        operations(&linked(users(vec![mails]), &source, &json!({ "otherMails": held })))
    };
    for flow_type in [FlowType::MultiValueAddOnly, FlowType::ValueAddOnly] {
        let add = |values: Value| json!([[{ "op": "Add", "path": "otherMails", "value": values }]]);
        assert_eq!(flow(flow_type, json!(["a@x.example", "c@x.example"])), add(json!(["b@x.example"])));
        assert_eq!(flow(flow_type, json!(["b@x.example", "a@x.example"])), json!([]));
        assert_eq!(flow(flow_type, json!([])), add(json!(["a@x.example", "b@x.example"])));
    }
}

#[test]
fn b10_flow_always_goes_with_a_patch_and_never_alone() {
    let locale = AttributeMappingDefinition {
        flow_behavior: FlowBehavior::FlowAlways,
        ..attribute("locale", Source::Constant("en".to_owned()))
    };
    let mapping = || users(vec![locale.clone(), direct("title", "jobTitle")]);
    let account = json!({ "locale": "en", "title": "Old" });
    let same = linked(mapping(), &with(person(), json!({ "jobTitle": "Old" })), &account);
    assert_eq!(operations(&same), json!([]));
    let other = linked(mapping(), &with(person(), json!({ "jobTitle": "New" })), &account);
    assert_eq!(
        operations(&other),
        json!([[{ "op": "Replace", "path": "locale", "value": "en" },
            { "op": "Replace", "path": "title", "value": "New" }]])
    );
}

#[test]
fn c8_role_expressions_do_not_go_with_everybody() {
    let told = |expression: &str, settings: Settings| {
        let source = Source::Expression(expression.to_owned());
        let roles = users(vec![attribute("roles[primary eq \"True\"].value", source)]);
        codes(engine(roles, settings).diagnostics()).contains(&"PV203")
    };
    let roles = "SingleAppRoleAssignment([appRoleAssignments])";
    assert!(told(roles, all()));
    assert!(!told(roles, Settings::default()));
    // The call counts, in any spelling and anywhere; a text that spells its name does not.
    assert!(told("ToUpper(singleapproleassignment([appRoleAssignments]))", all()));
    assert!(!told("Append(\"SingleAppRoleAssignment\", [jobTitle])", all()));
}

#[test]
fn d7_and_d8_target_paths() {
    let path = |text| TargetPath::parse(text, &Limits::DEFAULT);
    let gong = path("urn:ietf:params:scim:schemas:extension:Gong:2.0:User:country").unwrap();
    assert_eq!(gong.extension(), Some("urn:ietf:params:scim:schemas:extension:Gong:2.0:User"));
    assert_eq!((gong.attribute.as_str(), gong.sub), ("country", None));
    let both = path("emails[type eq \"work\" and primary eq true].value").unwrap();
    assert_eq!(
        both.filter,
        [("type".to_owned(), "work".to_owned()), ("primary".to_owned(), "true".to_owned())]
    );
    assert_eq!(path("emails[type ne \"work\"].value").unwrap_err().code.code, "AM301");
    assert_eq!(path("emails[type").unwrap_err().code.code.get(..2), Some("SF"));
    let core = path("urn:ietf:params:scim:schemas:core:2.0:User:userName").unwrap();
    assert_eq!(core.extension(), None);
}

#[test]
fn a_mapping_that_cannot_be_read_is_left_out_and_reported() {
    let mut broken = direct("title[", "jobTitle");
    broken.pointer = Some("/m/0".to_owned());
    let failing = attribute("locale", Source::Expression("Swich([a])".to_owned()));
    let engine = engine(users(vec![broken, failing]), all());
    let places: Vec<_> =
        engine.diagnostics().iter().map(|finding| (finding.code.code, finding.at.clone())).collect();
    assert_eq!(places.len(), 2, "{places:?}");
    assert_eq!(places[0].1.as_ref().unwrap().pointer.as_deref(), Some("/m/0/targetAttributeName"));
    assert_eq!(places[1].0, "EX201");
    let preview = engine.preview(&SourceObject::user(person().to_string()).unwrap(), None);
    assert_eq!(preview.reason, Reason::CreatedNoMatch);
}

#[test]
fn p5_values_that_do_not_fit_the_type_go_as_text_and_are_reported() {
    let level = AttributeMappingDefinition { value_type: ValueType::Integer, ..direct("x", "employeeId") };
    for (value, sent, told) in [
        ("7", json!(7), 0),
        ("07", json!(7), 0),
        ("+5", json!(5), 0),
        ("E7", json!("E7"), 1),
        ("-3", json!(-3), 0),
    ] {
        let preview = preview(users(vec![level.clone()]), &with(person(), json!({ "employeeId": value })));
        assert_eq!(body(&preview)["x"], sent);
        assert_eq!(
            codes(&preview.diagnostics).iter().filter(|code| **code == "AM302").count(),
            told,
            "{value}"
        );
    }
}

#[test]
fn p4_a_value_with_several_parts_keeps_its_shape() {
    let roles = attribute("roles", Source::Expression("Split([city], \",\")".to_owned()));
    let preview = preview(users(vec![roles]), &with(person(), json!({ "city": "a,b" })));
    assert_eq!(body(&preview)["roles"], json!(["a", "b"]));
}

#[test]
fn u5_letter_case_counts_only_where_it_is_said() {
    for (case_exact, differs) in [(false, false), (true, true)] {
        let title = AttributeMappingDefinition { case_exact, ..direct("title", "jobTitle") };
        let preview = linked(
            users(vec![title]),
            &with(person(), json!({ "jobTitle": "ÄRZTIN" })),
            &json!({ "title": "Ärztin" }),
        );
        assert_eq!(!preview.requests.is_empty(), differs);
    }
}

#[test]
fn u_attributes_show_before_and_after() {
    let mapping =
        users(vec![direct("title", "jobTitle"), direct("locale", "city"), direct("timezone", "state")]);
    let source = with(person(), json!({ "jobTitle": "New", "city": "en" }));
    let preview = linked(mapping, &source, &json!({ "title": "Old", "locale": "en" }));
    let told: Vec<_> =
        preview.attributes.iter().map(|attribute| (&*attribute.target, attribute.outcome)).collect();
    assert_eq!(
        told,
        [
            ("userName", AttributeOutcome::Unchanged),
            ("active", AttributeOutcome::Unchanged),
            ("title", AttributeOutcome::Flows),
            ("locale", AttributeOutcome::Unchanged),
            ("timezone", AttributeOutcome::Null),
        ]
    );
    let title = &preview.attributes[2];
    assert_eq!((title.before.clone(), title.after.clone()), (Some("Old".into()), Some("New".into())));
}

#[test]
fn q2_the_edges_of_the_failure_rule() {
    assert!(!quarantines(4_999, 0, 0));
    assert!(quarantines(5_000, 0, 0));
    assert!(!quarantines(5_000, 0, 7_500), "forty percent exactly is not more");
    assert!(quarantines(5_000, 0, 7_499));
    assert!(!quarantines(40_000, 20_000, 1_000_000));
    assert!(quarantines(40_001, 0, 1_000_000));
    assert!(quarantines(40_000, 20_001, 1_000_000));
    assert!(quarantines(u64::MAX, u64::MAX, u64::MAX), "no overflow");
}

#[test]
fn equal_input_gives_equal_bytes() {
    let guid = attribute("externalId", Source::Expression("Guid()".to_owned()));
    let once = || serde_json::to_string(&preview(users(vec![guid.clone()]), &person())).unwrap();
    assert_eq!(once(), once());
}

#[test]
fn an_object_without_id_is_reported() {
    let preview =
        preview(users(vec![]), &json!({ "userPrincipalName": "ada@x.example", "accountEnabled": true }));
    assert!(codes(&preview.diagnostics).contains(&"PV301"));
    assert_eq!(SourceObject::user("[]").unwrap_err()[0].code.code, "IN008");
    assert_eq!(SourceObject::user("").unwrap_err()[0].code.code, "IN001");
}

#[test]
fn a_configuration_without_mappings_is_refused() {
    let refused =
        Engine::builder().schema_json(r#"{"synchronizationRules":[]}"#).unwrap().build().unwrap_err();
    assert_eq!(codes(&refused), ["PV201"]);
}

#[test]
fn the_clock_of_a_builder_holds_whatever_settings_come_after() {
    let now = "2026-03-01T09:00:00Z";
    for settings in ["{}", r#"{"now":"2025-03-01T09:00:00Z"}"#] {
        let builder = Engine::for_gong().now(now).unwrap().settings_json(settings).unwrap();
        assert_eq!(builder.build().unwrap().settings().now.as_deref(), Some(now), "{settings}");
    }
    assert_eq!(codes(&Engine::for_gong().now("soon").unwrap_err()), ["PV102"]);
}

#[test]
fn a_foreign_domain_is_told_once() {
    let engine = Engine::for_gong()
        .settings_json(r#"{"scope":"all","allowedDomains":["contoso.example"]}"#)
        .unwrap()
        .assignments(
            Assignments::from_json(r#"{"companyEmailDomains":["contoso.example"]}"#, &Limits::DEFAULT)
                .unwrap(),
        )
        .build()
        .unwrap();
    let user = json!({ "id": "u", "userPrincipalName": "u@other.example", "mail": "u@other.example",
        "mailNickname": "u", "givenName": "U", "surname": "V", "accountEnabled": true });
    let preview = engine.preview(&SourceObject::user(user.to_string()).unwrap(), None);
    let told = codes(&preview.diagnostics).into_iter().filter(|code| *code == "GA208").count();
    assert_eq!(told, 1);
}

/// Expression specification §1: an error fails this object, and the message names the mapping.
#[test]
fn a_mapping_that_fails_fails_its_object() {
    let failed = |preview: &Preview| {
        assert_eq!((preview.status.as_str(), preview.reason), ("failure", Reason::MappingFailed));
        assert!(preview.requests.is_empty(), "{:?}", preview.requests);
        let finding = preview.diagnostics.iter().find(|finding| finding.is_error()).expect("an error");
        finding.message.clone()
    };
    let boom = |target: &str| expression(target, r#"Error("boom")"#);
    let message = failed(&preview(users(vec![boom("title")]), &person()));
    assert_eq!(message, "the expression raised `boom` in the mapping of `title`");
    // Also where it is the matching attribute, and where the account exists.
    let alone = ObjectMappingDefinition::new(ObjectKind::User, vec![boom("userName")]);
    assert!(failed(&preview(alone, &person())).contains("`userName`"));
    failed(&linked(users(vec![boom("title")]), &person(), &json!({})));
    // What applies at creation only is not evaluated for an account that exists.
    let once = AttributeMappingDefinition { flow_type: FlowType::ObjectAddOnly, ..boom("title") };
    assert_eq!(linked(users(vec![once.clone()]), &person(), &json!({})).reason, Reason::Redundant);
    failed(&preview(users(vec![once]), &person()));
    // A disabled user's account is disabled by what says so, whatever the other mappings do.
    let blocked = with(person(), json!({ "accountEnabled": false }));
    assert_eq!(linked(users(vec![boom("title")]), &blocked, &json!({})).reason, Reason::SourceDisabled);
    let active = ObjectMappingDefinition::new(
        ObjectKind::User,
        vec![
            direct("userName", "userPrincipalName"),
            expression("active", r#"IIF([IsSoftDeleted]="True", Error("no"), "True")"#),
        ],
    );
    failed(&linked(active, &blocked, &json!({})));
    // Nothing is looked at of what is out of scope.
    assert_eq!(preview(users(vec![boom("title")]), &blocked).reason, Reason::SourceDisabledNeverProvisioned);
}

/// The lines of a batch say what their previews say.
#[test]
fn a_failing_mapping_fails_its_line() {
    let engine = engine(users(vec![expression("title", "Item([jobTitle], 1)")]), all());
    let lines = format!(
        "{}\n{}\n",
        person(),
        with(person(), json!({ "id": "v", "userPrincipalName": "b@x.example", "jobTitle": "T" }))
    );
    let out = engine.preview_batch(&lines, 1);
    let rows: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(
        (&rows[0]["status"], &rows[0]["reason"]),
        (&json!("failure"), &json!("mappingFailed")),
        "{out}"
    );
    assert_eq!(rows[1]["requests"][0]["body"]["title"], "T");
}

/// Expression specification §4: a list of one is its value; more, and an object, are a type error.
#[test]
fn one_value_goes_into_an_attribute_of_one_value() {
    let title = |text: &str| {
        let one = AttributeMappingDefinition { single_valued: true, ..expression("title", text) };
        preview(users(vec![one]), &with(person(), json!({ "appRoleAssignments": ["a"] })))
    };
    let single = title(r#"Split("a", ",")"#);
    assert_eq!(single.requests[0].body.as_ref().unwrap().read().get("title"), Some(&Json::from("a")));
    for text in [r#"Split("a,b", ",")"#, "AppRoleAssignmentsComplex([appRoleAssignments])"] {
        let several = title(text);
        assert_eq!(several.reason, Reason::MappingFailed, "{text}");
        let finding =
            several.diagnostics.iter().find(|finding| finding.code.code == "EX302").expect("a type error");
        assert!(finding.message.contains("`title`"), "{}", finding.message);
    }
    let many = expression("title", r#"Split("a,b", ",")"#);
    let body = preview(users(vec![many]), &person()).requests.remove(0).body.unwrap();
    assert_eq!(
        body.read().get("title").unwrap().to_string(),
        r#"["a","b"]"#,
        "an attribute of several values"
    );
}

/// `AttributeAddOnly` flows only while the target has no value, `ValueAddOnly` never takes one away; a manager is one.
#[test]
fn b10_a_manager_keeps_to_its_flow_type() {
    let path = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager";
    let held = json!({ "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { "manager": { "value": "old" } } });
    let source = with(person(), json!({ "manager": { "id": "m" } }));
    let sent = |flow_type, account: &Value| {
        let manager = AttributeMappingDefinition {
            value_type: ValueType::Reference,
            flow_type,
            ..direct(path, "manager")
        };
        let mut settings = all();
        settings.links.extend([("u", "t"), ("m", "new")].map(|(id, link)| (id.to_owned(), link.to_owned())));
        let account = resource(&with(
            json!({ "id": "t", "userName": "ada@x.example", "active": true }),
            account.clone(),
        ));
        let source = SourceObject::user(source.to_string()).unwrap();
        let preview = engine(users(vec![manager]), settings).preview(&source, Some(&account));
        let told = serde_json::to_value(preview.attributes.last().unwrap()).unwrap();
        (operations(&preview), ["outcome", "value", "before", "after"].map(|name| told[name].clone()))
    };
    let operation = |op| json!([[{ "op": op, "path": path, "value": "new" }]]);
    let none = || Value::Null;
    let added = || [json!("flows"), json!("new"), none(), json!("new")];
    let left = |outcome: &str| [json!(outcome), json!("new"), json!("old"), json!("old")];
    for flow_type in [FlowType::AttributeAddOnly, FlowType::ValueAddOnly, FlowType::MultiValueAddOnly] {
        assert_eq!(sent(flow_type, &json!({})), (operation("Add"), added()));
        assert_eq!(sent(flow_type, &held), (json!([]), left("ignored")));
    }
    let replaced = [json!("flows"), json!("new"), json!("old"), json!("new")];
    assert_eq!(sent(FlowType::Always, &held), (operation("Replace"), replaced));
    // "The mapping takes part in creation only, and this is none."
    assert_eq!(sent(FlowType::ObjectAddOnly, &held), (json!([]), left("createOnly")));
    let creation_only = [json!("createOnly"), json!("new"), none(), none()];
    assert_eq!(sent(FlowType::ObjectAddOnly, &json!({})), (json!([]), creation_only));
}

/// B-7 and B-8 make no exception of references: a default on creation, and of the type None while nobody is held.
#[test]
fn b8_a_manager_has_its_default() {
    let path = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager";
    let held = json!({ "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { "manager": { "value": "old" } } });
    let added = json!([[{ "op": "Add", "path": path, "value": "account-of-m" }]]);
    let sent = |source: Source, account: Option<&Value>| {
        let manager =
            AttributeMappingDefinition { default_value: Some("m".to_owned()), ..attribute(path, source) };
        let mut settings = all();
        settings.links.insert("m".to_owned(), "account-of-m".to_owned());
        let account = account.map(|account| {
            let known = json!({ "id": "t", "userName": "ada@x.example", "active": true });
            resource(&with(known, account.clone()))
        });
        let engine = engine(users(vec![manager]), settings);
        operations(&engine.preview(&SourceObject::user(person().to_string()).unwrap(), account.as_ref()))
    };
    let direct = || Source::Attribute("manager".to_owned());
    assert_eq!(sent(Source::None, None), added);
    assert_eq!(sent(direct(), None), added);
    assert_eq!(sent(Source::None, Some(&json!({}))), added);
    assert_eq!(sent(Source::None, Some(&held)), json!([]));
    assert_eq!(sent(direct(), Some(&json!({}))), json!([]));
}

/// RFC 7643 gives the values of a multi-valued attribute no order: what is stored in another one is not changed.
#[test]
fn u5_the_order_of_values_is_none_of_theirs() {
    let sent = |held: Value| {
        let mails = direct("otherMails", "otherMails");
        let source = with(person(), json!({ "otherMails": ["a@x.example", "b@x.example", "b@x.example"] }));
        operations(&linked(users(vec![mails]), &source, &json!({ "otherMails": held })))
    };
    assert_eq!(sent(json!(["b@x.example", "a@x.example", "b@x.example"])), json!([]));
    for other in [json!(["a@x.example", "b@x.example", "a@x.example"]), json!(["a@x.example", "b@x.example"])]
    {
        assert_eq!(sent(other)[0][0]["op"], "Replace");
    }
}

/// Row 17: nothing is disabled by a mapping that gives no value for it.
#[test]
fn a_disabling_that_gives_nothing_is_none() {
    let mut mapping = users(vec![]);
    mapping.attributes[1].source =
        Source::Expression(r#"Switch([IsSoftDeleted], , "False", "True")"#.to_owned());
    let preview = linked(mapping, &with(person(), json!({ "accountEnabled": false })), &json!({}));
    assert_eq!((preview.reason.code(), operations(&preview)), ("noDisableMapping", json!([])));
}

/// More than 5,000 failures, more than 40 % of the cycle.
#[test]
fn q2_a_cycle_of_failures_is_quarantined() {
    let quarantine = |count: usize| {
        let named = |number| json!({ "id": format!("u{number}"), "userPrincipalName": "ada@x.example", "accountEnabled": true });
        let users_given =
            (0..count).map(|number| SourceObject::user(named(number).to_string()).unwrap()).collect();
        engine(users(vec![]), all())
            .plan(&CycleInput { users: users_given, ..CycleInput::default() })
            .quarantine
    };
    // All but the first have another one's matching value.
    assert!(quarantine(5_001) && !quarantine(5_000));
}

/// RFC 7643 §3.3.1: the URN of a core schema may stand before its attributes.
#[test]
fn a_title_behind_the_urn_of_the_core_schema_is_a_title() {
    let title = |target: &str| {
        preview(users(vec![direct(target, "jobTitle")]), &with(person(), json!({ "jobTitle": "T" })))
    };
    for target in ["title", "urn:ietf:params:scim:schemas:core:2.0:User:title"] {
        assert!(!codes(&title(target).diagnostics).contains(&"GA210"), "{target}");
    }
    let other = title("urn:ietf:params:scim:schemas:extension:Gong:2.0:User:title");
    assert!(codes(&other.diagnostics).contains(&"GA210"));
}

/// A body holds all that its object holds, whatever limits the object was just within.
#[test]
fn the_limits_of_the_input_are_not_those_of_the_body() {
    let name = "x".repeat(200);
    let limits = Limits { json_bytes: 290, ..Limits::DEFAULT };
    let engine = Engine::builder()
        .settings(all())
        .mapping(users(vec![direct("title", "t")]))
        .limits(limits)
        .build()
        .unwrap();
    let source = with(person(), json!({ "t": name }));
    let preview = engine.preview(&SourceObject::user(source.to_string()).unwrap(), None);
    assert_eq!(body(&preview)["title"], json!(name));
}

/// PV202 tells of mappings that apply; one that is switched off applies where no other one of its kind is on, and
/// whatever the order.
#[test]
fn of_added_mappings_one_that_is_off_counts_only_where_none_is_on() {
    let named =
        |name: &str, enabled| ObjectMappingDefinition { name: name.to_owned(), enabled, ..users(vec![]) };
    let built = |mappings: [ObjectMappingDefinition; 2]| {
        let [first, second] = mappings;
        let engine = Engine::builder().settings(all()).mapping(first).mapping(second).build().unwrap();
        let user = SourceObject::user(person().to_string()).unwrap();
        (engine.preview(&user, None).reason.code(), engine.diagnostics().len())
    };
    for mappings in [[named("on", true), named("off", false)], [named("off", false), named("on", true)]] {
        assert_eq!(built(mappings), ("createdNoMatch", 0));
    }
    assert_eq!(built([named("off", false), named("off too", false)]), ("mappingDisabled", 0));
}

/// The seed of an object's random functions is told: an expression alone gives what its preview shows.
#[test]
fn an_expression_alone_gives_the_random_text_of_a_preview() {
    let settings = Settings { seed: 7, ..all() };
    let mapping = attribute("nickName", Source::Expression("Guid()".to_owned()));
    let engine = engine(users(vec![mapping]), settings.clone());
    let shown = engine.preview(&SourceObject::user(person().to_string()).unwrap(), None);
    let alone = Expression::compile("Guid()").unwrap();
    let context = Context { seed: settings.seed_for("u"), ..Context::default() };
    let value = alone.evaluate(&resource(&json!({})), &context).unwrap();
    assert_eq!(Outcome::Value(Evaluated::text(body(&shown)["nickName"].as_str().unwrap())), value);
}
