//! One walk over a payload, schema in hand.

use std::collections::{HashMap, HashSet};

use super::compile::{Listing, Required, TypeRules};
use super::form;
use super::place::At;
use super::{Mode, Validator};
use crate::diagnostic::{Diagnostic, Findings, Severity, code, did_you_mean, nearest, quoted};
use crate::scim::Instant;
use crate::scim::patch::PATCH_OP;
use crate::scim::schema::{Attribute, Form, Kind, Mutability, Schema};
use crate::unicode::folded;
use crate::value::boolean;
use crate::value::json::{Json, Object};

pub(super) fn payload(validator: &Validator, rules: &TypeRules, payload: &Json<'_>) -> Findings {
    let mut walk = Walk { validator, rules, found: Findings::new(validator.limits.findings), errors: 0 };
    match payload {
        Json::Object(object) => walk.resource(object),
        other => {
            let message = format!("a resource must be an object, this is {}", other.kind_name());
            walk.report(At::Root.finding(&code::payload::INVALID_TYPE, message));
        }
    }
    walk.found
}

struct Walk<'v> {
    validator: &'v Validator,
    rules: &'v TypeRules,
    found: Findings,
    /// How many of them are errors.
    errors: usize,
}

impl Walk<'_> {
    fn strict(&self) -> bool {
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
        let mut of_schemas = Vec::new();
        let declared = self.schemas(object, &mut of_schemas);
        // What is said about `schemas` stands where they do; they are read first, for the extensions.
        if object.find("schemas").is_none() {
            of_schemas.drain(..).for_each(|finding| self.report(finding));
        }
        let mut names = Names::among(object.len());
        for (name, value) in object.iter() {
            let place = At::Name(&At::Root, name);
            if let Some(first) = names.repeats(name) {
                let message = format!("{} stands here again as {}", quoted(first), quoted(name));
                self.report(place.finding(&code::payload::DUPLICATE_ATTRIBUTE, message));
                continue;
            }
            if name.eq_ignore_ascii_case("schemas") {
                of_schemas.drain(..).for_each(|finding| self.report(finding));
                continue;
            }
            if name.eq_ignore_ascii_case("meta") {
                continue;
            }
            let kind = &self.rules.kind;
            if let Some((attribute, listing)) = look_up(&kind.core, &self.rules.core, name)
                .or_else(|| look_up(&kind.common, &self.rules.common, name))
            {
                self.attribute(attribute, listing, value, &place);
            } else if name.contains(':') {
                self.extension(name, value, declared);
            } else {
                self.unknown(name, value, &place, kind.core.attributes.iter());
            }
        }
        for required in &self.rules.required {
            if !has_value(object, required, !self.strict()) {
                let message = format!("the required attribute `{}` has no value", required.name);
                let place = At::Root.finding(&code::payload::REQUIRED, message);
                self.report(spelled(place, &required.name).source("Gong provisioning tutorial"));
            }
        }
    }

    /// Checks `schemas` and gives its items.
    fn schemas<'o>(&self, object: &'o Object<'_>, found: &mut Vec<Diagnostic>) -> Option<&'o [Json<'o>]> {
        let (name, value) = object.named("schemas").unwrap_or(("schemas", &Json::Null));
        let (place, value) = (At::Name(&At::Root, name), Some(value).filter(|value| !value.is_null()));
        let items = match value {
            Some(Json::Array(items)) if !items.is_empty() => items,
            None | Some(Json::Array(_)) => {
                found.push(place.finding(&code::payload::REQUIRED, "`schemas` names no schema"));
                return None;
            }
            Some(_) => {
                found.push(place.finding(&code::payload::EXPECTED_ARRAY, "`schemas` must be an array"));
                return None;
            }
        };
        let kind = &self.rules.kind;
        let mut has_core = false;
        let mut named = HashSet::new();
        for (index, item) in items.iter().enumerate() {
            let place = At::Element(&place, index);
            let Some(urn) = item.as_str() else {
                let message = format!("a schema is named by a string, this is {}", item.kind_name());
                found.push(place.finding(&code::payload::INVALID_TYPE, message));
                continue;
            };
            if !named.insert(urn.to_ascii_lowercase()) {
                let message = format!("{} stands in `schemas` twice", quoted(urn));
                found.push(self.deviation(place.finding(&code::payload::DUPLICATE_SCHEMA, message)));
            } else if kind.is_core(urn) {
                has_core = true;
            } else if kind.extension(urn).is_none() {
                let message = format!("{} is no schema of a {}", quoted(urn), kind.name);
                let known = std::iter::once(&kind.core).chain(&kind.extensions).map(|schema| &*schema.id);
                let mut unknown =
                    suggest(place.finding(&code::payload::UNKNOWN_SCHEMA, message), nearest(urn, known));
                if urn.eq_ignore_ascii_case(PATCH_OP) {
                    unknown = unknown.help("this is a PATCH request, not a resource");
                }
                found.push(self.deviation(unknown));
            }
        }
        if !has_core {
            let message = format!("`schemas` does not name the core schema of a {}", kind.name);
            let help = format!("add `{}`", kind.core.id);
            found.push(place.finding(&code::payload::MISSING_CORE_SCHEMA, message).help(help));
        }
        Some(items)
    }

    fn extension(&mut self, urn: &str, value: &Json<'_>, declared: Option<&[Json<'_>]>) {
        let place = At::Extension(urn);
        let kind = &self.rules.kind;
        let found = kind.extensions.iter().zip(&self.rules.extensions);
        let Some((schema, listings)) =
            found.into_iter().find(|(schema, _)| schema.id.eq_ignore_ascii_case(urn))
        else {
            if self.strict() || !value.is_null() {
                let message = format!("{} is no extension of a {}", quoted(urn), kind.name);
                let near = nearest(urn, kind.extensions.iter().map(|schema| &*schema.id));
                self.report_deviation(suggest(place.finding(&code::payload::UNKNOWN_SCHEMA, message), near));
            }
            return;
        };
        let object = match value {
            Json::Null => return,
            Json::Object(object) => object,
            other => {
                let message = format!("an extension must be an object, this is {}", other.kind_name());
                self.report(place.finding(&code::payload::INVALID_TYPE, message));
                return;
            }
        };
        let is_declared = |items: &[Json<'_>]| {
            items.iter().filter_map(Json::as_str).any(|declared| declared.eq_ignore_ascii_case(urn))
        };
        let has_data = object.iter().any(|(_, value)| !is_unassigned(value));
        if has_data && declared.is_some_and(|items| !is_declared(items)) {
            let message = format!("`schemas` does not name {}", quoted(urn));
            self.report_deviation(place.finding(&code::payload::SCHEMA_NOT_DECLARED, message));
        }
        let mut names = Names::among(object.len());
        for (name, value) in object.iter() {
            let place = At::Name(&place, name);
            if let Some(first) = names.repeats(name) {
                let message = format!("{} stands here again as {}", quoted(first), quoted(name));
                self.report(place.finding(&code::payload::DUPLICATE_ATTRIBUTE, message));
            } else if let Some((attribute, listing)) = look_up(schema, listings, name) {
                self.attribute(attribute, listing, value, &place);
            } else {
                self.unknown(name, value, &place, schema.attributes.iter());
            }
        }
    }

    fn unknown<'a>(
        &mut self,
        name: &str,
        value: &Json<'_>,
        place: &At<'_>,
        known: impl Iterator<Item = &'a Attribute>,
    ) {
        if self.strict() || !value.is_null() {
            let message = format!("the schema does not define {}", quoted(name));
            let near = nearest(name, known.map(|attribute| &*attribute.name));
            self.report(suggest(place.finding(&code::payload::UNKNOWN_ATTRIBUTE, message), near));
        }
    }

    fn attribute(&mut self, attribute: &Attribute, listing: &Listing, value: &Json<'_>, place: &At<'_>) {
        if is_unassigned(value) {
            return;
        }
        if attribute.mutability == Mutability::ReadOnly {
            return self.read_only(attribute, place);
        }
        let errors = self.errors;
        self.value(attribute, listing, value, place);
        if *listing == Listing::Absent && self.errors == errors {
            let message = format!("the target does not list `{}`", attribute.name);
            self.report(place.finding(&code::payload::NOT_IN_TARGET, message));
        }
    }

    /// A value that is assigned and may be sent.
    fn value(&mut self, attribute: &Attribute, listing: &Listing, value: &Json<'_>, place: &At<'_>) {
        if attribute.multi_valued {
            match value {
                Json::Array(items) => self.elements(attribute, listing, items, place),
                other => {
                    let message =
                        format!("`{}` must be an array, this is {}", attribute.name, other.kind_name());
                    self.report(place.finding(&code::payload::EXPECTED_ARRAY, message));
                }
            }
            return;
        }
        match value {
            Json::Array(items) => match (items.as_slice(), attribute.kind) {
                ([Json::Object(object)], Kind::Complex) if !self.strict() => {
                    let message = format!("`{}` is sent as an array of one", attribute.name);
                    self.report(place.finding(&code::payload::COERCED, message));
                    self.complex(attribute, listing, object, &At::Element(place, 0));
                }
                ([text @ Json::String(_)], Kind::Complex)
                    if !self.strict() && attribute.sub("value").is_some() =>
                {
                    self.scalar(attribute, text, place);
                }
                _ => {
                    let message = format!("`{}` has one value, this is an array", attribute.name);
                    self.report(place.finding(&code::payload::UNEXPECTED_ARRAY, message));
                }
            },
            Json::Object(object) if attribute.kind == Kind::Complex => {
                self.complex(attribute, listing, object, place);
            }
            other => self.scalar(attribute, other, place),
        }
    }

    fn read_only(&mut self, attribute: &Attribute, place: &At<'_>) {
        let message = format!("`{}` is read-only; the server ignores it", attribute.name);
        self.report(place.finding(&code::payload::READ_ONLY_IGNORED, message));
    }

    fn complex(&mut self, attribute: &Attribute, listing: &Listing, object: &Object<'_>, place: &At<'_>) {
        let mut names = Names::among(object.len());
        for (name, value) in object.iter() {
            let place = At::Name(place, name);
            if let Some(first) = names.repeats(name) {
                let message = format!("{} stands here again as {}", quoted(first), quoted(name));
                self.report(place.finding(&code::payload::DUPLICATE_ATTRIBUTE, message));
                continue;
            }
            let Some(sub) = attribute.sub(name) else {
                self.unknown(name, value, &place, attribute.sub_attributes.iter());
                continue;
            };
            if is_unassigned(value) {
                continue;
            }
            if sub.mutability == Mutability::ReadOnly {
                self.read_only(sub, &place);
                continue;
            }
            let errors = self.errors;
            match value {
                Json::Array(_) if !sub.multi_valued => {
                    let message = format!("`{}` has one value, this is an array", sub.name);
                    self.report(place.finding(&code::payload::UNEXPECTED_ARRAY, message));
                }
                other => self.scalar(sub, other, &place),
            }
            if let Listing::Subs(listed) = listing
                && self.errors == errors
                && !listed.iter().any(|listed| listed.eq_ignore_ascii_case(&sub.name))
            {
                let message = format!("the target does not list `{}.{}`", attribute.name, sub.name);
                self.report(place.finding(&code::payload::NOT_IN_TARGET, message));
            }
        }
    }

    fn elements(&mut self, attribute: &Attribute, listing: &Listing, items: &[Json<'_>], place: &At<'_>) {
        let mut primaries = 0_usize;
        for (index, item) in items.iter().enumerate() {
            let place = At::Element(place, index);
            match item {
                Json::Object(object) if attribute.kind == Kind::Complex => {
                    let errors = self.errors;
                    self.complex(attribute, listing, object, &place);
                    if self.errors == errors {
                        self.element_in_target(attribute, listing, object, &place);
                    }
                    let primary = is_primary(object, !self.strict());
                    primaries = primaries.saturating_add(usize::from(primary));
                }
                Json::Null => {}
                other => self.scalar(attribute, other, &place),
            }
        }
        if primaries > 1 {
            let message = format!("{primaries} elements of `{}` have `primary` true", attribute.name);
            self.report(place.finding(&code::payload::MULTIPLE_PRIMARY, message));
        }
        if items.len() > 1 {
            self.duplicates(attribute, items, place);
        }
        self.domains(attribute, listing, items, place);
    }

    fn element_in_target(
        &mut self,
        attribute: &Attribute,
        listing: &Listing,
        object: &Object<'_>,
        place: &At<'_>,
    ) {
        let Listing::Elements { sub, values } = listing else { return };
        let value = object.find(sub).and_then(Json::as_str);
        if !value.is_some_and(|value| values.iter().any(|listed| listed.eq_ignore_ascii_case(value))) {
            let listed: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
            let (name, listed) = (&attribute.name, listed.join(" or "));
            let message = format!("the target lists `{name}` whose `{sub}` is {listed} only");
            self.report(place.finding(&code::payload::NOT_IN_TARGET, message));
        }
    }

    /// The same type and value twice; for attributes that Entra ID addresses by type, the same type twice.
    fn duplicates(&mut self, attribute: &Attribute, items: &[Json<'_>], place: &At<'_>) {
        let kind_of = |item: &Json<'_>| lower(item.as_object().and_then(|object| object.find("type")));
        let value_sub = attribute.sub("value");
        let mut seen = HashSet::new();
        for (index, item) in items.iter().enumerate() {
            let value = match item {
                Json::Object(object) => object.find("value").and_then(Json::as_str),
                other => other.as_str(),
            };
            let Some(value) = value else { continue };
            let exact = value_sub.unwrap_or(attribute).case_exact;
            let folded = if exact { value.to_owned() } else { folded(value) };
            if !seen.insert(format!("{}\n{folded}", kind_of(item))) {
                let message = format!("this value stands in `{}` twice", attribute.name);
                self.report(At::Element(place, index).finding(&code::payload::DUPLICATE_VALUE, message));
            }
        }
        let types = attribute.sub("type").map_or(&[][..], |sub| &sub.canonical_values);
        if !types.is_empty() && attribute.sub("primary").is_some() {
            let is_canonical = |kind: &str| types.iter().any(|known| known.eq_ignore_ascii_case(kind));
            let (mut seen, mut told) = (HashSet::new(), HashSet::new());
            let kinds = items.iter().map(kind_of).filter(|kind| !kind.is_empty());
            // A type that stands three times is told once.
            for kind in kinds.filter(|kind| !seen.insert(kind.clone()) && told.insert(kind.clone())) {
                // Any other text is the payload's, which messages do not quote.
                let kind = if is_canonical(&kind) {
                    format!("the type {}", quoted(&kind))
                } else {
                    "one type".to_owned()
                };
                let message = format!("two elements of `{}` have {kind}", attribute.name);
                self.report(place.finding(&code::payload::DUPLICATE_TYPE, message));
            }
        }
    }

    fn domains(&mut self, attribute: &Attribute, listing: &Listing, items: &[Json<'_>], place: &At<'_>) {
        let allowed = &self.validator.allowed_domains;
        let is_email = attribute.sub("value").is_some_and(|sub| sub.form == Some(Form::Email));
        let Listing::Elements { sub, values } = listing else { return };
        if allowed.is_empty() || !is_email {
            return;
        }
        for (index, item) in items.iter().enumerate() {
            let Some(object) = item.as_object() else { continue };
            let kind = object.find(sub).and_then(Json::as_str).unwrap_or_default();
            let domain = object.find("value").and_then(Json::as_str).and_then(form::email_domain);
            let Some(domain) = domain else { continue };
            let domain = folded(domain);
            if values.iter().any(|listed| listed.eq_ignore_ascii_case(kind)) && !allowed.contains(&domain) {
                let finding = At::Name(&At::Element(place, index), "value").finding(
                    &code::payload::EMAIL_DOMAIN,
                    "the work e-mail address is not in an allowed domain; Gong does not import the user",
                );
                self.report(finding.help(some_of(allowed)));
            }
        }
    }

    /// A value that is neither array nor, for a complex attribute, object.
    fn scalar(&mut self, attribute: &Attribute, value: &Json<'_>, place: &At<'_>) {
        let tolerant = !self.strict();
        let text = value.as_str();
        match attribute.kind {
            Kind::Boolean => match (value, text) {
                (Json::Bool(_), _) => {}
                (_, Some(text)) if tolerant && boolean::said(text).is_some() => {
                    let message = format!("`{}` is a Boolean sent as text", attribute.name);
                    self.report(place.finding(&code::payload::COERCED, message));
                }
                _ => self.wrong_type(attribute, value, "true or false", place),
            },
            Kind::Integer if value.as_number().is_some_and(|number| number.is_integer()) => {}
            Kind::Integer => self.wrong_type(attribute, value, "a whole number", place),
            Kind::Decimal if value.as_number().is_some() => {}
            Kind::Decimal => self.wrong_type(attribute, value, "a number", place),
            Kind::Complex => {
                if tolerant && text.is_some() && attribute.sub("value").is_some() {
                    let message = format!("`{}` is an object sent as a bare string", attribute.name);
                    self.report(place.finding(&code::payload::COERCED, message));
                } else {
                    self.wrong_type(attribute, value, "an object", place);
                }
            }
            Kind::String | Kind::Reference | Kind::Binary | Kind::DateTime => match text {
                Some(text) => self.text(attribute, text, place),
                None => self.wrong_type(attribute, value, "a string", place),
            },
        }
    }

    fn wrong_type(&mut self, attribute: &Attribute, value: &Json<'_>, wanted: &str, place: &At<'_>) {
        let message = format!("`{}` must be {wanted}, this is {}", attribute.name, value.kind_name());
        self.report(place.finding(&code::payload::INVALID_TYPE, message));
    }

    fn text(&mut self, attribute: &Attribute, text: &str, place: &At<'_>) {
        let canonical = &attribute.canonical_values;
        if !canonical.is_empty() && !canonical.iter().any(|known| known.eq_ignore_ascii_case(text)) {
            let message = format!("the value of `{}` is not one of the suggested ones", attribute.name);
            let words: Vec<String> = canonical.iter().map(|word| format!("`{word}`")).collect();
            let finding = place.finding(&code::payload::NOT_CANONICAL, message);
            self.report(finding.help(format!("suggested: {}", words.join(", "))));
        }
        if attribute.kind == Kind::DateTime && Instant::parse(text).is_none() {
            let message = format!("`{}` must be a dateTime such as `2024-07-04T08:00:00Z`", attribute.name);
            self.report(place.finding(&code::payload::INVALID_FORMAT, message).severity(Severity::Error));
        }
        // An empty text is no value, as for what is required.
        if let Some(form) = attribute.form
            && !text.is_empty()
            && !form::has(form, text)
        {
            let message = format!("`{}` must be {}", attribute.name, form::described(form));
            let finding = place.finding(&code::payload::INVALID_FORMAT, message);
            // The RFC asks for ISO 3166-1 codes; for the other forms it only names the usual notation.
            if form == Form::CountryCode {
                self.report_deviation(finding.source("RFC 7643 §4.1.2"));
            } else {
                self.report(finding);
            }
        }
    }
}

/// Finds a name that stands again in another spelling; exact repetition is refused when reading.
struct Names<'o> {
    seen: Vec<&'o str>,
    /// Where each stands in `seen`, by its folded spelling.
    folded: HashMap<String, usize>,
}

impl<'o> Names<'o> {
    /// Beyond this many names a table takes over from comparing each with each.
    const FEW: usize = 48;

    fn among(count: usize) -> Self {
        Self { seen: Vec::with_capacity(count.min(Self::FEW)), folded: HashMap::new() }
    }

    /// The earlier spelling of `name`, if there is one.
    fn repeats(&mut self, name: &'o str) -> Option<&'o str> {
        if self.seen.len() < Self::FEW {
            let earlier = self.seen.iter().copied().find(|other| other.eq_ignore_ascii_case(name));
            if earlier.is_none() {
                self.seen.push(name);
            }
            return earlier;
        }
        if self.folded.is_empty() {
            let names = self.seen.iter().enumerate();
            self.folded = names.map(|(place, name)| (name.to_ascii_lowercase(), place)).collect();
        }
        let folded = name.to_ascii_lowercase();
        if let Some(place) = self.folded.get(&folded) {
            return self.seen.get(*place).copied();
        }
        self.folded.insert(folded, self.seen.len());
        self.seen.push(name);
        None
    }
}

fn look_up<'s>(
    schema: &'s Schema,
    listings: &'s [Listing],
    name: &str,
) -> Option<(&'s Attribute, &'s Listing)> {
    let mut rows = schema.attributes.iter().zip(listings);
    rows.find(|(attribute, _)| attribute.name.eq_ignore_ascii_case(name))
}

/// Absent, `null`, `""`, `[]` and `{}` are no value for a required attribute.
fn is_empty(value: &Json<'_>) -> bool {
    match value {
        Json::Null => true,
        Json::String(text) => text.is_empty(),
        Json::Array(items) => items.is_empty(),
        Json::Object(object) => object.is_empty(),
        Json::Bool(_) | Json::Number(_) => false,
    }
}

/// `null` and `[]` (RFC 7643 §2.5).
fn is_unassigned(value: &Json<'_>) -> bool {
    matches!(value, Json::Null) || value.as_array().is_some_and(<[_]>::is_empty)
}

/// `of_one`: a list of one is taken for a value, as tolerant mode does where one object belongs.
fn has_value(object: &Object<'_>, required: &Required, of_one: bool) -> bool {
    let holder = match &required.urn {
        None => Some(object),
        Some(urn) => object.find(urn).and_then(Json::as_object),
    };
    let Some(value) = holder.and_then(|holder| holder.find(&required.attribute)) else { return false };
    let value = match value {
        Json::Array(items) if of_one && required.sub.is_some() && required.element.is_none() => {
            if let [only] = items.as_slice() { only } else { value }
        }
        _ => value,
    };
    let sub_has_value = |value: &Json<'_>| match &required.sub {
        None => !is_empty(value),
        Some(sub) => {
            value.as_object().and_then(|object| object.find(sub)).is_some_and(|value| !is_empty(value))
        }
    };
    match &required.element {
        None => sub_has_value(value),
        Some((sub, wanted)) => value.as_array().unwrap_or_default().iter().any(|element| {
            let found = element.as_object().and_then(|object| object.find(sub)).and_then(Json::as_str);
            found.is_some_and(|found| found.eq_ignore_ascii_case(wanted)) && sub_has_value(element)
        }),
    }
}

/// The first few of the allowed domains.
fn some_of(allowed: &[String]) -> String {
    const SHOWN: usize = 8;
    let shown: Vec<_> = allowed.iter().take(SHOWN).map(|domain| quoted(domain)).collect();
    let more = match allowed.len().saturating_sub(SHOWN) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("allowed: {}{more}", shown.join(", "))
}

fn is_primary(object: &Object<'_>, text_too: bool) -> bool {
    match object.find("primary") {
        Some(Json::Bool(value)) => *value,
        Some(Json::String(text)) => text_too && boolean::said(text) == Some(true),
        _ => false,
    }
}

fn lower(value: Option<&Json<'_>>) -> String {
    folded(value.and_then(Json::as_str).unwrap_or_default())
}

fn suggest(finding: Diagnostic, near: Option<&str>) -> Diagnostic {
    match near {
        Some(near) => finding.help(did_you_mean(near)),
        None => finding,
    }
}

/// A missing value has no place of its own: its path is that of the target's table.
fn spelled(mut finding: Diagnostic, path: &str) -> Diagnostic {
    if let Some(place) = &mut finding.at {
        place.path = Some(path.to_owned());
    }
    finding
}
