//! From names to attributes of a resource type (RFC 7644 §3.10).

use super::path::Path;
use super::schema::{Attribute, Kind, ResourceType, Schema};
use super::{AttributeName, Mode};
use crate::diagnostic::{Code, code, nearest};

/// Where the value of a resolved name stands in a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Home<'s> {
    /// At the top level, defined by this schema (its `id` is empty for common attributes).
    Top(&'s Schema),
    /// In the member named by the URI of this extension.
    Extension(&'s Schema),
}

impl<'s> Home<'s> {
    /// The schema that defines the attribute.
    pub const fn schema(self) -> &'s Schema {
        match self {
            Self::Top(schema) | Self::Extension(schema) => schema,
        }
    }
}

/// What a name denotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resolved<'s> {
    /// Where it stands.
    pub home: Home<'s>,
    /// The attribute; `None` for an extension, or the resource itself, as a whole.
    pub attribute: Option<&'s Attribute>,
    /// The sub-attribute named after it.
    pub sub_attribute: Option<&'s Attribute>,
    /// The code of the tolerated deviation that was needed.
    pub deviation: Option<&'static Code>,
}

impl Resolved<'_> {
    /// The code and message of the tolerated deviation, where the name, `written`, needed one.
    pub(super) fn tolerated(&self, written: &AttributeName) -> Option<(&'static Code, String)> {
        let (code, attribute) = (self.deviation?, self.attribute?);
        let whole = full(&self.home.schema().id, attribute, self.sub_attribute);
        // As long as what it is taken as, in which it differs: neither is cut.
        Some((code, format!("`{written}` is taken as `{whole}`")))
    }

    /// The type of the values denoted.
    pub fn kind(&self) -> Kind {
        self.sub_attribute.or(self.attribute).map_or(Kind::Complex, |attribute| attribute.kind)
    }

    /// Whether the attribute holds several values.
    pub fn multi_valued(&self) -> bool {
        self.attribute.is_some_and(|attribute| attribute.multi_valued)
    }
}

/// Resolves a name in the schemas of a resource type; `None` where none of them defines it.
pub fn resolve<'s>(kind: &'s ResourceType, name: &AttributeName, mode: Mode) -> Option<Resolved<'s>> {
    let found = |home, attribute: &'s Attribute, sub: Option<&str>, deviation| {
        let sub_attribute = match sub {
            Some(sub) => Some(attribute.sub(sub)?),
            None => None,
        };
        Some(Resolved { home, attribute: Some(attribute), sub_attribute, deviation })
    };
    let sub = name.sub.as_deref();
    let top = || {
        let mut schemas = [&kind.core, &kind.common].into_iter();
        schemas.find_map(|schema| Some((Home::Top(schema), schema.attribute(&name.name)?)))
    };
    let Some(urn) = &name.urn else {
        if let Some((home, attribute)) = top() {
            return found(home, attribute, sub, None);
        }
        if mode == Mode::Strict {
            return None;
        }
        let (schema, attribute) = kind.unique_extension_attribute(&name.name)?;
        return found(Home::Extension(schema), attribute, sub, Some(&code::path::TOLERATED_UNQUALIFIED));
    };
    if kind.is_core(urn) {
        let (home, attribute) = top()?;
        return found(home, attribute, sub, None);
    }
    if let Some(schema) = kind.extension(urn) {
        return found(Home::Extension(schema), schema.attribute(&name.name)?, sub, None);
    }
    // The whole text may be a schema URI, whose last part was read as a name.
    let is = |schema: &Schema| {
        let id = &*schema.id;
        id.len() == urn.len().saturating_add(name.name.len()).saturating_add(1)
            && id.rsplit_once(':').is_some_and(|(start, end)| {
                start.eq_ignore_ascii_case(urn) && end.eq_ignore_ascii_case(&name.name)
            })
    };
    let home = if is(&kind.core) {
        Home::Top(&kind.core)
    } else {
        Home::Extension(kind.extensions.iter().find(|schema| is(schema))?)
    };
    match sub {
        None => Some(Resolved { home, attribute: None, sub_attribute: None, deviation: None }),
        // Entra before December 2018: a dot where the colon belongs.
        Some(attribute) if mode == Mode::Tolerant && matches!(home, Home::Extension(_)) => {
            found(home, home.schema().attribute(attribute)?, None, Some(&code::path::TOLERATED_DOT))
        }
        Some(_) => None,
    }
}

/// An attribute behind a schema URI, unless that is empty.
fn full(urn: &str, attribute: &Attribute, sub: Option<&Attribute>) -> String {
    let colon = if urn.is_empty() { "" } else { ":" };
    let (dot, sub) = sub.map_or(("", ""), |sub| (".", &sub.name));
    [urn, colon, &attribute.name, dot, sub].concat()
}

/// What was meant by a name that is not defined, as this mode reads it: what tolerant mode would take it for, the nearest
/// sub-attribute where `sub` alone is unknown, else the nearest attribute or schema.
pub(super) fn meant(
    kind: &ResourceType,
    name: &AttributeName,
    sub: Option<&str>,
    mode: Mode,
) -> Option<String> {
    let strict = mode == Mode::Strict;
    if let Some(found) =
        resolve(kind, name, Mode::Tolerant).filter(|found| strict && found.deviation.is_some())
        && let Some(attribute) = found.attribute
    {
        return Some(full(&found.home.schema().id, attribute, found.sub_attribute));
    }
    let whole = AttributeName { sub: None, ..name.clone() };
    if let (Some(found), Some(sub)) = (resolve(kind, &whole, Mode::Tolerant), sub)
        && let Some(attribute) = found.attribute
    {
        let near = attribute.near(sub)?;
        return Some(match found.home {
            _ if name.sub.is_none() => near.name.to_string(),
            Home::Extension(schema) if strict || name.urn.is_some() => {
                full(&schema.id, attribute, Some(near))
            }
            _ => full("", attribute, Some(near)),
        });
    }
    let schemas = || [&kind.core, &kind.common].into_iter().chain(&kind.extensions);
    let near_uri = |text: &str| nearest(text, schemas().map(|schema| &*schema.id));
    let uri = match &name.urn {
        None => None,
        Some(urn) => match near_uri(urn) {
            // The whole text may be meant for a schema URI; one that is a URI names no attribute.
            None => {
                let whole = name.to_string();
                let near = near_uri(&whole).filter(|near| !near.eq_ignore_ascii_case(&whole));
                return near.map(str::to_owned);
            }
            near => near,
        },
    };
    let of_uri = |schema: &&Schema| {
        uri.is_none_or(|uri| *schema.id == *uri || schema.id.is_empty() && kind.is_core(uri))
    };
    // An attribute of the schema that is named, else one of another.
    let (schema, attribute) = nearest_attribute(name, &mut schemas().filter(of_uri))
        .or_else(|| nearest_attribute(name, &mut schemas()))?;
    let urn = kind.extension(&schema.id).map_or("", |extension| &*extension.id);
    let sub = match name.sub.as_deref() {
        // A simple attribute has none, so the name is not meant to.
        Some(sub) if !attribute.sub_attributes.is_empty() => Some(attribute.near(sub)?),
        _ => None,
    };
    Some(full(urn, attribute, sub))
}

impl Attribute {
    /// The sub-attribute whose name is that, or nearest to it.
    fn near(&self, sub: &str) -> Option<&Self> {
        self.sub(nearest(sub, self.sub_attributes.iter().map(|sub| &*sub.name))?)
    }
}

/// The attribute of some schemas whose name is nearest, and its schema.
fn nearest_attribute<'a>(
    name: &AttributeName,
    schemas: &mut dyn Iterator<Item = &'a Schema>,
) -> Option<(&'a Schema, &'a Attribute)> {
    let schemas: Vec<&Schema> = schemas.collect();
    let names = schemas.iter().flat_map(|schema| &schema.attributes).map(|attribute| &*attribute.name);
    let near = nearest(&name.name, names)?;
    schemas.into_iter().find_map(|schema| Some((schema, schema.attribute(near)?)))
}

impl Path {
    /// As [`Resolved::tolerated`]; a sub-attribute behind brackets is no part of the name.
    pub(crate) fn tolerated(&self, resolved: Resolved<'_>) -> Option<(&'static Code, String)> {
        let sub_attribute = resolved.sub_attribute.filter(|_| self.sub.is_none());
        Resolved { sub_attribute, ..resolved }.tolerated(&self.attribute)
    }

    /// What the path denotes in a resource type; `None` where no schema defines it.
    pub fn resolve<'s>(&self, kind: &'s ResourceType, mode: Mode) -> Option<Resolved<'s>> {
        let resolved = resolve(kind, &self.attribute, mode)?;
        match &self.sub {
            None => Some(resolved),
            Some(sub) => {
                let sub_attribute = Some(resolved.attribute?.sub(sub)?);
                Some(Resolved { sub_attribute, ..resolved })
            }
        }
    }
}
