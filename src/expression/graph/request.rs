//! `parseExpression`: request and response of Microsoft Graph, member for member.

use super::super::evaluate::Context;
use super::super::expression::Expression;
use super::super::parse::parse;
use super::super::value::{Outcome, Source, Value};
use super::to_source;
use crate::diagnostic::{Diagnostic, code};
use crate::value::boolean;
use crate::value::datetime;
use crate::value::json::{Json, Object};
use crate::value::numbers::Number;

/// Answers a request `{expression, testInputObject?, targetAttributeDefinition?}` with `{parsingSucceeded,
/// parsedExpression, evaluationSucceeded, evaluationResult, error}`. The result is a list of texts; null gives an empty
/// one. Without a test object nothing is evaluated.
///
/// In the test object every value is text; a declared type of its definition says what it stands for.
pub fn parse_expression(request: &Json<'_>, context: &Context<'_>) -> Json<'static> {
    let unexpected = |message: String| Diagnostic::new(&code::input::UNEXPECTED_SHAPE, message);
    let text = match request.get("expression") {
        Some(Json::String(text)) => text,
        None => {
            let missing = unexpected("the request has no `expression`".to_owned());
            return response(None, None, Some(&missing));
        }
        Some(other) => {
            let wrong = unexpected(format!("`expression` must be a string, not {}", other.kind_name()));
            return response(None, None, Some(&wrong));
        }
    };
    let tree = match parse(text, &context.limits) {
        Ok(tree) => tree,
        Err(refused) => return response(None, None, Some(&refused)),
    };
    let parsed = to_source(&tree);
    let compiled = match Expression::compile_within(text, &context.limits) {
        Ok(compiled) => compiled,
        Err(refused) => return response(None, None, refused.first()),
    };
    let Some(object) = request.get("testInputObject").filter(|object| !object.is_null()) else {
        return response(Some(parsed), None, None);
    };
    let is_property = |one: &Json<'_>| one.get("key").is_some_and(|key| key.as_str().is_some());
    let wrong = match (object.as_object(), object.get("properties")) {
        (None, _) => Some(format!("`testInputObject` must be an object, not {}", object.kind_name())),
        (_, None | Some(Json::Null)) => None,
        (_, Some(Json::Array(items))) if items.iter().all(is_property) => None,
        _ => Some("`properties` must be an array of objects with `key` and `value`".to_owned()),
    };
    if let Some(message) = wrong {
        return response(Some(parsed), None, Some(&unexpected(message)));
    }
    match compiled.evaluate(&test_object(object), context) {
        Ok(outcome) => response(Some(parsed), Some(texts(&outcome)), None),
        Err(failed) => response(Some(parsed), None, Some(&failed)),
    }
}

/// The answer to a request that cannot be read.
pub fn refuse(finding: &Diagnostic) -> Json<'static> {
    response(None, None, Some(finding))
}

/// A `parseExpressionResponse`. Its error is a Graph `publicError`: the target is line and column (in UTF-16 units),
/// advice is a detail.
fn response(
    parsed: Option<Json<'static>>,
    result: Option<Vec<Json<'static>>>,
    error: Option<&Diagnostic>,
) -> Json<'static> {
    let error = error.map_or(Json::Null, |finding| {
        let finding = finding.clone().into_utf16();
        let span = finding.at.as_ref().and_then(|place| place.span);
        let target = span.map_or(Json::Null, |span| Json::from(format!("{}:{}", span.line, span.column)));
        let shape = |message: String| {
            let members = [
                ("code", Json::from(finding.code.code)),
                ("message", Json::from(message)),
                ("target", target.clone()),
            ];
            Object::from_iter(members)
        };
        let mut error = shape(finding.message.clone());
        let advice = finding.help.clone().map(|help| Json::Object(shape(help)));
        error.insert("details", Json::Array(advice.into_iter().collect()));
        error.insert("innerError", Json::Null);
        Json::Object(error)
    });
    Json::Object(Object::from_iter([
        ("parsingSucceeded", Json::Bool(parsed.is_some())),
        ("evaluationSucceeded", Json::Bool(result.is_some())),
        ("evaluationResult", Json::Array(result.unwrap_or_default())),
        ("parsedExpression", parsed.unwrap_or_default()),
        ("error", error),
    ]))
}

/// One text a value.
fn texts(outcome: &Outcome<'_>) -> Vec<Json<'static>> {
    let Outcome::Value(value) = outcome else { return Vec::new() };
    let text = |json: Json<'static>| match json {
        text @ Json::String(_) => text,
        other => Json::from(other.to_string()),
    };
    match value.to_json() {
        Json::Array(items) => items.into_iter().map(text).collect(),
        single => vec![text(single)],
    }
}

/// The attributes of a test object, converted by their declared types.
struct TestObject<'o>(Vec<(&'o str, Value<'o>)>);

impl Source for TestObject<'_> {
    fn attribute(&self, name: &str) -> Value<'_> {
        let exact = self.0.iter().find(|(key, _)| *key == name);
        let found = exact.or_else(|| self.0.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)));
        found.map_or(Value::Null, |(_, value)| value.borrowed())
    }
}

/// The words of Graph's `attributeType` by their numbers.
const TYPES: [&str; 6] = ["String", "Integer", "Reference", "Binary", "Boolean", "DateTime"];

fn test_object<'o>(object: &'o Json<'_>) -> TestObject<'o> {
    let declared = object.pointer("/definition/attributes").and_then(Json::as_array).unwrap_or_default();
    let type_of = |name: &str| {
        let attribute = declared.iter().find(|one| {
            one.get("name").and_then(Json::as_str).is_some_and(|known| known.eq_ignore_ascii_case(name))
        })?;
        match attribute.get("type")? {
            Json::Number(number) => TYPES.get(usize::try_from(number.as_i64()?).ok()?).copied(),
            word => word.as_str(),
        }
    };
    let properties = object.get("properties").and_then(Json::as_array).unwrap_or_default();
    let members = properties.iter().filter_map(|property| {
        let key = property.get("key")?.as_str()?;
        Some((key, converted(Value::from_json(property.get("value")?), type_of(key))))
    });
    TestObject(members.collect())
}

/// A text as its declared type; one that is none of that type stays.
fn converted<'v>(value: Value<'v>, declared: Option<&str>) -> Value<'v> {
    let is = |name: &str| declared.is_some_and(|declared| declared.eq_ignore_ascii_case(name));
    let made = match &value {
        Value::String(text) if is("Boolean") => boolean::read(text).map(Value::Boolean),
        Value::String(text) if is("Integer") => {
            Number::read(text).and_then(Number::as_integer).map(Value::Integer)
        }
        Value::String(text) if is("DateTime") => datetime::parse(text).ok().map(Value::DateTime),
        _ => None,
    };
    match (made, value) {
        (Some(made), _) => made,
        (None, Value::List(items)) => {
            Value::List(items.into_iter().map(|item| converted(item, declared)).collect())
        }
        (None, value) => value,
    }
}
