//! A whole cycle: users, then references, then groups with their members.
//!
//! Order of a cycle: Entra, *How provisioning works*. Inside a pass the order is not documented; objects are taken
//! as given.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde::Serialize;

use super::draft::{Around, Assigned, Draft, MemberChanges};
use super::engine::{Engine, ObjectProgram};
use super::lifecycle::{Act, Link};
use super::object::{SourceObject, manager_mapping, member_changes, read};
use super::preview::Preview;
use super::request::Request;
use super::settings::{Cycle, ScopeMode};
use super::state::JobState;
use super::target::Targets;
use crate::diagnostic::{Diagnostic, Diagnostics, code, quoted};
use crate::mapping::{Record, Removal};
use crate::sync_schema::ObjectKind;
use crate::value::json::Json;

/// What a cycle starts from.
#[derive(Debug, Clone, Default)]
pub struct CycleInput<'i> {
    /// The users, in order.
    pub users: Vec<SourceObject<'i>>,
    /// The groups, in order.
    pub groups: Vec<SourceObject<'i>>,
    /// What the target holds; `None`: not known.
    pub target: Option<TargetState>,
    /// What earlier cycles left, in place of the pairs of the settings.
    pub state: Option<JobState>,
}

/// What the target holds.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TargetState {
    /// SCIM users.
    pub users: Vec<Json<'static>>,
    /// SCIM groups.
    pub groups: Vec<Json<'static>>,
}

impl TargetState {
    /// Sorts resources into users and groups: by `meta.resourceType`, by `schemas`, else as users.
    pub fn new(resources: impl IntoIterator<Item = Json<'static>>) -> Self {
        let mut state = Self::default();
        for resource in resources {
            let kind = resource.pointer("/meta/resourceType").and_then(Json::as_str);
            let schemas = resource.get("schemas").and_then(Json::as_array).unwrap_or_default();
            let core_group = "urn:ietf:params:scim:schemas:core:2.0:Group";
            let is_group = match kind {
                Some(kind) => kind == "Group",
                None => schemas.iter().any(|schema| schema.as_str() == Some(core_group)),
            };
            if is_group { state.groups.push(resource) } else { state.users.push(resource) }
        }
        state
    }
}

/// What a cycle would do.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// Each object, users first, in the order given.
    pub previews: Vec<Preview>,
    /// Every request in the order sent, reads included.
    pub requests: Vec<Request>,
    /// Objects by verdict: `create`, `update`, `disable`, `delete`, `stageddelete`, `none`, `skip`, `error`.
    pub summary: BTreeMap<&'static str, usize>,
    /// The stored pairs after the cycle.
    pub links: BTreeMap<String, String>,
    /// Whether the job goes into quarantine, because more would be deleted than the threshold allows.
    pub quarantine: bool,
    /// Findings about the cycle and the configuration.
    pub diagnostics: Diagnostics,
    /// What the next cycle starts from.
    #[serde(skip)]
    pub state: JobState,
}

/// Whether the failures of a cycle put the job into quarantine: `failures` and `successes` without references,
/// `references` the failed ones (Entra, *Quarantine status*).
pub const fn quarantines(failures: u64, references: u64, successes: u64) -> bool {
    if failures.saturating_add(references) > 60_000 {
        return true;
    }
    // failures / (failures + successes) > 0.40
    let more_than_share = failures.saturating_mul(10) > failures.saturating_add(successes).saturating_mul(4);
    failures >= 5_000 && (failures > 40_000 || more_than_share)
}

/// Whether so many disables and deletions are held back.
pub const fn stages(pending: u64, threshold: Option<u64>) -> bool {
    matches!(threshold, Some(threshold) if pending > threshold)
}

/// An object with what was read of it.
struct Read<'s> {
    record: Record<'s>,
    findings: Diagnostics,
}

impl Read<'_> {
    fn id(&self) -> &str {
        self.record.id.as_deref().unwrap_or_default()
    }
}

/// Who is assigned.
struct Assignment<'s> {
    everybody: bool,
    known: bool,
    direct: HashSet<&'s str>,
    /// Immediate members of assigned groups.
    through_group: HashSet<&'s str>,
}

impl Assignment<'_> {
    fn of(&self, id: &str) -> Assigned {
        match (self.everybody, self.known) {
            (true, _) => Assigned::Yes,
            (_, false) => Assigned::Unknown,
            _ if self.direct.contains(id) || self.through_group.contains(id) => Assigned::Yes,
            _ => Assigned::No,
        }
    }

    fn of_group(&self, id: &str) -> Assigned {
        match (self.everybody, self.known) {
            (true, _) => Assigned::Yes,
            (_, false) => Assigned::Unknown,
            _ if self.direct.contains(id) => Assigned::Yes,
            _ => Assigned::No,
        }
    }
}

impl Engine {
    /// What one cycle would do with all objects.
    pub fn plan(&self, input: &CycleInput<'_>) -> Plan {
        let before = input.state.clone().unwrap_or_else(|| JobState {
            links: self.settings.links.clone(),
            released: self.settings.released.iter().cloned().collect(),
            members: BTreeMap::new(),
        });
        let mut diagnostics = self.diagnostics().to_vec();
        let users = self.read_all(self.user.as_ref(), &input.users);
        let groups = self.read_all(self.group.as_ref(), &input.groups);
        let assignment = self.assignment(&users, &groups);

        let mut drafts = self.users(&users, input, &before, &assignment);
        let referable: HashMap<String, String> = drafts
            .iter()
            .flatten()
            .filter(|draft| draft.is_referable())
            .filter_map(|draft| Some((draft.source.id.clone(), draft.link_after()?.to_owned())))
            .collect();
        let present: HashSet<&str> = users.iter().map(Read::id).collect();
        let refer = |id: &str| {
            let outside = || before.links.get(id).filter(|_| !present.contains(id));
            referable.get(id).or_else(outside).cloned()
        };
        if let Some(program) = &self.user {
            for draft in drafts.iter_mut().flatten().filter(|draft| self.is_looked_at(&draft.source.id)) {
                self.refer(program, draft, &refer);
            }
            self.needs_restart(program, &users, &referable, &before, &drafts, &mut diagnostics);
        }
        let mut group_drafts = self.groups(&groups, input, &before, &assignment, &refer);
        self.members_need_restart(&groups, &referable, &before, &mut diagnostics);

        // Unchanged objects of an incremental cycle were drafted for the others' sake alone.
        let pending = drafts
            .iter()
            .chain(&group_drafts)
            .flatten()
            .filter(|draft| self.is_looked_at(&draft.source.id))
            .filter(|draft| matches!(draft.row.act, Act::Disable | Act::Delete))
            .count();
        let threshold = self.settings.accidental_deletion_threshold;
        let quarantine = !self.settings.allow_deletes && stages(pending as u64, threshold);
        if quarantine {
            let message = format!(
                "{pending} accounts would be disabled or deleted, more than the threshold of {} allows",
                threshold.unwrap_or_default()
            );
            diagnostics.push(Diagnostic::new(&code::plan::ACCIDENTAL_DELETIONS, message));
            for draft in drafts.iter_mut().chain(&mut group_drafts).flatten() {
                draft.staged = matches!(draft.row.act, Act::Disable | Act::Delete);
            }
        }
        self.collect(input, &before, (users, drafts), (groups, group_drafts), quarantine, diagnostics)
    }

    fn is_looked_at(&self, id: &str) -> bool {
        match (&self.settings.cycle, &self.settings.changed) {
            (Cycle::Incremental, Some(changed)) => changed.iter().any(|known| known == id),
            _ => true,
        }
    }

    fn read_all<'s>(
        &self,
        program: Option<&ObjectProgram>,
        objects: &'s [SourceObject<'_>],
    ) -> Vec<Read<'s>> {
        let Some(program) = program else { return Vec::new() };
        objects
            .iter()
            .map(|object| {
                let (record, findings) = read(program, object, &self.limits);
                Read { record, findings }
            })
            .collect()
    }

    fn assignment<'s>(&'s self, users: &'s [Read<'s>], groups: &'s [Read<'s>]) -> Assignment<'s> {
        let all = || users.iter().chain(groups);
        let direct: HashSet<&str> = match &self.settings.assigned {
            Some(ids) => ids.iter().map(String::as_str).collect(),
            None => all().filter(|read| read.record.assigned == Some(true)).map(Read::id).collect(),
        };
        let known = self.settings.assigned.is_some() || all().any(|read| read.record.assigned.is_some());
        let through_group = groups
            .iter()
            .filter(|group| direct.contains(group.id()) && group.record.removal == Removal::None)
            .flat_map(|group| group.record.members.iter().flatten())
            .filter(|member| !member.is_group)
            .map(|member| &*member.id)
            .collect();
        Assignment { everybody: self.settings.scope == ScopeMode::All, known, direct, through_group }
    }

    /// The first pass over users. Unchanged ones of an incremental cycle are drafted too: others refer to them.
    fn users<'i>(
        &self,
        users: &[Read<'_>],
        input: &'i CycleInput<'_>,
        before: &'i JobState,
        assignment: &Assignment<'_>,
    ) -> Vec<Option<Draft<'i>>> {
        let Some(program) = &self.user else { return Vec::new() };
        let resources = input.target.as_ref().map(|target| target.users.as_slice());
        let targets = Targets::new(resources.unwrap_or_default(), program);
        let claimed = RefCell::new(BTreeSet::new());
        let released = |id: &str| before.released.contains(id);
        let mut drafts = Vec::with_capacity(users.len());
        for user in users {
            let looked_at = self.is_looked_at(user.id());
            if !looked_at && !before.links.contains_key(user.id()) {
                drafts.push(None);
                continue;
            }
            let around = Around {
                targets: resources.is_some().then_some(&targets),
                links: &before.links,
                released: &released,
                assigned: assignment.of(user.id()),
                claimed: looked_at.then_some(&claimed),
                members: None,
            };
            let mut draft = self.draft(program, &mut user.record.clone(), &around);
            draft.diagnostics.splice(0..0, user.findings.iter().cloned());
            drafts.push(Some(draft));
        }
        drafts
    }

    fn groups<'i>(
        &self,
        groups: &[Read<'_>],
        input: &'i CycleInput<'_>,
        before: &'i JobState,
        assignment: &Assignment<'_>,
        refer: &dyn Fn(&str) -> Option<String>,
    ) -> Vec<Option<Draft<'i>>> {
        let Some(program) = &self.group else { return Vec::new() };
        let resources = input.target.as_ref().map(|target| target.groups.as_slice());
        let targets = Targets::new(resources.unwrap_or_default(), program);
        let claimed = RefCell::new(BTreeSet::new());
        let released = |id: &str| before.released.contains(id);
        let mut drafts = Vec::with_capacity(groups.len());
        for group in groups {
            if !self.is_looked_at(group.id()) {
                drafts.push(None);
                continue;
            }
            let written = before.members.get(group.id()).map(Vec::as_slice);
            let members = |record: &Record<'_>, linked: bool| -> MemberChanges {
                member_changes(record, linked, written, &before.links, refer)
            };
            let around = Around {
                targets: resources.is_some().then_some(&targets),
                links: &before.links,
                released: &released,
                assigned: assignment.of_group(group.id()),
                claimed: Some(&claimed),
                members: Some(&members),
            };
            let mut draft = self.draft(program, &mut group.record.clone(), &around);
            draft.diagnostics.splice(0..0, group.findings.iter().cloned());
            drafts.push(Some(draft));
        }
        drafts
    }

    /// Users who are not looked at, whose manager has come into scope in this cycle.
    fn needs_restart(
        &self,
        program: &ObjectProgram,
        users: &[Read<'_>],
        referable: &HashMap<String, String>,
        before: &JobState,
        drafts: &[Option<Draft<'_>>],
        diagnostics: &mut Diagnostics,
    ) {
        let Some((_, mapping)) = manager_mapping(program) else { return };
        for (user, draft) in users.iter().zip(drafts) {
            let Some(manager) = user.record.manager.as_deref() else { continue };
            let is_new = referable.contains_key(manager) && !before.links.contains_key(manager);
            let lacks = draft
                .as_ref()
                .is_some_and(|draft| draft.target.is_none_or(|target| mapping.path.read(target).is_none()));
            if is_new && lacks && !self.is_looked_at(user.id()) {
                let message = format!(
                    "the manager of {} has come into scope, but the user is not looked at until it changes",
                    quoted(user.record.display_name.as_deref().unwrap_or(user.id()))
                );
                diagnostics.push(Diagnostic::new(&code::plan::MANAGER_NEEDS_RESTART, message));
            }
        }
    }

    /// Linked groups that are not looked at, of which a member has come into scope in this cycle.
    fn members_need_restart(
        &self,
        groups: &[Read<'_>],
        referable: &HashMap<String, String>,
        before: &JobState,
        diagnostics: &mut Diagnostics,
    ) {
        for group in groups {
            if self.is_looked_at(group.id()) || !before.links.contains_key(group.id()) {
                continue;
            }
            let mut members = group.record.members.iter().flatten();
            let is_new = |id: &str| referable.contains_key(id) && !before.links.contains_key(id);
            if members.any(|member| is_new(&member.id)) {
                let message = format!(
                    "a member of {} has come into scope, but the group is not looked at until it changes",
                    quoted(group.record.display_name.as_deref().unwrap_or(group.id()))
                );
                diagnostics.push(Diagnostic::new(&code::plan::MEMBER_NEEDS_RESTART, message));
            }
        }
    }

    fn collect<'i>(
        &self,
        input: &CycleInput<'_>,
        before: &JobState,
        (users, user_drafts): (Vec<Read<'_>>, Vec<Option<Draft<'i>>>),
        (groups, group_drafts): (Vec<Read<'_>>, Vec<Option<Draft<'i>>>),
        quarantine: bool,
        diagnostics: Diagnostics,
    ) -> Plan {
        let mut state = before.clone();
        let mut previews = Vec::with_capacity(users.len().saturating_add(groups.len()));
        let memberships = memberships(&users, &groups);
        let none: Vec<String> = Vec::new();
        for draft in user_drafts.into_iter().flatten().filter(|draft| self.is_looked_at(&draft.source.id)) {
            remember(&mut state, &draft);
            let groups = memberships.get(draft.source.id.as_str()).unwrap_or(&none);
            previews.push(self.finish(draft, groups));
        }
        for draft in group_drafts.into_iter().flatten() {
            remember(&mut state, &draft);
            previews.push(self.finish(draft, &none));
        }
        for (program, objects) in [(self.user.as_ref(), &input.users), (self.group.as_ref(), &input.groups)] {
            if program.is_none() {
                previews.extend(objects.iter().map(|object| self.unmapped(object)));
            }
        }
        let mut summary: BTreeMap<&'static str, usize> = BTreeMap::new();
        for preview in &previews {
            let count = summary.entry(preview.verdict).or_default();
            *count = count.saturating_add(1);
        }
        let requests = in_order(&previews);
        Plan { previews, requests, summary, links: state.links.clone(), quarantine, diagnostics, state }
    }
}

/// The requests of a cycle: all of the first pass, then the managers; groups with their members last.
fn in_order(previews: &[Preview]) -> Vec<Request> {
    use super::request::Purpose;
    let is_user = |preview: &&Preview| preview.source.kind == ObjectKind::User;
    let mut requests = Vec::new();
    for preview in previews.iter().filter(is_user) {
        requests.extend(preview.matching.queries.iter().cloned());
        let first = preview.requests.iter().filter(|request| request.purpose != Purpose::Reference);
        requests.extend(first.cloned());
    }
    for preview in previews.iter().filter(is_user) {
        let second = preview.requests.iter().filter(|request| request.purpose == Purpose::Reference);
        requests.extend(second.cloned());
    }
    for preview in previews.iter().filter(|preview| !is_user(preview)) {
        requests.extend(preview.matching.queries.iter().cloned());
        requests.extend(preview.requests.iter().cloned());
    }
    requests
}

/// The groups each user is an immediate member of, by display name and id.
fn memberships<'s>(users: &'s [Read<'s>], groups: &'s [Read<'s>]) -> HashMap<&'s str, Vec<String>> {
    let mut found: HashMap<&str, Vec<String>> = users.iter().map(|user| (user.id(), Vec::new())).collect();
    for group in groups.iter().filter(|group| group.record.removal == Removal::None) {
        let names = [group.record.display_name.as_deref(), Some(group.id())];
        for member in group.record.members.iter().flatten() {
            if let Some(of) = found.get_mut(&*member.id) {
                of.extend(names.iter().flatten().map(|name| (*name).to_owned()));
            }
        }
    }
    found
}

fn remember(state: &mut JobState, draft: &Draft<'_>) {
    let id = &draft.source.id;
    if id.is_empty() {
        return;
    }
    match draft.link_after() {
        Some(link) => {
            state.links.insert(id.clone(), link.to_owned());
            state.released.remove(id);
        }
        None => _ = state.links.remove(id),
    }
    if draft.row.link == Link::Release && !draft.staged {
        state.released.insert(id.clone());
    }
    match &draft.members_after {
        Some(members) if draft.link_after().is_some() => {
            state.members.insert(id.clone(), members.clone());
        }
        _ if draft.link_after().is_none() => _ = state.members.remove(id),
        _ => {}
    }
}
