//! The plainest patterns of mappings, `^(Sales|Marketing)$`: a list of whole texts, which need comparing only.

use super::syntax::{Assertion, Node, Test};

/// The texts a pattern matches, where it is nothing but whole words between two anchors.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Words {
    texts: Vec<String>,
    /// Whether a final line feed may follow: the pattern ends with `$` or `\Z`.
    line_feed: bool,
}

impl Words {
    /// The words of a pattern that is made of them.
    pub(super) fn of(node: &Node) -> Option<Self> {
        let Node::Concat(nodes) = node else { return None };
        let [Node::Assert(Assertion::Start), inner @ .., Node::Assert(end)] = nodes.as_slice() else {
            return None;
        };
        let line_feed = match end {
            Assertion::End => true,
            Assertion::VeryEnd => false,
            _ => return None,
        };
        let mut texts = Vec::new();
        match inner {
            [node] => collect(node, &mut texts)?,
            nodes => texts.push(word(nodes)?),
        }
        Some(Self { texts, line_feed })
    }

    /// How many there are.
    pub(super) fn count(&self) -> u64 {
        self.texts.len() as u64
    }

    /// Whether the text is one of them; with `whole`, to its very end.
    pub(super) fn hold(&self, text: &str, whole: bool) -> bool {
        let line = if self.line_feed && !whole { text.strip_suffix('\n') } else { None };
        self.texts.iter().any(|word| word == text || line == Some(word))
    }
}

/// The words a part stands for.
fn collect(node: &Node, texts: &mut Vec<String>) -> Option<()> {
    match node {
        Node::Capture { release: None, body, .. } => collect(body, texts),
        Node::Alternate(nodes) => nodes.iter().try_for_each(|node| collect(node, texts)),
        Node::Concat(nodes) => word(nodes).map(|word| texts.push(word)),
        node => word(std::slice::from_ref(node)).map(|word| texts.push(word)),
    }
}

/// A run of plain units as a text; half of a surrogate pair is none.
fn word(nodes: &[Node]) -> Option<String> {
    let mut units = Vec::with_capacity(nodes.len());
    for node in nodes {
        match node {
            Node::One(Test::Unit(unit)) => units.push(*unit),
            Node::Empty => {}
            _ => return None,
        }
    }
    String::from_utf16(&units).ok()
}
