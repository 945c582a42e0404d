//! Payload validation beside `serde_json` + `jsonschema`.
//!
//! The peer gets a JSON Schema with the same demands that JSON Schema can state: required members, types, a work
//! e-mail, formats left out. Both tell all they find, each with its place and its message as text.

#![allow(missing_docs, clippy::unwrap_used)]

mod common;

use scimwright::limits::Limits;
use scimwright::validate::{Options, Validator};
use scimwright::value::json;

const SCHEMA: &str = include_str!("inputs/payload.schema.json");

/// A create body of the size seen in practice (about 1.2 kB), without faults.
const VALID: &str = include_str!("inputs/payload.json");

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
            || ours.validate_text(text).unwrap(),
            || {
                let value: serde_json::Value = serde_json::from_str(text).unwrap();
                let told = |error: jsonschema::ValidationError<'_>| {
                    (error.instance_path().to_string(), error.to_string())
                };
                peer.iter_errors(&value).map(told).collect::<Vec<_>>()
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
