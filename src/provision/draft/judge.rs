//! What is decided on an object, before anything is written.

use super::pass::Pass;
use super::{Around, References, UniqueValue};
use crate::diagnostic::Diagnostics;
use crate::mapping::{AttributeMapping, Mapped, Record};
use crate::provision::diff::Difference;
use crate::provision::engine::Engine;
use crate::provision::lifecycle::{self, Facts, Link, Row};
use crate::provision::members::MemberChanges;
use crate::provision::program::ObjectProgram;
use crate::value::json::Json;

/// The decision on one object, with what it rests on.
#[derive(Debug)]
pub(in crate::provision) struct Judgement<'t> {
    pub(in crate::provision) facts: Facts,
    pub(in crate::provision) row: &'static Row,
    /// The account's id: linked, found, or given to the new one.
    pub(in crate::provision) target_id: Option<String>,
    /// The account as it was.
    pub(in crate::provision) target: Option<&'t Json<'t>>,
    /// The matching attributes whose values the account loses.
    pub(in crate::provision) freed: Vec<String>,
    /// What it writes of the values that no two accounts share.
    pub(in crate::provision) unique: Vec<UniqueValue>,
}

impl Judgement<'_> {
    /// The stored target id after the cycle.
    pub(in crate::provision) fn link_after(&self) -> Option<&str> {
        match self.row.link {
            Link::Keep => self.target_id.as_deref().filter(|_| self.facts.linked),
            Link::Set => self.target_id.as_deref(),
            Link::Drop | Link::Release => None,
        }
    }

    /// Whether others may refer to the account after the first pass: in scope, and linked by now.
    pub(in crate::provision) fn is_referable(&self) -> bool {
        self.facts.enters() && self.link_after().is_some()
    }
}

/// A decision and what the steps to it worked out.
pub(super) struct Judged<'p, 't> {
    pub(super) judgement: Judgement<'t>,
    pub(super) mapped: Vec<Mapped<'p>>,
    pub(super) references: References,
    /// The mappings without a value that the target requires.
    pub(super) missing: Vec<&'p AttributeMapping>,
    pub(super) differences: Vec<Difference<'p>>,
    pub(super) members: Option<MemberChanges>,
}

impl Engine {
    /// What is decided on an object in the first pass.
    pub(in crate::provision) fn judge<'t>(
        &self,
        program: &ObjectProgram,
        record: &mut Record<'_>,
        around: &Around<'_, 't>,
    ) -> Judgement<'t> {
        let facts = self.facts(program, record, around.assigned, None);
        let context = self.context_of(record);
        Pass::new(self, program, record, around, &context, (facts, Diagnostics::new())).judge().judgement
    }
}

impl<'p, 't> Pass<'p, '_, 't> {
    /// Maps the object, looks for its account, compares the two, and decides.
    pub(super) fn judge(&mut self) -> Judged<'p, 't> {
        let (mapped, references) = self.map();
        let target = self.account(&mapped);
        let missing = self.missing(&mapped);
        let differences = self.differences(&mapped, target);
        let members = self.members();
        self.weigh(&mapped, &missing, &differences, members.as_ref(), target);
        let row = lifecycle::decide(self.program.kind, &self.facts);
        let target_id = self.target_id(row, target);
        let freed = self.freed(row, target_id.as_deref(), &differences);
        let unique = self.unique_values(row, &mapped, &differences);
        let judgement = Judgement { facts: self.facts, row, target_id, target, freed, unique };
        Judged { judgement, mapped, references, missing, differences, members }
    }
}
