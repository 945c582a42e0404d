//! Rules one by one, and properties over made-up patterns.

use proptest::prelude::*;

use super::exec::{Machine, Search};
use super::*;

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern, &Limits::DEFAULT).unwrap_or_else(|error| panic!("`{pattern}`: {error}"))
}

fn refusal(pattern: &str) -> Error {
    Regex::new(pattern, &Limits::DEFAULT).map(|_| panic!("`{pattern}` compiles")).unwrap_err()
}

fn is_match(pattern: &str, text: &str) -> bool {
    regex(pattern).is_match(text, &mut Budget::new(100_000)).unwrap()
}

fn replace(pattern: &str, text: &str, replacement: &str) -> Result<String, Stop> {
    let regex = regex(pattern);
    let replacement = Replacement::parse(replacement, &regex)?;
    regex.replace_all(text, &replacement, 1000, &mut Budget::new(100_000)).map(String::from)
}

#[test]
fn refusals_name_the_place_and_the_dotnet_spelling() {
    let shown = |pattern: &str| {
        let error = refusal(pattern);
        assert_eq!(error.message.lines().count(), 1);
        assert!(pattern.is_char_boundary(error.offset));
        format!("{:?} {error}", error.kind)
    };
    assert_eq!(
        shown("ba++"),
        "Syntax a quantifier cannot follow another one at byte 3; .NET has no possessive quantifiers; write `(?>a+)`"
    );
    assert_eq!(
        shown("(?P<n>a)"),
        "Syntax there is no such group construct in .NET at byte 0; a named group is written `(?<name>…)`"
    );
    assert_eq!(
        shown(r"\x{1F600}"),
        r"Syntax `\x` needs exactly 2 hexadecimal digits at byte 0; write `\uD83D\uDE00`"
    );
    assert_eq!(
        shown("[[:digit:]]"),
        r##"Unsupported("POSIX class") .NET has no POSIX class `[:digit:]` at byte 1; write `\d` inside the brackets"##
    );
    assert_eq!(shown(r"\p{Greek}").split("; ").nth(1), Some(r"blocks are written with `Is`: `\p{IsGreek}`"));
    assert_eq!(shown(r"\p{lu}").split("; ").nth(1), Some(r"categories are case-sensitive: `\p{Lu}`"));
    assert_eq!(shown(r"\pL").split("; ").nth(1), Some(r"write `\p{L}`"));
    assert_eq!(shown("*abc").split("; ").nth(1), Some(r"any text is written `.*`, a literal asterisk `\*`"));
    assert_eq!(shown("é(a").split(" at ").nth(1), Some(r"byte 2; a literal bracket is written `\(`"));
    assert_eq!(
        shown(r"[a-\d]"),
        r"Syntax `\d` cannot end a range at byte 3; put the hyphen last in the class, or write it `\-`"
    );
    assert_eq!(shown("a(?|b)").split("; ").nth(1), Some(".NET has no branch reset"),);
    assert_eq!(
        shown("(a)(?(1b)c)"),
        "Syntax a condition that begins with a digit has to be a group number at byte 5"
    );
    assert_eq!(shown("(?(?#a)b)"), "Syntax a condition cannot be a comment at byte 2");
    for pattern in ["(?<a!>b)", "(?<1a>b)", "(?<a", "(?<a-", "(?<a-b!>c)", "(?'a>b)", "(?<a-1a>b)", "(?<->a)"]
    {
        assert!(shown(pattern).starts_with("Syntax "), "{pattern}");
    }
    assert_eq!(shown(r"\c1"), r"Syntax `\c` needs a letter for the control character at byte 0");
    assert_eq!(refusal(r"[a-\-z]").kind, ErrorKind::Unsupported("range up to an escaped hyphen"));
    assert_eq!(refusal(r"\p{_xmlW}").kind, ErrorKind::Unsupported("XML character category"));
}

/// A POSIX class is refused, and what is named instead takes the same characters of ASCII.
#[test]
fn posix_classes_have_a_spelling_in_dotnet() {
    type Belongs = fn(&char) -> bool;
    let classes: [(&str, Belongs); 9] = [
        ("digit", char::is_ascii_digit),
        ("space", |c| matches!(c, '\t'..='\r' | ' ')),
        ("word", |c| c.is_ascii_alphanumeric() || *c == '_'),
        ("alpha", char::is_ascii_alphabetic),
        ("alnum", char::is_ascii_alphanumeric),
        ("upper", char::is_ascii_uppercase),
        ("lower", char::is_ascii_lowercase),
        ("xdigit", char::is_ascii_hexdigit),
        ("punct", char::is_ascii_punctuation),
    ];
    for (name, belongs) in classes {
        let error = refusal(&format!("[[:{name}:]]"));
        let instead = error.hint.as_deref().unwrap().split('`').nth(1).unwrap();
        let class = regex(&format!(r"\A[{instead}]\z"));
        for c in '\0'..='\x7F' {
            let taken = class.is_match(&c.to_string(), &mut Budget::new(1000)).unwrap();
            assert_eq!(taken, belongs(&c), "[:{name}:] {c:?}");
        }
    }
    assert_eq!(refusal("[[:ascii:]]").kind, ErrorKind::Unsupported("POSIX class"));
    // Without its end it is a class of characters.
    assert!(is_match("^[[:a]$", ":") && is_match("^[[:a]$", "["));
}

#[test]
fn escapes_name_characters() {
    assert!(is_match(r"^[\b]$", "\u{8}") && is_match(r"^\cA\c[$", "\u{1}\u{1B}"));
    assert!(is_match(r"^\P{IsGreek}$", "a") && !is_match(r"^\P{IsGreek}$", "α"));
    assert!(is_match(r"^\p{IsBasicLatin}$", "a") && !is_match(r"^\P{IsBasicLatin}$", "a"));
}

#[test]
fn limits_hold_to_the_unit() {
    let limits = Limits { pattern_bytes: 8, program_bytes: 64 * 10, nesting: 3 };
    let kind =
        |pattern: &str| Regex::new(pattern, &limits).map(|_| ()).map_err(|error| (error.kind, error.offset));
    assert_eq!(kind("abcdefgh"), Ok(()));
    assert_eq!(kind("abcdefghi"), Err((ErrorKind::PatternTooLong, 8)));
    assert_eq!(kind("(((a)))"), Ok(()));
    assert_eq!(kind("((((a"), Err((ErrorKind::TooDeep, 3)));
    assert_eq!(kind("a{9}"), Ok(()));
    assert_eq!(kind("a{10}"), Err((ErrorKind::ProgramTooLarge, 0)));
    assert_eq!(regex("a{10}").price(65), 2);
}

#[test]
fn groups_are_numbered_as_in_dotnet() {
    let names = |pattern: &str| {
        regex(pattern).group_names().map(|(number, name)| format!("{number}{name}")).collect::<Vec<_>>()
    };
    assert_eq!(names("(?<x>a)(b)(?<y>c)(d)"), ["11", "22", "3x", "4y"]);
    assert_eq!(names("(?<5>a)(?<n>b)(c)"), ["11", "2n", "55"]);
    assert_eq!(names(r"(?n)(a)(?<n>[(])\((?#()(b)"), ["1n"]);
    // A plain bracket behind a look-around condition captures nothing, but its number stays taken.
    assert_eq!(names("(?(?=a)(a)|b)(c)"), ["11", "22"]);
    let regex = regex("(?(?=a)(a)|b)(c)");
    let captures = regex.captures_at("ac", 0, &mut Budget::new(1000)).unwrap().unwrap();
    assert_eq!((captures.group(1).map(|span| span.start), captures.group(2)), (Some(1), None));
}

#[test]
fn units_are_utf16() {
    assert!(!is_match("^.$", "😀") && is_match("^..$", "😀"));
    assert!(is_match(r"^\ud83d\ude00$", "😀") && is_match(r"\ude00", "😀") && !is_match(r"\ude01", "😀"));
    assert!(is_match(r"(?<=\ud83d)\ude00", "a😀"));
    assert_eq!(replace(".", "a😀", "x").as_deref(), Ok("xxx"));
    assert_eq!(replace("(.)", "a😀b", "$1").as_deref(), Ok("a😀b"));
    assert_eq!(replace(r"\ud83d", "a😀", ""), Err(Stop::SplitsPair));
    assert_eq!(replace("(.)", "😀", "$1-"), Err(Stop::SplitsPair));
    assert_eq!(replace("^(.)(.)", "😀", "$2$1"), Err(Stop::SplitsPair));
}

#[test]
fn word_edges_know_joiners_and_words_do_not() {
    assert!(!is_match("a\\b", "a\u{200d}b") && !is_match("^\\w+$", "a\u{200d}b"));
}

#[test]
fn ignoring_case_uses_the_simple_lower_case() {
    assert!(is_match("(?i)^K$", "\u{212A}") && is_match("(?i)^[a-z]$", "\u{212A}"));
    assert!(!is_match("(?i)^ς$", "σ") && is_match("(?i)^Σ$", "σ") && !is_match("(?i)^i$", "İ"));
    assert!(is_match("(?i)^[^a]$", "b") && !is_match("(?i)^[^a]$", "A"));
    assert!(is_match(r"(?i)(é)\1", "éÉ") && is_match(r"(?i)^\p{Lt}$", "a"));
}

/// A text without what every match holds is no match, long or short.
#[test]
fn what_every_match_holds_is_looked_for() {
    for filler in [10, 200] {
        let text = |end: &str| format!("{}{end}", "né".repeat(filler));
        assert!(is_match(r"\dneedle", &text("1needle")) && is_match(r"\dneedle", &text("1nneedle2needle😀")));
        assert!(!is_match(r"\dneedle", &text("1needl")) && !is_match(r"\dneedle", &text("1nneedle")));
    }
}

/// Expected: .NET Core 3.1.23 and Mono 6.8.
#[test]
fn an_absent_branch_matches_nothing_where_a_match_is_looked_for() {
    let put = |pattern, text| replace(pattern, text, "+").unwrap();
    for (pattern, text, expected) in [
        ("^(?(?=00)00)", "4712", "+4712"),
        (r"\A(?(?=CN=)CN=)", "ab", "+ab"),
        (r"\G(?(n)-)", "ab", "+ab"),
        ("$(?(a)b)", "ab", "ab+"),
        (r"\Z(?(a)b)", "ab", "ab+"),
        (r"\z(?(a)b)", "ab", "ab+"),
        ("(^)(?(a)b)", "xy", "+xy"),
        ("(?>^)(?(a)b)", "xy", "+xy"),
        ("(?=x)^(?(a)b)", "xy", "+xy"),
        ("^(?(?=00)00)x", "x", "+"),
    ] {
        assert_eq!(put(pattern, text), expected, "{pattern}");
    }
    for pattern in ["(?(a)b)", "(?m)^(?(a)b)", r"\b^(?(a)b)", "^a|^(?(b)b)", "(?:^)+(?(a)b)", "()^(?(a)b)"] {
        assert_eq!(put(pattern, "xy"), "xy", "{pattern}");
    }
}

#[test]
fn full_match_is_the_whole_text() {
    let whole = |pattern: &str, text: &str| regex(pattern).full_match(text, &mut Budget::new(1000)).unwrap();
    assert!(whole("a|ab", "ab") && whole("a*?", "aa") && whole("[a-c]+", "abc"));
    assert!(!whole("a$", "a\n") && !whole("b", "abc"));
}

/// Whole words between anchors are compared, and the answer is the matcher's.
#[test]
fn words_between_anchors_are_compared() {
    let patterns = [
        r"^(Sales|Marketing)$",
        r"\A(?:Sales|(Research|))\z",
        r"^Sales\n$",
        r"^(?<team>Sales)\Z",
        "^(?:é😀|Sales)$",
        "^$",
    ];
    let texts = [
        "Sales",
        "Marketing",
        "Sales\n",
        "Sales\n\n",
        "",
        "\n",
        "sales",
        "Sale",
        "Sales ",
        "é😀",
        "Research",
    ];
    for pattern in patterns {
        let regex = regex(pattern);
        assert!(regex.words.is_some(), "{pattern}");
        for text in texts {
            let mut budget = Budget::new(1000);
            let found = regex.find_at(text, 0, &mut budget).unwrap();
            assert_eq!(regex.is_match(text, &mut budget), Ok(found.is_some()), "{pattern} {text:?}");
            let whole = Searcher::new(&regex, text).find_whole(&mut budget);
            assert_eq!(regex.full_match(text, &mut budget), whole, "{pattern} {text:?}");
        }
    }
    for pattern in
        ["^a|b$", "(?m)^a$", "^a", "a$", "^[ab]$", "^(?i)a$", "^(?=a)$", r"^(a)\1$", r"^\uD83D$", "^a?$"]
    {
        assert!(regex(pattern).words.is_none(), "{pattern}");
    }
    assert_eq!(regex("^(a|b)$").is_match("b", &mut Budget::new(0)), Err(Stop::OutOfBudget));
}

#[test]
fn work_ends() {
    let budget = |fuel: u64| {
        regex(r"^(?:(a+)+\1)+$").is_match(&format!("{}b", "a".repeat(40)), &mut Budget::new(fuel))
    };
    assert_eq!(budget(10_000), Err(Stop::OutOfBudget));
    let nested = regex("(a+)+$");
    let text = format!("{}b", "a".repeat(30));
    assert_eq!(nested.is_match(&text, &mut Budget::new(1_000)), Ok(false));
    let mut spent = Budget::new(10);
    assert_eq!(nested.is_match(&text, &mut spent), Err(Stop::OutOfBudget));
    assert_eq!(spent.left(), 0);
}

/// .NET makes one repeat of nested ones, so these take no time there either, where nothing can be remembered.
#[test]
fn nested_repeats_are_multiplied() {
    let word = "a".repeat(60);
    for pattern in
        [r"(?=(?:\w+)+@)", r"^(?:(?:a*)*){2,}b(?(1)c|d)()", r"(a)\1(?:(?:.{1,}?)+?)+?\n", "(?>(?:(?:a?)+)*b)"]
    {
        assert_eq!(regex(pattern).is_match(&word, &mut Budget::new(10_000)), Ok(false), "{pattern}");
    }
    // What is too uneven stays as it is.
    let put = |pattern, text| replace(pattern, text, "+").unwrap();
    for (pattern, text, expected) in [
        ("(?:a{2,3}){2}", "aaaaaaa", "+a"),
        ("^(?:a{2,4}){2}?", "aaaaaaaaa", "+a"),
        ("(?:a{2,})?", "ab", "+a+b+"),
        ("(?:a{3}){2}", "aaaaaaaa", "+aa"),
        ("(?:a{1,2}){2,3}", "aaaaaaa", "+a"),
        ("(?:a+?)*", "aab", "++b+"),
    ] {
        assert_eq!(put(pattern, text), expected, "{pattern}");
    }
    // Not `a*`: .NET never matches it, here it is too large.
    assert!(Regex::new("(?:a*){2147483647}", &Limits::DEFAULT).is_err());
}

/// One step reads, compares or makes 64 bytes at most, whatever the pattern and whether it matches: what a search reads
/// again and again is paid again and again.
#[test]
fn what_is_read_is_paid() {
    let n = 2_000;
    let letters = "a".repeat(n);
    let half_squared = n * n / 2;
    let many = "a".repeat(500);
    let literal = format!("{many}[^a]");
    let alternative = format!("(?:[a]{many}b|a)*c");
    let cases: [(&str, &str, usize); 10] = [
        // A capture of each length is compared, as far as the text reaches.
        (r"(?i)^(a*)\1b", &letters, half_squared / 4),
        (r"(?i)^(.*)\1z", &"é".repeat(n), half_squared / 4),
        (r"^(.*)\1\1z", &"\u{1F600}".repeat(n), half_squared / 4),
        // A loop runs to the end from every place.
        (r"a*b(x)?\1", &letters, half_squared),
        (r"(x)?.*\n\1", &letters, half_squared),
        (r"\w*!(x)?\1", &"é".repeat(n), 2 * half_squared),
        ("a(?=[^z]*b)", &letters, half_squared),
        // What fails late was read all the same.
        ("(?:a{500}b|a)*c", &letters, n * 300),
        (&alternative, &letters, n * 300),
        // Ahead of each attempt the literal is made ready.
        (&literal, &letters, (n - 500) * 500),
    ];
    for (pattern, text, bytes) in cases {
        let mut budget = Budget::new(u64::MAX / 16);
        let before = budget.left();
        assert_eq!(regex(pattern).is_match(text, &mut budget), Ok(false), "{pattern}");
        let steps = (before - budget.left()) * 16;
        assert!(steps >= bytes as u64 / 64, "{pattern}: {steps} steps for {bytes} bytes");
    }
    // Parts of a replacement that make nothing are work as well.
    let unset = regex("a(b)?");
    let nothing = Replacement::parse(&"$1".repeat(1_000), &unset).unwrap();
    let mut budget = Budget::new(n as u64 * 1_000 / 16);
    assert_eq!(unset.replace_all(&letters, &nothing, 1 << 20, &mut budget), Err(Stop::OutOfBudget));
    // A step that asks a class within a class within a class is three.
    let fuel = |pattern: &str| {
        let mut budget = Budget::new(10_000_000);
        regex(pattern).is_match(&"日".repeat(n), &mut budget).unwrap();
        budget.left()
    };
    assert!(fuel(r"[\w-[a-[b]]]*!(x)?\1") < fuel(r"[\w-[a]]*!(x)?\1"));
}

/// A replacement is read once, whatever is open in it.
#[test]
fn brackets_of_a_replacement_that_stay_open_are_text() {
    for open in ["${", "${a"] {
        let text = open.repeat(1 << 18);
        assert_eq!(replace("x", "y", &text).as_deref(), Ok("y"));
    }
    assert_eq!(replace("(?<é>a)", "a", "${é}${é ${").as_deref(), Ok("a${é ${"));
}

/// The time of nested repeats grows with the text, not with its power.
#[test]
fn nested_repeats_are_linear() {
    for pattern in [
        "(a+)+$",
        "^(a*)*b$",
        "^(a|aa)+$",
        "(a+a+)+b",
        "^(?:a?b??)*c",
        "a*a*a*b",
        "^(.*?,){9}x",
        "(?:(?:a*)?)*b",
    ] {
        let cost = |length: usize| {
            let mut budget = Budget::new(u64::MAX / 16);
            let before = budget.left();
            let text = if pattern.contains(',') { "a,".repeat(length / 2) } else { "a".repeat(length) };
            regex(pattern).is_match(&format!("{text}!"), &mut budget).unwrap();
            before - budget.left()
        };
        let (once, twice) = (cost(4_000), cost(8_000));
        assert!(twice as f64 / once as f64 <= 2.6, "{pattern}: {once}, {twice}");
    }
}

#[test]
fn a_reused_search_forgets_the_last_one() {
    let regex = regex("(a)|(b)");
    let mut matches = regex.matches("ab");
    let budget = &mut Budget::new(1000);
    let first = matches.next_captures(budget).unwrap().unwrap();
    let second = matches.next_captures(budget).unwrap().unwrap();
    assert_eq!((first.group(1).is_some(), first.group(2).is_some()), (true, false));
    assert_eq!((second.group(1).is_some(), second.group(2).is_some()), (false, true));
    assert!(matches.next_captures(budget).unwrap().is_none());
    assert!(matches.next_captures(budget).unwrap().is_none());
}

/// Patterns of what most engines share, loops over possibly empty bodies among it.
fn pattern() -> impl Strategy<Value = String> {
    let atom = prop_oneof![
        "[abc]",
        Just(".".to_owned()),
        Just("[ab]".to_owned()),
        Just("[^a]".to_owned()),
        Just(r"\w".to_owned()),
        Just(r"\b".to_owned()),
        Just("^".to_owned()),
        Just("ab".to_owned()),
    ];
    let quantifier = || prop_oneof![5 => Just(""), 1 => Just("*"), 1 => Just("+"), 1 => Just("?"), 1 => Just("*?"), 1 => Just("{1,2}"), 1 => Just("{2,}"), 1 => Just("??")];
    atom.prop_recursive(4, 24, 4, move |inner| {
        let repeated =
            (inner.clone(), quantifier()).prop_map(|(body, quantifier)| format!("(?:{body}){quantifier}"));
        prop_oneof![
            (inner.clone(), quantifier()).prop_map(|(body, quantifier)| format!("({body}){quantifier}")),
            proptest::collection::vec(repeated.clone(), 1..4).prop_map(|parts| parts.concat()),
            (inner.clone(), inner.clone()).prop_map(|(one, other)| format!("(?:{one}|{other})")),
            inner.clone().prop_map(|body| format!("(?={body})")),
            inner.prop_map(|body| format!("(?<!{body})")),
            repeated,
        ]
    })
}

/// All matches with their groups, as the search does it, or with remembering from the first step on.
fn all(regex: &Regex, text: &str, remembering: bool) -> Option<Vec<(u32, u32)>> {
    let mut machine = Machine::default();
    let search = Search { program: &regex.program, text: text.as_bytes(), origin: 0, whole: false };
    let mut budget = Budget::new(20_000);
    let mut patience = u64::MAX;
    if remembering {
        machine.remember(search, &mut patience);
    }
    for start in 0..=text.len() {
        if machine.attempt(search, start, &mut patience, &mut budget).ok()? {
            return Some(machine.groups().to_vec());
        }
    }
    Some(Vec::new())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn remembering_changes_no_answer(pattern in pattern(), text in "[abc]{0,12}") {
        let regex = regex(&pattern);
        let plain = all(&regex, &text, false);
        prop_assume!(plain.is_some());
        prop_assert_eq!(&all(&regex, &text, true), &plain);
        // The short cuts of the search neither.
        let found = regex.captures_at(&text, 0, &mut Budget::new(20_000)).unwrap();
        let found = found.map_or(Vec::new(), |captures| captures.pairs().to_vec());
        prop_assert_eq!(Some(found), plain);
    }

    /// Where nothing can be empty, captures are the same in every backtracking engine.
    #[test]
    fn agrees_with_another_engine(pattern in pattern(), text in "[abc ]{0,12}") {
        // Engines differ in when they stop a loop whose body took nothing.
        const EMPTY: [&str; 6] = [r"\b", "^", "(?=", "(?<!", ")*", ")?"];
        if EMPTY.iter().any(|part| pattern.contains(part)) {
            return Ok(());
        }
        let ours = regex(&pattern);
        let theirs = fancy_regex::Regex::new(&pattern);
        prop_assume!(theirs.is_ok());
        let Ok(theirs) = theirs.unwrap().find(&text) else { return Ok(()) };
        let found = ours.find_at(&text, 0, &mut Budget::new(200_000)).unwrap();
        prop_assert_eq!(found.map(|span| (span.start, span.end)), theirs.map(|found| (found.start(), found.end())));
    }

    #[test]
    fn any_pattern_and_text_end_without_a_panic(
        pattern in r"([a-c.*+?|^$(){}<>=!:\[\]\\0-3kpPuxdwsbBGAzin,#é😀-]|\(\?|\(\?<|\\k<|\{1,3\}){0,24}",
        text in "[a-c 0-2\n,é😀]{0,16}",
        replacement in r"[$0-9{}a&`'_+é]{0,8}",
    ) {
        let limits = Limits { nesting: 6, ..Limits::DEFAULT };
        match Regex::new(&pattern, &limits) {
            Err(error) => {
                prop_assert!(pattern.is_char_boundary(error.offset));
                prop_assert!(error.message.chars().count() <= 160 && !error.message.contains('\n') || pattern.contains('\n'));
            }
            Ok(regex) => {
                if let Ok(replacement) = Replacement::parse(&replacement, &regex) {
                    let _ = regex.replace_all(&text, &replacement, 10_000, &mut Budget::new(5_000));
                }
                let _ = regex.full_match(&text, &mut Budget::new(5_000));
            }
        }
    }
}

#[test]
fn both_ends_of_every_branch_are_looked_at() {
    let anchored = |pattern: &str| super::is_anchored(pattern, &Limits::DEFAULT).unwrap();
    for pattern in [
        "^Sales$",
        "^(a|b)$",
        r"\Ax\z",
        ".*@x\\.example$",
        ".+@x\\.example$",
        "^A.*",
        "(?s).*a$",
        "^[|]$",
        r"^a\\$",
        "(?i)^sales$",
        "(?i:^sales$)",
        "^Sales$|^Marketing$",
        "(^Sales$)",
        "(?:^Sales$)",
        "(?<n>^(?:Sales|Marketing)$)",
    ] {
        assert!(anchored(pattern), "{pattern}");
    }
    for pattern in [
        "",
        "Sales",
        "^Sales",
        "Sales$",
        "^a|b$",
        r"^a\$",
        r"^a\.*",
        "([1-9][0-9])",
        "^(a)|b$",
        r"^\(a|b$",
        "(?m)^Sales$",
        "(^Sales$)?",
        "(?:^Sales$)x",
        "^Sales$|Marketing",
    ] {
        assert!(!anchored(pattern), "{pattern}");
    }
}

/// Deepest patterns on the small stacks of `limits`: reading, compiling, matching, cloning and dropping.
#[test]
fn deep_patterns_fit_small_stacks() {
    let run = |nesting: usize, stack: usize| {
        let work = move || {
            let limits = Limits { nesting, ..Limits::DEFAULT };
            for (open, inner, close) in
                [("(", "a", ")"), ("(?:", "a", ")?"), ("(?=", "a", ")"), ("(?<=", "", ")"), ("[a-", "b", "]")]
            {
                let pattern = format!("{}{inner}{}", open.repeat(nesting), close.repeat(nesting));
                if let Ok(regex) = Regex::new(&pattern, &limits) {
                    assert!(regex.clone().is_match("aab", &mut Budget::new(100_000)).is_ok());
                }
                let deeper = format!("{}{pattern}{}", open, close);
                assert!(Regex::new(&deeper, &limits).is_err());
            }
        };
        std::thread::Builder::new().stack_size(stack).spawn(work).unwrap().join().unwrap();
    };
    run(50, 512 * 1024);
    run(256, 2 * 1024 * 1024);
}
