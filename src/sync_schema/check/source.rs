//! Sources of attribute mappings: expressions, attribute names, text against tree.

use std::collections::HashSet;

use super::super::model::{FlowType, MappingSource, SourceType};
use super::super::rules::is_unavailable;
use super::super::source::ResolvedSource;
use super::mapping::{Around, Mapped};
use super::{Findings, ObjectDefinition, ObjectKind, member_of, undefined};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Span, TextSpan, code, did_you_mean, quoted};
use crate::expression::{self, CheckContext, Kind, Tree, looks_like_call, other_case, parse};
use crate::limits::Limits;
use crate::mapping;
use crate::profile::entra::{self, AttributeType};

/// Checks the source of a mapping, which is used in the form it resolves to; gives the tree of an expression.
pub(super) fn check(around: &Around<'_>, mapped: &Mapped<'_>, findings: &mut Findings) -> Option<Tree> {
    let source = mapped.attribute.source.as_ref()?;
    let resolved = mapped.resolved.as_ref();
    let at = resolved.map_or_else(|| source.pointer.clone(), |used| source.place(used));
    let place = |finding: Diagnostic| finding.within(at.as_str());
    let mut tree = None;
    match resolved {
        None => {
            let message = "this source has neither a name nor an expression and is read as none";
            findings.add(&code::attribute_mapping::SOURCE_EMPTY, message, at.clone());
        }
        Some(ResolvedSource::Constant(_)) => {}
        Some(ResolvedSource::Attribute(name)) => self::attribute(around, name, None, &place, findings),
        Some(ResolvedSource::Expression(text)) => {
            tree = self::expression(around, mapped, text, &place, findings);
            if let Some(tree) = &tree {
                mismatch(source, tree, text, &around.options.limits, findings);
            }
        }
        Some(ResolvedSource::Tree(text)) => {
            tree = self::tree(around, mapped, source, text, findings);
        }
    }
    if let Some(resolved) = resolved.cloned() {
        for finding in mapping::filled_in(&resolved.into(), tree.as_ref()) {
            findings.push(place(finding));
        }
    }
    if source.kind != SourceType::Function
        && !matches!(resolved, Some(ResolvedSource::Expression(_)))
        && let Some(text) = source.expression.as_deref()
    {
        match parse(text, &around.options.limits) {
            Ok(tree) => mismatch(source, &tree, text, &around.options.limits, findings),
            Err(fault) => findings.push(fault.within(&member_of(&source.pointer, "expression"))),
        }
    }
    tree
}

/// Where a finding stands that counts in a text.
type Put<'p> = dyn Fn(Diagnostic) -> Diagnostic + 'p;

/// As [`expression()`], of a source of which the tree is used: what is found in the text made of it has no place in the
/// document but the tree.
fn tree(
    around: &Around<'_>,
    mapped: &Mapped<'_>,
    source: &MappingSource,
    text: &Result<String, Diagnostic>,
    findings: &mut Findings,
) -> Option<Tree> {
    let limits = &around.options.limits;
    if let Some((written, tree)) =
        source.expression.as_deref().and_then(|it| Some((it, parse(it, limits).ok()?)))
    {
        mismatch(source, &tree, written, limits, findings);
    }
    if source.has_ambiguous_switch() {
        let message = "the parameters of `Switch` do not tell a missing default from the first pair";
        let finding = Diagnostic::new(&code::expression::AMBIGUOUS_SWITCH, message)
            .help("`switchValue`s are read as pairs; of an odd number the first is the default");
        findings.push(finding.within(source.pointer.as_str()));
    }
    let text = match text {
        Ok(text) => text,
        Err(misfit) => {
            findings.push(misfit.clone());
            return None;
        }
    };
    let place = |finding: Diagnostic| finding.made_of(Some(source.pointer.as_str()));
    let mut found = Findings::default();
    let made = expression(around, mapped, text, &place, &mut found);
    // All of them have one place: what is said of several parts would be said again in the same words.
    let mut told = HashSet::new();
    found.list.retain(|finding| told.insert((finding.code.code, finding.message.clone())));
    findings.list.extend(found.list);
    made
}

/// Checks the text of an expression, and gives its tree where it has one.
fn expression(
    around: &Around<'_>,
    mapped: &Mapped<'_>,
    text: &str,
    place: &Put<'_>,
    findings: &mut Findings,
) -> Option<Tree> {
    let tree = match parse(text, &around.options.limits) {
        Ok(tree) => tree,
        Err(fault) => {
            findings.push(place(fault));
            return None;
        }
    };
    for finding in meaning(around, mapped, &tree, text) {
        findings.push(place(finding));
    }
    tree.root.walk(&mut |node| {
        if let Kind::Attribute(name) = &node.kind {
            attribute(around, name, Some(TextSpan::new(text, node.span)), place, findings);
        }
    });
    Some(tree)
}

/// What the expression language itself finds; attribute names are looked up here, not there.
fn meaning(around: &Around<'_>, mapped: &Mapped<'_>, tree: &Tree, text: &str) -> Diagnostics {
    let directory = CheckContext::default().booleans;
    let is_boolean = |name: &&str| match around.source.and_then(|object| object.meant(name)) {
        Some(defined) => defined.attribute_type == AttributeType::Boolean,
        None => directory.contains(name),
    };
    let booleans: Vec<_> = tree.attributes().into_iter().filter(is_boolean).collect();
    let context = CheckContext {
        attributes: None,
        booleans: &booleans,
        application_target: around.outbound,
        always: mapped.attribute.flow_type == FlowType::Always,
        sync_all: around.options.sync_all,
        reference_target: mapped.written.as_ref().is_some_and(|written| written.is_reference),
        limits: around.options.limits,
    };
    let mut findings = expression::check(tree, text, &context);
    // What the service computes in every cycle never lacks a value: the default mapping of `active` is such a Switch.
    let is_computed = |name: &&str| entra::user().attribute(name).is_some_and(|known| known.computed);
    if tree.attributes().iter().all(is_computed) {
        findings.retain(|finding| finding.code != &code::expression::SWITCH_INCREMENTAL);
    }
    findings
}

fn mismatch(source: &MappingSource, tree: &Tree, text: &str, limits: &Limits, findings: &mut Findings) {
    let Some(difference) = source.mismatch(tree, limits) else { return };
    let say = |part: Option<String>| {
        part.map_or_else(|| "nothing more".to_owned(), |part| quoted(&part).to_string())
    };
    let message = format_args!(
        "text and tree of this source differ: the text says {}, the tree {}",
        say(difference.text),
        say(difference.tree)
    );
    let used = match (source.kind, difference.text_is_shorter) {
        (SourceType::Function, false) => "the text is used here",
        _ => "the tree is used here",
    };
    let place = Place::in_text(text, Span::new(0, text.len()));
    findings.push(
        Diagnostic::new(&code::attribute_mapping::TREE_MISMATCH, message)
            .help(used)
            .at(place)
            .within(&member_of(&source.pointer, "expression")),
    );
}

/// A source attribute: defined, spelled as defined, and available; in an expression it is the span.
fn attribute(
    around: &Around<'_>,
    name: &str,
    span: Option<TextSpan>,
    place: &Put<'_>,
    findings: &mut Findings,
) {
    let mut report = |finding: Diagnostic| {
        findings.push(place(finding.at(Place { span, ..Place::default() })));
    };
    let definition = around.source.and_then(|object| object.meant(name));
    if around.outbound {
        let is_unmappable = definition.is_some_and(|definition| !definition.is_mappable());
        if is_unavailable(around.kind, name, is_unmappable) {
            return report(mapping::unavailable(name));
        }
    }
    let Some(object) = around.source else { return };
    match definition {
        Some(definition) if definition.name != name => {
            let message = other_case(name, &definition.name);
            let finding = Diagnostic::new(&code::expression::ATTRIBUTE_CASE, message).help(
                "write it as defined: an administrator reports that other letters are refused on saving",
            );
            report(rewritten(finding, span, &definition.name));
        }
        Some(_) => {}
        None => {
            if let Some((message, help)) = looks_like_call(name) {
                // Inside an expression the language's own check says so.
                if span.is_none() {
                    report(Diagnostic::new(&code::expression::ATTRIBUTE_LIKE_CALL, message).help(help));
                }
                return;
            }
            if around.schema.is_cut(object) {
                return;
            }
            let message = undefined("source object", object, name);
            let finding = Diagnostic::new(&code::attribute_mapping::SOURCE_UNDECLARED, message);
            report(match advice(around, object, name) {
                None => finding,
                Some((meant, help)) if object.meant(meant).is_some() => {
                    rewritten(finding, span, meant).help(help)
                }
                Some((_, help)) => finding.help(help),
            });
        }
    }
}

/// A finding with the fix that writes another attribute, where a text names it.
fn rewritten(finding: Diagnostic, span: Option<TextSpan>, name: &str) -> Diagnostic {
    let reference = format!("[{name}]");
    match span {
        Some(span) => finding.fix(format!("write {}", quoted(&reference)), span, reference),
        None => finding,
    }
}

/// The attribute that was probably meant, and what to say of it: the provisioning service's name of a Graph property, or a
/// near miss.
pub(super) fn advice<'o>(
    around: &Around<'_>,
    object: &'o ObjectDefinition,
    name: &str,
) -> Option<(&'o str, String)> {
    let profile = around.kind.unwrap_or(ObjectKind::User).source_profile();
    // `manager.id` and `businessPhones[0]` have one name, `onPremisesExtensionAttributes` has many.
    let base = |path: &str| {
        let base = path.split(['.', '[']).next().unwrap_or(path);
        !base.starts_with("onPremisesExt") && base.eq_ignore_ascii_case(name)
    };
    let is = |path: &str| path.eq_ignore_ascii_case(name) || base(path);
    let alias = profile
        .attributes()
        .iter()
        .find(|other| other.mappable && other.graph_path() != other.name && is(other.graph_path()));
    if let Some(alias) = alias.filter(|_| around.outbound) {
        return Some((&alias.name, format!("the provisioning service calls it {}", quoted(&alias.name))));
    }
    let names = object.attributes.iter().map(|other| other.name.as_str());
    around.suggestions.nearest(name, names).map(|near| (near, did_you_mean(near)))
}
