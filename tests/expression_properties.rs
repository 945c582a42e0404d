//! Properties of the expression language.

use proptest::prelude::*;
use scimwright::diagnostic::Span;
use scimwright::expression::{
    Call, CheckContext, Comparator, Comparison, Context, Expression, Kind, Node, Tree, check, format,
    function, graph, parse, print,
};
use scimwright::limits::Limits;
use scimwright::sync_schema::SynchronizationSchema;
use scimwright::value::json::{self, Json};

fn node(kind: Kind) -> Node {
    Node::new(kind)
}

fn leaf() -> impl Strategy<Value = Node> {
    let text = prop_oneof![
        ".{0,8}",
        r#"[\\"(,\[\])a-z ]{0,10}"#,
        prop::sample::select(vec!["2024-02-29", "-3", "True", "", "(a+)+$", "yyyy-MM-dd"])
            .prop_map(str::to_owned),
    ];
    prop_oneof![
        "[a-z][a-zA-Z0-9_.:-]{0,8}".prop_map(|name| node(Kind::Attribute(name))),
        Just(node(Kind::Attribute(r#"emails[type eq "work"].value"#.into()))),
        text.prop_map(|text| node(Kind::Text(text))),
        "-?[0-9]{1,3}(\\.[0-9]{1,2})?|&H[0-9A-Fa-f]{1,4}".prop_map(|number| node(Kind::Number(number))),
        "[A-Za-z][A-Za-z0-9_.]{0,5}".prop_map(|name| node(Kind::Variable(name))),
        Just(node(Kind::Word("vbTextCompare".into()))),
    ]
}

fn call(name: String, arguments: Vec<Node>) -> Node {
    // One omitted argument alone cannot be written: `F()` has none.
    let arguments = if arguments.len() == 1 && arguments[0].is_omitted() { Vec::new() } else { arguments };
    node(Kind::Call(Call { name, name_span: Span::point(0), arguments }))
}

fn tree() -> impl Strategy<Value = Tree> {
    let names: Vec<String> = function::ALL.iter().map(|function| function.name.to_owned()).collect();
    let name = prop_oneof![9 => prop::sample::select(names), 1 => "[A-Z][a-z_0-9]{0,6}"];
    let operand = leaf().prop_recursive(4, 40, 6, move |inner| {
        let argument = prop_oneof![
            6 => inner.clone(),
            1 => Just(node(Kind::Omitted)),
            1 => (inner.clone(), prop::sample::select(Comparator::ALL.to_vec()), inner).prop_map(
                |(left, operator, right)| {
                    let pair = Comparison { left, operator, operator_span: Span::point(0), right };
                    node(Kind::Comparison(Box::new(pair)))
                }
            ),
        ];
        (name.clone(), prop::collection::vec(argument, 0..7))
            .prop_map(|(name, arguments)| call(name, arguments))
    });
    operand.prop_map(|root| Tree { root })
}

fn user() -> Json<'static> {
    let text = r#"{"a":"x","b":["p","q"],"c":5,"d":true,"e":"2024-02-29","f":null,"g":{"value":"v"}}"#;
    json::parse(text, &Limits::DEFAULT).unwrap().into_owned()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn printing_and_parsing_gives_the_tree(tree in tree()) {
        for text in [print(&tree), format(&tree)] {
            let read = parse(&text, &Limits::DEFAULT);
            prop_assert_eq!(read.as_ref(), Ok(&tree), "{}", text);
            prop_assert_eq!(print(&read.unwrap()), print(&tree));
        }
    }

    #[test]
    fn spans_hold_the_text_of_their_nodes(tree in tree()) {
        let text = print(&tree);
        let read = parse(&text, &Limits::DEFAULT).unwrap();
        let mut nodes = Vec::new();
        read.root.walk(&mut |node| nodes.push(node));
        for node in nodes.into_iter().filter(|node| !matches!(node.kind, Kind::Comparison(_) | Kind::Omitted | Kind::Word(_))) {
            let part = node.span.of(&text);
            prop_assert_eq!(&parse(part, &Limits::DEFAULT).unwrap().root, node);
        }
    }

    #[test]
    fn sources_of_graph_read_back(tree in tree()) {
        let source = graph::to_source(&tree);
        let mapping = format!(
            r#"{{"synchronizationRules":[{{"objectMappings":[{{"attributeMappings":[{{"source":{source}}}]}}]}}]}}"#
        );
        let schema = SynchronizationSchema::parse(&mapping, &Limits::DEFAULT).unwrap();
        let mapping = &schema.rules()[0].object_mappings[0].attribute_mappings[0];
        // What a Switch omits, its parameters do not tell: that is said where it cannot be passed over.
        let text = match mapping.source.as_ref().unwrap().text(&Limits::DEFAULT) {
            Err(finding) if finding.code.code == "EX270" => return Ok(()),
            text => text.unwrap(),
        };
        prop_assert!(parse(&text, &Limits::DEFAULT).is_ok(), "{}", text);
    }

    #[test]
    fn trees_end_alike_every_time(tree in tree()) {
        let text = print(&tree);
        let found = check(&tree, &text, &CheckContext::default());
        for finding in &found {
            prop_assert!(finding.message.chars().count() <= 1_024 && !finding.message.contains(['\n', '\r']));
            let span = finding.span().unwrap();
            prop_assert!(text.get(span.start..span.end).is_some());
        }
        if let Ok(compiled) = Expression::compile(&text) {
            prop_assert!(found.iter().all(|finding| !finding.is_error()));
            let context = Context::default();
            let user = user();
            let outcome = compiled.evaluate(&user, &context);
            prop_assert_eq!(&outcome, &compiled.evaluate(&user, &Context::default()));
            let (traced, trace) = compiled.trace(&user, &context);
            prop_assert_eq!(&outcome, &traced);
            prop_assert!(serde_json::to_string(&trace).is_ok());
        } else {
            prop_assert!(found.iter().any(|finding| finding.is_error()));
        }
    }

    #[test]
    fn any_text_is_answered(text in "\\PC{0,60}") {
        if let Err(finding) = parse(&text, &Limits::DEFAULT) {
            let span = finding.span().unwrap();
            prop_assert!(text.get(span.start..span.end).is_some());
            prop_assert!(finding.code.code != "EX101" || finding.message != "this is not an expression");
        }
    }

    /// A lower limit never changes an answer, it only refuses.
    #[test]
    fn limits_only_refuse(tree in tree(), fuel in 1..200_u64) {
        let text = print(&tree);
        let user = user();
        let Ok(compiled) = Expression::compile(&text) else { return Ok(()) };
        let tight = Context { limits: Limits { fuel, ..Limits::DEFAULT }, ..Context::default() };
        match compiled.evaluate(&user, &tight) {
            Err(finding) if finding.code.code == "LM009" => {}
            answer => prop_assert_eq!(answer, compiled.evaluate(&user, &Context::default())),
        }
    }
}
