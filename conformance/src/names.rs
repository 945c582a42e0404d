//! The vectors' working names of what the product calls by code.

use serde_json::Value;

/// The working name of a diagnostic: the kebab name in camel case without its family's prefix, save for the names
/// listed here.
pub fn working(diagnostic: &Value) -> String {
    let code = diagnostic["code"].as_str().unwrap_or_default();
    if let Some((_, name)) = NAMES.iter().find(|(listed, _)| *listed == code) {
        return (*name).to_owned();
    }
    let name = diagnostic["name"].as_str().unwrap_or_default();
    let name = PREFIXES.iter().find_map(|prefix| name.strip_prefix(prefix)).unwrap_or(name);
    camel(name)
}

const PREFIXES: [&str; 3] = ["filter-", "path-", "payload-"];

/// Codes whose working name is not their own name.
const NAMES: &[(&str, &str)] = &[("LM001", "tooLong"), ("LM002", "tooDeep"), ("LM003", "tooManyTerms")];

fn camel(kebab: &str) -> String {
    let mut words = kebab.split('-');
    let mut camel = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut characters = word.chars();
        camel.extend(characters.next().map(|first| first.to_ascii_uppercase()));
        camel.push_str(characters.as_str());
    }
    camel
}
