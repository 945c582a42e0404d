//! Who comes first with a matching value, and with the account it finds.

use std::collections::HashSet;

use super::matching::MatchingValue;
use crate::unicode::folded;

/// The matching values and accounts that objects of a cycle lay claim to, those with a stored pair first.
#[derive(Debug, Default)]
pub(in crate::provision) struct Claims(HashSet<String>);

impl Claims {
    /// The account of an object with a stored pair, which nobody can take from it, be it in scope or not.
    pub(in crate::provision) fn hold_account(&mut self, id: &str) {
        self.0.insert(account(id));
    }

    /// The values of an object with a stored pair.
    pub(super) fn hold(&mut self, values: &[MatchingValue<'_, '_>]) {
        self.0.extend(values.iter().map(claim));
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
        let is_first = !values.iter().take(queried).any(|value| self.0.contains(value));
        if is_first {
            self.0.extend(values);
        }
        is_first
    }
}

/// What is claimed of an account: its id.
fn account(id: &str) -> String {
    format!("id {id}")
}

/// What is claimed: the value in the matching attribute.
fn claim((_, mapping, value): &MatchingValue<'_, '_>) -> String {
    format!("{} {}", folded(&mapping.path.text), folded(&value.log_text()))
}
