//! Applying checked actions to a copy of the resource.

use std::fmt::Display;

use super::elements::Lists;
use super::{Action, Applied, Condition, Done, Patch, Place, Selection, Target, Verb};
use crate::diagnostic::{self, Code, Diagnostic, Findings, code};
use crate::scim::meter::{Meter, size};
use crate::scim::resolve::Home;
use crate::scim::schema::{Attribute, Kind, Mutability};
use crate::scim::{Mode, has_values, is_assigned, lone, members_of, names_schema};
use crate::value::boolean;
use crate::value::json::{Json, Object};

/// Carries out the actions; `warnings` has what was found before.
pub(super) fn apply<'a>(
    patch: &Patch<'a>,
    resource: &Json<'a>,
    mut warnings: Findings,
) -> Result<Applied<'a>, Diagnostic> {
    let mut object = members_of(resource)?.clone();
    let mut meter = Meter::new(patch.limits.fuel);
    let mut lists = Lists::default();
    for action in &patch.actions {
        let (warnings, meter, lists) = (&mut warnings, &mut meter, &mut lists);
        let mut run = Run { action, mode: patch.mode, warnings, meter, lists };
        run.on_resource(&mut object)?;
        run.spend(0)?;
    }
    lists.close(&mut object);
    Ok(Applied { resource: object.into(), warnings: warnings.list() })
}

/// One action being carried out.
pub(super) struct Run<'p, 'a> {
    pub(super) action: &'p Action<'a>,
    pub(super) mode: Mode,
    pub(super) warnings: &'p mut Findings,
    pub(super) meter: &'p mut Meter,
    pub(super) lists: &'p mut Lists<'a>,
}

pub(super) fn take(object: &mut Object<'_>, name: &str) {
    object.retain(|member, _| !member.eq_ignore_ascii_case(name));
}

/// Whether every sub-attribute `wanted` gives is the same in `element`. Tolerant mode reads what is stored as it reads what
/// is sent: a text that says a Boolean is one, a string is the `value` of a complex attribute.
pub(super) fn agrees(element: &Json<'_>, wanted: &Json<'_>, mode: Mode) -> bool {
    #[cfg(test)]
    tests::COMPARED.with(|compared| compared.set(compared.get().saturating_add(1)));
    match (element, wanted) {
        (Json::Object(element), Json::Object(wanted)) => {
            let same = |own: Option<&Json<'_>>, value| own.is_some_and(|own| agrees(own, value, mode));
            wanted.iter().all(|(name, value)| value.is_null() || same(element.find(name), value))
        }
        (Json::String(text), Json::Bool(truth)) if mode == Mode::Tolerant => {
            boolean::said(text) == Some(*truth)
        }
        (Json::String(_), Json::Object(wanted)) if mode == Mode::Tolerant => wanted
            .iter()
            .all(|(name, value)| value.is_null() || name.eq_ignore_ascii_case("value") && element == value),
        (element, wanted) => element == wanted,
    }
}

/// The object without the members that are null.
pub(super) fn assigned<'a>(value: &Json<'a>) -> Json<'a> {
    match value {
        Json::Object(object) if object.iter().any(|(_, value)| value.is_null()) => {
            let mut object = object.clone();
            object.retain(|_, value| !value.is_null());
            object.into()
        }
        other => other.clone(),
    }
}

impl<'p, 'a> Run<'p, 'a> {
    /// Whether `wanted`, a value to be removed, names `element`; what gives nothing names none.
    fn names(&self, wanted: &Json<'_>, element: &Json<'_>) -> bool {
        is_assigned(wanted) && agrees(element, wanted, self.mode)
    }

    /// The value of an attribute of one value, as this mode reads what is stored.
    fn stored<'v>(&self, container: &'v Object<'a>, attribute: &Attribute) -> Option<&'v Json<'a>> {
        let value = container.find(&attribute.name)?;
        let is_tolerant = self.mode == Mode::Tolerant && attribute.kind == Kind::Complex;
        Some(if is_tolerant { lone(value) } else { value })
    }

    /// The complex value of this attribute, taken out of its place; an empty one where there is none.
    fn taken_object(&self, container: &mut Object<'a>, attribute: &'a Attribute) -> Object<'a> {
        let taken = container.find_mut(&attribute.name).and_then(|value| match value {
            Json::Array(items) if self.mode == Mode::Tolerant && items.len() == 1 => {
                self.take_object(items.first_mut()?, attribute)
            }
            value => self.take_object(value, attribute),
        });
        taken.unwrap_or_default()
    }

    /// Whether an element is an object, or is read as one: in tolerant mode a string is the `value` of a complex attribute.
    pub(super) fn is_object(&self, element: &Json<'_>, attribute: &Attribute) -> bool {
        match element {
            Json::Object(_) => true,
            Json::String(_) => self.mode == Mode::Tolerant && attribute.sub("value").is_some(),
            _ => false,
        }
    }

    /// What is read as an object, taken out of its place.
    pub(super) fn take_object(&self, place: &mut Json<'a>, attribute: &Attribute) -> Option<Object<'a>> {
        if !self.is_object(place, attribute) {
            return None;
        }
        Some(match std::mem::take(place) {
            Json::Object(object) => object,
            text => Object::from_iter([("value", text)]),
        })
    }

    pub(super) fn refuse(&self, member: &str, code: &'static Code, message: impl Display) -> Done {
        Err(self.action.place.finding(member, code, message))
    }

    /// Takes steps; refuses where the fuel does not suffice.
    pub(super) fn spend(&mut self, steps: u64) -> Done {
        if self.meter.spend(steps) {
            return Ok(());
        }
        let at = diagnostic::Place::pointer(self.action.place.pointer(""));
        Err(self.meter.refusal("the PATCH request").at(at))
    }

    fn on_resource(&mut self, resource: &mut Object<'a>) -> Done {
        self.spend((resource.len() / 64) as u64)?;
        match &self.action.target {
            Target::Extension(schema) => {
                self.lists.forget(|known| schema.attributes.iter().any(|own| std::ptr::eq(own, known)));
                schema.attributes.iter().try_for_each(|attribute| self.required(attribute))?;
                take(resource, &schema.id);
                Ok(())
            }
            Target::Selection(selection) => match selection.home {
                Home::Top(_) => self.on_container(resource, selection),
                Home::Extension(schema) => self.on_extension(resource, &schema.id, selection),
            },
        }
    }

    /// An attribute of an extension, which is declared where it gets a value, and goes where it has none.
    fn on_extension(
        &mut self,
        resource: &mut Object<'a>,
        urn: &'a str,
        selection: &'p Selection<'a>,
    ) -> Done {
        if let Some(Json::Object(container)) = resource.find_mut(urn) {
            self.on_container(container, selection)?;
            if has_values(container) {
                resource.keep_one(urn);
            } else {
                take(resource, urn);
            }
        } else {
            let mut container = Object::new();
            self.on_container(&mut container, selection)?;
            if !has_values(&container) {
                return Ok(());
            }
            resource.set(urn, container.into());
        }
        // A condition gives values too.
        let gives = |value: &Json<'_>| selection.condition.is_some() || is_assigned(value);
        let sets = matches!(self.action.verb, Verb::Add | Verb::Replace)
            && self.action.value.as_ref().is_some_and(gives);
        if sets && resource.find(urn).is_some() {
            self.spend(resource.find("schemas").map_or(0, size))?;
            self.lists.forget(|known| &*known.name == "schemas");
            declare(resource, urn);
        }
        Ok(())
    }

    pub(super) fn required(&self, attribute: &Attribute) -> Done {
        if attribute.required {
            let message = format_args!("`{}` is required and cannot be removed", attribute.name);
            return self.refuse("path", &code::patch::REQUIRED, message);
        }
        Ok(())
    }

    /// The object that holds, or shall hold, the attribute.
    fn on_container(&mut self, container: &mut Object<'a>, selection: &'p Selection<'a>) -> Done {
        self.spend((container.len() / 64).saturating_add(1) as u64)?;
        if self.action.verb == Verb::Expect {
            return self.expect(container, selection.attribute);
        }
        if selection.attribute.multi_valued {
            self.on_list(container, selection)
        } else {
            self.on_single(container, selection)
        }
    }

    /// Refuses a read-only value that differs; absent, null and `[]` are the same.
    fn expect(&self, container: &Object<'a>, attribute: &Attribute) -> Done {
        let name = &*attribute.name;
        let (current, value) = (container.find(name), self.action.value.as_ref());
        let assigned = |value: Option<&Json<'_>>| value.is_some_and(is_assigned);
        if current == value || !assigned(current) && !assigned(value) {
            return Ok(());
        }
        self.refuse("value", &code::patch::READ_ONLY, format_args!("`{name}` is read-only"))
    }

    /// An attribute of one value, or a sub-attribute of it. Tolerant mode lets brackets ask whether it has that value.
    fn on_single(&mut self, container: &mut Object<'a>, selection: &'p Selection<'a>) -> Done {
        let (action, attribute) = (self.action, selection.attribute);
        let name = &*attribute.name;
        let mut created = None;
        if let Some(condition) = &selection.condition {
            let stored = self.stored(container, attribute);
            if !stored.is_some_and(|current| condition.filter.holds(current, self.meter)) {
                if action.verb == Verb::Remove {
                    return Ok(());
                }
                let object = self.create(attribute, condition)?;
                container.set(name, object.into());
                created = Some(condition);
            }
        }
        match (selection.sub, action.verb, &action.value) {
            (Some(sub), verb, value) => {
                let mut object = self.taken_object(container, attribute);
                self.set_sub(&mut object, sub, value.as_ref().filter(|_| verb != Verb::Remove))?;
                self.store(container, attribute, object)?;
            }
            (None, Verb::Remove, Some(value)) => {
                if self.stored(container, attribute).is_some_and(|current| self.names(value, current)) {
                    self.required(attribute)?;
                    take(container, name);
                }
            }
            (None, _, None) => {
                self.required(attribute)?;
                take(container, name);
            }
            (None, _, Some(Json::Object(given))) if attribute.kind == Kind::Complex => {
                let mut object = self.taken_object(container, attribute);
                self.merge(&mut object, given, attribute)?;
                self.store(container, attribute, object)?;
            }
            (None, _, Some(value)) => container.set(name, value.clone()),
        }
        match (created, container.find(name)) {
            (Some(condition), Some(value)) => self.fits(value, attribute, condition),
            _ => Ok(()),
        }
    }

    /// Puts a complex value back; one without a value disappears.
    fn store(&self, container: &mut Object<'a>, attribute: &'a Attribute, object: Object<'a>) -> Done {
        if has_values(&object) {
            container.set(&attribute.name, object.into());
        } else {
            self.required(attribute)?;
            take(container, &attribute.name);
        }
        Ok(())
    }

    /// The element a condition describes, or a refusal.
    pub(super) fn create(
        &mut self,
        attribute: &Attribute,
        condition: &Condition<'a>,
    ) -> Result<Object<'a>, Diagnostic> {
        let place: &Place = &self.action.place;
        match &condition.equalities {
            Some(equalities) if self.mode == Mode::Tolerant => {
                let message =
                    format_args!("an element of `{}` is created from the condition", attribute.name);
                self.warnings.push(place.finding("path", &code::patch::CREATED, message));
                let mut object = Object::new();
                equalities.iter().for_each(|(name, value)| object.set(name, value.clone()));
                Ok(object)
            }
            _ => Err(self.no_target(attribute, condition)),
        }
    }

    pub(super) fn no_target(&self, attribute: &Attribute, condition: &Condition<'a>) -> Diagnostic {
        let message = format_args!("no element of `{}` satisfies the condition", attribute.name);
        let mut found = self.action.place.finding("path", &code::patch::NO_TARGET, message);
        // A refusal stands alone; what was doubted of the condition may be why.
        found.help = condition.filter.warnings().first().map(|doubt| doubt.message.clone());
        found
    }

    /// A created element must satisfy its condition: the next operation with it shall find the element.
    pub(super) fn fits(&self, element: &Json<'a>, attribute: &Attribute, condition: &Condition<'a>) -> Done {
        if condition.filter.matches(element) {
            return Ok(());
        }
        let message = format_args!("no new element of `{}` would satisfy the condition", attribute.name);
        self.refuse("path", &code::patch::NO_TARGET, message)
    }

    pub(super) fn immutable(&self, sub: &Attribute) -> Done {
        let message = format_args!("`{}` is immutable and has a value", sub.name);
        self.refuse("path", &code::patch::IMMUTABLE, message)
    }

    /// Sets or unassigns one sub-attribute of an element or a complex value.
    pub(super) fn set_sub(
        &self,
        object: &mut Object<'a>,
        sub: &'a Attribute,
        value: Option<&Json<'a>>,
    ) -> Done {
        let current = object.find(&sub.name).filter(|current| !current.is_null());
        // A remove by value takes no other value away.
        if self.action.verb == Verb::Remove
            && let (Some(wanted), Some(current)) = (&self.action.value, current)
            && !self.names(wanted, current)
        {
            return Ok(());
        }
        if sub.mutability == Mutability::Immutable
            && let Some(current) = current
            && value != Some(current)
        {
            return self.immutable(sub);
        }
        match value {
            Some(value) if !value.is_null() => object.set(&sub.name, value.clone()),
            _ => {
                if current.is_some() {
                    self.required(sub)?;
                }
                take(object, &sub.name);
            }
        }
        Ok(())
    }

    pub(super) fn merge(
        &self,
        object: &mut Object<'a>,
        given: &Object<'a>,
        attribute: &'a Attribute,
    ) -> Done {
        for (name, value) in given.iter() {
            if let Some(sub) = attribute.sub(name) {
                self.set_sub(object, sub, Some(value))?;
            }
        }
        Ok(())
    }
}

/// Adds a schema URI to `schemas`.
fn declare<'a>(resource: &mut Object<'a>, urn: &'a str) {
    resource.keep_one("schemas");
    match resource.find_mut("schemas") {
        Some(Json::Array(list)) => {
            if !names_schema(list, urn) {
                list.push(Json::from(urn));
            }
        }
        // A lone value counts as one element, null as none.
        Some(schemas @ (Json::Null | Json::String(_))) => {
            let lone = std::mem::replace(schemas, Json::Null);
            let known = std::iter::once(lone)
                .filter(|lone| matches!(lone, Json::String(known) if !known.eq_ignore_ascii_case(urn)));
            *schemas = Json::Array(known.chain([Json::from(urn)]).collect());
        }
        Some(_) => {}
        None => {
            resource.insert("schemas", Json::Array(vec![Json::from(urn)]));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use crate::diagnostic::Diagnostic;
    use crate::limits::Limits;
    use crate::scim::{Mode, Patch, PatchFormat, SchemaSet, diff};
    use crate::value::json::parse;

    thread_local! {
        /// How often two values were compared.
        pub(super) static COMPARED: Cell<u64> = const { Cell::new(0) };
    }

    fn members(from: usize, to: usize) -> String {
        let member = |number| format!(r#"{{"value":"{number}","type":"User"}}"#);
        (from..to).map(member).collect::<Vec<_>>().join(",")
    }

    fn compared(work: impl FnOnce()) -> u64 {
        COMPARED.set(0);
        work();
        COMPARED.get()
    }

    /// Applies operations to a group; gives how many members there are after them.
    fn tried(before: &str, operations: &str) -> Result<usize, Diagnostic> {
        let group = format!(r#"{{"displayName":"G","members":[{before}]}}"#);
        let request = format!(r#"{{"schemas":["{}"],"Operations":[{operations}]}}"#, super::super::PATCH_OP);
        let (group, request) =
            (parse(&group, &Limits::DEFAULT).unwrap(), parse(&request, &Limits::DEFAULT).unwrap());
        let kind = SchemaSet::gong().resource_type("Group").unwrap();
        let patch = Patch::new(&request, kind, Mode::Tolerant, &Limits::DEFAULT).unwrap();
        let after = patch.apply(&group)?.resource;
        Ok(after.get("members").and_then(|members| members.as_array()).map_or(0, <[_]>::len))
    }

    fn patched(before: &str, operations: &str) -> usize {
        tried(before, operations).unwrap()
    }

    /// Robustness: a PATCH has so many steps. Ten thousand operations on ten thousand members need a hundred million where
    /// each looks at all of them; those that say which member they are about are carried out.
    #[test]
    fn many_operations_find_their_members_or_are_refused() {
        const MANY: usize = 10_000;
        let group = members(0, MANY);
        let each =
            |operation: &dyn Fn(usize) -> String| (0..MANY).map(operation).collect::<Vec<_>>().join(",");
        let add = each(&|number| {
            format!(r#"{{"op":"add","path":"members","value":[{{"value":"{}"}}]}}"#, number + MANY / 2)
        });
        assert_eq!(patched(&group, &add), MANY + MANY / 2);
        let remove = each(&|number| format!(r#"{{"op":"remove","path":"members[value eq \"{number}\"]"}}"#));
        assert_eq!(patched(&group, &remove), 0);
        let listed = each(&|number| {
            format!(r#"{{"op":"remove","path":"members","value":[{{"value":"{}"}}]}}"#, number + 1)
        });
        assert_eq!(patched(&group, &listed), 1);
        // The members made are found again, and one that has changed is found by its new value.
        let both = each(&|number| {
            let path = format!(r#"members[value eq \"{}\"]"#, MANY + number / 2);
            match number % 2 {
                0 => format!(r#"{{"op":"add","path":"{path}.type","value":"User"}}"#),
                _ => format!(r#"{{"op":"remove","path":"{path}"}}"#),
            }
        });
        assert_eq!(patched(&group, &both), MANY);
        let searched =
            each(&|number| format!(r#"{{"op":"remove","path":"members[value co \"x{number}\"]"}}"#));
        let refused = tried(&group, &searched).unwrap_err();
        assert_eq!(refused.code.code, "LM009");
        assert!(refused.at.as_ref().unwrap().pointer.as_ref().unwrap().starts_with("/Operations/"));
    }

    /// Twice the members, at most 2.6 times the comparisons (robustness, promise 3).
    #[test]
    fn work_grows_with_the_members() {
        let growth = |work: &dyn Fn(usize)| {
            let (once, twice) = (compared(|| work(1_000)), compared(|| work(2_000)));
            assert!(once > 0 && twice as f64 <= 2.6 * once as f64, "{once}, {twice}");
        };
        growth(&|size| {
            let half = size / 2;
            let add = format!(r#"{{"op":"add","path":"members","value":[{}]}}"#, members(half, half + size));
            assert_eq!(patched(&members(0, size), &add), half + size);
        });
        growth(&|size| {
            let remove = format!(r#"{{"op":"remove","path":"members","value":[{}]}}"#, members(1, size));
            assert_eq!(patched(&members(0, size), &remove), 1);
        });
        growth(&|size| {
            let group = |members: &str| format!(r#"{{"displayName":"G","members":[{members}]}}"#);
            let (before, after) = (group(&members(0, size)), group(&members(size / 2, size + size / 2)));
            let (before, after) =
                (parse(&before, &Limits::DEFAULT).unwrap(), parse(&after, &Limits::DEFAULT).unwrap());
            let kind = SchemaSet::gong().resource_type("Group").unwrap();
            let patch = diff(&before, &after, kind, PatchFormat::Legacy).unwrap().unwrap();
            assert_eq!(patch.get("Operations").unwrap().as_array().unwrap().len(), 2);
        });
    }

    /// The index changes nothing but the work: a long list is changed as a short one.
    #[test]
    fn long_lists_are_changed_as_short_ones() {
        let odd = r#"{"Value":"x"},"loose",{"value":"y","type":"Group","display":null},{"type":"Other"}"#;
        let many = members(0, 200);
        for (operation, least) in [
            // Already there, in another spelling or in part; or new.
            (r#"{"op":"add","path":"members","value":[{"value":"x"},{"value":"y"},{"value":"z"}]}"#, 5),
            (r#"{"op":"remove","path":"members","value":[{"value":"x"},{"value":"q"}]}"#, 3),
            (r#"{"op":"remove","path":"members","value":[{"type":"Group"},{"value":null}]}"#, 3),
            // A string is the value of its element.
            (r#"{"op":"add","path":"members","value":["loose"]}"#, 4),
            (r#"{"op":"remove","path":"members","value":[{"value":"loose"}]}"#, 3),
        ] {
            assert_eq!(patched(odd, operation), least, "{operation}");
            let longer =
                operation.replace(r#""value":["#, &format!(r#""value":[{},"#, members(1_000, 1_100)));
            let added = if operation.contains("add") { 100 } else { 0 };
            assert_eq!(patched(&format!("{many},{odd}"), &longer), 200 + least + added, "{operation}");
        }
    }
}
