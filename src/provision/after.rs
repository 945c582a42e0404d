//! What the target holds after a cycle: the planned writes, applied by the SCIM engine of this crate.

use super::plan::{Plan, TargetState};
use super::preview::Preview;
use super::request::{Method, Request};
use super::target::id;
use crate::diagnostic::{Diagnostic, Diagnostics, code, quoted};
use crate::limits::Limits;
use crate::scim::schema::SchemaSet;
use crate::scim::{Mode, Patch, ResourceType};
use crate::sync_schema::ObjectKind;
use crate::value::json::{Json, Object};

impl Plan {
    /// Applies the writes to what the target held before: the state that the next cycle starts from.
    ///
    /// The findings are warnings `PV316`, one for each PATCH that a service would refuse; such an account stays as it
    /// was.
    pub fn target_after(&self, before: &TargetState, limits: &Limits) -> (TargetState, Diagnostics) {
        let mut after = before.clone();
        let mut findings = Diagnostics::new();
        for preview in &self.previews {
            let resources = match preview.source.kind {
                ObjectKind::User => &mut after.users,
                ObjectKind::Group => &mut after.groups,
            };
            for request in &preview.requests {
                apply(resources, preview, request, limits, &mut findings);
            }
        }
        (after, findings)
    }
}

fn apply(
    resources: &mut Vec<Json<'static>>,
    preview: &Preview,
    request: &Request,
    limits: &Limits,
    findings: &mut Diagnostics,
) {
    let addressed = request.path.rsplit('/').next().unwrap_or_default();
    let at = resources.iter().position(|resource| id(resource) == Some(addressed));
    match (request.method, at, &request.body) {
        (Method::Post, _, Some(body)) => {
            let given = preview.matching.target_id.as_deref().unwrap_or_default();
            resources.push(with_id(body, given));
        }
        (Method::Delete, Some(at), _) => {
            resources.remove(at);
        }
        (Method::Patch, Some(at), Some(body)) => {
            let Some(resource) = resources.get_mut(at) else { return };
            match patched(resource, body, preview.source.kind, limits) {
                Ok(after) => *resource = after,
                Err(refusal) => {
                    let message = format!(
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

/// The resource a POST makes: its body, with the id the target gives.
fn with_id(body: &Json<'static>, given: &str) -> Json<'static> {
    let Json::Object(members) = body else { return body.clone() };
    let mut resource = Object::new();
    resource.insert("id", given.to_owned());
    for (name, value) in members.iter() {
        resource.insert(name.to_owned(), value.clone());
    }
    resource.into()
}

fn patched(
    resource: &Json<'static>,
    body: &Json<'static>,
    kind: ObjectKind,
    limits: &Limits,
) -> Result<Json<'static>, Diagnostic> {
    static NONE: std::sync::LazyLock<ResourceType> = std::sync::LazyLock::new(ResourceType::empty);
    let name = match kind {
        ObjectKind::User => "User",
        ObjectKind::Group => "Group",
    };
    let kind = SchemaSet::gong().resource_type(name).unwrap_or(&NONE);
    Ok(Patch::new(body, kind, Mode::Tolerant, limits)?.apply(resource)?.resource)
}
