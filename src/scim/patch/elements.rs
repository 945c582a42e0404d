//! Changing the elements of a multi-valued attribute.

use super::apply::{Done, Run, assigned, is_assigned, member_mut, put, take};
use super::marks::{Marks, agreeing};
use super::value::{is_primary, is_primary_or};
use super::{Condition, Verb};
use crate::diagnostic::{Diagnostic, Severity, code};
use crate::scim::Mode;
use crate::scim::filter::member;
use crate::scim::schema::{Attribute, Mutability};
use crate::value::json::{Json, Object};

/// The multi-valued attribute an action is about, and which of its elements; all without a condition.
#[derive(Clone, Copy)]
struct Elements<'p, 'a> {
    attribute: &'a Attribute,
    condition: Option<&'p Condition<'a>>,
}

impl<'a> Elements<'_, 'a> {
    fn select(&self, element: &Json<'a>) -> bool {
        self.condition.is_none_or(|condition| condition.filter.matches(element))
    }
}

/// The index of the element that the action made primary.
type Preferred = Result<Option<usize>, Diagnostic>;

impl<'a> Run<'_, 'a> {
    /// An attribute of several values, elements of it, or a sub-attribute of them.
    pub(super) fn on_list(
        &mut self,
        container: &mut Object<'a>,
        attribute: &'a Attribute,
        condition: Option<&Condition<'a>>,
        sub: Option<&'a Attribute>,
    ) -> Done {
        let name = &*attribute.name;
        let mut list = match member_mut(container, name) {
            Some(Json::Array(items)) => std::mem::take(items),
            None | Some(Json::Null) => Vec::new(),
            // A lone value where a list is expected counts as one element.
            Some(other) => vec![std::mem::replace(other, Json::Null)],
        };
        let before = list.len();
        let preferred = self.change(&mut list, Elements { attribute, condition }, sub)?;
        if let Some(preferred) = preferred {
            for (index, element) in list.iter_mut().enumerate() {
                if index != preferred
                    && is_primary_or(self.mode == Mode::Tolerant, element)
                    && let Json::Object(object) = element
                    && let Some(primary) = member_mut(object, "primary")
                {
                    *primary = Json::Bool(false);
                }
            }
        }
        if !list.is_empty() {
            put(container, name, Json::Array(list));
        } else if before > 0 || member(container, name).is_some() {
            self.required(attribute)?;
            take(container, name);
        }
        Ok(())
    }

    fn change(
        &mut self,
        list: &mut Vec<Json<'a>>,
        elements: Elements<'_, 'a>,
        sub: Option<&'a Attribute>,
    ) -> Preferred {
        let action = self.action;
        let value = action.value.as_ref();
        match (sub, action.verb, value, elements.condition) {
            (Some(sub), Verb::Remove, ..) | (Some(sub), _, None, _) => {
                self.clear_sub(list, elements, sub)?;
                Ok(None)
            }
            (Some(sub), _, Some(value), _) => self.write_sub(list, elements, sub, value),
            (None, Verb::Remove, Some(value), _) => {
                remove_values(list, elements, value);
                Ok(None)
            }
            (None, Verb::Remove, None, _) => {
                list.retain(|element| !elements.select(element));
                Ok(None)
            }
            (None, _, None, Some(_)) => {
                // Null unassigns the elements selected.
                self.look_for_target(list, elements)?;
                list.retain(|element| !elements.select(element));
                Ok(None)
            }
            (None, _, Some(value), Some(condition)) => self.write_elements(list, elements, condition, value),
            (None, Verb::Add, ..) => Ok(add_values(list, given(value))),
            (None, ..) => {
                *list = given(value).iter().map(assigned).collect();
                Ok(list.iter().position(is_primary))
            }
        }
    }

    /// Unassigns a sub-attribute of the elements selected; an element without any disappears.
    fn clear_sub(
        &mut self,
        list: &mut Vec<Json<'a>>,
        elements: Elements<'_, 'a>,
        sub: &'a Attribute,
    ) -> Done {
        self.look_for_target(list, elements)?;
        for element in list.iter_mut().filter(|element| elements.select(element)) {
            if let Json::Object(object) = element {
                self.set_sub(object, sub, None)?;
            }
        }
        list.retain(is_filled);
        Ok(())
    }

    /// Sets a sub-attribute of the elements selected, or of a new one where there is none.
    fn write_sub(
        &mut self,
        list: &mut Vec<Json<'a>>,
        elements: Elements<'_, 'a>,
        sub: &'a Attribute,
        value: &Json<'a>,
    ) -> Preferred {
        if !list.iter().any(|element| elements.select(element)) {
            let mut element = match elements.condition {
                Some(condition) => self.create(elements.attribute, condition)?,
                None => Object::new(),
            };
            self.set_sub(&mut element, sub, Some(value))?;
            return self.push(list, element, elements);
        }
        let makes_primary = &*sub.name == "primary" && *value == Json::Bool(true);
        let mut preferred = None;
        for (index, element) in list.iter_mut().enumerate() {
            if elements.select(element)
                && let Json::Object(object) = element
            {
                self.set_sub(object, sub, Some(value))?;
                if makes_primary {
                    self.only(&mut preferred, index, elements.attribute)?;
                }
            }
        }
        list.retain(is_filled);
        Ok(preferred)
    }

    /// Adds to, or replaces, the elements selected; creates one where there is none.
    fn write_elements(
        &mut self,
        list: &mut Vec<Json<'a>>,
        elements: Elements<'_, 'a>,
        condition: &Condition<'a>,
        value: &Json<'a>,
    ) -> Preferred {
        let attribute = elements.attribute;
        if !list.iter().any(|element| elements.select(element)) {
            let mut object = self.create(attribute, condition)?;
            if let Json::Object(given) = value {
                self.merge(&mut object, given, attribute)?;
            }
            return self.push(list, object, elements);
        }
        let mut preferred = None;
        for (index, element) in list.iter_mut().enumerate().filter(|(_, element)| elements.select(element)) {
            match (self.action.verb, value, &mut *element) {
                (Verb::Add, Json::Object(given), Json::Object(object)) => {
                    self.merge(object, given, attribute)?;
                }
                _ => {
                    self.keeps_immutable(element, value, attribute)?;
                    *element = assigned(value);
                }
            }
            if is_primary(value) {
                self.only(&mut preferred, index, attribute)?;
            }
        }
        Ok(preferred)
    }

    /// Adds a created element; gives its index if it is primary.
    fn push(&self, list: &mut Vec<Json<'a>>, element: Object<'a>, elements: Elements<'_, 'a>) -> Preferred {
        let element = Json::Object(element);
        if let Some(condition) = elements.condition {
            self.fits(&element, elements.attribute, condition)?;
        }
        let primary = is_primary(&element).then_some(list.len());
        list.push(element);
        Ok(primary)
    }

    /// A replace by `null` needs a target too, in tolerant mode it warns where there is none; a remove does not.
    fn look_for_target(&mut self, list: &[Json<'a>], elements: Elements<'_, 'a>) -> Done {
        let none = || !list.iter().any(|element| elements.select(element));
        if self.action.verb == Verb::Remove || elements.condition.is_none() || !none() {
            return Ok(());
        }
        let found = self.no_target(elements.attribute);
        if self.mode == Mode::Strict {
            return Err(found);
        }
        self.warnings.push(found.severity(Severity::Warning));
        Ok(())
    }

    /// One operation makes one element primary.
    fn only(&self, preferred: &mut Option<usize>, index: usize, attribute: &Attribute) -> Done {
        if preferred.replace(index).is_some() {
            let message = format!("more than one element of `{}` would be primary", attribute.name);
            return self.refuse("value", &code::patch::PRIMARIES, message);
        }
        Ok(())
    }

    /// A record put in the place of another has its immutable values (RFC 7643 §7).
    fn keeps_immutable(&self, old: &Json<'a>, new: &Json<'a>, attribute: &Attribute) -> Done {
        let (Json::Object(old), Json::Object(new)) = (old, new) else { return Ok(()) };
        for sub in attribute.sub_attributes.iter().filter(|sub| sub.mutability == Mutability::Immutable) {
            let value = |object| member(object, &sub.name).filter(|value: &&Json<'_>| !value.is_null());
            let current = value(old);
            if current.is_some() && current != value(new) {
                return self.immutable(sub);
            }
        }
        Ok(())
    }
}

/// Takes out the elements that agree with one of the given values.
fn remove_values<'a>(list: &mut Vec<Json<'a>>, elements: Elements<'_, 'a>, value: &Json<'a>) {
    let wanted = given(Some(value));
    let marks = Marks::new(list, wanted.len());
    let mut gone = vec![false; list.len()];
    for wanted in wanted.iter().filter(|wanted| is_assigned(wanted)) {
        for at in agreeing(marks.as_ref(), list, wanted) {
            gone.get_mut(at).into_iter().for_each(|gone| *gone = true);
        }
    }
    let mut gone = gone.into_iter();
    list.retain(|element| gone.next() != Some(true) || !elements.select(element));
}

/// Adds the values that are not there yet; gives the index of the last primary one.
fn add_values<'a>(list: &mut Vec<Json<'a>>, values: &[Json<'a>]) -> Option<usize> {
    let mut preferred = None;
    let mut marks = Marks::new(list, values.len());
    for value in values {
        let value = assigned(value);
        let known = agreeing(marks.as_ref(), list, &value).next();
        let index = known.unwrap_or(list.len());
        let primary = is_primary(&value);
        if known.is_none() && is_filled(&value) {
            if let Some(marks) = &mut marks {
                marks.add(list.len(), &value);
            }
            list.push(value);
        }
        if primary {
            preferred = Some(index);
        }
    }
    preferred
}

/// Whether an element holds anything.
fn is_filled(element: &Json<'_>) -> bool {
    element.as_object().is_none_or(|object| !object.is_empty())
}

fn given<'v, 'a>(value: Option<&'v Json<'a>>) -> &'v [Json<'a>] {
    match value {
        Some(Json::Array(items)) => items,
        Some(one) => std::slice::from_ref(one),
        None => &[],
    }
}
