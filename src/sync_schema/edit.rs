//! Edits: each changes the places it names and nothing else in the document.
//!
//! Places are the JSON pointers that the typed view and the findings carry.

use super::model::SynchronizationSchema;
use super::source::source_json;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, code, quoted};
use crate::limits::Limits;
use crate::value::json::{Json, Object};

type Edit<T = ()> = Result<T, Diagnostic>;

impl SynchronizationSchema {
    /// Replaces the source of an attribute mapping by one in Graph's shape; `null` makes it the mapping type *None*.
    ///
    /// # Errors
    /// `SS109` when `mapping` is not the pointer of an attribute mapping.
    pub fn set_source(&mut self, mapping: &str, source: Json<'static>) -> Edit {
        self.set(mapping, "attributeMappings", "source", source)
    }

    /// Replaces the source of an attribute mapping by an expression, written as text and as a tree.
    ///
    /// # Errors
    /// Those of [`source_json`]; `SS109` when `mapping` is not the pointer of an attribute mapping.
    pub fn set_expression(&mut self, mapping: &str, text: &str, limits: &Limits) -> Result<(), Diagnostics> {
        let source = source_json(text, limits)?;
        self.set_source(mapping, source).map_err(Into::into)
    }

    /// Sets or clears the default value if null.
    ///
    /// # Errors
    /// `SS109` when `mapping` is not the pointer of an attribute mapping.
    pub fn set_default_value(&mut self, mapping: &str, value: Option<&str>) -> Edit {
        let value = value.map_or(Json::Null, |text| Json::from(text.to_owned()));
        self.set(mapping, "attributeMappings", "defaultValue", value)
    }

    /// Replaces the scoping filters of an object mapping, a list of Graph's filterGroup; the experimental filter sets
    /// beside them stay. [`scoping_filter`] builds an entry.
    ///
    /// # Errors
    /// `SS109` when `mapping` is not the pointer of an object mapping.
    pub fn set_scoping_filters(&mut self, mapping: &str, filters: Vec<Json<'static>>) -> Edit {
        let object = self.place(mapping, "objectMappings")?;
        let name = spelling(object, "scope");
        if let Some(Json::Object(scope)) = object.get_mut(&name) {
            let groups = spelling(scope, "groups");
            scope.insert(groups, filters);
        } else {
            let scope: Object<'static> = [
                ("categoryFilterGroups", Json::Array(Vec::new())),
                ("groups", Json::Array(filters)),
                ("inputFilterGroups", Json::Array(Vec::new())),
            ]
            .into_iter()
            .collect();
            object.insert(name, scope);
        }
        self.reread();
        Ok(())
    }

    /// Adds an attribute mapping in Graph's shape to an object mapping, and gives its pointer.
    ///
    /// # Errors
    /// `SS109` when `object_mapping` is not the pointer of an object mapping.
    pub fn add_attribute_mapping(&mut self, object_mapping: &str, mapping: Json<'static>) -> Edit<String> {
        let object = self.place(object_mapping, "objectMappings")?;
        let name = spelling(object, "attributeMappings");
        let index = match object.get_mut(&name) {
            Some(Json::Array(mappings)) => {
                mappings.push(mapping);
                mappings.len().saturating_sub(1)
            }
            _ => {
                object.insert(name.clone(), vec![mapping]);
                0
            }
        };
        self.reread();
        Ok(format!("{object_mapping}/{name}/{index}"))
    }

    /// Removes an attribute mapping and gives it back. The pointers of those after it move up by one.
    ///
    /// # Errors
    /// `SS109` when `mapping` is not the pointer of an attribute mapping.
    pub fn remove_attribute_mapping(&mut self, mapping: &str) -> Edit<Json<'static>> {
        self.place(mapping, "attributeMappings")?;
        let removed = mapping.rsplit_once('/').and_then(|(list, index)| {
            let Json::Array(mappings) = self.document.json_mut().pointer_mut(list)? else { return None };
            let index = index.parse().ok().filter(|index| *index < mappings.len())?;
            Some(mappings.remove(index))
        });
        self.reread();
        removed.ok_or_else(|| missing(mapping, "attributeMappings"))
    }

    fn set(&mut self, pointer: &str, list: &str, name: &str, value: Json<'static>) -> Edit {
        let object = self.place(pointer, list)?;
        let name = spelling(object, name);
        object.insert(name, value);
        self.reread();
        Ok(())
    }

    /// The object at `pointer`, which has to be an element of a list called `list` inside the schema.
    fn place(&mut self, pointer: &str, list: &str) -> Edit<&mut Object<'static>> {
        let listed = pointer
            .strip_prefix(&self.root)
            .and_then(|inner| inner.rsplit_once('/'))
            .and_then(|(parent, _)| parent.rsplit_once('/'))
            .is_some_and(|(_, parent)| parent.eq_ignore_ascii_case(list));
        if !listed {
            return Err(missing(pointer, list));
        }
        let place = self.document.json_mut().pointer_mut(pointer).and_then(Json::as_object_mut);
        place.ok_or_else(|| missing(pointer, list))
    }
}

/// One scoping filter in Graph's shape: a title, and clauses of attribute, operator and values; a clause without
/// values is unary.
pub fn scoping_filter(title: &str, clauses: &[(&str, &str, &[&str])]) -> Json<'static> {
    let text = |text: &str| Json::from(text.to_owned());
    let clause = |(attribute, operator, values): &(&str, &str, &[&str])| {
        let values: Vec<_> = values.iter().map(|value| text(value)).collect();
        let operand = if values.is_empty() {
            Json::Null
        } else {
            Json::Object(std::iter::once(("values", Json::Array(values))).collect())
        };
        let members = [
            ("operatorName", text(operator)),
            ("sourceOperandName", text(attribute)),
            ("targetOperand", operand),
        ];
        Json::Object(members.into_iter().collect())
    };
    let clauses = clauses.iter().map(clause).collect();
    Json::Object([("name", text(title)), ("clauses", Json::Array(clauses))].into_iter().collect())
}

/// How the object spells this member: PascalCase dumps keep their spelling.
fn spelling(object: &Object<'_>, name: &str) -> String {
    object.named(name).map_or(name, |(spelled, _)| spelled).to_owned()
}

fn missing(pointer: &str, list: &str) -> Diagnostic {
    let message = format_args!("{} is not an element of `{list}` in this document", quoted(pointer));
    Diagnostic::new(&code::sync_schema::PLACE_MISSING, message).at(Place::pointer(pointer))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCHEMA: &str = r#"{"value":[{"id":"t","schema":{"version":"1.0","synchronizationRules":[{"objectMappings":[
        {"x":[1.50],"scope":null,"attributeMappings":[
            {"targetAttributeName":"a","source":null,"defaultValue":null},
            {"defaultValue":"d","targetAttributeName":"b"}]}]}]}}]}"#;
    const MAPPING: &str = "/value/0/schema/synchronizationRules/0/objectMappings/0";

    fn schema() -> SynchronizationSchema {
        SynchronizationSchema::parse(SCHEMA, &Limits::DEFAULT).unwrap()
    }

    /// The text of the edited document, compact, next to the text expected by replacing `from` with `to`.
    fn assert_changed(schema: &SynchronizationSchema, from: &str, to: &str) {
        let before = super::super::Document::parse(SCHEMA, &Limits::DEFAULT).unwrap().json().to_string();
        assert!(before.contains(from), "{from}");
        assert_eq!(schema.document().json().to_string(), before.replacen(from, to, 1));
    }

    #[test]
    fn an_edit_changes_one_place() {
        let first = format!("{MAPPING}/attributeMappings/0");
        let mut edited = schema();
        edited.set_default_value(&first, Some("x")).unwrap();
        assert_changed(
            &edited,
            r#""source":null,"defaultValue":null"#,
            r#""source":null,"defaultValue":"x""#,
        );
        let mut edited = schema();
        edited.set_source(&format!("{MAPPING}/attributeMappings/1"), Json::Null).unwrap();
        assert_changed(&edited, r#""targetAttributeName":"b""#, r#""targetAttributeName":"b","source":null"#);
        let mut edited = schema();
        let filter =
            scoping_filter("Sales", &[("department", "EQUALS", &["Sales"]), ("mail", "IS NULL", &[])]);
        edited.set_scoping_filters(MAPPING, vec![filter]).unwrap();
        assert_changed(
            &edited,
            r#""scope":null"#,
            r#""scope":{"categoryFilterGroups":[],"groups":[{"name":"Sales","clauses":[{"operatorName":"EQUALS","sourceOperandName":"department","targetOperand":{"values":["Sales"]}},{"operatorName":"IS NULL","sourceOperandName":"mail","targetOperand":null}]}],"inputFilterGroups":[]}"#,
        );
        let clauses = &edited.rules()[0].object_mappings[0].scope.groups[0].clauses;
        assert_eq!((clauses.len(), clauses[0].values.as_slice()), (2, &["Sales".to_owned()][..]));
        let mut edited = schema();
        let removed = edited.remove_attribute_mapping(&first).unwrap();
        assert_eq!(removed.get("targetAttributeName").and_then(Json::as_str), Some("a"));
        assert_changed(&edited, r#"{"targetAttributeName":"a","source":null,"defaultValue":null},"#, "");
        let at = edited.add_attribute_mapping(MAPPING, removed).unwrap();
        assert_eq!(at, first.replace("attributeMappings/0", "attributeMappings/1"));
        assert_eq!(
            edited.document().json().pointer(&at).unwrap().get("targetAttributeName").unwrap().as_str(),
            Some("a")
        );
    }

    #[test]
    fn other_places_are_refused() {
        let mut edited = schema();
        for pointer in [
            "",
            "/value/0",
            MAPPING,
            "/value/0/schema/synchronizationRules/0/objectMappings/0/attributeMappings/2",
        ] {
            assert_eq!(edited.set_default_value(pointer, None).unwrap_err().code.code, "SS109", "{pointer}");
        }
        assert_changed(&edited, "", "");
    }
}
