//! Expressions as Microsoft Graph writes them: the `attributeMappingSource` tree, `parseExpression`, `functions`.
//!
//! The printing rules reproduce the stored text of every function node of real exports: arguments joined by `", "`, a
//! number bare inside its parent and quoted in its own node, nothing in the place of a `%…%` constant.

mod listing;
mod rebuild;
mod request;

pub use listing::functions;
pub(crate) use rebuild::{Misfit, Part, attribute, call, is_ambiguous_switch};
pub use request::{parse_expression, refuse};

use super::ast::{Call, Kind, Node, Tree};
use super::function;
use super::print::{print, quote, stored};
use super::program::number_text;
use crate::value::json::{Json, Object};

/// The tree as `attributeMappingSource`: `expression`, `name`, `type`, `parameters`. Omitted arguments do not appear.
/// A comparison becomes the parameters `one` to `three` of its IIF. How Graph shows one elsewhere is not documented, and
/// an argument that the function does not take has no key, and the parameters of a Switch do not tell which of its values
/// is omitted, so an expression with one of these has its text alone.
pub fn to_source(tree: &Tree) -> Json<'static> {
    let mut written = source(&tree.root, false);
    if (matches!(tree.root.kind, Kind::Comparison(_)) || has_no_tree(&tree.root))
        && let Some(object) = written.as_object_mut()
    {
        object.insert("parameters", Vec::new());
        // Standing alone it must keep its variables, which Graph's text leaves out beside a tree.
        object.insert("expression", print(tree));
    }
    written
}

/// Whether a comparison stands anywhere but as condition of `IIF`, a function has more arguments than it takes, or a value
/// of a Switch is omitted.
// INVARIANT: as for `source`.
fn has_no_tree(node: &Node) -> bool {
    let called = function::called(node);
    let most = called.and_then(function::Function::maximum);
    node.children().enumerate().any(|(index, child)| {
        let is_condition = index == 0 && called.is_some_and(|known| known.is("IIF"));
        let is_loose = matches!(child.kind, Kind::Comparison(_)) && !is_condition;
        let is_lost = index > 1 && child.is_omitted() && called.is_some_and(|known| known.is("Switch"));
        is_loose || is_lost || most.is_some_and(|most| index >= most) || has_no_tree(child)
    })
}

// INVARIANT: trees are at most `nesting` deep, so the recursion is bounded.
fn source(node: &Node, keeps_spelling: bool) -> Json<'static> {
    let text = stored(node);
    let (name, kind, text, parameters) = match &node.kind {
        Kind::Attribute(name) => (name.clone(), "Attribute", Json::from(text), Vec::new()),
        Kind::Text(name) => (name.clone(), "Constant", Json::from(text), Vec::new()),
        Kind::Number(spelling) => {
            // The node alone is a text: where that is no number again, it must say what the number says.
            let name = if keeps_spelling { spelling.clone() } else { number_text(spelling) };
            let quoted = Json::from(quote(&name));
            (name, "Constant", quoted, Vec::new())
        }
        Kind::Word(name) => (name.clone(), "Constant", Json::from(text), Vec::new()),
        Kind::Variable(name) => (format!("%{name}%"), "Constant", Json::Null, Vec::new()),
        Kind::Call(call) => (call.name.clone(), "Function", Json::from(text), parameters(call)),
        Kind::Comparison(_) | Kind::Omitted => (String::new(), "Function", Json::from(text), Vec::new()),
    };
    let members: [(&str, Json<'static>); 4] = [
        ("expression", text),
        ("name", name.into()),
        ("type", kind.into()),
        ("parameters", parameters.into()),
    ];
    Json::Object(members.into_iter().collect())
}

fn parameters(call: &Call) -> Vec<Json<'static>> {
    let count = call.arguments.len();
    let known = function::find_ignoring_case(&call.name);
    let mut list = Vec::new();
    for (index, argument) in call.arguments.iter().enumerate().filter(|(_, argument)| !argument.is_omitted())
    {
        if let Kind::Comparison(pair) = &argument.kind
            && index == 0
            && known.is_some_and(|known| known.is("IIF"))
        {
            let sign = Node::new(Kind::Text(pair.operator.as_str().to_owned()));
            list.push(parameter("one", source(&pair.left, false)));
            list.push(parameter("two", source(&sign, false)));
            list.push(parameter("three", source(&pair.right, false)));
            continue;
        }
        let taken = known.and_then(|known| known.parameter(index, count));
        let key = taken.map_or("source", |known| known.key);
        list.push(parameter(key, source(argument, taken.is_some_and(rebuild::takes_number))));
    }
    list
}

fn parameter(key: &str, value: Json<'static>) -> Json<'static> {
    Json::Object(
        [("key", Json::from(key.to_owned())), ("value", value)].into_iter().collect::<Object<'static>>(),
    )
}
