//! Schemas: what attributes a resource type has. Read from data, never coded here (RFC 7643 §7).

use std::fmt::Display;
use std::sync::{Arc, LazyLock, OnceLock};

use crate::diagnostic::{Diagnostic, Place, Pointer, code};
use crate::limits::Limits;
use crate::value::json::{self, Json, words};
use crate::value::search;

/// The core schema of users, RFC 7643 §4.1.
pub const CORE_USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
/// The enterprise extension of users, RFC 7643 §4.3.
pub const ENTERPRISE_USER: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
/// The core schema of groups, RFC 7643 §4.2.
pub const CORE_GROUP: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";

/// The type of an attribute's values (RFC 7643 §2.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Text.
    String,
    /// `true` or `false`.
    Boolean,
    /// A number with or without a fraction.
    Decimal,
    /// A whole number.
    Integer,
    /// An xsd:dateTime.
    DateTime,
    /// Base64 text.
    Binary,
    /// A URI.
    Reference,
    /// An object of sub-attributes.
    Complex,
}

words!(Kind {
    String "string",
    Boolean "boolean",
    Decimal "decimal",
    Integer "integer",
    DateTime "dateTime",
    Binary "binary",
    Reference "reference",
    Complex "complex",
});

impl Kind {
    /// Whether equal values are equal texts.
    pub(crate) const fn is_text(self) -> bool {
        matches!(self, Self::String | Self::Binary | Self::Reference)
    }
}

/// When a client may set an attribute (RFC 7643 §7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mutability {
    /// Never; sent values are ignored.
    ReadOnly,
    /// Any time.
    ReadWrite,
    /// Once.
    Immutable,
    /// Any time, but never shown.
    WriteOnly,
}

words!(Mutability {
    ReadOnly "readOnly",
    ReadWrite "readWrite",
    Immutable "immutable",
    WriteOnly "writeOnly",
});

/// The form a string is expected to have; a member of ours beside those of RFC 7643.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// `local@domain`
    Email,
    /// A telephone number.
    Phone,
    /// A BCP 47 language tag; `_` is taken for `-`.
    LanguageTag,
    /// An IANA time zone name, `Area/City`.
    TimeZone,
    /// Two letters of ISO 3166-1.
    CountryCode,
}

words!(Form {
    Email "email",
    Phone "phone",
    LanguageTag "languageTag",
    TimeZone "timeZone",
    CountryCode "countryCode",
});

/// One attribute or sub-attribute; what is compiled from it shares its texts and sub-attributes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// Its name, in the schema's spelling.
    pub name: Arc<str>,
    /// The type of its values.
    pub kind: Kind,
    /// Whether it holds an array.
    pub multi_valued: bool,
    /// Whether a resource needs it.
    pub required: bool,
    /// Whether the case of its strings counts.
    pub case_exact: bool,
    /// When a client may set it.
    pub mutability: Mutability,
    /// Suggested values.
    pub canonical_values: Arc<[Box<str>]>,
    /// The form its strings are expected to have.
    pub form: Option<Form>,
    /// The sub-attributes of a complex attribute.
    pub sub_attributes: Arc<[Attribute]>,
}

impl Attribute {
    /// The sub-attribute of this name, in any case.
    pub fn sub(&self, name: &str) -> Option<&Self> {
        find(&self.sub_attributes, name)
    }
}

fn find<'a>(attributes: &'a [Attribute], name: &str) -> Option<&'a Attribute> {
    attributes.iter().find(|attribute| attribute.name.eq_ignore_ascii_case(name))
}

/// The attributes that one schema URN defines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schema {
    /// The URN; empty for the attributes common to every resource.
    pub id: Arc<str>,
    /// The attributes, in the schema's order.
    pub attributes: Vec<Attribute>,
}

impl Schema {
    /// The attribute of this name, in any case.
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        find(&self.attributes, name)
    }

    fn empty() -> Self {
        Self { id: "".into(), attributes: Vec::new() }
    }

    fn is(&self, urn: &str) -> bool {
        self.id.eq_ignore_ascii_case(urn)
    }
}

/// A resource type: its core schema, the common attributes, its extensions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourceType {
    /// `User` or `Group`; the last part of the core schema's URN.
    pub name: Box<str>,
    /// The schema whose attributes stand at the top of a resource.
    pub core: Schema,
    /// `schemas`, `id`, `externalId`, `meta`.
    pub common: Schema,
    /// The schemas whose attributes stand inside a member named by their URN.
    pub extensions: Vec<Schema>,
}

impl ResourceType {
    /// A type without any attribute: every name is unknown.
    pub fn empty() -> &'static Self {
        static EMPTY: LazyLock<ResourceType> = LazyLock::new(|| ResourceType {
            name: "resource".into(),
            core: Schema::empty(),
            common: Schema::empty(),
            extensions: Vec::new(),
        });
        &EMPTY
    }

    /// A core or common attribute, in any case.
    pub fn top(&self, name: &str) -> Option<&Attribute> {
        self.core.attribute(name).or_else(|| self.common.attribute(name))
    }

    /// Whether a member of a resource has this name, in any case: that of an attribute, or the URN of an extension.
    pub(crate) fn defines(&self, name: &str) -> bool {
        self.top(name).is_some() || self.extension(name).is_some()
    }

    /// The extension of this URN, in any case.
    pub fn extension(&self, urn: &str) -> Option<&Schema> {
        self.extensions.iter().find(|schema| schema.is(urn))
    }

    /// Whether `urn` is the core schema, in any case.
    pub fn is_core(&self, urn: &str) -> bool {
        self.core.is(urn)
    }

    /// The one extension attribute of this name, if exactly one extension has it: what tolerant readers take a plain
    /// extension attribute name for.
    pub fn unique_extension_attribute(&self, name: &str) -> Option<(&Schema, &Attribute)> {
        let mut found = self
            .extensions
            .iter()
            .filter_map(|schema| schema.attribute(name).map(|attribute| (schema, attribute)));
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }
}

/// The resource types an engine knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaSet {
    types: Vec<ResourceType>,
}

/// What the RFC defines, then what Gong adds.
const BUILT_IN: [&str; 4] = [
    json::profile!("scim/user.json"),
    json::profile!("scim/group.json"),
    json::profile!("scim/enterprise-user.json"),
    json::profile!("gong/extension.json"),
];

impl SchemaSet {
    /// User, Group and the enterprise extension of RFC 7643, and the Gong extension.
    pub fn gong() -> &'static Self {
        static SET: OnceLock<SchemaSet> = OnceLock::new();
        SET.get_or_init(|| {
            let read = |text| schema(&json::parse(text, &Limits::DEFAULT).ok()?, &Pointer::root()).ok();
            let common = read(json::profile!("scim/common.json"));
            let schemas = BUILT_IN.into_iter().filter_map(read).collect();
            Self::new(schemas, common.unwrap_or_else(Schema::empty))
        })
    }

    /// The built-in schemas with those of a `/Schemas` response (a ListResponse, an array, or one schema) added; a
    /// schema given there replaces a built-in one of the same URN.
    ///
    /// A schema whose URN says `extension` extends the resource type named by its last part; any other is a core schema.
    ///
    /// # Errors
    /// `IN008` where the document holds no schemas or a schema lacks `id` or a well-formed attribute list.
    pub fn with_custom(document: &Json<'_>) -> Result<Self, Diagnostic> {
        let (list, base) = match document.get("Resources") {
            Some(list) => (list, Pointer::root().with_member("Resources")),
            None => (document, Pointer::root()),
        };
        let built_in = Self::gong();
        let mut schemas: Vec<Schema> = Vec::new();
        for (index, item) in list.items().iter().enumerate() {
            let at = if list.as_array().is_some() { base.with_index(index) } else { base.clone() };
            schemas.push(schema(item, &at)?);
        }
        let known =
            built_in.types.iter().flat_map(|kind| std::iter::once(&kind.core).chain(&kind.extensions));
        let kept: Vec<Schema> =
            known.filter(|schema| !schemas.iter().any(|custom| custom.is(&schema.id))).cloned().collect();
        let common = built_in.types.first().map(|kind| kind.common.clone());
        let all = kept.into_iter().chain(schemas).collect();
        Ok(Self::new(all, common.unwrap_or_else(Schema::empty)))
    }

    fn new(schemas: Vec<Schema>, common: Schema) -> Self {
        let is_extension = |schema: &Schema| search::contains(&schema.id.to_ascii_lowercase(), ":extension:");
        let (extensions, cores): (Vec<_>, Vec<_>) = schemas.into_iter().partition(is_extension);
        let last_part = |urn: &str| urn.rsplit(':').next().unwrap_or(urn).to_owned();
        let types = cores
            .into_iter()
            .map(|core| {
                let name = last_part(&core.id);
                let own = |schema: &&Schema| last_part(&schema.id).eq_ignore_ascii_case(&name);
                let extensions = extensions.iter().filter(own).cloned().collect();
                ResourceType { name: name.into(), core, common: common.clone(), extensions }
            })
            .collect();
        Self { types }
    }

    /// The resource types.
    pub fn types(&self) -> &[ResourceType] {
        &self.types
    }

    /// The resource type of this name (`User`, `Group`), in any case.
    pub fn resource_type(&self, name: &str) -> Option<&ResourceType> {
        self.types.iter().find(|kind| kind.name.eq_ignore_ascii_case(name))
    }

    /// The resource type a resource says it is: by `schemas`, else by `meta.resourceType`, else the first type that has
    /// all its top-level names, else the first.
    pub fn type_of(&self, resource: &Json<'_>) -> &ResourceType {
        let types: Vec<&ResourceType> = self.types.iter().collect();
        self.types.get(place_of_type(resource, &types)).unwrap_or(ResourceType::empty())
    }
}

/// As [`SchemaSet::type_of`], among types that are kept otherwise: the place of the one.
pub(crate) fn place_of_type(resource: &Json<'_>, types: &[&ResourceType]) -> usize {
    let Some(object) = resource.as_object() else { return 0 };
    let declared = object.find("schemas").and_then(Json::as_array).unwrap_or_default();
    let mut urns = declared.iter().filter_map(Json::as_str);
    let by_schema = urns.find_map(|urn| types.iter().position(|kind| kind.is_core(urn)));
    let by_meta = || {
        let name = object.find("meta")?.get("resourceType")?.as_str()?;
        types.iter().position(|kind| kind.name.eq_ignore_ascii_case(name))
    };
    let by_names = || types.iter().position(|kind| object.iter().all(|(name, _)| kind.defines(name)));
    by_schema.or_else(by_meta).or_else(by_names).unwrap_or(0)
}

/// Why a document is no schema, and where in it.
fn refused(at: &Pointer, message: impl Display) -> Diagnostic {
    Diagnostic::new(&code::input::UNEXPECTED_SHAPE, format_args!("not a SCIM schema: {message}"))
        .at(Place::pointer(at.as_str()))
        .help("give the answer of a `/Schemas` request")
}

/// Reads the schema that stands at a place of a document.
fn schema(document: &Json<'_>, at: &Pointer) -> Result<Schema, Diagnostic> {
    let missing = |name: &str| refused(at, format_args!("`{name}` is missing"));
    let id = document.get("id").and_then(Json::as_str).ok_or_else(|| missing("id"))?;
    let list = document.get("attributes").and_then(Json::as_array);
    let list = list.ok_or_else(|| missing("attributes"))?;
    Ok(Schema { id: id.into(), attributes: attributes(list, &at.with_member("attributes"), attribute)? })
}

/// Reads each item of a list.
fn attributes(
    list: &[Json<'_>],
    at: &Pointer,
    read: fn(&Json<'_>, &Pointer) -> Result<Attribute, Diagnostic>,
) -> Result<Vec<Attribute>, Diagnostic> {
    list.iter().enumerate().map(|(index, item)| read(item, &at.with_index(index))).collect()
}

/// Reads an attribute with its sub-attributes, which hold none of their own (RFC 7643 §2.3.8).
fn attribute(item: &Json<'_>, at: &Pointer) -> Result<Attribute, Diagnostic> {
    let itself = sub_attribute(item, at)?;
    let list = item.get("subAttributes").and_then(Json::as_array).unwrap_or_default();
    let subs = attributes(list, &at.with_member("subAttributes"), sub_attribute)?;
    Ok(Attribute { sub_attributes: subs.into(), ..itself })
}

fn sub_attribute(item: &Json<'_>, at: &Pointer) -> Result<Attribute, Diagnostic> {
    let text = |name: &str| item.get(name).and_then(Json::as_str);
    let truth = |name: &str| item.get(name).and_then(Json::as_bool);
    let name = text("name").ok_or_else(|| refused(at, "an attribute has no `name`"))?;
    let word = text("type").unwrap_or("string");
    let kind = Kind::ALL.into_iter().find(|kind| kind.as_str().eq_ignore_ascii_case(word));
    let kind = kind.ok_or_else(|| {
        refused(&at.with_member("type"), format_args!("`{name}` has the unknown type `{word}`"))
    })?;
    let mutability = Mutability::ALL.into_iter().find(|known| text("mutability") == Some(known.as_str()));
    let canonical = item.get("canonicalValues").and_then(Json::as_array).unwrap_or_default();
    Ok(Attribute {
        name: name.into(),
        kind,
        multi_valued: truth("multiValued").unwrap_or(false),
        required: truth("required").unwrap_or(false),
        case_exact: truth("caseExact").unwrap_or(matches!(kind, Kind::Reference | Kind::Binary)),
        mutability: mutability.unwrap_or(Mutability::ReadWrite),
        canonical_values: canonical.iter().filter_map(Json::as_str).map(Into::into).collect(),
        form: Form::ALL.into_iter().find(|known| text("format") == Some(known.as_str())),
        sub_attributes: Arc::default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_schemas_are_complete() {
        let set = SchemaSet::gong();
        assert_eq!(set.types().iter().map(|kind| &*kind.name).collect::<Vec<_>>(), ["User", "Group"]);
        let user = set.resource_type("user").unwrap();
        assert_eq!(user.core.attributes.len(), 21);
        assert_eq!(user.extensions.len(), 2);
        assert_eq!(user.top("EXTERNALID").unwrap().name.as_ref(), "externalId");
        assert!(user.top("emails").unwrap().sub("VALUE").unwrap().form == Some(Form::Email));
        assert_eq!(user.unique_extension_attribute("manager").unwrap().1.kind, Kind::Complex);
        assert!(set.resource_type("Group").unwrap().top("displayName").unwrap().required);
        assert!(user.top("photos").unwrap().sub("value").unwrap().case_exact);
        assert!(!user.common.attribute("schemas").unwrap().case_exact);
    }

    #[test]
    fn a_resource_tells_its_type() {
        let of = |text: &str| {
            let tree = json::parse(text, &Limits::DEFAULT).unwrap();
            SchemaSet::gong().type_of(&tree).name.clone()
        };
        assert_eq!(&*of(r#"{"schemas":["URN:ietf:params:scim:schemas:core:2.0:group"]}"#), "Group");
        assert_eq!(&*of(r#"{"meta":{"resourceType":"Group"}}"#), "Group");
        assert_eq!(&*of(r#"{"displayName":"x","members":[]}"#), "Group");
        assert_eq!(&*of(r#"{"displayName":"x"}"#), "User");
    }

    #[test]
    fn custom_schemas_join_the_built_in_ones() {
        let text = r#"{"Resources":[{"id":"urn:x:extension:acme:2.0:User","attributes":[{"name":"badge","type":"integer"}]}]}"#;
        let set = SchemaSet::with_custom(&json::parse(text, &Limits::DEFAULT).unwrap()).unwrap();
        let user = set.resource_type("User").unwrap();
        assert_eq!(
            user.extension("urn:x:extension:ACME:2.0:user").unwrap().attributes[0].kind,
            Kind::Integer
        );
        assert_eq!(user.extensions.len(), 3);
        let wrong = r#"{"id":"urn:x","attributes":[{"name":"a","type":"text"}]}"#;
        for (text, place) in [
            (format!("[{wrong}]"), "/0"),
            (format!(r#"{{"Resources":[{wrong}]}}"#), "/Resources/0"),
            (format!(r#"{{"Resources":{wrong}}}"#), "/Resources"),
            (wrong.to_owned(), ""),
        ] {
            let finding = SchemaSet::with_custom(&json::parse(&text, &Limits::DEFAULT).unwrap()).unwrap_err();
            let pointer = format!("{place}/attributes/0/type");
            assert_eq!(finding.at.as_ref().unwrap().pointer, Some(pointer), "{text}");
        }
    }
}
