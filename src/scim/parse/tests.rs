use super::*;
use crate::grammar::tests::{Family, are_linear, beside};
use crate::value::json::{self, Json};

beside!("grammar/lexical.pest", "grammar/scim_filter.pest", "grammar/scim_path.pest");

/// The rule takes the whole of each text.
fn takes(rule: Rule, texts: &[&str]) {
    for text in texts {
        assert_eq!(beside().taken(rule, text), Some(*text), "{rule:?}");
        beside().agree(text);
    }
}

/// The rule takes nothing, or only a part.
fn leaves(rule: Rule, texts: &[&str]) {
    for text in texts {
        assert_ne!(beside().taken(rule, text), Some(*text), "{rule:?} takes {text}");
        beside().agree(text);
    }
}

#[test]
fn attributes() {
    let urn = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.displayName";
    takes(
        Rule::attribute,
        &["a", "$ref", "A1-b_2$", "name.givenName", "members.$ref", urn, "http://x/2.0:a", "x+y:z:a.b"],
    );
    leaves(Rule::attribute, &["", "é", "a b", "urn:a b:c", "a[", "a\"", "(a", "a)", "a]", "a\u{7F}"]);
    takes(Rule::name, &["a", "$ref", "A1-b_2$"]);
    leaves(Rule::name, &["", "$", "1a", "$$a", "a.b", "a:b"]);
}

#[test]
fn strings() {
    takes(
        Rule::string,
        &[r#""""#, r#""a b""#, r#""\"\\\/\b\f\n\r\t\u00e9\uD83D""#, "\"é😀\u{7F}\"", r#""]) and (""#],
    );
    leaves(Rule::string, &["\"", r#""\""#, r#""\a""#, r#""\u12G4""#, "'a'", r#""a""b""#]);
}

#[test]
fn numbers_and_literals() {
    takes(Rule::number, &["0", "-0", "42", "-7.25", "1e3", "1E+2", "-1.5e-3"]);
    leaves(Rule::number, &["01", "+1", ".5", "1.", "1e", "0x10", "-", "1a"]);
    takes(Rule::literal, &["true", "false", "null"]);
    leaves(Rule::literal, &["True", "NULL", "truex", "tru"]);
    takes(Rule::bare_word, &["jyoung", "123abc", "True", "a\"b", "aé", "élodie"]);
    leaves(Rule::bare_word, &["'a'", "@x", "a b", "a]", "-a"]);
}

#[test]
fn operators() {
    takes(Rule::operator, &["eq", "NE", "cO", "sw", "ew", "gt", "ge", "lt", "le"]);
    leaves(Rule::operator, &["pr", "xx", "eqq", "e", ""]);
    takes(Rule::test, &["a pr", "a PR", "a.b \t eq  \"x y\"", "a Eq\"x\"", "u:v:a lt -1", "a eq tRue"]);
    leaves(Rule::test, &["a", "a pr ", "a eq", "a eq1", "a eqx 1", "not (a pr)", "a eq 'x'", "a xx 1"]);
    takes(Rule::negation, &["not (a pr)", "NOT(a pr)", "nOt \t ( a pr )"]);
    leaves(Rule::negation, &["not a pr", "not", "no (a pr)", "not (a)"]);
    takes(Rule::conjunction, &["a pr", "a pr and b pr", "a pr AND (b pr or c pr)"]);
    leaves(Rule::conjunction, &["a pr or b pr", "a pr andb pr", "a pr and"]);
    takes(Rule::disjunction, &["a pr", "a pr or b pr", "a pr and b pr OR not (c pr)", "( a pr or (b pr) )"]);
    leaves(Rule::disjunction, &["()", "(a pr", "(a)", "[a pr]", "a pr xor b pr", "a pr (b pr)"]);
}

#[test]
fn brackets() {
    takes(Rule::brackets, &["[a pr]", "[ not (a pr) and b eq 1 ]", "[(a pr)]"]);
    leaves(Rule::brackets, &["[]", "[a[b pr]]", "[(a pr]", "[0]", "(a pr)"]);
    takes(
        Rule::test,
        &["a[b pr]", "u:v:a [b pr]", "a[b pr].value eq 1", "a[b pr] eq \"x\"", "a[b pr].c pr", "a[b pr] pr"],
    );
    leaves(Rule::test, &["a", "a[b pr]value eq 1", "a[b pr] or c pr", "a[b pr][c pr]", "a[b pr] and c pr"]);
    takes(Rule::path, &["a[b pr].value", "a [b pr].$ref", " a ", "u:v:a.b", "a[b pr]"]);
    leaves(Rule::path, &["a[b pr].", "a[b pr]value", "a[b pr].a.b", "a[b pr].1", "", "a b"]);
}

/// Texts of a member of the vectors.
fn vectors<'t>(document: &'t Json<'t>, member: &str, texts: &mut Vec<&'t str>) {
    match document {
        Json::Array(items) => items.iter().for_each(|item| vectors(item, member, texts)),
        Json::Object(object) => {
            texts.extend(object.get(member).and_then(Json::as_str));
            object.iter().for_each(|(_, value)| vectors(value, member, texts));
        }
        _ => {}
    }
}

#[test]
fn every_rule_takes_what_that_of_pest_takes() {
    let limits = Limits { json_bytes: 1 << 24, ..Limits::DEFAULT };
    for (file, member) in [
        (include_str!("../../../tests/cases/scim/filters-valid.json"), "filter"),
        (include_str!("../../../tests/cases/scim/filters-invalid.json"), "filter"),
        (include_str!("../../../tests/cases/scim/paths.json"), "path"),
    ] {
        let document = json::parse(file, &limits).unwrap();
        let mut texts = Vec::new();
        vectors(&document, member, &mut texts);
        assert!(texts.len() > 20, "{}", texts.len());
        texts.into_iter().filter(|text| text.len() < 2000).for_each(|text| beside().agree(text));
    }
    beside().agree_on_any(&[
        "a",
        "b.c",
        "emails",
        "urn:x:y:",
        "not",
        "NOT ",
        "(",
        ")",
        "[",
        "]",
        " ",
        "  ",
        "\t",
        " and ",
        " or ",
        "AND",
        " pr",
        "pr",
        " eq ",
        " Ne ",
        "co",
        "\"x\"",
        "\"",
        "\\",
        "\\u00e9",
        "1",
        "-2.5e3",
        "true",
        "nullx",
        ".",
        "$",
        "é",
        "\u{A0}",
        ":",
        "_",
        "a pr",
        "not (",
        "NOT(b pr)",
        "a[b pr]",
        "[not (a pr)]",
    ]);
}

/// Text of a given size for every way to make a filter long or deep.
const FAMILIES: &[Family] = &[
    ("chain of or", |n| vec!["title pr"; n].join(" or ")),
    ("chain of and", |n| vec!["a eq 1"; n].join(" and ")),
    ("mixed chain", |n| vec!["a eq 1 and b eq 2"; n].join(" or ")),
    ("parentheses", |n| format!("{}a pr{}", "(".repeat(n), ")".repeat(n))),
    ("not", |n| format!("{}a pr{}", "not (".repeat(n), ")".repeat(n))),
    ("not with a blank and a chain", |n| format!("{}a pr{}", "not ( b pr or ".repeat(n), " )".repeat(n))),
    ("parentheses in brackets", |n| format!("emails[{}a pr{}]", "(".repeat(n), ")".repeat(n))),
    ("value paths", |n| vec![r#"emails[type eq "work" and not (value pr)]"#; n].join(" or ")),
    ("tolerant tails", |n| vec![r#"emails[type eq "work"].value eq "x""#; n].join(" and ")),
    ("long name", |n| format!("{} pr", "a".repeat(n * 8))),
    ("long URI", |n| format!("urn:{}a pr", "abc:".repeat(n * 2))),
    ("long string", |n| format!("a eq \"{}\"", "x".repeat(n * 8))),
    ("escapes", |n| format!("a eq \"{}\"", "\\n".repeat(n * 8))),
    ("beyond ASCII", |n| format!("a eq \"{}\"", "é😀".repeat(n * 4))),
    ("blanks", |n| format!("a{0}eq{0}1", " ".repeat(n * 8))),
    ("digits", |n| format!("a eq 0.{}", "1".repeat(n * 2))),
    ("bare word", |n| format!("a eq x{}", "y".repeat(n * 8))),
];

#[test]
fn doubling_the_text_at_most_doubles_the_work() {
    let limits = Limits { nesting: 256, ..Limits::DEFAULT };
    are_linear(FAMILIES, [50, 100, 200], |text| tree(text, Mode::Tolerant, &limits, None).is_ok());
    let paths: &[Family] = &[("path", |n| format!("emails[{}a pr{}].value", "(".repeat(n), ")".repeat(n)))];
    are_linear(paths, [60, 120, 240], |text| path(text, Mode::Strict, &limits, None).is_ok());
}

#[test]
fn a_chain_inside_one_of_its_own_word_is_a_part_of_it() {
    let read = |text: &str| tree(text, Mode::Tolerant, &Limits::DEFAULT, None).unwrap();
    for (text, plain) in [
        ("a pr and (b pr and (c pr)) and d pr", "a pr and b pr and c pr and d pr"),
        ("((a pr or b pr)) or c pr", "a pr or b pr or c pr"),
        ("a[(b pr and c pr) and d pr]", "a[b pr and c pr and d pr]"),
        ("a[b pr and c pr].d pr", "a[b pr and c pr and d pr]"),
    ] {
        assert_eq!(read(text), read(plain), "{text}");
    }
    let Tree::And(terms) = read("a pr and (b pr and c pr)") else { panic!("no chain") };
    assert_eq!(terms.len(), 3);
    let Tree::And(terms) = read("not (a pr and b pr) and (c pr or d pr)") else { panic!("no chain") };
    assert!(matches!(&*terms, [Tree::Not(_), Tree::Or(_)]));
}
