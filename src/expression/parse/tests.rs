use super::*;
use crate::expression::print;
use crate::grammar::tests::{Family, are_linear, beside};
use crate::value::json::{self, Json};

beside!("grammar/entra_expression.pest");

fn canonical(text: &str) -> String {
    let tree = parse(text, &Limits::DEFAULT).unwrap_or_else(|fault| panic!("{text}: {fault}"));
    let printed = print(&tree);
    assert_eq!(parse(&printed, &Limits::DEFAULT).as_ref(), Ok(&tree), "{printed}");
    printed
}

fn root(text: &str) -> Kind {
    parse(text, &Limits::DEFAULT).unwrap().root.kind
}

#[test]
fn rules_take_whole_tokens() {
    for (rule, text) in [
        (Rule::number, "-12.50"),
        (Rule::number, "&HfF7"),
        (Rule::string, r#""a\"b\\""#),
        (Rule::string, "\"line\nbreak\""),
        (Rule::attribute, r#"[emails[type eq "]"].value]"#),
        (Rule::attribute, "[ urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department ]"),
        (Rule::variable, "%Forest.LDAP%"),
        (Rule::name, "vbTextCompare"),
        (Rule::comparator, ">="),
        (Rule::arguments, "( , \"a\" ,)"),
        (Rule::call_or_word, "Switch\n(\t[a])"),
    ] {
        assert_eq!(beside().taken(rule, text), Some(text), "{rule:?}");
        beside().agree(text);
    }
}

#[test]
fn rules_stop_where_their_token_ends() {
    for (rule, text, taken) in [
        (Rule::number, "1.x", Some("1")),
        (Rule::number, "-", None),
        (Rule::string, r#""abc\""#, None),
        (Rule::attribute, "[a", None),
        (Rule::variable, "%1%", None),
        (Rule::name, "_a", None),
        (Rule::comparator, "!=", None),
    ] {
        assert_eq!(beside().taken(rule, text), taken, "{rule:?} {text}");
        beside().agree(text);
    }
}

#[test]
fn escapes_follow_the_reference() {
    assert_eq!(root(r#""\\d\"\,\2C""#), Kind::Text(r#"\d"\,\2C"#.into()));
}

#[test]
fn omitted_arguments_count() {
    let Kind::Call(call) = root(r#"Replace([x], "-", , , "_", ,  )"#) else { panic!() };
    assert_eq!(call.arguments.len(), 7);
    let Kind::Call(call) = root("F( )") else { panic!() };
    assert!(call.arguments.is_empty());
}

#[test]
fn canonical_text_is_that_of_the_service() {
    assert_eq!(
        canonical(r#"Replace([preferredLanguage], "-", , , "_", ,  )"#),
        r#"Replace([preferredLanguage], "-", , , "_", , )"#
    );
    assert_eq!(
        canonical(r#"IIF ( BitAnd( [ userAccountControl ],2 ) = "0" ,"True","False")"#),
        r#"IIF(BitAnd([userAccountControl], 2)="0", "True", "False")"#
    );
    assert_eq!(canonical(" [mail]\u{A0}"), "[mail]");
}

#[test]
fn limits_come_first() {
    let code = |text: &str| parse(text, &Limits::DEFAULT).unwrap_err().code.code;
    assert_eq!(code(&"a".repeat(65_537)), "LM001");
    assert_eq!(code(&format!("{}[a]{}", "ToLower(".repeat(64), ")".repeat(64))), "LM002");
    assert_eq!(code(&format!("Join(\",\"{})", ",\"\"".repeat(15_000))), "LM003");
    assert!(parse(&format!("{}[a]{}", "ToLower(".repeat(63), ")".repeat(63)), &Limits::DEFAULT).is_ok());
}

#[test]
fn every_rule_takes_what_that_of_pest_takes() {
    let corpus = include_str!("../../../tests/cases/expressions-real.jsonl");
    let mut read = 0;
    for line in corpus.lines().filter(|line| !line.is_empty()) {
        let line = json::parse(line, &Limits::DEFAULT).unwrap();
        if let Some(text) = line.get("expression").and_then(Json::as_str).filter(|text| text.len() < 2000) {
            beside().agree(text);
            read += 1;
        }
    }
    assert!(read > 100, "{read}");
    beside().agree_on_any(&[
        "F",
        "(\"x\", [a])",
        "IIF(",
        "(",
        ")",
        ",",
        "[a]",
        "[",
        "]",
        "[emails[type eq \"]\"].value]",
        "\"x\"",
        "\"",
        "\\",
        "\\\"",
        " ",
        "\n",
        "\u{A0}",
        "\u{2003}",
        "\u{85}",
        "é",
        "1",
        "-2.5",
        "&H",
        "&HfF",
        ".",
        "%",
        "%A.b_1%",
        "=",
        "<>",
        ">=",
        "<",
        "_",
        "vbTextCompare",
        "😀",
    ]);
}

/// Text of a given size for every way to make an expression long or deep.
const FAMILIES: &[Family] = &[
    ("nested calls", |n| format!("{}[a]{}", "ToLower(".repeat(n), ")".repeat(n))),
    ("nested calls with more behind", |n| format!("{}[a]{}", "Append(".repeat(n), ", \"x\")".repeat(n))),
    ("nested conditions", |n| format!("{}\"z\"{}", "IIF([a]=\"x\", \"y\", ".repeat(n), ")".repeat(n))),
    ("comparisons of nested calls", |n| {
        format!("IIF({0}[a]{1}={0}[b]{1}, \"x\", \"y\")", "Trim(".repeat(n), ")".repeat(n))
    }),
    ("nested in the first argument of a comparison", |n| {
        format!("{}[a]{}", "CBool(".repeat(n), "=\"x\")".repeat(n))
    }),
    ("arguments", |n| format!("Join(\",\"{})", ", [a]".repeat(n))),
    ("omitted arguments", |n| format!("Join(\",\"{})", ",".repeat(n))),
    ("pairs of Switch", |n| format!("Switch([a], \"\"{})", ", \"k\", \"v\"".repeat(n))),
    ("long text", |n| format!("Append([a], \"{}\")", "x".repeat(n * 8))),
    ("escapes", |n| format!("Append([a], \"{}\")", "\\\\".repeat(n * 4))),
    ("quotes", |n| format!("Append([a], \"{}\")", "\\\"".repeat(n * 4))),
    ("long attribute", |n| format!("[{}]", "a".repeat(n * 8))),
    ("brackets in an attribute", |n| format!("[emails[{}]]", "type eq \"[\" and ".repeat(n))),
    ("long number", |n| format!("Left([a], {})", "1".repeat(n * 8))),
    ("blanks", |n| format!("Append({0}[a]{0},{0}\"x\"{0})", " ".repeat(n * 4))),
    ("long name", |n| format!("{}([a])", "F".repeat(n * 8))),
];

#[test]
fn doubling_the_text_at_most_doubles_the_work() {
    let limits = Limits { nesting: 256, ..Limits::DEFAULT };
    are_linear(FAMILIES, [25, 50, 100], |text| parse(text, &limits).is_ok());
}
