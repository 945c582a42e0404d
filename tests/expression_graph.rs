//! Expressions in the forms of Microsoft Graph.

#[path = "common/exports.rs"]
mod exports;

use scimwright::expression::{Context, Expression, graph, parse};
use scimwright::limits::Limits;
use scimwright::sync_schema::SynchronizationSchema;
use scimwright::value::json::{self, Json};

fn read(text: &str) -> Json<'_> {
    json::parse(text, &Limits::DEFAULT).unwrap()
}

fn source(text: &str) -> Json<'static> {
    graph::to_source(&parse(text, &Limits::DEFAULT).unwrap())
}

#[test]
fn a_call_becomes_a_node() {
    assert_eq!(
        source("Mid([userPrincipalName], 1, 8)"),
        read(
            r#"{"expression":"Mid([userPrincipalName], 1, 8)","name":"Mid","type":"Function","parameters":[
            {"key":"source","value":{"expression":"[userPrincipalName]","name":"userPrincipalName","type":"Attribute","parameters":[]}},
            {"key":"start","value":{"expression":"\"1\"","name":"1","type":"Constant","parameters":[]}},
            {"key":"length","value":{"expression":"\"8\"","name":"8","type":"Constant","parameters":[]}}]}"#
        )
    );
}

/// The text made of the tree alone.
fn rebuilt(source: &str) -> String {
    read_back(source).unwrap()
}

/// The same, or why there is none, and where from the source on.
fn read_back(source: &str) -> Result<String, (&'static str, String, String)> {
    let mapping = format!(
        r#"{{"synchronizationRules":[{{"objectMappings":[{{"attributeMappings":[{{"source":{source}}}]}}]}}]}}"#
    );
    let schema = SynchronizationSchema::parse(&mapping, &Limits::DEFAULT).unwrap();
    let mapping = &schema.rules()[0].object_mappings[0].attribute_mappings[0];
    mapping.source.as_ref().unwrap().text(&Limits::DEFAULT).map_err(|fault| {
        let place = fault.at.as_ref().and_then(|place| place.pointer.as_deref()).unwrap();
        let place = place.strip_prefix("/synchronizationRules/0/objectMappings/0/attributeMappings/0/source");
        (fault.code.code, fault.message.clone(), place.unwrap().to_owned())
    })
}

#[test]
fn trees_read_back_without_their_texts() {
    for text in [
        "[mail]",
        r#""Cloud""#,
        r#""""#,
        "Now()",
        r#"Replace([preferredLanguage], "-", , , "_", , )"#,
        r#"Switch([IsSoftDeleted], "x", "False", "True", "True", "False")"#,
        r#"Switch([IsSoftDeleted], , "False", "True", "True", "False")"#,
        r#"IIF(BitAnd([userAccountControl], 2)="0", "True", "False")"#,
        r#"IIF(IsPresent([pwdLastSet]), FormatDateTime(DateFromNum([pwdLastSet]), , "yyyyMMddHHmmss.0Z"), )"#,
        r#"FormatDateTime([d], "None", "yyyy", "yy")"#,
        r#"InStr([a], "b", 3, vbTextCompare)"#,
        r#"BitAnd(&HF, 7)"#,
        r#"DateAdd("d", -1, CDate([d]))"#,
        r#"Replace([a], "ASCII", , , "UTF8", , )"#,
        r#"Mid([a], "+1", 2)"#,
        r#"Mid([a], "1 ", 2)"#,
        r#"ToLower(Trim([a]))"#,
        r#"Foo([a], "b")"#,
    ] {
        let mut tree = source(text);
        let forget = |json: &mut Json<'static>| {
            let _ = json.as_object_mut().unwrap().remove("expression");
        };
        forget(&mut tree);
        assert_eq!(rebuilt(&tree.to_string()), text);
    }
}

/// Specification §2.6 and §11.1: a number stands quoted in its own node, where it must be what the number is; the text around
/// it keeps the spelling.
#[test]
fn numbers_keep_their_value_in_a_tree_without_texts() {
    for (text, without) in [
        (r#"IIF([a]=&HF, "y", "n")"#, r#"IIF([a]="15", "y", "n")"#),
        (r#"Join("-", [a], &HF)"#, r#"Join("-", [a], "15")"#),
        (r#"Append("x", 007)"#, r#"Append("x", "7")"#),
        (r#"Join("-", [a], -0)"#, r#"Join("-", [a], "0")"#),
    ] {
        let mut tree = source(text);
        assert_eq!(tree.get("expression").and_then(Json::as_str), Some(text));
        tree.as_object_mut().unwrap().remove("expression");
        assert_eq!(rebuilt(&tree.to_string()), without);
        let evaluated = |text: &str| {
            let object = read(r#"{"a":"15"}"#);
            Expression::compile(text).unwrap().evaluate(&object, &Context::default()).unwrap()
        };
        assert_eq!(evaluated(text), evaluated(without));
    }
    for (text, value) in [("&HF7", "247"), ("007", "7"), ("-0", "0")] {
        let request = format!(r#"{{"expression":"{text}","testInputObject":{{}}}}"#);
        let answer = graph::parse_expression(&read(&request), &Context::default());
        assert_eq!(answer.pointer("/evaluationResult/0"), Some(&Json::from(value)));
        assert_eq!(answer.pointer("/parsedExpression/name"), Some(&Json::from(value)));
    }
}

/// Specification §11.1: omitted arguments do not appear, and rebuilding from parameters alone is ambiguous for Switch.
#[test]
fn a_switch_with_an_omitted_value_has_its_text_alone() {
    for text in [
        r#"Switch([a], "d", "15", , "k2", "v", "k3", )"#,
        r#"Switch([a], "d", "k", )"#,
        r#"ToLower(Switch([a], , "k", ))"#,
    ] {
        let tree = source(text);
        assert_eq!(tree.get("parameters"), Some(&read("[]")), "{text}");
        assert_eq!(rebuilt(&tree.to_string()), text);
    }
    let odd = [("source", "[a]"), ("defaultValue", "d"), ("switchValue", "k")];
    let message =
        "the parameters of `Switch` hold `switchValue`s odd in number beside a `defaultValue`".to_owned();
    assert_eq!(read_back(&call("Switch", &odd)), Err(("EX270", message, "/parameters".to_owned())));
}

fn call(name: &str, parameters: &[(&str, &str)]) -> String {
    let value = |text: &str| match text.strip_prefix('[').and_then(|text| text.strip_suffix(']')) {
        Some(name) => format!(r#"{{"name":"{name}","type":"Attribute"}}"#),
        None => format!(r#"{{"name":"{text}","type":"Constant"}}"#),
    };
    let one = |(key, text): &(&str, &str)| format!(r#"{{"key":"{key}","value":{}}}"#, value(text));
    let parameters = parameters.iter().map(one).collect::<Vec<_>>().join(",");
    format!(r#"{{"name":"{name}","type":"Function","parameters":[{parameters}]}}"#)
}

#[test]
fn parameters_stand_where_their_keys_say() {
    // A Switch has pairs: of an odd number the first is the default.
    let odd = [("source", "[a]"), ("switchValue", "d"), ("switchValue", "k"), ("switchValue", "v")];
    assert_eq!(rebuilt(&call("Switch", &odd)), r#"Switch([a], "d", "k", "v")"#);
    assert_eq!(rebuilt(&call("switch", &odd[..3])), r#"switch([a], , "d", "k")"#);
    let replace = r#"([a], "-", , , "_", , )"#;
    for keys in [["Source", "find", "REPLACEMENT"], ["source", "oldValue", "replacementValue"]] {
        let parameters: Vec<_> = keys.into_iter().zip(["[a]", "-", "_"]).collect();
        assert_eq!(rebuilt(&call("replace", &parameters)), format!("replace{replace}"));
        assert_eq!(rebuilt(&call("Replace", &parameters)), format!("Replace{replace}"));
    }
    let left = [("NumChars", "2"), ("String", "[a]")];
    assert_eq!(rebuilt(&call("Left", &left)), "Left([a], 2)");
    let join = [("separator", "-"), ("source1", "[b]"), ("source2", "[a]")];
    assert_eq!(rebuilt(&call("Join", &join)), r#"Join("-", [b], [a])"#);
}

/// `two` is the comparison sign; what is no sign is refused where it stands.
#[test]
fn the_sign_of_a_condition_is_never_lost() {
    let condition = |keys: [&str; 5], sign: &str| {
        let parameters: Vec<_> = keys.into_iter().zip(["[a]", sign, "x", "yes", "no"]).collect();
        read_back(&call("IIF", &parameters))
    };
    let keys = ["one", "two", "three", "four", "five"];
    for (keys, sign, written) in [
        (keys, "<>", r#"IIF([a]<>"x", "yes", "no")"#),
        (keys, " = ", r#"IIF([a]="x", "yes", "no")"#),
        (["One", "TWO", "Three", "Four", "FIVE"], "=", r#"IIF([a]="x", "yes", "no")"#),
    ] {
        assert_eq!(condition(keys, sign).as_deref(), Ok(written));
    }
    for sign in ["==", "!=", "eq"] {
        let (code, _, place) = condition(keys, sign).unwrap_err();
        assert_eq!((code, &*place), ("EX108", "/parameters/1"), "{sign}");
    }
    let parameters = [("one", "[a]"), ("two", "="), ("three", "x"), ("four", "yes"), ("five", "no")];
    for missing in ["one", "two", "three"] {
        let given: Vec<_> = parameters.into_iter().filter(|(key, _)| *key != missing).collect();
        let message = format!("a comparison in `IIF` lacks the argument `{missing}`");
        assert_eq!(read_back(&call("IIF", &given)), Err(("EX203", message, "/parameters".to_owned())));
    }
}

/// An attribute is its name, "else the text between `[` and `]`", a constant its name, "else the unquoted text"; of a
/// function some exporters drop the parameters.
#[test]
fn what_a_part_of_a_tree_lacks_its_own_text_says() {
    let trim = |argument: &str| {
        let parameter = format!(r#"{{"key":"source","value":{argument}}}"#);
        rebuilt(&format!(r#"{{"type":"Function","name":"Trim","parameters":[{parameter}]}}"#))
    };
    assert_eq!(trim(r#"{"type":"Attribute","expression":"[ a ]"}"#), "Trim([a])");
    assert_eq!(trim(r#"{"type":"Constant","name":"","expression":"\"x\""}"#), r#"Trim("x")"#);
    for parameters in ["", r#","parameters":[]"#, r#","parameters":null"#] {
        let lower =
            format!(r#"{{"type":"Function","name":"ToLower","expression":"ToLower( [a] )"{parameters}}}"#);
        assert_eq!(trim(&lower), "Trim(ToLower([a]))");
    }
    let broken = r#"{"type":"Function","name":"ToLower","expression":"ToLower([a]"}"#;
    let parameters = format!(r#"[{{"key":"source","value":{broken}}}]"#);
    let source = format!(r#"{{"type":"Function","name":"Trim","parameters":{parameters}}}"#);
    let (code, _, place) = read_back(&source).unwrap_err();
    assert_eq!((code, &*place), ("EX105", "/parameters/0/value/expression"));
}

/// The name of a part is one name, whatever signs of the language it holds.
#[test]
fn a_name_that_no_expression_holds_is_refused_and_never_read_as_something_else() {
    let node = |kind: &str, name: &str, parameters: &str| {
        format!(r#"{{"name":{},"type":"{kind}","parameters":[{parameters}]}}"#, Json::from(name.to_owned()))
    };
    let source = |value: &str| format!(r#"{{"key":"source","value":{value}}}"#);
    for (name, shown) in [
        ("mail], [x", "`mail], [x`"),
        ("a]b", "`a]b`"),
        ("a[b", "`a[b`"),
        ("a\"b", "`a\"b`"),
        ("[mail]", "`[mail]`"),
        (" mail ", "` mail `"),
        ("mail\u{A0}", "`mail\u{A0}`"),
    ] {
        let refused = read_back(&node("Function", "ToLower", &source(&node("Attribute", name, ""))));
        let message = format!("an expression cannot hold the name {shown}");
        assert_eq!(refused, Err(("AM222", message, "/parameters/0/value/name".to_owned())));
    }
    let call = node("Function", "ToLower([a]), Trim", &source(&node("Attribute", "b", "")));
    let refused = read_back(&node("Function", "Append", &source(&call)));
    assert_eq!(refused.unwrap_err().1, "an expression cannot hold the name `ToLower([a]), Trim`");
    let names = ["emails[type eq \"work\"].value", "urn:a:2.0:User:b", "naïve name"];
    for name in names {
        let text = rebuilt(&node("Function", "ToLower", &source(&node("Attribute", name, ""))));
        assert_eq!(text, format!("ToLower([{name}])"));
    }
}

/// An argument that is given twice is not dropped: it is refused where it is given again.
#[test]
fn two_arguments_of_one_parameter_are_refused() {
    let refused = |name: &str, parameters: &[(&str, &str)], key: &str, again: usize| {
        let message = format!("the argument `{key}` is given more than once");
        let expected = ("AM223", message, format!("/parameters/{again}"));
        assert_eq!(read_back(&call(name, parameters)), Err(expected));
    };
    refused("ToLower", &[("source", "[mail]"), ("Source", "[b]")], "source", 1);
    refused("ToLower", &[("source", "[mail]"), ("source", "[b]"), ("source", "[c]")], "source", 1);
    let replace = [("source", "[a]"), ("Find", "x"), ("oldValue", "y"), ("Replacement", "z")];
    refused("Replace", &replace, "Find", 2);
    let join = [("separator", "-"), ("separator", "+"), ("source", "[a]"), ("source", "[b]")];
    refused("Join", &join, "separator", 1);
    let condition = [("one", "[a]"), ("two", "="), ("three", "x"), ("four", "1"), ("five", "2")];
    for (key, value) in condition {
        refused("IIF", &[&condition[..], &[(key, value)]].concat(), key, 5);
    }
}

/// An argument that the function does not take has no key: the text stands alone, and nothing is lost.
#[test]
fn a_call_with_too_many_arguments_has_its_text_alone() {
    for text in ["DateFromNum([a], [b])", r#"Append("x", ToLower([a], "en", [b]))"#] {
        let tree = source(text);
        assert_eq!(tree.get("parameters"), Some(&read("[]")), "{text}");
        assert_eq!(rebuilt(&tree.to_string()), text);
    }
}

/// "Parsing the canonical text yields the same tree": a comparison keeps both of its sides.
#[test]
fn a_variable_beside_a_sign_stays_in_the_text() {
    for text in [r#"IIF([mail]=%D%, "y", "n")"#, r#"IIF(%D%<>"x", "y", "n")"#] {
        let tree = source(text);
        assert_eq!(tree.get("expression").and_then(Json::as_str), Some(text));
        assert_eq!(parse(text, &Limits::DEFAULT).map(|tree| graph::to_source(&tree)), Ok(tree));
    }
    // Anywhere else Graph leaves it out.
    let join = source(r#"IIF(Join("@", [a], %D%)="x", "y", "n")"#);
    assert_eq!(join.get("expression").and_then(Json::as_str), Some(r#"IIF(Join("@", [a], )="x", "y", "n")"#));
}

#[test]
fn requests_are_answered_member_for_member() {
    let request = read(
        r##"{"expression":"Replace([preferredLanguage], \"-\", , , \"_\", ,  )","targetAttributeDefinition":null,
        "testInputObject":{"definition":null,"properties":[{"key":"preferredLanguage","value":"en-US"},
        {"key":"otherMails","value@odata.type":"#Collection(String)","value":["a","b"]}]}}"##,
    );
    let answer = graph::parse_expression(&request, &Context::default());
    assert_eq!(answer.get("parsingSucceeded"), Some(&Json::Bool(true)));
    assert_eq!(answer.get("evaluationSucceeded"), Some(&Json::Bool(true)));
    assert_eq!(answer.get("evaluationResult"), Some(&read(r#"["en_US"]"#)));
    assert_eq!(answer.get("error"), Some(&Json::Null));
    let text = answer.pointer("/parsedExpression/expression").and_then(Json::as_str);
    assert_eq!(text, Some(r#"Replace([preferredLanguage], "-", , , "_", , )"#));
    assert_eq!(answer.pointer("/parsedExpression/parameters/1/key"), Some(&Json::from("Find")));
    assert_eq!(answer.pointer("/parsedExpression/parameters/2/key"), Some(&Json::from("Replacement")));

    let answer = graph::parse_expression(&read(r#"{"expression":"Swich([a])"}"#), &Context::default());
    assert_eq!(answer.get("parsingSucceeded"), Some(&Json::Bool(false)));
    assert_eq!(answer.pointer("/error/code"), Some(&Json::from("EX201")));
    assert_eq!(answer.pointer("/error/target"), Some(&Json::from("1:1")));
    assert_eq!(answer.pointer("/error/details/0/message"), Some(&Json::from("did you mean `Switch`?")));

    // What is no object is not evaluated as an empty one.
    let answer =
        graph::parse_expression(&read(r#"{"expression":"[a]","testInputObject":5}"#), &Context::default());
    assert_eq!(answer.get("parsingSucceeded"), Some(&Json::Bool(true)));
    assert_eq!(answer.get("evaluationSucceeded"), Some(&Json::Bool(false)));
    assert_eq!(answer.get("error").unwrap().get("code").unwrap().as_str(), Some("IN008"));
    for object in [
        r#"{"properties":{"a":"x"}}"#,
        r#"{"properties":[{"name":"a","value":"x"}]}"#,
        r#"{"properties":["a"]}"#,
        "[]",
    ] {
        let request = format!(r#"{{"expression":"[a]","testInputObject":{object}}}"#);
        let answer = graph::parse_expression(&read(&request), &Context::default());
        assert_eq!(answer.get("evaluationSucceeded"), Some(&Json::Bool(false)), "{object}");
        assert_eq!(answer.pointer("/error/code"), Some(&Json::from("IN008")), "{object}");
    }
    let answer = graph::parse_expression(&read(r#"{"expression":5}"#), &Context::default());
    let message = answer.pointer("/error/message").and_then(Json::as_str);
    assert_eq!(message, Some("`expression` must be a string, not a number"));
    // Names of the definition are found as those of the properties are.
    let cased = r#"{"expression":"Switch([b], \"d\", \"False\", \"f\")","testInputObject":{"definition":
        {"name":"User","attributes":[{"name":"B","type":"Boolean"}]},"properties":[{"key":"b","value":"FALSE"}]}}"#;
    let answer = graph::parse_expression(&read(cased), &Context::default());
    assert_eq!(answer.get("evaluationResult"), Some(&read(r#"["f"]"#)));
    let typed = r#"{"expression":"Switch([active], \"d\", \"False\", \"off\")","testInputObject":{"definition":
        {"name":"User","attributes":[{"name":"active","type":"boolean"}]},"properties":[{"key":"active","value":"false"}]}}"#;
    let answer = graph::parse_expression(&read(typed), &Context::default());
    assert_eq!(answer.get("evaluationResult"), Some(&read(r#"["off"]"#)));
    // Words of enumerations are matched by name or by number.
    let numbered = typed.replace(r#""type":"Boolean""#, r#""type":4"#);
    let answer = graph::parse_expression(&read(&numbered), &Context::default());
    assert_eq!(answer.get("evaluationResult"), Some(&read(r#"["off"]"#)));

    let dated = r#"{"expression":"IIF([a]=CDate(\"2020-01-02\"), \"eq\", \"ne\")","testInputObject":{"definition":
        {"name":"User","attributes":[{"name":"a","type":"DateTime"}]},"properties":[{"key":"a","value":"2020-01-02T00:00:00Z"}]}}"#;
    let answer = graph::parse_expression(&read(dated), &Context::default());
    assert_eq!(answer.get("evaluationResult"), Some(&read(r#"["eq"]"#)));
}

#[test]
fn functions_of_the_service_are_listed_as_it_lists_them() {
    let ours = graph::functions();
    let ours = ours.get("value").and_then(Json::as_array).unwrap();
    assert_eq!(ours.len(), 55);
    let Some(service) = exports::export("graph-functions-response.json") else { return };
    for function in read(&service).get("value").and_then(Json::as_array).unwrap() {
        let found = ours.iter().find(|one| one.get("name") == function.get("name")).unwrap();
        assert_eq!(found.get("parameters"), function.get("parameters"), "{:?}", function.get("name"));
    }
}

/// RFC 8259: nothing stands behind a value, and no name twice; whatever the expression reads of the object.
#[test]
fn a_source_that_cannot_be_read_in_full_is_refused() {
    for (source, code) in [
        (r#"{"mobilePhone":"7"} x"#, "IN002"),
        (r#"{"mobilePhone":"7","mobilePhone":"8"}"#, "IN003"),
        (r#"{"mobilePhone":"7","city":{"a":1,"a":2}}"#, "IN003"),
    ] {
        for options in ["{}", r#"{"kind":"user"}"#] {
            let answer = scimwright::surface::evaluate("[mobile]", source, options);
            assert!(
                answer.starts_with(r#"{"ok":false"#) && answer.contains(code),
                "{source} {options}: {answer}"
            );
        }
    }
}

/// Graph, *parseExpression*: without a test object nothing is evaluated; the result is a list of texts.
#[test]
fn requests_are_answered_with_texts() {
    let object = |properties: &str| {
        format!(
            r#"{{"definition":{{"attributes":[{{"name":"n","type":"Integer"}},{{"name":"b","type":"Boolean"}}]}},"properties":{properties}}}"#
        )
    };
    let some = object(r#"[{"key":"n","value":"3"},{"key":"b","value":"true"},{"key":"t","value":"a,b"}]"#);
    // Parsed, evaluated, the result, and whether there is an error.
    for (expression, object, expected) in [
        (Some("[t]"), None, (true, false, "[]", false)),
        (Some("[t]"), Some("null"), (true, false, "[]", false)),
        (Some("[t]"), Some("{}"), (true, true, "[]", false)),
        (Some("[t]"), Some("5"), (true, false, "[]", true)),
        (Some("[t]"), Some(r#"{"properties":[{"value":"a"}]}"#), (true, false, "[]", true)),
        (Some("[t]"), Some(&*some), (true, true, r#"["a,b"]"#, false)),
        (Some(r#"Split([t], ",")"#), Some(&*some), (true, true, r#"["a","b"]"#, false)),
        (Some("BitAnd([n], 2)"), Some(&*some), (true, true, r#"["2"]"#, false)),
        (Some(r#"IIF([b], "x", "y")"#), Some(&*some), (true, true, r#"["x"]"#, false)),
        (Some("Mid([t], 0, 1)"), Some(&*some), (true, false, "[]", true)),
        (Some("Mid("), Some(&*some), (false, false, "[]", true)),
        (None, Some(&*some), (false, false, "[]", true)),
    ] {
        let expression = expression.map(|text| format!(r#""expression":{}"#, Json::from(text.to_owned())));
        let object = object.map(|object| format!(r#""testInputObject":{object}"#));
        let request = expression.into_iter().chain(object).collect::<Vec<_>>().join(",");
        let request = format!("{{{request}}}");
        let answer = graph::parse_expression(&read(&request), &Context::default());
        let is = |name: &str| answer.get(name) == Some(&Json::Bool(true));
        let result = answer.get("evaluationResult").unwrap().to_string();
        let told = (
            is("parsingSucceeded"),
            is("evaluationSucceeded"),
            &*result,
            answer.get("error") != Some(&Json::Null),
        );
        assert_eq!(told, expected, "{request}: {answer}");
    }
}
