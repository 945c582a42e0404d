//! Who comes first with a matching value, and with the account it finds.

use std::collections::{HashMap, HashSet};

use super::matching::MatchingValue;
use crate::unicode::folded;

/// The matching values and accounts that objects of a cycle lay claim to.
#[derive(Debug, Default)]
pub(in crate::provision) struct Claims {
    linked: HashSet<String>,
    /// With the number of the object that claimed it first, and whether it is found by it.
    unlinked: HashMap<String, (usize, bool)>,
    /// The number of the object looked at.
    pub(in crate::provision) number: usize,
}

impl Claims {
    /// The account of an object with a stored pair, which nobody can take from it, be it in scope or not.
    pub(super) fn hold_account(&mut self, id: &str) {
        self.linked.insert(account(id));
    }

    /// The values of an object with a stored pair.
    pub(super) fn hold(&mut self, values: &[MatchingValue<'_, '_>]) {
        self.linked.extend(values.iter().map(claim));
    }

    /// The claims of an object without a stored pair; false where another object came first with the account found,
    /// or with one of the `queried` values that are asked for. Its account will hold the others too.
    pub(super) fn stake(
        &mut self,
        values: &[MatchingValue<'_, '_>],
        queried: usize,
        found: Option<&str>,
    ) -> bool {
        let found = found.map(account);
        let queried = queried.saturating_add(usize::from(found.is_some()));
        let values: Vec<String> = found.into_iter().chain(values.iter().map(claim)).collect();
        let taken = |value: &String| self.linked.contains(value) || self.unlinked.contains_key(value);
        if values.iter().take(queried).any(taken) {
            return false;
        }
        for (at, value) in values.into_iter().enumerate() {
            self.unlinked.entry(value).or_insert((self.number, at < queried));
        }
        true
    }

    /// The objects whose claim an object with a stored pair turned out to have, later in the cycle.
    pub(in crate::provision) fn lost(&self) -> impl Iterator<Item = usize> {
        let lost =
            self.unlinked.iter().filter(|(value, (_, queried))| *queried && self.linked.contains(*value));
        lost.map(|(_, (number, _))| *number)
    }
}

/// What is claimed of an account: its id.
fn account(id: &str) -> String {
    format!("id {id}")
}

/// What is claimed: the value in the matching attribute.
fn claim((_, mapping, value): &MatchingValue<'_, '_>) -> String {
    format!("{} {}", folded(&mapping.path.text), folded(&value.to_log_text()))
}
