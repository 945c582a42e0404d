//! Searching a text for another one, in time proportional to both.
//!
//! The search of the standard library is some 3 kB of WebAssembly beside this one.

/// What is this short is compared at every place where its first byte stands: it takes no time to set up.
const SHORT: usize = 32;

/// Where `wanted` first stands in a text.
pub(crate) fn find(text: &str, wanted: &str) -> Option<usize> {
    let (bytes, wanted) = (text.as_bytes(), wanted.as_bytes());
    let Some(first) = wanted.first() else { return Some(0) };
    let mut from = 0_usize;
    while let Some(rest) = bytes.get(from..) {
        from = from.saturating_add(rest.iter().position(|byte| byte == first)?);
        let rest = bytes.get(from..).unwrap_or_default();
        if rest.starts_with(wanted) {
            return Some(from);
        }
        if wanted.len() > SHORT {
            return find_by_borders(rest, wanted).map(|at| from.saturating_add(at));
        }
        from = from.saturating_add(1);
    }
    None
}

/// Whether `wanted` stands in a text.
pub(crate) fn contains(text: &str, wanted: &str) -> bool {
    find(text, wanted).is_some()
}

/// Whether a character stands in a text. The standard library's way leads to its long search.
pub(crate) fn has(text: &str, character: char) -> bool {
    text.chars().any(|one| one == character)
}

/// What stands before `separator`, where it first stands in a text, and what stands behind it.
pub(crate) fn split_once<'t>(text: &'t str, separator: &str) -> Option<(&'t str, &'t str)> {
    let (before, rest) = text.split_at_checked(find(text, separator)?)?;
    Some((before, rest.strip_prefix(separator)?))
}

/// The parts of a text between the places of `separator`, which is not empty.
pub(crate) fn split<'t>(text: &'t str, separator: &str) -> impl Iterator<Item = &'t str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let cut = split_once(text, separator).filter(|_| !separator.is_empty());
        rest = cut.map(|(_, after)| after);
        Some(cut.map_or(text, |(before, _)| before))
    })
}

/// A text with `new` wherever `old` stood, which is not empty.
pub(crate) fn replace(text: &str, old: &str, new: &str) -> String {
    let mut parts = split(text, old);
    let mut made = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        made.push_str(new);
        made.push_str(part);
    }
    made
}

/// The search of Knuth, Morris and Pratt: no byte of the text is read twice.
fn find_by_borders(text: &[u8], wanted: &[u8]) -> Option<usize> {
    // For each beginning of what is wanted, but the empty one: how long the longest shorter one is that it ends with.
    let mut borders = Vec::with_capacity(wanted.len());
    borders.push(0);
    let mut length = 0;
    for byte in wanted.iter().skip(1) {
        length = longer(length, *byte, wanted, &borders);
        borders.push(length);
    }
    length = 0;
    for (end, byte) in (1_usize..).zip(text) {
        length = longer(length, *byte, wanted, &borders);
        if length == wanted.len() {
            return end.checked_sub(length);
        }
    }
    None
}

/// How long the longest beginning is that stands at an end, where one of `length` stood one byte before.
fn longer(mut length: usize, byte: u8, wanted: &[u8], borders: &[usize]) -> usize {
    while wanted.get(length) != Some(&byte) {
        let Some(last) = length.checked_sub(1) else { return 0 };
        length = borders.get(last).copied().unwrap_or_default();
    }
    length.saturating_add(1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn finds_what_the_standard_library_finds(
            text in "[abé]{0,6}(ab|aab|b){0,120}[abé]{0,9}",
            wanted in "[abé]{0,3}(ab|aab){0,20}[abé]{0,2}",
            new in "[a-z]{0,3}",
        ) {
            prop_assert_eq!(super::find(&text, &wanted), text.find(&wanted));
            prop_assert_eq!(super::contains(&text, &wanted), text.contains(&wanted));
            prop_assert_eq!(super::split_once(&text, &wanted), text.split_once(&wanted));
            prop_assume!(!wanted.is_empty());
            let parts: Vec<_> = super::split(&text, &wanted).collect();
            prop_assert_eq!(parts, text.split(&wanted).collect::<Vec<_>>());
            prop_assert_eq!(super::replace(&text, &wanted, &new), text.replace(&wanted, &new));
        }
    }

    /// A text made to be searched slowly.
    #[test]
    fn a_search_takes_time_in_proportion_to_the_text() {
        let (half, text) = ("a".repeat(1_000_000), "a".repeat(2_000_000));
        assert_eq!(super::find(&text, &format!("{half}b")), None);
        assert_eq!(super::find(&text, &half), Some(0));
    }
}
