//! The call that a function node of Graph's tree stands for.

use super::super::ast::{Call, Comparator, Comparison, Kind, Node};
use super::super::function::{self, Function, Need, Parameter};
use super::super::print::{print_node, quote};
use super::super::program;
use super::super::token::{attribute_length, name_length};
use crate::diagnostic::Span;

/// The call of a function node with the keys and values of its parameters.
///
/// Arguments stand where the parameter of that key stands, with a hole where none is given; a key may be written in any
/// letter case, or as the parameter is documented. Where the function or a key is not known, they stand in the order
/// of the document.
pub(crate) fn call(name: String, given: Vec<(&str, Node)>) -> Node {
    if name_length(&name) < name.len() {
        return unspeakable(&name);
    }
    let arguments = match function::find_ignoring_case(&name).map(|known| arguments(known, &given)) {
        Some(Some(arguments)) => arguments,
        _ => given.into_iter().map(|(_, argument)| argument).collect(),
    };
    Node::new(Kind::Call(Call { name, name_span: Span::default(), arguments }))
}

/// The reference of an attribute node.
pub(crate) fn attribute(name: String) -> Node {
    let length = attribute_length(&format!("[{name}]"));
    if length == Some(name.len().saturating_add(2)) && !name.starts_with('[') && name.trim() == name {
        Node::new(Kind::Attribute(name))
    } else {
        unspeakable(&name)
    }
}

/// A name that no expression can hold: it would be read as something else. It stands as a text in two pairs of brackets,
/// which is refused with this name.
fn unspeakable(name: &str) -> Node {
    as_written(&format!("[[{}]]", quote(name)))
}

/// Whether the parameters of a Switch do not tell a missing default from the first pair.
pub(crate) fn is_ambiguous_switch<'k>(name: &str, mut keys: impl Iterator<Item = &'k str>) -> bool {
    let is_default = |key: &str| key.eq_ignore_ascii_case("defaultValue");
    function::find_ignoring_case(name).is_some_and(|known| known.is("Switch")) && !keys.any(is_default)
}

/// Arguments by their keys; none where a key is not known.
fn arguments(known: &Function, given: &[(&str, Node)]) -> Option<Vec<Node>> {
    let is_sign = |key: &str| known.is("IIF") && COMPARED.iter().any(|of_it| key.eq_ignore_ascii_case(of_it));
    let form = [known.short_form, known.parameters].into_iter().find(|form| {
        given.iter().all(|(key, _)| is_sign(key) || form.iter().any(|parameter| is_key(parameter, key)))
    })?;
    let value = |parameter: &Parameter| value(given, |key| is_key(parameter, key));
    let once = form.iter().filter(|parameter| !parameter.need.repeats());
    let mut arguments: Vec<Node> = once
        .clone()
        .map(|parameter| value(parameter).map_or(Node::new(Kind::Omitted), |node| written(parameter, &node)))
        .collect();
    // Optional arguments at the end are left out; Replace is stored with all its positions.
    while !known.is("Replace")
        && known.repeating() == 0
        && arguments.last().is_some_and(Node::is_omitted)
        && form.get(arguments.len().saturating_sub(1)).is_some_and(|last| last.need == Need::Optional)
    {
        arguments.pop();
    }
    let is_once = |key: &str| once.clone().any(|parameter| is_key(parameter, key));
    let mut rest = given.iter().filter(|(key, _)| !is_once(key) && !is_sign(key)).map(|(_, node)| node);
    // Pairs are even in number: the odd one is the default, which has lost its own key.
    if is_ambiguous_switch(known.name, given.iter().map(|(key, _)| *key))
        && rest.clone().count() % 2 == 1
        && let Some(default) = arguments.get_mut(1)
    {
        *default = rest.next()?.clone();
    }
    arguments.extend(rest.cloned());
    if known.is("IIF")
        && let Some(condition) = arguments.first_mut()
        && let Some(comparison) = comparison(condition, given)
    {
        *condition = comparison;
    }
    Some(arguments)
}

/// The argument of a key. Where several have it, the key stands in its place, as a text that is refused with it.
fn value(given: &[(&str, Node)], is_key: impl Fn(&str) -> bool) -> Option<Node> {
    let mut found = given.iter().filter(|(key, _)| is_key(key));
    let (key, node) = found.next()?;
    Some(match found.next() {
        None => node.clone(),
        Some(_) => as_written(&format!("[[{} twice]]", quote(key))),
    })
}

fn is_key(parameter: &Parameter, key: &str) -> bool {
    parameter.key.eq_ignore_ascii_case(key) || parameter.name.eq_ignore_ascii_case(key)
}

/// The keys of sign and right side of a comparison in `IIF`.
const COMPARED: [&str; 2] = ["two", "three"];

/// The condition of `IIF`, which has the keys `one` to `five`: left side, sign, right side, then, else. A condition
/// without a comparison leaves `two` and `three` out.
fn comparison(left: &Node, given: &[(&str, Node)]) -> Option<Node> {
    let [sign, right] = COMPARED.map(|of_it| value(given, |key| key.eq_ignore_ascii_case(of_it)));
    sign.as_ref().or(right.as_ref())?;
    let sign = match sign.unwrap_or(Node::new(Kind::Omitted)) {
        // No sign, and no expression: the fault is found in it alone.
        sign if matches!(sign.kind, Kind::Word(_)) => return Some(sign),
        sign => sign.as_text().map_or_else(|| print_node(&sign), |text| text.trim().to_owned()),
    };
    let right = right.unwrap_or(Node::new(Kind::Omitted));
    Some(match Comparator::from_sign(&sign) {
        Some(operator) => {
            let comparison =
                Comparison { left: left.clone(), operator, operator_span: Span::default(), right };
            Node::new(Kind::Comparison(Box::new(comparison)))
        }
        None => as_written(&[print_node(left), sign, print_node(&right)].join(" ")),
    })
}

/// What is no expression, as it is written: whoever reads the text made of it finds the fault.
pub(crate) fn as_written(text: &str) -> Node {
    Node::new(Kind::Word(text.to_owned()))
}

/// An argument as its parameter prints it: a number and a word of the language stand bare.
fn written(parameter: &Parameter, node: &Node) -> Node {
    let Kind::Text(text) = &node.kind else { return node.clone() };
    let is_number = matches!(parameter.kind, function::Kind::Integer | function::Kind::Number)
        && text
            .strip_prefix('-')
            .unwrap_or(text)
            .starts_with(|first: char| first.is_ascii_digit() || first == '&')
        && program::number_fits(text);
    if is_number {
        Node::new(Kind::Number(text.clone()))
    } else if parameter.words.contains(&text.as_str()) {
        Node::new(Kind::Word(text.clone()))
    } else {
        node.clone()
    }
}
