//! One walk over a payload, schema in hand.

mod elements;
mod names;
mod required;
mod scalar;
mod schemas;

use super::compile::{Listing, Rule, TypeRules};
use super::place::At;
use super::{Mode, Validator};
use crate::diagnostic::{Diagnostic, Findings, Severity, code, did_you_mean, nearest, quoted};
use crate::scim::schema::{Attribute, Kind, Mutability, ResourceType, Schema};
use crate::scim::{has_values, is_unassigned, names_schema};
use crate::value::json::{Json, Object};
use crate::value::search;
pub(super) use names::Names;
pub(super) use required::{has_value, is_empty};

pub(super) fn payload(validator: &Validator, rules: &TypeRules, payload: &Json<'_>) -> Findings {
    let mut walk = Walk::new(validator, rules);
    match payload {
        Json::Object(object) => walk.resource(object),
        other => {
            let message = format_args!("a resource must be an object, this is {}", other.kind_name());
            walk.report(At::Root.finding(&code::payload::INVALID_TYPE, message));
        }
    }
    walk.found
}

/// What was found so far, in the rules of one resource type. Messages that come often are joined from their parts, which
/// takes half as long as to format them.
pub(super) struct Walk<'v> {
    pub(super) validator: &'v Validator,
    rules: &'v TypeRules,
    found: Findings,
    /// How many of them are errors.
    errors: usize,
}

impl<'v> Walk<'v> {
    pub(super) const fn new(validator: &'v Validator, rules: &'v TypeRules) -> Self {
        Self { validator, rules, found: Findings::new(validator.limits.findings), errors: 0 }
    }

    pub(super) fn found(self) -> Findings {
        self.found
    }

    /// How many findings there are so far.
    pub(super) const fn count(&self) -> usize {
        self.found.count()
    }

    pub(super) fn strict(&self) -> bool {
        self.validator.mode == Mode::Strict
    }

    fn report(&mut self, finding: Diagnostic) {
        self.errors = self.errors.saturating_add(usize::from(finding.is_error()));
        self.found.push(finding);
    }

    /// An error in strict mode, a warning in tolerant mode.
    fn deviation(&self, finding: Diagnostic) -> Diagnostic {
        finding.severity(if self.strict() { Severity::Error } else { Severity::Warning })
    }

    fn report_deviation(&mut self, finding: Diagnostic) {
        let finding = self.deviation(finding);
        self.report(finding);
    }

    fn resource(&mut self, object: &Object<'_>) {
        if let Some(found) = self.message(object) {
            self.report(found);
            return;
        }
        let mut of_schemas = Vec::new();
        let declared = self.schemas(object, &mut of_schemas);
        // What is said about `schemas` stands where they do; they are read first, for the extensions.
        if object.find("schemas").is_none() {
            of_schemas.drain(..).for_each(|finding| self.report(finding));
        }
        let mut names = Names::among(object.len());
        for (name, value) in object.iter() {
            let place = At::Name(&At::Root, name);
            if self.repeats(&mut names, name, &place) {
                continue;
            }
            if name.eq_ignore_ascii_case("schemas") {
                of_schemas.drain(..).for_each(|finding| self.report(finding));
                continue;
            }
            if name.eq_ignore_ascii_case("meta") {
                continue;
            }
            if let Some(rule) = look_up(&self.rules.top, name) {
                self.attribute(rule, value, &place);
            } else if search::has(name, ':') {
                self.extension(name, value, declared);
            } else {
                self.unknown(name, value, &place, self.rules.kind.core.attributes.iter());
            }
        }
        self.required(object);
    }

    /// Whether the name stood before in another spelling, which is reported.
    fn repeats<'o>(&mut self, names: &mut Names<'o>, name: &'o str, place: &At<'_>) -> bool {
        let Some(first) = names.repeats(name) else { return false };
        let message = format_args!("{} stands here again as {}", quoted(first), quoted(name));
        self.report(place.finding(&code::payload::DUPLICATE_ATTRIBUTE, message));
        true
    }

    fn extension(&mut self, urn: &str, value: &Json<'_>, declared: Option<&[Json<'_>]>) {
        let place = At::Extension(urn);
        let kind = &self.rules.kind;
        let mut extensions = self.rules.extensions.iter();
        let Some(extension) = extensions.find(|extension| extension.urn.eq_ignore_ascii_case(urn)) else {
            if self.strict() || !value.is_null() {
                let message = format_args!("{} is no extension of a {}", quoted(urn), kind.name);
                let near = || nearest(urn, kind.extensions.iter().map(|schema| &*schema.id));
                let mut found = place.finding(&code::payload::UNKNOWN_SCHEMA, message);
                found.help = belongs(kind, urn).or_else(|| near().map(did_you_mean));
                self.report_deviation(found);
            }
            return;
        };
        let object = match value {
            Json::Null => return,
            Json::Object(object) => object,
            other => {
                let message = format_args!("an extension must be an object, this is {}", other.kind_name());
                self.report(place.finding(&code::payload::INVALID_TYPE, message));
                return;
            }
        };
        if has_values(object) && declared.is_some_and(|items| !names_schema(items, urn)) {
            let message = format_args!("`schemas` does not name {}", quoted(urn));
            self.report_deviation(place.finding(&code::payload::SCHEMA_NOT_DECLARED, message));
        }
        let mut names = Names::among(object.len());
        for (name, value) in object.iter() {
            let place = At::Name(&place, name);
            if self.repeats(&mut names, name, &place) {
                continue;
            }
            match look_up(&extension.rules, name) {
                Some(rule) => self.attribute(rule, value, &place),
                None => {
                    let known = extension.rules.iter().map(|rule| &rule.attribute);
                    self.unknown(name, value, &place, known);
                }
            }
        }
    }

    /// A member that the schema does not define; `known` are those it does.
    pub(super) fn unknown<'a>(
        &mut self,
        name: &str,
        value: &Json<'_>,
        place: &At<'_>,
        known: impl Iterator<Item = &'a Attribute>,
    ) {
        if self.strict() || !value.is_null() {
            let message = format_args!("the schema does not define {}", quoted(name));
            let mut found = place.finding(&code::payload::UNKNOWN_ATTRIBUTE, message);
            let is_top = matches!(place, At::Name(At::Root, _));
            let elsewhere = if is_top { belongs(&self.rules.kind, name) } else { None };
            let near = || nearest(name, known.map(|attribute| &*attribute.name));
            found.help = elsewhere.or_else(|| near().map(did_you_mean));
            self.report(found);
        }
    }

    /// The value of an attribute.
    pub(super) fn attribute(&mut self, rule: &Rule, value: &Json<'_>, place: &At<'_>) {
        let attribute = &rule.attribute;
        if !self.is_sent(attribute, value, place) {
            return;
        }
        let errors = self.errors;
        self.value(rule, value, place);
        if rule.listing == Listing::Absent && self.errors == errors {
            let message = format_args!("the target does not list `{}`", attribute.name);
            self.report(place.finding(&code::payload::NOT_IN_TARGET, message));
        }
    }

    /// A value that is assigned and may be sent.
    fn value(&mut self, rule: &Rule, value: &Json<'_>, place: &At<'_>) {
        let attribute = &rule.attribute;
        if attribute.multi_valued {
            match value {
                Json::Array(items) => self.elements(rule, items, place),
                other => {
                    let message =
                        format_args!("`{}` must be an array, this is {}", attribute.name, other.kind_name());
                    self.report(place.finding(&code::payload::EXPECTED_ARRAY, message));
                }
            }
            return;
        }
        match value {
            Json::Array(items) => match (items.as_slice(), attribute.kind) {
                ([Json::Object(object)], Kind::Complex) if !self.strict() => {
                    let message = format_args!("`{}` is sent as an array of one", attribute.name);
                    self.report(place.finding(&code::payload::COERCED, message));
                    self.complex(rule, object, &At::Element(place, 0));
                }
                ([text @ Json::String(_)], Kind::Complex)
                    if !self.strict() && attribute.sub("value").is_some() =>
                {
                    self.scalar(attribute, text, place);
                }
                _ => self.unexpected_array(attribute, place),
            },
            Json::Object(object) if attribute.kind == Kind::Complex => {
                self.complex(rule, object, place);
            }
            other => self.scalar(attribute, other, place),
        }
    }

    fn unexpected_array(&mut self, attribute: &Attribute, place: &At<'_>) {
        let message = format_args!("`{}` has one value, this is an array", attribute.name);
        self.report(place.finding(&code::payload::UNEXPECTED_ARRAY, message));
    }

    /// Whether an attribute has a value, and one that the server takes; that it ignores one is reported.
    fn is_sent(&mut self, attribute: &Attribute, value: &Json<'_>, place: &At<'_>) -> bool {
        if is_unassigned(value) {
            return false;
        }
        let is_ignored = attribute.mutability == Mutability::ReadOnly;
        if is_ignored {
            let message = format_args!("`{}` is read-only; the server ignores it", attribute.name);
            self.report(place.finding(&code::payload::READ_ONLY_IGNORED, message));
        }
        !is_ignored
    }

    fn complex(&mut self, rule: &Rule, object: &Object<'_>, place: &At<'_>) {
        let attribute = &rule.attribute;
        let mut names = Names::among(object.len());
        for (name, value) in object.iter() {
            let place = At::Name(place, name);
            if self.repeats(&mut names, name, &place) {
                continue;
            }
            let Some(sub) = attribute.sub(name) else {
                self.unknown(name, value, &place, attribute.sub_attributes.iter());
                continue;
            };
            self.sub_attribute(rule, sub, value, &place);
        }
    }

    /// The value of a sub-attribute.
    pub(super) fn sub_attribute(&mut self, rule: &Rule, sub: &Attribute, value: &Json<'_>, place: &At<'_>) {
        if !self.is_sent(sub, value, place) {
            return;
        }
        let errors = self.errors;
        match value {
            Json::Array(_) if !sub.multi_valued => self.unexpected_array(sub, place),
            other => self.scalar(sub, other, place),
        }
        if let Listing::Subs(listed) = &rule.listing
            && self.errors == errors
            && !listed.iter().any(|listed| listed.eq_ignore_ascii_case(&sub.name))
        {
            let message = format_args!("the target does not list `{}.{}`", rule.attribute.name, sub.name);
            self.report(place.finding(&code::payload::NOT_IN_TARGET, message));
        }
    }
}

fn look_up<'r>(rules: &'r [Rule], name: &str) -> Option<&'r Rule> {
    rules.iter().find(|rule| rule.attribute.name.eq_ignore_ascii_case(name))
}

/// Where a member of a resource belongs whose name is that of an attribute of an extension, or one behind a schema URI.
fn belongs(kind: &ResourceType, name: &str) -> Option<String> {
    let behind_uri = |schema: &'_ Schema| {
        let (urn, rest) = name.split_at_checked(schema.id.len())?;
        let name = rest.strip_prefix([':', '.'])?;
        urn.eq_ignore_ascii_case(&schema.id).then(|| name.split('.').next().unwrap_or(name))
    };
    let of_uri = |schema| Some((schema, Schema::attribute(schema, behind_uri(schema)?)?));
    let (schema, attribute) = kind
        .unique_extension_attribute(name)
        .or_else(|| std::iter::once(&kind.core).chain(&kind.extensions).find_map(of_uri))?;
    Some(if kind.is_core(&schema.id) {
        format!("write `{}`", attribute.name)
    } else {
        format!("put `{}` inside `{}`", attribute.name, schema.id)
    })
}
