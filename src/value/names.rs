//! Names of a list, to be found exactly or in any case.

use std::collections::HashMap;

/// Whether two texts are equal: most are told apart by length, without the call that compares them.
#[inline(always)]
pub(crate) fn same(one: &str, other: &str) -> bool {
    one.len() == other.len() && *one == *other
}

/// Where each name of a list stands; of equal names the first counts.
#[derive(Debug, Clone, Default)]
pub(crate) struct NameIndex {
    exact: HashMap<String, usize>,
    folded: HashMap<String, usize>,
}

impl NameIndex {
    pub(crate) fn of(names: &mut dyn ExactSizeIterator<Item = &str>) -> Self {
        let room = || HashMap::with_capacity(names.len());
        let mut index = Self { exact: room(), folded: room() };
        for (place, name) in names.enumerate() {
            index.exact.entry(name.to_owned()).or_insert(place);
            index.folded.entry(name.to_ascii_lowercase()).or_insert(place);
        }
        index
    }

    /// The place of exactly this name.
    pub(crate) fn exact(&self, name: &str) -> Option<usize> {
        self.exact.get(name).copied()
    }

    /// The place of this name, else of one that differs in ASCII case only.
    pub(crate) fn any_case(&self, name: &str) -> Option<usize> {
        self.exact(name).or_else(|| self.folded.get(&name.to_ascii_lowercase()).copied())
    }
}
