//! Writes what the crate embeds: the recogniser of each pest grammar, one function for one rule, and the documents of
//! `profiles/` without their layout, which nobody reads there and which takes room in the WebAssembly module.
//!
//! pest reads and validates the grammars (`pest_meta`); what it would run is made here as plain functions over bytes,
//! because the time of its own run is that of its bookkeeping (a snapshot for each sequence, attempts for error reports
//! that nobody reads). What a rule means is pest's: the tests of `src/grammar` hold both to each other.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use pest_meta::ast::{Expr, Rule, RuleType};
use pest_meta::{parser, validator};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=grammar");
    let out = env::var("OUT_DIR").expect("Cargo says where");
    for (name, files, entries) in [
        ("scim", &["lexical", "scim_filter", "scim_path"][..], &["filter", "path"][..]),
        ("entra_expression", &["entra_expression"], &["expression"]),
    ] {
        let text = files.iter().map(|file| {
            fs::read_to_string(format!("grammar/{file}.pest"))
                .unwrap_or_else(|error| panic!("{file}: {error}"))
        });
        let written = Recogniser::of(&text.collect::<Vec<_>>().join("\n")).write(entries);
        fs::write(Path::new(&out).join(format!("{name}.rs")), written).expect("the folder is Cargo's");
    }
    println!("cargo::rerun-if-changed=profiles");
    for file in ["entra", "gong", "scim"].into_iter().flat_map(files) {
        let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let written = Path::new(&out).join(&file);
        fs::create_dir_all(written.parent().expect("a file is in a folder")).expect("the folder is Cargo's");
        fs::write(written, without_layout(&text)).expect("the folder is Cargo's");
    }
}

/// The documents of a folder of `profiles/`.
fn files(folder: &str) -> impl Iterator<Item = PathBuf> + use<> {
    let folder = Path::new("profiles").join(folder);
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    entries.map(|entry| entry.expect("a folder can be read to its end").path())
}

/// JSON text without the blanks between its tokens.
fn without_layout(json: &str) -> String {
    let (mut in_text, mut escaped) = (false, false);
    let is_read = |character: &char| {
        in_text ^= *character == '"' && !escaped;
        escaped = in_text && *character == '\\' && !escaped;
        in_text || !character.is_ascii_whitespace()
    };
    json.chars().filter(is_read).collect()
}

/// Characters, as ranges in order that do not touch.
type Ranges = Vec<(u32, u32)>;

struct Recogniser {
    rules: BTreeMap<String, Rule>,
}

/// A function: a rule, and whether it leaves tokens. Inside an atomic rule none does.
type Function = (String, bool);

impl Recogniser {
    fn of(grammar: &str) -> Self {
        let pairs =
            parser::parse(parser::Rule::grammar_rules, grammar).unwrap_or_else(|error| panic!("{error}"));
        validator::validate_pairs(pairs.clone()).unwrap_or_else(|errors| panic!("{errors:?}"));
        let rules = parser::consume_rules(pairs).unwrap_or_else(|errors| panic!("{errors:?}"));
        let rules: BTreeMap<_, _> = rules.into_iter().map(|rule| (rule.name.clone(), rule)).collect();
        for implicit in ["WHITESPACE", "COMMENT"] {
            assert!(!rules.contains_key(implicit), "blanks are written where they may stand");
        }
        Self { rules }
    }

    /// The module: the rules that leave tokens, and a function for each rule that `entries` reach. Tests see all.
    fn write(&self, entries: &[&str]) -> String {
        let leaving: Vec<&str> =
            self.rules.values().filter(|rule| rule.ty != RuleType::Silent).map(|rule| &*rule.name).collect();
        let used = self.functions(entries);
        let tested = |name: &str, loud| {
            if used.contains_key(&(name.to_owned(), loud)) { "" } else { "#[cfg(test)]\n" }
        };
        let each = |line: fn(&str) -> String| leaving.iter().map(|rule| line(rule)).collect::<String>();

        let mut out = String::from("/// The rules that leave tokens.\n");
        out.push_str("#[allow(non_camel_case_types)]\n#[derive(Debug, Clone, Copy, PartialEq, Eq)]\npub(crate) enum Rule {\n");
        for rule in &leaving {
            let _ = writeln!(out, "{}    {rule},", tested(rule, true));
        }
        let _ = write!(
            out,
            "}}\n\n#[cfg(test)]\nimpl Rule {{\n    pub(crate) const ALL: &[Self] = &[\n{}    ];\n}}\n\n\
             #[cfg(test)]\npub(crate) fn any(rule: Rule, s: &mut Scanner<'_, Rule>) -> bool {{\n    match rule {{\n{}    }}\n}}\n",
            each(|rule| format!("        Self::{rule},\n")),
            each(|rule| format!("        Rule::{rule} => {rule}(s),\n")),
        );
        for ((rule, loud), function) in self.functions(&leaving) {
            let seen = if entries.contains(&&*rule) { "pub(crate) " } else { "" };
            let _ = write!(out, "\n{}#[inline]\n{seen}{function}", tested(&rule, loud));
        }
        out
    }

    /// The functions that some rules need, these included.
    fn functions(&self, rules: &[&str]) -> BTreeMap<Function, String> {
        let mut written = BTreeMap::new();
        let mut open: Vec<Function> = rules.iter().map(|rule| ((*rule).to_owned(), true)).collect();
        while let Some(function) = open.pop() {
            if let Entry::Vacant(place) = written.entry(function) {
                let mut body = Body { recogniser: self, loud: place.key().1, calls: BTreeSet::new() };
                let text = body.function(place.key());
                open.extend(body.calls);
                place.insert(text);
            }
        }
        written
    }

    /// The characters of an expression that takes exactly one.
    fn class(&self, expr: &Expr) -> Option<Ranges> {
        let only = |text: &str| {
            let mut chars = text.chars();
            chars.next().filter(|_| chars.next().is_none())
        };
        match expr {
            Expr::Str(text) => only(text).map(|c| vec![(c.into(), c.into())]),
            Expr::Range(first, last) => Some(vec![(only(first)?.into(), only(last)?.into())]),
            Expr::Ident(name) if name == "ANY" => Some(vec![(0, u32::from(char::MAX))]),
            Expr::Ident(name) => self
                .rules
                .get(name)
                .filter(|rule| rule.ty == RuleType::Silent)
                .and_then(|rule| self.class(&rule.expr)),
            Expr::Choice(left, right) => Some(union([self.class(left)?, self.class(right)?].concat())),
            Expr::Seq(left, right) => match &**left {
                Expr::NegPred(not) if **right == Expr::Ident("ANY".to_owned()) => {
                    self.class(not).map(complement)
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// The characters an expression can begin with, and whether it may take none.
    fn first(&self, expr: &Expr) -> (Ranges, bool) {
        if let Some(class) = self.class(expr) {
            return (class, false);
        }
        let of_text = |text: &str| text.chars().next().map(u32::from).map(|c| (c, c));
        match expr {
            Expr::Str(text) => (of_text(text).into_iter().collect(), text.is_empty()),
            Expr::Insens(text) => {
                let cases = [text.to_ascii_lowercase(), text.to_ascii_uppercase()];
                (union(cases.iter().filter_map(|text| of_text(text)).collect()), text.is_empty())
            }
            Expr::Ident(name) => {
                self.rules.get(name).map_or((Ranges::new(), true), |rule| self.first(&rule.expr))
            }
            Expr::Opt(inner) | Expr::Rep(inner) => (self.first(inner).0, true),
            Expr::RepOnce(inner) => self.first(inner),
            Expr::Seq(left, right) => {
                let (first, may_be_empty) = self.first(left);
                if !may_be_empty {
                    return (first, false);
                }
                let (next, may_be_empty) = self.first(right);
                (union([first, next].concat()), may_be_empty)
            }
            Expr::Choice(left, right) => {
                let ((left, either), (right, other)) = (self.first(left), self.first(right));
                (union([left, right].concat()), either || other)
            }
            // A look ahead takes nothing.
            _ => (Ranges::new(), true),
        }
    }
}

fn union(mut ranges: Ranges) -> Ranges {
    ranges.sort_unstable();
    let mut merged = Ranges::new();
    for (first, last) in ranges {
        match merged.last_mut() {
            Some((_, end)) if first <= *end + 1 => *end = last.max(*end),
            _ => merged.push((first, last)),
        }
    }
    merged
}

fn complement(ranges: Ranges) -> Ranges {
    let (mut outside, mut next) = (Ranges::new(), 0);
    for (first, last) in union(ranges) {
        if first > next {
            outside.push((next, first - 1));
        }
        next = last + 1;
    }
    if next <= u32::from(char::MAX) {
        outside.push((next, u32::from(char::MAX)));
    }
    outside
}

/// The body of one function.
struct Body<'r> {
    recogniser: &'r Recogniser,
    loud: bool,
    calls: BTreeSet<Function>,
}

impl Body<'_> {
    fn function(&mut self, (name, loud): &Function) -> String {
        let rule = &self.recogniser.rules[name];
        let leaves = *loud && rule.ty != RuleType::Silent;
        if rule.ty == RuleType::Atomic {
            self.loud = false;
        }
        let expr = self.expr(&rule.expr);
        let body = if !leaves {
            format!("    {expr}\n")
        } else if self.calls.iter().any(|(_, loud)| *loud) {
            format!(
                "    let open = s.open(Rule::{name});\n    let found = {expr};\n    s.close(open, found)\n"
            )
        } else {
            format!("    let start = s.mark();\n    ({expr}) && s.leaf(Rule::{name}, start)\n")
        };
        format!("fn {}(s: &mut Scanner<'_, Rule>) -> bool {{\n{body}}}\n", name_of(name, *loud))
    }

    /// An expression of Rust that takes what `expr` takes and is whether it did; where not, nothing is taken.
    fn expr(&mut self, expr: &Expr) -> String {
        if let Some(class) = self.recogniser.class(expr) {
            return format!("s.one(const {{ &{} }})", set(&class));
        }
        match expr {
            Expr::Str(text) if text.is_empty() => "true".to_owned(),
            Expr::Str(text) => format!("s.text({text:?})"),
            Expr::Insens(text) => format!("s.any_case({text:?})"),
            Expr::Ident(name) => self.call(name),
            Expr::Opt(inner) => format!("{{ {}; true }}", self.foreseen(inner)),
            Expr::Rep(inner) => match self.recogniser.class(inner) {
                Some(class) => format!("s.many(const {{ &{} }})", set(&class)),
                None => self.repeated(inner),
            },
            Expr::RepOnce(inner) => match self.recogniser.class(inner) {
                Some(class) => format!("s.some(const {{ &{} }})", set(&class)),
                None => {
                    let inner = (**inner).clone();
                    self.expr(&Expr::Seq(Box::new(inner.clone()), Box::new(Expr::Rep(Box::new(inner)))))
                }
            },
            Expr::PosPred(inner) => {
                format!("{{ let start = s.mark(); {} && s.again(start) }}", self.expr(inner))
            }
            Expr::NegPred(inner) => {
                format!("{{ let start = s.mark(); !({} && s.again(start)) }}", self.expr(inner))
            }
            Expr::Choice(..) => self.either(&alternatives(expr)),
            Expr::Seq(..) => {
                let all = listed(expr, |expr| match expr {
                    Expr::Seq(left, right) if self.recogniser.class(expr).is_none() => Some((left, right)),
                    _ => None,
                });
                let (first, rest) = all.split_first().expect("a sequence has two parts");
                let first = self.expr(first);
                let rest = rest.iter().map(|expr| self.expr(expr)).collect::<Vec<_>>().join(" && ");
                // What is not taken leaves the place as it was, so only what follows the first part gives back.
                format!("{{ let start = s.mark(); ({first}) && (({rest}) || s.back(start)) }}")
            }
            other => panic!("{other:?} is not written yet"),
        }
    }

    /// An expression again and again; the characters it may begin with are taken as a run.
    fn repeated(&mut self, inner: &Expr) -> String {
        let mut ways = alternatives(inner);
        let run = self.recogniser.class(ways[0]).map(|class| {
            ways.remove(0);
            format!("s.many(const {{ &{} }}) && ", set(&class))
        });
        format!("{{ while {}{} {{}} true }}", run.unwrap_or_default(), self.either(&ways))
    }

    /// The last alternative finds out by itself; only where the text is refused is that more work.
    fn either(&mut self, ways: &[&Expr]) -> String {
        let (last, others) = ways.split_last().expect("a choice has two alternatives");
        let mut ways: Vec<String> = others.iter().map(|way| self.foreseen(way)).collect();
        ways.push(self.expr(last));
        format!("({})", ways.join(" || "))
    }

    /// As [`Body::expr`], tried only before a character it can begin with: one look instead of a call.
    fn foreseen(&mut self, expr: &Expr) -> String {
        let written = self.expr(expr);
        let (first, may_be_empty) = self.recogniser.first(expr);
        // A single character looks by itself.
        if may_be_empty || self.recogniser.class(expr).is_some() {
            return written;
        }
        format!("(s.sees(const {{ &{} }}) && {written})", set(&first))
    }

    fn call(&mut self, name: &str) -> String {
        match name {
            "SOI" => "s.is_start()".to_owned(),
            "EOI" => "s.is_end()".to_owned(),
            _ => {
                let rule = &self.recogniser.rules[name];
                let wakes = matches!(rule.ty, RuleType::CompoundAtomic | RuleType::NonAtomic);
                assert!(
                    self.loud || !wakes,
                    "pest would let {name} leave the tokens inside it, though an atomic rule calls it"
                );
                self.calls.insert((name.to_owned(), self.loud));
                format!("{}(s)", name_of(name, self.loud))
            }
        }
    }
}

fn name_of(rule: &str, loud: bool) -> String {
    if loud { rule.to_owned() } else { format!("{rule}_quiet") }
}

/// The alternatives of a choice.
fn alternatives(expr: &Expr) -> Vec<&Expr> {
    listed(expr, |expr| match expr {
        Expr::Choice(left, right) => Some((left, right)),
        _ => None,
    })
}

/// The parts of a chain that leans either way.
fn listed<'e>(expr: &'e Expr, cut: impl Fn(&'e Expr) -> Option<(&'e Expr, &'e Expr)>) -> Vec<&'e Expr> {
    let (mut parts, mut open) = (Vec::new(), vec![expr]);
    while let Some(expr) = open.pop() {
        match cut(expr) {
            Some((left, right)) => open.extend([right, left]),
            None => parts.push(expr),
        }
    }
    parts
}

/// The set of characters as Rust.
fn set(ranges: &Ranges) -> String {
    let of_char = |at: u32| char::from_u32(at).expect("bounds of ranges are characters");
    let ascii: u128 = (0..128)
        .filter(|at| ranges.iter().any(|(first, last)| (first..=last).contains(&at)))
        .map(|at| 1 << at)
        .sum();
    let (low, high) = (ascii as u64, (ascii >> 64) as u64);
    let beyond: Vec<_> = ranges
        .iter()
        .filter(|(_, last)| *last > 127)
        .map(|(first, last)| (of_char((*first).max(128)), of_char(*last)))
        .collect();
    format!("Set {{ low: {low:#x}, high: {high:#x}, beyond: &{beyond:?} }}")
}
