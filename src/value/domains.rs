//! The domains of e-mail addresses, as people list them.

use super::json::Misfit;
use crate::unicode::folded;

/// The domain itself: `@example.com` is written for it too.
fn plain(domain: &str) -> &str {
    domain.trim().trim_start_matches('@')
}

/// Whether `domain` is one of these, in any case; all are where none is named.
pub(crate) fn allows(domains: &[String], domain: &str) -> bool {
    let is_same = |known: &str| {
        known.eq_ignore_ascii_case(domain)
            || !(known.is_ascii() && domain.is_ascii()) && folded(known) == folded(domain)
    };
    domains.is_empty() || domains.iter().any(|known| is_same(plain(known)))
}

/// Refuses an empty domain: it would allow nobody.
pub(crate) fn named(domains: &[String]) -> Result<(), Misfit> {
    match domains.iter().position(|domain| plain(domain).is_empty()) {
        None => Ok(()),
        Some(index) => {
            let message = "it must be a domain such as `example.com`, not an empty one";
            Err(Misfit::new(message.to_owned()).within(index))
        }
    }
}
