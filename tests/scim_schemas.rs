//! Attributes of a schema that the caller brings, whose types Gong's own do not have, and extensions as a whole.

#[path = "common/scim.rs"]
mod scim;

use scim::{USER, member, read};
use scimwright::diagnostic::Diagnostics;
use scimwright::limits::Limits;
use scimwright::profile::TargetProfile;
use scimwright::scim::{Filter, Mode, Patch, SchemaSet, scim_type};
use scimwright::validate::{Options, Validator};

const URN: &str = "urn:x:extension:acme:2.0:User";
const SCHEMA: &str = r#"[{"id":"urn:x:extension:acme:2.0:User","attributes":[
    {"name":"badge","type":"integer"},
    {"name":"height","type":"decimal"},
    {"name":"photo","type":"binary"},
    {"name":"since","type":"string","mutability":"readOnly"},
    {"name":"codes","type":"complex","multiValued":true,"subAttributes":[
        {"name":"number","type":"integer"},{"name":"label","type":"string"},
        {"name":"issued","type":"string","mutability":"readOnly"}]}
]}]"#;

fn employee() -> String {
    USER.replacen(
        '{',
        &format!(r#"{{"{URN}":{{"badge":5,"height":1.8,"photo":"YQ==","codes":[{{"number":1}}]}},"#),
        1,
    )
}

/// Whether the employee satisfies a filter on an attribute of the extension, or the SCIM keyword of the refusal.
fn matches(filter: &str, mode: Mode) -> Result<bool, &'static str> {
    let set = SchemaSet::with_custom(&read(SCHEMA)).unwrap();
    let kind = set.resource_type("User").unwrap();
    Filter::compile(&format!("{URN}:{filter}"), kind, mode, &Limits::DEFAULT)
        .map(|filter| filter.matches(&read(&employee())))
        .map_err(|found| scim_type(found.code).unwrap().as_str())
}

/// The extension after an operation, or the SCIM keyword of the refusal.
fn patched(operation: &str, mode: Mode) -> Result<Option<String>, &'static str> {
    let set = SchemaSet::with_custom(&read(SCHEMA)).unwrap();
    let kind = set.resource_type("User").unwrap();
    let request = format!(
        r#"{{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{operation}]}}"#
    );
    let (resource, request) = (employee(), read(&request));
    Patch::new(&request, kind, mode, &Limits::DEFAULT)
        .and_then(|patch| patch.apply(&read(&resource)).map(|applied| applied.resource.to_string()))
        .map(|after| member(&after, URN))
        .map_err(|found| scim_type(found.code).unwrap().as_str())
}

/// Numbers are compared as numbers and have no substrings; binary values are exact texts without an order.
#[test]
fn values_are_compared_by_the_type_of_the_attribute() {
    for (filter, expected) in [
        ("badge eq 5", Ok(true)),
        ("badge eq 5.0", Ok(true)),
        ("badge gt 5", Ok(false)),
        ("height ge 1.80", Ok(true)),
        ("height lt 1.8", Ok(false)),
        ("badge co \"5\"", Err("invalidFilter")),
        ("height sw \"1\"", Err("invalidFilter")),
        ("badge eq \"5\"", Err("invalidFilter")),
        ("photo eq \"YQ==\"", Ok(true)),
        ("photo eq \"yq==\"", Ok(false)),
        ("photo sw \"YQ\"", Ok(true)),
        ("photo gt \"YA==\"", Err("invalidFilter")),
    ] {
        assert_eq!(matches(filter, Mode::Strict), expected, "{filter}");
    }
}

#[test]
fn values_are_written_by_the_type_of_the_attribute() {
    let set = |name: &str, value: &str| {
        let operation = format!(r#"{{"op":"replace","path":"{URN}:{name}","value":{value}}}"#);
        patched(&operation, Mode::Tolerant).map(|after| member(&after.unwrap(), name))
    };
    for (name, value) in [("badge", "7"), ("badge", "7.0"), ("height", "1.75"), ("height", "2")] {
        assert_eq!(set(name, value), Ok(Some(value.to_owned())), "{name}");
    }
    for (name, value) in [("badge", "7.5"), ("badge", "\"7\""), ("height", "\"2\""), ("photo", "7")] {
        assert_eq!(set(name, value), Err("invalidValue"), "{name} {value}");
    }
}

/// RFC 7643 §7: a service ignores what is given for a read-only attribute.
#[test]
fn read_only_members_of_an_element_are_ignored() {
    let operation =
        format!(r#"{{"op":"add","path":"{URN}:codes","value":{{"number":2,"issued":"today","label":"b"}}}}"#);
    let codes = member(&patched(&operation, Mode::Strict).unwrap().unwrap(), "codes");
    assert_eq!(codes.as_deref(), Some(r#"[{"number":1},{"number":2,"label":"b"}]"#));
}

/// An element is made of the condition that found none.
#[test]
fn a_condition_on_a_number_makes_an_element_with_it() {
    let operation = format!(r#"{{"op":"add","path":"{URN}:codes[number eq 2].label","value":"b"}}"#);
    let codes = member(&patched(&operation, Mode::Tolerant).unwrap().unwrap(), "codes");
    assert_eq!(codes.as_deref(), Some(r#"[{"number":1},{"number":2,"label":"b"}]"#));
}

/// An extension is an object, and can be removed as a whole; the resource itself cannot.
#[test]
fn an_extension_is_removed_as_a_whole() {
    let removed = format!(r#"{{"op":"remove","path":"{URN}"}}"#);
    assert_eq!(patched(&removed, Mode::Strict), Ok(None));
    let unassigned = format!(r#"{{"op":"replace","path":"{URN}","value":null}}"#);
    assert_eq!(patched(&unassigned, Mode::Strict), Ok(None));
    let text = format!(r#"{{"op":"replace","path":"{URN}","value":"none"}}"#);
    assert_eq!(patched(&text, Mode::Tolerant), Err("invalidValue"));
    let unknown = format!(r#"{{"op":"add","path":"{URN}","value":{{"shoes":44}}}}"#);
    assert_eq!(patched(&unknown, Mode::Tolerant), Err("invalidPath"));
    let resource = r#"{"op":"remove","path":"urn:ietf:params:scim:schemas:core:2.0:User"}"#;
    assert_eq!(patched(resource, Mode::Tolerant), Err("noTarget"));
    assert_eq!(patched("5", Mode::Tolerant), Err("invalidSyntax"));
}

/// RFC 7643 §2.4: `primary` is true at most once; no operation makes two elements primary.
#[test]
fn one_operation_makes_one_element_primary() {
    let both = r#"{"op":"add","path":"emails","value":[{"value":"a@x","primary":true},{"value":"b@x","primary":true}]}"#;
    assert_eq!(patched(both, Mode::Tolerant), Err("invalidValue"));
    assert_eq!(
        patched(r#"{"op":"replace","path":"emails.primary","value":true}"#, Mode::Tolerant),
        Err("invalidValue")
    );
}

/// RFC 7643 §2.3: an integer has no fraction, a decimal is a number. Read or streamed, the verdict is the same.
#[test]
fn payloads_are_checked_by_the_type_of_the_attribute() {
    let set = SchemaSet::with_custom(&read(SCHEMA)).unwrap();
    let validator = Validator::new(&set, TargetProfile::gong(), Options::default()).unwrap();
    let refused = |name: &str, value: &str| {
        let payload = format!(
            r#"{{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","{URN}"],"userName":"a","{URN}":{{"{name}":{value}}}}}"#
        );
        let refused = |list: Diagnostics| list.iter().any(|finding| finding.code.code == "PL202");
        let of_tree = refused(validator.validate(&read(&payload)));
        assert_eq!(of_tree, refused(validator.validate_text(&payload).unwrap()), "{payload}");
        of_tree
    };
    for (name, value, expected) in [
        ("badge", "6", false),
        ("badge", "6.0", false),
        ("badge", "6.5", true),
        ("badge", "\"6\"", true),
        ("height", "6.5", false),
        ("height", "\"6.5\"", true),
        ("height", "true", true),
    ] {
        assert_eq!(refused(name, value), expected, "{name} {value}");
    }
}

/// Operations run in order, each on the result of the one before it: a list that is gone starts anew.
#[test]
fn a_list_of_a_removed_extension_starts_anew() {
    let add = |number: u8| format!(r#"{{"op":"add","path":"{URN}:codes","value":[{{"number":{number}}}]}}"#);
    let remove = format!(r#"{{"op":"remove","path":"{URN}"}}"#);
    let extension = patched(&format!("{},{remove},{}", add(2), add(3)), Mode::Strict).unwrap();
    assert_eq!(extension.unwrap(), r#"{"codes":[{"number":3}]}"#);
}

/// What sets an extension adds its URI to `schemas`, also between operations on `schemas` itself.
#[test]
fn schemas_are_added_to_from_both_sides() {
    let schemas = |urn: &str| format!(r#"{{"op":"add","path":"schemas","value":["{urn}"]}}"#);
    let set = format!(r#"{{"op":"add","path":"{URN}:badge","value":7}}"#);
    let request = format!(
        r#"{{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{},{set},{}]}}"#,
        schemas("urn:x:one"),
        schemas("urn:x:two")
    );
    let set = SchemaSet::with_custom(&read(SCHEMA)).unwrap();
    let kind = set.resource_type("User").unwrap();
    let request = read(&request);
    let patch = Patch::new(&request, kind, Mode::Strict, &Limits::DEFAULT).unwrap();
    let after = patch.apply(&read(USER)).unwrap().resource.to_string();
    let core = "urn:ietf:params:scim:schemas:core:2.0:User";
    let expected = format!(r#"["{core}","urn:x:one","{URN}","urn:x:two"]"#);
    assert_eq!(member(&after, "schemas").unwrap(), expected);
}

/// A read-only member among others: ignored in tolerant mode, in strict mode where it repeats the value.
#[test]
fn read_only_members_of_extensions_are_not_written() {
    let add = format!(r#"{{"op":"add","value":{{"{URN}":{{"since":"x","badge":7}}}}}}"#);
    assert_eq!(patched(&add, Mode::Strict), Err("mutability"));
    let extension = patched(&add, Mode::Tolerant).unwrap().unwrap();
    assert!(extension.contains(r#""badge":7"#) && !extension.contains("since"), "{extension}");
    let same = format!(r#"{{"op":"add","value":{{"{URN}":{{"since":null,"badge":7}}}}}}"#);
    assert!(patched(&same, Mode::Strict).unwrap().unwrap().contains(r#""badge":7"#));
}
