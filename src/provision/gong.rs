//! What Gong itself asks of a new person.

use crate::assignment::is_in_domains;
use crate::diagnostic::{Code, code};
use crate::mapping::Mappings;

/// The work e-mail address, unique in Gong.
pub(super) const EMAIL: &str = "emails[type eq \"work\"].value";

/// The numbers of the mappings of what Gong asks for.
#[derive(Debug)]
pub(super) struct Asked {
    /// Of the work e-mail address.
    pub(super) email: Option<usize>,
    /// Of the job title.
    pub(super) title: Option<usize>,
    /// Whether something is mapped to the manager.
    pub(super) manager: bool,
}

impl Asked {
    pub(super) fn of(mappings: &Mappings) -> Self {
        let number = |path: &str| mappings.iter().position(|mapping| mapping.path.is(path));
        let manager = mappings.iter().any(|mapping| mapping.path.attribute.eq_ignore_ascii_case("manager"));
        Self { email: number(EMAIL), title: number("title"), manager }
    }
}

/// The code and message of each thing amiss: an e-mail address outside the company's domains (any will do where none is
/// named), no job title.
pub(super) fn asks(
    email: Option<&str>,
    has_title: bool,
    domains: &[String],
) -> impl Iterator<Item = (&'static Code, &'static str)> {
    let is_foreign = email.is_some_and(|email| !is_in_domains(email, domains));
    let foreign = is_foreign.then_some((&code::assignment::DOMAIN, "the e-mail domain is not the company's"));
    let untitled = (!has_title).then_some((&code::assignment::NO_TITLE, "`title` has no value"));
    foreign.into_iter().chain(untitled)
}
