//! Changing the elements of a multi-valued attribute.

use super::apply::{Run, agrees, assigned, take};
use super::list::{Index, List, texts};
use super::{Condition, Done, Selection, Verb};
use crate::diagnostic::{Diagnostic, Severity, code};
use crate::scim::meter::{size, weight};
use crate::scim::resolve::Home;
use crate::scim::schema::{Attribute, Mutability};
use crate::scim::{Mode, is_assigned, is_primary, items};
use crate::unicode::folded;
use crate::value::json::{Json, Object};

/// The lists operations have worked on, and what the last one knew of each.
#[derive(Default)]
pub(super) struct Lists<'a> {
    known: Vec<(Home<'a>, &'a Attribute, Option<Index>)>,
}

impl<'a> Lists<'a> {
    fn take(&mut self, attribute: &Attribute) -> Option<Index> {
        self.known.iter_mut().find(|(_, known, _)| std::ptr::eq(*known, attribute))?.2.take()
    }

    fn keep(&mut self, home: Home<'a>, attribute: &'a Attribute, index: Index) {
        match self.known.iter_mut().find(|(_, known, _)| std::ptr::eq(*known, attribute)) {
            Some((.., known)) => *known = Some(index),
            None => self.known.push((home, attribute, Some(index))),
        }
    }

    /// For lists that are changed elsewhere.
    pub(super) fn forget(&mut self, is: impl Fn(&Attribute) -> bool) {
        let changed = self.known.iter_mut().filter(|(_, attribute, _)| is(attribute));
        changed.for_each(|(.., index)| *index = None);
    }

    /// Takes out the nulls that stand where elements were taken away.
    pub(super) fn close(&self, resource: &mut Object<'a>) {
        for (home, attribute, _) in &self.known {
            let container = match home {
                Home::Top(_) => Some(&mut *resource),
                Home::Extension(schema) => resource.find_mut(&schema.id).and_then(Json::as_object_mut),
            };
            let list = container.and_then(|container| container.find_mut(&attribute.name));
            if let Some(Json::Array(items)) = list {
                items.retain(|item| !item.is_null());
            }
        }
    }
}

/// The places of some elements, in order.
type Places = Result<Vec<usize>, Diagnostic>;
/// The place of the element that the action made primary.
type Preferred = Result<Option<usize>, Diagnostic>;

impl<'a> Run<'_, 'a> {
    /// An attribute of several values, elements of it, or a sub-attribute of them.
    pub(super) fn on_list(&mut self, container: &mut Object<'a>, selection: &Selection<'a>) -> Done {
        let attribute = selection.attribute;
        let name = &*attribute.name;
        let items = match container.find_mut(name) {
            Some(Json::Array(items)) => std::mem::take(items),
            None | Some(Json::Null) => Vec::new(),
            // A lone value where a list is expected counts as one element.
            Some(other) => vec![std::mem::replace(other, Json::Null)],
        };
        let mut list = List::new(items, self.lists.take(attribute));
        let before = list.count();
        let preferred = self.change(&mut list, selection)?;
        if let Some(preferred) = preferred {
            self.spend(list.places() as u64)?;
            for (at, element) in list.iter_mut().enumerate() {
                if at != preferred
                    && is_primary(element, self.mode == Mode::Tolerant)
                    && let Json::Object(object) = element
                {
                    object.set("primary", Json::Bool(false));
                }
            }
        }
        let (items, index) = list.into_parts();
        if index.count() > 0 {
            container.set(name, Json::Array(items));
            self.lists.keep(selection.home, attribute, index);
        } else if before > 0 || container.find(name).is_some() {
            self.required(attribute)?;
            take(container, name);
        }
        Ok(())
    }

    fn change(&mut self, list: &mut List<'a>, selection: &Selection<'a>) -> Preferred {
        let action = self.action;
        let value = action.value.as_ref();
        match (selection.sub, action.verb, value, &selection.condition) {
            (Some(sub), Verb::Remove, ..) | (Some(sub), _, None, _) => {
                for at in self.targets(list, selection)? {
                    let unassign = |run: &Self, object: &mut Object<'a>| run.set_sub(object, sub, None);
                    self.change_at(list, at, selection.attribute, unassign)?;
                }
                Ok(None)
            }
            (Some(sub), _, Some(value), _) => self.write_sub(list, selection, sub, value),
            (None, Verb::Remove, Some(value), _) => {
                self.remove_values(list, selection, value)?;
                Ok(None)
            }
            // Null unassigns the elements selected.
            (None, Verb::Remove, None, _) | (None, _, None, Some(_)) => {
                for at in self.targets(list, selection)? {
                    list.change(at, |element| *element = Json::Null);
                }
                Ok(None)
            }
            (None, _, Some(value), Some(condition)) => self.write_elements(list, selection, condition, value),
            (None, Verb::Add, ..) => self.add_values(list, selection.attribute, items(value)),
            (None, ..) => {
                let items: Vec<_> = items(value).iter().map(assigned).filter(is_assigned).collect();
                let preferred = items.iter().position(|item| is_primary(item, false));
                *list = List::new(items, None);
                Ok(preferred)
            }
        }
    }

    /// The elements that satisfy the condition; all without one.
    fn selected(&mut self, list: &mut List<'a>, selection: &Selection<'a>) -> Places {
        let marks = selection.condition.as_ref().map_or(&[][..], |condition| &condition.marks);
        let mut selected = Vec::new();
        for at in list.candidates(&mut marks.iter().copied()) {
            self.spend(1)?;
            let Some(element) = list.get(at) else { continue };
            self.spend(size(element))?;
            if selection.selects(element, self.meter) {
                selected.push(at);
            }
        }
        self.spend(0)?;
        Ok(selected)
    }

    /// The elements that agree with a value; simple ones by the case rule of their attribute.
    fn agreeing(&mut self, list: &mut List<'a>, attribute: &Attribute, wanted: &Json<'a>) -> Places {
        let mut found = Vec::new();
        let cost = weight(wanted, 0).saturating_add(1);
        for at in list.candidates(&mut texts(wanted)) {
            self.spend(cost)?;
            let Some(element) = list.get(at) else { continue };
            self.spend(size(element))?;
            let agree = match (element, wanted) {
                (Json::String(one), Json::String(other)) if !attribute.case_exact => {
                    folded(one) == folded(other)
                }
                _ => agrees(element, wanted, self.mode),
            };
            if agree {
                found.push(at);
            }
        }
        Ok(found)
    }

    /// Changes an element that is an object, or is read as one; one left without a value disappears.
    fn change_at(
        &self,
        list: &mut List<'a>,
        at: usize,
        attribute: &'a Attribute,
        change: impl FnOnce(&Self, &mut Object<'a>) -> Done,
    ) -> Done {
        let changed = list.change(at, |element| {
            let text = element.as_str().map(|_| element.clone());
            let Some(mut object) = self.take_object(element, attribute) else { return Ok(()) };
            change(self, &mut object)?;
            // What a string stands for and is not changed stays a string.
            let kept = text.filter(|text| object.len() == 1 && object.find("value") == Some(text));
            let changed = kept.unwrap_or(object.into());
            *element = if is_assigned(&changed) { changed } else { Json::Null };
            Ok(())
        });
        changed.unwrap_or(Ok(()))
    }

    /// Sets a sub-attribute of the elements selected, or of a new one where there is none.
    fn write_sub(
        &mut self,
        list: &mut List<'a>,
        selection: &Selection<'a>,
        sub: &'a Attribute,
        value: &Json<'a>,
    ) -> Preferred {
        let selected = self.selected(list, selection)?;
        if selected.is_empty() {
            let mut element = match &selection.condition {
                Some(condition) => self.create(selection.attribute, condition)?,
                None => Object::new(),
            };
            self.set_sub(&mut element, sub, Some(value))?;
            return self.push(list, element, selection);
        }
        self.copies(&selected, value)?;
        let makes_primary = &*sub.name == "primary" && *value == Json::Bool(true);
        let mut preferred = None;
        for at in selected {
            self.change_at(list, at, selection.attribute, |run, object| {
                run.set_sub(object, sub, Some(value))
            })?;
            if makes_primary && list.get(at).is_some_and(|element| element.as_object().is_some()) {
                self.only(&mut preferred, at, selection.attribute)?;
            }
        }
        Ok(preferred)
    }

    /// Adds to, or replaces, the elements selected; creates one where there is none.
    fn write_elements(
        &mut self,
        list: &mut List<'a>,
        selection: &Selection<'a>,
        condition: &Condition<'a>,
        value: &Json<'a>,
    ) -> Preferred {
        let attribute = selection.attribute;
        let selected = self.selected(list, selection)?;
        if selected.is_empty() {
            let mut object = self.create(attribute, condition)?;
            if let Json::Object(given) = value {
                self.merge(&mut object, given, attribute)?;
            }
            return self.push(list, object, selection);
        }
        self.copies(&selected, value)?;
        let mut preferred = None;
        for at in selected {
            match (self.action.verb, value, list.get(at)) {
                (Verb::Add, Json::Object(given), Some(element)) if self.is_object(element, attribute) => {
                    self.change_at(list, at, attribute, |run, object| run.merge(object, given, attribute))?;
                }
                (_, _, Some(element)) => {
                    self.keeps_immutable(element, value, attribute)?;
                    let new = if is_assigned(value) { assigned(value) } else { Json::Null };
                    list.change(at, |element| *element = new);
                }
                _ => {}
            }
            if is_primary(value, false) {
                self.only(&mut preferred, at, attribute)?;
            }
        }
        Ok(preferred)
    }

    /// Writing a value to one element is paid for by the request that holds it, to further ones it is not.
    fn copies(&mut self, selected: &[usize], value: &Json<'a>) -> Done {
        let further = selected.len().saturating_sub(1) as u64;
        self.spend(further.saturating_mul(weight(value, 1)))
    }

    /// Adds a created element; gives its place if it is primary.
    fn push(&self, list: &mut List<'a>, element: Object<'a>, selection: &Selection<'a>) -> Preferred {
        let element = Json::Object(element);
        if let Some(condition) = &selection.condition {
            self.fits(&element, selection.attribute, condition)?;
        }
        let primary = is_primary(&element, false).then_some(list.places());
        list.push(element);
        Ok(primary)
    }

    /// The elements to take something from. A replace by `null` needs one, in tolerant mode it warns where there is none; a
    /// remove does not.
    fn targets(&mut self, list: &mut List<'a>, selection: &Selection<'a>) -> Places {
        let selected = self.selected(list, selection)?;
        if self.action.verb != Verb::Remove
            && let Some(condition) = &selection.condition
            && selected.is_empty()
        {
            let found = self.no_target(selection.attribute, condition);
            if self.mode == Mode::Strict {
                return Err(found);
            }
            self.warnings.push(found.severity(Severity::Warning));
        }
        Ok(selected)
    }

    /// Takes out the elements that agree with one of the given values.
    fn remove_values(&mut self, list: &mut List<'a>, selection: &Selection<'a>, value: &Json<'a>) -> Done {
        for wanted in value.items().iter().filter(|wanted| is_assigned(wanted)) {
            for at in self.agreeing(list, selection.attribute, wanted)? {
                if list.get(at).is_some_and(|element| selection.selects(element, self.meter)) {
                    list.change(at, |element| *element = Json::Null);
                }
            }
        }
        Ok(())
    }

    /// Adds the values that are not there yet; gives the place of the last primary one.
    fn add_values(&mut self, list: &mut List<'a>, attribute: &Attribute, values: &[Json<'a>]) -> Preferred {
        let mut preferred = None;
        for value in values {
            let value = assigned(value);
            let known = self.agreeing(list, attribute, &value)?.first().copied();
            if is_primary(&value, false) {
                preferred = Some(known.unwrap_or(list.places()));
            }
            if known.is_none() && is_assigned(&value) {
                list.push(value);
            }
        }
        Ok(preferred)
    }

    /// One operation makes one element primary.
    fn only(&self, preferred: &mut Option<usize>, index: usize, attribute: &Attribute) -> Done {
        if preferred.replace(index).is_some() {
            let message = format_args!("more than one element of `{}` would be primary", attribute.name);
            return self.refuse("value", &code::patch::PRIMARIES, message);
        }
        Ok(())
    }

    /// A record put in the place of another has its immutable values (RFC 7643 §7).
    fn keeps_immutable(&self, old: &Json<'a>, new: &Json<'a>, attribute: &Attribute) -> Done {
        let Json::Object(new) = new else { return Ok(()) };
        for sub in attribute.sub_attributes.iter().filter(|sub| sub.mutability == Mutability::Immutable) {
            let current = match old {
                Json::Object(old) => old.find(&sub.name).filter(|value| !value.is_null()),
                text if &*sub.name == "value" && self.is_object(text, attribute) => Some(text),
                _ => None,
            };
            if current.is_some() && current != new.find(&sub.name) {
                return self.immutable(sub);
            }
        }
        Ok(())
    }
}
