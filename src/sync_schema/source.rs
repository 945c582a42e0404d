//! The source of an attribute mapping: a text and a tree that should say the same, and which of them to use.
//!
//! Which form the service reads is not documented. Decided here: attributes and constants by their name, functions by
//! their text, because it has places for findings; by the tree where the text is missing or has lost a part, as
//! exports do with constants that only the service can fill in.

use std::borrow::Cow;

use super::model::{AttributeMapping, MappingSource, Parameter, SourceType};
use crate::diagnostic::{Diagnostic, Diagnostics, Pointer};
use crate::expression::graph::{self, Misfit, Part};
use crate::expression::{CheckContext, Kind, Node, Tree, check, number_text, parse, print_node};
use crate::limits::Limits;
use crate::mapping::Source;
use crate::value::json::Json;

/// A source in one form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ResolvedSource<'s> {
    /// An attribute of the source object.
    Attribute(Cow<'s, str>),
    /// A fixed text.
    Constant(Cow<'s, str>),
    /// The text of an expression.
    Expression(&'s str),
    /// The tree of a function whose text is missing or has lost a part: its text, or why it has none.
    Tree(Result<String, Diagnostic>),
}

impl ResolvedSource<'_> {
    /// The attribute of a direct mapping.
    pub fn attribute(&self) -> Option<&str> {
        match self {
            Self::Attribute(name) => Some(name),
            Self::Constant(_) | Self::Expression(_) | Self::Tree(_) => None,
        }
    }
}

impl From<ResolvedSource<'_>> for Source {
    fn from(resolved: ResolvedSource<'_>) -> Self {
        match resolved {
            ResolvedSource::Attribute(name) => Self::Attribute(name.into_owned()),
            ResolvedSource::Constant(text) => Self::Constant(text.into_owned()),
            ResolvedSource::Expression(text) => Self::Expression(text.to_owned()),
            ResolvedSource::Tree(tree) => Self::Tree(tree),
        }
    }
}

impl AttributeMapping {
    /// The one form of its source; none where there is no source, or it says nothing.
    pub(crate) fn resolved(&self, limits: &Limits) -> Option<ResolvedSource<'_>> {
        self.source.as_ref()?.resolve(limits)
    }
}

impl MappingSource {
    /// The one form of this source; none when it says nothing, as `{}` does.
    ///
    /// A text that does not parse is given as it is, so that whoever evaluates it finds the fault.
    pub fn resolve(&self, limits: &Limits) -> Option<ResolvedSource<'_>> {
        Some(match (self.kind, self.said_name(), self.expression.as_deref()) {
            (SourceType::Attribute, Some(name), _) => ResolvedSource::Attribute(Cow::Borrowed(name)),
            (SourceType::Constant, Some(name), _) => ResolvedSource::Constant(Cow::Borrowed(name)),
            (SourceType::Attribute | SourceType::Constant, None, Some(text)) => {
                match parse(text, limits).map(|tree| tree.root.kind) {
                    Ok(Kind::Attribute(name)) => ResolvedSource::Attribute(Cow::Owned(name)),
                    Ok(Kind::Text(constant)) => ResolvedSource::Constant(Cow::Owned(constant)),
                    _ => ResolvedSource::Expression(text),
                }
            }
            // An empty name is a constant, the empty text; an attribute without a name is nothing.
            (SourceType::Constant, None, None) if self.name.is_some() => {
                ResolvedSource::Constant(Cow::Borrowed(""))
            }
            (SourceType::Function, _, Some(text)) if !self.has_lost_a_part(text, limits) => {
                ResolvedSource::Expression(text)
            }
            (SourceType::Function, _, Some(_)) | (SourceType::Function, Some(_), None) => {
                ResolvedSource::Tree(self.text(limits))
            }
            (_, None, None) => return None,
        })
    }

    /// The name, unless it is empty.
    fn said_name(&self) -> Option<&str> {
        self.name.as_deref().filter(|name| !name.is_empty())
    }

    /// Whether the text has fewer parts than the tree.
    fn has_lost_a_part(&self, text: &str, limits: &Limits) -> bool {
        let mismatch = parse(text, limits).ok().and_then(|tree| self.mismatch(&tree, limits));
        mismatch.is_some_and(|mismatch| mismatch.text_is_shorter)
    }

    /// Where the form that is used stands: the member with the name or the text, else the source as a whole.
    pub fn place(&self, used: &ResolvedSource<'_>) -> Pointer {
        match used {
            ResolvedSource::Attribute(_) if self.said_name().is_some() => self.pointer.with_member("name"),
            ResolvedSource::Attribute(_) | ResolvedSource::Expression(_) => {
                self.pointer.with_member("expression")
            }
            ResolvedSource::Constant(_) | ResolvedSource::Tree(_) => self.pointer.clone(),
        }
    }

    /// The canonical text of the tree.
    ///
    /// # Errors
    /// Why the tree stands for no expression, at the part of it that does not fit: `AM222`, `AM223`, `EX108`, `EX203`,
    /// `EX270`; those of [`parse()`] for a part that has its text alone.
    pub fn text(&self, limits: &Limits) -> Result<String, Diagnostic> {
        self.node(limits).map(|node| print_node(&node))
    }

    /// Whether this node lacks what its tree would be made of: its name, or the parameters that some exporters drop.
    fn lacks_tree(&self) -> bool {
        self.said_name().is_none() || self.kind == SourceType::Function && self.parameters.is_empty()
    }

    /// The text of a node without a tree.
    fn instead(&self) -> Option<&str> {
        self.expression.as_deref().filter(|_| self.lacks_tree())
    }

    /// The tree as an expression.
    // INVARIANT: recursion follows the nesting of the document, which `Limits::nesting` bounds.
    fn node<'s>(&'s self, limits: &Limits) -> Result<Node, Diagnostic> {
        if let Some(text) = self.instead() {
            let at = || self.pointer.with_member("expression");
            return parse(text, limits).map(|tree| tree.root).map_err(|fault| fault.within(at().as_str()));
        }
        let name = self.name.clone().unwrap_or_default();
        let node = match self.kind {
            SourceType::Attribute => graph::attribute(name),
            SourceType::Constant => Ok(Node::new(Kind::Text(name))),
            SourceType::Function => {
                let argument = |given: &'s Parameter| Ok((given.key.as_str(), given.value.node(limits)?));
                let given = self.parameters.iter().map(argument);
                graph::call(name, given.collect::<Result<_, Diagnostic>>()?)
            }
        };
        node.map_err(|misfit| self.located(misfit))
    }

    /// What is wrong with a part of this node, at its place.
    fn located(&self, Misfit { part, finding }: Misfit) -> Diagnostic {
        let place = match part {
            Part::Name => self.pointer.with_member("name"),
            Part::Parameters => self.pointer.with_member("parameters"),
            Part::Parameter(place) => {
                self.parameters.get(place).map_or(&self.pointer, |parameter| &parameter.pointer).clone()
            }
        };
        finding.made_of(Some(place.as_str()))
    }

    /// Where the text says something else than the tree; holes do not count, nor does a missing list of parameters,
    /// which some exporters drop.
    pub(super) fn mismatch(&self, text: &Tree, limits: &Limits) -> Option<Mismatch> {
        if self.lacks_tree() {
            return None;
        }
        let mut of_tree = Vec::new();
        self.words(limits, &mut of_tree);
        let mut of_text = Vec::new();
        words_of_text(&text.root, &mut of_text);
        let at = of_text.iter().zip(&of_tree).position(|(text, tree)| !text.says(tree));
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
        let keys = self.parameters.iter().map(|parameter| parameter.key.as_str());
        let ambiguous = self.kind == SourceType::Function
            && !self.parameters.is_empty()
            && self.name.as_deref().is_some_and(|name| graph::is_ambiguous_switch(name, keys));
        ambiguous || self.parameters.iter().any(|parameter| parameter.value.has_ambiguous_switch())
    }

    fn words(&self, limits: &Limits, out: &mut Vec<Word>) {
        if let Some(text) = self.instead()
            && let Ok(tree) = parse(text, limits)
        {
            return words_of_text(&tree.root, out);
        }
        let name = self.name.clone().unwrap_or_default();
        out.push(match self.kind {
            SourceType::Attribute => Word::Attribute(name),
            SourceType::Constant => Word::Constant(name),
            SourceType::Function => Word::Function(name),
        });
        for parameter in &self.parameters {
            parameter.value.words(limits, out);
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
enum Word {
    Attribute(String),
    Constant(String),
    Function(String),
    /// A number constant of a text.
    Number(String),
}

impl Word {
    /// Whether two words say the same: a number stands as it is spelled or as what it is.
    fn says(&self, other: &Self) -> bool {
        let is_spelling = |number: &Self, name: &Self| match (number, name) {
            (Self::Number(spelling), Self::Constant(name) | Self::Number(name)) => {
                number_text(spelling) == *name
            }
            _ => false,
        };
        self == other || is_spelling(self, other) || is_spelling(other, self)
    }
}

impl std::fmt::Display for Word {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Attribute(name) => write!(out, "[{name}]"),
            Self::Constant(text) | Self::Number(text) => write!(out, "\"{text}\""),
            Self::Function(name) => write!(out, "{name}()"),
        }
    }
}

// INVARIANT: trees are at most `nesting` deep, so the recursion is bounded.
fn words_of_text(node: &Node, out: &mut Vec<Word>) {
    match &node.kind {
        Kind::Call(call) => {
            out.push(Word::Function(call.name.clone()));
            call.arguments.iter().for_each(|argument| words_of_text(argument, out));
        }
        Kind::Comparison(comparison) => {
            words_of_text(&comparison.left, out);
            out.push(Word::Constant(comparison.operator.as_str().to_owned()));
            words_of_text(&comparison.right, out);
        }
        Kind::Attribute(name) => out.push(Word::Attribute(name.clone())),
        Kind::Text(text) | Kind::Word(text) => out.push(Word::Constant(text.clone())),
        Kind::Number(spelling) => out.push(Word::Number(spelling.clone())),
        Kind::Variable(name) => out.push(Word::Constant(format!("%{name}%"))),
        Kind::Omitted => {}
    }
}

/// The source of an expression in Graph's shape, text and tree: what the portal stores when the expression is saved.
///
/// A number stands quoted in its own node and bare in the text around it. A comparison has a tree only as condition of
/// `IIF`; how Graph shows one elsewhere is not documented, so such a source has its text alone.
///
/// # Errors
/// Those of [`parse()`] and the errors of [`check()`]: `EX101` to `EX206`, `EX303`, `RX101`, `RX102`, `LM001` to `LM003`,
/// `LM006`, `LM007`.
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
    let faults: Diagnostics = check(&tree, text, &context).into_iter().filter(Diagnostic::is_error).collect();
    if !faults.is_empty() {
        return Err(faults);
    }
    Ok(graph::to_source(&tree))
}
