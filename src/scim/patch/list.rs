//! The elements of a multi-valued attribute while operations change them.

use std::collections::HashMap;
use std::iter::Chain;
use std::ops::Range;
use std::vec::IntoIter;

use crate::unicode;
use crate::value::hash::fnv64;
use crate::value::json::Json;
use crate::value::order;

/// As many elements are looked at one by one before an index is worth its making.
const FEW: usize = 4_096;

/// The elements of an attribute. One that is taken away leaves `null`, which is no element, in its place until the PATCH
/// is done, so that the places of the others hold from operation to operation.
pub(super) struct List<'a> {
    items: Vec<Json<'a>>,
    index: Index,
}

/// Where the elements of a list stand that could agree with a value: by the texts they hold. So as many values are looked
/// up in a list as stand in it, in time that grows with both and not with their product.
#[derive(Default)]
pub(super) struct Index {
    /// How many items are elements.
    count: usize,
    /// How many elements look-ups have looked at one by one.
    scanned: usize,
    /// Made when it pays. A place once given stays, so that one may have changed since.
    places: Option<HashMap<u64, Vec<usize>>>,
}

impl Index {
    pub(super) fn new(items: &[Json<'_>]) -> Self {
        let count = items.iter().filter(|item| !item.is_null()).count();
        Self { count, ..Self::default() }
    }

    pub(super) const fn count(&self) -> usize {
        self.count
    }
}

impl<'a> List<'a> {
    /// The list with what an earlier operation knew of it.
    pub(super) fn new(items: Vec<Json<'a>>, index: Option<Index>) -> Self {
        let index = index.unwrap_or_else(|| Index::new(&items));
        Self { items, index }
    }

    pub(super) fn into_parts(self) -> (Vec<Json<'a>>, Index) {
        (self.items, self.index)
    }

    pub(super) const fn count(&self) -> usize {
        self.index.count
    }

    /// How many places there are.
    pub(super) const fn places(&self) -> usize {
        self.items.len()
    }

    pub(super) fn get(&self, at: usize) -> Option<&Json<'a>> {
        self.items.get(at).filter(|item| !item.is_null())
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Json<'a>> {
        self.items.iter_mut()
    }

    pub(super) fn push(&mut self, element: Json<'a>) {
        self.index.count = self.index.count.saturating_add(1);
        self.items.push(element);
        self.mark(self.items.len().saturating_sub(1));
    }

    /// Changes the element at a place; `null` takes it away.
    pub(super) fn change<R>(&mut self, at: usize, change: impl FnOnce(&mut Json<'a>) -> R) -> Option<R> {
        let element = self.items.get_mut(at).filter(|item| !item.is_null())?;
        let result = change(element);
        if element.is_null() {
            self.index.count = self.index.count.saturating_sub(1);
        } else {
            self.mark(at);
        }
        Some(result)
    }

    fn mark(&mut self, at: usize) {
        let (Some(places), Some(element)) = (&mut self.index.places, self.items.get(at)) else { return };
        for text in texts(element) {
            let places = places.entry(text).or_default();
            if places.last() != Some(&at) {
                places.push(at);
            }
        }
    }

    /// The places, in order, of the elements that could hold all of these texts; all places where none is given.
    pub(super) fn candidates(
        &mut self,
        texts: &mut dyn Iterator<Item = u64>,
    ) -> Chain<IntoIter<usize>, Range<usize>> {
        let mut texts = texts.peekable();
        let mut some = None;
        if texts.peek().is_some() {
            if self.index.places.is_none() && self.index.scanned < FEW {
                self.index.scanned = self.index.scanned.saturating_add(self.items.len());
            } else {
                if self.index.places.is_none() {
                    self.index.places = Some(HashMap::with_capacity(self.items.len()));
                    (0..self.items.len()).for_each(|at| self.mark(at));
                }
                let marked = self.index.places.as_ref();
                let places = texts
                    .map(|text| marked.and_then(|marked| marked.get(&text)).map_or(&[][..], |places| places));
                some = places.min_by_key(|places| places.len()).map(<[_]>::to_vec);
            }
        }
        let all = if some.is_some() { 0..0 } else { 0..self.items.len() };
        let mut some = some.unwrap_or_default();
        order::sort_by_key(&mut some, |place| *place);
        some.dedup();
        some.into_iter().chain(all)
    }
}

/// A mark for a text, which may stand for its `value`, and for each member that is one or a list of them.
pub(super) fn texts<'j>(value: &'j Json<'_>) -> impl Iterator<Item = u64> + 'j {
    let own = value.as_str().map(|text| mark("value", text));
    let members = value.as_object().into_iter().flat_map(|object| object.iter());
    let inside = members.flat_map(|(name, value)| {
        value.items().iter().filter_map(move |item| Some(mark(name, item.as_str()?)))
    });
    own.into_iter().chain(inside)
}

/// Equal for texts that are equal but for their case, names alike; others may share one.
pub(super) fn mark(name: &str, text: &str) -> u64 {
    let letters = name.chars().chain(['\0']).chain(text.chars());
    fnv64(0, letters.map(|letter| unicode::lower(letter).into()))
}
