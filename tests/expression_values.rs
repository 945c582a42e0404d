//! What values a function refuses or reads, where the vectors have no such value.

use scimwright::surface;
use serde_json::{Value, json};

fn answer(expression: &str, source: &Value, options: &Value) -> Value {
    serde_json::from_str(&surface::evaluate(expression, &source.to_string(), &options.to_string())).unwrap()
}

#[test]
fn values_outside_what_a_function_allows_are_refused() {
    let source = json!({
        "text": "a,b", "zero": 0, "negative": -1, "list": ["a", "b"],
        "every": (' '..='~').collect::<String>(),
    });
    for (expression, code) in [
        ("Mid([text], 1, [negative])", "EX303"),
        ("Mid([text], [zero], 1)", "EX303"),
        (r#"Split([text], [missing])"#, "EX303"),
        (r#"InStr([text], "a", [zero])"#, "EX303"),
        ("DNComponent([text], [zero])", "EX303"),
        ("RandomString(5, [negative], 0, 0, 0)", "EX303"),
        ("RandomString(5, 0, 0, 0, 0, [every])", "EX303"),
        (r#"IIF([list]="a", "x", "y")"#, "EX302"),
        (r#"IIF("a"=[list], "x", "y")"#, "EX302"),
        ("Mid([text], 1, [list])", "EX302"),
    ] {
        let answer = answer(expression, &source, &json!({}));
        let codes: Vec<&Value> =
            answer["diagnostics"].as_array().unwrap().iter().map(|finding| &finding["code"]).collect();
        assert_eq!(answer["ok"], false, "{expression}: {answer}");
        assert!(codes.contains(&&json!(code)), "{expression}: {answer}");
    }
}

/// A list of one is taken for its value.
#[test]
fn a_list_of_one_is_a_number_or_a_truth_value() {
    let source = json!({ "text": "abc", "two": [2], "yes": ["true"] });
    assert_eq!(answer("Mid([text], [two], 1)", &source, &json!({}))["value"], "b");
    assert_eq!(answer(r#"IIF([yes], "x", "y")"#, &source, &json!({}))["value"], "x");
}

/// RFC 4514 §4: `CN=Before\0dAfter`, and `SN=Lu\C4\8Di\C4\87` is `Lučić`.
#[test]
fn names_are_read_by_their_escapes() {
    let component =
        |dn: &str| answer("DNComponent([dn], 1)", &json!({ "dn": dn }), &json!({}))["value"].clone();
    for (dn, expected) in [
        (r"CN=Before\0dAfter,DC=example,DC=net", "Before\rAfter"),
        (r"SN=Lu\C4\8Di\C4\87,DC=net", "Lučić"),
        (r#"CN=James \"Jim\" Smith\, III,DC=net"#, r#"James "Jim" Smith, III"#),
        (r"CN=a\\,DC=net", r"a\"),
        (r"CN=\C4,DC=net", r"\C4"),
    ] {
        assert_eq!(component(dn), expected, "{dn}");
    }
}

/// "oldest dropped, no error": a cache too small for one pattern changes no answer.
#[test]
fn a_full_cache_of_patterns_changes_no_answer() {
    let expression = r#"Replace(Replace([text], , [one], , "x", , ), , [two], , "y", , )"#;
    let source = json!({ "text": "abc", "one": "[a]", "two": "[c]" });
    for bytes in [1, 100, 1_000_000] {
        let answer = answer(expression, &source, &json!({ "limits": { "regexCacheBytes": bytes } }));
        assert_eq!(answer["value"], "xby", "{bytes}: {answer}");
    }
}
