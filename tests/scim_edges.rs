//! Sentences that only a value at the edge tells apart from their neighbours: instants, lists that hold nothing, what an
//! operation creates, differences as small as can be, and where a refused text is wrong.

#[path = "common/scim.rs"]
mod scim;

use scim::*;
use scimwright::diagnostic::Diagnostic;
use scimwright::limits::Limits;
use scimwright::scim::{Filter, Mode, Patch, filter, path};

/// Whether a filter holds, or the code of its refusal.
fn holds(filter: &str, mode: Mode, resource: &str) -> Result<bool, &'static str> {
    Filter::compile(filter, kind("User"), mode, &Limits::DEFAULT)
        .map(|filter| filter.matches(&read(resource)))
        .map_err(|found| found.code.code)
}

/// RFC 7643 §2.3.5: an xsd:dateTime. Its offsets end at 14:00, its days at 24:00:00, and a year has four digits, or more
/// of which the first is no 0.
#[test]
fn instants_are_those_of_xml_schema() {
    let stored = r#"{"meta": {"created": "2024-02-29T23:00:00Z"}}"#;
    for (operator, text, expected) in [
        ("eq", "2024-03-01T13:00:00+14:00", Ok(true)),
        ("eq", "2024-03-01T12:59:00+13:59", Ok(true)),
        ("eq", "2024-02-29T09:00:00-14:00", Ok(true)),
        ("eq", "2024-03-01T13:01:00+14:01", Err("SF203")),
        ("eq", "2024-03-01T14:00:00+15:00", Err("SF203")),
        ("eq", "2024-03-01T13:00:00+13:60", Err("SF203")),
        ("lt", "2024-02-29T24:00:00Z", Ok(true)),
        ("lt", "2024-02-29T24:00:00.000Z", Ok(true)),
        ("eq", "2024-02-29T24:00:00.5Z", Err("SF203")),
        ("eq", "2024-02-29T24:00:01Z", Err("SF203")),
        ("eq", "2024-02-29T22:59:60Z", Err("SF203")),
        ("gt", "0999-01-01T00:00:00Z", Ok(true)),
        ("gt", "999-01-01T00:00:00Z", Err("SF203")),
        ("gt", "2023-00-10T00:00:00Z", Err("SF203")),
        ("gt", "2023-13-10T00:00:00Z", Err("SF203")),
        ("gt", "2023-01-00T00:00:00Z", Err("SF203")),
        ("gt", "2023-01-32T00:00:00Z", Err("SF203")),
        ("lt", "12024-01-01T00:00:00Z", Ok(true)),
        ("lt", "02024-01-01T00:00:00Z", Err("SF203")),
        ("gt", "-2024-02-29T23:00:00Z", Ok(true)),
    ] {
        let filter = format!(r#"meta.created {operator} "{text}""#);
        assert_eq!(holds(&filter, Mode::Strict, stored), expected, "{filter}");
    }
    // "`24:00:00` is the next midnight"; a leap year has a 29th of February.
    for (one, other) in [
        ("2024-02-28T24:00:00Z", "2024-02-29T00:00:00Z"),
        ("2023-02-28T24:00:00Z", "2023-03-01T00:00:00Z"),
        ("2023-12-31T24:00:00Z", "2024-01-01T00:00:00Z"),
        ("1900-02-28T24:00:00Z", "1900-03-01T00:00:00Z"),
        ("2000-02-28T24:00:00Z", "2000-02-29T00:00:00Z"),
    ] {
        let stored = format!(r#"{{"meta": {{"created": "{one}"}}}}"#);
        let filter = format!(r#"meta.created eq "{other}""#);
        assert_eq!(holds(&filter, Mode::Strict, &stored), Ok(true), "{one}, {other}");
    }
}

/// RFC 7643 §2.5: `null` and an empty list are no values; "`pr`: some value is non-empty: not `null`, `""`, `[]`, `{}`,
/// nor a container of only such".
#[test]
fn a_container_of_nothing_is_nothing() {
    for (stored, expected) in [
        (r#"["", "a"]"#, true),
        (r#"[null, "a"]"#, true),
        (r#"[[], ["", 0]]"#, true),
        (r#"["", null, [], {}]"#, false),
        (r#"{"b": "", "c": null}"#, false),
        (r#"{"b": "", "c": false}"#, true),
    ] {
        let stored = format!(r#"{{"odd": {{"a": {stored}}}}}"#);
        assert_eq!(holds("odd pr", Mode::Tolerant, &stored), Ok(expected), "{stored}");
    }
    for (stored, expected) in [("[null]", true), ("[]", true), ("[null, 1]", false)] {
        let stored = format!(r#"{{"name": {{"givenName": {stored}}}}}"#);
        assert_eq!(holds("name.givenName eq null", Mode::Strict, &stored), Ok(expected), "{stored}");
        assert_eq!(holds("name.givenName ne null", Mode::Strict, &stored), Ok(!expected), "{stored}");
    }
}

/// A boolean that brackets give as text is stored as the boolean it is.
#[test]
fn an_element_made_from_text_holds_the_boolean() {
    let add =
        r#"{"op":"add","path":"emails[type eq \"other\" and primary eq \"False\"].value","value":"o@x"}"#;
    let emails = member(&patched(USER, add, Mode::Tolerant).unwrap(), "emails").unwrap();
    assert!(emails.ends_with(r#",{"type":"other","primary":false,"value":"o@x"}]"#), "{emails}");
}

/// "On a singular complex attribute the object is the only element": where it does not match, there is no element.
#[test]
fn brackets_on_one_value_look_at_it() {
    let replace = |family: &str| {
        let path = format!(r#"name[familyName eq \"{family}\"].givenName"#);
        let operation = format!(r#"{{"op":"replace","path":"{path}","value":"X"}}"#);
        member(&patched(USER, &operation, Mode::Tolerant).unwrap(), "name").unwrap()
    };
    assert_eq!(replace("Jensen"), r#"{"familyName":"Jensen","givenName":"X"}"#);
    assert_eq!(replace("Other"), r#"{"familyName":"Other","givenName":"X"}"#);
    let remove = |family: &str| {
        let operation = format!(r#"{{"op":"remove","path":"name[familyName eq \"{family}\"].givenName"}}"#);
        member(&patched(USER, &operation, Mode::Tolerant).unwrap(), "name").unwrap()
    };
    assert_eq!(remove("Jensen"), r#"{"familyName":"Jensen"}"#);
    assert_eq!(remove("Other"), r#"{"familyName":"Jensen","givenName":"Barbara"}"#);
}

/// Brackets are about the values before them: "`a.b` contributes `b` of every element", and "`value` inside brackets means
/// the element itself".
#[test]
fn brackets_behind_a_sub_attribute_look_at_its_values() {
    for (filter, expected) in [
        (r#"name.givenName[familyName eq "Jensen"]"#, false),
        (r#"name.givenName[value eq "barbara"]"#, true),
        (r#"emails.type[type eq "work"]"#, false),
        (r#"emails.type[value eq "work"]"#, true),
        (r#"emails.type[value eq "work" and value eq "home"]"#, false),
        (r#"emails.display[not (value eq "x")]"#, false),
    ] {
        assert_eq!(holds(filter, Mode::Tolerant, USER), Ok(expected), "{filter}");
    }
    let odd = r#"{"odd":[null,1,{"a":[{"b":1},{"b":2}]}]}"#;
    assert_eq!(holds("odd.a[b eq 2]", Mode::Tolerant, odd), Ok(true));
    assert_eq!(holds("odd.a[b eq 3]", Mode::Tolerant, odd), Ok(false));
}

/// The code of a refusal, and where it stands.
fn fault<T>(parsed: Result<T, Diagnostic>) -> Option<(&'static str, usize, usize)> {
    let found = parsed.err()?;
    let span = found.span()?;
    Some((found.code.code, span.start, span.end))
}

/// "the first token that cannot continue"
#[test]
fn refusals_name_the_first_token_that_cannot_continue() {
    for (text, expected) in [
        // Only the operator `not` needs a group; a name may be spelt like it.
        ("not pr x", ("SF103", 7, 8)),
        ("not eq x", ("SF108", 7, 8)),
        ("not title pr", ("SF114", 4, 9)),
        // A blank before the bracket is one too many in strict mode, whatever the name.
        ("not [type pr]", ("SF103", 4, 5)),
        // RFC 8259 §7: control characters are escaped.
        ("title eq \"a\u{1}b\"", ("SF112", 11, 12)),
        // §7 again: a low surrogate begins no pair.
        (r#"title eq "a\udc00\udc00""#, ("SF111", 11, 17)),
        ("(title pr)or (active pr)", ("SF113", 10, 12)),
        ("emails[type[value pr]]", ("SF115", 11, 12)),
        ("active eq true x", ("SF103", 15, 16)),
    ] {
        let found = fault(filter::parse(text, Mode::Strict, &Limits::DEFAULT));
        assert_eq!(found, Some(expected), "{text}");
    }
    for (text, expected) in [
        (r#"emails[type eq "w"] pr x"#, ("SF103", 23, 24)),
        (r#"emails[type eq "w"]pr x"#, ("SF103", 19, 21)),
    ] {
        let found = fault(filter::parse(text, Mode::Tolerant, &Limits::DEFAULT));
        assert_eq!(found, Some(expected), "{text}");
    }
    let found = fault(path::parse(r#"emails [type eq "w""#, Mode::Tolerant, &Limits::DEFAULT));
    assert_eq!(found, Some(("SF104", 19, 19)));
    assert_eq!(fault(path::parse("  ", Mode::Strict, &Limits::DEFAULT)), Some(("SP101", 0, 2)));
    for (text, start) in [
        (r#"emails[type eq "w"]."#, 20),
        (r#"emails[type eq "w"]..x"#, 20),
        (r#"emails[type eq "w"].:x"#, 20),
    ] {
        let found = fault(path::parse(text, Mode::Strict, &Limits::DEFAULT));
        assert_eq!(found.map(|(_, start, _)| start), Some(start), "{text}");
    }
}

/// What is written to one element is paid for by the request, to each further one it is not.
#[test]
fn writing_to_many_elements_costs_fuel() {
    let emails: Vec<_> = (0..100).map(|number| format!(r#"{{"value":"v{number}"}}"#)).collect();
    let user = format!(r#"{{"userName":"a","emails":[{}]}}"#, emails.join(","));
    let value = "x".repeat(6_400);
    let request = format!(
        r#"{{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "Operations":[{{"op":"replace","path":"emails.display","value":"{value}"}}]}}"#
    );
    let (user, request) = (read(&user), read(&request));
    let within = |fuel| {
        let limits = Limits { fuel, ..Limits::DEFAULT };
        Patch::for_resource(&request, &user, Mode::Strict, &limits)
            .and_then(|patch| patch.apply(&user))
            .is_ok()
    };
    // 6,400 bytes are a hundred steps, and there are 99 further elements.
    assert!(!within(9_900) && within(20_000));
}

/// "by JSON type; two strings that are both full xsd:dateTime compare chronologically", while `co sw ew` look at the text.
#[test]
fn what_no_schema_defines_is_compared_by_its_type() {
    let stored = r#"{"odd": "2024-01-01T00:00:00Z", "flag": true, "title": 5, "active": "True", "nickName": "äbc",
        "badges": [{"value": "", "colour": "red"}]}"#;
    for (filter, mode, expected) in [
        (r#"odd eq "2024-01-01T01:00:00+01:00""#, Mode::Strict, true),
        (r#"odd sw "2024-01-01T00:00:00Z""#, Mode::Strict, true),
        (r#"flag eq "true""#, Mode::Strict, false),
        (r#"flag eq "true""#, Mode::Tolerant, true),
        ("active eq true", Mode::Strict, false),
        ("active eq true", Mode::Tolerant, true),
        (r#"title ne "x""#, Mode::Strict, true),
        (r#"title eq "x""#, Mode::Strict, false),
        (r#"flag eq "false""#, Mode::Tolerant, false),
        (r#"flag ne "false""#, Mode::Tolerant, true),
        (r#"title ne "2024-01-01T00:00:00Z""#, Mode::Strict, true),
        (r#"flag ne "2024-01-01T00:00:00Z""#, Mode::Strict, true),
        (r#"flag eq "2024-01-01T00:00:00Z""#, Mode::Strict, false),
        ("active ne 5", Mode::Tolerant, true),
        ("active eq 5", Mode::Tolerant, false),
        (r#"nickName sw "ÄB""#, Mode::Strict, true),
        (r#"nickName sw "BC""#, Mode::Strict, false),
        (r#"nickName ew "bC""#, Mode::Strict, true),
        (r#"nickName co "Äb""#, Mode::Strict, true),
        ("badges[value pr]", Mode::Tolerant, false),
        ("badges[colour pr]", Mode::Tolerant, true),
    ] {
        assert_eq!(holds(filter, mode, stored), Ok(expected), "{filter}");
    }
}

/// Values long and short, in ASCII or beyond, are compared without regard to case.
#[test]
fn a_long_text_is_compared_as_a_short_one() {
    for (letter, other, folded) in [("x", "X", "x"), ("é", "É", "é"), ("Σ", "σ", "Σ")] {
        for length in [1, 31, 32, 63, 64, 65, 300, 5_000] {
            let stored = format!(r#"{{"displayName": "Ab{}cD"}}"#, letter.repeat(length));
            let run = folded.repeat(length.min(1_000) - 1);
            for (filter, expected) in [
                (format!(r#"displayName co "{other}{run}""#), true),
                (format!(r#"displayName co "b{other}{run}y""#), false),
                (format!(r#"displayName sw "aB{other}{run}""#), true),
                (format!(r#"displayName sw "a{other}{run}""#), false),
                (format!(r#"displayName ew "{run}{other}Cd""#), true),
                (format!(r#"displayName ew "{run}{other}C""#), false),
            ] {
                assert_eq!(holds(&filter, Mode::Strict, &stored), Ok(expected), "{filter}");
            }
        }
    }
}

/// A test is a step, 64 bytes of its value another one, and four more where `co` folds letters beyond ASCII.
#[test]
fn looking_into_letters_beyond_ascii_costs_more() {
    for (operator, letters, steps) in
        [("co", "é".repeat(3_200), 501), ("sw", "é".repeat(3_200), 101), ("co", "e".repeat(6_400), 101)]
    {
        let stored = format!(r#"{{"displayName": "{letters}"}}"#);
        let stored = read(&stored);
        let filter = format!(r#"displayName {operator} "x""#);
        let filter = Filter::compile(&filter, kind("User"), Mode::Strict, &Limits::DEFAULT).unwrap();
        let within = |fuel| filter.matches_within(&stored, &Limits { fuel, ..Limits::DEFAULT }).is_ok();
        assert!(within(steps) && !within(steps - 1), "{operator} {steps}");
    }
}

/// Where a name stood does not matter to what a filter says; everything else does.
#[test]
fn filters_are_equal_that_say_the_same() {
    let parse = |text: &str| filter::parse(text, Mode::Strict, &Limits::DEFAULT).unwrap();
    assert_eq!(parse("title eq 1"), parse("  title  eq  1"));
    assert_eq!(parse("(name.givenName pr)"), parse("name.givenName pr"));
    for other in
        ["title eq 2", "title ne 1", "name eq 1", "title.a eq 1", "urn:x:title eq 1", "title eq true"]
    {
        assert_ne!(parse("title eq 1"), parse(other), "{other}");
    }
}

/// The codes of what is told of operations that pass.
fn told(operation: &str, mode: Mode) -> Vec<&'static str> {
    let request = format!(
        r#"{{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{operation}]}}"#
    );
    let (resource, request) = (read(USER), read(&request));
    let patch = Patch::for_resource(&request, &resource, mode, &Limits::DEFAULT).unwrap();
    let applied = patch.apply(&resource).unwrap();
    patch.warnings().iter().chain(&applied.warnings).map(|found| found.code.code).collect()
}

/// "each tolerated deviation should also be reported as a warning", and nothing else.
#[test]
fn what_is_tolerated_is_told() {
    for (operation, codes) in [
        (r#"{"op":"replace","path":"name","value":[{"givenName":"x"}]}"#, &["PA222"][..]),
        (r#"{"op":"replace","path":"name","value":{"givenName":"x"}}"#, &[]),
        (r#"{"op":"add","path":"","value":{"title":"x"}}"#, &["PA227"]),
        // Only to add nothing to a list does nothing.
        (r#"{"op":"replace","path":"emails","value":[]}"#, &[]),
        (r#"{"op":"add","path":"title","value":null}"#, &[]),
    ] {
        assert_eq!(told(operation, Mode::Tolerant), codes, "{operation}");
    }
    let number = Filter::compile("title eq 5", kind("User"), Mode::Tolerant, &Limits::DEFAULT).unwrap();
    assert!(number.matches(&read(r#"{"title":"5"}"#)));
    let codes: Vec<_> = number.warnings().iter().map(|found| found.code.code).collect();
    assert_eq!(codes, ["SF201"]);
}

/// RFC 7643 §2.4: "the primary attribute value `true` MUST appear no more than once".
#[test]
fn one_value_is_not_written_to_two_as_primary() {
    let replace = |condition: &str| {
        let operation = format!(
            r#"{{"op":"replace","path":"emails[{condition}]","value":{{"value":"x","primary":true}}}}"#
        );
        patched(USER, &operation, Mode::Strict).map(|after| member(&after, "emails").unwrap())
    };
    assert_eq!(replace("value pr"), Err("invalidValue"));
    // "… the server sets the others to false": the one that was primary is no longer.
    let one = replace(r#"type eq \"home\""#).unwrap();
    assert_eq!(one.matches(r#""primary":true"#).count(), 1, "{one}");
}

/// Values of another type than the attribute's are other values; the letters of an identifier are exact (RFC 7643 §7).
#[test]
fn stored_values_of_another_type_are_other_values() {
    let stored = r#"{"meta": {"created": "yesterday"}, "externalId": "Ab-9", "schemas": ["urn:x:a"], "emails": [null]}"#;
    for (filter, expected) in [
        (r#"meta.created ne "2024-01-01T00:00:00Z""#, Ok(true)),
        (r#"meta.created eq "2024-01-01T00:00:00Z""#, Ok(false)),
        (r#"externalId sw "Ab""#, Ok(true)),
        (r#"externalId sw "ab""#, Ok(false)),
        (r#"externalId ew "b-9""#, Ok(true)),
        (r#"externalId ew "Ab""#, Ok(false)),
        // The element of a simple list is its `value`, and nothing behind it is.
        (r#"schemas[value eq "urn:x:a"]"#, Ok(true)),
        (r#"schemas[value eq "urn:x:b"]"#, Ok(false)),
        (r#"schemas[value.a eq "urn:x:a"]"#, Ok(false)),
        // "With no element the result is false, whatever `f` says."
        ("emails[not (type pr)]", Ok(false)),
        ("title eq 5", Err("SF201")),
    ] {
        assert_eq!(holds(filter, Mode::Strict, stored), expected, "{filter}");
    }
}

#[test]
fn values_are_written_as_their_attribute_has_them() {
    // An immutable value may be written again, not changed (RFC 7643 §7).
    let member_value = |value: &str| {
        let path = r#"members[value eq \"b\"].value"#;
        patched(GROUP, &format!(r#"{{"op":"replace","path":"{path}","value":"{value}"}}"#), Mode::Strict)
    };
    assert!(member_value("b").is_ok());
    assert_eq!(member_value("z"), Err("mutability"));
    // A list is no complex value; the single one in it is taken in tolerant mode only.
    let list = r#"{"op":"replace","path":"name","value":[{"givenName":"x"}]}"#;
    assert_eq!(patched(USER, list, Mode::Strict), Err("invalidValue"));
    // Only `true` may stand once.
    let primary = |value| {
        let operation = format!(r#"{{"op":"replace","path":"emails.primary","value":{value}}}"#);
        patched(USER, &operation, Mode::Strict)
    };
    assert!(primary(false).is_ok());
    assert_eq!(primary(true), Err("invalidValue"));
    // An element without a value is none.
    let nothing = r#"{"op":"add","path":"emails","value":[{"value":null}]}"#;
    assert_eq!(member(&patched(r#"{"userName":"a"}"#, nothing, Mode::Strict).unwrap(), "emails"), None);
    let add = r#"{"op":"add","path":"emails[type eq \"other\" and primary eq true].value","value":"o@x"}"#;
    let emails = member(&patched(USER, add, Mode::Tolerant).unwrap(), "emails").unwrap();
    assert!(emails.ends_with(r#",{"type":"other","primary":true,"value":"o@x"}]"#), "{emails}");
}
