//! The PATCH request that turns one resource into another: what differs, what makes no difference, how it is written in
//! either format, and what is refused.

#[path = "common/scim.rs"]
mod scim;

use scim::*;
use scimwright::scim::{Mode, PatchFormat, diff};
use scimwright::value::json::Json;

/// The operations of the difference, or the code of the refusal.
fn operations(before: &str, after: &str, of: &str, format: PatchFormat) -> Result<String, &'static str> {
    match diff(&read(before), &read(after), kind(of), format) {
        Ok(None) => Ok(String::new()),
        Ok(Some(request)) => Ok(request.get("Operations").map(Json::to_string).unwrap_or_default()),
        Err(refused) => Err(refused.finding.code.code),
    }
}

const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/// A PATCH asks for what differs and for nothing else.
#[test]
fn a_difference_holds_no_more_than_differs() {
    let compliant =
        |before: &str, after: &str| operations(before, after, "User", PatchFormat::Compliant).unwrap();
    // Where there was no value, one is added (RFC 7644 §3.5.2.1).
    assert_eq!(
        compliant(r#"{"userName":"a"}"#, r#"{"userName":"a","emails":[{"value":"x"}]}"#),
        r#"[{"op":"add","path":"emails","value":[{"value":"x"}]}]"#
    );
    // What is gone is removed (§3.5.2.2), alone.
    assert_eq!(
        compliant(r#"{"name":{"familyName":"a","givenName":"b"}}"#, r#"{"name":{"familyName":"a"}}"#),
        r#"[{"op":"remove","path":"name.givenName"}]"#
    );
    assert_eq!(
        compliant(
            r#"{"emails":[{"type":"work","value":"x"},{"type":"home","value":"y"}]}"#,
            r#"{"emails":[{"type":"work","value":"x"}]}"#
        ),
        r#"[{"op":"remove","path":"emails[type eq \"home\"]"}]"#
    );
    // "Setting an extension attribute adds its URI to `schemas`."
    let core = "urn:ietf:params:scim:schemas:core:2.0:User";
    assert_eq!(
        compliant(
            &format!(r#"{{"schemas":["{core}"],"{ENTERPRISE}":{{"division":"x"}}}}"#),
            &format!(r#"{{"schemas":["{core}","{ENTERPRISE}"],"{ENTERPRISE}":{{"costCenter":"y"}}}}"#)
        ),
        format!(
            r#"[{{"op":"add","path":"{ENTERPRISE}:costCenter","value":"y"}},{{"op":"remove","path":"{ENTERPRISE}:division"}}]"#
        )
    );
    // A resource that says nothing of its schemas does not ask to be without them.
    assert_eq!(compliant(&format!(r#"{{"schemas":["{core}"]}}"#), "{}"), "");
    let declared = |members: &str| format!(r#"{{"schemas":["{core}","{ENTERPRISE}"]{members}}}"#);
    assert_eq!(
        compliant(&declared(""), &declared(&format!(r#","{ENTERPRISE}":{{"division":"x"}}"#))),
        format!(r#"[{{"op":"add","path":"{ENTERPRISE}:division","value":"x"}}]"#)
    );
    // Without anything set there, its URI is a value like any other.
    assert_eq!(
        compliant(&format!(r#"{{"schemas":["{core}"]}}"#), &declared("")),
        format!(r#"[{{"op":"replace","path":"schemas","value":["{core}","{ENTERPRISE}"]}}]"#)
    );
    // Entra removes by value where the value tells elements apart, and by their type where that does.
    assert_eq!(
        operations(
            r#"{"emails":[{"type":"work","value":"x"},{"type":"home","value":"y"}]}"#,
            r#"{"emails":[{"type":"work","value":"x"}]}"#,
            "User",
            PatchFormat::Legacy
        )
        .unwrap(),
        r#"[{"op":"Remove","path":"emails[type eq \"home\"]"}]"#
    );
}

/// A text is no boolean where the schema has no boolean.
#[test]
fn a_text_and_a_boolean_differ_where_text_belongs() {
    assert_eq!(
        operations(r#"{"title":true}"#, r#"{"title":"True"}"#, "User", PatchFormat::Legacy).unwrap(),
        r#"[{"op":"Replace","path":"title","value":"True"}]"#
    );
    assert_eq!(
        operations(r#"{"active":true}"#, r#"{"active":"True"}"#, "User", PatchFormat::Legacy),
        Ok(String::new())
    );
}

/// §3.1: "a lone value where an array is expected counts as one element", so the path of its difference selects it.
#[test]
fn a_lone_object_in_a_list_is_told_as_an_element() {
    let group = |members: &str| format!(r#"{{"displayName":"g","members":{members}}}"#);
    let (before, after) = (group(r#"{"value":"1"}"#), group(r#"{"value":"2"}"#));
    for (format, mode, expected) in [
        (
            PatchFormat::Compliant,
            Mode::Strict,
            r#"[{"op":"remove","path":"members[value eq \"1\"]"},{"op":"add","path":"members","value":[{"value":"2"}]}]"#,
        ),
        (
            PatchFormat::Legacy,
            Mode::Tolerant,
            r#"[{"op":"Remove","path":"members","value":[{"value":"1"}]},{"op":"Add","path":"members","value":[{"value":"2"}]}]"#,
        ),
    ] {
        let made = operations(&before, &after, "Group", format).unwrap();
        assert_eq!(made, expected);
        let group = before.replacen('{', r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"#, 1);
        let made = patched(&group, &made[1..made.len() - 1], mode).unwrap();
        assert_eq!(member(&made, "members").unwrap(), r#"[{"value":"2"}]"#);
    }
}

/// "`"True"`, `"False"` for a boolean": what is no Boolean stays what it is, and is refused where it does not belong.
#[test]
fn only_a_boolean_is_written_as_text() {
    for (title, format) in
        [("false", PatchFormat::Legacy), ("true", PatchFormat::Legacy), ("false", PatchFormat::Compliant)]
    {
        let after = format!(r#"{{"title":{title}}}"#);
        assert_eq!(operations("{}", &after, "User", format), Err("PA204"), "{title}");
        assert_eq!(operations(r#"{"title":"x"}"#, &after, "User", format), Err("PA204"), "{title}");
    }
    assert_eq!(
        operations(r#"{"active":true}"#, r#"{"active":false}"#, "User", PatchFormat::Legacy).unwrap(),
        r#"[{"op":"Replace","path":"active","value":"False"}]"#
    );
}

/// "Unassigned means absent, `null` or `[]`": a value of another type is a value, and no PATCH sets it.
#[test]
fn what_has_another_type_is_not_absent() {
    for (name, value, wrong) in [
        ("active", "true", r#"{"value":null}"#),
        ("title", r#""x""#, "{}"),
        ("title", r#""x""#, "[null]"),
        ("title", r#""x""#, r#"{"foo":null}"#),
        ("name", r#"{"givenName":"x"}"#, r#"{"givenName":{}}"#),
    ] {
        let (before, after) = (format!(r#"{{"{name}":{value}}}"#), format!(r#"{{"{name}":{wrong}}}"#));
        for format in [PatchFormat::Legacy, PatchFormat::Compliant] {
            assert_eq!(operations(&before, &after, "User", format), Err("PA204"), "{after}");
        }
        let back = operations(&after, &before, "User", PatchFormat::Compliant).unwrap();
        assert!(back.starts_with(r#"[{"op":"replace","path":"#), "{back}");
    }
    let objects = [r#"{"value":true}"#, r#"{"value":false}"#, "{}"];
    for (before, after) in [(0, 1), (0, 2), (2, 0)].map(|(before, after)| (objects[before], objects[after])) {
        let of = |value: &str| format!(r#"{{"active":{value}}}"#);
        for format in [PatchFormat::Legacy, PatchFormat::Compliant] {
            assert_eq!(operations(&of(before), &of(after), "User", format), Err("PA204"), "{before} {after}");
        }
    }
    let empty = [r#"{"title":null}"#, r#"{"title":[]}"#, r#"{"name":{}}"#, r#"{"name":{"givenName":null}}"#];
    for none in empty {
        assert_eq!(operations("{}", none, "User", PatchFormat::Compliant), Ok(String::new()), "{none}");
    }
}

/// Names are compared without regard to case (RFC 7643 §2.1): of two spellings neither is the value.
#[test]
fn a_difference_of_what_has_a_name_twice_is_refused() {
    let twice = r#"{"userName":"a","title":"x","TITLE":"y"}"#;
    let inside = r#"{"userName":"a","emails":[{"value":"x"},{"type":"work","Type":"home"}]}"#;
    for (twice, pointer) in [(twice, "/TITLE"), (inside, "/emails/1/Type")] {
        for in_before in [true, false] {
            let (twice, once) = (read(twice), read(r#"{"userName":"a"}"#));
            let (before, after) = if in_before { (&twice, &once) } else { (&once, &twice) };
            let refused = diff(before, after, kind("User"), PatchFormat::Legacy).unwrap_err();
            let at = refused.finding.at.as_ref().and_then(|place| place.pointer.as_deref());
            assert_eq!((refused.finding.code.code, at), ("PL212", Some(pointer)));
            assert_eq!(refused.in_before, in_before);
        }
    }
}

/// Tolerant mode takes a string for `{"value": string}`, so after a legacy PATCH that sends one nothing differs.
#[test]
fn a_string_and_the_object_it_stands_for_do_not_differ() {
    let manager = |value: &str| format!(r#"{{"userName":"a","{ENTERPRISE}":{{"manager":{value}}}}}"#);
    let roles = |list: &str| format!(r#"{{"userName":"a","roles":{list}}}"#);
    let legacy = |before: &str, after: &str| operations(before, after, "User", PatchFormat::Legacy).unwrap();
    for (before, after) in [
        (manager(r#"{"value":"m"}"#), manager(r#""m""#)),
        (manager(r#"{"Value":"m","$ref":null,"displayName":"M"}"#), manager(r#""m""#)),
        (roles(r#"[{"value":"a"}]"#), roles(r#"["a"]"#)),
        (
            roles(r#"[{"value":"a"},{"value":"b","primary":true}]"#),
            roles(r#"["a",{"value":"b","primary":"True"}]"#),
        ),
    ] {
        assert_eq!(legacy(&before, &after), "", "{before} {after}");
        assert_ne!(operations(&before, &after, "User", PatchFormat::Compliant), Ok(String::new()));
    }
    // Whatever was there before, a second difference asks for nothing.
    for (before, after) in [
        (manager(r#"["m"]"#), manager(r#"{"$ref":"../k"}"#)),
        (manager(r#""m""#), manager(r#"{"$ref":"../k"}"#)),
        (manager(r#""m""#), manager(r#"{"value":"k","$ref":"../k"}"#)),
        (manager("null"), manager(r#""m""#)),
        (manager(r#""k""#), manager(r#""m""#)),
        (manager(r#"{"value":"k","displayName":"K"}"#), manager(r#""m""#)),
        (manager(r#"{"value":"k","$ref":"../k"}"#), manager(r#""m""#)),
        (manager(r#"{"value":"m","$ref":"../m"}"#), manager(r#""m""#)),
        (roles("null"), roles(r#"["a"]"#)),
        (roles(r#"[{"value":"b"}]"#), roles(r#"["a"]"#)),
        (roles(r#"[{"value":"a","type":"t"}]"#), roles(r#"["a"]"#)),
    ] {
        let made = legacy(&before, &after);
        let made = patched(&before, &made[1..made.len() - 1], Mode::Tolerant).unwrap();
        assert_eq!(legacy(&made, &after), "", "{before} {after}");
    }
    assert_eq!(
        legacy(&manager(r#"{"value":"k"}"#), &manager(r#""m""#)),
        format!(r#"[{{"op":"Replace","path":"{ENTERPRISE}:manager","value":"m"}}]"#)
    );
    assert_eq!(legacy(&manager("null"), &manager(r#"{"displayName":"K"}"#)), "");
    // What is read-only is not written, and the string goes nevertheless.
    for before in [r#"["m"]"#, r#""m""#].map(manager) {
        for (after, expected) in
            [(r#"{"$ref":"../k"}"#, Some(r#"{"manager":{"$ref":"../k"}}"#)), (r#"{"displayName":"K"}"#, None)]
        {
            let change = legacy(&before, &manager(after));
            let made = patched(&before, &change[1..change.len() - 1], Mode::Tolerant).unwrap();
            assert_eq!(member(&made, ENTERPRISE).as_deref(), expected, "{before} {after}");
        }
    }
    assert_eq!(legacy(&manager(r#""m""#), &manager(r#"{"value":"m"}"#)), "");
    let with = manager(r#"{"value":"m","favourite":1}"#);
    assert_eq!(operations(&with, &manager(r#""m""#), "User", PatchFormat::Legacy), Err("SP201"));
}

/// A "one-element array for a singular complex attribute" is taken as "its element", where it is stored too: a difference is
/// told for each sub-attribute, and leads to it.
#[test]
fn a_list_of_one_and_its_element_do_not_differ() {
    let name = |value: &str| format!(r#"{{"userName":"a","name":{value}}}"#);
    let manager = |value: &str| format!(r#"{{"userName":"a","{ENTERPRISE}":{{"manager":{value}}}}}"#);
    let legacy = |before: &str, after: &str| operations(before, after, "User", PatchFormat::Legacy).unwrap();
    let ada = r#"{"givenName":"A","familyName":"B"}"#;
    for (before, after, expected) in [
        (name(ada), name(&format!("[{ada}]")), String::new()),
        (name(&format!("[{ada}]")), name(ada), String::new()),
        (manager(r#"{"value":"m"}"#), manager(r#"["m"]"#), String::new()),
        (
            name(ada),
            name(r#"[{"givenName":"Q"}]"#),
            r#"[{"op":"Remove","path":"name.familyName"},{"op":"Replace","path":"name.givenName","value":"Q"}]"#
                .to_owned(),
        ),
        (
            manager(r#"[{"value":"m","$ref":"r"}]"#),
            manager(r#"[{"value":"n"}]"#),
            format!(
                r#"[{{"op":"Replace","path":"{ENTERPRISE}:manager.value","value":"n"}},{{"op":"Remove","path":"{ENTERPRISE}:manager.$ref"}}]"#
            ),
        ),
    ] {
        let made = legacy(&before, &after);
        assert_eq!(made, expected, "{before} {after}");
        if !made.is_empty() {
            let made = patched(&before, &made[1..made.len() - 1], Mode::Tolerant).unwrap();
            assert_eq!(legacy(&made, &after), "", "{before} {after}");
        }
    }
    for list in ["[]", "[[{}]]", "[{},{}]"].map(|list| list.replace("{}", ada)) {
        assert_ne!(operations(&name(ada), &name(&list), "User", PatchFormat::Legacy), Ok(String::new()));
    }
    assert_eq!(
        operations(&name(ada), &name(&format!("[{ada}]")), "User", PatchFormat::Compliant),
        Err("PA204")
    );
}

#[test]
fn what_no_schema_defines_cannot_be_taken_away() {
    let with = r#"{"userName":"a","favourite":1}"#;
    for format in [PatchFormat::Legacy, PatchFormat::Compliant] {
        assert_eq!(operations(with, r#"{"userName":"a"}"#, "User", format), Err("SP201"));
        assert_eq!(operations(with, with, "User", format), Ok(String::new()));
    }
    // Either side is of the type that is asked for; an extension alone says nothing of it.
    assert_eq!(operations("{}", GROUP, "User", PatchFormat::Legacy), Err("IN008"));
    let extension = format!(r#"{{"schemas":["{ENTERPRISE}"]}}"#);
    assert_eq!(operations(&extension, &extension, "User", PatchFormat::Legacy), Ok(String::new()));
}

/// Read-only attributes are left out of a difference: the service sets them (RFC 7643 §7).
#[test]
fn what_is_read_only_makes_no_difference() {
    let manager =
        |name: &str| format!(r#""{ENTERPRISE}":{{"manager":{{"value":"1","displayName":"{name}"}}}}"#);
    let user = |id: &str, name: &str| format!(r#"{{"id":"{id}","userName":"a",{}}}"#, manager(name));
    let compliant = |before: &str, after: &str| operations(before, after, "User", PatchFormat::Compliant);
    assert_eq!(compliant(&user("1", "A"), &user("2", "B")), Ok(String::new()));
    assert_eq!(
        compliant(r#"{"userName":"a"}"#, &user("2", "B")).unwrap(),
        format!(r#"[{{"op":"add","path":"{ENTERPRISE}:manager","value":{{"value":"1"}}}}]"#)
    );
    // RFC 7643 §2.3.2: a Boolean is `true` or `false`, not their text.
    assert_eq!(compliant(r#"{"active":true}"#, r#"{"active":"True"}"#), Err("PA204"));
}

#[test]
fn a_difference_no_patch_can_make_is_refused() {
    let found =
        |after: &str, format| diff(&read(USER), &read(after), kind("User"), format).unwrap_err().finding;
    let compliant = |from: &str, to: &str| found(&USER.replace(from, to), PatchFormat::Compliant);
    let unknown = found(
        &USER.replace(r#""name": {"#, r#""x509Certificates": [{"foo": 1}], "name": {"#),
        PatchFormat::Legacy,
    );
    assert_eq!(unknown.code.code, "SP201");
    assert_eq!(unknown.at.as_ref().unwrap().path.as_deref(), Some("x509Certificates"));
    assert_eq!(compliant(r#""Guide""#, "5").code.code, "PA204");
    assert_eq!(compliant(r#""active": true"#, r#""active": "False""#).code.code, "PA204");
    let nulls = USER.replace(r#""name": {"#, r#""addresses": [{"type": "work", "foo": null}], "name": {"#);
    assert!(diff(&read(USER), &read(&nulls), kind("User"), PatchFormat::Compliant).unwrap().is_some());
}

/// "Absent, null and [] are the same"; a Boolean is its text in tolerant mode; the case of values can be changed.
#[test]
fn a_difference_is_what_a_patch_can_change() {
    let between = |before: &str, after: &str, format| {
        diff(&read(before), &read(after), kind("User"), format).unwrap().map(Json::into_owned)
    };
    let none = |before: &str, after: &str| {
        [PatchFormat::Legacy, PatchFormat::Compliant].iter().all(|format| {
            between(before, after, *format).is_none() && between(after, before, *format).is_none()
        })
    };
    let ada = r#"{"userName":"ada","emails":[{"value":"a@x","primary":true}]}"#;
    assert!(none(
        ada,
        r#"{"USERNAME":"ada","Emails":[{"Value":"a@x","PRIMARY":true,"display":null}],"title":null}"#
    ));
    assert!(none(
        ada,
        r#"{"userName":"ada","emails":{"value":"a@x","primary":true},"roles":[],"name":{"givenName":null}}"#
    ));
    assert!(none(ada, r#"{"userName":"ada","emails":[{"value":"a@x","primary":true},{},null],"x":[]}"#));
    assert!(!none(ada, r#"{"userName":"Ada","emails":[{"value":"a@x","primary":true}]}"#));
    assert!(!none(ada, r#"{"userName":"ada","emails":[{"value":"A@x","primary":true}]}"#));
    let (truth, text) = (r#"{"userName":"ada","active":true}"#, r#"{"userName":"ada","active":"True"}"#);
    assert_eq!(between(truth, text, PatchFormat::Legacy), None);
    assert!(between(text, truth, PatchFormat::Legacy).is_some());
}

/// Robustness: two documents at the limits are compared in the time of reading them.
#[test]
fn a_difference_between_wide_objects_is_found() {
    const URN: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    let members = |from: &str, last: u32| {
        let names = (0..9_990).map(|at| format!(r#""{from}{at}":{}"#, if at == 9_989 { last } else { at }));
        names.collect::<Vec<_>>().join(",")
    };
    let user = |title: &str, top, name, extension, element| {
        let text = format!(
            r#"{{"userName":"ada","title":"{title}","name":{{"givenName":"Ada",{}}},"{URN}":{{{}}},
                "emails":[{{"value":"a@x",{}}}],{}}}"#,
            members("n", name),
            members("e", extension),
            members("m", element),
            members("t", top)
        );
        read(&text).into_owned()
    };
    let before = user("a", 1, 1, 1, 1);
    let found = |after: Json<'static>| diff(&before, &after, kind("User"), PatchFormat::Compliant);
    let operations = found(user("b", 1, 1, 1, 1)).unwrap().unwrap();
    assert_eq!(operations.get("Operations").unwrap().as_array().unwrap().len(), 1);
    for (other, name) in [
        (user("a", 2, 1, 1, 1), "`t9989`"),
        (user("a", 1, 2, 1, 1), "`name.n9989`"),
        (user("a", 1, 1, 2, 1), ":e9989`"),
        // The element is written as a whole, from its first member on.
        (user("a", 1, 1, 1, 2), "`m0`"),
    ] {
        let refused = found(other).unwrap_err().finding;
        assert_eq!(refused.code.code, "SP201");
        assert!(refused.message.contains(name), "{}", refused.message);
    }
}

#[test]
fn a_difference_is_between_resources_of_one_type() {
    let group = read(r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"G"}"#);
    let user = read(USER);
    for (before, after, of) in [(&user, &group, "Group"), (&group, &user, "User"), (&group, &group, "User")] {
        let refused = diff(before, after, kind(of), PatchFormat::Legacy).unwrap_err();
        let found = refused.finding;
        // The sentence is about the resource of the other type; of two, about the first.
        assert_eq!((found.code.code, refused.in_before), ("IN008", true));
        assert!(found.message.starts_with("the resource types differ"), "{}", found.message);
    }
    // What does not name its schema is of the type asked for.
    let unnamed = read(r#"{"displayName":"H"}"#);
    assert!(diff(&unnamed, &group, kind("Group"), PatchFormat::Legacy).is_ok());
}

/// A refused difference leads into the resource after the change, or to what only the one before has.
#[test]
fn refused_differences_stand_where_their_reason_does() {
    let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    let manager = format!(r#""{enterprise}":{{"Manager":5}}"#);
    let pointer = format!("/{enterprise}/Manager");
    for (members, pointer) in [
        (r#""Emails":[{"value":"x","nope":1}]"#, "/Emails"),
        (r#""NAME":{"GivenName":7}"#, "/NAME/GivenName"),
        (r#""NAME":{"familyName":"b","Nope":7}"#, "/NAME/Nope"),
        (r#""active":"x""#, "/active"),
        (&manager, &pointer),
        (r#""userName":null"#, "/userName"),
    ] {
        let user = if members.contains("userName") { "" } else { r#""userName":"a","# };
        let after = format!("{{{user}{members}}}");
        let (before, after) = (read(r#"{"userName":"a","name":{"familyName":"a"}}"#), read(&after));
        let refused = diff(&before, &after, kind("User"), PatchFormat::Compliant).unwrap_err();
        assert!(!refused.in_before, "{members}");
        assert_eq!(refused.finding.at.as_ref().unwrap().pointer.as_deref(), Some(pointer), "{members}");
    }
    let extension = format!(r#""{enterprise}":{{"division":"x"}}"#);
    let odd = format!(r#""{}":{{"odd/one":1}}"#, enterprise.to_uppercase());
    let pointer = format!("/{}/odd~1one", enterprise.to_uppercase());
    for (before, after, pointer) in [
        (r#""Foo":1"#, r#""title":"T""#, "/Foo"),
        (&odd, &extension, &pointer),
        (r#""name":{"Nope":7}"#, r#""name":{"familyName":"b"}"#, "/name/Nope"),
    ] {
        let (before, after) =
            (format!(r#"{{"userName":"a",{before}}}"#), format!(r#"{{"userName":"a",{after}}}"#));
        let refused = diff(&read(&before), &read(&after), kind("User"), PatchFormat::Compliant).unwrap_err();
        assert!(refused.in_before, "{before}");
        assert_eq!(refused.finding.at.as_ref().unwrap().pointer.as_deref(), Some(pointer), "{before}");
    }
}

/// "One-element array for a singular complex attribute: its element": the way to its members leads through the list.
#[test]
fn refused_differences_lead_through_a_list_of_one() {
    for (before, after, code, in_before, pointer) in [
        (r#"{"givenName":"A"}"#, r#"[{"givenName":5}]"#, "PA204", false, "/name/0/givenName"),
        (r#"[{"givenName":"A"}]"#, r#"[{"givenName":5}]"#, "PA204", false, "/name/0/givenName"),
        (r#"[{"givenName":"A"}]"#, r#"{"givenName":5}"#, "PA204", false, "/name/givenName"),
        (r#"[{"givenName":"A","foo":1}]"#, r#"{"givenName":"B"}"#, "SP201", true, "/name/0/foo"),
    ] {
        let [was, is] = [before, after].map(|name| format!(r#"{{"userName":"a","name":{name}}}"#));
        let refused = diff(&read(&was), &read(&is), kind("User"), PatchFormat::Legacy).unwrap_err();
        let found = refused.finding;
        let at = found.at.as_ref().and_then(|place| place.pointer.as_deref());
        assert_eq!((found.code.code, refused.in_before, at), (code, in_before, Some(pointer)), "{after}");
    }
}

// Diff.

#[test]
fn differences_have_the_dialect_of_their_format() {
    let after = USER.replace("\"active\": true", "\"active\": false").replace("bjensen@example.com", "b@x");
    let request =
        |format| diff(&read(USER), &read(&after), kind("User"), format).unwrap().unwrap().to_string();
    assert!(
        request(PatchFormat::Compliant)
            .contains(r#"{"op":"replace","path":"emails[type eq \"work\"].value","value":"b@x"}"#)
    );
    let legacy = request(PatchFormat::Legacy);
    assert!(legacy.contains(r#"{"op":"Replace","path":"active","value":"False"}"#), "{legacy}");
    let fewer = GROUP.replace(r#"{"value": "b"}, "#, "");
    let request =
        |format| diff(&read(GROUP), &read(&fewer), kind("Group"), format).unwrap().unwrap().to_string();
    assert!(request(PatchFormat::Compliant).contains(r#"{"op":"remove","path":"members[value eq \"b\"]"}"#));
    assert!(
        request(PatchFormat::Legacy).contains(r#"{"op":"Remove","path":"members","value":[{"value":"b"}]}"#)
    );
    assert_eq!(diff(&read(USER), &read(USER), kind("User"), PatchFormat::Legacy), Ok(None));
}

#[test]
fn what_cannot_be_patched_is_not_passed_over() {
    let other = USER.replace("\"title\"", "\"favouriteColour\"");
    let found = diff(&read(USER), &read(&other), kind("User"), PatchFormat::Compliant).unwrap_err().finding;
    assert_eq!(found.code.code, "SP201");
    let nameless = USER.replace(r#""userName": "Bjensen", "#, "");
    let found =
        diff(&read(USER), &read(&nameless), kind("User"), PatchFormat::Compliant).unwrap_err().finding;
    assert_eq!(found.code.code, "PA202");
}

#[test]
fn large_groups_are_compared_in_reasonable_work() {
    let group = |from: usize, to: usize| {
        let members: Vec<String> = (from..to).map(|id| format!(r#"{{"value":"m{id}"}}"#)).collect();
        format!(r#"{{"displayName":"g","members":[{}]}}"#, members.join(","))
    };
    let (before, after) = (group(0, 5_000), group(2_500, 7_500));
    let request =
        diff(&read(&before), &read(&after), kind("Group"), PatchFormat::Compliant).unwrap().unwrap();
    // 2,500 removals over 5,000 members: the list as a whole is less work.
    assert_eq!(request.get("Operations").unwrap().as_array().unwrap().len(), 1);
}
