"""Makes the Unicode tables of `src/regex/unicode/` from the Unicode 15.0 database, the version .NET 8 carries.

    pip install unicodedata2==15.0.0
    python3 xtask/tools/regex_unicode.py

.NET matches UTF-16 code units, so the tables end at U+FFFF and surrogates are of category Cs.
"""
import pathlib
import unicodedata2 as u

assert u.unidata_version == "15.0.0", u.unidata_version
HOME = pathlib.Path(__file__).resolve().parents[2] / "src" / "regex" / "unicode"
CATEGORIES = "Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Zs Zl Zp Cc Cf Cs Co Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So Cn".split()
BLOCK = 64


def category(unit):
    return CATEGORIES.index("Cs" if 0xD800 <= unit <= 0xDFFF else u.category(chr(unit)))


def categories():
    """1,024 block numbers, then the distinct blocks of 64 category numbers."""
    blocks, index = {}, bytearray()
    for start in range(0, 0x10000, BLOCK):
        block = bytes(category(unit) for unit in range(start, start + BLOCK))
        index.append(blocks.setdefault(block, len(blocks)))
    return bytes(index) + b"".join(blocks)


def lower(unit):
    """Simple lower-case mapping as the invariant culture has it: U+0130 stays itself."""
    if 0xD800 <= unit <= 0xDFFF or unit == 0x130:
        return unit
    text = chr(unit).lower()
    return ord(text) if len(text) == 1 and ord(text) <= 0xFFFF else unit


def lower_runs():
    """Runs (first, last, stride, lower - upper) over the units whose lower case differs."""
    runs = []
    for unit in range(0x10000):
        delta = lower(unit) - unit
        if delta == 0:
            continue
        if runs:
            first, last, stride, known = runs[-1]
            step = unit - last
            if known == delta and (step == stride or (first == last and step <= 2)):
                runs[-1] = (first, unit, step, delta)
                continue
        runs.append((unit, unit, 1, delta))
    return runs


(HOME / "categories.bin").write_bytes(categories())
rows = "\n".join(f"    (0x{a:04X}, 0x{b:04X}, {s}, {d})," for a, b, s, d in lower_runs())
(HOME / "lower.rs").write_text(
    "// Made by xtask/tools/regex_unicode.py from Unicode 15.0; not edited by hand.\n\n"
    "/// Runs of units with a lower-case form of their own: first, last, stride, distance to the lower case.\n"
    "#[rustfmt::skip]\n"
    f"pub(super) const LOWER: &[(u16, u16, u16, i32)] = &[\n{rows}\n];\n"
)
