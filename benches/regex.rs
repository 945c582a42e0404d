//! The regular expressions of mappings, beside fancy-regex in the same run.
//!
//! `cargo bench --bench regex` prints nanoseconds a call, best of several rounds taken in turns, and the ratio.

#![allow(missing_docs)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use scimwright::regex::{Budget, Limits, Regex, Replacement};

/// Pattern, text, and the replacement where one is made.
const CASES: &[(&str, &str, Option<&str>)] = &[
    (r"[()\s-]+", "+1 (555) 010-9999", Some("")),
    (r"^.*?,(?=(?:CN|OU|DC)=)", "CN=Lee\\, Ana,OU=Engineering,OU=Berlin,DC=contoso,DC=com", Some("")),
    (r"(?<streetNumber>^\d*)", "545 Tremont Street", Some("888")),
    (r"^(Sales|Marketing)$", "Marketing", None),
    (r"^(Sales|Marketing)$", "Research and Development", None),
    (r".*@contoso\.com$", "ana.lee@contoso.com", None),
    (r".*@contoso\.com$", "ana.lee@fabrikam.example", None),
    (r"^\s+|\s+$", "  Ana Maria Lee ", Some("")),
    (r"[^a-zA-Z0-9._-]", "Ana María d'Arc-Lee", Some("")),
    (r"(\d{3})(\d{3})(\d{4})", "call 4255550100 now", Some("($1) $2-$3")),
    (r"(?i)contractor|vendor|temp", "Senior VENDOR manager", None),
    (r"^(?!svc-)[a-z]+\.[a-z]+$", "ana.lee", None),
    (r"(?<first>\w+)\s(?<last>\w+)", "Zoë Müller", Some("${last}, ${first}")),
    (r"\s*\([^)]*\)", "Ana Lee (EXT) (CHI)", Some("")),
];

fn main() {
    let mut worst = 0.0f64;
    let mut product = 0.0f64;
    for (pattern, text, replacement) in CASES {
        let ours = Regex::new(pattern, &Limits::DEFAULT).expect("compiles");
        let theirs = fancy_regex::Regex::new(pattern).expect("compiles");
        let (mine, other) = match replacement {
            Some(replacement) => {
                let parsed = Replacement::parse(replacement, &ours).expect("a small number");
                in_turns(
                    || {
                        ours.replace_all(text, &parsed, 1 << 20, &mut Budget::new(1_000_000))
                            .map(|text| text.len())
                            .ok()
                    },
                    || Some(theirs.replace_all(text, *replacement).len()),
                )
            }
            None => in_turns(
                || ours.is_match(text, &mut Budget::new(1_000_000)).ok().map(usize::from),
                || theirs.is_match(text).ok().map(usize::from),
            ),
        };
        let ratio = mine / other;
        worst = worst.max(ratio);
        product += ratio.ln();
        println!("{mine:9.0} ns  {other:9.0} ns  {ratio:5.2}  {pattern}");
    }
    println!(
        "ratio to fancy-regex: worst {worst:.2}, geometric mean {:.2}",
        (product / CASES.len() as f64).exp()
    );
    let (mine, other) = in_turns(
        || Some(CASES.iter().filter(|(pattern, ..)| Regex::new(pattern, &Limits::DEFAULT).is_ok()).count()),
        || Some(CASES.iter().filter(|(pattern, ..)| fancy_regex::Regex::new(pattern).is_ok()).count()),
    );
    let each = CASES.len() as f64;
    println!("compile: {:.0} ns, fancy-regex {:.0} ns", mine / each, other / each);
}

/// Nanoseconds a call of each, the best of several rounds taken in turns.
fn in_turns(one: impl Fn() -> Option<usize>, other: impl Fn() -> Option<usize>) -> (f64, f64) {
    let mut best = (f64::MAX, f64::MAX);
    for _ in 0..7 {
        best = (best.0.min(round(&one)), best.1.min(round(&other)));
    }
    best
}

fn round(call: &impl Fn() -> Option<usize>) -> f64 {
    let started = Instant::now();
    let mut calls = 0u32;
    while started.elapsed() < Duration::from_millis(15) {
        for _ in 0..32 {
            black_box(call());
        }
        calls += 32;
    }
    started.elapsed().as_nanos() as f64 / f64::from(calls)
}
