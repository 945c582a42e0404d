//! The lint of a schema: what is wrong with a configuration before it is saved.
//!
//! Rules of the whole document (`SS`), of attribute mappings (`AM`), of expressions (`EX`), target paths (`SP`) and
//! scoping filters (`SC`). Disabled and hidden object mappings are read but not checked.

mod active;
mod gong;
mod links;
mod mapping;
mod matching;
mod order;
mod scoping;
mod source;
mod structure;
mod target;

pub(crate) use links::broken_links;
pub(crate) use order::as_spelled;

use std::fmt::Display;

use super::model::{ObjectDefinition, SynchronizationSchema};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Pointer, Suggestions, capped, quoted};
use crate::limits::Limits;
use crate::profile::ObjectKind;
use crate::value::json::read_words;

/// What the check knows besides the document.
#[derive(Debug, Clone, Copy, Default)]
pub struct CheckOptions {
    /// Which application the rules lead to.
    pub target: Target,
    /// Whether the job provisions all users and groups rather than the assigned ones; a setting of the job, not of
    /// the schema.
    pub sync_all: bool,
    /// What the check may consume.
    pub limits: Limits,
}

/// The application whose requirements are checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Target {
    /// Gong where the document says so: a template id or target directory called Gong, or its extension URN.
    #[default]
    Auto,
    /// Gong, whatever the document says.
    Gong,
    /// Another application: only what the document itself declares is checked.
    Other,
}

read_words!(Target { Gong "gong", Other "other" });

/// Whether the document says that it leads to Gong: a template id or target directory called Gong, or its extension URN.
pub(crate) fn is_for_gong(schema: &SynchronizationSchema) -> bool {
    gong::is_meant(schema)
}

/// Checks a schema. Findings come in document order, those of reading included; each has a JSON pointer, and a span
/// where it concerns a part of the text there.
///
/// ```
/// use scimwright::sync_schema::{CheckOptions, SynchronizationSchema, check};
///
/// let mut schema = SynchronizationSchema::for_gong();
/// let mapping = schema.rules()[0].object_mappings[1].attribute_mappings[0].pointer.clone();
/// schema.set_default_value(mapping.as_str(), None)?;
/// assert!(!check(&schema, &CheckOptions::default()).iter().any(|finding| finding.is_error()));
/// # Ok::<(), Box<scimwright::diagnostic::Diagnostic>>(())
/// ```
pub fn check(schema: &SynchronizationSchema, options: &CheckOptions) -> Diagnostics {
    let mut findings = Findings::default();
    let gong = match options.target {
        Target::Auto => gong::is_meant(schema),
        Target::Gong => true,
        Target::Other => false,
    };
    let suggestions = Suggestions::new();
    structure::check(schema, &suggestions, &mut findings);
    mapping::check(schema, options, gong, &suggestions, &mut findings);
    schema.pass_over_unread(&mut findings.list);
    let mut list: Diagnostics = schema.findings().to_vec().into();
    list.extend(findings.list);
    order::in_document_order(schema.document().json(), &mut list);
    capped(list, options.limits.findings)
}

/// The findings so far.
#[derive(Default)]
pub(super) struct Findings {
    list: Diagnostics,
}

impl Findings {
    fn push(&mut self, finding: Diagnostic) {
        self.list.push(finding);
    }

    /// Adds a finding at a place of the document.
    fn add(&mut self, code: &'static Code, message: impl Display, pointer: impl Into<String>) {
        self.advise(code, message, pointer, None);
    }

    /// As [`Findings::add`], with advice where there is any.
    fn advise(
        &mut self,
        code: &'static Code,
        message: impl Display,
        pointer: impl Into<String>,
        help: Option<String>,
    ) {
        let mut finding = Diagnostic::new(code, message).at(Place::pointer(pointer));
        finding.help = help;
        self.push(finding);
    }
}

/// A part of the document as a reader knows it: by its name, where it has one.
fn named(what: &str, name: Option<&str>) -> String {
    match name {
        Some(name) => format!("the {what} {}", quoted(name)),
        None => format!("this {what}"),
    }
}

/// That an object lacks an attribute.
fn undefined(what: &str, object: &ObjectDefinition, attribute: &str) -> String {
    format!("{} does not define the attribute {}", named(what, object.name.as_deref()), quoted(attribute))
}

/// The place of a member of the object at `pointer`.
fn member_of(pointer: &Pointer, name: &str) -> String {
    pointer.with_member(name).into()
}
