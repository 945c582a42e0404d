//! Which account an object has.

use super::Rivals;
use super::pass::Pass;
use crate::diagnostic::{Diagnostic, code, quoted};
use crate::mapping::{AttributeMapping, Flowing, Mapped};
use crate::provision::assigned::key;
use crate::provision::lifecycle::Found;
use crate::provision::program::ObjectProgram;
use crate::provision::request::Request;
use crate::provision::target;
use crate::value::json::Json;

/// A matching attribute's place in the order of precedence, its mapping and value.
pub(super) type MatchingValue<'m, 'v> = (usize, &'m AttributeMapping, &'m Flowing<'v>);

/// The matching attributes that have a value, in order of precedence.
pub(super) fn matching_values<'m, 'v>(
    program: &'m ObjectProgram,
    mapped: &'m [Mapped<'v>],
) -> Vec<MatchingValue<'m, 'v>> {
    let of = |(precedence, (number, mapping)): (usize, (usize, &'m AttributeMapping))| {
        Some((precedence, mapping, mapped.get(number)?.value.as_ref()?))
    };
    program.mappings.matching().enumerate().filter_map(of).collect()
}

impl<'t> Pass<'_, '_, 't> {
    /// Asks for the account by each matching attribute in turn, for objects in scope that have no stored pair; stops at
    /// the first answer.
    pub(super) fn match_account(&mut self, values: &[MatchingValue<'_, '_>]) -> Option<&'t Json<'t>> {
        let Self { engine, program, around, facts, matching, diagnostics, .. } = self;
        if !facts.enters() {
            return None;
        }
        let mut account = None;
        for (precedence, mapping, value) in values {
            let text = value.log_text();
            matching.queries.push(Request::find(program.kind, &mapping.path.text, &text));
            if Request::is_special(&text) {
                let path = quoted(&mapping.path.text);
                let message =
                    format_args!("the matching value for {path} holds a quote, an apostrophe or a backslash");
                diagnostics.push(
                    mapping.definition.locate(Diagnostic::new(&code::plan::SPECIAL_CHARACTER, message), ""),
                );
            }
            let found = around.targets.map(|targets| targets.matching(*precedence, mapping, value));
            let holds = |account: &&Json<'_>| around.holds_still(program.kind, mapping, account);
            let mut found = found.into_iter().flatten().filter(holds);
            match (found.next(), found.next()) {
                (None, _) => {}
                (Some(one), None) => {
                    facts.found = Found::One;
                    account = Some(one);
                }
                (Some(_), Some(_)) => facts.found = Found::Several,
            }
            if facts.found != Found::Nothing {
                break;
            }
        }
        let found = account.and_then(target::id);
        facts.duplicate_source = match around.rivals {
            // The object itself has none.
            Rivals::Pairs => found.is_some_and(|id| engine.held.contains(&key(id))),
            Rivals::Claims(claims) => !claims.borrow_mut().stake(values, matching.queries.len(), found),
            Rivals::Known { came_first } => came_first,
        };
        account
    }
}
