//! What Entra ID's source objects offer: the attributes of users and groups by the provisioning service's names, the
//! Microsoft Graph property each one is read from, and what may not be done with them.
//!
//! The table is `profiles/entra/attributes.json`.

use std::sync::LazyLock;

use crate::limits::Limits;
use crate::value::json::{FromJson, parse, profile, record, words};
use crate::value::names::NameIndex;

/// Type of an attribute, in the words of Graph's attributeDefinition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AttributeType {
    /// Text.
    #[default]
    String,
    /// A whole number.
    Integer,
    /// Another object.
    Reference,
    /// Bytes.
    Binary,
    /// True or false.
    Boolean,
    /// A date with time.
    DateTime,
}

words!(AttributeType {
    String "String",
    Integer "Integer",
    Reference "Reference",
    Binary "Binary",
    Boolean "Boolean",
    DateTime "DateTime",
});

/// An attribute of Entra's users or groups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceAttribute {
    /// The provisioning service's name, as mappings spell it.
    pub name: String,
    /// Its type.
    pub attribute_type: AttributeType,
    /// Whether it holds several values.
    pub multivalued: bool,
    /// Objects a reference may lead to.
    pub references: Vec<String>,
    /// Where Microsoft Graph user and group JSON has it, if not under the same name: a property, a property of a
    /// property (`manager.id`), or the first of several values (`businessPhones[0]`).
    graph: Option<String>,
    /// Whether the service computes it; no stored property.
    pub computed: bool,
    /// Whether mappings can use it as a source.
    pub mappable: bool,
    /// Whether scoping filters can use it; of several values see `multivalued`.
    pub scopable: bool,
}

impl Default for SourceAttribute {
    fn default() -> Self {
        Self {
            name: String::new(),
            attribute_type: AttributeType::default(),
            multivalued: false,
            references: Vec::new(),
            graph: None,
            computed: false,
            mappable: true,
            scopable: true,
        }
    }
}

record!(SourceAttribute {
    name "name",
    attribute_type "type",
    multivalued "multivalued",
    references "references",
    graph "graph",
    computed "computed",
    mappable "mappable",
    scopable "scopable",
} needs "name");

impl SourceAttribute {
    /// Where Microsoft Graph JSON has it: a property, `property.property` or `property[0]`.
    pub fn graph_path(&self) -> &str {
        self.graph.as_deref().unwrap_or(&self.name)
    }
}

/// The attributes of one kind of source object.
#[derive(Debug)]
pub struct SourceProfile {
    attributes: Vec<SourceAttribute>,
    names: NameIndex,
}

impl SourceProfile {
    fn new(attributes: Vec<SourceAttribute>) -> Self {
        let names = NameIndex::of(&mut attributes.iter().map(|attribute| attribute.name.as_str()));
        Self { attributes, names }
    }

    /// The attribute of exactly this name.
    pub fn attribute(&self, name: &str) -> Option<&SourceAttribute> {
        self.names.exact(name).and_then(|place| self.attributes.get(place))
    }

    /// The attribute of this name without regard to ASCII case.
    pub fn attribute_ignoring_case(&self, name: &str) -> Option<&SourceAttribute> {
        self.names.any_case(name).and_then(|place| self.attributes.get(place))
    }

    /// Whether scoping filters can test the attribute of this name: not role assignments, `userType`, `manager`, `members`
    /// and dates (Entra, *Known issues*). Several values are another matter: a setting can have them tested one by one.
    pub fn is_scopable(&self, name: &str) -> bool {
        let is_date = |word: &&str| {
            let end = name.len().checked_sub(word.len()).and_then(|from| name.get(from..));
            end.is_some_and(|end| end.eq_ignore_ascii_case(word))
        };
        match self.attribute_ignoring_case(name) {
            Some(known) => known.scopable,
            None => !["DateTime", "birthday", "hireDate"].iter().any(is_date),
        }
    }

    /// Whether mappings can use an attribute as a source, called as the service or as Graph calls it.
    pub fn is_mappable(&self, name: &str) -> bool {
        let is = |other: &str| other.eq_ignore_ascii_case(name);
        !self.attributes.iter().any(|known| !known.mappable && (is(&known.name) || is(known.graph_path())))
    }

    /// The attributes, in the order of the table.
    pub fn attributes(&self) -> &[SourceAttribute] {
        &self.attributes
    }
}

/// The attributes of Entra users.
pub fn user() -> &'static SourceProfile {
    &TABLE.user
}

/// The attributes of Entra groups.
pub fn group() -> &'static SourceProfile {
    &TABLE.group
}

struct Table {
    user: SourceProfile,
    group: SourceProfile,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    // The file is part of the build and a test reads it, so the default is never used.
    let file = parse(profile!("entra/attributes.json"), &Limits::DEFAULT).unwrap_or_default();
    let table = |kind: &str| {
        let attributes = file.get(kind).map(Vec::from_json);
        SourceProfile::new(attributes.and_then(Result::ok).unwrap_or_default())
    };
    Table { user: table("user"), group: table("group") }
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read() {
        assert!(user().attributes().len() > 40 && group().attributes().len() >= 9);
        assert_eq!(user().attribute("telephoneNumber").unwrap().graph_path(), "businessPhones[0]");
        assert_eq!(user().attribute("mail").unwrap().graph_path(), "mail");
        assert_eq!(user().attribute("Mail"), None);
        assert_eq!(user().attribute_ignoring_case("MAIL").unwrap().name, "mail");
        assert!(user().attribute("IsSoftDeleted").unwrap().computed);
        assert_eq!(group().attribute("members").unwrap().references, ["Group", "User"]);
    }

    #[test]
    fn restrictions_are_those_documented() {
        let names = |keep: fn(&SourceAttribute) -> bool| -> Vec<&str> {
            user().attributes().iter().filter(|a| keep(a)).map(|a| a.name.as_str()).collect()
        };
        assert_eq!(names(|attribute| !attribute.mappable), ["userType", "SamAccountName"]);
        assert_eq!(
            names(|attribute| !attribute.scopable),
            [
                // Computed from the outcome of scoping itself.
                "IsSoftDeleted",
                "appRoleAssignments",
                "employeeHireDate",
                "manager",
                "userType"
            ]
        );
        // Told by the number of their values, which a setting can have tested one by one.
        assert_eq!(names(|attribute| attribute.multivalued), ["otherMails", "proxyAddresses"]);
        for (name, fits) in [
            ("MANAGER", false),
            ("mail", true),
            ("costCenter", true),
            ("Birthday", false),
            ("xDateTime", false),
        ] {
            assert_eq!(user().is_scopable(name), fits, "{name}");
        }
        for name in ["userType", "samaccountname", "onPremisesSamAccountName"] {
            assert!(!user().is_mappable(name), "{name}");
        }
        assert!(user().is_mappable("mail") && user().is_mappable("unheardOf"));
    }
}
