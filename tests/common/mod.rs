//! What several test files share.

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
