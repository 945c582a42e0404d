//! What a filter says, piece by piece in the order of its text: the parser tells it, and so does a tree.

use super::ast::{Comparison, Operand, Operator, Tree};
use crate::diagnostic::Span;
use crate::scim::AttributeRef;

/// Is told what a filter says.
///
/// ```
/// use scimwright::diagnostic::Span;
/// use scimwright::limits::Limits;
/// use scimwright::scim::filter::{self, Group, Operand, Operator, Visitor, Word};
/// use scimwright::scim::{AttributeRef, Mode};
///
/// /// The attributes that a filter looks at.
/// #[derive(Default)]
/// struct Attributes(Vec<String>);
///
/// impl Visitor for Attributes {
///     fn open(&mut self, group: Group<'_>) {
///         if let Group::Elements(attribute) = group {
///             self.0.push(attribute.name.to_owned());
///         }
///     }
///     fn between(&mut self, _: Word) {}
///     fn close(&mut self, _: Group<'_>) {}
///     fn present(&mut self, attribute: AttributeRef<'_>) {
///         self.0.push(attribute.name.to_owned());
///     }
///     fn compare(&mut self, attribute: AttributeRef<'_>, _: Operator, _: &Operand<'_>, _: Span) {
///         self.0.push(attribute.name.to_owned());
///     }
/// }
///
/// let tree = filter::parse(r#"active eq true and emails[type eq "work"]"#, Mode::Strict, &Limits::DEFAULT)?;
/// let mut attributes = Attributes::default();
/// tree.visit(&mut attributes);
/// assert_eq!(attributes.0, ["active", "emails", "type"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait Visitor {
    /// What follows, up to where the same group is closed, stands inside it.
    fn open(&mut self, group: Group<'_>);
    /// Another term of the chain follows.
    fn between(&mut self, word: Word);
    /// The group that was opened last ends.
    fn close(&mut self, group: Group<'_>);
    /// An attribute has a value.
    fn present(&mut self, attribute: AttributeRef<'_>);
    /// An attribute compares with a value, which stands at a place of the text.
    fn compare(&mut self, attribute: AttributeRef<'_>, operator: Operator, operand: &Operand<'_>, at: Span);
}

/// What has filters inside.
#[derive(Debug, Clone, Copy)]
pub enum Group<'a> {
    /// At least two terms.
    Chain {
        /// What joins them.
        word: Word,
        /// Whether it stands in a chain that binds tighter.
        in_tighter: bool,
    },
    /// The filter inside does not hold.
    Not,
    /// One element of the attribute satisfies the filter inside.
    Elements(AttributeRef<'a>),
}

impl Group<'_> {
    /// A chain inside another, or in none.
    pub(crate) fn chain(word: Word, inside: Option<Word>) -> Self {
        Self::Chain { word, in_tighter: word == Word::Or && inside == Some(Word::And) }
    }
}

/// What joins the terms of a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    /// All hold.
    And,
    /// One holds.
    Or,
}

impl Tree {
    /// Tells what the tree says.
    pub fn visit(&self, visitor: &mut dyn Visitor) {
        self.visit_inside(None, visitor);
    }

    // INVARIANT: trees are no deeper than `limits.nesting`.
    fn visit_inside(&self, inside: Option<Word>, visitor: &mut dyn Visitor) {
        match self {
            Self::And(terms) => chain(terms, Word::And, inside, visitor),
            Self::Or(terms) => chain(terms, Word::Or, inside, visitor),
            Self::Not(inner) => within(Group::Not, inner, visitor),
            Self::ValuePath { attribute, filter } => {
                within(Group::Elements(attribute.parts()), filter, visitor)
            }
            Self::Present(attribute) => visitor.present(attribute.parts()),
            Self::Compare(Comparison { attribute, operator, operand, span }) => {
                visitor.compare(attribute.parts(), *operator, operand, *span);
            }
        }
    }
}

fn chain(terms: &[Tree], word: Word, inside: Option<Word>, visitor: &mut dyn Visitor) {
    let group = Group::chain(word, inside);
    visitor.open(group);
    for (index, term) in terms.iter().enumerate() {
        if index > 0 {
            visitor.between(word);
        }
        term.visit_inside(Some(word), visitor);
    }
    visitor.close(group);
}

fn within(group: Group<'_>, inner: &Tree, visitor: &mut dyn Visitor) {
    visitor.open(group);
    inner.visit(visitor);
    visitor.close(group);
}

/// Makes the tree of what it is told.
#[derive(Debug, Default)]
pub(crate) struct Planting {
    /// What stands in no chain.
    whole: Option<Tree>,
    /// The terms of the chains that are open, the innermost last.
    open: Vec<Vec<Tree>>,
}

impl Planting {
    /// The tree, where something was told and every chain was closed.
    pub(crate) fn tree(self) -> Option<Tree> {
        self.whole.filter(|_| self.open.is_empty())
    }

    fn put(&mut self, tree: Tree) {
        match self.open.last_mut() {
            Some(terms) => terms.push(tree),
            None => self.whole = Some(tree),
        }
    }

    /// Puts what holds the tree that was put last in the place of that.
    fn wrap(&mut self, holder: impl FnOnce(Box<Tree>) -> Tree) {
        let last = match self.open.last_mut() {
            Some(terms) => terms.pop(),
            None => self.whole.take(),
        };
        if let Some(inner) = last {
            self.put(holder(Box::new(inner)));
        }
    }
}

impl Visitor for Planting {
    fn open(&mut self, group: Group<'_>) {
        if matches!(group, Group::Chain { .. }) {
            self.open.push(Vec::new());
        }
    }

    fn between(&mut self, _: Word) {}

    fn close(&mut self, group: Group<'_>) {
        match group {
            Group::Chain { word, .. } => {
                let terms = self.open.pop().unwrap_or_default();
                self.put(if word == Word::And { Tree::And(terms) } else { Tree::Or(terms) });
            }
            Group::Not => self.wrap(Tree::Not),
            Group::Elements(attribute) => {
                self.wrap(|filter| Tree::ValuePath { attribute: attribute.into(), filter });
            }
        }
    }

    fn present(&mut self, attribute: AttributeRef<'_>) {
        self.put(Tree::Present(attribute.into()));
    }

    fn compare(&mut self, attribute: AttributeRef<'_>, operator: Operator, operand: &Operand<'_>, at: Span) {
        let (attribute, operand) = (attribute.into(), operand.to_static());
        self.put(Tree::Compare(Comparison { attribute, operator, operand, span: at }));
    }
}
