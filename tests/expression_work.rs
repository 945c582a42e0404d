//! Expressions take work in proportion to their text and their values: calls of the parser and fuel, no clock.

mod common;

use common::{least, parser_calls};
use scimwright::expression::{Context, Expression, parse};
use scimwright::limits::Limits;
use scimwright::value::json::{Json, Object};

/// A name and the text of a given size.
type Family = (&'static str, fn(usize) -> String);

/// Text of a given size for every way to make an expression long or deep.
const TEXTS: &[Family] = &[
    ("nested calls", |n| format!("{}[a]{}", "ToLower(".repeat(n), ")".repeat(n))),
    ("nested calls with more behind", |n| format!("{}[a]{}", "Append(".repeat(n), ", \"x\")".repeat(n))),
    ("nested conditions", |n| format!("{}\"z\"{}", "IIF([a]=\"x\", \"y\", ".repeat(n), ")".repeat(n))),
    ("comparisons of nested calls", |n| {
        format!("IIF({0}[a]{1}={0}[b]{1}, \"x\", \"y\")", "Trim(".repeat(n), ")".repeat(n))
    }),
    ("nested in the first argument of a comparison", |n| {
        format!("{}[a]{}", "CBool(".repeat(n), "=\"x\")".repeat(n))
    }),
    ("arguments", |n| format!("Join(\",\"{})", ", [a]".repeat(n))),
    ("omitted arguments", |n| format!("Join(\",\"{})", ",".repeat(n))),
    ("pairs of Switch", |n| format!("Switch([a], \"\"{})", ", \"k\", \"v\"".repeat(n))),
    ("long text", |n| format!("Append([a], \"{}\")", "x".repeat(n * 8))),
    ("escapes", |n| format!("Append([a], \"{}\")", "\\\\".repeat(n * 4))),
    ("quotes", |n| format!("Append([a], \"{}\")", "\\\"".repeat(n * 4))),
    ("long attribute", |n| format!("[{}]", "a".repeat(n * 8))),
    ("brackets in an attribute", |n| format!("[emails[{}]]", "type eq \"[\" and ".repeat(n))),
    ("long number", |n| format!("Left([a], {})", "1".repeat(n * 8))),
    ("blanks", |n| format!("Append({0}[a]{0},{0}\"x\"{0})", " ".repeat(n * 4))),
    ("long name", |n| format!("{}([a])", "F".repeat(n * 8))),
];

/// Expressions over the attribute `a`, which is made twice as long.
const VALUES: &[&str] = &[
    "ToLower([a])",
    "NormalizeDiacritics([a])",
    "PCase([a])",
    "Count(Split([a], \",\"))",
    "Join(\";\", Split([a], \",\"))",
    "RemoveDuplicates(Split([a], \",\"))",
    "Word([a], 3, \",\")",
    "Replace([a], \"ab\", , , \"c\", , )",
    // The price of a search is paid again for each further match (robustness of patterns), so these find none.
    "Replace([a], , \"[0-9]+\", , \"\", , )",
    "Replace([a], , \"(?<word>\\\\w+);\", \"word\", \"x\", , )",
    "InStr([a], \"zz\")",
    "ConvertToBase64([a])",
    "ConvertToUTF8Hex([a])",
];

#[test]
fn doubling_at_most_doubles_the_work() {
    let limits = Limits { nesting: 256, ..Limits::DEFAULT };
    for (name, text) in TEXTS {
        let work = |n: usize| {
            let text = text(n);
            parse(&text, &limits).unwrap_or_else(|found| panic!("{name}: {found}"));
            parser_calls(|| parse(&text, &limits).is_ok())
        };
        let (one, two, four) = (work(25), work(50), work(100));
        assert!(two <= one * 21 / 10 && four <= two * 21 / 10, "{name}: {one}, {two}, {four}");
    }
    for expression in VALUES {
        let compiled = Expression::compile(expression).unwrap();
        let fuel = |n: usize| {
            let source = Json::Object(Object::from_iter([("a", Json::from("abéc,de (f)-".repeat(n)))]));
            least(|fuel| {
                let limits = Limits { fuel: fuel as u64, ..Limits::DEFAULT };
                let answer = compiled.evaluate(&source, &Context { limits, ..Context::default() });
                answer.is_ok_and(|outcome| outcome.into_value().is_some())
            })
        };
        let (one, two, four) = (fuel(100), fuel(200), fuel(400));
        assert!(two <= one * 26 / 10 && four <= two * 26 / 10, "{expression}: {one}, {two}, {four}");
    }
}
