//! Values that no two accounts share, through a cycle: who holds each of them when an object is written.

use std::collections::HashMap;

use super::{Look, Run};
use crate::diagnostic::Severity;
use crate::provision::draft::{UniqueValue, conflict, held, unique};
use crate::provision::target;
use crate::sync_schema::ObjectKind;
use crate::value::json::Json;

/// What the write of an object does to such values.
#[derive(Debug, Clone)]
pub(super) struct Claim<'r> {
    pub(super) account: String,
    /// The source id of the object, as it is looked up, where the account is made.
    pub(super) created_for: Option<String>,
    /// The account as it was.
    pub(super) before: Option<&'r Json<'r>>,
    /// What it holds from then on; nothing where it is deleted.
    pub(super) values: Vec<UniqueValue>,
}

impl<'r> Run<'r, '_> {
    /// Finds the writes that another account is in the way of, in the order in which they are made; nobody can refer to
    /// an account that is refused. `stages`: whether deletions are held back.
    pub(super) fn find_conflicts(&mut self, kind: ObjectKind, looks: &mut [Look<'r>], stages: bool) {
        if looks.iter().all(|look| look.claim.is_none()) {
            return;
        }
        let mappings: Vec<_> = self.engine.programs(kind).iter().flat_map(unique).collect();
        let mut holders: HashMap<String, String> = HashMap::new();
        let accounts = self.target.map_or(&[][..], |target| target.of_kind(kind));
        for account in accounts {
            let Some(id) = target::id(account) else { continue };
            for value in held(&mappings, account) {
                holders.entry(value.known_by).or_insert_with(|| id.to_owned());
            }
        }
        for look in looks {
            let Some(Claim { account, created_for, before, values }) = look.claim.take() else { continue };
            if look.goes && stages {
                continue;
            }
            let mut conflicts: Vec<(&str, Vec<&UniqueValue>)> = Vec::new();
            for value in &values {
                let Some(holder) = holders.get(&value.known_by).filter(|holder| **holder != account) else {
                    continue;
                };
                match conflicts.iter_mut().find(|(other, _)| other == holder) {
                    Some((_, held)) => held.push(value),
                    None => conflicts.push((holder, vec![value])),
                }
            }
            // What is refused changes nothing.
            if !conflicts.is_empty() {
                let creates = created_for.is_some();
                look.conflicts =
                    conflicts.iter().map(|(holder, held)| conflict(holder, held, creates)).collect();
                let is_refused = look.conflicts.iter().any(|finding| finding.severity == Severity::Error);
                if let Some(id) = created_for.filter(|_| is_refused) {
                    look.is_not_made = true;
                    self.referable.remove(&id);
                }
                continue;
            }
            let goes = |path| values.is_empty() || values.iter().any(|changed| changed.path == path);
            for value in before.map(|before| held(&mappings, before)).unwrap_or_default() {
                if goes(value.path) && holders.get(&value.known_by) == Some(&account) {
                    holders.remove(&value.known_by);
                }
            }
            holders.extend(values.into_iter().map(|value| (value.known_by, account.clone())));
        }
    }
}
