//! The elements of a multi-valued attribute: one primary, none twice, those that the target lists.

use std::collections::HashSet;

use super::Walk;
use crate::diagnostic::{code, listed, quoted};
use crate::scim::is_primary;
use crate::scim::schema::{Attribute, Form, Kind};
use crate::unicode::folded;
use crate::validate::compile::{Listing, Rule};
use crate::validate::form;
use crate::validate::place::At;
use crate::value::domains;
use crate::value::json::{Json, Object};

impl Walk<'_> {
    pub(super) fn elements(&mut self, rule: &Rule, items: &[Json<'_>], place: &At<'_>) {
        let attribute = &rule.attribute;
        let mut primaries = 0_usize;
        for (index, item) in items.iter().enumerate() {
            let place = At::Element(place, index);
            match item {
                Json::Object(object) if attribute.kind == Kind::Complex => {
                    let errors = self.errors;
                    self.complex(rule, object, &place);
                    if self.errors == errors {
                        self.element_in_target(rule, object, &place);
                    }
                    let primary = is_primary(item, !self.strict());
                    primaries = primaries.saturating_add(usize::from(primary));
                }
                Json::Null => {}
                other => self.scalar(attribute, other, &place),
            }
        }
        if primaries > 1 {
            let message = format_args!("{primaries} elements of `{}` have `primary` true", attribute.name);
            self.report(place.finding(&code::payload::MULTIPLE_PRIMARY, message));
        }
        if items.len() > 1 {
            self.duplicate_values(attribute, items, place);
            self.duplicate_types(attribute, items, place);
        }
        self.domains(rule, items, place);
    }

    fn element_in_target(&mut self, rule: &Rule, object: &Object<'_>, place: &At<'_>) {
        let Listing::Elements { sub, values } = &rule.listing else { return };
        let value = object.find(sub).and_then(Json::as_str);
        if !value.is_some_and(|value| values.iter().any(|listed| listed.eq_ignore_ascii_case(value))) {
            let values = listed(&mut values.iter().map(|value| &**value), " or ");
            let name = &rule.attribute.name;
            let message = format_args!("the target lists `{name}` whose `{sub}` is {values} only");
            self.report(place.finding(&code::payload::NOT_IN_TARGET, message));
        }
    }

    /// The same type and value twice.
    fn duplicate_values(&mut self, attribute: &Attribute, items: &[Json<'_>], place: &At<'_>) {
        let value_sub = attribute.sub("value");
        let mut seen = HashSet::new();
        for (index, item) in items.iter().enumerate() {
            let value = match item {
                Json::Object(object) => object.find("value").and_then(Json::as_str),
                other => other.as_str(),
            };
            // An empty text is no value, so none that stands twice.
            let Some(value) = value.filter(|value| !value.is_empty()) else { continue };
            let exact = value_sub.unwrap_or(attribute).case_exact;
            let folded = if exact { value.to_owned() } else { folded(value) };
            if !seen.insert(format!("{}\n{folded}", kind_of(item))) {
                let message = format_args!("this value stands in `{}` twice", attribute.name);
                self.report(At::Element(place, index).finding(&code::payload::DUPLICATE_VALUE, message));
            }
        }
    }

    /// For attributes that Entra ID addresses by type, the same type twice.
    fn duplicate_types(&mut self, attribute: &Attribute, items: &[Json<'_>], place: &At<'_>) {
        let types = attribute.sub("type").map_or(&[][..], |sub| &sub.canonical_values);
        if types.is_empty() || attribute.sub("primary").is_none() {
            return;
        }
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
            let message = format_args!("two elements of `{}` have {kind}", attribute.name);
            self.report(place.finding(&code::payload::DUPLICATE_TYPE, message));
        }
    }

    /// Work addresses are those of the company.
    fn domains(&mut self, rule: &Rule, items: &[Json<'_>], place: &At<'_>) {
        let allowed = &self.validator.allowed_domains;
        let is_email = rule.attribute.sub("value").is_some_and(|sub| sub.form == Some(Form::Email));
        let Listing::Elements { sub, values } = &rule.listing else { return };
        if allowed.is_empty() || !is_email {
            return;
        }
        for (index, item) in items.iter().enumerate() {
            let Some(object) = item.as_object() else { continue };
            let kind = object.find(sub).and_then(Json::as_str).unwrap_or_default();
            let Some((name, Json::String(email))) = object.named("value") else { continue };
            let Some(domain) = form::email_domain(email) else { continue };
            if values.iter().any(|listed| listed.eq_ignore_ascii_case(kind))
                && !domains::allows(allowed, domain)
            {
                let finding = At::Name(&At::Element(place, index), name).finding(
                    &code::payload::EMAIL_DOMAIN,
                    "the work e-mail address is not in an allowed domain; Gong does not import the user",
                );
                self.report(finding.help(some_of(allowed)));
            }
        }
    }
}

/// The type of an element, folded; empty where it has none.
fn kind_of(item: &Json<'_>) -> String {
    let kind = item.as_object().and_then(|object| object.find("type")).and_then(Json::as_str);
    folded(kind.unwrap_or_default())
}

/// The first few of the allowed domains.
fn some_of(allowed: &[String]) -> String {
    const SHOWN: usize = 8;
    let shown: Vec<_> = allowed.iter().take(SHOWN).map(|domain| quoted(domain).to_string()).collect();
    let more = match allowed.len().saturating_sub(SHOWN) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("allowed: {}{more}", shown.join(", "))
}
