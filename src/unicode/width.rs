//! How many columns of a terminal a text takes, so that what is underlined stands above its line.

use super::is;

/// East Asian wide and full-width characters and emoji (UAX #11), by block.
const WIDE: [(char, char); 15] = [
    ('\u{1100}', '\u{115F}'),
    ('\u{231A}', '\u{231B}'),
    ('\u{23E9}', '\u{23EC}'),
    ('\u{2705}', '\u{2705}'),
    ('\u{2728}', '\u{2728}'),
    ('\u{274C}', '\u{274C}'),
    ('\u{2E80}', '\u{303E}'),
    ('\u{3041}', '\u{A4CF}'),
    ('\u{A960}', '\u{A97C}'),
    ('\u{AC00}', '\u{D7A3}'),
    ('\u{F900}', '\u{FAFF}'),
    ('\u{FE30}', '\u{FE6F}'),
    ('\u{FF01}', '\u{FF60}'),
    ('\u{17000}', '\u{1B2FF}'),
    ('\u{1F300}', '\u{3FFFD}'),
];

/// The columns of one character: none for a mark over the letter before it and for the later parts of a Korean syllable,
/// two for a wide one.
pub(crate) fn columns(character: char) -> usize {
    if character < '\u{300}' {
        return 1;
    }
    if is(character, "Mn") || is(character, "Me") || ('\u{1160}'..='\u{11FF}').contains(&character) {
        return 0;
    }
    1_usize.saturating_add(usize::from(WIDE.iter().any(|(from, to)| (*from..=*to).contains(&character))))
}

#[cfg(test)]
mod tests {
    use super::columns;

    #[test]
    fn letters_marks_and_wide_characters() {
        for (text, width) in [
            ("Ana", 3),
            ("é", 1),
            ("e\u{301}", 1),
            ("山田", 4),
            ("한국", 4),
            ("\u{1112}\u{1161}\u{11AB}", 2),
            ("क्षि", 3),
            ("தமிழ்", 4),
            ("น้ำ", 2),
            ("ｆ", 2),
            ("😀", 2),
            ("👍🏽", 4),
            ("Ж—·", 3),
            ("กี", 1),
        ] {
            assert_eq!(text.chars().map(columns).sum::<usize>(), width, "{text}");
        }
    }
}
