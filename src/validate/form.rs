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
    let at = text.as_bytes().iter().rposition(|byte| *byte == b'@')?;
    let domain = text.get(at.saturating_add(1)..)?;
    (at > 0 && !domain.is_empty()).then_some(domain)
}

/// `en`, `en-GB`, `zh-Hant-TW`, `x-…` for private use, `i-…` as registered of old; `_` is taken for `-`.
fn is_language_tag(text: &str) -> bool {
    let mut parts = text.as_bytes().split(|byte| matches!(byte, b'-' | b'_'));
    let language = parts.next().unwrap_or_default();
    let single = matches!(language, b"x" | b"X" | b"i" | b"I") && text.len() > 1;
    (single || (2..=8).contains(&language.len()))
        && language.iter().all(u8::is_ascii_alphabetic)
        && parts.all(|part| (1..=8).contains(&part.len()) && part.iter().all(u8::is_ascii_alphanumeric))
}

/// `Area/City`, also with a third part.
fn is_time_zone(text: &str) -> bool {
    let part = |part: &str| {
        part.starts_with(|first: char| first.is_ascii_alphabetic())
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+'))
    };
    text.contains('/') && text.split('/').all(part)
}

/// Digits with the usual punctuation, optionally `tel:` before and an extension (`ext 12`, `ext. 12`, `x12`) after:
/// the forms Gong documents.
fn is_phone(text: &str) -> bool {
    let number = without_prefix(text, "tel:").unwrap_or(text);
    let (mut digits, mut has_comma) = (0_usize, false);
    for (at, byte) in number.bytes().enumerate() {
        match byte {
            b'0'..=b'9' if !has_comma => digits = digits.saturating_add(1),
            b'+' | b'(' | b')' | b'-' | b'.' | b'/' if !has_comma => {}
            b' ' => {}
            // Only blanks and the extension come after a comma.
            b',' => has_comma = true,
            b'e' | b'E' | b'x' | b'X' | b';' => {
                return digits >= 3 && number.get(at..).is_some_and(is_extension);
            }
            _ => return false,
        }
    }
    digits >= 3 && !has_comma
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
        assert_eq!(fits(Form::Email, &["a", "@b", "a@"]).len(), 3);
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
        assert_eq!(fits(Form::Phone, &["call me", "12", "555-CALL", "212 555 1994 ext"]).len(), 4);
        assert_eq!(fits(Form::Phone, &["+1 212 555 1994, ext 4"]), none);
        assert_eq!(fits(Form::LanguageTag, &["en", "en-GB", "en_US", "zh-Hant-TW"]), none);
        // BCP 47 §2.1: private use, and tags registered before it.
        assert_eq!(fits(Form::LanguageTag, &["x-klingon", "i-klingon"]), none);
        assert_eq!(fits(Form::LanguageTag, &["x", "i-", "a-b"]).len(), 3);
        assert_eq!(fits(Form::LanguageTag, &["en US", "e", "", "en-"]).len(), 4);
        assert_eq!(
            fits(Form::TimeZone, &["Europe/London", "America/Argentina/Buenos_Aires", "Etc/GMT+1"]),
            none
        );
        assert_eq!(fits(Form::TimeZone, &["GMT+1 (Paris)", "UTC", "Europe/"]).len(), 3);
        assert_eq!(fits(Form::CountryCode, &["GB", "us"]), none);
        assert_eq!(fits(Form::CountryCode, &["USA", "United States"]).len(), 2);
    }
}
