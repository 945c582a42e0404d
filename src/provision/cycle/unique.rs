//! Values that no two accounts share, through a cycle: who holds each of them when an object is written.

use std::collections::HashMap;

use super::{Look, Run};
use crate::diagnostic::{Diagnostic, Severity, code, quoted};
use crate::mapping::json_log_text;
use crate::provision::draft::{UniqueMapping, UniqueValue, unique};
use crate::provision::gong::EMAIL;
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
            let conflicts = held_by_others(&values, &account, &holders);
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

/// The values that an account holds, by the mappings of all object mappings of its kind.
fn held(mappings: &[UniqueMapping<'_>], account: &Json<'_>) -> Vec<UniqueValue> {
    let of = |unique: &UniqueMapping<'_>| {
        let values = unique.2.path.values(account).map(json_log_text);
        values.map(|value| UniqueValue::new(*unique, &value)).collect::<Vec<_>>()
    };
    mappings.iter().flat_map(of).collect()
}

/// The values that accounts other than this one hold, by those accounts.
fn held_by_others<'v>(
    values: &'v [UniqueValue],
    account: &str,
    holders: &'v HashMap<String, String>,
) -> Vec<(&'v str, Vec<&'v UniqueValue>)> {
    let mut others: Vec<(&str, Vec<&UniqueValue>)> = Vec::new();
    for value in values {
        let Some(holder) = holders.get(&value.known_by).filter(|holder| *holder != account) else { continue };
        match others.iter_mut().find(|(other, _)| other == holder) {
            Some((_, held)) => held.push(value),
            None => others.push((holder, vec![value])),
        }
    }
    others
}

/// The finding about a write of values that another account holds.
fn conflict(holder: &str, held: &[&UniqueValue], creates: bool) -> Diagnostic {
    let paths: Vec<_> = held.iter().map(|value| quoted(value.path).to_string()).collect();
    // Of the e-mail address it is not certain that the target refuses it.
    let refused = held.iter().find(|value| value.path != EMAIL);
    let (severity, refuses) = match refused {
        Some(_) => (Severity::Error, "refuses"),
        None => (Severity::Warning, "may refuse"),
    };
    let message = format_args!(
        "the account {} holds this value of {}, so the target {refuses} the write",
        quoted(holder),
        paths.join(" and of ")
    );
    let finding = Diagnostic::new(&code::plan::ENTRY_CONFLICT, message).severity(severity);
    finding.help(match refused.filter(|_| creates) {
        Some(value) => format!("match by {}, or correct the account in the target", quoted(value.path)),
        None => "correct one of the two accounts in the target, or the value in Entra".to_owned(),
    })
}
