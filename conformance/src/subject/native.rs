//! The library itself, through [`scimwright::surface`].

use std::panic::{AssertUnwindSafe, catch_unwind};

use scimwright::surface;
use serde_json::Value;

use super::{Reply, Subject};

/// Calls the library in this process.
#[derive(Debug)]
pub struct Native;

impl Subject for Native {
    fn call(&mut self, name: &str, arguments: &[Value]) -> Reply {
        let call = AssertUnwindSafe(|| dispatch(name, arguments));
        match catch_unwind(call) {
            Ok(Some(text)) => match serde_json::from_str(&text) {
                Ok(answer) => Reply::Answer(answer),
                Err(error) => Reply::Crashed(format!("the answer is not JSON: {error}: {text}")),
            },
            Ok(None) => Reply::Unknown,
            Err(_) => Reply::Crashed("panic".into()),
        }
    }

    fn slowness(&self) -> Option<u32> {
        (!cfg!(debug_assertions)).then_some(1)
    }
}

fn dispatch(name: &str, arguments: &[Value]) -> Option<String> {
    // A document is given as text, or as an object that becomes text here as it does in JavaScript.
    let document = |index: usize| match arguments.get(index) {
        Some(Value::String(text)) => text.clone(),
        Some(value) => value.to_string(),
        None => String::new(),
    };
    // One that may be left out: by null too, as in JavaScript.
    let optional =
        |index: usize| arguments.get(index).filter(|value| !value.is_null()).map(|_| document(index));
    let text = |index: usize| arguments.get(index).and_then(Value::as_str).unwrap_or_default();
    let offset = |index: usize| {
        arguments.get(index).and_then(Value::as_u64).and_then(|at| usize::try_from(at).ok()).unwrap_or(0)
    };
    let options = |index: usize| arguments.get(index).map_or_else(|| "{}".to_owned(), Value::to_string);
    let engine = |asked: &dyn Fn(surface::Engine) -> String| {
        surface::Engine::create(&options(0)).map_or_else(|refused| refused, asked)
    };
    Some(match name {
        "version" => surface::version(),
        "parseFilter" => surface::parse_filter(text(0), &options(1)),
        "filterMatches" => surface::filter_matches(text(0), &document(1), &options(2)),
        "parsePath" => surface::parse_path(text(0), &options(1)),
        "resolvePath" => surface::resolve_path(text(0), &options(1)),
        "applyPatch" => surface::apply_patch(&document(0), &document(1), &options(2)),
        "diff" => surface::diff(&document(0), &document(1), &options(2)),
        "evaluate" => surface::evaluate(text(0), &document(1), &options(2)),
        "formatExpression" => surface::format_expression(text(0)),
        "highlight" => surface::highlight(text(0)),
        "complete" => surface::complete(text(1), offset(2), &options(3)),
        "hover" => surface::hover(text(1), offset(2), &options(3)),
        "explain" => serde_json::json!(surface::explain(text(0))).to_string(),
        "testMappings" => surface::test_mappings(&document(0)),
        "readObjects" => surface::read_objects(text(0)),
        "compareSchemas" => surface::compare_schemas(&document(0), &document(1), &document(2)),
        "checkExpression" => surface::check_expression(text(0), &options(1)),
        "parseExpression" => surface::parse_expression(&document(0), &options(1)),
        "functions" => surface::functions(),
        "filterOperators" => surface::filter_operators(),
        "validatePayload" => surface::validate_payload(&document(0), &options(1)),
        "validateBytes" => {
            let bytes = arguments.first().and_then(Value::as_array).into_iter().flatten();
            let bytes: Vec<u8> = bytes.filter_map(|byte| u8::try_from(byte.as_u64()?).ok()).collect();
            match surface::Engine::create("{}") {
                Ok(engine) => {
                    let mut answers = String::new();
                    engine.validate_batch(&bytes, &mut |piece| answers.push_str(piece));
                    answers
                }
                Err(refused) => refused,
            }
        }
        "checkSchema" => surface::check_schema(&document(0), &options(1)),
        "readSchema" => surface::read_schema(&document(0), &options(1)),
        "assignmentOutcome" => {
            surface::assignment_outcome(&document(0), &document(1), optional(2).as_deref())
        }
        "quarantines" => {
            let count = |index: usize| arguments.get(index).and_then(Value::as_u64).unwrap_or_default();
            scimwright::provision::quarantines(count(0), count(1), count(2)).to_string()
        }
        "create" => engine(&|engine| engine.created()),
        "testConnection" => engine(&|engine| engine.test_connection(text(1))),
        "preview" => engine(&|engine| engine.preview(&document(1), text(2), optional(3).as_deref())),
        "plan" => engine(&|engine| {
            let documents = [1, 2, 3, 4].map(optional);
            let [users, groups, target, state] = documents.each_ref().map(Option::as_deref);
            engine.plan(users, groups, target, state)
        }),
        "report" => surface::report(&document(0), &options(1)),
        _ => return super::library::call(name, arguments).map(|answer| answer.to_string()),
    })
}
