//! Payload validation: the vector file in both modes, and what the findings look like to a reader.

use std::collections::BTreeSet;

use scimwright::diagnostic::Diagnostic;
use scimwright::limits::Limits;
use scimwright::profile::TargetProfile;
use scimwright::scim::{Mode, SchemaSet};
use scimwright::validate::{Options, Validator};
use scimwright::value::json::{Json, parse};

fn validator(kind: Option<&str>, mode: Mode) -> Validator {
    Validator::gong(Options { kind: kind.map(Into::into), mode, ..Options::default() }).unwrap()
}

fn camel(kebab: &str) -> String {
    let mut words = kebab.split('-');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |text, word| text + &word[..1].to_uppercase() + &word[1..])
}

/// `(path, working name, severity)`; the working names are the codes' names in camel case.
fn row(finding: &Diagnostic) -> (String, String, String) {
    let path = finding.at.as_ref().and_then(|place| place.path.clone()).unwrap_or_default();
    (path, camel(finding.code.name), finding.severity.as_str().to_owned())
}

/// A pointer leads to the member as it is spelled (RFC 6901).
#[test]
fn what_is_said_of_schemas_stands_where_they_do() {
    let payload = r#"{"Schemas":["urn:ietf:params:scim:schemas:core:2.0:Usr"],"userName":"a"}"#;
    let found = validator(Some("User"), Mode::Strict).validate_text(payload).unwrap();
    let pointers = found.iter().filter_map(|finding| finding.at.as_ref()?.pointer.as_deref());
    assert_eq!(pointers.take(2).collect::<Vec<_>>(), ["/Schemas/0", "/Schemas"]);
}

/// The messages of RFC 7644 are no resources: that is all there is to say, whatever is expected.
#[test]
fn a_message_of_the_protocol_is_told_as_that() {
    for (name, member, message) in [
        ("PatchOp", r#""Operations":[{"op":"Replace","path":"active","value":"False"}]"#, "a PATCH request"),
        ("listresponse", r#""Resources":[]"#, "a list of resources"),
        ("BulkRequest", r#""Operations":[]"#, "a bulk request"),
        ("BulkResponse", r#""Operations":[]"#, "a bulk response"),
        ("SearchRequest", r#""filter":"userName pr""#, "a search request"),
        ("Error", r#""status":"409","scimType":"uniqueness""#, "an error response"),
    ] {
        let body = format!(r#"{{"Schemas":["urn:ietf:params:scim:api:messages:2.0:{name}"],{member}}}"#);
        for mode in [Mode::Strict, Mode::Tolerant] {
            for kind in ["User", "Group"] {
                let found = validator(Some(kind), mode).validate_text(&body).unwrap();
                let told: Vec<_> = found.iter().map(|found| (row(found), &*found.message)).collect();
                let expected = format!("this is {message}, not a {kind}");
                let row = ("Schemas".to_owned(), "missingCoreSchema".to_owned(), "error".to_owned());
                assert_eq!(told, [(row, &*expected)], "{body}");
                let help = found[0].help.as_deref().unwrap_or_default();
                assert_eq!(help.contains("applyPatch"), name == "PatchOp", "{help}");
            }
        }
    }
    // What names the core schema too is a resource, with a URN that does not belong there; so is what asks for nothing.
    let found = |schemas: &str, member: &str| {
        let resource = format!(
            r#"{{"schemas":[{schemas}"urn:ietf:params:scim:api:messages:2.0:PatchOp"],"displayName":7{member}}}"#
        );
        let found = validator(Some("Group"), Mode::Strict).validate_text(&resource).unwrap();
        found.iter().map(|found| (found.code.code, found.help.clone())).collect::<Vec<_>>()
    };
    let core = r#""urn:ietf:params:scim:schemas:core:2.0:Group","#;
    let codes = |found: &[(&'static str, Option<String>)]| found.iter().map(|it| it.0).collect::<Vec<_>>();
    let resource = found(core, "");
    assert_eq!((codes(&resource), &resource[0].1), (vec!["PL209", "PL202"], &None));
    assert_eq!(codes(&found("", "")), ["PL209", "PL208", "PL202"]);
    let request = found(core, r#","Operations":[]"#);
    assert_eq!(request[0].1.as_deref(), Some("this is a PATCH request, not a resource"));
}

/// What a member earns stands where the member stands; what is missing comes last.
#[test]
fn findings_are_in_the_order_of_the_payload() {
    let order = |payload: &str| -> Vec<String> {
        let found = validator(Some("Group"), Mode::Strict).validate_text(payload).unwrap();
        found.iter().map(|finding| finding.at.as_ref().unwrap().path.clone().unwrap_or_default()).collect()
    };
    let core = r#""urn:ietf:params:scim:schemas:core:2.0:Group""#;
    let last = format!(r#"{{"displayName":5,"externalId":5,"schemas":[{core},7]}}"#);
    assert_eq!(order(&last), ["displayName", "externalId", "schemas[1]"]);
    let first = format!(r#"{{"schemas":[{core},7],"externalId":5}}"#);
    assert_eq!(order(&first), ["schemas[1]", "externalId", "displayName"]);
}

/// What `schemas` says counts, then `meta.resourceType`, then the attributes.
#[test]
fn the_type_of_a_payload_is_told_by_itself() {
    let validator = validator(None, Mode::Tolerant);
    for (payload, kind) in [
        (r#"{"schemas":["URN:ietf:params:scim:schemas:core:2.0:group"],"userName":"a"}"#, "Group"),
        (r#"{"meta":{"resourceType":"group"},"userName":"a"}"#, "Group"),
        (r#"{"displayName":"x","members":[]}"#, "Group"),
        (r#"{"displayName":"x","userName":"a"}"#, "User"),
        (r#"{"displayName":"x","members":[],"userName":"a"}"#, "User"),
    ] {
        assert_eq!(validator.kind_of(&parse(payload, &Limits::DEFAULT).unwrap()), kind, "{payload}");
    }
}

/// RFC 7643 §2.5: `null` and `[]` are no value, so an extension of nothing else has no data to declare.
#[test]
fn an_extension_without_values_need_not_be_declared() {
    let declares = |value: &str| {
        let payload = format!(
            r#"{{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"a",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{value}}}"#
        );
        let found = validator(Some("User"), Mode::Strict).validate_text(&payload).unwrap();
        assert!(!found.iter().any(|finding| finding.code.code == "PL202"), "{value}: {found}");
        found.iter().any(|finding| finding.code.code == "PL210")
    };
    for value in ["null", "{}", r#"{"department":null}"#, r#"{"department":[]}"#] {
        assert!(!declares(value), "{value}");
    }
    assert!(declares(r#"{"department":"Sales"}"#) && declares(r#"{"department":""}"#));
}

/// "`required`: absent, null, empty text …": nothing else is said of what is empty.
#[test]
fn an_empty_text_has_no_form() {
    let told = |emails: &str| -> Vec<String> {
        let payload = format!(
            r#"{{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"a",
                "name":{{"givenName":"A","familyName":"B"}},"emails":{emails}}}"#
        );
        let found = validator(Some("User"), Mode::Tolerant).validate_text(&payload).unwrap();
        found.iter().map(row).map(|(path, name, _)| format!("{path} {name}")).collect()
    };
    assert_eq!(told(r#"[{"type":"work","value":""}]"#), [r#"emails[type eq "work"].value required"#]);
}

#[test]
fn vectors_hold_in_both_modes() {
    let text = std::fs::read_to_string("tests/cases/scim/resources.json").unwrap();
    let file = parse(&text, &Limits::DEFAULT).unwrap();
    let mut checked = 0;
    let mut failures = Vec::new();
    for case in file.get("cases").unwrap().as_array().unwrap() {
        let string = |name: &str| case.get(name).and_then(Json::as_str).unwrap();
        for (mode, name) in [(Mode::Strict, "strict"), (Mode::Tolerant, "tolerant")] {
            let Some(expected) = case.get("expect").unwrap().get(name) else { continue };
            let expected: BTreeSet<_> = expected
                .as_array()
                .unwrap()
                .iter()
                .map(|row| {
                    let text = |name: &str| row.get(name).and_then(Json::as_str).unwrap().to_owned();
                    (text("path"), text("code"), text("severity"))
                })
                .collect();
            let found = validator(Some(string("resourceType")), mode).validate(case.get("payload").unwrap());
            let rows: Vec<_> = found.iter().map(row).collect();
            let actual: BTreeSet<_> = rows.iter().cloned().collect();
            checked += 1;
            if actual != expected || rows.len() != expected.len() {
                failures.push(format!("{} {name}: expected {expected:?}, found {rows:?}", string("id")));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert_eq!(checked, 134);
}

/// What a payload can be changed by: names, values and shapes with and without fault, spacing, what is no JSON.
const CHANGES: [(&str, &str); 39] = [
    ("\"userName\"", "\"userNam\""),
    ("\"userName\"", "\"username\""),
    ("\"emails\"", "\"email\""),
    ("\"type\"", "\"kind\""),
    ("\"value\"", "\"valu\""),
    ("\"givenName\"", "\"given\\u004eame\""),
    ("true", "\"True\""),
    ("true", "1"),
    ("true", "null"),
    ("true", "\"yes\""),
    ("\"work\"", "\"home\""),
    ("\"work\"", "\"Work\""),
    ("\"work\"", "7"),
    ("@", ""),
    ("@", "@x."),
    ("@", "@x\\u002e"),
    ("[", "[null,"),
    ("[{", "[{},{"),
    ("[{", "[[{"),
    ("[{", "{"),
    ("}]", "}"),
    (":{", ":[{"),
    ("}", "}]"),
    ("}", ""),
    ("{", "{\"nickName\":\"n\","),
    ("{", "{\"shoeSize\":null,"),
    ("{", "{\"shoeSize\":{\"a\":[1,{\"b\":2,\"b\":3}]},"),
    ("{", "{\"shoeSize\":[{}],\"ShoeSize\":1,"),
    ("{", "{\"id\":\"1\",\"groups\":[{\"value\":\"2\"}],"),
    ("{", "{\"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\":{\"department\":3,\"depart\":4},"),
    ("{", "{\"locale\":\"fr FR\",\"timezone\":\"Paris\","),
    ("{", "{\"name\":{\"familyName\":\"\",\"givenName\":{}},"),
    ("enterprise:2.0", "enterprise:2.1"),
    ("core:2.0", "core:1.0"),
    (":User\"", ":user\""),
    ("\":", "\" : "),
    (",", " ,\n  "),
    ("\":\"", "\":\"\\u00e9"),
    ("\":\"", "\":\"\\ud800"),
];

mod properties {
    use super::*;
    use proptest::prelude::*;

    /// The payloads of the vectors, and one of the size seen in practice.
    fn payloads() -> Vec<String> {
        let text = std::fs::read_to_string("tests/cases/scim/resources.json").unwrap();
        let file = parse(&text, &Limits::DEFAULT).unwrap();
        let cases = file.get("cases").unwrap().as_array().unwrap();
        let usual = include_str!("../benches/inputs/payload.json");
        let payloads = cases.iter().map(|case| case.get("payload").unwrap().to_string());
        payloads.chain(std::iter::repeat_n(usual.to_owned(), cases.len() / 2)).collect()
    }

    /// The payload with the change made where its text stands for the `nth` time, counted around.
    fn changed(payload: &str, (from, to): (&str, &str), nth: usize) -> String {
        let places: Vec<_> = payload.match_indices(from).collect();
        match places.get(nth % places.len().max(1)) {
            Some((at, _)) => [&payload[..*at], to, &payload[at + from.len()..]].concat(),
            None => payload.to_owned(),
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]

        /// One pass over the text finds what the walk over the tree finds, in the same order.
        #[test]
        fn text_and_tree_agree(
            payload in proptest::sample::select(payloads()),
            changes in proptest::collection::vec((proptest::sample::select(&CHANGES[..]), 0..30_usize), 0..4),
            mode in proptest::sample::select(vec![Mode::Strict, Mode::Tolerant]),
            kind in proptest::sample::select(vec![None, Some("User"), Some("Group")]),
            findings in proptest::sample::select(vec![2, 1_000]),
            nesting in proptest::sample::select(vec![3, 4, 5, 6, 64]),
        ) {
            let payload = changes.into_iter().fold(payload, |text, (change, nth)| changed(&text, change, nth));
            let options = Options {
                kind: kind.map(Into::into),
                mode,
                allowed_domains: vec!["example.com".into(), "lumenfield.example".into()],
                limits: Limits { findings, nesting, ..Limits::DEFAULT },
            };
            let limits = options.limits;
            let validator = Validator::gong(options).unwrap();
            let by_tree = parse(&payload, &limits).map(|tree| validator.validate(&tree));
            // What came in which order last is remembered, so twice.
            for _ in 0..2 {
                prop_assert_eq!(&validator.validate_text(&payload), &by_tree, "{}", payload);
            }
        }
    }
}

/// A given schema may lack what the target requires: the value counts all the same, from text as from the tree.
#[test]
fn what_is_required_need_not_be_in_the_schema() {
    let schema = parse(
        r#"{"id":"urn:ietf:params:scim:schemas:core:2.0:User","name":"User","attributes":[{"name":"title","type":"string"}]}"#,
        &Limits::DEFAULT,
    )
    .unwrap();
    let set = SchemaSet::with_custom(&schema).unwrap();
    let validator = Validator::new(&set, TargetProfile::gong(), Options::default()).unwrap();
    let lacks = |member: &str| {
        let payload =
            format!(r#"{{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],{member}"title":"t"}}"#);
        let found = validator.validate_text(&payload).unwrap();
        assert_eq!(found, validator.validate(&parse(&payload, &Limits::DEFAULT).unwrap()));
        found
            .iter()
            .filter(|finding| finding.code.code == "PL201")
            .any(|finding| row(finding).0 == "userName")
    };
    assert!(lacks(""));
    assert!(!lacks(r#""userName":"ada@example.com","#));
}

#[test]
fn every_finding_can_be_pointed_at() {
    let text = std::fs::read_to_string("tests/cases/scim/resources.json").unwrap();
    let file = parse(&text, &Limits::DEFAULT).unwrap();
    for case in file.get("cases").unwrap().as_array().unwrap() {
        let payload = case.get("payload").unwrap();
        for finding in validator(None, Mode::Tolerant).validate(payload) {
            let pointer = finding.at.as_ref().unwrap().pointer.clone().unwrap();
            // `schemas` may be what is missing; everything else exists.
            assert!(payload.pointer(&pointer).is_some() || pointer == "/schemas", "{pointer} in {payload}");
        }
    }
}

#[test]
fn domains_and_phones_are_gongs() {
    let payload = r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"a","name":{"givenName":"A","familyName":"B"},
        "emails":[{"type":"work","value":"ada@Elsewhere.example"},{"type":"home","value":"a@home.example"}],
        "phoneNumbers":[{"type":"work","value":"ask Bob"}]}"#;
    let options =
        Options { allowed_domains: vec!["Example.com".into(), "example.org".into()], ..Options::default() };
    let found = Validator::gong(options).unwrap().validate_text(payload).unwrap();
    let rows: Vec<_> = found.iter().map(|finding| (row(finding).0, finding.code.code)).collect();
    assert_eq!(
        rows,
        [
            ("emails[1]".into(), "PL218"),
            ("emails[0].value".into(), "PL219"),
            ("phoneNumbers[0].value".into(), "PL206")
        ]
    );
    // A pointer has the names of the document.
    let odd = payload.replace(r#""emails""#, r#""Emails""#).replace(r#""value":"ada"#, r#""VALUE":"ada"#);
    let options = Options { allowed_domains: vec!["example.com".into()], ..Options::default() };
    let odd = Validator::gong(options).unwrap().validate_text(&odd).unwrap();
    assert_eq!(odd[1].at.as_ref().unwrap().pointer.as_deref(), Some("/Emails/0/VALUE"));
    // No value of the payload is quoted.
    assert!(found.iter().all(|finding| !finding.to_string().to_lowercase().contains("elsewhere")));
    assert_eq!(found[1].help.as_deref(), Some("allowed: `Example.com`, `example.org`"));
    // Robustness §5: a message has its bounds, however many domains are allowed.
    let options = Options {
        allowed_domains: (0..300).map(|at| format!("d{at}.example")).collect(),
        ..Options::default()
    };
    let found = Validator::gong(options).unwrap().validate_text(payload).unwrap();
    let help = found
        .iter()
        .find(|finding| finding.code.code == "PL219")
        .and_then(|finding| finding.help.clone())
        .unwrap();
    assert!(help.len() < 1_024 && help.ends_with(" and 292 more"), "{help}");
}

/// What stands elsewhere than it belongs is told where that is, at the name as it is spelled.
#[test]
fn misplaced_attributes_are_told_where_they_belong() {
    const CORE: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
    const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    const GONG: &str = "urn:ietf:params:scim:schemas:extension:Gong:2.0:User";
    let inside = |name: &str, urn: &str| Some(format!("put `{name}` inside `{urn}`"));
    for (member, code, help) in [
        ("manager".to_owned(), "PL214", inside("manager", ENTERPRISE)),
        ("Department".to_owned(), "PL214", inside("department", ENTERPRISE)),
        ("country".to_owned(), "PL214", inside("country", GONG)),
        ("titel".to_owned(), "PL214", Some("did you mean `title`?".to_owned())),
        ("favouriteColour".to_owned(), "PL214", None),
        (format!("{ENTERPRISE}:department"), "PL209", inside("department", ENTERPRISE)),
        (format!("{ENTERPRISE}.department"), "PL209", inside("department", ENTERPRISE)),
        (format!("{}:Manager.value", ENTERPRISE.to_uppercase()), "PL209", inside("manager", ENTERPRISE)),
        (format!("{CORE}:title"), "PL209", Some("write `title`".to_owned())),
    ] {
        let payload = format!(
            r#"{{"schemas":["{CORE}"],"userName":"a","name":{{"givenName":"A","familyName":"B"}},
                "emails":[{{"type":"work","value":"a@b.example"}}],"{member}":"x"}}"#
        );
        let found = validator(None, Mode::Tolerant).validate_text(&payload).unwrap();
        let told: Vec<_> = found.iter().map(|found| (found.code.code, found.help.clone())).collect();
        assert_eq!(told, [(code, help)], "{member}");
    }
}

#[test]
fn findings_are_capped_with_the_total() {
    let members: Vec<String> = (0..40).map(|_| r#"{"value":5}"#.to_owned()).collect();
    let payload = format!(
        r#"{{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"x","members":[{}]}}"#,
        members.join(",")
    );
    let limits = Limits { findings: 10, ..Limits::DEFAULT };
    let found =
        Validator::gong(Options { limits, ..Options::default() }).unwrap().validate_text(&payload).unwrap();
    assert_eq!(found.len(), 11);
    assert_eq!(found[10].code.code, "LM011");
    assert_eq!(found[10].message, "40 findings, of which 10 are listed");
}

/// "Limits hold wherever the text came from": of a payload without findings too.
#[test]
fn a_clean_payload_has_limits() {
    let payload = r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Guides"}"#;
    let read =
        |limits| Validator::gong(Options { limits, ..Options::default() }).unwrap().validate_text(payload);
    assert!(read(Limits::DEFAULT).unwrap().is_empty());
    for (limits, code) in [
        (Limits { json_bytes: 80, ..Limits::DEFAULT }, "LM001"),
        (Limits { nesting: 1, ..Limits::DEFAULT }, "LM002"),
        (Limits { json_nodes: 3, ..Limits::DEFAULT }, "LM003"),
        (Limits { object_keys: 1, ..Limits::DEFAULT }, "LM005"),
    ] {
        assert_eq!(read(limits).unwrap_err().code.code, code);
    }
}

#[test]
fn an_unknown_resource_type_is_refused_with_a_suggestion() {
    let refused = Validator::gong(Options { kind: Some("Usr".into()), ..Options::default() }).unwrap_err();
    assert_eq!(refused.help.as_deref(), Some("did you mean `User`?"));
}

/// The findings on a user that lacks nothing but what `members` bring, as `code@path`.
fn found_in(members: &str, mode: Mode) -> Vec<String> {
    let named =
        if members.contains(r#""name":"#) { "" } else { r#","name":{"givenName":"A","familyName":"B"}"# };
    let mail = if members.contains(r#""emails":"#) {
        ""
    } else {
        r#","emails":[{"type":"work","value":"a@b.example"}]"#
    };
    let payload = format!(
        r#"{{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"a"{named}{mail},{members}}}"#
    );
    let found = validator(Some("User"), mode).validate(&parse(&payload, &Limits::DEFAULT).unwrap());
    found.iter().map(|finding| format!("{}@{}", row(finding).1, row(finding).0)).collect()
}

#[test]
fn a_list_of_one_holds_what_is_required() {
    // "one-element array for a singular complex attribute | its element": `coerced`, and nothing is missing.
    let name = r#""name":[{"givenName":"A","familyName":"B"}]"#;
    assert_eq!(found_in(name, Mode::Tolerant), ["coerced@name"]);
    assert!(found_in(name, Mode::Strict).contains(&"unexpectedArray@name".to_owned()));
    // And it is an element like any other.
    let wrong = r#""name":[{"givenName":5,"familyName":"B"}]"#;
    assert_eq!(found_in(wrong, Mode::Tolerant)[..2], ["coerced@name", "invalidType@name[0].givenName"]);
    let urn = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    let manager = format!(r#""{urn}":{{"manager":["m"]}}"#);
    assert_eq!(
        found_in(&manager, Mode::Tolerant),
        [format!("schemaNotDeclared@{urn}"), format!("coerced@{urn}:manager")]
    );
    assert!(found_in(&manager, Mode::Strict).contains(&format!("unexpectedArray@{urn}:manager")));
}

#[test]
fn what_is_not_valid_is_not_said_to_be_unlisted() {
    // `notInTarget`: "valid SCIM, but not in the profile's list"
    for (member, finding) in [
        (r#""nickName":5"#, "invalidType@nickName"),
        (r#""nickName":["x"]"#, "unexpectedArray@nickName"),
        (r#""name":{"familyName":"B","givenName":["x"]}"#, "unexpectedArray@name.givenName"),
        (r#""addresses":{}"#, "expectedArray@addresses"),
        (r#""name":{"givenName":"A","familyName":"B","formatted":5}"#, "invalidType@name.formatted"),
        (r#""nickName":"x""#, "notInTarget@nickName"),
        (r#""name":{"givenName":"A","familyName":"B","formatted":"A B"}"#, "notInTarget@name.formatted"),
    ] {
        assert_eq!(found_in(member, Mode::Strict), [finding], "{member}");
    }
}

#[test]
fn nulls_are_no_extension_data() {
    // "`null` equals absent"
    let urn = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    for mode in [Mode::Strict, Mode::Tolerant] {
        assert!(found_in(&format!(r#""{urn}":{{"manager":null}}"#), mode).is_empty());
    }
}

#[test]
fn every_repeated_type_is_told() {
    let mail = |kind: &str, at: usize| format!(r#"{{"type":"{kind}","value":"{at}@b.example"}}"#);
    let kinds = ["work", "work", "home", "home", "work"];
    let mails: Vec<_> = kinds.iter().enumerate().map(|(at, kind)| mail(kind, at)).collect();
    let found = found_in(&format!(r#""emails":[{}]"#, mails.join(",")), Mode::Tolerant);
    assert_eq!(found.iter().filter(|finding| *finding == "duplicateType@emails").count(), 2, "{found:?}");
}

/// An empty text is no value (RFC 7643 §2.5 as the payload rules read it), and none cannot stand twice.
#[test]
fn no_value_is_no_duplicate() {
    let phones = |value: &str| {
        let phone = format!(r#"{{"type":"work","value":"{value}"}}"#);
        found_in(&format!(r#""phoneNumbers":[{phone},{phone}]"#), Mode::Tolerant)
    };
    assert_eq!(phones(""), ["duplicateType@phoneNumbers"]);
    let twice = phones("+1 212 555 1994");
    assert!(twice.contains(&"duplicateValue@phoneNumbers[1]".to_owned()), "{twice:?}");
}

#[test]
fn text_makes_no_element_primary_in_strict_mode() {
    let mail = |kind: &str| format!(r#"{{"type":"{kind}","value":"{kind}@b.example","primary":"True"}}"#);
    let mails = format!(r#""emails":[{},{}]"#, mail("work"), mail("work"));
    let strict = found_in(&mails, Mode::Strict);
    assert!(strict.contains(&"invalidType@emails[1].primary".to_owned()));
    assert!(!strict.contains(&"multiplePrimary@emails".to_owned()), "{strict:?}");
    assert!(found_in(&mails, Mode::Tolerant).contains(&"multiplePrimary@emails".to_owned()));
}

#[test]
fn allowed_domains_are_read_as_people_write_them() {
    let payload = r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"a","name":{"givenName":"A","familyName":"B"},
        "emails":[{"type":"work","value":"ada@e.example"}]}"#;
    for domain in ["@e.example", " E.example", "e.example"] {
        let options = Options { allowed_domains: vec![domain.into()], ..Options::default() };
        assert_eq!(*Validator::gong(options).unwrap().validate_text(payload).unwrap(), [], "{domain}");
    }
    for empty in ["", " ", "@"] {
        let options =
            Options { allowed_domains: vec!["example.com".into(), empty.into()], ..Options::default() };
        let refused = Validator::gong(options).unwrap_err();
        assert_eq!(refused.code.code, "IN008");
        assert_eq!(refused.at.as_ref().unwrap().pointer.as_deref(), Some("/allowedDomains/1"));
    }
}

/// RFC 7643 §2.1: names differ by more than their case; one that stands twice is refused wherever it stands.
#[test]
fn a_member_that_stands_twice_is_never_passed_over() {
    let urn = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    let extension = format!(r#""{urn}":{{"department":"a","department":"b"}}"#);
    for members in [
        r#""name":{"givenName":"A","familyName":"B","givenName":"C"}"#,
        r#""emails":[{"type":"work","value":"a@b.example","value":"c@b.example"}]"#,
        r#""title":"a","title":"b""#,
        r#""meta":{"version":"a","version":"b"}"#,
        r#""unheardOf":1,"unheardOf":1"#,
        &extension,
    ] {
        let payload = format!(
            r#"{{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","{urn}"],"userName":"a",{members}}}"#
        );
        for mode in [Mode::Strict, Mode::Tolerant] {
            let refused = validator(Some("User"), mode).validate_text(&payload);
            assert_eq!(
                refused.unwrap_err().code.code,
                parse(&payload, &Limits::DEFAULT).unwrap_err().code.code
            );
        }
    }
}
