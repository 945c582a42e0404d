//! The regex module against what .NET itself computes, and against patterns made to hang a matcher.

use std::time::Instant;

use scimwright::regex::{Budget, ErrorKind, Limits, Regex, Replacement, Span, Stop};
use serde_json::Value;

fn read(file: &str) -> Value {
    let path = format!("{}/tests/cases/{file}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// A place as .NET counts it, in UTF-16 units.
fn units(text: &str, place: usize) -> usize {
    let whole = text.floor_char_boundary(place);
    text[..whole].encode_utf16().count() + usize::from(whole != place)
}

fn pair(text: &str, span: Span) -> [usize; 2] {
    let start = units(text, span.start);
    [start, units(text, span.end) - start]
}

fn check(case: &Value) -> Result<(), String> {
    let pattern = case["pattern"].as_str().unwrap();
    let compiled = Regex::new(pattern, &Limits::DEFAULT);
    if case["error"] == true {
        return match compiled {
            Err(error) if error.kind == ErrorKind::Syntax => Ok(()),
            other => Err(format!("{other:?}")),
        };
    }
    let regex = compiled.map_err(|error| error.to_string())?;
    let text = case["input"].as_str().unwrap();
    let budget = &mut Budget::new(1_000_000);
    let same = |what: &str, found: Value, expected: &Value| {
        if found == *expected { Ok(()) } else { Err(format!("{what}: {found} instead of {expected}")) }
    };

    same("isMatch", regex.is_match(text, budget).unwrap().into(), &case["isMatch"])?;
    let names: Vec<String> = regex.group_names().map(|(_, name)| name).collect();
    same("groupNames", names.clone().into(), &case["groupNames"])?;

    let mut matches = regex.matches(text);
    let mut found = Vec::new();
    while let Some(captures) = matches.next_captures(budget).unwrap() {
        let span = captures.span();
        let mut groups = serde_json::Map::new();
        let mut spans = serde_json::Map::new();
        for (number, name) in regex.group_names() {
            let group = captures.group(number);
            assert_eq!(group, captures.name(&name));
            groups.insert(name.clone(), group.and_then(|span| span.of(text)).into());
            if let Some(span) = group {
                spans.insert(name, pair(text, span).to_vec().into());
            }
        }
        found.push(serde_json::json!({
            "index": units(text, span.start), "value": span.of(text), "groups": groups, "spans": spans,
        }));
    }
    let expected: Vec<Value> = case["matches"].as_array().unwrap().to_vec();
    for (found, expected) in found.iter().zip(&expected) {
        for member in ["index", "value", "groups"] {
            same(member, found[member].clone(), &expected[member])?;
        }
        for (name, span) in expected["spans"].as_object().unwrap() {
            if !span.is_null() {
                same(name, found["spans"][name].clone(), span)?;
            }
        }
    }
    same("number of matches", found.len().into(), &expected.len().into())?;

    let replacement = Replacement::parse(case["replace"]["replacement"].as_str().unwrap(), &regex);
    let replaced = regex.replace_all(text, &replacement, 1 << 20, budget).map_err(|stop| stop.to_string())?;
    same("replace", replaced.as_ref().into(), &case["replace"]["result"])
}

#[test]
fn dotnet_cases() {
    let file = read("dotnet/regex.json");
    let cases = file["cases"].as_array().unwrap();
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|case| {
            check(case).err().map(|why| format!("{} `{}`: {why}", case["id"], case["pattern"]))
        })
        .collect();
    assert_eq!(cases.len(), 334);
    assert!(wrong.is_empty(), "{} of {} wrong\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

fn generate(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Object(members) if members.contains_key("concat") => {
            value["concat"].as_array().unwrap().iter().map(generate).collect()
        }
        _ => {
            let times = value["times"].as_u64().unwrap() as usize;
            vec![generate(&value["repeat"]); times].join(value["sep"].as_str().unwrap_or(""))
        }
    }
}

/// The outcome class, and the result where there is one.
fn outcome(case: &Value) -> (&'static str, Option<Value>) {
    let stopped = |stop| match stop {
        Stop::OutOfBudget => "limit.fuel",
        Stop::TooLong => "limit.value_bytes",
        Stop::SplitsPair => "invalid",
    };
    let input = &case["input"];
    let regex = match Regex::new(&generate(&input["pattern"]), &Limits::DEFAULT) {
        Ok(regex) => regex,
        Err(error) => {
            assert!(error.message.len() <= 1024 && error.message.lines().count() == 1);
            let class = match error.kind {
                ErrorKind::Syntax => "invalid",
                ErrorKind::Unsupported(_) => "unsupported",
                ErrorKind::PatternTooLong => "limit.regex_pattern",
                ErrorKind::ProgramTooLarge | ErrorKind::TooDeep => "limit.regex_program",
            };
            return (class, None);
        }
    };
    let text = generate(&input["haystack"]);
    let budget = &mut Budget::new(1_000_000);
    if case["api"] == "replace_all" {
        let replacement = Replacement::parse(&generate(&input["replacement"]), &regex);
        match regex.replace_all(&text, &replacement, 1 << 20, budget) {
            Ok(replaced) => ("ok", Some(replaced.as_ref().into())),
            Err(stop) => (stopped(stop), None),
        }
    } else {
        match regex.is_match(&text, budget) {
            Ok(matched) => ("ok", Some(matched.into())),
            Err(stop) => (stopped(stop), None),
        }
    }
}

#[test]
fn hostile_cases() {
    let file = read("hostile/regex.json");
    let disputed = read("disputed.json");
    let disputed: Vec<&str> =
        disputed.as_array().unwrap().iter().filter_map(|entry| entry["id"].as_str()).collect();
    let mut wrong = Vec::new();
    for case in file["vectors"].as_array().unwrap() {
        let started = Instant::now();
        let (class, result) = outcome(case);
        let took = started.elapsed().as_millis() as u64;
        let expect = &case["expect"];
        let allowed = expect["class"].as_array().unwrap().iter().any(|allowed| allowed == class);
        let agrees =
            class != "ok" || expect["result"].is_null() || result.as_ref() == Some(&expect["result"]);
        // The ceilings are for release builds; the factor is for the rest.
        let slack = if cfg!(debug_assertions) { 30 } else { 1 };
        let quick = expect["max_ms"].as_u64().is_none_or(|ceiling| took <= ceiling * slack);
        let id = case["id"].as_str().unwrap();
        if std::env::var_os("SHOW_TIMES").is_some() {
            println!("{id} {class} {took} ms");
        }
        if (allowed && agrees && quick) == disputed.contains(&id) {
            wrong.push(format!("{id} {}: {class} {result:?} in {took} ms", case["name"]));
        }
        let canary = Regex::new("^c.n+ary$", &Limits::DEFAULT).unwrap();
        assert_eq!(canary.is_match("canary", &mut Budget::new(1_000)), Ok(true));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Made-up patterns with what Mono 6.8 answers; `xtask/tools/dotnet_regex` says how they were made.
#[test]
fn generated_cases() {
    let path = format!("{}/tests/cases/dotnet/regex-generated.jsonl", env!("CARGO_MANIFEST_DIR"));
    let cases = std::fs::read_to_string(path).unwrap();
    let mut wrong = Vec::new();
    for line in cases.lines() {
        let case: Vec<String> = serde_json::from_str(line).unwrap();
        let compiled = Regex::new(&case[0], &Limits::DEFAULT);
        let [pattern, text, matches, replacement, result] = case.as_slice() else {
            if !matches!(&compiled, Err(error) if error.kind == ErrorKind::Syntax) {
                wrong.push(format!("{line}: accepted"));
            }
            continue;
        };
        let regex = match compiled {
            Ok(regex) => regex,
            Err(error) => {
                wrong.push(format!("{pattern}: {error}"));
                continue;
            }
        };
        let budget = &mut Budget::new(1_000_000);
        let mut found = String::new();
        let mut every = regex.matches(text);
        while let Some(captures) = every.next_captures(budget).unwrap() {
            let show = |span: Span| {
                let [start, length] = pair(text, span);
                format!("{start},{length}")
            };
            found += &format!("M{}", show(captures.span()));
            for (number, _) in regex.group_names() {
                found += &format!(";{number}:{}", captures.group(number).map_or("-".to_owned(), show));
            }
        }
        let replacement = Replacement::parse(replacement, &regex);
        let replaced = regex.replace_all(text, &replacement, 1 << 20, budget).map(|text| text.into_owned());
        // .NET writes U+FFFD for the half of a pair; we refuse.
        let expected = if result.contains('\u{FFFD}') { Err(Stop::SplitsPair) } else { Ok(result.clone()) };
        if found != *matches || replaced != expected {
            wrong.push(format!("{line}\n    {found} {replaced:?}"));
        }
    }
    assert_eq!(cases.lines().count(), 1_500);
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}
