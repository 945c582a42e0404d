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
    fn write_path(&self, path: &mut String) {
        match self {
            Self::Root => {}
            Self::Extension(urn) => path.push_str(urn),
            Self::Name(parent, name) => {
                parent.write_path(path);
                match parent {
                    At::Root => {}
                    At::Extension(_) => path.push(':'),
                    At::Name(..) | At::Element(..) => path.push('.'),
                }
                path.push_str(name);
            }
            Self::Element(parent, index) => {
                parent.write_path(path);
                _ = write!(path, "[{index}]");
            }
        }
    }

    fn write_pointer(&self, pointer: &mut Pointer) {
        match self {
            Self::Root => {}
            Self::Extension(name) => pointer.push(name),
            Self::Name(parent, name) => {
                parent.write_pointer(pointer);
                pointer.push(name);
            }
            Self::Element(parent, index) => {
                parent.write_pointer(pointer);
                pointer.push_index(*index);
            }
        }
    }

    /// How long the texts will be, nearly.
    const fn length(&self) -> usize {
        match self {
            Self::Root => 0,
            Self::Extension(name) => name.len().saturating_add(1),
            Self::Name(parent, name) => parent.length().saturating_add(name.len()).saturating_add(1),
            Self::Element(parent, _) => parent.length().saturating_add(4),
        }
    }

    /// A finding here.
    pub(super) fn finding(&self, code: &'static Code, message: impl Into<String>) -> Diagnostic {
        let (mut path, mut pointer) = (String::with_capacity(self.length()), Pointer::sized(self.length()));
        self.write_path(&mut path);
        self.write_pointer(&mut pointer);
        let place = Place { pointer: Some(pointer.into()), path: Some(path), span: None };
        Diagnostic::new(code, message).at(place)
    }
}
