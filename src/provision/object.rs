//! One object on its own: source in, preview out.

use std::borrow::Cow;

use super::draft::{Around, Assigned, Rivals};
use super::engine::Engine;
use super::lifecycle::Reason;
use super::members::Membership;
use super::memberships::GroupsOf;
use super::preview::{
    Matching, Preview, ProvisioningAction, ProvisioningStatus, ScopeDecision, SourceReference, Verdict,
};
use super::program::ObjectProgram;
use super::request::{Purpose, Request};
use super::roll::Roll;
use super::target::Targets;
use crate::diagnostic::{Diagnostic, Diagnostics, Findings, Severity, code};
use crate::input;
use crate::limits::Limits;
use crate::mapping::{Projection, Record};
use crate::sync_schema::ObjectKind;
use crate::value::entra::plain_id;
use crate::value::json::{self, Json, Object, Reader};

/// A user or group of Entra as Microsoft Graph JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceObject<'t> {
    text: Cow<'t, str>,
    kind: ObjectKind,
}

impl<'t> SourceObject<'t> {
    /// Takes the JSON text of one object.
    ///
    /// # Errors
    /// `IN001` to `IN005` and limits for the JSON, `IN008` where it is not an object.
    pub fn new(
        kind: ObjectKind,
        text: impl Into<Cow<'t, str>>,
        limits: &Limits,
    ) -> Result<Self, Diagnostics> {
        let text = text.into();
        members_of(kind, &text, limits)?;
        Ok(Self { text, kind })
    }

    /// As [`SourceObject::new`]: a group where the object tells what only groups have, and nothing of a user.
    ///
    /// # Errors
    /// As [`SourceObject::new`].
    pub fn of_its_kind(text: impl Into<Cow<'t, str>>, limits: &Limits) -> Result<Self, Diagnostics> {
        let text = text.into();
        let members = members_of(ObjectKind::User, &text, limits)?;
        let mut facts = Record::default();
        let is_group = Record::may_be_of_group(&members)
            && Projection::facts().read(&mut Reader::new(&text), &mut facts, limits).is_ok()
            && facts.is_of_group();
        drop((members, facts));
        Ok(Self { text, kind: if is_group { ObjectKind::Group } else { ObjectKind::User } })
    }

    /// An object of the kind that is given, or else tells its own.
    pub(super) fn of(
        kind: Option<ObjectKind>,
        text: impl Into<Cow<'t, str>>,
        limits: &Limits,
    ) -> Result<Self, Diagnostics> {
        match kind {
            Some(kind) => Self::new(kind, text, limits),
            None => Self::of_its_kind(text, limits),
        }
    }

    /// A user, read within the default limits.
    ///
    /// # Errors
    /// As [`SourceObject::new`].
    pub fn user(text: impl Into<Cow<'t, str>>) -> Result<Self, Diagnostics> {
        Self::new(ObjectKind::User, text, &Limits::DEFAULT)
    }

    /// A group, read within the default limits.
    ///
    /// # Errors
    /// As [`SourceObject::new`].
    pub fn group(text: impl Into<Cow<'t, str>>) -> Result<Self, Diagnostics> {
        Self::new(ObjectKind::Group, text, &Limits::DEFAULT)
    }

    /// The objects of a file: a JSON array, a Graph page, one object, one object a line, or users in CSV; several pages stand
    /// in an array or one a line. An object that cannot be read is left out and named in `unread`, at its place in the file;
    /// so is a page that names another (`IN009`).
    ///
    /// # Errors
    /// Those of [`Items`](input::Items), and for CSV those of [`csv_users`](input::csv_users): `IN001` to `IN005`, `IN008`,
    /// `LM005`, where the file cannot be divided into objects.
    pub fn all(
        kind: ObjectKind,
        text: &'t str,
        limits: &Limits,
        unread: &mut Diagnostics,
    ) -> Result<Vec<Self>, Diagnostic> {
        if kind == ObjectKind::User && input::is_csv(text) {
            let users = input::csv_users(text, limits)?;
            return Ok(users.iter().map(|user| Self::from_json(kind, user)).collect());
        }
        let mut objects = Vec::new();
        let mut refused = Findings::new(limits.findings);
        let mut items = input::Items::new(text)?;
        for span in &mut items {
            let span = span?;
            match Self::new(kind, span.of(text), limits) {
                Ok(object) => objects.push(object),
                Err(found) => {
                    for finding in found {
                        refused.push_placed(finding, |finding| input::located(text, span, finding));
                    }
                }
            }
        }
        unread.extend(refused.list());
        unread.extend(items.other_pages());
        Ok(objects)
    }

    /// An object that was read already.
    pub fn from_json(kind: ObjectKind, object: &Json<'_>) -> Self {
        Self { text: Cow::Owned(object.to_string()), kind }
    }

    /// Its JSON text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// User or group.
    pub const fn kind(&self) -> ObjectKind {
        self.kind
    }
}

/// The members of a source object, by its JSON text.
fn members_of<'t>(kind: ObjectKind, text: &'t str, limits: &Limits) -> Result<Object<'t>, Diagnostics> {
    match json::parse(text, limits)? {
        Json::Object(members) => Ok(members),
        other => {
            let message =
                format!("a source {} must be a JSON object, not {}", kind.as_str(), other.kind_name());
            Err(Diagnostic::new(&code::input::UNEXPECTED_SHAPE, message).into())
        }
    }
}

/// What other objects tell when one is previewed.
#[derive(Clone, Copy)]
pub(super) struct Others<'o> {
    /// Whether the object is assigned; `None`: settings and object tell alone.
    pub(super) assigned: Option<Assigned>,
    /// The account of another object, where this one can refer to it.
    pub(super) referable: &'o dyn Fn(&str) -> Option<String>,
    /// The groups it is a member of, where that is known.
    pub(super) groups: Option<GroupsOf<'o>>,
}

impl<'o> Others<'o> {
    /// What the settings tell, for an object on its own.
    fn by_settings(referable: &'o dyn Fn(&str) -> Option<String>) -> Self {
        Self { assigned: None, referable, groups: None }
    }
}

impl Engine {
    /// What the service would do with one object. `target` is its account before the cycle, found by the stored pair
    /// or by matching; other objects are known by the stored pairs of the settings alone.
    pub fn preview(&self, source: &SourceObject<'_>, target: Option<&Json<'_>>) -> Preview {
        self.preview_among(source, target, Others::by_settings(&self.stored()))
    }

    /// The accounts of other objects, where the settings know their stored pairs.
    fn stored(&self) -> impl Fn(&str) -> Option<String> {
        |id| self.settings.links.get(&plain_id(id)).cloned()
    }

    /// As [`Engine::preview`], of the object with this JSON text, which is read once. An object of no given kind is a group
    /// or a user as [`SourceObject::of_its_kind`] tells.
    ///
    /// # Errors
    /// As [`SourceObject::new`].
    pub fn preview_text(
        &self,
        kind: Option<ObjectKind>,
        text: &str,
        target: Option<&Json<'_>>,
    ) -> Result<Preview, Diagnostics> {
        if let [program] = self.programs(ObjectKind::User)
            && kind != Some(ObjectKind::Group)
        {
            let mut record = self.spare();
            let read = program.projection.read_whole(text, &mut record, &self.limits);
            // What is refused here is refused below, with what is wrong first.
            let is_user = read.is_ok() && (kind.is_some() || !record.is_of_group());
            let preview = is_user.then(|| {
                let accounts = self.stored();
                let others = Others::by_settings(&accounts);
                self.preview_read(program, &mut record, Diagnostics::new(), target, others)
            });
            self.keep(record);
            if let Some(preview) = preview {
                return Ok(preview);
            }
        }
        Ok(self.preview(&SourceObject::of(kind, text, &self.limits)?, target))
    }

    /// As [`Engine::preview`], with what other objects tell.
    pub(super) fn preview_among(
        &self,
        source: &SourceObject<'_>,
        target: Option<&Json<'_>>,
        others: Others<'_>,
    ) -> Preview {
        let Some(program) = self.program(source.kind, &source.text) else {
            return Preview { diagnostics: unmapped(source.kind).into(), ..self.unmapped(source) };
        };
        let (mut record, findings) = self.read(&program.projection, &source.text);
        self.preview_read(program, &mut record, findings, target, others)
    }

    /// The preview of an object that was read for its mapping, with what was found then.
    fn preview_read(
        &self,
        program: &ObjectProgram,
        record: &mut Record<'_>,
        findings: Diagnostics,
        target: Option<&Json<'_>>,
        Others { assigned, referable, groups }: Others<'_>,
    ) -> Preview {
        let targets = Targets::new(target, program);
        let links = &self.settings.links;
        let members = |record: &Record<'_>, linked: bool| {
            let roll = Roll::of(record, Roll::default(), links.is_empty());
            let known = Membership { roll, written: None, links, referable };
            self.member_changes(program, record, linked, &known)
        };
        let around = Around {
            // A linked object whose account is not given is unknown, not missing.
            targets: (target.is_some() || self.is_new(record)).then_some(&targets),
            links,
            released: &self.settings.released,
            assigned: assigned.unwrap_or_else(|| self.assigned_alone(record, program.kind)),
            rivals: Rivals::Pairs,
            freed: None,
            members: (program.kind == ObjectKind::Group).then_some(&members),
        };
        let mut draft = self.draft(program, record, &around);
        draft.diagnostics.splice(0..0, findings);
        self.refer(program, &mut draft, referable);
        self.finish(draft, groups)
    }

    fn is_new(&self, record: &Record<'_>) -> bool {
        record.id.as_deref().is_none_or(|id| !self.settings.links.contains_key(&plain_id(id)))
    }

    /// The query that tests the connection: the first matching attribute against a value that nobody has.
    pub fn test_connection(&self, guid: &str) -> Option<Request> {
        let program = self.all_programs().next()?;
        let (_, mapping) = program.mappings.matching().next()?;
        let mut request = Request::find(program.kind, &mapping.path.text, guid);
        request.purpose = Purpose::TestConnection;
        Some(request)
    }

    /// The preview of an object whose kind the configuration does not map; [`unmapped`] says so.
    pub(super) fn unmapped(&self, source: &SourceObject<'_>) -> Preview {
        let document = json::parse(&source.text, &self.limits).unwrap_or_default();
        let member = |name: &str| document.get(name).and_then(Json::as_str).map(str::to_owned);
        Preview {
            source: SourceReference {
                id: member("id").unwrap_or_default(),
                kind: source.kind,
                display_name: member("displayName"),
            },
            scope: ScopeDecision {
                in_scope: false,
                reason: Some(Reason::MappingDisabled),
                filters: Vec::new(),
                object_mapping: None,
            },
            matching: Matching::default(),
            action: ProvisioningAction::Other,
            status: ProvisioningStatus::Skipped,
            reason: Reason::MappingDisabled,
            attributes: Vec::new(),
            requests: Vec::new(),
            assignment: None,
            entry: None,
            diagnostics: Diagnostics::new(),
            link: None,
            verdict: Verdict::Skip,
        }
    }
}

/// The finding about objects of a kind that the configuration does not map.
pub(super) fn unmapped(kind: ObjectKind) -> Diagnostic {
    let kind = kind.as_str();
    let message =
        format_args!("the configuration maps no {kind}s to the target, so no {kind} is provisioned");
    Diagnostic::new(&code::plan::NO_OBJECT_MAPPING, message).severity(Severity::Warning)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_previewed_as_its_object_is() {
        let engine = Engine::for_gong().build().unwrap();
        let limits = &engine.limits;
        for text in [
            r#"{"id":"u","userPrincipalName":"u@x.example","accountEnabled":true,"manager":{"id":"m"}}"#,
            r#"{"id":"u","userPrincipalName":"u@x.example","x":{"a":1,"a":2}}"#,
            r#"{"ID":"u","userprincipalname":"u@x.example","accountEnabled":"perhaps"}"#,
            r#"{"id":"g","displayName":"G","members":[]}"#,
            r#"{"id":"g","displayName":"G","SecurityEnabled":true,"accountEnabled":true}"#,
            r#"{"id":"u","id":"v"}"#,
            r#"{"id":"u"} {}"#,
            "[]",
            "",
        ] {
            let kinds = [None, Some(ObjectKind::User), Some(ObjectKind::Group)];
            for kind in kinds {
                let expected =
                    SourceObject::of(kind, text, limits).map(|source| engine.preview(&source, None));
                // Twice: the order of members is learned.
                for _ in 0..2 {
                    assert_eq!(engine.preview_text(kind, text, None), expected, "{kind:?} {text}");
                }
            }
        }
    }
}
