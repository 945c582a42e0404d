//! Names that stand again.

use std::collections::HashMap;

/// Finds a name that stands again in another spelling; exact repetition is refused when reading.
pub(in crate::validate) struct Names<'o> {
    seen: Vec<&'o str>,
    /// Where each stands in `seen`, by its folded spelling.
    folded: HashMap<String, usize>,
}

impl<'o> Names<'o> {
    /// Beyond this many names a table takes over from comparing each with each.
    const FEW: usize = 48;

    pub(in crate::validate) fn among(count: usize) -> Self {
        Self { seen: Vec::with_capacity(count.min(Self::FEW)), folded: HashMap::new() }
    }

    /// The earlier spelling of `name`, if there is one.
    pub(in crate::validate) fn repeats(&mut self, name: &'o str) -> Option<&'o str> {
        if self.seen.len() < Self::FEW {
            let earlier = self.seen.iter().copied().find(|other| other.eq_ignore_ascii_case(name));
            if earlier.is_none() {
                self.seen.push(name);
            }
            return earlier;
        }
        if self.folded.is_empty() {
            let names = self.seen.iter().enumerate();
            self.folded = names.map(|(place, name)| (name.to_ascii_lowercase(), place)).collect();
        }
        let folded = name.to_ascii_lowercase();
        if let Some(place) = self.folded.get(&folded) {
            return self.seen.get(*place).copied();
        }
        self.folded.insert(folded, self.seen.len());
        self.seen.push(name);
        None
    }
}
