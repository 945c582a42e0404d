//! The second look at the objects of a cycle: their previews.

use super::{Look, Run};
use crate::diagnostic::Diagnostics;
use crate::provision::object::SourceObject;
use crate::provision::plan::CycleOutcome;
use crate::provision::preview::{Preview, Verdict};
use crate::provision::state::Memory;
use crate::provision::threads;
use crate::sync_schema::ObjectKind;

impl<'r> Run<'r, '_> {
    /// Makes every preview and hands it out.
    pub(super) fn second_look<T: Send>(
        &self,
        kind: ObjectKind,
        looks: &[Look<'r>],
        threads: usize,
        outcome: &mut CycleOutcome,
        make: &(impl Fn(Preview) -> T + Sync),
        hand_out: &mut impl FnMut(T),
    ) {
        /// Objects that a thread sees before the results are handed out.
        const PIECE: usize = 128;
        let objects = &*self.given.kind(kind).objects;
        let quarantine = outcome.quarantine;
        let mut pieces = objects.chunks(PIECE).zip(looks.chunks(PIECE));
        loop {
            let now: Vec<_> = pieces.by_ref().take(threads).collect();
            if now.is_empty() {
                return;
            }
            let seen = threads::each(now, |(objects, looks)| {
                let pairs = objects.iter().zip(looks);
                pairs.map(|(object, look)| self.see(object, look, quarantine, make)).collect::<Vec<_>>()
            });
            for Seen { made, memory, diagnostics } in seen.into_iter().flatten() {
                outcome.diagnostics.extend(diagnostics);
                if let Some(memory) = memory {
                    memory.keep(&mut outcome.state);
                }
                if let Some((verdict, made)) = made {
                    outcome.summary.count(verdict.as_str());
                    hand_out(made);
                }
            }
        }
    }

    /// The second look at one object.
    fn see<T>(
        &self,
        object: &SourceObject<'_>,
        look: &Look<'_>,
        quarantine: bool,
        make: impl Fn(Preview) -> T,
    ) -> Seen<T> {
        let mut seen = Seen { made: None, memory: None, diagnostics: Diagnostics::new() };
        let preview = |preview: Preview| Some((preview.verdict, make(preview)));
        let Some(program) = self.engine.program(object.kind(), object.text()) else {
            seen.made = look.looked_at.then(|| self.engine.unmapped(object)).and_then(preview);
            return seen;
        };
        let (mut record, findings) = self.engine.read(&program.projection, object.text());
        if !look.looked_at {
            self.needs_restart(program, &mut record, &mut seen.diagnostics);
            return seen;
        }
        let mut draft = self.draft(program, &mut record, look);
        draft.diagnostics.splice(0..0, findings);
        draft.diagnostics.extend(look.conflicts.iter().cloned());
        if quarantine && look.goes {
            draft.stage();
        }
        self.engine.refer(program, &mut draft, &|id| self.refer(id));
        // Of an account that is refused nothing is known: the next cycle tries again.
        seen.memory = Memory::of(&draft).filter(|_| !look.is_not_made);
        let groups = self.assignees.groups_of(&draft.source.id);
        seen.made = preview(self.engine.finish(draft, groups));
        seen
    }
}

/// What the second look at an object gave.
struct Seen<T> {
    /// The verdict and what was made of the preview; none for objects that are not looked at.
    made: Option<(Verdict, T)>,
    memory: Option<Memory>,
    /// Findings about the cycle.
    diagnostics: Diagnostics,
}
