//! Many users, one a line: compact previews, on all cores, in input order.
//!
//! A line of the answer is a [`Preview`](super::Preview) without its explanations: `source`, `action`, `status`,
//! `reason`, `requests`, and the codes of the findings in `findings`. References need no documents: a first pass
//! notes the ids that will have an account, 16 bytes each, the second writes.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::io::{self, Read, Write};

use super::assigned::{Assignment, Key, key};
use super::diff::at_creation;
use super::draft::Assigned;
use super::engine::Engine;
use super::gong;
use super::lifecycle::{self, Act, Facts, For, Found, Row};
use super::lines::{each_piece, in_pieces};
use super::mapper::Mapper;
use super::object::SourceObject;
use super::preview::action_and_status;
use super::program::ObjectProgram;
use super::reference::manager_mappings;
use super::request::{Purpose, Request, path};
use crate::diagnostic::{Diagnostic, Diagnostics, code};
use crate::mapping::{Flowing, Mapped, Projection, Record, Source, State};
use crate::scim::Verb;
use crate::sync_schema::ObjectKind;
use crate::value::entra::plain_id;
use crate::value::json::{self, write_string};

/// Previews users in bulk.
#[derive(Debug)]
pub struct Batch<'e> {
    engine: &'e Engine,
    assignment: Assignment,
    /// Ids that will have an account.
    referable: HashSet<Key>,
    /// Ids with a stored pair that others cannot refer to, because they left the scope.
    gone: HashSet<Key>,
    /// Ids that will have an account unless another line tells who is assigned: theirs do not.
    undecided: HashSet<Key>,
    /// Ids of the objects given, as far as the settings name them.
    named: HashSet<Key>,
    /// Whether every reference is the source's manager and nobody else's in its place.
    plain_references: bool,
}

/// What the first pass keeps of a line.
struct Noted {
    /// The id and what it is to others; none where the line has no id.
    key: Option<(Key, Standing)>,
    /// Whether the line tells if its user is assigned.
    tells: bool,
}

/// Whether others can refer to a user.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Referable,
    /// As long as nothing tells who is assigned.
    Undecided,
    /// Has a stored pair, and left the scope.
    Gone,
    /// Has no account and gets none.
    Without,
}

/// What one line comes to before anything is written.
struct Line<'s> {
    row: &'static Row,
    values: Vec<Option<Flowing<'s>>>,
    findings: Vec<&'static str>,
}

impl Engine {
    /// A batch over users; `groups` tell who is assigned through a group. `None` where users are not mapped.
    pub fn batch(&self, groups: &[SourceObject<'_>]) -> Option<Batch<'_>> {
        let programs = self.programs(ObjectKind::User);
        if programs.is_empty() {
            return None;
        }
        let mut references = programs.iter().flat_map(manager_mappings);
        let plain_references = references.all(|(_, mapping)| {
            let definition = &mapping.definition;
            definition.default_value.is_none()
                && matches!(&definition.source, Source::Attribute(name) if name.eq_ignore_ascii_case("manager"))
        });
        let id = |group| self.read(Projection::facts(), SourceObject::text(group)).0.id;
        Some(Batch {
            engine: self,
            assignment: Assignment::new(self, &[], groups),
            referable: HashSet::new(),
            gone: HashSet::new(),
            undecided: HashSet::new(),
            named: groups.iter().filter_map(id).map(|id| key(&id)).collect(),
            plain_references,
        })
    }

    /// Previews NDJSON users, one output line for each input line, in the same order.
    ///
    /// Lines know each other only through references, and through who is assigned: where one tells it of itself, those
    /// that do not are not assigned. Two users with the same matching value are both created here.
    /// A line that cannot be read gives a line with `status` `failure` and the finding.
    pub fn preview_batch(&self, ndjson: &str, threads: usize) -> String {
        let Some(mut batch) = self.batch(&[]) else { return String::new() };
        batch.note(ndjson, threads);
        batch.write(ndjson, threads).concat()
    }
}

impl<'e> Batch<'e> {
    /// First pass over a piece of the input (whole lines): notes who will have an account.
    pub fn note(&mut self, lines: &str, threads: usize) {
        let this = &*self;
        let found = in_pieces(lines, threads, |piece| {
            let mut worker = Worker::new(this);
            let mut found: Vec<Noted> = Vec::new();
            piece.lines().for_each(|line| found.extend(worker.note(line)));
            found
        });
        for Noted { key, tells } in found.into_iter().flatten() {
            if tells {
                self.assignment.note_told();
            }
            let Some((key, standing)) = key else { continue };
            if self.assignment.names(key) {
                self.named.insert(key);
            }
            let set = match standing {
                Standing::Referable => &mut self.referable,
                Standing::Undecided => &mut self.undecided,
                Standing::Gone => &mut self.gone,
                Standing::Without => continue,
            };
            set.insert(key);
        }
    }

    /// What settings and Gong assignments name in vain, once every line is noted.
    pub fn in_vain(&self) -> Diagnostics {
        self.assignment.in_vain(self.engine, &self.named)
    }

    /// Second pass over a piece of the input (whole lines): the output, in order, in as many parts as threads.
    pub fn write(&self, lines: &str, threads: usize) -> Vec<String> {
        in_pieces(lines, threads, |piece| {
            let mut worker = Worker::new(self);
            let mut out = String::with_capacity(piece.len() / 2);
            for line in piece.lines() {
                worker.write(line, &mut out);
                out.push('\n');
            }
            out
        })
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

/// What one thread works with.
struct Worker<'b> {
    batch: &'b Batch<'b>,
    mapper: Mapper<'b>,
    scratch: Record<'static>,
}

impl<'b> Worker<'b> {
    fn new(batch: &'b Batch<'_>) -> Self {
        let mapper = Mapper::new(batch.engine, ObjectKind::User);
        Self { batch, mapper, scratch: batch.engine.record(ObjectKind::User) }
    }

    /// What the first pass keeps of a line; nothing where it cannot be read.
    fn note(&mut self, line: &str) -> Option<Noted> {
        let mut record = std::mem::take(&mut self.scratch).recycled();
        let noted = self.noted(line, &mut record);
        self.scratch = record.recycled();
        noted
    }

    fn noted<'s>(&self, line: &'s str, record: &mut Record<'s>) -> Option<Noted> {
        let program = self.program(line)?;
        program.projection.read_new(line, record, &self.batch.engine.limits).ok()?;
        let tells = record.assigned.is_some();
        let Some(id) = record.id.as_deref().map(|id| plain_id(id).into_owned()) else {
            return Some(Noted { key: None, tells });
        };
        Some(Noted { key: Some((key(&id), self.standing(program, record, &id))), tells })
    }

    fn standing(&self, program: &ObjectProgram, record: &mut Record<'_>, id: &str) -> Standing {
        let assigned = self.batch.assignment.of(record, ObjectKind::User);
        let facts = self.batch.engine.facts(program, record, assigned, None);
        let is_linked = self.batch.engine.settings.links.contains_key(id);
        let is_referable = if is_linked {
            facts.in_scope() && facts.mapping_enabled
        } else {
            self.judge(program, record, facts).row.act == Act::Create
        };
        match (is_referable, is_linked) {
            (true, _) if assigned == Assigned::Unknown => Standing::Undecided,
            (true, _) => Standing::Referable,
            (false, true) => Standing::Gone,
            (false, false) => Standing::Without,
        }
    }

    /// The object mapping that applies to a line.
    fn program(&self, line: &str) -> Option<&'b ObjectProgram> {
        self.batch.engine.program(ObjectKind::User, line)
    }

    /// The decision on a user without a stored pair, and the values it would be created with.
    fn judge<'s>(&'s self, program: &'s ObjectProgram, record: &'s Record<'s>, mut facts: Facts) -> Line<'s> {
        let enters = facts.in_scope() && facts.passes_input_filters;
        let mut findings = Vec::new();
        let mut values = Vec::with_capacity(program.mappings.len());
        for mapping in &program.mappings {
            if mapping.is_reference {
                values.push(None);
                continue;
            }
            let mapped = mapping.evaluate(&record.values, self.mapper.context());
            findings.extend(mapped.finding.map(|finding| finding.code.code));
            if mapping.definition.matching_priority > 0
                && let Some(value) = &mapped.value
            {
                facts.has_matching_value = true;
                if enters && value.to_log_text().bytes().any(|byte| matches!(byte, b'"' | b'\'' | b'\\')) {
                    findings.push(code::plan::SPECIAL_CHARACTER.code);
                }
            }
            facts.mapping_failed |= mapped.state == State::Failed;
            let value = at_creation(mapping, Mapped { finding: None, ..mapped });
            facts.required_missing |= mapping.definition.required && value.is_none();
            values.push(value);
        }
        facts.found = Found::Nothing;
        Line { row: lifecycle::decide(For::Users, &facts), values, findings }
    }

    fn write(&mut self, line: &str, out: &mut String) {
        if line.trim_ascii().is_empty() {
            return;
        }
        // INVARIANT: a batch is made where users are mapped.
        let Some(program) = self.program(line) else { return };
        let mut record = std::mem::take(&mut self.scratch).recycled();
        let limits = &self.batch.engine.limits;
        match program.projection.read_new(line, &mut record, limits) {
            Ok(()) => {
                self.mapper.turn_to(record.id.as_deref());
                self.preview(program, line, &mut record, out);
            }
            // What is no object is refused as elsewhere: first that it is no JSON.
            Err(finding) => match SourceObject::new(ObjectKind::User, line, limits) {
                Err(found) => found.first().into_iter().for_each(|finding| unreadable(finding, out)),
                Ok(_) => unreadable(&finding, out),
            },
        }
        self.scratch = record.recycled();
    }

    fn preview<'s>(
        &'s self,
        program: &'s ObjectProgram,
        line: &'s str,
        record: &mut Record<'s>,
        out: &mut String,
    ) {
        let engine = self.batch.engine;
        let settings = &engine.settings;
        let is_known = record
            .id
            .as_deref()
            .map(plain_id)
            .is_some_and(|id| settings.links.contains_key(&*id) || settings.released.contains(&*id));
        let assigned = self.batch.assignment.of(record, ObjectKind::User);
        // What is known only from the whole preview.
        let whole = is_known
            || !self.batch.plain_references
            || engine.assignments.is_some()
            || program.filters.has_findings(&record.values)
            || program.input_filters.iter().any(|filters| filters.has_findings(&record.values))
            || record.enabled_is_unclear
            || record.other_case().next().is_some()
            || record.facts_in_other_case().next().is_some();
        if whole {
            return self.preview_whole(line, record.id.as_deref(), assigned, out);
        }
        let facts = engine.facts(program, record, assigned, None);
        let record = &*record;
        let mut judged = self.judge(program, record, facts);
        if judged.row.act == Act::Fail {
            return self.preview_whole(line, record.id.as_deref(), assigned, out);
        }
        if record.id.is_none() {
            judged.findings.push(code::plan::ID_MISSING.code);
        }
        if assigned == Assigned::Unknown {
            judged.findings.push(code::plan::ASSIGNMENT_UNKNOWN.code);
        }
        let row = judged.row;
        let (action, status) = action_and_status(ObjectKind::User, row.act, row.reason);
        let id = record.id.as_deref().unwrap_or_default();
        begin(id, record.display_name.as_deref(), [action.as_str(), status.as_str(), row.reason.code()], out);
        if row.act == Act::Create {
            out.push_str("{\"method\":\"POST\",\"path\":\"/Users\",\"body\":");
            program.template.write(out, &judged.values);
            out.push_str(",\"purpose\":\"create\"}");
            self.gong(program, &judged.values, &mut judged.findings);
            match record.manager.as_deref() {
                Some(manager) => judged.findings.extend(self.reference(program, id, manager, out)),
                None => judged.findings.push(code::assignment::NO_MANAGER.code),
            }
        }
        end(&judged.findings, out);
    }

    /// What Gong asks of a new person, as far as the values tell.
    fn gong(
        &self,
        program: &ObjectProgram,
        values: &[Option<Flowing<'_>>],
        findings: &mut Vec<&'static str>,
    ) {
        let value = |name: &str| {
            let at = program.mappings.iter().position(|mapping| mapping.path.is(name))?;
            values.get(at)?.as_ref().map(Flowing::to_log_text)
        };
        let email = value(gong::WORK_EMAIL);
        let domains = &self.batch.engine.settings.allowed_domains;
        let asked = gong::asks(email.as_deref(), value(gong::TITLE).is_some(), domains);
        findings.extend(asked.map(|(code, _)| code.code));
    }

    /// The manager's reference, or the code of why there is none.
    fn reference(
        &self,
        program: &ObjectProgram,
        id: &str,
        manager: &str,
        out: &mut String,
    ) -> Option<&'static str> {
        manager_mappings(program).next()?;
        let engine = self.batch.engine;
        let Some(account) = self.account(manager) else {
            let told = !program.ignores_unresolved;
            return told.then_some(code::plan::MANAGER_NOT_IN_SCOPE.code);
        };
        let own = engine.new_id(&plain_id(id));
        for (_, mapping) in manager_mappings(program) {
            let operation = engine.writer().reference(Verb::Add, &mapping.path.text, &account);
            let path = path(ObjectKind::User, Some(&own));
            let request = Request::patch(path, vec![operation], Purpose::Reference);
            out.push(',');
            json::append(out, &request);
        }
        None
    }

    /// The account of another object, where it will have one. Objects that no line holds are known by their links.
    fn account(&self, id: &str) -> Option<String> {
        let engine = self.batch.engine;
        let (id, key) = (&*plain_id(id), key(id));
        let Batch { assignment, referable, gone, undecided, .. } = self.batch;
        let is_left_out = undecided.contains(&key) && assignment.is_known();
        match engine.settings.links.get(id) {
            Some(link) => (!is_left_out && !gone.contains(&key)).then(|| link.clone()),
            None if is_left_out || !(referable.contains(&key) || undecided.contains(&key)) => None,
            None => Some(engine.new_id(id)),
        }
    }

    /// The whole preview, shortened.
    fn preview_whole(&self, line: &str, id: Option<&str>, assigned: Assigned, out: &mut String) {
        let source = match SourceObject::new(ObjectKind::User, line, &self.batch.engine.limits) {
            Ok(source) => source,
            Err(findings) => {
                findings.first().into_iter().for_each(|finding| unreadable(finding, out));
                return;
            }
        };
        let groups = id.map_or(&[][..], |id| self.batch.assignment.groups_of(id));
        let referable = |id: &str| self.account(id);
        let preview = self.batch.engine.preview_among(&source, None, Some(assigned), &referable, groups);
        let words = [preview.action.as_str(), preview.status.as_str(), preview.reason.code()];
        begin(&preview.source.id, preview.source.display_name.as_deref(), words, out);
        for (at, request) in preview.requests.iter().enumerate() {
            out.push_str(if at > 0 { "," } else { "" });
            json::append(out, request);
        }
        let findings: Vec<_> = preview.diagnostics.iter().map(|finding| finding.code.code).collect();
        end(&findings, out);
    }
}

/// The line of a preview up to its requests.
fn begin(id: &str, display_name: Option<&str>, [action, status, reason]: [&str; 3], out: &mut String) {
    out.push_str("{\"source\":{\"id\":");
    write_string(out, id);
    out.push_str(",\"kind\":\"user\"");
    if let Some(name) = display_name {
        out.push_str(",\"displayName\":");
        write_string(out, name);
    }
    _ = write!(
        out,
        "}},\"action\":\"{action}\",\"status\":\"{status}\",\"reason\":\"{reason}\",\"requests\":["
    );
}

/// The line behind its requests.
fn end(findings: &[&str], out: &mut String) {
    out.push(']');
    if !findings.is_empty() {
        out.push_str(",\"findings\":[");
        for (at, code) in findings.iter().enumerate() {
            _ = write!(out, "{}\"{code}\"", if at > 0 { "," } else { "" });
        }
        out.push(']');
    }
    out.push('}');
}

/// The line of an object that cannot be read.
pub(crate) fn unreadable(finding: &Diagnostic, out: &mut String) {
    out.push_str("{\"action\":\"other\",\"status\":\"failure\",\"requests\":[],\"findings\":[\"");
    out.push_str(finding.code.code);
    out.push_str("\"],\"message\":");
    write_string(out, &finding.message);
    out.push('}');
}
