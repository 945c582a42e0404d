//! Batches agree with previews one by one, whatever the number of threads.

#[path = "common/provision.rs"]
mod provision;

use std::sync::LazyLock;

use provision::sample_users;
use scimwright::assignment::Assignments;
use scimwright::limits::Limits;
use scimwright::provision::{CycleInput, Method, ObjectMappingDefinition, ScopeMode, Settings, TargetState};
use scimwright::sync_schema::ObjectKind;
use scimwright::{Engine, SourceObject};
use serde_json::{Value, json};

fn lines(users: &[Value]) -> String {
    users.iter().map(|user| format!("{user}\n")).collect()
}

#[test]
fn a_batch_says_what_previews_say() {
    let engine = Engine::for_gong().build().unwrap();
    let users = sample_users();
    let answer = engine.preview_batch(&lines(&users), 1);
    let answers: Vec<Value> = answer.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), users.len());
    for (user, answer) in users.iter().zip(&answers) {
        let preview = engine.preview(&SourceObject::user(user.to_string()).unwrap(), None);
        let preview = serde_json::to_value(&preview).unwrap();
        for name in ["source", "action", "status", "reason"] {
            assert_eq!(answer[name], preview[name], "{name} of {user}");
        }
        // Alone a user's manager is not known; in a batch it is.
        let first = |requests: &Value| -> Vec<Value> {
            let requests = requests.as_array().unwrap().iter();
            requests.filter(|request| request["purpose"] != "reference").cloned().collect()
        };
        assert_eq!(first(&answer["requests"]), first(&preview["requests"]), "requests of {user}");
        let [mut told, mut expected] = findings(answer, &preview);
        told.retain(|code| code != "PV303");
        expected.retain(|code| code != "PV303");
        assert_eq!(told, expected, "findings of {user}");
    }
}

#[test]
fn a_line_without_id_or_with_a_quote_to_match_by_is_told() {
    let engine = Engine::for_gong().build().unwrap();
    let (mut nameless, mut quoted) = (sample_users().swap_remove(0), sample_users().swap_remove(0));
    nameless.as_object_mut().unwrap().remove("id");
    quoted["userPrincipalName"] = json!("o'hara@x.example");
    for (user, code) in [(nameless, "PV301"), (quoted, "PV302")] {
        let preview = engine.preview(&SourceObject::user(user.to_string()).unwrap(), None);
        let answer: Value = serde_json::from_str(&engine.preview_batch(&lines(&[user]), 1)).unwrap();
        let [told, expected] = findings(&answer, &serde_json::to_value(&preview).unwrap());
        assert!(told.contains(&code.to_owned()), "{answer}");
        assert_eq!(told, expected);
    }
}

/// The codes of a line's findings and of a preview's, in their order.
fn findings(line: &Value, preview: &Value) -> [Vec<String>; 2] {
    let text = |code: &Value| code.as_str().unwrap().to_owned();
    let told = line["findings"].as_array().into_iter().flatten().map(text);
    let expected = preview["diagnostics"].as_array().unwrap().iter().map(|finding| text(&finding["code"]));
    [told.collect(), expected.collect()]
}

/// Engines whose previews depend on more than one new person: stored pairs, objects that left the scope, filters, several mappings,
/// assignments of Gong, references by an expression, runs on demand.
fn engines() -> Vec<Engine> {
    let schema = include_str!("../profiles/gong/synchronization-schema.json");
    let changed = |change: &dyn Fn(&mut Value)| {
        let mut schema: Value = serde_json::from_str(schema).unwrap();
        let mappings = schema["synchronizationRules"][0]["objectMappings"].as_array_mut().unwrap();
        change(mappings.iter_mut().find(|mapping| mapping["sourceObjectName"] == "User").unwrap());
        schema.to_string()
    };
    let clause = |attribute: &str, operator: &str, value: &str| json!({ "sourceOperandName": attribute, "operatorName": operator, "targetOperand": { "values": [value] } });
    let filtered = changed(&|mapping| {
        mapping["scope"]["groups"] = json!([
            { "name": "A", "clauses": [clause("jobTitle", "REGEX MATCH", "a"), clause("state", "NOT EQUALS", "b")] },
            { "name": "B", "clauses": [clause("accountEnabled", "EQUALS", "True"), clause("mail", "INCLUDES", "i")] },
        ]);
    });
    let ignoring = changed(&|mapping| {
        mapping["scope"]["inputFilterGroups"] =
            json!([{ "name": "I", "clauses": [clause("state", "NOT EQUALS", "b")] }]);
    });
    let manager = |mapping: &mut Value, member: &str, value: Value| {
        for attribute in mapping["attributeMappings"].as_array_mut().unwrap() {
            if attribute["targetAttributeName"].as_str().unwrap().ends_with("manager") {
                attribute[member] = value.clone();
            }
        }
    };
    let by_expression = changed(&|mapping| {
        let source = json!({ "type": "Function", "expression": "Coalesce([manager], [department])" });
        manager(mapping, "source", source);
    });
    let without_manager = changed(&|mapping| {
        let attributes = mapping["attributeMappings"].as_array_mut().unwrap();
        attributes.retain(|it| !it["targetAttributeName"].as_str().unwrap().ends_with("manager"));
    });
    let by_default = changed(&|mapping| manager(mapping, "defaultValue", json!("m")));
    let several = {
        let mut schema: Value = serde_json::from_str(&filtered).unwrap();
        let mappings = schema["synchronizationRules"][0]["objectMappings"].as_array_mut().unwrap();
        let mut second = mappings.iter().find(|it| it["sourceObjectName"] == "User").unwrap().clone();
        second["scope"]["groups"] =
            json!([{ "name": "C", "clauses": [clause("department", "EQUALS", "b")] }]);
        second["attributeMappings"].as_array_mut().unwrap().reverse();
        mappings.push(second);
        schema.to_string()
    };
    let settings = [
        r#"{"scope":"all"}"#,
        r#"{"scope":"all","links":{"b":"t-b","u1":"t-1","m":"t-m"}}"#,
        r#"{"scope":"all","released":["u1","u2"],"links":{"b":"t-b"}}"#,
        r#"{"assigned":["u1","b"],"links":{"b":"t-b","u2":"t-2"},"allowedDomains":["x.example"]}"#,
        r#"{"scope":"all","onDemand":true,"links":{"u1":"t-1"}}"#,
        r#"{"patchFormat":"compliant","newIds":{"b":"n/b"}}"#,
    ];
    let mut engines = Vec::new();
    for settings in settings {
        for schema in [schema, &filtered, &ignoring, &by_expression, &by_default, &without_manager, &several]
        {
            let builder = Engine::builder().schema_json(schema).unwrap().settings_json(settings).unwrap();
            engines.push(builder.clone().build().unwrap());
            let assignments =
                r#"[{"name":"M","group":"G","updateMode":"manual","workspacePermissions":{"W":"P"}}]"#;
            let assignments = Assignments::from_json(assignments, &Limits::DEFAULT).unwrap();
            engines.push(builder.assignments(assignments).build().unwrap());
        }
    }
    engines
}

#[test]
fn a_line_is_refused_for_what_an_object_alone_is_refused() {
    let limits = Limits { json_bytes: 20_000, array_items: 1_000, nesting: 8, ..Limits::DEFAULT };
    let everybody = Settings { scope: ScopeMode::All, ..Settings::default() };
    let engine = Engine::for_gong().settings(everybody).limits(limits).build().unwrap();
    let base = r#""id":"m","userPrincipalName":"ada@x.example","mail":"ada@x.example","givenName":"Ada","surname":"Byron","city":"Ulm","a":1"#;
    let good = format!("{{{base}}}");
    let many = |count: usize| (0..count).map(|at| format!(r#""k{at}":1"#)).collect::<Vec<_>>().join(",");
    // RFC 8259: nothing behind the value; repeated names, and what crosses a limit, are refused.
    let cases = [
        (format!("{{{base}}} x"), "IN002"),
        (format!("{good}{good}"), "IN002"),
        (format!(r#"{{{base},"mail":"eve@x.example"}}"#), "IN003"),
        (format!(r#"{{{base},"m\u0061il":"eve@x.example"}}"#), "IN003"),
        (format!(r#"{{"mail":"eve@x.example",{base}}}"#), "IN003"),
        (format!(r#"{{"b":1,{base},"b":2}}"#), "IN003"),
        (format!(r#"{{{base},"b":2,"b":2}}"#), "IN003"),
        (format!(r#"{{{base},{},"k3":2}}"#, many(50)), "IN003"),
        (format!(r#"{{{base},"manager":{{"id":"x","id":"y"}}}}"#), "IN003"),
        (format!(r#"{{{base},"onPremisesExtensionAttributes":{{"a":1,"a":2}}}}"#), "IN003"),
        (format!(r#"{{{base},"b":"\ud800"}}"#), "IN004"),
        (format!(r#"{{{base},"b":"{}"}}"#, "x".repeat(20_000)), "LM001"),
        (format!(r#"{{{base},"b":{}{}}}"#, "[".repeat(8), "]".repeat(8)), "LM002"),
        (format!(r#"{{{base},"b":[{}1]}}"#, "1,".repeat(1_000)), "LM004"),
    ];
    let report = r#"{"id":"r","userPrincipalName":"r@x.example","mail":"r@x.example","givenName":"R","surname":"B","manager":{"id":"m"}}"#;
    assert!(
        !engine
            .preview_batch(
                &format!(
                    "{good}
{report}
"
                ),
                1
            )
            .contains("PV303")
    );
    for (line, code) in &cases {
        assert_eq!(
            SourceObject::new(ObjectKind::User, line.as_str(), &limits).unwrap_err()[0].code.code,
            *code
        );
        let refused = json!([code]);
        for (before, text) in [
            (0, format!("{line}\n")),
            (1, format!("{good}\n{line}\n")),
            (2, format!("{line}\n{line}\n{line}\n")),
        ] {
            let answer = engine.preview_batch(&text, 1);
            let answer: Value = serde_json::from_str(answer.lines().nth(before).unwrap()).unwrap();
            assert_eq!(
                (&answer["status"], &answer["findings"]),
                (&json!("failure"), &refused),
                "{line:.100}"
            );
        }
        // Nobody can refer to an object that cannot be read.
        let answer = engine.preview_batch(&format!("{line}\n{report}\n"), 1);
        assert!(answer.lines().nth(1).unwrap().contains("PV303"), "{line:.100}: {answer}");
    }
    // Another order, blanks and names that only look repeated are as good.
    for line in [
        format!(r#"{{"city":"Ulm",{}}}"#, base.replace(r#","city":"Ulm""#, "")),
        format!(r#"{{ "x" : {{"mail":1}}, {base} }} "#),
        format!(r#"{{{base},{}}}"#, many(50)),
    ] {
        let answer = engine.preview_batch(&format!("{good}\n{line}\n{good}\n"), 1);
        let rows: Vec<&str> = answer.lines().collect();
        assert_eq!((rows[1], rows[2]), (rows[0], rows[0]), "{line:.100}");
    }
}

#[test]
fn a_cycle_is_the_same_on_any_number_of_threads() {
    let engine = Engine::for_gong().build().unwrap();
    // Several pieces' worth: the sample users again and again, under ids and names of their own.
    let users: Vec<_> = (0..40)
        .flat_map(|copy| sample_users().into_iter().map(move |user| (copy, user)))
        .map(|(copy, mut user)| {
            user["id"] = json!(format!("{}-{copy}", user["id"].as_str().unwrap()));
            user["userPrincipalName"] =
                json!(format!("c{copy}.{}", user["userPrincipalName"].as_str().unwrap()));
            SourceObject::user(user.to_string()).unwrap()
        })
        .collect();
    let input = CycleInput { users, target: Some(TargetState::default()), ..CycleInput::default() };
    let run = |threads| {
        let mut lines = Vec::new();
        let write = |preview| serde_json::to_string(&preview).unwrap();
        let outcome = engine.plan_each(&input, threads, write, |line| lines.push(line));
        (outcome, lines)
    };
    let one = run(1);
    assert_eq!(one.1.len(), 1_000);
    for threads in [2, 3, 16] {
        assert_eq!(run(threads), one, "{threads} threads");
    }
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let engine = Engine::for_gong().build().unwrap();
    let text = lines(&sample_users());
    let one = engine.preview_batch(&text, 1);
    for threads in [2, 3, 7, 64] {
        assert_eq!(engine.preview_batch(&text, threads), one, "{threads} threads");
    }
}

#[test]
fn a_stream_says_what_a_batch_says() {
    let engine = Engine::for_gong().build().unwrap();
    let text = lines(&sample_users());
    let whole = engine.preview_batch(&text, 1);
    for piece in [100, 4_096, 1 << 20] {
        let mut out = Vec::new();
        let mut batch = engine.batch(&[]);
        batch.stream(|| Ok(text.as_bytes()), &mut out, 2, piece).unwrap();
        assert!(String::from_utf8(out).unwrap() == whole, "pieces of {piece} bytes");
    }
}

#[test]
fn managers_are_resolved_across_lines() {
    let engine = Engine::for_gong().build().unwrap();
    let user = |id: &str, manager: Value| {
        json!({ "id": id, "userPrincipalName": id, "mail": id, "mailNickname": id, "givenName": id, "surname": id,
            "accountEnabled": true, "manager": manager, "appRoleAssignments": [{ "id": "a" }] })
    };
    let text =
        lines(&[user("a", json!({ "id": "b" })), user("b", Value::Null), user("c", json!({ "id": "gone" }))]);
    let answer = engine.preview_batch(&text, 2);
    let answers: Vec<Value> = answer.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let operation = &answers[0]["requests"][1]["body"]["Operations"][0];
    assert_eq!(
        (&answers[0]["requests"][1]["path"], &operation["value"]),
        (&json!("/Users/new-a"), &json!("new-b"))
    );
    assert_eq!(answers[1]["requests"].as_array().unwrap().len(), 1);
    assert!(answers[2]["findings"].as_array().unwrap().contains(&json!("PV303")));
}

#[test]
fn lines_among_others_say_what_a_cycle_says() {
    let user = |id: &str, manager: &str, enabled: bool| {
        json!({ "id": id, "userPrincipalName": id, "mail": id, "mailNickname": id, "givenName": id, "surname": id,
            "jobTitle": id, "accountEnabled": enabled, "manager": { "id": manager } })
    };
    // Managers: new, with a pair, with a pair and disabled, with a pair and not among the lines, unknown.
    let users = [
        user("new", "kept", true),
        user("kept", "new", true),
        user("gone", "new", false),
        user("a", "gone", true),
        user("b", "elsewhere", true),
        user("c", "nobody", true),
        user("outside", "new", true),
    ];
    let members: Vec<Value> = users.iter().take(6).map(|user| json!({ "id": user["id"] })).collect();
    // Given without its members, everybody may be in the group.
    let told = json!({ "id": "g", "displayName": "G", "members": members });
    let untold = json!({ "id": "g", "displayName": "G" });
    let settings = r#"{"assigned":["g"],"links":{"kept":"t-kept","gone":"t-gone","elsewhere":"t-e"}}"#;
    let assignments = r#"[{"name":"M","group":"G","workspacePermissions":{"W":"P"}}]"#;
    for (with, group) in [(false, &told), (true, &told), (false, &untold), (true, &untold)] {
        let mut builder = Engine::for_gong().settings_json(settings).unwrap();
        if with {
            builder = builder.assignments(Assignments::from_json(assignments, &Limits::DEFAULT).unwrap());
        }
        let engine = builder.build().unwrap();
        let group = SourceObject::group(group.to_string()).unwrap();
        let mut batch = engine.batch(std::slice::from_ref(&group));
        let text = lines(&users);
        batch.note(&text, 2);
        let answer = batch.write(&text, 2).concat();
        let users = users.iter().map(|user| SourceObject::user(user.to_string()).unwrap()).collect();
        let plan = engine.plan(&CycleInput { users, groups: vec![group], ..CycleInput::default() });
        assert_eq!(answer.lines().count() + 1, plan.previews.len());
        for (line, preview) in answer.lines().zip(&plan.previews) {
            let line: Value = serde_json::from_str(line).unwrap();
            let preview = serde_json::to_value(preview).unwrap();
            for name in ["source", "action", "status", "reason", "requests"] {
                assert_eq!(line[name], preview[name], "{name} of {}", preview["source"]);
            }
            let [told, expected] = findings(&line, &preview);
            assert_eq!(told, expected, "findings of {}", preview["source"]);
        }
    }
}

/// Mode `assigned` (C-1): where one user tells its assignment, one that tells none has none, and is nobody's manager.
#[test]
fn who_is_assigned_is_known_across_lines() {
    let engine = Engine::for_gong().settings_json(r#"{"links":{"linked":"t-1"}}"#).unwrap().build().unwrap();
    let user = |id: &str, manager: &str, roles: Option<Value>| {
        let mut user = json!({ "id": id, "userPrincipalName": id, "mail": id, "mailNickname": id, "givenName": id,
            "surname": id, "accountEnabled": true, "manager": { "id": manager } });
        if let Some(roles) = roles {
            user["appRoleAssignments"] = roles;
        }
        user
    };
    let silent = [user("a", "b", None), user("b", "linked", None), user("linked", "a", None)];
    let telling = user("t", "a", Some(json!([{ "id": "role" }])));
    let second = user("u", "linked", Some(json!([{ "id": "role" }])));
    let reason = |line: &str| {
        let line: Value = serde_json::from_str(line).unwrap();
        let manager = line["requests"][1]["body"]["Operations"][0]["value"].clone();
        (line["reason"].as_str().unwrap().to_owned(), manager)
    };
    let alone = engine.preview_batch(&lines(&silent), 1);
    let alone: Vec<_> = alone.lines().map(reason).collect();
    assert_eq!(alone[0], ("createdNoMatch".to_owned(), json!("new-b")));
    assert_eq!(alone[1], ("createdNoMatch".to_owned(), json!("t-1")));
    let users: Vec<Value> = silent.into_iter().chain([telling, second]).collect();
    let among = engine.preview_batch(&lines(&users), 2);
    let among: Vec<_> = among.lines().map(reason).collect();
    let expected = ["notAssigned", "notAssigned", "outOfScopeUnassigned", "createdNoMatch", "createdNoMatch"];
    assert_eq!(among, expected.map(|reason| (reason.to_owned(), Value::Null)));
    let users = users.iter().map(|user| SourceObject::user(user.to_string()).unwrap()).collect();
    let plan = engine.plan(&CycleInput { users, ..CycleInput::default() });
    let planned: Vec<_> =
        plan.previews.iter().map(|preview| reason(&serde_json::to_string(preview).unwrap())).collect();
    assert_eq!(planned, among);
}

/// A user alone may be in a group that the settings name: that nobody knows is told, of all or of one (C-1).
#[test]
fn ids_that_are_nobodys_may_be_those_of_groups() {
    let user = |id: &str| {
        json!({ "id": id, "userPrincipalName": id, "mail": id, "mailNickname": id, "givenName": id, "surname": id,
            "jobTitle": id, "accountEnabled": true, "manager": { "id": "m" } })
    };
    let told = |settings: &str, users: &[Value]| -> Vec<bool> {
        let engine = Engine::for_gong().settings_json(settings).unwrap().build().unwrap();
        let answer = engine.preview_batch(&lines(users), 1);
        let mut out = Vec::new();
        let mut batch = engine.batch(&[]);
        batch.stream(|| Ok(std::io::Cursor::new(lines(users))), &mut out, 1, 10).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), answer);
        answer.lines().map(|line| line.contains("PV321")).collect()
    };
    let (both, group) = (r#"{"assigned":["a","b"]}"#, r#"{"assigned":["a","g"],"links":{"b":"t"}}"#);
    assert_eq!(told(both, &[user("a"), user("b"), user("c")]), [false; 3]);
    assert_eq!(told(both, &[user("a"), user("c")]), [false, true]);
    assert_eq!(told(group, &[user("a"), user("b"), user("c")]), [false, true, true]);
    let alone = |settings: &str, id: &str| {
        let engine = Engine::for_gong().settings_json(settings).unwrap().build().unwrap();
        let preview = engine.preview(&SourceObject::user(user(id).to_string()).unwrap(), None);
        let told = |code: &str| preview.diagnostics.iter().any(|finding| finding.code.code == code);
        (preview.reason.code(), told("PV321"))
    };
    assert_eq!(alone(group, "a"), ("createdNoMatch", false));
    assert_eq!(alone(group, "b"), ("outOfScopeUnassigned", true));
    assert_eq!(alone(r#"{"assigned":[]}"#, "b"), ("notAssigned", false));
}

#[test]
fn unreadable_lines_keep_their_place() {
    let engine = Engine::for_gong().build().unwrap();
    let answer = engine.preview_batch("{\"id\":\n\n[]\n", 1);
    let lines: Vec<&str> = answer.lines().collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[1], "");
    for (line, code) in [(lines[0], "IN002"), (lines[2], "IN008")] {
        let line: Value = serde_json::from_str(line).unwrap();
        assert_eq!(line["findings"], json!([code]));
        assert_eq!(
            json!([line["action"], line["status"], line["requests"]]),
            json!(["other", "failure", []])
        );
        assert!(line["message"].as_str().is_some_and(|message| !message.is_empty()), "{line}");
    }
}

/// One line out for one line in (COMPATIBILITY, "Lines of batches"), whatever is mapped.
#[test]
fn where_users_are_not_mapped_each_line_says_so() {
    let builder = Engine::builder().mapping(ObjectMappingDefinition::new(ObjectKind::Group, vec![]));
    let engine = builder.settings_json(r#"{"assigned":["u1","nobody"]}"#).unwrap().build().unwrap();
    let text = "{\"id\":\"u1\",\"displayName\":\"Ada\"}\n\nnope\n{\"id\":\"u2\"}\n";
    let answer = engine.preview_batch(text, 2);
    let [first, blank, broken, last] = *answer.lines().collect::<Vec<_>>() else { panic!("{answer}") };
    for (line, user) in [(first, text.lines().next().unwrap()), (last, r#"{"id":"u2"}"#)] {
        assert_eq!(line, engine.preview_compact(Some(ObjectKind::User), user, None).unwrap());
        let line: Value = serde_json::from_str(line).unwrap();
        assert_eq!(
            json!([line["reason"], line["requests"], line["findings"]]),
            json!(["mappingDisabled", [], ["PV201"]])
        );
    }
    assert!(blank.is_empty() && broken.contains("IN002"), "{answer}");
    let mut batch = engine.batch(&[]);
    let mut streamed = Vec::new();
    batch.stream(|| Ok(text.as_bytes()), &mut streamed, 1, 8).unwrap();
    assert_eq!(answer.as_bytes(), streamed);
    let user = |id: &str| SourceObject::user(json!({ "id": id }).to_string()).unwrap();
    let plan = engine.plan(&CycleInput { users: vec![user("u1"), user("u2")], ..CycleInput::default() });
    // A cycle says it once for all of them.
    let [unmapped, in_vain @ ..] = &plan.diagnostics[engine.diagnostics().len()..] else {
        panic!("{plan:?}")
    };
    assert_eq!((unmapped.code.code, batch.in_vain().as_slice()), ("PV201", in_vain));
    assert_eq!(batch.in_vain()[0].code.code, "PV321");
}

mod properties {
    use proptest::prelude::*;

    use super::*;

    /// Members an object may have, with values of every kind under every name.
    fn object() -> impl Strategy<Value = Value> {
        let names = prop::sample::subsequence(
            vec![
                "id",
                "userPrincipalName",
                "mail",
                "mailNickname",
                "givenName",
                "surname",
                "jobTitle",
                "accountEnabled",
                "deletedDateTime",
                "@removed",
                "manager",
                "businessPhones",
                "telephoneNumber",
                "appRoleAssignments",
                "onPremisesExtensionAttributes",
                "extensionAttribute2",
                "state",
                "COUNTRY",
                "AccountEnabled",
                "department",
                "members",
                "isSoftDeleted",
            ],
            0..20,
        );
        let value = prop_oneof![
            Just(json!(null)),
            any::<bool>().prop_map(|value| json!(value)),
            any::<i64>().prop_map(|value| json!(value)),
            "\\PC{0,12}".prop_map(|value| json!(value)),
            Just(json!("a_b.example#EXT#@t.example")),
            Just(json!("false")),
            Just(json!("b")),
            Just(json!("")),
            Just(json!([])),
            Just(json!(["x", null, 3])),
            Just(json!({ "id": "b", "extensionAttribute2": "inside", "reason": "changed" })),
            Just(json!([{ "id": "c" }])),
        ];
        names.prop_shuffle().prop_flat_map(move |names| {
            let count = names.len();
            prop::collection::vec(value.clone(), count).prop_map(move |values| {
                names.iter().zip(values).map(|(name, value)| ((*name).to_owned(), value)).collect()
            })
        })
    }

    static ENGINES: LazyLock<Vec<Engine>> = LazyLock::new(engines);

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        /// What is read once in memory says what is read twice in pieces: references across lines, repeated ids, lines that
        /// tell who is assigned behind lines that do not.
        #[test]
        fn one_reading_says_what_two_say(
            people in prop::collection::vec((object(), 0..4_usize, any::<bool>()), 1..8),
            piece in 1..400_usize,
            chosen in any::<prop::sample::Index>(),
        ) {
            let person = |(mut object, name, complete): (Value, usize, bool)| {
                object["id"] = json!(["u1", "u2", "b", "c"][name]);
                for name in ["userPrincipalName", "mail", "givenName", "surname"].iter().filter(|_| complete) {
                    object[name] = json!("ada@x.example");
                }
                object
            };
            let text = lines(&people.into_iter().map(person).collect::<Vec<_>>());
            let engine = chosen.get(&ENGINES);
            let mut streamed = Vec::new();
            engine.batch(&[]).stream(|| Ok(text.as_bytes()), &mut streamed, 2, piece).unwrap();
            let streamed = String::from_utf8(streamed).unwrap();
            prop_assert_eq!(engine.preview_batch(&text, 2), streamed.as_str(), "{:?}", engine.settings());
            let mut given = String::new();
            engine.batch(&[]).at_once(&text, 1, piece, |part| given.push_str(part));
            prop_assert_eq!(given, streamed, "pieces of {}", piece);
        }

        /// A compact preview says what the preview says, for users and groups, with an account and without.
        #[test]
        fn a_compact_preview_is_a_preview(
            mut object in object(),
            name in 0..4_usize,
            complete in any::<bool>(),
            kind in prop::option::of(prop::sample::select(vec![ObjectKind::User, ObjectKind::Group])),
            has_account in any::<bool>(),
            chosen in any::<prop::sample::Index>(),
        ) {
            object["id"] = json!(["u1", "b", "", "c"][name]);
            for name in ["userPrincipalName", "mail", "givenName", "surname"].iter().filter(|_| complete) {
                object[name] = json!("ada@x.example");
            }
            let engine = chosen.get(&ENGINES);
            let text = object.to_string();
            let account = has_account.then(|| scimwright::value::json::parse(r#"{"id":"t-1","title":"a"}"#, &Limits::DEFAULT).unwrap());
            let account = account.as_ref();
            let source = match kind {
                Some(kind) => SourceObject::new(kind, &text, &Limits::DEFAULT).unwrap(),
                None => SourceObject::of_its_kind(&text, &Limits::DEFAULT).unwrap(),
            };
            let preview = serde_json::to_value(engine.preview(&source, account)).unwrap();
            let compact: Value = serde_json::from_str(&engine.preview_compact(kind, &text, account).unwrap()).unwrap();
            for name in ["source", "action", "status", "reason", "requests"] {
                prop_assert_eq!(&compact[name], &preview[name], "{} of {} {:?}", name, text, engine.settings());
            }
            let [told, expected] = findings(&compact, &preview);
            prop_assert_eq!(told, expected, "findings of {} {:?}", text, engine.settings());
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// Whatever an object holds, the two paths agree, line by line, and nothing panics. Where one line tells whether
        /// its user is assigned, one that does not is as one that tells it is not (C-1).
        #[test]
        fn lines_agree_with_previews(objects in prop::collection::vec(object(), 1..6)) {
            let engine = Engine::for_gong().build().unwrap();
            let answer = engine.preview_batch(&lines(&objects), 2);
            prop_assert_eq!(answer.lines().count(), objects.len());
            let tells = |object: &Value| object.get("appRoleAssignments").is_some();
            let is_told = objects.iter().any(tells);
            for (object, line) in objects.iter().zip(answer.lines()) {
                let line: Value = serde_json::from_str(line).unwrap();
                let mut object = object.clone();
                if is_told && !tells(&object) {
                    object["appRoleAssignments"] = json!([]);
                }
                let preview = engine.preview(&SourceObject::user(object.to_string()).unwrap(), None);
                let preview = serde_json::to_value(&preview).unwrap();
                for name in ["source", "action", "status", "reason"] {
                    prop_assert_eq!(&line[name], &preview[name], "{} of {}", name, object);
                }
                prop_assert_eq!(&line["requests"][0], &preview["requests"][0], "{}", object);
            }
        }

        /// One line alone says all that a preview says, whatever the settings.
        #[test]
        fn a_line_is_a_preview(mut object in object(), name in 0..5_usize, complete in any::<bool>()) {
            let known = ["u1", "u2", "u3", "b", ""][name];
            object["id"] = json!(known);
            if complete {
                for name in ["userPrincipalName", "mail", "givenName", "surname"] {
                    object[name] = json!("ada@x.example");
                }
            }
            // Alone, nobody is known to be their own manager, whom one configuration reads from the department.
            if known == "b" {
                object["manager"] = Value::Null;
                object["department"] = Value::Null;
            }
            for engine in &*ENGINES {
                let line: Value = serde_json::from_str(&engine.preview_batch(&object.to_string(), 1)).unwrap();
                let preview = engine.preview(&SourceObject::user(object.to_string()).unwrap(), None);
                let preview = serde_json::to_value(&preview).unwrap();
                for name in ["source", "action", "status", "reason", "requests"] {
                    prop_assert_eq!(&line[name], &preview[name], "{} of {} {:?}", name, object, engine.settings());
                }
                let [told, expected] = findings(&line, &preview);
                prop_assert_eq!(told, expected, "findings of {} {:?}", object, engine.settings());
            }
        }

        /// The state after a cycle is one in which the next cycle finds nothing to write.
        #[test]
        fn a_second_cycle_finds_nothing_to_write(objects in prop::collection::vec(object(), 1..6)) {
            let engine = Engine::for_gong().build().unwrap();
            let mut objects = objects;
            for (number, object) in objects.iter_mut().enumerate() {
                object["id"] = json!(format!("u{number}"));
                // Most objects shall get as far as an account.
                for name in ["userPrincipalName", "mail", "givenName", "surname"] {
                    if number % 3 < 2 && !object[name].is_string() {
                        object[name] = json!(format!("{name}{number}"));
                    }
                }
            }
            let users: Vec<_> =
                objects.iter().map(|object| SourceObject::user(object.to_string()).unwrap()).collect();
            let first = CycleInput { users, target: Some(TargetState::default()), ..CycleInput::default() };
            let plan = engine.plan(&first);
            let (after, refused) = plan.target_after(&TargetState::default(), &scimwright::limits::Limits::DEFAULT);
            prop_assert!(refused.is_empty(), "{:?}", refused);
            let second = CycleInput { target: Some(after), state: Some(plan.state), ..first };
            let again = engine.plan(&second);
            let writes: Vec<_> = again.requests.iter().filter(|request| request.method != Method::Get).collect();
            prop_assert!(writes.is_empty(), "{:?} for {}", writes, json!(objects));
        }
    }
}
