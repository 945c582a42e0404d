//! The command line over files, pipes and streams of many users: encodings, lines, order, exit codes.

#![cfg(feature = "cli")]

#[path = "common/command.rs"]
mod command;

#[cfg(unix)]
use std::io::Write;
#[cfg(unix)]
use std::process::{Command, Stdio};

use command::{Scratch, told};

const DATA: &str = "tests/cases/data";

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
fn csv_users_are_read() {
    let csv = b"id,userPrincipalName,mail,givenName,surname,accountEnabled\n1,ada@x.example,ada@x.example,Ada,Byron,True\n";
    let (code, out, _) = told(&["preview", "-", "--scope", "all", "--format", "ndjson"], csv);
    assert_eq!(code, 0, "{out}");
    let preview: serde_json::Value = serde_json::from_str(out.trim()).unwrap();
    assert_eq!(preview["requests"][0]["body"]["active"], true);
}
