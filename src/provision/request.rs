//! Requests as values: what would be sent, before any transport.

use std::fmt::Write as _;

use serde::Serialize;
use serde::ser::SerializeMap;

use crate::scim::{filter, patch};
use crate::sync_schema::ObjectKind;
use crate::value::json::{Json, JsonText, words};

/// The HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Method {
    /// Reads.
    Get,
    /// Creates.
    Post,
    /// Changes.
    Patch,
    /// Deletes.
    Delete,
}

words!(Method { Get "GET", Post "POST", Patch "PATCH", Delete "DELETE" });

/// What a request is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Purpose {
    /// Asks for an account that cannot exist.
    TestConnection,
    /// Looks for the account by a matching attribute.
    Match,
    /// Reads the linked account.
    Read,
    /// Creates the account.
    Create,
    /// Changes the account.
    Update,
    /// Disables the account.
    Disable,
    /// Writes a reference to another account, in the second pass.
    Reference,
    /// Changes the members of a group.
    Members,
    /// Deletes the account.
    Delete,
}

words!(Purpose {
    TestConnection "testConnection",
    Match "match",
    Read "read",
    Create "create",
    Update "update",
    Disable "disable",
    Reference "reference",
    Members "members",
    Delete "delete",
});

/// One request to the SCIM endpoint. Query values are decoded; encoding them is the transport's job.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Request {
    /// The HTTP method.
    pub method: Method,
    /// The path below the tenant URL, such as `/Users`.
    pub path: String,
    /// Query parameters, decoded.
    pub query: Vec<(&'static str, String)>,
    /// The body, exactly as sent.
    pub body: Option<JsonText>,
    /// What it is for.
    pub purpose: Purpose,
}

/// The content type of every body.
pub const CONTENT_TYPE: &str = "application/scim+json";

impl Request {
    /// A request without query and body.
    pub fn new(method: Method, path: impl Into<String>, purpose: Purpose) -> Self {
        Self { method, path: path.into(), query: Vec::new(), body: None, purpose }
    }

    /// Looks for an account by a matching attribute.
    pub(super) fn find(kind: ObjectKind, attribute: &str, value: &str) -> Self {
        let request = Self::new(Method::Get, collection(kind), Purpose::Match).without_members(kind);
        request.query("filter", filter::equals(attribute, value))
    }

    /// Whether such a request fails for the signs in a value (Entra, *Known issues*; which ones is assumed).
    pub(super) fn is_special(value: &str) -> bool {
        value.bytes().any(|byte| matches!(byte, b'"' | b'\'' | b'\\'))
    }

    /// Reads a linked account.
    pub(super) fn read(kind: ObjectKind, id: &str) -> Self {
        Self::new(Method::Get, path(kind, Some(id)), Purpose::Read).without_members(kind)
    }

    /// Groups are asked for without their members.
    fn without_members(self, kind: ObjectKind) -> Self {
        match kind {
            ObjectKind::User => self,
            ObjectKind::Group => self.query("excludedAttributes", "members"),
        }
    }

    /// Adds a query parameter.
    #[must_use]
    pub fn query(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.query.push((name, value.into()));
        self
    }

    /// Sets the body.
    #[must_use]
    pub fn body(mut self, body: JsonText) -> Self {
        self.body = Some(body);
        self
    }

    /// A PATCH of the given operations.
    pub fn patch(path: impl Into<String>, operations: Vec<Json<'static>>, purpose: Purpose) -> Self {
        Self::new(Method::Patch, path, purpose).body(JsonText::of(&patch::body(operations)))
    }
}

impl Serialize for Request {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct Query<'q>(&'q [(&'static str, String)]);
        impl Serialize for Query<'_> {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
            }
        }
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("method", &self.method)?;
        map.serialize_entry("path", &self.path)?;
        if !self.query.is_empty() {
            map.serialize_entry("query", &Query(&self.query))?;
        }
        if let Some(body) = &self.body {
            map.serialize_entry("body", body)?;
        }
        map.serialize_entry("purpose", &self.purpose)?;
        map.end()
    }
}

/// `/Users` or `/Groups`.
pub(super) const fn collection(kind: ObjectKind) -> &'static str {
    match kind {
        ObjectKind::User => "/Users",
        ObjectKind::Group => "/Groups",
    }
}

/// The path of one account.
pub(super) fn path(kind: ObjectKind, id: Option<&str>) -> String {
    let mut path = format!("{}/", collection(kind));
    push_segment(id.unwrap_or_default(), &mut path);
    path
}

/// Appends an id as a segment of a path.
pub(super) fn push_segment(id: &str, path: &mut String) {
    let mut rest = id;
    loop {
        let (plain, tail) = rest.split_at_checked(segment_length(rest.as_bytes())).unwrap_or((rest, ""));
        path.push_str(plain);
        let mut characters = tail.chars();
        let Some(other) = characters.next() else { return };
        for byte in other.encode_utf8(&mut [0; 4]).bytes() {
            _ = write!(path, "%{byte:02X}");
        }
        rest = characters.as_str();
    }
}

/// How many bytes come before the first that a path segment does not hold as it stands, RFC 3986 §3.3; an id may hold
/// any.
fn segment_length(bytes: &[u8]) -> usize {
    let mut rest = bytes;
    // `-._~!$&'()*+,;=:@`, letters and digits.
    while let [
        b'a'..=b'z' | b'0'..=b';' | b'&'..=b'.' | b'@'..=b'Z' | b'!' | b'$' | b'=' | b'_' | b'~',
        more @ ..,
    ] = rest
    {
        rest = more;
    }
    bytes.len().saturating_sub(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_written_in_field_order() {
        let request = Request::new(Method::Get, "/Groups", Purpose::Match)
            .query("excludedAttributes", "members")
            .query("filter", "displayName eq \"x\"");
        assert_eq!(
            serde_json::to_string(&request).unwrap(),
            r#"{"method":"GET","path":"/Groups","query":{"excludedAttributes":"members","filter":"displayName eq \"x\""},"purpose":"match"}"#
        );
    }
}
