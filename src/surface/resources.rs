//! Resources loaded once, filtered often.

use super::answer::Answer;
use super::options::Options;
use super::scim::{refused, resource_type};
use crate::diagnostic::{Diagnostic, Diagnostics, capped, code};
use crate::input;
use crate::scim::{Filter, ResourceType, SchemaSet, ScimType};
use crate::value::json::Json;

/// Resources held inside the engine, as the npm package holds them.
#[derive(Debug)]
pub struct Resources {
    items: Vec<(&'static ResourceType, Json<'static>)>,
}

impl Resources {
    /// Reads the resources of a text: a JSON array, a ListResponse, one resource, or one a line. Options: `kind` (each
    /// resource's own unless given), `limits`.
    ///
    /// # Errors
    /// The refusal as an answer.
    pub fn load(text: &str, options: &str) -> Result<Self, String> {
        let load = || {
            let options = Options::read(options, &["kind", "limits"])?;
            let resources = input::objects(text, &options.limits()?)?;
            let typed = |(index, resource): (usize, Json<'static>)| {
                if resource.as_object().is_none() {
                    let message = format!("resource {index} is {}, not an object", resource.kind_name());
                    return Err(Diagnostic::new(&code::input::UNEXPECTED_SHAPE, message));
                }
                Ok((resource_type(&options, &resource)?, resource))
            };
            Ok(Self { items: resources.into_iter().enumerate().map(typed).collect::<Result<_, _>>()? })
        };
        load().map_err(|found: Diagnostic| Answer::failed([found]))
    }

    /// How many there are.
    pub const fn count(&self) -> usize {
        self.items.len()
    }

    /// The resources that satisfy a filter: `{"ok":true,"matches":[<index>…],"diagnostics":[…]}`. The filter is
    /// compiled once for each resource type that occurs. Options: `mode`, `limits`.
    pub fn filter(&self, text: &str, options: &str) -> String {
        let run = || {
            let options = Options::read(options, &["mode", "limits"])?;
            let (mode, limits) = (options.mode()?, options.limits()?);
            let occurs = |kind: &&ResourceType| self.items.iter().any(|(own, _)| std::ptr::eq(*own, *kind));
            let mut compiled = Vec::new();
            for kind in SchemaSet::gong().types().iter().filter(occurs) {
                compiled.push((kind, Filter::compile(text, kind, mode, &limits)?));
            }
            if compiled.is_empty() {
                // A filter that cannot be read is refused also where there is nothing to select from.
                crate::scim::filter::parse(text, mode, &limits)?;
            }
            let mut matches = String::from("[");
            for (index, (kind, resource)) in self.items.iter().enumerate() {
                let own = compiled.iter().find(|(compiled, _)| std::ptr::eq(*compiled, *kind));
                let matched = own.map(|(_, filter)| filter.matches_within(resource, &limits)).transpose()?;
                if matched == Some(true) {
                    if matches.len() > 1 {
                        matches.push(',');
                    }
                    matches.push_str(&index.to_string());
                }
            }
            matches.push(']');
            let mut notes = Diagnostics::new();
            for note in compiled.iter().flat_map(|(_, filter)| filter.warnings()) {
                if !notes.contains(note) {
                    notes.push(note.clone());
                }
            }
            Ok(Answer::ok().raw("matches", &matches).diagnostics(capped(notes, limits.findings)))
        };
        run().map_or_else(|found: Diagnostic| refused(ScimType::InvalidFilter, found), Answer::finish)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resources_of_several_types_are_filtered_by_their_own_schema() {
        let lines = concat!(
            r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"Ada","displayName":"A"}"#,
            "\n",
            r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"a"}"#,
            "\n",
        );
        let resources = Resources::load(lines, "").unwrap();
        assert_eq!(resources.count(), 2);
        let answer = resources.filter("displayName eq \"a\"", "");
        assert_eq!(answer, r#"{"ok":true,"matches":[0,1],"diagnostics":[]}"#);
        // A Group has no `userName`: a warning, once.
        let answer = resources.filter("userName eq \"ADA\"", "");
        assert!(answer.starts_with(r#"{"ok":true,"matches":[0],"diagnostics":[{"code":"SF"#), "{answer}");
        assert!(resources.filter("userName eq", "").contains(r#""ok":false,"scimType":"invalidFilter""#));
        assert!(resources.filter("title pr", r#"{"kind":"User"}"#).contains("there is no option"));
    }

    #[test]
    fn nothing_loaded_still_reads_the_filter() {
        let none = Resources::load("[]", "").unwrap();
        assert_eq!(none.filter("title pr", ""), r#"{"ok":true,"matches":[],"diagnostics":[]}"#);
        assert!(none.filter("title", "").contains(r#""ok":false"#));
        assert!(Resources::load("[1]", "").is_err());
        assert!(Resources::load("[{}]", r#"{"kind":"Robot"}"#).unwrap_err().contains("no resource type"));
    }
}
