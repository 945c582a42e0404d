//! What a refusal marks, and what it advises: names in the place of paths, values of older jobs, joining words, filters out
//! of addresses, characters that cannot be seen.

#[path = "common/scim.rs"]
mod scim;

use scim::*;
use scimwright::diagnostic::{Diagnostic, Span};
use scimwright::limits::Limits;
use scimwright::scim::{Mode, Patch, filter, path};

const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const GONG: &str = "urn:ietf:params:scim:schemas:extension:Gong:2.0:User";

/// The refusal of an operation on a user, or the first that is said of it.
fn told(operation: &str, mode: Mode) -> Diagnostic {
    let request = format!(
        r#"{{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{operation}]}}"#
    );
    match Patch::new(&read(&request), kind("User"), mode, &Limits::DEFAULT) {
        Ok(patch) => patch.warnings()[0].clone(),
        Err(found) => found,
    }
}

/// A span counts in the text of a path. The name of a member that stands for one has no text a span could count in: its
/// pointer names the member, whose value says nothing of it.
#[test]
fn a_name_in_the_place_of_a_path_is_marked_as_a_whole() {
    for name in [
        "favouriteColour",
        "emails[foo eq \\\"x\\\"].value",
        "emails[type eq].value",
        "department",
        "emails [type eq \\\"work\\\"].value",
        "emails[type gt \\\"work\\\"].foo",
    ] {
        let pointer = format!("/Operations/0/value/{}", name.replace('\\', ""));
        for (operation, at) in [
            (format!(r#"{{"op":"add","value":{{"{name}":"abc"}}}}"#), &*pointer),
            (format!(r#"{{"op":"add","path":"{name}","value":"abc"}}"#), "/Operations/0/path"),
        ] {
            let found = told(&operation, Mode::Tolerant);
            let place = found.at.as_ref().unwrap();
            assert_eq!(place.pointer.as_deref(), Some(at), "{operation} {found}");
            assert_eq!(place.span.is_some(), at.ends_with("path"), "{operation} {found}");
        }
    }
}

/// Older jobs send a list of one object where one value belongs; for a simple attribute that is refused, and the refusal
/// says what to write. So does that of a schema nobody knows.
#[test]
fn a_refused_patch_says_what_to_write() {
    let help = |operation: &str, mode: Mode| {
        let found = told(operation, mode);
        (found.code.code, found.help.clone())
    };
    let lone = Some("write what its `value` holds".to_owned());
    let listed = Some("write it without the list".to_owned());
    let core = "urn:ietf:params:scim:schemas:core:2.0:User";
    let known = Some(format!("known schemas are `{core}`, `{ENTERPRISE}`, `{GONG}`"));
    for mode in [Mode::Strict, Mode::Tolerant] {
        for (path, value, code, expected) in [
            ("active", r#"[{"$ref":null,"value":"False"}]"#, "PA204", &lone),
            ("displayName", r#"[{"$ref":null,"value":"Ada"}]"#, "PA204", &lone),
            ("displayName", r#"{"value":"Ada"}"#, "PA204", &lone),
            ("displayName", r#"["Ada"]"#, "PA204", &listed),
            ("displayName", r#"["Ada","Bob"]"#, "PA204", &None),
            ("displayName", r#"[{"display":"Ada"}]"#, "PA204", &None),
            ("displayName", "5", "PA204", &None),
            ("name", "[5]", "PA204", &None),
            ("urn:ietf:params:scim:schemas:extension:Custom:2.0:User:tag", "1", "SP201", &known),
            (&format!("{GONG}:zzzzzz"), "1", "SP201", &None),
            ("zzzzzz", "1", "SP201", &None),
        ] {
            let operation = format!(r#"{{"op":"replace","path":"{path}","value":{value}}}"#);
            assert_eq!(help(&operation, mode), (code, expected.clone()), "{mode:?} {operation}");
        }
    }
    let name = r#"{"op":"replace","path":"name","value":[{"givenName":"Ada"}]}"#;
    assert_eq!(help(name, Mode::Strict), ("PA204", listed));
}

/// A name that tolerant mode takes for another is shown beside it, both in full.
#[test]
fn a_dot_behind_a_schema_is_seen_in_the_message() {
    let found =
        told(&format!(r#"{{"op":"add","path":"{ENTERPRISE}.department","value":"x"}}"#), Mode::Tolerant);
    let expected = format!("`{ENTERPRISE}.department` is taken as `{ENTERPRISE}:department`");
    assert_eq!(found.message, expected);
}

/// What joins terms is no attribute where a term is due; without an operator behind it, it is that which is wrong.
#[test]
fn a_joining_word_in_the_place_of_a_term_is_marked() {
    for (text, start, word) in [
        ("title pr and and name pr", 13, "and"),
        ("and title pr", 0, "and"),
        ("OR title pr", 0, "OR"),
        ("title pr or (and title pr)", 13, "and"),
    ] {
        let found = filter::parse(text, Mode::Tolerant, &Limits::DEFAULT).unwrap_err();
        assert_eq!(found.code.code, "SF103", "{text}");
        assert_eq!(found.span().unwrap().span(), Span::new(start, start + word.len()), "{text}");
        assert_eq!(found.help.as_deref(), Some("expected an attribute name"), "{text}");
    }
    // The grammar of RFC 7644 §3.4.2.2 keeps no words for itself.
    filter::parse("and eq 1 and or pr", Mode::Strict, &Limits::DEFAULT).unwrap();
    let found = filter::parse("title xor 1", Mode::Tolerant, &Limits::DEFAULT).unwrap_err();
    assert_eq!(found.code.code, "SF107");
}

/// RFC 7644 §3.4.2.2 shows filters as parts of a query; one that is taken from there is told how to be written.
#[test]
fn a_filter_out_of_an_address_is_decoded() {
    let plain = r#"userName eq "ann@x.example""#;
    for text in [
        "userName%20eq%20%22ann%40x.example%22",
        "userName+eq+%22ann%40x.example%22",
        "filter=userName%20eq%20%22ann@x.example%22",
        "/scim/Users?startIndex=1&filter=userName+eq+%22ann%40x.example%22",
        r#"filter=userName eq "ann@x.example""#,
        "/scim/Users?filter=userName%20eq%20%22ann@x.example%22&count=1",
    ] {
        for mode in [Mode::Strict, Mode::Tolerant] {
            let found = filter::parse(text, mode, &Limits::DEFAULT).unwrap_err();
            let fix = found.fixes.first().unwrap();
            assert_eq!((fix.span.span(), &*fix.replacement), (Span::new(0, text.len()), plain), "{text}");
            assert!(found.help.as_ref().unwrap().contains("filter="), "{text}");
        }
    }
    for (text, plain) in [
        ("userName%20eq%20%22a+b@x.example%22", r#"userName eq "a+b@x.example""#),
        (r#"title%20eq%20"?filter=x""#, r#"title eq "?filter=x""#),
        ("filter=title pr&count=1", "title pr"),
        ("?filter=active eq false&count=5", "active eq false"),
        (
            r#"filter=userName eq "a" and active eq true&attributes=id"#,
            r#"userName eq "a" and active eq true"#,
        ),
        (r#"filter=displayName eq "R&D team"&count=1"#, r#"displayName eq "R&D team""#),
        (r#"filter=displayName eq "the \"R&D\" team""#, r#"displayName eq "the \"R&D\" team""#),
    ] {
        let found = filter::parse(text, Mode::Strict, &Limits::DEFAULT).unwrap_err();
        assert_eq!(&*found.fixes.first().unwrap().replacement, plain, "{text}");
    }
    let nested = format!("{}title%20pr{}", "%28".repeat(1_000), "%29".repeat(1_000));
    for text in ["user%2Name eq 1", "user%ZZ", "%FF", "title", "%", "+", "filter=", &nested] {
        let found = filter::parse(text, Mode::Strict, &Limits::DEFAULT).unwrap_err();
        assert_eq!(found.fixes, [], "{text}");
    }
}

/// What cannot be seen is named; letters are those of RFC 7643 §2.1.
#[test]
fn characters_that_show_as_nothing_are_named() {
    for (name, message, is_advised) in [
        ("\u{feff}userName", "`\\u{feff}` cannot be part of an attribute name", true),
        ("user\u{200b}Name", "`\\u{200b}` cannot be part of an attribute name", true),
        ("userName\u{a0}", "the space U+00A0 cannot be part of an attribute name", true),
        ("\u{fc}ser", "`\u{fc}ser` does not start with a letter from A to Z", false),
        ("us\u{e9}r", "`\u{e9}` cannot be part of an attribute name", false),
    ] {
        let in_filter = filter::parse(&format!("{name} pr"), Mode::Strict, &Limits::DEFAULT).unwrap_err();
        let in_path = path::parse(name, Mode::Strict, &Limits::DEFAULT).unwrap_err();
        for found in [in_filter, in_path] {
            assert_eq!((&*found.message, found.help.is_some()), (message, is_advised), "{name:?}");
        }
    }
}
