//! Tables with texts as keys, and sets of texts, in order.
//!
//! The ordered maps of the standard library are compiled anew for every type of value, some 5 kB of WebAssembly each.
//! Here sorted lists hold the entries, each short enough that an entry is put into its middle in no time.

use std::fmt;

use serde::{Serialize, Serializer};

/// Values by keys, in the order of the keys' code points.
#[derive(Clone)]
pub struct Table<V> {
    /// None is empty, and all keys of one come before those of the next.
    pages: Vec<Vec<(String, V)>>,
}

/// The most entries of a page.
const PAGE: usize = 128;

impl<V> Table<V> {
    /// The page that holds a key or would hold it, and its place there.
    fn place(&self, key: &str) -> (usize, Result<usize, usize>) {
        let begins_before = |page: &Vec<(String, V)>| page.first().is_some_and(|(first, _)| **first <= *key);
        let page = self.pages.partition_point(begins_before).saturating_sub(1);
        let entries = self.pages.get(page).map(Vec::as_slice).unwrap_or_default();
        (page, entries.binary_search_by(|(known, _)| (**known).cmp(key)))
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&V> {
        let (page, place) = self.place(key);
        self.pages.get(page)?.get(place.ok()?).map(|(_, value)| value)
    }

    /// Whether there is a value for a key.
    pub fn contains_key(&self, key: &str) -> bool {
        self.place(key).1.is_ok()
    }

    /// Sets the value of a key; returns the one it had.
    pub fn insert(&mut self, key: String, value: V) -> Option<V> {
        let (page, place) = self.place(&key);
        let next = page.saturating_add(1);
        match (self.pages.get_mut(page), place) {
            (Some(entries), Ok(at)) => {
                return entries.get_mut(at).map(|(_, old)| std::mem::replace(old, value));
            }
            // What comes in order leaves full pages behind.
            (Some(_), Err(PAGE)) => self.pages.insert(next, vec![(key, value)]),
            (Some(entries), Err(at)) => {
                entries.insert(at, (key, value));
                if entries.len() > PAGE {
                    let rest = entries.split_off(PAGE / 2);
                    self.pages.insert(next, rest);
                }
            }
            (None, _) => self.pages.push(vec![(key, value)]),
        }
        None
    }

    /// Removes a key; returns its value.
    pub fn remove(&mut self, key: &str) -> Option<V> {
        let (page, place) = self.place(key);
        let entries = self.pages.get_mut(page)?;
        let (_, value) = entries.remove(place.ok()?);
        if entries.is_empty() {
            self.pages.remove(page);
        }
        Some(value)
    }

    /// Removes all.
    pub fn clear(&mut self) {
        self.pages.clear();
    }

    /// The number of keys.
    pub fn len(&self) -> usize {
        self.pages.iter().map(Vec::len).sum()
    }

    /// Whether there are no keys.
    pub fn is_empty(&self) -> bool {
        self.pages.is_empty()
    }

    /// The keys with their values.
    pub fn iter(&self) -> impl Iterator<Item = (&String, &V)> {
        self.pages.iter().flatten().map(|(key, value)| (key, value))
    }

    /// The keys.
    pub fn keys(&self) -> impl Iterator<Item = &String> {
        self.iter().map(|(key, _)| key)
    }

    /// The values, in the order of the keys.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.iter().map(|(_, value)| value)
    }

    /// The values, to be changed.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut V> {
        self.pages.iter_mut().flatten().map(|(_, value)| value)
    }
}

impl<V> Default for Table<V> {
    fn default() -> Self {
        Self { pages: Vec::new() }
    }
}

impl<V: PartialEq> PartialEq for Table<V> {
    /// How the entries lie on pages does not count.
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl<V: Eq> Eq for Table<V> {}

impl<V: fmt::Debug> fmt::Debug for Table<V> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_map().entries(self.iter()).finish()
    }
}

impl<V> Extend<(String, V)> for Table<V> {
    fn extend<I: IntoIterator<Item = (String, V)>>(&mut self, entries: I) {
        for (key, value) in entries {
            self.insert(key, value);
        }
    }
}

impl<V> FromIterator<(String, V)> for Table<V> {
    fn from_iter<I: IntoIterator<Item = (String, V)>>(entries: I) -> Self {
        let mut table = Self::default();
        table.extend(entries);
        table
    }
}

impl<V, const N: usize> From<[(String, V); N]> for Table<V> {
    fn from(entries: [(String, V); N]) -> Self {
        entries.into_iter().collect()
    }
}

impl<V> IntoIterator for Table<V> {
    type Item = (String, V);
    type IntoIter = std::iter::Flatten<std::vec::IntoIter<Vec<(String, V)>>>;

    fn into_iter(self) -> Self::IntoIter {
        self.pages.into_iter().flatten()
    }
}

impl<V> std::ops::Index<&str> for Table<V> {
    type Output = V;

    #[expect(clippy::expect_used, reason = "as every index does; no input is looked up with it")]
    fn index(&self, key: &str) -> &V {
        self.get(key).expect("the key is in the table")
    }
}

impl<V: Serialize> Serialize for Table<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

/// A set of texts, in the order of their code points.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Texts(Table<()>);

impl Texts {
    /// Whether a text is in the set.
    pub fn contains(&self, text: &str) -> bool {
        self.0.contains_key(text)
    }

    /// Puts a text into the set.
    pub fn insert(&mut self, text: String) {
        self.0.insert(text, ());
    }

    /// Takes a text out of the set.
    pub fn remove(&mut self, text: &str) {
        self.0.remove(text);
    }

    /// Removes all.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Whether there are no texts in the set.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The texts.
    pub fn iter(&self) -> impl Iterator<Item = &String> {
        self.0.keys()
    }
}

impl Extend<String> for Texts {
    fn extend<I: IntoIterator<Item = String>>(&mut self, texts: I) {
        for text in texts {
            self.insert(text);
        }
    }
}

impl FromIterator<String> for Texts {
    fn from_iter<I: IntoIterator<Item = String>>(texts: I) -> Self {
        let mut set = Self::default();
        set.extend(texts);
        set
    }
}

impl<const N: usize> From<[String; N]> for Texts {
    fn from(texts: [String; N]) -> Self {
        texts.into_iter().collect()
    }
}

impl Serialize for Texts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl IntoIterator for Texts {
    type Item = String;
    type IntoIter = std::iter::Map<<Table<()> as IntoIterator>::IntoIter, fn((String, ())) -> String>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter().map(|(text, ())| text)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::Table;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn holds_what_an_ordered_map_holds(
            changes in prop::collection::vec((0..600_u32, prop::option::weighted(0.7, 0..9_u8)), 0..2_000),
            in_order in 0..600_u32,
        ) {
            let mut expected: BTreeMap<String, u8> = (0..in_order).map(|key| (key.to_string(), 0)).collect();
            let mut table: Table<u8> = expected.clone().into_iter().collect();
            for (key, value) in changes {
                let key = key.to_string();
                match value {
                    Some(value) => prop_assert_eq!(table.insert(key.clone(), value), expected.insert(key, value)),
                    None => prop_assert_eq!(table.remove(&key), expected.remove(&key)),
                }
            }
            prop_assert!(table.pages.iter().all(|page| !page.is_empty() && page.len() <= super::PAGE));
            prop_assert_eq!(table.len(), expected.len());
            prop_assert!((0..600).all(|key| table.get(&key.to_string()) == expected.get(&key.to_string())));
            prop_assert!(table.iter().eq(&expected));
            let again: Table<u8> = expected.clone().into_iter().collect();
            prop_assert_eq!(&table, &again);
            prop_assert!(table.into_iter().eq(expected));
        }
    }
}
