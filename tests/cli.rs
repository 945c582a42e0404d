//! The command line, run as its users run it: output, messages, exit codes.

#![cfg(feature = "cli")]

#[path = "common/command.rs"]
mod command;

use std::io::Write;
use std::process::{Command, Stdio};

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

#[test]
fn utf16_and_crlf_files_are_read() {
    let text = std::fs::read_to_string(format!("{DATA}/gong-schema.json")).unwrap().replace('\n', "\r\n");
    let utf16: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let (code, out, err) = told(&["check", "-"], &utf16);
    assert_eq!(code, 0, "{out}{err}");
}

#[test]
fn a_user_without_id_and_a_broken_line_stop_nothing() {
    let lines = b"{\"userPrincipalName\":\"a@x\",\"accountEnabled\":true}\n{\"id\":\n{\"id\":\"2\",\"userPrincipalName\":\"b@x\",\"accountEnabled\":true}\n";
    let (code, out, err) = told(&["preview", "-", "--scope", "all"], lines);
    assert_eq!(code, 1, "{out}{err}");
    assert!(out.contains("IN002"), "{out}{err}");
    assert_eq!(out.matches("a value that the target requires is missing").count(), 2, "{out}");
}

#[test]
fn many_users_stream_in_order() {
    let file = std::env::temp_dir().join(format!("scimwright-many-{}.ndjson", std::process::id()));
    let user = |n: usize| {
        format!(
            "{{\"id\":\"{n}\",\"userPrincipalName\":\"u{n}@x.example\",\"mail\":\"u{n}@x.example\",\"givenName\":\"A\",\"surname\":\"B\",\"accountEnabled\":true}}\n"
        )
    };
    std::fs::write(&file, (0..5000).map(user).collect::<String>()).unwrap();
    let path = file.display().to_string();
    let (code, out, err) = told(&["preview", &path, "--compact", "--scope", "all"], b"");
    std::fs::remove_file(&file).unwrap();
    assert_eq!((code, out.lines().count()), (0, 5000), "{err}");
    for (n, line) in out.lines().enumerate().step_by(499) {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!((&line["source"]["id"], &line["action"]), (&n.to_string().into(), &"create".into()));
    }
}

const READY: &str = r#"{"id":"1","userPrincipalName":"é@x.example","mail":"é@x.example","displayName":"\"status\":\"failure\"","givenName":"A","surname":"B","accountEnabled":true}"#;

/// Exit codes: 0 clean, 1 findings at or above `--fail-on`, 2 usage or input error; of the short lines too.
#[test]
fn short_lines_have_the_exit_codes_of_long_ones() {
    let clean = Scratch::new("clean.ndjson", format!("{READY}\n\n").as_bytes());
    let unreadable = Scratch::new("unreadable.ndjson", format!("{READY}\nnope\n").as_bytes());
    let missing = Scratch::new("missing.ndjson", READY.replace("mail", "male").as_bytes());
    let code = |file: &Scratch, more: &[&str]| {
        let words = [&["preview", file.path(), "--scope", "all"], more].concat();
        let (long, ..) = told(&[&words[..], &["--format", "ndjson"]].concat(), b"");
        let (short, ..) = told(&[&words[..], &["--compact"]].concat(), b"");
        assert_eq!(long, short, "{words:?}");
        short
    };
    assert_eq!((code(&clean, &[]), code(&unreadable, &[]), code(&missing, &[])), (0, 1, 1));
    assert_eq!(code(&missing, &["--fail-on", "never"]), 0);
    // No job title: a warning.
    assert_eq!(code(&clean, &["--fail-on", "warning"]), 1);
    for unused in [
        &["--only", "1"][..],
        &["--target", "nowhere.json"],
        &["--state-in", "nowhere.json"],
        &["--state-out", "nowhere/state.json"],
        &["--format", "json"],
    ] {
        let words = [&["preview", clean.path(), "--compact"], unused].concat();
        let (code, out, err) = told(&words, b"");
        assert_eq!((code, out.as_str()), (2, ""), "{words:?}");
        assert!(err.contains(unused[0]), "{err}");
    }
}

/// Ids of the settings that no object has are told by a cycle, in whatever form its previews are printed.
#[test]
fn short_lines_tell_assigned_ids_that_nobody_has() {
    const GUID: &str = "6f1e4a8c-1b7b-435e-95f8-f06cea133828";
    let users = Scratch::new(
        "assigned.ndjson",
        format!("{READY}\n{}\n", READY.replace("\"1\"", &format!("\"{GUID}\""))).as_bytes(),
    );
    let groups = Scratch::new("groups.json", br#"[{"id":"g","displayName":"G"}]"#);
    let settings = |ids: &str| {
        Scratch::new(
            "settings.json",
            format!(r#"{{"assigned":["1","{}",{ids}]}}"#, GUID.to_uppercase()).as_bytes(),
        )
    };
    let told_of = |ids: &str, more: &[&str]| {
        let settings = settings(ids);
        let words = ["preview", users.path(), "--groups", groups.path(), "--settings", settings.path()];
        let words = [&words[..], &["--fail-on", "warning"], more].concat();
        let (_, _, err) = told(&words, b"");
        err
    };
    let message = "2 assigned ids match none of the given objects; the first is `zzz`";
    for form in [&["--format", "ndjson"][..], &["--compact"]] {
        assert!(told_of(r#""zzz","g","yyy""#, form).contains(message), "{form:?}");
        assert!(!told_of(r#""g""#, form).contains("none of the objects"), "{form:?}");
    }
    let settings = Scratch::new("strangers.json", br#"{"assigned":["1","zzz"]}"#);
    let titled = Scratch::new(
        "titled.ndjson",
        READY
            .replace("\"givenName\"", "\"jobTitle\":\"C\",\"manager\":{\"id\":\"1\"},\"givenName\"")
            .as_bytes(),
    );
    let (code, ..) = told(
        &["preview", titled.path(), "--settings", settings.path(), "--compact", "--fail-on", "warning"],
        b"",
    );
    assert_eq!(code, 1);
}

/// UTF-8 with or without mark, UTF-16 of both orders; a file that cannot be read names the file, line and column.
#[test]
fn short_lines_are_read_in_every_encoding() {
    let text = format!("{READY}\n");
    let units: Vec<u16> = text.encode_utf16().collect();
    let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
    let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
    let plain = Scratch::new("plain.ndjson", text.as_bytes());
    let expected = told(&["preview", plain.path(), "--scope", "all", "--compact"], b"");
    assert_eq!(expected.0, 0, "{}", expected.2);
    let marked = [
        [&b"\xEF\xBB\xBF"[..], text.as_bytes()].concat(),
        [&b"\xFF\xFE"[..], &little].concat(),
        [&b"\xFE\xFF"[..], &big].concat(),
    ];
    for bytes in marked {
        let file = Scratch::new("marked.ndjson", &bytes);
        assert_eq!(told(&["preview", file.path(), "--scope", "all", "--compact"], b""), expected);
    }
    let broken = Scratch::new("broken.ndjson", &[text.as_bytes(), b"{\"id\":\"\xFF\"}\n"].concat());
    for command in [&["preview", "--compact"][..], &["preview"], &["validate"], &["filter", "id pr"]] {
        let (code, _, err) = told(&[command, &[broken.path()]].concat(), b"");
        assert_eq!(code, 2, "{command:?}");
        assert!(err.contains("IN006") && err.contains("broken.ndjson:2:8"), "{command:?}: {err}");
    }
}

/// A finding names the line of the file, in UTF-16 and behind blank lines too.
#[test]
fn lines_are_counted_in_the_file() {
    let utf16 = |text: &str| {
        [&b"\xFF\xFE"[..], &text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>()].concat()
    };
    let lines = "{\"userName\":\"a\"}\n\n{\"userName\":x}\n";
    let files = [
        (lines.into(), 3),
        (utf16(lines), 3),
        (format!("\n \n{lines}").into_bytes(), 5),
        (format!("\u{FEFF}\n{lines}").into_bytes(), 4),
        (utf16(&format!("\n{lines}")), 4),
    ];
    for (bytes, line) in files {
        let file = Scratch::new("counted.ndjson", &bytes);
        let place = format!("file={},line={line},col=13,", file.path());
        for command in [&["validate"][..], &["filter", "userName pr"]] {
            let (code, out, _) = told(&[command, &[file.path(), "--format", "github"]].concat(), b"");
            assert_eq!(code, 1, "{command:?}");
            assert!(out.contains(&place), "{command:?}: {place}\n{out}");
        }
    }
}

/// One bad object never stops a batch: half a surrogate pair spoils the object that holds it.
#[test]
fn an_array_is_validated_beside_a_broken_object() {
    let (code, out, _) = told(&["validate", "-"], br#"[{"userName":"\ud800"},{"userName":5}]"#);
    assert_eq!(code, 1);
    assert!(out.contains("IN004") && out.contains("-:1:15") && out.contains("PL202"), "{out}");
    assert!(out.contains("2 resources"), "{out}");
    // What cannot be read takes no line from what comes behind it, and counts.
    for odd in ["123456789012345678901234567890", r#""\ud800""#] {
        let user = format!("{{\"userName\":{odd}}}");
        let (code, out, _) = told(&["validate", "-"], format!("[{user},\n{{\"userName\":5}}]").as_bytes());
        assert!(code == 1 && out.contains("-:2:13 /1/userName"), "{out}");
        let (_, out, _) = told(&["validate", "-"], user.as_bytes());
        assert!(out.contains("1 resource:"), "{out}");
    }
}

/// Nobody reads standard error: the answer and the exit code stay.
#[cfg(unix)]
#[test]
fn a_closed_standard_error_stops_nothing() {
    for (words, input, expected) in [
        (&["eval", "instr(\"abc\", \"b\")", "--source", "-"][..], "{}", 0),
        (&["eval", "[a]", "--source", "-"], "nope", 2),
        (&["filter", "id pr"], "[nope]", 2),
        (&["filter", "id pr"], "{\"id\":1}\nnope\n", 1),
    ] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_scimwright"))
            .args(words)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // The command waits for its input, so standard error is closed before it has anything to say.
        drop(child.stderr.take());
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(expected), "{words:?}");
        assert_eq!(output.stdout.is_empty(), expected == 2, "{words:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_written_is_said_so() {
    let users = Scratch::new("full.ndjson", b"{\"id\":\"1\"}\n");
    for words in [
        &["functions"][..],
        &["--help"],
        &["patch", "--version"],
        &["preview", users.path(), "--compact"],
        &["preview", users.path(), "--format", "ndjson"],
    ] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output =
            Command::new(env!("CARGO_BIN_EXE_scimwright")).args(words).stdout(full).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{words:?}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(
            said.contains("cannot write `standard output`: No space left on device"),
            "{words:?}: {said}"
        );
    }
}

/// What can be read once only is kept for the second reading.
#[cfg(target_os = "linux")]
#[test]
fn many_users_are_read_from_a_pipe() {
    let users = b"{\"id\":\"1\",\"manager\":\"2\"}\n{\"id\":\"2\"}\n";
    let file = Scratch::new("users.ndjson", users);
    let expected = told(&["preview", file.path(), "--compact", "--scope", "all"], b"");
    assert_eq!(expected.1.lines().count(), 2, "{expected:?}");
    for path in ["-", "/dev/stdin"] {
        let words = ["preview", path, "--compact", "--scope", "all"];
        assert_eq!(told(&words, users), expected, "{path}");
        let (code, _, err) = told(&words, b"{\"id\":\"\xFF\"}\n");
        assert!(code == 2 && err.contains("IN006"), "{path}: {err}");
    }
    let (code, _, err) = told(&["preview", "--groups", file.path(), "--compact"], b"");
    assert!(code == 2 && err.contains("--compact looks at users alone"), "{err}");
}

/// One line out for one line in, also where a line is no text.
#[test]
fn a_line_that_is_no_text_has_its_answer_in_its_place() {
    let lines = b"{\"expression\":\"[a]\"}\n{\"expression\":\"\xFF\"}\n\n{\"expression\":\"[b]\"}\n";
    let (code, out, err) = told(&["eval", "--batch", "-"], lines);
    let rows: Vec<&str> = out.lines().collect();
    assert_eq!((code, rows.len(), err.as_str()), (1, 4, ""), "{out}");
    assert!(rows[1].contains("IN006") && rows[1].contains("\"line\":2"), "{out}");
    assert!(rows[2].is_empty() && rows[0].starts_with("{\"ok\":true") && rows[3] == rows[0], "{out}");
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

/// A file may have any name the system allows, also one that is no UTF-8.
#[cfg(target_os = "linux")]
#[test]
fn a_file_of_any_name_is_read() {
    use std::os::unix::ffi::OsStrExt;

    let path = std::env::temp_dir().join(std::ffi::OsStr::from_bytes(b"scimwright-\xFF.json"));
    std::fs::write(&path, "{}").unwrap();
    let output =
        Command::new(env!("CARGO_BIN_EXE_scimwright")).arg("filter").arg("id pr").arg(&path).output();
    std::fs::remove_file(&path).unwrap();
    assert_eq!(output.unwrap().status.code(), Some(0));
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

#[test]
fn csv_users_are_read() {
    let csv = b"id,userPrincipalName,mail,givenName,surname,accountEnabled\n1,ada@x.example,ada@x.example,Ada,Byron,True\n";
    let (code, out, _) = told(&["preview", "-", "--scope", "all", "--format", "ndjson"], csv);
    assert_eq!(code, 0, "{out}");
    let preview: serde_json::Value = serde_json::from_str(out.trim()).unwrap();
    assert_eq!(preview["requests"][0]["body"]["active"], true);
}

#[test]
fn eval_shows_values_and_traces() {
    let source = br#"{"givenName":"Ada","surname":"Byron"}"#;
    let (code, out, _) = told(&["eval", "Join(\" \", [givenName], [surname])", "--source", "-"], source);
    assert_eq!((code, out.as_str()), (0, "Ada Byron\n"));
    let outside = ["--variable", "Tenant=a=b", "--variable", "Tenant=c=d", "--default-domain", "contoso.com"];
    let (code, out, _) =
        told(&[&["eval", "Join(\" \", %Tenant%, DefaultDomain())"], &outside[..]].concat(), b"");
    assert_eq!((code, out.as_str()), (0, "c=d contoso.com\n"));
    assert_eq!(told(&["eval", "%Tenant%", "--variable", "Tenant"], b"").0, 2);
    let (_, out, _) = told(&["eval", "IIF([a]=\"x\", \"1\", [b])", "--trace"], b"");
    assert!(out.lines().count() > 3, "{out}");
    let (code, out, _) = told(
        &["eval", "--batch", "-"],
        b"{\"expression\":\"[a]\",\"source\":{\"a\":\"v\"}}\n{\"expression\":\"[\"}\n",
    );
    let lines: Vec<serde_json::Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((code, lines.len()), (1, 2));
    assert_eq!((&lines[0]["value"], &lines[1]["ok"]), (&"v".into(), &false.into()));
    // One line out for one line in.
    let blanks = b"{\"expression\":\"[a]\"}\n\n \r\n{\"expression\":\"[a]\"}\n";
    let (_, out, _) = told(&["eval", "--batch"], blanks);
    let lines: Vec<bool> = out.lines().map(str::is_empty).collect();
    assert_eq!(lines, [false, true, true, false], "{out}");
    assert_eq!(told(&["eval", "[a]", "--batch"], b"").0, 2);
    // A line is `{"expression","source"}`; what else it says would be passed over.
    let odd = b"{\"expression\":\"[a]\",\"sources\":{\"a\":\"v\"}}\n{\"expression\":\"[a]\"}\n";
    let (code, out, _) = told(&["eval", "--batch"], odd);
    let lines: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((code, &lines[0]["ok"], &lines[1]["ok"]), (1, &json!(false), &json!(true)));
    assert_eq!(lines[0]["diagnostics"][0]["code"], "IN008");
    assert!(lines[0]["diagnostics"][0]["message"].as_str().unwrap().contains("`sources`"), "{out}");
}

#[test]
fn test_cases_fail_with_a_difference() {
    let cases = br#"[{"name":"good","expression":"[a]","source":{"a":"x"},"expected":"x"},{"name":"bad","expression":"[a]","source":{"a":"x"},"expected":"y"}]"#;
    let (code, out, _) = told(&["test"], cases);
    assert_eq!(code, 1);
    assert!(
        out.contains("+ \"y\"\n") && out.contains("- \"x\"\n") && out.ends_with("1 passed, 1 failed\n"),
        "{out}"
    );
    let (code, out, _) = told(&["test", "--format", "github"], cases);
    assert_eq!(code, 1);
    for part in ["AM391 mapping-case-failed", "the case `bad` gives another result", "line=1,col=71"] {
        assert!(out.contains(part), "{part} in {out}");
    }
    let (_, out, _) = told(&["test", "--format", "junit"], cases);
    assert!(out.contains("failures=\"1\"") && !out.contains("&quot;x&quot;"), "{out}");
}

/// JSON counts in UTF-16 code units, of test cases too: the emoji has two, the others one.
#[test]
fn positions_of_test_cases_are_those_of_json() {
    let cases = r#"[{"expression":"Append(\"😀\", Nope())","expected":"x"}]"#;
    let (_, out, _) = told(&["test", "--format", "ndjson"], cases.as_bytes());
    let row: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        row["diagnostics"][0]["at"]["span"]["start"],
        "Append(\"😀\", ".encode_utf16().count(),
        "{out}"
    );
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
fn eval_reads_one_graph_object() {
    let user = br#"{"id":"u1","mobilePhone":"7","businessPhones":["+1 5"],"accountEnabled":false}"#;
    for (expression, value) in [
        ("[objectId]", "u1\n"),
        ("[mobile]", "7\n"),
        ("[telephoneNumber]", "+1 5\n"),
        (r#"Join("", [IsSoftDeleted])"#, "True\n"),
    ] {
        let (code, out, _) = told(&["eval", expression, "--source", "-", "--kind", "user"], user);
        assert_eq!((code, out.as_str()), (0, value), "{expression}");
    }
    let line = br#"{"expression":"[mobile]","source":{"mobilePhone":"7"}}"#;
    let (_, out, _) = told(&["eval", "--batch", "--kind", "user"], line);
    assert!(out.contains(r#""value":"7""#), "{out}");
    let (code, _, err) = told(&["eval", "[a]", "--source", "-"], br#"{"value":[{"a":"1"},{"a":"2"}]}"#);
    assert_eq!(code, 2);
    assert!(err.contains("`-` holds 2 objects"), "{err}");
    // Without a source or with null for one, with a kind or without.
    for kind in [&["--kind", "user"][..], &[]] {
        let arguments = [&["eval", "--batch", "-"], kind].concat();
        let (code, out, _) =
            told(&arguments, b"{\"expression\":\"[mail]\",\"source\":null}\n{\"expression\":\"[mail]\"}");
        let null = r#"{"ok":true,"outcome":"null","#;
        assert!(
            code == 0 && out.lines().count() == 2 && out.lines().all(|line| line.starts_with(null)),
            "{out}"
        );
    }
    let (code, _, err) = told(&["preview", "-", "--now", "2025-01-01"], b"[]");
    assert_eq!((code, err.contains("help: write it as in `2025-03-25T09:00:00Z`")), (2, true), "{err}");
    let (code, _, err) = told(&["eval", "Now()", "--now", "2025-01-01"], b"");
    assert_eq!(code, 2);
    assert!(err.contains("`2025-01-01` is no value of --now"), "{err}");
}

#[test]
fn functions_that_are_only_listed_are_shown() {
    for (name, help) in [("LCase", "use `ToLower`"), ("Jion", "did you mean `Join`?"), ("x-y", "lists them")]
    {
        let (code, _, err) = told(&["functions", name], b"");
        assert!(code == 2 && err.contains(help), "{name}: {err}");
    }
    let (code, out, _) = told(&["functions", "isnothing"], b"");
    assert_eq!(code, 0);
    assert!(out.starts_with("IsNothing\n\nListed by the service"), "{out}");
}

/// What is doubtful in an expression counts in a case as it does in `eval`, whatever came out.
#[test]
fn warnings_of_cases_count() {
    let cases = br#"[{"name":"w","expression":"append(\"a\",\"x\")","expected":"ax"}]"#;
    let told = |format: &str, fail_on: &str| {
        let (code, out, _) = told(&["test", "--format", format, "--fail-on", fail_on], cases);
        (code, out)
    };
    for format in ["text", "json", "ndjson", "github", "sarif", "junit"] {
        for (fail_on, expected) in [("error", 0), ("warning", 1), ("never", 0)] {
            let (code, out) = told(format, fail_on);
            assert_eq!(code, expected, "{format} {fail_on}");
            assert!(out.contains("EX251"), "{format}: {out}");
        }
    }
    assert!(told("text", "error").1.starts_with("ok      w\n        warning[EX251]: "));
    assert!(told("text", "warning").1.ends_with("\n\n1 passed, 0 failed: 1 warning\n"));
    assert!(
        told("github", "error").1.contains("title=EX251 ")
            && told("github", "error").1.contains("::case `w`: ")
    );
    // What JUnit calls a failure is what makes the exit code 1.
    assert!(
        told("junit", "warning").1.contains("failures=\"1\"")
            && told("junit", "error").1.contains("failures=\"0\"")
    );
    // An error that is expected is none.
    let expected = br#"{"expression":"Foo(1)","expected":{"error":"EX201"}}"#;
    assert_eq!(command::told(&["test", "--fail-on", "info"], expected).0, 0);
}

/// The formats for continuous integration tell why a case failed, by code and message, which quote no value.
#[test]
fn a_failed_case_tells_why() {
    let cases = br#"{"expression":"Foo([a])","source":{"a":"secret"},"expected":null}"#;
    for format in ["github", "sarif", "junit"] {
        let (code, out, _) = told(&["test", "--format", format], cases);
        assert_eq!(code, 1);
        assert!(out.contains("error[EX201]: unknown function `Foo`") && !out.contains("secret"), "{out}");
    }
    let (_, out, _) = told(&["test", "--format", "github"], cases);
    assert!(out.contains("::the case `case 1` gives another result; error[EX201]: "), "{out}");
}

#[test]
fn a_failed_case_counts_as_an_error() {
    let case = br#"{"expression":"[a]","expected":"x"}"#;
    for (fail_on, expected) in [("error", 1), ("info", 1), ("never", 0)] {
        assert_eq!(told(&["test", "--fail-on", fail_on], case).0, expected, "{fail_on}");
    }
}

/// The clock is the host's where none is given.
#[test]
fn eval_knows_the_time() {
    let (code, out, _) =
        told(&["eval", "IIF(DateDiff(\"d\", CDate(\"2025-01-01\"), Now())>0, \"later\", \"earlier\")"], b"");
    assert_eq!((code, out.as_str()), (0, "later\n"));
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
