//! The vectors' working names of what the product calls by code.

use serde_json::{Value, json};

use crate::subject::Reply;

/// The working name of a SCIM finding: the kebab name in camel case without its family's prefix, save for the
/// names listed here.
pub fn working(diagnostic: &Value) -> String {
    let code = diagnostic["code"].as_str().unwrap_or_default();
    if let Some((_, name)) = SCIM.iter().find(|(listed, _)| *listed == code) {
        return (*name).to_owned();
    }
    let name = diagnostic["name"].as_str().unwrap_or_default();
    let name = PREFIXES.iter().find_map(|prefix| name.strip_prefix(prefix)).unwrap_or(name);
    camel(name)
}

const PREFIXES: [&str; 3] = ["filter-", "path-", "payload-"];

/// Codes of SCIM findings whose working name is not their own name.
const SCIM: &[(&str, &str)] = &[("LM001", "tooLong"), ("LM002", "tooDeep"), ("LM003", "tooManyTerms")];

/// The class of a refused expression, as the expression vectors call it.
pub fn expression_class(diagnostic: &Value) -> &'static str {
    let code = diagnostic["code"].as_str().unwrap_or_default();
    scimwright::diagnostic::code::find(code).and_then(|row| row.class).unwrap_or("(other)")
}

/// The outcome classes a reply to a hostile vector belongs to, the most telling first.
pub fn outcome_classes(reply: &Reply, surface: &str) -> Vec<String> {
    let answer = match reply {
        Reply::Answer(answer) => answer,
        // The package counts a string before it is copied into the module.
        Reply::Thrown(code) if code == "input_too_long" => return vec!["limit.input_bytes".into()],
        Reply::Thrown(_) => return vec!["invalid".into()],
        Reply::Crashed(how) => return vec![format!("crashed ({how})")],
        Reply::Unknown => return vec!["no such call".into()],
    };
    let diagnostics = answer["diagnostics"].as_array().map_or(&[][..], Vec::as_slice);
    let code = |finding: &Value| finding["code"].as_str().unwrap_or_default().to_owned();
    let first = diagnostics.iter().find(|finding| finding["severity"] == "error").map(code);
    let mut classes = Vec::new();
    let listed = LIMITS.iter().find(|(listed, _)| first.as_deref() == Some(listed));
    classes.extend(listed.map(|(_, class)| (*class).to_owned()));
    let mut add = |class: &str| classes.push(class.to_owned());
    match (answer["ok"] == json!(true), first.as_deref()) {
        // A limit is its own class; the name of a foreign construct is a courtesy to a reader, the text is no expression.
        (false, Some(code)) if code.starts_with("LM") => {}
        (false, _) => add("invalid"),
        (true, Some(_)) => add("finding"),
        (true, None) => add("ok"),
    }
    match surface {
        // An expression with an error in it is refused by whoever compiles it.
        "expression" if first.is_some() => add("invalid"),
        // The service would refuse the length; we go on and say so.
        "expression" if diagnostics.iter().any(|finding| finding["code"] == "EX263") => add("finding"),
        // A PATCH request that can be read and is refused is a finding about the request.
        "payload" if answer.get("scimType").is_some() => add("finding"),
        _ => {}
    }
    classes
}

/// Whether an outcome class is one that [`outcome_classes`] gives.
pub fn is_class(name: &str) -> bool {
    ["ok", "finding", "invalid"].contains(&name) || LIMITS.iter().any(|(_, class)| *class == name)
}

const LIMITS: &[(&str, &str)] = &[
    ("LM001", "limit.input_bytes"),
    ("LM002", "limit.depth"),
    ("LM003", "limit.nodes"),
    ("LM004", "limit.items"),
    ("LM005", "limit.keys"),
    ("LM006", "limit.regex_pattern"),
    ("LM007", "limit.regex_program"),
    ("LM008", "limit.value_bytes"),
    ("LM009", "limit.fuel"),
    ("LM010", "limit.config"),
    ("EX108", "unsupported"),
    ("EX110", "unsupported"),
    ("RX102", "unsupported"),
];

/// Camel case of a name with dashes or underscores.
pub fn camel(name: &str) -> String {
    let mut words = name.split(['-', '_']);
    let mut camel = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut characters = word.chars();
        camel.extend(characters.next().map(|first| first.to_ascii_uppercase()));
        camel.push_str(characters.as_str());
    }
    camel
}

/// Kebab case of a name in camel case.
pub fn kebab(name: &str) -> String {
    let mut kebab = String::new();
    for character in name.chars() {
        if character.is_ascii_uppercase() {
            kebab.push('-');
        }
        kebab.push(character.to_ascii_lowercase());
    }
    kebab
}
