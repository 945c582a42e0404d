//! The first pass over one object: scope, matching, decision, and the writes that follow from it.

mod claims;
mod findings;
mod freed;
mod judge;
mod matching;
mod pass;
mod unique;
mod writes;

use std::cell::RefCell;

pub(super) use claims::Claims;
pub(super) use freed::Freed;
use judge::Judged;
pub(super) use judge::Judgement;
use pass::Pass;
pub(super) use unique::{UniqueMapping, UniqueValue, unique};

use super::diff::attributes;
use super::engine::Engine;
use super::lifecycle::{Act, Facts, Reason, SourceState};
use super::members::MembersOf;
use super::patch::Writer;
use super::preview::{AttributeOutcome, AttributePreview, Matching, ScopeDecision, SourceReference};
use super::program::ObjectProgram;
use super::request::Request;
use super::target::Targets;
use crate::diagnostic::Diagnostics;
use crate::expression::{Context, Taken};
use crate::mapping::{Mapped, Record, Removal};
use crate::scope::{FilterTrace, ScopingFilters};
use crate::sync_schema::ObjectKind;
use crate::value::table::{Table, Texts};

/// Whether the object is assigned to the application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::provision) enum Assigned {
    Yes,
    No,
    /// Nothing says so; taken as yes.
    Unknown,
    /// The settings name others, among them perhaps a group that the user is in; taken as no.
    NotNamed,
}

/// What an object meets: the target, the stored pairs, the other objects.
#[derive(Clone, Copy)]
pub(in crate::provision) struct Around<'w, 't> {
    /// The accounts; `None` where they are not given.
    pub(in crate::provision) targets: Option<&'w Targets<'t>>,
    pub(in crate::provision) links: &'w Table<String>,
    /// Source ids that were linked once and left the scope.
    pub(in crate::provision) released: &'w Texts,
    pub(in crate::provision) assigned: Assigned,
    pub(in crate::provision) rivals: Rivals<'w>,
    /// What accounts are no longer found by, and the object's place among those of the cycle.
    pub(in crate::provision) freed: Option<(&'w Freed, usize)>,
    /// The member changes of a group; the argument tells whether the group is linked.
    pub(in crate::provision) members: Option<&'w MembersOf<'w>>,
}

/// Who else may have a claim to the matching values of an object, and to the account that it finds.
#[derive(Clone, Copy)]
pub(in crate::provision) enum Rivals<'w> {
    /// Those with a stored pair in the settings: the object is previewed on its own.
    Pairs,
    /// Those of the cycle whose turn came before, among whose claims the object leaves its own.
    Claims(&'w RefCell<Claims>),
    /// Whether one came first was found when the claims were made.
    Known { came_first: bool },
}

impl Rivals<'_> {
    /// Whether a cycle looks at its objects for the first time: what one does to others is told then.
    const fn are_told(self) -> bool {
        matches!(self, Self::Claims(_))
    }
}

/// Source ids of other objects, by the number of the mapping that refers to them.
pub(in crate::provision) type References = Vec<(usize, Option<String>)>;

/// What came of an object's references.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::provision) enum SecondPass {
    /// Nothing, so far or at all.
    Nothing,
    /// One was written.
    Written,
    /// One differs, and updates are off.
    Withheld,
}

/// One object after the first pass.
#[derive(Debug)]
pub(in crate::provision) struct Draft<'t> {
    pub(in crate::provision) source: SourceReference,
    pub(in crate::provision) judgement: Judgement<'t>,
    pub(in crate::provision) scope: ScopeDecision,
    pub(in crate::provision) matching: Matching,
    pub(in crate::provision) attributes: Vec<AttributePreview>,
    pub(in crate::provision) requests: Vec<Request>,
    pub(in crate::provision) diagnostics: Diagnostics,
    /// Whether the object tells who the manager is, be it nobody.
    pub(in crate::provision) tells_manager: bool,
    /// Why no manager comes from it.
    pub(in crate::provision) unmanaged: Option<&'static str>,
    /// What the second pass resolves.
    pub(in crate::provision) references: References,
    /// Source ids in the group after the write.
    pub(in crate::provision) members_after: Option<Vec<String>>,
    /// The work e-mail address that is sent, for Gong's own rules.
    pub(in crate::provision) email: Option<String>,
    /// Whether a job title is sent.
    pub(in crate::provision) has_title: bool,
    pub(in crate::provision) second_pass: SecondPass,
    /// Whether the act is held back by the threshold.
    pub(in crate::provision) staged: bool,
}

impl Draft<'_> {
    /// Holds the act back: nothing is sent, so nothing changes.
    pub(in crate::provision) fn stage(&mut self) {
        self.staged = true;
        self.requests.clear();
        for attribute in &mut self.attributes {
            if matches!(attribute.outcome, AttributeOutcome::Flows | AttributeOutcome::Default) {
                attribute.outcome = AttributeOutcome::Ignored;
                attribute.after.clone_from(&attribute.before);
            }
        }
    }

    /// The stored target id after the cycle.
    pub(in crate::provision) fn link_after(&self) -> Option<&str> {
        match self.staged {
            true => self.judgement.target_id.as_deref(),
            false => self.judgement.link_after(),
        }
    }
}

/// The state an object is in.
pub(in crate::provision) fn state_of(record: &Record<'_>, kind: ObjectKind) -> SourceState {
    match record.removal {
        Removal::Hard => SourceState::HardDeleted,
        Removal::Soft => SourceState::SoftDeleted,
        Removal::None if kind == ObjectKind::User && record.account_enabled == Some(false) => {
            SourceState::Disabled
        }
        Removal::None => SourceState::Active,
    }
}

impl Engine {
    /// How PATCH bodies are written.
    pub(in crate::provision) const fn writer(&self) -> Writer {
        Writer::of(&self.settings)
    }

    /// What evaluations take from outside the object. Random functions differ from object to object.
    pub(in crate::provision) fn context(&self) -> Context<'_> {
        Context {
            now: Some(self.now),
            taken: Taken::Values(&self.settings.taken),
            default_domain: self.settings.default_domain.as_deref().map(Into::into),
            limits: self.limits,
            ..Context::default()
        }
    }

    /// As [`Engine::context`], for one object.
    pub(super) fn context_of(&self, record: &Record<'_>) -> Context<'_> {
        Context { seed: self.settings.seed_for(record.id.as_deref().unwrap_or_default()), ..self.context() }
    }

    /// Scope and state of an object, `IsSoftDeleted` set in its record.
    pub(in crate::provision) fn facts(
        &self,
        program: &ObjectProgram,
        record: &mut Record<'_>,
        assigned: Assigned,
        mut trace: Option<(&mut Vec<FilterTrace>, &mut Diagnostics)>,
    ) -> Facts {
        let mut passes = |set: &ScopingFilters| match &mut trace {
            Some((filters, findings)) => {
                let (passes, traces, found) = set.trace(&record.values);
                filters.extend(traces);
                findings.extend(found);
                passes
            }
            None => set.passes(&record.values),
        };
        let passes_filters = passes(&program.filters);
        // Each is looked at, whatever those before it say: the trace shows all.
        let mut passes_input_filters = true;
        for set in &program.input_filters {
            passes_input_filters &= passes(set);
        }
        let definition = &program.definition;
        let facts = Facts {
            mapping_enabled: definition.enabled,
            can_create: definition.can_create,
            can_update: definition.can_update,
            can_delete: definition.can_delete,
            skip_out_of_scope_deletions: self.settings.skip_out_of_scope_deletions,
            on_demand: self.settings.on_demand,
            state: state_of(record, program.kind),
            assigned: matches!(assigned, Assigned::Yes | Assigned::Unknown),
            passes_filters,
            passes_input_filters,
            ..Facts::default()
        };
        program.projection.compute(record, !facts.in_scope());
        facts
    }

    /// The first pass over one object.
    pub(in crate::provision) fn draft<'t>(
        &self,
        program: &ObjectProgram,
        record: &mut Record<'_>,
        around: &Around<'_, 't>,
    ) -> Draft<'t> {
        let (mut filters, mut diagnostics) = (Vec::new(), Diagnostics::new());
        let facts = self.facts(program, record, around.assigned, Some((&mut filters, &mut diagnostics)));
        if !program.definition.enabled {
            // What is switched off is not checked.
            diagnostics.clear();
        }
        let context = self.context_of(record);
        let mut pass = Pass::new(self, program, record, around, &context, (facts, diagnostics));
        pass.look_at_source();
        let Judged { judgement, mapped, references, missing, differences, members } = pass.judge();
        let Judgement { facts, row, target, .. } = judgement;
        let target_id = judgement.target_id.as_deref();
        let sent = pass.sent(row, &mapped, differences);
        pass.look_at_disabling(row, &mapped, &sent, target);
        pass.look_at_kept(row, &mapped, target);
        let mut requests: Vec<_> = pass.account_write(row, &mapped, &sent, target_id).into_iter().collect();
        let mut attributes = attributes(program, &mapped, &sent, target, row);
        let members = members.filter(|_| matches!(row.act, Act::Create | Act::Update | Act::None));
        if let Some(members) = &members {
            requests.extend(pass.member_write(members, target_id, &mut attributes));
            members.report(&mut pass.diagnostics);
        }
        if program.definition.enabled {
            pass.diagnostics.extend(mapped.iter().filter_map(|mapped| mapped.finding.clone()));
        }
        pass.explain(row, &missing);

        let Pass { mut matching, diagnostics, .. } = pass;
        matching.target_id.clone_from(&judgement.target_id);
        Draft {
            email: text_at(program, &mapped, program.gong.email),
            has_title: text_at(program, &mapped, program.gong.title).is_some(),
            tells_manager: record.tells_manager,
            unmanaged: unmanaged(program, record),
            references,
            source: SourceReference {
                id: record.id.as_deref().unwrap_or_default().to_owned(),
                kind: program.kind,
                display_name: record.display_name.as_deref().map(str::to_owned),
            },
            judgement,
            scope: ScopeDecision {
                in_scope: facts.enters(),
                reason: out_of_scope(&facts),
                filters,
                object_mapping: self.named_mapping(program),
            },
            matching,
            attributes,
            requests,
            diagnostics,
            members_after: members.map(|members| members.after),
            second_pass: SecondPass::Nothing,
            staged: false,
        }
    }

    /// Where an object mapping stands, where another of its kind could have applied.
    fn named_mapping(&self, program: &ObjectProgram) -> Option<String> {
        let is_one_of_several = self.programs(program.kind).len() > 1;
        program.definition.pointer.as_ref().filter(|_| is_one_of_several).cloned()
    }

    /// The id of the account made for an object, by its id as it is looked up.
    pub(in crate::provision) fn new_id(&self, id: &str) -> String {
        self.settings.new_ids.get(id).cloned().unwrap_or_else(|| ["new-", id].concat())
    }
}

/// The text that a creation sends by the mapping of a number.
fn text_at(program: &ObjectProgram, mapped: &[Mapped<'_>], number: Option<usize>) -> Option<String> {
    let (mapping, mapped) = program.mappings.iter().zip(mapped).nth(number?)?;
    mapping.at_creation(mapped.clone()).map(|value| value.log_text().into_owned())
}

/// Why no manager comes from an object.
fn unmanaged(program: &ObjectProgram, record: &Record<'_>) -> Option<&'static str> {
    match record.manager {
        _ if !program.gong.manager => Some("nothing is mapped to the manager"),
        Some(_) => None,
        None if record.tells_manager => Some("the person has no manager"),
        None => Some("the person is given without `manager`"),
    }
}

/// What keeps an object out of scope.
fn out_of_scope(facts: &Facts) -> Option<Reason> {
    Some(match facts.state {
        _ if !facts.mapping_enabled => Reason::MappingDisabled,
        _ if !facts.assigned => Reason::NotAssigned,
        _ if !facts.passes_input_filters => Reason::InputFilter,
        _ if !facts.passes_filters => Reason::ScopingFilter,
        SourceState::Disabled => Reason::SourceDisabled,
        SourceState::SoftDeleted => Reason::SourceSoftDeleted,
        SourceState::HardDeleted => Reason::SourceHardDeleted,
        SourceState::Active => return None,
    })
}
