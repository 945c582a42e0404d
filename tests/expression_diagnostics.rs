//! What a reader sees for expressions that are wrong or doubtful. `BLESS=1 cargo test --test expression_diagnostics`
//! writes the snapshot anew; read the difference before committing it.

use std::fmt::Write as _;
use std::path::Path;

#[path = "common/expression.rs"]
mod expression;

use expression::{findings_in, fixed};
use scimwright::diagnostic::{Diagnostic, Diagnostics, Render, render};
use scimwright::expression::{CheckContext, Context, Expression};
use scimwright::limits::Limits;
use scimwright::value::json;

/// Expressions, and a source object where the fault shows at evaluation only.
const CASES: &[(&str, Option<&str>)] = &[
    ("", None),
    (r#"Append([mail], "x""#, None),
    (r#"Append([mail], "x"#, None),
    (r#"Append([mail], "x\")"#, None),
    (r#"Append([mail, "x")"#, None),
    (r#"Append([], "x")"#, None),
    (r#"Append([mail], 'x')"#, None),
    (r#"Append([mail], “x”)"#, None),
    ("Join(\" \",\n    [givenName]\n    [surname])", None),
    (r#"Append([mail], "x") y"#, None),
    (r#"Append([mail]; "x")"#, None),
    (r#"=Append([mail], "x")"#, None),
    (r#"Append([mail], \"x\")"#, None),
    (r#"IIF([a] > "#, None),
    (r#"Trim([emails[type eq "work"].value)"#, None),
    (r#"IIF([a]="1" AND [b]="2", "x", "y")"#, None),
    (r#"IIF([a]=="1", "x", "y")"#, None),
    (r#"IIF(not [a], "x", "y")"#, None),
    ("Append([mail], Now)", None),
    ("Append([mail], ToLower)", None),
    (r#"FormatDateTime("2024", [style], "yyyy", "yy")"#, Some(r#"{"style":"secret"}"#)),
    (r#"IIF([a]=[b]=[c], "x", "y")"#, None),
    (r#"IIF([a] eq "x", "y", "z")"#, None),
    (r#"Switch([c]="x", "1", [c]="y", "2")"#, None),
    (r#"IIF([c]<>="USA", "x", "y")"#, None),
    (r#"Switch([t], "d", "31202",, "Employee", "31230", "Contractor")"#, None),
    (r#"Mid([a], 1, &HFFFFFFFFFFFFFFFF)"#, None),
    (r#"IIF([a]="1", "x", FormatDateTime([d], "yyyy", 1))"#, None),
    (r#"CBool("a")"#, None),
    (r#"ConvertFromBase64("SGVsbG8=")"#, None),
    (r#"RandomString(3, 1, 0, 0, 0, "0123456789")"#, None),
    (r#"FormatDateTime([d], "H tt", "HH")"#, Some(r#"{"d":"5 PM"}"#)),
    (r#"IIF([type]="Intern", "t-" & [alias], [alias])"#, None),
    (r#"Split([mail], "@")[1]"#, None),
    ("Switch([country], ...)", None),
    (r#"Select($item, [otherPhone])"#, None),
    ("To\u{200B}Upper([a])", None),
    (r#"Swich([state], "", "a", "b")"#, None),
    (r#"FormatDateTime([hireDate], , "YYYY-MM-DD", "dd/mm/yyyy HH:MM")"#, None),
    (r#"Append("営業 😀 é", Swich("東京", "", "大阪"))"#, None),
    ("LCase([mail])", None),
    ("IsNotNullOrEmpty([mail])", None),
    ("CertSubject([userCertificate])", None),
    (
        r#"Switch(SingleAppRoleAssignment([roles]), "Admins", "owner", "Editors", "editor", "Users", "member")"#,
        None,
    ),
    ("Mid([mail], 6)", None),
    ("Append( , \"x\")", None),
    ("ToLower([a], \"en\", \"x\")", None),
    (r#"IIF(InStr([a], "x")=1, NULL, [a])"#, None),
    (r#"InStr([a], "x", 1, vbTextCompar)"#, None),
    (r#"Append(SelectUniqueValue("a", "b"), "x")"#, None),
    (r#"InStr([a], "x", 1, "vbText")"#, None),
    (r#"DateAdd("day", 1, CDate([a]))"#, None),
    ("Mid([a], 0, 1)", None),
    (r#"ConvertFromBase64([a], UTF16)"#, None),
    (r#"ConvertFromBase64([a], Latin1)"#, None),
    ("BitAnd(&HFFFFFFFFFFFFFFFFF, 1)", None),
    (r#"Replace([x], , "\\d+(", , "", , )"#, None),
    (r#"Replace([x], , "(?P<n>a)", , "", , )"#, None),
    (r#"Replace([x], , "(?<suffix>@.*)", "Suffix", "", , )"#, None),
    (r#"Replace([upn], "@", "_")"#, None),
    (r#"Replace([x], , "a(?<g>b)", "g", , , )"#, None),
    (r#"[Replace([x], "a", , , "b", , )]"#, None),
    ("[mail (work)]", None),
    ("Append([[mail]], \"x\")", None),
    (r#"IIF([a] > = 1, "x", "y")"#, None),
    (r#"IIF([a] LIKE "x", "x", "y")"#, None),
    (r#"IIF([a] is [b], "x", "y")"#, None),
    (r#"Append([a], "say "hi"")"#, None),
    (r#"Append([a], 'it\'s')"#, None),
    (r#"Replace([a], '\', , , '-', , )"#, None),
    (r#"Replace([a], , '^.*\\', , '', , )"#, None),
    (r#"Split([a], '\')"#, None),
    (r#"DateFromNum("9223372036854775807")"#, None),
    (r#"Switch([a], , "x", "y", "z")"#, None),
    (r#"IIF([a]="x", IgnoreThisFlow, "y")"#, None),
    (r#"FormatDateTime("2024-01-05", "YYYY-MM-DD", "yyyy")"#, Some("{}")),
    (r#"FormatDateTime("2024-07-04 17:30", "yyyy-MM-dd hh:mm", "s")"#, Some("{}")),
    (r#"FormatDateTime("2024-02-30", "yyyy-MM-dd", "s")"#, Some("{}")),
    (r#"Replace([x], , "(?<n>a)\\k<n", , "", , )"#, None),
    (r#"Replace([x], , "\\p{Script=Greek}", , "", , )"#, None),
    (r#"Replace([x], , "\\p{^Lu}", , "", , )"#, None),
    (r#"Replace([x], , "\\p{Lu", , "", , )"#, None),
    (r#"IIF([manager]="x", "a", "b")"#, Some(r#"{"manager":{"id":"1"}}"#)),
    ("SingleAppRoleAssignment([roles])", Some(r#"{"roles":[{"id":"1","appRoleId":"2"}]}"#)),
    (r#"IIF([IsNullorEmpty([country])], "Other", [country])"#, None),
    (r#"IIF(IsPresent([country]), [country], "Other")"#, None),
    (r#"instr([Mail], "@")"#, None),
    (r#"DateAdd("d", 1, [hireDate])"#, None),
    (r#"FormatDateTime([d], , "d.M.yy", "yyyy-MM-dd")"#, None),
    (r#"FormatDateTime([d], , "yyyy-MM-dd", "yyyy 'of")"#, None),
    ("ToLower(IgnoreFlowIfNullOrEmpty([a]))", None),
    ("Guid()", None),
    (r#"Append("x", [a]="b")"#, None),
    ("CDate([hired])", Some(r#"{"hired":"tomorrow"}"#)),
    (r#"FormatDateTime([d], , "yyyy-MM-dd", "dd/MM/yyyy")"#, Some(r#"{"d":"23.01.2015"}"#)),
    (r#"DateAdd("q", 1, CDate("2024-01-01"))"#, Some("{}")),
    ("Item([mails], 3)", Some(r#"{"mails":["a","b"]}"#)),
    ("Item([mails], [at])", Some(r#"{"mails":["a","b"],"at":0}"#)),
    ("CBool([flags])", Some(r#"{"flags":["yes"]}"#)),
    ("DateFromNum([lastLogon])", Some(r#"{"lastLogon":"9223372036854775807"}"#)),
    (r#"Append([mails], "x", )"#, None),
    (r#"Split([mails], ",")"#, Some(r#"{"mails":["a","b"]}"#)),
    ("BitAnd([x], 1)", Some(r#"{"x":"abc"}"#)),
    (r#"Append("@", %DomainFQDN%)"#, Some("{}")),
    ("Now()", Some("{}")),
    ("DefaultDomain()", Some("{}")),
    (r#"IIF(IsPresent([a]), [a], Error("the account name is required"))"#, Some("{}")),
    ("Mid([a], 0, 1)", Some(r#"{"a":"x"}"#)),
    (r#"Replace([a], "", , , "b", , )"#, Some(r#"{"a":"x"}"#)),
    (r#"SelectUniqueValue([a], [b])"#, Some("{}")),
    (r#"IIF([a] IN ("x", "y"), "1", "2")"#, None),
    ("ToLower(name.givenName)", None),
    (r#"==Append([mail], "x")"#, None),
    (r#"Switch([a], "d", "x", "y", )"#, None),
    (r#"Replace([a], "-", "", "", "/", "", "")"#, None),
    (r#"[["x" twice]]"#, None),
    (r#"Replace([a], , [p], , "", , )"#, Some(r#"{"a":"x","p":"(x"}"#)),
    (r#"Replace([a], , [p], , "", , )"#, Some(r#"{"a":"x","p":"[[:alpha:]]"}"#)),
    (r#"Replace([a], , [p], , "", , )"#, Some(r#"{"a":"x","p":"[a-\\-]"}"#)),
    (r#"Replace([a], , [p], , "", , )"#, Some(r#"{"a":"x","p":"a{1,2147483647}"}"#)),
    (r#"FormatDateTime([d], , "yyyy-MM-dd\\ ", "yyyy")"#, Some(r#"{"d":"2024-07-04"}"#)),
    (r#"Replace([a], , "(x)", , "$99999999999", , )"#, Some(r#"{"a":"x"}"#)),
    (r#"Replace([x], , "(?<n>.)", "n", , [y], )"#, Some(r#"{"y":"😀"}"#)),
    (r#"Switch([IsSoftDeleted], , "false", "True", "true", "False")"#, None),
    (r#"Replace([x], "a", "(?<g>b)", "g", "${g}", , )"#, None),
    (r#"Replace([x], , "(b)", , "<$2>", , )"#, None),
    ("Left([a], 0x10)", None),
    ("Split([a], )", None),
    (r#"FormatDateTime([d], , "yyyy-MM-dd", " yyyyMMdd ")"#, None),
    (r#"Replace([a], , "C:\\", , "", , )"#, None),
    (r#"Switch([a], [a], "", "b")"#, None),
];

fn findings(text: &str, source: Option<&str>) -> Diagnostics {
    let context = CheckContext { attributes: Some(&["mail", "a", "country"]), ..CheckContext::default() };
    let Some(source) = source else {
        return findings_in(text, &context);
    };
    let compiled = Expression::compile(text).unwrap();
    let source = json::parse(source, &Limits::DEFAULT).unwrap();
    compiled.evaluate(&source, &Context::default()).err().into_iter().collect()
}

#[test]
fn findings_read_as_in_the_snapshot() {
    let mut out = String::new();
    for (text, source) in CASES {
        let found = findings(text, *source);
        assert!(!found.is_empty(), "{text} has no finding");
        for finding in found {
            out.push_str(&render(&finding, Render { text: Some(text), ..Render::default() }));
            for fix in &finding.fixes {
                _ = writeln!(out, "   = fix: {}: {:?}", fix.title, fix.replacement);
            }
            out.push('\n');
        }
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots/expressions.txt");
    if std::env::var_os("BLESS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &out).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(out == committed, "the findings changed: run with BLESS=1 and read the difference");
}

/// Every fix leads to a text that parses, unless the text has further faults.
#[test]
fn fixes_mend_what_they_fix() {
    for (text, source) in CASES.iter().filter(|(_, source)| source.is_none()) {
        for finding in findings(text, *source) {
            for fix in &finding.fixes {
                let mended = fixed(text, fix);
                let left = findings(&mended, None);
                let same = |other: &Diagnostic| {
                    other.code.code == finding.code.code
                        && other.span().map(|s| s.start) == finding.span().map(|s| s.start)
                };
                assert!(!left.iter().any(same), "{text}\n  {}: {mended}\n  {left:?}", fix.title);
            }
        }
    }
}

/// A name that says the opposite of a known one must not become that one.
#[test]
fn negated_names_are_not_turned_round() {
    for name in ["IsNotNull", "IsNotNullOrEmpty", "IsNotEmpty", "NotNull", "isnotblank"] {
        let found = findings(&format!("{name}([a])"), None);
        assert_eq!(found[0].help.as_deref(), Some("use `IsPresent`"), "{name}");
        assert!(found[0].fixes.is_empty(), "{name}");
    }
    assert_eq!(findings("IsNotPresent([a])", None)[0].help.as_deref(), Some("use `IsNullOrEmpty`"));
}

/// No fix where the text it makes has the next fault at the same place.
#[test]
fn what_a_fix_would_not_mend_has_none() {
    for text in [
        "Trim([",
        "Trim([ ",
        r#"Trim([emails[type eq "work"].value)"#,
        "IIF([a] > ",
        r#"Switch([a], , "x", "y", "z")"#,
        "[mail (work)]",
        r#"Append([a], "say "hi"")"#,
        r#"IIF([a] is [b], "x", "y")"#,
    ] {
        let found = findings(text, None);
        assert!(found[0].fixes.is_empty(), "{text}: {found:?}");
    }
}
