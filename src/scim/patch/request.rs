//! Reading a request: the checks of RFC 7644 §3.5.2 in order, then each operation as actions on attributes.

use super::value::{At, Shaper};
use super::{Action, Done, PATCH_OP, Patch, Place, Selection, Target, Verb};
use crate::diagnostic::{self, Diagnostic, Findings, Pointer, Severity, code, did_you_mean, nearest, quoted};
use crate::limits::Limits;
use crate::scim::resolve::Home;
use crate::scim::schema::{Attribute, Mutability, ResourceType, Schema};
use crate::scim::{Mode, names_schema, spellings};
use crate::value::json::{Json, Object};
use crate::value::search;

pub(super) fn read<'a>(
    request: &Json<'a>,
    kind: &'a ResourceType,
    mode: Mode,
    limits: &Limits,
) -> Result<Patch<'a>, Diagnostic> {
    let body = |pointer: &str, message: &str| {
        Diagnostic::new(&code::patch::BODY, message).at(diagnostic::Place::pointer(pointer))
    };
    let Some(object) = request.as_object() else {
        return Err(body("", &format!("a PATCH request is an object, not {}", request.kind_name())));
    };
    spellings::check(request)?;
    let schemas = object.find("schemas").and_then(Json::as_array).unwrap_or_default();
    if !names_schema(schemas, PATCH_OP) {
        let place = format!("/{}", spelled(object, "schemas"));
        return Err(body(&place, "`schemas` does not hold the PatchOp URI").help(format!("add `{PATCH_OP}`")));
    }
    let list = spelled(object, "Operations");
    let place = format!("/{list}");
    let operations = match object.find("Operations") {
        Some(Json::Array(operations)) if !operations.is_empty() => operations,
        Some(Json::Array(_)) => return Err(body(&place, "`Operations` is empty")),
        Some(other) => {
            return Err(body(&place, &format!("`Operations` is a list, not {}", other.kind_name())));
        }
        None => return Err(body("", "`Operations` is missing")),
    };
    let warnings = Findings::new(limits.findings);
    let mut reader = Reader { kind, mode, limits, actions: Vec::with_capacity(operations.len()), warnings };
    for (index, operation) in operations.iter().enumerate() {
        reader.operation(list, index, operation)?;
    }
    let Reader { actions, warnings, .. } = reader;
    Ok(Patch { mode, actions, warnings, limits: *limits })
}

/// The name as the object spells it.
fn spelled<'o>(object: &'o Object<'_>, name: &'o str) -> &'o str {
    object.named(name).map_or(name, |(own, _)| own)
}

pub(super) struct Reader<'a, 'l> {
    pub(super) kind: &'a ResourceType,
    pub(super) mode: Mode,
    pub(super) limits: &'l Limits,
    actions: Vec<Action<'a>>,
    pub(super) warnings: Findings,
}

impl<'a> Reader<'a, '_> {
    pub(super) const fn tolerant(&self) -> bool {
        matches!(self.mode, Mode::Tolerant)
    }

    fn operation(&mut self, list: &str, index: usize, operation: &Json<'a>) -> Done {
        let mut place = Place { operation: index, spelled: Vec::new(), member: Pointer::root() };
        if list != "Operations" {
            place.spelled.push(list.into());
        }
        let odd = |name: &&str| {
            ["op", "path", "value"].iter().any(|own| name.eq_ignore_ascii_case(own) && name != own)
        };
        let names = operation.as_object().into_iter().flat_map(Object::iter).map(|(name, _)| name);
        place.spelled.extend(names.filter(odd).map(Box::from));
        let Some(object) = operation.as_object() else {
            let message = format_args!("an operation is an object, not {}", operation.kind_name());
            return Err(place.finding("", &code::patch::OPERATION, message));
        };
        let verb = self.verb(object.find("op"), &place)?;
        let path = match object.find("path") {
            None => None,
            Some(Json::String(text)) if text.is_empty() && self.tolerant() => {
                let message = "the empty path is taken as absent".to_owned();
                self.warnings.push(place.finding("path", &code::patch::EMPTY_PATH, message));
                None
            }
            Some(Json::String(text)) => Some(&**text),
            Some(other) => {
                let message = format_args!("`path` is a string, not {}", other.kind_name());
                return Err(place.finding("path", &code::patch::PATH_TYPE, message));
            }
        };
        let value = object.find("value");
        match (verb, path, value) {
            (Verb::Remove, None, _) => {
                let message = "a `remove` operation needs a path".to_owned();
                Err(place.finding("", &code::patch::REMOVE_ALL, message))
            }
            (Verb::Remove, Some(path), value) => self.remove(path, value, place),
            (_, _, None) => {
                let message = "an `add` or `replace` operation needs a `value`".to_owned();
                Err(place.finding("", &code::patch::NO_VALUE, message))
            }
            (verb, Some(path), Some(value)) => self.set(verb, path, value, place),
            (verb, None, Some(value)) => self.members(verb, value, &place),
        }
    }

    fn verb(&mut self, word: Option<&Json<'_>>, place: &Place) -> Result<Verb, Diagnostic> {
        const WORDS: [(&str, Verb); 3] =
            [("add", Verb::Add), ("replace", Verb::Replace), ("remove", Verb::Remove)];
        let Some(Json::String(word)) = word else {
            let message = "`op` must be `add`, `remove` or `replace`".to_owned();
            return Err(place.finding("op", &code::patch::OPERATION, message));
        };
        let Some((known, verb)) = WORDS.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(word))
        else {
            let message = format_args!("{} is not an operation", quoted(word));
            let near = nearest(word, WORDS.map(|(known, _)| known));
            let help = match near.or(word.eq_ignore_ascii_case("delete").then_some("remove")) {
                Some(meant) => did_you_mean(meant),
                None => "the operations are add, remove and replace".to_owned(),
            };
            return Err(place.finding("op", &code::patch::OPERATION, message).help(help));
        };
        if known != &**word {
            let message = format_args!("{} is taken as `{known}`", quoted(word));
            self.warnings.push(place.finding("op", &code::patch::TOLERATED_CASE, message));
        }
        Ok(verb)
    }

    fn remove(&mut self, text: &str, value: Option<&Json<'a>>, place: Place) -> Done {
        let named = self.named(text, &place)?;
        let resolved = named.resolved;
        let value = value.filter(|value| !value.is_null());
        let (target, value) = match (resolved.attribute, resolved.home) {
            (None, Home::Top(_)) => {
                let message = "the resource itself cannot be removed by PATCH".to_owned();
                return Err(place.finding("path", &code::patch::REMOVE_ALL, message));
            }
            (None, Home::Extension(_)) if value.is_some() => {
                let message = "an extension is removed as a whole, without a value".to_owned();
                return Err(place.finding("value", &code::patch::REMOVE_VALUE, message));
            }
            (None, Home::Extension(schema)) => (Target::Extension(schema), None),
            (Some(attribute), _) => {
                let selection = self.selection(&named, attribute, &place)?;
                let value = match value {
                    Some(_) if !self.tolerant() => {
                        let message = "a `remove` operation takes no value".to_owned();
                        return Err(place.finding("value", &code::patch::REMOVE_VALUE, message));
                    }
                    Some(value) => {
                        let message = if resolved.multi_valued() && resolved.sub_attribute.is_none() {
                            format!("elements of `{}` are removed by value", attribute.name)
                        } else {
                            format!("{} is removed where it has this value only", named.shown())
                        };
                        self.warnings.push(place.finding("value", &code::patch::REMOVED_BY_VALUE, message));
                        let shape = resolved.sub_attribute.unwrap_or(attribute);
                        // An empty list names nothing to remove.
                        let value = self.shaper().attribute(value, shape, &At::Value(&place))?;
                        Some(value.unwrap_or(Json::Array(Vec::new())))
                    }
                    None => None,
                };
                (Target::Selection(selection), value)
            }
        };
        self.actions.push(Action { verb: Verb::Remove, target, value, place });
        Ok(())
    }

    const fn shaper(&mut self) -> Shaper<'_> {
        Shaper { mode: self.mode, warnings: &mut self.warnings }
    }

    fn set(&mut self, verb: Verb, text: &str, value: &Json<'a>, place: Place) -> Done {
        let named = self.named(text, &place)?;
        let resolved = named.resolved;
        let Some(attribute) = resolved.attribute else {
            return match (resolved.home, value) {
                (Home::Top(_), value) => self.members(verb, value, &place),
                (Home::Extension(schema), Json::Object(object)) => {
                    self.extension(verb, schema, object, &place)
                }
                (Home::Extension(schema), Json::Null) => {
                    let target = Target::Extension(schema);
                    self.actions.push(Action { verb: Verb::Remove, target, value: None, place });
                    Ok(())
                }
                (Home::Extension(_), other) => {
                    let message = format_args!("an extension takes an object, not {}", other.kind_name());
                    Err(place.finding("value", &code::patch::VALUE_TYPE, message))
                }
            };
        };
        if place.is_member() {
            if named.path.filter.is_some() || named.path.sub_attribute().is_some() {
                let message = format_args!("the path {} is used as a name", named.shown());
                self.warnings.push(place.finding("value", &code::patch::KEY_PATH, message));
            }
            if is_read_only(attribute, resolved.sub_attribute) {
                self.read_only(resolved.home, attribute, resolved.sub_attribute, value, place);
                return Ok(());
            }
        }
        let selection = self.selection(&named, attribute, &place)?;
        let value = match resolved.sub_attribute {
            Some(sub) => self.shaper().attribute(value, sub, &At::Value(&place))?,
            None if selection.condition.is_some() => {
                self.shaper().single(value, attribute, &At::Value(&place))?
            }
            None => self.whole(verb, value, attribute, &place)?,
        };
        self.actions.push(Action { verb, target: Target::Selection(selection), value, place });
        Ok(())
    }

    /// The value of an attribute as a whole; to add nothing to a list is no error and worth a word.
    fn whole(
        &mut self,
        verb: Verb,
        value: &Json<'a>,
        attribute: &'a Attribute,
        place: &Place,
    ) -> Result<Option<Json<'a>>, Diagnostic> {
        let value = self.shaper().attribute(value, attribute, &At::Value(place))?;
        if verb == Verb::Add && attribute.multi_valued && value.is_none() {
            let message = format_args!("nothing is added to `{}`", attribute.name);
            let found = place.finding("value", &code::patch::NO_VALUE, message);
            self.warnings.push(found.severity(Severity::Warning));
        }
        Ok(value)
    }

    /// An operation without path: each member of its value is set.
    fn members(&mut self, verb: Verb, value: &Json<'a>, place: &Place) -> Done {
        let Some(object) = value.as_object() else {
            let message = format_args!("without a path the value is an object, not {}", value.kind_name());
            return Err(place.finding("value", &code::patch::VALUE_TYPE, message));
        };
        for (name, value) in object.iter() {
            let place = place.inside(name);
            if let Some(schema) = self.kind.extension(name)
                && let Some(object) = value.as_object()
            {
                self.extension(verb, schema, object, &place)?;
                continue;
            }
            // A name, or a qualified one: what else a path can be is a deviation.
            let plain = !search::has(name, '[')
                && !name.rsplit(':').next().is_some_and(|last| search::has(last, '.'));
            if !plain && !self.tolerant() {
                // What stands in brackets is data.
                let shown = match (name.split_once('['), name.rsplit_once(']')) {
                    (Some((before, _)), Some((_, behind))) => format!("{before}[…]{behind}"),
                    _ => name.split('[').next().unwrap_or_default().to_owned(),
                };
                let message = format_args!("{} is no attribute name", quoted(&shown));
                return Err(place.finding("value", &code::path::UNKNOWN_ATTRIBUTE, message));
            }
            self.set(verb, name, value, place)?;
        }
        Ok(())
    }

    /// A read-only member among others: ignored, in strict mode only if it repeats the current value.
    fn read_only(
        &mut self,
        home: Home<'a>,
        attribute: &'a Attribute,
        sub: Option<&Attribute>,
        value: &Json<'a>,
        place: Place,
    ) {
        if self.tolerant() {
            let (dot, sub) = sub.map_or(("", ""), |sub| (".", &sub.name));
            let message = format_args!("`{}{dot}{sub}` is read-only and ignored", attribute.name);
            self.warnings.push(place.finding("value", &code::patch::IGNORED, message));
            return;
        }
        let target = Target::Selection(Selection::whole(home, attribute));
        self.actions.push(Action { verb: Verb::Expect, target, value: Some(value.clone()), place });
    }

    fn extension(&mut self, verb: Verb, schema: &'a Schema, object: &Object<'a>, place: &Place) -> Done {
        for (name, value) in object.iter() {
            let place = place.inside(name);
            let home = Home::Extension(schema);
            let Some(attribute) = schema.attribute(name) else {
                let message = format_args!("`{}` has no attribute {}", schema.id, quoted(name));
                let mut found = place.finding("value", &code::path::UNKNOWN_ATTRIBUTE, message);
                let near = nearest(name, schema.attributes.iter().map(|attribute| &*attribute.name));
                found.help = near.map(did_you_mean);
                return Err(found);
            };
            if is_read_only(attribute, None) {
                self.read_only(home, attribute, None, value, place);
                continue;
            }
            let value = self.whole(verb, value, attribute, &place)?;
            let target = Target::Selection(Selection::whole(home, attribute));
            self.actions.push(Action { verb, target, value, place });
        }
        Ok(())
    }
}

pub(super) fn is_read_only(attribute: &Attribute, sub: Option<&Attribute>) -> bool {
    std::iter::once(attribute).chain(sub).any(|named| named.mutability == Mutability::ReadOnly)
}
