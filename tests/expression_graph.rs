//! Expressions in the forms of Microsoft Graph.

use scimwright::expression::{Context, graph, parse, print};
use scimwright::limits::Limits;
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

/// Text and tree, the tree alone, and the tree with a text that lost its variable: all give the tree back.
#[test]
fn nodes_read_back() {
    for text in [
        "[mail]",
        r#""Cloud""#,
        r#""""#,
        "Now()",
        r#"Replace([preferredLanguage], "-", , , "_", , )"#,
        r#"Switch([IsSoftDeleted], "x", "False", "True", "True", "False")"#,
        r#"IIF(BitAnd([userAccountControl], 2)="0", "True", "False")"#,
        r#"IIF(IsPresent([pwdLastSet]), FormatDateTime(DateFromNum([pwdLastSet]), , "yyyyMMddHHmmss.0Z"), )"#,
        r#"FormatDateTime([d], "None", "yyyy", "yy")"#,
        r#"Join("@", [sAMAccountName], %DomainFQDN%)"#,
        r#"InStr([a], "b", 3, vbTextCompare)"#,
        r#"CBool([a]=[b])"#,
        r#"CBool([a]=%DomainFQDN%)"#,
        r#"[a]=%DomainFQDN%"#,
        r#"ToLower(Trim([a]))"#,
        r#"Foo([a], "b")"#,
    ] {
        let tree = parse(text, &Limits::DEFAULT).unwrap();
        let full = graph::to_source(&tree);
        let imported = graph::from_source(&full, &Limits::DEFAULT).unwrap().unwrap();
        assert_eq!(imported.tree, tree, "{text}: {}", imported.text);
        // A comparison outside IIF has no tree: its text says it all.
        if text.contains("=") && !text.starts_with("IIF") {
            assert_eq!(full.get("parameters"), Some(&read("[]")));
            assert_eq!(*imported.findings, []);
            continue;
        }
        let mut bare = full.clone();
        bare.as_object_mut().unwrap().remove("expression");
        let imported = graph::from_source(&bare, &Limits::DEFAULT).unwrap();
        if text != r#""""# {
            assert_eq!(print(&imported.unwrap().tree), text);
        }
    }
}

#[test]
fn doubts_are_reported() {
    let codes = |source: &str| {
        let imported = graph::from_source(&read(source), &Limits::DEFAULT).unwrap().unwrap();
        (imported.text, imported.findings.iter().map(|finding| finding.code.code).collect::<Vec<_>>())
    };
    let attribute = |name: &str| format!(r#"{{"name":"{name}","type":"Attribute"}}"#);
    let differs = format!(
        r#"{{"expression":"ToLower([a])","name":"ToLower","type":"Function","parameters":[{{"key":"source","value":{}}}]}}"#,
        attribute("b")
    );
    assert_eq!(codes(&differs), ("ToLower([a])".to_owned(), vec!["EX269"]));
    let constant =
        |name: &str| format!(r#"{{"key":"switchValue","value":{{"name":"{name}","type":"Constant"}}}}"#);
    let switch = format!(
        r#"{{"name":"Switch","type":"Function","parameters":[{{"key":"source","value":{}}},{},{}]}}"#,
        attribute("a"),
        constant("k"),
        constant("v")
    );
    assert_eq!(codes(&switch), (r#"Switch([a], , "k", "v")"#.to_owned(), vec!["EX270"]));
    assert_eq!(graph::from_source(&read("{}"), &Limits::DEFAULT), Ok(None));
    let deep = (0..70).fold(attribute("a"), |inner, _| {
        format!(r#"{{"name":"Trim","type":"Function","parameters":[{{"key":"source","value":{inner}}}]}}"#)
    });
    let wide = Limits { nesting: 256, ..Limits::DEFAULT };
    let deep = json::parse(&deep, &wide).unwrap();
    assert_eq!(graph::from_source(&deep, &Limits::DEFAULT).unwrap_err().code.code, "LM002");
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
    let typed = r#"{"expression":"Switch([active], \"d\", \"False\", \"off\")","testInputObject":{"definition":
        {"name":"User","attributes":[{"name":"active","type":"Boolean"}]},"properties":[{"key":"active","value":"false"}]}}"#;
    let answer = graph::parse_expression(&read(typed), &Context::default());
    assert_eq!(answer.get("evaluationResult"), Some(&read(r#"["off"]"#)));

    let dated = r#"{"expression":"IIF([a]=CDate(\"2020-01-02\"), \"eq\", \"ne\")","testInputObject":{"definition":
        {"name":"User","attributes":[{"name":"a","type":"DateTime"}]},"properties":[{"key":"a","value":"2020-01-02T00:00:00Z"}]}}"#;
    let answer = graph::parse_expression(&read(dated), &Context::default());
    assert_eq!(answer.get("evaluationResult"), Some(&read(r#"["eq"]"#)));
}

/// Exported configurations and lists of the service; present in the project's own checks only.
fn exports() -> Vec<(String, Json<'static>)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/schemas");
    let Ok(files) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut documents = Vec::new();
    for file in
        files.map(Result::unwrap).filter(|file| file.path().extension().is_some_and(|end| end == "json"))
    {
        let name = file.file_name().into_string().unwrap();
        let text = std::fs::read_to_string(file.path()).unwrap();
        if let Ok(json) = json::parse(&text, &Limits::DEFAULT) {
            documents.push((name, json.into_owned()));
        }
    }
    documents
}

fn visit(json: &Json<'_>, see: &mut impl FnMut(&Json<'_>)) {
    match json {
        Json::Array(items) => items.iter().for_each(|item| visit(item, see)),
        Json::Object(object) => {
            see(json);
            object.iter().for_each(|(_, value)| visit(value, see));
        }
        _ => {}
    }
}

#[test]
fn function_nodes_of_exports_are_written_as_stored() {
    let mut count = 0;
    for (name, document) in exports() {
        visit(&document, &mut |node| {
            let is_function = node.get("type").and_then(Json::as_str) == Some("Function");
            let parameters = node.get("parameters").and_then(Json::as_array);
            if !is_function || parameters.is_none_or(|list| list.is_empty()) {
                return;
            }
            count += 1;
            let imported = graph::from_source(node, &Limits::DEFAULT).unwrap().unwrap();
            assert_eq!(graph::to_source(&imported.tree), *node, "{name}: {}", imported.text);
            let mut bare = node.to_owned();
            let stored = bare.as_object_mut().unwrap().remove("expression");
            let rebuilt = graph::from_source(&bare, &Limits::DEFAULT).unwrap().unwrap();
            assert_eq!(graph::to_source(&rebuilt.tree).get("expression"), stored.as_ref(), "{name}");
        });
    }
    assert!(count == 0 || count >= 86, "{count} function nodes");
}

#[test]
fn functions_of_the_service_are_listed_as_it_lists_them() {
    let ours = graph::functions();
    let ours = ours.get("value").and_then(Json::as_array).unwrap();
    assert_eq!(ours.len(), 55);
    for (_, document) in exports().into_iter().filter(|(name, _)| name == "graph-functions-response.json") {
        for function in document.get("value").and_then(Json::as_array).unwrap() {
            let found = ours.iter().find(|one| one.get("name") == function.get("name")).unwrap();
            assert_eq!(found.get("parameters"), function.get("parameters"), "{:?}", function.get("name"));
        }
    }
}
