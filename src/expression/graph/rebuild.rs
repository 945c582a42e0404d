//! The call that a function node of Graph's tree stands for.

use super::super::ast::{Call, Comparator, Comparison, Kind, Node};
use super::super::function::{self, Function, Need, Parameter};
use super::super::parse::parse;
use super::super::print::print_node;
use super::super::program;
use super::super::token::{attribute_length, name_length};
use crate::diagnostic::{Diagnostic, Severity, Span, code, quoted};
use crate::limits::Limits;

/// Why a node of a tree stands for no expression.
#[derive(Debug)]
pub(crate) struct Misfit {
    /// The part of the node that does not fit.
    pub(crate) part: Part,
    /// What is wrong with it; whoever has the document adds the place.
    pub(crate) finding: Diagnostic,
}

/// A part of a node of a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// Its name.
    Name,
    /// All of its parameters.
    Parameters,
    /// One of its parameters, by its place among those given.
    Parameter(usize),
}

impl Misfit {
    fn new(part: Part, finding: Diagnostic) -> Self {
        Self { part, finding }
    }
}

/// The call of a function node with the keys and values of its parameters.
///
/// Arguments stand where the parameter of that key stands, with a hole where none is given; a key may be written in any
/// letter case, or as the parameter is documented. Where the function or a key is not known, they stand in the order
/// of the document.
///
/// # Errors
/// `AM222` for a name that no expression can hold, `AM223` for an argument given twice, `EX108` and `EX203` for a condition
/// that is no comparison, `EX270` for a Switch that has lost an omitted value.
pub(crate) fn call(name: String, given: Vec<(&str, Node)>) -> Result<Node, Misfit> {
    if name_length(&name) < name.len() {
        return Err(unspeakable(&name, "names of functions are letters, digits and `_`"));
    }
    let arguments = match function::find_ignoring_case(&name) {
        Some(known) => arguments(known, &given)?,
        None => None,
    };
    let arguments = arguments.unwrap_or_else(|| given.into_iter().map(|(_, argument)| argument).collect());
    Ok(Node::new(Kind::Call(Call { name, name_span: Span::default(), arguments })))
}

/// The reference of an attribute node.
///
/// # Errors
/// `AM222` for a name that would be read as something else.
pub(crate) fn attribute(name: String) -> Result<Node, Misfit> {
    let length = attribute_length(&format!("[{name}]"));
    if length == Some(name.len().saturating_add(2)) && !name.starts_with('[') && name.trim() == name {
        Ok(Node::new(Kind::Attribute(name)))
    } else {
        let help =
            "brackets and quotes in the name of an attribute must be closed, and no blanks stand at its ends";
        Err(unspeakable(&name, help))
    }
}

fn unspeakable(name: &str, help: &str) -> Misfit {
    let message = format_args!("an expression cannot hold the name {}", quoted(name));
    let finding = Diagnostic::new(&code::attribute_mapping::NAME_UNFIT, message);
    Misfit::new(Part::Name, finding.help(help))
}

/// Whether the parameters of a Switch do not tell a missing default from the first pair.
pub(crate) fn is_ambiguous_switch<'k>(name: &str, mut keys: impl Iterator<Item = &'k str>) -> bool {
    let is_default = |key: &str| key.eq_ignore_ascii_case("defaultValue");
    function::find_ignoring_case(name).is_some_and(|known| known.is("Switch")) && !keys.any(is_default)
}

/// Arguments by their keys; none where a key is not known.
fn arguments(known: &Function, given: &[(&str, Node)]) -> Result<Option<Vec<Node>>, Misfit> {
    let is_sign = |key: &str| known.is("IIF") && COMPARED.iter().any(|of_it| key.eq_ignore_ascii_case(of_it));
    let form = [known.short_form, known.parameters].into_iter().find(|form| {
        given.iter().all(|(key, _)| is_sign(key) || form.iter().any(|parameter| is_key(parameter, key)))
    });
    let Some(form) = form else { return Ok(None) };
    let once = form.iter().filter(|parameter| !parameter.need.repeats());
    let argument = |parameter: &Parameter| {
        let value = value(given, |key| is_key(parameter, key))?;
        Ok(value.map_or(Node::new(Kind::Omitted), |(_, node)| written(parameter, node)))
    };
    let mut arguments = once.clone().map(argument).collect::<Result<Vec<Node>, Misfit>>()?;
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
    if is_ambiguous_switch(known.name, given.iter().map(|(key, _)| *key))
        && rest.clone().count() % 2 == 1
        && let Some(default) = arguments.get_mut(1)
        && let Some(value) = rest.next()
    {
        // Pairs are even in number: the odd one is the default, which has lost its own key.
        *default = value.clone();
    }
    if known.is("Switch") && rest.clone().count() % 2 == 1 {
        return Err(lost_value());
    }
    arguments.extend(rest.cloned());
    if known.is("IIF")
        && let Some(condition) = arguments.first_mut()
        && let Some(comparison) = comparison(condition, given)?
    {
        *condition = comparison;
    }
    Ok(Some(arguments))
}

/// The argument of a key, and its place.
fn value<'g>(
    given: &'g [(&str, Node)],
    is_key: impl Fn(&str) -> bool,
) -> Result<Option<(usize, &'g Node)>, Misfit> {
    let mut found = given.iter().enumerate().filter(|(_, (key, _))| is_key(key));
    let Some((place, (key, node))) = found.next() else { return Ok(None) };
    match found.next() {
        None => Ok(Some((place, node))),
        Some((again, _)) => {
            let message = format_args!("the argument {} is given more than once", quoted(key));
            let finding = Diagnostic::new(&code::attribute_mapping::ARGUMENT_REPEATED, message);
            let help = "the function takes it once: keep one of its parameters";
            Err(Misfit::new(Part::Parameter(again), finding.help(help)))
        }
    }
}

fn is_key(parameter: &Parameter, key: &str) -> bool {
    parameter.key.eq_ignore_ascii_case(key) || parameter.name.eq_ignore_ascii_case(key)
}

/// The keys of sign and right side of a comparison in `IIF`.
const COMPARED: [&str; 2] = ["two", "three"];

/// The condition of `IIF`, which has the keys `one` to `five`: left side, sign, right side, then, else. A condition
/// without a comparison leaves `two` and `three` out.
fn comparison(left: &Node, given: &[(&str, Node)]) -> Result<Option<Node>, Misfit> {
    let [sign, right] = COMPARED.map(|of_it| value(given, |key| key.eq_ignore_ascii_case(of_it)));
    let (sign, right) = match (sign?, right?) {
        (None, None) => return Ok(None),
        (Some(_), _) if left.is_omitted() => return Err(incomplete("one")),
        (None, Some(_)) => return Err(incomplete("two")),
        (Some(_), None) => return Err(incomplete("three")),
        (Some(sign), Some((_, right))) => (sign, right),
    };
    let (place, sign) = sign;
    let sign = sign.as_text().map_or_else(|| print_node(sign), |text| text.trim().to_owned());
    let Some(operator) = Comparator::from_sign(&sign) else {
        return Err(Misfit::new(Part::Parameter(place), no_sign(&sign)));
    };
    let comparison =
        Comparison { left: left.clone(), operator, operator_span: Span::default(), right: right.clone() };
    Ok(Some(Node::new(Kind::Comparison(Box::new(comparison)))))
}

fn incomplete(key: &str) -> Misfit {
    let message = format_args!("a comparison in `IIF` lacks the argument `{key}`");
    let finding = Diagnostic::new(&code::expression::MISSING_ARGUMENT, message);
    let help = "`one` is the left side, `two` the sign, `three` the right side";
    Misfit::new(Part::Parameters, finding.help(help))
}

/// What is wrong with a sign: what the parser says where it knows the sign from another language. Whatever else it finds is
/// of a text that nobody has written.
fn no_sign(sign: &str) -> Diagnostic {
    let is_of_sign = |fault: &Diagnostic| fault.code == &code::expression::FOREIGN_OPERATOR;
    let known = parse(&format!("[one] {sign} [three]"), &Limits::DEFAULT).err().filter(is_of_sign);
    let message = || format!("{} is no sign of comparison", quoted(sign));
    known.unwrap_or_else(|| Diagnostic::new(&code::expression::FOREIGN_OPERATOR, message()))
}

/// Whether a number constant is kept as it is spelled; to any other parameter it is a text like others.
pub(super) fn takes_number(parameter: &Parameter) -> bool {
    matches!(parameter.kind, function::Kind::Integer | function::Kind::Number)
}

fn lost_value() -> Misfit {
    let message = "the parameters of `Switch` hold `switchValue`s odd in number beside a `defaultValue`";
    let finding = Diagnostic::new(&code::expression::AMBIGUOUS_SWITCH, message).severity(Severity::Error);
    let help = "`switchValue`s are pairs: give the missing one, or keep the text of the expression";
    Misfit::new(Part::Parameters, finding.help(help))
}

/// An argument as its parameter prints it: a number and a word of the language stand bare.
fn written(parameter: &Parameter, node: &Node) -> Node {
    let Kind::Text(text) = &node.kind else { return node.clone() };
    let is_number = takes_number(parameter)
        && text
            .strip_prefix('-')
            .unwrap_or(text)
            .starts_with(|first: char| first.is_ascii_digit() || first == '&')
        && text.bytes().all(|byte| byte.is_ascii_graphic())
        && program::number_fits(text);
    if is_number {
        Node::new(Kind::Number(text.clone()))
    } else if parameter.words.contains(&text.as_str()) {
        Node::new(Kind::Word(text.clone()))
    } else {
        node.clone()
    }
}
