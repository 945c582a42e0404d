//! Values that no two accounts share: what an object writes of them.

use super::pass::Pass;
use crate::mapping::{AttributeMapping, Mapped};
use crate::provision::diff::Difference;
use crate::provision::gong::EMAIL;
use crate::provision::lifecycle::{Act, Row};
use crate::provision::program::ObjectProgram;
use crate::sync_schema::ObjectKind;
use crate::unicode::folded;

/// A value that one account may hold.
#[derive(Debug, Clone)]
pub(in crate::provision) struct UniqueValue {
    /// The target attribute, whichever mapping writes it.
    pub(in crate::provision) path: &'static str,
    /// Attribute and value.
    pub(in crate::provision) known_by: String,
}

impl UniqueValue {
    pub(in crate::provision) fn new((_, path, mapping): UniqueMapping<'_>, value: &str) -> Self {
        let value = if mapping.definition.case_exact { value.to_owned() } else { folded(value) };
        Self { path, known_by: format!("{path} {value}") }
    }
}

/// A mapping of a value that no two accounts share: its number, the target attribute and itself.
pub(in crate::provision) type UniqueMapping<'m> = (usize, &'static str, &'m AttributeMapping);

/// The mappings of an object mapping whose values no two accounts share.
pub(in crate::provision) fn unique(program: &ObjectProgram) -> impl Iterator<Item = UniqueMapping<'_>> {
    let paths: &[&str] = match program.kind {
        ObjectKind::User if program.definition.for_gong => &["userName", EMAIL],
        ObjectKind::User => &["userName"],
        ObjectKind::Group => &["displayName"],
    };
    program.mappings.iter().enumerate().filter_map(|(number, mapping)| {
        let path = paths.iter().find(|path| mapping.path.is(path))?;
        Some((number, *path, mapping))
    })
}

impl Pass<'_, '_, '_> {
    /// The values that a write gives to the account anew; told in a cycle only, where there are others to hold them.
    pub(super) fn unique_values(
        &self,
        row: &Row,
        mapped: &[Mapped<'_>],
        differences: &[Difference<'_>],
    ) -> Vec<UniqueValue> {
        if !self.around.rivals.are_told() || !matches!(row.act, Act::Create | Act::Update) {
            return Vec::new();
        }
        let of = |(number, path, mapping): UniqueMapping<'_>| {
            let value = match row.act {
                Act::Create => mapping.at_creation(mapped.get(number)?.clone())?.log_text().into_owned(),
                _ => differences.iter().find(|it| it.number == number)?.value.log_text().into_owned(),
            };
            Some(UniqueValue::new((number, path, mapping), &value))
        };
        unique(self.program).filter_map(of).collect()
    }
}
