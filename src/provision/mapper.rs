//! The fast path: one user from JSON text to the body of its POST, nothing else worked out.

use super::draft::state_of;
use super::engine::Engine;
use super::lifecycle::SourceState;
use super::program::ObjectProgram;
use crate::diagnostic::Diagnostic;
use crate::expression::Context;
use crate::mapping::{AttributeMapping, Flowing, Mapped, Record, State};
use crate::sync_schema::ObjectKind;

/// Maps objects of one kind to the bodies that would create them. One serves any number of objects on one thread.
#[derive(Debug)]
pub struct Mapper<'e> {
    engine: &'e Engine,
    kind: ObjectKind,
    context: Context<'e>,
    scratch: Record<'static>,
}

impl Engine {
    /// A mapper for users or groups; `None` where the configuration does not map them.
    pub fn mapper(&self, kind: ObjectKind) -> Option<Mapper<'_>> {
        (!self.programs(kind).is_empty()).then(|| Mapper::new(self, kind))
    }
}

impl<'e> Mapper<'e> {
    pub(super) fn new(engine: &'e Engine, kind: ObjectKind) -> Self {
        Self { engine, kind, context: engine.context(), scratch: engine.record(kind) }
    }

    /// Goes on to another object.
    pub(super) fn turn_to(&mut self, id: Option<&str>) {
        self.context.seed = self.engine.settings.seed_for(id.unwrap_or_default());
    }

    /// Appends the body of the POST that would create the object to `out`, as if it were in scope and new.
    ///
    /// The text is read once; strings without escapes are borrowed from it, what no mapping reads is skipped.
    ///
    /// # Errors
    /// `IN002` to `IN005`, `IN008` and limits where the text cannot be read; the findings of an expression that fails.
    /// `out` is unchanged then.
    pub fn body(&mut self, object: &str, out: &mut String) -> Result<(), Diagnostic> {
        // INVARIANT: a mapper is made where there is a mapping.
        let Some(program) = self.engine.program(self.kind, object) else { return Ok(()) };
        let mut record: Record<'_> = std::mem::take(&mut self.scratch);
        let limits = &self.engine.limits;
        let written = match program.projection.read_new(object, &mut record, limits) {
            Ok(()) => {
                self.turn_to(record.id.as_deref());
                self.write(program, &mut record, out)
            }
            Err(finding) => Err(finding),
        };
        self.scratch = record.recycled();
        written
    }

    fn write(
        &self,
        program: &ObjectProgram,
        record: &mut Record<'_>,
        out: &mut String,
    ) -> Result<(), Diagnostic> {
        program.projection.compute(record, state_of(record, program.kind) != SourceState::Active);
        let mut failed = None;
        let values = self.values(program, record, |_, mapped| {
            if mapped.state == State::Failed && failed.is_none() {
                failed.clone_from(&mapped.finding);
            }
        });
        match failed {
            Some(finding) => Err(finding),
            None => {
                program.template.write(out, &values);
                Ok(())
            }
        }
    }

    /// The value that a creation sends for each mapping, none for references. `look` sees what a mapping comes to before
    /// its default applies.
    #[inline]
    pub(super) fn values<'r>(
        &'r self,
        program: &'r ObjectProgram,
        record: &'r Record<'r>,
        mut look: impl FnMut(&'r AttributeMapping, &Mapped<'r>),
    ) -> Vec<Option<Flowing<'r>>> {
        let value = |mapping: &'r AttributeMapping| {
            if mapping.is_reference {
                return None;
            }
            let mapped = mapping.evaluate(&record.values, &self.context);
            look(mapping, &mapped);
            mapping.at_creation(mapped)
        };
        program.mappings.iter().map(value).collect()
    }
}
