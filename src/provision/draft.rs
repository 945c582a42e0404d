//! The first pass over one object: scope, matching, decision, and the writes that follow from it.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write as _;

use super::PatchFormat;
use super::diff::{Difference, attributes, differences, flow_always};
use super::engine::{Engine, ObjectProgram};
use super::lifecycle::{self, Act, Facts, For, Found, Link, Reason, Row, SourceState};
use super::object::manager_mappings;
use super::patch::{Change, Op, Writer};
use super::preview::{AttributeOutcome, AttributePreview, Matching, ScopeDecision, SourceReference};
use super::request::{Method, Purpose, Request, equals_filter};
use super::target::{self, Targets};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, code, quoted};
use crate::expression::{Context, Taken, Value};
use crate::mapping::{AttributeMapping, FlowType, Flowing, Mapped, Record, Removal, State};
use crate::scope::FilterTrace;
use crate::sync_schema::ObjectKind;
use crate::unicode::folded;
use crate::value::json::{self, Json};

/// Whether the object is assigned to the application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Assigned {
    Yes,
    No,
    /// Nothing says so; taken as yes.
    Unknown,
}

/// Changes of a group's members, as source ids, with what they are in the target.
#[derive(Debug, Clone, Default)]
pub(super) struct MemberChanges {
    /// Target ids to add and to remove.
    pub(super) added: Vec<String>,
    pub(super) removed: Vec<String>,
    /// Source ids of members that are not provisioned.
    pub(super) left_out: Vec<String>,
    /// Source ids in the group after the write.
    pub(super) after: Vec<String>,
    /// The group is linked, and what was written before is not known.
    pub(super) unknown: bool,
    /// A run on demand leaves members for later.
    pub(super) over: bool,
}

/// Tells the member changes of a group; the second argument is whether the group is linked.
type MembersOf<'w> = dyn Fn(&Record<'_>, bool) -> MemberChanges + 'w;

/// The matching values that objects of a cycle lay claim to.
#[derive(Debug, Default)]
pub(super) struct Claims {
    linked: HashSet<String>,
    /// With the number of the object that claimed it first, and whether it is found by it.
    unlinked: HashMap<String, (usize, bool)>,
    /// The number of the object looked at.
    pub(super) number: usize,
}

impl Claims {
    /// The claims of an object with a stored pair, which nobody can take from it.
    fn hold(&mut self, values: &[MatchingValue<'_, '_>]) {
        self.linked.extend(values.iter().map(claim));
    }

    /// The claims of an object without a stored pair; false where another object came first with one of the
    /// `queried` values that are asked for. Its account will hold the others too.
    fn stake(&mut self, values: &[MatchingValue<'_, '_>], queried: usize) -> bool {
        let values: Vec<String> = values.iter().map(claim).collect();
        let taken = |value: &String| self.linked.contains(value) || self.unlinked.contains_key(value);
        if values.iter().take(queried).any(taken) {
            return false;
        }
        for (at, value) in values.into_iter().enumerate() {
            self.unlinked.entry(value).or_insert((self.number, at < queried));
        }
        true
    }

    /// The objects whose claim an object with a stored pair turned out to have, later in the cycle.
    pub(super) fn lost(&self) -> impl Iterator<Item = usize> {
        let lost =
            self.unlinked.iter().filter(|(value, (_, queried))| *queried && self.linked.contains(*value));
        lost.map(|(_, (number, _))| *number)
    }
}

/// A matching attribute's place in the order of precedence, its mapping and value.
type MatchingValue<'m, 'v> = (usize, &'m AttributeMapping, &'m Flowing<'v>);

/// What is claimed: the value in the matching attribute of that precedence.
fn claim((precedence, _, value): &MatchingValue<'_, '_>) -> String {
    format!("{precedence} {}", folded(&value.to_log_text()))
}

/// What an object meets: the target, the stored pairs, the other objects.
#[derive(Clone, Copy)]
pub(super) struct Around<'w, 't> {
    /// The accounts; `None` where they are not given.
    pub(super) targets: Option<&'w Targets<'t>>,
    pub(super) links: &'w BTreeMap<String, String>,
    pub(super) released: &'w dyn Fn(&str) -> bool,
    pub(super) assigned: Assigned,
    /// Matching values of the objects of the cycle.
    pub(super) claimed: Option<&'w RefCell<Claims>>,
    /// Another object claimed the matching value, as found earlier.
    pub(super) duplicate: bool,
    /// The member changes of a group; the argument tells whether the group is linked.
    pub(super) members: Option<&'w MembersOf<'w>>,
}

/// One object after the first pass.
#[derive(Debug)]
pub(super) struct Draft<'t> {
    pub(super) source: SourceReference,
    pub(super) facts: Facts,
    pub(super) row: &'static Row,
    pub(super) scope: ScopeDecision,
    pub(super) matching: Matching,
    pub(super) attributes: Vec<AttributePreview>,
    pub(super) requests: Vec<Request>,
    pub(super) diagnostics: Diagnostics,
    /// The account's id: linked, found, or given to the new one.
    pub(super) target_id: Option<String>,
    /// The account as it was.
    pub(super) target: Option<&'t Json<'static>>,
    /// Whether Entra holds a manager.
    pub(super) has_manager: bool,
    /// The references by the number of their mapping: source ids of other objects.
    pub(super) references: Vec<(usize, Option<String>)>,
    /// Source ids in the group after the write.
    pub(super) members_after: Option<Vec<String>>,
    /// The mapped work e-mail address and whether there is a title, for Gong's own rules.
    pub(super) email: Option<String>,
    pub(super) has_title: bool,
    /// Whether a reference was written in the second pass.
    pub(super) reference_written: bool,
    /// Whether a reference differs, and updates are off.
    pub(super) reference_withheld: bool,
    /// Whether the act is held back by the threshold.
    pub(super) staged: bool,
}

impl Draft<'_> {
    /// The stored target id after the cycle.
    pub(super) fn link_after(&self) -> Option<&str> {
        match self.row.link {
            _ if self.staged => self.target_id.as_deref(),
            Link::Keep => self.target_id.as_deref().filter(|_| self.facts.linked),
            Link::Set => self.target_id.as_deref(),
            Link::Drop | Link::Release => None,
        }
    }

    /// Whether others may refer to the account after the first pass: in scope, and linked by now.
    pub(super) fn is_referable(&self) -> bool {
        self.facts.in_scope() && self.facts.mapping_enabled && self.link_after().is_some()
    }
}

/// The state an object is in.
pub(super) fn state_of(record: &Record<'_>, kind: ObjectKind) -> SourceState {
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
    /// How PATCH bodies are written. Runs on demand do not honour the compliant flag.
    pub(super) const fn writer(&self) -> Writer {
        let format = if self.settings.on_demand { PatchFormat::Legacy } else { self.settings.patch_format };
        Writer {
            format,
            legacy_booleans: self.settings.legacy_booleans,
            member_ref_null: self.settings.member_ref_null,
        }
    }

    /// What evaluations take from outside the object. Random functions differ from object to object.
    pub(super) fn context(&self) -> Context<'_> {
        Context {
            now: Some(self.now),
            taken: Taken::Values(&self.settings.taken),
            default_domain: self.settings.default_domain.as_deref().map(Into::into),
            limits: self.limits,
            ..Context::default()
        }
    }

    /// Where the random functions of an object start: the job's seed and the object's id (FNV-1a).
    pub(super) fn seed(&self, id: &str) -> u64 {
        let mixed = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        id.bytes().fold(0xcbf2_9ce4_8422_2325 ^ self.settings.seed, mixed)
    }

    /// Scope and state of an object, `IsSoftDeleted` set in its record.
    pub(super) fn facts(
        &self,
        program: &ObjectProgram,
        record: &mut Record<'_>,
        assigned: Assigned,
        trace: Option<(&mut Vec<FilterTrace>, &mut Diagnostics)>,
    ) -> Facts {
        let (passes_filters, passes_input_filters) = match trace {
            Some((filters, findings)) => {
                let (passes, traces, found) = program.filters.trace(&record.values);
                filters.extend(traces);
                findings.extend(found);
                let mut passes_input = true;
                for set in &program.input_filters {
                    let (passes, traces, found) = set.trace(&record.values);
                    passes_input &= passes;
                    filters.extend(traces);
                    findings.extend(found);
                }
                (passes, passes_input)
            }
            None => (
                program.filters.passes(&record.values),
                program.input_filters.iter().all(|set| set.passes(&record.values)),
            ),
        };
        let facts = Facts {
            mapping_enabled: program.enabled,
            can_create: program.can_create,
            can_update: program.can_update,
            can_delete: program.can_delete,
            skip_out_of_scope_deletions: self.settings.skip_out_of_scope_deletions,
            on_demand: self.settings.on_demand,
            state: state_of(record, program.kind),
            assigned: assigned != Assigned::No,
            passes_filters,
            passes_input_filters,
            ..Facts::default()
        };
        for slot in program.projection.computed() {
            record.set(*slot, Value::Boolean(!facts.in_scope()));
        }
        facts
    }

    /// The first pass over one object.
    pub(super) fn draft<'t>(
        &self,
        program: &ObjectProgram,
        record: &mut Record<'_>,
        around: &Around<'_, 't>,
    ) -> Draft<'t> {
        let mut diagnostics = Diagnostics::new();
        let mut filters = Vec::new();
        let mut facts = self.facts(program, record, around.assigned, Some((&mut filters, &mut diagnostics)));
        let source = SourceReference {
            id: record.id.as_deref().unwrap_or_default().to_owned(),
            kind: program.kind,
            display_name: record.display_name.as_deref().map(str::to_owned),
        };
        self.look_at_source(program, record, around, &source, &mut diagnostics);
        let record = &*record;
        let context = Context { seed: self.seed(&source.id), ..self.context() };
        let mapped: Vec<Mapped<'_>> = program
            .mappings
            .iter()
            .map(|mapping| match mapping.is_reference {
                true => Mapped { state: State::Null, value: None, finding: None },
                false => mapping.evaluate(&record.values, &context),
            })
            .collect();

        let mut references = Vec::new();
        for (number, mapping) in manager_mappings(program) {
            let Mapped { value, finding, .. } = mapping.evaluate(&record.values, &context);
            references.push((number, value.map(|value| value.to_log_text())));
            diagnostics.extend(finding.map(|finding| *finding));
        }

        let link = around.links.get(&source.id).filter(|_| !source.id.is_empty());
        facts.linked = link.is_some();
        facts.released = (around.released)(&source.id);
        let matching_values: Vec<_> = program
            .mappings
            .matching()
            .enumerate()
            .filter_map(|(precedence, (number, mapping))| {
                let value = mapped.get(number)?.value.as_ref()?;
                Some((precedence, mapping, value))
            })
            .collect();
        facts.has_matching_value = !matching_values.is_empty();
        let mut matching = Matching::default();
        let target = match link {
            Some(id) => {
                if let Some(claimed) = around.claimed
                    && facts.mapping_enabled
                    && facts.in_scope()
                {
                    claimed.borrow_mut().hold(&matching_values);
                }
                let target = around.targets.and_then(|targets| targets.with_id(id));
                facts.target_exists = target.is_some() || around.targets.is_none();
                target
            }
            None => {
                let found = self.match_account(
                    program,
                    &matching_values,
                    around,
                    &mut facts,
                    &mut matching,
                    &mut diagnostics,
                );
                facts.target_exists = found.is_some();
                found
            }
        };

        let missing: Vec<&AttributeMapping> = program
            .mappings
            .iter()
            .zip(&mapped)
            .filter(|(mapping, mapped)| {
                mapping.definition.required
                    && !mapping.is_reference
                    && mapped.value.is_none()
                    && (mapped.state != State::Null || mapping.default_value().value.is_none())
            })
            .map(|(mapping, _)| mapping)
            .collect();
        facts.required_missing = !missing.is_empty();

        let mut differences = differences(program, &mapped, target);
        let disabling = |mapping: &AttributeMapping| {
            mapping.reads_soft_deleted
                || (facts.state == SourceState::Disabled && mapping.reads_account_enabled)
        };
        // A mapping that leaves a filled attribute alone hands nothing on.
        let hands_on = |mapping: &AttributeMapping| {
            disabling(mapping) && mapping.definition.flow_type == FlowType::Always
        };
        if self.settings.on_demand && facts.in_scope() {
            let count = differences.len();
            let enables = |it: &Difference<'_>| {
                it.op == Op::Replace
                    && it.value == Flowing::Boolean(true)
                    && (it.mapping.reads_soft_deleted || it.mapping.reads_account_enabled)
            };
            differences.retain(|difference| !enables(difference));
            if differences.len() < count {
                let message = "a run on demand does not restore accounts that are inactive";
                diagnostics.push(Diagnostic::new(&code::plan::ON_DEMAND_LIMIT, message));
            }
        }
        facts.disable_mapped = program.mappings.iter().any(hands_on);
        facts.disable_differs = differences.iter().any(|difference| disabling(difference.mapping));
        let members_of = around.members.filter(|_| member_mapping(program).is_some());
        let members = members_of.map(|changes| changes(record, facts.linked)).unwrap_or_default();
        let members_differ = !members.added.is_empty() || !members.removed.is_empty();
        facts.differs = !differences.is_empty() || (members_differ && facts.in_scope());

        let (in_scope, creates) = (facts.in_scope(), facts.would_create());
        facts.mapping_failed = program.mappings.iter().zip(&mapped).any(|(mapping, mapped)| {
            let takes_part = match in_scope {
                // What applies at creation only is not evaluated for an account that exists.
                true => creates || mapping.definition.flow_type != FlowType::ObjectAddOnly,
                false => disabling(mapping),
            };
            mapped.state == State::Failed && takes_part
        });

        let whom = match program.kind {
            ObjectKind::User => For::Users,
            ObjectKind::Group => For::Groups,
        };
        let row = lifecycle::decide(whom, &facts);

        let mut target_id = link.cloned().or_else(|| target.and_then(target::id).map(str::to_owned));
        if facts.linked && row.reads() {
            matching.queries.push(read(program.kind, target_id.as_deref().unwrap_or_default()));
        }
        if row.act == Act::Create {
            let new = self.settings.new_ids.get(&source.id).cloned();
            target_id = Some(new.unwrap_or_else(|| format!("new-{}", source.id)));
        }
        if row.act == Act::Disable {
            differences.retain(|difference| disabling(difference.mapping));
        }
        let (mut requests, sent) =
            self.account_writes(program, row, &mapped, &mut differences, target_id.as_deref());
        let mut attributes = attributes(program, &mapped, &differences, &sent, target, row);
        let mut members_after = None;
        if matches!(row.act, Act::Create | Act::Update | Act::None) && members_of.is_some() {
            if members_differ && let Some((number, mapping)) = member_mapping(program) {
                if let Some(attribute) = attributes.get_mut(number) {
                    attribute.outcome = AttributeOutcome::Flows;
                    attribute.value = self.writer().member_values(&members.added);
                    attribute.after.clone_from(&attribute.value);
                }
                let operations = self.writer().members(&mapping.path.text, &members.added, &members.removed);
                let path = path(program.kind, target_id.as_deref());
                requests.push(Request::patch(path, operations, Purpose::Members));
            }
            self.report_members(&members, row, &mut diagnostics);
            members_after = Some(members.after);
        }

        diagnostics.extend(mapped.iter().filter_map(|mapped| mapped.finding.as_deref().cloned()));
        self.explain(row, &facts, &missing, &matching, around, &mut diagnostics);

        let text_of = |name: &str| {
            program.mappings.iter().zip(&mapped).find(|(mapping, _)| mapping.path.is(name)).and_then(
                |(mapping, mapped)| {
                    mapped
                        .value
                        .as_ref()
                        .map(Flowing::to_log_text)
                        .or_else(|| mapping.default_value().value.map(|value| value.to_log_text()))
                },
            )
        };
        let scope = ScopeDecision {
            in_scope: facts.in_scope() && facts.passes_input_filters,
            reason: out_of_scope(&facts),
            filters,
        };
        matching.target_id.clone_from(&target_id);
        Draft {
            email: text_of("emails[type eq \"work\"].value"),
            has_title: text_of("title").is_some(),
            has_manager: record.manager.is_some(),
            references,
            source,
            facts,
            row,
            scope,
            matching,
            attributes,
            requests,
            diagnostics,
            target_id,
            target,
            members_after,
            reference_written: false,
            reference_withheld: false,
            staged: false,
        }
    }

    /// Asks for the account by each matching attribute in turn, for objects in scope that have no stored pair; stops at
    /// the first answer.
    fn match_account<'t>(
        &self,
        program: &ObjectProgram,
        values: &[MatchingValue<'_, '_>],
        around: &Around<'_, 't>,
        facts: &mut Facts,
        matching: &mut Matching,
        diagnostics: &mut Diagnostics,
    ) -> Option<&'t Json<'static>> {
        let enters = facts.mapping_enabled && facts.in_scope() && facts.passes_input_filters;
        if !enters {
            return None;
        }
        let mut account = None;
        for (precedence, mapping, value) in values {
            let text = value.to_log_text();
            matching.queries.push(query(program.kind, &mapping.path.text, &text));
            if text.contains(['"', '\'', '\\']) {
                let path = quoted(&mapping.path.text);
                let message =
                    format!("the matching value for {path} holds a quote, an apostrophe or a backslash");
                diagnostics.push(located(Diagnostic::new(&code::plan::SPECIAL_CHARACTER, message), mapping));
            }
            let found = around.targets.map_or_else(Vec::new, |targets| {
                targets.matching(*precedence, value, mapping.definition.case_exact, program)
            });
            match found.as_slice() {
                [] => {}
                [one] => {
                    facts.found = Found::One;
                    account = Some(*one);
                }
                _ => facts.found = Found::Several,
            }
            if facts.found != Found::Nothing {
                break;
            }
        }
        facts.duplicate_source = match around.claimed {
            Some(claimed) => !claimed.borrow_mut().stake(values, matching.queries.len()),
            None => around.duplicate,
        };
        account
    }

    /// The request that carries out a row, and the numbers of the mappings in its PATCH.
    fn account_writes<'m>(
        &self,
        program: &'m ObjectProgram,
        row: &Row,
        mapped: &[Mapped<'m>],
        differences: &mut Vec<Difference<'m>>,
        target_id: Option<&str>,
    ) -> (Vec<Request>, Vec<usize>) {
        let path = path(program.kind, target_id);
        let purpose = match row.act {
            Act::Create => return (vec![self.create(program, mapped)], Vec::new()),
            Act::Delete => {
                return (vec![Request::new(Method::Delete, path, Purpose::Delete)], Vec::new());
            }
            Act::Update => Purpose::Update,
            Act::Disable => Purpose::Disable,
            Act::None | Act::Skip | Act::Fail => return (Vec::new(), Vec::new()),
        };
        // The members of a group may be all that differs.
        if differences.is_empty() {
            return (Vec::new(), Vec::new());
        }
        if row.act == Act::Update {
            flow_always(program, mapped, differences);
        }
        let change = |difference: &Difference<'m>| Change {
            path: &difference.mapping.path,
            op: difference.op,
            value: difference.value.clone(),
        };
        let changes: Vec<_> = differences.iter().map(change).collect();
        let sent = differences.iter().map(|difference| difference.number).collect();
        (vec![Request::patch(path, self.writer().changes(&changes), purpose)], sent)
    }

    /// Findings about the members of a group.
    fn report_members(&self, members: &MemberChanges, row: &Row, diagnostics: &mut Diagnostics) {
        if !members.left_out.is_empty() {
            let count = members.left_out.len();
            let message = format!("members left out because they are not provisioned: {count}");
            diagnostics.push(Diagnostic::new(&code::plan::MEMBERS_LEFT_OUT, message));
        }
        if members.unknown && row.act != Act::Create {
            let message = "the group is linked, but which members were written before is not known";
            diagnostics.push(Diagnostic::new(&code::plan::STATE_OF_GROUP, message));
        }
        if members.over {
            let message = "a run on demand takes at most five members of a group";
            diagnostics.push(Diagnostic::new(&code::plan::ON_DEMAND_LIMIT, message));
        }
    }

    /// Findings about the object as exported.
    fn look_at_source(
        &self,
        program: &ObjectProgram,
        record: &Record<'_>,
        around: &Around<'_, '_>,
        source: &SourceReference,
        diagnostics: &mut Diagnostics,
    ) {
        if source.id.is_empty() {
            let message = format!("the source {} has no `id`", program.kind.as_str());
            let finding = Diagnostic::new(&code::plan::ID_MISSING, message).at(Place::pointer("/id"));
            diagnostics.push(finding.help("export the object with its `id`"));
        }
        let slots = program.slots.names();
        let mut names: Vec<&str> =
            record.other_case().filter_map(|slot| slots.get(slot).map(String::as_str)).collect();
        record.facts_in_other_case().for_each(|name| names.push(name));
        for (number, name) in names.iter().enumerate() {
            if names.iter().take(number).any(|other| other.eq_ignore_ascii_case(name)) {
                continue;
            }
            let message = format!("the source attribute {} is spelt in another letter case", quoted(name));
            diagnostics.push(Diagnostic::new(&code::mapping::OTHER_CASE, message));
        }
        if around.assigned == Assigned::Unknown {
            let message = "nothing says whether the object is assigned, so it is taken as assigned";
            diagnostics.push(Diagnostic::new(&code::plan::ASSIGNMENT_UNKNOWN, message));
        }
        if program.kind == ObjectKind::Group
            && record.security_enabled == Some(false)
            && around.assigned == Assigned::Yes
        {
            let message = "the assigned group is not security-enabled";
            diagnostics.push(Diagnostic::new(&code::plan::NOT_SECURITY_ENABLED, message));
        }
    }

    /// The POST that creates an account, defaults in place of nulls.
    fn create(&self, program: &ObjectProgram, mapped: &[Mapped<'_>]) -> Request {
        let values: Vec<Option<Flowing<'_>>> = program
            .mappings
            .iter()
            .zip(mapped)
            .map(|(mapping, mapped)| match mapped.state {
                State::Null if !mapping.is_reference => mapping.default_value().value,
                _ => mapped.value.clone(),
            })
            .collect();
        let mut body = String::new();
        program.template.write(&mut body, &values);
        // INVARIANT: the template writes JSON; a body that could not be read back would be null here.
        let body = json::parse(&body, &self.limits).map(Json::into_owned).unwrap_or_default();
        Request::new(Method::Post, collection(program.kind), Purpose::Create).body(body)
    }

    /// Findings that tell why an object fails, or what its preview leaves open.
    fn explain(
        &self,
        row: &Row,
        facts: &Facts,
        missing: &[&AttributeMapping],
        matching: &Matching,
        around: &Around<'_, '_>,
        diagnostics: &mut Diagnostics,
    ) {
        match row.reason {
            Reason::RequiredValueMissing => {
                for mapping in missing {
                    let message =
                        format!("no value for {}, which the target requires", quoted(&mapping.path.text));
                    diagnostics
                        .push(located(Diagnostic::new(&code::plan::REQUIRED_MISSING, message), mapping));
                }
            }
            Reason::DuplicateTargetEntries => {
                let message = "several accounts have the matching value";
                diagnostics.push(Diagnostic::new(&code::plan::DUPLICATE_TARGET, message));
            }
            Reason::DuplicateSourceEntries => {
                let message = "another source object has the same matching value";
                diagnostics.push(Diagnostic::new(&code::plan::DUPLICATE_SOURCE, message));
            }
            Reason::LinkedTargetMissing => {
                let message = "the account the object is linked to does not exist any more";
                diagnostics.push(Diagnostic::new(&code::plan::TARGET_MISSING, message));
            }
            _ => {}
        }
        if facts.linked && around.targets.is_none() && !matching.queries.is_empty() {
            let message = "the object is linked, but what the account holds is not given";
            diagnostics.push(Diagnostic::new(&code::plan::TARGET_UNKNOWN, message));
        }
        if row.reason == Reason::NotPossibleOnDemand {
            let message = "a run on demand does not disable or delete accounts of disabled or deleted users";
            diagnostics.push(Diagnostic::new(&code::plan::ON_DEMAND_LIMIT, message));
        }
    }
}

/// `/Users` or `/Groups`.
pub(super) const fn collection(kind: ObjectKind) -> &'static str {
    match kind {
        ObjectKind::User => "/Users",
        ObjectKind::Group => "/Groups",
    }
}

/// The path of one account.
pub(super) fn path(kind: ObjectKind, id: Option<&str>) -> String {
    let mut path = format!("{}/", collection(kind));
    for byte in id.unwrap_or_default().bytes() {
        // The characters of a path segment, RFC 3986 §3.3; an id may hold any others.
        if byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@".contains(&byte) {
            path.push(char::from(byte));
        } else {
            _ = write!(path, "%{byte:02X}");
        }
    }
    path
}

/// The query that looks for an account by a matching attribute. Groups are asked for without their members.
pub(super) fn query(kind: ObjectKind, attribute: &str, value: &str) -> Request {
    let request = Request::new(Method::Get, collection(kind), Purpose::Match);
    let request = match kind {
        ObjectKind::User => request,
        ObjectKind::Group => request.query("excludedAttributes", "members"),
    };
    request.query("filter", equals_filter(attribute, value))
}

/// The read of a linked account.
fn read(kind: ObjectKind, id: &str) -> Request {
    let request = Request::new(Method::Get, path(kind, Some(id)), Purpose::Read);
    match kind {
        ObjectKind::User => request,
        ObjectKind::Group => request.query("excludedAttributes", "members"),
    }
}

fn located(finding: Diagnostic, mapping: &AttributeMapping) -> Diagnostic {
    match &mapping.definition.pointer {
        Some(pointer) => finding.at(Place::pointer(pointer.clone())),
        None => finding,
    }
}

/// The mapping of a group's members.
pub(super) fn member_mapping(program: &ObjectProgram) -> Option<(usize, &AttributeMapping)> {
    let of_members = |mapping: &AttributeMapping| mapping.path.attribute.eq_ignore_ascii_case("members");
    program.mappings.iter().enumerate().find(|(_, mapping)| mapping.is_reference && of_members(mapping))
}

fn out_of_scope(facts: &Facts) -> Option<&'static str> {
    Some(match facts.state {
        _ if !facts.assigned => Reason::NotAssigned.code(),
        _ if !facts.passes_input_filters => Reason::InputFilter.code(),
        _ if !facts.passes_filters => Reason::ScopingFilter.code(),
        SourceState::Disabled => Reason::SourceDisabled.code(),
        SourceState::SoftDeleted => Reason::SourceSoftDeleted.code(),
        SourceState::HardDeleted => Reason::SourceHardDeleted.code(),
        SourceState::Active => return None,
    })
}
