//! The steps of the first pass, in their order.

use std::borrow::Cow;

use super::matching::matching_values;
use super::{Around, References, Rivals};
use crate::diagnostic::{Diagnostic, Diagnostics, code};
use crate::expression::Context;
use crate::mapping::{AttributeMapping, FlowType, Flowing, Mapped, Record, State};
use crate::provision::diff::{Difference, differences};
use crate::provision::engine::Engine;
use crate::provision::lifecycle::{Act, Facts, Row, SourceState};
use crate::provision::members::{MemberChanges, member_mapping};
use crate::provision::preview::Matching;
use crate::provision::program::ObjectProgram;
use crate::provision::reference::manager_mappings;
use crate::provision::request::Request;
use crate::provision::target;
use crate::scim::Verb;
use crate::value::entra::plain_id;
use crate::value::json::Json;

/// One object on its way through the first pass: what it is looked at with, and what its steps find out.
pub(super) struct Pass<'p, 'w, 't> {
    pub(super) engine: &'p Engine,
    pub(super) program: &'p ObjectProgram,
    pub(super) record: &'p Record<'p>,
    pub(super) around: &'p Around<'w, 't>,
    pub(super) context: &'p Context<'p>,
    /// The object's id as it is looked up; empty where it has none.
    pub(super) id: Cow<'p, str>,
    /// The stored target id.
    pub(super) link: Option<&'p str>,
    pub(super) facts: Facts,
    pub(super) matching: Matching,
    pub(super) diagnostics: Diagnostics,
}

impl<'p, 'w, 't> Pass<'p, 'w, 't> {
    /// Begins with an object's facts, and the findings made on the way to them.
    pub(super) fn new(
        engine: &'p Engine,
        program: &'p ObjectProgram,
        record: &'p Record<'p>,
        around: &'p Around<'w, 't>,
        context: &'p Context<'p>,
        (facts, diagnostics): (Facts, Diagnostics),
    ) -> Self {
        let id = plain_id(record.id.as_deref().unwrap_or_default());
        let link = around.links.get(&id).filter(|_| !id.is_empty()).map(String::as_str);
        let matching = Matching::default();
        Self { engine, program, record, around, context, id, link, facts, matching, diagnostics }
    }
}

impl<'p, 't> Pass<'p, '_, 't> {
    /// The values of all mappings but the references, then the references by the number of their mapping.
    pub(super) fn map(&mut self) -> (Vec<Mapped<'p>>, References) {
        let (values, context) = (&self.record.values, self.context);
        let value = |mapping: &'p AttributeMapping| match mapping.is_reference {
            true => Mapped::nothing(State::Null),
            false => mapping.evaluate(values, context),
        };
        let mapped = self.program.mappings.iter().map(value).collect();
        let mut references = References::new();
        for (number, mapping) in manager_mappings(self.program.kind, &self.program.mappings) {
            let Mapped { state, value, finding } = mapping.evaluate(values, context);
            // What fails or is left out tells nothing of the manager, not that there is none either.
            if !matches!(state, State::Failed | State::Ignored) {
                references.push((number, value.map(|value| value.log_text().into_owned())));
            }
            self.diagnostics.extend(finding.filter(|_| self.program.definition.enabled));
        }
        (mapped, references)
    }

    /// The account: the linked one, or the one that the matching attributes find.
    pub(super) fn account(&mut self, mapped: &[Mapped<'p>]) -> Option<&'t Json<'t>> {
        let values = matching_values(self.program, mapped);
        self.facts.linked = self.link.is_some();
        self.facts.released = self.around.released.contains(&self.id);
        self.facts.has_matching_value = !values.is_empty();
        let Some(id) = self.link else {
            let found = self.match_account(&values);
            self.facts.target_exists = found.is_some();
            return found;
        };
        if let Rivals::Claims(claims) = self.around.rivals
            && self.facts.mapping_enabled
            && self.facts.in_scope()
        {
            claims.borrow_mut().hold(&values);
        }
        let target = self.around.targets.and_then(|targets| targets.with_id(id));
        self.facts.target_exists = target.is_some() || self.around.targets.is_none();
        target
    }

    /// The mappings without a value that the target requires.
    pub(super) fn missing(&self, mapped: &[Mapped<'p>]) -> Vec<&'p AttributeMapping> {
        let lacks = |(mapping, mapped): &(&AttributeMapping, &Mapped<'_>)| {
            mapping.must_have_value() && mapping.at_creation((*mapped).clone()).is_none()
        };
        self.program.mappings.iter().zip(mapped).filter(lacks).map(|(mapping, _)| mapping).collect()
    }

    /// What the account holds otherwise. A run on demand leaves out what would restore it.
    pub(super) fn differences(
        &mut self,
        mapped: &[Mapped<'p>],
        target: Option<&Json<'_>>,
    ) -> Vec<Difference<'p>> {
        let mut differences = differences(self.program, mapped, target);
        if self.engine.settings.on_demand && self.facts.in_scope() {
            let count = differences.len();
            let enables = |it: &Difference<'_>| {
                it.op == Verb::Replace
                    && it.value == Flowing::Boolean(true)
                    && (it.mapping.reads_soft_deleted || it.mapping.reads_account_enabled)
            };
            differences.retain(|difference| !enables(difference));
            if differences.len() < count {
                let message = "a run on demand does not restore accounts that are inactive";
                self.diagnostics.push(Diagnostic::new(&code::plan::ON_DEMAND_LIMIT, message));
            }
        }
        differences
    }

    /// The member changes of a group whose members are mapped.
    pub(super) fn members(&self) -> Option<MemberChanges> {
        let changes = self.around.members.filter(|_| member_mapping(self.program).is_some())?;
        Some(changes(self.record, self.facts.linked))
    }

    /// Whether a mapping hands on that the object is gone or may not sign in.
    pub(super) fn disables(&self, mapping: &AttributeMapping) -> bool {
        mapping.reads_soft_deleted
            || (self.facts.state == SourceState::Disabled && mapping.reads_account_enabled)
    }

    /// The facts that follow from values and differences.
    pub(super) fn weigh(
        &mut self,
        mapped: &[Mapped<'p>],
        missing: &[&AttributeMapping],
        differences: &[Difference<'p>],
        members: Option<&MemberChanges>,
        target: Option<&Json<'_>>,
    ) {
        let mappings = &self.program.mappings;
        // A mapping that leaves a filled attribute alone, or gives nothing, hands nothing on.
        let hands_on = |(mapping, mapped): (&AttributeMapping, &Mapped<'_>)| {
            self.disables(mapping)
                && mapping.definition.flow_type.replaces()
                && (mapped.value.is_some() || mapped.state == State::Failed)
        };
        let (in_scope, creates) = (self.facts.in_scope(), self.facts.would_create());
        let takes_part = |mapping: &AttributeMapping| match in_scope {
            // What applies at creation only is not evaluated for an account that exists.
            true => creates || mapping.definition.flow_type != FlowType::ObjectAddOnly,
            false => self.disables(mapping),
        };
        let failed = |(mapping, mapped): (&AttributeMapping, &Mapped<'_>)| {
            mapped.state == State::Failed && takes_part(mapping)
        };
        let members_differ = in_scope && members.is_some_and(MemberChanges::differ);
        self.facts = Facts {
            required_missing: !missing.is_empty(),
            disable_mapped: mappings.iter().zip(mapped).any(hands_on),
            disable_differs: differences.iter().any(|difference| self.disables(difference.mapping)),
            target_active: target.and_then(target::is_active) == Some(true),
            differs: !differences.is_empty() || members_differ,
            mapping_failed: mappings.iter().zip(mapped).any(failed),
            ..self.facts
        };
    }

    /// The id of the account after the act: linked, found, or given to the new one. A linked account is read first.
    pub(super) fn target_id(&mut self, row: &Row, target: Option<&Json<'_>>) -> Option<String> {
        let held = self.link.or_else(|| target.and_then(target::id));
        if row.reads {
            self.matching.queries.push(Request::read(self.program.kind, held.unwrap_or_default()));
        }
        if row.act == Act::Create {
            return Some(self.free_id());
        }
        held.map(str::to_owned)
    }

    /// The id of the account to be made, which the target gives to no other: that of a new account, else one that no
    /// other source id makes.
    fn free_id(&self) -> String {
        let is_free = |id: &String| self.around.targets.is_none_or(|targets| targets.with_id(id).is_none());
        let others = (2_usize..).map(|number| format!("new{number}-{}", self.id));
        std::iter::once(self.engine.new_id(&self.id)).chain(others).find(is_free).unwrap_or_default()
    }
}
