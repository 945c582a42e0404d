//! Where in a long list the elements stand that could agree with a value.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::apply::agrees;
use crate::value::json::Json;

/// Up to this many comparisons of each with each are cheaper than an index.
const FEW: usize = 4_096;

/// The elements of a list by the texts they hold: an element that agrees with a value holds every text of the value.
/// So as many values are looked up in a list as stand in it, in time that grows with both and not with their product.
pub(super) struct Marks {
    places: HashMap<u64, Vec<usize>>,
}

impl Marks {
    /// None where so many look-ups in this list are done sooner without.
    pub(super) fn new(list: &[Json<'_>], look_ups: usize) -> Option<Self> {
        // Added elements make the list longer.
        if look_ups.saturating_mul(list.len().saturating_add(look_ups)) <= FEW {
            return None;
        }
        let mut marks = Self { places: HashMap::with_capacity(list.len()) };
        list.iter().enumerate().for_each(|(at, element)| marks.add(at, element));
        Some(marks)
    }

    /// Takes the element at this place, behind all others.
    pub(super) fn add(&mut self, at: usize, element: &Json<'_>) {
        texts(element).for_each(|mark| self.places.entry(mark).or_default().push(at));
    }

    /// The fewest places that could agree with `wanted`; `None` where it holds no text to look up.
    fn candidates(&self, wanted: &Json<'_>) -> Option<&[usize]> {
        let places = texts(wanted).map(|mark| self.places.get(&mark).map_or(&[][..], Vec::as_slice));
        places.min_by_key(|places| places.len())
    }
}

/// The places of the elements that agree with `wanted`, in order.
pub(super) fn agreeing<'l>(
    marks: Option<&'l Marks>,
    list: &'l [Json<'_>],
    wanted: &'l Json<'_>,
) -> impl Iterator<Item = usize> + 'l {
    let some = marks.and_then(|marks| marks.candidates(wanted));
    let all = if some.is_some() { 0..0 } else { 0..list.len() };
    let places = some.unwrap_or_default().iter().copied().chain(all);
    places.filter(move |at| list.get(*at).is_some_and(|element| agrees(element, wanted)))
}

/// A mark for a text, and for each member that is one; names without regard to case.
fn texts<'j>(value: &'j Json<'_>) -> impl Iterator<Item = u64> + 'j {
    let own = value.as_str().map(|text| mark("", text));
    let members = value.as_object().into_iter().flat_map(|object| object.iter());
    own.into_iter().chain(members.filter_map(|(name, value)| Some(mark(name, value.as_str()?))))
}

/// Equal for equal texts; unequal texts may share one.
fn mark(name: &str, text: &str) -> u64 {
    // The same numbers in every run.
    let mut hasher = DefaultHasher::new();
    name.bytes().for_each(|byte| hasher.write_u8(byte.to_ascii_lowercase()));
    text.hash(&mut hasher);
    hasher.finish()
}
