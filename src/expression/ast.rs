//! The tree of an expression: spanned nodes, no text left to parse.

use std::collections::HashSet;

use crate::diagnostic::Span;
use crate::value::json::words;

/// A parsed expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tree {
    /// The outermost node.
    pub root: Node,
}

/// One part of an expression and where it stands. Equality ignores the place.
#[derive(Debug, Clone)]
pub struct Node {
    /// Bytes of the source text.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A function call.
    Call(Call),
    /// `[name]`: an attribute of the source object, outer blanks trimmed.
    Attribute(String),
    /// A string constant, unescaped.
    Text(String),
    /// A number as written: `12`, `-1`, `2.5`, `&HF7`.
    Number(String),
    /// `%name%`, without the signs.
    Variable(String),
    /// A bare word such as `vbTextCompare`.
    Word(String),
    /// Two operands around one operator.
    Comparison(Box<Comparison>),
    /// An argument left out between commas.
    Omitted,
}

/// A function call. The number of arguments is the number of commas plus one; `F()` has none.
#[derive(Debug, Clone)]
pub struct Call {
    /// The function's name as written.
    pub name: String,
    /// Where the name stands.
    pub name_span: Span,
    /// The arguments, omitted ones included.
    pub arguments: Vec<Node>,
}

/// `left operator right`.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// Left operand.
    pub left: Node,
    /// The operator.
    pub operator: Comparator,
    /// Where the operator stands.
    pub operator_span: Span,
    /// Right operand.
    pub right: Node,
}

/// A comparison operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparator {
    /// `=`
    Equal,
    /// `<>`
    NotEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
}

words!(Comparator {
    Equal "=",
    NotEqual "<>",
    Greater ">",
    GreaterOrEqual ">=",
    Less "<",
    LessOrEqual "<=",
});

impl Comparator {
    /// The operator written so.
    pub fn from_sign(sign: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|operator| operator.as_str() == sign)
    }

    /// Whether the operator holds for operands in this order.
    pub const fn holds(self, order: std::cmp::Ordering) -> bool {
        match self {
            Self::Equal => order.is_eq(),
            Self::NotEqual => order.is_ne(),
            Self::Greater => order.is_gt(),
            Self::GreaterOrEqual => order.is_ge(),
            Self::Less => order.is_lt(),
            Self::LessOrEqual => order.is_le(),
        }
    }
}

impl Node {
    /// A node made by a program rather than read: without a place.
    pub const fn new(kind: Kind) -> Self {
        Self { span: Span::point(0), kind }
    }

    /// Whether this is an omitted argument.
    pub const fn is_omitted(&self) -> bool {
        matches!(self.kind, Kind::Omitted)
    }

    /// The call, if this is one.
    pub const fn as_call(&self) -> Option<&Call> {
        if let Kind::Call(call) = &self.kind { Some(call) } else { None }
    }

    /// The text, if this is a string constant.
    pub const fn as_text(&self) -> Option<&str> {
        if let Kind::Text(text) = &self.kind { Some(text.as_str()) } else { None }
    }

    /// The parts directly inside this node.
    pub fn children(&self) -> impl Iterator<Item = &Self> {
        let (arguments, pair): (&[Self], Option<&Comparison>) = match &self.kind {
            Kind::Call(call) => (&call.arguments, None),
            Kind::Comparison(comparison) => (&[], Some(comparison)),
            _ => (&[], None),
        };
        arguments.iter().chain(pair.into_iter().flat_map(|pair| [&pair.left, &pair.right]))
    }

    /// Makes every `%name%` the text it is written as: what only the service can fill in stays in a preview.
    // INVARIANT: as for `walk`.
    pub(crate) fn keep_variables(&mut self) {
        match &mut self.kind {
            Kind::Variable(name) => self.kind = Kind::Text(format!("%{name}%")),
            Kind::Call(call) => call.arguments.iter_mut().for_each(Self::keep_variables),
            Kind::Comparison(pair) => {
                pair.left.keep_variables();
                pair.right.keep_variables();
            }
            _ => {}
        }
    }

    /// Calls `visit` for this node and everything inside it, in source order.
    // INVARIANT: trees are at most `nesting` deep, so the recursion is bounded.
    pub fn walk<'n>(&'n self, visit: &mut impl FnMut(&'n Self)) {
        visit(self);
        self.children().for_each(|child| child.walk(visit));
    }
}

impl Tree {
    /// The names of the attributes the expression reads, in order of first appearance.
    pub fn attributes(&self) -> Vec<&str> {
        let mut names = Vec::new();
        let mut seen = HashSet::new();
        self.root.walk(&mut |node| {
            if let Kind::Attribute(name) = &node.kind
                && seen.insert(name.as_str())
            {
                names.push(name.as_str());
            }
        });
        names
    }
}

impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}
impl Eq for Node {}

impl PartialEq for Call {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.arguments == other.arguments
    }
}
impl Eq for Call {}

impl PartialEq for Comparison {
    fn eq(&self, other: &Self) -> bool {
        self.operator == other.operator && self.left == other.left && self.right == other.right
    }
}
impl Eq for Comparison {}
