//! Values that no two accounts share: what an object writes of them.

use super::pass::Pass;
use crate::diagnostic::{Diagnostic, Severity, code, quoted};
use crate::mapping::{AttributeMapping, Mapped, json_log_text};
use crate::provision::diff::{Difference, at_creation};
use crate::provision::lifecycle::{Act, Row};
use crate::provision::program::ObjectProgram;
use crate::sync_schema::ObjectKind;
use crate::unicode::folded;
use crate::value::json::Json;

/// The work e-mail address, unique in Gong.
const EMAIL: &str = "emails[type eq \"work\"].value";

/// A value that one account may hold: the number of its mapping, and what it is known by.
pub(in crate::provision) type UniqueValue = (usize, String);

/// The mappings of an object mapping whose values no two accounts share, with their numbers.
pub(super) fn unique(program: &ObjectProgram) -> impl Iterator<Item = (usize, &AttributeMapping)> {
    program.mappings.iter().enumerate().filter(|(_, mapping)| match program.kind {
        ObjectKind::User => {
            mapping.path.is("userName") || (program.definition.for_gong && mapping.path.is(EMAIL))
        }
        ObjectKind::Group => mapping.path.is("displayName"),
    })
}

/// What a value is known by.
fn known_by((number, mapping): (usize, &AttributeMapping), value: &str) -> UniqueValue {
    let value = if mapping.definition.case_exact { value.to_owned() } else { folded(value) };
    (number, format!("{} {value}", folded(&mapping.path.text)))
}

/// The values that an account holds.
pub(in crate::provision) fn held(program: &ObjectProgram, account: &Json<'_>) -> Vec<UniqueValue> {
    let of = |(number, mapping): (usize, &AttributeMapping)| {
        let values = mapping.path.values(account).map(json_log_text);
        values.map(|value| known_by((number, mapping), &value)).collect::<Vec<_>>()
    };
    unique(program).flat_map(of).collect()
}

impl Pass<'_, '_, '_> {
    /// The values that a write gives to the account anew; told in a cycle only, where there are others to hold them.
    pub(super) fn unique_values(
        &self,
        row: &Row,
        mapped: &[Mapped<'_>],
        differences: &[Difference<'_>],
    ) -> Vec<UniqueValue> {
        if self.around.claimed.is_none() || !matches!(row.act, Act::Create | Act::Update) {
            return Vec::new();
        }
        let of = |(number, mapping): (usize, &AttributeMapping)| {
            let value = match row.act {
                Act::Create => {
                    let mapped = mapped.get(number)?;
                    at_creation(mapping, mapped.state, mapped.value.clone())?.log_text().into_owned()
                }
                _ => differences.iter().find(|it| it.number == number)?.value.log_text().into_owned(),
            };
            Some(known_by((number, mapping), &value))
        };
        unique(self.program).filter_map(of).collect()
    }
}

/// The finding about a value that another account holds.
pub(in crate::provision) fn conflict(program: &ObjectProgram, number: usize, act: Act) -> Option<Diagnostic> {
    let mapping = program.mappings.iter().nth(number)?;
    let path = quoted(&mapping.path.text);
    let message = format!("another account holds this value of {path}, so the target refuses the write");
    let finding = mapping.definition.locate(Diagnostic::new(&code::plan::ENTRY_CONFLICT, message), "");
    let finding = if mapping.path.is(EMAIL) { finding.severity(Severity::Warning) } else { finding };
    Some(match act {
        Act::Create => finding.help(format!("match by {path}, or correct the account in the target")),
        _ => finding.help("correct one of the two accounts in the target, or the value in Entra"),
    })
}
