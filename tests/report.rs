//! Findings in the formats that tools read.

use scimwright::diagnostic::{Diagnostic, Place, Span, code};
use scimwright::report::{Document, Format, Section, Style, padded, write};

const TEXT: &str = "{\n  \"userName\": \"a\",\n  \"emails\": [ {\"value\": \"😀\"} ]\n}";

fn findings() -> Vec<Diagnostic> {
    vec![
        Diagnostic::new(&code::input::UNEXPECTED_SHAPE, "the e-mail has no type")
            .help("add `\"type\": \"work\"`")
            .at(Place::pointer("/emails/0")),
        Diagnostic::new(&code::limit::FINDINGS, "1,234 findings; the first 1,000 are listed"),
        Diagnostic::new(&code::input::NOT_JSON, "expected `,` & <more>")
            .at(Place::in_text(TEXT, Span::new(2, 4))),
    ]
}

fn written(format: Format) -> String {
    let findings = findings();
    let clean = Section { document: Document::new("clean.json", Some("{}")), diagnostics: &[] };
    let section =
        Section { document: Document::new("dir/pay load.json", Some(TEXT)), diagnostics: &findings };
    write(format, &[clean, section], Style::default())
}

/// The published schema holds one pattern that is no regular expression; it constrains `language`, which we do not write.
fn without_broken_pattern(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(members) => {
            let broken = |pattern: &serde_json::Value| {
                pattern.as_str().is_some_and(|p| p.matches('[').count() != p.matches(']').count())
            };
            if members.get("pattern").is_some_and(broken) {
                members.remove("pattern");
            }
            members.values_mut().for_each(without_broken_pattern);
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(without_broken_pattern),
        _ => {}
    }
}

#[test]
fn sarif_is_valid_by_the_published_schema() {
    let mut schema: serde_json::Value =
        serde_json::from_str(include_str!("schemas/sarif-2.1.0.json")).unwrap();
    without_broken_pattern(&mut schema);
    let validator = jsonschema::validator_for(&schema).unwrap();
    let log: serde_json::Value = serde_json::from_str(&written(Format::Sarif)).unwrap();
    let faults: Vec<String> = validator.iter_errors(&log).map(|error| error.to_string()).collect();
    assert_eq!(faults, Vec::<String>::new());
    // The schema is open enough to let an empty log pass: look at one finding too.
    let first = &log["runs"][0]["results"][0];
    assert_eq!(first["ruleId"], "IN008");
    assert_eq!(first["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "dir/pay%20load.json");
    assert_eq!(
        first["locations"][0]["physicalLocation"]["region"],
        serde_json::json!({"startLine": 3, "startColumn": 15, "endLine": 3, "endColumn": 30})
    );
    assert!(!validator.is_valid(&serde_json::json!({"version": "2.1.0"})));
}

#[test]
fn sarif_describes_a_rule_once_and_names_standard_input() {
    let finding = |code| Diagnostic::new(code, "x");
    let findings =
        [&code::input::NOT_JSON, &code::input::UNEXPECTED_SHAPE, &code::input::NOT_JSON].map(finding);
    let section = Section { document: Document::new("-", None), diagnostics: &findings };
    let log: serde_json::Value =
        serde_json::from_str(&write(Format::Sarif, &[section], Style::default())).unwrap();
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.iter().map(|rule| &rule["id"]).collect::<Vec<_>>(), ["IN002", "IN008"]);
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.iter().map(|result| &result["ruleIndex"]).collect::<Vec<_>>(), [0, 1, 0]);
    // Standard input has no file to name.
    assert_eq!(results[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "stdin");
}

#[test]
fn junit_escapes_and_counts() {
    let xml = written(Format::Junit);
    assert!(xml.contains("<testsuites name=\"scimwright\" tests=\"4\" failures=\"2\">"), "{xml}");
    assert!(xml.contains("<testcase classname=\"clean.json\" name=\"no findings\"/>"));
    assert!(xml.contains("message=\"expected `,` &amp; &lt;more&gt;\""));
    assert!(!xml.contains("& "));
    assert_eq!(xml.matches("<testcase ").count(), 4);
    assert_eq!(xml.matches("</testcase>").count() + xml.matches("\"/>").count(), 4);
}

/// A character that ends or folds a line is written as a reference; what XML 1.0 cannot hold is U+FFFD.
#[test]
fn junit_holds_any_character() {
    let finding = Diagnostic::new(&code::input::NOT_JSON, "<a b=\"\t\r\n\0\u{1F}\u{FFFE}\u{FFFF}é😀\">&");
    let section = Section { document: Document::new("a.json", None), diagnostics: &[finding] };
    let xml = write(Format::Junit, &[section], Style::default());
    let message = "&lt;a b=&quot;&#9;&#13;&#10;\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}é😀&quot;&gt;&amp;";
    assert!(xml.contains(&format!("message=\"{message}\"")), "{xml}");
}

#[test]
fn text_underlines_the_value_a_pointer_names() {
    let text = written(Format::Text);
    let expected = "error[IN008] the e-mail has no type
  --> dir/pay load.json:3:15 /emails/0
   |
 3 |   \"emails\": [ {\"value\": \"😀\"} ]
   |               ^^^^^^^^^^^^^^^
   = help: add `\"type\": \"work\"`
";
    assert!(text.starts_with(expected), "{text}");
    assert!(text.ends_with("2 documents: 2 errors, 1 info\n"), "{text}");
}

#[test]
fn ndjson_has_one_object_a_line() {
    let lines: Vec<serde_json::Value> =
        written(Format::Ndjson).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 3);
    assert_eq!((lines[0]["line"].as_u64(), lines[0]["column"].as_u64()), (Some(3), Some(15)));
    assert_eq!(lines[1]["severity"], "info");
}

/// All findings of a document are located in one walk through it, in every format: the places of thousands in a large
/// one are soon told, whether its lines are short or it is one long line.
#[test]
fn many_findings_of_a_large_document_are_placed() {
    let user = r#"{"userName": "😀", "emails": [{"value": "\u00e9 x"}]}"#;
    let columns = |text: &str| text.encode_utf16().count();
    for between in [",\n", ", "] {
        let text = format!("[{}]", vec![user; 20_000].join(between));
        let places = (0..20_000).step_by(20);
        // The last letter of a string, and a member that is not there.
        let findings: Vec<Diagnostic> = places
            .clone()
            .flat_map(|user| {
                let finding = || Diagnostic::new(&code::input::UNEXPECTED_SHAPE, "x");
                let letter = Place::in_text("é x", Span::new(3, 4));
                let absent = Place::pointer(format!("/{user}/name/givenName"));
                [finding().at(letter).within(&format!("/{user}/emails/0/value")), finding().at(absent)]
            })
            .collect();
        let section = Section { document: Document::new("a.json", Some(&text)), diagnostics: &findings };
        let rows = write(Format::Ndjson, &[section], Style::default());
        let found = rows.lines().map(|row| {
            let row: serde_json::Value = serde_json::from_str(row).unwrap();
            (row["line"].as_u64().unwrap() as usize, row["column"].as_u64().unwrap() as usize)
        });
        let one_line = !between.contains('\n');
        let expected = places.flat_map(|index| {
            let (line, before) = match (one_line, index) {
                (true, _) => (1, 1 + index * columns(&format!("{user}{between}"))),
                (false, 0) => (1, 1),
                (false, _) => (index + 1, 0),
            };
            let letter = before + columns(user.split_once('x').unwrap().0);
            [(line, letter + 1), (line, before + 1)]
        });
        assert!(found.eq(expected));
        for format in [Format::Text, Format::Json, Format::Github, Format::Sarif, Format::Junit] {
            assert!(write(format, &[section], Style::default()).matches("IN008").count() >= 2_000);
        }
    }
}

#[test]
fn a_bare_text_tells_places_without_their_lines() {
    let findings = findings();
    let section = Section { document: Document::new("a.json", Some(TEXT)), diagnostics: &findings };
    let text = |bare| write(Format::Text, &[section], Style { bare, ..Style::default() });
    assert!(text(false).contains("😀"));
    let bare = text(true);
    assert!(bare.contains("  --> a.json:3:15 /emails/0\n") && bare.contains("  --> a.json:2:1\n"), "{bare}");
    assert!(!bare.contains('😀') && !bare.contains('|'), "{bare}");
}

#[test]
fn a_column_is_filled_or_cut_by_what_a_terminal_shows() {
    for (text, shown) in [
        ("Ana", "Ana  "),
        ("Anabe", "Anabe"),
        ("Anabel", "Anab…"),
        ("山田", "山田 "),
        ("山田太", "山田…"),
        ("山a田太", "山a… "),
        ("e\u{301}e\u{301}", "e\u{301}e\u{301}   "),
        ("", "     "),
    ] {
        assert_eq!(padded(text, 5), shown, "{text}");
    }
}
