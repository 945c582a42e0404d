//! The warnings of the expression specification §7, each with what triggers it and what does not.

#[path = "common/expression.rs"]
mod expression;

use expression::{codes, findings, fixed};
use scimwright::diagnostic::{Diagnostic, Severity};
use scimwright::expression::parse;
use scimwright::limits::Limits;
use scimwright::surface;

/// `W_IIF_NULL_TEST`: the condition tests for empty or null, `Not`, `CBool` and comparisons around it or not.
#[test]
fn null_tests_are_seen_through_what_is_around_them() {
    for condition in [
        r#"[a]="""#,
        "IsPresent([a])",
        "Not(IsPresent([a]))",
        r#"IsNull([a])="True""#,
        r#"CBool([a]="")"#,
        "CBool(IsNull([a]))",
        "Not(CBool(IsNullOrEmpty([a])))",
        r#"CStr(IsNull([a]))="True""#,
    ] {
        let text = format!(r#"IIF({condition}, "x", "y")"#);
        assert_eq!(codes(&text), ["EX253"], "{text}");
    }
    assert_eq!(codes(r#"IIF(Not([a]), "x", "y")"#), Vec::<&str>::new());
    for source in ["Not(IsPresent([a]))", "CStr(IsNull([a]))", "CBool(IsNull([a]))"] {
        assert_eq!(codes(&format!(r#"Switch({source}, , "True", "x")"#)), ["EX255", "EX254"], "{source}");
    }
}

/// `W_SWITCH_INCREMENTAL`: a source attribute that did not change; a constant source has none.
#[test]
fn a_switch_on_a_constant_reads_the_same_in_every_cycle() {
    assert_eq!(codes(r#"Switch("a", "d", "b", "x")"#), Vec::<&str>::new());
    assert_eq!(codes(r#"Switch([a], "d", "b", "x")"#), ["EX255"]);
}

/// §9.1: without a year the missing parts come from the current date: `W_NONDETERMINISTIC`.
#[test]
fn formats_without_a_year_depend_on_the_day() {
    for format in ["HH:mm", "MM-dd", "t"] {
        assert_eq!(codes(&format!(r#"FormatDateTime([a], "{format}", "yyyy")"#)), ["EX260"], "{format}");
    }
    for clean in [
        r#"FormatDateTime([a], "yyyy", "HH:mm")"#,
        r#"FormatDateTime([a], "NoCurrentDateDefault", "HH:mm", "HH")"#,
    ] {
        assert_eq!(codes(clean), Vec::<&str>::new(), "{clean}");
    }
    let dated = r#"FormatDateTime([a], "NoCurrentDateDefault", "MM-dd", "HH")"#;
    assert_eq!(codes(dated), ["EX260"], "the rule of a missing year stays");
}

/// Constant arguments outside the allowed set (§7, `argument`: partly static).
#[test]
fn constants_that_never_work_are_told_before_evaluation() {
    for text in [
        r#"DateAdd("q", 1, Now())"#,
        r#"InStr("a", "b", vbTextCompare)"#,
        r#"InStr([a], "b", 0)"#,
        "DNComponent([a], 0)",
        r#"DateAdd("d", "x", CDate([a]))"#,
        "DateFromNum(-1)",
        r#"DateFromNum("9223372036854775807")"#,
        r#"Split([a], "")"#,
        "Mid([a], 0, 1)",
        "Mid([a], 1, -1)",
        r#"Left([a], "x")"#,
        "Left([a], 2.0)",
        "Item([a], 0)",
        "RandomString(0, 0, 0, 0, 0)",
        "RandomString(8, -1, 0, 0, 0)",
        "RandomString(257, 0, 0, 0, 0)",
        "RandomString(8, 3, 2, 2, 2)",
        r#"RandomString("8", "9", [a], 0, 0)"#,
        r#"Replace([a], "", , , "x", , )"#,
        r#"Replace([a], "", , , , , "x")"#,
        r#"ToLower([a], "t!")"#,
        r#"FormatDateTime([a], "Foo", "yyyy", "yyyy")"#,
        r#"CDate("x")"#,
        r#"DateAdd("d", 1, "31/12/2024")"#,
        r#"Contains([a], "b", "Sensitive")"#,
    ] {
        assert!(codes(text).contains(&"EX303"), "{text}");
    }
    for text in [
        r#"Left([a], "3")"#,
        "Left([a], -1)",
        "BitAnd(&HF7, 2)",
        r#"Split([a], ",")"#,
        "Mid([a], 1, 0)",
        "Mid([a], 257, 1)",
        "Item([a], 1)",
        r#"Replace([a], "", "x", , "y", , )"#,
        r#"ToLower([a], "tr-TR")"#,
        r#"ToLower([a], )"#,
        r#"CDate("2024-07-04")"#,
        r#"Contains([a], "b", "caseinsensitive")"#,
    ] {
        assert_eq!(codes(text), Vec::<&str>::new(), "{text}");
    }
}

/// §2.6: `&HF7` is hexadecimal; §8: what each function takes of whole numbers.
#[test]
fn hexadecimal_constants_have_the_range_of_their_parameter() {
    for text in [
        "Mid([a], &H0, 1)",
        "Mid([a], 1, &HFFFFFFFFFFFFFFFF)",
        "Item([a], &H0)",
        r#"InStr([a], "b", &H0)"#,
        "DNComponent([a], &H0)",
        "DateFromNum(&H7FFFFFFFFFFFFFFF)",
    ] {
        assert_eq!(codes(text), ["EX303"], "{text}");
    }
    assert!(codes("RandomString(&H1FF, 0, 0, 0, 0)").contains(&"EX303"));
    assert!(codes("RandomString(&H3, &H4, [a], 0, 0)").contains(&"EX303"));
    for text in ["Mid([a], &H1, &H0)", "Item([a], &HF)", "Left([a], &HFFFFFFFFFFFFFFFF)", "DateFromNum(&H0)"]
    {
        assert_eq!(codes(text), Vec::<&str>::new(), "{text}");
    }
}

/// §9.1: a single digit is no standard format, in quotes or not; `007` is read as 7, which is none either.
#[test]
fn a_bare_number_is_checked_as_the_format_it_is_taken_as() {
    for format in ["1", "007", r#""1""#] {
        let text = format!(r#"IIF("1"="1", "x", FormatDateTime([a], "yyyy", {format}))"#);
        let finding = first_finding(&text);
        assert_eq!((finding.code.code, finding.severity), ("EX303", Severity::Error), "{text}");
    }
    assert_eq!(codes(r#"FormatDateTime([a], "yyyy", 12)"#), Vec::<&str>::new());
}

/// §4 (conversion): where a text is taken a number is its digits, as a pattern, a group and a delimiter.
#[test]
fn bare_numbers_are_checked_as_the_texts_they_are_taken_as() {
    assert_eq!(codes(r#"IIF("1"="1", "x", Replace([a], , "(a)", 9, "x", , ))"#), ["EX268"]);
    assert_eq!(codes(r#"Replace([a], , 12, 1, "x", , )"#), ["EX268"]);
    assert_eq!(codes(r#"Replace([a], , "(a)", 1, "x", , )"#), Vec::<&str>::new());
    assert_eq!(codes("Split([a], 12)"), codes(r#"Split([a], "12")"#));
}

/// §8: positions of values begin with 1; a file time counts from 1601, and `9223372036854775807` is no date.
#[test]
fn the_bounds_of_numbers_are_explained() {
    let help = |text: &str| first_finding(text).help.clone().unwrap_or_default();
    assert!(help("Item([a], 0)").contains("numbered from 1"));
    for text in ["DateFromNum(-1)", r#"DateFromNum("9223372036854775807")"#] {
        assert!(help(text).contains("1601") && help(text).contains("never"), "{text}");
    }
}

/// §4 (conversion), §8.3, §9.1: what no value of an object mends.
#[test]
fn calls_of_constants_that_never_work_are_told() {
    for text in [
        r#"CBool("a")"#,
        r#"IIF("a", "b", "c")"#,
        r#"IIF("a", [b], [c])"#,
        r#"ConvertFromBase64("a")"#,
        r#"ConvertFromBase64("SGVsbG8=")"#,
        r#"StringFromSid("a")"#,
        r#"FormatDateTime("zz", "yyyy", "MM")"#,
        r#"Item("a", 2)"#,
        r#"Append([a], CBool("b"))"#,
    ] {
        let found = codes(text);
        assert_eq!(found, ["EX303"], "{text}");
        assert_eq!(first_finding(text).severity, Severity::Warning, "{text}");
    }
    assert!(codes(r#"RandomString(3, 1, 0, 0, 0, "0123456789")"#).contains(&"EX303"));
    for text in [
        r#"CBool("true")"#,
        r#"CBool("0")"#,
        r#"IIF("", [b], [c])"#,
        r#"Not("a")"#,
        r#"ConvertFromBase64("SGVsbG8=", UTF8)"#,
        r#"FormatDateTime("2024", "yyyy", "yyyy")"#,
        r#"Error("a")"#,
        "DefaultDomain()",
        r#"Coalesce("", "")"#,
    ] {
        assert_eq!(codes(text), Vec::<&str>::new(), "{text}");
    }
    // Said once: by the constant, the mode, the group or the format that is wrong.
    assert_eq!(codes("RandomString(3, 300, 0, 0, 0)"), ["EX260", "EX303"]);
    assert_eq!(codes(r#"Split([a], "", "x")"#), ["EX202"]);
    assert_eq!(codes(r#"Replace("a", , "(a)", 9, "x", , )"#), ["EX268"]);
    assert_eq!(codes(r#"CDate("x")"#), ["EX303"]);
    assert_eq!(codes(r#"Replace("a b", " ", "_")"#), ["EX257"]);
    assert_eq!(codes(r#"FormatDateTime("2024", "yyyy", "Q")"#), ["EX303"]);
    // What lacks the current time only is not known to fail.
    assert_eq!(codes(r#"FormatDateTime("10", "HH", "mm")"#), ["EX260"]);
}

/// §8.3: `&H` literals are numbers; §4: a text of their signs is none.
#[test]
fn a_hexadecimal_number_in_quotes_is_none() {
    for text in [r#"BitAnd(&HF7, "&HF")"#, r#"Left([a], "&H3")"#, r#"DateAdd("d", "&H3", CDate([a]))"#] {
        assert_eq!(codes(text), ["EX303"], "{text}");
    }
    assert_eq!(codes(r#"DateAdd("d", &H3, CDate([a]))"#), Vec::<&str>::new());
}

fn first_finding(text: &str) -> Diagnostic {
    findings(text).first().cloned().unwrap_or_else(|| panic!("{text} has no finding"))
}

/// The text after each fix of its first finding.
fn mended(text: &str) -> Vec<String> {
    first_finding(text).fixes.iter().map(|fix| fixed(text, fix)).collect()
}

/// The advice of `W_IIF_NULL_TEST` can be written as it stands.
#[test]
fn advised_code_is_not_cut_off() {
    let attribute = "[extension_53c9e2c0123456789abcdef012345678_acmeCostCenter]";
    let help = |tested: &str| {
        first_finding(&format!(r#"IIF(IsNullOrEmpty({tested}), "x", {tested})"#)).help.clone().unwrap()
    };
    let whole = format!(r#"`Coalesce({attribute}, "x")`"#);
    assert!(help(attribute).contains(&whole), "{}", help(attribute));
    let long = help(&format!("Join({})", [attribute; 5].join(", ")));
    assert!(long.contains("`Coalesce(source, fallback)`"), "{long}");
}

/// §2.11: a trailing comma is one more argument.
#[test]
fn the_last_comma_of_an_odd_switch_is_removed() {
    assert_eq!(mended(r#"Switch([a], "d", "x", "y", )"#), [r#"Switch([a], "d", "x", "y")"#]);
    assert_eq!(mended(r#"Switch([a], , "x", "y" , )"#), [r#"Switch([a], , "x", "y")"#]);
    assert_eq!(mended(r#"Switch([a], "x", "y")"#), [r#"Switch([a], , "x", "y")"#]);
}

/// §2.5: the number of arguments is the number of commas plus one. A comma too many moves every pair behind it, and an
/// empty default would move them again.
#[test]
fn an_omitted_argument_of_an_odd_switch_is_taken_out() {
    assert_eq!(
        mended(r#"Switch([t], "d", "31202",, "Employee", "31230", "Contractor")"#),
        [r#"Switch([t], "d", "31202", "Employee", "31230", "Contractor")"#]
    );
    for text in [r#"Switch([t], "d", , "a", , "b", "c")"#, r#"Switch([t], "d", )"#, r#"Switch([t], , "a")"#] {
        assert_eq!(mended(text), Vec::<String>::new(), "{text}");
    }
    assert_eq!(mended(r#"Switch([t], "k", "v")"#), [r#"Switch([t], , "k", "v")"#]);
}

/// §8.1: `""` counts as provided, and what is provided selects the mode of Replace.
#[test]
fn an_empty_text_that_selects_a_mode_of_replace_is_told() {
    for (text, fixed) in [
        (r#"Replace([h], "-", "", "", "/", "", "")"#, r#"Replace([h], "-", , , "/", , )"#),
        (r#"Replace([h], "-", "", , "/", , )"#, r#"Replace([h], "-", , , "/", , )"#),
        (r#"Replace([h], "-", "", "", "", , )"#, r#"Replace([h], "-", , , "", , )"#),
        (r#"Replace([h], "", "a(?<g>b)", "g", "x", "", )"#, r#"Replace([h], , "a(?<g>b)", "g", "x", , )"#),
        (r#"Replace([h], "-", , , "/", , "")"#, r#"Replace([h], "-", , , "/", , )"#),
    ] {
        assert_eq!((codes(text), mended(text)), (vec!["EX257"], vec![fixed.to_owned()]), "{text}");
        assert_eq!(codes(fixed), Vec::<&str>::new(), "{fixed}");
    }
    let help = |text: &str| first_finding(text).help.clone().unwrap();
    assert!(!help(r#"Replace([h], "-", NULL, , "x", , )"#).contains("\"\""));
    assert!(help(r#"Replace([h], "-", , , NULL, , )"#).contains("`\"\"`"));
}

/// §8.1: a call that fits no mode has one after its fix; what only empty texts make a mode of has no fix.
#[test]
fn empty_texts_that_select_no_mode_of_replace_are_not_taken_away() {
    for (text, fixes) in [
        (
            r#"Replace([x], " ", "")"#,
            vec![r#"Replace([x], " ", , , "", , )"#, r#"Replace([x], , " ", , "", , )"#],
        ),
        (
            r#"Replace([x], "(?<Suffix>@(.*)*)", "Suffix", "", )"#,
            vec![r#"Replace([x], , "(?<Suffix>@(.*)*)", "Suffix", "", , )"#],
        ),
        (r#"Replace([x], "(?<b>a)", "b", "")"#, vec![r#"Replace([x], , "(?<b>a)", "b", "", , )"#]),
        (r#"Replace([x], "a", "", "b")"#, vec![]),
        (r#"Replace([x], , "a", "")"#, vec![]),
        (r#"Replace([x], "a", , , , , "")"#, vec![]),
    ] {
        // A text that fits no mode fails as well.
        assert!(codes(text).contains(&"EX257"), "{text}");
        assert_eq!(mended(text), fixes, "{text}");
        for fixed in fixes {
            assert_eq!(codes(fixed), Vec::<&str>::new(), "{fixed}");
        }
    }
}

/// REF, caution of Switch: "use a literal empty string as one of the key values".
#[test]
fn a_switch_on_a_test_is_told_what_the_reference_advises() {
    let text = r#"Switch(IsPresent([a]), "x", "True", [a])"#;
    let found = findings(text);
    let finding = found.iter().find(|finding| finding.code.code == "EX254").unwrap();
    assert!(finding.help.as_ref().unwrap().contains("with `\"\"` as one of the keys"));
}

/// Names that need brackets, one of which is a function's too.
#[test]
fn names_without_brackets_are_put_into_them() {
    for (text, attribute, constant) in [
        ("ToLower(name.givenName)", "ToLower([name.givenName])", r#"ToLower("name.givenName")"#),
        ("ToLower(urn:ietf:x)", "ToLower([urn:ietf:x])", r#"ToLower("urn:ietf:x")"#),
        ("ToLower(urn:a:2.0:User:b )", "ToLower([urn:a:2.0:User:b] )", r#"ToLower("urn:a:2.0:User:b" )"#),
        (
            "ToLower(msDS-cloudExtensionAttribute1)",
            "ToLower([msDS-cloudExtensionAttribute1])",
            r#"ToLower("msDS-cloudExtensionAttribute1")"#,
        ),
        ("ToLower([mail], en-US)", "ToLower([mail], [en-US])", r#"ToLower([mail], "en-US")"#),
        ("manager.id", "[manager.id]", r#""manager.id""#),
        (
            "SingleAppRoleAssignment(appRoleAssignments)",
            "SingleAppRoleAssignment([appRoleAssignments])",
            r#"SingleAppRoleAssignment("appRoleAssignments")"#,
        ),
    ] {
        assert_eq!(mended(text), [attribute, constant], "{text}");
        assert!(parse(attribute, &Limits::DEFAULT).is_ok());
    }
    for (text, code) in [
        ("Count([a])-x", "EX108"),
        ("Count(a-1)", "EX108"),
        ("BitAnd(&HF-a, 1)", "EX108"),
        ("System.Now()", "EX101"),
        ("SingleAppRoleAssignment(AppRoleAssignments)", "EX204"),
    ] {
        assert_eq!((first_finding(text).code.code, mended(text)), (code, Vec::new()), "{text}");
    }
}

/// §2.7: what other languages write.
#[test]
fn operators_of_other_languages_are_explained() {
    let finding = first_finding(r#"IIF([a] IN ("x","y"), 1, 2)"#);
    assert_eq!(finding.code.code, "EX108");
    assert!(finding.help.as_ref().unwrap().contains("`Switch`") && finding.fixes.is_empty());
    assert_eq!(mended("==Trim([a])"), ["Trim([a])"]);
}

/// §2: the operators are `<>`, `>=`, `<=`, `=`, `>` and `<`.
#[test]
fn signs_that_are_no_operator_together_are_named_together() {
    for (text, sign) in [
        (r#"IIF([c]<>="USA", "x", "y")"#, "<>="),
        (r#"IIF([c]>>1, "x", "y")"#, ">>"),
        (r#"IIF([c]>==1, "x", "y")"#, ">=="),
        (r#"IIF([c]<> ="x", "y", "n")"#, "<> ="),
        (r#"IIF([c]> ==1, "x", "y")"#, "> =="),
        (r#"IIF([c] < > = 1, "x", "y")"#, "< > ="),
        (r#"IIF([c]> >1, "x", "y")"#, "> >"),
    ] {
        let finding = first_finding(text);
        assert_eq!(finding.message, format!("there is no operator `{sign}` in this language"), "{text}");
        let span = finding.span().unwrap();
        assert_eq!(text.get(span.start..span.end), Some(sign));
        assert!(finding.fixes.is_empty(), "{text}");
    }
    assert_eq!(mended(r#"IIF([c] > = 1, "x", "y")"#), [r#"IIF([c] >= 1, "x", "y")"#]);
}

/// `W_ATTR_CASE`: §2.10, exact first, then without regard to case.
/// `W_NONDETERMINISTIC`: a value that flows; a date that is only compared or counted from changes seldom.
#[test]
fn the_current_time_is_a_warning_where_it_flows() {
    let severity = |text: &str| {
        let found = findings(text);
        found.iter().find(|finding| finding.code.code == "EX260").map(|finding| finding.severity)
    };
    for text in
        ["Now()", r#"DateAdd("d", 1, Now())"#, r#"IIF([a]="x", Now(), "y")"#, "Coalesce([a], CStr(Now()))"]
    {
        assert_eq!(severity(text), Some(Severity::Warning), "{text}");
    }
    for text in [
        r#"IIF(DateDiff("d", Now(), CDate([a]))>0, "x", "y")"#,
        r#"IIF(DateDiff("d", DateAdd("d", 7, Now()), CDate([a]))>0, "x", "y")"#,
        r#"IIF(CDate([a])>Now(), "x", "y")"#,
    ] {
        assert_eq!(severity(text), Some(Severity::Info), "{text}");
    }
    // Hours that are compared change sooner than days.
    let hours = r#"IIF(DateDiff("h", CDate([a]), Now())>0, "x", "y")"#;
    let found = findings(hours);
    assert!(found[0].message.ends_with("the result changes as time passes"), "{found}");
    let both = r#"IIF(CDate([a])>Now(), Now(), "y")"#;
    let found = findings(both);
    assert_eq!(found.iter().map(|it| it.severity).collect::<Vec<_>>(), [Severity::Info, Severity::Warning]);
}

/// `W_ATTR_LOOKS_LIKE_CALL`: a parenthesis in the name, but for those inside texts of a filter.
#[test]
fn calls_in_brackets_are_told_from_filters() {
    for text in [r#"[Append([a], "b")]"#, "[Mid([a], 1, 2)]", r#"[Switch([a], "x", "y", "z")]"#] {
        assert_eq!(codes(text), ["EX258"], "{text}");
    }
    assert_eq!(codes(r#"[emails[type eq "work (old)"].value]"#), Vec::<&str>::new());
}

/// One cause, one finding.
#[test]
fn what_is_wrong_already_is_not_doubted_again() {
    for (text, code) in [
        (r#"FormatDateTime([a], "yyyyMMdd")"#, "EX202"),
        (r#"InStr([a], "b", , vbText)"#, "EX204"),
        ("Mid([a], 99999999999999999999, 1)", "EX206"),
    ] {
        assert_eq!(codes(text), [code], "{text}");
    }
}

#[test]
fn an_attribute_found_in_another_case_is_told() {
    let answer = surface::evaluate("[MAIL]", r#"{"mail":"x"}"#, "{}");
    assert!(answer.contains(r#""value":"x""#) && answer.contains(r#""code":"EX252""#), "{answer}");
    let answer = surface::evaluate("[MAIL]", r#"{"mail":"x"}"#, r#"{"kind":"user"}"#);
    assert!(answer.contains(r#""value":"x""#) && answer.contains(r#""code":"EX252""#), "{answer}");
    let answer = surface::evaluate("[mail]", r#"{"mail":"x"}"#, "{}");
    assert!(answer.contains(r#""diagnostics":[]"#), "{answer}");
}

#[test]
fn a_source_that_is_no_object_is_refused() {
    for source in [r#"[{"a":"x"}]"#, "5", r#""x""#] {
        let answer = surface::evaluate("[a]", source, "{}");
        assert!(answer.contains(r#""ok":false"#) && answer.contains(r#""code":"IN008""#), "{answer}");
    }
    assert!(surface::evaluate("[a]", "null", "{}").contains(r#""outcome":"null""#));
}

/// A step limit names the pattern that needed the steps.
#[test]
fn a_pattern_out_of_steps_is_named() {
    let text = r#"Replace([x], , "(.*)(.*)(.*)(.*)(.*)(.*)\\1x", , "", , )"#;
    let answer = surface::evaluate(text, &format!(r#"{{"x":"{}"}}"#, "a".repeat(200)), "{}");
    let at = text.find("\"(").unwrap();
    assert!(answer.contains(r#""code":"LM009""#) && answer.contains("the pattern"), "{answer}");
    assert!(answer.contains(&format!(r#""start":{at}"#)), "{answer}");
}

/// §4: whole numbers; the message says what is wrong with the number.
#[test]
fn a_number_that_is_not_whole_or_too_large_is_called_so() {
    let message = |text: &str| surface::evaluate(text, r#"{"a":"99999999999999999999"}"#, "{}");
    assert!(message(r#"Left("abc", 2.0)"#).contains("must be a whole number, not a number with a fraction"));
    assert!(message(r#"Left("abc", [a])"#).contains("must be a whole number, not a number beyond 64 bits"));
    assert!(message(r#"Left("abc", Append([a], ".0"))"#).contains("not a number with a fraction"));
    assert!(message(r#"CBool(Append("9", Append([a], [a])))"#).contains("not a number beyond 96 bits"));
    assert!(message(r#"DateAdd("d", Append("9", Append([a], [a])), Now())"#).contains("beyond 96 bits"));
}

/// §8.7: more than one assignment is unsupported, no guarantee which is sent: a warning, also in a preview.
#[test]
fn several_roles_for_one_are_told() {
    let text = "SingleAppRoleAssignment([appRoleAssignments])";
    let two = surface::evaluate(text, r#"{"appRoleAssignments":["Admin","User"]}"#, "{}");
    assert!(two.contains(r#""value":"Admin""#) && two.contains(r#""code":"EX271""#), "{two}");
    let one = surface::evaluate(text, r#"{"appRoleAssignments":["Admin"]}"#, "{}");
    assert!(one.contains(r#""diagnostics":[]"#), "{one}");
}

/// §9.1: years from 30 to 49, which older runtimes read otherwise, where the format is known to the evaluation alone.
#[test]
fn a_guessed_century_is_told_where_the_format_is_made() {
    for format in ["[f]", r#"Append("yy", "-MM-dd")"#] {
        let answer = |date: &str| {
            let source = format!(r#"{{"f":"yy-MM-dd","d":"{date}"}}"#);
            surface::evaluate(&format!(r#"FormatDateTime([d], , {format}, "yyyy-MM-dd")"#), &source, "{}")
        };
        for (date, value) in [("30-01-01", "2030-01-01"), ("49-12-31", "2049-12-31")] {
            let told = answer(date);
            assert!(
                told.contains(&format!(r#""value":"{value}""#)) && told.contains(r#""code":"EX267""#),
                "{told}"
            );
        }
        for date in ["29-12-31", "50-01-01"] {
            assert!(answer(date).contains(r#""diagnostics":[]"#), "{date}");
        }
    }
    // The check tells of a format that is written out, once.
    let source = r#"{"d":"35-01-01"}"#;
    let told = surface::evaluate(r#"FormatDateTime([d], , "yy-MM-dd", "yyyy-MM-dd")"#, source, "{}");
    assert_eq!(told.matches(r#""code":"EX267""#).count(), 1, "{told}");
}
