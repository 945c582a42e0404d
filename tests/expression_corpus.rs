//! Published expressions: where they are refused, and every one of them evaluated for every sample user.

#[path = "common/expression.rs"]
mod expression;

use expression::findings;
use scimwright::diagnostic::{Diagnostic, Severity};
use scimwright::expression::{Context, Expression, format, parse, print};
use scimwright::limits::Limits;
use scimwright::value::datetime::DateTime;
use scimwright::value::json::{self, Json};

struct Line {
    number: usize,
    expression: String,
    expect: String,
}

fn corpus() -> Vec<Line> {
    let line = |(number, text): (usize, &str)| {
        let document = json::parse(text, &Limits::DEFAULT).unwrap();
        let member = |name: &str| document.get(name).and_then(Json::as_str).unwrap().to_owned();
        Line { number: number + 1, expression: member("expression"), expect: member("expect") }
    };
    include_str!("cases/expressions-real.jsonl").lines().enumerate().map(line).collect()
}

/// Refused lines: code, the text underlined, and the text right before it.
const REFUSED: [(usize, &str, &str, &str); 20] = [
    (50, "EX108", "&", r#""t-" "#),
    (51, "EX202", "Mid", ""),
    (
        66,
        "EX106",
        "Join",
        "Mid([PreferredFirstName], 1, 1), [PreferredLastName]))), \"contoso.com\")\n        ",
    ),
    (93, "EX202", "Switch", ""),
    (103, "EX111", "[1]", r#"Split([mail], "@")"#),
    (107, "EX112", "...", "Switch([country], "),
    (108, "EX112", "...", r#""2", "#),
    (145, "EX202", "FormatDateTime", ""),
    (151, "EX108", "&", r#"CN=RTC Service," "#),
    (152, "EX108", "&", r#"EscapeDNComponent("cn=" "#),
    (153, "EX110", "$item", "Select("),
    (154, "EX110", "$unExpiredCerts", "With("),
    (155, "EX204", "True", r#""French", "#),
    (156, "EX201", "IsGuid", "IIF("),
    (156, "EX201", "CGuid", "IIF(IsGuid([strAttribute]),"),
    (156, "EX204", "NULL", "CGuid([strAttribute]),"),
    (157, "EX204", "NULL", "=1,"),
    (158, "EX108", "&", r#"Word([proxyAddresses],1,"@") "#),
    (159, "EX204", "NULL", "&H21C07000) > 0,"),
    (106, "EX257", r#"Replace([upn], "@", "_")"#, ""),
];

#[test]
fn refusals_point_at_the_fault() {
    let lines = corpus();
    for (number, code, underlined, before) in REFUSED {
        let text = &lines[number - 1].expression;
        let points = |finding: &Diagnostic| {
            let span = finding.span().unwrap();
            finding.code.code == code
                && &text[span.start..span.end] == underlined
                && text[..span.start].ends_with(before)
        };
        assert!(findings(text).iter().any(points), "line {number}: {:#?}", findings(text));
    }
    let pointed: Vec<usize> = REFUSED.iter().map(|(number, ..)| *number).collect();
    for line in lines.iter().filter(|line| line.expect == "reject") {
        assert!(pointed.contains(&line.number), "line {} has no expected place", line.number);
    }
}

#[test]
fn canonical_and_formatted_text_read_back_the_same() {
    for Line { number, expression, .. } in corpus() {
        let Ok(tree) = parse(&expression, &Limits::DEFAULT) else { continue };
        for text in [print(&tree), format(&tree)] {
            assert_eq!(parse(&text, &Limits::DEFAULT).as_ref(), Ok(&tree), "line {number}: {text}");
        }
        assert_eq!(format(&parse(&format(&tree), &Limits::DEFAULT).unwrap()), format(&tree), "line {number}");
    }
}

#[test]
fn every_line_is_evaluated_for_every_sample_user() {
    let users = json::parse(include_str!("cases/data/users.json"), &Limits::DEFAULT).unwrap();
    let users = users.get("value").unwrap_or(&users).as_array().unwrap();
    let context = Context {
        now: Some(DateTime::from_rfc3339("2025-03-25T09:00:00Z").unwrap()),
        variables: [("DomainFQDN".to_owned(), "contoso.com".to_owned())].into(),
        ..Context::default()
    };
    let mut values = 0;
    for Line { number, expression, .. } in corpus() {
        let compiled = Expression::compile(&expression);
        let refused = findings(&expression).iter().any(|finding| finding.severity == Severity::Error);
        assert_eq!(compiled.is_err(), refused, "line {number}");
        let Ok(compiled) = compiled else { continue };
        for user in users {
            let outcome = compiled.evaluate(user, &context);
            assert_eq!(outcome, compiled.evaluate(user, &context), "line {number}");
            assert_eq!(compiled.trace(user, &context).0, outcome, "line {number}");
            if let Err(finding) = &outcome {
                let span = finding.span().unwrap_or_else(|| panic!("line {number}: {finding} has no place"));
                assert!(expression.get(span.start..span.end).is_some(), "line {number}");
                assert!(finding.code.code.starts_with("EX3"), "line {number}: {finding}");
            }
            values += usize::from(outcome.is_ok());
        }
    }
    assert!(values > 2_000, "{values} values");
}
