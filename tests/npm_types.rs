//! The words in `npm/index.d.ts` are those of the tables. `BLESS=1 cargo test --test npm_types` writes them anew.

use std::path::Path;

use scimwright::diagnostic::code;
use scimwright::expression::function;
use scimwright::limits::Limits;
use scimwright::provision::{ConfigurationChange, Reason, Settings};
use scimwright::scim::ScimType;
use scimwright::scim::filter::Operator;
use scimwright::scope::OPERATORS;

/// What the made part of the file starts after.
const MADE: &str = "made from the engine's tables by `BLESS=1 cargo test --test npm_types`";

/// A union of string literals, as many a line as fit.
fn union<'w>(documentation: &str, name: &str, words: impl IntoIterator<Item = &'w str>) -> String {
    let mut text = format!("\n/** {documentation} */\nexport type {name} =");
    let mut line = String::new();
    for word in words {
        let literal = format!(" | {word:?}");
        if line.len() + literal.len() > 118 {
            text.push_str(&format!("\n {line}"));
            line.clear();
        }
        line.push_str(&literal);
    }
    format!("{text}\n {line};\n")
}

fn words() -> String {
    [
        union("Every diagnostic code.", "DiagnosticCode", code::all().map(|row| row.code)),
        union("Every diagnostic name.", "DiagnosticName", code::all().map(|row| row.name)),
        union(
            "Why an object gets the action it gets.",
            "Reason",
            Reason::ALL.iter().map(|reason| reason.code()),
        ),
        union(
            "What a comparison tells of a configuration, in its own words; `mapping` is the type of mapping.",
            "ConfigurationProperty",
            ConfigurationChange::properties(),
        ),
        union(
            "The functions of the expression language.",
            "FunctionName",
            function::ALL.iter().map(|one| one.name),
        ),
        union("The scoping operators.", "ScopingOperator", OPERATORS.iter().map(|operator| operator.name)),
        union(
            "The comparing operators of SCIM filters.",
            "CompareOperator",
            Operator::ALL.iter().map(|operator| operator.as_str()),
        ),
        union("The keyword a SCIM service refuses with.", "ScimType", ScimType::ALL.map(ScimType::as_str)),
        limits(),
    ]
    .concat()
}

/// The limits with what each counts, and its default; the JSON Schema is made from these lines.
fn limits() -> String {
    let member = |(name, default, counts): &(&str, u64, &str)| {
        format!("  /**{counts} Default {default}. */\n  {name}?: number | undefined;\n")
    };
    let members: String = Limits::TABLE.iter().map(member).collect();
    format!(
        "\n/** What may be consumed: whole numbers above zero. */\nexport interface Limits {{\n{members}}}\n"
    )
}

fn file() -> (std::path::PathBuf, String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("npm/index.d.ts");
    let text = std::fs::read_to_string(&path).unwrap();
    (path, text)
}

#[test]
fn words_are_those_of_the_tables() {
    let (path, text) = file();
    let end = text.find(MADE).unwrap();
    let end = end + text[end..].find('\n').unwrap() + 1;
    let made = format!("{}{}", &text[..end], words());
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &made).unwrap();
    }
    let current = std::fs::read_to_string(&path).unwrap() == made;
    assert!(current, "npm/index.d.ts is not current: run `BLESS=1 cargo test --test npm_types`");
}

#[test]
fn every_setting_is_declared() {
    let (_, text) = file();
    let start = text.find("export interface Settings ").unwrap();
    let body = &text[start..start + text[start..].find("\n}").unwrap()];
    let declared: Vec<&str> =
        body.lines().filter_map(|line| line.trim().split_once("?:")).map(|(name, _)| name).collect();
    assert_eq!(declared, Settings::MEMBERS);
}
