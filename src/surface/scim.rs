//! Filters, paths, PATCH.

use super::answer::{Answer, Refused};
use super::options::{Options, unexpected};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, capped, quoted};
use crate::limits::Limits;
use crate::scim::{self, Filter, Mode, Patch, ResourceType, SchemaSet, ScimType};
use crate::value::json::{Json, parse};

/// Reads a filter: `{"ok":true,"filter":<tree>,"canonical":<text>,"diagnostics":[deviations]}`.
/// Options: `mode`, `limits`.
pub fn parse_filter(text: &str, options: &str) -> String {
    answer(ScimType::InvalidFilter, || {
        let options = Options::read(options, &["mode", "limits"])?;
        let (limits, mut notes) = (options.limits()?, Diagnostics::new());
        let tree = match options.mode()? {
            Mode::Strict => scim::filter::parse(text, Mode::Strict, &limits)?,
            Mode::Tolerant => scim::filter::parse_noting(text, &limits, &mut notes)?,
        };
        Ok(Answer::ok()
            .value("filter", &tree)
            .text("canonical", &scim::filter::print(&tree))
            .diagnostics(capped(notes, limits.findings)))
    })
}

/// Whether a resource satisfies a filter: `{"ok":true,"matches":<bool>,"diagnostics":[…]}`.
/// Options: `mode`, `kind` (the resource's own unless given), `limits`.
pub fn filter_matches(text: &str, resource: &str, options: &str) -> String {
    let mut kind = ScimType::InvalidSyntax;
    let mut run = || {
        let options = Options::read(options, &["mode", "kind", "limits"])?;
        let limits = options.limits()?;
        let resource = parse(resource, &limits)?;
        scim::members_of(&resource)?;
        kind = ScimType::InvalidFilter;
        let filter = Filter::compile(text, resource_type(&options, &resource)?, options.mode()?, &limits)?;
        let matches = filter.matches_within(&resource, &limits)?;
        Ok(Answer::ok().bool("matches", matches).diagnostics(filter.warnings().to_vec()))
    };
    let made: Result<Answer, Refused> = run();
    made.map_or_else(|found| refused(kind, found), Answer::finish)
}

/// Reads an attribute path: `{"ok":true,"path":<tree>,"canonical":<text>,"diagnostics":[deviations]}`.
/// Options: `mode`, `limits`.
pub fn parse_path(text: &str, options: &str) -> String {
    answer(ScimType::InvalidPath, || {
        let options = Options::read(options, &["mode", "limits"])?;
        let (path, notes) = read_path(text, &options)?;
        Ok(Answer::ok().value("path", &path).text("canonical", &scim::path::print(&path)).diagnostics(notes))
    })
}

/// The path, and the deviations that tolerant mode let pass.
fn read_path(text: &str, options: &Options<'_>) -> Result<(scim::Path, Diagnostics), Diagnostic> {
    let (limits, mut notes) = (options.limits()?, Diagnostics::new());
    let path = match options.mode()? {
        Mode::Strict => scim::path::parse(text, Mode::Strict, &limits)?,
        Mode::Tolerant => scim::path::parse_noting(text, &limits, &mut notes)?,
    };
    Ok((path, capped(notes, limits.findings)))
}

/// What a path denotes in the schemas of a resource type:
/// `{"ok":true,"attribute":{"schema","attribute","subAttribute","type","multiValued"},"diagnostics":[deviations]}`, or
/// `"attribute":null` where no schema defines it. Options: `mode`, `kind` (`User` unless given), `limits`.
pub fn resolve_path(text: &str, options: &str) -> String {
    answer(ScimType::InvalidPath, || {
        let options = Options::read(options, &["mode", "kind", "limits"])?;
        let (path, mut notes) = read_path(text, &options)?;
        let Some(resolved) = path.resolve(resource_type(&options, &Json::Null)?, options.mode()?) else {
            return Ok(Answer::ok().raw("attribute", "null").diagnostics(notes));
        };
        if let Some((code, message)) = path.tolerated(resolved) {
            notes.push(Diagnostic::new(code, message).at(Place::in_text(text, path.attribute.span)));
        }
        let name = |attribute: Option<&scim::schema::Attribute>| {
            attribute.map_or(Json::Null, |attribute| Json::from(attribute.name.to_string()))
        };
        let schema = &*resolved.home.schema().id;
        let attribute = Answer::plain()
            .value("schema", &if schema.is_empty() { Json::Null } else { Json::from(schema) })
            .value("attribute", &name(resolved.attribute))
            .value("subAttribute", &name(resolved.sub_attribute))
            .text("type", resolved.kind().as_str())
            .bool("multiValued", resolved.multi_valued());
        Ok(Answer::ok().raw("attribute", &attribute.finish()).diagnostics(notes))
    })
}

/// Applies a PATCH request to a copy of a resource: `{"ok":true,"resource":…,"diagnostics":[deviations]}`, or
/// `{"ok":false,"scimType":…,"diagnostics":[…]}` with nothing applied. Options: `mode`, `kind` (the resource's own
/// unless given), `limits`.
pub fn apply_patch(resource: &str, request: &str, options: &str) -> String {
    answer(ScimType::InvalidSyntax, || {
        let options = Options::read(options, &["mode", "kind", "limits"])?;
        let limits = options.limits()?;
        let resource = read(resource, "resource", &limits)?;
        let refused = Refused::of("request");
        let request = parse(request, &limits).map_err(&refused)?;
        let patch = Patch::new(&request, resource_type(&options, &resource)?, options.mode()?, &limits);
        let patch = patch.map_err(&refused)?;
        let applied = patch.apply_noting(&resource).map_err(&refused)?;
        Ok(Answer::ok().value("resource", &applied.resource).diagnostics(applied.warnings))
    })
}

/// The PATCH request that turns one resource into another: `{"ok":true,"patch":{…}}`, `null` where nothing is to be
/// changed. Options: `patchFormat` (`legacy`, as Entra ID writes by default, or `compliant`), `kind` (that of the
/// resource after the change unless given), `limits`.
pub fn diff(before: &str, after: &str, options: &str) -> String {
    answer(ScimType::InvalidSyntax, || {
        let options = Options::read(options, &["patchFormat", "kind", "limits"])?;
        let limits = options.limits()?;
        let (before, after) = (read(before, "before", &limits)?, read(after, "after", &limits)?);
        let format = options.word("patchFormat")?.unwrap_or_default();
        let patch =
            scim::diff(&before, &after, resource_type(&options, &after)?, format).map_err(|refused| {
                Refused::of(if refused.in_before { "before" } else { "after" })(refused.finding)
            })?;
        Ok(Answer::ok().value("patch", &patch.unwrap_or(Json::Null)))
    })
}

/// Reads a resource that is one of several documents.
fn read<'t>(text: &'t str, document: &'static str, limits: &Limits) -> Result<Json<'t>, Refused> {
    let refused = Refused::of(document);
    let resource = parse(text, limits).map_err(&refused)?;
    scim::members_of(&resource).map_err(&refused)?;
    Ok(resource)
}

/// The resource type named by the options, else the one the resource says it is.
pub(super) fn resource_type(
    options: &Options<'_>,
    resource: &Json<'_>,
) -> Result<&'static ResourceType, Diagnostic> {
    let set = SchemaSet::gong();
    let Some(name) = options.text("kind")? else {
        return Ok(set.type_of(resource));
    };
    set.resource_type(name).ok_or_else(|| {
        let message = format_args!("there is no resource type {}", quoted(name));
        unexpected("/kind", message).help("use `User` or `Group`")
    })
}

/// The answer, or the refusal.
pub(super) fn answer(kind: ScimType, make: impl FnOnce() -> Result<Answer, Refused>) -> String {
    make().map_or_else(|found| refused(kind, found), Answer::finish)
}

/// A refusal with the keyword a SCIM service would give: the code's own, else that of the input's kind.
fn refused(kind: ScimType, found: Refused) -> String {
    let keyword = found.found().first().map_or(kind, |first| scim::refusal_type(first, kind));
    Answer::plain().bool("ok", false).text("scimType", keyword.as_str()).refusal(found)
}
