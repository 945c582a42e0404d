//! The rules of SCIM one by one: what other implementations are known to get wrong, limits at their edges, and what
//! tolerant mode reports.

#[path = "common/scim.rs"]
mod scim;

use scim::*;
use scimwright::diagnostic::{Diagnostic, Diagnostics};
use scimwright::limits::Limits;
use scimwright::scim::{Filter, Mode, Patch, PatchFormat, diff, filter, path};

fn matches(filter: &str) -> bool {
    let filter = Filter::compile(filter, kind("User"), Mode::Strict, &Limits::DEFAULT).unwrap();
    filter.matches(&read(USER))
}

/// A pointer leads to a member as it is spelled (RFC 6901 knows no other case), and an author is told what was meant.
#[test]
fn refusals_stand_where_the_fault_is() {
    let told = |request: &str| {
        let user = read(USER);
        let request = read(request);
        let found = Patch::for_resource(&request, &user, Mode::Tolerant, &Limits::DEFAULT)
            .and_then(|patch| patch.apply(&user))
            .unwrap_err();
        let at = found.at.clone().unwrap();
        let span = at.span.map(|span| (span.start, span.end));
        (found.code.code, at.pointer.unwrap(), span, found.help.clone().unwrap_or_default())
    };
    let request = |list: &str, operation: &str| {
        format!(r#"{{"Schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"{list}":[{operation}]}}"#)
    };
    let (code, pointer, ..) = told(&request("operations", r#"{"Op":"replace","Path":"id","Value":"x"}"#));
    assert_eq!((code, &*pointer), ("PA201", "/operations/0/Path"));
    let (code, pointer, ..) = told(&request("Operations", r#"{"Op":"replace","Value":{"active":7}}"#));
    assert_eq!((code, &*pointer), ("PA204", "/Operations/0/Value/active"));
    assert_eq!(told(r#"{"Schemas":["x"]}"#).1, "/Schemas");
    // The sub-attribute behind the brackets is what is wrong, at 23 to 27.
    let path = r#"{"op":"add","path":"emails[type eq \"work\"].vale","value":"x"}"#;
    let (code, _, span, help) = told(&request("Operations", path));
    assert_eq!((code, span, &*help), ("SP201", Some((23, 27)), "did you mean `value`?"));
    let path = r#"{"op":"add","path":"emails[typ eq \"work\"].value","value":"x"}"#;
    let (code, .., help) = told(&request("Operations", path));
    assert_eq!((code, &*help), ("PA301", "`emails` has no sub-attribute `typ`"));
}

const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const GONG: &str = "urn:ietf:params:scim:schemas:extension:Gong:2.0:User";

/// What is advised can be written instead: strict mode reads an attribute of an extension behind its URI only.
#[test]
fn filters_on_misspelt_names_say_what_was_meant() {
    let enterprise = |name: &str| format!("{ENTERPRISE}:{name}");
    let gong = |name: &str| format!("{GONG}:{name}");
    let mistyped = ENTERPRISE.replace("User", "Usr");
    let both = [Mode::Strict, Mode::Tolerant];
    for (filter, modes, meant) in [
        ("userNme", &both[..], Some("userName".to_owned())),
        ("emails.vale", &both, Some("emails.value".to_owned())),
        ("emials.value", &both, Some("emails.value".to_owned())),
        ("nme.givenNam", &both, Some("name.givenName".to_owned())),
        ("usrName.value", &both, Some("userName".to_owned())),
        // What is advised would say something else.
        ("nme.foo", &both, None),
        ("emails[vale", &both, Some("value".to_owned())),
        ("manager.vale", &[Mode::Tolerant], Some("manager.value".to_owned())),
        ("manager.vale", &[Mode::Strict], Some(enterprise("manager.value"))),
        ("manager.value", &[Mode::Strict], Some(enterprise("manager.value"))),
        ("manager[value", &[Mode::Strict], Some(enterprise("manager"))),
        (&format!("{ENTERPRISE}.department"), &[Mode::Strict], Some(enterprise("department"))),
        (&enterprise("manager.vale"), &both, Some(enterprise("manager.value"))),
        (&enterprise("departmnt"), &both, Some(enterprise("department"))),
        (&enterprise("managr.value"), &both, Some(enterprise("manager.value"))),
        ("departmnt", &both, Some(enterprise("department"))),
        (&format!("{mistyped}:department"), &both, Some(enterprise("department"))),
        (&mistyped, &both, Some(ENTERPRISE.to_owned())),
        // No name is advised that is written already.
        (ENTERPRISE, &both, None),
        (&enterprise("userName"), &both, Some("userName".to_owned())),
        (&gong("contry"), &both, Some(gong("country"))),
        (&gong("zzzzzz"), &both, None),
        ("urn:example:2.0:User:title", &both, None),
        ("zzzzzz", &both, None),
        // Sub-attributes have no URI of their own, so such a name matches nothing.
        (&format!("emails[{ENTERPRISE}:type"), &both, Some("type".to_owned())),
        (&format!("emails[{ENTERPRISE}:zzzzzz"), &both, None),
    ] {
        let text = format!("{filter} pr{}", if filter.contains('[') { "]" } else { "" });
        for mode in modes {
            let compiled = Filter::compile(&text, kind("User"), *mode, &Limits::DEFAULT).unwrap();
            let help =
                compiled.warnings().iter().find(|found| found.code.code == "SF204").unwrap().help.clone();
            let meant = meant.as_ref().map(|meant| format!("did you mean `{meant}`?"));
            assert_eq!(help, meant, "{mode:?} {filter}");
        }
    }
}

/// So it is for the names of a PATCH request, which are refused where they stand.
#[test]
fn misspelt_names_in_a_patch_say_what_was_meant() {
    let refused = |operation: &str, mode: Mode| {
        let request = format!(
            r#"{{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{operation}]}}"#
        );
        let found = Patch::new(&read(&request), kind("User"), mode, &Limits::DEFAULT).unwrap_err();
        (found.at.clone().unwrap().pointer.unwrap(), found.help.clone().unwrap_or_default())
    };
    let mistyped = ENTERPRISE.replace("User", "Usr");
    let path = |path: &str| format!(r#"{{"op":"add","path":"{path}","value":"x"}}"#);
    let value = |path: &str, value: &str| format!(r#"{{"op":"add"{path},"value":{value}}}"#);
    let at_path = "/Operations/0/path".to_owned();
    for mode in [Mode::Strict, Mode::Tolerant] {
        for (operation, pointer, meant) in [
            (path(&format!("{ENTERPRISE}:departmnt")), at_path.clone(), format!("{ENTERPRISE}:department")),
            (path(&format!("{mistyped}:department")), at_path.clone(), format!("{ENTERPRISE}:department")),
            (path(&format!("{GONG}:contry")), at_path.clone(), format!("{GONG}:country")),
            (
                value("", &format!(r#"{{"{ENTERPRISE}":{{"departmnt":"x"}}}}"#)),
                format!("/Operations/0/value/{ENTERPRISE}/departmnt"),
                "department".to_owned(),
            ),
            (
                value(&format!(r#","path":"{ENTERPRISE}""#), r#"{"departmnt":"x"}"#),
                "/Operations/0/value/departmnt".to_owned(),
                "department".to_owned(),
            ),
            (
                value(r#","path":"emails""#, r#"[{"value":"a"},{"valu":"abc"}]"#),
                "/Operations/0/value/1/valu".to_owned(),
                "value".to_owned(),
            ),
            (
                value("", r#"{"name":{"givenNam":"abc"}}"#),
                "/Operations/0/value/name/givenNam".to_owned(),
                "givenName".to_owned(),
            ),
        ] {
            let wanted = (pointer, format!("did you mean `{meant}`?"));
            assert_eq!(refused(&operation, mode), wanted, "{mode:?} {operation}");
        }
    }
    let manager = refused(&path(r#"manager[value eq \"m\"].value"#), Mode::Strict);
    assert_eq!(manager, (at_path.clone(), format!("did you mean `{ENTERPRISE}:manager`?")));
    // "At most one sub-attribute after the bracket": it stands there.
    for mode in [Mode::Strict, Mode::Tolerant] {
        let behind = refused(&path(r#"emails.value[type eq \"work\"]"#), mode);
        assert_eq!(behind, (at_path.clone(), "write `emails[…].value`".to_owned()), "{mode:?}");
        let single = refused(&path(r#"name.givenName[value eq \"a\"]"#), mode);
        assert_eq!(single, (at_path.clone(), String::new()), "{mode:?}");
    }
}

/// RFC 7644 §3.5.2.1 adds values and `null` is none: nothing is added, nothing is taken away, and the author is told.
#[test]
fn to_add_nothing_to_a_list_is_told() {
    for value in ["null", "[]", "[null]"] {
        let by_path = format!(r#"{{"op":"add","path":"emails","value":{value}}}"#);
        let by_name = format!(r#"{{"op":"add","value":{{"emails":{value}}}}}"#);
        for (operation, pointer) in
            [(by_path, "/Operations/0/value"), (by_name, "/Operations/0/value/emails")]
        {
            let text = format!(
                r#"{{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{operation}]}}"#
            );
            let (user, request) = (read(USER), read(&text));
            let patch = Patch::for_resource(&request, &user, Mode::Strict, &Limits::DEFAULT).unwrap();
            let warnings = patch.warnings();
            let told: Vec<_> = warnings
                .iter()
                .map(|found| {
                    (found.code.code, found.is_error(), found.at.as_ref().unwrap().pointer.as_deref())
                })
                .collect();
            assert_eq!(told, [("PA105", false, Some(pointer))], "{operation}");
            assert_eq!(patch.apply(&user).unwrap().resource, user, "{operation}");
        }
    }
}

/// Names are compared without regard to case (RFC 7643 §2.1), so two spellings leave open which one is meant.
#[test]
fn one_name_in_two_spellings_is_refused() {
    let refusal = |request: &str| {
        let found = Patch::for_resource(&read(request), &read(USER), Mode::Tolerant, &Limits::DEFAULT);
        found.err().map(|found| (found.code.code, found.at.clone().unwrap().pointer.unwrap()))
    };
    let request = |operations: &str, more: &str| {
        format!(
            r#"{{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{operations}]{more}}}"#
        )
    };
    let title = r#"{"op":"replace","path":"title","value":"a"}"#;
    let many: String = (0..20).map(|number| format!(r#","m{number}":1"#)).collect();
    assert_eq!(refusal(&request(title, "")), None);
    for (request, pointer) in [
        (request(title, r#","operations":[]"#), "/operations"),
        (request(&title.replace("}", r#","Path":"active"}"#), ""), "/Operations/0/Path"),
        (request(r#"{"op":"add","value":{"title":"a","TITLE":"b"}}"#, ""), "/Operations/0/value/TITLE"),
        (
            request(
                r#"{"op":"add","path":"emails","value":[{"type":"work"},{"value":"a","Value":"b"}]}"#,
                "",
            ),
            "/Operations/0/value/1/Value",
        ),
        (request(title, &format!(r#"{many},"M7":1"#)), "/M7"),
    ] {
        assert_eq!(refusal(&request), Some(("PL212", pointer.to_owned())), "{request}");
    }
}

// What peers get wrong: filters.

#[test]
fn and_binds_tighter_than_or() {
    // One peer gives both one level, another groups to the right.
    assert!(matches(r#"title pr or userName eq "x" and active eq false"#));
    assert!(!matches(r#"(title pr or userName eq "x") and active eq false"#));
    assert!(matches(r#"active eq false and userName eq "x" or title pr"#));
    assert!(!matches(r#"active eq false and (userName eq "x" or title pr)"#));
}

#[test]
fn a_negated_group_is_negated_as_a_whole() {
    // One peer reads `not (a or b)` as `not a or not b`.
    assert!(!matches(r#"not (title pr or userName eq "x")"#));
    assert!(matches(r#"not (title pr and userName eq "x")"#));
}

#[test]
fn not_takes_a_group_with_or_without_blank() {
    assert!(matches(r#"not(userName eq "x")"#) && matches(r#"not (userName eq "x")"#));
    assert_eq!(refused("not title pr"), "SF114");
}

#[test]
fn connectives_need_blanks() {
    assert_eq!(refused("(title pr)and(active pr)"), "SF113");
}

#[test]
fn brackets_do_not_nest_but_hold_any_number_of_terms() {
    assert_eq!(refused(r#"emails[value[type eq "x"]]"#), "SF115");
    assert!(matches(r#"emails[type eq "work" and primary eq true and (value sw "b" or value sw "c")]"#));
}

#[test]
fn one_element_must_satisfy_the_whole_value_filter() {
    // Two peers test the sub-attributes apart from each other.
    assert!(!matches(r#"emails[type eq "home" and value co "example.com"]"#));
    assert!(matches(r#"emails.type eq "home" and emails.value co "example.com""#));
}

#[test]
fn a_comparison_after_brackets_is_about_the_same_element() {
    let tolerant = |text| {
        let filter = Filter::compile(text, kind("User"), Mode::Tolerant, &Limits::DEFAULT).unwrap();
        (filter.matches(&read(USER)), filter.warnings().len())
    };
    assert_eq!(tolerant(r#"emails[type eq "home"].value eq "bjensen@example.com""#), (false, 1));
    assert_eq!(tolerant(r#"emails[type eq "work"].value eq "bjensen@example.com""#), (true, 1));
    assert_eq!(refused(r#"emails[type eq "work"].value eq "x""#), "SF103");
}

#[test]
fn escapes_in_strings_are_those_of_json() {
    // Peers keep backslashes, refuse lower-case digits, or end the string at the next quote.
    assert!(matches(r#"roles.value eq "CN=Doe\\, Jane""#));
    assert!(matches(r#"title eq "Gu\u0069de""#) && matches(r#"title eq "\u0047uide""#));
    assert!(!matches(r#"title eq "Guide\"""#));
}

#[test]
fn colons_dots_and_brackets_in_quotes_belong_to_the_string() {
    assert!(matches(r#"roles[value eq "3675b69e:admin"]"#));
    let path = path::parse(r#"roles[value eq "a].b:c[d"].display"#, Mode::Strict, &Limits::DEFAULT).unwrap();
    assert_eq!((&*path.attribute.name, path.sub.as_deref()), ("roles", Some("display")));
}

#[test]
fn ref_is_a_name() {
    assert!(!matches("members.$ref pr") && !matches("$ref pr"));
}

#[test]
fn case_of_values_follows_the_schema() {
    assert!(matches(r#"userName eq "BJENSEN""#));
    assert!(!matches(r#"id eq "U1""#));
    // The Kelvin sign folds to k in values; names fold in ASCII only.
    let user = r#"{"title": "\u212Aing"}"#;
    assert!(r#"title eq "king""#.parse::<Filter>().unwrap().matches(&read(user)));
    assert!(!r#"title eq "king""#.parse::<Filter>().unwrap().matches(&read(r#"{"t\u0131tle": "king"}"#)));
}

#[test]
fn empty_is_absent_for_pr_and_absent_equals_null() {
    let on = |text: &str, user: &str| text.parse::<Filter>().unwrap().matches(&read(user));
    for user in [r#"{"name":{}}"#, r#"{"name":{"givenName":""}}"#, r#"{"name":null}"#, "{}"] {
        assert!(!on("name pr", user), "{user}");
    }
    assert!(on("title eq null", "{}") && on("title eq null", r#"{"title":null}"#));
    assert!(on(r#"title ne "x""#, "{}") && !on("active eq false", "{}"));
    assert!(on(r#"emails.type ne "work""#, USER));
}

#[test]
fn booleans_have_no_order_and_numbers_no_substrings() {
    assert_eq!(refused("active gt false"), "SF202");
    assert_eq!(refused(r#"active co "tr""#), "SF202");
    assert_eq!(refused("userName eq 5"), "SF201");
    assert_eq!(refused(r#"meta.created gt "yesterday""#), "SF203");
    assert_eq!(refused("userName gt null"), "SF202");
}

// What peers get wrong: PATCH.

#[test]
fn removing_one_member_by_value_does_not_empty_the_group() {
    let remove = r#"{"op":"Remove","path":"members","value":[{"$ref":null,"value":"b"}]}"#;
    let after = patched(GROUP, remove, Mode::Tolerant).unwrap();
    assert_eq!(member(&after, "members").unwrap(), r#"[{"value":"a","display":"Ada"},{"value":"c"}]"#);
    assert_eq!(patched(GROUP, remove, Mode::Strict), Err("invalidValue"));
    // A list that names nobody removes nobody.
    let nobody = r#"{"op":"Remove","path":"members","value":[]}"#;
    assert_eq!(patched(GROUP, nobody, Mode::Tolerant).unwrap(), read(GROUP).to_string());
}

#[test]
fn a_member_already_there_is_not_added_again() {
    let after =
        patched(GROUP, r#"{"op":"add","path":"members","value":[{"value":"a"}]}"#, Mode::Strict).unwrap();
    assert_eq!(after, read(GROUP).to_string());
}

#[test]
fn a_new_primary_takes_it_from_the_old_one() {
    let add = r#"{"op":"add","path":"emails","value":[{"type":"other","value":"x@y","primary":true}]}"#;
    let after = patched(USER, add, Mode::Strict).unwrap();
    let emails = member(&after, "emails").unwrap();
    assert_eq!(emails.matches(r#""primary":true"#).count(), 1);
    assert_eq!(emails.matches(r#""primary":false"#).count(), 1);
}

#[test]
fn an_unmatched_condition_creates_in_tolerant_mode_only() {
    let replace = r#"{"op":"replace","path":"emails[type eq \"other\"].value","value":"o@x"}"#;
    assert_eq!(patched(USER, replace, Mode::Strict), Err("noTarget"));
    assert!(patched(USER, replace, Mode::Tolerant).unwrap().contains(r#"{"type":"other","value":"o@x"}"#));
    let underivable =
        r#"{"op":"add","path":"emails[type ne \"work\" and type ne \"home\"].value","value":"x"}"#;
    assert_eq!(patched(USER, underivable, Mode::Tolerant), Err("noTarget"));
}

#[test]
fn a_record_is_replaced_in_place_not_moved() {
    let replace =
        r#"{"op":"replace","path":"emails[type eq \"work\"]","value":{"type":"work","value":"n@x"}}"#;
    let emails = member(&patched(USER, replace, Mode::Strict).unwrap(), "emails").unwrap();
    assert!(emails.starts_with(r#"[{"type":"work","value":"n@x"},"#), "{emails}");
}

#[test]
fn required_and_unknown_attributes_are_refused() {
    assert_eq!(patched(USER, r#"{"op":"remove","path":"userName"}"#, Mode::Tolerant), Err("mutability"));
    assert_eq!(
        patched(USER, r#"{"op":"replace","path":"userName","value":null}"#, Mode::Strict),
        Err("mutability")
    );
    assert_eq!(
        patched(USER, r#"{"op":"add","path":"isAdmin","value":true}"#, Mode::Tolerant),
        Err("invalidPath")
    );
    assert_eq!(
        patched(USER, r#"{"op":"remove","path":"title"},{"op":"remove","path":"title"}"#, Mode::Strict)
            .map(|_| ()),
        Ok(())
    );
}

#[test]
fn an_extension_declares_itself_by_name_or_uri() {
    // What a condition makes is set too.
    let made = r#"{"op":"add","path":"manager[value eq \"m1\"]","value":{}}"#;
    let user = patched(USER, made, Mode::Tolerant).unwrap();
    assert!(member(&user, "schemas").unwrap().contains("enterprise"), "{user}");
    const URN: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    for operation in [
        format!(r#"{{"op":"add","path":"{URN}","value":{{"department":"Sales"}}}}"#),
        format!(r#"{{"op":"add","value":{{"{URN}":{{"department":"Sales"}}}}}}"#),
        format!(r#"{{"op":"add","value":{{"{URN}:department":"Sales"}}}}"#),
    ] {
        let after = patched(USER, &operation, Mode::Strict).unwrap();
        assert!(member(&after, "schemas").unwrap().contains(URN));
        assert_eq!(member(&after, URN).unwrap(), r#"{"department":"Sales"}"#);
    }
}

// Limits.

fn limit_of(parsed: Result<impl Sized, Diagnostic>) -> Option<&'static str> {
    parsed.err().map(|found| found.code.code)
}

#[test]
fn limits_hold_at_their_edges() {
    let parse = |text: &str, limits: &Limits| limit_of(filter::parse(text, Mode::Strict, limits));
    let default = &Limits::DEFAULT;
    let nested = |n: usize| format!("{}a pr{}", "(".repeat(n), ")".repeat(n));
    assert_eq!([63, 64, 65].map(|n| parse(&nested(n), default)), [None, None, Some("LM002")]);
    let long = |n: usize| format!("a eq \"{}\"", "x".repeat(n - 7));
    assert_eq!([16_383, 16_384, 16_385].map(|n| parse(&long(n), default)), [None, None, Some("LM001")]);
    let path = |n: usize| limit_of(path::parse(&"a".repeat(n), Mode::Strict, default));
    assert_eq!([16_383, 16_384, 16_385].map(path), [None, None, Some("LM001")]);
    // Three comparisons and the disjunction over them are four nodes.
    let few = |nodes| Limits { ast_nodes: nodes, ..Limits::DEFAULT };
    assert_eq!([5, 4, 3].map(|n| parse("a pr or b pr or c pr", &few(n))), [None, None, Some("LM003")]);
    assert_eq!(parse(&vec!["a pr"; 2_000].join(" or "), default), None);
}

#[test]
fn the_ceiling_of_nesting_fits_a_small_stack() {
    let small = std::thread::Builder::new().stack_size(2 * 1024 * 1024);
    let work = || {
        let limits = Limits { nesting: Limits::NESTING_CEILING, ..Limits::DEFAULT };
        let text = format!("{}title pr{}", "not (".repeat(256), ")".repeat(256));
        let filter = Filter::compile(&text, kind("User"), Mode::Strict, &limits).unwrap();
        assert!(filter.matches(&read(USER)));
        assert_eq!(filter.to_string(), text);
        assert_eq!(filter.clone().tree(), filter.tree());
    };
    small.spawn(work).unwrap().join().unwrap();
}

// Deviations.

#[test]
fn every_tolerated_deviation_is_reported() {
    let codes = |text: &str| -> Vec<&str> {
        let mut noted = Diagnostics::new();
        filter::parse_noting(text, &Limits::DEFAULT, &mut noted).unwrap();
        noted.iter().map(|found| found.code.code).collect()
    };
    assert_eq!(codes(r#"emails[type eq "work"].value eq "x""#), ["SF121"]);
    assert_eq!(codes("externalId eq jyoung"), ["SF122"]);
    assert_eq!(codes(r#"userName eq"x""#), ["SF123"]);
    assert_eq!(codes("active eq True"), ["SF124"]);
    assert_eq!(codes(r#"emails [type eq "work"]"#), ["SF125"]);
    let filter: Filter = r#"manager eq "m1" and nosuch pr"#.parse().unwrap();
    assert_eq!(filter.warnings().iter().map(|found| found.code.code).collect::<Vec<_>>(), ["SF221", "SF204"]);
}

#[test]
fn values_stay_out_of_the_messages_of_patch() {
    let request = r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "Operations":[{"op":"replace","value":{"active":"hunter2-hunter2"}}]}"#;
    let found = Patch::new(&read(request), kind("User"), Mode::Tolerant, &Limits::DEFAULT).unwrap_err();
    assert!(
        !found.message.contains("hunter2")
            && found.help.as_ref().is_none_or(|help| !help.contains("hunter2"))
    );
    assert_eq!(found.at.as_ref().unwrap().pointer.as_deref(), Some("/Operations/0/value/active"));
}

/// Robustness, promise 9: no value of a payload in a message. The condition in the brackets of a path holds values.
#[test]
fn conditions_of_paths_stay_out_of_the_messages_of_patch() {
    const SECRET: &str = "hunter2@secret.example";
    let messages = |operation: &str, mode: Mode| {
        let text = format!(
            r#"{{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{operation}]}}"#
        );
        let (user, request) = (read(USER), read(&text));
        let found: Diagnostics = match Patch::for_resource(&request, &user, mode, &Limits::DEFAULT)
            .and_then(|patch| Ok((patch.apply(&user)?.warnings, patch)))
        {
            Err(found) => found.into(),
            Ok((warnings, patch)) => patch.warnings().iter().cloned().chain(warnings).collect(),
        };
        found.iter().map(|found| format!("{} {:?}", found.message, found.help)).collect::<Vec<_>>()
    };
    let quoted = format!(r#"\"{SECRET}\""#);
    for condition in [
        format!("value eq {quoted}"),
        format!("value eq {SECRET}"),
        format!("value eq '{SECRET}'"),
        format!("value eq {quoted} {SECRET}"),
        format!("value {SECRET}"),
        format!("value eq +{SECRET}"),
        format!("primary eq {quoted}"),
        format!("not {SECRET} eq 1"),
    ] {
        for path in [
            "emails[C].foo",
            "emails[C].value",
            "emials[C]",
            "manager[C].value",
            "id[C]",
            "groups[C].value",
            "emails[C",
        ] {
            let path = path.replace('C', &condition);
            for mode in [Mode::Strict, Mode::Tolerant] {
                for operation in [
                    format!(r#"{{"op":"add","path":"{path}","value":"x"}}"#),
                    format!(r#"{{"op":"remove","path":"{path}","value":"x"}}"#),
                    format!(r#"{{"op":"add","value":{{"{path}":"x"}}}}"#),
                ] {
                    let messages = messages(&operation, mode);
                    let told = messages.iter().find(|message| message.contains("hunter2"));
                    assert_eq!(told, None, "{mode:?} {operation}");
                }
            }
        }
    }
    let foo = format!(r#"{{"op":"add","path":"emails[value eq {quoted}].foo","value":"x"}}"#);
    assert!(messages(&foo, Mode::Strict).concat().starts_with("no schema of a User defines `emails[…].foo`"));
}

/// A page or a request in the place of a resource is somebody's mistake, not a resource without attributes.
#[test]
fn messages_of_the_protocol_are_no_resources() {
    let request = read(
        r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "Operations":[{"op":"add","path":"title","value":"T"}]}"#,
    );
    let patch = Patch::new(&request, kind("User"), Mode::Tolerant, &Limits::DEFAULT).unwrap();
    let list = read(r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"Resources":[]}"#);
    let error = read(r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"404"}"#);
    for message in [&list, &request, &error] {
        assert_eq!(patch.apply(message).unwrap_err().code.code, "IN008");
        let refused = diff(&read(USER), message, kind("User"), PatchFormat::Legacy).unwrap_err();
        assert_eq!(refused.finding.code.code, "IN008");
    }
}

/// RFC 7644 §3.5.2: `schemas` names the extension that an operation fills, whatever `schemas` was before.
#[test]
fn an_extension_is_declared_beside_a_lone_schema() {
    let urn = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    let request = read(
        r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[
        {"op":"add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department","value":"S"}]}"#,
    );
    let patch = Patch::new(&request, kind("User"), Mode::Tolerant, &Limits::DEFAULT).unwrap();
    for (schemas, expected) in [
        ("null", format!(r#"["{urn}"]"#)),
        (
            r#""urn:ietf:params:scim:schemas:core:2.0:User""#,
            format!(r#"["urn:ietf:params:scim:schemas:core:2.0:User","{urn}"]"#),
        ),
    ] {
        let user = format!(r#"{{"schemas":{schemas},"userName":"ada"}}"#);
        let after = patch.apply(&read(&user)).unwrap().resource;
        assert_eq!(after.get("schemas").unwrap().to_string(), expected);
    }
}
