//! An attribute mapping, compiled, and what it makes of a source object.

use std::borrow::Cow;
use std::sync::Arc;

use super::definition::{AttributeMappingDefinition, Source};
use super::flow::{FlowType, ValueType};
use super::flowing::Flowing;
use super::rules::{ROLES, bare_roles, filled_in, is_bare_roles, is_role_source, too_long};
use super::target::TargetPath;
use super::targets::Written;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, code, quoted};
use crate::expression::{self, Context, Outcome, Program, Slots, Value};
use crate::limits::Limits;
use crate::value::boolean;
use crate::value::entra::is_directory_extension;

/// A compiled mapping.
#[derive(Debug)]
pub(crate) struct AttributeMapping {
    /// As configured.
    pub definition: AttributeMappingDefinition,
    /// The target attribute name, taken apart.
    pub path: TargetPath,
    /// What previews call it.
    pub(crate) label: Label,
    /// Whether the value is another object's id, written in the second pass.
    pub is_reference: bool,
    /// Whether the client never writes the target attribute.
    pub(crate) is_never_written: bool,
    /// Whether the value depends on the computed `IsSoftDeleted`.
    pub reads_soft_deleted: bool,
    /// Whether the value depends on `accountEnabled`.
    pub reads_account_enabled: bool,
    origin: Origin,
    /// Whether it hands on role assignments as Entra has them.
    is_bare_roles: bool,
    /// The source attributes that it reads.
    reads: Vec<String>,
    /// What is said of the parts of its source that the service fills in.
    filled_in: Diagnostics,
    /// The directory extensions that it reads, with their slots.
    extensions: Vec<(usize, String)>,
}

/// What previews say of a mapping whatever the object, for all of them to share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Label {
    /// The target attribute.
    pub(crate) target: Arc<str>,
    /// The source attribute, expression or constant.
    pub(crate) source: Option<Arc<str>>,
}

#[derive(Debug)]
enum Origin {
    Slot(usize),
    Program(Box<Program>),
    Constant,
    Nothing,
}

/// What came of a mapping's source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// A value flows.
    Flows,
    /// The source is null.
    Null,
    /// The source is the empty text, which does not flow and is not replaced by the default.
    Empty,
    /// `IgnoreFlowIfNullOrEmpty` drops the attribute.
    Ignored,
    /// The expression failed.
    Failed,
}

/// A mapping's value for one object.
#[derive(Debug, Clone)]
pub(crate) struct Mapped<'v> {
    /// What came of the source.
    pub state: State,
    /// The value; `None` unless it flows.
    pub value: Option<Flowing<'v>>,
    /// What is to be said about it.
    pub finding: Option<Diagnostic>,
}

impl<'v> Mapped<'v> {
    const fn flows(value: Flowing<'v>) -> Self {
        Self { state: State::Flows, value: Some(value), finding: None }
    }

    /// No value, of which there is nothing to be said.
    pub(crate) const fn nothing(state: State) -> Self {
        Self { state, value: None, finding: None }
    }

    const fn failed(finding: Diagnostic) -> Self {
        Self { state: State::Failed, value: None, finding: Some(finding) }
    }
}

impl AttributeMapping {
    /// A mapping that writes to `target`.
    pub(super) fn compile(
        definition: &AttributeMappingDefinition,
        target: Written,
        slots: &mut Slots,
        limits: &Limits,
    ) -> Result<Self, Diagnostics> {
        let mut reads: Vec<String> = Vec::new();
        let within = |finding| definition.in_source(finding);
        let located = |found: Diagnostics| found.into_iter().map(within).collect::<Diagnostics>();
        let mut tree = None;
        let origin = match &definition.source {
            Source::Attribute(name) => {
                reads.push(name.clone());
                Origin::Slot(slots.slot(name))
            }
            Source::Expression(text) | Source::Tree(Ok(text)) => {
                let tree = tree.insert(expression::parse(text, limits).map_err(within)?);
                tree.root.keep_variables();
                let program = Program::compile(tree, text, slots, limits).map_err(located)?;
                reads.extend(tree.attributes().into_iter().map(str::to_owned));
                Origin::Program(Box::new(program))
            }
            Source::Tree(Err(misfit)) => return Err(misfit.clone().into()),
            Source::Constant(_) => Origin::Constant,
            Source::None => Origin::Nothing,
        };
        let named = reads.iter().filter(|name| is_directory_extension(name));
        let extensions = named.map(|name| (slots.slot(name), name.clone())).collect();
        let is_read = |name: &str| reads.iter().any(|known| known.eq_ignore_ascii_case(name));
        let Written { path, is_reference, .. } = target;
        Ok(Self {
            is_reference,
            is_never_written: path.is_never_written(),
            is_bare_roles: is_bare_roles(definition.source.attribute(), tree.as_ref()),
            filled_in: located(filled_in(&definition.source, tree.as_ref())),
            reads_soft_deleted: is_read("IsSoftDeleted"),
            reads_account_enabled: is_read("accountEnabled"),
            label: Label {
                target: path.text.as_str().into(),
                source: definition.source.text().map(Into::into),
            },
            definition: definition.clone(),
            path,
            origin,
            reads,
            extensions,
        })
    }

    /// What is said of the parts of its source that the service fills in.
    pub(crate) fn filled_in(&self) -> &[Diagnostic] {
        &self.filled_in
    }

    /// The source attributes that it reads.
    pub(crate) fn reads(&self) -> &[String] {
        &self.reads
    }

    /// Whether no account is created without a value of it; a reference follows later.
    pub(crate) const fn must_have_value(&self) -> bool {
        self.definition.required && !self.is_reference
    }

    /// Whether the first pass writes the value: a reference follows in the second.
    pub(crate) const fn is_written_first(&self) -> bool {
        !self.is_reference && !self.is_never_written
    }

    /// Whether logs must not show the value: `Redact` stands in the expression.
    pub(crate) fn is_redacted(&self) -> bool {
        matches!(&self.origin, Origin::Program(program) if program.is_redacted())
    }

    /// Whether an update adds to the target's values and never takes one away.
    pub(crate) fn only_adds(&self) -> bool {
        matches!(self.definition.flow_type, FlowType::ValueAddOnly | FlowType::MultiValueAddOnly)
            || matches!(&self.origin, Origin::Program(program) if program.only_adds())
    }

    /// The value for an object, before any default.
    pub(crate) fn evaluate<'s>(&'s self, values: &'s [Value<'s>], context: &'s Context<'s>) -> Mapped<'s> {
        // Multi-valued directory extensions are not available as sources (Entra, *Known issues*). One that the
        // configuration does not define shows with its values only.
        let several = |slot: &usize| matches!(values.get(*slot), Some(Value::List(_)));
        let Some((_, name)) = self.extensions.iter().find(|(slot, _)| several(slot)) else {
            return self.evaluate_available(values, context);
        };
        let available = values.iter().enumerate().map(|(slot, value)| {
            let refused = self.extensions.iter().any(|(known, _)| *known == slot) && several(&slot);
            if refused { Value::Null } else { value.borrowed() }
        });
        let available: Vec<Value<'_>> = available.collect();
        let Mapped { state, value, finding } = self.evaluate_available(&available, context);
        let finding = finding.or_else(|| {
            let message = format_args!(
                "{} has several values and is not available as a source attribute",
                quoted(name)
            );
            Some(self.located(Diagnostic::new(&code::attribute_mapping::SOURCE_UNAVAILABLE, message)))
        });
        Mapped { state, value: value.map(Flowing::into_owned), finding }
    }

    fn evaluate_available<'v>(&'v self, values: &'v [Value<'v>], context: &'v Context<'v>) -> Mapped<'v> {
        let outcome = match &self.origin {
            Origin::Slot(slot) => match values.get(*slot) {
                // What most mappings are: a text that flows as it stands.
                Some(Value::String(text)) if !text.is_empty() && self.definition.takes_any_text() => {
                    return Mapped::flows(Flowing::Text(Cow::Borrowed(text)));
                }
                Some(value) => Outcome::from(value.borrowed()),
                None => Outcome::Null,
            },
            Origin::Program(program) => match program.evaluate(values, context) {
                Ok(outcome) => outcome,
                Err(mut finding) => {
                    finding.message.push_str(&format!(" in the mapping of {}", quoted(&self.path.text)));
                    return Mapped::failed(self.definition.in_source(finding));
                }
            },
            // What is to be said of it is said of the configuration.
            Origin::Constant => return Mapped { finding: None, ..self.constant() },
            Origin::Nothing => Outcome::Null,
        };
        let mapped = match outcome {
            Outcome::Value(Value::List(_) | Value::Complex(_)) if self.is_bare_roles => {
                Mapped::failed(self.definition.locate(bare_roles(&self.path.text), "/source"))
            }
            Outcome::Value(value @ (Value::List(_) | Value::Complex(_))) if self.definition.single_valued => {
                self.only(&value)
            }
            Outcome::Value(value) => self.flowing(value),
            Outcome::Ignore => Mapped::nothing(State::Ignored),
            Outcome::Null => Mapped::nothing(State::Null),
        };
        match (&self.origin, &mapped.finding) {
            (Origin::Program(_), None) => {
                let doubt = context.doubt.take().map(|doubt| self.definition.in_source(doubt));
                Mapped { finding: doubt, ..mapped }
            }
            _ => mapped,
        }
    }

    /// The default, where there is one.
    pub(crate) fn default_value(&self) -> Mapped<'_> {
        match self.definition.default_value.as_deref().filter(|text| !text.is_empty()) {
            Some(text) => self.flowing(Value::text(text)),
            None => Mapped::nothing(State::Null),
        }
    }

    /// The constant, where the source is one: the same for every object.
    fn constant(&self) -> Mapped<'_> {
        match &self.definition.source {
            Source::Constant(text) => self.flowing(Value::text(text.as_str())),
            _ => Mapped::nothing(State::Null),
        }
    }

    /// What is to be said of the constant and of the default, whatever the object.
    pub(super) fn fixed_values(&self) -> impl Iterator<Item = Diagnostic> {
        let in_source = |finding: Diagnostic| self.definition.in_source(finding.at(Place::default()));
        self.default_value().finding.into_iter().chain(self.constant().finding.map(in_source))
    }

    /// The value that a creation sends: the default in place of null.
    pub(crate) fn at_creation<'v>(&'v self, mapped: Mapped<'v>) -> Option<Flowing<'v>> {
        match mapped.state {
            State::Null if !self.is_reference => self.default_value().value,
            _ => mapped.value,
        }
    }

    /// A list or an object for an attribute of one value: a list of one gives that value, anything else is an error
    /// of the mapping, as it is in an expression.
    fn only(&self, value: &Value<'_>) -> Mapped<'static> {
        if let Some(text) = value.to_text() {
            return self.flowing(Value::text(text.into_owned()));
        }
        let (target, found) = (quoted(&self.path.text), value.kind_name());
        let message =
            format!("the value for {target} must be a single one, not {found}, in the mapping of {target}");
        let help = if self.reads.iter().any(|name| is_role_source(name)) {
            ROLES
        } else {
            "take one value with `Item`, or put them together with `Join`"
        };
        let finding = Diagnostic::new(&code::expression::WRONG_TYPE, message).help(help);
        Mapped::failed(self.located(finding))
    }

    /// A value typed as the target wants it. The empty text counts as null and does not flow.
    fn flowing<'v>(&self, value: Value<'v>) -> Mapped<'v> {
        let text = match value {
            Value::String(text) => text,
            Value::Boolean(value) if self.definition.value_type == ValueType::Boolean => {
                return Mapped::flows(Flowing::Boolean(value));
            }
            Value::List(_) | Value::Complex(_) => {
                return Mapped::flows(Flowing::Json(value.to_json()));
            }
            other => Cow::Owned(other.to_text().unwrap_or_default().into_owned()),
        };
        if text.is_empty() {
            return Mapped::nothing(State::Empty);
        }
        let is_unsaid = self.definition.says_boolean && boolean::said(&text).is_none();
        let value_type = if is_unsaid { ValueType::Boolean } else { self.definition.value_type };
        let (value, unfit) = match Flowing::typed(text, value_type) {
            Ok(value) => (value, None),
            Err((text, kind)) => (text, Some(kind)),
        };
        let target = &self.path.text;
        let finding = match (unfit, &value) {
            (Some(kind), _) => {
                let message = format_args!("the value for {} is not {kind}", quoted(target));
                Some(Diagnostic::new(&code::mapping::UNFIT_VALUE, message))
            }
            (None, Flowing::Text(text)) => too_long(target, text, self.definition.maximum_length),
            _ => None,
        };
        Mapped { finding: finding.map(|finding| self.located(finding)), ..Mapped::flows(value) }
    }

    fn located(&self, finding: Diagnostic) -> Diagnostic {
        self.definition.locate(finding, "")
    }
}
