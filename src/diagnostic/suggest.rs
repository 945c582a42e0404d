//! What could be meant: near-miss suggestions, "did you mean …?", and lists of what there is.

use std::cell::Cell;

use super::shortened;
use crate::unicode;

/// So many characters of a text are compared.
const LONGEST: usize = 64;
/// Cells of a row of the table of distances.
const ROW: usize = LONGEST + 1;

/// The candidate closest to `word`, when it is close enough to be what was meant.
///
/// Close means: equal but for case, or at most one edit per three characters (Damerau, adjacent swaps count
/// once), comparing without regard to case. The first of equally close candidates wins.
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    nearest_of(word, &mut candidates.into_iter())
}

fn nearest_of<'c>(word: &str, candidates: &mut dyn Iterator<Item = &'c str>) -> Option<&'c str> {
    let mut room = ['\0'; LONGEST];
    let wanted = folded(word, &mut room);
    let allowed = wanted.len().div_ceil(3).min(3);
    let letters_wanted = letters(word);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        // Only what is closer than the best so far counts.
        let most = best.map_or(allowed, |(least, _)| least.saturating_sub(1));
        // A candidate has at most as many characters as bytes, in ASCII exactly as many; an edit takes away one letter
        // and adds one at most. Nearly all are told apart by length and letters alone.
        let length = candidate.len();
        if length.saturating_add(most) < wanted.len()
            || length > wanted.len().saturating_add(most) && candidate.is_ascii()
        {
            continue;
        }
        let letters = letters(candidate);
        let (missing, more) = (letters_wanted & !letters, letters & !letters_wanted);
        if missing.count_ones().max(more.count_ones()) as usize > most {
            continue;
        }
        let mut room = ['\0'; LONGEST];
        let other = folded(candidate, &mut room);
        if other.len().abs_diff(wanted.len()) > most {
            continue;
        }
        if let Some(distance) = distance(wanted, other, most) {
            best = Some((distance, candidate));
            if distance == 0 {
                break;
            }
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// How many candidates may still be looked at in one document: to look for each of its unknown names among all of its
/// definitions takes the square of its length.
pub(crate) struct Suggestions(Cell<usize>);

impl Suggestions {
    /// Those of a new document.
    pub(crate) const fn new() -> Self {
        Self(Cell::new(200_000))
    }

    /// As [`nearest`]; nothing once too many were looked at.
    pub(crate) fn nearest<'c>(
        &self,
        word: &str,
        candidates: impl IntoIterator<Item = &'c str>,
    ) -> Option<&'c str> {
        let candidates = candidates.into_iter();
        self.0.set(self.0.get().checked_sub(candidates.size_hint().1?)?);
        nearest(word, candidates)
    }
}

/// The first characters of a text, in lower case.
fn folded<'r>(text: &str, room: &'r mut [char; LONGEST]) -> &'r [char] {
    let mut length = 0_usize;
    for (place, character) in room.iter_mut().zip(text.chars()) {
        *place = unicode::lower(character);
        length = length.saturating_add(1);
    }
    room.get(..length).unwrap_or_default()
}

/// The advice to write `name` instead. It is told whole, even an attribute behind its schema URI: a part would be of no
/// use.
pub fn did_you_mean(name: &str) -> String {
    ["did you mean `", &shortened(name, 256), "`?"].concat()
}

/// The advice for a name that is none of the `known` ones: the nearest, or after `these` all of them.
pub(crate) fn one_of(name: &str, known: &[&str], these: &str) -> String {
    match nearest(name, known.iter().copied()) {
        Some(near) => did_you_mean(near),
        None => format!("{these} {}", known.join(", ")),
    }
}

/// Words in backticks, `between` between them.
pub(crate) fn listed(words: &mut dyn Iterator<Item = &str>, between: &str) -> String {
    let mut list = String::new();
    for word in words {
        list.push_str(if list.is_empty() { "" } else { between });
        list.extend(["`", word, "`"]);
    }
    list
}

/// Which ASCII letters and digits stand in a text, a bit each, without regard to case.
fn letters(text: &str) -> u64 {
    let ascii = text.bytes().take(256).filter(u8::is_ascii_alphanumeric);
    ascii.fold(0, |set, byte| set | 1_u64.wrapping_shl(u32::from(byte.to_ascii_lowercase())))
}

/// Optimal string alignment distance, if it is at most `most`; rows stop once they have passed it.
fn distance(mut left: &[char], mut right: &[char], most: usize) -> Option<usize> {
    // What is equal at either end takes no edit, and is most of what is near.
    while let ([first, left_rest @ ..], [other, right_rest @ ..]) = (left, right)
        && first == other
    {
        (left, right) = (left_rest, right_rest);
    }
    while let ([left_rest @ .., last], [right_rest @ .., other]) = (left, right)
        && last == other
    {
        (left, right) = (left_rest, right_rest);
    }
    if left.is_empty() || right.is_empty() {
        return Some(left.len().max(right.len())).filter(|distance| *distance <= most);
    }
    // Three rows of the table: the last but one, the last, and the one that is being filled.
    let mut before = [0_u8; ROW];
    let mut above = [0_u8; ROW];
    for (cell, column) in above.iter_mut().zip(0_u8..) {
        *cell = column;
    }
    let most = u8::try_from(most).unwrap_or(u8::MAX);
    let mut closest_above = 0;
    for (row, l) in left.iter().enumerate() {
        let start = above.first().copied().unwrap_or_default().saturating_add(1);
        let mut current = [start; ROW];
        let (mut closest, mut left_cell, mut diagonal) = (start, start, start.saturating_sub(1));
        for (column, r) in right.iter().enumerate() {
            let cell = column.saturating_add(1);
            let over = above.get(cell).copied().unwrap_or(u8::MAX);
            let mut least = over.min(left_cell).saturating_add(1);
            least = least.min(diagonal.saturating_add(u8::from(l != r)));
            if let (Some(row), Some(column)) = (row.checked_sub(1), column.checked_sub(1))
                && left.get(row) == Some(r)
                && right.get(column) == Some(l)
            {
                let crossed = before.get(column).copied().unwrap_or(u8::MAX);
                least = least.min(crossed.saturating_add(1));
            }
            if let Some(cell) = current.get_mut(cell) {
                *cell = least;
            }
            closest = closest.min(least);
            (diagonal, left_cell) = (over, least);
        }
        // A swap reaches two rows up, so both must have passed it.
        if closest > most && closest_above > most {
            return None;
        }
        closest_above = closest;
        (before, above) = (above, current);
    }
    above.get(right.len()).filter(|distance| **distance <= most).map(|distance| usize::from(*distance))
}

#[cfg(test)]
mod tests {
    use super::{Suggestions, distance, nearest};

    /// The distance as its definition tells it, a table of all cells.
    fn defined(left: &[char], right: &[char]) -> usize {
        let mut cells = vec![vec![0; right.len() + 1]; left.len() + 1];
        for row in 0..=left.len() {
            for column in 0..=right.len() {
                cells[row][column] = match (row, column) {
                    (0, edits) | (edits, 0) => edits,
                    _ => {
                        let differs = usize::from(left[row - 1] != right[column - 1]);
                        let swapped = row > 1
                            && column > 1
                            && left[row - 1] == right[column - 2]
                            && left[row - 2] == right[column - 1];
                        let mut least = cells[row - 1][column].min(cells[row][column - 1]) + 1;
                        least = least.min(cells[row - 1][column - 1] + differs);
                        if swapped { least.min(cells[row - 2][column - 2] + 1) } else { least }
                    }
                };
            }
        }
        cells[left.len()][right.len()]
    }

    #[test]
    fn the_distance_is_that_of_the_whole_table() {
        let mut words: Vec<Vec<char>> = vec![Vec::new()];
        for length in 0..5 {
            let longest: Vec<_> = words.iter().filter(|word| word.len() == length).cloned().collect();
            for (word, letter) in longest.iter().flat_map(|word| ['a', 'b', 'c'].map(|letter| (word, letter)))
            {
                words.push([&word[..], &[letter]].concat());
            }
        }
        for left in &words {
            for right in &words {
                let (told, most) = (defined(left, right), 2);
                assert_eq!(
                    distance(left, right, most),
                    Some(told).filter(|edits| *edits <= most),
                    "{left:?} {right:?}"
                );
            }
        }
        let long: Vec<char> = "ab".chars().cycle().take(super::LONGEST).collect();
        let turned: Vec<char> = long.iter().rev().copied().collect();
        assert_eq!(distance(&long, &turned, 64), Some(defined(&long, &turned)));
    }

    /// Twelve thousand unknown names beside as many definitions are no hundred million comparisons.
    #[test]
    fn so_many_candidates_are_looked_at_in_one_document() {
        let names: Vec<String> = (0..12_000).map(|number| format!("attribute{number}")).collect();
        let suggestions = Suggestions::new();
        let near = |word: &str| suggestions.nearest(word, names.iter().map(String::as_str));
        assert_eq!(near("atribute7"), Some("attribute7"));
        let found = (0..12_000).filter(|_| near("atribute7").is_some()).count();
        assert!((10..100).contains(&found), "{found}");
        // A short list is still looked through.
        assert_eq!(suggestions.nearest("Swich", ["Switch"]), Some("Switch"));
    }

    #[test]
    fn suggests_only_when_close() {
        let names = ["Switch", "Split", "StripSpaces", "Join"];
        assert_eq!(nearest("Swich", names), Some("Switch"));
        assert_eq!(nearest("switch", names), Some("Switch"));
        assert_eq!(nearest("Jion", names), Some("Join"));
        assert_eq!(nearest("LCase", names), None);
    }
}
