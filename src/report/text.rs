//! The format for people.

use std::fmt::Write as _;

use super::{Section, Style, count, place::Region, summary};
use crate::diagnostic::{Render, TextSpan, render};
use crate::limits::Limits;
use crate::value::json;

pub(super) fn write(sections: &[Section<'_>], style: Style) -> String {
    let mut out = String::new();
    let mut total = [0_usize; 3];
    for section in sections {
        // Findings with a pointer and a span count inside one string of the document: show that string.
        let tree = section.document.text.and_then(|text| json::parse(text, &Limits::DEFAULT).ok());
        for diagnostic in section.diagnostics {
            let place = diagnostic.at.as_deref();
            let pointer = place.and_then(|place| place.pointer.as_deref());
            let span = place.and_then(|place| place.span.as_ref());
            let origin = Some(section.document.name);
            let shown = match (pointer, span) {
                (Some(pointer), Some(_)) => {
                    let string = tree.as_ref().and_then(|tree| tree.pointer(pointer)?.as_str());
                    render(diagnostic, Render { origin, text: string, colour: style.colour })
                }
                (Some(_), None) => match (Region::of(diagnostic, &section.document), section.document.text) {
                    (Some(region), Some(text)) => {
                        let mut located = diagnostic.clone();
                        if let Some(place) = &mut located.at {
                            place.span = Some(TextSpan::new(text, region.bytes));
                        }
                        render(&located, Render { origin, text: Some(text), colour: style.colour })
                    }
                    _ => render(diagnostic, Render { origin, text: None, colour: style.colour }),
                },
                _ => render(diagnostic, Render { origin, text: section.document.text, colour: style.colour }),
            };
            out.push_str(&shown);
            out.push('\n');
        }
        for (sum, part) in total.iter_mut().zip(count(section.diagnostics)) {
            *sum = sum.saturating_add(part);
        }
    }
    let documents = match sections {
        [one] => one.document.name.to_owned(),
        many => format!("{} documents", many.len()),
    };
    _ = writeln!(out, "{documents}: {}", summary(total));
    out
}
