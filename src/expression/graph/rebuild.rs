//! `attributeMappingSource` to tree. The text is authoritative where it is there and says as much as the tree of
//! parameters; the tree keeps `%…%` constants, which the text has lost.

use super::super::ast::{Call, Comparator, Comparison, Kind, Node, Tree};
use super::super::function::{self, Function, Need};
use super::super::parse::parse;
use super::super::print::print;
use crate::diagnostic::code::expression as code;
use crate::diagnostic::{Diagnostic, Diagnostics, Span, quoted};
use crate::limits::{Limits, exceeded};
use crate::value::json::Json;

/// A source read from its Graph form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The tree; its spans count in `text`.
    pub tree: Tree,
    /// The text: the stored one where it was parsed, else the canonical text of the tree.
    pub text: String,
    /// What was doubtful about the two forms.
    pub findings: Diagnostics,
}

/// Reads an `attributeMappingSource`. `None` for a source without name and expression: nothing is mapped.
///
/// # Errors
/// Those of [`parse`] for a text that does not parse and has no parameters beside it; `LM002` and `LM003` for a tree
/// beyond the limits.
pub fn from_source(source: &Json<'_>, limits: &Limits) -> Result<Option<Imported>, Diagnostic> {
    let name = source.get("name").and_then(Json::as_str).filter(|name| !name.is_empty());
    let text = source.get("expression").and_then(Json::as_str).filter(|text| !text.trim().is_empty());
    let kind = source.get("type").and_then(Json::as_str).unwrap_or("Attribute");
    if kind.eq_ignore_ascii_case("Function") {
        return function(source, name, text, limits);
    }
    let mut node = leaf(kind, name, text);
    if name.is_none()
        && let Some(text) = text
        && let Ok(tree) = parse(text, limits)
    {
        node = Some(tree.root);
    }
    Ok(node.map(|root| finish(Tree { root }, text, Diagnostics::new(), limits)))
}

/// An attribute or a constant by its name.
fn leaf(kind: &str, name: Option<&str>, text: Option<&str>) -> Option<Node> {
    let constant = kind.eq_ignore_ascii_case("Constant");
    let name = match name {
        Some(name) => name,
        // An empty constant has an empty name.
        None if constant && text.is_some_and(|text| text.trim() == "\"\"") => "",
        None => return None,
    };
    Some(Node::new(if constant { constant_kind(name) } else { Kind::Attribute(name.to_owned()) }))
}

fn constant_kind(name: &str) -> Kind {
    let variable = name.strip_prefix('%').and_then(|rest| rest.strip_suffix('%'));
    match variable.filter(|name| {
        name.starts_with(|first: char| first.is_ascii_alphabetic())
            && name.chars().all(|one| one.is_ascii_alphanumeric() || matches!(one, '_' | '.'))
    }) {
        Some(variable) => Kind::Variable(variable.to_owned()),
        None => Kind::Text(name.to_owned()),
    }
}

fn function(
    source: &Json<'_>,
    name: Option<&str>,
    text: Option<&str>,
    limits: &Limits,
) -> Result<Option<Imported>, Diagnostic> {
    let has_tree =
        name.is_some() && source.get("parameters").and_then(Json::as_array).is_some_and(|p| !p.is_empty());
    let parsed = text.map(|text| parse(text, limits));
    let built = if has_tree {
        let mut builder = Builder { limits, nodes: 0, findings: Diagnostics::new() };
        builder.node(source, None, 0)?.map(|root| (Tree { root }, builder.findings))
    } else {
        None
    };
    match (parsed, built) {
        (Some(Ok(tree)), Some((built, _))) => {
            let (written, stored) = (leaves(&tree), leaves(&built));
            if written == stored {
                return Ok(Some(finish(tree, text, Diagnostics::new(), limits)));
            }
            // The text loses constants that the service fills in; otherwise it is what the author wrote.
            let prefer_tree = written.len() < stored.len();
            let message = format!(
                "the text says {}, the parameters {}",
                quoted(&written.join(" ")),
                quoted(&stored.join(" "))
            );
            let taken =
                if prefer_tree { "the parameters are taken, they say more" } else { "the text is taken" };
            let findings = Diagnostic::new(&code::FORMS_DIFFER, message).help(taken).into();
            Ok(Some(finish(if prefer_tree { built } else { tree }, text, findings, limits)))
        }
        (Some(Ok(tree)), None) => Ok(Some(finish(tree, text, Diagnostics::new(), limits))),
        (_, Some((built, findings))) => Ok(Some(finish(built, None, findings, limits))),
        (Some(Err(refused)), None) => Err(refused),
        (None, None) => {
            // A call without arguments, such as `Now()`.
            let call =
                |name: &str| Call { name: name.to_owned(), name_span: Span::point(0), arguments: Vec::new() };
            let root = name.map(|name| Node::new(Kind::Call(call(name))));
            Ok(root.map(|root| finish(Tree { root }, None, Diagnostics::new(), limits)))
        }
    }
}

/// The tree with spans: the stored text where it reads as this tree, else the canonical one.
fn finish(tree: Tree, text: Option<&str>, findings: Diagnostics, limits: &Limits) -> Imported {
    let same = |text: &str| parse(text, limits).ok().filter(|read| *read == tree);
    let canonical = || print(&tree);
    let text = text.filter(|text| same(text).is_some()).map_or_else(canonical, str::to_owned);
    let tree = same(&text).unwrap_or(tree);
    Imported { tree, text, findings }
}

/// Function names, attributes and constants in order, holes left out: what both forms hold.
fn leaves(tree: &Tree) -> Vec<String> {
    let mut leaves = Vec::new();
    tree.root.walk(&mut |node| match &node.kind {
        Kind::Call(call) => leaves.push(format!("{}()", call.name)),
        Kind::Attribute(name) => leaves.push(format!("[{name}]")),
        Kind::Text(text) | Kind::Number(text) | Kind::Word(text) => leaves.push(text.clone()),
        Kind::Variable(name) => leaves.push(format!("%{name}%")),
        Kind::Comparison(pair) => leaves.push(pair.operator.as_str().to_owned()),
        Kind::Omitted => {}
    });
    leaves
}

struct Builder<'l> {
    limits: &'l Limits,
    nodes: usize,
    findings: Diagnostics,
}

impl Builder<'_> {
    /// A node from its `name`, `type` and `parameters`; `kind` is what its parameter takes.
    fn node(
        &mut self,
        source: &Json<'_>,
        kind: Option<function::Kind>,
        depth: usize,
    ) -> Result<Option<Node>, Diagnostic> {
        const SURFACE: &str = "the tree of parameters";
        self.nodes = self.nodes.saturating_add(1);
        if self.nodes > self.limits.ast_nodes {
            let most = self.limits.ast_nodes as u64;
            return Err(exceeded(&crate::diagnostic::code::limit::NODES, SURFACE, "astNodes", most, None));
        }
        if depth >= self.limits.nesting.min(Limits::NESTING_CEILING) {
            let most = self.limits.nesting as u64;
            return Err(exceeded(&crate::diagnostic::code::limit::NESTING, SURFACE, "nesting", most, None));
        }
        let name = source.get("name").and_then(Json::as_str);
        let text = source.get("expression").and_then(Json::as_str);
        let of_type = source.get("type").and_then(Json::as_str).unwrap_or("Attribute");
        if !of_type.eq_ignore_ascii_case("Function") {
            let node = leaf(of_type, name.filter(|name| !name.is_empty() || of_type == "Constant"), text);
            return Ok(node.map(|node| typed(node, kind)));
        }
        let Some(name) = name else { return Ok(None) };
        let mut given = Vec::new();
        for parameter in source.get("parameters").and_then(Json::as_array).unwrap_or_default() {
            let key = parameter.get("key").and_then(Json::as_str).unwrap_or_default();
            let Some(value) = parameter.get("value") else { continue };
            let known = function::resolve(name);
            let kind = known
                .and_then(|known| known.parameters.iter().find(|known| known.key == key))
                .map(|p| p.kind);
            if let Some(node) = self.node(value, kind, depth.saturating_add(1))? {
                given.push((key, node));
            }
        }
        let arguments = match function::resolve(name) {
            Some(known) => self.arguments(known, given),
            None => given.into_iter().map(|(_, node)| node).collect(),
        };
        let call = Call { name: name.to_owned(), name_span: Span::point(0), arguments };
        Ok(Some(Node::new(Kind::Call(call))))
    }

    /// Arguments by their keys, holes where none is given.
    fn arguments(&mut self, known: &'static Function, mut given: Vec<(&str, Node)>) -> Vec<Node> {
        let mut take = |key: &str| {
            let at = given.iter().position(|(given, _)| given.eq_ignore_ascii_case(key))?;
            Some(given.remove(at).1)
        };
        let hole = || Node::new(Kind::Omitted);
        if known.is("IIF") {
            let (one, two, three) = (take("one"), take("two"), take("three"));
            let operator = two.as_ref().and_then(Node::as_text).and_then(Comparator::from_sign);
            let condition = match (one, operator, three) {
                (Some(left), Some(operator), Some(right)) => {
                    Node::new(Kind::Comparison(Box::new(Comparison {
                        left,
                        operator,
                        operator_span: Span::point(0),
                        right,
                    })))
                }
                (one, _, _) => one.unwrap_or_else(hole),
            };
            return vec![condition, take("four").unwrap_or_else(hole), take("five").unwrap_or_else(hole)];
        }
        let short = !known.short_form.is_empty() && !given.iter().any(|(key, _)| *key == "dateTimeStyles");
        let form = if short { known.short_form } else { known.parameters };
        if known.is("Switch") && !given.iter().any(|(key, _)| key.eq_ignore_ascii_case("defaultValue")) {
            let message = "the parameters of `Switch` do not tell a missing default from the first pair";
            self.findings.push(
                Diagnostic::new(&code::AMBIGUOUS_SWITCH, message)
                    .help("an even number of `switchValue` is read as pairs"),
            );
            let values = given.iter().filter(|(key, _)| key.eq_ignore_ascii_case("switchValue")).count();
            if let Some((key, _)) = given.iter_mut().find(|(key, _)| key.eq_ignore_ascii_case("switchValue"))
                && values % 2 == 1
            {
                *key = "defaultValue";
            }
        }
        let mut take = |key: &str| {
            let at = given.iter().position(|(given, _)| given.eq_ignore_ascii_case(key))?;
            Some(given.remove(at).1)
        };
        let mut arguments = Vec::new();
        for parameter in form.iter().filter(|parameter| !parameter.need.repeats()) {
            arguments.push(take(parameter.key).unwrap_or_else(hole));
        }
        // Optional arguments at the end are left out; Replace is stored with all its positions.
        let optional = |arguments: &[Node]| {
            let last = arguments.len().checked_sub(1).and_then(|last| form.get(last));
            arguments.last().is_some_and(Node::is_omitted)
                && last.is_some_and(|last| last.need == Need::Optional)
        };
        while !known.is("Replace") && optional(&arguments) {
            arguments.pop();
        }
        arguments.extend(given.into_iter().map(|(_, node)| node));
        arguments
    }
}

/// A constant as its parameter prints it: bare digits for a number, a bare word.
fn typed(node: Node, kind: Option<function::Kind>) -> Node {
    let Kind::Text(text) = &node.kind else { return node };
    let digits = text.strip_prefix('-').unwrap_or(text);
    let number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    match kind {
        Some(function::Kind::Integer | function::Kind::Number) if number => {
            Node::new(Kind::Number(text.clone()))
        }
        _ if function::words().any(|word| word == text) => Node::new(Kind::Word(text.clone())),
        _ => node,
    }
}
