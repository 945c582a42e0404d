#!/usr/bin/env python3
"""Makes the tables of `src/unicode/` from Unicode 15.0, the version .NET 8 carries and Python 3.12 knows.

    python3.12 xtask/tools/unicode.py && cargo fmt

`categories.bin` for regular expressions, title case and NormalizeDiacritics, `case_runs.rs` for casing,
`plain.rs` for NormalizeDiacritics (see src/value/diacritics.rs).
"""

import pathlib
import unicodedata as unicode

assert unicode.unidata_version == "15.0.0", unicode.unidata_version
HOME = pathlib.Path(__file__).resolve().parents[2] / "src" / "unicode"
MADE = "// Made by xtask/tools/unicode.py from Unicode 15.0; not edited by hand.\n\n"
LAST = 0x110000
CATEGORIES = "Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Zs Zl Zp Cc Cf Cs Co Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So Cn".split()
# Code points in a leaf of the category tree, and leaves in a branch.
LEAF, BRANCH = 128, 64
# Thirteen musical symbols and a Kannada vowel sign decompose into several characters. They are left alone.
LEFT_ALONE = {0xCCB, *range(0x1D15E, 0x1D165), *range(0x1D1BB, 0x1D1C1)}
# A run of replacements goes on over this many characters that stay as they are.
GAP = 6
# A run ends after this many characters, so that a look-up has a short way.
LONGEST = 64


def is_mark(code):
    return unicode.category(chr(code)) == "Mn"


def shared(pieces):
    """The number of each piece among the distinct ones, and these."""
    numbers = {}
    places = bytes(numbers.setdefault(piece, len(numbers)) for piece in pieces)
    return places, b"".join(numbers)


def categories():
    """A tree of three floors: a byte a branch, then the branches (a byte a leaf), then the leaves (a byte a code point)."""
    every = bytes(CATEGORIES.index(unicode.category(chr(code))) for code in range(LAST))
    leaves, leaf_bytes = shared([every[start:start + LEAF] for start in range(0, LAST, LEAF)])
    branches, branch_bytes = shared([leaves[start:start + BRANCH] for start in range(0, len(leaves), BRANCH)])
    print(len(branches), "branches,", len(branch_bytes) // BRANCH, "distinct")
    return branches + branch_bytes + leaf_bytes


def lower(code):
    """Simple lower-case mapping as the invariant culture has it: U+0130 stays itself."""
    text = chr(code).lower()
    return ord(text) if len(text) == 1 and code != 0x130 else code


def lower_runs():
    """(first, last, distance) over the code points whose lower case differs; at distance 1 every other is left out."""
    runs = []
    for code in range(LAST):
        distance = lower(code) - code
        if distance == 0:
            continue
        if runs:
            first, last, known = runs[-1]
            if known == distance and code - last == (2 if distance == 1 else 1):
                runs[-1] = (first, code, distance)
                continue
        runs.append((code, code, distance))
    return runs


def only_upper(runs):
    """Code points with a simple upper case that no lower case leads back from, and the other way about."""
    back = {}
    for first, last, distance in runs:
        for code in range(first, last + 1, 2 if distance == 1 else 1):
            back.setdefault(code + distance, code)
    found = []
    for code in range(LAST):
        text = chr(code).upper()
        upper = ord(text) if len(text) == 1 else back.get(code, code)
        # The simple upper case of U+00DF is itself; U+0131 stays in the invariant culture.
        upper = code if code in (0xDF, 0x131) else upper
        if back.get(code, code) != upper:
            found.append((code, upper))
    return found


def plain(code):
    """The character without its diacritics, or None where it stays."""
    char = chr(code)
    if code in LEFT_ALONE or 0xD800 <= code < 0xE000 or is_mark(code):
        return None
    kept = "".join(c for c in unicode.normalize("NFD", char) if unicode.category(c) != "Mn")
    result = unicode.normalize("NFC", kept)
    if result == char:
        return None
    # One replacement a character is what the table can hold.
    assert len(result) == 1, hex(code)
    return result


def plain_runs():
    runs = []
    for code in range(LAST):
        result = plain(code)
        if result is None:
            continue
        if runs:
            start, text = runs[-1]
            gap = code - (start + len(text))
            if gap <= GAP and len(text) + gap < LONGEST:
                between = "".join(chr(c) for c in range(start + len(text), code))
                runs[-1] = (start, text + between + result)
                continue
        runs.append((code, result))
    return runs


def compositions():
    """Pairs that NFC joins although neither is a nonspacing mark. Hangul is computed."""
    found = []
    for code in range(LAST):
        parts = unicode.decomposition(chr(code)).split()
        if len(parts) != 2 or parts[0].startswith("<"):
            continue
        first, second = (int(part, 16) for part in parts)
        joins = unicode.normalize("NFC", chr(first) + chr(second)) == chr(code)
        if joins and not is_mark(first) and not is_mark(second) and plain(first) is None:
            found.append((first, second, code))
    return sorted(found)


def literal(code):
    return f"'\\u{{{code:X}}}'"


def text_literal(text):
    shown = (c if c.isprintable() and ord(c) >= 0x20 and c not in '"\\' and unicode.category(c)[0] in "LNPS"
             and unicode.bidirectional(c) in ("L", "EN", "ES", "ET", "ON", "CS", "AN")
             else f"\\u{{{ord(c):X}}}" for c in text)
    return '"' + "".join(shown) + '"'


def main():
    (HOME / "categories.bin").write_bytes(categories())
    runs = lower_runs()
    rows = "\n".join(f"    (0x{first:04X}, 0x{last:04X}, {distance})," for first, last, distance in runs)
    pairs = "\n".join(f"    ({literal(code)}, {literal(upper)})," for code, upper in only_upper(runs))
    (HOME / "case_runs.rs").write_text(
        f"{MADE}/// Runs of code points with a lower case of their own: first, last, distance to the lower case. Where that is\n"
        "/// 1, upper and lower case take turns.\n#[rustfmt::skip]\n"
        f"pub(super) static LOWER: [(u32, u32, i32); {len(runs)}] = [\n{rows}\n];\n\n"
        "/// Upper cases that are not the way back from the lower case.\n#[rustfmt::skip]\n"
        f"pub(super) static ONLY_UPPER: [(char, char); {len(only_upper(runs))}] = [\n{pairs}\n];\n"
    )
    plains, composed = plain_runs(), compositions()
    plain_rows = "\n".join(f"    ({literal(start)}, {text_literal(text)})," for start, text in plains)
    composed_rows = "\n".join(f"    ({literal(a)}, {literal(b)}, {literal(c)})," for a, b, c in composed)
    (HOME / "plain.rs").write_text(
        f"{MADE}/// Runs of characters with what is left of each without its nonspacing marks: the first character, then one\n"
        "/// replacement for it and for each that follows it.\n"
        f"pub(crate) static PLAIN: [(char, &str); {len(plains)}] = [\n{plain_rows}\n];\n\n"
        "/// Pairs that canonical composition joins, neither of them a nonspacing mark.\n"
        f"pub(crate) static COMPOSED: [(char, char, char); {len(composed)}] = [\n{composed_rows}\n];\n"
    )


main()
