//! What could be meant: near-miss suggestions, "did you mean …?", and lists of what there is.

use super::shortened;
use crate::unicode;

/// So many characters of a text are compared.
const LONGEST: usize = 64;

/// The candidate closest to `word`, when it is close enough to be what was meant.
///
/// Close means: equal but for case, or at most one edit per three characters (Damerau, adjacent swaps count
/// once), comparing without regard to case. The first of equally close candidates wins.
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    nearest_of(word, &mut candidates.into_iter())
}

fn nearest_of<'c>(word: &str, candidates: &mut dyn Iterator<Item = &'c str>) -> Option<&'c str> {
    let folded = |text: &str, into: &mut Vec<char>| {
        into.clear();
        into.extend(text.chars().take(LONGEST).map(unicode::lower));
    };
    let (mut wanted, mut other) = (Vec::with_capacity(LONGEST), Vec::with_capacity(LONGEST));
    folded(word, &mut wanted);
    let allowed = wanted.len().div_ceil(3).min(3);
    let letters_wanted = letters(word);
    let mut best: Option<(usize, &str)> = None;
    let mut lines = Lines::new(wanted.len().saturating_add(allowed).saturating_add(1));
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
        folded(candidate, &mut other);
        if other.len().abs_diff(wanted.len()) > most {
            continue;
        }
        if let Some(distance) = lines.distance(&wanted, &other, most) {
            best = Some((distance, candidate));
            if distance == 0 {
                break;
            }
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// The advice to write `name` instead. It is told whole, even an attribute behind its schema URI: a part would be of no
/// use.
pub fn did_you_mean(name: &str) -> String {
    format!("did you mean `{}`?", shortened(name, 256))
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

/// Three rows of the table of distances, kept for the next candidate.
struct Lines {
    before: Vec<usize>,
    above: Vec<usize>,
    current: Vec<usize>,
}

impl Lines {
    fn new(cells: usize) -> Self {
        let row = || Vec::with_capacity(cells);
        Self { before: row(), above: row(), current: row() }
    }

    /// Optimal string alignment distance, if it is at most `most`; rows stop once they have passed it.
    fn distance(&mut self, left: &[char], right: &[char], most: usize) -> Option<usize> {
        let Self { before, above, current } = self;
        above.clear();
        above.extend(0..=right.len());
        let mut closest_above = 0;
        for (row, l) in left.iter().enumerate() {
            current.clear();
            current.push(row.saturating_add(1));
            let mut closest = row.saturating_add(1);
            let (mut diagonal, mut left_cell) = (above.first().copied().unwrap_or_default(), closest);
            for (column, r) in right.iter().enumerate() {
                let over = above.get(column.saturating_add(1)).copied().unwrap_or(usize::MAX / 2);
                let mut least = over.min(left_cell).saturating_add(1);
                least = least.min(diagonal.saturating_add(usize::from(l != r)));
                if let (Some(row), Some(column)) = (row.checked_sub(1), column.checked_sub(1))
                    && left.get(row) == Some(r)
                    && right.get(column) == Some(l)
                {
                    let crossed = before.get(column).copied().unwrap_or(usize::MAX / 2);
                    least = least.min(crossed.saturating_add(1));
                }
                current.push(least);
                closest = closest.min(least);
                (diagonal, left_cell) = (over, least);
            }
            // A swap reaches two rows up, so both must have passed it.
            if closest > most && closest_above > most {
                return None;
            }
            closest_above = closest;
            std::mem::swap(before, above);
            std::mem::swap(above, current);
        }
        above.last().copied().filter(|distance| *distance <= most)
    }
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn suggests_only_when_close() {
        let names = ["Switch", "Split", "StripSpaces", "Join"];
        assert_eq!(nearest("Swich", names), Some("Switch"));
        assert_eq!(nearest("switch", names), Some("Switch"));
        assert_eq!(nearest("Jion", names), Some("Join"));
        assert_eq!(nearest("LCase", names), None);
    }
}
