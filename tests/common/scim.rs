//! A user, a group, and the short ways to filter and patch them.

#![allow(dead_code, missing_docs)]

use scimwright::limits::Limits;
use scimwright::scim::{Filter, Mode, Patch, ResourceType, SchemaSet, scim_type};
use scimwright::value::json::{self, Json};

pub const USER: &str = r#"{
    "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "id": "u1", "userName": "Bjensen", "title": "Guide", "active": true,
    "name": {"familyName": "Jensen", "givenName": "Barbara"},
    "emails": [{"type": "work", "value": "bjensen@example.com", "primary": true}, {"type": "home", "value": "babs@jensen.org"}],
    "roles": [{"value": "3675b69e:admin"}, {"value": "CN=Doe\\, Jane"}]
}"#;
pub const GROUP: &str = r#"{
    "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "id": "g1", "displayName": "Guides",
    "members": [{"value": "a", "display": "Ada"}, {"value": "b"}, {"value": "c"}]
}"#;

pub fn read(text: &str) -> Json<'_> {
    json::parse(text, &Limits::DEFAULT).unwrap()
}

pub fn kind(name: &str) -> &'static ResourceType {
    SchemaSet::gong().resource_type(name).unwrap()
}

pub fn refused(filter: &str) -> &'static str {
    Filter::compile(filter, kind("User"), Mode::Strict, &Limits::DEFAULT).unwrap_err().code.code
}

/// Whether a filter lets a user pass in tolerant mode, and the codes of its warnings.
pub fn warned(filter: &str, user: &str) -> (bool, Vec<&'static str>) {
    let filter = Filter::compile(filter, kind("User"), Mode::Tolerant, &Limits::DEFAULT).unwrap();
    (filter.matches(&read(user)), filter.warnings().iter().map(|found| found.code.code).collect())
}

/// The resource after a request with these operations, or the SCIM keyword of the refusal.
pub fn patched(resource: &str, operations: &str, mode: Mode) -> Result<String, &'static str> {
    let request = format!(
        r#"{{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{operations}]}}"#
    );
    let (resource, request) = (read(resource), read(&request));
    Patch::for_resource(&request, &resource, mode, &Limits::DEFAULT)
        .and_then(|patch| patch.apply(&resource))
        .map(|applied| applied.resource.to_string())
        .map_err(|found| scim_type(found.code).unwrap().as_str())
}

pub fn member(resource: &str, name: &str) -> Option<String> {
    read(resource).get(name).map(ToString::to_string)
}
