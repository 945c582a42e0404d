//! The format for people.

use std::fmt::Write as _;

use super::{Section, Style, count, place::regions, summary};
use crate::diagnostic::{Render, render, visible};
use crate::limits::Limits;
use crate::value::json;

pub(super) fn write(sections: &[Section<'_>], style: Style) -> String {
    let mut out = String::new();
    for one in sections {
        out.push_str(&section(one, style));
    }
    let total = count(sections.iter().flat_map(|section| section.diagnostics));
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
    // Findings with a pointer and a span count inside one string of the document: show that string. Those without a span
    // are about the value: show the value.
    let mut tree = None;
    for (diagnostic, region) in section.diagnostics.iter().zip(regions(section)) {
        let pointer = diagnostic.pointer();
        let counts = diagnostic.span().is_some();
        let how = |text| Render {
            origin: Some(document.name),
            text,
            colour: style.colour,
            lines_before: document.lines_before,
            position: region.map(|region| (region.line, region.column)),
        };
        let text = document.text.filter(|_| !style.bare);
        let string = match (pointer, text) {
            (Some(pointer), Some(text)) if counts => {
                let tree = tree.get_or_insert_with(|| json::parse(text, &Limits::DEFAULT).ok());
                tree.as_ref().and_then(|tree| tree.pointer(pointer)?.as_str())
            }
            _ => None,
        };
        let shown = if let (None, Some(_), Some(region)) = (string, pointer.and(text), region) {
            let mut located = diagnostic.clone();
            located.at.get_or_insert_default().span = Some(region.span);
            render(&located, how(text))
        } else {
            render(diagnostic, how(string.or(text.filter(|_| pointer.is_none()))))
        };
        out.push_str(&shown);
        out.push('\n');
    }
    out
}
