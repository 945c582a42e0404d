//! Files of every known format are found by `format`, by name or by what they hold, and none is passed over unseen.

use std::fs;
use std::path::{Path, PathBuf};

use conformance::report::Report;
use conformance::subject::Native;
use serde_json::{Value, json};

/// A folder of files that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("scimwright-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn with(self, name: &str, document: &Value) -> Self {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, document.to_string()).unwrap();
        self
    }

    fn run(&self) -> Report {
        conformance::run(&self.0, &mut Native).unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        _ = fs::remove_dir_all(&self.0);
    }
}

fn own(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/cases").join(name);
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// The line of the table about a file.
fn row(report: &Report, file: &str) -> String {
    let shown = report.to_string();
    let mut rows = shown.lines().map(str::trim).filter(|line| line.starts_with(|c: char| c.is_ascii_digit()));
    rows.find(|row| row.contains(file)).unwrap_or_default().to_owned()
}

#[test]
fn names_stand_for_the_format_member() {
    for (name, count) in [
        ("scim/filters-valid.json", 2),
        ("scim/filters-invalid.json", 2),
        ("scim/filter-eval.json", 2),
        ("scim/paths.json", 2),
        ("scim/patch.json", 2),
        ("scim/resources.json", 2),
        ("provisioning/lifecycle.json", 2),
        ("provisioning/scoping.json", 2),
        ("provisioning/requests.json", 2),
        ("provisioning/assignments.json", 2),
        ("dotnet/casing.json", 2),
        ("hostile/filter.json", 2),
    ] {
        let mut document = own(name);
        _ = document.as_object_mut().unwrap().remove("format");
        for list in ["cases", "vectors", "valid", "invalid", "resolve"] {
            if let Some(cases) = document[list].as_array_mut() {
                cases.truncate(count);
            }
        }
        let file = name.rsplit('/').next().unwrap();
        for name in [name, file] {
            let report = Folder::new("names").with(name, &document).run();
            assert!(report.passed(), "{name}: {report}");
            assert!(!row(&report, name).starts_with("0/"), "{name}: {report}");
        }
    }
}

#[test]
fn expressions_are_known_by_their_members() {
    let case = json!({ "id": "x-1", "expression": "[mail]", "source": { "mail": "a" }, "expected": "a" });
    let wrong = json!({ "id": "x-2", "expression": "[mail]", "source": { "mail": "a" }, "expected": "b" });
    let report = Folder::new("extra")
        .with("expressions-extra.json", &json!([case, wrong]))
        .with("expressions.json", &json!({ "cases": [case] }))
        .run();
    assert_eq!(row(&report, "expressions-extra.json"), "1/2  expressions-extra.json");
    assert_eq!(row(&report, "expressions.json"), "1/1  expressions.json");
    assert!(!report.passed());
}

#[test]
fn schemas_may_stand_deeper() {
    let report = Folder::new("deeper").with("schemas/2026/gong.json", &own("data/gong-schema.json")).run();
    assert_eq!(row(&report, "gong.json"), "2/2  schemas/2026/gong.json");
}

#[test]
fn a_file_without_its_cases_has_failed() {
    for (name, document) in [
        ("any.json", json!({ "format": "scim-paths/1", "vaild": [] })),
        ("filters-valid.json", json!([])),
        (
            "filter-eval.json",
            json!({ "format": "scim-filter-eval/1", "cases": [{ "id": "f-1", "filter": "a pr" }] }),
        ),
        (
            "resources.json",
            json!({ "format": "scim-resources/1", "cases": [{ "id": "r-1", "payload": {} }] }),
        ),
        ("expressions.json", json!([])),
        ("hostile/format.json", json!({})),
    ] {
        let report = Folder::new("empty").with(name, &document).run();
        assert!(!report.passed(), "{name}: {report}");
        assert_eq!(row(&report, name), format!("0/1  {name}"));
    }
}

/// Members that no reader names are comments, so one that judges must not become one by a slip of the pen.
#[test]
fn a_case_without_what_judges_it_has_failed() {
    for (name, list, members) in [
        ("scim/filters-valid.json", "cases", &["filter", "modes", "ast", "canonical"][..]),
        ("scim/filters-invalid.json", "cases", &["modes", "codesAccepted", "offsetAccepted", "scimType"]),
        ("scim/filter-eval.json", "cases", &["filter", "modes", "resource", "resourceType", "expect"]),
        ("scim/paths.json", "valid", &["path", "modes", "ast", "canonical"]),
        ("scim/paths.json", "invalid", &["modes", "codesAccepted", "offsetAccepted", "scimTypesAccepted"]),
        ("scim/paths.json", "resolve", &["path", "modes", "resourceType", "expect"]),
        (
            "scim/patch.json",
            "cases",
            &["request", "modes", "resource", "resourceType", "expect", "expect/resource"],
        ),
        (
            "scim/resources.json",
            "cases",
            &["payload", "resourceType", "expect", "expect/strict", "expect/tolerant"],
        ),
        (
            "provisioning/scoping.json",
            "cases",
            &["config", "expected", "expected/inScope", "expected/clauseResults"],
        ),
        (
            "provisioning/requests.json",
            "cases",
            &["config", "expected", "expected/action", "expected/writes"],
        ),
        (
            "provisioning/lifecycle.json",
            "cases",
            &[
                "kind",
                "config",
                "source",
                "expected",
                "expected/action",
                "expected/reason",
                "expected/writes",
            ],
        ),
        ("provisioning/assignments.json", "cases", &["config", "source", "target_before", "expected"]),
        ("dotnet/casing.json", "cases", &["text", "upper", "lower", "title", "titleOfLower"]),
        ("dotnet/date-format.json", "cases", &["instant", "format", "text"]),
        ("dotnet/date-parse.json", "cases", &["method", "text", "format", "utc"]),
        ("dotnet/date-reformat.json", "cases", &["text", "inputFormat", "outputFormat", "result"]),
        ("dotnet/numbers.json", "cases", &["text", "int64", "decimal"]),
        ("dotnet/regex.json", "cases", &["pattern", "input", "isMatch", "groupNames", "matches", "replace"]),
        ("dotnet/text.json", "cases", &["result"]),
        ("hostile/filter.json", "vectors", &["surface", "input", "expect", "expect/class"]),
    ] {
        let mut document = own(name);
        for other in ["valid", "invalid", "resolve"].into_iter().filter(|other| *other != list) {
            _ = document.as_object_mut().unwrap().remove(other);
        }
        for member in members {
            let mut misspelt = document.clone();
            let case = misspelt[list][0].clone();
            let (whole, part) =
                member.split_once('/').map_or((*member, None), |(whole, part)| (whole, Some(part)));
            let mut case = case.as_object().unwrap().clone();
            let object = match part {
                None => &mut case,
                Some(_) => case[whole].as_object_mut().unwrap(),
            };
            let held = object.remove(part.unwrap_or(whole)).unwrap_or_else(|| panic!("{name}: {member}"));
            object.insert(format!("{}s", part.unwrap_or(whole)), held);
            misspelt[list] = json!([case]);
            let report = Folder::new("misspelt").with(name, &misspelt).run();
            assert!(!report.passed(), "{name} {member}: {report}");
        }
    }
    let random = json!({ "length": 4, "minDigit": 1, "minUpper": 1, "minLower": 1, "minSpecial": 0 });
    for case in [
        json!({ "id": "x-1", "expression": "[none]", "expcted": null }),
        json!({ "id": "x-2", "expression": "RandomString(4, 1, 0, 1, 1)", "options": { "seed": 1 }, "expected": { "random": random } }),
    ] {
        assert!(!Folder::new("misspelt").with("expressions.json", &json!([case])).run().passed(), "{case}");
    }
    let mut hostile = own("hostile/filter.json");
    let vectors = hostile["vectors"].as_array_mut().unwrap();
    vectors.iter_mut().for_each(|vector| vector["expect"]["invariants"] = json!(["no-such-thing"]));
    let report = Folder::new("misspelt").with("hostile/filter.json", &hostile).run();
    assert!(row(&report, "filter.json").starts_with("0/"), "whatever the answer: {report}");
    let mut assignments = own("provisioning/assignments.json");
    let events = assignments["cases"].as_array_mut().unwrap();
    events.retain(|event| event["source"]["event"] != "import");
    events.iter_mut().for_each(|event| event["expected"] = json!({}));
    let report = Folder::new("misspelt").with("assignments.json", &assignments).run();
    assert!(row(&report, "assignments.json").starts_with("0/"), "{report}");
}

#[test]
fn other_json_files_are_named() {
    let folder = Folder::new("others").with("data/users.json", &json!({ "value": [] }));
    let report = folder.run();
    assert_eq!(row(&report, "users.json"), "0/0  data/users.json (not a known format)");
    assert!(!report.passed(), "nothing was run");
    let known = folder.with("paths.json", &json!({ "valid": [own("scim/paths.json")["valid"][0]] }));
    assert!(known.run().passed(), "{}", known.run());
}

#[test]
fn a_hostile_file_alone_has_the_canaries_of_the_project() {
    let mut document = own("hostile/filter.json");
    document["vectors"].as_array_mut().unwrap().truncate(3);
    let report = Folder::new("canaries").with("filter.json", &document).run();
    assert_eq!(row(&report, "filter.json"), "3/3  filter.json");
}

/// `conformance DIR | head`: what is not read any more is no reason to panic.
#[test]
fn cut_output_changes_no_verdict() {
    use std::process::{Command, Stdio};

    let folder = Folder::new("cut");
    let valid: Vec<Value> = vec![json!({ "id": "p", "path": "a", "modes": ["strict"], "ast": {} }); 2000];
    let folder = folder.with("paths.json", &json!({ "valid": valid }));
    let mut child = Command::new(env!("CARGO_BIN_EXE_conformance"))
        .arg(&folder.0)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stderr.is_empty());
}
