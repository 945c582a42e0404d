//! Parsing takes work in proportion to the text, counted in calls of the parser, not in time.
//!
//! The call limit of pest is process-wide, so this test has a process of its own.

mod common;

use common::parser_calls as calls;
use scimwright::limits::Limits;
use scimwright::scim::{Mode, filter, path};

type Family = (&'static str, fn(usize) -> String);

/// Text of a given size for every way to make a filter long or deep.
const FAMILIES: &[Family] = &[
    ("chain of or", |n| vec!["title pr"; n].join(" or ")),
    ("chain of and", |n| vec!["a eq 1"; n].join(" and ")),
    ("mixed chain", |n| vec!["a eq 1 and b eq 2"; n].join(" or ")),
    ("parentheses", |n| format!("{}a pr{}", "(".repeat(n), ")".repeat(n))),
    ("not", |n| format!("{}a pr{}", "not (".repeat(n), ")".repeat(n))),
    ("not with a blank and a chain", |n| format!("{}a pr{}", "not ( b pr or ".repeat(n), " )".repeat(n))),
    ("parentheses in brackets", |n| format!("emails[{}a pr{}]", "(".repeat(n), ")".repeat(n))),
    ("value paths", |n| vec![r#"emails[type eq "work" and not (value pr)]"#; n].join(" or ")),
    ("tolerant tails", |n| vec![r#"emails[type eq "work"].value eq "x""#; n].join(" and ")),
    ("long name", |n| format!("{} pr", "a".repeat(n * 8))),
    ("long URI", |n| format!("urn:{}a pr", "abc:".repeat(n * 2))),
    ("long string", |n| format!("a eq \"{}\"", "x".repeat(n * 8))),
    ("escapes", |n| format!("a eq \"{}\"", "\\n".repeat(n * 8))),
    ("blanks", |n| format!("a{0}eq{0}1", " ".repeat(n * 8))),
    ("digits", |n| format!("a eq 0.{}", "1".repeat(n * 2))),
    ("bare word", |n| format!("a eq x{}", "y".repeat(n * 8))),
];

#[test]
fn doubling_the_text_at_most_doubles_the_work() {
    let limits = Limits { nesting: 256, ..Limits::DEFAULT };
    for (name, text) in FAMILIES {
        let work = |n: usize| {
            let text = text(n);
            calls(|| filter::parse(&text, Mode::Tolerant, &limits).is_ok())
        };
        let (one, two, four) = (work(50), work(100), work(200));
        assert!(two <= one * 21 / 10 && four <= two * 21 / 10, "{name}: {one}, {two}, {four}");
    }
    let work = |n: usize| {
        let text = format!("emails[{}a pr{}].value", "(".repeat(n), ")".repeat(n));
        calls(|| path::parse(&text, Mode::Strict, &limits).is_ok())
    };
    let (one, two) = (work(60), work(120));
    assert!(two <= one * 21 / 10, "path: {one}, {two}");
}
