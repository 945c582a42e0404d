//! One line: what it is to others, its answer as far as it stands alone, and the rest once the others are known.

use std::borrow::Cow;

use super::Batch;
use super::compact::{begin, end, shortened, unreadable};
use crate::diagnostic::code;
use crate::mapping::{Flowing, Projection, Record, State};
use crate::provision::assigned::{Key, key};
use crate::provision::draft::Assigned;
use crate::provision::gong;
use crate::provision::lifecycle::{self, Act, Facts, Found, Reason, Row};
use crate::provision::mapper::Mapper;
use crate::provision::object::{Others, SourceObject};
use crate::provision::preview::action_and_status;
use crate::provision::program::ObjectProgram;
use crate::provision::request::Request;
use crate::sync_schema::ObjectKind;
use crate::value::entra::plain_id;

/// What is kept of a line for the others.
pub(super) struct Noted {
    /// The id and what it is to others; none where the line has no id.
    pub key: Option<(Key, Account)>,
    /// Whether the line tells if its user is assigned.
    pub tells: bool,
}

/// The account of a user, as far as others can refer to it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Account {
    Referable,
    /// As long as nothing tells who is assigned.
    Undecided,
    /// Has a stored pair, and left the scope.
    Gone,
    /// Has no account and gets none.
    Without,
}

/// What an answer lacks until the other lines are known.
pub(super) enum Open<'e, 's> {
    /// The reference to the manager behind the other requests, and the findings.
    Reference {
        program: &'e ObjectProgram,
        id: Cow<'s, str>,
        manager: Cow<'s, str>,
        findings: Vec<&'static str>,
        /// How many of the findings come before the one about the reference.
        before: usize,
    },
    /// Everything: the answer is a whole preview, shortened.
    Whole { line: &'s str, id: Option<Cow<'s, str>>, assigned: Assigned },
}

/// What one line comes to before anything is written.
struct Judged<'r> {
    row: &'static Row,
    values: Vec<Option<Flowing<'r>>>,
    findings: Vec<&'static str>,
}

/// What one thread works with.
pub(super) struct Worker<'b, 'e> {
    batch: &'b Batch<'e>,
    mapper: Mapper<'e>,
    scratch: Record<'static>,
}

impl<'b, 'e> Worker<'b, 'e> {
    pub(super) fn new(batch: &'b Batch<'e>) -> Self {
        let mapper = Mapper::new(batch.engine, ObjectKind::User);
        Self { batch, mapper, scratch: batch.engine.record(ObjectKind::User) }
    }

    /// What is kept of a line for the others; nothing where it cannot be read.
    pub(super) fn note(&mut self, line: &str) -> Option<Noted> {
        let program = self.program(line);
        let projection = program.map_or(Projection::facts(), |program| &program.projection);
        let mut record: Record<'_> = std::mem::take(&mut self.scratch);
        let read = projection.read_new(line, &mut record, &self.batch.engine.limits);
        let noted = read.is_ok().then(|| match program {
            Some(program) => {
                let (facts, assigned) = self.facts(program, &mut record);
                self.noted(&record, assigned, || self.is_referable(program, &record, facts, assigned))
            }
            None => {
                let key = record.id.as_deref().map(|id| (key(id), Account::Without));
                Noted { key, tells: record.assigned.is_some() }
            }
        });
        self.scratch = record.recycled();
        noted
    }

    /// Appends the answer to a line as far as it stands alone, and gives what comes behind it; `notes` takes what is
    /// kept of the line for the others.
    pub(super) fn draft<'s>(
        &mut self,
        line: &'s str,
        notes: Option<&mut Vec<Noted>>,
        out: &mut String,
    ) -> Option<Open<'e, 's>> {
        if line.trim_ascii().is_empty() {
            return None;
        }
        let Some(program) = self.program(line) else {
            if let Some(notes) = notes {
                notes.extend(self.note(line));
            }
            return Some(Open::Whole { line, id: None, assigned: Assigned::Unknown });
        };
        let mut record: Record<'_> = std::mem::take(&mut self.scratch);
        let limits = &self.batch.engine.limits;
        let open = match program.projection.read_new(line, &mut record, limits) {
            Ok(()) => {
                self.mapper.turn_to(record.id.as_deref());
                self.drafted(program, line, &mut record, notes, out)
            }
            // What is no object is refused as elsewhere: first that it is no JSON.
            Err(finding) => {
                match SourceObject::new(ObjectKind::User, line, limits) {
                    Err(found) => found.first().into_iter().for_each(|finding| unreadable(finding, out)),
                    Ok(_) => unreadable(&finding, out),
                }
                None
            }
        };
        self.scratch = record.recycled();
        open
    }

    /// The answer to an object that no other knows; none where it takes a whole preview, or may be no user.
    pub(super) fn alone(&mut self, text: &str, kind: Option<ObjectKind>) -> Option<String> {
        let program = self.program(text)?;
        let engine = self.batch.engine;
        let mut record: Record<'_> = engine.spare();
        let read = program.projection.read_new(text, &mut record, &engine.limits);
        let mut out = String::with_capacity(text.len());
        let mut is_told = read.is_ok() && !(kind.is_none() && record.is_of_group());
        if is_told {
            self.mapper.turn_to(record.id.as_deref());
            match self.drafted(program, text, &mut record, None, &mut out) {
                Some(Open::Whole { .. }) => is_told = false,
                Some(open) => self.batch.close(open, &mut out),
                None => {}
            }
        }
        engine.keep(record);
        is_told.then_some(out)
    }

    fn drafted<'s>(
        &self,
        program: &'e ObjectProgram,
        line: &'s str,
        record: &mut Record<'s>,
        notes: Option<&mut Vec<Noted>>,
        out: &mut String,
    ) -> Option<Open<'e, 's>> {
        let (facts, assigned) = self.facts(program, record);
        let (id, manager) = (record.id.clone(), record.manager.clone());
        let record = &*record;
        if self.needs_whole(program, record) {
            if let Some(notes) = notes {
                notes.push(
                    self.noted(record, assigned, || self.is_referable(program, record, facts, assigned)),
                );
            }
            return Some(Open::Whole { line, id, assigned });
        }
        let mut judged = self.judge(program, record, facts, assigned);
        let act = judged.row.act;
        if let Some(notes) = notes {
            notes.push(self.noted(record, assigned, || act == Act::Create));
        }
        let (action, status) = action_and_status(ObjectKind::User, act, judged.row.reason);
        let words = [action.as_str(), status.as_str(), judged.row.reason.code()];
        let kind = ObjectKind::User.as_str();
        begin(id.as_deref().unwrap_or_default(), kind, record.display_name.as_deref(), words, out);
        if act == Act::Create {
            out.push_str("{\"method\":\"POST\",\"path\":\"/Users\",\"body\":");
            program.template.write(out, &judged.values);
            out.push_str(",\"purpose\":\"create\"}");
            let before = judged.findings.len();
            self.gong(program, &judged.values, &mut judged.findings);
            match manager {
                Some(manager) if !program.reference_texts.is_empty() => {
                    let (id, findings) = (id.unwrap_or_default(), judged.findings);
                    return Some(Open::Reference { program, id, manager, findings, before });
                }
                Some(_) if program.gong.manager => {}
                _ => judged.findings.push(code::assignment::NO_MANAGER.code),
            }
        }
        end(&judged.findings, out);
        None
    }

    /// The object mapping that applies to a line.
    fn program(&self, line: &str) -> Option<&'e ObjectProgram> {
        self.batch.engine.program(ObjectKind::User, line)
    }

    fn facts(&self, program: &ObjectProgram, record: &mut Record<'_>) -> (Facts, Assigned) {
        let assigned = match self.batch.assignees.of_user(record) {
            Assigned::No if self.batch.names_others() => Assigned::NotNamed,
            assigned => assigned,
        };
        (self.batch.engine.facts(program, record, assigned, None), assigned)
    }

    /// What is kept for the others of a line that was read.
    fn noted(&self, record: &Record<'_>, assigned: Assigned, is_referable: impl FnOnce() -> bool) -> Noted {
        let key = record.id.as_deref().map(|id| {
            let key = key(id);
            // Who may be in an assigned group is taken as assigned whatever other lines tell.
            let hangs_on_others = || {
                assigned == Assigned::Unknown && self.batch.assignees.through_group(key) != Assigned::Unknown
            };
            let account = match is_referable() {
                true if hangs_on_others() => Account::Undecided,
                true => Account::Referable,
                false if self.is_linked(record) => Account::Gone,
                false => Account::Without,
            };
            (key, account)
        });
        Noted { key, tells: record.assigned.is_some() }
    }

    /// Whether a user has an account and keeps it in its scope, or gets one.
    fn is_referable<'r>(
        &'r self,
        program: &'r ObjectProgram,
        record: &'r Record<'r>,
        facts: Facts,
        assigned: Assigned,
    ) -> bool {
        if self.is_linked(record) {
            return facts.enters();
        }
        self.judge(program, record, facts, assigned).row.act == Act::Create
    }

    fn is_linked(&self, record: &Record<'_>) -> bool {
        let links = &self.batch.engine.settings.links;
        !links.is_empty() && record.id.as_deref().is_some_and(|id| links.contains_key(&plain_id(id)))
    }

    /// Whether something of the answer is known only from the whole preview.
    fn needs_whole(&self, program: &ObjectProgram, record: &Record<'_>) -> bool {
        let engine = self.batch.engine;
        let released = &engine.settings.released;
        let was_released = |id: &str| !released.is_empty() && released.contains(&plain_id(id));
        self.is_linked(record)
            || record.id.as_deref().is_some_and(was_released)
            || !program.reference_texts.plain
            || engine.assignments.is_some()
            || program.filter_sets().any(|filters| filters.has_findings(&record.values))
            || record.enabled_is_unclear
            || record.cut_off().next().is_some()
            || record.other_case().next().is_some()
            || record.facts_in_other_case().next().is_some()
    }

    /// The decision on a user without a stored pair, and the values it would be created with.
    fn judge<'r>(
        &'r self,
        program: &'r ObjectProgram,
        record: &'r Record<'r>,
        mut facts: Facts,
        assigned: Assigned,
    ) -> Judged<'r> {
        let enters = facts.enters();
        // In the order of a whole preview: of the object, of matching, of the mappings, of the decision.
        let (mut findings, mut of_mappings) = (Vec::new(), Vec::new());
        if record.id.as_deref().is_none_or(str::is_empty) {
            findings.push(code::plan::ID_MISSING.code);
        }
        match assigned {
            Assigned::Yes | Assigned::No => {}
            Assigned::Unknown => findings.push(code::plan::ASSIGNMENT_UNKNOWN.code),
            Assigned::NotNamed => findings.push(code::plan::NOT_AMONG_OBJECTS.code),
        }
        let values = self.mapper.values(program, record, |mapping, mapped| {
            of_mappings.extend(mapped.finding.as_ref().map(|finding| finding.code.code));
            if mapping.definition.matching_priority > 0
                && let Some(value) = &mapped.value
            {
                facts.has_matching_value = true;
                if enters && Request::is_special(&value.log_text()) {
                    findings.push(code::plan::SPECIAL_CHARACTER.code);
                }
            }
            facts.mapping_failed |= mapped.state == State::Failed;
        });
        let of_required =
            program.mappings.iter().zip(&values).filter(|(mapping, _)| mapping.must_have_value());
        let missing = of_required.filter(|(_, value)| value.is_none()).count();
        facts.found = Found::Nothing;
        facts.required_missing = missing > 0;
        let row = lifecycle::decide(ObjectKind::User, &facts);
        if program.definition.enabled {
            findings.append(&mut of_mappings);
        }
        if row.reason == Reason::RequiredValueMissing {
            findings.extend((0..missing).map(|_| code::plan::REQUIRED_MISSING.code));
        }
        Judged { row, values, findings }
    }

    /// What Gong asks of a new person, as far as the values tell.
    fn gong(
        &self,
        program: &ObjectProgram,
        values: &[Option<Flowing<'_>>],
        findings: &mut Vec<&'static str>,
    ) {
        let value = |number: Option<usize>| values.get(number?)?.as_ref();
        let email = value(program.gong.email).map(Flowing::log_text);
        let domains = &self.batch.engine.settings.allowed_domains;
        let asked = gong::asks(email.as_deref(), value(program.gong.title).is_some(), domains);
        findings.extend(asked.map(|(code, _)| code.code));
    }
}

impl Batch<'_> {
    /// Appends to an answer what the other lines decide.
    pub(super) fn close(&self, open: Open<'_, '_>, out: &mut String) {
        match open {
            Open::Reference { program, id, manager, mut findings, before } => {
                let found = self.refer(program, &id, &manager, out);
                findings.splice(before..before, found);
                end(&findings, out);
            }
            Open::Whole { line, id, assigned } => self.preview_whole(line, id.as_deref(), assigned, out),
        }
    }

    /// The reference to the manager, or the code of why there is none.
    fn refer(
        &self,
        program: &ObjectProgram,
        id: &str,
        manager: &str,
        out: &mut String,
    ) -> Option<&'static str> {
        let Some(account) = self.account(manager) else {
            let told = !program.definition.ignores_unresolved;
            return told.then_some(code::plan::MANAGER_NOT_IN_SCOPE.code);
        };
        let own = self.engine.new_id(&plain_id(id));
        program.reference_texts.write(&own, &account, out);
        None
    }

    /// The account of another object, where it will have one. Objects that no line holds are known by their links.
    fn account(&self, id: &str) -> Option<String> {
        let (id, key) = (&*plain_id(id), key(id));
        let Batch { engine, assignees, referable, gone, undecided, .. } = self;
        let is_known = assignees.is_known();
        match engine.settings.links.get(id) {
            Some(link) => {
                let is_left = gone.contains(&key) || is_known && undecided.contains(&key);
                (!is_left).then(|| link.clone())
            }
            None => {
                let enters = referable.contains(&key) || !is_known && undecided.contains(&key);
                enters.then(|| engine.new_id(id))
            }
        }
    }

    /// The whole preview, shortened.
    fn preview_whole(&self, line: &str, id: Option<&str>, assigned: Assigned, out: &mut String) {
        let source = match SourceObject::new(ObjectKind::User, line, &self.engine.limits) {
            Ok(source) => source,
            Err(findings) => {
                findings.first().into_iter().for_each(|finding| unreadable(finding, out));
                return;
            }
        };
        let others = Others {
            assigned: Some(assigned),
            referable: &|id| self.account(id),
            groups: self.assignees.groups_of(id.unwrap_or_default()),
        };
        shortened(&self.engine.preview_among(&source, None, others), out);
    }
}
