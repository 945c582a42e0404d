//! What tokens are made of and how long the one at the start of a text is, for those who read text that may not parse.

use crate::limits::Limits;

/// What the operators of comparison are made of.
pub(super) const COMPARING: [char; 3] = ['=', '<', '>'];

/// What no name of an attribute holds outside nested brackets and texts.
pub(super) const NAME_ENDS: [char; 6] = [',', ')', '"', '=', '<', '>'];

/// Whether a character stands between the words of an attribute's name.
pub(super) const fn joins_words(character: char) -> bool {
    matches!(character, '.' | '-' | ':')
}

/// Whether a character is of the name of a function, or of a word in that of an attribute.
pub(super) const fn is_of_word(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_'
}

/// Bytes of the string at the start of `text`, quotes included.
pub(super) fn string_length(text: &str) -> Option<usize> {
    let mut escaped = true; // the opening quote does not close
    for (offset, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return Some(offset.saturating_add(1)),
            _ => {}
        }
    }
    None
}

/// Bytes of the bracketed name at the start of `text`, brackets included; inner brackets and texts are matched.
pub(super) fn attribute_length(text: &str) -> Option<usize> {
    // Deeper than any limit allows, the end is not looked for: a text of opening brackets takes linear time.
    let mut depth = 0_usize;
    let mut at = 0_usize;
    loop {
        let rest = text.get(at..)?;
        match rest.chars().next()? {
            '"' => at = at.saturating_add(string_length(rest)?),
            '[' if depth == Limits::NESTING_CEILING => return None,
            '[' => {
                depth = depth.saturating_add(1);
                at = at.saturating_add(1);
            }
            ']' => {
                depth = depth.saturating_sub(1);
                at = at.saturating_add(1);
                if depth == 0 {
                    return Some(at);
                }
            }
            other => at = at.saturating_add(other.len_utf8()),
        }
    }
}

/// Bytes of the name of a function at the start of `text`.
pub(super) fn name_length(text: &str) -> usize {
    text.bytes().take_while(|byte| is_of_word(char::from(*byte))).count()
}

/// Bytes of the signs of comparison at the start of `text`.
pub(super) fn signs_length(text: &str) -> usize {
    text.len().saturating_sub(text.trim_start_matches(COMPARING).len())
}

/// Bytes of the name of a variable at the start of `text`, which stands behind its percent sign.
pub(super) fn variable_length(text: &str) -> usize {
    text.bytes().take_while(|byte| is_of_word(char::from(*byte)) || *byte == b'.').count()
}
