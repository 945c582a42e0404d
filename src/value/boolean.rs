//! Booleans as words.

use std::borrow::Cow;

use super::text::trim;

/// What `true` or `false`, in any case, says.
pub const fn said(word: &str) -> Option<bool> {
    if word.eq_ignore_ascii_case("true") {
        Some(true)
    } else if word.eq_ignore_ascii_case("false") {
        Some(false)
    } else {
        None
    }
}

/// As [`said`], white space around the word ignored, as `Boolean.Parse` does.
pub fn read(text: &str) -> Option<bool> {
    // .NET also drops NUL characters here, but no other function of the language does.
    said(trim(text))
}

/// The text form of a Boolean: `True` or `False`, as .NET writes it.
pub const fn write(value: bool) -> Cow<'static, str> {
    Cow::Borrowed(if value { "True" } else { "False" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_in_any_case() {
        assert_eq!(
            ["true", "TRUE", "False", "yes", "", " true"].map(said),
            [Some(true), Some(true), Some(false), None, None, None]
        );
        assert_eq!([" True\t", "fAlse\n", "tru e"].map(read), [Some(true), Some(false), None]);
    }
}
