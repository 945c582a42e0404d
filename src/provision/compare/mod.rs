//! Two configurations over the same objects: what saving the new one would change.

mod findings;
mod properties;

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use super::engine::Engine;
use super::lifecycle::Reason;
use super::plan::CycleInput;
use super::preview::{AttributeOutcome, AttributePreview, Preview, SourceReference, Verdict};
use super::settings::{ScopeMode, Settings};
use super::summary::Summary;
use crate::diagnostic::{Diagnostic, Diagnostics, capped};
use crate::expression::REDACTED;
use crate::limits::Limits;
use crate::mapping::without_core;
use crate::sync_schema::{CheckOptions, SynchronizationSchema, check};
use crate::value::json::Json;

pub use properties::ConfigurationChange;

/// A configuration to compare: compiled so that everybody is in scope unless a filter decides otherwise, and checked.
///
/// ```
/// use scimwright::SourceObject;
/// use scimwright::limits::Limits;
/// use scimwright::provision::{Configuration, CycleInput};
/// use scimwright::sync_schema::SynchronizationSchema;
///
/// let before = SynchronizationSchema::for_gong().document().to_string();
/// let after = before.replace(r#""jobTitle""#, r#""department""#);
/// let [before, after] = [before, after].map(|text| Configuration::parse(&text, &Limits::DEFAULT));
/// let user = SourceObject::user(
///     r#"{"id":"u1","userPrincipalName":"ada@contoso.com","mail":"ada@contoso.com","givenName":"Ada",
///         "surname":"Byron","jobTitle":"Analyst","department":"Sales","accountEnabled":true}"#,
/// )?;
/// let compared = before?.compare(&after?, &CycleInput { users: vec![user], ..CycleInput::default() });
/// let title = &compared.changes[0].attributes[0];
/// assert_eq!((&*title.target, title.after.as_ref().unwrap().as_str()), ("title", Some("Sales")));
/// # Ok::<(), scimwright::diagnostic::Diagnostics>(())
/// ```
#[derive(Debug)]
pub struct Configuration {
    engine: Engine,
    findings: Diagnostics,
}

impl Configuration {
    /// Reads a synchronization schema.
    ///
    /// # Errors
    /// Those of [`Builder::schema_json`](super::Builder::schema_json) and [`Builder::build`](super::Builder::build).
    pub fn parse(text: &str, limits: &Limits) -> Result<Self, Diagnostics> {
        let schema = SynchronizationSchema::parse(text, limits)?;
        let settings = Settings { scope: ScopeMode::All, ..Settings::default() };
        let engine = Engine::builder().limits(*limits).settings(settings).schema(&schema).build()?;
        let options = CheckOptions { limits: *limits, ..CheckOptions::default() };
        let findings = findings::together(check(&schema, &options), engine.diagnostics());
        Ok(Self { engine, findings })
    }

    /// Runs one cycle under both configurations: the objects that fare differently under the new one, what of it differs, and
    /// what a check finds in it and not in this one.
    ///
    /// Saving a changed mapping or filter makes the next cycle an initial one, so every object is looked at.
    pub fn compare(&self, after: &Self, input: &CycleInput<'_>) -> Comparison {
        let engines = [&self.engine, &after.engine];
        let [old, new] = engines.map(|engine| engine.plan(input));
        let limits = &after.engine.limits;
        let mut comparison = Comparison {
            configuration: properties::changes(&self.engine, &after.engine),
            diagnostics: capped(findings::new(engines, [&self.findings, &after.findings]), limits.findings),
            ..Comparison::default()
        };
        let mut count = |what| comparison.summary.count(what);
        let mut failures = Diagnostics::new();
        let essence = |finding: &'_ Diagnostic| (finding.code.code, finding.message.clone());
        let mut told: HashSet<_> = comparison.diagnostics.iter().map(essence).collect();
        for (old, new) in old.previews.iter().zip(&new.previews) {
            let Some(change) = change(old, new) else {
                count("same");
                continue;
            };
            count("changed");
            match (old.scope.in_scope, new.scope.in_scope) {
                (false, true) => count("entering"),
                (true, false) => count("leaving"),
                _ => {}
            }
            if change.verdict.as_ref().is_some_and(|verdict| verdict.after == Verdict::Error) {
                let is_new = |finding: &&Diagnostic| {
                    finding.is_error()
                        && !old.diagnostics.contains(finding)
                        && !findings::is_told(finding, &after.engine, &comparison.diagnostics)
                };
                let errors = new.diagnostics.iter().filter(is_new);
                failures.extend(errors.filter(|error| told.insert(essence(error))).cloned());
            }
            comparison.changes.push(change);
        }
        comparison.diagnostics.extend(capped(failures, limits.findings));
        comparison
    }
}

/// A value that is not the same under both configurations.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AttributeChange {
    /// The target attribute.
    pub target: String,
    /// The mapped value under the old configuration, `[Redact]` where that hides it; absent where none flows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Json<'static>>,
    /// The mapped value under the new one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Json<'static>>,
}

/// A word under the old and the new configuration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Shift<T> {
    /// Under the old one.
    pub before: T,
    /// Under the new one.
    pub after: T,
}

impl<T: PartialEq> Shift<T> {
    /// None where nothing changes.
    fn between(before: T, after: T) -> Option<Self> {
        (before != after).then_some(Self { before, after })
    }
}

/// An object that the new configuration treats otherwise.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ObjectChange {
    /// The object.
    pub source: SourceReference,
    /// The verdicts, where they differ.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Shift<Verdict>>,
    /// The reasons, where they differ.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Shift<Reason>>,
    /// The values that differ.
    pub attributes: Vec<AttributeChange>,
}

/// What saving the new configuration would change.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Comparison {
    /// The properties of the mappings that differ.
    pub configuration: Vec<ConfigurationChange>,
    /// The objects that are treated otherwise, in the order given.
    pub changes: Vec<ObjectChange>,
    /// Objects: `same`, `changed`, and of the changed ones those `entering` and `leaving` the scope.
    pub summary: Summary,
    /// Findings in the new configuration that the old one does not have, and errors of objects that fail under the new one
    /// only, each told once.
    pub diagnostics: Diagnostics,
}

/// A list in which all of one target stand together, looked up by it.
struct Places<'l, T> {
    list: &'l [T],
    target: fn(&T) -> &str,
    first: HashMap<&'l str, usize>,
}

impl<'l, T> Places<'l, T> {
    fn of(list: &'l [T], target: fn(&T) -> &str) -> Self {
        // Of two places of one target the first counts.
        let first = list.iter().enumerate().rev().map(|(at, item)| (target(item), at)).collect();
        Self { list, target, first }
    }

    fn all(&self, target: &str) -> impl Iterator<Item = &'l T> {
        let from = self.first.get(target).map_or(&[][..], |at| self.list.get(*at..).unwrap_or_default());
        from.iter().take_while(move |item| (self.target)(item) == target)
    }
}

fn change(old: &Preview, new: &Preview) -> Option<ObjectChange> {
    let verdict = Shift::between(old.verdict, new.verdict);
    let reason = Shift::between(old.reason, new.reason);
    // Where nothing is sent either way for the same reason, what the mappings give changes nothing; nor does it where one
    // of the configurations leaves the account alone.
    let is_idle = reason.is_none() && [old, new].iter().all(|preview| preview.requests.is_empty());
    let is_kept = |preview: &Preview| {
        matches!(preview.verdict, Verdict::Create | Verdict::Update | Verdict::Disable | Verdict::None)
    };
    let is_told = !is_idle && is_kept(old) && is_kept(new);
    let attributes = if is_told { attributes(old, new) } else { Vec::new() };
    if verdict.is_none() && reason.is_none() && attributes.is_empty() {
        return None;
    }
    Some(ObjectChange { source: new.source.clone(), verdict, reason, attributes })
}

/// Attributes by target name, the URN of a core schema before it or not: those of the old configuration first, then new ones.
fn attributes(old: &Preview, new: &Preview) -> Vec<AttributeChange> {
    fn target(attribute: &AttributePreview) -> &str {
        without_core(&attribute.target)
    }
    let (was, is) = (Places::of(&old.attributes, target), Places::of(&new.attributes, target));
    let is_added = |attribute: &&AttributePreview| was.all(target(attribute)).next().is_none();
    let mut told = HashSet::new();
    let all = old.attributes.iter().chain(new.attributes.iter().filter(is_added));
    all.filter(|attribute| told.insert(target(attribute)))
        .filter_map(|attribute| {
            let sides = [&was, &is].map(|of| of.all(target(attribute)).next());
            let [old, new] = sides.map(|side| side.and_then(flowing));
            let differs = old != new;
            let [before, after] = sides.map(|side| side.and_then(shown));
            differs.then(|| AttributeChange { target: attribute.target.to_string(), before, after })
        })
        .collect()
}

/// The mapped value, where the account holds it in the end.
fn flowing(attribute: &AttributePreview) -> Option<&Json<'static>> {
    use AttributeOutcome::{Default, Flows, Unchanged};
    attribute.value.as_ref().filter(|_| matches!(attribute.outcome, Flows | Default | Unchanged))
}

/// The same, for people to read.
fn shown(attribute: &AttributePreview) -> Option<Json<'static>> {
    let value = flowing(attribute)?;
    Some(if attribute.redacted { REDACTED.into() } else { value.clone() })
}
