//! The settings of a provisioning job, and the readings chosen where the service's behaviour is not documented.

use serde::Serialize;

use super::PatchFormat;
use super::patch::LegacyBooleans;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Pointer, capped, code, one_of, quoted};
use crate::limits::Limits;
use crate::scope::{MultiValued, RegexMode};
use crate::value::datetime::DateTime;
use crate::value::domains;
use crate::value::hash::fnv64;
use crate::value::json::{self, record, words};
use crate::value::table::{Table, Texts};

/// Who is provisioned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ScopeMode {
    /// Assigned users and groups, and immediate members of assigned groups.
    #[default]
    Assigned,
    /// Everybody.
    All,
}

/// Which objects a cycle looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Cycle {
    /// Every object.
    #[default]
    Initial,
    /// Objects changed since the last cycle.
    Incremental,
}

/// The `schemas` of a created user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TargetSchemas {
    /// Core and enterprise extension, whatever is sent.
    #[default]
    CoreAndEnterprise,
    /// Core alone.
    Core,
}

words!(ScopeMode { Assigned "assigned", All "all" });
words!(Cycle { Initial "initial", Incremental "incremental" });
words!(TargetSchemas { CoreAndEnterprise "core+enterprise", Core "core" });

/// The settings of a job. Every key is optional.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    /// Who is provisioned; default `assigned`.
    pub scope: ScopeMode,
    /// Ids of the users and groups that are assigned. Default: those whose `appRoleAssignments` holds one.
    pub assigned: Option<Vec<String>>,
    /// Stored pairs: source id to target id.
    pub links: Table<String>,
    /// Source ids that were linked once and left the scope.
    pub released: Texts,
    /// Default `legacy`; `compliant` where the tenant URL carries `aadOptscim062020`.
    pub patch_format: PatchFormat,
    /// Booleans in legacy PATCH bodies; default `text`.
    pub legacy_booleans: LegacyBooleans,
    /// The `schemas` of a created user; default `core+enterprise`.
    pub target_schemas: TargetSchemas,
    /// Whether created users without a role carry `"roles": []`; default false.
    pub emit_empty_roles: bool,
    /// Whether members in a PATCH carry `"$ref": null`; default false.
    pub member_ref_null: bool,
    /// Whether this is a run on demand; default false.
    pub on_demand: bool,
    /// `SkipOutOfScopeDeletions`; default false.
    pub skip_out_of_scope_deletions: bool,
    /// More disables and deletions than this in one cycle are staged; default: no threshold.
    pub accidental_deletion_threshold: Option<u64>,
    /// Whether staged deletions have been allowed; default false.
    pub allow_deletes: bool,
    /// Domains whose e-mail addresses Gong imports; default: every domain.
    pub allowed_domains: Vec<String>,
    /// Which objects are looked at; default `initial`.
    pub cycle: Cycle,
    /// Ids of the objects an incremental cycle looks at; default: all.
    pub changed: Option<Vec<String>>,
    /// Ids the target will give to created accounts, by source id; default `new-` and the source id.
    pub new_ids: Table<String>,
    /// Whether scoping patterns match a part (`search`, the default) or the whole value (`full`).
    pub regex_mode: RegexMode,
    /// How scoping filters test multi-valued attributes: `refuse` (the default), `all` or `any`.
    pub multi_valued: MultiValued,
    /// The clock, RFC 3339; default: 1 January 2000, so that equal input gives equal output.
    pub now: Option<String>,
    /// The seed of random functions; default 0.
    pub seed: u64,
    /// The default domain of the tenant, for `DefaultDomain()`.
    pub default_domain: Option<String>,
    /// Values in use in the target, for `SelectUniqueValue`.
    pub taken: Vec<String>,
}

record!(Settings {
    scope "scope",
    assigned "assigned",
    links "links",
    released "released",
    patch_format "patchFormat",
    legacy_booleans "legacyBooleans",
    target_schemas "targetSchemas",
    emit_empty_roles "emitEmptyRoles",
    member_ref_null "memberRefNull",
    on_demand "onDemand",
    skip_out_of_scope_deletions "skipOutOfScopeDeletions",
    accidental_deletion_threshold "accidentalDeletionThreshold",
    allow_deletes "allowDeletes",
    allowed_domains "allowedDomains",
    cycle "cycle",
    changed "changed",
    new_ids "newIds",
    regex_mode "regexMode",
    multi_valued "multiValued",
    now "now",
    seed "seed",
    default_domain "defaultDomain",
    taken "taken",
});

impl Settings {
    /// Reads the JSON form. Its lists and pairs of ids may be as long as a tenant is large, within the limits of the
    /// whole document.
    ///
    /// # Errors
    /// `IN001` to `IN005` and limits for the JSON, `IN008` where it is not an object, `PV101` for each unknown name,
    /// `PV102` for a value that a setting cannot take.
    pub fn from_json(text: &str, limits: &Limits) -> Result<Self, Diagnostics> {
        let Limits { array_items, object_keys, .. } = Limits::OWN_TEXT;
        let document = json::parse(text, &Limits { array_items, object_keys, ..*limits })?;
        let Some(object) = document.as_object() else {
            let message = format_args!("settings must be a JSON object, not {}", document.kind_name());
            let finding = Diagnostic::new(&code::input::UNEXPECTED_SHAPE, message);
            return Err(finding.at(Place::pointer("")).into());
        };
        let unknown: Diagnostics = object
            .iter()
            .filter(|(name, value)| !Self::MEMBERS.contains(name) && !json::is_for_editors(name, value))
            .map(|(name, _)| {
                let message = format_args!("unknown setting {}", quoted(name));
                let pointer = Pointer::root().with_member(name);
                let finding = Diagnostic::new(&code::plan::UNKNOWN_SETTING, message)
                    .at(Place::pointer(pointer.as_str().to_owned()));
                finding.help(one_of(name, Self::MEMBERS, "the settings are"))
            })
            .collect();
        if !unknown.is_empty() {
            return Err(capped(unknown, limits.findings));
        }
        let (code, what) = (&code::plan::INVALID_SETTING, "the settings");
        let settings: Self = json::read_tree(document, code, what)?;
        domains::named(&settings.allowed_domains)
            .map_err(|empty| empty.within("allowedDomains").finding(code, what))?;
        settings.clock()?;
        Ok(settings)
    }

    /// Where the random functions of an object start: with this seed in its [`Context`](crate::expression::Context), an
    /// expression gives what it gives in a preview.
    pub fn seed_for(&self, id: &str) -> u64 {
        seed_of(self.seed, id)
    }

    /// The time of `now`; without one 1 January 2000.
    pub(super) fn clock(&self) -> Result<DateTime, Diagnostic> {
        clock(self.now.as_deref().unwrap_or("2000-01-01T00:00:00Z"))
    }
}

/// Where the random functions of an object start: made of the job's seed and the object's id.
pub(crate) fn seed_of(seed: u64, id: &str) -> u64 {
    fnv64(seed, id.bytes().map(u32::from))
}

/// The time of a text that is given as `now`.
pub(super) fn clock(text: &str) -> Result<DateTime, Diagnostic> {
    DateTime::from_rfc3339(text).map_err(|_| {
        let message = format_args!(
            "`now` must be a date and time such as `2026-03-01T09:00:00Z`, not {}",
            quoted(text)
        );
        Diagnostic::new(&code::plan::INVALID_SETTING, message).at(Place::pointer("/now"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Editors complete a file by the schema it names (ecosystem guide: a `$schema` key).
    #[test]
    fn the_schema_of_editors_is_passed_over() {
        let read = |text| Settings::from_json(text, &Limits::DEFAULT);
        assert_eq!(read(r#"{"$schema":"settings.json","seed":7}"#), read(r#"{"seed":7}"#));
        assert_eq!(read(r#"{"$schema":7}"#).unwrap_err()[0].code.code, "PV101");
    }

    #[test]
    fn every_setting_is_listed() {
        let written = serde_json::to_value(Settings::default()).unwrap();
        let names: Vec<&str> = written.as_object().unwrap().keys().map(String::as_str).collect();
        let mut listed = Settings::MEMBERS.to_vec();
        listed.sort_unstable();
        let mut names = names;
        names.sort_unstable();
        assert_eq!(names, listed);
    }

    #[test]
    fn a_misspelt_setting_is_refused_with_advice() {
        let findings = Settings::from_json(r#"{"scoop":"all","links":{}}"#, &Limits::DEFAULT).unwrap_err();
        assert_eq!(findings[0].code.code, "PV101");
        assert_eq!(findings[0].help.as_deref(), Some("did you mean `scope`?"));
        let findings = Settings::from_json(r#"{"foo":1}"#, &Limits::DEFAULT).unwrap_err();
        let help = findings[0].help.as_deref().unwrap();
        assert!(help.starts_with("the settings are ") && help.contains("newIds") && help.ends_with("taken"));
        for (text, place) in [
            (r#"{"scope":"some"}"#, "/scope"),
            (r#"{"now":"soon"}"#, "/now"),
            (r#"{"allowedDomains":["a.example"," @"]}"#, "/allowedDomains/1"),
        ] {
            let findings = Settings::from_json(text, &Limits::DEFAULT).unwrap_err();
            assert_eq!(findings[0].code.code, "PV102");
            assert_eq!(findings[0].at, Some(Place::pointer(place)));
        }
    }

    #[test]
    fn lists_and_pairs_are_as_long_as_a_tenant_is_large() {
        let many = Limits::DEFAULT.array_items.saturating_add(1);
        let pairs: Vec<_> = (0..many).map(|id| format!(r#""u{id}":"t{id}""#)).collect();
        let ids: Vec<_> = (0..many).map(|id| format!(r#""u{id}""#)).collect();
        let text = format!(r#"{{"links":{{{}}},"assigned":[{}]}}"#, pairs.join(","), ids.join(","));
        let settings = Settings::from_json(&text, &Limits::DEFAULT).unwrap();
        assert_eq!((settings.links.len(), settings.assigned.map(|ids| ids.len())), (many, Some(many)));
        // The document as a whole has its limits.
        let small = Limits { json_bytes: 100, ..Limits::DEFAULT };
        assert_eq!(Settings::from_json(&text, &small).unwrap_err()[0].code.code, "LM001");
    }

    #[test]
    fn defaults_are_those_documented() {
        let settings = Settings::from_json("{}", &Limits::DEFAULT).unwrap();
        assert_eq!(settings, Settings::default());
        assert_eq!(settings.scope, ScopeMode::Assigned);
        assert_eq!(settings.patch_format, PatchFormat::Legacy);
        assert_eq!(settings.regex_mode, RegexMode::Search);
    }
}
