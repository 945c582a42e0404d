//! Values that no two accounts share, through a cycle: who holds each of them when an object is written.

use std::collections::HashMap;

use super::{Look, Run};
use crate::provision::draft::{UniqueValue, held};
use crate::provision::target;
use crate::sync_schema::ObjectKind;
use crate::value::json::Json;

/// What the write of an object does to such values.
#[derive(Debug, Clone)]
pub(super) struct Claim<'r> {
    pub(super) account: String,
    /// The account as it was.
    pub(super) before: Option<&'r Json<'r>>,
    /// What it holds from then on; nothing where it is deleted.
    pub(super) values: Vec<UniqueValue>,
}

impl<'r> Run<'r, '_> {
    /// Finds the writes that another account is in the way of, in the order in which they are made. `stages`: whether
    /// deletions are held back.
    pub(super) fn find_conflicts(&self, kind: ObjectKind, looks: &mut [Look<'r>], stages: bool) {
        let Some(program) = self.engine.programs(kind).first() else { return };
        if looks.iter().all(|look| look.claim.is_none()) {
            return;
        }
        let mut holders: HashMap<String, String> = HashMap::new();
        let accounts = self.target.map_or(&[][..], |target| match kind {
            ObjectKind::User => &target.users,
            ObjectKind::Group => &target.groups,
        });
        for account in accounts {
            let Some(id) = target::id(account) else { continue };
            for (_, value) in held(program, account) {
                holders.entry(value).or_insert_with(|| id.to_owned());
            }
        }
        for look in looks {
            let Some(Claim { account, before, values }) = look.claim.take() else { continue };
            if look.goes && stages {
                continue;
            }
            let is_anothers =
                |(_, value): &&UniqueValue| holders.get(value).is_some_and(|holder| *holder != account);
            look.conflicts = values.iter().filter(is_anothers).map(|(number, _)| *number).collect();
            // What is refused changes nothing.
            if !look.conflicts.is_empty() {
                continue;
            }
            let goes = |number| values.is_empty() || values.iter().any(|(changed, _)| *changed == number);
            for (number, value) in before.map(|before| held(program, before)).unwrap_or_default() {
                if goes(number) && holders.get(&value) == Some(&account) {
                    holders.remove(&value);
                }
            }
            holders.extend(values.into_iter().map(|(_, value)| (value, account.clone())));
        }
    }
}
