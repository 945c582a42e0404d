//! UTF-8 text read as the UTF-16 code units that .NET matches, forwards and backwards.
//!
//! A place in the text is a byte offset. A character above U+FFFF takes four bytes and two units; the place
//! between its two halves is the offset two bytes into it. So every place .NET knows has one offset, and on
//! ordinary text nothing is converted.

/// The unit at `place` and the place after it; `None` at the end.
#[inline]
pub(super) fn next(text: &[u8], place: usize) -> Option<(u16, usize)> {
    let first = *text.get(place)?;
    if first < 0x80 {
        return Some((u16::from(first), place.wrapping_add(1)));
    }
    next_wide(text, place, first)
}

fn next_wide(text: &[u8], place: usize, first: u8) -> Option<(u16, usize)> {
    match first {
        // Inside a character: the second half of a surrogate pair.
        0x80..=0xBF => {
            let (third, fourth) = (at(text, place), at(text, place.wrapping_add(1)));
            Some((0xDC00 | (third & 0xF) << 6 | fourth, place.wrapping_add(2)))
        }
        0xC0..=0xDF => {
            Some((u16::from(first & 0x1F) << 6 | at(text, place.wrapping_add(1)), place.wrapping_add(2)))
        }
        0xE0..=0xEF => {
            let tail = at(text, place.wrapping_add(1)) << 6 | at(text, place.wrapping_add(2));
            Some((u16::from(first & 0xF) << 12 | tail, place.wrapping_add(3)))
        }
        0xF0..=0xFF => {
            let (second, third) = (at(text, place.wrapping_add(1)), at(text, place.wrapping_add(2)));
            let above = (u16::from(first & 7) << 8 | second << 2 | third >> 4).wrapping_sub(0x40);
            Some((0xD800 | (above & 0x3FF), place.wrapping_add(2)))
        }
        _ => None,
    }
}

/// The six payload bits of a continuation byte.
fn at(text: &[u8], place: usize) -> u16 {
    u16::from(text.get(place).copied().unwrap_or(0) & 0x3F)
}

/// The unit before `place` and the place it begins at; `None` at the start.
#[inline]
pub(super) fn previous(text: &[u8], place: usize) -> Option<(u16, usize)> {
    let before = place.checked_sub(1)?;
    let last = *text.get(before)?;
    if last < 0x80 {
        return Some((u16::from(last), before));
    }
    let mut start = before;
    // The lead byte of the character that ends at, or holds, this place.
    while start > 0 && text.get(start).is_some_and(|byte| byte & 0xC0 == 0x80) {
        start = start.wrapping_sub(1);
    }
    let whole = place.wrapping_sub(start) == 4;
    let from = if whole { start.wrapping_add(2) } else { start };
    next(text, from).map(|(unit, _)| (unit, from))
}

/// Whether `place` lies between the halves of a surrogate pair.
#[inline]
pub(super) fn splits_pair(text: &[u8], place: usize) -> bool {
    text.get(place).is_some_and(|byte| byte & 0xC0 == 0x80)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn both_directions_give_the_utf16_form(text in "\\PC{0,20}") {
            let bytes = text.as_bytes();
            let mut forwards = Vec::new();
            let mut place = 0;
            while let Some((unit, after)) = next(bytes, place) {
                prop_assert_eq!(previous(bytes, after), Some((unit, place)));
                prop_assert_eq!(splits_pair(bytes, place), (0xDC00..0xE000).contains(&unit));
                forwards.push(unit);
                place = after;
            }
            prop_assert_eq!(place, bytes.len());
            prop_assert_eq!(forwards, text.encode_utf16().collect::<Vec<_>>());
        }
    }
}
