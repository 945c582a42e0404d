//! The page of functions, made from the descriptors.

use std::fmt::Write as _;

use super::{ALL, Example, Family, Function, Kind, NullRule, Purity};
use crate::diagnostic::listed;
use crate::expression::print;
use crate::limits::Limits;
use crate::value::json;

/// `docs/functions.md`: every function with signature, meaning, null rule, examples and source.
pub fn documentation() -> String {
    let mut out = String::from(
        "# Functions of attribute-mapping expressions\n\n\
         Made from the function descriptors; do not edit. In signatures `?` marks an argument that may be left out and \
         `…` one that may repeat.\nThe examples run as tests.\n",
    );
    for family in Family::ALL {
        _ = write!(out, "\n- {}: ", family.title());
        let links = of(family)
            .map(|function| format!("[{0}](#{1})", function.name, function.name.to_ascii_lowercase()));
        out.push_str(&links.collect::<Vec<_>>().join(", "));
    }
    out.push('\n');
    for family in Family::ALL {
        _ = write!(out, "\n## {}\n", family.title());
        of(family).for_each(|function| section(&mut out, function));
    }
    out
}

fn of(family: Family) -> impl Iterator<Item = &'static Function> {
    ALL.iter().copied().filter(move |function| function.family == family)
}

fn section(out: &mut String, function: &Function) {
    _ = write!(
        out,
        "\n### {}\n\n`{}` → {}\n\n{}\n\n",
        function.name,
        function.signature(),
        function.result.name(),
        function.doc
    );
    for fact in facts(function) {
        _ = writeln!(out, "- {fact}");
    }
    out.push_str("\n```text\n");
    for Example { expression, source, expected } in function.examples {
        _ = write!(out, "{expression}\n  → {expected}");
        if *source != "{}" {
            _ = write!(out, "   with {}", spaced(source));
        }
        if !function.options.is_empty() {
            _ = write!(out, "   given {}", spaced(function.options));
        }
        out.push('\n');
    }
    _ = write!(out, "```\n\n{}\n", function.source);
}

/// What a reader asks next: types, words, null, lists, purity.
fn facts(function: &Function) -> Vec<String> {
    let mut facts = Vec::new();
    let kinds: Vec<String> = function
        .parameters
        .iter()
        .filter(|parameter| !matches!(parameter.kind, Kind::Text | Kind::Any))
        .map(|parameter| format!("`{}` {}", parameter.name, parameter.takes()))
        .collect();
    if !kinds.is_empty() {
        facts.push(kinds.join(", "));
    }
    for parameter in function.parameters.iter().filter(|parameter| !parameter.words.is_empty()) {
        let words = listed(&mut parameter.words.iter().copied(), " or ");
        facts.push(format!("`{}` is {words}", parameter.name));
    }
    match function.null {
        NullRule::Null if !function.parameters.is_empty() => {
            facts.push("null in the first argument gives null".to_owned());
        }
        NullRule::EmptyText => facts.push("null in the first argument gives an empty text".to_owned()),
        _ => {}
    }
    if function.element_wise {
        facts.push("applied to every value of a list".to_owned());
    }
    match function.purity {
        Purity::Clock => facts.push("depends on the current time".to_owned()),
        Purity::Random => facts.push("depends on the random seed".to_owned()),
        Purity::Caller => facts.push("depends on what the caller supplies".to_owned()),
        Purity::Pure | Purity::Raises => {}
    }
    facts
}

/// An object with a blank behind colons and commas, as people write it.
fn spaced(source: &str) -> String {
    let Ok(json) = json::parse(source, &Limits::DEFAULT) else { return source.to_owned() };
    let Some(object) = json.as_object() else { return source.to_owned() };
    let members: Vec<String> =
        object.iter().map(|(name, value)| format!("{}: {value}", print::quote(name))).collect();
    format!("{{ {} }}", members.join(", "))
}
