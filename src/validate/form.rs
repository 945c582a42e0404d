//! The forms that strings are expected to have.

use crate::scim::schema::Form;

/// Whether `text` has the form.
pub(super) fn has(form: Form, text: &str) -> bool {
    match form {
        Form::Email => email_domain(text).is_some(),
        Form::Phone => is_phone(text),
        Form::LanguageTag => is_language_tag(text),
        Form::TimeZone => is_time_zone(text),
        Form::CountryCode => text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_alphabetic()),
    }
}

/// What the form looks like, for the message.
pub(super) const fn described(form: Form) -> &'static str {
    match form {
        Form::Email => "an e-mail address such as `ada@example.com`",
        Form::Phone => "a telephone number such as `+1 212 555 1994` or `(212) 575-1994 ext 3437`",
        Form::LanguageTag => "a language tag such as `en-GB`",
        Form::TimeZone => "a time zone name such as `Europe/London`",
        Form::CountryCode => "a country code of two letters such as `GB`",
    }
}

/// The part after the last `@`, where something stands on either side.
pub(super) fn email_domain(text: &str) -> Option<&str> {
    let mut local = text.as_bytes();
    while let [before @ .., last] = local {
        local = before;
        if *last == b'@' {
            break;
        }
    }
    // Without an `@` nothing is left before it.
    let domain = text.get(local.len().saturating_add(1)..)?;
    (!local.is_empty() && !domain.is_empty()).then_some(domain)
}

/// `en`, `en-GB`, `zh-Hant-TW`, `x-…` for private use, `i-…` as registered of old; `_` is taken for `-`.
fn is_language_tag(text: &str) -> bool {
    let is_single = matches!(text.as_bytes(), [b'x' | b'X' | b'i' | b'I', b'-' | b'_', ..]);
    let (mut length, mut is_language) = (0_usize, true);
    for byte in text.as_bytes() {
        match byte {
            b'-' | b'_' if length > 1 || length == 1 && (is_single || !is_language) => {
                (length, is_language) = (0, false);
                continue;
            }
            b'a'..=b'z' | b'A'..=b'Z' => {}
            b'0'..=b'9' if !is_language => {}
            _ => return false,
        }
        length = length.saturating_add(1);
        if length > 8 {
            return false;
        }
    }
    length > 1 || length == 1 && !is_language
}

/// `Area/City`, also with a third part; every part starts with a letter.
fn is_time_zone(text: &str) -> bool {
    let (mut starts, mut has_area) = (true, false);
    for byte in text.as_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' => starts = false,
            _ if starts => return false,
            b'/' => (starts, has_area) = (true, true),
            b'0'..=b'9' | b'_' | b'-' | b'+' => {}
            _ => return false,
        }
    }
    has_area && !starts
}

/// Digits with the usual punctuation, optionally `tel:` before and an extension (`ext 12`, `ext. 12`, `x12`) after:
/// the forms Gong documents.
fn is_phone(text: &str) -> bool {
    let number = without_prefix(text, "tel:").unwrap_or(text);
    let (mut has_digit, mut has_comma) = (false, false);
    let mut before = 0_usize;
    for byte in number.as_bytes() {
        match byte {
            b'0'..=b'9' if !has_comma => has_digit = true,
            b'+' | b'(' | b')' | b'-' | b'.' | b'/' if !has_comma => {}
            b' ' => {}
            // Only blanks and the extension come after a comma.
            b',' => has_comma = true,
            b'e' | b'E' | b'x' | b'X' | b';' => {
                return has_digit && number.get(before..).is_some_and(is_extension);
            }
            _ => return false,
        }
        before = before.saturating_add(1);
    }
    has_digit && !has_comma
}

fn is_extension(text: &str) -> bool {
    let number = ["ext.", "ext", ";ext=", "x"].into_iter().find_map(|word| without_prefix(text, word));
    number
        .map(str::trim)
        .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// What comes after `prefix`, in any letter case.
fn without_prefix<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_told() {
        let fits = |form, texts: &[&str]| {
            texts.iter().filter(|text| !has(form, text)).map(|t| (*t).to_owned()).collect::<Vec<_>>()
        };
        let none: Vec<String> = Vec::new();
        assert_eq!(fits(Form::Email, &["a@b", "a@b@c.example"]), none);
        assert_eq!(fits(Form::Email, &["a", "@b", "a@", "", "@"]).len(), 5);
        // The first three are Gong's own examples.
        assert_eq!(
            fits(
                Form::Phone,
                &[
                    "(212) 575-1994 ext 3437",
                    "212 575 1994 ext. 468",
                    "2125751994 x2991",
                    "+44 20 7946 0000",
                    "tel:+1-201-555-0123",
                    "tel:+12015550123;ext=7"
                ]
            ),
            none
        );
        assert_eq!(fits(Form::Phone, &["call me", "+", "555-CALL", "212 555 1994 ext"]).len(), 4);
        // Numbers within a company are short.
        assert_eq!(fits(Form::Phone, &["+1", "12", "7 x2"]), none);
        assert_eq!(fits(Form::Phone, &["+1 212 555 1994, ext 4", "TEL:+1 212 555 1994 , EXT.4"]), none);
        assert_eq!(fits(Form::Phone, &["212, 555 1994", "212 555,", "ext 3", "", "é123"]).len(), 5);
        assert_eq!(
            fits(Form::LanguageTag, &["en", "en-GB", "en_US", "zh-Hant-TW", "es-419", "sl-abcdefgh"]),
            none
        );
        // BCP 47 §2.1: private use, and tags registered before it.
        assert_eq!(fits(Form::LanguageTag, &["x-klingon", "i-klingon"]), none);
        assert_eq!(
            fits(Form::LanguageTag, &["x", "i-", "a-b", "1a", "en--us", "-en", "en-123456789"]).len(),
            7
        );
        assert_eq!(fits(Form::LanguageTag, &["en US", "e", "", "en-"]).len(), 4);
        assert_eq!(
            fits(Form::TimeZone, &["Europe/London", "America/Argentina/Buenos_Aires", "Etc/GMT+1"]),
            none
        );
        assert_eq!(
            fits(Form::TimeZone, &["GMT+1 (Paris)", "UTC", "Europe/", "/Paris", "A//B", "A/1"]).len(),
            6
        );
        assert_eq!(fits(Form::CountryCode, &["GB", "us"]), none);
        assert_eq!(fits(Form::CountryCode, &["USA", "United States"]).len(), 2);
    }
}
