//! The format for people.

use std::fmt::Write as _;

use super::{Section, Style, count, place::regions, summary};
use crate::diagnostic::{Render, render, visible};
use crate::limits::Limits;
use crate::value::json;

pub(super) fn write(sections: &[Section<'_>], style: Style) -> String {
    let mut out = String::new();
    let mut total = [0_usize; 3];
    for part in sections {
        out.push_str(&section(part, style));
        for (sum, part) in total.iter_mut().zip(count(part.diagnostics)) {
            *sum = sum.saturating_add(part);
        }
    }
    let documents = match sections {
        [one] => visible(one.document.name),
        many => format!("{} documents", many.len()),
    };
    _ = writeln!(out, "{documents}: {}", summary(total));
    out
}

/// The findings of one document.
pub(super) fn section(section: &Section<'_>, style: Style) -> String {
    let mut out = String::new();
    let document = &section.document;
    // Findings with a pointer and a span count inside one string of the document: show that string.
    let mut tree = None;
    for (diagnostic, region) in section.diagnostics.iter().zip(regions(section)) {
        let place = diagnostic.at.as_ref();
        let pointer = place.and_then(|place| place.pointer.as_deref());
        let span = place.and_then(|place| place.span.as_ref());
        let how = |text| Render {
            origin: Some(document.name),
            text,
            colour: style.colour,
            lines_before: document.lines_before,
            position: region.map(|region| (region.line, region.column)),
        };
        let shown = match (pointer, span, document.text.filter(|_| !style.bare)) {
            (Some(pointer), Some(_), Some(text)) => {
                let tree = tree.get_or_insert_with(|| json::parse(text, &Limits::DEFAULT).ok());
                let string = tree.as_ref().and_then(|tree| tree.pointer(pointer)?.as_str());
                render(diagnostic, how(string))
            }
            (Some(_), None, Some(text)) => {
                let mut located = diagnostic.clone();
                if let (Some(place), Some(region)) = (&mut located.at, region) {
                    place.span = Some(region.span);
                }
                render(&located, how(Some(text)))
            }
            (_, _, text) => render(diagnostic, how(text)),
        };
        out.push_str(&shown);
        out.push('\n');
    }
    out
}
