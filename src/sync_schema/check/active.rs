//! Whether the mapping of `active` follows who is to be disabled: deprovisioning rests on it (Entra, *How provisioning
//! works*).

use super::super::model::AttributeMapping;
use super::mapping::Around;
use super::{Findings, ObjectKind, member_of};
use crate::diagnostic::{Diagnostic, code, quoted};
use crate::expression::{Context, Slots, Value};
use crate::mapping::{AttributeMappingDefinition, Flowing, Mappings, Source, State, ValueType, without_core};

const DEFAULT: &str =
    r#"the default mapping is `Switch([IsSoftDeleted], , "False", "True", "True", "False")`"#;

pub(super) fn check(around: &Around<'_>, findings: &mut Findings) {
    let object = around.mapping;
    if around.gong != Some(ObjectKind::User) || !object.flow_types.update {
        return;
    }
    let is_active = |attribute: &&AttributeMapping| {
        let target = attribute.target_attribute.as_deref().unwrap_or_default();
        without_core(target).eq_ignore_ascii_case("active")
    };
    let (message, at, help) = match object.attribute_mappings.iter().find(is_active) {
        None => {
            let at = member_of(&object.pointer, "attributeMappings");
            ("nobody is disabled in Gong: `active` has no mapping".to_owned(), at, DEFAULT)
        }
        Some(attribute) if !attribute.flow_type.replaces() => {
            let message = format!(
                "nobody is disabled in Gong: the mapping of `active` has the flow type `{}`",
                attribute.flow_type.as_str()
            );
            (message, member_of(&attribute.pointer, "flowType"), "let the mapping apply always")
        }
        Some(attribute) => {
            let at = member_of(&attribute.pointer, "source");
            // A value that no Boolean equals is told where it stands.
            let is_cause = |finding: &Diagnostic| {
                finding.code == &code::expression::BOOLEAN_CASE
                    && finding.pointer().is_some_and(|place| place.starts_with(&at))
            };
            let is_told = findings.list.iter().any(is_cause);
            match fault(around, attribute).filter(|_| !is_told) {
                Some(message) => (message, at, DEFAULT),
                None => return,
            }
        }
    };
    findings.advise(&code::attribute_mapping::ACTIVE_UNFIT, message, at, Some(help.to_owned()));
}

/// What is wrong with the value: as it comes out, where it depends on nothing but whether a person is to be disabled.
fn fault(around: &Around<'_>, attribute: &AttributeMapping) -> Option<String> {
    let limits = &around.options.limits;
    let resolved = attribute.resolved(limits);
    let definition = AttributeMappingDefinition {
        target: "active".to_owned(),
        source: resolved.map_or(Source::None, Into::into),
        value_type: ValueType::Boolean,
        ..AttributeMappingDefinition::default()
    };
    let mut slots = Slots::new();
    let (mappings, _) = Mappings::compile(&[definition], &mut slots, limits);
    // One that does not compile is told as that.
    let mapping = mappings.iter().next()?;
    // What the service fills in is not known.
    if !mapping.filled_in().is_empty() {
        return None;
    }
    if !mapping.reads_soft_deleted {
        return Some(
            "who leaves the scope is not disabled in Gong: the mapping of `active` does not read `IsSoftDeleted`"
                .to_owned(),
        );
    }
    if !slots.names().iter().all(|name| name.eq_ignore_ascii_case("IsSoftDeleted")) {
        return None;
    }
    let context = Context { limits: *limits, ..Context::default() };
    [(true, "to be disabled"), (false, "in scope")].into_iter().find_map(|(deleted, who)| {
        let values: Vec<_> = slots.names().iter().map(|_| Value::Boolean(deleted)).collect();
        let mapped = mapping.evaluate(&values, &context);
        let gives = match mapped.value {
            Some(Flowing::Boolean(active)) if active != deleted => return None,
            // What an evaluation of the expression itself lacks or tells.
            None if mapped.state == State::Failed => return None,
            None => "no value".to_owned(),
            Some(value) => quoted(&value.log_text()).to_string(),
        };
        Some(format!("the mapping of `active` gives {gives} for a person {who}"))
    })
}
