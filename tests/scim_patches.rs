//! PATCH by the sentences of the specification: what an operation creates, keeps, removes and leaves alone, and where its
//! findings stand.

#[path = "common/mod.rs"]
mod common;
#[path = "common/scim.rs"]
mod scim;

use scim::*;
use scimwright::diagnostic::Diagnostic;
use scimwright::limits::Limits;
use scimwright::scim::{Filter, Mode, Patch, PatchFormat, diff};

/// A tolerated name is taken for all of what it names.
#[test]
fn what_a_name_is_taken_as_is_told_in_full() {
    const URN: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    let told = |text: &str| {
        let filter = Filter::compile(text, kind("User"), Mode::Tolerant, &Limits::DEFAULT).unwrap();
        filter.warnings()[0].message.clone()
    };
    for (filter, name, taken) in [
        ("manager.displayName pr".to_owned(), "manager.displayName", "manager.displayName"),
        ("manager.DISPLAYNAME pr".to_owned(), "manager.DISPLAYNAME", "manager.displayName"),
        ("manager[value pr]".to_owned(), "manager", "manager"),
        (format!("{URN}.department pr"), &format!("{URN}.department"), "department"),
    ] {
        assert_eq!(told(&filter), format!("`{name}` is taken as `{URN}:{taken}`"));
    }
    let add = r#"{"op":"add","path":"manager[value eq \"m\"].value","value":"m"}"#;
    let request =
        format!(r#"{{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{add}]}}"#);
    let request = read(&request);
    let patch = Patch::new(&request, kind("User"), Mode::Tolerant, &Limits::DEFAULT).unwrap();
    assert_eq!(patch.warnings()[0].message, format!("`manager` is taken as `{URN}:manager`"));
}

/// The findings of a request that passes or is refused: codes and pointers.
fn told(operations: &str, mode: Mode) -> Vec<(&'static str, String)> {
    let request = format!(
        r#"{{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{operations}]}}"#
    );
    let (resource, request) = (read(USER), read(&request));
    let found = match Patch::for_resource(&request, &resource, mode, &Limits::DEFAULT) {
        Err(found) => vec![found],
        Ok(patch) => match patch.apply(&resource) {
            Err(found) => vec![found],
            Ok(applied) => patch.warnings().iter().cloned().chain(applied.warnings).collect(),
        },
    };
    let pointer = |found: &Diagnostic| found.at.clone().and_then(|at| at.pointer).unwrap_or_default();
    for found in &found {
        assert!(request.pointer(&pointer(found)).is_some(), "{} names no member", pointer(found));
    }
    found.iter().map(|found| (found.code.code, pointer(found))).collect()
}

#[test]
fn findings_without_a_path_point_into_the_value() {
    let value = |operation: &str, mode| told(operation, mode).pop().unwrap();
    assert_eq!(
        value(r#"{"op":"replace","value":{"userName":null}}"#, Mode::Strict),
        ("PA202", "/Operations/0/value/userName".to_owned())
    );
    let created = r#"{"op":"add","value":{"emails[type eq \"other\"].value":"o@x"}}"#;
    let place = r#"/Operations/0/value/emails[type eq "other"].value"#;
    assert_eq!(value(created, Mode::Tolerant), ("PA224", place.to_owned()));
}

#[test]
fn removing_leaves_schemas_alone() {
    // "Setting an extension attribute adds its URI to `schemas`. Removing … leaves `schemas` alone."
    const URN: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    let before = USER.replace(
        r#""id""#,
        &format!(
            r#""{URN}": {{"department": "Sales", "costCenter": "7", "manager": {{"value": "m"}}}}, "id""#
        ),
    );
    for operation in [
        format!(r#"{{"op":"remove","path":"{URN}:department"}}"#),
        format!(r#"{{"op":"remove","path":"{URN}:division"}}"#),
        format!(r#"{{"op":"replace","path":"{URN}:costCenter","value":null}}"#),
        format!(r#"{{"op":"replace","path":"{URN}:manager","value":{{"value":null}}}}"#),
    ] {
        let after = patched(&before, &operation, Mode::Strict).unwrap();
        assert_eq!(member(&after, "schemas"), member(USER, "schemas"), "{operation}");
    }
    let set = format!(r#"{{"op":"replace","path":"{URN}:department","value":"Support"}}"#);
    assert!(member(&patched(&before, &set, Mode::Strict).unwrap(), "schemas").unwrap().contains(URN));
    // The difference says the same.
    let after = before.replace(r#""department": "Sales", "#, "");
    let request = diff(&read(&before), &read(&after), kind("User"), PatchFormat::Compliant).unwrap().unwrap();
    let wanted = format!(r#""Operations":[{{"op":"remove","path":"{URN}:department"}}]"#);
    assert!(request.to_string().contains(&wanted), "{request}");
}

#[test]
fn conditions_as_keys_are_tolerant_only() {
    // "dotted keys without path … path per key" is a tolerant coercion.
    let replace = r#"{"op":"replace","value":{"emails[value eq \"x:y\"]":{"value":"x:y"}}}"#;
    assert_eq!(patched(USER, replace, Mode::Strict), Err("invalidPath"));
    let codes: Vec<_> = told(replace, Mode::Tolerant).into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, ["PA226", "PA224"]);
}

#[test]
fn the_next_operation_hits_the_element_created() {
    // "A following operation with the same filter must hit the element just created"
    let add = |path: &str, value: &str| format!(r#"{{"op":"add","path":"addresses[{path}]{value}}}"#);
    let twice = |operation: String| patched(USER, &format!("{operation},{operation}"), Mode::Tolerant);
    let work = r#"type eq \"work\""#;
    let hit = twice(add(work, r#".locality","value":"Rome""#)).unwrap();
    assert_eq!(member(&hit, "addresses").unwrap(), r#"[{"type":"work","locality":"Rome"}]"#);
    let both = r#"type eq \"work\" and type eq \"home\""#;
    assert_eq!(twice(add(both, r#".locality","value":"Rome""#)), Err("noTarget"));
    assert_eq!(twice(add(work, r#"","value":{"type":"home"}"#)), Err("noTarget"));
    let same =
        twice(add(r#"type eq \"work\" and type eq \"WORK\""#, r#".locality","value":"Rome""#)).unwrap();
    assert_eq!(member(&same, "addresses").unwrap(), r#"[{"type":"WORK","locality":"Rome"}]"#);
    let manager = r#"{"op":"add","path":"manager[value eq \"m\"]","value":{"value":"n"}}"#;
    assert_eq!(twice(manager.to_owned()), Err("noTarget"));
}

#[test]
fn brackets_on_a_singular_attribute_are_reported() {
    let add = r#"{"op":"add","path":"manager[value eq \"m\"].value","value":"m"}"#;
    let codes: Vec<_> = told(add, Mode::Tolerant).into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, ["SP222", "SP202", "PA224"]);
}

/// §8 rows 10 and 13: brackets behind the dot that Entra wrote before December 2018.
#[test]
fn brackets_follow_an_extension_attribute_in_either_spelling() {
    const URN: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    let user = format!(
        r#"{{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"a","{URN}":{{"manager":{{"value":"m"}}}}}}"#
    );
    for separator in [":", "."] {
        let change = |sub: &str, mode| {
            let path = format!(r#"{URN}{separator}manager[value eq \"m\"]{sub}"#);
            let operation = format!(r#"{{"op":"replace","path":"{path}","value":"n"}}"#);
            patched(&user, &operation, mode).map(|made| member(&made, URN).unwrap())
        };
        for sub in ["", ".value"] {
            assert_eq!(change(sub, Mode::Tolerant).as_deref(), Ok(r#"{"manager":{"value":"n"}}"#));
            assert_eq!(change(sub, Mode::Strict), Err("invalidPath"));
        }
    }
    let filter = format!(r#"{URN}.manager[value eq "m"]"#);
    assert_eq!(warned(&filter, &user), (true, vec!["SP221"]));
    // What the brackets of a sub-attribute select among is one value, whatever stands before it.
    let path = format!(r#"{URN}:manager.value[value eq \"m\"]"#);
    let operation = format!(r#"{{"op":"replace","path":"{path}","value":"n"}}"#);
    assert_eq!(patched(&user, &operation, Mode::Tolerant), Err("invalidPath"));
}

/// §5.1 gives the order of the checks: what may not be changed at all is told before what the operation holds.
#[test]
fn a_read_only_attribute_is_told_before_the_value_of_a_remove() {
    let remove = |path: &str| {
        let operation = format!(r#"{{"op":"remove","path":"{path}","value":[{{"value":"x"}}]}}"#);
        patched(USER, &operation, Mode::Strict)
    };
    assert_eq!(remove("groups"), Err("mutability"));
    assert_eq!(remove("title[value eq 1]"), Err("invalidPath"));
    assert_eq!(remove("emails"), Err("invalidValue"));
}

/// §3.1: "If a resource has two spellings of one name, prefer the exact one"; after an operation it has one.
#[test]
fn an_operation_leaves_one_spelling() {
    let after = |resource: &str, operation: &str| {
        patched(&format!(r#"{{"userName":"a",{resource}}}"#), operation, Mode::Tolerant).unwrap()
    };
    let (set, remove) =
        (r#"{"op":"replace","path":"title","value":"c"}"#, r#"{"op":"remove","path":"title"}"#);
    assert_eq!(after(r#""TITLE":"b","title":"a""#, set), r#"{"userName":"a","title":"c"}"#);
    assert_eq!(after(r#""TITLE":"b","Title":"a""#, set), r#"{"userName":"a","TITLE":"c"}"#);
    assert_eq!(after(r#""TITLE":"b","title":"a""#, remove), r#"{"userName":"a"}"#);
    let name = r#"{"op":"replace","path":"name.givenName","value":"c"}"#;
    assert_eq!(
        after(r#""name":{"GivenName":"a","familyName":"f","GIVENNAME":"b"}"#, name),
        r#"{"userName":"a","name":{"GivenName":"c","familyName":"f"}}"#
    );
    let emails = r#"{"op":"replace","path":"emails","value":[{"value":"c"}]}"#;
    assert_eq!(
        after(r#""EMAILS":[{"value":"a"}],"Emails":[{"value":"b"}]"#, emails),
        r#"{"userName":"a","EMAILS":[{"value":"c"}]}"#
    );
    let primary = r#"{"op":"add","path":"emails","value":[{"value":"b","primary":true}]}"#;
    assert_eq!(
        after(r#""emails":[{"value":"a","PRIMARY":true,"primary":true}]"#, primary),
        r#"{"userName":"a","emails":[{"value":"a","primary":false},{"value":"b","primary":true}]}"#
    );
}

#[test]
fn an_operation_on_an_extension_leaves_one_spelling_of_it_and_of_schemas() {
    const URN: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    let [upper, lower] = [URN.to_uppercase(), URN.to_lowercase()];
    let after = |members: &str, verb: &str| {
        let operation = format!(r#"{{"op":"{verb}","path":"{URN}:department","value":"a"}}"#);
        patched(&format!(r#"{{"userName":"a",{members}}}"#), &operation, Mode::Tolerant).unwrap()
    };
    let two = |first: &str, second: &str| {
        format!(r#""{first}":{{"department":"b","division":"d"}},"{second}":{{"department":"a"}}"#)
    };
    let schemas = format!(r#""SCHEMAS":["x"],"schemas":["{URN}"]"#);
    assert_eq!(
        after(&format!("{},{schemas}", two(&upper, URN)), "replace"),
        format!(r#"{{"userName":"a","{URN}":{{"department":"a"}},"schemas":["{URN}"]}}"#)
    );
    assert_eq!(
        after(&format!(r#"{},"Schemas":"x","SCHEMAS":"y""#, two(&upper, &lower)), "replace"),
        format!(
            r#"{{"userName":"a","{upper}":{{"department":"a","division":"d"}},"Schemas":["x","{URN}"]}}"#
        )
    );
    assert_eq!(after(&two(&upper, URN), "remove"), r#"{"userName":"a"}"#);
}

#[test]
fn a_null_without_a_target_is_reported() {
    // "strict `noTarget`"; tolerant mode has nothing to create and nothing to change.
    for path in [r#"emails[type eq \"other\"]"#, r#"emails[type eq \"other\"].value"#] {
        let replace = format!(r#"{{"op":"replace","path":"{path}","value":null}}"#);
        assert_eq!(patched(USER, &replace, Mode::Strict), Err("noTarget"));
        assert_eq!(patched(USER, &replace, Mode::Tolerant).unwrap(), read(USER).to_string());
        assert_eq!(told(&replace, Mode::Tolerant), [("PA301", "/Operations/0/path".to_owned())]);
    }
}

#[test]
fn an_array_is_no_single_value() {
    // "array for a single-valued one: invalidValue"
    for mode in [Mode::Strict, Mode::Tolerant] {
        for path in ["title", "name"] {
            let replace = format!(r#"{{"op":"replace","path":"{path}","value":[]}}"#);
            assert_eq!(patched(USER, &replace, mode), Err("invalidValue"));
        }
    }
}

#[test]
fn immutable_values_stay_when_a_record_is_replaced() {
    // "may be set where no value exists, otherwise `mutability`"
    let replace = |value: &str| {
        let path = r#"members[value eq \"a\"]"#;
        patched(GROUP, &format!(r#"{{"op":"replace","path":"{path}","value":{value}}}"#), Mode::Strict)
    };
    assert_eq!(replace(r#"{"value":"zz"}"#), Err("mutability"));
    assert_eq!(replace(r#"{"display":"Ada"}"#), Err("mutability"));
    let after = replace(r#"{"value":"a","display":"Ada L.","type":"User"}"#).unwrap();
    assert!(
        member(&after, "members").unwrap().starts_with(r#"[{"value":"a","display":"Ada L.","type":"User"},"#)
    );
}

#[test]
fn a_value_that_names_nothing_removes_nothing() {
    for value in ["{}", "[{}]", r#"[{"value":null}]"#] {
        let remove = format!(r#"{{"op":"Remove","path":"members","value":{value}}}"#);
        assert_eq!(patched(GROUP, &remove, Mode::Tolerant).unwrap(), read(GROUP).to_string());
    }
    // "ignoring the value" would remove what it does not name.
    let extension = r#"{"op":"Remove","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User","value":{"department":"Sales"}}"#;
    assert_eq!(patched(USER, extension, Mode::Tolerant), Err("invalidValue"));
    let remove = |path: &str, value: &str| {
        let operation = format!(r#"{{"op":"Remove","path":"{path}","value":"{value}"}}"#);
        patched(USER, &operation, Mode::Tolerant).unwrap()
    };
    let work = r#"emails[type eq \"work\"].value"#;
    assert_eq!(remove(work, "other@example.com"), read(USER).to_string());
    assert!(!remove(work, "bjensen@example.com").contains("bjensen@example.com"));
    assert_eq!(remove("title", "Other"), read(USER).to_string());
    assert_eq!(member(&remove("title", "Guide"), "title"), None);
}

/// RFC 7643 §2.5: null and `[]` are unassigned. "Empty parent disappears"; an extension without attributes goes with them.
#[test]
fn what_holds_only_nulls_holds_nothing() {
    const URN: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    let user = format!(
        r#"{{"userName":"ada","name":{{"givenName":"Ada","familyName":null}},
            "emails":[{{"type":null,"value":"a@x"}},{{"value":"b@x","display":"B"}}],
            "{URN}":{{"department":"Sales","costCenter":null}}}}"#
    );
    let after = |operation: &str| patched(&user, operation, Mode::Tolerant).unwrap();
    assert_eq!(member(&after(r#"{"op":"remove","path":"name.givenName"}"#), "name"), None);
    let removed = after(&format!(r#"{{"op":"remove","path":"{URN}:department"}}"#));
    assert_eq!(member(&removed, URN), None);
    let one = Some(r#"[{"display":"B"}]"#.to_owned());
    assert_eq!(member(&after(r#"{"op":"remove","path":"emails.value"}"#), "emails"), one);
    let rest = Some(r#"[{"value":"b@x","display":"B"}]"#.to_owned());
    for value in ["{}", r#"{"value":null}"#, "null"] {
        let replace = format!(r#"{{"op":"replace","path":"emails[value eq \"a@x\"]","value":{value}}}"#);
        assert_eq!(member(&after(&replace), "emails"), rest, "{value}");
    }
    assert_eq!(
        member(&after(r#"{"op":"replace","path":"emails","value":[{},{"value":null}]}"#), "emails"),
        None
    );
}

/// "Values of `schemas` are compared without regard to case."
#[test]
fn a_schema_is_named_once() {
    let core = "urn:ietf:params:scim:schemas:core:2.0:user";
    let add = format!(r#"{{"op":"add","path":"schemas","value":["{core}","urn:x:y"]}}"#);
    let after = patched(USER, &add, Mode::Strict).unwrap();
    let schemas = r#"["urn:ietf:params:scim:schemas:core:2.0:User","urn:x:y"]"#;
    assert_eq!(member(&after, "schemas").as_deref(), Some(schemas));
    let remove = r#"{"op":"remove","path":"schemas","value":"URN:X:Y"}"#;
    assert_eq!(patched(&after, remove, Mode::Tolerant).unwrap(), read(USER).to_string());
}

/// "A refusal of SCIM input has the keyword of what was read": a key of the value may be a path. Fuel is the request's.
#[test]
fn a_crossed_limit_has_the_keyword_of_what_was_read() {
    let long = "x".repeat(Limits::DEFAULT.path_bytes + 1);
    let refused = |operation: &str, fuel| {
        let request = format!(
            r#"{{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{operation}]}}"#
        );
        let (request, user) = (read(&request), read(USER));
        let limits = Limits { fuel, ..Limits::DEFAULT };
        let patch = Patch::for_resource(&request, &user, Mode::Tolerant, &limits);
        let found = patch.and_then(|patch| patch.apply(&user)).unwrap_err();
        assert!(request.pointer(found.at.as_ref().unwrap().pointer.as_deref().unwrap()).is_some());
        (found.code.code, Patch::scim_type(&found).as_str())
    };
    let path = format!(r#"{{"op":"replace","path":"{long}","value":"x"}}"#);
    assert_eq!(refused(&path, 99), ("LM001", "invalidPath"));
    let key = format!(r#"{{"op":"replace","value":{{"{long}":"x"}}}}"#);
    assert_eq!(refused(&key, 99), ("LM001", "invalidPath"));
    let two = r#"{"op":"replace","value":{"title":"x","nickName":"x"}}"#;
    assert_eq!(refused(two, 1), ("LM009", "invalidSyntax"));
}

#[test]
fn a_new_primary_takes_it_from_one_stored_as_text() {
    let stored = USER.replace(r#""primary": true"#, r#""primary": "True""#);
    let add = r#"{"op":"add","path":"emails","value":[{"type":"other","value":"x@y","primary":true}]}"#;
    let emails = member(&patched(&stored, add, Mode::Tolerant).unwrap(), "emails").unwrap();
    assert_eq!((emails.matches("true").count(), emails.matches("True").count()), (1, 0), "{emails}");
}

/// "readOnly keys in a value without path: ignored; in strict mode accepted only if equal to the current value", by
/// whatever name: "keys may be names, qualified names or an extension URI with an object".
#[test]
fn read_only_keys_are_ignored_by_every_name() {
    const CORE: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
    let replace =
        |key: &str, value: &str| format!(r#"{{"op":"replace","value":{{"{key}":{value},"title":"Boss"}}}}"#);
    let boss = read(USER).to_string().replace("Guide", "Boss");
    let ignored = |key: &str| ("PA223", format!("/Operations/0/value/{key}"));
    for name in ["id", "meta", "groups"] {
        for key in [name.to_owned(), format!("{CORE}:{name}")] {
            assert_eq!(patched(USER, &replace(&key, "[]"), Mode::Tolerant).as_ref(), Ok(&boss), "{key}");
            assert_eq!(told(&replace(&key, "[]"), Mode::Tolerant), [ignored(&key)]);
        }
    }
    let key = format!("{CORE}:id");
    assert_eq!(patched(USER, &replace(&key, r#""u1""#), Mode::Strict).as_ref(), Ok(&boss));
    assert_eq!(patched(USER, &replace(&key, r#""u2""#), Mode::Strict), Err("mutability"));
    for key in ["meta.resourceType", r#"groups[value eq \"g\"].display"#] {
        let operation = replace(key, r#""User""#);
        assert_eq!(patched(USER, &operation, Mode::Tolerant).as_ref(), Ok(&boss), "{key}");
        let codes: Vec<_> = told(&operation, Mode::Tolerant).into_iter().map(|(code, _)| code).collect();
        assert_eq!(codes, ["PA226", "PA223"], "{key}");
        assert_eq!(patched(USER, &operation, Mode::Strict), Err("invalidPath"), "{key}");
    }
    // A path to it is refused in either mode.
    for mode in [Mode::Strict, Mode::Tolerant] {
        let path = format!(r#"{{"op":"replace","path":"{key}","value":"u1"}}"#);
        assert_eq!(patched(USER, &path, mode), Err("mutability"));
    }
    // The URI of the resource's own schema holds its members.
    let inside = format!(r#"{{"op":"replace","value":{{"{CORE}":{{"id":"u1","nickName":7}}}}}}"#);
    assert_eq!(told(&inside, Mode::Tolerant), [("PA204", format!("/Operations/0/value/{CORE}/nickName"))]);
}

/// A finding about a part of a value stands at the part.
#[test]
fn findings_stand_at_the_part_of_the_value() {
    let set = |path: &str, value: &str| format!(r#"{{"op":"add","path":"{path}","value":{value}}}"#);
    for (operation, code, pointer) in [
        (set("emails", r#"[{"value":"a@x"},{"value":7}]"#), "PA204", "/1/value"),
        (set("emails", r#"{"type":"work","value":7}"#), "PA204", "/value"),
        (set("emails", r#"[null,7]"#), "PA204", "/1"),
        (set("name", r#"{"Givenname":7}"#), "PA204", "/Givenname"),
        (set("name", r#"[{"givenName":7}]"#), "PA204", "/0/givenName"),
        (set("emails", r#"[{"value":"a@x","primary":"True"}]"#), "PA222", "/0/primary"),
        (set("roles", r#"[{"value":"a"},"b"]"#), "PA222", "/1"),
        (set("manager", r#"{"value":"m","displayName":"M"}"#), "PA223", "/displayName"),
        (set(r#"emails[type eq \"work\"]"#, r#"{"value":7}"#), "PA204", "/value"),
    ] {
        let told = told(&operation, Mode::Tolerant);
        assert_eq!(told.last(), Some(&(code, format!("/Operations/0/value{pointer}"))), "{operation}");
    }
    let keyed = r#"{"op":"add","value":{"emails":[{"value":"a@x"},{"value":7}]}}"#;
    assert_eq!(told(keyed, Mode::Strict), [("PA204", "/Operations/0/value/emails/1/value".to_owned())]);
}

/// "Already there" and "agrees with all non-null sub-attributes": what is stored is read as what is sent, in which "True" is
/// a Boolean and a string stands for `{"value": string}`.
#[test]
fn what_is_stored_as_text_is_found() {
    const URN: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    let user = |members: &str| format!(r#"{{"userName":"a",{members}}}"#);
    let after = |members: &str, operation: &str| patched(&user(members), operation, Mode::Tolerant).unwrap();
    let primary = r#""roles":[{"value":"r","primary":"True"}]"#;
    let admin = r#""roles":["admin"]"#;
    let manager = format!(r#""{URN}":{{"manager":"m1"}}"#);
    let sent = r#"{"value":"r","primary":"True"}"#;
    for (members, operation) in [
        (primary, format!(r#"{{"op":"add","path":"roles","value":[{sent}]}}"#)),
        (primary, r#"{"op":"add","path":"roles","value":[{"primary":true}]}"#.to_owned()),
        (admin, r#"{"op":"Add","path":"roles","value":["admin"]}"#.to_owned()),
        (admin, r#"{"op":"add","path":"roles","value":[{"value":"admin"}]}"#.to_owned()),
        // Another value names nothing.
        (admin, r#"{"op":"remove","path":"roles","value":[{"value":"admin","display":"A"}]}"#.to_owned()),
        (&manager, format!(r#"{{"op":"remove","path":"{URN}:manager","value":"m2"}}"#)),
        (r#""active":"True""#, r#"{"op":"remove","path":"active","value":"False"}"#.to_owned()),
    ] {
        assert_eq!(after(members, &operation), user(members), "{operation}");
    }
    for (members, operation) in [
        (primary, format!(r#"{{"op":"remove","path":"roles","value":[{sent}]}}"#)),
        (primary, r#"{"op":"remove","path":"roles","value":[{"primary":true}]}"#.to_owned()),
        (admin, r#"{"op":"remove","path":"roles","value":["admin"]}"#.to_owned()),
        (r#""active":"True""#, r#"{"op":"remove","path":"active","value":"True"}"#.to_owned()),
        (&manager, format!(r#"{{"op":"remove","path":"{URN}:manager","value":"m1"}}"#)),
        (&manager, format!(r#"{{"op":"remove","path":"{URN}:manager.value","value":"m1"}}"#)),
    ] {
        assert_eq!(after(members, &operation), r#"{"userName":"a"}"#, "{operation}");
    }
    let strings = r#""roles":["a","b"]"#;
    // So too where a condition selects it.
    for (members, operation, expected) in [
        (strings, r#"{"op":"remove","path":"roles[value eq \"A\"]"}"#, r#""roles":["b"]"#),
        (strings, r#"{"op":"remove","path":"roles[not (value eq \"b\")]"}"#, r#""roles":["b"]"#),
        (strings, r#"{"op":"remove","path":"roles[value eq \"a\"].type"}"#, strings),
        (
            strings,
            r#"{"op":"replace","path":"roles[value eq \"a\"].type","value":"t"}"#,
            r#""roles":[{"value":"a","type":"t"},"b"]"#,
        ),
        (
            strings,
            r#"{"op":"add","path":"roles[value eq \"a\"]","value":{"type":"t"}}"#,
            r#""roles":[{"value":"a","type":"t"},"b"]"#,
        ),
        (
            strings,
            r#"{"op":"replace","path":"roles[value eq \"b\"].primary","value":true}"#,
            r#""roles":["a",{"value":"b","primary":true}]"#,
        ),
    ] {
        assert_eq!(after(members, operation), user(expected), "{operation}");
    }
    let change = format!(r#"{{"op":"replace","path":"{URN}:manager[value eq \"m1\"].value","value":"m2"}}"#);
    for members in [&manager, &manager.replace(r#""m1""#, r#"["m1"]"#)] {
        let made = member(&after(members, &change), URN).unwrap();
        assert_eq!(made, r#"{"manager":{"value":"m2"}}"#, "{members}");
    }
    // Nothing else has a value by itself.
    for list in [r#"[["a"]]"#, "[5]", "[true]"] {
        for condition in ["value pr", r#"value sw \"a\""#, "value ne null"] {
            let change = format!(r#"{{"op":"replace","path":"roles[{condition}].type","value":"t"}}"#);
            let roles = user(&format!(r#""roles":{list}"#));
            assert_eq!(patched(&roles, &change, Mode::Tolerant), Err("noTarget"), "{list} {condition}");
        }
    }
    // A member is immutable, however it is stored.
    let group = r#"{"displayName":"G","members":["a"]}"#;
    let other = r#"{"op":"replace","path":"members[value eq \"a\"]","value":{"value":"b"}}"#;
    assert_eq!(patched(group, other, Mode::Tolerant), Err("mutability"));
    // A part of it is not the whole.
    let other = format!(r#"{{"op":"remove","path":"{URN}:manager.value","value":"m2"}}"#);
    assert_eq!(after(&manager, &other), user(&format!(r#""{URN}":{{"manager":{{"value":"m1"}}}}"#)));
    // Strict mode reads what is stored as it stands.
    let add = r#"{"op":"add","path":"roles","value":[{"value":"r","primary":true}]}"#;
    let both = user(r#""roles":[{"value":"r","primary":"True"},{"value":"r","primary":true}]"#);
    assert_eq!(patched(&user(primary), add, Mode::Strict).unwrap(), both);
}

/// "One-element array for a singular complex attribute: its element", stored as sent.
#[test]
fn a_stored_list_of_one_is_its_element() {
    const URN: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    let user = |members: &str| format!(r#"{{"userName":"a"{members}}}"#);
    let name = r#","name":[{"givenName":"A","familyName":"B"}]"#;
    let manager = format!(r#","{URN}":{{"manager":[{{"value":"M","$ref":"r"}}]}}"#);
    for (members, operation, expected) in [
        (
            name,
            r#"{"op":"Replace","path":"name.givenName","value":"Z"}"#,
            r#","name":{"givenName":"Z","familyName":"B"}"#,
        ),
        (
            name,
            r#"{"op":"add","path":"name","value":{"middleName":"M"}}"#,
            r#","name":{"givenName":"A","familyName":"B","middleName":"M"}"#,
        ),
        (
            name,
            r#"{"op":"Remove","path":"name[familyName eq \"B\"].givenName"}"#,
            r#","name":{"familyName":"B"}"#,
        ),
        (&manager, &format!(r#"{{"op":"Remove","path":"{URN}:manager","value":"N"}}"#), &manager),
        (&manager, &format!(r#"{{"op":"Remove","path":"{URN}:manager","value":"M"}}"#), ""),
        (
            &manager,
            &format!(r#"{{"op":"Remove","path":"{URN}:manager","value":{{"value":"M","$ref":"r"}}}}"#),
            "",
        ),
        (
            &manager,
            &format!(r#"{{"op":"Remove","path":"{URN}:manager.$ref"}}"#),
            &format!(r#","{URN}":{{"manager":{{"value":"M"}}}}"#),
        ),
    ] {
        let made = patched(&user(members), operation, Mode::Tolerant).unwrap();
        assert_eq!(made, user(expected), "{operation}");
    }
}

/// In tolerant mode a list of one is its element where an attribute has one complex value; a list of several is not, and
/// in strict mode neither is.
#[test]
fn a_list_is_the_value_of_its_only_element_in_tolerant_mode() {
    let name = |names: &str, mode: Mode| {
        let stored = format!(r#"{{"userName":"a","name":[{names}]}}"#);
        let operation = r#"{"op":"add","path":"name.givenName","value":"Ada"}"#;
        patched(&stored, operation, mode).map(|resource| member(&resource, "name").unwrap())
    };
    let (one, two) = (r#"{"familyName":"Byron"}"#, r#"{"familyName":"Byron"},{"familyName":"King"}"#);
    assert_eq!(name(one, Mode::Tolerant), Ok(r#"{"familyName":"Byron","givenName":"Ada"}"#.to_owned()));
    for (names, mode) in [(two, Mode::Tolerant), (one, Mode::Strict)] {
        assert_eq!(name(names, mode), Ok(r#"{"givenName":"Ada"}"#.to_owned()), "{names}");
    }
}

#[test]
fn a_read_only_list_that_is_empty_repeats_an_absent_one() {
    // "Unassigned means absent, `null` or `[]`"
    let replace = r#"{"op":"replace","value":{"groups":[],"title":"Boss"}}"#;
    assert!(patched(USER, replace, Mode::Strict).unwrap().contains("Boss"));
    assert_eq!(
        patched(USER, r#"{"op":"replace","value":{"groups":[{"value":"g"}]}}"#, Mode::Strict),
        Err("mutability")
    );
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

/// A request pays a step for each element that it looks at, and the condition one for each test.
#[test]
fn looking_at_elements_costs_fuel() {
    let enough = |count: usize| {
        let emails: Vec<_> = (0..count).map(|number| format!(r#"{{"value":"v{number}"}}"#)).collect();
        let user = format!(r#"{{"userName":"a","emails":[{}]}}"#, emails.join(","));
        let request = r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
            "Operations":[{"op":"remove","path":"emails[display pr]"}]}"#;
        let (user, request) = (read(&user), read(request));
        common::least(|fuel| {
            let limits = Limits { fuel: fuel as u64, ..Limits::DEFAULT };
            let patch = Patch::for_resource(&request, &user, Mode::Strict, &limits);
            patch.and_then(|patch| patch.apply(&user)).err().is_none_or(|found| found.code.code != "LM009")
        })
    };
    assert_eq!(enough(200) - enough(100), 200);
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
