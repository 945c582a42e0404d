//! Bytes, eight at a time: what stands before the next byte that matters.

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

/// Marks the bytes of a word that are below a bound. The lowest mark is exact; borrows only reach higher ones.
#[inline(always)]
const fn below(word: u64, bound: u64) -> u64 {
    word.wrapping_sub(ONES.wrapping_mul(bound)) & !word & HIGH
}

/// Marks the bytes of a word that equal one; the lowest mark is exact.
#[inline(always)]
const fn equal(word: u64, byte: u8) -> u64 {
    below(word ^ ONES.wrapping_mul(byte as u64), 1)
}

/// Which of eight bytes has the lowest mark.
#[inline(always)]
const fn lowest(marks: u64) -> usize {
    (marks.trailing_zeros() / 8) as usize
}

/// The first byte of a word that JSON does not write as it stands: a quote, a backslash or a control.
#[inline(always)]
const fn stop_in_word(word: &[u8; 8]) -> Option<usize> {
    let word = u64::from_le_bytes(*word);
    let stops = equal(word, b'"') | equal(word, b'\\') | below(word, 0x20);
    if stops == 0 { None } else { Some(lowest(stops)) }
}

/// How many bytes come before the first quote, backslash or control: what JSON writes as it stands.
#[inline]
pub(crate) fn plain_length(bytes: &[u8]) -> usize {
    let (mut rest, mut length) = (bytes, 0_usize);
    while let Some((block, behind)) = rest.split_first_chunk() {
        if let Some(at) = block::stop(block) {
            return length.saturating_add(at);
        }
        (rest, length) = (behind, length.saturating_add(block.len()));
    }
    if let Some((word, behind)) = rest.split_first_chunk() {
        if let Some(at) = stop_in_word(word) {
            return length.saturating_add(at);
        }
        (rest, length) = (behind, length.saturating_add(word.len()));
    }
    let tail = rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1F)).unwrap_or(rest.len());
    length.saturating_add(tail)
}

/// How many bytes equal one, or more: a mark above the lowest may be a borrow.
pub(crate) fn at_most(bytes: &[u8], byte: u8) -> usize {
    let mut chunks = bytes.chunks_exact(8);
    let mut marks = 0_usize;
    for chunk in chunks.by_ref() {
        let word = u64::from_le_bytes(chunk.try_into().unwrap_or_default());
        marks = marks.saturating_add(equal(word, byte).count_ones() as usize);
    }
    marks.saturating_add(chunks.remainder().iter().filter(|other| **other == byte).count())
}

/// How many bytes come before the first line feed.
fn line_length(bytes: &[u8]) -> usize {
    // Lines are long: most of a line is passed over in strides of four words.
    let (mut strides, mut length) = (bytes, 0_usize);
    while let Some((stride, rest)) = strides.split_first_chunk() {
        if block::has_line_feed(stride) {
            break;
        }
        (strides, length) = (rest, length.saturating_add(stride.len()));
    }
    for byte in strides {
        if *byte == b'\n' {
            break;
        }
        length = length.saturating_add(1);
    }
    length
}

/// Sixteen bytes at a time, in the instructions that every host of the WebAssembly module has.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod block {
    use core::arch::wasm32::{
        u8x16_bitmask, u8x16_eq, u8x16_lt, u8x16_splat, u64x2, v128, v128_any_true, v128_or,
    };

    #[inline(always)]
    fn vector(bytes: &[u8; 16]) -> v128 {
        let word = |bytes: Option<&[u8; 8]>| u64::from_le_bytes(bytes.copied().unwrap_or_default());
        let (low, high) = (word(bytes.first_chunk()), word(bytes.last_chunk()));
        u64x2(low, high)
    }

    /// As [`super::stop_in_word`].
    #[inline(always)]
    pub(super) fn stop(bytes: &[u8; 16]) -> Option<usize> {
        let bytes = vector(bytes);
        let marks = v128_or(u8x16_eq(bytes, u8x16_splat(b'"')), u8x16_eq(bytes, u8x16_splat(b'\\')));
        let marks = u8x16_bitmask(v128_or(marks, u8x16_lt(bytes, u8x16_splat(0x20))));
        (marks != 0).then_some(marks.trailing_zeros() as usize)
    }

    #[inline(always)]
    pub(super) fn has_line_feed(stride: &[u8; 32]) -> bool {
        let (Some(low), Some(high)) = (stride.first_chunk(), stride.last_chunk()) else { return true };
        let end = u8x16_splat(b'\n');
        v128_any_true(v128_or(u8x16_eq(vector(low), end), u8x16_eq(vector(high), end)))
    }
}

/// Eight bytes at a time.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod block {
    pub(super) use super::stop_in_word as stop;

    #[inline(always)]
    pub(super) fn has_line_feed(stride: &[u8; 32]) -> bool {
        let (words, _) = stride.as_chunks::<8>();
        let mark = |word: &[u8; 8]| super::equal(u64::from_le_bytes(*word), b'\n');
        words.iter().fold(0, |marks, word| marks | mark(word)) != 0
    }
}

/// The lines of a text, as [`str::lines`] gives them.
#[derive(Debug, Clone)]
pub(crate) struct Lines<'t>(pub(crate) &'t str);

impl<'t> Iterator for Lines<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        if self.0.is_empty() {
            return None;
        }
        let length = line_length(self.0.as_bytes());
        let (line, rest) = self.0.split_at_checked(length).unwrap_or((self.0, ""));
        match rest.get(1..) {
            Some(behind) => {
                self.0 = behind;
                Some(line.strip_suffix('\r').unwrap_or(line))
            }
            None => {
                self.0 = "";
                Some(line)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_at_every_place() {
        for length in 0..40 {
            for place in 0..length {
                for byte in 0..=u8::MAX {
                    let mut bytes = vec![b'a'; length];
                    bytes[place] = byte;
                    let stops = matches!(byte, b'"' | b'\\' | 0..=0x1F);
                    assert_eq!(plain_length(&bytes), if stops { place } else { length }, "{byte} at {place}");
                    let ends = if byte == b'\n' { place } else { length };
                    assert_eq!(line_length(&bytes), ends, "{byte} at {place}");
                }
            }
        }
    }

    #[test]
    fn none_is_left_uncounted() {
        for length in 0..40 {
            for wanted in [b'(', b'[', 0, 0xFF] {
                for pattern in [[wanted, b'a'], [wanted, wanted ^ 1], [wanted, wanted]] {
                    let bytes: Vec<u8> = pattern.into_iter().cycle().take(length).collect();
                    let count = bytes.iter().filter(|byte| **byte == wanted).count();
                    assert!(at_most(&bytes, wanted) >= count, "{wanted} among {length}");
                    assert_eq!(at_most(&bytes, b'?'), 0);
                }
            }
        }
    }

    #[test]
    fn lines_are_those_of_the_library() {
        for length in 0..7 {
            for number in 0..4_usize.pow(length) {
                let letter = |at| ["\n", "\r", "a", "é"][number / 4_usize.pow(at) % 4];
                for before in ["", "a line longer than a word", "1234567\n"] {
                    let text = before.to_owned() + &(0..length).map(letter).collect::<String>();
                    assert_eq!(
                        Lines(&text).collect::<Vec<_>>(),
                        text.lines().collect::<Vec<_>>(),
                        "{text:?}"
                    );
                }
            }
        }
    }
}
