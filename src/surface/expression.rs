//! Mapping expressions: evaluated, checked, listed.

use std::collections::BTreeMap;

use super::answer::{self, Answer};
use super::options::{Options, unexpected};
use crate::diagnostic::{Diagnostic, Place, code, quoted};
use crate::expression::function::{self, Function, Need, Parameter, Purity};
use crate::expression::{CheckContext, Context, Expression, Outcome, Taken, Value, check, parse};
use crate::limits::Limits;
use crate::mapping::{Projection, Record, Removal};
use crate::profile::entra::{self, SourceProfile};
use crate::value::datetime::DateTime;
use crate::value::json::{self, Json};

/// Evaluates an expression on a source object: `{"ok":true,"outcome":"value"|"null"|"ignore","value":…,"trace":…,
/// "diagnostics":[warnings]}`. A value is a text, an object, or a list of these.
/// Options: `now` (RFC 3339), `seed`, `taken`, `variables`, `defaultDomain`, `trace`, `limits`; with `kind` (`user`,
/// `group`) the source is a Graph object, whose members are found under the names that mappings use.
pub fn evaluate(expression: &str, source: &str, options: &str) -> String {
    let mut trace = None;
    let mut run = || {
        let options = Options::read(
            options,
            &["now", "seed", "taken", "variables", "defaultDomain", "trace", "limits", "kind"],
        )
        .map_err(|refused| vec![refused])?;
        let taken = options.texts("taken").map_err(|refused| vec![refused])?;
        let context = context(&options, &taken).map_err(|refused| vec![refused])?;
        let compiled = Expression::compile_within(expression, &context.limits)?;
        let graph = options.choice("kind", &KINDS).map_err(|refused| vec![refused])?;
        let source = match graph {
            None => json::parse(source, &context.limits).map_err(|refused| vec![*refused])?,
            Some(profile) => under_mapping_names(source, &compiled, profile(), &context.limits)?,
        };
        let outcome = if options.flag("trace").map_err(|refused| vec![refused])? {
            let (outcome, steps) = compiled.trace(&source, &context);
            trace = Some(steps.into_utf16());
            outcome
        } else {
            compiled.evaluate(&source, &context)
        };
        let outcome = outcome.map_err(|failed| vec![failed])?;
        let context = CheckContext { limits: context.limits, ..CheckContext::default() };
        let warnings = check(compiled.tree(), expression, &context);
        Ok::<_, Vec<Diagnostic>>((outcome, warnings))
    };
    let outcome = run();
    let (answer, diagnostics) = match outcome {
        Ok((outcome, warnings)) => {
            let answer = match outcome {
                Outcome::Value(value) => {
                    Answer::ok().text("outcome", "value").json("value", &value.to_json())
                }
                Outcome::Null => Answer::ok().text("outcome", "null"),
                Outcome::Ignore => Answer::ok().text("outcome", "ignore"),
            };
            (answer, warnings)
        }
        Err(refused) => (Answer::plain().bool("ok", false), refused),
    };
    let answer = match trace {
        Some(trace) => answer.value("trace", &trace),
        None => answer,
    };
    answer.diagnostics(diagnostics).finish()
}

/// Gives the attributes of a kind of source object.
type Profile = fn() -> &'static SourceProfile;

const KINDS: [(&str, Profile); 2] = [("user", entra::user), ("group", entra::group)];

/// The attributes an expression reads of a Graph object, under the names that mappings use.
fn under_mapping_names(
    source: &str,
    expression: &Expression,
    profile: &SourceProfile,
    limits: &Limits,
) -> Result<Json<'static>, Vec<Diagnostic>> {
    let (_, slots) = expression.program();
    let projection =
        Projection::new(slots, |name| profile.attribute(name).map(entra::SourceAttribute::graph_path));
    let mut record = Record::default();
    projection.read(&mut json::Reader::new(source), &mut record, limits).map_err(|refused| vec![*refused])?;
    let deleted = record.removal != Removal::None || record.account_enabled == Some(false);
    for slot in projection.computed() {
        record.set(*slot, Value::Boolean(deleted));
    }
    let values = slots.names().iter().zip(&record.values);
    Ok(Json::Object(values.map(|(name, value)| (name.clone(), value.to_json())).collect()))
}

/// What an evaluation takes from the options.
fn context<'c>(options: &Options<'_>, taken: &'c [String]) -> Result<Context<'c>, Diagnostic> {
    let now = options.text("now")?.map(|now| {
        DateTime::from_rfc3339(now).map_err(|_| {
            unexpected("/now", &format!("the option `now` is no time: {}", quoted(now)))
                .help("write it as in `2025-03-25T09:00:00Z`")
        })
    });
    let seed = match options.get("seed") {
        None => 0,
        Some(seed) => seed
            .as_number()
            .and_then(json::Number::as_i64)
            .ok_or_else(|| unexpected("/seed", "the option `seed` must be a whole number"))?
            .cast_unsigned(),
    };
    let mut variables = BTreeMap::new();
    if let Some(given) = options.get("variables") {
        let wrong = || unexpected("/variables", "the option `variables` must be an object of strings");
        for (name, value) in given.as_object().ok_or_else(wrong)?.iter() {
            variables.insert(name.to_owned(), value.as_str().ok_or_else(wrong)?.to_owned());
        }
    }
    Ok(Context {
        now: now.transpose()?,
        seed,
        taken: Taken::Values(taken),
        variables,
        default_domain: options.text("defaultDomain")?.map(|domain| domain.to_owned().into()),
        limits: options.limits()?,
        ..Context::default()
    })
}

/// Checks an expression without evaluating it: `{"ok":true,"canonical":<text>,"attributes":[names],
/// "diagnostics":[…]}`, or what keeps it from being read. Options: `attributes` (names of the source object),
/// `reference` (whether the target is a reference), `scope` (`assigned`, `all`), `limits`.
pub fn check_expression(text: &str, options: &str) -> String {
    Answer::from(|| {
        let options = Options::read(options, &["attributes", "reference", "scope", "limits"])?;
        let limits = options.limits()?;
        let attributes = options.texts("attributes")?;
        let names: Vec<&str> = attributes.iter().map(String::as_str).collect();
        let tree = parse(text, &limits)?;
        let context = CheckContext {
            attributes: options.get("attributes").is_some().then_some(&names),
            reference_target: options.flag("reference")?,
            sync_all: options.choice("scope", &[("assigned", false), ("all", true)])?.unwrap_or(false),
            limits,
            ..CheckContext::default()
        };
        Ok(Answer::ok()
            .text("canonical", &crate::expression::print(&tree))
            .value("attributes", &tree.attributes())
            .diagnostics(check(&tree, text, &context)))
    })
}

/// The text of an expression laid out for reading: `{"ok":true,"text":…}`.
pub fn format_expression(text: &str) -> String {
    Answer::from(|| {
        let tree = parse(text, &Limits::DEFAULT)?;
        Ok(Answer::ok().text("text", &crate::expression::format(&tree)))
    })
}

/// The functions of the language: a Microsoft Graph `functions` answer, `{"value":[{"name","parameters":[…]}]}`, with
/// signature, family, result, documentation and examples beside each.
pub fn functions() -> String {
    let functions = function::ALL.iter().map(|function| describe(function));
    Answer::plain().raw("value", &answer::list(functions)).finish()
}

fn describe(function: &Function) -> String {
    let parameter = |parameter: &Parameter| {
        let answer = Answer::plain()
            .text("name", parameter.name)
            .bool("required", !matches!(parameter.need, Need::Optional))
            .bool("allowMultipleOccurrences", parameter.need.repeats())
            .text("type", parameter.kind.graph_name())
            .text("kind", parameter.kind.name());
        let answer =
            if parameter.words.is_empty() { answer } else { answer.value("words", &parameter.words) };
        answer.finish()
    };
    let example = |example: &function::Example| {
        Answer::plain()
            .text("expression", example.expression)
            .raw("source", example.source)
            .raw("expected", example.expected)
            .finish()
    };
    Answer::plain()
        .text("name", function.name)
        .raw("parameters", &answer::list(function.parameters.iter().map(parameter)))
        .text("signature", &function.signature())
        .text("family", function.family.title())
        .text("result", function.result.name())
        .bool("deterministic", function.purity == Purity::Pure)
        .text("documentation", function.doc)
        .text("source", function.source)
        .raw("examples", &answer::list(function.examples.iter().map(example)))
        .finish()
}

/// Answers a Microsoft Graph `parseExpression` request in its own members: `expression`, `testInputObject`,
/// `targetAttributeDefinition` in; `parsingSucceeded`, `evaluationSucceeded`, `evaluationResult`, `error`,
/// `parsedExpression` out.
pub fn parse_expression(request: &str) -> String {
    let answer = |parsed: Option<&Json<'_>>, result: Option<Json<'static>>, error: Option<Diagnostic>| {
        let answer = Answer::plain()
            .text(
                "@odata.context",
                "https://graph.microsoft.com/v1.0/$metadata#microsoft.graph.parseExpressionResponse",
            )
            .bool("parsingSucceeded", parsed.is_some())
            .bool("evaluationSucceeded", result.is_some())
            .json("evaluationResult", &result.unwrap_or(Json::Array(Vec::new())));
        let answer = match error.map(Diagnostic::into_utf16) {
            None => answer.raw("error", "null"),
            Some(error) => {
                let shape = Answer::plain().text("code", error.code.name).text("message", &error.to_string());
                answer.raw("error", &shape.value("details", &[error]).finish())
            }
        };
        match parsed {
            Some(node) => answer.json("parsedExpression", node).finish(),
            None => answer.raw("parsedExpression", "null").finish(),
        }
    };
    let limits = Limits::DEFAULT;
    let request = match json::parse(request, &limits) {
        Ok(request) => request,
        Err(refused) => return answer(None, None, Some(*refused)),
    };
    let Some(text) = request.get("expression").and_then(Json::as_str) else {
        let missing = Diagnostic::new(&code::input::UNEXPECTED_SHAPE, "the request has no `expression`");
        return answer(None, None, Some(missing.at(Place::pointer("/expression"))));
    };
    let tree = match parse(text, &limits) {
        Ok(tree) => tree,
        Err(refused) => return answer(None, None, Some(refused)),
    };
    let node = crate::expression::graph::to_source(&tree);
    let compiled = match Expression::compile_within(text, &limits) {
        Ok(compiled) => compiled,
        Err(refused) => return answer(Some(&node), None, refused.into_iter().next()),
    };
    let properties = request.get("testInputObject").and_then(|object| object.get("properties"));
    let source: json::Object<'_> = properties
        .and_then(Json::as_array)
        .unwrap_or_default()
        .iter()
        .filter_map(|property| Some((property.get("key")?.as_str()?, property.get("value")?.clone())))
        .collect();
    match compiled.evaluate(&Json::Object(source), &Context::default()) {
        Err(failed) => answer(Some(&node), None, Some(failed)),
        Ok(outcome) => {
            let values = match outcome.into_value().map(|value| value.to_json()) {
                None => Vec::new(),
                Some(Json::Array(items)) => items,
                Some(single) => vec![single],
            };
            let texts = values.into_iter().map(|value| match value {
                text @ Json::String(_) => text,
                other => Json::from(other.to_string()),
            });
            answer(Some(&node), Some(Json::Array(texts.collect())), None)
        }
    }
}
