//! The command line at work on expressions: `eval`, `test` and `functions`.

#![cfg(feature = "cli")]

#[path = "common/command.rs"]
mod command;

use command::told;
use serde_json::{Value, json};

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

/// JSON is laid out, two blanks a level, however deep an answer nests: as the command line for Node prints it.
#[test]
fn a_deep_answer_is_laid_out() {
    let (open, close) = ("ToUpper(".repeat(50), ")".repeat(50));
    let (code, out, _) = told(&["eval", &format!("{open}[a]{close}"), "--trace", "--format", "json"], b"");
    assert!(code == 0 && out.starts_with("{\n  \"ok\": true,\n"), "{out}");
    // Each part stands in the `steps` of the one around it: two brackets, four blanks.
    let innermost = format!("\n{}\"expression\": \"[a]\",\n", " ".repeat(4 + 50 * 4));
    assert!(out.contains(&innermost), "{out}");
}

#[test]
fn test_cases_fail_with_a_difference() {
    let cases = br#"[{"name":"good","expression":"[a]","source":{"a":"x"},"expected":"x"},{"name":"bad","expression":"[a]","source":{"a":"x"},"expected":"y"}]"#;
    let (code, out, _) = told(&["test"], cases);
    assert_eq!(code, 1);
    assert!(
        out.contains("expected \"y\"\n")
            && out.contains("actual   \"x\"\n")
            && out.ends_with("1 passed, 1 failed\n"),
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
