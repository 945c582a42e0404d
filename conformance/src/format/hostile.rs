//! `hostile/*.json`: inputs made to break parsers, judged by outcome class, value, invariants, time and a canary.

use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::{Value, json};

use super::generator::{expand, generate, generate_bytes, is_generator};
use super::{cases, needs, output, text};
use crate::equal::same;
use crate::names::{camel, is_class, outcome_classes};
use crate::report::{Case, Problem, Verdict};
use crate::subject::{Reply, Subject};

pub(super) fn judge(document: &Value, path: &Path, subject: &mut dyn Subject) -> Vec<Case> {
    let canaries = canaries(path);
    cases(document, "vectors").iter().map(|vector| one(vector, &canaries, subject)).collect()
}

/// The canaries of `format.json` beside the file, else those of the project's own copy.
fn canaries(path: &Path) -> Value {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/cases/hostile/format.json");
    let read = |file: PathBuf| {
        let document: Value = serde_json::from_str(&std::fs::read_to_string(file).ok()?).ok()?;
        document.get("canaries").cloned()
    };
    read(path.with_file_name("format.json")).or_else(|| read(own)).unwrap_or_default()
}

/// `format.json` itself: its canaries pass, and its generators and outcome classes are the ones known here.
pub(super) fn description(document: &Value, subject: &mut dyn Subject) -> Vec<Case> {
    let names =
        |member: &'static str| document[member].as_object().into_iter().flatten().map(|(name, _)| name);
    let canary = |surface: &String| {
        let problem = canary(surface, &document["canaries"], subject);
        Case::of(
            format!("canary {surface}"),
            problem.map_or(Ok(()), |found| Err(("a pass".to_owned(), found))),
        )
    };
    let mut done: Vec<Case> = names("canaries").map(canary).collect();
    let known = |what: &str, name: &String, known: bool| {
        let judged = if known { Ok(()) } else { Err((format!("{what} {name}"), "not known".to_owned())) };
        Case::of(format!("{what} {name}"), judged)
    };
    done.extend(names("generators").map(|name| known("generator", name, is_generator(name))));
    done.extend(names("classes").map(|name| known("class", name, is_class(name))));
    done
}

fn one(vector: &Value, canaries: &Value, subject: &mut dyn Subject) -> Case {
    Case::of(text(vector, "id"), judged(vector, canaries, subject))
}

fn judged(vector: &Value, canaries: &Value, subject: &mut dyn Subject) -> Result<Verdict, Problem> {
    let surface = text(vector, "surface");
    let input = match surface {
        "output" => "value",
        "boundary" => "js",
        _ => "input",
    };
    needs(vector, &[input, "expect"])?;
    let call = match call(vector, surface) {
        Ok(call) => call,
        Err(uncalled) => return uncalled,
    };
    let start = Instant::now();
    let mut reply = subject.call(call.name, &call.arguments);
    let milliseconds = start.elapsed().as_secs_f64() * 1000.0;
    if reply == Reply::Unknown && call.name == REGEX {
        reply = through_replace(&call.arguments, subject);
    }
    if reply == Reply::Unknown && surface == "boundary" {
        return Ok(Verdict::NotHere("made of JavaScript values"));
    }
    let mut problems = Vec::new();
    let classes = outcome_classes(&reply, surface);
    let allowed: Vec<&str> = cases(&vector["expect"], "class").iter().filter_map(Value::as_str).collect();
    if !classes.iter().any(|class| allowed.contains(&class.as_str())) {
        problems.push(format!("class {}: {}", classes.join(" or "), short(&reply)));
    }
    if let Some(result) = vector["expect"].get("result")
        && classes.iter().any(|class| class == "ok")
        && !call.result.is_none_or(|member| same(&member_of(&reply, member), result))
    {
        problems.push(format!("result {}", short(&reply)));
    }
    if let (Some(most), Some(slowness)) = (vector["expect"]["max_ms"].as_f64(), subject.slowness())
        && milliseconds > most * f64::from(slowness)
    {
        problems.push(format!("{milliseconds:.0} ms"));
    }
    problems.extend(broken_invariants(vector, &reply));
    if let Some(message) = messages(&reply).into_iter().find(|message| !is_clean(message)) {
        problems.push(format!("a message that is too long or not one clean line: {message:.200}"));
    }
    let verdict = if surface == "output" {
        match output::shown(vector, subject) {
            Ok(verdict) => verdict,
            Err((expected, found)) => {
                problems.push(format!("shown as {found} instead of {expected}"));
                Verdict::Passed
            }
        }
    } else {
        Verdict::Passed
    };
    if let Some(canary) = canary(surface, canaries, subject) {
        problems.push(format!("canary: {canary}"));
    }
    if problems.is_empty() {
        return Ok(verdict);
    }
    Err((format!("{} ({})", vector["expect"], text(vector, "why")), problems.join("; ")))
}

/// A search or replacement as an expression, for a subject without a call for patterns. The first match of group 0
/// answers whether there is one.
fn through_replace(arguments: &[Value], subject: &mut dyn Subject) -> Reply {
    let [api, pattern, haystack, ..] = arguments else { return Reply::Unknown };
    let replaces = api == "replace_all";
    let expression = if replaces {
        "Replace([haystack], , [pattern], , [replacement], , )"
    } else {
        "Replace([none], , [pattern], \"0\", , [haystack], )"
    };
    let source = json!({ "pattern": pattern, "haystack": haystack, "replacement": arguments.get(3) });
    match subject.call("evaluate", &[json!(expression), source]) {
        Reply::Answer(mut answer) if answer["ok"] == true => {
            answer[RESULT] =
                if replaces { answer["value"].clone() } else { json!(answer["outcome"] == "value") };
            Reply::Answer(answer)
        }
        refused => refused,
    }
}

const REGEX: &str = "regex";
const RESULT: &str = "result";

struct Call {
    name: &'static str,
    arguments: Vec<Value>,
    /// The member of the answer that holds the result.
    result: Option<&'static str>,
}

/// The call of a vector, or the verdict without one.
fn call(vector: &Value, surface: &str) -> Result<Call, Result<Verdict, Problem>> {
    const BYTES: Result<Verdict, Problem> =
        Ok(Verdict::NotHere("bytes that are no text cannot be given to a text interface"));
    let input = || generate(&vector["input"]).map(Value::String).ok_or(BYTES);
    let limits =
        vector["limits"].as_object().into_iter().flatten().map(|(name, limit)| (camel(name), limit.clone()));
    let limits: Value = limits.collect::<serde_json::Map<_, _>>().into();
    let options = json!({ "mode": "strict", "limits": limits });
    let call = |name, arguments, result| Ok(Call { name, arguments, result });
    match (surface, vector["api"].as_str().unwrap_or("parse")) {
        ("filter", "parse") => call("parseFilter", vec![input()?, options], None),
        ("filter", "evaluate") => {
            let resource = expand(&vector["resource"]).ok_or(BYTES)?;
            call("filterMatches", vec![input()?, resource, options], Some("matches"))
        }
        ("path", _) => call("parsePath", vec![input()?, options], None),
        ("expression", "evaluate") => {
            let source = vector.get("attributes").map_or(Some(json!({})), expand).ok_or(BYTES)?;
            call("evaluate", vec![input()?, source, json!({ "limits": limits })], Some("value"))
        }
        ("expression", _) => call("checkExpression", vec![input()?], None),
        ("payload", "validate-group") => {
            call("validatePayload", vec![input()?, json!({ "kind": "Group" })], None)
        }
        ("payload", "validate-patch") => {
            let user = json!({ "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "a@example.com" });
            call("applyPatch", vec![user, input()?], None)
        }
        ("payload", _) => {
            let user = json!({ "kind": "User" });
            match (input(), generate_bytes(&vector["input"])) {
                (Err(_), Some(bytes)) => call("validateBytes", vec![json!(bytes), user], None),
                (input, _) => call("validatePayload", vec![input?, user], None),
            }
        }
        ("schema", _) => call("checkSchema", vec![input()?], None),
        ("regex", api) => {
            let mut arguments = vec![json!(api)];
            for member in ["pattern", "haystack", "replacement"] {
                if let Some(generator) = vector["input"].get(member) {
                    arguments.push(generate(generator).map(Value::String).ok_or(BYTES)?);
                }
            }
            call(REGEX, arguments, Some(RESULT))
        }
        ("output", _) => {
            let user = output::user(vector).ok_or(BYTES)?;
            call("validatePayload", vec![user, json!({ "kind": "User" })], None)
        }
        ("boundary", api) => call("boundary", vec![json!(api), vector["js"].clone()], None),
        (_, api) => Err(Err(("a known surface and api".to_owned(), format!("{surface} {api}")))),
    }
}

fn canary(surface: &str, canaries: &Value, subject: &mut dyn Subject) -> Option<String> {
    let canary = &canaries[surface];
    let input = canary["input"].clone();
    let good = |reply: Reply, member: &str, expected: &Value| match &reply {
        Reply::Answer(answer) if answer["ok"] == json!(true) && same(&answer[member], expected) => None,
        other => Some(short(other)),
    };
    match surface {
        "filter" => {
            let reply = subject.call("filterMatches", &[input, canary["resource"].clone()]);
            good(reply, "matches", &canary["result"])
        }
        "path" => good(subject.call("parsePath", &[input]), "ok", &json!(true)),
        "expression" => good(subject.call("evaluate", &[input, json!({})]), "value", &canary["result"]),
        "payload" => {
            good(subject.call("validatePayload", &[input, json!({ "kind": "User" })]), "valid", &json!(true))
        }
        "regex" => {
            let call = [json!("is_match"), canary["pattern"].clone(), canary["haystack"].clone()];
            let reply = match subject.call(REGEX, &call) {
                Reply::Unknown => through_replace(&call, subject),
                reply => reply,
            };
            good(reply, RESULT, &canary["result"])
        }
        _ => None,
    }
}

/// The named invariants that can be seen from here; those of JavaScript objects are watched by the Node subject.
fn broken_invariants(vector: &Value, reply: &Reply) -> Vec<String> {
    /// The values of the vectors that must not be seen.
    const SECRETS: [&str; 2] = ["hunter2-hunter2", "s3cr3t-t0ken-value"];
    // A refusal shows nothing; whether an invariant is known does not depend on it.
    let answer = if let Reply::Answer(answer) = reply { answer } else { &Value::Null };
    let named = cases(&vector["expect"], "invariants").iter().filter_map(Value::as_str);
    let broken = |name: &&str| match *name {
        "findings-capped" => cases(answer, "diagnostics").len() > 1001,
        "value-not-in-messages" => SECRETS.iter().any(|secret| answer.to_string().contains(secret)),
        "output-well-formed-unicode" => answer.to_string().contains('\u{FFFD}'),
        // Watched at every message, by the sinks of `output.json`, by the Node subject and by the tests of the page.
        "messages-single-line" | "json-valid" | "value-preserved" | "controls-escaped" => false,
        "no-prototype-pollution" | "not-thenable" => false,
        "no-markup" | "no-network" | "no-link" | "text-verbatim" | "bidi-isolated" | "layout-stable" => false,
        "csv-neutral" | "csv-one-cell" => false,
        _ => true,
    };
    named.filter(broken).map(|name| format!("invariant {name}")).collect()
}

fn member_of(reply: &Reply, member: &str) -> Value {
    if let Reply::Answer(answer) = reply { answer[member].clone() } else { Value::Null }
}

fn messages(reply: &Reply) -> Vec<&str> {
    let Reply::Answer(answer) = reply else { return Vec::new() };
    cases(answer, "diagnostics").iter().filter_map(|finding| finding["message"].as_str()).collect()
}

/// One line of at most 1,024 characters without controls or direction marks.
fn is_clean(message: &str) -> bool {
    let unclean = |c: char| c.is_control() || matches!(c, '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    message.chars().count() <= 1024 && !message.contains(unclean)
}

fn short(reply: &Reply) -> String {
    let text = match reply {
        Reply::Answer(answer) => answer.to_string(),
        other => format!("{other:?}"),
    };
    text.chars().take(300).collect()
}
