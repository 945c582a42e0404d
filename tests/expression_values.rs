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

/// Mode R5 of Replace is not element-wise: a list is a value, unless all its values are empty.
#[test]
fn replace_takes_from_another_attribute_where_there_is_no_value() {
    let replaced =
        |source: Value| answer(r#"Replace([l], , "^(?<g>.*)@", "g", , [o], )"#, &source, &json!({}));
    assert_eq!(replaced(json!({ "l": ["", "x"], "o": "ab" }))["value"], json!(["", "x"]));
    assert_eq!(replaced(json!({ "l": [""], "o": "ab" }))["outcome"], "null");
    assert_eq!(replaced(json!({ "l": [""], "o": "a@b" }))["value"], "a");
    assert_eq!(replaced(json!({ "l": ["", ""], "o": "a@b" }))["value"], "a");
    assert_eq!(replaced(json!({ "l": ["x"], "o": "a@b" }))["value"], json!(["x"]));
    let each = answer(r#"Replace([l], "a", , , "b", , )"#, &json!({ "l": ["a", "ca"] }), &json!({}));
    assert_eq!(each["value"], json!(["b", "cb"]));
}

/// §1: null is no empty text. Without a pattern there is nothing to match; a null template is no value, so that the
/// default of the mapping flows.
#[test]
fn replace_takes_null_for_no_pattern_and_no_text() {
    let replaced = |text: &str| answer(text, &json!({ "a": "Ann", "empty": "" }), &json!({}));
    for text in [
        r##"Replace([a], , [missing], , "#", , )"##,
        r##"Replace([a], , [missing], "g", "#", , )"##,
        r#"Replace([empty], , [missing], "g", , [a], )"#,
    ] {
        let answer = replaced(text);
        assert_eq!(answer["diagnostics"][0]["code"], "EX303", "{answer}");
        let at = json!(text.find("[missing]").unwrap());
        assert_eq!(answer["diagnostics"][0]["at"]["span"]["start"], at, "{answer}");
    }
    assert_eq!(replaced(r#"Replace([a], "x", , , , , [missing])"#)["outcome"], "null");
    assert_eq!(replaced(r#"Replace([a], "x", , , , , [empty])"#)["value"], "");
}

/// §8.1 Word: a null number gives an empty text. §8.0 Contains: null gives 0, whatever else is asked.
#[test]
fn what_null_gives_asks_for_nothing_else() {
    for (text, expected) in [
        (r#"Word("a b", [missing], " ")"#, ""),
        (r#"Contains([missing], "a", [b])"#, "0"),
        (r#"Contains([none], "a", [b])"#, "0"),
    ] {
        let answer = answer(text, &json!({ "b": "bad", "none": [] }), &json!({}));
        assert_eq!(answer["value"], expected, "{text}: {answer}");
    }
}

/// .NET throws for the number before it asks whether there is such a group.
#[test]
fn a_dollar_sign_before_a_number_beyond_all_groups_is_refused() {
    for by in ["$4155550100", "${2147483648}", "x$99999999999"] {
        let refused =
            answer(&format!(r#"Replace([a], , "\d", , "{by}", , )"#), &json!({ "a": "x4" }), &json!({}));
        assert_eq!(refused["diagnostics"][0]["code"], "EX303", "{refused}");
    }
    for (by, expected) in [
        ("$2147483647", "x$2147483647"),
        ("$$4155550100", "x$4155550100"),
        ("${a4155550100}", "x${a4155550100}"),
    ] {
        let made =
            answer(&format!(r#"Replace([a], , "\d", , "{by}", , )"#), &json!({ "a": "x4" }), &json!({}));
        assert_eq!(made["value"], expected);
    }
}

/// A balancing group in a look-behind closes left of what it releases: nothing lies between.
#[test]
fn a_balancing_group_read_backwards_captures_no_gap() {
    let made = answer(
        r#"Replace([a], , "(?<=(?<n-m>a)x(?<m>b))c", , "[${n}]", , )"#,
        &json!({ "a": "axbc" }),
        &json!({}),
    );
    assert_eq!(made["value"], "axb[]");
}

/// JSON null is the same as missing (§5.1).
#[test]
fn a_role_without_a_display_name_has_its_value() {
    for role in [json!({ "value": "adm", "displayName": null }), json!({ "value": "adm" })] {
        let source = json!({ "r": [role] });
        assert_eq!(answer("SingleAppRoleAssignment([r])", &source, &json!({}))["value"], "adm", "{source}");
    }
}

/// §4: a list of one element counts as that element; §5.1: `""` is present and not null.
#[test]
fn a_list_of_one_empty_value_is_empty() {
    let source = json!({ "o": [""] });
    for (expression, expected) in [
        (r#"IIF([o]="", "y", "n")"#, "y"),
        ("IsNullOrEmpty([o])", "True"),
        ("IsPresent([o])", "False"),
        ("IsNull([o])", "False"),
        (r#"Coalesce([o], "f")"#, "f"),
        (r#"Switch([o], "d", "", "empty")"#, "empty"),
    ] {
        assert_eq!(answer(expression, &source, &json!({}))["value"], expected, "{expression}");
    }
    let outcome = |expression| answer(expression, &source, &json!({}))["outcome"].clone();
    assert_eq!(outcome("IgnoreFlowIfNullOrEmpty([o])"), "ignore");
    // §5.4: an empty source of FormatDateTime gives null.
    assert_eq!(outcome(r#"FormatDateTime([o], , "yyyy", "MM")"#), "null");
}

/// The kind that a message names, and its help, are those of the element.
#[test]
fn a_list_of_one_object_is_called_an_object() {
    let source = json!({ "r": [{ "id": "1" }], "s": [{ "id": "1" }, { "id": "2" }] });
    let finding = |expression| answer(expression, &source, &json!({}))["diagnostics"][0].clone();
    let one = finding(r#"IIF([r]="x", "y", "n")"#);
    assert_eq!(one["message"], "an object cannot be compared");
    assert!(one["help"].as_str().unwrap().contains("SingleAppRoleAssignment"), "{one}");
    assert_eq!(finding(r#"IIF([s]="x", "y", "n")"#)["message"], "a list of 2 values cannot be compared");
}

/// A number of the object stays out of messages (robustness: values are masked), one of the expression is shown.
#[test]
fn a_number_outside_its_range_is_named_with_the_range() {
    let message = |expression| {
        let answer = answer(expression, &json!({ "n": 0 }), &json!({}));
        answer["diagnostics"].as_array().unwrap().iter().find(|it| it["severity"] == "error").unwrap().clone()
    };
    assert_eq!(message("Mid(\"ab\", [n], 1)")["message"], "`start` of Mid must be a whole number from 1");
    assert_eq!(message("Item(\"ab\", 0)")["message"], "`index` of Item must be a whole number from 1, not 0");
    assert_eq!(message("Item(\"ab\", [n])")["code"], "EX304");
    assert_eq!(message("DateFromNum(-1)")["code"], "EX301");
}

/// A list of one is taken for its value.
#[test]
fn a_list_of_one_is_a_number_or_a_truth_value() {
    let source = json!({ "text": "abc", "two": [2], "yes": ["true"] });
    assert_eq!(answer("Mid([text], [two], 1)", &source, &json!({}))["value"], "b");
    assert_eq!(answer(r#"IIF([yes], "x", "y")"#, &source, &json!({}))["value"], "x");
}

/// RFC 4514 §4: `CN=Before\0dAfter`, and `SN=Lu\C4\8Di\C4\87` is `Lučić`.
/// §4: a text of digits is a number, with a fraction or without one.
#[test]
fn a_whole_number_beyond_64_bits_is_compared_as_number() {
    let source = json!({ "a": "10000000000000000000", "b": "9999999999999999999", "c": 1e20 });
    for (expression, expected) in [
        (r#"IIF([a]>[b], "more", "not")"#, "more"),
        (r#"IIF([a]="+10000000000000000000.0", "same", "not")"#, "same"),
        (r#"IIF([c]>[a], "more", "not")"#, "more"),
        ("CBool([a])", "True"),
        ("CStr([c])", "100000000000000000000"),
    ] {
        assert_eq!(answer(expression, &source, &json!({}))["value"], expected, "{expression}");
    }
    // No date is so late.
    let late = answer(r#"DateAdd("d", [a], CDate("2020-01-01"))"#, &source, &json!({}));
    assert_eq!(late["diagnostics"][0]["code"], "EX301", "{late}");
}

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
        (r"CN=R\+D,OU=Dev", "R+D"),
        (r"CN=Joe\ ,OU=Dev", "Joe "),
        (r"CN= Joe\\ ,OU=Dev", r"Joe\"),
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
