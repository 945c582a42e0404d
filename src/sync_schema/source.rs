//! The source of an attribute mapping: a text and a tree that should say the same, and which of them to use.
//!
//! Which form the service reads is not documented. Decided here: attributes and constants by their name, functions by
//! their text, because it has places for findings; by the tree where the text is missing or has lost a part, as
//! exports do with constants that only the service can fill in.

use std::borrow::Cow;

use super::model::{MappingSource, Parameter, SourceType};
use crate::diagnostic::{Diagnostics, Span};
use crate::expression::function::{self, Function};
use crate::expression::{
    Call, CheckContext, Comparator, Comparison, Kind, Node, Tree, check, graph, parse, print_node,
};
use crate::limits::Limits;
use crate::value::json::Json;

/// A source in one form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ResolvedSource<'s> {
    /// An attribute of the source object.
    Attribute(Cow<'s, str>),
    /// A fixed text.
    Constant(Cow<'s, str>),
    /// The text of an expression.
    Expression(Cow<'s, str>),
}

impl MappingSource {
    /// The one form of this source; none when it says nothing, as `{}` does.
    ///
    /// A text that does not parse is given as it is, so that whoever evaluates it finds the fault.
    pub fn resolve(&self, limits: &Limits) -> Option<ResolvedSource<'_>> {
        let name = self.name.as_deref().filter(|name| !name.is_empty());
        let text = self.expression.as_deref();
        match (self.kind, name, text) {
            (SourceType::Attribute, Some(name), _) => Some(ResolvedSource::Attribute(Cow::Borrowed(name))),
            (SourceType::Constant, Some(name), _) => Some(ResolvedSource::Constant(Cow::Borrowed(name))),
            (SourceType::Attribute | SourceType::Constant, None, Some(text)) => {
                Some(match parse(text, limits).map(|tree| tree.root.kind) {
                    Ok(Kind::Attribute(name)) => ResolvedSource::Attribute(Cow::Owned(name)),
                    Ok(Kind::Text(constant)) => ResolvedSource::Constant(Cow::Owned(constant)),
                    _ => ResolvedSource::Expression(Cow::Borrowed(text)),
                })
            }
            // An empty name is a constant, the empty text; an attribute without a name is nothing.
            (SourceType::Constant, None, None) if self.name.is_some() => {
                Some(ResolvedSource::Constant(Cow::Borrowed("")))
            }
            (SourceType::Attribute | SourceType::Constant, None, None) => None,
            (SourceType::Function, _, Some(text)) => {
                let lost = parse(text, limits)
                    .is_ok_and(|tree| self.mismatch(&tree).is_some_and(|it| it.text_is_shorter));
                Some(ResolvedSource::Expression(if lost {
                    Cow::Owned(self.text())
                } else {
                    Cow::Borrowed(text)
                }))
            }
            (SourceType::Function, Some(_), None) => {
                Some(ResolvedSource::Expression(Cow::Owned(self.text())))
            }
            (SourceType::Function, None, None) => None,
        }
    }

    /// The canonical text of the tree.
    pub fn text(&self) -> String {
        print_node(&self.node())
    }

    /// The tree as an expression. Arguments stand where the function's parameter of that name stands; those of
    /// functions that are not known, in the order of the document.
    // INVARIANT: recursion follows the nesting of the document, which `Limits::nesting` bounds.
    fn node(&self) -> Node {
        let name = self.name.clone().unwrap_or_default();
        let kind = match self.kind {
            SourceType::Attribute => Kind::Attribute(name),
            SourceType::Constant => Kind::Text(name),
            SourceType::Function => {
                let arguments = self.arguments(function::find(&name));
                Kind::Call(Call { name, name_span: Span::default(), arguments })
            }
        };
        Node::new(kind)
    }

    fn arguments(&self, function: Option<&Function>) -> Vec<Node> {
        let Some(function) = function else {
            return self.parameters.iter().map(|parameter| parameter.value.node()).collect();
        };
        let (fixed, repeated) = forms(function, &self.parameters);
        if !self
            .parameters
            .iter()
            .all(|it| is_key(fixed, it) || is_key(repeated, it) || is_comparison(function, it))
        {
            return self.arguments(None);
        }
        let mut arguments: Vec<Node> = fixed.iter().map(|parameter| self.argument(parameter)).collect();
        let rest = self.parameters.iter().filter(|it| is_key(repeated, it) && !is_key(fixed, it));
        arguments.extend(rest.map(|parameter| parameter.value.node()));
        if is_iif(function)
            && let Some(condition) = arguments.first_mut()
            && let Some(operator) =
                self.parameter("two").and_then(|it| Comparator::from_sign(it.name.as_deref()?))
        {
            let left = std::mem::replace(condition, Node::new(Kind::Omitted));
            let right = self.parameter("three").map_or(Node::new(Kind::Omitted), Self::node);
            let comparison = Comparison { left, operator, operator_span: Span::default(), right };
            *condition = Node::new(Kind::Comparison(Box::new(comparison)));
        }
        arguments
    }

    /// The argument of one parameter. A constant stands bare where the parameter is a whole number.
    fn argument(&self, parameter: &function::Parameter) -> Node {
        let Some(source) = self.parameter(parameter.key) else { return Node::new(Kind::Omitted) };
        match source.name.as_deref() {
            Some(digits)
                if source.kind == SourceType::Constant
                    && parameter.kind == function::Kind::Integer
                    && digits.parse::<i64>().is_ok() =>
            {
                Node::new(Kind::Number(digits.to_owned()))
            }
            _ => source.node(),
        }
    }

    fn parameter(&self, key: &str) -> Option<&Self> {
        self.parameters.iter().find(|parameter| parameter.key == key).map(|parameter| &parameter.value)
    }

    /// Where the text says something else than the tree; holes do not count, nor does a missing list of parameters,
    /// which some exporters drop.
    pub(super) fn mismatch(&self, text: &Tree) -> Option<Mismatch> {
        if self.name.as_deref().is_none_or(str::is_empty)
            || (self.kind == SourceType::Function && self.parameters.is_empty())
        {
            return None;
        }
        let mut of_tree = Vec::new();
        self.words(&mut of_tree);
        let mut of_text = Vec::new();
        words_of_text(&text.root, &mut of_text);
        let at = of_text.iter().zip(&of_tree).position(|(text, tree)| text != tree);
        let at = match at {
            None if of_text.len() == of_tree.len() => return None,
            None => of_text.len().min(of_tree.len()),
            Some(at) => at,
        };
        Some(Mismatch {
            text: of_text.get(at).map(Word::to_string),
            tree: of_tree.get(at).map(Word::to_string),
            text_is_shorter: of_text.len() < of_tree.len(),
        })
    }

    /// Whether the tree has a Switch whose parameters do not tell a missing default from the first pair.
    pub(super) fn has_ambiguous_switch(&self) -> bool {
        let parameters = &self.parameters;
        let ambiguous = self.kind == SourceType::Function
            && self.name.as_deref().is_some_and(|name| name.eq_ignore_ascii_case("Switch"))
            && !parameters.is_empty()
            && !parameters.iter().any(|it| it.key.eq_ignore_ascii_case("defaultValue"));
        ambiguous || parameters.iter().any(|parameter| parameter.value.has_ambiguous_switch())
    }

    fn words<'s>(&'s self, out: &mut Vec<Word<'s>>) {
        let name = self.name.as_deref().unwrap_or_default();
        out.push(match self.kind {
            SourceType::Attribute => Word::Attribute(name),
            SourceType::Constant => Word::Constant(Cow::Borrowed(name)),
            SourceType::Function => Word::Function(name),
        });
        for parameter in &self.parameters {
            parameter.value.words(out);
        }
    }
}

/// The first difference between text and tree.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mismatch {
    /// What the text says there; none at its end.
    pub(super) text: Option<String>,
    /// What the tree says there; none at its end.
    pub(super) tree: Option<String>,
    /// Whether the text has fewer parts.
    pub(super) text_is_shorter: bool,
}

/// A part of a source, in the order both forms share.
#[derive(Debug, PartialEq, Eq)]
enum Word<'s> {
    Attribute(&'s str),
    Constant(Cow<'s, str>),
    Function(&'s str),
}

impl std::fmt::Display for Word<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Attribute(name) => write!(out, "[{name}]"),
            Self::Constant(text) => write!(out, "\"{text}\""),
            Self::Function(name) => write!(out, "{name}()"),
        }
    }
}

// INVARIANT: trees are at most `nesting` deep, so the recursion is bounded.
fn words_of_text<'n>(node: &'n Node, out: &mut Vec<Word<'n>>) {
    match &node.kind {
        Kind::Call(call) => {
            out.push(Word::Function(&call.name));
            call.arguments.iter().for_each(|argument| words_of_text(argument, out));
        }
        Kind::Comparison(comparison) => {
            words_of_text(&comparison.left, out);
            out.push(Word::Constant(Cow::Borrowed(comparison.operator.as_str())));
            words_of_text(&comparison.right, out);
        }
        Kind::Attribute(name) => out.push(Word::Attribute(name)),
        Kind::Text(text) | Kind::Number(text) | Kind::Word(text) => {
            out.push(Word::Constant(Cow::Borrowed(text)));
        }
        Kind::Variable(name) => out.push(Word::Constant(Cow::Owned(format!("%{name}%")))),
        Kind::Omitted => {}
    }
}

/// The parameters that occur once, and those that repeat, in the form that has all the keys used.
fn forms<'f>(
    function: &'f Function,
    used: &[Parameter],
) -> (&'f [function::Parameter], &'f [function::Parameter]) {
    let short = function.short_form;
    if !short.is_empty() && used.iter().all(|parameter| is_key(short, parameter)) {
        return (short, &[]);
    }
    let once = function.parameters.len().saturating_sub(function.repeating());
    function.parameters.split_at_checked(once).unwrap_or((function.parameters, &[]))
}

fn is_key(parameters: &[function::Parameter], parameter: &Parameter) -> bool {
    parameters.iter().any(|known| known.key == parameter.key)
}

fn is_iif(function: &Function) -> bool {
    function.name == "IIF"
}

/// `IIF` has the keys `one` to `five`: left side, sign, right side, then, else; a condition without a comparison
/// leaves `two` and `three` out.
fn is_comparison(function: &Function, parameter: &Parameter) -> bool {
    is_iif(function) && matches!(parameter.key.as_str(), "two" | "three")
}

/// The source of an expression in Graph's shape, text and tree: what the portal stores when the expression is saved.
///
/// A number stands quoted in its own node and bare in the text around it. A comparison has a tree only as condition of
/// `IIF`; how Graph shows one elsewhere is not documented, so such a source has its text alone.
///
/// # Errors
/// Those of the expression: `EX101` to `EX206`, `RX101`, `LM001` to `LM003`.
///
/// ```
/// use scimwright::{limits::Limits, sync_schema::source_json};
///
/// let source = source_json("Left([displayName], 20)", &Limits::DEFAULT).map_err(|faults| faults[0].clone())?;
/// assert_eq!(source.pointer("/parameters/1/value/expression").unwrap().as_str(), Some("\"20\""));
/// # Ok::<(), scimwright::diagnostic::Diagnostic>(())
/// ```
pub fn source_json(text: &str, limits: &Limits) -> Result<Json<'static>, Diagnostics> {
    let tree = parse(text, limits)?;
    let context = CheckContext { limits: *limits, ..CheckContext::default() };
    let faults: Diagnostics =
        check(&tree, text, &context).into_iter().filter(crate::diagnostic::Diagnostic::is_error).collect();
    if !faults.is_empty() {
        return Err(faults);
    }
    Ok(graph::to_source(&tree))
}
