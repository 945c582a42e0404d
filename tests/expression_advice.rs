//! What a finding about an expression advises: its help and its fixes lead to something that is right.

use scimwright::diagnostic::Diagnostic;
use scimwright::expression::{CheckContext, check, parse};
use scimwright::limits::Limits;

/// The findings of an expression, whether it parses or not.
fn found(text: &str) -> Vec<Diagnostic> {
    match parse(text, &Limits::DEFAULT) {
        Ok(tree) => check(&tree, text, &CheckContext::default()).into_iter().collect(),
        Err(fault) => vec![fault],
    }
}

fn codes(text: &str) -> Vec<&'static str> {
    found(text).iter().map(|finding| finding.code.code).collect()
}

/// The one finding of this code.
fn one(text: &str, code: &str) -> Diagnostic {
    let mut all = found(text);
    all.retain(|finding| finding.code.code == code);
    assert_eq!(all.len(), 1, "{text}: {all:?}");
    all.remove(0)
}

fn help(text: &str, code: &str) -> String {
    one(text, code).help.clone().unwrap_or_default()
}

/// The text after the first fix of the finding of this code.
fn mended(text: &str, code: &str) -> String {
    let finding = one(text, code);
    let fix = finding.fixes.first().unwrap_or_else(|| panic!("{text}: no fix"));
    [&text[..fix.span.start], &fix.replacement, &text[fix.span.end..]].concat()
}

fn has_no_fix(text: &str, code: &str) {
    assert!(one(text, code).fixes.is_empty(), "{text}");
}

/// A fix that leads to another error is none.
#[test]
fn a_fix_of_the_syntax_gives_an_expression() {
    for (text, code) in [
        (r#"IIF([a = "1", "x", "y")"#, "EX103"),
        (r#"IIF([a<>[b], "x", "y")"#, "EX103"),
        (r#"Append([a, "x")"#, "EX103"),
    ] {
        if !one(text, code).fixes.is_empty() {
            let mended = mended(text, code);
            assert!(parse(&mended, &Limits::DEFAULT).is_ok(), "{mended}");
        }
    }
    assert_eq!(mended(r#"IIF([a="1", "x", "y")"#, "EX103"), r#"IIF([a]="1", "x", "y")"#);
    assert_eq!(mended(r#"IIF([a >= "1", "x", "y")"#, "EX103"), r#"IIF([a] >= "1", "x", "y")"#);
    has_no_fix(r#"[a"b]"#, "EX103");
    for (text, code) in [
        ("Left([a],0x10)", "EX101"),
        ("Left([a],1e5)", "EX101"),
        (r#"IIF([a] % 2=0, "x", "y")"#, "EX108"),
        ("Append([a], ''x'')", "EX113"),
        ("Append([a], 'it's')", "EX113"),
        ("Append([a], 'it''s')", "EX113"),
    ] {
        has_no_fix(text, code);
    }
    assert_eq!(mended("Append([a], '')", "EX113"), r#"Append([a], "")"#);
    assert_eq!(mended("Append([a] %Domain%)", "EX106"), "Append([a], %Domain%)");
}

#[test]
fn what_is_missing_is_told_by_its_number_and_its_sign() {
    assert_eq!(help("Append(ToLower([a], \"x\"", "EX105"), "add 2 closing parentheses");
    assert_eq!(help("ToLower([a]", "EX105"), "add the missing `)`");
    assert_eq!(one("Append([a], `x`)", "EX113").message, "a backtick does not quote a text here");
    assert!(
        help(r#"Left([mail], InStr([mail], "@")-1)"#, "EX108").contains(r#"Item(Split([mail], "@"), 1)"#)
    );
}

/// An empty text is advised only where the parameter takes one.
#[test]
fn an_argument_left_out_is_asked_for_as_its_parameter_takes_it() {
    for (text, expected) in [
        ("Split([a],)", "write a text that is not empty"),
        ("Left([a],)", "write a whole number"),
        ("Item([a],)", "write a whole number from 1"),
        ("Mid([a],,3)", "write a whole number from 1"),
        (r#"Word([a],," ")"#, "write a whole number"),
        ("DNComponent([a],)", "write a whole number from 1"),
        (r#"DateAdd("d",,CDate([a]))"#, "write a number"),
    ] {
        assert_eq!(help(text, "EX203"), expected, "{text}");
    }
    assert!(help("DateAdd(,1,CDate([a]))", "EX203").starts_with("use one of `yyyy`"));
    assert!(help(r#"Append( , "x")"#, "EX203").contains(r#"write `""`"#));
    for text in ["Switch([a])", "Switch()"] {
        assert!(help(text, "EX202").starts_with("its arguments are Switch(source"), "{text}");
    }
}

#[test]
fn every_letter_without_a_meaning_is_told_at_its_place() {
    let text = r#"FormatDateTime([a], , "YYYY-MM-DD", "yyyy")"#;
    let all = found(text);
    let told: Vec<_> = all.iter().map(|finding| (finding.code.code, finding.span().unwrap())).collect();
    let told: Vec<_> = told.iter().map(|(code, span)| (*code, &text[span.start..span.end])).collect();
    // That there is no year is said by its letter.
    assert_eq!(told, [("EX269", "YYYY"), ("EX269", "DD")]);
    let blank = r#"FormatDateTime([a], , "yyyy", " yyyyMMddHHmmss.fZ ")"#;
    assert_eq!(mended(blank, "EX269"), r#"FormatDateTime([a], , "yyyy", "yyyyMMddHHmmss.fZ")"#);
    let joined = r#"Append(FormatDateTime([a], , "yyyy", "d MMM "), [b])"#;
    assert_eq!(codes(joined), Vec::<&str>::new());
}

#[test]
fn constants_are_told_as_the_expression_writes_them() {
    assert!(help(r#"Replace([a], , "C:\\", , "", , )"#, "RX101").contains(r"`\\\\`"));
    let fraction = &one("Append([a], 1.00000000000000000000000000001)", "EX206").message;
    assert!(fraction.ends_with("has more than the 28 places or 96 bits of a fraction"), "{fraction}");
    let whole = &one("Append([a], 99999999999999999999)", "EX206").message;
    assert!(whole.ends_with("does not fit 64 bits"), "{whole}");
}

#[test]
fn functions_of_other_languages_are_told_what_does_the_same() {
    for (name, meant) in [
        ("GetDate", "`Now`"),
        ("Date", "`Now`"),
        ("Today", "`Now`"),
        ("UtcNow", "`Now`"),
        ("FormatDate", "`FormatDateTime`"),
        ("IfElse", "`IIF`"),
        ("Exists", "`IsPresent`"),
        ("SingleAppRole", "`SingleAppRoleAssignment`"),
        ("SelectUnique", "`SelectUniqueValue`"),
        ("GenerateUniqueValue", "`SelectUniqueValue`"),
        ("Capitalize", "`PCase`"),
        ("ExtractMailPrefix", "`Item(Split([mail], \"@\"), 1)`"),
    ] {
        assert_eq!(help(&format!("{name}([a])"), "EX201"), format!("use {meant}"), "{name}");
    }
    for (name, other) in [("InStrRev", "InStr"), ("EndsWith", "InStr"), ("DateTime", "FormatDateTime")] {
        let text = format!("{name}([a])");
        assert!(!help(&text, "EX201").contains(other), "{name}");
        has_no_fix(&text, "EX201");
    }
}
