//! Mapping expressions: evaluated, checked, listed.

use super::answer::Answer;
use super::options::{Options, unexpected};
use crate::diagnostic::{Diagnostic, quoted};
use crate::expression::{CheckContext, Context, Taken, check, graph, parse};
use crate::limits::Limits;
use crate::mapping_case;
use crate::provision::{ScopeMode, seed_of};
use crate::value::datetime::DateTime;
use crate::value::json;
use crate::value::table::Table;

/// Evaluates an expression on a source object: `{"ok":true,"outcome":"value"|"null"|"ignore","value":…,"trace":…,
/// "diagnostics":[warnings]}`. A value is a text, an object, or a list of these.
/// Options: `now` (RFC 3339), `seed`, `taken`, `variables`, `defaultDomain`, `trace`, `limits`; with `kind` (`user`,
/// `group`) the source is a Graph object, whose members are found under the names that mappings use; with `id` random
/// functions start where they do in a preview of the object of this id.
pub fn evaluate(expression: &str, source: &str, options: &str) -> String {
    let run = || {
        let options = Options::read(
            options,
            &["now", "seed", "id", "taken", "variables", "defaultDomain", "trace", "limits", "kind"],
        )?;
        let taken = options.texts("taken")?;
        let context = context(&options, &taken)?;
        let source = json::parse(source, &context.limits);
        let evaluation = mapping_case::evaluate(
            expression,
            source,
            options.word("kind")?,
            &context,
            options.flag("trace")?,
        );
        Ok::<_, Diagnostic>(Answer::of(&evaluation.into_utf16()))
    };
    run().unwrap_or_else(Answer::failed)
}

/// What an evaluation takes from the options.
fn context<'c>(options: &Options<'_>, taken: &'c [String]) -> Result<Context<'c>, Diagnostic> {
    let now = options.text("now")?.map(|now| {
        DateTime::from_rfc3339(now).map_err(|_| {
            unexpected("/now", format_args!("the option `now` is no time: {}", quoted(now)))
                .help("write it as in `2025-03-25T09:00:00Z`")
        })
    });
    let seed = match options.get("seed") {
        None => 0,
        Some(seed) => seed.as_number().and_then(|seed| seed.as_str().parse().ok()).ok_or_else(|| {
            unexpected("/seed", "the option `seed` must be a whole number from 0, below 2^64")
        })?,
    };
    let seed = options.text("id")?.map_or(seed, |id| seed_of(seed, id));
    let mut variables = Table::default();
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
            sync_all: options.word("scope")? == Some(ScopeMode::All),
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

/// The functions of the language: a Microsoft Graph `functions` answer with documentation and examples, see
/// [`graph::functions`].
pub fn functions() -> String {
    graph::functions().to_string()
}

/// Answers a Microsoft Graph `parseExpression` request member for member, see [`graph::parse_expression`]; positions
/// in an error count UTF-16 code units. Options as for [`evaluate`], `trace`, `kind` and `id` excepted.
pub fn parse_expression(request: &str, options: &str) -> String {
    let run = || {
        let names = ["now", "seed", "taken", "variables", "defaultDomain", "limits"];
        let options = Options::read(options, &names)?;
        let taken = options.texts("taken")?;
        let context = context(&options, &taken)?;
        let request = json::parse(request, &context.limits)?;
        Ok::<_, Diagnostic>(graph::parse_expression(&request, &context))
    };
    run().unwrap_or_else(|refused| graph::refuse(&refused)).to_string()
}
