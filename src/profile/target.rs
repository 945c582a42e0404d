//! What a target requires and supports: its attribute tables.

use std::sync::OnceLock;

use crate::limits::Limits;
use crate::scim::path::{self, Path};
use crate::scim::{Mode, filter::Operand, filter::Tree};
use crate::value::json::{self, Json};

/// One row of a target's attribute table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetAttribute {
    /// The attribute as the table and the mappings spell it, such as `emails[type eq "work"].value`.
    pub name: Box<str>,
    /// The same, parsed.
    pub path: Path,
    /// The type word of the table: `String`, `Boolean`, `Reference`.
    pub kind: Box<str>,
    /// Whether the target can be queried by it, so that it can be a matching attribute.
    pub filterable: bool,
    /// Whether the target refuses an object without it.
    pub required: bool,
}

impl TargetAttribute {
    /// The condition of `attribute[sub eq "value"]`: sub-attribute and value.
    pub fn element(&self) -> Option<(&str, &str)> {
        match self.path.filter.as_ref()? {
            Tree::Compare(comparison) => match &comparison.operand {
                Operand::String(value) => Some((&comparison.attribute.name, value)),
                _ => None,
            },
            _ => None,
        }
    }
}

/// A target's attribute tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetProfile {
    /// The name callers select it by.
    pub name: &'static str,
    tables: Vec<(Box<str>, Vec<TargetAttribute>)>,
}

impl TargetProfile {
    /// Gong, from the attribute tables of its provisioning tutorial.
    pub fn gong() -> &'static Self {
        static PROFILE: OnceLock<TargetProfile> = OnceLock::new();
        PROFILE.get_or_init(|| Self {
            name: "gong",
            tables: [json::profile!("gong/user.json"), json::profile!("gong/group.json")]
                .into_iter()
                .filter_map(table)
                .collect(),
        })
    }

    /// The table of a resource type (`User`, `Group`), in any case; empty for others.
    pub fn attributes(&self, resource_type: &str) -> &[TargetAttribute] {
        let table = self.tables.iter().find(|(name, _)| name.eq_ignore_ascii_case(resource_type));
        table.map_or(&[], |(_, attributes)| attributes)
    }

    /// The row of an attribute, in any case.
    pub fn attribute(&self, resource_type: &str, name: &str) -> Option<&TargetAttribute> {
        self.attributes(resource_type).iter().find(|attribute| attribute.name.eq_ignore_ascii_case(name))
    }
}

fn table(text: &str) -> Option<(Box<str>, Vec<TargetAttribute>)> {
    let document = json::parse(text, &Limits::DEFAULT).ok()?;
    let rows = document.get("attributes")?.as_array()?;
    let row = |row: &Json<'_>| {
        let truth = |name: &str| row.get(name).and_then(Json::as_bool).unwrap_or(false);
        let name = row.get("name")?.as_str()?;
        Some(TargetAttribute {
            name: name.into(),
            path: path::parse(name, Mode::Strict, &Limits::DEFAULT).ok()?,
            kind: row.get("type")?.as_str()?.into(),
            filterable: truth("supportedForFiltering"),
            required: truth("required"),
        })
    };
    Some((document.get("resourceType")?.as_str()?.into(), rows.iter().filter_map(row).collect()))
}

#[cfg(test)]
mod tests {
    use super::TargetProfile;

    #[test]
    fn gong_has_thirteen_user_and_two_group_attributes() {
        let gong = TargetProfile::gong();
        assert_eq!((gong.attributes("user").len(), gong.attributes("Group").len()), (13, 2));
        let named = |test: fn(&super::TargetAttribute) -> bool| -> Vec<&str> {
            gong.attributes("User").iter().filter(|row| test(row)).map(|row| &*row.name).collect()
        };
        assert_eq!(named(|row| row.filterable), ["userName"]);
        assert_eq!(
            named(|row| row.required),
            ["userName", "emails[type eq \"work\"].value", "name.givenName", "name.familyName"]
        );
        let email = gong.attribute("User", "EMAILS[type eq \"work\"].value").unwrap();
        assert_eq!(email.element(), Some(("type", "work")));
    }
}
