//! How many objects there are of each sort.

use serde::{Serialize, Serializer};

/// Objects counted by a word, such as their verdict; in the order of the words. Words without objects are not in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary(Vec<(&'static str, usize)>);

impl Summary {
    /// One more object of this sort.
    pub(super) fn count(&mut self, word: &'static str) {
        // A handful of words: an ordered map would be more code than all that counts with it.
        match self.0.binary_search_by_key(&word, |(word, _)| *word) {
            Ok(place) => {
                if let Some((_, count)) = self.0.get_mut(place) {
                    *count = count.saturating_add(1);
                }
            }
            Err(place) => self.0.insert(place, (word, 1)),
        }
    }

    /// The number of objects of a sort.
    pub fn get(&self, word: &str) -> usize {
        self.iter().find(|(known, _)| *known == word).map_or(0, |(_, count)| count)
    }

    /// The words with their numbers.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, usize)> {
        self.0.iter().copied()
    }
}

impl Serialize for Summary {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}
