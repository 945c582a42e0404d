//! The command line, run as its users run it: output, messages, exit codes.

#![cfg(feature = "cli")]

#[path = "common/command.rs"]
mod command;

use command::{Scratch, told};
use serde_json::{Value, json};

const DATA: &str = "tests/cases/data";

#[test]
fn without_arguments_the_sample_tenant_is_previewed() {
    let (code, out, _) = told(&[], b"");
    assert_eq!(code, 0);
    assert!(
        out.contains(
            "\n  + create   李娜                            in scope, and no account matches [PV303]\n"
        ),
        "{out}"
    );
    assert!(out.contains("  + 16 create  ~ 6 update  - 2 disable  = 1 none  . 3 skip  ! 3 error\n"), "{out}");
    let last: Vec<&str> = out.lines().rev().take(2).collect();
    assert!(last[0].contains("cargo xtask www") && last[1].contains("scimwright preview USERS"), "{out}");
}

/// The members of each request that the vector gives.
fn sent<'r>(requests: impl IntoIterator<Item = &'r Value>) -> Value {
    let neutral = |request: &Value| {
        let mut request = request.clone();
        request.as_object_mut().unwrap().remove("purpose");
        request
    };
    requests.into_iter().map(neutral).collect()
}

#[test]
fn the_sample_cycle_is_the_one_of_its_vector() {
    let text = std::fs::read_to_string("tests/cases/provisioning/sample-cycle.json").unwrap();
    let vector: Value = serde_json::from_str(&text).unwrap();
    let expected = &vector["expected"];
    let mut ids = vector["config"]["options"]["newUserIds"].clone();
    for group in expected["groups"].as_array().unwrap().iter().filter(|group| group["newId"].is_string()) {
        ids[group["id"].as_str().unwrap()] = group["newId"].clone();
    }
    let settings =
        json!({ "newIds": ids, "links": vector["target_before"]["links"], "patchFormat": "legacy" });
    let file = |name: &str| format!("{DATA}/{name}.json");
    let (schema, users, groups, target) =
        (file("gong-schema"), file("users"), file("groups"), file("gong-users-before"));
    let own = ["preview", "--schema", &schema, "--users", &users, "--groups", &groups, "--target", &target];
    let given = [&own[..], &["--settings", "-", "--format", "json"]].concat();
    let (_, out, err) = told(&given, settings.to_string().as_bytes());
    let plan: Value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{err}"));
    // The vector counts the users alone.
    let mut all = expected["summary"].clone();
    for group in expected["groups"].as_array().unwrap() {
        let count = &mut all[group["action"].as_str().unwrap()];
        *count = json!(count.as_u64().unwrap_or(0) + 1);
    }
    assert_eq!(plan["summary"], all);
    for (list, passes) in [("users", [true, false]), ("managers", [false, true]), ("groups", [true, true])] {
        for wanted in expected[list].as_array().unwrap() {
            let previews = plan["previews"].as_array().unwrap();
            let found = previews.iter().find(|preview| preview["source"]["id"] == wanted["id"]).unwrap();
            let who = &found["source"]["displayName"];
            // References of users are written in a second pass.
            let in_pass = |request: &&Value| passes[usize::from(request["purpose"] == "reference")];
            let writes = found["requests"].as_array().unwrap().iter().filter(in_pass);
            assert_eq!(sent(writes), wanted["writes"], "{list}: {who}");
            if list != "managers" {
                assert_eq!(found["reason"], wanted["reason"], "{list}: {who}");
                let queries = found["matching"]["queries"].as_array().unwrap();
                assert_eq!(sent(queries), wanted["reads"], "{list}: {who}");
                assert_eq!(who, &wanted["displayName"]);
            }
        }
    }
    // Without arguments the same tenant, with the ids the preview makes up.
    let (_, out, _) = told(&["--format", "json"], b"");
    let sample: Value = serde_json::from_str(&out).unwrap();
    let reasons = |plan: &Value| -> Vec<Value> {
        plan["previews"].as_array().unwrap().iter().map(|preview| preview["reason"].clone()).collect()
    };
    assert_eq!(reasons(&sample), reasons(&plan));
    assert_eq!(sample["summary"], plan["summary"]);
}

#[test]
fn only_shows_one_object_in_full() {
    let users = format!("{DATA}/users.json");
    let (code, out, _) = told(
        &["preview", &users, "--groups", &format!("{DATA}/groups.json"), "--only", "giulia d'angelo"],
        b"",
    );
    assert_eq!(code, 0, "{out}");
    for part in ["Scope\n  in scope", "GET /Users?filter=userName eq ", "userName", "POST /Users", "PV302"] {
        assert!(out.contains(part), "{part} in {out}");
    }
    let (code, _, err) = told(&["preview", &users, "--only", "nobody"], b"");
    assert_eq!((code, err.contains("no object is called `nobody`")), (2, true));
}

/// G-6: of a group's members is told who comes and who goes; what the target holds is never read.
#[test]
fn members_that_go_are_told_as_removed() {
    let group = r#"[{"id":"g","displayName":"G","members":[{"id":"b"}]}]"#;
    let groups = Scratch::new("removed-groups.json", group.as_bytes());
    let state =
        json!({ "links": { "g": "tg", "a": "ta", "b": "tb" }, "released": [], "members": { "g": ["a"] } });
    let state = Scratch::new("removed-state.json", state.to_string().as_bytes());
    let words =
        ["preview", "--groups", groups.path(), "--state-in", state.path(), "--scope", "all", "--only", "g"];
    let (code, out, err) = told(&words, b"");
    assert_eq!(code, 0, "{err}");
    let line = r#"members      flows  [{"value":"tb"}] (removed [{"value":"ta"}])  <- members"#;
    assert!(out.contains(line), "{out}");
}

#[test]
fn state_is_carried_from_cycle_to_cycle() {
    let state = std::env::temp_dir().join(format!("scimwright-state-{}.json", std::process::id()));
    let (users, path) = (format!("{DATA}/users.json"), state.display().to_string());
    let (_, first, _) = told(&["preview", &users, "--state-out", &path, "--format", "ndjson"], b"");
    assert!(first.lines().any(|line| line.contains("createdNoMatch")));
    let (_, second, _) = told(&["preview", &users, "--state-in", &path, "--format", "ndjson"], b"");
    std::fs::remove_file(&state).unwrap();
    assert!(!second.lines().any(|line| line.contains("createdNoMatch")), "{second}");
}

#[test]
fn bad_input_gives_code_place_and_help() {
    let (long, deep) = ("(".repeat(50_000), "(".repeat(1_000));
    let truncated = &std::fs::read(format!("{DATA}/gong-schema.json")).unwrap()[..5000];
    /// Arguments, standard input, exit code, parts of what is said.
    type Case<'c> = (&'c [&'c str], &'c [u8], i32, &'c [&'c str]);
    let cases: &[Case<'_>] = &[
        (&["validate", "-"], b"", 1, &["IN001", "-:1:1"]),
        (&["check", "-"], truncated, 1, &["IN002", "-:"]),
        // Bytes are counted before brackets.
        (&["filter", &long], b"[]", 2, &["LM001", "filter:1:16385", "16384"]),
        (&["filter", &deep], b"[]", 2, &["LM002", "filter:1:65", "64"]),
        (
            &["eval", "Swich([a], \"x\")"],
            b"",
            1,
            &["EX201", "expression:1:1", "did you mean `Switch`?", "^^^^^"],
        ),
        (&["filter", "userName eq", "-"], b"[]", 2, &["SF1", "filter:1:12"]),
        (&["preview", "/nowhere.json"], b"", 2, &["IN007", "/nowhere.json"]),
        (
            &["preview", "tests/cases/data/users.json", "--settings", "-"],
            b"{\"scoop\":1}",
            2,
            &["PV101", "did you mean `scope`?"],
        ),
        (&["explain", "EX2O1"], b"", 2, &["did you mean `EX201`?"]),
    ];
    for (arguments, input, expected, parts) in cases {
        let (code, out, err) = told(arguments, input);
        let said = format!("{out}{err}");
        let shown: Vec<String> =
            arguments.iter().map(|argument| argument.chars().take(20).collect()).collect();
        assert_eq!(code, *expected, "{shown:?}: {said}");
        for part in *parts {
            assert!(said.contains(part), "{shown:?}: {part} in {said}");
        }
    }
}

/// Code scanning finds a file by its place in the repository (ecosystem guide: relative URIs).
#[test]
fn sarif_names_files_from_the_current_directory() {
    let users = format!("{DATA}/users.json");
    let whole = format!("{}/{users}", env!("CARGO_MANIFEST_DIR"));
    let uri = |path: &str| {
        let (_, out, _) = told(&["check", path, "--format", "sarif"], b"");
        let log: Value = serde_json::from_str(&out).unwrap();
        log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].clone()
    };
    assert_eq!((uri(&users), uri(&whole)), (json!(users), json!(users)));
}

#[test]
fn the_version_is_told_of_every_command() {
    for words in [&["-V"][..], &["--version", "patch"], &["patch", "-V"], &["eval", "--version"]] {
        let (code, out, _) = told(words, b"");
        let version = env!("CARGO_PKG_VERSION");
        assert_eq!((code, out.trim_end().rsplit(' ').next()), (0, Some(version)), "{words:?}: {out}");
    }
}

/// `--color always` holds for both streams, whatever is said on them.
#[test]
fn findings_beside_an_answer_have_colour_too() {
    for (words, expected) in [(&["eval", "append([a], 1)"][..], 0), (&["check", "/nowhere", "/nowhere"], 2)] {
        let plain = told(words, b"");
        let (code, _, err) = told(&[words, &["--color", "always"]].concat(), b"");
        assert_eq!(code, expected, "{err}");
        assert!(err.contains("\u{1b}[") && !plain.2.contains('\u{1b}'), "{words:?}: {err}");
    }
}

#[test]
fn comparing_configurations_names_who_changes() {
    let schema = std::fs::read_to_string(format!("{DATA}/gong-schema.json")).unwrap();
    let changed = schema.replace("[jobTitle]", "[department]").replace("\"jobTitle\"", "\"department\"");
    let file = std::env::temp_dir().join(format!("scimwright-changed-{}.json", std::process::id()));
    std::fs::write(&file, changed).unwrap();
    let (old, new, users) =
        (format!("{DATA}/gong-schema.json"), file.display().to_string(), format!("{DATA}/users.json"));
    let (code, out, err) = told(&["compare", &old, &new, "--users", &users], b"");
    std::fs::remove_file(&file).unwrap();
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("  title: Chief Revenue Officer -> Sales\n"), "{out}");
    assert!(out.lines().last().unwrap().contains("changed"), "{out}");
}

/// `json` is one document, `ndjson` a line each; both say whether it went well.
#[test]
fn json_is_one_document() {
    let parsed = |arguments: &[&str], input: &str| -> (i32, Value) {
        let (code, out, err) = told(arguments, input.as_bytes());
        (code, serde_json::from_str(&out).unwrap_or_else(|_| panic!("{arguments:?}: {out}{err}")))
    };
    let cases = r#"[{"expression":"[a]","source":{"a":"x"},"expected":"x"},{"expression":"[a]","source":{},"expected":"y"}]"#;
    let (code, list) = parsed(&["test", "--format", "json"], cases);
    assert_eq!((code, list.as_array().unwrap().len(), &list[1]["passed"]), (1, 2, &json!(false)));
    let lines = "{\"expression\":\"[A]\",\"source\":{\"a\":\"x\"}}\n\n{\"expression\":\n{}\n";
    let (code, list) = parsed(&["eval", "--batch", "-", "--format", "json", "--trace"], lines);
    assert_eq!((code, list.as_array().unwrap().len()), (1, 3));
    assert_eq!(list[0]["diagnostics"][0]["code"], "EX252", "warnings are kept");
    assert_eq!(list[0]["trace"]["value"], "x");
    assert_eq!(list[1]["diagnostics"][0]["at"]["span"]["line"], 3, "lines of the file");
    assert!(list[2]["diagnostics"][0]["message"].as_str().unwrap().starts_with("line 4 "), "{list}");
    let (code, answer) = parsed(&["eval", "Swich([a])", "--format", "json"], "");
    assert_eq!((code, &answer["ok"], &answer["diagnostics"][0]["code"]), (1, &json!(false), &json!("EX201")));
    let (_, answer) = parsed(&["eval", "ToUpper([a])", "--trace", "--format", "json"], "");
    assert_eq!(
        (&answer["ok"], &answer["outcome"], &answer["trace"]["outcome"]),
        (&json!(true), &json!("null"), &json!("null"))
    );
    let (code, list) = parsed(&["fmt", "Append( [a] ,\"b\")", "Append(", "--format", "json"], "");
    assert_eq!((code, &list[0]), (1, &json!({ "ok": true, "text": "Append([a], \"b\")" })));
    assert_eq!(list[1]["ok"], false);
    // A warning of a batch counts as one of a single expression does.
    let (code, _, _) =
        told(&["eval", "--batch", "-", "--fail-on", "warning"], b"{\"expression\":\"append(1, 2)\"}");
    assert_eq!(code, 1);
    let (code, out, _) = told(&["fmt", "Append("], b"");
    assert_eq!((code, out.as_str()), (1, ""), "a finding, not a usage error");
}

/// Values stay out of the formats of continuous integration.
#[test]
fn values_are_shown_where_they_are_asked_for() {
    let source = br#"{"mail":"secret"}"#;
    for format in ["github", "sarif", "junit"] {
        let (code, out, _) =
            told(&["eval", "append([mail], [mail])", "--source", "-", "--format", format], source);
        assert!(code == 0 && !out.contains("secret") && out.contains("EX251"), "{format}: {out}");
        let (_, out, _) =
            told(&["eval", "ToLower([mail])", "--source", "-", "--format", format, "--trace"], source);
        assert!(!out.contains("secret"), "{format}: {out}");
        let cases = br#"{"expression":"[a]","source":{"a":"secret"},"expected":"y"}"#;
        let (_, out, _) = told(&["test", "--format", format], cases);
        assert!(!out.contains("secret"), "{format}: {out}");
        let (_, out, _) = told(&["test", "--format", format, "--show-values"], cases);
        assert!(out.contains("secret"), "{format}: {out}");
    }
}

#[test]
fn values_and_names_move_no_cursor_and_forge_no_line() {
    const HOSTILE: &str = "\u{1b}[2J\n::error::x\u{9b}31m\u{202e}\u{2066}\u{200b}";
    let dir = std::env::temp_dir();
    let file = |name: &str, content: Value| {
        let path = dir.join(format!("scimwright-hostile-{}-{name}.json", std::process::id()));
        std::fs::write(&path, content.to_string()).unwrap();
        path.display().to_string()
    };
    let user = file(
        "user",
        json!([{ "id": HOSTILE, "displayName": HOSTILE, "userPrincipalName": HOSTILE, "givenName": HOSTILE,
            "surname": HOSTILE, "mail": HOSTILE, "accountEnabled": true }]),
    );
    let case = json!({ "name": HOSTILE, "expression": "[a]", "source": { "a": HOSTILE }, "expected": "x" });
    let cases = file("cases", json!([case]));
    let source = file("source", json!({ "a": HOSTILE }));
    let role = file("role", json!({ "a": { HOSTILE: HOSTILE } }));
    let batch = file("batch", json!({ "expression": "[a]", "source": { "a": HOSTILE } }));
    let payload = file("payload", json!({ "userName": HOSTILE, "title": HOSTILE, HOSTILE: 1 }));
    let schema = format!("{DATA}/gong-schema.json");
    for arguments in [
        &["preview", &user, "--scope", "all"][..],
        &["preview", &user, "--scope", "all", "--only", HOSTILE],
        &["preview", &user, "--format", "github"],
        &["compare", &schema, &schema, "--users", &user],
        &["test", &cases],
        &["test", &cases, "--format", "github"],
        &["eval", "[a]", "--source", &source],
        &["eval", "[a]", "--source", &role],
        &["eval", "--batch", &batch],
        &["eval", "Join([a], [a], \"x\")", "--source", &source, "--trace"],
        &["eval", "Error([a])", "--source", &source],
        &["validate", &payload],
        &["explain", HOSTILE],
        &["functions", HOSTILE],
        &["check", HOSTILE],
        &["filter", HOSTILE, &payload],
    ] {
        let (_, out, err) = told(arguments, b"");
        let said = format!("{out}{err}");
        let moves = |c: char| {
            (c.is_control() && c != '\n')
                || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}')
        };
        assert!(!said.contains(moves) && !said.contains("\n::error::x"), "{arguments:?}: {said:?}");
    }
    [user, cases, source, role, batch, payload].iter().for_each(|path| std::fs::remove_file(path).unwrap());
}

#[test]
fn patch_applies_and_refuses() {
    let dir = std::env::temp_dir();
    let file = |name: &str, text: &str| {
        let path = dir.join(format!("scimwright-{}-{name}", std::process::id()));
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let user = file(
        "user.json",
        r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ada","active":true}"#,
    );
    let request = |operation: &str| {
        format!(
            r#"{{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{operation}]}}"#
        )
    };
    let good = file("good.json", &request(r#"{"op":"replace","path":"active","value":false}"#));
    let bad = file("bad.json", &request(r#"{"op":"remove","path":"userName"}"#));
    let (code, out, _) = told(&["patch", &user, &good], b"");
    assert!(code == 0 && out.contains("\"active\": false"), "{out}");
    let (code, out, _) = told(&["patch", &user, &bad], b"");
    assert!(code == 1 && out.contains("mutability"), "{out}");
    let after = file(
        "after.json",
        r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ada","active":false}"#,
    );
    let (code, computed, _) = told(&["diff", &user, &after, "--format", "ndjson"], b"");
    let computed: serde_json::Value = serde_json::from_str(&computed).unwrap();
    assert_eq!((code, &computed["Operations"][0]["path"]), (0, &"active".into()));
    // The job's format everywhere unless another is asked for.
    assert_eq!(computed["Operations"][0]["op"], "Replace");
    // The keyword is shown beside other help.
    let worse = file("worse.json", &request(r#"{"op":"delete","path":"title"}"#));
    let (code, out, _) = told(&["patch", &user, &worse], b"");
    assert!(code == 1 && out.contains("did you mean `remove`?; scimType invalidSyntax"), "{out}");
    [user, good, bad, after, worse].iter().for_each(|path| std::fs::remove_file(path).unwrap());
}

#[test]
fn a_filter_says_what_it_let_pass() {
    let users = br#"{"userName":"ada","schemas":["urn:ietf:params:scim:schemas:core:2.0:User"]}"#;
    let (code, out, err) =
        told(&["filter", "userName eq ada or nosuch pr", "-", "--format", "ndjson"], users);
    assert_eq!((code, out.lines().count()), (0, 1));
    assert!(err.contains("SF122") && err.contains("SF204") && !err.contains("Group"), "{err}");
    let (code, _, _) = told(&["filter", "userName eq ada", "-", "--fail-on", "warning"], users);
    assert_eq!(code, 1);
    let (code, _, err) = told(&["filter", "userName eq \"ada\"", "-", "--fail-on", "warning"], users);
    assert_eq!((code, &*err), (0, ""));
}

#[test]
fn formats_for_integration_parse() {
    let schema = format!("{DATA}/gong-schema.json");
    for format in ["sarif", "json"] {
        let (_, out, _) = told(&["check", &schema, "--format", format], b"");
        serde_json::from_str::<serde_json::Value>(&out).unwrap();
    }
    let (_, out, _) = told(&["completions", "bash"], b"");
    assert!(out.contains("scimwright"));
}
