//! The generators of the hostile vectors: small descriptions of large texts.

use serde_json::Value;

/// Whether a kind of generator is known.
pub(super) fn is_generator(kind: &str) -> bool {
    ["string", "concat", "repeat", "count", "bytes_hex", "utf16"].contains(&kind)
}

/// The text a generator describes; `None` for bytes that are no text, or units that are no Unicode.
pub(super) fn generate(generator: &Value) -> Option<String> {
    if let Some(text) = generator.as_str() {
        return Some(text.to_owned());
    }
    let times = usize::try_from(generator["times"].as_u64().unwrap_or(1)).ok()?;
    let separator = generator["sep"].as_str().unwrap_or_default();
    if let Some(parts) = generator["concat"].as_array() {
        return parts.iter().map(generate).collect();
    }
    if let Some(repeated) = generator.get("repeat") {
        return Some(vec![generate(repeated)?; times].join(separator));
    }
    if let Some(pattern) = generator["count"].as_str() {
        let from = generator["from"].as_u64().unwrap_or(0);
        let items = (0..times as u64).map(|index| pattern.replace("{i}", &(from + index).to_string()));
        return Some(items.collect::<Vec<_>>().join(separator));
    }
    if generator["bytes_hex"].is_string() {
        return String::from_utf8(generate_bytes(generator)?).ok();
    }
    let units = generator["utf16"].as_array()?;
    let units = units.iter().map(|unit| u16::try_from(unit.as_u64()?).ok()).collect::<Option<Vec<_>>>()?;
    String::from_utf16(&units).ok()
}

/// The bytes a generator describes, text or not.
pub(super) fn generate_bytes(generator: &Value) -> Option<Vec<u8>> {
    if let Some(parts) = generator["concat"].as_array() {
        return Some(parts.iter().map(generate_bytes).collect::<Option<Vec<_>>>()?.concat());
    }
    let Some(hex) = generator["bytes_hex"].as_str() else {
        return generate(generator).map(String::into_bytes);
    };
    let digits: Vec<u8> = hex.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    digits.chunks(2).map(byte).collect()
}

/// A value in which every generator has become its text.
pub(super) fn expand(value: &Value) -> Option<Value> {
    const GENERATORS: [&str; 5] = ["concat", "repeat", "count", "bytes_hex", "utf16"];
    match value {
        Value::Object(members) if GENERATORS.iter().any(|name| members.contains_key(*name)) => {
            generate(value).map(Value::String)
        }
        Value::Object(members) => {
            let expanded = members.iter().map(|(name, value)| Some((name.clone(), expand(value)?)));
            expanded.collect::<Option<_>>().map(Value::Object)
        }
        Value::Array(items) => items.iter().map(expand).collect::<Option<_>>().map(Value::Array),
        scalar => Some(scalar.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn generators_nest() {
        let generator = json!({"concat": ["a", {"repeat": {"count": "{i}", "from": 1, "times": 2}, "times": 2, "sep": ","}]});
        assert_eq!(generate(&generator).as_deref(), Some("a12,12"));
        assert_eq!(generate(&json!({"bytes_hex": "ff"})), None);
        assert_eq!(generate(&json!({"utf16": [0xD83D, 0xDE00]})).as_deref(), Some("😀"));
        assert_eq!(expand(&json!({"a": [{"repeat": "x", "times": 3}, 1]})), Some(json!({"a": ["xxx", 1]})));
    }
}
