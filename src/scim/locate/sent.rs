//! Filters as addresses have them, and logs that were fed with these: `filter=userName%20eq%20%22ada%22`.

use crate::value::search;

/// The filter that an address holds, decoded; `None` where the text is as good.
pub(in crate::scim) fn decoded(text: &str) -> Option<String> {
    let filter = match search::split_once(text, "filter=") {
        // In a text of the filter it is no name of a parameter.
        Some((before, filter))
            if !search::has(before, '"') && (before.is_empty() || before.ends_with(['?', '&'])) =>
        {
            parameter(filter)
        }
        _ if search::has(text, ' ') => text,
        _ => parameter(text),
    };
    // An address has no blanks; where there are some, the rest is decoded already.
    let plain = if search::has(filter, ' ') { filter.to_owned() } else { unescaped(filter)? };
    (plain != text).then_some(plain)
}

/// A query up to its next parameter, which no `&` in a text of the filter begins.
fn parameter(query: &str) -> &str {
    let (mut in_text, mut escaped) = (false, false);
    let ends = |c| {
        in_text ^= c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        c == '&' && !in_text
    };
    query.split(ends).next().unwrap_or_default()
}

/// The text of a part of a query (`application/x-www-form-urlencoded`). Who writes blanks as `%20` means a plus sign as
/// one.
fn unescaped(query: &str) -> Option<String> {
    let plus = if search::contains(query, "%20") { b'+' } else { b' ' };
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let mut bytes = Vec::with_capacity(query.len());
    let mut rest = query.as_bytes();
    while let [first, after @ ..] = rest {
        let byte;
        (byte, rest) = match (first, after) {
            (b'%', [high, low, after @ ..]) => {
                (u8::try_from(digit(*high)?.wrapping_shl(4) | digit(*low)?).ok()?, after)
            }
            (b'+', _) => (plus, after),
            _ => (*first, after),
        };
        bytes.push(byte);
    }
    String::from_utf8(bytes).ok()
}
