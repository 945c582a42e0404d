//! Function names, bare words and attribute names.

use super::super::ast::Call;
use super::super::function::{self, Function, advice};
use super::super::parse;
use super::super::value::Value;
use super::{Checker, Inside};
use crate::diagnostic::code::expression as code;
use crate::diagnostic::{Diagnostic, Span, did_you_mean, nearest, quoted};
use crate::limits::Limits;
use crate::value::search;

/// Functions of Connect Sync and of other languages, and what to write here. Names that mean the opposite of a near
/// one stand here too, and those of which a near one does something else.
const ELSEWHERE: [(&str, &str); 33] = [
    ("LCase Lower LowerCase ToLowerCase", "use `ToLower`"),
    ("UCase Upper UpperCase ToUpperCase", "use `ToUpper`"),
    ("Proper ProperCase TitleCase ToTitleCase Capitalize", "use `PCase`"),
    ("Concat Concatenate", "use `Append` for two texts or `Join` for more"),
    ("Prepend", "use `Append(prefix, source)`"),
    ("If IfElse IfThenElse", "use `IIF`"),
    ("And", "nest one `IIF` in the true branch of another"),
    ("Or", "nest one `IIF` in the false branch of another"),
    ("Case", "use `Switch`"),
    ("Substring Substr", "use `Mid(source, start, length)`; the first character is 1"),
    ("Right", "there is no `Right`; take the end with a regular expression in `Replace`"),
    (
        "Len Length",
        "there is no function for the length of a text; `Left` and `Mid` take at most so many characters",
    ),
    ("First Last", "use `Item(list, 1)` or `Item(list, Count(list))`"),
    ("Find Search StartsWith", "use `InStr`, which gives the place of a text, 0 if it is not there"),
    (
        "EndsWith",
        "let a regular expression in `Replace` turn what ends so into a mark, and compare with that",
    ),
    ("InStrRev", "there is no search from the end; use a regular expression in `Replace`"),
    ("Date Today GetDate UtcNow", "use `Now`"),
    ("DateTime", "use `CDate` to read a date, `Now` for the present one"),
    ("FormatDate", "use `FormatDateTime`"),
    ("SingleAppRole", "use `SingleAppRoleAssignment`"),
    ("SelectUnique GenerateUniqueValue", "use `SelectUniqueValue`"),
    ("ExtractMailPrefix", "use `Item(Split([mail], \"@\"), 1)`"),
    ("LTrim RTrim", "use `Trim`"),
    ("PadLeft", "there is no `PadLeft`; join zeros in front and cut with a regular expression in `Replace`"),
    ("PadRight", "there is no `PadRight`"),
    ("ReplaceChars RegexReplace", "use `Replace(source, , \"pattern\", , \"replacement\", , )`"),
    ("IsEmpty IsBlank IsNothing IsNotPresent", "use `IsNullOrEmpty`"),
    ("NotNull IsNotNull IsNotNullOrEmpty IsNotEmpty IsNotBlank Exists", "use `IsPresent`"),
    ("IfNull IfEmpty", "use `Coalesce(source, fallback)`"),
    ("ToString", "use `CStr`"),
    ("ImportedValue", "write the attribute itself"),
    (
        "CGuid IsGuid CNum CInt ToInt",
        "there are no such types: a GUID is a text, and a text of digits is taken as a number",
    ),
    ("Select", "there are no loops; element-wise functions such as `Trim` apply to every value of a list"),
];

/// Functions that only Connect Sync has.
const CONNECT_SYNC: [&str; 15] = [
    "Where",
    "With",
    "EscapeDNComponent",
    "CertNotAfter",
    "CertNotBefore",
    "CertSubject",
    "CertIssuer",
    "CertThumbprint",
    "DNComponentRev",
    "IsBitSet",
    "IsCert",
    "IsDate",
    "IsNumeric",
    "CertExtensionOids",
    "PCaseAll",
];

/// The function a call means, with an error where there is none and a warning where only its case differs.
pub(super) fn function(checker: &mut Checker<'_>, call: &Call) -> Option<&'static Function> {
    if let Some(function) = function::find_ignoring_case(&call.name) {
        documented_as(checker, &call.name, call.name_span, function.name);
        return Some(function);
    }
    let message = format_args!("unknown function {}", quoted(&call.name));
    let finding = checker.finding(&code::UNKNOWN_FUNCTION, call.name_span, message);
    let is_called = |name: &str| name.eq_ignore_ascii_case(&call.name);
    let elsewhere = ELSEWHERE.iter().find(|(names, _)| names.split(' ').any(is_called));
    checker.findings.push(if let Some((_, advice)) = elsewhere {
        finding.help(*advice)
    } else if CONNECT_SYNC.into_iter().any(is_called) {
        finding.help("this is a function of Connect Sync; provisioning mappings do not have it")
    } else if let Some(close) = nearest(&call.name, function::ALL.iter().map(|function| function.name)) {
        meant(finding, close)
    } else {
        finding
    });
    None
}

/// Proposes the near name that was probably meant.
fn meant(finding: Diagnostic, name: &str) -> Diagnostic {
    finding.help(did_you_mean(name)).fix_here(format!("write `{name}`"), name)
}

/// Reports a word of the language that is spelled in another case.
fn documented_as(checker: &mut Checker<'_>, word: &str, span: Span, known: &str) {
    if word != known && checker.warn {
        let message = format_args!("{} is documented as `{known}`", quoted(word));
        let finding = checker.finding(&code::NAME_CASE, span, message);
        checker.findings.push(finding.fix_here(format!("write `{known}`"), known));
    }
}

/// A bare word: one that the parameter takes, or that some function takes, else an error.
pub(super) fn word(checker: &mut Checker<'_>, word: &str, span: Span, inside: Option<Inside<'_>>) {
    let parameter = inside.and_then(|inside| inside.parameter());
    let here = parameter.map_or(&[][..], |parameter| parameter.words);
    if here.contains(&word) {
        return;
    }
    let words = || here.iter().copied().chain(function::words());
    if let Some(known) = words().find(|known| known.eq_ignore_ascii_case(word)) {
        documented_as(checker, word, span, known);
        return;
    }
    let message = format_args!("{} is not a keyword", quoted(word));
    let finding = checker.finding(&code::UNKNOWN_WORD, span, message);
    let upper = word.to_ascii_uppercase();
    // A name of an attribute and of a function, but for the case: where role objects are taken, it is the attribute.
    let is_attribute = checker.context.attributes.is_some_and(|known| known.contains(&word))
        || parameter.is_some_and(|parameter| parameter.kind == function::Kind::Roles);
    let function = function::find_ignoring_case(word).filter(|known| known.name == word || !is_attribute);
    checker.findings.push(match upper.as_str() {
        "TRUE" | "FALSE" => finding
            .help("this is Connect Sync syntax; write it as a text in quotes")
            .fix_here("put it in quotes", if upper == "TRUE" { "\"True\"" } else { "\"False\"" }),
        // In Replace an empty text fills a position, which selects another mode; as replacement it deletes.
        "NULL" | "AUTHORITATIVENULL"
            if inside.is_some_and(|inside| inside.is_of("Replace") && inside.index != 4) =>
        {
            finding.help("this is Connect Sync syntax; leave the argument out")
        }
        "NULL" | "AUTHORITATIVENULL" => {
            finding.help("this is Connect Sync syntax; leave the argument out, or write `\"\"`")
        }
        "IGNORETHISFLOW" => finding.help(
            "this is Connect Sync syntax; `IgnoreFlowIfNullOrEmpty` around the whole expression sends nothing where its value is empty",
        ),
        "UTF16" | "UTF16LE" if here.contains(&"Unicode") => {
            finding.help("UTF-16 is `Unicode` here").fix_here("write `Unicode`", "Unicode")
        }
        _ => match (function, nearest(word, words())) {
            (Some(function), _) => {
                let finding = finding.help("a function stands before its arguments, in parentheses");
                let call = format!("{}()", function.name);
                let is_whole = function.parameters.is_empty();
                if is_whole { finding.fix_here(format!("write `{call}`"), call) } else { finding }
            }
            (None, Some(close)) => meant(finding, close),
            (None, None) if !here.is_empty() => finding.help(advice::words(here)),
            (None, None) => {
                let text = Value::text(word);
                let is_refused = parameter.is_some_and(|it| it.advice_against(&text).is_some());
                advice::enclosed(finding, word, !is_refused)
            }
        },
    });
}

/// What to say of an attribute name that holds a parenthesis outside its texts: message and help.
pub(crate) fn looks_like_call(name: &str) -> Option<(String, &'static str)> {
    name.split('"').step_by(2).find(|outside| search::has(outside, '('))?;
    let message = format!("{} reads as the name of an attribute", quoted(&format!("[{name}]")));
    let called = name.split('(').next().unwrap_or_default().trim();
    Some(match function::find_ignoring_case(called) {
        Some(_) => (message, "remove the brackets around the call"),
        None => (message, "names of attributes hold no parentheses; calls stand without brackets"),
    })
}

/// What to say of an attribute name that is known in another case.
pub(crate) fn other_case(name: &str, known: &str) -> String {
    format!("the attribute {} is spelled {}", quoted(name), quoted(known))
}

/// An attribute name: known in another case, or a call in brackets.
pub(super) fn attribute(checker: &mut Checker<'_>, name: &str, span: Span) {
    if let Some((message, help)) = looks_like_call(name) {
        let finding = checker.finding(&code::ATTRIBUTE_LIKE_CALL, span, message).help(help);
        let tree = parse(name, &Limits::DEFAULT).ok();
        let called = tree.as_ref().and_then(|tree| function::called(&tree.root));
        checker.findings.push(match called.zip(name.split_once('(')) {
            Some((function, (_, rest))) => {
                finding.fix_here("remove the brackets", format!("{}({rest}", function.name))
            }
            None => finding,
        });
        return;
    }
    let Some(attributes) = checker.context.attributes else { return };
    if attributes.contains(&name) {
        return;
    }
    if let Some(known) = attributes.iter().find(|known| known.eq_ignore_ascii_case(name)) {
        let finding = checker.finding(&code::ATTRIBUTE_CASE, span, other_case(name, known));
        let reference = format!("[{known}]");
        checker.findings.push(finding.fix_here(format!("write {}", quoted(&reference)), reference));
    }
}
