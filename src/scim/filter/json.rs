//! The tree as JSON: `{op: "and" | "or", args}`, `{op: "not", arg}`, `{op: "pr", path}`, `{op: "eq" …, path, value}`,
//! `{op: "valuePath", path, filter}`.

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::ast::{Operand, Tree};
use crate::value::json::Json;

impl Serialize for Operand<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::String(text) => serializer.serialize_str(text),
            Self::Number(number) => Json::Number(number.clone()).serialize(serializer),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Null => serializer.serialize_unit(),
        }
    }
}

impl Serialize for Tree {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut shape = serializer.serialize_struct("Tree", 3)?;
        match self {
            Self::And(terms) => {
                shape.serialize_field("op", "and")?;
                shape.serialize_field("args", terms)?;
            }
            Self::Or(terms) => {
                shape.serialize_field("op", "or")?;
                shape.serialize_field("args", terms)?;
            }
            Self::Not(inner) => {
                shape.serialize_field("op", "not")?;
                shape.serialize_field("arg", inner)?;
            }
            Self::Present(attribute) => {
                shape.serialize_field("op", "pr")?;
                shape.serialize_field("path", attribute)?;
            }
            Self::Compare(comparison) => {
                shape.serialize_field("op", comparison.operator.as_str())?;
                shape.serialize_field("path", &comparison.attribute)?;
                shape.serialize_field("value", &comparison.operand)?;
            }
            Self::ValuePath { attribute, filter } => {
                shape.serialize_field("op", "valuePath")?;
                shape.serialize_field("path", attribute)?;
                shape.serialize_field("filter", filter)?;
            }
        }
        shape.end()
    }
}
