//! PATCH bodies: the operations that write a change, in the format of the job.
//!
//! Two formats: *legacy*, the documented default, and *compliant*, switched on by `aadOptscim062020` in the
//! tenant URL (Entra, *Known issues and resolutions with SCIM 2.0 protocol compliance*).

use super::diff::Difference;
use super::settings::Settings;
use crate::mapping::Flowing;
use crate::scim::filter::equals;
use crate::scim::{PatchFormat, Verb};
use crate::value::json::{Json, Object, words};

/// How the legacy format writes Booleans: two pages of the vendor disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum LegacyBooleans {
    /// `"False"`
    #[default]
    Text,
    /// `false`
    Boolean,
}

words!(LegacyBooleans { Text "text", Boolean "boolean" });

/// Writes changes as operations.
#[derive(Debug, Clone, Copy)]
pub(super) struct Writer {
    /// The format.
    pub format: PatchFormat,
    /// Booleans of the legacy format.
    pub legacy_booleans: LegacyBooleans,
    /// Whether a member carries `"$ref": null`, as one page of samples shows.
    pub member_ref_null: bool,
}

impl Writer {
    /// As the job's settings have it. Runs on demand do not honour the compliant flag.
    pub(super) const fn of(settings: &Settings) -> Self {
        Self {
            format: if settings.on_demand { PatchFormat::Legacy } else { settings.patch_format },
            legacy_booleans: settings.legacy_booleans,
            member_ref_null: settings.member_ref_null,
        }
    }

    fn value(self, value: &Flowing<'_>) -> Json<'static> {
        match value {
            Flowing::Boolean(value)
                if self.format == PatchFormat::Legacy && self.legacy_booleans == LegacyBooleans::Text =>
            {
                Json::from(if *value { "True" } else { "False" })
            }
            value => value.to_json(),
        }
    }

    fn operation(self, verb: Verb, path: Option<&str>, value: Option<Json<'static>>) -> Json<'static> {
        let mut operation = Object::new();
        operation.insert("op", self.format.verb(verb));
        if let Some(path) = path {
            operation.insert("path", path.to_owned());
        }
        if let Some(value) = value {
            operation.insert("value", value);
        }
        operation.into()
    }

    /// The operations that write differences, which stand in mapping order.
    ///
    /// Compliant: filter paths keep an operation each and come first; the others are grouped by what they do, a
    /// group of one keeps its path, a larger one becomes an operation without path whose value has flat path keys.
    pub(super) fn changes(self, changes: &[Difference<'_>]) -> Vec<Json<'static>> {
        let single = |change: &Difference<'_>| {
            self.operation(change.op, Some(&change.mapping.path.text), Some(self.value(&change.value)))
        };
        if self.format == PatchFormat::Legacy {
            return changes.iter().map(single).collect();
        }
        let (filtered, plain): (Vec<_>, Vec<_>) =
            changes.iter().partition(|change| change.mapping.path.is_filtered());
        let mut operations: Vec<_> = filtered.into_iter().map(single).collect();
        let first = plain.first().map_or(Verb::Replace, |change| change.op);
        let other = if first == Verb::Add { Verb::Replace } else { Verb::Add };
        for op in [first, other] {
            let group: Vec<_> = plain.iter().filter(|change| change.op == op).collect();
            match group.as_slice() {
                [] => {}
                [change] => operations.push(single(change)),
                several => {
                    let members: Object<'static> = several
                        .iter()
                        .map(|change| (change.mapping.path.text.clone(), self.value(&change.value)))
                        .collect();
                    operations.push(self.operation(op, None, Some(members.into())));
                }
            }
        }
        operations
    }

    /// The operation that writes a reference: a bare id, although the attribute is complex (public reports).
    pub(super) fn reference(self, op: Verb, path: &str, id: &str) -> Json<'static> {
        self.operation(op, Some(path), Some(Json::from(id.to_owned())))
    }

    /// The members of these ids, as a list of objects; none for no ids.
    pub(super) fn member_values(self, ids: &[String]) -> Option<Json<'static>> {
        let entry = |id: &String| {
            let mut entry = Object::new();
            if self.member_ref_null {
                entry.insert("$ref", Json::Null);
            }
            entry.insert("value", id.clone());
            Json::from(entry)
        };
        (!ids.is_empty()).then(|| Json::from(ids.iter().map(entry).collect::<Vec<_>>()))
    }

    /// The operations that change the members of a group.
    pub(super) fn members(self, path: &str, added: &[String], removed: &[String]) -> Vec<Json<'static>> {
        let mut operations = Vec::new();
        if let Some(values) = self.member_values(added) {
            operations.push(self.operation(Verb::Add, Some(path), Some(values)));
        }
        match self.format {
            PatchFormat::Legacy => {
                let values = self.member_values(removed);
                operations
                    .extend(values.map(|values| self.operation(Verb::Remove, Some(path), Some(values))));
            }
            PatchFormat::Compliant => {
                operations.extend(removed.iter().map(|id| {
                    let filtered = format!("{path}[{}]", equals("value", id));
                    self.operation(Verb::Remove, Some(&filtered), None)
                }));
            }
        }
        operations
    }
}
