//! FNV-1a: the same numbers in every run and on every platform, so that what is made from them is too.

/// Of 64 bits, from `start`, a step for each unit.
pub(crate) fn fnv64(start: u64, units: impl Iterator<Item = u32>) -> u64 {
    units.fold(FNV64 ^ start, |hash, unit| (hash ^ u64::from(unit)).wrapping_mul(0x100_0000_01b3))
}

const FNV64: u64 = 0xcbf2_9ce4_8422_2325;

/// Of 128 bits.
pub(crate) fn fnv128(text: &str) -> u128 {
    let step = |hash: u128, byte: u8| {
        (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b)
    };
    text.bytes().fold(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d, step)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values of the test suite in RFC 9923, *The FNV Non-Cryptographic Hash Algorithm*.
    #[test]
    fn known_texts_have_the_numbers_of_the_algorithm() {
        let of = |text: &str| fnv64(0, text.bytes().map(u32::from));
        assert_eq!(of(""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(of("a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(of("foobar"), 0x8594_4171_f739_67e8);
        assert_eq!(fnv128("a"), 0xd228_cb69_6f1a_8caf_7891_2b70_4e4a_8964);
    }
}
