//! What several test files share.

use std::num::NonZeroUsize;

/// The least number of calls of the parser with which `read` succeeds. The limit is process-wide: a test file that
/// counts calls has one test.
#[allow(dead_code, reason = "not every test file counts calls")]
pub fn parser_calls(read: impl Fn() -> bool) -> usize {
    let enough = |limit: usize| {
        pest::set_call_limit(NonZeroUsize::new(limit));
        read()
    };
    let least = least(enough);
    pest::set_call_limit(None);
    least
}

/// The least number that is enough, where every greater one is too.
pub fn least(enough: impl Fn(usize) -> bool) -> usize {
    let mut high = 1;
    while !enough(high) {
        high *= 2;
        assert!(high < 1 << 30, "never enough");
    }
    let mut low = high / 2;
    while low + 1 < high {
        let middle = low.midpoint(high);
        if enough(middle) { high = middle } else { low = middle }
    }
    high
}
