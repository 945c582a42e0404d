//! Many users, one a line: compact previews, on all cores, in input order.
//!
//! A line of the answer is a [`Preview`](super::Preview) without its explanations: `source`, `action`, `status`,
//! `reason`, `requests`, and the codes of the findings in `findings`. References need no documents, only the ids that
//! will have an account, 16 bytes each. A stream is read twice, for them and for the answers; what is in memory anyway
//! is read once, and what hangs on other lines is added to its answers.

mod compact;
mod line;

use std::collections::HashSet;
use std::io::{self, Read, Write};

use self::compact::shortened;
pub(crate) use self::compact::unreadable;
use self::line::{Account, Noted, Open, Worker};
use super::assigned::{Assignees, Key, key};
use super::engine::Engine;
use super::lines::{each_piece, in_pieces, pieces};
use super::object::SourceObject;
use super::threads;
use crate::diagnostic::Diagnostics;
use crate::mapping::Projection;
use crate::sync_schema::ObjectKind;
use crate::value::json::Json;
use crate::value::words::Lines;

/// Previews users in bulk: [`Batch::at_once`] what is in memory, [`Batch::stream`] what can be read twice. Whoever reads
/// pieces otherwise calls [`Batch::note`] for every one of them first, then [`Batch::write`]: a line that was not noted
/// has no account for others.
#[derive(Debug)]
pub struct Batch<'e> {
    engine: &'e Engine,
    assignees: Assignees<'e>,
    /// Ids that will have an account.
    referable: HashSet<Key>,
    /// Ids with a stored pair that others cannot refer to, because they left the scope.
    gone: HashSet<Key>,
    /// Ids that will have an account unless another line tells who is assigned: theirs do not.
    undecided: HashSet<Key>,
    /// Ids of the objects given, as far as the settings name them.
    named: HashSet<Key>,
}

/// The answers to a piece of the input as far as each line tells, and what hangs on others: the place in `text`, and
/// what comes there.
struct Drafted<'e, 's> {
    text: String,
    open: Vec<(usize, Open<'e, 's>)>,
}

impl Engine {
    /// A batch over users; `groups` tell who is assigned through a group.
    pub fn batch(&self, groups: &[SourceObject<'_>]) -> Batch<'_> {
        let id = |group| self.read(Projection::facts(), SourceObject::text(group)).0.id;
        let assignees = Assignees::new(self, &[], groups, self.state_of_settings());
        let named = groups.iter().filter_map(id).map(|id| key(&id));
        let named = named.filter(|id| assignees.names(*id)).collect();
        Batch {
            engine: self,
            assignees,
            referable: HashSet::new(),
            gone: HashSet::new(),
            undecided: HashSet::new(),
            named,
        }
    }

    /// Previews NDJSON users, one output line for each input line, in the same order.
    ///
    /// Lines know each other only through references, and through who is assigned: where one tells it of itself, those
    /// that do not are not assigned. Two users with the same matching value are both created here.
    /// A line that cannot be read gives a line with `status` `failure` and the finding.
    ///
    /// ```
    /// let engine = scimwright::Engine::for_gong().settings_json(r#"{"scope":"all"}"#)?.build()?;
    /// let lines = engine.preview_batch("{\"id\":\"u1\",\"userPrincipalName\":\"ada@contoso.com\"}\nno line\n", 1);
    /// let mut lines = lines.lines();
    /// assert!(lines.next().unwrap().contains(r#""reason":"requiredValueMissing""#));
    /// assert!(lines.next().unwrap().contains(r#""findings":["IN002"]"#));
    /// # Ok::<(), scimwright::diagnostic::Diagnostics>(())
    /// ```
    pub fn preview_batch(&self, ndjson: &str, threads: usize) -> String {
        let mut out = String::with_capacity(ndjson.len() / 2);
        self.batch(&[]).at_once(ndjson, threads, usize::MAX, |written| out.push_str(written));
        out
    }

    /// What [`Engine::preview`] says, as a line of [`Engine::preview_batch`] says it. An object of no given kind is a
    /// group or a user as [`SourceObject::of_its_kind`] tells.
    ///
    /// # Errors
    /// As [`SourceObject::new`].
    pub fn preview_compact(
        &self,
        kind: Option<ObjectKind>,
        object: &str,
        target: Option<&Json<'_>>,
    ) -> Result<String, Diagnostics> {
        if target.is_none()
            && kind != Some(ObjectKind::Group)
            && let Some(answer) = Worker::new(&self.batch(&[])).alone(object, kind)
        {
            return Ok(answer);
        }
        let source = SourceObject::of(kind, object, &self.limits)?;
        let mut answer = String::new();
        shortened(&self.preview(&source, target), &mut answer);
        Ok(answer)
    }
}

impl<'e> Batch<'e> {
    /// First pass over a piece of the input (whole lines): notes who will have an account.
    pub fn note(&mut self, lines: &str, threads: usize) {
        let this = &*self;
        let found = in_pieces(lines, threads, |piece| {
            let mut worker = Worker::new(this);
            Lines(piece).filter_map(|line| worker.note(line)).collect::<Vec<_>>()
        });
        found.into_iter().for_each(|noted| self.keep(noted));
    }

    fn keep(&mut self, noted: Vec<Noted>) {
        for Noted { key, tells } in noted {
            if tells {
                self.assignees.note_told();
            }
            let Some((key, account)) = key else { continue };
            if self.assignees.names(key) {
                self.named.insert(key);
            }
            let set = match account {
                Account::Referable => &mut self.referable,
                Account::Undecided => &mut self.undecided,
                Account::Gone => &mut self.gone,
                Account::Without => continue,
            };
            set.insert(key);
        }
    }

    /// Whether the settings name objects that are neither lines nor groups given.
    fn names_others(&self) -> bool {
        self.engine.assigned.as_ref().is_some_and(|ids| ids.len() > self.named.len())
    }

    /// What settings and Gong assignments name in vain, once every line is noted.
    pub fn in_vain(&self) -> Diagnostics {
        self.assignees.in_vain(&|id| self.named.contains(&key(id)))
    }

    /// Second pass over a piece of the input (whole lines), once all pieces are noted: the output, in order, in as many
    /// parts as threads.
    pub fn write(&self, lines: &str, threads: usize) -> Vec<String> {
        in_pieces(lines, threads, |piece| {
            let mut worker = Worker::new(self);
            let mut out = String::with_capacity(piece.len() / 2);
            for line in Lines(piece) {
                if let Some(open) = worker.draft(line, None, &mut out) {
                    self.close(open, &mut out);
                }
                out.push('\n');
            }
            out
        })
    }

    /// Both passes in one over a whole input, given out in order, a piece for about `piece` bytes of it.
    pub fn at_once(&mut self, lines: &str, threads: usize, piece: usize, mut give: impl FnMut(&str)) {
        let whole = pieces(lines, lines.len().div_ceil(piece.max(1)));
        let (mut drafts, mut notes) = (Vec::with_capacity(whole.len()), Vec::new());
        for lines in &whole {
            let drafted = in_pieces(lines, threads, |piece| self.drafted(piece));
            let (drafted, noted): (Vec<_>, Vec<_>) = drafted.into_iter().unzip();
            drafts.push(drafted);
            notes.extend(noted);
        }
        let was_known = (self.assignees.is_known(), self.names_others());
        notes.into_iter().for_each(|noted| self.keep(noted));
        let this = &*self;
        if (this.assignees.is_known(), this.names_others()) == was_known {
            let closed = |drafts| threads::each(drafts, |draft| this.closed(draft));
            drafts.into_iter().flat_map(closed).for_each(|part| give(&part));
        } else {
            // Lines that tell nothing of themselves were taken for assigned, and are not; or all ids that the settings
            // name turned out to be those of lines.
            drop(drafts);
            let written = |lines| this.write(lines, threads);
            whole.into_iter().flat_map(written).for_each(|part| give(&part));
        }
    }

    /// The drafts of a piece, and what is kept of its lines for the others.
    fn drafted<'s>(&self, lines: &'s str) -> (Drafted<'e, 's>, Vec<Noted>) {
        let mut worker = Worker::new(self);
        let (mut open, mut noted) = (Vec::new(), Vec::new());
        // Answers are about two thirds as long as users: what grows is copied.
        let mut text = String::with_capacity(lines.len().saturating_sub(lines.len() / 4));
        for line in Lines(lines) {
            if let Some(rest) = worker.draft(line, Some(&mut noted), &mut text) {
                open.push((text.len(), rest));
            }
            text.push('\n');
        }
        (Drafted { text, open }, noted)
    }

    fn closed(&self, Drafted { text, open }: Drafted<'_, '_>) -> String {
        let mut out = String::with_capacity(text.len().saturating_add(text.len() / 2));
        let mut from = 0;
        for (at, rest) in open {
            out.push_str(text.get(from..at).unwrap_or_default());
            self.close(rest, &mut out);
            from = at;
        }
        out.push_str(text.get(from..).unwrap_or_default());
        out
    }

    /// Both passes over a source that can be read twice, in pieces of `piece` bytes: memory stays at a few pieces
    /// and 16 bytes for each id.
    ///
    /// # Errors
    /// Those of reading and writing; `InvalidData` where the input is not UTF-8.
    pub fn stream<R: Read>(
        &mut self,
        mut open: impl FnMut() -> io::Result<R>,
        out: &mut impl Write,
        threads: usize,
        piece: usize,
    ) -> io::Result<()> {
        each_piece(open()?, piece, |lines| {
            self.note(lines, threads);
            Ok(())
        })?;
        each_piece(open()?, piece, |lines| {
            self.write(lines, threads).iter().try_for_each(|part| out.write_all(part.as_bytes()))
        })
    }
}
