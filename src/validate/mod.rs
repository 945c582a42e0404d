//! Payload validation: is this create body valid SCIM, and does it hold what the target requires?
//!
//! A [`Validator`] is compiled once from schemas and a target profile and used for many payloads. The answer is the
//! complete list of findings; none is an error of the call. Findings name attributes, types of
//! elements, URNs and expected forms; for other values see *Values in messages* in `COMPATIBILITY.md`.

mod batch;
mod compile;
mod form;
mod pass;
mod place;
mod repeats;
mod sequence;
mod walk;

pub use batch::Batch;

use crate::diagnostic::{Diagnostic, Diagnostics, Findings, Place, code, one_of, quoted};
use crate::limits::Limits;
use crate::profile::TargetProfile;
use crate::scim::Mode;
use crate::scim::schema::SchemaSet;
use crate::value::domains;
use crate::value::json::{self, Json};
use compile::TypeRules;

/// What to validate against; every member has a default.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Resource type (`User`, `Group`, in any case); told from each payload where absent.
    pub kind: Option<String>,
    /// Strict, or tolerant of what Entra ID and Okta are known to send (the default).
    pub mode: Mode,
    /// The company's e-mail domains; no check where empty.
    pub allowed_domains: Vec<String>,
    /// Limits on what one payload may consume.
    pub limits: Limits,
}

/// The rules for payloads, compiled.
///
/// ```
/// use scimwright::validate::{Options, Validator};
///
/// let validator = Validator::gong(Options { kind: Some("User".into()), ..Options::default() })?;
/// let findings = validator.validate_text(
///     r#"{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "ada@contoso.com",
///         "name": {"givenName": "Ada", "familyName": "Byron"}}"#,
/// )?;
/// assert_eq!(findings.len(), 1);
/// assert_eq!(findings[0].code.code, "PL201");
/// assert_eq!(findings[0].message, r#"the required attribute `emails[type eq "work"].value` has no value"#);
/// # Ok::<(), scimwright::diagnostic::Diagnostic>(())
/// ```
#[derive(Debug, Clone)]
pub struct Validator {
    types: Vec<TypeRules>,
    /// Index of the type all payloads are of.
    fixed: Option<usize>,
    mode: Mode,
    allowed_domains: Vec<String>,
    limits: Limits,
}

impl Validator {
    /// The rules of Gong.
    ///
    /// # Errors
    /// `IN008` for an unknown resource type in `options.kind` and an empty domain in `options.allowed_domains`, with the
    /// place as in JSON options: `/kind`, `/allowedDomains/0`.
    pub fn gong(options: Options) -> Result<Self, Diagnostic> {
        Self::new(SchemaSet::gong(), TargetProfile::gong(), options)
    }

    /// The rules of a target, over the built-in or given schemas.
    ///
    /// # Errors
    /// As of [`Validator::gong`].
    pub fn new(schemas: &SchemaSet, target: &TargetProfile, options: Options) -> Result<Self, Diagnostic> {
        let types: Vec<TypeRules> =
            schemas.types().iter().map(|kind| TypeRules::new(kind, target.attributes(&kind.name))).collect();
        let fixed = match &options.kind {
            None => None,
            Some(name) => {
                let found = types.iter().position(|rules| rules.kind.name.eq_ignore_ascii_case(name));
                Some(found.ok_or_else(|| unknown_type(name, &types))?)
            }
        };
        let Options { mode, allowed_domains, limits, .. } = options;
        domains::named(&allowed_domains).map_err(|empty| {
            empty.within("allowedDomains").finding(&code::input::UNEXPECTED_SHAPE, "the options")
        })?;
        Ok(Self { types, fixed, mode, allowed_domains, limits })
    }

    /// Every finding of one payload, in document order, what is missing last.
    pub fn validate(&self, payload: &Json<'_>) -> Diagnostics {
        self.judge(payload).list()
    }

    /// As [`Validator::validate`], to be listed with others of the document.
    pub(crate) fn judge(&self, payload: &Json<'_>) -> Findings {
        self.rules_for(payload)
            .map_or(Findings::new(self.limits.findings), |rules| walk::payload(self, rules, payload))
    }

    /// Reads a payload and validates it.
    ///
    /// # Errors
    /// Those of [`json::parse`].
    pub fn validate_text(&self, text: &str) -> Result<Diagnostics, Diagnostic> {
        if let Some(found) = self.pass(text) {
            return Ok(found.list());
        }
        Ok(self.validate(&json::parse(text, &self.limits)?))
    }

    /// The findings of a payload told in one pass over its text; `None` where it takes a walk over its tree.
    ///
    /// Where the resource type is not fixed, each type is tried: its core schema must be named, so at most one fits.
    fn pass(&self, text: &str) -> Option<Findings> {
        match self.fixed {
            Some(index) => pass::findings(self, self.types.get(index)?, text),
            None => self.types.iter().find_map(|rules| pass::findings(self, rules, text)),
        }
    }

    /// The name of the resource type that a payload is validated as.
    pub fn kind_of(&self, payload: &Json<'_>) -> &str {
        self.rules_for(payload).map_or("", |rules| &rules.kind.name)
    }

    fn rules_for(&self, payload: &Json<'_>) -> Option<&TypeRules> {
        let index = self.fixed.unwrap_or_else(|| TypeRules::index_for(&self.types, payload));
        self.types.get(index)
    }
}

/// The refusal of a resource type that no schema set knows.
fn unknown_type(name: &str, types: &[TypeRules]) -> Diagnostic {
    let known: Vec<&str> = types.iter().map(|rules| &*rules.kind.name).collect();
    let help = one_of(name, &known, "known are");
    let message = format_args!("unknown resource type {}", quoted(name));
    Diagnostic::new(&code::input::UNEXPECTED_SHAPE, message).help(help).at(Place::pointer("/kind"))
}
