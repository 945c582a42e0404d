//! Resources loaded once, filtered often.

use std::collections::HashSet;

use super::answer::Answer;
use super::options::Options;
use super::scim::{answer, resource_type};
use crate::diagnostic::{Diagnostic, Findings, code};
use crate::input;
use crate::limits::Limits;
use crate::scim::filter::Table;
use crate::scim::{Filter, ResourceType, ScimType};
use crate::value::json::Json;

/// Resources held inside the engine, as the npm package holds them.
#[derive(Debug)]
pub struct Resources {
    types: Vec<OfType>,
}

/// The resources of one type.
#[derive(Debug)]
struct OfType {
    kind: &'static ResourceType,
    table: Table,
    /// Their places among all.
    places: Vec<usize>,
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
            // Of an empty list too.
            resource_type(&options, &Json::Null)?;
            let mut this = Self { types: Vec::new() };
            for (place, resource) in input::objects(text, &options.limits()?)?.into_iter().enumerate() {
                if resource.as_object().is_none() {
                    let message = format_args!("resource {place} is {}, not an object", resource.kind_name());
                    return Err(Diagnostic::new(&code::input::UNEXPECTED_SHAPE, message));
                }
                let kind = resource_type(&options, &resource)?;
                match this.types.iter_mut().find(|known| std::ptr::eq(known.kind, kind)) {
                    Some(known) => known.add(place, resource),
                    None => {
                        let mut new = OfType { kind, places: Vec::new(), table: Table::default() };
                        new.add(place, resource);
                        this.types.push(new);
                    }
                }
            }
            Ok(this)
        };
        load().map_err(|found: Diagnostic| Answer::failed(found))
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.types.iter().map(|known| known.places.len()).sum()
    }

    /// The resources that satisfy a filter: `{"ok":true,"matches":[<index>…],"diagnostics":[…]}`. The filter is
    /// compiled once for each resource type that occurs. What is learned of the attributes it names is kept for the
    /// filters that follow. Options: `mode`, `limits`.
    pub fn filter(&mut self, text: &str, options: &str) -> String {
        answer(ScimType::InvalidFilter, || {
            let options = Options::read(options, &["mode", "limits"])?;
            let (mode, limits) = (options.mode()?, options.limits()?);
            if self.types.is_empty() {
                // A filter that cannot be read is refused also where there is nothing to select from.
                crate::scim::filter::parse(text, mode, &limits)?;
            }
            let compile = |known: &OfType| Filter::uncapped(text, known.kind, mode, &limits);
            let filters = self.types.iter().map(compile).collect::<Result<Vec<_>, _>>()?;
            let mut matched = vec![false; self.count()];
            let (mut notes, mut told) = (Findings::new(limits.findings), HashSet::new());
            for (filter, known) in filters.iter().zip(&mut self.types) {
                known.select(filter, &limits, &mut matched)?;
                for note in filter.warnings() {
                    // What is said whatever the type is said once.
                    let start = note.at.as_ref().and_then(|at| at.span).map_or(0, |span| span.start);
                    if told.insert(format!("{start} {note}")) {
                        notes.push(note.clone());
                    }
                }
            }
            let places = matched.iter().enumerate().filter(|(_, matched)| **matched).map(|(place, _)| place);
            let places: Vec<usize> = places.collect();
            Ok(Answer::ok().value("matches", &places).diagnostics(notes.list()))
        })
    }
}

impl OfType {
    fn add(&mut self, place: usize, resource: Json<'static>) {
        self.places.push(place);
        self.table.add(resource);
    }

    /// Marks those that satisfy the filter.
    fn select(&mut self, filter: &Filter, limits: &Limits, matched: &mut [bool]) -> Result<(), Diagnostic> {
        for (place, holds) in self.places.iter().zip(self.table.select(filter, limits)?) {
            if let Some(matched) = matched.get_mut(*place) {
                *matched = holds;
            }
        }
        Ok(())
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
        let mut resources = Resources::load(lines, "").unwrap();
        assert_eq!(resources.count(), 2);
        let answer = resources.filter("displayName eq \"a\"", "");
        assert_eq!(answer, r#"{"ok":true,"matches":[0,1],"diagnostics":[]}"#);
        // A Group has no `userName`: a warning, once.
        let answer = resources.filter("userName eq \"ADA\"", "");
        assert!(answer.starts_with(r#"{"ok":true,"matches":[0],"diagnostics":[{"code":"SF"#), "{answer}");
        assert!(resources.filter("userName eq", "").contains(r#""ok":false,"scimType":"invalidFilter""#));
        assert!(resources.filter("title pr", r#"{"kind":"User"}"#).contains("there is no option"));
    }

    /// Robustness §2: at most so many findings, and one line with the total, of both types together.
    #[test]
    fn findings_about_several_types_are_counted_together() {
        let both = r#"[{"userName":"a"},{"displayName":"g","members":[]}]"#;
        let mut resources = Resources::load(both, "").unwrap();
        let unknown: Vec<String> = (0..100).map(|number| format!("unknown{number} pr")).collect();
        let filter = unknown.join(" or ");
        let answer = resources.filter(&filter, r#"{"limits":{"findings":5}}"#);
        assert!(answer.contains("200 findings, of which 5 are listed"), "{answer}");
        assert_eq!(answer.matches(r#""code":"#).count(), 6, "{answer}");
        // What the text itself deviates in is said once, whatever the types are.
        let bare = resources.filter("displayName eq bare", "");
        assert_eq!(bare.matches(r#""code":"SF122""#).count(), 1, "{bare}");
    }

    #[test]
    fn nothing_loaded_still_reads_the_filter() {
        let mut none = Resources::load("[]", "").unwrap();
        assert_eq!(none.filter("title pr", ""), r#"{"ok":true,"matches":[],"diagnostics":[]}"#);
        assert!(none.filter("title", "").contains(r#""ok":false"#));
        assert!(Resources::load("[1]", "").is_err());
        for resources in ["[]", "[{}]"] {
            let refused = Resources::load(resources, r#"{"kind":"Robot"}"#).unwrap_err();
            assert!(refused.contains("no resource type `Robot`"), "{refused}");
            assert!(refused.contains(r#""at":{"pointer":"/kind"}"#), "{refused}");
        }
    }
}
