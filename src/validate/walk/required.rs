//! What the target requires.

use super::Walk;
use crate::diagnostic::{Diagnostic, Place, code};
use crate::profile::TargetAttribute;
use crate::scim::AttributeName;
use crate::validate::compile::Required;
use crate::value::json::{Json, Object};

impl Walk<'_> {
    /// Reports every required value that the resource lacks.
    pub(super) fn required(&mut self, object: &Object<'_>) {
        for Required { row, .. } in &self.rules.required {
            let AttributeName { urn, name, .. } = &row.path.attribute;
            let holder = match urn {
                None => Some(object),
                Some(urn) => object.find(urn).and_then(Json::as_object),
            };
            let value = holder.and_then(|holder| holder.find(name));
            if !value.is_some_and(|value| has_value(value, row, !self.strict())) {
                self.lacks(row);
            }
        }
    }

    /// Reports a required value that is not there. It has no place of its own: its path is that of the target's table.
    pub(in crate::validate) fn lacks(&mut self, row: &TargetAttribute) {
        let message = ["the required attribute `", &*row.name, "` has no value"].concat();
        let path = Some(String::from(&*row.name));
        let place = Place { pointer: Some(String::new()), path, span: None };
        let finding = Diagnostic::placed(&code::payload::REQUIRED, message, place);
        self.report(finding.source("Entra: Configure Gong for automatic user provisioning"));
    }
}

/// Whether the value of its attribute holds what a row requires. `of_one`: a list of one is taken for a value, as tolerant
/// mode does where one object belongs.
pub(in crate::validate) fn has_value(value: &Json<'_>, row: &TargetAttribute, of_one: bool) -> bool {
    let sub = row.path.sub_attribute();
    let sub_has_value = |value: &Json<'_>| match sub {
        None => !is_empty(value),
        Some(sub) => {
            value.as_object().and_then(|object| object.find(sub)).is_some_and(|value| !is_empty(value))
        }
    };
    match row.element() {
        None => match value.as_array() {
            Some([only]) if of_one && sub.is_some() => sub_has_value(only),
            _ => sub_has_value(value),
        },
        Some((sub, wanted)) => value.as_array().unwrap_or_default().iter().any(|element| {
            let found = element.as_object().and_then(|object| object.find(sub)).and_then(Json::as_str);
            found.is_some_and(|found| found.eq_ignore_ascii_case(wanted)) && sub_has_value(element)
        }),
    }
}

/// Absent, `null`, `""`, `[]` and `{}` are no value for a required attribute.
pub(in crate::validate) fn is_empty(value: &Json<'_>) -> bool {
    match value {
        Json::Null => true,
        Json::String(text) => text.is_empty(),
        Json::Array(items) => items.is_empty(),
        Json::Object(object) => object.is_empty(),
        Json::Bool(_) | Json::Number(_) => false,
    }
}
