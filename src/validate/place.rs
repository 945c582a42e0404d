//! Places in a payload, spelled only when a finding needs them.

use std::fmt::Write as _;

use crate::diagnostic::{Code, Diagnostic, Place, Pointer};

/// A place as a chain of steps on the stack, from the inside out.
#[derive(Debug, Clone, Copy)]
pub(super) enum At<'a> {
    /// The payload.
    Root,
    /// A member of the payload that is an extension.
    Extension(&'a str),
    /// An attribute or sub-attribute.
    Name(&'a At<'a>, &'a str),
    /// An element.
    Element(&'a At<'a>, usize),
}

impl At<'_> {
    /// Attribute notation: `emails[1].value`, `urn:…:User:manager`.
    fn path(&self) -> String {
        match self {
            Self::Root => String::new(),
            Self::Extension(urn) => (*urn).to_owned(),
            Self::Name(parent, name) => {
                let mut path = parent.path();
                match parent {
                    At::Root => {}
                    At::Extension(_) => path.push(':'),
                    At::Name(..) | At::Element(..) => path.push('.'),
                }
                path.push_str(name);
                path
            }
            Self::Element(parent, index) => {
                let mut path = parent.path();
                _ = write!(path, "[{index}]");
                path
            }
        }
    }

    fn pointer(&self) -> Pointer {
        match self {
            Self::Root => Pointer::root(),
            Self::Extension(urn) => Pointer::root().with_member(urn),
            Self::Name(parent, name) => parent.pointer().with_member(name),
            Self::Element(parent, index) => parent.pointer().with_index(*index),
        }
    }

    /// A finding here.
    pub fn finding(&self, code: &'static Code, message: impl Into<String>) -> Diagnostic {
        let place = Place { pointer: Some(self.pointer().into()), path: Some(self.path()), span: None };
        Diagnostic::new(code, message).at(place)
    }
}
