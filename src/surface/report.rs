//! Findings of documents as text: what the package's command line prints.

use std::borrow::Cow;

use super::answer::Answer;
use super::options::{Options, unexpected};
use crate::diagnostic::{Diagnostic, Fix, Place, Positions, Severity, Span, TextSpan, code};
use crate::limits::Limits;
use crate::report::{self, Document, Format, Section, Style};
use crate::value::json::{self, FromJson, Json, Number};

/// Writes findings in a format for people or tools: `{"ok":true,"text":…}`.
/// `sections` is `[{"name","text","linesBefore","diagnostics":[…]}]`, findings as the other functions answer them;
/// without `text` they have no lines, `linesBefore` are those of the file before it. Options: `format` (`text`, `json`,
/// `ndjson`, `github`, `sarif`, `junit`), `colour`, `bare` (the text format without the lines that findings stand in),
/// `failOn` (`error`, `warning`, `info`, `never`: the lightest finding that JUnit calls a failure).
pub fn report(sections: &str, options: &str) -> String {
    Answer::from(|| {
        let options = Options::read(options, &["format", "colour", "bare", "failOn"])?;
        let format = options.word("format")?.unwrap_or(Format::Text);
        let style = Style {
            colour: options.flag("colour")?,
            bare: options.flag("bare")?,
            fails: options.word("failOn")?.unwrap_or_default(),
            utf16: true,
        };
        // Findings of many documents that were each within their limits, and their texts.
        let tree = json::parse(sections, &Limits::OWN_TEXT)?;
        let list = tree.as_array().ok_or_else(|| unexpected("", "the sections must be an array"))?;
        let mut read = Vec::new();
        for (at, item) in list.iter().enumerate() {
            read.push(section(item, &format!("/{at}"))?);
        }
        let sections: Vec<Section<'_>> =
            read.iter().map(|(document, diagnostics)| Section { document: *document, diagnostics }).collect();
        Ok(Answer::ok().text("text", &report::write(format, &sections, style)))
    })
}

/// A document and its findings back from the JSON form of a section at `place`.
fn section<'t>(item: &'t Json<'_>, place: &str) -> Result<(Document<'t>, Vec<Diagnostic>), Diagnostic> {
    let missing =
        |member, what| unexpected(&format!("{place}/{member}"), format_args!("a section needs {what}"));
    let name = item.get("name").and_then(Json::as_str).ok_or_else(|| missing("name", "a `name`"))?;
    let text = item.get("text").and_then(Json::as_str);
    let lines_before = number(item, "linesBefore").unwrap_or_default();
    let found = item.get("diagnostics").and_then(Json::as_array);
    let found = found.ok_or_else(|| missing("diagnostics", "an array of `diagnostics`"))?.iter().enumerate();
    let mut texts = Texts::of(text);
    let found = found.map(|(at, item)| finding(item, &mut texts, &format!("{place}/diagnostics/{at}")));
    Ok((Document { name, text, lines_before }, found.collect::<Result<_, _>>()?))
}

/// The texts that the spans of a section's findings count in: the document, and the strings in it.
#[derive(Default)]
struct Texts<'t> {
    document: Option<&'t str>,
    whole: Option<Counted<'t>>,
    /// The document as a tree, once a span counts in a string.
    tree: Option<Option<Json<'t>>>,
    /// The pointer of the last such string, and the string.
    string: Option<(String, Option<Counted<'t>>)>,
}

/// A text with its positions.
struct Counted<'t> {
    text: Cow<'t, str>,
    positions: Positions,
}

impl<'t> Texts<'t> {
    fn of(document: Option<&'t str>) -> Self {
        Self { document, whole: document.map(Counted::of), ..Self::default() }
    }

    /// The document, or the string in it that a pointer names.
    fn text(&mut self, pointer: Option<&str>) -> Option<&Counted<'t>> {
        let (Some(document), Some(pointer)) = (self.document, pointer) else { return self.whole.as_ref() };
        if self.string.as_ref().is_none_or(|(last, _)| last != pointer) {
            let tree = self.tree.get_or_insert_with(|| json::parse(document, &Limits::OWN_TEXT).ok());
            let text = tree.as_ref().and_then(|tree| tree.pointer(pointer)?.as_str());
            self.string = Some((pointer.to_owned(), text.map(|text| Counted::of(text.to_owned()))));
        }
        self.string.as_ref()?.1.as_ref()
    }
}

impl<'t> Counted<'t> {
    fn of(text: impl Into<Cow<'t, str>>) -> Self {
        let text = text.into();
        Self { positions: Positions::of(&text), text }
    }

    /// `{"start","end"}` in UTF-16 units, as a span of bytes.
    fn span(&self, span: &Json<'_>) -> Option<TextSpan> {
        let offset = |name: &str| self.positions.byte(&self.text, number(span, name)?);
        Some(self.positions.span(&self.text, Span::new(offset("start")?, offset("end")?)))
    }
}

/// A finding back from its JSON form at `place`; its positions count UTF-16 units of the document, or of the string its
/// pointer names there.
fn finding(item: &Json<'_>, texts: &mut Texts<'_>, place: &str) -> Result<Diagnostic, Diagnostic> {
    let wrong = |name: &str, message: &str| unexpected(&format!("{place}/{name}"), message);
    let member = |name: &str| item.get(name).and_then(Json::as_str);
    let row = member("code").and_then(code::find);
    let row = row.ok_or_else(|| wrong("code", "a finding needs a `code` of the table"))?;
    let mut found = Diagnostic::new(row, member("message").unwrap_or_default());
    if let Some(help) = member("help") {
        found = found.help(help);
    }
    if let Some(source) = member("source") {
        found = found.source(source.to_owned());
    }
    if let Some(severity) = item.get("severity") {
        let severity = Severity::from_json(severity);
        found = found.severity(severity.map_err(|misfit| wrong("severity", &misfit.to_string()))?);
    }
    let Some(at) = item.get("at") else { return Ok(found) };
    let pointer = at.get("pointer").and_then(Json::as_str);
    let text = texts.text(pointer.filter(|_| at.get("span").is_some()));
    let located = |span: &Json<'_>| match text {
        Some(text) => text.span(span),
        None => counted(span),
    };
    for label in item.get("labels").and_then(Json::as_array).unwrap_or_default() {
        if let Some(span) = label.get("span").and_then(located) {
            found = found.label(span, label.get("text").and_then(Json::as_str).unwrap_or_default());
        }
    }
    for fix in item.get("fixes").and_then(Json::as_array).unwrap_or_default() {
        let words = |name: &str| fix.get(name).and_then(Json::as_str).unwrap_or_default().to_owned();
        if let Some(span) = fix.get("span").and_then(located) {
            found.fixes.push(Fix { title: words("title"), span, replacement: words("replacement") });
        }
    }
    let place = Place {
        pointer: pointer.map(str::to_owned),
        path: at.get("path").and_then(Json::as_str).map(str::to_owned),
        span: at.get("span").and_then(located),
    };
    Ok(found.at(place))
}

/// A span of a text that is not at hand, as it was counted.
fn counted(span: &Json<'_>) -> Option<TextSpan> {
    let [start, end, line, column] = ["start", "end", "line", "column"].map(|name| number(span, name));
    Some(TextSpan::counted(Span::new(start?, end?), line?, column?))
}

fn number(item: &Json<'_>, name: &str) -> Option<usize> {
    item.get(name).and_then(Json::as_number).and_then(Number::as_i64).and_then(|it| usize::try_from(it).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_come_back_where_they_were() {
        let text = "\"😀\" & Swich([a])";
        let start = text.find("Swich").unwrap();
        let found = Diagnostic::new(&code::input::NOT_JSON, "not a function")
            .help("did you mean `Switch`?")
            .at(Place::in_text(text, Span::new(start, start + 5)));
        let answer = serde_json::to_value(found.clone().into_utf16()).unwrap();
        assert_eq!(answer["at"]["span"]["start"], 7);
        let read = finding(
            &json::parse(&answer.to_string(), &Limits::DEFAULT).unwrap(),
            &mut Texts::of(Some(text)),
            "",
        )
        .unwrap();
        assert_eq!(read, found);
    }

    /// The findings of a long file are more than one document may hold.
    #[test]
    fn findings_of_many_documents_are_written() {
        let section =
            r#"{"name":"n","text":"","diagnostics":[{"code":"PL201","message":"m","at":{"pointer":"/x"}}]}"#;
        let sections = format!("[{}]", vec![section; 150_000].join(","));
        let answer = report(&sections, r#"{"format":"ndjson"}"#);
        assert!(answer.starts_with(r#"{"ok":true"#), "{}", answer.get(..200).unwrap_or_default());
    }

    /// Spans in a long text, and in a string of it, are counted in a short way: the text is read once for all.
    #[test]
    fn many_spans_of_a_long_text_are_placed() {
        let expression = "😀 & ".repeat(10_000);
        let text = format!(r#"["{}",{{"e":"{expression}"}}]"#, "x".repeat(200_000));
        let finding = |at: &str, start: usize| {
            let end = start + 2;
            format!(r#"{{"code":"EX201","message":"m","at":{{{at}"span":{{"start":{start},"end":{end}}}}}}}"#)
        };
        // The last emoji, as the string and the document count it in UTF-16 units.
        let last = 5 * 9_999;
        let inside = finding(r#""pointer":"/1/e","#, last);
        let outside = finding("", 200_010 + last);
        let section = format!(
            r#"[{{"name":"n","text":{},"diagnostics":[{}]}}]"#,
            serde_json::to_string(&text).unwrap(),
            [vec![inside; 500], vec![outside; 500]].concat().join(",")
        );
        let answer: serde_json::Value =
            serde_json::from_str(&report(&section, r#"{"format":"ndjson"}"#)).unwrap();
        let rows = answer["text"].as_str().unwrap().lines().map(|row| serde_json::from_str(row).unwrap());
        let columns: Vec<_> = rows.map(|row: serde_json::Value| row["column"].as_u64().unwrap()).collect();
        assert_eq!(columns, vec![200_011 + last as u64; 1_000]);
    }

    #[test]
    fn every_format_is_written() {
        let sections = r#"[{"name":"a.json","text":"[1,]","diagnostics":[{"code":"IN002","name":"not-json","severity":"error","message":"x","at":{"span":{"start":3,"end":4,"line":1,"column":4}}}]}]"#;
        for name in Format::ALL {
            let answer = report(sections, &format!(r#"{{"format":"{name}"}}"#));
            assert!(answer.starts_with(r#"{"ok":true,"text":"#), "{name}: {answer}");
            assert!(answer.contains("IN002"), "{name}: {answer}");
        }
        // JUnit fails what makes the exit code 1.
        for (weight, fails) in [("error", true), ("info", true), ("never", false)] {
            let answer = report(sections, &format!(r#"{{"format":"junit","failOn":"{weight}"}}"#));
            assert_eq!(answer.contains("<failure"), fails, "{weight}: {answer}");
        }
        assert!(report(sections, r#"{"format":"xml"}"#).contains("`format`: it must be `text`"));
    }

    /// A report that left out what it cannot read would look clean.
    #[test]
    fn what_is_no_finding_is_refused_at_its_place() {
        for (sections, place) in [
            (r#"{}"#, ""),
            (r#"[{"name":"a","diagnostics":[]},{"diagnostics":[]}]"#, "/1/name"),
            (r#"[{"name":"a"}]"#, "/0/diagnostics"),
            (r#"[{"name":"a","diagnostics":{}}]"#, "/0/diagnostics"),
            (r#"[{"name":"a","diagnostics":[{"code":"IN002"},{"code":"ZZ1"}]}]"#, "/0/diagnostics/1/code"),
            (
                r#"[{"name":"a","diagnostics":[{"code":"IN002","severity":"fatal"}]}]"#,
                "/0/diagnostics/0/severity",
            ),
            (r#"[{"name":"a","diagnostics":[{"code":"IN002","severity":1}]}]"#, "/0/diagnostics/0/severity"),
        ] {
            let answer = report(sections, "{}");
            let at = format!(r#""at":{{"pointer":"{place}"}}"#);
            assert!(answer.starts_with(r#"{"ok":false"#) && answer.contains(&at), "{sections}: {answer}");
        }
    }
}
