//! The second pass over a user: the references to other users' accounts.

use super::draft::{Draft, SecondPass};
use super::engine::Engine;
use super::lifecycle::Act;
use super::patch::Writer;
use super::preview::AttributeOutcome;
use super::program::ObjectProgram;
use super::request::{Purpose, Request, path, push_segment};
use super::target::id_text;
use crate::diagnostic::{Diagnostic, code};
use crate::mapping::{AttributeMapping, FlowType, Mappings, Source, member};
use crate::scim::Verb;
use crate::sync_schema::ObjectKind;
use crate::value::json::{self, Json};
use crate::value::search;

/// The users' mappings of other users, the manager as a rule, with their places; there is hardly ever more than one.
pub(super) fn manager_mappings(
    kind: ObjectKind,
    mappings: &Mappings,
) -> impl Iterator<Item = (usize, &AttributeMapping)> {
    let of_users = kind == ObjectKind::User;
    let is_written =
        move |mapping: &AttributeMapping| of_users && mapping.is_reference && !mapping.is_never_written;
    mappings.iter().enumerate().filter(move |(_, mapping)| is_written(mapping))
}

/// Whether a mapping reads the source's `manager`.
fn reads_manager(mapping: &AttributeMapping) -> bool {
    mapping.reads().iter().any(|name| name.eq_ignore_ascii_case("manager"))
}

/// What new users' references come to, worked out once for an object mapping.
#[derive(Debug)]
pub(super) struct ReferenceTexts {
    texts: Vec<ReferenceText>,
    /// Whether each of them is the source's manager, and nobody else in its place.
    pub(super) plain: bool,
}

impl ReferenceTexts {
    pub(super) fn of(kind: ObjectKind, mappings: &Mappings, writer: Writer) -> Self {
        let is_plain = |(_, mapping): (_, &AttributeMapping)| {
            let definition = &mapping.definition;
            definition.default_value.is_none()
                && matches!(&definition.source, Source::Attribute(name) if name.eq_ignore_ascii_case("manager"))
        };
        Self {
            texts: manager_mappings(kind, mappings)
                .map(|(_, mapping)| ReferenceText::new(writer, mapping))
                .collect(),
            plain: manager_mappings(kind, mappings).all(is_plain),
        }
    }

    /// Whether there are any.
    pub(super) const fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// Appends the requests for the ids of the two accounts, each behind a comma.
    pub(super) fn write(&self, own: &str, account: &str, out: &mut String) {
        for text in &self.texts {
            out.push(',');
            text.write(own, account, out);
        }
    }
}

/// The request that writes a reference as text with gaps for the two ids, to be filled in for many users.
#[derive(Debug)]
struct ReferenceText {
    before: String,
    between: String,
    after: String,
}

const ACCOUNT: &str = "\"account\"";

impl ReferenceText {
    fn new(writer: Writer, mapping: &AttributeMapping) -> Self {
        // The first and the last thing that the request says; a target path between them may hold anything.
        let operation = writer.reference(Verb::Add, &mapping.path.text, "account");
        let request =
            Request::patch(path(ObjectKind::User, Some("own")), vec![operation], Purpose::Reference);
        let text = json::to_string(&request);
        let (before, rest) = search::split_once(&text, "own").unwrap_or_default();
        let after = search::split(rest, ACCOUNT).last().unwrap_or_default();
        let between =
            rest.strip_suffix(after).and_then(|rest| rest.strip_suffix(ACCOUNT)).unwrap_or_default();
        Self { before: before.to_owned(), between: between.to_owned(), after: after.to_owned() }
    }

    fn write(&self, own: &str, account: &str, out: &mut String) {
        out.push_str(&self.before);
        push_segment(own, out);
        out.push_str(&self.between);
        json::write_string(out, account);
        out.push_str(&self.after);
    }
}

impl Engine {
    /// The second pass over a user: the manager, by the id of its account. Of a user that fails nothing is written.
    pub(super) fn refer(
        &self,
        program: &ObjectProgram,
        draft: &mut Draft<'_>,
        referable: &dyn Fn(&str) -> Option<String>,
    ) {
        if draft.judgement.row.act == Act::Fail || !draft.judgement.is_referable() {
            return;
        }
        for (number, id) in std::mem::take(&mut draft.references) {
            if let Some(mapping) = program.mappings.iter().nth(number) {
                self.refer_by(program, (number, mapping), id.as_deref(), draft, referable);
            }
        }
    }

    fn refer_by(
        &self,
        program: &ObjectProgram,
        (number, mapping): (usize, &AttributeMapping),
        manager: Option<&str>,
        draft: &mut Draft<'_>,
        referable: &dyn Fn(&str) -> Option<String>,
    ) {
        let current = draft.judgement.target.and_then(|target| held(mapping, target)).map(str::to_owned);
        if let (Some(current), Some(attribute)) = (&current, draft.attributes.get_mut(number)) {
            // As the value is: an id, in whatever object the target keeps it.
            attribute.before = Some(Json::from(current.clone()));
            attribute.after.clone_from(&attribute.before);
        }
        let flow = mapping.definition.flow_type;
        let creating = draft.judgement.row.act == Act::Create;
        let is_left_alone = flow == FlowType::ObjectAddOnly && !creating;
        // The other flow types add, and a reference is one value.
        let is_kept = current.is_some() && flow != FlowType::Always;
        // As of any mapping: on creation, and of the type None while the account holds none.
        let fills_later = mapping.definition.source == Source::None && current.is_none() && !is_left_alone;
        let default = || mapping.definition.default_value.as_deref().filter(|_| creating || fills_later);
        let Some(id) = manager.or_else(default) else {
            if current.is_some() && flow == FlowType::Always {
                let is_told = draft.tells_manager || !reads_manager(mapping);
                draft.diagnostics.push(without_manager(is_told));
            }
            return;
        };
        // Whether that one has an account is told otherwise.
        draft.unmanaged = None;
        let Some(account) = referable(id) else {
            if !(program.definition.ignores_unresolved || is_left_alone || is_kept) {
                draft.diagnostics.push(manager_not_provisioned(current.is_some()));
            }
            return;
        };
        let is_withheld = !creating && !program.definition.can_update;
        let outcome = match &current {
            _ if is_left_alone => AttributeOutcome::CreateOnly,
            Some(current) if *current == account => AttributeOutcome::Unchanged,
            _ if is_kept || is_withheld => AttributeOutcome::Ignored,
            _ if manager.is_none() => AttributeOutcome::Default,
            _ => AttributeOutcome::Flows,
        };
        let is_written = matches!(outcome, AttributeOutcome::Flows | AttributeOutcome::Default);
        if let Some(attribute) = draft.attributes.get_mut(number) {
            attribute.outcome = outcome;
            attribute.value = Some(Json::from(account.clone()));
            if is_written {
                attribute.after.clone_from(&attribute.value);
            }
        }
        if is_written {
            let op = if current.is_some() { Verb::Replace } else { Verb::Add };
            let operation = self.writer().reference(op, &mapping.path.text, &account);
            let path = path(program.kind, draft.judgement.target_id.as_deref());
            draft.requests.push(Request::patch(path, vec![operation], Purpose::Reference));
            draft.second_pass = SecondPass::Written;
        } else if outcome == AttributeOutcome::Ignored && !is_kept {
            draft.second_pass = SecondPass::Withheld;
        }
    }
}

/// The id that an account holds at the path of a reference, bare or as the `value` of an object.
fn held<'t>(mapping: &AttributeMapping, account: &'t Json<'t>) -> Option<&'t str> {
    let held = mapping.path.read(account)?;
    id_text(held).or_else(|| id_text(member(held, "value")?))
}

/// The finding about an account that holds a manager while none comes from the user; `is_told`: who it is, or nobody.
fn without_manager(is_told: bool) -> Diagnostic {
    let (code, message) = match is_told {
        true => (
            &code::plan::REMOVAL_NOT_PREDICTED,
            "the manager was removed in Entra, and the account still holds one",
        ),
        false => (
            &code::plan::MANAGER_UNKNOWN,
            "the account holds a manager, and the user is given without `manager`",
        ),
    };
    Diagnostic::new(code, message)
}

/// The finding about a manager who has no account, of a user whose own `holds` one or not.
fn manager_not_provisioned(holds: bool) -> Diagnostic {
    let message = match holds {
        false => "the manager is not provisioned, so the user goes without",
        true => "the manager is not provisioned, so the account keeps the one it holds",
    };
    Diagnostic::new(&code::plan::MANAGER_NOT_IN_SCOPE, message)
}
