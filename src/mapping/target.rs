//! Target attribute names: what they say, how they are read in a resource.
//!
//! A target attribute name is a flat text in one of four forms: `attr`, `attr.sub`,
//! `attr[sub eq "value"].sub2`, `<URN>:attr` (Entra, *Customize application attributes*). The service writes
//! only `eq` and `and` into filters.

use crate::diagnostic::{Diagnostic, Place, Span, code, quoted};
use crate::limits::Limits;
use crate::scim::filter::{Operand, Operator, Tree};
use crate::scim::{Mode, path, same_schema};
use crate::value::boolean;
use crate::value::json::Json;

/// A target attribute name, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetPath {
    /// The name as configured; the `path` of a PATCH operation.
    pub text: String,
    /// The extension's URN; `None` for core attributes.
    pub schema: Option<String>,
    /// The attribute.
    pub attribute: String,
    /// Conditions that choose one value of a multi-valued attribute: sub-attribute and value.
    pub filter: Vec<(String, String)>,
    /// The sub-attribute.
    pub sub: Option<String>,
}

impl TargetPath {
    /// Takes a target attribute name apart.
    ///
    /// # Errors
    /// Those of [`path::parse`]; `AM301` for a path in a form the service does not write.
    pub fn parse(text: &str, limits: &Limits) -> Result<Self, Diagnostic> {
        let parsed = path::parse(text, Mode::Tolerant, limits)?;
        let mut filter = Vec::new();
        if let Some(tree) = &parsed.filter
            && !conditions(tree, &mut filter)
        {
            let message = format_args!("the condition in {} is not made of `eq` and `and`", quoted(text));
            return Err(Diagnostic::new(&code::mapping::TARGET_UNPREDICTABLE, message)
                .at(Place::in_text(text, Span::new(0, text.len()))));
        }
        Ok(Self {
            text: text.to_owned(),
            schema: parsed.attribute.urn.as_deref().map(str::to_owned),
            attribute: parsed.attribute.name.to_string(),
            filter,
            sub: parsed.sub_attribute().map(str::to_owned),
        })
    }

    /// Whether the path chooses one of several values.
    pub const fn is_filtered(&self) -> bool {
        !self.filter.is_empty()
    }

    /// The extension's URN; attributes of a core schema stand at the top of a resource, URN or not.
    pub fn extension(&self) -> Option<&str> {
        self.schema.as_deref().filter(|_| without_core(&self.text).len() == self.text.len())
    }

    /// Whether this is the path `text`, the URN of a core schema before it or not.
    pub fn is(&self, text: &str) -> bool {
        without_core(&self.text).eq_ignore_ascii_case(text)
    }

    /// Whether the client never writes this: the target's id, and what the client itself says of the resource (Entra,
    /// *Customize application attributes*; *Develop and plan provisioning for a SCIM endpoint*).
    pub fn is_never_written(&self) -> bool {
        let is = |name: &&str| self.attribute.eq_ignore_ascii_case(name);
        self.extension().is_none() && ["id", "meta", "schemas"].iter().any(is)
    }

    /// The finding about a mapping to what is never written.
    pub fn never_written(&self) -> Option<Diagnostic> {
        let message = || format!("the service never writes {}", quoted(&self.text));
        let finding = || Diagnostic::new(&code::attribute_mapping::TARGET_READ_ONLY, message());
        self.is_never_written().then(finding)
    }

    /// Whether a resource cannot hold both values: they are one, one is a part of the other, or one is among several
    /// values and the other alone.
    pub fn clashes_with(&self, other: &Self) -> bool {
        if !self.is_of_attribute(other) {
            return false;
        }
        match (self.is_filtered(), other.is_filtered()) {
            (true, true) => self.chooses_as(other) && self.is_part_as(other),
            (false, false) => self.sub.is_none() || other.sub.is_none() || self.is_part_as(other),
            _ => true,
        }
    }

    /// Whether one value can meet both filters, though either can choose another, and both would write the same part of it.
    pub(super) fn shares_value_with(&self, other: &Self) -> bool {
        let excludes = |(sub, wanted): &(String, String)| {
            let is_other = |(name, text): &(String, String)| {
                name.eq_ignore_ascii_case(sub) && !text.eq_ignore_ascii_case(wanted)
            };
            other.filter.iter().any(is_other)
        };
        self.is_filtered()
            && other.is_filtered()
            && self.is_of_attribute(other)
            && self.is_part_as(other)
            && !self.filter.iter().any(excludes)
    }

    fn is_of_attribute(&self, other: &Self) -> bool {
        self.attribute.eq_ignore_ascii_case(&other.attribute)
            && same_schema(self.extension(), other.extension())
    }

    /// Whether both are the same part of their values; without a name it is `value`.
    fn is_part_as(&self, other: &Self) -> bool {
        let [one, two] = [self, other].map(|path| path.sub.as_deref().unwrap_or("value"));
        one.eq_ignore_ascii_case(two)
    }

    /// Whether both filters choose one value: by the same conditions, or by a `type`, which is unique among the values
    /// (Entra, *Develop and plan provisioning for a SCIM endpoint*).
    fn chooses_as(&self, other: &Self) -> bool {
        let is_type = |(sub, _): &&(String, String)| sub.eq_ignore_ascii_case("type");
        let [one, two] = [self, other].map(|path| path.filter.iter().find(is_type));
        let of_type = one.zip(two).is_some_and(|(one, two)| one.1.eq_ignore_ascii_case(&two.1));
        of_type || same_conditions(&self.filter, &other.filter)
    }

    /// Whether a value here is, at least in part, the value of `other`: the same attribute, or a part of it.
    pub fn gives(&self, other: &Self) -> bool {
        let is_part = |own: bool, other: bool| own || !other;
        self.clashes_with(other)
            && is_part(self.is_filtered(), other.is_filtered())
            && is_part(self.sub.is_some(), other.sub.is_some() && other.sub.as_deref() != Some("value"))
    }

    /// The value at this path in a resource, of several the first; `null` and absent are both `None`.
    pub fn read<'r>(&self, resource: &'r Json<'r>) -> Option<&'r Json<'r>> {
        self.values(resource).next()
    }

    /// Every value at this path in a resource, `null` left out: what a filter compares one by one.
    pub fn values<'r>(&self, resource: &'r Json<'r>) -> impl Iterator<Item = &'r Json<'r>> {
        let home = match self.extension() {
            Some(schema) => member(resource, schema),
            None => Some(resource),
        };
        let items = match home.and_then(|home| member(home, &self.attribute)) {
            Some(Json::Array(items)) if self.is_filtered() || self.sub.is_some() => items,
            single => single.map_or(&[][..], std::slice::from_ref),
        };
        let value = |item: &'r Json<'r>| match &self.sub {
            Some(sub) => member(item, sub),
            None => Some(item),
        };
        let values = items.iter().filter(|item| self.chooses(item)).filter_map(value);
        values.filter(|value| !value.is_null())
    }

    fn chooses(&self, item: &Json<'_>) -> bool {
        self.filter.iter().all(|(sub, wanted)| match member(item, sub) {
            Some(Json::String(text)) => text.eq_ignore_ascii_case(wanted),
            Some(Json::Bool(value)) => boolean::said(wanted) == Some(*value),
            Some(Json::Number(number)) => number.as_str() == wanted,
            _ => false,
        })
    }
}

/// Whether two filters choose the same value: the same conditions in any order and letter case.
pub(super) fn same_conditions(one: &[(String, String)], other: &[(String, String)]) -> bool {
    let is_in = |(sub, value): &(String, String)| {
        other.iter().any(|(name, text)| name.eq_ignore_ascii_case(sub) && text.eq_ignore_ascii_case(value))
    };
    one.len() == other.len() && one.iter().all(is_in)
}

/// A target attribute name without the URN of a core schema.
pub(crate) fn without_core(name: &str) -> &str {
    const CORE: &str = "urn:ietf:params:scim:schemas:core:2.0:";
    let is_core = |(start, _): &(&str, &str)| start.eq_ignore_ascii_case(CORE);
    let rest = name.split_at_checked(CORE.len()).filter(is_core);
    rest.and_then(|(_, rest)| rest.split_once(':')).map_or(name, |(_, rest)| rest)
}

/// Collects `sub eq "value"` conditions joined by `and`; false for anything else.
fn conditions(tree: &Tree, into: &mut Vec<(String, String)>) -> bool {
    match tree {
        // INVARIANT: filter trees are bounded in depth when parsed, and `and` lists are flat.
        Tree::And(parts) => parts.iter().all(|part| conditions(part, into)),
        Tree::Compare(comparison) if comparison.operator == Operator::Equal => {
            let value = match &comparison.operand {
                Operand::String(text) => text.to_string(),
                Operand::Bool(value) => (if *value { "true" } else { "false" }).to_owned(),
                Operand::Number(number) => number.as_str().to_owned(),
                Operand::Null => return false,
            };
            into.push((comparison.attribute.name.to_string(), value));
            true
        }
        _ => false,
    }
}

/// A member by name; nothing for what is no object.
pub(crate) fn member<'r>(value: &'r Json<'r>, name: &str) -> Option<&'r Json<'r>> {
    value.as_object()?.find(name)
}
