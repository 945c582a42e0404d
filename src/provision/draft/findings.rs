//! What the first pass tells about an object.

use super::Assigned;
use super::pass::Pass;
use crate::diagnostic::{Diagnostic, Place, Severity, code, quoted};
use crate::mapping::{AttributeMapping, AttributeMappingDefinition, Mapped, without_core};
use crate::profile::entra::SourceAttribute;
use crate::provision::diff::{Difference, Kept, kept};
use crate::provision::lifecycle::{Act, Reason, Row};
use crate::provision::settings::ScopeMode;
use crate::provision::target;
use crate::sync_schema::ObjectKind;
use crate::value::boolean;
use crate::value::json::Json;
use crate::value::text::EXPORT_DEEPER;

impl Pass<'_, '_, '_> {
    /// Findings about the object as exported.
    pub(super) fn look_at_source(&mut self) {
        if self.id.is_empty() {
            let message = format_args!("the source {} has no `id`", self.program.kind.as_str());
            let finding = Diagnostic::new(&code::plan::ID_MISSING, message).at(Place::pointer("/id"));
            self.diagnostics.push(finding.help("export the object with its `id`"));
        }
        self.look_at_letter_case();
        let names = self.program.slots.names();
        for name in self.record.cut_off().filter_map(|slot| names.get(slot)) {
            let message = format_args!("the value of the source attribute {} was cut off", quoted(name));
            let finding = Diagnostic::new(&code::plan::VALUE_CUT_OFF, message).help(EXPORT_DEEPER);
            self.diagnostics.push(finding);
        }
        if self.record.enabled_is_unclear {
            let message = "`accountEnabled` is neither true nor false, so the account counts as enabled";
            self.diagnostics.push(Diagnostic::new(&code::plan::ENABLED_UNCLEAR, message));
        }
        self.look_at_assignment();
    }

    /// Attributes that the object spells in another letter case, each once.
    fn look_at_letter_case(&mut self) {
        let Self { program, record, diagnostics, .. } = self;
        let slots = program.slots.names();
        let of_slots = record.other_case().filter_map(|slot| slots.get(slot).map(String::as_str));
        let mut names: Vec<&str> = of_slots.collect();
        record.facts_in_other_case().for_each(|name| names.push(name));
        for (number, name) in names.iter().enumerate() {
            if names.iter().take(number).any(|other| other.eq_ignore_ascii_case(name)) {
                continue;
            }
            let message =
                format_args!("the source attribute {} is spelt in another letter case", quoted(name));
            let mut finding = Diagnostic::new(&code::mapping::OTHER_CASE, message);
            let known = program.kind.source_profile().attribute_ignoring_case(name);
            let help = |known: &SourceAttribute| format!("the service calls it {}", quoted(&known.name));
            finding.help = known.filter(|known| known.name != *name).map(help);
            diagnostics.push(finding);
        }
    }

    fn look_at_assignment(&mut self) {
        let Self { program, record, around, diagnostics, .. } = self;
        let mut tell = |code, message| diagnostics.push(Diagnostic::new(code, message));
        match around.assigned {
            Assigned::Yes | Assigned::No => {}
            Assigned::Unknown => tell(
                &code::plan::ASSIGNMENT_UNKNOWN,
                "nothing says whether the object is assigned, so it is taken as assigned",
            ),
            Assigned::NotNamed => tell(
                &code::plan::NOT_AMONG_OBJECTS,
                "`assigned` names others, and who is in the groups among them is not given, so the user is taken as not assigned",
            ),
        }
        let by_assignment = self.engine.settings.scope == ScopeMode::Assigned;
        if program.kind == ObjectKind::Group && by_assignment && around.assigned == Assigned::Yes {
            if record.security_enabled == Some(false) {
                tell(&code::plan::NOT_SECURITY_ENABLED, "the assigned group is not security-enabled");
            }
            // Its members are in scope all the same; of a group that is written its membership is told anyway.
            if !program.definition.enabled && record.members.is_none() && record.member_changes.is_none() {
                tell(
                    &code::plan::STATE_OF_GROUP,
                    "the assigned group is given without `members`, so who is in scope through it is not known",
                );
            }
        }
    }

    /// A user who must be disabled, and whose account stays on or is switched on: no mapping gives `active` the value
    /// for it.
    pub(super) fn look_at_disabling(
        &mut self,
        row: &Row,
        mapped: &[Mapped<'_>],
        sent: &[Difference<'_>],
        target: Option<&Json<'_>>,
    ) {
        let disables = row.act == Act::Disable;
        if !disables && row.reason != Reason::NoDisableMapping {
            return;
        }
        let sent = sent.iter().find(|it| it.mapping.path.is("active"));
        let active = sent
            .and_then(|it| boolean::said(&it.value.log_text()))
            .or_else(|| target.and_then(target::is_active));
        // Where nothing is sent, an account that is not known counts as switched on.
        if !active.unwrap_or(!disables) {
            return;
        }
        let is_active =
            |it: &&AttributeMappingDefinition| without_core(&it.target).eq_ignore_ascii_case("active");
        let Some(definition) = self.program.definition.attributes.iter().find(is_active) else {
            let message = "the account must be disabled, and nothing is mapped to `active`";
            self.diagnostics.push(Diagnostic::new(&code::plan::NOT_DISABLED, message));
            return;
        };
        let mut mappings = self.program.mappings.iter().zip(mapped);
        let is_compiled = |mapping: &AttributeMapping| {
            mapping.path.is("active") && mapping.definition.source == definition.source
        };
        let why = match mappings.find(|(mapping, _)| is_compiled(mapping)) {
            None => "is left out",
            Some((mapping, _)) if !self.disables(mapping) => "does not depend on `IsSoftDeleted`",
            Some(_) if !definition.flow_type.replaces() => "leaves an account that exists alone",
            Some((_, mapped)) => match &mapped.value {
                Some(value) if boolean::said(&value.log_text()) == Some(true) => "gives `True`",
                Some(_) => "gives no truth value",
                None => "gives nothing",
            },
        };
        let message = format_args!("the account must be disabled, and the mapping of `active` {why}");
        let finding = Diagnostic::new(&code::plan::NOT_DISABLED, message);
        self.diagnostics.push(definition.locate(finding, ""));
    }

    /// What the account of an object in scope keeps although the object has it no more.
    pub(super) fn look_at_kept(&mut self, row: &Row, mapped: &[Mapped<'_>], target: Option<&Json<'_>>) {
        if !self.facts.in_scope() || !matches!(row.act, Act::Update | Act::None) {
            return;
        }
        let Kept { cleared, items } = kept(self.program, mapped, target, self.record);
        let keeps = |kept: &[&AttributeMapping], what: &str| {
            if kept.is_empty() {
                return None;
            }
            let names: Vec<_> = kept.iter().map(|mapping| quoted(&mapping.path.text).to_string()).collect();
            let message = format_args!("the account keeps {what} {}", names.join(", "));
            Some(Diagnostic::new(&code::plan::VALUE_KEPT, message))
        };
        let cleared = keeps(&cleared, "what it holds, since nothing comes from Entra:");
        let items = keeps(&items, "values that were removed in Entra:").map(|finding| {
            finding
                .severity(Severity::Warning)
                .help("`AssertiveAppRoleAssignmentsComplex` replaces the list, `AppRoleAssignmentsComplex` adds to it")
        });
        self.diagnostics.extend(cleared.into_iter().chain(items));
    }

    /// Findings that tell why an object fails, or what its preview leaves open.
    pub(super) fn explain(&mut self, row: &Row, missing: &[&AttributeMapping]) {
        let why = match row.reason {
            Reason::RequiredValueMissing => {
                for mapping in missing {
                    let message = format_args!(
                        "no value for {}, which the target requires",
                        quoted(&mapping.path.text)
                    );
                    let finding = Diagnostic::new(&code::plan::REQUIRED_MISSING, message);
                    self.diagnostics.push(mapping.definition.locate(finding, ""));
                }
                None
            }
            Reason::DuplicateTargetEntries => {
                Some((&code::plan::DUPLICATE_TARGET, "several accounts have the matching value"))
            }
            Reason::DuplicateSourceEntries => Some((
                &code::plan::DUPLICATE_SOURCE,
                "another source object has the same matching value, or the account it finds",
            )),
            Reason::LinkedTargetMissing => Some((
                &code::plan::TARGET_MISSING,
                "the account the object is linked to does not exist any more",
            )),
            Reason::NotPossibleOnDemand => Some((
                &code::plan::ON_DEMAND_LIMIT,
                "a run on demand does not disable or delete accounts of disabled or deleted users",
            )),
            _ => None,
        };
        let is_unknown =
            self.facts.linked && self.around.targets.is_none() && !self.matching.queries.is_empty();
        let unknown = is_unknown.then_some((
            &code::plan::TARGET_UNKNOWN,
            "the object is linked, but what the account holds is not given",
        ));
        let told = why.into_iter().chain(unknown);
        self.diagnostics.extend(told.map(|(code, message)| Diagnostic::new(code, message)));
    }
}
