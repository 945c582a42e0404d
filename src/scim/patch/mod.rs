//! PATCH, RFC 7644 §3.5.2, and the dialects of Entra and Okta.

mod apply;
mod elements;
mod list;
mod path;
mod request;
mod value;

use super::filter::Filter;
use super::meter::Meter;
use super::resolve::Home;
use super::schema::{Attribute, ResourceType, Schema};
use super::{Mode, SchemaSet, ScimType, refusal_type};
use crate::diagnostic::{Diagnostic, Diagnostics, Findings, Pointer};
use crate::limits::Limits;
use crate::value::json::{Json, Object};

/// The URI of PATCH requests.
pub const PATCH_OP: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/// The body of a PATCH request.
pub(crate) fn body<'a>(operations: Vec<Json<'a>>) -> Json<'a> {
    let schemas = Json::Array(vec![Json::from(PATCH_OP)]);
    Object::from_iter([("schemas", schemas), ("Operations", Json::Array(operations))]).into()
}

/// A PATCH request checked against a resource type, ready to be applied.
///
/// ```
/// use scimwright::limits::Limits;
/// use scimwright::scim::{Mode, Patch, SchemaSet};
/// use scimwright::value::json;
///
/// let user = json::parse(r#"{"userName": "ada", "active": true}"#, &Limits::DEFAULT)?;
/// let request = json::parse(
///     r#"{"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
///         "Operations": [{"op": "Replace", "path": "active", "value": "False"}]}"#,
///     &Limits::DEFAULT,
/// )?;
/// let kind = SchemaSet::gong().type_of(&user);
/// let patch = Patch::new(&request, kind, Mode::Tolerant, &Limits::DEFAULT)?;
/// assert_eq!(patch.apply(&user)?.resource.to_string(), r#"{"userName":"ada","active":false}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Patch<'a> {
    mode: Mode,
    actions: Vec<Action<'a>>,
    /// What tolerant mode let pass in the request.
    warnings: Findings,
    limits: Limits,
}

/// A resource after a PATCH.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Applied<'a> {
    /// The new resource; equal to the old one where nothing changed.
    pub resource: Json<'a>,
    /// Deviations that the data brought to light (`PA224`).
    pub warnings: Diagnostics,
}

impl<'a> Patch<'a> {
    /// Checks a request: its form, paths, names, mutability and the types of its values.
    ///
    /// # Errors
    /// The first refusal, whose SCIM keyword is [`Patch::scim_type`]: `PA1xx`, `PA2xx`; those of
    /// [`path::parse`](super::path::parse) and of [`Filter::compile`] for paths and what stands in their brackets, `SP201`,
    /// `SP202`; `PL212` for a member that is there twice, spelled in two ways.
    pub fn new(
        request: &Json<'a>,
        kind: &'a ResourceType,
        mode: Mode,
        limits: &Limits,
    ) -> Result<Self, Diagnostic> {
        request::read(request, kind, mode, limits)
    }

    /// The SCIM keyword of a refusal to read or apply a request.
    pub fn scim_type(refusal: &Diagnostic) -> ScimType {
        refusal_type(refusal, ScimType::InvalidSyntax)
    }

    /// As [`Patch::new`] for the built-in type a resource says it is.
    ///
    /// # Errors
    /// As [`Patch::new`].
    pub fn for_resource(
        request: &Json<'a>,
        resource: &Json<'_>,
        mode: Mode,
        limits: &Limits,
    ) -> Result<Self, Diagnostic> {
        Self::new(request, SchemaSet::gong().type_of(resource), mode, limits)
    }

    /// The resource with all operations applied in order. The given resource is untouched, so a refusal undoes all.
    ///
    /// # Errors
    /// `IN008` for a value that is no resource, `PA202`, `PA203`, `PA205`, `PA301`, `PA201` for a read-only value that
    /// differs, and `LM009` where `limits.fuel` steps do not suffice: one for each operation and each element that one
    /// looks at or writes to.
    pub fn apply(&self, resource: &Json<'a>) -> Result<Applied<'a>, Diagnostic> {
        apply::apply(self, resource, Findings::new(self.limits.findings))
    }

    /// As [`Patch::apply`], with what tolerant mode let pass in the request before what the data brought to light: as one
    /// list, of at most `limits.findings`.
    ///
    /// # Errors
    /// As [`Patch::apply`].
    pub fn apply_noting(&self, resource: &Json<'a>) -> Result<Applied<'a>, Diagnostic> {
        apply::apply(self, resource, self.warnings.clone())
    }

    /// What tolerant mode let pass in the request: at most `limits.findings`, and a last one that tells how many there are.
    pub fn warnings(&self) -> Diagnostics {
        self.warnings.clone().list()
    }
}

type Done = Result<(), Diagnostic>;

/// One change to one attribute. An operation without path gives one for each member of its value.
#[derive(Debug, Clone)]
struct Action<'a> {
    verb: Verb,
    target: Target<'a>,
    /// The value in the attribute's own shape; `None` unassigns.
    value: Option<Json<'a>>,
    place: Place,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verb {
    Add,
    Replace,
    Remove,
    /// Strict mode: a read-only value may be repeated, not changed.
    Expect,
}

#[derive(Debug, Clone)]
enum Target<'a> {
    /// All attributes of an extension.
    Extension(&'a Schema),
    Selection(Selection<'a>),
}

/// An attribute, elements of it, or a sub-attribute.
#[derive(Debug, Clone)]
struct Selection<'a> {
    home: Home<'a>,
    attribute: &'a Attribute,
    /// Which of its elements; all without one.
    condition: Option<Box<Condition<'a>>>,
    sub: Option<&'a Attribute>,
}

impl<'a> Selection<'a> {
    /// An attribute with all that it holds.
    const fn whole(home: Home<'a>, attribute: &'a Attribute) -> Self {
        Self { home, attribute, condition: None, sub: None }
    }

    /// Whether an element is one of those selected.
    fn selects(&self, element: &Json<'_>, meter: &mut Meter) -> bool {
        self.condition.as_ref().is_none_or(|condition| condition.filter.holds(element, meter))
    }
}

/// The brackets of a path.
#[derive(Debug, Clone)]
struct Condition<'a> {
    filter: Filter,
    /// The sub-attributes a new element gets, where the condition is made of equalities only.
    equalities: Option<Vec<(&'a str, Json<'a>)>>,
    /// The texts among them, as marks of a list: only an element that holds them all can satisfy the condition.
    marks: Vec<u64>,
}

/// Where in the request an action comes from.
#[derive(Debug, Clone)]
struct Place {
    operation: usize,
    /// Member names of the request on the way there, as far as they are spelled in another way.
    spelled: Vec<Box<str>>,
    /// The way from `value` to the member that stands for a path; empty where there is a path.
    member: Pointer,
}
