//! Expressions as Microsoft Graph writes them: the `attributeMappingSource` tree.

use crate::expression::{Call, Kind, Node, function, print_node};
use crate::value::json::{Json, Object};

/// One part: `expression`, `name`, `type`, `parameters`. Omitted arguments do not appear; a comparison stands in the
/// parameters `one` to `three` of its IIF, as exports write it.
// INVARIANT: trees are at most `nesting` deep, so the recursion is bounded.
pub(super) fn node(part: &Node) -> Json<'static> {
    let text = print_node(part);
    let shape = |name: &str, kind: &'static str, parameters: Vec<Json<'static>>| {
        // A number constant is quoted in its own node, while the text around it keeps the digits.
        let text = if let Kind::Number(number) = &part.kind { format!("\"{number}\"") } else { text.clone() };
        let members: [(&str, Json<'static>); 4] = [
            ("expression", text.into()),
            ("name", name.to_owned().into()),
            ("type", kind.into()),
            ("parameters", parameters.into()),
        ];
        Json::Object(members.into_iter().collect())
    };
    match &part.kind {
        Kind::Attribute(name) => shape(name, "Attribute", Vec::new()),
        Kind::Text(name) | Kind::Number(name) | Kind::Word(name) => shape(name, "Constant", Vec::new()),
        Kind::Variable(name) => shape(&format!("%{name}%"), "Constant", Vec::new()),
        Kind::Omitted => shape("", "Constant", Vec::new()),
        Kind::Call(call) => shape(&call.name, "Function", parameters(call)),
        Kind::Comparison(pair) => {
            let sides = [("one", &pair.left), ("three", &pair.right)];
            let sides = sides.into_iter().map(|(key, side)| parameter(key, node(side))).collect();
            shape(pair.operator.as_str(), "Function", sides)
        }
    }
}

fn parameters(call: &Call) -> Vec<Json<'static>> {
    let count = call.arguments.len();
    let known = function::find_ignoring_case(&call.name);
    let mut list = Vec::new();
    for (index, argument) in call.arguments.iter().enumerate().filter(|(_, argument)| !argument.is_omitted())
    {
        if let (Kind::Comparison(pair), "IIF") = (&argument.kind, known.map_or("", |known| known.name)) {
            let sign = Node::new(Kind::Text(pair.operator.as_str().to_owned()));
            list.extend([
                parameter("one", node(&pair.left)),
                parameter("two", node(&sign)),
                parameter("three", node(&pair.right)),
            ]);
            continue;
        }
        let key = known.and_then(|known| known.parameter(index, count)).map_or("source", |known| known.key);
        list.push(parameter(key, node(argument)));
    }
    list
}

fn parameter(key: &str, value: Json<'static>) -> Json<'static> {
    let members: [(&'static str, Json<'static>); 2] = [("key", key.to_owned().into()), ("value", value)];
    Json::Object(members.into_iter().collect::<Object<'static>>())
}
