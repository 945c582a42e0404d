//! Texts of the languages, written by decisions read from bytes: mostly valid, sometimes not.

use scimwright::expression::function;
use scimwright::value::json::{Json, Object};

/// Decisions, one byte each; the first way ever after.
#[derive(Debug)]
pub struct Choices<'d>(std::slice::Iter<'d, u8>);

/// How deep texts are nested at most.
const DEPTH: usize = 6;

impl<'d> Choices<'d> {
    /// Decides by these bytes.
    pub fn new(bytes: &'d [u8]) -> Self {
        Self(bytes.iter())
    }

    /// A number below `count`, of at most 256.
    pub fn below(&mut self, count: usize) -> usize {
        self.0.next().map_or(0, |byte| usize::from(*byte) % count.max(1))
    }

    fn of<'w>(&mut self, words: &[&'w str]) -> &'w str {
        words.get(self.below(words.len())).copied().unwrap_or_default()
    }

    /// `one`, some times over, with `between`.
    fn several(&mut self, most: usize, between: &str, mut one: impl FnMut(&mut Self) -> String) -> String {
        let count = self.below(most.saturating_add(1));
        (0..count).map(|_| one(self)).collect::<Vec<_>>().join(between)
    }
}

const NAMES: [&str; 16] = [
    "userName",
    "active",
    "title",
    "name.givenName",
    "emails",
    "emails.value",
    "phoneNumbers.type",
    "meta.created",
    "id",
    "externalId",
    "USERNAME",
    "nosuch",
    "$ref",
    "and",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value",
    "urn:ietf:params:scim:schemas:extension:Gong:2.0:User:country",
];
const SUBS: [&str; 6] = ["type", "value", "primary", "display", "$ref", "TYPE"];
const OPERANDS: [&str; 14] = [
    "\"work\"",
    "true",
    "false",
    "null",
    "1",
    "-0.5e3",
    "\"\"",
    "\"2024-02-29T00:00:00Z\"",
    "\"a\\\"b\"",
    "\"\\u00e9\"",
    "\"True\"",
    "True",
    "'x'",
    "\"😀\"",
];

/// A SCIM filter.
pub fn filter(choices: &mut Choices<'_>) -> String {
    condition(choices, &NAMES, DEPTH)
}

fn condition(choices: &mut Choices<'_>, names: &[&str], depth: usize) -> String {
    const OPERATORS: [&str; 11] = ["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le", "EQ", "is"];
    let inner = |choices: &mut Choices<'_>| condition(choices, names, depth.saturating_sub(1));
    match if depth == 0 { 0 } else { choices.below(9) } {
        0..=2 => {
            let (name, operator) = (choices.of(names), choices.of(&OPERATORS));
            format!("{name} {operator} {}", choices.of(&OPERANDS))
        }
        3 => format!("{} pr", choices.of(names)),
        4 => format!("not ({})", inner(choices)),
        5 => format!("{} and {}", inner(choices), inner(choices)),
        6 => format!("{} or {}", inner(choices), inner(choices)),
        7 => format!("({})", inner(choices)),
        _ => format!("{}[{}]", choices.of(names), condition(choices, &SUBS, depth.saturating_sub(1))),
    }
}

/// A SCIM attribute path.
pub fn path(choices: &mut Choices<'_>) -> String {
    let name = choices.of(&NAMES);
    match choices.below(4) {
        0 => name.to_owned(),
        1 => format!("{name}[{}]", condition(choices, &SUBS, 2)),
        2 => format!("{name}[{}].{}", condition(choices, &SUBS, 2), choices.of(&SUBS)),
        _ => format!("{name}.{}", choices.of(&SUBS)),
    }
}

/// A mapping expression.
pub fn expression(choices: &mut Choices<'_>) -> String {
    operand(choices, DEPTH)
}

fn operand(choices: &mut Choices<'_>, depth: usize) -> String {
    const ATTRIBUTES: [&str; 8] = [
        "[mail]",
        "[givenName]",
        "[surname]",
        "[accountEnabled]",
        "[otherMails]",
        "[employeeHireDate]",
        "[nosuch]",
        "[emails[type eq \"work\"].value]",
    ];
    const CONSTANTS: [&str; 18] = [
        "\"\"",
        "\"a\"",
        "\"@\"",
        "\"(?<x>[a-z]+)\"",
        "\"${x}\"",
        "\"yyyy-MM-dd\"",
        "\"2024-02-29\"",
        "\"True\"",
        "\"😀é\"",
        "\"a\\\"b\"",
        "0",
        "1",
        "-3",
        "2.5",
        "&HFF",
        "vbTextCompare",
        "x",
        "99999999999",
    ];
    match if depth == 0 { choices.below(4) } else { choices.below(8) } {
        0 | 1 => choices.of(&ATTRIBUTES).to_owned(),
        2 | 3 => choices.of(&CONSTANTS).to_owned(),
        _ => {
            let name = function::ALL.get(choices.below(function::ALL.len())).map_or("Nosuch", |own| own.name);
            let arguments = choices.several(6, ", ", |choices| argument(choices, depth.saturating_sub(1)));
            format!("{name}({arguments})")
        }
    }
}

fn argument(choices: &mut Choices<'_>, depth: usize) -> String {
    const COMPARATORS: [&str; 6] = ["=", "<>", "<", ">", "<=", ">="];
    match choices.below(8) {
        0 => String::new(),
        1 => {
            let (left, sign) = (operand(choices, depth), choices.of(&COMPARATORS));
            format!("{left} {sign} {}", operand(choices, depth))
        }
        _ => operand(choices, depth),
    }
}

/// A .NET pattern.
pub fn pattern(choices: &mut Choices<'_>) -> String {
    alternatives(choices, DEPTH)
}

fn alternatives(choices: &mut Choices<'_>, depth: usize) -> String {
    const ATOMS: [&str; 24] = [
        "a",
        "b",
        ".",
        "\\d",
        "\\w",
        "\\s",
        "\\b",
        "^",
        "$",
        "[a-c]",
        "[^a]",
        "[a-z-[b]]",
        "\\p{Lu}",
        "\\1",
        "\\k<x>",
        "\\u00e9",
        "é",
        "😀",
        "\\A",
        "\\z",
        "\\G",
        "(?i)",
        "\\",
        "ß",
    ];
    const GROUPS: [&str; 12] =
        ["(", "(?:", "(?<x>", "(?'y'", "(?=", "(?!", "(?<=", "(?<!", "(?>", "(?i:", "(?x-i:", "(?(1)"];
    const REPEATS: [&str; 12] = ["", "", "", "*", "+", "?", "*?", "+?", "{2}", "{1,3}", "{2,}?", "{,2}"];
    let piece = |choices: &mut Choices<'_>| {
        let atom = if depth == 0 || choices.below(4) < 3 {
            choices.of(&ATOMS).to_owned()
        } else {
            format!("{}{})", choices.of(&GROUPS), alternatives(choices, depth.saturating_sub(1)))
        };
        format!("{atom}{}", choices.of(&REPEATS))
    };
    choices.several(3, "|", |choices| choices.several(4, "", piece))
}

/// Changes a document in a few places: a value replaced, taken away or written under another name.
pub fn bend(document: &mut Json<'static>, choices: &mut Choices<'_>) {
    for _ in 0..=choices.below(3) {
        bend_once(document, choices, DEPTH);
    }
}

fn bend_once(value: &mut Json<'static>, choices: &mut Choices<'_>, depth: usize) {
    const OTHER_NAMES: [&str; 6] = ["value", "Value", "schemas", "$ref", "", "members"];
    match value {
        Json::Array(items) if !items.is_empty() && depth > 0 => {
            let at = choices.below(items.len());
            match choices.below(8) {
                0 => drop(items.remove(at)),
                1 => items.extend(items.get(at).cloned()),
                _ => items
                    .iter_mut()
                    .skip(at)
                    .take(1)
                    .for_each(|item| bend_once(item, choices, depth.saturating_sub(1))),
            }
        }
        Json::Object(object) if !object.is_empty() && depth > 0 => {
            let at = choices.below(object.len());
            let name = object.iter().nth(at).map(|(name, _)| name.to_owned()).unwrap_or_default();
            match choices.below(8) {
                0 => drop(object.remove(&name)),
                1 => rename(object, &name, name.to_uppercase()),
                2 => rename(object, &name, choices.of(&OTHER_NAMES).to_owned()),
                _ => object
                    .get_mut(&name)
                    .into_iter()
                    .for_each(|value| bend_once(value, choices, depth.saturating_sub(1))),
            }
        }
        other => *other = some_value(choices),
    }
}

fn rename(object: &mut Object<'static>, name: &str, other: String) {
    if let Some(value) = object.remove(name) {
        object.insert(other, value);
    }
}

fn some_value(choices: &mut Choices<'_>) -> Json<'static> {
    const VALUES: [&str; 18] = [
        "null",
        "true",
        "false",
        "0",
        "-1",
        "1e400",
        "9007199254740993",
        "\"\"",
        "\"True\"",
        "\"a\"",
        "\"😀\\u0000\"",
        "[]",
        "{}",
        "[null]",
        "[[\"a\"]]",
        "{\"value\":\"v\"}",
        "[{\"type\":\"work\",\"value\":1}]",
        "\"Always\"",
    ];
    let text = choices.of(&VALUES);
    scimwright::value::json::parse(text, &scimwright::limits::Limits::DEFAULT)
        .map_or(Json::Null, Json::into_owned)
}
