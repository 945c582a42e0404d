//! Near-miss suggestions: "did you mean …?".

/// The candidate closest to `word`, when it is close enough to be what was meant.
///
/// Close means: equal but for case, or at most one edit per three characters (Damerau, adjacent swaps count
/// once), comparing without regard to case. The first of equally close candidates wins.
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    nearest_of(word, &mut candidates.into_iter())
}

fn nearest_of<'c>(word: &str, candidates: &mut dyn Iterator<Item = &'c str>) -> Option<&'c str> {
    const LONGEST: usize = 64;
    let word: Vec<char> = word.chars().take(LONGEST).flat_map(char::to_lowercase).collect();
    let allowed = word.len().div_ceil(3).min(3);
    let mut best: Option<(usize, &str)> = None;
    let mut other = Vec::with_capacity(LONGEST);
    for candidate in candidates {
        // A candidate has at most as many characters as bytes: most are told apart by length alone.
        if candidate.len().saturating_add(allowed) < word.len() {
            continue;
        }
        other.clear();
        other.extend(candidate.chars().take(LONGEST).flat_map(char::to_lowercase));
        if other.len().abs_diff(word.len()) > allowed {
            continue;
        }
        let distance = distance(&word, &other);
        if distance <= allowed && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Optimal string alignment distance, three rows at a time.
fn distance(left: &[char], right: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=right.len()).collect();
    for (row, l) in left.iter().enumerate() {
        let mut current = Vec::with_capacity(above.len());
        current.push(row.saturating_add(1));
        for (column, r) in right.iter().enumerate() {
            let cell = |line: &[usize], at: usize| line.get(at).copied().unwrap_or(usize::MAX / 2);
            let mut least = (cell(&above, column.saturating_add(1)).saturating_add(1))
                .min(cell(&current, column).saturating_add(1))
                .min(cell(&above, column).saturating_add(usize::from(l != r)));
            if let (Some(row), Some(column)) = (row.checked_sub(1), column.checked_sub(1))
                && left.get(row) == Some(r)
                && right.get(column) == Some(l)
            {
                least = least.min(cell(&before, column).saturating_add(1));
            }
            current.push(least);
        }
        before = std::mem::replace(&mut above, current);
    }
    above.last().copied().unwrap_or(usize::MAX)
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
