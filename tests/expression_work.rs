//! Expressions take fuel in proportion to their values: no clock.

mod common;

use common::least;
use scimwright::expression::{Context, Expression, Outcome};
use scimwright::limits::Limits;
use scimwright::value::json::{Json, Object};

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
    for expression in VALUES {
        let compiled = Expression::compile(expression).unwrap();
        let fuel = |n: usize| {
            let source = Json::Object(Object::from_iter([("a", Json::from("abéc,de (f)-".repeat(n)))]));
            least(|fuel| {
                let limits = Limits { fuel: fuel as u64, ..Limits::DEFAULT };
                let answer = compiled.evaluate(&source, &Context { limits, ..Context::default() });
                matches!(answer, Ok(Outcome::Value(_)))
            })
        };
        let (one, two, four) = (fuel(100), fuel(200), fuel(400));
        assert!(two <= one * 26 / 10 && four <= two * 26 / 10, "{expression}: {one}, {two}, {four}");
    }
}
