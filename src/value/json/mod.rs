//! JSON documents: ordered members, text borrowed from the input, positions for every error.
//!
//! Why not a general library: member order and number text must survive reading and writing, repeated members and
//! lone surrogates are refused, limits are checked before recursion, and no other crate of a host's build may change
//! any of it through a feature. The [`Reader`] is also the projection scanner of the per-object path.

/// The text of a document of `profiles/`, as the build script writes it.
macro_rules! profile {
    ($file:literal) => {
        include_str!(concat!(env!("OUT_DIR"), "/profiles/", $file))
    };
}
pub(crate) use profile;

mod locate;
mod number;
mod parse;
mod read;
mod record;
mod text;
mod tree;
mod write;

pub use locate::{Literal, Located};
pub use number::Number;
pub use parse::parse;
pub(crate) use parse::parse_prefix;
pub use read::{Kind, Reader};
pub use record::{FromJson, Misfit, members, read};
pub(crate) use record::{is_for_editors, read_members, read_tree, read_words, record, store, words};
pub use text::JsonText;
pub(crate) use tree::Hint;
pub use tree::{Json, Object};
pub(crate) use write::write_inside;
pub use write::{append, to_string, to_string_pretty, write_string};
