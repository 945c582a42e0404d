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
    let (local, domain) = text.rsplit_once('@')?;
    (!local.is_empty() && !domain.is_empty()).then_some(domain)
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
    let lower = text.to_ascii_lowercase();
    let number = lower.strip_prefix("tel:").unwrap_or(&lower);
    let cut = number.bytes().position(|byte| matches!(byte, b'e' | b'x' | b';'));
    let (number, extension) = match cut.and_then(|at| number.split_at_checked(at)) {
        None => (number, None),
        Some((before, extension)) => (before.trim_end_matches([',', ' ']), Some(extension)),
    };
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let punctuation =
        |byte: u8| byte.is_ascii_digit() || matches!(byte, b' ' | b'+' | b'(' | b')' | b'-' | b'.' | b'/');
    let extension_fits = extension.is_none_or(|extension| {
        let digits = ["ext.", "ext", ";ext=", "x"].into_iter().find_map(|word| extension.strip_prefix(word));
        digits.is_some_and(|digits| {
            let digits = digits.trim();
            !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
        })
    });
    digits >= 3 && number.bytes().all(punctuation) && extension_fits
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
