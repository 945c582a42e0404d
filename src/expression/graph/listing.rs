//! The service's own list of functions, and ours.

use super::super::function::{ALL, Example, Function, Kind, Need, Parameter, Purity};
use crate::limits::Limits;
use crate::value::json::{self, Json, Object};
use crate::value::order::sort_by_key;

/// What the service lists and documents nowhere; it is not evaluated here.
const UNDOCUMENTED: [(&str, &[(&str, &str)]); 2] =
    [("IsNothing", &[("source", "Boolean")]), ("Prepend", &[("prefix", "String"), ("source", "String")])];

/// The functions as Microsoft Graph lists them (`{"value": [{"name", "parameters"}]}`), each with members of our own:
/// `signature`, `family`, `arguments` (the parameters as documented, which in a few places is not as listed),
/// `result`, `deterministic`, `elementWise`, `documentation`, `source`, `examples`, `supported`.
pub fn functions() -> Json<'static> {
    let mut list: Vec<(&str, Json<'static>)> =
        ALL.iter().map(|function| (function.name, describe(function))).collect();
    for (name, parameters) in UNDOCUMENTED {
        let parameters = parameters.iter().map(|(name, kind)| parameter(name, true, false, kind)).collect();
        let mut object = head(name, parameters);
        object
            .insert("documentation", "Listed by the service, documented nowhere. It is not evaluated here.");
        object.insert("supported", false);
        list.push((name, Json::Object(object)));
    }
    sort_by_key(&mut list, |(name, _)| name.to_ascii_lowercase());
    let list: Vec<Json<'static>> = list.into_iter().map(|(_, function)| function).collect();
    Json::Object(Object::from_iter([("value", list)]))
}

fn head(name: &'static str, parameters: Vec<Json<'static>>) -> Object<'static> {
    Object::from_iter([("name", Json::from(name)), ("parameters", Json::Array(parameters))])
}

fn parameter(name: &'static str, required: bool, repeats: bool, kind: &'static str) -> Json<'static> {
    Json::Object(Object::from_iter([
        ("name", Json::from(name)),
        ("required", Json::Bool(required)),
        ("allowMultipleOccurrences", Json::Bool(repeats)),
        ("type", Json::from(kind)),
    ]))
}

/// The parameters as the service lists them, which in a few places is not as its reference documents them.
fn listed(function: &Function) -> Vec<Json<'static>> {
    let required = |parameter: &Parameter| match (function.name, parameter.key) {
        ("Split", "delimiter") | ("Switch", "switchValue" | "defaultValue") => false,
        ("FormatDateTime", _) => true,
        _ => parameter.need != Need::Optional,
    };
    match function.name {
        // The condition takes three keys: left side, sign, right side.
        "IIF" => ["one", "two", "three", "four", "five"]
            .into_iter()
            .map(|key| parameter(key, !matches!(key, "two" | "three"), false, "String"))
            .collect(),
        _ => {
            let form = if function.short_form.is_empty() { function.parameters } else { function.short_form };
            let mut listed: Vec<(&str, Json<'static>)> = Vec::new();
            for one in form {
                // Key and value of Switch share a name.
                if listed.iter().all(|(key, _)| *key != one.key) {
                    let row = parameter(one.key, required(one), one.need.repeats(), one.kind.graph_name());
                    listed.push((one.key, row));
                }
            }
            listed.into_iter().map(|(_, row)| row).collect()
        }
    }
}

fn describe(function: &Function) -> Json<'static> {
    let mut object = head(function.name, listed(function));
    let documented = |one: &Parameter| {
        let words = one.words.iter().map(|word| Json::from(*word)).collect::<Vec<_>>();
        let mut row = Object::from_iter([
            ("name", Json::from(one.name)),
            ("kind", Json::from(one.kind.name())),
            ("required", Json::Bool(one.need != Need::Optional)),
            ("repeats", Json::Bool(one.need.repeats())),
        ]);
        if !words.is_empty() {
            row.insert("words", words);
        }
        Json::Object(row)
    };
    let example = |example: &Example| {
        let read = |text| json::parse(text, &Limits::DEFAULT).unwrap_or_default();
        let mut row = Object::from_iter([
            ("expression", Json::from(example.expression)),
            ("source", read(example.source)),
            ("expected", read(example.expected)),
        ]);
        if !function.options.is_empty() {
            row.insert("options", read(function.options));
        }
        Json::Object(row)
    };
    let arguments: Vec<Json<'static>> = function.parameters.iter().map(documented).collect();
    let examples: Vec<Json<'static>> = function.examples.iter().map(example).collect();
    object.insert("signature", function.signature());
    object.insert("family", function.family.title());
    object.insert("arguments", arguments);
    object.insert("result", function.result.name());
    object.insert("deterministic", function.purity == Purity::Pure);
    object.insert("elementWise", function.element_wise);
    object.insert("documentation", function.doc);
    object.insert("source", function.source);
    object.insert("examples", examples);
    object.insert("supported", function.result != Kind::Never || function.is("Error"));
    Json::Object(object)
}
