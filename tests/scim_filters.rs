//! Filters and paths by the sentences of the specification: what is compared how, what brackets look at, where a refused
//! text is wrong, and what a search costs.

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
    // Brackets around what is joined by the same word say nothing.
    let flat = "title pr and id pr and userName pr and displayName pr";
    for grouped in [
        "(title pr and id pr) and (userName pr and displayName pr)",
        "title pr and (id pr and userName pr) and displayName pr",
        "((title pr and id pr) and userName pr) and displayName pr",
    ] {
        assert_eq!(parse(flat), parse(grouped), "{grouped}");
        let (flat, grouped) = (flat.replace(" and ", " or "), grouped.replace(" and ", " or "));
        assert_eq!(parse(&flat), parse(&grouped), "{grouped}");
    }
    let halves = ["title pr and id pr", "userName pr and displayName pr"];
    assert_eq!(filter::Tree::and(halves.map(parse).into()), parse(flat));
    let halves = halves.map(|half| parse(&half.replace(" and ", " or ")));
    assert_eq!(filter::Tree::or(halves.into()), parse(&flat.replace(" and ", " or ")));
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
fn a_boolean_on_either_side_reads_text_on_the_other() {
    // "when either side is a JSON boolean, the strings true/false in any case count as booleans on both sides"
    let stored = r#"{"userName": "True", "title": true, "active": "False"}"#;
    assert_eq!(warned("userName eq true", stored), (true, vec!["SF201"]));
    assert_eq!(warned("userName ne true", stored), (false, vec!["SF201"]));
    assert_eq!(warned(r#"title eq "True""#, stored), (true, vec![]));
    assert_eq!(warned(r#"title ne "true""#, stored), (false, vec![]));
    assert_eq!(warned(r#"userName eq "TRUE""#, stored), (true, vec![]));
    assert_eq!(refused("userName eq true"), "SF201");
    // "each tolerated deviation should also be reported as a warning"
    assert_eq!(warned(r#"active eq "FALSE""#, stored), (true, vec!["SF201"]));
    assert_eq!(warned(r#"roles[primary eq "True"]"#, stored), (false, vec!["SF201"]));
}

#[test]
fn case_is_folded_one_character_at_a_time() {
    // No context: the sigma at the end of a word is another letter than the one inside.
    assert!(warned(r#"title eq "ΟΔΌΣ ΜΟΥ""#, r#"{"title": "οδόσ μου"}"#).0);
    assert!(!warned(r#"title eq "ΟΔΌΣ""#, r#"{"title": "οδός"}"#).0);
}

#[test]
fn value_is_the_element_of_a_simple_unknown_list() {
    let stored = r#"{"ranks": [1, 2], "badges": [{"value": "gold"}]}"#;
    assert!(warned("ranks[value eq 2]", stored).0 && !warned("ranks[value eq 3]", stored).0);
    assert!(warned(r#"badges[value eq "gold"]"#, stored).0);
}

#[test]
fn a_dot_stands_before_extension_attributes_only() {
    const CORE: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
    const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    let stored = format!(r#"{{"title": "Guide", "{ENTERPRISE}": {{"department": "Sales"}}}}"#);
    assert_eq!(warned(&format!(r#"{CORE}.title eq "Guide""#), &stored), (false, vec!["SF204"]));
    assert_eq!(warned(&format!(r#"{ENTERPRISE}.department eq "Sales""#), &stored), (true, vec!["SP221"]));
    let replace = |urn: &str, name: &str| {
        patched(USER, &format!(r#"{{"op":"replace","path":"{urn}.{name}","value":"x"}}"#), Mode::Tolerant)
    };
    assert_eq!(replace(CORE, "title"), Err("invalidPath"));
    assert!(replace(ENTERPRISE, "department").unwrap().contains(r#"{"department":"x"}"#));
}

#[test]
fn digits_beyond_a_number_are_an_identifier_in_tolerant_mode() {
    // "a number literal on a string attribute compares by its text as written"
    let stored = r#"{"externalId": "12345678901234567890123"}"#;
    assert_eq!(warned("externalId eq 12345678901234567890123", stored), (true, vec!["SF122"]));
    assert_eq!(refused("externalId eq 12345678901234567890123"), "SF109");
}

/// §2.6: a bare word "starts with a letter or digit and runs to whitespace or a bracket"; only names are of ASCII.
#[test]
fn a_word_without_quotes_begins_with_any_letter() {
    for word in ["élodie", "jérôme", "Ωmega", "李雷", "٣٤", "ǅ"] {
        let stored = format!(r#"{{"externalId": "{word}", "members": [{{"value": "{word}"}}]}}"#);
        assert_eq!(warned(&format!("externalId eq {word}"), &stored), (true, vec!["SF122"]), "{word}");
        assert_eq!(refused(&format!("externalId eq {word}")), "SF108", "{word}");
        let path = path::parse(&format!("members[value eq {word}]"), Mode::Tolerant, &Limits::DEFAULT);
        assert_eq!(path.unwrap().to_string(), format!(r#"members[value eq "{word}"]"#));
    }
    for other in ["“x”", "’x’", "€5", "\u{301}x", "½", "\u{A0}x", "😀"] {
        let filter = format!("externalId eq {other}");
        let found = filter::parse(&filter, Mode::Tolerant, &Limits::DEFAULT).unwrap_err();
        assert_eq!((found.code.code, found.span().unwrap().start), ("SF108", 14), "{other}");
    }
}

#[test]
fn resolving_reports_what_was_tolerated() {
    let answer = |path| scimwright::surface::resolve_path(path, r#"{"mode":"tolerant"}"#);
    assert!(answer("manager").contains(r#""code":"SP222""#), "{}", answer("manager"));
    assert!(answer(r#"emails [type eq "work"].value"#).contains(r#""code":"SF125""#));
    assert!(answer("title").ends_with(r#""diagnostics":[]}"#));
    let whole = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.displayName";
    let message = format!(r#""message":"`manager.displayName` is taken as `{whole}`""#);
    assert!(answer("manager.displayName").contains(&message), "{}", answer("manager.displayName"));
}

#[test]
fn findings_stand_at_the_first_token_that_cannot_continue() {
    let at = |found: Diagnostic| found.span().map(|span| span.start);
    let path = |text: &str| at(path::parse(text, Mode::Strict, &Limits::DEFAULT).unwrap_err());
    assert_eq!(path(r#"emails[type eq "w"].1a:x"#), Some(20));
    assert_eq!(path(r#"emails[type eq "w"].a.b"#), Some(21));
    // A tolerant filter compares what stands behind the brackets; what is missing is missing at the end.
    for (text, code, place) in [
        (r#"emails[type eq "w"].value"#, "SF102", 25),
        (r#"emails[type eq "w"].value "#, "SF102", 26),
        (r#"emails[type eq "w"].value("#, "SF103", 25),
        (r#"emails[type eq "w"].value eq"#, "SF102", 28),
        // Both halves of a pair are one character; a half is none.
        (r#"title eq "\ud83d\ude00" x"#, "SF103", 24),
        (r#"title eq "a\ud83dx" or"#, "SF111", 11),
        (r#"title eq "a\ud83d\u0041""#, "SF111", 11),
        (r#"title eq "a\ude00""#, "SF111", 11),
    ] {
        let found = filter::parse(text, Mode::Tolerant, &Limits::DEFAULT).unwrap_err();
        assert_eq!((found.code.code, at(found)), (code, Some(place)), "{text}");
    }
    let few = Limits { ast_nodes: 3, ..Limits::DEFAULT };
    let found = filter::parse("title pr and (a pr or b pr or c pr)", Mode::Strict, &few).unwrap_err();
    assert_eq!((found.code.code, at(found)), ("LM003", Some(30)));
    let few = Limits { ast_nodes: 2, ..Limits::DEFAULT };
    let found = filter::parse("  (a pr or b pr)", Mode::Strict, &few).unwrap_err();
    assert_eq!((found.code.code, at(found)), ("LM003", Some(3)));
}

/// "For attributes the schemas do not know, different JSON types never match, `ne` is true"; case counts where a schema
/// says so.
#[test]
fn unknown_attributes_are_compared_by_their_json_type() {
    let user =
        r#"{"userName":"a","x":"Abc","n":5,"since":"2024-01-01T00:00:00Z","emails":[{"type":"work"}]}"#;
    for (filter, expected) in [
        (r#"x eq "aBC""#, true),
        (r#"x co "BC""#, true),
        ("n eq 5.0", true),
        (r#"n eq "5""#, false),
        (r#"n ne "5""#, true),
        (r#"since eq "2024-01-01T01:00:00+01:00""#, true),
        (r#"since gt "2024-01-01T00:30:00+01:00""#, true),
        (r#"x gt "2024-01-01T00:00:00Z""#, true),
        ("x eq null", false),
        ("missing eq null", true),
        // An element without a value is an element.
        ("emails eq null", false),
        ("emails ne null", true),
    ] {
        assert_eq!(warned(filter, user).0, expected, "{filter}");
    }
}

/// Robustness: one filter has so many steps; what needs more is refused, not answered.
#[test]
fn a_filter_spends_fuel() {
    let user = kind("User");
    let resource = read(r#"{"a":1,"b":2,"emails":[{"value":"x"},{"value":"y"},{"value":"z"}]}"#);
    let spent = |text: &str| {
        let filter = Filter::compile(text, user, Mode::Tolerant, &Limits::DEFAULT).unwrap();
        (1..100).find(|fuel| {
            let limits = Limits { fuel: *fuel, ..Limits::DEFAULT };
            match filter.matches_within(&resource, &limits) {
                Ok(matches) => {
                    assert_eq!(matches, filter.matches(&resource), "{text}");
                    true
                }
                Err(finding) => {
                    assert_eq!(finding.code.code, "LM009");
                    false
                }
            }
        })
    };
    assert_eq!(spent("a pr"), Some(1));
    assert_eq!(spent("a pr and b pr"), Some(2));
    assert_eq!(spent("not (a pr) and b pr"), Some(1));
    assert_eq!(spent(r#"emails.value eq "z""#), Some(3));
    assert_eq!(spent(r#"emails[value eq "y" or value eq "none"]"#), Some(3));
    // Robustness §2: a step for each 64 bytes of text read.
    let long = read(&format!(r#"{{"title":"{}"}}"#, "a".repeat(6_400))).into_owned();
    let filter = Filter::compile(r#"title co "b""#, user, Mode::Tolerant, &Limits::DEFAULT).unwrap();
    let within = |fuel| filter.matches_within(&long, &Limits { fuel, ..Limits::DEFAULT }).is_ok();
    assert!(within(101) && !within(100));
}

/// What is looked for in a long text is found as in a short one, whatever the letters' case.
#[test]
fn long_texts_are_searched_like_short_ones() {
    let user = kind("User");
    for length in [0, 255, 256, 257, 5_000] {
        let title = format!("{}Needle", "a".repeat(length));
        let text = format!(r#"{{"title":"{title}"}}"#);
        let resource = read(&text);
        for (wanted, found) in [("nEEDLE", true), ("needles", false), ("aaneedle", length >= 2)] {
            let text = format!(r#"title co "{wanted}""#);
            let filter = Filter::compile(&text, user, Mode::Tolerant, &Limits::DEFAULT).unwrap();
            assert_eq!(filter.matches(&resource), found, "{wanted} behind {length}");
        }
    }
}

/// Findings stand in source order, whichever step finds them: what follows the brackets is seen in reading, what
/// does not fit a type in compiling.
#[test]
fn the_findings_of_a_filter_stand_in_the_order_of_the_text() {
    let text = r#"emails[primary eq "true"].value eq "q""#;
    let filter = Filter::compile(text, kind("User"), Mode::Tolerant, &Limits::DEFAULT).unwrap();
    let starts: Vec<usize> = filter.warnings().iter().map(|found| found.span().unwrap().start).collect();
    assert!(starts.len() > 1 && starts.is_sorted(), "{starts:?}");
}

/// RFC 7644 §3.4.2.2: every text contains, begins and ends with the empty one.
#[test]
fn every_text_contains_the_empty_one() {
    for operator in ["co", "sw", "ew"] {
        for (title, expected) in [(r#""Guide""#, true), (r#""é""#, true), ("null", false)] {
            let resource = format!(r#"{{"title":{title}}}"#);
            let filter = format!(r#"title {operator} """#);
            assert_eq!(holds(&filter, Mode::Strict, &resource), Ok(expected), "{filter} {title}");
        }
    }
}
