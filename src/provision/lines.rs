//! Texts of many lines, in pieces of whole ones.

use std::io::{self, Read};

use super::threads;

/// Works on a text in line-aligned pieces, one a thread, results in order.
pub(super) fn in_pieces<'t, T: Send>(
    text: &'t str,
    threads: usize,
    work: impl Fn(&'t str) -> T + Sync,
) -> Vec<T> {
    threads::each(pieces(text, threads.max(1)), work)
}

/// At most `count` pieces of whole lines.
pub(crate) fn pieces(text: &str, count: usize) -> Vec<&str> {
    let wanted = text.len().div_ceil(count.max(1)).max(1);
    let mut pieces = Vec::with_capacity(count);
    let mut rest = text;
    while !rest.is_empty() {
        let from = rest.floor_char_boundary(wanted.min(rest.len()));
        let tail = rest.get(from..).unwrap_or_default();
        let end = tail.find('\n').map_or(rest.len(), |at| from.saturating_add(at).saturating_add(1));
        let (piece, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        pieces.push(piece);
        rest = after;
    }
    if pieces.is_empty() {
        pieces.push("");
    }
    pieces
}

/// Reads whole lines, about `size` bytes at a time.
pub(super) fn each_piece(
    mut input: impl Read,
    size: usize,
    mut work: impl FnMut(&str) -> io::Result<()>,
) -> io::Result<()> {
    let mut buffer: Vec<u8> = Vec::with_capacity(size.saturating_mul(2));
    loop {
        let before = buffer.len();
        let read = input.by_ref().take(size as u64).read_to_end(&mut buffer)?;
        let end = match (read, buffer.iter().rposition(|byte| *byte == b'\n')) {
            (0, _) => buffer.len(),
            (_, Some(newline)) => newline.saturating_add(1),
            (_, None) => continue,
        };
        debug_assert!(end <= buffer.len() && before <= buffer.len());
        let lines = buffer.get(..end).unwrap_or_default();
        let lines =
            std::str::from_utf8(lines).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
        if !lines.is_empty() {
            work(lines)?;
        }
        buffer.drain(..end);
        if read == 0 {
            return Ok(());
        }
    }
}
