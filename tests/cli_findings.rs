//! What the command line says of its inputs: where a finding stands, in which form, and with which exit code.

#![cfg(feature = "cli")]

#[path = "common/command.rs"]
mod command;

use command::{SCHEMA, SOURCE, Scratch, edited, run, told};
use serde_json::{Value, json};

const USER: &str = r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"1","userName":"ada.secret@x.example","active":true}"#;
const REPORTS: [&str; 3] = ["github", "sarif", "junit"];

/// A configuration with an unknown function in the mapping of `active`.
fn broken_schema() -> Scratch {
    let schema = std::fs::read_to_string(SCHEMA).unwrap();
    let broken = schema.replace("Switch([IsSoftDeleted]", "Swich([IsSoftDeleted]");
    assert_ne!(schema, broken);
    Scratch::new("swich.json", broken.as_bytes())
}

#[test]
fn formats_for_integration_hold_findings_alone() {
    let user = Scratch::new("one-user.json", USER.as_bytes());
    let next = Scratch::new("next-user.json", USER.replace("true", "false").as_bytes());
    let patch = Scratch::new(
        "title.json",
        br#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"add","path":"title","value":"Secret"}]}"#,
    );
    let (user, next, patch) = (user.path(), next.path(), patch.path());
    let users = Scratch::new("some-users.json", format!("[{SOURCE}]").as_bytes());
    let compared = ["compare", SCHEMA, SCHEMA, "--users", users.path()];
    let commands: [&[&str]; 5] = [
        &["filter", "userName pr", user],
        &["filter", "userName pr", "--ast"],
        &["patch", user, patch],
        &["diff", user, next],
        &compared,
    ];
    for command in commands {
        for format in REPORTS {
            let (code, out, err) = told(&[command, &["--format", format]].concat(), b"");
            assert_eq!((code, &*err), (0, ""), "{command:?} {format}");
            assert!(!out.to_lowercase().contains("secret") && !out.contains("u1"), "{command:?}: {out}");
            // A clean report: nothing for GitHub, a whole document for the others.
            let begins = match format {
                "sarif" => "{\n  \"$schema\"",
                "junit" => "<?xml",
                _ => "",
            };
            assert!(out.starts_with(begins) && out.is_empty() == begins.is_empty(), "{command:?}: {out}");
        }
    }
    let (code, out, _) = told(&["filter", "userName eq Ada", user, "--format", "github"], b"");
    assert_eq!((code, out.lines().count()), (0, 1));
    assert!(out.starts_with("::warning file=filter,line=1,col=13,"), "{out}");
    let lines = format!("{USER}\n{{\"userName\":\n");
    let (code, out, _) = told(&["filter", "userName pr", "-", "--format", "github"], lines.as_bytes());
    assert_eq!(code, 1);
    assert!(out.starts_with("::error file=-,line=2,col=13,") && !out.contains("secret"), "{out}");
}

/// Logs are not a place for personal data: the line at fault is shown where a person looks, or on request.
#[test]
fn formats_for_integration_show_no_line_of_a_refused_file() {
    let csv = Scratch::new("cells.csv", b"id,mail\n1,ada.secret@x.example,3\n");
    let json = Scratch::new("row.json", br#"{"id":"1","mail":"ada.secret@x.example",}"#);
    let (csv, json) = (csv.path(), json.path());
    let commands: [&[&str]; 6] = [
        &["preview", csv],
        &["preview", "--users", SCHEMA, "--target", json],
        &["filter", "id pr", json],
        &["patch", json, json],
        &["test", json],
        &["eval", "[mail]", "--source", json],
    ];
    for command in commands {
        let shown = |more: &[&str]| {
            let (code, out, err) = told(&[command, more].concat(), b"");
            assert_eq!((code, &*out), (2, ""), "{command:?} {more:?}: {err}");
            assert!(err.starts_with("error[IN00") && err.contains("\n  --> "), "{command:?}: {err}");
            err.contains("ada.secret")
        };
        for format in REPORTS {
            assert!(!shown(&["--format", format]), "{command:?} {format}");
            assert!(shown(&["--format", format, "--show-values"]), "{command:?} {format}");
        }
        assert!(shown(&[]) && shown(&["--format", "json"]), "{command:?}");
    }
}

#[test]
fn what_is_redacted_is_nobodys_name() {
    let mut schema: Value = serde_json::from_str(&std::fs::read_to_string(SCHEMA).unwrap()).unwrap();
    let mappings = &mut schema["synchronizationRules"][0]["objectMappings"][1]["attributeMappings"];
    mappings[0]["source"] = json!({ "type": "Function", "expression": "Redact([userPrincipalName])" });
    let schema = Scratch::new("redacted.json", schema.to_string().as_bytes());
    let users = Scratch::new("nameless.json", SOURCE.replace("\"id\":\"u1\",", "").as_bytes());
    let (_, out, _) = told(&["preview", users.path(), "--scope", "all", "--schema", schema.path()], b"");
    assert!(out.starts_with("Users\n") && !out.contains("a@x.example"), "{out}");
}

#[test]
fn junit_fails_where_the_exit_code_does() {
    let filter = ["filter", "userName eq Ada", "-", "--format", "junit"];
    for (fail_on, expected) in [("error", 0), ("warning", 1), ("info", 1), ("never", 0)] {
        let (code, out, _) = told(&[&filter[..], &["--fail-on", fail_on]].concat(), b"[]");
        assert_eq!(code, expected, "{fail_on}");
        assert!(out.contains(&format!("tests=\"1\" failures=\"{expected}\"")), "{fail_on}: {out}");
        assert_eq!(out.matches("<failure").count(), usize::from(expected == 1), "{fail_on}: {out}");
    }
}

#[test]
fn a_blank_file_is_no_missing_file() {
    let users = Scratch::new("users.json", format!("[{SOURCE}]").as_bytes());
    for (text, codes) in [("", ["IN001", "IN001"]), (" \n", ["IN001", "IN001"]), ("null", ["IN008", "PV103"])]
    {
        for (option, expected) in
            [("--users", codes[0]), ("--groups", codes[0]), ("--target", codes[0]), ("--state-in", codes[1])]
        {
            let mut given = vec!["preview", option, "-"];
            if option != "--users" {
                given.push(users.path());
            }
            let (code, out, err) = told(&given, text.as_bytes());
            assert_eq!((code, &*out), (2, ""), "{option} {text:?}");
            assert!(err.contains(expected) && err.contains("--> -:"), "{option} {text:?}: {err}");
        }
    }
    let (code, out, err) = told(&["eval", "[a]", "--source", "-"], b"null");
    assert_eq!((code, &*out), (2, ""));
    assert!(err.contains("IN008") && err.contains("--> -:1:1"), "{err}");
}

#[test]
fn a_line_that_cannot_be_read_is_named() {
    let users = Scratch::new("broken.ndjson", format!("{SOURCE}\nnot json\n").as_bytes());
    let preview = ["preview", users.path(), "--scope", "all"];
    let place = format!("{}:2:1", users.path());
    let (code, out, _) = told(&preview, b"");
    assert!(code == 1 && out.contains("error[IN002]") && out.contains(&place), "{out}");
    let (code, out, err) = told(&[&preview[..], &["--format", "ndjson"]].concat(), b"");
    assert_eq!((code, out.lines().count()), (1, 1));
    assert!(err.contains("error[IN002]") && err.contains(&place), "{err}");
    let (_, out, _) = told(&[&preview[..], &["--format", "github"]].concat(), b"");
    assert!(out.contains(&format!("::error file={},line=2,col=1,", users.path())), "{out}");
    let (_, out, _) = told(&[&preview[..], &["--compact"]].concat(), b"");
    assert!(out.lines().nth(1).unwrap().contains("IN002"), "{out}");
}

/// Findings of objects name their object and the file it stands in, or their place in the configuration.
#[test]
fn reports_of_previews_say_which_object_and_where() {
    let schema = format!("{}/profiles/gong/synchronization-schema.json", env!("CARGO_MANIFEST_DIR"));
    let quote = SOURCE.replace("\"u1\"", "\"u2\"").replace("\"a@x", "\"o'a@x");
    let users = Scratch::new("two.json", format!("[{SOURCE},{quote}]").as_bytes());
    let group = r#"{"id":"g","displayName":"G","members":[{"id":"nobody"}]}"#;
    let groups = Scratch::new("one.json", group.as_bytes());
    let given = ["preview", users.path(), "--groups", groups.path(), "--scope", "all", "--schema", &schema];
    let (_, out, _) = told(&[&given[..], &["--format", "github"]].concat(), b"");
    for line in [
        format!("::warning file={},title=GA211 manager-missing::user `u1`: the person", users.path()),
        format!("::notice file={},title=PV310 members-left-out::group `g`: 1 member is", groups.path()),
    ] {
        assert!(out.contains(&line), "{line}: {out}");
    }
    let of_schema = out.lines().find(|line| line.contains("PV302")).unwrap();
    assert!(of_schema.starts_with(&format!("::warning file={schema},line=")), "{of_schema}");
    assert!(of_schema.contains("::user `u2`: the matching value"), "{of_schema}");
    assert!(!out.contains("file=preview"), "{out}");
    for format in ["junit", "sarif"] {
        let (_, out, _) = told(&[&given[..], &["--format", format]].concat(), b"");
        assert!(out.contains("user `u2`: the matching value") && !out.contains("\"preview\""), "{out}");
    }
    // The configuration may stand in an answer of Graph, or in a template.
    let bare = std::fs::read_to_string(&schema).unwrap();
    for wrapped in [
        format!(r#"{{"value":[{bare}]}}"#),
        format!(r#"{{"id":"t","schema":{bare}}}"#),
        format!(r#"{{"value":[{{"id":"t","default":true,"schema":{bare}}}]}}"#),
    ] {
        let schema = Scratch::new("wrapped.json", wrapped.as_bytes());
        let given =
            ["preview", users.path(), "--scope", "all", "--schema", schema.path(), "--format", "github"];
        let (_, out, _) = told(&given, b"");
        assert!(out.contains(&format!("::warning file={},line=", schema.path())), "{out}");
    }
    // One object, and the findings of the configuration that spoil it.
    let only = [&given[..], &["--only", "u1", "--format", "github"]].concat();
    let (_, out, _) = told(&only, b"");
    assert!(out.contains("user `u1`") && !out.contains("`u2`") && !out.contains("`g`"), "{out}");
}

#[test]
fn findings_of_the_configuration_have_their_place() {
    let (schema, users) = (broken_schema(), Scratch::new("u1.json", format!("[{SOURCE}]").as_bytes()));
    let place = format!(
        "{}:134:32 /synchronizationRules/0/objectMappings/1/attributeMappings/2/source/expression",
        schema.path()
    );
    let preview = ["preview", users.path(), "--scope", "all", "--schema", schema.path()];
    for more in [&[][..], &["--only", "u1"]] {
        let given = [&preview[..], more].concat();
        let (code, out, err) = told(&given, b"");
        assert_eq!((code, &*err), (1, ""), "{more:?}");
        assert!(out.contains("error[EX201]") && out.contains(&place), "{more:?}: {out}");
        // Lines hold previews; messages have a stream of their own.
        let (code, out, err) = told(&[&given[..], &["--format", "ndjson"]].concat(), b"");
        assert_eq!((code, out.lines().count()), (1, 1), "{more:?}");
        assert!(err.contains("error[EX201]") && err.contains(&place), "{more:?}: {err}");
    }
    let (code, _, err) = told(&["preview", users.path(), "--schema", schema.path(), "--compact"], b"");
    assert!(code == 1 && err.contains(&place), "{err}");
}

#[test]
fn a_setting_is_refused_at_its_value() {
    let users = Scratch::new("u2.json", format!("[{SOURCE}]").as_bytes());
    for (option, text, parts) in [
        ("--settings", r#"{"scope":"All"}"#, ["PV102", "-:1:10 /scope\n", r#"1 | {"scope":"All"}"#]),
        ("--settings", r#"{"now":"soon"}"#, ["PV102", "-:1:8 /now\n", r#"1 | {"now":"soon"}"#]),
        ("--state-in", r#"{"links":"x"}"#, ["PV103", "-:1:10 /links\n", r#"1 | {"links":"x"}"#]),
        ("--state-in", r#"{"links":{"a":5}}"#, ["PV103", "-:1:15 /links/a\n", r#"1 | {"links":{"a":5}}"#]),
    ] {
        let (code, _, err) = told(&["preview", users.path(), option, "-"], text.as_bytes());
        assert_eq!(code, 2);
        assert!(parts.iter().all(|part| err.contains(part)), "{text}: {err}");
    }
}

#[test]
fn a_filter_refuses_a_document_at_its_fault() {
    let users = format!("[{USER},\n {{\"active\":nope}}]");
    let (code, out, err) = told(&["filter", "userName eq \"nobody\"", "-"], users.as_bytes());
    assert_eq!((code, &*out), (2, ""));
    assert!(err.contains("IN002") && err.contains("--> -:2:12\n"), "{err}");
    // One resource that is not whole has no answer beside it.
    for format in ["text", "json", "ndjson", "sarif"] {
        let found = told(&["filter", "id pr", "-", "--format", format], format!("{USER} x").as_bytes());
        assert_eq!((found.0, &*found.1), (2, ""), "{format}");
    }
}

#[test]
fn a_filter_counts_its_findings_once() {
    let filter = vec!["a pr"; 2000].join(" or ");
    let (_, _, err) = told(&["filter", &filter, "-"], format!("[{USER},{USER}]").as_bytes());
    assert!(err.contains("2000 findings, of which 1000 are listed"), "{}", &err[err.len() - 300..]);
    assert_eq!(err.matches("LM011").count(), 1);
}

#[test]
fn a_dash_is_standard_input() {
    assert_eq!(told(&["fmt", "-"], b"ToUpper( [a] )\n").1, "ToUpper([a])\n");
    assert_eq!(told(&["eval", "-"], b"Join(\"-\", \"a\", \"b\")\n").1, "a-b\n");
    // It can be read once; what was read is answered where other files are.
    for (words, answer) in [
        (&["eval", "-", "--source", "-"][..], ""),
        (&["preview", "-", "--groups", "-"], ""),
        (&["validate", "-", "-"], "1 resource:"),
        (&["diff", "-", "-"], ""),
        (&["check", "-", "-"], ""),
        (&["fmt", "-", "-"], ""),
    ] {
        let (code, out, err) = told(words, USER.as_bytes());
        assert!(code == 2 && out.contains(answer) && out.is_empty() == answer.is_empty(), "{words:?}: {out}");
        assert_eq!(
            err, "error: standard input is named twice\nhelp: give one of them as a file\n",
            "{words:?}"
        );
    }
}

#[test]
fn lines_and_documents_are_whole() {
    let (code, out, _) = told(&["filter", "active eq true", "--ast", "--format", "ndjson"], b"");
    assert_eq!((code, out.lines().count()), (0, 1), "{out}");
    let user = Scratch::new("same.json", USER.as_bytes());
    for (format, expected) in [("json", "null\n"), ("ndjson", "null\n"), ("text", "")] {
        let (code, out, err) = told(&["diff", user.path(), user.path(), "--format", format], b"");
        assert_eq!((code, &*out, &*err), (0, expected, "nothing differs\n"), "{format}");
    }
}

/// What is no resource satisfies no filter and stops none: it is told.
#[test]
fn a_filter_selects_among_resources() {
    for input in [r#"[5,{"userName":"ada"},[1]]"#, "{\"userName\":\"ada\"}\n5\n[1]\n"] {
        let (code, out, err) = told(&["filter", "userName pr", "-", "--format", "ndjson"], input.as_bytes());
        assert_eq!((code, &*out), (1, "{\"userName\":\"ada\"}\n"), "{input}");
        assert_eq!(err.matches("IN008").count(), 2, "{input}: {err}");
    }
}

/// A finding in the one resource of a file stands where it is in the file.
#[test]
fn one_resource_that_cannot_be_read_has_its_place() {
    let file = Scratch::new("spaced.json", b"\n\n{\"userName\":\"u\",\"x\":1e999}\n");
    let (code, _, err) = told(&["filter", "userName pr", file.path()], b"");
    assert_eq!(code, 2);
    assert!(err.contains(&format!("--> {}:3:21", file.path())), "{err}");
    assert!(err.contains(r#"3 | {"userName":"u","x":1e999}"#), "{err}");
}

/// What is no resource is told of its own file, not of the request or of the other one.
#[test]
fn the_file_that_holds_no_resource_is_named() {
    let (user, list) = (Scratch::new("fit.json", USER.as_bytes()), Scratch::new("list.json", b"[{}]"));
    for words in [
        ["patch", list.path(), user.path()],
        ["diff", list.path(), user.path()],
        ["diff", user.path(), list.path()],
    ] {
        let (code, out, _) = told(&words, b"");
        assert_eq!(code, 1);
        assert!(
            out.contains("IN008") && out.contains(&format!("--> {}:1:1", list.path())),
            "{words:?}: {out}"
        );
    }
}

/// What only the resource before the change has is shown there.
#[test]
fn a_difference_is_refused_at_the_file_it_is_about() {
    let before = Scratch::new("with-foo.json", USER.replace("\"active\"", "\n\"foo\"").as_bytes());
    let after = Scratch::new("without-foo.json", USER.as_bytes());
    let (code, out, _) = told(&["diff", before.path(), after.path()], b"");
    assert!(code == 1 && out.contains("SP201"), "{out}");
    assert!(out.contains(&format!("--> {}:2:7", before.path())) && out.contains("/foo"), "{out}");
}

/// A resource that cannot be read stops none of the others, and is told with its place; only where a list cannot be
/// divided any further is the rest refused.
#[test]
fn a_filter_answers_beside_what_cannot_be_read() {
    let (ada, bob) = (r#"{"userName":"ada"}"#, r#"{"userName":"bob"}"#);
    let twice = r#"{"userName":"x","userName":"y"}"#;
    let list = format!("{{\"resources\":[{ada},\n {twice},7,{bob}]}}");
    let lines = format!("{{\"userName\":}}\n{ada}\n7\n{bob}\n");
    for (input, places) in
        [(list, ["IN003", "-:2:18", "-:2:34 /resources/2"]), (lines, ["IN002", "-:1:13", "-:3:1"])]
    {
        let words = ["filter", "userName pr", "-", "--format"];
        let (code, out, err) = told(&[&words[..], &["ndjson"]].concat(), input.as_bytes());
        assert_eq!((code, out), (1, format!("{ada}\n{bob}\n")), "{input}");
        assert!(places.iter().all(|place| err.contains(place)), "{input}: {err}");
        let (_, out, _) = told(&[&words[..], &["json"]].concat(), input.as_bytes());
        assert_eq!(out.matches("userName").count(), 2, "{out}");
    }
    let no_text = [ada.as_bytes(), b"\n{\"userName\":\"\xFF\"}\n", bob.as_bytes()].concat();
    let (code, out, err) = told(&["filter", "userName pr", "-", "--format", "ndjson"], &no_text);
    assert_eq!((code, out), (2, format!("{ada}\n{bob}\n")));
    assert!(err.contains("IN006") && err.contains("-:2:14"), "{err}");
    let (code, out, err) = told(&["validate", "-"], &no_text);
    assert!(code == 2 && out.contains("2 resources") && err.contains("-:2:14"), "{out}{err}");
    let broken = format!("[{ada},\n {{\"userName\":]}},{bob}]");
    let (code, out, err) = told(&["filter", "userName pr", "-", "--format", "ndjson"], broken.as_bytes());
    assert_eq!((code, out), (2, format!("{ada}\n")));
    assert!(err.contains("IN002") && err.contains("-:2:14"), "{err}");
}

#[test]
fn a_file_that_is_missing_hides_no_other() {
    let user = Scratch::new("wrong.json", USER.as_bytes());
    for format in ["text", "json", "ndjson", "github", "sarif", "junit"] {
        for files in [[user.path(), "/nowhere.json"], ["/nowhere.json", user.path()]] {
            let (code, out, err) = told(&["validate", files[0], files[1], "--format", format], b"");
            assert_eq!(code, 2, "{format}");
            assert!(out.contains("PL213") && err.contains("IN007"), "{format}: {out}{err}");
        }
        assert_eq!(told(&["check", "tests"], b"").2.lines().nth(2), Some("   = help: name the files in it"));
        // Of nothing nothing is said: no count of none, no clean report.
        let (code, out, err) = told(&["validate", "/nowhere.json", "/", "--format", format], b"");
        assert_eq!((code, &*out, err.matches("IN007").count()), (2, "", 2), "{format}");
    }
}

#[test]
fn resources_steer_no_terminal() {
    let user = USER.replace("ada", "a\u{202E}\u{9B}31m\u{200B}");
    let file = Scratch::new("hostile.json", user.as_bytes());
    let next =
        Scratch::new("hostile-next.json", user.replace("true", "true,\"title\":\"\u{9B}\"").as_bytes());
    let out = [
        told(&["filter", "userName pr", file.path()], b"").1,
        told(&["diff", file.path(), next.path()], b"").1,
    ]
    .concat();
    assert!(out.contains(r"a\u202e\u009b31m\u200b.secret") && out.contains(r#""\u009b""#), "{out}");
    assert!(!out.contains(['\u{202E}', '\u{9B}', '\u{200B}']), "{out:?}");
    // JSON for programs stays as it was written.
    let json = run(&["filter", "userName pr", file.path(), "--format", "ndjson"], b"").stdout;
    assert!(String::from_utf8(json).unwrap().contains('\u{202E}'));
    // A line break in a name is shown in whole.
    let (_, out, _) = told(&["validate", "-"], USER.replace("active", "x\\r\\ny").as_bytes());
    assert!(out.contains(r"/x\u{d}\u{a}y"), "{out}");
}

#[test]
fn an_empty_domain_allows_nobody() {
    let (code, out, err) = told(&["validate", "-", "--allowed-domain", ""], USER.as_bytes());
    assert_eq!((code, &*out), (2, ""));
    assert!(err.contains("--allowed-domain is empty"), "{err}");
}

/// `-` is standard input; a file of that name would be meant by nobody.
#[test]
fn states_are_not_written_to_standard_input() {
    for more in [&[][..], &["--format", "ndjson"], &["--compact"]] {
        let words = [&["preview", "-", "--state-out", "-"], more].concat();
        let (code, out, err) = told(&words, format!("[{SOURCE}]").as_bytes());
        assert_eq!((code, &*out), (2, ""), "{more:?}");
        assert!(err.contains("--state-out takes a file"), "{err}");
        assert!(!std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("-").exists());
    }
}

/// A mapping that lets everybody fail is found before it is saved.
#[test]
fn comparisons_find_what_fails() {
    let schema = edited("without-mail.json", |mapping| {
        let mappings = mapping["attributeMappings"].as_array_mut().unwrap();
        mappings.retain(|it| !it["targetAttributeName"].as_str().unwrap().starts_with("emails"));
    });
    let users = "tests/cases/data/users.json";
    let (code, out, err) = told(&["compare", SCHEMA, schema.path(), "--users", users], b"");
    assert!(code == 1 && out.contains("create -> error"), "{out}");
    let told = |code: &str| err.matches(&format!("error[{code}]")).count();
    assert_eq!((told("AM213"), told("PV311")), (1, 0), "{err}");
    let never = ["compare", SCHEMA, schema.path(), "--users", users, "--fail-on", "never"];
    assert_eq!(self::told(&never, b"").0, 0);
}

/// A tree has no text in the document: what its expression is found to lack stands at the tree.
#[test]
fn findings_in_trees_stand_where_the_tree_does() {
    let schema = edited("tree.json", |mapping| {
        mapping["attributeMappings"][3]["source"] =
            json!({ "type": "Function", "name": "Frob", "parameters": [] });
    });
    let text = std::fs::read_to_string(schema.path()).unwrap();
    let column = text[..text.find("\"Frob\"").unwrap()].rfind('{').unwrap() + 1;
    let (code, out, _) = told(&["check", schema.path()], b"");
    assert_eq!(code, 1);
    let place =
        format!("tree.json:1:{column} /synchronizationRules/0/objectMappings/1/attributeMappings/3/source\n");
    assert!(out.contains("error[EX201]") && out.contains(&place) && out.contains("^^^"), "{out}");
    let (_, out, _) = told(&["check", schema.path(), "--format", "github"], b"");
    assert!(out.contains(&format!(",line=1,col={column},")), "{out}");
}

/// Large files are looked at first, so that memory does not grow with them. What repeats is found as in small ones: in one
/// file, across files, behind a line that cannot be read, which counts as one of the batch.
#[test]
fn large_files_repeat_nothing_unseen() {
    for length in [4, 400_000] {
        let title = "t".repeat(length);
        let core = "urn:ietf:params:scim:schemas:core:2.0:User";
        let line = |user: &str| {
            format!(r#"{{"schemas":["{core}"],"userName":"{user}@x.example","title":"{title}"}}"#) + "\n"
        };
        let lines =
            |users: std::ops::Range<u32>| users.map(|user| line(&format!("u{user}"))).collect::<String>();
        let first = [&lines(0..45), "{\"userName\":\n", &line("u3")].concat();
        let second = [lines(45..89), line("U7"), line("u60")].concat();
        let whole = format!("[{},{}]", line("u88"), line("u100"));
        let written = [("first.ndjson", first), ("second.ndjson", second), ("whole.json", whole)]
            .map(|(name, text)| Scratch::new(name, text.as_bytes()));
        let mut words = vec!["validate", "--format", "ndjson"];
        words.extend(written.iter().map(Scratch::path));
        let (code, out, _) = told(&words, b"");
        let repeated: Vec<_> = out.lines().filter(|line| line.contains("of the batch has")).collect();
        assert_eq!((code, repeated.len()), (1, 4), "{length}");
        for (found, earlier) in
            repeated.into_iter().zip(["resource 4 ", "resource 8 ", "resource 63 ", "resource 91 "])
        {
            assert!(found.contains(earlier), "{length}: {found}");
        }
    }
}
