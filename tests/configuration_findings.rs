//! One configuration, seen by the check and by the engine: what either finds, and where; sentences are those of
//! `COMPATIBILITY.md` and of Microsoft Graph's reference of the synchronization schema.

#[path = "common/configuration.rs"]
mod configuration;

use configuration::*;
use scimwright::diagnostic::Diagnostic;
use scimwright::limits::Limits;
use scimwright::scope::OPERATORS;
use serde_json::{Value, json};

/// Synchronization schema specification §11: the names of directory extensions are case-sensitive, so one in other letters
/// is another attribute, which nobody has defined.
#[test]
fn an_extension_in_other_letters_is_not_the_defined_one() {
    let defined = json!({ "name": "extension_0a_Foo", "type": "Integer", "multivalued": true });
    let schema = |name: &str| {
        changed(&[
            ("/directories/0/objects/0/attributes/-", defined.clone()),
            (&format!("{USERS}/attributeMappings/3/source"), attribute(name)),
        ])
    };
    let (other, same) = (schema("extension_0a_foo"), schema("extension_0a_Foo"));
    let found = checked(&other);
    assert_eq!(told(&found), ["AM211 attributeMappings/3/source/name"]);
    assert_eq!(found[0].help.as_deref(), Some("did you mean `extension_0a_Foo`?"));
    let engine_of = |schema: &Value| engine(schema, &json!({}), Limits::DEFAULT);
    assert_eq!(told(engine_of(&other).diagnostics()), NOTHING);
    assert!(told(&checked(&same)).contains(&"AM212 attributeMappings/3/source/name".to_owned()));
    assert!(engine_of(&same).diagnostics().iter().any(|finding| finding.code.code == "AM212"));
}

/// The errors and warnings of these codes that the check and the engine find, which are the same.
fn agreed(schema: &Value, codes: &[&str]) -> Vec<String> {
    let of = |findings: &[Diagnostic]| {
        let mut found: Vec<_> =
            findings.iter().filter(|finding| codes.contains(&finding.code.code)).cloned().collect();
        found.sort_by_key(|finding| finding.at.as_ref().and_then(|at| at.pointer.clone()));
        found
    };
    let compiled = engine(schema, &json!({}), Limits::DEFAULT);
    let found = of(&checked(schema));
    assert_eq!(found, of(compiled.diagnostics()));
    told(&found)
}

fn mapped(target: &str, source: Value) -> (String, Value) {
    (format!("{USERS}/attributeMappings/-"), json!({ "targetAttributeName": target, "source": source }))
}

/// `COMPATIBILITY.md`: targets that exclude each other are an error, but a reference stands beside the parts of its
/// attribute; a target that is mapped twice is an error whatever flows.
#[test]
fn check_and_engine_agree_on_targets_that_are_taken() {
    for (first, second, is_taken) in [
        (("custom", attribute("manager")), ("custom.displayName", attribute("jobTitle")), false),
        (("custom", attribute("department")), ("custom.displayName", attribute("jobTitle")), true),
        (("custom", json!(null)), ("custom.displayName", attribute("jobTitle")), true),
        (("custom", attribute("manager")), ("custom", attribute("jobTitle")), true),
        (("custom", attribute("department")), ("CUSTOM", attribute("jobTitle")), true),
        // RFC 7643 §4.3: `value` of the manager is the reference.
        (("custom", attribute("manager")), ("custom.value", attribute("jobTitle")), true),
        (("custom.value", attribute("jobTitle")), ("custom", attribute("manager")), true),
    ] {
        let mappings = [mapped(first.0, first.1), mapped(second.0, second.1)];
        let changes = mappings.each_ref().map(|(at, value)| (at.as_str(), value.clone()));
        let expected =
            if is_taken { vec!["AM208 attributeMappings/14/targetAttributeName"] } else { Vec::new() };
        assert_eq!(agreed(&changed(&changes), &["AM208"]), expected, "{changes:?}");
    }
}

/// `COMPATIBILITY.md`: the first of targets that exclude each other is previewed; what is left out excludes nothing, and a
/// mapping whose source cannot be read keeps its target.
#[test]
fn check_and_engine_agree_on_what_is_left_out() {
    let taken = |targets: &[&str]| {
        let mappings: Vec<_> = targets.iter().map(|target| mapped(target, attribute("city"))).collect();
        let changes: Vec<_> = mappings.iter().map(|(at, value)| (at.as_str(), value.clone())).collect();
        agreed(&changed(&changes), &["AM208"])
    };
    let second = "AM208 attributeMappings/14/targetAttributeName";
    assert_eq!(taken(&["custom.a", "custom", "custom.b"]), [second]);
    assert_eq!(
        taken(&["custom.a", "custom", "custom"]),
        [second, "AM208 attributeMappings/15/targetAttributeName"]
    );
    let (at, again) = mapped("title", attribute("city"));
    let broken = json!({ "type": "Function", "expression": "Trim([jobTitle]" });
    let schema = changed(&[(&format!("{USERS}/attributeMappings/3/source"), broken), (&at, again)]);
    assert_eq!(
        agreed(&schema, &["AM208", "EX105"]),
        ["AM208 attributeMappings/13/targetAttributeName", "EX105 attributeMappings/3/source/expression"]
    );
    let previewed = preview(&engine(&schema, &json!({}), Limits::DEFAULT), json!({ "city": "London" }));
    assert_eq!(value_of(&previewed, "title"), Value::Null);
}

/// Entra, *Known issues for provisioning*: a source that is not available is told of the mapping that reads it, and of no
/// constant that has its name in it.
#[test]
fn check_and_engine_agree_on_sources_that_are_not_available() {
    let schema = changed(&[
        (&format!("{USERS}/attributeMappings/3/source"), constant("userType is a word")),
        (&format!("{USERS}/attributeMappings/10/source"), attribute("userType")),
    ]);
    assert_eq!(agreed(&schema, &["AM212"]), ["AM212 attributeMappings/10/source/name"]);
    let engine = engine(&schema, &json!({}), Limits::DEFAULT);
    let nameless = json!({ "type": "Attribute", "expression": "[userType]" });
    assert_eq!(agreed(&titled(nameless), &["AM212"]), ["AM212 attributeMappings/3/source/expression"]);
    assert_eq!(value_of(&preview(&engine, json!({})), "title"), json!("userType is a word"));
}

#[test]
fn check_and_engine_agree_on_matching_and_on_targets_without_definition() {
    let unfilterable = changed(&[(&format!("{USERS}/attributeMappings/4/matchingPriority"), json!(2))]);
    assert_eq!(agreed(&unfilterable, &["AM202"]), ["AM202 attributeMappings/4/matchingPriority"]);
    let undescribed = changed(&[("/directories/1/objects/0/attributes", json!([]))]);
    assert_eq!(agreed(&undescribed, &["AM206"]), ["AM206 targetObjectName"]);
    // Synchronization schema specification §6 and §10: what the document says nothing of has no definition either.
    let mut rules_only = changed(&[]);
    rules_only.as_object_mut().unwrap().remove("directories");
    let told = agreed(&rules_only, &["AM206", "SS201", "SS202"]);
    assert!(told.len() == 2 && told[1] == "AM206 targetObjectName", "{told:?}");
    for broken in ["targetObjectName", "/synchronizationRules/0/targetDirectoryName"] {
        let at = if broken.starts_with('/') { broken.to_owned() } else { format!("{USERS}/{broken}") };
        let told = agreed(&changed(&[(&at, json!("Nothing"))]), &["AM206"]);
        assert!(told.contains(&"AM206 targetObjectName".to_owned()), "{told:?}");
    }
    let unwritten = [mapped("meta.created", attribute("jobTitle"))];
    let unwritten = changed(&unwritten.each_ref().map(|(at, value)| (at.as_str(), value.clone())));
    assert_eq!(agreed(&unwritten, &["AM209"]), ["AM209 attributeMappings/13/targetAttributeName"]);
    let unmatched = changed(&[(&format!("{USERS}/attributeMappings/0/matchingPriority"), json!(0))]);
    assert_eq!(agreed(&unmatched, &["AM201"]), ["AM201 attributeMappings"]);
}

/// Entra, *Customize application attributes*: a matching attribute is unique to each user; Graph, *attributeDefinition*: what
/// is read-only is not written.
#[test]
fn check_and_engine_agree_on_matching_without_a_value_and_on_what_is_read_only() {
    for source in [json!(null), json!({}), constant("x")] {
        let schema = changed(&[(&format!("{USERS}/attributeMappings/0/source"), source)]);
        assert_eq!(agreed(&schema, &["AM204"]), ["AM204 attributeMappings/0/matchingPriority"]);
    }
    let mutability = |value: &str| changed(&[(&format!("{GONG_USER}/4/mutability"), json!(value))]);
    let read_only = mutability("ReadOnly");
    assert_eq!(agreed(&read_only, &["AM209"]), ["AM209 attributeMappings/3/targetAttributeName"]);
    assert_eq!(agreed(&mutability("ReadWrite"), &["AM209"]), NOTHING);
}

/// RFC 7643 §2.4: `primary` is true for one value at most; RFC 7644 §3.5.2: a filter chooses every value that meets it.
#[test]
fn two_filters_that_one_value_can_meet_are_told() {
    let with = |target: &str, source: Value| {
        let (at, mapping) = mapped(target, source);
        changed(&[(&at, mapping)])
    };
    let primary = with("emails[primary eq true].value", attribute("userPrincipalName"));
    let told = ["AM230 attributeMappings/13/targetAttributeName"];
    assert_eq!(agreed(&primary, &["AM208", "AM230"]), told);
    let emails = |schema: &Value, more: Value| {
        value_of(&preview(&engine(schema, &json!({}), Limits::DEFAULT), more), "emails")
    };
    let mail = json!({ "mail": "a@x.example", "userPrincipalName": "u@x.example" });
    assert_eq!(
        emails(&primary, mail.clone()),
        json!([{ "type": "work", "value": "a@x.example" }, { "primary": true, "value": "u@x.example" }])
    );
    // Where the other has no value, the work address is the primary one as ever.
    let absent = with("emails[primary eq \"True\"].value", attribute("department"));
    assert_eq!(agreed(&absent, &["AM208", "AM230"]), told);
    let work = json!([{ "primary": true, "type": "work", "value": "a@x.example" }]);
    assert_eq!(emails(&absent, mail), work);
    for (target, source) in [
        ("emails[type eq \"home\"].value", "userPrincipalName"),
        ("emails[type eq \"home\" and primary eq true].value", "userPrincipalName"),
        ("emails[primary eq true].display", "displayName"),
        ("phoneNumbers[type eq \"fax\"].value", "facsimileTelephoneNumber"),
    ] {
        assert_eq!(agreed(&with(target, attribute(source)), &["AM208", "AM230"]), NOTHING, "{target}");
    }
}

/// RFC 7644 §3.10: the URN of an extension stands before its attributes.
#[test]
fn check_and_engine_agree_on_attributes_of_extensions_without_their_urn() {
    const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    for (target, is_told) in [
        ("department".to_owned(), true),
        ("manager.displayName".to_owned(), true),
        ("stateOrProvince".to_owned(), true),
        (format!("{ENTERPRISE}:department"), false),
        ("nickName".to_owned(), false),
        ("nobodyKnowsThis".to_owned(), false),
    ] {
        let (at, mapping) = mapped(&target, attribute("department"));
        let expected =
            if is_told { vec!["SP222 attributeMappings/13/targetAttributeName"] } else { Vec::new() };
        let schema = changed(&[(&at, mapping)]);
        assert_eq!(agreed(&schema, &["SP222"]), expected, "{target}");
        // What is told so is not defined under this name for that reason.
        let undefined = told(&checked(&schema)).iter().any(|finding| finding.starts_with("AM206"));
        assert!(!(is_told && undefined), "{target}");
    }
}

/// Entra, *Reference for writing expressions*: `Switch` is not for references. An attribute of another extension that is
/// called `manager` is none, and its value is created with the user.
#[test]
fn check_and_engine_agree_on_what_a_reference_is() {
    const TARGET: &str = "urn:ietf:params:scim:schemas:extension:acme:2.0:User:manager";
    let switch = json!({ "type": "Function", "expression": "Switch([jobTitle], \"a\", \"b\", \"c\")" });
    let (at, mapping) = mapped(TARGET, switch.clone());
    let schema = changed(&[(&at, mapping)]);
    assert!(!told(&checked(&schema)).iter().any(|finding| finding.starts_with("EX262")));
    let sent = preview(&engine(&schema, &json!({}), Limits::DEFAULT), json!({}));
    assert_eq!(
        value_of(&sent, "urn:ietf:params:scim:schemas:extension:acme:2.0:User")["manager"],
        json!("a")
    );
    let of_enterprise = changed(&[(&format!("{USERS}/attributeMappings/1/source"), switch)]);
    assert!(told(&checked(&of_enterprise)).iter().any(|finding| finding.starts_with("EX262")));
}

/// Synchronization schema specification, table of findings: a required target attribute is one that is neither mapped nor
/// defaulted; the target itself assigns what is read-only.
#[test]
fn what_the_target_gives_or_defaults_needs_no_mapping() {
    let removed = |changes: &[(&str, Value)]| {
        let mut schema = changed(changes);
        let mappings = schema.pointer_mut(&format!("{USERS}/attributeMappings")).unwrap();
        mappings.as_array_mut().unwrap().retain(|it| it["targetAttributeName"] != "name.familyName");
        schema
    };
    let codes = ["AM209", "AM213", "AM214"];
    let member = |name: &str| format!("{GONG_USER}/7/{name}");
    for required in [true, false] {
        let with = |name: &str, value: Value| [(member("required"), json!(required)), (member(name), value)];
        for (name, value, is_told) in [
            ("defaultValue", json!("Unknown"), false),
            ("defaultValue", json!(""), true),
            ("mutability", json!("ReadOnly"), false),
        ] {
            let changes = with(name, value.clone());
            let changes = changes.each_ref().map(|(at, value)| (at.as_str(), value.clone()));
            let found: Vec<_> = told(&checked(&removed(&changes)));
            let found: Vec<_> =
                found.iter().filter(|it| codes.iter().any(|code| it.starts_with(code))).collect();
            let expected: &[&str] = if is_told { &["AM213 attributeMappings"] } else { &[] };
            assert_eq!(found, expected, "{required} {name} {value}");
        }
    }
    let defaulted = [(member("required"), json!(false)), (member("defaultValue"), json!("Unknown"))];
    let defaulted = defaulted.each_ref().map(|(at, value)| (at.as_str(), value.clone()));
    let sent = preview(&engine(&removed(&defaulted), &json!({}), Limits::DEFAULT), json!({}));
    assert_eq!(value_of(&sent, "name")["familyName"], json!("Unknown"));
    // So it is where the mapping gives nothing.
    let mut silent = changed(&defaulted);
    silent[&"synchronizationRules"][0]["objectMappings"][1]["attributeMappings"][6]["source"] = json!(null);
    assert_eq!(told(&checked(&silent)), NOTHING);
    let sent = preview(&engine(&silent, &json!({}), Limits::DEFAULT), json!({}));
    assert_eq!(value_of(&sent, "name")["familyName"], json!("Unknown"));
}

/// RFC 7643 §2.4: `primary` is a Boolean, whatever type the configuration declares.
#[test]
fn texts_for_what_scim_has_as_a_boolean_are_told() {
    const TARGET: &str = "emails[type eq \"work\"].primary";
    let of = |source: Value| {
        let (at, mapping) = mapped(TARGET, source);
        let defined = json!({ "name": TARGET, "type": "String" });
        let schema = changed(&[(&format!("{GONG_USER}/-"), defined), (&at, mapping)]);
        let engine = engine(&schema, &json!({}), Limits::DEFAULT);
        let sent = preview(&engine, json!({ "preferredLanguage": "en-US" }));
        let told_of = engine.diagnostics().iter().chain(&sent.diagnostics);
        let unfit = told_of.filter(|finding| finding.code.code == "AM302").count();
        let checked = told(&checked(&schema)).into_iter().filter(|it| !it.starts_with("AM221")).collect();
        let checked: Vec<String> = checked;
        (checked, unfit, value_of(&sent, "emails")[0]["primary"].clone())
    };
    let source = |code: &str| vec![format!("{code} attributeMappings/13/source")];
    assert_eq!(of(attribute("preferredLanguage")), (source("AM216"), 1, json!("en-US")));
    assert_eq!(of(constant("yes")), (source("AM218"), 1, json!("yes")));
    assert_eq!(of(constant("True")), (Vec::new(), 0, json!("True")));
}

/// `COMPATIBILITY.md`: a mapping that cannot be read is an error of the configuration; it is left out, and matches nothing.
#[test]
fn check_and_engine_agree_on_mappings_without_a_target() {
    let untargeted = changed(&[(&format!("{USERS}/attributeMappings/3/targetAttributeName"), json!(null))]);
    assert_eq!(agreed(&untargeted, &["AM101", "AM201"]), ["AM101 attributeMappings/3"]);
    let previewed = preview(&engine(&untargeted, &json!({}), Limits::DEFAULT), json!({}));
    assert_eq!(value_of(&previewed, "title"), Value::Null);
    let unmatched = changed(&[
        (&format!("{USERS}/attributeMappings/0/targetAttributeName"), json!(null)),
        ("/directories/1/objects/0/attributes/1/required", json!(false)),
    ]);
    let expected = ["AM201 attributeMappings", "AM101 attributeMappings/0"];
    assert_eq!(agreed(&unmatched, &["AM101", "AM201"]), expected);
}

/// Synchronization schema specification §8: constants of the form `%name%` are filled in by the service, so they are kept
/// as text and told, once however many objects there are.
#[test]
fn check_and_engine_agree_on_what_the_service_fills_in() {
    let call = |text: &str| json!({ "type": "Function", "expression": text });
    let tree = function(
        "Append",
        json!([part("source", attribute("jobTitle")), part("suffix", constant("%DomainFQDN%"))]),
    );
    for (source, place, sent) in [
        (constant("%DomainFQDN%"), "", "%DomainFQDN%"),
        (call("Append([jobTitle], %DomainFQDN%)"), "/expression", "Boss%DomainFQDN%"),
        (call(r#"Append([jobTitle], "%DomainFQDN%")"#), "/expression", "Boss%DomainFQDN%"),
        (tree, "", "Boss%DomainFQDN%"),
    ] {
        let schema = titled(source);
        assert_eq!(agreed(&schema, &["AM220"]), [format!("AM220 attributeMappings/3/source{place}")]);
        let previewed = preview(&engine(&schema, &json!({}), Limits::DEFAULT), json!({ "jobTitle": "Boss" }));
        assert_eq!(value_of(&previewed, "title"), json!(sent));
        assert!(previewed.diagnostics.iter().all(|finding| finding.code.code != "AM220"));
    }
    for text in ["100%", "%", "%%", "% a %", "%20%"] {
        let text = call(&format!("Append([jobTitle], {text:?})"));
        assert_eq!(agreed(&titled(text), &["AM220"]), NOTHING);
    }
}

/// `COMPATIBILITY.md`: a member that was cut off, or is of another kind, is told alone, by a preview as by the check; an
/// element that is ignored is as if it were not there (synchronization schema specification §9).
#[test]
fn check_and_engine_agree_on_what_cannot_be_read() {
    let of = |pointer: &str, value: Value| {
        let schema = changed(&[(pointer, value)]);
        let mut found =
            [checked(&schema), engine(&schema, &json!({}), Limits::DEFAULT).diagnostics().to_vec()]
                .map(|found| found.iter().map(|it| it.code.code).collect::<Vec<_>>());
        found.iter_mut().for_each(|codes| codes.sort_unstable());
        found
    };
    let member = |name: &str| format!("{USERS}/{name}");
    let cut = || json!("System.Object[]");
    for (pointer, value, expected) in [
        (member("attributeMappings"), json!(5), "SS104"),
        (member("attributeMappings"), cut(), "SS103"),
        (member("attributeMappings/0/targetAttributeName"), json!(5), "SS104"),
        (member("attributeMappings/0/matchingPriority"), json!("first"), "SS104"),
        (member("attributeMappings/0/source"), json!([]), "SS104"),
        (member("attributeMappings/0/source"), json!({ "type": "Attribute", "name": 5 }), "SS104"),
        (member("attributeMappings/2/source"), json!({ "type": "Attribute", "name": 5 }), "SS104"),
        (member("targetObjectName"), json!(5), "SS104"),
        (GONG_USER.to_owned(), cut(), "SS103"),
        ("/directories/1/objects".to_owned(), cut(), "SS103"),
    ] {
        assert_eq!(of(&pointer, value), [[expected], [expected]], "{pointer}");
    }
    for ignored in [json!({}), json!("userName")] {
        let [check, engine] = of(&member("attributeMappings/0"), ignored);
        for codes in [check, engine] {
            assert!(codes.contains(&"SS105") && codes.contains(&"AM201"), "{codes:?}");
        }
    }
}

/// Synchronization schema specification §10: the definition of a target attribute has to exist, whichever way a rule leads.
#[test]
fn an_inbound_target_without_attributes_is_told() {
    let rule = "/synchronizationRules/0";
    let inbound = changed(&[
        (&format!("{rule}/sourceDirectoryName"), json!("Gong")),
        (&format!("{rule}/targetDirectoryName"), json!("Azure Active Directory")),
        (
            &format!("{USERS}/sourceObjectName"),
            json!("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"),
        ),
        (&format!("{USERS}/targetObjectName"), json!("User")),
        ("/directories/0/objects/0/attributes", json!([])),
    ]);
    let found = checked(&inbound);
    let undescribed: Vec<_> = found
        .iter()
        .filter(|finding| {
            finding.code.code == "AM206"
                && told(&[(*finding).clone()])[0].ends_with("targetObjectName")
                && finding.message.contains("`User`")
        })
        .collect();
    assert_eq!(undescribed.len(), 1, "{found:?}");
    assert!(undescribed[0].message.ends_with("`User`; mappings to them are not checked"), "{undescribed:?}");
}

/// Microsoft Graph's list of operators (`filterOperators`): four are for Booleans. A preview of one in the export tells the
/// same as the check of the definition.
#[test]
fn check_and_preview_agree_on_operators_that_are_not_for_booleans() {
    for operator in OPERATORS {
        let value = if operator.example.is_empty() { json!(null) } else { json!({ "values": ["1"] }) };
        let clause = json!({ "sourceOperandName": "accountEnabled", "operatorName": operator.name,
            "targetOperand": value });
        let scope = json!({ "groups": [{ "name": "F", "clauses": [clause] }] });
        let schema = changed(&[(&format!("{USERS}/scope"), scope)]);
        let of = |findings: &[Diagnostic]| -> Vec<Diagnostic> {
            findings.iter().filter(|finding| finding.code.code == "SC207").cloned().collect()
        };
        let found = of(&checked(&schema));
        assert_eq!(found, of(&preview(&engine(&schema, &json!({}), Limits::DEFAULT), json!({})).diagnostics));
        let fits = ["IS NULL", "IS NOT NULL", "IS TRUE", "IS FALSE"].contains(&operator.name);
        assert_eq!(found.len(), usize::from(!fits), "{}", operator.name);
    }
}

/// Synchronization schema specification §7: `MaximumLength` is a limit to warn of; entra-provisioning B-4: empty text never
/// flows, so a required attribute gets no value of it. Neither takes an object to be known.
#[test]
fn constants_and_defaults_are_held_to_what_the_target_takes() {
    let short = || (format!("{GONG_USER}/4/metadata"), json!([{ "key": "MaximumLength", "value": "3" }]));
    let of = |changes: Vec<(String, Value)>| {
        let changes: Vec<_> = changes.iter().map(|(at, value)| (at.as_str(), value.clone())).collect();
        told(&checked(&changed(&changes)))
    };
    let title = |member: &str, value: Value| (format!("{USERS}/attributeMappings/3/{member}"), value);
    let long = of(vec![short(), title("source", constant("abcd"))]);
    assert_eq!(long, ["AM304 attributeMappings/3/source"]);
    let long = of(vec![short(), title("defaultValue", json!("abcd"))]);
    assert_eq!(long, ["AM304 attributeMappings/3/defaultValue"]);
    // What is the same for every object is told of the configuration, and not again of each.
    let (at, metadata) = short();
    let (source, value) = title("source", constant("abcd"));
    let schema = changed(&[(&at, metadata), (&source, value)]);
    assert_eq!(agreed(&schema, &["AM304"]), ["AM304 attributeMappings/3/source"]);
    let sent = preview(&engine(&schema, &json!({}), Limits::DEFAULT), json!({}));
    assert!(!sent.diagnostics.iter().any(|finding| finding.code.code == "AM304"));
    assert_eq!(value_of(&sent, "title"), json!("abcd"));
    // Characters are counted as .NET counts them.
    for fits in ["abc", "äöü"] {
        assert_eq!(of(vec![short(), title("source", constant(fits))]), NOTHING);
    }
    let given = |member: &str, value: Value| (format!("{USERS}/attributeMappings/5/{member}"), value);
    let empty = json!({ "type": "Constant", "name": "", "expression": "\"\"" });
    let silent = ["AM214 attributeMappings/5/source"];
    assert_eq!(of(vec![given("source", empty.clone())]), silent);
    // A default takes the place of null alone.
    let defaulted = vec![given("source", empty), given("defaultValue", json!("Unknown"))];
    assert_eq!(of(defaulted), silent);
}

/// Synchronization schema specification §9: of mappings that are switched off or hidden no missing object is told, and so
/// no missing directory of a rule that has no others.
#[test]
fn a_rule_without_a_mapping_in_use_needs_no_directories() {
    let (rule, groups) = ("/synchronizationRules/0", "/synchronizationRules/0/objectMappings/0");
    let hidden = json!([{ "key": "Unsynchronized", "value": "True" }]);
    let told = |changes: &[(&str, Value)]| {
        let mut changes: Vec<(String, Value)> =
            changes.iter().map(|(pointer, value)| ((*pointer).to_owned(), value.clone())).collect();
        changes.push((format!("{rule}/targetDirectoryName"), json!("Gnog")));
        let changes: Vec<(&str, Value)> =
            changes.iter().map(|(pointer, value)| (&**pointer, value.clone())).collect();
        checked(&changed(&changes)).iter().any(|finding| finding.code.code == "SS201")
    };
    let of = |mapping: &str, member: &str| format!("{mapping}/{member}");
    let off = |mapping| (of(mapping, "enabled"), json!(false));
    let unsynchronized = |mapping| (of(mapping, "metadata"), hidden.clone());
    let both = |one: (String, Value), other: (String, Value)| told(&[(&*one.0, one.1), (&*other.0, other.1)]);
    assert!(told(&[]));
    assert!(told(&[(&*of(groups, "enabled"), json!(false))]));
    assert!(!both(off(groups), off(USERS)));
    assert!(!both(unsynchronized(groups), off(USERS)));
    assert!(!both(unsynchronized(groups), unsynchronized(USERS)));
}

/// S-9: what the document declares with several values cannot be tested, whatever directory it comes from.
#[test]
fn clauses_on_several_values_are_told_of_every_source() {
    let rule = "/synchronizationRules/0";
    let inbound = |attribute: &str| {
        let clause = json!({ "sourceOperandName": attribute, "operatorName": "EQUALS", "targetOperand": { "values": ["a"] } });
        changed(&[
            (&format!("{rule}/sourceDirectoryName"), json!("Gong")),
            (&format!("{rule}/targetDirectoryName"), json!("Azure Active Directory")),
            (
                &format!("{USERS}/sourceObjectName"),
                json!("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"),
            ),
            (&format!("{USERS}/targetObjectName"), json!("User")),
            (&format!("{GONG_USER}/-"), json!({ "name": "tags", "type": "String", "multivalued": true })),
            (&format!("{GONG_USER}/-"), json!({ "name": "tag", "type": "String" })),
            (&format!("{USERS}/scope"), json!({ "groups": [{ "name": "F", "clauses": [clause] }] })),
        ])
    };
    let told = |attribute| {
        let found = told(&checked(&inbound(attribute))).into_iter();
        found.filter(|line| line.starts_with("SC")).collect::<Vec<_>>()
    };
    assert_eq!(told("tags"), ["SC301 scope/groups/0/clauses/0/sourceOperandName"]);
    assert_eq!(told("tag"), NOTHING);
}

/// A placeholder stands between two signs; a sign alone, or at one end, is text.
#[test]
fn a_per_cent_sign_makes_no_placeholder() {
    let told = |text: &str| {
        let found = checked(&titled(json!({ "name": text, "type": "Constant" })));
        found.iter().any(|finding| finding.code.code == "AM220")
    };
    assert!(told("%DomainFQDN%"));
    for text in ["100 %", "% of all", "%", "%%"] {
        assert!(!told(text), "{text}");
    }
}

/// B-3: another name is given for what the service calls otherwise, and for nothing else.
#[test]
fn a_name_is_not_advised_for_itself() {
    let help = |name: &str| {
        let mut schema = titled(json!({ "name": name, "type": "Attribute" }));
        let defined = schema.pointer_mut("/directories/0/objects/0/attributes").unwrap();
        defined.as_array_mut().unwrap().retain(|attribute| attribute["name"] != name);
        let found = checked(&schema);
        let finding = found.iter().find(|finding| finding.code.code == "AM211").unwrap();
        finding.help.clone().unwrap_or_default()
    };
    assert_eq!(help("mobilePhone"), "the provisioning service calls it `mobile`");
    assert!(!help("department").contains("calls it"), "{}", help("department"));
}

/// Expression specification §4: a Boolean of the source object is the text `True` or `False`. Which attribute is one is said
/// by the definition (§11.3), of others by the directory.
#[test]
fn booleans_are_known_by_their_definition() {
    let told = |name: &str, defined: Option<&str>| {
        let expression = format!(r#"Switch([{name}], , "false", "x", "True", "y")"#);
        let source = json!({ "type": "Function", "name": "Switch", "expression": expression });
        let mut schema = titled(source);
        let attributes = schema.pointer_mut("/directories/0/objects/0/attributes").unwrap();
        let attributes = attributes.as_array_mut().unwrap();
        attributes.retain(|attribute| attribute["name"] != *name);
        attributes.extend(defined.map(|kind| json!({ "name": name, "type": kind })));
        checked(&schema).iter().any(|finding| finding.code.code == "EX272")
    };
    for name in ["accountEnabled", "extension_0a_flag"] {
        assert!(told(name, Some("Boolean")), "{name}");
        assert!(!told(name, Some("String")), "{name}");
    }
    assert!(told("accountEnabled", None) && !told("extension_0a_flag", None));
}
