//! Places in a payload, spelled only when a finding needs them.

use std::fmt::Display;

use crate::diagnostic::{Code, Diagnostic, Place, Pointer, push_number};

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

/// Room for most places.
const USUAL: usize = 40;

impl At<'_> {
    /// Attribute notation (`emails[1].value`, `urn:…:User:manager`) and the JSON pointer.
    fn write(&self, path: &mut String, pointer: &mut Pointer) {
        match self {
            Self::Root => {}
            Self::Extension(urn) => {
                path.push_str(urn);
                pointer.push(urn);
            }
            Self::Name(parent, name) => {
                parent.write(path, pointer);
                match parent {
                    At::Root => {}
                    At::Extension(_) => path.push(':'),
                    At::Name(..) | At::Element(..) => path.push('.'),
                }
                path.push_str(name);
                pointer.push(name);
            }
            Self::Element(parent, index) => {
                parent.write(path, pointer);
                path.push('[');
                push_number(path, *index);
                path.push(']');
                pointer.push_index(*index);
            }
        }
    }

    /// A finding here.
    pub(super) fn finding(&self, code: &'static Code, message: impl Display) -> Diagnostic {
        let (mut path, mut pointer) = (String::with_capacity(USUAL), Pointer::sized(USUAL));
        self.write(&mut path, &mut pointer);
        let place = Place { pointer: Some(pointer.into()), path: Some(path), span: None };
        Diagnostic::placed(code, message, place)
    }
}
