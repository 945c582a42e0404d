//! Findings in document order, pointers in the document's own spelling.

use crate::diagnostic::{Diagnostic, Pointer, unescaped};
use crate::value::json::Json;
use crate::value::order::sort_by_key;

/// Sorts findings by where they stand, and spells their pointers as the document spells its members.
pub(super) fn in_document_order(document: &Json<'_>, findings: &mut [Diagnostic]) {
    sort_by_key(findings, |finding| {
        let positions = walk(document, finding.pointer().unwrap_or_default()).0;
        (positions, finding.span().map_or(0, |span| span.start))
    });
    as_spelled(document, findings);
}

/// Spells the pointers of findings as the document spells its members.
pub(crate) fn as_spelled(document: &Json<'_>, findings: &mut [Diagnostic]) {
    for finding in findings {
        if let Some(pointer) = finding.at.as_mut().and_then(|place| place.pointer.as_mut())
            && let (_, Some(spelled)) = walk(document, pointer)
        {
            *pointer = spelled;
        }
    }
}

/// The position of each step of the pointer among its siblings, as far as the document goes; and the pointer anew
/// where a member is spelled in another case.
fn walk(document: &Json<'_>, pointer: &str) -> (Vec<usize>, Option<String>) {
    let mut positions = Vec::new();
    let mut spelled: Option<Pointer> = None;
    let mut done = 0_usize;
    let mut here = Some(document);
    for segment in pointer.split('/').skip(1) {
        let mut step = unescaped(segment);
        let mut is_respelled = false;
        here = here.and_then(|value| match value {
            Json::Array(items) => {
                let index: usize = segment.parse().ok()?;
                positions.push(index);
                items.get(index)
            }
            Json::Object(object) => {
                let (key, value) = object.named(&step)?;
                positions.push(object.iter().position(|(other, _)| other == key)?);
                if key != step {
                    is_respelled = true;
                    step = key.to_owned();
                }
                Some(value)
            }
            _ => None,
        });
        if is_respelled && spelled.is_none() {
            spelled = pointer.get(..done).map(Pointer::at);
        }
        if let Some(spelled) = &mut spelled {
            spelled.push(&step);
        }
        done = done.saturating_add(segment.len()).saturating_add(1);
    }
    (positions, spelled.map(Into::into))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;
    use crate::value::json::parse;

    #[test]
    fn pointers_take_the_spelling_of_the_document() {
        let document = parse(r#"{"x":1,"Rules":[{"a~/b":{"Name":2}}]}"#, &Limits::DEFAULT).unwrap();
        let (positions, spelled) = walk(&document, "/rules/0/a~0~1b/name/missing");
        assert_eq!((positions, spelled.as_deref()), (vec![1, 0, 0, 0], Some("/Rules/0/a~0~1b/Name/missing")));
        assert_eq!(walk(&document, "/Rules/0"), (vec![1, 0], None));
    }
}
