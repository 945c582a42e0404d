//! The PATCH that turns one resource into another.

mod list;

use std::borrow::Cow;
use std::collections::HashMap;

use super::patch::{self, Patch};
use super::path::Path;
use super::schema::{Attribute, CORE_GROUP, CORE_USER, Kind, Mutability, ResourceType, Schema};
use super::{Mode, is_assigned, is_unassigned, items, lone, members_of, names_schema, spellings};
use crate::diagnostic::{Diagnostic, Place, Pointer, code, quoted, steps};
use crate::limits::Limits;
use crate::value::boolean;
use crate::value::json::{Json, Object, words};
use list::ListChange;

/// The two ways Entra ID writes PATCH requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum PatchFormat {
    /// Capitalised operations, one for each attribute, booleans as text, members removed by value: the default of
    /// the service.
    #[default]
    Legacy,
    /// RFC 7644: lower-case operations, booleans as booleans; every request holds in strict mode.
    Compliant,
}

words!(PatchFormat { Legacy "legacy", Compliant "compliant" });

impl PatchFormat {
    const fn mode(self) -> Mode {
        match self {
            Self::Legacy => Mode::Tolerant,
            Self::Compliant => Mode::Strict,
        }
    }

    /// The word of an operation.
    pub(crate) const fn verb(self, verb: Verb) -> &'static str {
        match (self, verb) {
            (Self::Legacy, Verb::Add) => "Add",
            (Self::Legacy, Verb::Replace) => "Replace",
            (Self::Legacy, Verb::Remove) => "Remove",
            (Self::Compliant, Verb::Add) => "add",
            (Self::Compliant, Verb::Replace) => "replace",
            (Self::Compliant, Verb::Remove) => "remove",
        }
    }
}

/// What an operation does to its attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verb {
    /// The target holds no value.
    Add,
    /// The target holds another value.
    Replace,
    /// The target shall hold none.
    Remove,
}

/// Why no PATCH turns one resource into another.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Unpatchable {
    /// What is wrong, at its place in the resource that holds it.
    pub finding: Diagnostic,
    /// Whether that is the resource before the change; else it is the one after.
    pub in_before: bool,
}

/// The PATCH request that turns `before` into `after`; `None` where there is nothing to change.
///
/// Operations stand in schema order. Read-only attributes are left out: the service sets them. Absent, `null` and `[]`
/// are the same, and so are names in another letter case; values are not, as a PATCH can change their case.
///
/// ```
/// use scimwright::limits::Limits;
/// use scimwright::scim::{PatchFormat, SchemaSet, diff};
/// use scimwright::value::json;
///
/// let before = json::parse(r#"{"userName": "ada", "title": "AE", "active": true}"#, &Limits::DEFAULT)?;
/// let after = json::parse(r#"{"userName": "ada", "title": "CRO", "active": false}"#, &Limits::DEFAULT)?;
/// let patch = diff(&before, &after, SchemaSet::gong().type_of(&after), PatchFormat::Compliant);
/// assert_eq!(
///     patch.unwrap().unwrap().get("Operations").unwrap().to_string(),
///     r#"[{"op":"replace","path":"title","value":"CRO"},{"op":"replace","path":"active","value":false}]"#,
/// );
/// # Ok::<(), scimwright::diagnostic::Diagnostic>(())
/// ```
///
/// # Errors
/// `PL212` where a name stands in two spellings anywhere in it, `SP201` for a changed attribute no schema defines, `PA202`
/// where a required one would be removed, `PA204` and `PA205` for a value that no PATCH of the format can set, `IN008`
/// where either is no object or of another resource type. What both have is told of `after`.
pub fn diff<'a>(
    before: &Json<'a>,
    after: &Json<'a>,
    kind: &ResourceType,
    format: PatchFormat,
) -> Result<Option<Json<'a>>, Unpatchable> {
    let members = |resource, in_before| {
        let members = members_of(resource).and_then(|members| of_kind(members, kind).map(|()| members));
        let members = members.and_then(|members| spellings::check(resource).map(|()| members));
        members.map_err(|finding| Unpatchable { finding, in_before })
    };
    let (old, new) = (members(before, true)?, members(after, false)?);
    between(old, new, kind, format).map_err(|found| standing(found, before, after))
}

fn between<'a>(
    old: &Object<'a>,
    new: &Object<'a>,
    kind: &ResourceType,
    format: PatchFormat,
) -> Result<Option<Json<'a>>, Diagnostic> {
    let mut differ = Differ { kind, format, operations: Vec::new() };
    for schema in [&kind.core, &kind.common] {
        differ.schema(schema, "", old, new)?;
    }
    let mut declared: Vec<Json<'a>> = schemas(old).to_vec();
    for schema in &kind.extensions {
        let count = differ.operations.len();
        differ.schema(schema, &format!("{}:", schema.id), inside(old, schema), inside(new, schema))?;
        // Setting an attribute of an extension declares it by itself.
        let removes = Json::from(format.verb(Verb::Remove));
        let mut made = differ.operations.iter().skip(count);
        if made.any(|operation| operation.get("op") != Some(&removes)) && !names_schema(&declared, &schema.id)
        {
            declared.push(Json::String(Cow::Owned(schema.id.to_string())));
        }
    }
    differ.unknown(old, new)?;
    let wanted = schemas(new);
    if declared != wanted && !wanted.is_empty() {
        differ.push(Verb::Replace, "schemas".to_owned(), Some(Json::Array(wanted.to_vec())));
    }
    if differ.operations.is_empty() {
        return Ok(None);
    }
    let request = patch::body(differ.operations);
    // What the request would be refused for: a value of another type, a name no schema defines.
    match Patch::new(&request, kind, format.mode(), &Limits::DEFAULT) {
        Ok(_) => Ok(Some(request)),
        Err(found) => Err(placed(found, &request)),
    }
}

/// A refusal of the request, placed at the attribute whose operation it is about.
fn placed(found: Diagnostic, request: &Json<'_>) -> Diagnostic {
    let pointer = found.pointer().unwrap_or_default();
    let operation =
        pointer.match_indices('/').nth(2).and_then(|(end, _)| request.pointer(pointer.get(..end)?));
    let path = operation.and_then(|operation| operation.get("path")).and_then(Json::as_str);
    let path = path.map(str::to_owned);
    found.at(Place { path, ..Place::default() })
}

/// A refusal where what its pointer or path names stands: in `after`, unless `before` has more of it.
fn standing(mut finding: Diagnostic, before: &Json<'_>, after: &Json<'_>) -> Unpatchable {
    let place = finding.at.get_or_insert_default();
    let names = match (&place.pointer, &place.path) {
        (Some(pointer), _) => steps(pointer).into_iter().flatten().map(Cow::into_owned).collect(),
        (None, path) => path.as_deref().map(names_of).unwrap_or_default(),
    };
    let (was, is) = (reached(before, &names), reached(after, &names));
    let in_before = was.1 > is.1;
    place.pointer = Some(if in_before { was.0 } else { is.0 }.into());
    Unpatchable { finding, in_before }
}

/// The members that a path leads through.
fn names_of(path: &str) -> Vec<String> {
    let name = path.parse::<Path>().ok().map(|path| path.attribute);
    let names = name.iter().flat_map(|name| [name.urn.as_deref(), Some(&*name.name), name.sub.as_deref()]);
    names.flatten().map(str::to_owned).collect()
}

/// The pointer to where the names lead in a resource, as far as they do, and how many of them.
fn reached(resource: &Json<'_>, names: &[String]) -> (Pointer, usize) {
    let (mut pointer, mut holder) = (Pointer::root(), resource);
    for (count, name) in names.iter().enumerate() {
        let Some((name, value)) = lone(holder).as_object().and_then(|object| object.named(name)) else {
            return (pointer, count);
        };
        if holder.as_array().is_some() {
            pointer = pointer.with_index(0);
        }
        (pointer, holder) = (pointer.with_member(name), value);
    }
    (pointer, names.len())
}

/// The value of an attribute; unassigned ones are none (RFC 7643 §2.5). What is of another type than a single simple
/// value is no absent one.
fn value<'v, 'a>(object: &'v Object<'a>, attribute: &Attribute) -> Option<&'v Json<'a>> {
    let takes_parts = attribute.multi_valued || attribute.kind == Kind::Complex;
    object
        .find(&attribute.name)
        .filter(|value| if takes_parts { holds_any(value) } else { !is_unassigned(value) })
}

/// Whether a value, or an element of it, is assigned.
fn holds_any(value: &Json<'_>) -> bool {
    value.items().iter().any(is_assigned)
}

/// The members of an extension in a resource.
fn inside<'v, 'a>(resource: &'v Object<'a>, schema: &Schema) -> &'v Object<'a> {
    const NONE: &Object<'static> = &Object::new();
    resource.find(&schema.id).and_then(Json::as_object).unwrap_or(NONE)
}

/// What a resource says of its schemas.
fn schemas<'v, 'a>(resource: &'v Object<'a>) -> &'v [Json<'a>] {
    items(resource.find("schemas").filter(|value| holds_any(value)))
}

/// Refuses a resource whose `schemas` say that it is of another type.
fn of_kind(resource: &Object<'_>, kind: &ResourceType) -> Result<(), Diagnostic> {
    let schemas = schemas(resource);
    let other = schemas.iter().filter_map(Json::as_str).find(|urn| is_core(urn));
    match other.filter(|_| !names_schema(schemas, &kind.core.id)) {
        None => Ok(()),
        Some(urn) => {
            let message = format_args!(
                "the resource types differ: a resource with the schema {} cannot be changed as a {}",
                quoted(urn),
                kind.name
            );
            let finding = Diagnostic::new(&code::input::UNEXPECTED_SHAPE, message);
            Err(finding.at(Place::pointer("")).help("compare two resources of one type"))
        }
    }
}

/// Whether the schema is that of a resource type of RFC 7643.
fn is_core(urn: &str) -> bool {
    [CORE_USER, CORE_GROUP].iter().any(|core| core.eq_ignore_ascii_case(urn))
}

/// The members with a value that no schema defines, by their names in lower case.
fn others<'v, 'a>(object: &'v Object<'a>, is_known: &dyn Fn(&str) -> bool) -> HashMap<String, &'v Json<'a>> {
    let other = |(name, value): &(&str, &Json<'_>)| !is_known(name) && is_assigned(value);
    object.iter().filter(other).map(|(name, value)| (name.to_ascii_lowercase(), value)).collect()
}

/// The first member no schema defines whose value is not the same in both.
fn changed_other<'v>(
    old: &'v Object<'_>,
    new: &'v Object<'_>,
    is_known: &dyn Fn(&str) -> bool,
) -> Option<&'v str> {
    let (was, is) = (others(old, is_known), others(new, is_known));
    if was.is_empty() && is.is_empty() {
        return None;
    }
    new.iter().chain(old.iter()).map(|(name, _)| name).find(|name| {
        let name = name.to_ascii_lowercase();
        was.get(&name) != is.get(&name)
    })
}

struct Differ<'k, 'a> {
    kind: &'k ResourceType,
    format: PatchFormat,
    operations: Vec<Json<'a>>,
}

type Done = Result<(), Diagnostic>;

impl<'a> Differ<'_, 'a> {
    fn push(&mut self, verb: Verb, path: String, value: Option<Json<'a>>) {
        let operation = self.operation(verb, path, value);
        self.operations.push(operation);
    }

    fn operation(&self, verb: Verb, path: String, value: Option<Json<'a>>) -> Json<'a> {
        let mut operation = Object::new();
        operation.insert("op", Json::from(self.format.verb(verb)));
        operation.insert("path", Json::String(Cow::Owned(path)));
        if let Some(value) = value {
            operation.insert("value", value);
        }
        operation.into()
    }

    /// A value as an operation sets it: what is writable of it, in the legacy format the text of a Boolean.
    fn written(&self, attribute: &Attribute, value: &Json<'a>) -> Json<'a> {
        match value {
            Json::Bool(truth) if self.format == PatchFormat::Legacy && attribute.kind == Kind::Boolean => {
                Json::from(if *truth { "True" } else { "False" })
            }
            value => writable(attribute, value),
        }
    }

    fn schema(&mut self, schema: &Schema, prefix: &str, old: &Object<'a>, new: &Object<'a>) -> Done {
        for attribute in &schema.attributes {
            // `schemas` follows from the rest and is compared last.
            let is_schemas = prefix.is_empty() && &*attribute.name == "schemas";
            if attribute.mutability != Mutability::ReadOnly && !is_schemas {
                let path = format!("{prefix}{}", attribute.name);
                self.attribute(attribute, path, value(old, attribute), value(new, attribute))?;
            }
        }
        Ok(())
    }

    /// The operations that change the value of an attribute.
    fn attribute(
        &mut self,
        attribute: &Attribute,
        path: String,
        old: Option<&Json<'a>>,
        new: Option<&Json<'a>>,
    ) -> Done {
        let is_complex = attribute.kind == Kind::Complex;
        let takes_list_of_one = self.format == PatchFormat::Legacy && is_complex && !attribute.multi_valued;
        let (old, new) = if takes_list_of_one { (old.map(lone), new.map(lone)) } else { (old, new) };
        let Some(new) = new else { return self.unassign(attribute, path, old.is_some()) };
        if old.is_some_and(|old| self.same(attribute, old, new)) {
            return Ok(());
        }
        let of_text = |text: &Json<'a>| Object::from_iter([("value", text.clone())]);
        match (old, new) {
            _ if attribute.multi_valued => {
                self.list(ListChange { attribute, path, old: items(old), new: new.items() });
            }
            (Some(Json::Object(old)), Json::Object(new)) if is_complex => {
                return self.complex(attribute, &path, old, new);
            }
            // A stored string is the `value` that the operations find.
            (Some(old @ Json::String(_)), Json::Object(new)) if self.takes_text(attribute) => {
                return self.complex(attribute, &path, &of_text(old), new);
            }
            // A string changes the `value` alone, whatever else there is.
            (Some(Json::Object(old)), Json::String(_))
                if self.takes_text(attribute) && !has_value_only(attribute, old) =>
            {
                return self.complex(attribute, &path, old, &of_text(new));
            }
            _ => match self.written(attribute, new) {
                // What is read-only alone the service sets.
                Json::Object(members) if is_complex && old.is_none() && members.is_empty() => {}
                written => self.push(verb(old.is_some(), true), path, Some(written)),
            },
        }
        Ok(())
    }

    /// The operation that takes a value away, where there is one.
    fn unassign(&mut self, attribute: &Attribute, path: String, is_assigned: bool) -> Done {
        if is_assigned && attribute.required {
            let message = format_args!("`{}` is required and cannot be removed", attribute.name);
            let place = Place { path: Some(path), ..Place::default() };
            return Err(Diagnostic::new(&code::patch::REQUIRED, message).at(place));
        }
        if is_assigned {
            self.push(Verb::Remove, path, None);
        }
        Ok(())
    }

    /// Whether a string stands for an object with this `value`.
    fn takes_text(&self, attribute: &Attribute) -> bool {
        self.format == PatchFormat::Legacy && attribute.sub("value").is_some()
    }

    /// Whether a PATCH has nothing to change of a value: another spelling of names is none, nor what is unassigned, nor the
    /// text of a Boolean, which the service reads as one, nor the string that stands for an object.
    // INVARIANT: sub-attributes hold no sub-attributes (RFC 7643 §2.3.8).
    fn same(&self, attribute: &Attribute, old: &Json<'_>, new: &Json<'_>) -> bool {
        match (old, new) {
            (Json::Bool(old), Json::String(new)) => {
                self.format == PatchFormat::Legacy
                    && attribute.kind == Kind::Boolean
                    && boolean::said(new) == Some(*old)
            }
            (Json::Object(_), Json::String(text)) if self.takes_text(attribute) => {
                let object = Object::from_iter([("value", Json::from(&**text))]);
                self.same(attribute, old, &object.into())
            }
            (Json::Object(old), Json::Object(new)) if attribute.kind == Kind::Complex => {
                let is_known = |name: &str| attribute.sub(name).is_some();
                let subs =
                    || attribute.sub_attributes.iter().filter(|sub| sub.mutability != Mutability::ReadOnly);
                !subs().any(|sub| self.differ(sub, value(old, sub), value(new, sub)))
                    && changed_other(old, new, &is_known).is_none()
            }
            (Json::Array(old), new) if attribute.multi_valued => self.same_list(attribute, old, new.items()),
            (old, Json::Array(new)) if attribute.multi_valued => self.same_list(attribute, old.items(), new),
            (old, new) => old == new,
        }
    }

    fn same_list(&self, attribute: &Attribute, old: &[Json<'_>], new: &[Json<'_>]) -> bool {
        let mut old = old.iter().filter(|item| is_assigned(item));
        let mut new = new.iter().filter(|item| is_assigned(item));
        loop {
            match (old.next(), new.next()) {
                (None, None) => return true,
                (Some(old), Some(new)) if self.same(attribute, old, new) => {}
                _ => return false,
            }
        }
    }

    fn differ(&self, attribute: &Attribute, old: Option<&Json<'_>>, new: Option<&Json<'_>>) -> bool {
        match (old, new) {
            (Some(old), Some(new)) => !self.same(attribute, old, new),
            (old, new) => old.is_some() || new.is_some(),
        }
    }

    /// One operation for each sub-attribute that differs.
    fn complex(&mut self, attribute: &Attribute, path: &str, old: &Object<'a>, new: &Object<'a>) -> Done {
        if let Some(name) = changed_other(old, new, &|name| attribute.sub(name).is_some()) {
            let path = format!("{path}.{name}");
            return Err(undefined(&path, Place { path: Some(path.clone()), ..Place::default() }));
        }
        let changes = self.subs(attribute, path, old, new);
        self.operations.extend(changes);
        Ok(())
    }

    /// The operations that change the sub-attributes of the value at `path`.
    fn subs(&self, attribute: &Attribute, path: &str, old: &Object<'a>, new: &Object<'a>) -> Vec<Json<'a>> {
        let mut changes = Vec::new();
        for sub in attribute.sub_attributes.iter() {
            let (old, new) = (value(old, sub), value(new, sub));
            if sub.mutability != Mutability::ReadOnly && self.differ(sub, old, new) {
                let verb = verb(old.is_some(), new.is_some());
                let new = new.map(|new| self.written(sub, new));
                changes.push(self.operation(verb, format!("{path}.{}", sub.name), new));
            }
        }
        changes
    }

    /// A change that no schema defines cannot be patched and is not passed over.
    fn unknown(&self, old: &Object<'a>, new: &Object<'a>) -> Done {
        if let Some(name) = changed_other(old, new, &|name| self.kind.defines(name)) {
            return Err(undefined(name, Place::pointer(Pointer::root().with_member(name))));
        }
        for schema in &self.kind.extensions {
            let is_known = |name: &str| schema.attribute(name).is_some();
            if let Some(name) = changed_other(inside(old, schema), inside(new, schema), &is_known) {
                let spelled = |urn: &&str| urn.eq_ignore_ascii_case(&schema.id);
                let urn = new.iter().chain(old.iter()).map(|(urn, _)| urn).find(spelled).unwrap_or_default();
                let pointer = Pointer::root().with_member(urn).with_member(name);
                return Err(undefined(&format!("{urn}:{name}"), Place::pointer(pointer)));
            }
        }
        Ok(())
    }
}

const fn verb(was: bool, is: bool) -> Verb {
    match (was, is) {
        (true, true) => Verb::Replace,
        (_, true) => Verb::Add,
        (_, false) => Verb::Remove,
    }
}

fn undefined(name: &str, place: Place) -> Diagnostic {
    let message = format_args!("no schema defines {}, so it cannot be patched", quoted(name));
    Diagnostic::new(&code::path::UNKNOWN_ATTRIBUTE, message).at(place)
}

/// Whether nothing but its `value` could be written of an object.
fn has_value_only(attribute: &Attribute, object: &Object<'_>) -> bool {
    object.iter().all(|(name, value)| {
        let sub = attribute.sub(name);
        name.eq_ignore_ascii_case("value")
            || !is_assigned(value)
            || sub.is_some_and(|sub| sub.mutability == Mutability::ReadOnly)
    })
}

/// A value without its read-only sub-attributes, and without nulls that no schema defines.
fn writable<'a>(attribute: &Attribute, value: &Json<'a>) -> Json<'a> {
    let mut value = value.clone();
    if let Json::Object(object) = &mut value {
        object.retain(|name, value| match attribute.sub(name) {
            Some(sub) => sub.mutability != Mutability::ReadOnly,
            None => !value.is_null(),
        });
    }
    value
}
