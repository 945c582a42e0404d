//! The document: JSON with its order, and where in it the schema stands.

use std::fmt::{self, Display, Formatter};

use crate::diagnostic::{Diagnostic, Place, code, quoted};
use crate::limits::Limits;
use crate::value::boolean;
use crate::value::json::{self, Json, Object};
use crate::value::text;

/// What stands around the schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Envelope {
    /// Nothing: the document is the schema.
    Bare,
    /// A template or job with the schema in its `schema` member.
    Template,
    /// A Graph answer with a `value` array of schemas or templates.
    Collection,
}

/// A JSON document, written back exactly as it was read wherever no edit touched it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Document {
    json: Json<'static>,
}

impl Document {
    /// Reads the text of a document; one leading byte-order mark is passed over. It may nest twice as deep as the limit,
    /// since each function of a source tree takes three brackets.
    ///
    /// # Errors
    /// Those of [`json::parse`]: `IN001` to `IN005`, `LM001` to `LM005`.
    pub fn parse(text: &str, limits: &Limits) -> Result<Self, Diagnostic> {
        Ok(Self { json: json::parse(text, &limits.for_schemas())?.into_owned() })
    }

    /// The JSON tree.
    pub const fn json(&self) -> &Json<'static> {
        &self.json
    }

    pub(super) const fn json_mut(&mut self) -> &mut Json<'static> {
        &mut self.json
    }

    /// Finds the schema: what stands around it, and its JSON pointer.
    ///
    /// Accepted, in this order: an object with `synchronizationRules` or `directories`; an object with a `schema`; an
    /// object with a `value` array of those, of which the only one, or the one with `default: true`, is meant.
    ///
    /// # Errors
    /// `SS101` when none of these is found, `SS102` when several are and none is the default, `SS103` when the exporting
    /// tool cut it off.
    pub fn envelope(&self) -> Result<(Envelope, String), Diagnostic> {
        if let Some(inner) = schema_in(&self.json) {
            let envelope = if inner.is_empty() { Envelope::Bare } else { Envelope::Template };
            return Ok((envelope, inner));
        }
        let Some((name, items)) = self
            .json
            .as_object()
            .and_then(|object| object.named("value"))
            .and_then(|(name, value)| Some((name, value.as_array()?)))
        else {
            return Err(self.unknown_envelope());
        };
        let found: Vec<(usize, String)> =
            items.iter().enumerate().filter_map(|(index, item)| Some((index, schema_in(item)?))).collect();
        let is_default = |index: usize| {
            let flag = items.get(index).and_then(|item| Some(item.as_object()?.named("default")?.1));
            flag.is_some_and(|flag| flag.as_bool().or_else(|| boolean::said(flag.as_str()?)) == Some(true))
        };
        let chosen = match found.as_slice() {
            [] => return Err(self.unknown_envelope()),
            [only] => only,
            several => {
                let mut defaults = several.iter().filter(|(index, _)| is_default(*index));
                match (defaults.next(), defaults.next()) {
                    (Some(one), None) => one,
                    (first, _) => return Err(ambiguous(name, items, &found, first.is_some())),
                }
            }
        };
        Ok((Envelope::Collection, format!("/{name}/{}{}", chosen.0, chosen.1)))
    }

    /// The part around the schema, or the schema, that the exporting tool cut off.
    fn cut_off_part(&self) -> Option<Diagnostic> {
        let schema = |value: &Json<'_>, at: &str| {
            let (name, inner) = value.as_object()?.named("schema")?;
            is_cut_off(inner).then(|| cut_off(name, format!("{at}/{name}")))
        };
        if let Some(finding) = schema(&self.json, "") {
            return Some(finding);
        }
        let (name, value) = self.json.as_object()?.named("value")?;
        if is_cut_off(value) {
            return Some(cut_off(name, format!("/{name}")));
        }
        value.as_array()?.iter().enumerate().find_map(|(index, item)| {
            let at = format!("/{name}/{index}");
            schema(item, &at).or_else(|| is_cut_off(item).then(|| cut_off(name, at)))
        })
    }

    fn unknown_envelope(&self) -> Diagnostic {
        if let Some(finding) = self.cut_off_part() {
            return finding;
        }
        let has = |name: &str| self.json.as_object().is_some_and(|object| object.named(name).is_some());
        let found = if has("attributeMappings") {
            "a single object mapping"
        } else if has("targetAttributeName") {
            "a single attribute mapping"
        } else if has("attributes") {
            "a single object definition"
        } else if self.json.as_object().is_some_and(Object::is_empty) {
            "an empty object"
        } else if self.json.as_object().is_some() {
            "an object without these members"
        } else {
            self.json.kind_name()
        };
        Diagnostic::new(
                &code::sync_schema::ENVELOPE_UNKNOWN,
                format_args!(
                    "expected a synchronizationSchema with `synchronizationRules` or `directories`, or a template or \
                     `value` array holding one, found {found}"
                ),
            )
            .help("export the schema in the admin center under Attribute mapping > Show advanced options > Review your schema")
            .at(Place::pointer(""))
    }
}

impl Display for Document {
    /// Indented JSON, two blanks a level, as Microsoft Graph Explorer shows it.
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str(&json::to_string_pretty(&self.json))
    }
}

fn ambiguous(
    name: &str,
    items: &[Json<'_>],
    found: &[(usize, String)],
    several_defaults: bool,
) -> Diagnostic {
    const SHOWN: usize = 8;
    let id = |index: usize| {
        let id = items.get(index).and_then(|item| item.as_object()?.named("id")?.1.as_str());
        id.map_or_else(|| format!("number {}", index.saturating_add(1)), |id| quoted(id).to_string())
    };
    let mut ids: Vec<String> = found.iter().take(SHOWN).map(|(index, _)| id(*index)).collect();
    if found.len() > SHOWN {
        ids.push("…".to_owned());
    }
    let marked = if several_defaults { "several are" } else { "none is" };
    let message = format_args!(
        "{} schemas stand in `{name}` and {marked} the default: {}",
        found.len(),
        ids.join(", ")
    );
    Diagnostic::new(&code::sync_schema::TEMPLATE_AMBIGUOUS, message)
        .help("keep the one you mean, or give it alone `default: true`")
        .at(Place::pointer(format!("/{name}")))
}

/// Whether PowerShell cut a value off.
pub(super) fn is_cut_off(value: &Json<'_>) -> bool {
    value.as_str().is_some_and(text::is_cut_off)
}

/// The finding about a member or a list that ends so.
pub(super) fn cut_off(name: &str, pointer: impl Into<String>) -> Diagnostic {
    let message = format_args!("the export was cut off at {}", quoted(name));
    Diagnostic::new(&code::sync_schema::TRUNCATED_EXPORT, message)
        .help(text::EXPORT_DEEPER)
        .at(Place::pointer(pointer))
}

/// The pointer, from `value`, of the schema it is or holds.
fn schema_in(value: &Json<'_>) -> Option<String> {
    let object = value.as_object()?;
    if is_schema(object) {
        return Some(String::new());
    }
    let (name, inner) = object.named("schema")?;
    is_schema(inner.as_object()?).then(|| format!("/{name}"))
}

fn is_schema(object: &Object<'_>) -> bool {
    ["synchronizationRules", "directories"].iter().any(|name| object.named(name).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn envelope(text: &str) -> Result<(Envelope, String), &'static str> {
        Document::parse(text, &Limits::DEFAULT).unwrap().envelope().map_err(|finding| finding.code.code)
    }

    #[test]
    fn envelopes_are_told_apart() {
        assert_eq!(envelope(r#"{"directories":[]}"#), Ok((Envelope::Bare, String::new())));
        assert_eq!(envelope(r#"{"SynchronizationRules":[]}"#), Ok((Envelope::Bare, String::new())));
        assert_eq!(
            envelope(r#"{"id":"x","schema":{"synchronizationRules":null}}"#),
            Ok((Envelope::Template, "/schema".into()))
        );
        assert_eq!(
            envelope(r#"{"value":[{"schema":{"directories":[]}}]}"#),
            Ok((Envelope::Collection, "/value/0/schema".into()))
        );
        assert_eq!(
            envelope(r#"{"value":[{"directories":[]},{"default":true,"schema":{"directories":[]}}]}"#),
            Ok((Envelope::Collection, "/value/1/schema".into()))
        );
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "{}",
            "[]",
            "7",
            r#"{"schema":{}}"#,
            r#"{"value":[]}"#,
            r#"{"value":{}}"#,
            r#"{"value":[{"key":"BaseAddress","value":"x"}]}"#,
            r#"{"attributeMappings":[]}"#,
        ] {
            assert_eq!(envelope(text), Err("SS101"), "{text}");
        }
        let two = r#"{"value":[{"id":"a","directories":[]},{"id":"b","directories":[]}]}"#;
        assert_eq!(envelope(two), Err("SS102"));
        let finding = Document::parse(two, &Limits::DEFAULT).unwrap().envelope().unwrap_err();
        assert_eq!(finding.message, "2 schemas stand in `value` and none is the default: `a`, `b`");
    }

    /// What PowerShell makes of a template whose schema lies too deep.
    #[test]
    fn what_was_cut_off_is_named() {
        for (text, place) in [
            (r#"{"schema":"@{id=x; version=1}"}"#, "/schema"),
            (r#"{"value":"System.Object[]"}"#, "/value"),
            (r#"{"value":[{"id":"a"},"@{id=x; schema=}"]}"#, "/value/1"),
            (r#"{"Value":[{"id":"x","schema":"@{id=x}"}]}"#, "/Value/0/schema"),
        ] {
            let finding = Document::parse(text, &Limits::DEFAULT).unwrap().envelope().unwrap_err();
            let found = finding.pointer();
            assert_eq!((finding.code.code, found), ("SS103", Some(place)), "{text}");
        }
    }

    #[test]
    fn fragments_are_named() {
        let document = Document::parse(r#"{"attributeMappings":[]}"#, &Limits::DEFAULT).unwrap();
        assert!(document.envelope().unwrap_err().message.ends_with("found a single object mapping"));
    }
}
