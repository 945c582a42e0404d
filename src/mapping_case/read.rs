//! Test cases read: what does not fit is refused with its place, for it would be passed over or never hold.

use std::borrow::Cow;

use super::{MappingCase, compiled};
use crate::diagnostic::{Code, Diagnostic, Severity, code, nearest, quoted};
use crate::expression::{Context, Taken};
use crate::limits::Limits;
use crate::profile::ObjectKind;
use crate::value::datetime::DateTime;
use crate::value::json::{self, FromJson, Json, Misfit, members, read_words, record};
use crate::value::search;
use crate::value::table::Table;

/// Reads the cases of a file.
///
/// ```
/// use scimwright::{limits::Limits, mapping_case};
///
/// let file = r#"[{"expression": "ToLower([mail])", "source": {"mail": "Ada@Contoso.com"}, "expected": "ada@contoso.com"}]"#;
/// let cases = mapping_case::read(file, &Limits::DEFAULT)?;
/// assert!(cases.iter().all(|case| case.run(&Limits::DEFAULT).passed));
/// # Ok::<(), scimwright::diagnostic::Diagnostic>(())
/// ```
///
/// # Errors
/// Those of [`json::parse`]; `IN008` for a case that lacks its expression or expectation, and for members that are not
/// known or hold what they cannot, at their place.
pub fn read(text: &str, limits: &Limits) -> Result<Vec<MappingCase>, Diagnostic> {
    let Cases(cases) = json::read(text, limits, &code::input::UNEXPECTED_SHAPE, "the test cases")?;
    Ok(cases)
}

struct Cases(Vec<MappingCase>);

impl FromJson for Cases {
    fn from_json(value: &Json<'_>) -> Result<Self, Misfit> {
        let Some(items) = value.as_array() else { return Ok(Self(vec![case(value, None)?])) };
        let one = |(index, item)| case(item, Some(index)).map_err(|misfit| misfit.within(index));
        items.iter().enumerate().map(one).collect::<Result<_, _>>().map(Self)
    }
}

/// A case as it is written, in either shape.
#[derive(Default)]
struct Written {
    name: Option<String>,
    id: Option<String>,
    target: Option<String>,
    expression: Option<String>,
    source: Attributes,
    expected: Option<Expected>,
    options: Option<Options>,
    remark: Remark,
}

record!(Written {
    name "name",
    id "id",
    target "TargetAttributeName",
    target "targetAttributeName",
    expression "expression",
    expression "Expression",
    source "source",
    source "InputAttributes",
    expected "expected",
    expected "ExpectedResult",
    options "options",
    remark "Description",
    remark "description",
    remark "function",
    remark "doc",
    remark "certainty",
    remark "note",
});

/// The members that are spelled one way in each shape.
const SPELLINGS: [(&str, &str); 4] = [
    ("TargetAttributeName", "targetAttributeName"),
    ("expression", "Expression"),
    ("source", "InputAttributes"),
    ("expected", "ExpectedResult"),
];

fn case(value: &Json<'_>, index: Option<usize>) -> Result<MappingCase, Misfit> {
    let written = Written::from_json(value)?;
    let has = |name: &str| value.get(name).is_some();
    if let Some((one, other)) = SPELLINGS.into_iter().find(|(one, other)| has(one) && has(other)) {
        return Err(Misfit::new(format!("`{one}` stands there already")).within(other));
    }
    let number = || format!("case {}", index.unwrap_or_default().saturating_add(1));
    let text = ["expected", "ExpectedResult"].into_iter().find_map(|name| value.get(name));
    Ok(MappingCase {
        name: written.name.or(written.id).or(written.target).unwrap_or_else(number),
        expression: written.expression.ok_or_else(|| Misfit::missing("expression"))?,
        source: written.source.0,
        expected: written.expected.ok_or_else(|| Misfit::missing("expected"))?,
        expected_text: text.map(Json::to_string).unwrap_or_default(),
        options: written.options.unwrap_or_default(),
        pointer: index.map_or_else(String::new, |index| format!("/{index}")),
    })
}

/// What is for readers alone.
#[derive(Default)]
struct Remark;

impl FromJson for Remark {
    fn from_json(_: &Json<'_>) -> Result<Self, Misfit> {
        Ok(Self)
    }
}

/// A source object; null where there is none.
#[derive(Default)]
struct Attributes(Json<'static>);

impl FromJson for Attributes {
    fn from_json(value: &Json<'_>) -> Result<Self, Misfit> {
        if !value.is_null() {
            members(value)?;
        }
        Ok(Self(value.to_owned()))
    }
}

/// What an evaluation is given beside the source.
#[derive(Debug, Clone, Default)]
pub(super) struct Options {
    now: Option<Time>,
    seed: Option<u64>,
    taken: Option<Vec<String>>,
    variables: Option<Table<String>>,
    default_domain: Option<String>,
    pub(super) kind: Option<ObjectKind>,
}

record!(Options {
    now "now",
    seed "seed",
    taken "taken",
    variables "variables",
    default_domain "defaultDomain",
    kind "kind",
});

impl Options {
    pub(super) fn context(&self, limits: &Limits) -> Context<'_> {
        Context {
            now: self.now.as_ref().map(|Time(now)| *now),
            seed: self.seed.unwrap_or_default(),
            taken: Taken::Values(self.taken.as_deref().unwrap_or_default()),
            variables: self.variables.clone().unwrap_or_default(),
            default_domain: self.default_domain.as_deref().map(Cow::Borrowed),
            limits: *limits,
            ..Context::default()
        }
    }
}

#[derive(Debug, Clone)]
struct Time(DateTime);

impl FromJson for Time {
    fn from_json(value: &Json<'_>) -> Result<Self, Misfit> {
        let text = String::from_json(value)?;
        DateTime::from_rfc3339(&text)
            .map(Self)
            .map_err(|_| Misfit::new("it must be a time such as `2025-03-25T09:00:00Z`".to_owned()))
    }
}

/// What must come out.
#[derive(Debug, Clone)]
pub(super) enum Expected {
    Value(Json<'static>),
    Ignore,
    AnyError,
    Error(String),
    Matches(String),
    Random(Random),
}

impl FromJson for Option<Expected> {
    fn from_json(value: &Json<'_>) -> Result<Self, Misfit> {
        const KINDS: [&str; 4] = ["flow", "error", "matches", "random"];
        let members = value.as_object();
        let mut members = members.into_iter().flat_map(|object| object.iter());
        if value.as_array().is_some_and(<[_]>::is_empty) {
            return Err(Misfit::new("no expression gives an empty list: write null".to_owned()));
        }
        let (Some((kind, inside)), None) = (members.next(), members.next()) else {
            return Ok(Some(Expected::Value(value.to_owned())));
        };
        let read = match kind {
            "flow" => Flow::from_json(inside).map(|Flow::Ignore| Expected::Ignore),
            "error" => error(inside),
            "matches" => pattern(inside).map(Expected::Matches),
            "random" => Random::from_json(inside).map(Expected::Random),
            // Written like one of these it would be taken for a value, and never hold.
            other if nearest(other, KINDS).is_some() => return Err(Misfit::unknown(other, &KINDS)),
            _ => return Ok(Some(Expected::Value(value.to_owned()))),
        };
        read.map(Some).map_err(|misfit| misfit.within(kind))
    }
}

#[derive(Debug, Clone, Copy)]
enum Flow {
    Ignore,
}

read_words!(Flow { Ignore "ignore" });

/// `true`, or a code, its name or its class.
fn error(value: &Json<'_>) -> Result<Expected, Misfit> {
    if value.as_bool() == Some(true) {
        return Ok(Expected::AnyError);
    }
    let word = value.as_str().ok_or_else(|| Misfit::wanted("true, a code, its name or its class", value))?;
    let is_class = || code::all().any(|row| row.class.is_some_and(|class| class.eq_ignore_ascii_case(word)));
    let fails = |row: &Code| {
        row.severity == Severity::Error && ["EX", "RX", "LM"].iter().any(|kind| row.code.starts_with(kind))
    };
    if !code::find(word).is_some_and(fails) && !is_class() {
        return Err(Misfit::new(format!("expressions fail with no error {}", quoted(word))));
    }
    Ok(Expected::Error(word.to_owned()))
}

fn pattern(value: &Json<'_>) -> Result<String, Misfit> {
    let pattern = String::from_json(value)?;
    match compiled(&pattern) {
        Some(_) => Ok(pattern),
        None => Err(Misfit::new("it must be a pattern that compiles".to_owned())),
    }
}

/// The demands on a text of `RandomString`.
#[derive(Debug, Clone, Default)]
pub(super) struct Random {
    length: u64,
    digits: u64,
    special: u64,
    upper: u64,
    lower: u64,
    exclude: String,
}

record!(Random {
    length "length",
    digits "minDigits",
    special "minSpecial",
    upper "minUpper",
    lower "minLower",
    exclude "exclude",
} needs "length");

impl Random {
    pub(super) fn is_met_by(&self, text: &str) -> bool {
        let count = |class: fn(&char) -> bool| text.chars().filter(class).count() as u64;
        count(|_| true) == self.length
            && count(char::is_ascii_digit) >= self.digits
            && count(char::is_ascii_punctuation) >= self.special
            && count(char::is_ascii_uppercase) >= self.upper
            && count(char::is_ascii_lowercase) >= self.lower
            && !text.chars().any(|one| search::has(&self.exclude, one))
    }
}
