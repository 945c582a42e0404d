//! Every limit at one below, at, and one above its value, on every surface it covers; what must fit within the
//! defaults; and that expressions take fuel in proportion to their values: no clock.

mod common;

use common::least;
use scimwright::expression::{Context, Expression, Outcome};
use scimwright::limits::Limits;
use scimwright::surface::{
    Engine, Payloads, apply_patch, check_expression, check_schema, evaluate, filter_matches, parse_filter,
    parse_path, read_schema, validate_payload,
};
use scimwright::value::json::{Json, Object};

const PATCH: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
const USER: &str = r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"a"}"#;

/// `size` up to `most` is taken, one more is refused with `code`.
fn holds(what: &str, code: &str, most: usize, answer: impl Fn(usize) -> String) {
    for size in [most - 1, most, most + 1] {
        let answer = answer(size);
        let limited = answer.contains(r#""code":"LM0"#);
        assert_eq!(limited, size > most, "{what}: {size} of {most}: {answer:.400}");
        assert!(!limited || answer.contains(&format!(r#""code":"{code}""#)), "{what}: {answer:.400}");
    }
}

/// There is a least limit with which `answer` is not refused with `code`: one below it is refused, one above is not.
fn has_a_least(what: &str, code: &str, answer: impl Fn(usize) -> String) {
    let enough = |limit: usize| !answer(limit).contains(&format!(r#""code":"{code}""#));
    let high = least(enough);
    assert!(high > 1, "{what}: the least limit is always enough");
    assert!(!enough(high - 1) && enough(high) && enough(high + 1), "{what}: around {high}");
}

fn limits(name: &str, most: usize) -> String {
    format!(r#"{{"limits":{{"{name}":{most}}}}}"#)
}

/// `before`, as many `x` as make up `size` bytes, `after`.
fn filled(before: &str, after: &str, size: usize) -> String {
    format!("{before}{}{after}", "x".repeat(size - before.len() - after.len()))
}

fn patch_of(path: &str) -> String {
    let path = path.replace('"', "\\\"");
    format!(r#"{{"schemas":["{PATCH}"],"Operations":[{{"op":"replace","path":"{path}","value":"v"}}]}}"#)
}

/// An engine with one limit; everybody in scope.
fn engine(name: &str, most: usize) -> Engine {
    Engine::create(&format!(r#"{{"settings":{{"scope":"all"}},"limits":{{"{name}":{most}}}}}"#)).unwrap()
}

/// A configuration with these attribute mappings.
fn configuration(mappings: &str) -> String {
    format!(
        r#"{{"synchronizationRules":[{{"sourceDirectoryName":"Microsoft Entra ID","targetDirectoryName":"Gong",
        "objectMappings":[{{"enabled":true,"flowTypes":"Add","sourceObjectName":"User","targetObjectName":"User",
        "attributeMappings":[{mappings}]}}]}}]}}"#
    )
}

/// A configuration whose mapping of `title` is this expression.
fn mapping(expression: &str) -> String {
    let expression = expression.replace('\\', "\\\\").replace('"', "\\\"");
    let source =
        format!(r#"{{"expression":"{expression}","name":"Join","type":"Function","parameters":[]}}"#);
    configuration(&format!(r#"{{"targetAttributeName":"title","source":{source}}}"#))
}

#[test]
fn bytes_of_a_text() {
    let most = 60;
    let filter = |size| filled("title eq \"", "\"", size);
    let of_filter = limits("filterBytes", most);
    holds("filterBytes", "LM001", most, |size| parse_filter(&filter(size), &of_filter));
    holds("filterBytes evaluated", "LM001", most, |size| filter_matches(&filter(size), USER, &of_filter));
    let path = |size| filled("emails[type eq \"", "\"].value", size);
    let of_path = limits("pathBytes", most);
    holds("pathBytes", "LM001", most, |size| parse_path(&path(size), &of_path));
    holds("pathBytes in a PATCH", "LM001", most, |size| apply_patch(USER, &patch_of(&path(size)), &of_path));
    // A filter has the limit of filters wherever the text came from.
    let of_inner = limits("filterBytes", most);
    let inner = |size| format!("emails[{}].value", filled("type eq \"", "\"", size));
    holds("filterBytes in a path", "LM001", most, |size| parse_path(&inner(size), &of_inner));
    holds("filterBytes in a PATCH", "LM001", most, |size| {
        apply_patch(USER, &patch_of(&inner(size)), &of_inner)
    });
    let crossed = parse_path(&inner(most + 1), &of_inner);
    assert!(crossed.contains(&format!(r#""start":{}"#, "emails[".len() + most)), "{crossed}");
    let expression = |size| filled("Append(\"", "\", \"y\")", size);
    let of_expression = limits("expressionBytes", most);
    holds("expressionBytes", "LM001", most, |size| check_expression(&expression(size), &of_expression));
    holds("expressionBytes evaluated", "LM001", most, |size| {
        evaluate(&expression(size), "{}", &of_expression)
    });
    holds("expressionBytes in a configuration", "LM001", most, |size| {
        check_schema(&mapping(&expression(size)), &of_expression)
    });
}

fn validate_lines(engine: &Engine, lines: &str) -> String {
    let mut answers = String::new();
    engine.validate_batch(lines.as_bytes(), &mut |piece| answers.push_str(piece));
    answers
}

#[test]
fn bytes_of_a_document() {
    let most = 400;
    let user = |size| filled(r#"{"id":"u1","userName":""#, r#""}"#, size);
    let of_json = limits("jsonBytes", most);
    holds("jsonBytes", "LM001", most, |size| validate_payload(&user(size), &of_json));
    holds("jsonBytes of a line", "LM001", most, |size| {
        validate_lines(&engine("jsonBytes", most), &user(size))
    });
    holds("jsonBytes of a resource", "LM001", most, |size| filter_matches("title pr", &user(size), &of_json));
    holds("jsonBytes of a patched resource", "LM001", most, |size| {
        apply_patch(&user(size), &patch_of("title"), &of_json)
    });
    holds("jsonBytes of a source", "LM001", most, |size| evaluate("[a]", &user(size), &of_json));
    holds("jsonBytes of a previewed user", "LM001", most, |size| {
        engine("jsonBytes", most).preview(&user(size), "user", None)
    });
    holds("jsonBytes of a target", "LM001", most, |size| {
        engine("jsonBytes", most).preview(r#"{"id":"u1"}"#, "user", Some(&user(size)))
    });
    let schema = |size| filled(r#"{"synchronizationRules":[],"directories":[],"id":""#, r#""}"#, size);
    holds("jsonBytes of a configuration", "LM001", most, |size| check_schema(&schema(size), &of_json));
    holds("jsonBytes of a configuration read", "LM001", most, |size| read_schema(&schema(size), &of_json));
}

#[test]
fn brackets_open_at_once() {
    let most = 20;
    let within = |open: &str, inner: &str, close: &str, size: usize| {
        format!("{}{inner}{}", open.repeat(size), close.repeat(size))
    };
    let options = limits("nesting", most);
    holds("filter", "LM002", most, |size| parse_filter(&within("(", "title pr", ")", size), &options));
    holds("negated filter", "LM002", most, |size| {
        parse_filter(&within("not (", "title pr", ")", size), &options)
    });
    let path = |size| format!("emails[{}]", within("(", "type pr", ")", size - 1));
    holds("path", "LM002", most, |size| parse_path(&path(size), &options));
    holds("path in a PATCH", "LM002", most, |size| apply_patch(USER, &patch_of(&path(size)), &options));
    let expression = |size| within("ToLower(", "[a]", ")", size - 1);
    holds("expression", "LM002", most, |size| check_expression(&expression(size), &options));
    holds("evaluated expression", "LM002", most, |size| evaluate(&expression(size), "{}", &options));
    let document = |size| format!(r#"{{"id":"u1","x":{}}}"#, within("[", "1", "]", size - 1));
    holds("JSON arrays", "LM002", most, |size| validate_payload(&document(size), &options));
    let objects = |size| format!(r#"{{"id":"u1","x":{}}}"#, within("{\"a\":", "1", "}", size - 1));
    holds("JSON objects", "LM002", most, |size| validate_payload(&objects(size), &options));
    holds("previewed user", "LM002", most, |size| {
        engine("nesting", most).preview(&document(size), "user", None)
    });
    // Each function of a source tree takes three brackets: a configuration has twice as many.
    let tree = |size: usize| {
        let document = configuration(&format!(r#"{{"x":{}}}"#, within("[", "", "]", size - 7)));
        [check_schema(&document, &options), read_schema(&document, &options)]
    };
    holds("configuration", "LM002", 2 * most, |size| tree(size).concat());
    // Brackets inside strings are not open.
    assert!(!parse_filter(&format!("title eq \"{}\"", "(".repeat(100)), &options).contains("LM002"));
    assert!(!check_expression(&format!("ToLower(\"{}\")", "([".repeat(100)), &options).contains("LM002"));
}

#[test]
fn nodes_of_a_tree_and_of_a_document() {
    let most = 21;
    // n terms and the `or` over them.
    let filter = |size: usize| vec!["a pr"; size - 1].join(" or ");
    let options = limits("astNodes", most);
    holds("filter", "LM003", most, |size| parse_filter(&filter(size), &options));
    // A call and its arguments.
    let expression = |size: usize| format!("Join({})", vec!["\"x\""; size - 1].join(","));
    holds("expression", "LM003", most, |size| check_expression(&expression(size), &options));
    holds("evaluated expression", "LM003", most, |size| evaluate(&expression(size), "{}", &options));
    has_a_least("path", "LM003", |limit| {
        parse_path("emails[type eq \"work\" and value pr].value", &limits("astNodes", limit))
    });
    let options = limits("jsonNodes", most);
    // The object, the array and its items.
    let document = |size: usize| format!(r#"{{"x":[{}]}}"#, vec!["1"; size - 2].join(","));
    holds("payload", "LM003", most, |size| validate_payload(&document(size), &options));
}

#[test]
fn items_and_members() {
    let most = 20;
    let options = limits("arrayItems", most);
    let document = |size: usize| format!(r#"{{"x":[{}]}}"#, vec!["1"; size].join(","));
    holds("array", "LM004", most, |size| validate_payload(&document(size), &options));
    let text = |size: usize| vec!["x"; size].join(",");
    holds("list of an expression", "LM004", most, |size| {
        evaluate(r#"Count(Split([a], ","))"#, &format!(r#"{{"a":"{}"}}"#, text(size)), &options)
    });
    let options = limits("objectKeys", most);
    let document = |size: usize| {
        let members: Vec<String> = (0..size).map(|number| format!(r#""m{number}":1"#)).collect();
        format!("{{{}}}", members.join(","))
    };
    holds("object", "LM005", most, |size| validate_payload(&document(size), &options));
    holds("source object", "LM005", most, |size| evaluate("[m0]", &document(size), &options));
}

#[test]
fn patterns() {
    let most = 30;
    let options = limits("regexPatternBytes", most);
    let replace = |pattern: &str| format!(r#"Replace([a], , "{pattern}", , "", , )"#);
    let pattern = |size: usize| "x".repeat(size);
    holds("pattern", "LM006", most, |size| evaluate(&replace(&pattern(size)), r#"{"a":"b"}"#, &options));
    holds("pattern from an attribute", "LM006", most, |size| {
        let source = format!(r#"{{"a":"b","p":"{}"}}"#, pattern(size));
        evaluate(r#"Replace([a], , [p], , "", , )"#, &source, &options)
    });
    has_a_least("program", "LM007", |limit| {
        evaluate(&replace("(a{20}){20}"), r#"{"a":"b"}"#, &limits("regexProgramBytes", limit))
    });
    let groups = |size: usize| format!("{}a{}", "(".repeat(size), ")".repeat(size));
    let options = limits("regexNesting", most);
    holds("groups of a pattern", "LM007", most, |size| {
        evaluate(&replace(&groups(size)), r#"{"a":"b"}"#, &options)
    });
}

/// Patterns of scoping clauses have the limits of patterns, and their codes.
#[test]
fn patterns_of_scoping_filters() {
    let engine = |pattern: &str, limits: &str| {
        let clause = format!(
            r#"{{"name":"f","clauses":[{{"operatorName":"REGEX MATCH","sourceOperandName":"department","targetOperand":{{"values":["{pattern}"]}}}}]}}"#
        );
        let schema = configuration(
            r#"{"targetAttributeName":"title","source":{"name":"jobTitle","type":"Attribute"}}"#,
        )
        .replace(r#""flowTypes":"#, &format!(r#""scope":{{"groups":[{clause}]}},"flowTypes":"#));
        engine_findings(&schema, &format!(",\"limits\":{{{limits}}}"))
    };
    holds("pattern of a clause", "LM006", 30, |size| engine(&"x".repeat(size), r#""regexPatternBytes":30"#));
    has_a_least("program of a clause", "LM007", |most| {
        engine("(a{20}){20}", &format!(r#""regexProgramBytes":{most}"#))
    });
    assert!(engine("(", "").contains("SC203"));
}

/// The keyword of a crossed limit is that of what was read (RFC 7644, table 9).
#[test]
fn keywords_of_crossed_limits() {
    let keyword = |answer: String| {
        answer.split(r#""scimType":""#).nth(1).and_then(|rest| rest.split('"').next()).map(str::to_owned)
    };
    let deep = |size: usize| format!(r#"{{"userName":"a","x":{}1{}}}"#, "[".repeat(size), "]".repeat(size));
    let long = format!("title eq \"{}\"", "x".repeat(20_000));
    assert_eq!(keyword(parse_filter(&long, "")).as_deref(), Some("invalidFilter"));
    assert_eq!(keyword(filter_matches(&long, USER, "")).as_deref(), Some("invalidFilter"));
    assert_eq!(keyword(filter_matches("title pr", &deep(70), "")).as_deref(), Some("invalidSyntax"));
    assert_eq!(keyword(parse_path(&long, "")).as_deref(), Some("invalidPath"));
    assert_eq!(keyword(apply_patch(USER, &patch_of(&long), "")).as_deref(), Some("invalidPath"));
    assert_eq!(keyword(apply_patch(&deep(70), &patch_of("title"), "")).as_deref(), Some("invalidSyntax"));
}

/// Limits are read once when the engine is built; what no limit can be is refused there.
#[test]
fn limits_set_by_hand_are_looked_at() {
    use scimwright::limits::Limits;
    for wrong in [
        Limits { fuel: 0, ..Limits::DEFAULT },
        Limits { nesting: 257, ..Limits::DEFAULT },
        Limits { findings: 0, ..Limits::DEFAULT },
    ] {
        assert_eq!(scimwright::Engine::for_gong().limits(wrong).build().unwrap_err()[0].code.code, "LM010");
    }
}

/// Robustness §2: `nesting` has a hard ceiling, whoever set it, and with it the stack of every recursion (§3).
#[test]
fn nesting_set_by_hand_ends_at_the_ceiling() {
    use scimwright::SourceObject;
    use scimwright::expression::Expression;
    use scimwright::limits::Limits;
    use scimwright::regex::{self, Regex};
    use scimwright::scim::{Mode, filter, path};
    use scimwright::value::json;

    const BYTES: usize = 1 << 30;
    let limits = Limits {
        nesting: 10_000_000,
        json_bytes: BYTES,
        filter_bytes: BYTES,
        path_bytes: BYTES,
        expression_bytes: BYTES,
        json_nodes: BYTES,
        array_items: BYTES,
        object_keys: BYTES,
        ..Limits::DEFAULT
    };
    let deep = |open: &str| open.repeat(200_000);
    let refusals = [
        json::parse(&deep("["), &limits).unwrap_err(),
        json::parse(&deep(r#"{"a":"#), &limits).unwrap_err(),
        filter::parse(&deep("("), Mode::Tolerant, &limits).unwrap_err(),
        path::parse(&format!("emails[{}", deep("(")), Mode::Tolerant, &limits).unwrap_err(),
        Expression::compile_within(&deep("Not("), &limits).unwrap_err()[0].clone(),
        SourceObject::of_its_kind(format!(r#"{{"id":{}"#, deep("[")), &limits).unwrap_err()[0].clone(),
    ];
    for refusal in refusals {
        assert_eq!(refusal.code.code, "LM002", "{refusal:?}");
    }
    let patterns = regex::Limits { pattern_bytes: BYTES, program_bytes: BYTES, nesting: 10_000_000 };
    for (open, close) in [("(", ")"), ("(?=", ")"), ("[a-", "]")] {
        let refusal = Regex::new(&format!("{}b{}", deep(open), deep(close)), &patterns).unwrap_err();
        assert_eq!(refusal.kind, regex::ErrorKind::TooDeep, "{refusal:?}");
    }
}

#[test]
fn values_and_fuel() {
    let most = 100;
    let options = limits("valueBytes", most);
    let source = |size: usize| format!(r#"{{"a":"{}"}}"#, "x".repeat(size - 1));
    for expression in [
        r#"Append([a], "y")"#,
        r#"Join("", [a], "y")"#,
        r#"Replace("y", "y", , , Append([a], "z"), , )"#,
        r#"Replace("y", , "y", , Append([a], "z"), , )"#,
    ] {
        holds(expression, "LM008", most, |size| evaluate(expression, &source(size), &options));
    }
    has_a_least("ConvertToBase64", "LM008", |limit| {
        evaluate("ConvertToBase64([a])", r#"{"a":"abc"}"#, &limits("valueBytes", limit))
    });
    for expression in [
        "ToLower(ToUpper([a]))",
        r#"Count(Split([a], ","))"#,
        r#"Replace([a], , "(x+x+)+y", , "", , )"#,
        r#"Switch([a], "", "1", "a", "2", "b")"#,
    ] {
        has_a_least(expression, "LM009", |limit| {
            evaluate(expression, r#"{"a":"xxxx,xxxx,xxxx"}"#, &limits("fuel", limit))
        });
    }
}

#[test]
fn findings_are_counted_and_cut() {
    let payload = |size: usize| {
        let members: Vec<String> = (0..size).map(|number| format!(r#""unknown{number}":1"#)).collect();
        format!(
            r#"{{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"a@x.example","name":{{"givenName":"A","familyName":"B"}},"emails":[{{"value":"a@x.example","type":"work","primary":true}}],{}}}"#,
            members.join(",")
        )
    };
    let count = |answer: &str| answer.matches(r#""code":""#).count();
    for (size, listed, cut) in [(9, 9, false), (10, 10, false), (11, 11, true), (500, 11, true)] {
        let answer = validate_payload(&payload(size), &limits("findings", 10));
        assert_eq!((count(&answer), answer.contains("LM011")), (listed, cut), "{size}: {answer}");
        assert!(!cut || answer.contains(&size.to_string()), "the total of {size}: {answer}");
    }
    let wrong = r#"{"targetAttributeName":null,"source":{"name":"mail","type":"Attribute"}}"#;
    let schema = |size: usize| configuration(&vec![wrong; size].join(","));
    let all = count(&check_schema(&schema(8), ""));
    for (most, cut) in [(all + 1, false), (all, false), (all - 1, true)] {
        let answer = check_schema(&schema(8), &limits("findings", most));
        assert_eq!(answer.contains("LM011"), cut, "{most} of {all}: {answer}");
        assert_eq!(count(&answer), if cut { most + 1 } else { all }, "{most} of {all}");
    }
}

/// An error behind more warnings than are listed still makes a payload invalid and a configuration wrong.
#[test]
fn a_cut_list_changes_no_verdict() {
    let unknown: Vec<String> = (0..1_500).map(|number| format!(r#""unknown{number}":1"#)).collect();
    let payload =
        format!(r#"{{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],{}}}"#, unknown.join(","));
    let answer = validate_payload(&payload, "");
    assert!(answer.contains(r#""valid":false"#) && answer.contains(r#""code":"PL201""#), "{answer:.300}");
    assert_eq!(answer.matches(r#""code":""#).count(), 1_001);
    assert!(validate_lines(&engine("findings", 10), &payload).contains(r#""valid":false"#));
    // The weights, in document order: warnings, then errors.
    let schema = configuration(
        &[[r#"{"targetAttributeName":"title","matchingPriority":"0","source":{"name":"jobTitle","type":"Attribute"}}"#; 8]
            .join(","), r#"{"targetAttributeName":null,"source":{"name":"mail","type":"Attribute"}}"#.to_owned()]
        .join(","),
    );
    let errors = |answer: &str| answer.matches(r#""severity":"error""#).count();
    let all = errors(&check_schema(&schema, ""));
    assert!(all > 0);
    let cut = check_schema(&schema, &limits("findings", all));
    assert!(cut.contains("LM011"), "{cut}");
    assert_eq!(errors(&cut), all, "{cut}");
}

/// Findings per document, on every surface that lists them; then one line with the total.
#[test]
fn findings_are_cut_on_every_surface() {
    let held = |what: &str, answer: String, total: usize| {
        let listed = answer.matches(r#""code":""#).count();
        assert_eq!(listed, 11, "{what}: {answer:.500}");
        assert!(
            answer.contains(&format!("{total} findings, of which 10 are listed")),
            "{what}: {answer:.3000}"
        );
    };
    let options = limits("findings", 10);
    held("filter", parse_filter(&vec!["title eq TRUE"; 15].join(" or "), &options), 15);
    let warned = vec![r#"nope eq "a""#; 15].join(" or ");
    held("filter on a resource", filter_matches(&warned, USER, &options), 15);
    let path = format!("emails[{}]", vec!["primary eq TRUE"; 15].join(" or "));
    held("path", parse_path(&path, &options), 15);
    let operation = r#"{"op":"Replace","path":"active","value":"True"}"#;
    let request = format!(r#"{{"schemas":["{PATCH}"],"Operations":[{}]}}"#, [operation; 15].join(","));
    // Each operation: the case of `op`, the Boolean as text.
    held("PATCH", apply_patch(USER, &request, &options), 30);
    // Of each: the case of `op` by the request, the element created by the resource.
    for count in [6, 15] {
        let create =
            |kind| format!(r#"{{"op":"Add","path":"emails[type eq \"t{kind}\"].value","value":"x"}}"#);
        let creations = (0..count).map(create).collect::<Vec<_>>().join(",");
        let request = format!(r#"{{"schemas":["{PATCH}"],"Operations":[{creations}]}}"#);
        held("PATCH that creates", apply_patch(USER, &request, &options), 2 * count);
    }
    held("expression", check_expression(&format!("Join({})", ["tolower([a])"; 15].join(",")), &options), 15);
    let lines = format!("{{\"id\":\"1\"}}\n{}", ["{\"id\":}"; 15].join("\n"));
    held("source objects", engine("findings", 10).plan(Some(&lines), None, None, None), 15);
    let unknown: Vec<String> = (0..15).map(|number| format!(r#""unknown{number}":1"#)).collect();
    let user =
        format!(r#"{{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],{}}}"#, unknown.join(","));
    let one = validate_payload(&user, "").matches(r#""code":""#).count();
    let mut payloads = Payloads::create(&options).unwrap();
    held("payloads of one document", payloads.file(&format!("[{user},{user}]")), 2 * one);
    let unset: Vec<String> = (0..15).map(|number| format!(r#""unknown{number}":1"#)).collect();
    let refused =
        Engine::create(&format!(r#"{{"settings":{{{}}},"limits":{{"findings":10}}}}"#, unset.join(",")));
    held("settings", refused.unwrap_err(), 15);
    let mapping = r#"{"targetAttributeName":"title","matchingPriority":"0","source":{"name":"jobTitle","type":"Attribute"}}"#;
    let schema = configuration(&[mapping; 15].join(","));
    let total = engine_findings(&schema, "").matches(r#""code":""#).count();
    held("configuration of an engine", engine_findings(&schema, r#","limits":{"findings":10}"#), total);
}

fn engine_findings(schema: &str, limits: &str) -> String {
    Engine::create(&format!(r#"{{"schema":{schema}{limits}}}"#)).unwrap().created()
}

/// Floors: legitimate documents are far below these.
#[test]
fn what_fits_within_the_defaults() {
    let ok = |answer: String| assert!(answer.starts_with(r#"{"ok":true"#), "{answer:.300}");
    ok(parse_filter(&format!("{}title pr{}", "(".repeat(64), ")".repeat(64)), ""));
    ok(check_expression(&format!("{}[a]{}", "ToLower(".repeat(63), ")".repeat(63)), ""));
    ok(parse_filter(&vec!["a pr"; 1_800].join(" and "), ""));
    ok(parse_filter(&vec!["a pr"; 2_000].join(" or "), ""));
    let pairs: String = (0..1_200).map(|number| format!(", \"k{number}\", \"v{number}\"")).collect();
    let switch = format!("Switch([a], \"none\"{pairs})");
    assert!(evaluate(&switch, r#"{"a":"k1199"}"#, "").contains(r#""value":"v1199""#));
    let nested = format!("{}[a]{}", "Append(".repeat(32), ", \"x\")".repeat(32));
    assert!(evaluate(&nested, r#"{"a":"a"}"#, "").contains(&format!(r#""value":"a{}""#, "x".repeat(32))));
    // The same as a tree, in the envelope of a list of templates.
    let parameter = |value: String| format!(r#"{{"key":"source","value":{value}}}"#);
    let append = |inner: String, _| {
        let suffix = r#"{"key":"suffix","value":{"name":"x","type":"Constant"}}"#;
        format!(r#"{{"name":"Append","type":"Function","parameters":[{},{suffix}]}}"#, parameter(inner))
    };
    let tree = (0..32).fold(r#"{"name":"mail","type":"Attribute"}"#.to_owned(), append);
    let matching = r#"{"targetAttributeName":"userName","matchingPriority":1,"source":{"name":"mail"}}"#;
    let schema = configuration(&format!(r#"{matching},{{"targetAttributeName":"title","source":{tree}}}"#));
    let schema = format!(r#"{{"value":[{{"schema":{schema}}}]}}"#);
    let small = move || {
        ok(check_schema(&schema, ""));
        let engine = Engine::create(&format!(r#"{{"schema":{schema}}}"#)).unwrap();
        let preview = engine.preview(r#"{"id":"u1","accountEnabled":true,"mail":"a"}"#, "user", None);
        assert!(preview.contains(&format!(r#""a{}""#, "x".repeat(32))), "{preview}");
    };
    std::thread::Builder::new().stack_size(512 << 10).spawn(small).unwrap().join().unwrap();
    let mails: Vec<String> = (0..20_000).map(|number| format!(r#""u{number}@x.example""#)).collect();
    ok(evaluate("Join(\";\", [a])", &format!(r#"{{"a":[{}]}}"#, mails.join(",")), ""));
    let members: Vec<String> = (0..100_000).map(|number| format!(r#"{{"value":"{number}"}}"#)).collect();
    let group = format!(
        r#"{{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"G","members":[{}]}}"#,
        members.join(",")
    );
    assert_eq!(
        validate_payload(&group, r#"{"kind":"Group"}"#),
        r#"{"ok":true,"valid":true,"diagnostics":[]}"#
    );
}

/// The deepest input on every surface, in a debug build: parsing, checking, evaluating, printing, dropping.
#[test]
fn the_ceiling_of_nesting_fits_a_stack_of_two_mebibytes() {
    let deepest = || {
        let within = |open: &str, inner: &str, close: &str, size| {
            format!("{}{inner}{}", open.repeat(size), close.repeat(size))
        };
        let options = limits("nesting", 256);
        let ok = |answer: String| assert!(answer.starts_with(r#"{"ok":true"#), "{answer:.300}");
        let filter = within("not (", "title pr", ")", 256);
        ok(parse_filter(&filter, &options));
        ok(filter_matches(&filter, USER, &options));
        let path = format!("emails[{}].value", within("(", "type pr", ")", 255));
        ok(parse_path(&path, &options));
        // Read in full, and then about nothing.
        assert!(apply_patch(USER, &patch_of(&path), &options).contains("noTarget"));
        let expression = within("Append(", "[a]", ", \"x\")", 255);
        ok(check_expression(&expression, &options));
        ok(evaluate(&expression, r#"{"a":"a"}"#, r#"{"limits":{"nesting":256},"trace":true}"#));
        ok(check_schema(&mapping(&expression), &options));
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let document = |size| within(open, "1", close, size);
            let user = format!(r#"{{"id":"u1","userName":"a","x":{}}}"#, document(255));
            ok(validate_payload(&user, &options));
            ok(evaluate("[x]", &format!(r#"{{"y":{}}}"#, document(255)), &options));
            let preview = engine("nesting", 256).preview(&user, "user", Some(&user));
            assert!(preview.contains(r#""reason":"#), "{preview:.300}");
        }
    };
    std::thread::Builder::new().stack_size(2 << 20).spawn(deepest).unwrap().join().unwrap();
}

/// Robustness §2: fuel is 1 for every 64 bytes of text that is read.
#[test]
fn reading_a_text_is_paid_for() {
    let long = "x".repeat(64_000);
    let source = format!(r#"{{"a":"{long}","b":"{}","c":["{long}","{long}"]}}"#, " ".repeat(64_000));
    for expression in [
        r#"IIF([a]=[b], "x", "y")"#,
        "Not([b])",
        "CBool([b])",
        r#"Left("x", [b])"#,
        "RemoveDuplicates([c])",
        "ToLower([a])",
    ] {
        let answer = evaluate(expression, &source, r#"{"limits":{"fuel":500}}"#);
        assert!(answer.contains(r#""code":"LM009""#), "{expression}: {answer:.400}");
    }
}

/// Letters that are looked up in tables cost more than reading them: a megabyte of them is no longer within the
/// default fuel a hundred times.
#[test]
fn letters_that_are_looked_up_cost_more() {
    let source = format!(r#"{{"a":"{}"}}"#, "é".repeat(32_000));
    let answer = evaluate("NormalizeDiacritics([a])", &source, r#"{"limits":{"fuel":10000}}"#);
    assert!(answer.contains(r#""code":"LM009""#), "{answer:.400}");
}

/// Base64 is measured as it is made: three letters `é` are six bytes of UTF-16, eight letters.
#[test]
fn base64_fits_the_longest_value() {
    holds("base64", "LM008", 393_216, |size| {
        let answer = evaluate("ConvertToBase64([a])", &format!(r#"{{"a":"{}"}}"#, "é".repeat(size)), "{}");
        assert!(answer.contains("LM008") || answer.len() > 1_040_000);
        answer
    });
}

/// Expressions over the attribute `a`, which is made twice as long.
const VALUES: &[&str] = &[
    "ToLower([a])",
    "NormalizeDiacritics([a])",
    "PCase([a])",
    "Count(Split([a], \",\"))",
    "Join(\";\", Split([a], \",\"))",
    "RemoveDuplicates(Split([a], \",\"))",
    "Word([a], 3, \",\")",
    "Replace([a], \"ab\", , , \"c\", , )",
    // The price of a search is paid again for each further match (robustness of patterns), so these find none.
    "Replace([a], , \"[0-9]+\", , \"\", , )",
    "Replace([a], , \"(?<word>\\\\w+);\", \"word\", \"x\", , )",
    "InStr([a], \"zz\")",
    "ConvertToBase64([a])",
    "ConvertToUTF8Hex([a])",
];

#[test]
fn doubling_at_most_doubles_the_work() {
    for expression in VALUES {
        let compiled = Expression::compile(expression).unwrap();
        let fuel = |n: usize| {
            let source = Json::Object(Object::from_iter([("a", Json::from("abéc,de (f)-".repeat(n)))]));
            least(|fuel| {
                let limits = Limits { fuel: fuel as u64, ..Limits::DEFAULT };
                let answer = compiled.evaluate(&source, &Context { limits, ..Context::default() });
                matches!(answer, Ok(Outcome::Value(_)))
            })
        };
        let (one, two, four) = (fuel(100), fuel(200), fuel(400));
        assert!(two <= one * 26 / 10 && four <= two * 26 / 10, "{expression}: {one}, {two}, {four}");
    }
}
