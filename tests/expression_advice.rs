//! What a finding about an expression advises: its help and its fixes lead to something that is right.

#[path = "common/expression.rs"]
mod expression;

use expression::{codes, findings, fixed};
use scimwright::diagnostic::{Diagnostic, Severity};
use scimwright::limits::Limits;
use scimwright::profile::entra;
use scimwright::value::json::{Json, parse};

/// The one finding of this code.
fn one(text: &str, code: &str) -> Diagnostic {
    let mut all: Vec<_> = findings(text).into_iter().filter(|finding| finding.code.code == code).collect();
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
    fixed(text, fix)
}

fn has_no_fix(text: &str, code: &str) {
    assert!(one(text, code).fixes.is_empty(), "{text}");
}

/// §4: a JSON `false` is the text `False`; keys and texts compare case-sensitively.
#[test]
fn a_boolean_never_equals_a_word_in_small_letters() {
    for text in [
        r#"Switch([IsSoftDeleted], , "false", "True", "True", "False")"#,
        r#"IIF([accountEnabled]="true", "x", "y")"#,
        r#"IIF("TRUE"<>[accountEnabled], "x", "y")"#,
        r#"Switch(CBool([a]), "no", "true", "yes")"#,
        r#"Switch(Not([a]), "no", "false", "yes")"#,
        r#"Switch([a]="x", "no", "true", "yes")"#,
    ] {
        let mended = mended(text, "EX272");
        assert!(!codes(&mended).contains(&"EX272"), "{mended}");
    }
    assert_eq!(
        mended(r#"Switch([IsSoftDeleted], , "false", "a", "True", "b")"#, "EX272"),
        r#"Switch([IsSoftDeleted], , "False", "a", "True", "b")"#
    );
    for text in [
        r#"Switch([IsSoftDeleted], "true", "False", "true", "True", "false")"#,
        r#"Switch([extension_1_flag], , "false", "x")"#,
        r#"Switch(ToLower([accountEnabled]), , "false", "x")"#,
        r#"IIF([department]="true", "x", "y")"#,
        r#"IIF("x"="true", "x", "y")"#,
        // Whoever writes both spellings means both.
        r#"Switch([accountEnabled], , "true", "x", "True", "x", "false", "y", "False", "y")"#,
        r#"Switch([accountEnabled], , [a], "x", "", "y")"#,
    ] {
        assert!(!codes(text).contains(&"EX272"), "{text}");
    }
    let computed = &one(r#"Switch(Not([a]), "no", "false", "yes")"#, "EX272").message;
    assert_eq!(*computed, "a Boolean is compared as `False`, which never equals `false`");
    // Objects that hold it as a text are published too.
    let attribute = &one(r#"Switch([accountEnabled], "no", "false", "yes")"#, "EX272").message;
    assert!(attribute.starts_with("where the source holds a Boolean, it is compared"), "{attribute}");
    // This one the service computes.
    let deleted = &one(r#"Switch([IsSoftDeleted], "no", "false", "yes")"#, "EX272").message;
    assert_eq!(deleted, computed);
}

#[test]
fn every_boolean_attribute_of_the_directory_is_known_as_one() {
    for profile in [entra::user(), entra::group()] {
        for attribute in profile.attributes() {
            let text = format!(r#"IIF([{}]="true", "x", "y")"#, attribute.name);
            let is_boolean = attribute.attribute_type.as_str() == "Boolean";
            assert_eq!(codes(&text).contains(&"EX272"), is_boolean, "{text}");
        }
    }
}

/// A fix that leads to another error is none.
#[test]
fn a_fix_of_the_syntax_gives_an_expression() {
    for (text, code) in [
        (r#"IIF([a = "1", "x", "y")"#, "EX103"),
        (r#"IIF([a<>[b], "x", "y")"#, "EX103"),
        (r#"Append([a, "x")"#, "EX103"),
    ] {
        let mended = mended(text, code);
        assert!(!findings(&mended).iter().any(Diagnostic::is_error), "{mended}");
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
        (r#"FormatDateTime([a], , "yyyy", )"#, "write a date format such as `yyyy-MM-dd`"),
    ] {
        assert_eq!(help(text, "EX203"), expected, "{text}");
    }
    assert!(help(r#"IIF( , "a", "b")"#, "EX203").contains("`IsPresent`"));
    assert!(help("DateAdd(,1,CDate([a]))", "EX203").starts_with("use one of `yyyy`"));
    assert!(help(r#"Append( , "x")"#, "EX203").contains(r#"write `""`"#));
    for text in ["Switch([a])", "Switch()"] {
        assert!(help(text, "EX202").starts_with("its arguments are Switch(source"), "{text}");
    }
}

/// §8.1, Replace: the modes are tested in an order, and each reads its own positions.
#[test]
fn positions_that_replace_does_not_read_are_told() {
    for (text, expected) in [
        (r#"Replace([x], "a", "b", , "c", , )"#, r#"Replace([x], , "b", , "c", , )"#),
        (r#"Replace([x], "a", , , "c", , "t")"#, r#"Replace([x], "a", , , , , "t")"#),
        (r#"Replace([x], , "(?<g>b)", "g", "c", [y], )"#, r#"Replace([x], , "(?<g>b)", "g", , [y], )"#),
        (r#"Replace([x], "a", , "g", "c", , )"#, r#"Replace([x], "a", , , "c", , )"#),
        (r#"Replace([x], "a", , , "c", [y], )"#, r#"Replace([x], "a", , , "c", , )"#),
    ] {
        let mended = mended(text, "EX257");
        assert_eq!(mended, expected);
        assert_eq!(codes(&mended), Vec::<&str>::new(), "{mended}");
    }
    assert_eq!(
        one(r#"Replace([x], "a", "b", , "c", , )"#, "EX257").message,
        "`oldValue` is not read: Replace goes by `regexPattern`, `replacementValue` here"
    );
    assert!(help(r#"Replace([x], "a", "b")"#, "EX257").contains("`replacementValue`"));
}

/// §9.4 and R4: with a group the replacement is literal. §9.5: what refers to no group stays as written.
#[test]
fn references_that_are_plain_text_are_told() {
    for text in
        [r#"Replace([x], , "(?<n>b)", "n", "<${n}>", , )"#, r#"Replace([x], , "(?<n>b)(c)", "n", "$1", , )"#]
    {
        assert!(help(text, "EX257").contains("`regexGroupName`"), "{text}");
    }
    for text in [
        r#"Replace([x], , "(b)", , "<$2>", , )"#,
        r#"Replace([x], , "(b)", , "$10", , )"#,
        r#"Replace([x], , "(?<name>b)", , "${nane}", , )"#,
        r#"Replace([x], , "(?<name>b)", , "${Name}", , )"#,
    ] {
        has_no_fix(text, "EX268");
    }
    for (text, expected) in [
        (r#"Replace([x], , "(b)", , "$10", , )"#, "write `${1}0` for group 1"),
        (r#"Replace([x], , "(b)", , "<$2>", , )"#, "a plain dollar sign is written `$$`"),
    ] {
        assert_eq!(help(text, "EX268"), expected, "{text}");
    }
    let behind_a_price = &one(r#"Replace([x], , "b", , "US$100 ${name}", , )"#, "EX268").message;
    assert!(behind_a_price.contains("`name`"), "{behind_a_price}");
    for text in [
        r#"Replace([x], , "b", , "US$100", , )"#,
        r#"Replace([x], , "(b)(?<n>c)", , "$1$2${1}0${n}$01$0", , )"#,
        r#"Replace([x], , "(b)", , "$$2 $& $name $", , )"#,
        r#"Replace([x], , "(?<n>b)", "n", "$5", , )"#,
    ] {
        assert_eq!(codes(text), Vec::<&str>::new(), "{text}");
    }
}

/// §8.2, Coalesce: null and the empty text are passed over. A comparison with null is false (§4).
#[test]
fn a_fallback_is_written_with_coalesce() {
    for (text, code) in
        [(r#"IIF(IsNullOrEmpty([a]), "b", [a])"#, "EX253"), (r#"IIF(IsPresent([a]), [a], "b")"#, "EX253")]
    {
        assert_eq!(mended(text, code), r#"Coalesce([a], "b")"#);
        // The reference's own example, `Switch([a], [a], "", "b")`, would earn EX255.
        assert!(help(text, code).contains(r#"`Coalesce([a], "b")`"#), "{text}");
        assert!(!help(text, code).contains("Switch"), "{text}");
    }
    // A comparison and a Switch fail for a list, which Coalesce gives.
    for (text, code) in [(r#"IIF([a]<>"", [a], "b")"#, "EX253"), (r#"Switch([a], [a], "", "b")"#, "EX255")] {
        assert!(help(text, code).contains(r#"`Coalesce([a], "b")`"#), "{text}");
        has_no_fix(text, code);
    }
    // Null, an empty text or an empty fallback come out otherwise.
    for text in [
        r#"IIF([a]="", "b", [a])"#,
        r#"IIF(IsNull([a]), "b", [a])"#,
        "IIF(IsPresent([a]), [a], [b])",
        r#"IIF(IsPresent([a]), [a], "")"#,
    ] {
        assert!(help(text, "EX253").contains("Coalesce([a], "), "{text}");
        has_no_fix(text, "EX253");
    }
    for text in [r#"IIF(IsPresent([a]), "x", [a])"#, r#"IIF(IsPresent([a]), [b], "x")"#] {
        assert!(!help(text, "EX253").contains("Coalesce"), "{text}");
    }
    assert_eq!(codes(r#"Coalesce([a], "b")"#), Vec::<&str>::new());
    // Two rules of the reference: the test, and what an incremental cycle sees of it.
    assert_eq!(codes(r#"Switch(IsPresent([a]), "no", "True", "yes")"#), ["EX255", "EX254"]);
}

/// A rule of dates has to be evaluated in every cycle.
#[test]
fn a_time_that_is_compared_is_not_for_creation_alone() {
    let finding = one(r#"IIF(DateDiff("d", Now(), CDate([hired])) <= 30, "x", "y")"#, "EX260");
    assert_eq!((finding.severity, finding.help.as_deref()), (Severity::Info, None));
    // Hours, minutes and seconds are others in every cycle.
    for text in [
        "Now()",
        r#"DateDiff("h", CDate([hired]), Now())"#,
        r#"DateDiff("n", CDate([hired]), Now())"#,
        r#"DateDiff("s", CDate([hired]), Now())"#,
    ] {
        assert!(help(text, "EX260").contains("object creation"), "{text}");
    }
    for text in
        [r#"IIF(DateDiff("h", CDate([a]), Now())>72, "x", "y")"#, r#"DateDiff("w", CDate([a]), Now())"#]
    {
        assert_eq!(one(text, "EX260").severity, Severity::Info, "{text}");
    }
}

#[test]
fn every_letter_without_a_meaning_is_told_at_its_place() {
    let text = r#"FormatDateTime([a], , "YYYY-MM-DD", "yyyy")"#;
    let all = findings(text);
    let told: Vec<_> = all.iter().map(|finding| (finding.code.code, finding.span().unwrap())).collect();
    let told: Vec<_> = told.iter().map(|(code, span)| (*code, &text[span.start..span.end])).collect();
    // That there is no year is said by its letter.
    assert_eq!(told, [("EX269", "YYYY"), ("EX269", "DD")]);
    let blank = r#"FormatDateTime([a], , "yyyy", " yyyyMMddHHmmss.fZ ")"#;
    assert_eq!(mended(blank, "EX269"), r#"FormatDateTime([a], , "yyyy", "yyyyMMddHHmmss.fZ")"#);
    let joined = r#"Append(FormatDateTime([a], , "yyyy", "d MMM "), [b])"#;
    assert_eq!(codes(joined), Vec::<&str>::new());
    // .NET: a letter alone is a standard format, with a blank beside it a specifier; behind a backslash a blank is meant.
    for format in ["d ", " h", r"yyyy\\ "] {
        let text = format!(r#"FormatDateTime([a], , "yyyy", "{format}")"#);
        assert_eq!(codes(&text), Vec::<&str>::new(), "{text}");
    }
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

/// The expressions of the vectors and those that are published.
fn corpus() -> Vec<String> {
    let vectors = parse(include_str!("cases/expressions.json"), &Limits::DEFAULT).unwrap();
    let published = include_str!("cases/expressions-real.jsonl").lines();
    let published = published.map(|line| parse(line, &Limits::DEFAULT).unwrap());
    let text = |case: &Json<'_>| case.get("expression").and_then(Json::as_str).unwrap().to_owned();
    vectors.as_array().unwrap().iter().map(text).chain(published.map(|case| text(&case))).collect()
}

/// Findings that are not among those there are already.
fn added(before: &[Diagnostic], after: &[Diagnostic]) -> Vec<Diagnostic> {
    let count = |found: &[Diagnostic], one: &Diagnostic| {
        found.iter().filter(|it| it.code == one.code && it.message == one.message).count()
    };
    after.iter().filter(|one| count(after, one) > count(before, one)).cloned().collect()
}

/// What one finding advises, another does not find fault with: neither with the text of a fix nor with the code of a help.
#[test]
fn advice_of_one_finding_is_no_fault_of_another() {
    // What could not be read, or not as a call, hides what else is wrong with it.
    let hides = |finding: &Diagnostic| {
        finding.code.code.starts_with("EX1") || ["EX201", "EX204", "EX258"].contains(&finding.code.code)
    };
    let more = [
        r#"Replace([upn], "", "_")"#,
        r#"DateAdd("d", 1, "10")"#,
        r#"DateAdd("d",, "10", Now())"#,
        r#"Replace([a],, "-", "", "", "/", "", "")"#,
        r#"IIF([a]="", "b", [a])"#,
        r#"IIF(IsNullOrEmpty([a]), "b", "c")"#,
        r#"Switch(IsPresent([a]), "b", "True", "c")"#,
    ];
    let (mut fixes, mut helps) = (0, 0);
    for text in corpus().into_iter().chain(more.map(str::to_owned)) {
        let before = findings(&text);
        for finding in &before {
            for fix in finding.fixes.iter().filter(|_| !hides(finding)) {
                let mended = fixed(&text, fix);
                let new = added(&before, &findings(&mended));
                assert!(new.is_empty(), "{text}\n{}: {mended}\n{new:#?}", fix.title);
                fixes += 1;
            }
            let help = finding.help.as_deref().unwrap_or_default();
            for code in help.split('`').skip(1).step_by(2).filter(|code| code.contains('(')) {
                // Placeholders are bare words, and what is in the text already stays in the advice.
                let mut new = findings(code);
                new.retain(|it| !hides(it) && before.iter().all(|told| told.code != it.code));
                assert!(new.is_empty(), "{text}\n{help}\n{new:#?}");
                helps += 1;
            }
        }
    }
    assert!(fixes > 5 && helps > 10, "{fixes} {helps}");
}

#[test]
fn fixes_write_what_fits_their_place() {
    // §8.3: BitAnd takes integers.
    let finding = one("BitAnd(HF, 1)", "EX204");
    let titles: Vec<_> = finding.fixes.iter().map(|fix| fix.title.as_str()).collect();
    assert_eq!(titles, ["make it an attribute"]);
    assert_eq!(finding.help.as_deref(), Some("write an attribute in brackets"));
    assert_eq!(one("ToLower(mail)", "EX204").fixes.len(), 2);
    // §2.7: at most one operator.
    assert_eq!(mended(r#"IIF([a]==[b], "x", "y")"#, "EX108"), r#"IIF([a]=[b], "x", "y")"#);
    has_no_fix(r#"IIF([a]=[b]==[c], "x", "y")"#, "EX108");
    // §2.10: names as documented.
    let called = r#"IIF([isnullorempty([c])], "x", [c])"#;
    assert_eq!(mended(called, "EX258"), r#"IIF(IsNullOrEmpty([c]), "x", [c])"#);
    assert_eq!(codes(r#"DateAdd("d", 1, "10")"#), ["EX303"]);
    assert_eq!(codes(r#"DateAdd("d", 1, "2024-07-04")"#), ["EX266"]);
}
