//! Payload validation beside `serde_json` + `jsonschema`.
//!
//! The peer gets a JSON Schema with the same demands that JSON Schema can state: required members, types, a work
//! e-mail, formats left out. Ours reports all findings with places; the peer lists all errors.

#![allow(missing_docs, clippy::unwrap_used)]

mod common;

use scimwright::limits::Limits;
use scimwright::validate::{Options, Validator};
use scimwright::value::json;

const SCHEMA: &str = r#"{
  "type": "object",
  "required": ["schemas", "userName", "name", "emails"],
  "properties": {
    "schemas": {"type": "array", "minItems": 1, "contains": {"const": "urn:ietf:params:scim:schemas:core:2.0:User"}, "items": {"type": "string"}},
    "id": {"type": "string"}, "externalId": {"type": "string"}, "userName": {"type": "string", "minLength": 1},
    "active": {"type": "boolean"}, "title": {"type": "string"}, "displayName": {"type": "string"}, "locale": {"type": "string"},
    "timezone": {"type": "string"}, "meta": {"type": "object"},
    "name": {"type": "object", "required": ["givenName", "familyName"],
      "properties": {"givenName": {"type": "string", "minLength": 1}, "familyName": {"type": "string", "minLength": 1}, "formatted": {"type": "string"}}},
    "emails": {"type": "array", "contains": {"type": "object", "required": ["type", "value"], "properties": {"type": {"const": "work"}, "value": {"type": "string", "minLength": 1}}},
      "items": {"type": "object", "properties": {"type": {"type": "string"}, "value": {"type": "string"}, "primary": {"type": "boolean"}}}},
    "phoneNumbers": {"type": "array", "items": {"type": "object", "properties": {"type": {"type": "string"}, "value": {"type": "string"}, "primary": {"type": "boolean"}}}},
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"type": "object",
      "properties": {"manager": {"type": "object", "properties": {"value": {"type": "string"}}}, "department": {"type": "string"}}},
    "urn:ietf:params:scim:schemas:extension:Gong:2.0:User": {"type": "object",
      "properties": {"country": {"type": "string"}, "stateOrProvince": {"type": "string"}}}
  }
}"#;

/// A create body of the size seen in practice (about 1.2 kB), without faults.
const VALID: &str = r#"{
  "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", "urn:ietf:params:scim:schemas:extension:Gong:2.0:User"],
  "userName": "chloe.lefevre@lumenfield.example", "externalId": "chloe.lefevre", "active": true, "title": "Senior Account Executive",
  "name": {"givenName": "Chloé", "familyName": "Lefèvre"},
  "emails": [{"primary": true, "type": "work", "value": "chloe.lefevre@lumenfield.example"}],
  "phoneNumbers": [{"primary": true, "type": "work", "value": "+33 1 70 18 99 00"}],
  "locale": "fr-FR", "timezone": "Europe/Paris",
  "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"manager": {"value": "7000000000000000001"}},
  "urn:ietf:params:scim:schemas:extension:Gong:2.0:User": {"stateOrProvince": "Île-de-France", "country": "France"},
  "meta": {"resourceType": "User"}
}"#;

fn main() {
    let faulty =
        VALID.replace("\"userName\"", "\"userNam\"").replace("true", "\"True\"").replace("fr-FR", "fr FR");
    let schema = serde_json::from_str(SCHEMA).unwrap();
    let peer = jsonschema::validator_for(&schema).unwrap();
    let ours = Validator::gong(Options::default()).unwrap();
    assert!(ours.validate_text(VALID).unwrap().is_empty());
    assert!(ours.validate_text(&faulty).unwrap().len() > 4);

    let mut table = common::Table::new("validate");
    for (what, text) in [("a valid user from JSON text", VALID), ("a faulty user from JSON text", &faulty)] {
        table.row(
            what,
            "serde_json + jsonschema",
            Some(0.5),
            || ours.validate_text(text).unwrap().len(),
            || {
                let value: serde_json::Value = serde_json::from_str(text).unwrap();
                peer.iter_errors(&value).count()
            },
        );
    }
    let (tree, value) = (json::parse(VALID, &Limits::DEFAULT).unwrap(), serde_json::from_str(VALID).unwrap());
    table.row("a parsed user", "jsonschema", None, || ours.validate(&tree).len(), || peer.is_valid(&value));
    table.row(
        "reading a document",
        "serde_json::Value",
        None,
        || json::parse(VALID, &Limits::DEFAULT).unwrap(),
        || serde_json::from_str::<serde_json::Value>(VALID).unwrap(),
    );
}
