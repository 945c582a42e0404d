//! Rules that the check of a document and the engine made of it share, by what the two profiles say: each gives the
//! finding, and whoever calls it the place.

use super::model::{
    AttributeDefinition, Mutability, ObjectDefinition, ObjectMapping, SynchronizationRule,
    SynchronizationSchema,
};
use crate::diagnostic::{Diagnostic, Place, code, quoted};
use crate::mapping::{TargetPath, without_core};
use crate::profile::{ObjectKind, TargetAttribute, TargetProfile};
use crate::scim::schema::{Kind, SchemaSet};

/// The finding about a matching attribute by which Gong cannot look for accounts.
pub(crate) fn unfilterable(kind: ObjectKind, target: &str) -> Option<Diagnostic> {
    let table = TargetProfile::gong().attributes(kind.resource_type());
    let filterable = || table.iter().filter(|row| row.filterable);
    if filterable().any(|row| row.name.eq_ignore_ascii_case(without_core(target))) {
        return None;
    }
    let message = format_args!("Gong cannot filter on the matching attribute {}", quoted(target));
    let names: Vec<_> = filterable().map(|row| quoted(&row.name).to_string()).collect();
    let names = names.join(" or ");
    let help =
        format!("match each {} on {names} alone: take away the matching precedence here", kind.as_str());
    Some(Diagnostic::new(&code::attribute_mapping::MATCHING_NOT_FILTERABLE, message).help(help))
}

/// The finding about a target that names an attribute of an extension without the extension's URN.
pub(crate) fn unqualified(kind: ObjectKind, path: &TargetPath) -> Option<Diagnostic> {
    let known = SchemaSet::gong().resource_type(kind.resource_type())?;
    if path.schema.is_some() || known.top(&path.attribute).is_some() {
        return None;
    }
    let (extension, _) = known.unique_extension_attribute(&path.attribute)?;
    let message = format_args!("{} lacks the URN of its extension", quoted(&path.text));
    let help = format!(
        "write {} and a colon before it: accounts have it there, and this name is sent in every cycle",
        quoted(&extension.id)
    );
    Some(Diagnostic::new(&code::path::TOLERATED_UNQUALIFIED, message).help(help))
}

/// Whether SCIM's schema has a Boolean at a path, whatever type the target declares.
pub(crate) fn is_boolean(kind: ObjectKind, path: &TargetPath) -> bool {
    let known = SchemaSet::gong().resource_type(kind.resource_type());
    let attribute = known.filter(|_| path.extension().is_none()).and_then(|it| it.top(&path.attribute));
    let part = attribute.and_then(|attribute| match &path.sub {
        Some(sub) => attribute.sub(sub),
        None => Some(attribute),
    });
    part.is_some_and(|part| part.kind == Kind::Boolean)
}

/// Whether mappings cannot read a source attribute: the service does not offer it, or the directory defines it so
/// (`is_unmappable`). Of sources other than Entra's users and groups only the definition tells.
pub(crate) fn is_unavailable(kind: Option<ObjectKind>, name: &str, is_unmappable: bool) -> bool {
    is_unmappable || kind.is_some_and(|kind| !kind.source_profile().is_mappable(name))
}

/// What creating an object takes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Requirements<'s> {
    /// The target's definition of the object.
    pub(crate) defined: Option<&'s ObjectDefinition>,
    /// Gong's table, where Gong is the target: it refuses accounts without some attributes, whatever the definition says.
    pub(crate) gong: &'static [TargetAttribute],
}

impl<'s> Requirements<'s> {
    fn definitions(self) -> &'s [AttributeDefinition] {
        self.defined.map_or(&[], |object| &object.attributes)
    }

    pub(crate) fn definition(self, name: &str) -> Option<&'s AttributeDefinition> {
        let defined = self.defined?;
        defined.attribute(name).or_else(|| defined.attribute_ignoring_case(name))
    }

    /// Who requires an attribute.
    pub(crate) fn who(self, name: &str) -> Option<&'static str> {
        let is = |row: &TargetAttribute| row.required && row.name.eq_ignore_ascii_case(without_core(name));
        if self.definition(name).is_some_and(|attribute| attribute.required) {
            return Some("the target");
        }
        self.gong.iter().any(is).then_some("Gong")
    }

    /// What a creation sends of a required attribute for which nothing else gives a value.
    pub(crate) fn default(self, name: &str) -> Option<&'s str> {
        self.who(name)?;
        self.definition(name)?.default_value.as_deref()
    }

    /// The attributes that the client has to give a value, and who requires it. An anchor and what is read-only are assigned
    /// by the target.
    pub(crate) fn of_client(self) -> impl Iterator<Item = (&'s str, &'static str)> {
        let is_given = |it: &&AttributeDefinition| !it.anchor && it.mutability != Mutability::ReadOnly;
        let is_undefined = move |name: &&str| {
            let is = |it: &AttributeDefinition| without_core(&it.name).eq_ignore_ascii_case(name);
            !self.definitions().iter().any(is)
        };
        let defined = self.definitions().iter().filter(is_given).map(|attribute| attribute.name.as_str());
        let of_gong = self.gong.iter().map(|row| &*row.name).filter(is_undefined);
        defined.chain(of_gong).filter_map(move |name| Some((name, self.who(name)?)))
    }
}

/// Whether the document tells the attributes of a target object.
pub(crate) fn is_described(object: &ObjectDefinition) -> bool {
    !object.attributes.is_empty()
}

/// What stands in for the attributes of a target object that the document does not tell.
#[derive(Debug, Clone, Copy)]
pub(crate) enum StandIn {
    /// Those that Gong documents.
    Gong,
    /// Optional texts.
    Texts,
    /// Nothing: no preview is made of the mapping.
    Nothing,
}

/// The finding about an object mapping of whose target object the document does not tell the attributes, at its place.
/// Where they could not be read, that is told by itself.
pub(crate) fn undescribed(
    schema: &SynchronizationSchema,
    rule: &SynchronizationRule,
    mapping: &ObjectMapping,
    instead: StandIn,
) -> Option<Diagnostic> {
    let object = schema.target_object(rule, mapping);
    if object.is_some_and(is_described) || schema.is_target_cut(rule, object) {
        return None;
    }
    let instead = match instead {
        StandIn::Gong => "those that Gong documents are used",
        StandIn::Texts => "they count as optional texts",
        StandIn::Nothing => "mappings to them are not checked",
    };
    let message = match &mapping.target_object {
        Some(name) => format!(
            "the document does not define the attributes of the target object {}; {instead}",
            quoted(name)
        ),
        None => {
            format!("the object mapping names no target object, so its attributes are not defined; {instead}")
        }
    };
    let place = Place::pointer(mapping.pointer.with_member("targetObjectName"));
    Some(Diagnostic::new(&code::attribute_mapping::TARGET_UNDECLARED, message).at(place))
}
