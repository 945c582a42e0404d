//! Single values: their type, and the form of a text.

use super::Walk;
use crate::diagnostic::{Severity, code, listed};
use crate::scim::Instant;
use crate::scim::schema::{Attribute, Form, Kind};
use crate::validate::form;
use crate::validate::place::At;
use crate::value::boolean;
use crate::value::json::Json;

impl Walk<'_> {
    /// A value that is neither array nor, for a complex attribute, object.
    pub(super) fn scalar(&mut self, attribute: &Attribute, value: &Json<'_>, place: &At<'_>) {
        let tolerant = !self.strict();
        let text = value.as_str();
        match attribute.kind {
            Kind::Boolean => match (value, text) {
                (Json::Bool(_), _) => {}
                (_, Some(text)) if tolerant && boolean::said(text).is_some() => {
                    let message = ["`", &*attribute.name, "` is a Boolean sent as text"].concat();
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
                    let message = format_args!("`{}` is an object sent as a bare string", attribute.name);
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
        let message = format_args!("`{}` must be {wanted}, this is {}", attribute.name, value.kind_name());
        self.report(place.finding(&code::payload::INVALID_TYPE, message));
    }

    fn text(&mut self, attribute: &Attribute, text: &str, place: &At<'_>) {
        let canonical = &attribute.canonical_values;
        if !canonical.is_empty() && !canonical.iter().any(|known| known.eq_ignore_ascii_case(text)) {
            let message = format_args!("the value of `{}` is not one of the suggested ones", attribute.name);
            let words = listed(&mut canonical.iter().map(|word| &**word), ", ");
            let finding = place.finding(&code::payload::NOT_CANONICAL, message);
            self.report(finding.help(format!("suggested: {words}")));
        }
        if attribute.kind == Kind::DateTime && Instant::parse(text).is_none() {
            let message =
                format_args!("`{}` must be a dateTime such as `2024-07-04T08:00:00Z`", attribute.name);
            self.report(place.finding(&code::payload::INVALID_FORMAT, message).severity(Severity::Error));
        }
        // An empty text is no value, as for what is required.
        if let Some(form) = attribute.form
            && !text.is_empty()
            && !form::has(form, text)
        {
            let message = ["`", &*attribute.name, "` must be ", form::described(form)].concat();
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
