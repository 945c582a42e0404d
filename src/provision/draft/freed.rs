//! What accounts are no longer found by, behind the objects that change or delete them.

use std::collections::HashMap;

use super::Around;
use super::pass::Pass;
use crate::mapping::AttributeMapping;
use crate::provision::diff::Difference;
use crate::provision::lifecycle::{Act, Row};
use crate::provision::target;
use crate::scim::Verb;
use crate::sync_schema::ObjectKind;
use crate::unicode::folded;
use crate::value::json::Json;

/// Matching attributes of accounts whose values go in a cycle, with the place of the object whose write does that.
pub(in crate::provision) type Freed = HashMap<String, usize>;

/// A matching attribute of an account.
fn known_by(kind: ObjectKind, account: &str, mapping: &AttributeMapping) -> String {
    format!("{} {} {account}", kind.as_str(), folded(&mapping.path.text))
}

impl Around<'_, '_> {
    /// Whether an account holds what it held before the cycle when the object is looked at.
    pub(super) fn holds_still(
        &self,
        kind: ObjectKind,
        mapping: &AttributeMapping,
        account: &Json<'_>,
    ) -> bool {
        self.freed.is_none_or(|(freed, place)| {
            let since = || freed.get(&known_by(kind, target::id(account)?, mapping));
            freed.is_empty() || since().is_none_or(|since| place <= *since)
        })
    }
}

impl Pass<'_, '_, '_> {
    /// The matching attributes whose values the account loses; told in a cycle only, where others could look for them.
    pub(super) fn freed(
        &self,
        row: &Row,
        account: Option<&str>,
        differences: &[Difference<'_>],
    ) -> Vec<String> {
        let Some(account) = account.filter(|_| self.around.rivals.are_told()) else { return Vec::new() };
        let is_replaced = |number| differences.iter().any(|it| it.number == number && it.op == Verb::Replace);
        let goes = |(number, mapping): &(usize, &AttributeMapping)| match row.act {
            Act::Delete => true,
            Act::Update => is_replaced(*number),
            Act::Disable => self.disables(mapping) && is_replaced(*number),
            Act::Create | Act::None | Act::Skip | Act::Fail => false,
        };
        let matching = self.program.mappings.matching().filter(goes);
        matching.map(|(_, mapping)| known_by(self.program.kind, account, mapping)).collect()
    }
}
