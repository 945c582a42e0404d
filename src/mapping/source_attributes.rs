//! The attributes of one Graph object that one expression reads.

use super::{Projection, Record, Removal};
use crate::diagnostic::Diagnostic;
use crate::expression::Expression;
use crate::limits::Limits;
use crate::value::json::{Json, Object, Reader};

/// The attributes that an expression reads of a Graph object, under the names that mappings use, as a preview reads
/// them; `null` is an object without any. `graph_path` as for [`Projection::new`].
///
/// # Errors
/// `IN008` where it is not an object; a limit that it crosses.
pub(crate) fn attributes_read<'p>(
    object: &Json<'_>,
    expression: &Expression,
    graph_path: impl Fn(&str) -> Option<&'p str>,
    limits: &Limits,
) -> Result<Json<'static>, Diagnostic> {
    let (_, slots) = expression.program();
    let projection = Projection::new(slots, graph_path);
    let mut record = Record::default();
    let object = if object.is_null() { "{}".to_owned() } else { object.to_string() };
    projection.read(&mut Reader::new(&object), &mut record, limits)?;
    let deleted = record.removal != Removal::None || record.account_enabled == Some(false);
    projection.compute(&mut record, deleted);
    let values = slots.names().iter().zip(&record.values);
    Ok(Json::Object(values.map(|(name, value)| (name.clone(), value.to_json())).collect::<Object<'_>>()))
}
