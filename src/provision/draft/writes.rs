//! What the first pass sends for an object.

use super::pass::Pass;
use crate::mapping::{Flowing, Mapped};
use crate::provision::diff::{Difference, flow_always};
use crate::provision::lifecycle::{Act, Row};
use crate::provision::members::{MemberChanges, member_mapping};
use crate::provision::preview::{AttributeOutcome, AttributePreview};
use crate::provision::request::{Method, Purpose, Request, collection, path};
use crate::value::json::JsonText;

impl<'p> Pass<'p, '_, '_> {
    /// What a PATCH sends of the differences. Where there is none, the members of a group may be all that differs.
    pub(super) fn sent(
        &self,
        row: &Row,
        mapped: &[Mapped<'p>],
        mut differences: Vec<Difference<'p>>,
    ) -> Vec<Difference<'p>> {
        match row.act {
            Act::Update if differences.is_empty() => {}
            Act::Update => flow_always(self.program, mapped, &mut differences),
            Act::Disable => differences.retain(|difference| self.disables(difference.mapping)),
            Act::Create | Act::Delete | Act::None | Act::Skip | Act::Fail => differences.clear(),
        }
        differences
    }

    /// The request that carries out a row.
    pub(super) fn account_write(
        &self,
        row: &Row,
        mapped: &[Mapped<'_>],
        sent: &[Difference<'_>],
        target_id: Option<&str>,
    ) -> Option<Request> {
        let path = || path(self.program.kind, target_id);
        let purpose = match row.act {
            Act::Create => return Some(self.create(mapped)),
            Act::Delete => return Some(Request::new(Method::Delete, path(), Purpose::Delete)),
            Act::Update => Purpose::Update,
            Act::Disable => Purpose::Disable,
            Act::None | Act::Skip | Act::Fail => return None,
        };
        (!sent.is_empty()).then(|| Request::patch(path(), self.engine.writer().changes(sent), purpose))
    }

    /// The POST that creates an account, defaults in place of nulls.
    fn create(&self, mapped: &[Mapped<'_>]) -> Request {
        let mappings = self.program.mappings.iter().zip(mapped);
        let values: Vec<Option<Flowing<'_>>> =
            mappings.map(|(mapping, mapped)| mapping.at_creation(mapped.clone())).collect();
        let mut body = String::new();
        self.program.template.write(&mut body, &values);
        let path = collection(self.program.kind);
        Request::new(Method::Post, path, Purpose::Create).body(JsonText::written(body))
    }

    /// The PATCH of a group's members, told in the preview of their mapping as well.
    pub(super) fn member_write(
        &self,
        members: &MemberChanges,
        target_id: Option<&str>,
        attributes: &mut [AttributePreview],
    ) -> Option<Request> {
        let (number, mapping) = member_mapping(self.program).filter(|_| members.differ())?;
        let writer = self.engine.writer();
        if let Some(attribute) = attributes.get_mut(number) {
            attribute.outcome = AttributeOutcome::Flows;
            attribute.value = writer.member_values(&members.added);
            attribute.after.clone_from(&attribute.value);
            attribute.before = writer.member_values(&members.removed);
        }
        let operations = writer.members(&mapping.path.text, &members.added, &members.removed);
        Some(Request::patch(path(self.program.kind, target_id), operations, Purpose::Members))
    }
}
