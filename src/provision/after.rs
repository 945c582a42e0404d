//! What the target holds after a cycle: the planned writes, applied by the SCIM engine of this crate.

use std::collections::HashMap;

use super::plan::Plan;
use super::preview::Preview;
use super::request::path;
use super::request::{Method, Purpose, Request};
use super::target::{TargetState, id};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity, code, quoted};
use crate::limits::Limits;
use crate::scim::schema::SchemaSet;
use crate::scim::{Mode, Patch, ResourceType};
use crate::sync_schema::ObjectKind;
use crate::value::json::{Json, Object};

impl Plan {
    /// Applies the writes to what the target held before: the state that the next cycle starts from.
    ///
    /// The findings are warnings `PV316`, one for each PATCH that a service would refuse; such an account stays as it
    /// was, as it does where another account is in the way of a write (`PV324`, as an error).
    pub fn target_after(&self, before: &TargetState, limits: &Limits) -> (TargetState, Diagnostics) {
        let mut users = Accounts::new(ObjectKind::User, &before.users);
        let mut groups = Accounts::new(ObjectKind::Group, &before.groups);
        let mut findings = Diagnostics::new();
        for preview in &self.previews {
            let accounts = match preview.source.kind {
                ObjectKind::User => &mut users,
                ObjectKind::Group => &mut groups,
            };
            let is_conflict = |finding: &Diagnostic| {
                finding.code == &code::plan::ENTRY_CONFLICT && finding.severity == Severity::Error
            };
            let refused = preview.diagnostics.iter().any(is_conflict);
            let is_made = |request: &&Request| {
                !(refused && matches!(request.purpose, Purpose::Create | Purpose::Update))
            };
            for request in preview.requests.iter().filter(is_made) {
                accounts.apply(preview, request, limits, &mut findings);
            }
        }
        (TargetState { users: users.list(), groups: groups.list(), ..TargetState::default() }, findings)
    }
}

/// The accounts of one kind by their paths.
struct Accounts {
    kind: ObjectKind,
    /// In their order; none where one was deleted.
    list: Vec<Option<Json<'static>>>,
    places: HashMap<String, usize>,
}

impl Accounts {
    fn new(kind: ObjectKind, before: &[Json<'static>]) -> Self {
        let mut accounts = Self { kind, list: Vec::new(), places: HashMap::new() };
        before.iter().for_each(|account| accounts.push(account.clone()));
        accounts
    }

    /// Of several with one id the first is addressed.
    fn push(&mut self, account: Json<'static>) {
        self.places.entry(path(self.kind, id(&account))).or_insert(self.list.len());
        self.list.push(Some(account));
    }

    fn list(self) -> Vec<Json<'static>> {
        self.list.into_iter().flatten().collect()
    }

    fn apply(&mut self, preview: &Preview, request: &Request, limits: &Limits, findings: &mut Diagnostics) {
        let place = self.places.get(&request.path).and_then(|at| self.list.get_mut(*at));
        match (request.method, place, &request.body) {
            (Method::Post, _, Some(body)) => {
                let given = preview.matching.target_id.as_deref().unwrap_or_default();
                self.push(with_id(&body.read(), given));
            }
            (Method::Delete, Some(place), _) => {
                *place = None;
                self.places.remove(&request.path);
            }
            (Method::Patch, Some(Some(account)), Some(body)) => {
                match patched(account, &body.read(), self.kind, limits) {
                    Ok(after) => *account = after,
                    Err(refusal) => {
                        let message = format_args!(
                            "a PATCH of {} would be refused: {}",
                            quoted(preview.source.display_name.as_deref().unwrap_or(&preview.source.id)),
                            refusal.message
                        );
                        findings.push(Diagnostic::new(&code::plan::PATCH_REFUSED, message));
                    }
                }
            }
            _ => {}
        }
    }
}

/// The resource a POST makes: its body, with the id the target gives.
fn with_id(body: &Json<'_>, given: &str) -> Json<'static> {
    let Json::Object(members) = body else { return body.to_owned() };
    let mut resource = Object::new();
    resource.insert("id", given.to_owned());
    for (name, value) in members.iter() {
        resource.insert(name.to_owned(), value.to_owned());
    }
    resource.into()
}

fn patched(
    resource: &Json<'static>,
    body: &Json<'_>,
    kind: ObjectKind,
    limits: &Limits,
) -> Result<Json<'static>, Diagnostic> {
    let kind = SchemaSet::gong().resource_type(kind.resource_type()).unwrap_or(ResourceType::empty());
    Ok(Patch::new(body, kind, Mode::Tolerant, limits)?.apply(resource)?.resource.into_owned())
}
