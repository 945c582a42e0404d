//! Completion and hover: the cursor is written `|`.

use scimwright::expression::author::{Attribute, AuthorContext, Completion, CompletionKind, complete, hover};
use scimwright::limits::Limits;

const ATTRIBUTES: &[Attribute<'static>] = &[
    Attribute { name: "mail", kind: "String", multivalued: false },
    Attribute { name: "mailNickname", kind: "String", multivalued: false },
    Attribute { name: "otherMails", kind: "String", multivalued: true },
    Attribute { name: "extension_53c9_acmeCostCenter", kind: "String", multivalued: false },
];
const CONTEXT: AuthorContext<'static> = AuthorContext { attributes: ATTRIBUTES, variables: &["DomainFQDN"] };

fn at(marked: &str) -> (String, usize) {
    (marked.replacen('|', "", 1), marked.find('|').unwrap())
}

fn proposals(marked: &str) -> Vec<Completion> {
    let (text, offset) = at(marked);
    complete(&text, offset, &CONTEXT)
}

fn labels(marked: &str) -> Vec<String> {
    proposals(marked).into_iter().map(|one| one.label).collect()
}

/// The text after taking the first proposal.
fn taken(marked: &str) -> String {
    let (mut text, offset) = at(marked);
    let first = complete(&text, offset, &CONTEXT).remove(0);
    text.replace_range(first.replace.start..first.replace.end, &first.insert);
    text
}

#[test]
fn attributes_in_brackets() {
    assert_eq!(labels("ToLower([mai|)"), ["mail", "mailNickname", "otherMails"]);
    assert_eq!(labels("ToLower([cost|])"), ["extension_53c9_acmeCostCenter"]);
    assert_eq!(taken("ToLower([mailN|)"), "ToLower([mailNickname])");
    assert_eq!(taken("ToLower([ext|])"), "ToLower([extension_53c9_acmeCostCenter])");
    assert_eq!(labels("[|").len(), 4);
}

#[test]
fn what_stands_behind_an_open_attribute_stays() {
    assert_eq!(taken(r#"IIF([mailN|="x", "a", "b")"#), r#"IIF([mailNickname]="x", "a", "b")"#);
    assert_eq!(taken(r#"IIF([mailN| <> [mail], "a", "b")"#), r#"IIF([mailNickname] <> [mail], "a", "b")"#);
    assert_eq!(taken(r#"Join(" ", [mailN| [mail])"#), r#"Join(" ", [mailNickname] [mail])"#);
    let (text, offset) = at(r#"IIF([ma|il="x", "a", "b")"#);
    assert_eq!(hover(&text, offset, &CONTEXT).unwrap().span.span().of(&text), "[mail");
}

#[test]
fn functions_by_name() {
    assert_eq!(labels("Norm|")[0], "NormalizeDiacritics");
    assert_eq!(taken("Append(Norm|"), "Append(NormalizeDiacritics(");
    assert_eq!(taken("Append(Norm|([a]), \"x\")"), "Append(NormalizeDiacritics([a]), \"x\")");
    assert_eq!(taken("DateAdd(\"d\", 1, Now|)"), "DateAdd(\"d\", 1, Now())");
    let dates = labels("date|");
    assert!(dates.starts_with(&["DateAdd".into(), "DateDiff".into(), "DateFromNum".into()]), "{dates:?}");
    assert!(dates.contains(&"FormatDateTime".to_owned()));
}

#[test]
fn an_empty_argument_takes_anything_its_words_first() {
    let list = proposals("InStr([mail], \"@\", 1, |)");
    assert_eq!(list[0].label, "vbTextCompare");
    assert_eq!(list[0].kind, CompletionKind::Word);
    assert!(list.iter().any(|one| one.label == "mail"));
    assert!(list.iter().any(|one| one.label == "Switch"));
}

#[test]
fn texts_that_a_parameter_takes() {
    assert_eq!(labels(r#"DateAdd("|", 1, Now())"#), ["yyyy", "m", "ww", "d", "h", "n", "s"]);
    assert_eq!(taken(r#"DateAdd("w|", 1, Now())"#), r#"DateAdd("ww", 1, Now())"#);
    assert_eq!(labels(r#"Replace([a], , "(?<first>\\w+) (?<last>\\w+)", "|"#), ["first", "last"]);
    assert_eq!(labels(r#"Switch(IsPresent([mail]), , "|""#), ["True", "False"]);
    assert!(labels(r#"FormatDateTime([d], , "yyyy|", "")"#).contains(&"yyyy-MM-dd".to_owned()));
    assert!(labels(r#"Append([a], "to|")"#).is_empty(), "free text gets no proposals");
}

#[test]
fn variables_and_ends() {
    assert_eq!(taken("Append([mail], %Dom|"), "Append([mail], %DomainFQDN%");
    assert!(complete("é(", 1, &CONTEXT).len() > 50, "an offset inside a character");
    assert!(!complete("Append(", 900, &CONTEXT).is_empty(), "an offset behind the end");
}

/// §2.4: nested brackets and quoted text belong to the name of an attribute.
#[test]
fn names_with_nested_brackets_are_replaced_as_a_whole() {
    let attributes =
        [Attribute { name: r#"emails[type eq "work"].value"#, kind: "String", multivalued: false }];
    let context = AuthorContext { attributes: &attributes, variables: &[] };
    for marked in [
        r#"ToLower([emails[type eq "work"].va|"#,
        r#"ToLower([emails[type eq "work"]|"#,
        r#"ToLower([emails[type eq "wo|"#,
        "ToLower([emails[ty|",
    ] {
        let (text, offset) = at(marked);
        let proposals = complete(&text, offset, &context);
        assert_eq!(proposals.len(), 1, "{marked}");
        let span = proposals[0].replace.span();
        assert_eq!((span.start, span.end), (8, text.len()), "{marked}");
    }
}

/// Where a nested bracket is still open, what stands behind the cursor is not the name's; where it is closed, all in it is.
#[test]
fn what_stands_behind_an_open_nested_bracket_stays() {
    let attributes =
        [Attribute { name: r#"emails[type eq "work"].value"#, kind: "String", multivalued: false }];
    let context = AuthorContext { attributes: &attributes, variables: &[] };
    for (marked, replaced) in [
        (r#"IIF([emails[ty|="x", "a", "b")"#, "[emails[ty"),
        (r#"Join(",", [emails[ty|, [mail])"#, "[emails[ty"),
        (r#"Append(ToLower([emails[|), "x")"#, "[emails["),
        (r#"Append([emails[type eq "wo|, "x")"#, r#"[emails[type eq "wo"#),
        (r#"Append([emails[type eq "wo|rk", "x")"#, r#"[emails[type eq "work""#),
        (r#"IIF([emails[type eq "work"|="x", "a", "b")"#, r#"[emails[type eq "work""#),
        ("Append([emails[ty|\n, [mail])", "[emails[ty"),
        (r#"Append([emails[ty|pe eq "work"], "x")"#, r#"[emails[type eq "work"]"#),
        (r#"IIF([emails[type eq "work"].va|="x", "a", "b")"#, r#"[emails[type eq "work"].va"#),
    ] {
        let (text, offset) = at(marked);
        let proposals = complete(&text, offset, &context);
        let spans: Vec<&str> = proposals.iter().map(|one| one.replace.span().of(&text)).collect();
        assert_eq!(spans, [replaced], "{marked}");
    }
    let (text, offset) = at(r#"IIF([emails[|ty="x", "a", "b")"#);
    assert_eq!(hover(&text, offset, &context).unwrap().span.span().of(&text), "[emails[ty");
    // The name before takes nothing of the next argument.
    let (text, offset) = at(r#"Join(",", [emails[ty, [ma|])"#);
    assert_eq!(hover(&text, offset, &CONTEXT).unwrap().span.span().of(&text), "[ma]");
}

/// Nothing is said of blanks and punctuation, also directly behind a name.
#[test]
fn what_is_explained_holds_the_offset() {
    let text = r#"Append ([mail], "x") "#;
    for offset in 0..=text.len() {
        let found = hover(text, offset, &CONTEXT).map(|hover| hover.span.span());
        let expected =
            [(0, 6), (8, 14), (16, 19)].into_iter().find(|(start, end)| (*start..*end).contains(&offset));
        assert_eq!(found.map(|span| (span.start, span.end)), expected, "{offset}");
    }
    assert_eq!(hover("Append([mail])", 6, &CONTEXT).map(|hover| hover.title), None);
}

#[test]
fn hover_explains_what_it_stands_on() {
    let title = |marked: &str| {
        let (text, offset) = at(marked);
        hover(&text, offset, &CONTEXT).map(|hover| (hover.title, hover.body))
    };
    let (signature, body) = title("Append(To|Lower([mail]), \"x\")").unwrap();
    assert_eq!(signature, "ToLower(source, culture?)");
    assert!(body.contains("one to one") && body.contains("Entra:"), "{body}");
    let (attribute, body) = title("Append([ot|herMails], \"x\")").unwrap();
    assert_eq!(
        (attribute.as_str(), body.as_str()),
        ("[otherMails]: String, several values", "argument `source` of Append: text",)
    );
    assert_eq!(title("[nop|e]").unwrap().0, "source attribute `nope`, not in the schema");
    assert_eq!(title("Left([mail], \"|3\")").unwrap().1, "argument `NumChars` of Left: whole number");
    assert!(title("InStr([a], \"b\", 1, |vbTextCompare)").unwrap().1.contains("compareType"));
    assert_eq!(title("Append(| [a]"), None);
    assert_eq!(title("|"), None);
}

#[test]
fn any_offset_of_any_prefix_is_answered() {
    let text = r#"Switch([emails[type eq "work"].value], , "é\"x", Replace(%Domain%, "(", …"#;
    for end in (0..=text.len()).filter(|end| text.is_char_boundary(*end)) {
        for offset in 0..=end + 1 {
            let prefix = &text[..end];
            for one in complete(prefix, offset, &CONTEXT) {
                assert!(prefix.get(one.replace.start..one.replace.end).is_some());
            }
            let _ = hover(prefix, offset, &CONTEXT);
        }
    }
}

/// The form with three arguments has no styles.
#[test]
fn a_closed_call_tells_how_many_arguments_it_has() {
    let role = |marked: &str| {
        let (text, offset) = at(marked);
        hover(&text, offset, &CONTEXT).unwrap().body
    };
    assert_eq!(
        role(r#"FormatDateTime([a],"|yyyy-MM","MM")"#),
        "argument `inputFormat` of FormatDateTime: .NET date format"
    );
    assert!(role(r#"FormatDateTime([a],"|None","yyyy","MM")"#).contains("`dateTimeStyles`"));
    assert!(role(r#"FormatDateTime(Item([a], 1),"|yyyy", Append(")", ","))"#).contains("`inputFormat`"));
    assert!(labels(r#"FormatDateTime([d], "yyyy|", "MM")"#).contains(&"yyyy-MM-dd".to_owned()));
}

#[test]
fn behind_a_finished_value_stands_an_operator_or_nothing() {
    // One that stands there already gives way.
    assert_eq!(taken("IIF([mail] |>= \"x\", 1, 2)"), "IIF([mail] = \"x\", 1, 2)");
    assert_eq!(taken("IIF([mail]| <> \"x\", 1, 2)"), "IIF([mail]= \"x\", 1, 2)");
    assert_eq!(taken("IIF([mail] | \"x\", 1, 2)"), "IIF([mail] = \"x\", 1, 2)");
    assert_eq!(labels("IIF([a] |"), ["=", "<>", ">", ">=", "<", "<="]);
    assert_eq!(labels(r#"CBool(Item([a], 1) |)"#).len(), 6);
    for nothing in [r#"IIF([a]="x" |"#, "Append([a] |", r#"IIF([a]="x", [b] |"#] {
        assert!(labels(nothing).is_empty(), "{nothing}");
    }
    assert!(labels("IIF([a]=|").contains(&"mail".to_owned()));
    assert!(labels("Sel|").contains(&"SelectUniqueValue".to_owned()));
    assert!(!labels("Append(Sel|").contains(&"SelectUniqueValue".to_owned()), "only the outermost function");
}

#[test]
fn what_is_not_closed_yet_has_its_whole_name() {
    let title = |marked: &str| {
        let (text, offset) = at(marked);
        hover(&text, offset, &CONTEXT).unwrap().title
    };
    assert_eq!(title(r#"Join(" ", [|mail"#), "[mail]: String");
    assert_eq!(title(r#"Join(" ", [|gé"#), "source attribute `gé`, not in the schema");
    assert_eq!(title("%|Domain"), "variable `Domain`");
}

/// What is explained is the text, wherever on it the pointer stands.
#[test]
fn the_place_of_a_text_stays_under_the_pointer() {
    for (text, bytes) in [(r#"Append("a, "b")"#, 7..12), (r#"Append([a], "bcd)"#, 12..17)] {
        for offset in bytes.clone() {
            let span = hover(text, offset, &CONTEXT).unwrap().span.span();
            assert_eq!((span.start, span.end), (bytes.start, bytes.end), "{text} {offset}");
        }
    }
}

/// The token under the cursor of a text that no limit lets pass is found in linear time: this ends.
#[test]
fn texts_of_opening_brackets_are_looked_through_once() {
    for piece in ["[,", "[\n", "[a\" ", "[[\"", "%", "(["] {
        let text = piece.repeat(60_000 / piece.len());
        _ = complete(&text, text.len(), &CONTEXT);
        _ = hover(&text, text.len() - 1, &CONTEXT);
    }
    assert!(complete(&" ".repeat(Limits::DEFAULT.expression_bytes + 1), 0, &CONTEXT).is_empty());
}

#[test]
fn what_stands_behind_the_cursor_stays() {
    assert_eq!(taken(r#"DateAdd("d|, 1, [d])"#), r#"DateAdd("d", 1, [d])"#);
    assert_eq!(taken("Append([mailN|\r\n, \"x\")"), "Append([mailNickname]\r\n, \"x\")");
    assert!(proposals("Sw|([mail])").iter().all(|one| one.kind == CompletionKind::Function));
}

/// The quote that ends a text being opened may be the one that opens the next.
#[test]
fn arguments_behind_a_text_being_opened_stay() {
    assert_eq!(taken(r#"DateAdd("d|, 7, CDate("2020-01-01"))"#), r#"DateAdd("d", 7, CDate("2020-01-01"))"#);
    assert_eq!(
        taken(r#"FormatDateTime([x], , "|, "yyyy")"#),
        r#"FormatDateTime([x], , "yyyy-MM-dd", "yyyy")"#
    );
    // A text that is closed is replaced whole, though the next one is open.
    assert_eq!(taken(r#"DateAdd("w|w", 7, CDate("2020))"#), r#"DateAdd("ww", 7, CDate("2020))"#);
    assert_eq!(taken(r#"DateAdd("w|w", 7, CDate("2020"))"#), r#"DateAdd("ww", 7, CDate("2020"))"#);
}

/// §2.4: names hold dots, hyphens and colons.
#[test]
fn a_name_without_brackets_is_replaced_as_a_whole() {
    let names =
        ["passwordProfile.password", "manager.displayName", "msDS-cloudExtensionAttribute1", "urn:a:2.0:b"];
    let attributes = names.map(|name| Attribute { name, kind: "String", multivalued: false });
    let context = AuthorContext { attributes: &attributes, variables: &[] };
    let taken = |marked: &str| {
        let (mut text, offset) = at(marked);
        let first = complete(&text, offset, &context).remove(0);
        text.replace_range(first.replace.start..first.replace.end, &first.insert);
        text
    };
    assert_eq!(taken("ToLower(passwordProfile.pa|"), "ToLower([passwordProfile.password]");
    assert_eq!(taken("ToLower(manager.dis|)"), "ToLower([manager.displayName])");
    assert_eq!(taken("ToLower(manager.|)"), "ToLower([manager.displayName])");
    assert_eq!(taken("ToLower(msDS-cloud|)"), "ToLower([msDS-cloudExtensionAttribute1])");
    assert_eq!(taken("Append(urn:a:2.|, \"x\")"), "Append([urn:a:2.0:b], \"x\")");
    assert_eq!(taken("ToLower(manager|.displayName)"), "ToLower([manager.displayName])");
    assert_eq!(taken("ToLower([manager.dis|)"), "ToLower([manager.displayName])");
    // What no attribute of the schema holds is no name: the part behind the stop is asked about alone.
    let (text, offset) = at("ToLower(nobody.dis|)");
    let replaced = complete(&text, offset, &context).remove(0).replace.span();
    assert_eq!(replaced.of(&text), "dis");
}

#[test]
fn nothing_is_proposed_where_nothing_can_stand() {
    for nothing in [
        "DateAdd(\"d\", -|7, [a])",
        "DateAdd(\"d\", -|",
        "BitAnd(&|HF, 2)",
        "BitAnd(&H|F, 2)",
        "BitAnd(&H|",
        "Mid([x], 2.|5, 1)",
        "Mid([x], 2|5, 1)",
        "Now(|)",
        "Now(|",
        "Guid(No|)",
        "Trim([mail], |)",
        "Append([a] >|= \"a\", 1)",
    ] {
        assert!(labels(nothing).is_empty(), "{nothing}: {:?}", labels(nothing));
    }
    // In a sign stand the signs.
    assert_eq!(labels("IIF([x] >|= \"a\", 1, 2)"), ["=", "<>", ">", ">=", "<", "<="]);
    assert_eq!(taken("IIF([x] >|= \"a\", 1, 2)"), "IIF([x] = \"a\", 1, 2)");
    assert!(!labels("IIF([x]>|\"a\", 1, 2)").is_empty() && !labels("FormatDateTime([d], |").is_empty());
}

/// The keys of a Switch are `True` and `False` where its source is.
#[test]
fn keys_are_proposed_for_the_value_of_the_source() {
    let attributes =
        ["[IsSoftDeleted]", " [accountEnabled] ", "[dirSyncEnabled]", "[mailEnabled]", "[securityEnabled]"];
    let computed = ["IsPresent([a])", "Not([a])", "[a]=\"x\""];
    for source in attributes.into_iter().chain(computed) {
        assert_eq!(labels(&format!("Switch({source}, , \"|")), ["True", "False"], "{source}");
    }
    for source in
        ["IIF(IsPresent([a]), \"x\", \"y\")", "Left([accountEnabled], 1)", "[accountEnabledX]", "IsPresent("]
    {
        assert!(labels(&format!("Switch({source}, , \"|")).is_empty(), "{source}");
    }
}

/// A number is no word, in hexadecimal neither.
#[test]
fn numbers_have_no_hover() {
    for marked in ["BitAnd(|&HF7, 1)", "BitAnd(&|HF7, 1)", "BitAnd(&HF|7, 1)", "BitAnd(&HF7, |1)"] {
        let (text, offset) = at(marked);
        assert_eq!(hover(&text, offset, &CONTEXT), None, "{marked}");
    }
}
