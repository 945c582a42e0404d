//! What the exports that a cycle starts from lack: attributes of users, and the shape of what the target answered.

use std::sync::OnceLock;

use super::Run;
use crate::diagnostic::{Code, Diagnostic, Severity, code, numbered, quoted};
use crate::mapping::{Projection, Removal};
use crate::provision::program::ObjectProgram;
use crate::provision::target;
use crate::sync_schema::ObjectKind;
use crate::validate::{Options, Validator};
use crate::value::entra::is_directory_extension;
use crate::value::json::Json;

impl Run<'_, '_> {
    /// The finding about what the users' mappings and filters read, and not one of several users is given with.
    pub(super) fn not_exported(&self) -> Option<Diagnostic> {
        let programs = self.engine.programs(ObjectKind::User);
        if !programs.iter().any(|program| program.enabled) {
            return None;
        }
        let read = read_properties(programs);
        // Any letter case will do, as in reading.
        let needle = |name: &&str| format!("\"{}\"", name.to_ascii_lowercase());
        let mut absent: Vec<_> = read.iter().map(|names| (names, names.each_ref().map(needle))).collect();
        let mut users = 0_usize;
        for object in &*self.given.users.objects {
            if absent.is_empty() {
                return None;
            }
            let text = object.text().to_ascii_lowercase();
            let (record, _) = self.engine.read(Projection::facts(), object.text());
            if record.removal == Removal::None {
                users = users.saturating_add(1);
                absent.retain(|(_, needles)| !needles.iter().any(|needle| text.contains(needle)));
            }
        }
        if users < 2 || absent.is_empty() {
            return None;
        }
        let names: Vec<_> = absent.iter().map(|([name, _], _)| quoted(name).to_string()).collect();
        let message = format!("not one of the users is given with {}", names.join(", "));
        let all: Vec<&str> = read.iter().map(|[name, _]| *name).collect();
        let finding = Diagnostic::new(&code::plan::NOT_EXPORTED, message)
            .help(format!("export them with `$select=id,displayName,{}`", all.join(",")));
        let unclear = absent.iter().any(|([name, _], _)| *name == ENABLED);
        Some(if unclear { finding.severity(Severity::Warning) } else { finding })
    }
}

/// Says who may sign in; read of every user.
const ENABLED: &str = "accountEnabled";

/// The properties that mappings and filters of users read, each as Graph and as the service names it. What Graph gives
/// only by `$expand` has findings of its own.
fn read_properties(programs: &[ObjectProgram]) -> Vec<[&str; 2]> {
    let profile = ObjectKind::User.source_profile();
    let mut read = vec![[ENABLED, ENABLED]];
    for name in programs.iter().filter(|it| it.enabled).flat_map(|it| it.slots.names()) {
        let property = match profile.attribute_ignoring_case(name) {
            Some(known) if known.computed => continue,
            Some(known) => known.graph_path().split(['.', '[']).next().unwrap_or_default(),
            None if is_directory_extension(name) => name,
            None => continue,
        };
        let is_other = |known: &str| known.eq_ignore_ascii_case(property);
        let is_told = ["id", "displayName", "manager", "appRoleAssignments"].into_iter().any(is_other);
        if !is_told && !read.iter().any(|[known, _]| is_other(known)) {
            read.push([property, name]);
        }
    }
    read
}

/// The finding about resources in a shape that the service cannot read; `active` may be text.
pub(super) fn unreadable(kind: &str, resources: &[Json<'static>]) -> Option<Diagnostic> {
    static VALIDATOR: OnceLock<Option<Validator>> = OnceLock::new();
    const SHAPES: [&Code; 3] =
        [&code::payload::INVALID_TYPE, &code::payload::COERCED, &code::payload::EXPECTED_ARRAY];
    let validator = VALIDATOR.get_or_init(|| Validator::gong(Options::default()).ok()).as_ref()?;
    let mut found = resources.iter().filter_map(|resource| {
        let findings = validator.validate(resource);
        let finding = findings.into_iter().find(|finding| {
            let pointer = finding.at.as_ref().and_then(|place| place.pointer.as_deref());
            SHAPES.contains(&finding.code) && pointer != Some("/active")
        })?;
        Some((target::id(resource).unwrap_or_default(), finding.message.clone()))
    });
    let (id, first) = found.next()?;
    let many = numbered(found.count().saturating_add(1), kind, &format!("{kind}s"));
    let message =
        format!("the service cannot read {many} of the target, the first is {}: {first}", quoted(id));
    Some(Diagnostic::new(&code::plan::TARGET_UNREADABLE, message))
}
