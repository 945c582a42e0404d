//! Help while an expression is written: colours, completion, hover.

use super::answer::Answer;
use super::options::Options;
use crate::diagnostic::{Diagnostic, Positions, Span};
use crate::expression::author::{self, Attribute, AuthorContext};
use crate::expression::{Kind, Node, parse};
use crate::limits::Limits;
use crate::profile::ObjectKind;
use crate::scope::OPERATORS;

/// The coloured parts of an expression: `{"ok":true,"tokens":[{"start","end","kind"}]}`, kinds `function`, `attribute`,
/// `string`, `number`, `variable`, `word`, `operator`. An expression that does not parse is an answer with its findings.
pub fn highlight(text: &str) -> String {
    Answer::from(|| {
        let tree = parse(text, &Limits::DEFAULT)?;
        let mut tokens = Vec::new();
        tree.root.walk(&mut |node| tokens.extend(token(node)));
        crate::value::order::sort_by_key(&mut tokens, |(span, _)| span.start);
        let positions = Positions::of(text);
        let token = |(span, kind): (Span, &str)| {
            let span = positions.span(text, span).into_utf16();
            Answer::plain().value("start", &span.start).value("end", &span.end).text("kind", kind).finish()
        };
        Ok(Answer::ok().raw("tokens", &super::answer::list(tokens.into_iter().map(token))))
    })
}

fn token(node: &Node) -> Option<(Span, &'static str)> {
    match &node.kind {
        Kind::Call(call) => Some((call.name_span, "function")),
        Kind::Comparison(comparison) => Some((comparison.operator_span, "operator")),
        Kind::Attribute(_) => Some((node.span, "attribute")),
        Kind::Text(_) => Some((node.span, "string")),
        Kind::Number(_) => Some((node.span, "number")),
        Kind::Variable(_) => Some((node.span, "variable")),
        Kind::Word(_) => Some((node.span, "word")),
        Kind::Omitted => None,
    }
}

/// What could stand at the UTF-16 `offset` of an expression: `[{"label","kind","detail","documentation","insert",
/// "replace"}]`. Context: `attributes` (names of the source object), `kind` (`user`, `group`), `variables`.
pub fn complete(text: &str, offset: usize, context: &str) -> String {
    with_context(context, |context| {
        let proposals = author::complete(text, byte_offset(text, offset), context);
        let proposals: Vec<_> = proposals.into_iter().map(author::Completion::into_utf16).collect();
        Answer::of(&proposals)
    })
}

/// What stands at the UTF-16 `offset` of an expression: `{"span","title","body"}` or `null`. Context as for
/// [`complete`].
pub fn hover(text: &str, offset: usize, context: &str) -> String {
    with_context(context, |context| {
        let found = author::hover(text, byte_offset(text, offset), context);
        Answer::of(&found.map(author::Hover::into_utf16))
    })
}

fn with_context(context: &str, answer: impl FnOnce(&AuthorContext<'_>) -> String) -> String {
    let run = || -> Result<String, Diagnostic> {
        let options = Options::read(context, &["attributes", "kind", "variables"])?;
        let profile = options.word("kind")?.unwrap_or(ObjectKind::User).source_profile();
        let (given, variables) = (options.texts("attributes")?, options.texts("variables")?);
        let known = |name: &str| given.iter().any(|given| given == name);
        let mut attributes: Vec<Attribute<'_>> = profile
            .attributes()
            .iter()
            .filter(|attribute| attribute.mappable && (given.is_empty() || known(&attribute.name)))
            .map(|attribute| Attribute {
                name: &attribute.name,
                kind: attribute.attribute_type.as_str(),
                multivalued: attribute.multivalued,
            })
            .collect();
        let extra = given.iter().filter(|name| profile.attribute(name).is_none());
        attributes.extend(extra.map(|name| Attribute { name, kind: "String", multivalued: false }));
        let variables: Vec<&str> = variables.iter().map(String::as_str).collect();
        Ok(answer(&AuthorContext { attributes: &attributes, variables: &variables }))
    };
    run().unwrap_or_else(Answer::failed)
}

/// The byte offset of a UTF-16 one.
fn byte_offset(text: &str, units: usize) -> usize {
    let mut passed = 0_usize;
    for (at, character) in text.char_indices() {
        if passed >= units {
            return at;
        }
        passed = passed.saturating_add(character.len_utf16());
    }
    text.len()
}

/// The scoping operators: a Microsoft Graph `filterOperators` answer, `{"value":[{"name","arity",…}]}`, with what each
/// means. Those the service's own list lacks have `"inGraph":false`.
pub fn filter_operators() -> String {
    let operator = |operator: &crate::scope::Operator| {
        Answer::plain()
            .text("name", operator.name)
            .text("arity", operator.arity.as_str())
            .text("multivaluedComparisonType", "All")
            .value("supportedAttributeTypes", &operator.types)
            .bool("inGraph", operator.in_graph)
            .text("documentation", operator.summary)
            .text("example", operator.example)
            .finish()
    };
    Answer::plain().raw("value", &super::answer::list(OPERATORS.iter().map(operator))).finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_those_of_javascript() {
        let answer = highlight(r#"Join("😀", [mail])"#);
        assert!(answer.contains(r#"{"start":0,"end":4,"kind":"function"}"#), "{answer}");
        assert!(answer.contains(r#"{"start":5,"end":9,"kind":"string"}"#), "{answer}");
        assert!(answer.contains(r#"{"start":11,"end":17,"kind":"attribute"}"#), "{answer}");
        assert!(complete("\"😀\" & StripSp", 14, "{}").contains("StripSpaces"));
        assert!(hover("ToUpper([mail])", 2, "{}").contains(r#""start":0,"end":7"#));
        assert_eq!(hover("", 0, "{}"), "null");
    }

    #[test]
    fn operators_are_listed_as_graph_does() {
        assert!(filter_operators().starts_with(r#"{"value":[{"name":"EQUALS","arity":"Binary","#));
    }
}
