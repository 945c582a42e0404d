//! Canonical text and a layout for long expressions.

use super::ast::{Kind, Node, Tree};

/// The canonical text: arguments joined by `", "`, nothing for an omitted one, no other blanks. This is how the
/// service echoes an expression (Microsoft Graph, `parseExpression`). Parsing it gives the same tree.
pub fn print(tree: &Tree) -> String {
    print_node(&tree.root)
}

/// The canonical text of one node.
pub fn print_node(node: &Node) -> String {
    let mut out = String::new();
    write_node(&mut out, node, true);
    out
}

/// The text as the service stores it: canonical, but with nothing in the place of a variable, except beside a sign of
/// comparison, which would lack its side.
pub(super) fn stored(node: &Node) -> String {
    let mut out = String::new();
    write_node(&mut out, node, false);
    out
}

/// A text constant with its quotes; only `"` and `\` are escaped.
pub fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len().saturating_add(2));
    write_text(&mut out, text);
    out
}

fn write_text(out: &mut String, text: &str) {
    out.push('"');
    for character in text.chars() {
        if matches!(character, '"' | '\\') {
            out.push('\\');
        }
        out.push(character);
    }
    out.push('"');
}

// INVARIANT: trees are at most `nesting` deep, so the recursion is bounded.
fn write_node(out: &mut String, node: &Node, variables: bool) {
    match &node.kind {
        Kind::Call(call) => {
            out.push_str(&call.name);
            out.push('(');
            for (index, argument) in call.arguments.iter().enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                write_node(out, argument, variables);
            }
            out.push(')');
        }
        Kind::Comparison(comparison) => {
            let keeps = |side: &Node| variables || matches!(side.kind, Kind::Variable(_));
            write_node(out, &comparison.left, keeps(&comparison.left));
            out.push_str(comparison.operator.as_str());
            write_node(out, &comparison.right, keeps(&comparison.right));
        }
        Kind::Text(text) => write_text(out, text),
        Kind::Omitted => {}
        Kind::Variable(_) if !variables => {}
        leaf => write_leaf(out, leaf),
    }
}

fn write_leaf(out: &mut String, leaf: &Kind) {
    let (before, text, after) = match leaf {
        Kind::Attribute(name) => ("[", name.as_str(), "]"),
        Kind::Variable(name) => ("%", name.as_str(), "%"),
        Kind::Number(text) | Kind::Word(text) => ("", text.as_str(), ""),
        Kind::Call(_) | Kind::Comparison(_) | Kind::Text(_) | Kind::Omitted => return,
    };
    out.push_str(before);
    out.push_str(text);
    out.push_str(after);
}

/// How wide a line may be before [`format()`] breaks it.
pub const WIDTH: usize = 100;

/// The text laid out for reading: canonical where it fits a line of [`WIDTH`] characters, else one argument a line.
/// Key and value of a pair of `Switch` share a line.
pub fn format(tree: &Tree) -> String {
    let mut out = String::new();
    layout(&mut out, &tree.root, 0, 0);
    out
}

/// Writes a node where the last line ends; `after` characters of what follows must fit that line too.
// INVARIANT: as for `write_node`.
fn layout(out: &mut String, node: &Node, depth: usize, after: usize) {
    let flat = print_node(node);
    let line_so_far = out.rsplit('\n').next().unwrap_or_default();
    let width = [width(line_so_far), width(&flat), after].into_iter().fold(0, usize::saturating_add);
    let call = match &node.kind {
        Kind::Call(call) if width > WIDTH && !call.arguments.is_empty() => call,
        Kind::Comparison(pair) if width > WIDTH => {
            let operator = pair.operator.as_str();
            layout(out, &pair.left, depth, operator.len().saturating_add(first_line(&pair.right, after)));
            out.push_str(operator);
            return layout(out, &pair.right, depth, after);
        }
        _ => {
            out.push_str(&flat);
            return;
        }
    };
    out.push_str(&call.name);
    out.push('(');
    let inner = depth.saturating_add(1);
    let pairs = call.name.eq_ignore_ascii_case("Switch");
    // In a Switch the third argument begins the pairs: a value follows its key on the same line.
    let is_value = |index: usize| pairs && index >= 3 && index % 2 == 1;
    let comma = |index: usize| usize::from(index.saturating_add(1) < call.arguments.len());
    let mut arguments = call.arguments.iter().enumerate().peekable();
    while let Some((index, argument)) = arguments.next() {
        let next = arguments.peek();
        let prints_nothing = next.is_none() && argument.is_omitted();
        match (is_value(index), prints_nothing) {
            (true, false) => out.push(' '),
            (true, true) => {}
            (false, false) => line(out, inner),
            (false, true) => line(out, 0),
        }
        let after = match next {
            Some((index, value)) if is_value(*index) => first_line(value, comma(*index)).saturating_add(2),
            _ => comma(index),
        };
        layout(out, argument, inner, after);
        if next.is_some() {
            out.push(',');
        }
    }
    line(out, depth);
    out.push(')');
}

fn width(text: &str) -> usize {
    text.chars().count()
}

/// How much of a node, and of the `after` characters that follow it, stands on its first line at least.
// INVARIANT: as for `write_node`.
fn first_line(node: &Node, after: usize) -> usize {
    match &node.kind {
        Kind::Call(call) if !call.arguments.is_empty() => width(&call.name).saturating_add(1),
        Kind::Comparison(pair) => {
            let operator = pair.operator.as_str();
            first_line(&pair.left, operator.len().saturating_add(first_line(&pair.right, after)))
        }
        _ => width(&print_node(node)).saturating_add(after),
    }
}

fn line(out: &mut String, depth: usize) {
    out.push('\n');
    (0..depth).for_each(|_| out.push_str("  "));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expression::parse;
    use crate::limits::Limits;

    /// What stands before a node on its line, and what cannot be parted from its end, count too.
    #[test]
    fn no_line_that_can_be_broken_is_too_wide() {
        let call = |length: usize| format!(r#"Append([a], "{}")"#, "x".repeat(length));
        for text in [
            format!(r#"IIF([a]="1", {}, "n")"#, call(82)),
            format!(r#"Switch([a], "d", "{}", {}, "k", "v")"#, "k".repeat(30), call(60)),
            format!(r#"IIF({}={}, "y", "n")"#, call(60), call(60)),
            format!(r#"IIF({}="{}", "y", "n")"#, call(60), "z".repeat(40)),
            format!("Trim({})", call(83)),
            format!(r#"Switch([k], "d", {}, [{}]=[{}])"#, call(40), "n".repeat(30), "o".repeat(20)),
            format!(r#"Switch([k], "d", {}, "v", "w", "x")"#, call(78)),
            format!(r#"IIF({}=[bb], "y", "n")"#, call(78)),
        ] {
            let tree = parse(&text, &Limits::DEFAULT).unwrap();
            let laid_out = format(&tree);
            let widest = laid_out.lines().map(width).max().unwrap_or_default();
            assert!(widest <= WIDTH, "{widest}: {laid_out}");
            assert!(laid_out.lines().all(|line| line.trim_end() == line), "{laid_out}");
            assert_eq!(parse(&laid_out, &Limits::DEFAULT).unwrap(), tree);
        }
    }

    #[test]
    fn long_expressions_are_broken_where_they_are_long() {
        let [first, second] = ["a".repeat(50), "b".repeat(50)];
        let text = format!(r#"IIF(Join("-", [{first}], [{second}])="x", "1", )"#);
        let laid_out = format(&parse(&text, &Limits::DEFAULT).unwrap());
        let expected =
            format!("IIF(\n  Join(\n    \"-\",\n    [{first}],\n    [{second}]\n  )=\"x\",\n  \"1\",\n\n)");
        assert_eq!(laid_out, expected);
        let value = format!(r#"Switch([k], "", "{}", "{}", "y", )"#, "k".repeat(60), "v".repeat(60));
        let [key, text] = ["k".repeat(60), "v".repeat(60)];
        assert_eq!(
            format(&parse(&value, &Limits::DEFAULT).unwrap()),
            format!("Switch(\n  [k],\n  \"\",\n  \"{key}\", \"{text}\",\n  \"y\",\n)"),
            "what cannot be broken stays; nothing is printed behind the last key"
        );
        assert_eq!(format(&parse(r#"Left([a],2)"#, &Limits::DEFAULT).unwrap()), "Left([a], 2)");
    }
}
