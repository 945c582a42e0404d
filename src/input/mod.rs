//! Objects from the files people have: JSON arrays, Graph pages, SCIM ListResponses, NDJSON, CSV.
//!
//! [`Items`] finds where each object stands without reading it, so that a file of any length costs one object at a
//! time and a broken object spoils only itself. Where an array or the lines hold pages, the objects are those of the
//! pages.

mod csv;

pub use csv::users as csv_users;

use std::borrow::Cow;

use crate::diagnostic::{Diagnostic, Place, Span, code};
use crate::limits::Limits;
use crate::scim::LIST_RESPONSE;
use crate::value::json::{Json, Kind, Reader, parse};
use crate::value::search;

/// How a text holds its objects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape<'t> {
    /// `[ … ]`
    Array,
    /// An object whose member of this name is the array: `value` in a Graph page, `Resources`, in any case, in a
    /// ListResponse.
    Page(Cow<'t, str>),
    /// One object.
    Single,
    /// One object a line.
    Lines,
}

/// The member of a Graph page.
const VALUE: &str = "value";
/// The member of a ListResponse.
const RESOURCES: &str = "Resources";
/// What a Graph page has where there is another.
const NEXT_LINK: &str = "@odata.nextLink";
/// What a ListResponse says of all its pages together.
const TOTAL: &str = "totalResults";
/// What helps where a list is one page of several: an array of pages is read as the list of all their objects.
pub(crate) const ALL_PAGES: &str = "fetch all pages, and put them into one array";

/// The objects of a text, one after another.
///
/// Each item is the span of one JSON value, or a finding that says why the rest cannot be divided. In
/// [`Shape::Lines`] the value of a line is not looked at, so every line gives an item.
#[derive(Debug, Clone)]
pub struct Items<'t> {
    reader: Reader<'t>,
    shape: Shape<'t>,
    first: bool,
    done: bool,
    /// How many elements were taken, pages among them.
    count: u64,
    /// How many items were given.
    given: u64,
    more: More,
    /// The page at the element that was taken last, while it gives items.
    page: Option<Box<Self>>,
}

/// How many objects all pages hold, and where a page says so; one that names another holds fewer than there are.
type More = Option<(u64, Span)>;

/// What a page says where it names another.
const ANOTHER: u64 = u64::MAX;

impl<'t> Items<'t> {
    /// Finds out how `text` holds its objects.
    ///
    /// # Errors
    /// `IN001` for an empty text, `IN002` to `IN004` where it is not JSON as far as it is looked at, `IN008` where it holds no
    /// objects.
    pub fn new(text: &'t str) -> Result<Self, Diagnostic> {
        let mut reader = Reader::new(text);
        reader.blanks();
        if reader.offset() == text.len() {
            return Err(reader.error(&code::input::EMPTY, "the input is empty"));
        }
        let kind = reader.peek();
        if !matches!(kind, Ok(Kind::Array)) && is_lines(text.get(reader.offset()..).unwrap_or_default()) {
            return Ok(Self::of(reader, Shape::Lines));
        }
        let refused = match kind {
            Ok(Kind::Array) => {
                reader.begin_array()?;
                return Ok(Self::of(reader, Shape::Array));
            }
            Ok(Kind::Object) => return Self::of_object(reader, |_| false),
            Ok(_) => reader.error(
                &code::input::UNEXPECTED_SHAPE,
                "expected an object, an array of objects, or one object a line",
            ),
            Err(refused) => refused,
        };
        Err(if is_csv(text) {
            refused.help("this is CSV; only source users are read from it")
        } else {
            refused
        })
    }

    const fn of(reader: Reader<'t>, shape: Shape<'t>) -> Self {
        Self { reader, shape, first: true, done: false, count: 0, given: 0, more: None, page: None }
    }

    /// The page that stands at an element of an array or on a line, where it is one: who fetches pages puts them
    /// together so.
    fn page_at(&self, element: Span) -> Option<Box<Self>> {
        if !matches!(self.shape, Shape::Array | Shape::Lines) {
            return None;
        }
        let mut reader = Reader::new(self.reader.text().get(..element.end)?);
        reader.seek(element.start);
        Self::of_object(reader, |name| !is_of_page(name)).ok().filter(Self::is_page).map(Box::new)
    }

    /// The objects of a page, or the object that is none: as one with a member that `ends` the search for a list.
    fn of_object(start: Reader<'t>, ends: fn(&str) -> bool) -> Result<Self, Diagnostic> {
        let mut reader = start.clone();
        reader.begin_object()?;
        let (mut first, mut is_list, mut unread, mut more) = (true, false, None, None);
        while let Some(name) = reader.next_member(first)? {
            first = false;
            // Member names of SCIM have no case (RFC 7643 §2.1).
            let is_resources = name.eq_ignore_ascii_case(RESOURCES);
            let kind = reader.peek()?;
            match kind {
                Kind::Array if is_resources || name == VALUE => {
                    unread.map_or(Ok(()), Err)?;
                    reader.begin_array()?;
                    return Ok(Self { more, ..Self::of(reader, Shape::Page(name)) });
                }
                Kind::Null if is_resources => is_list = true,
                _ if is_resources => {
                    return Err(reader.error(&code::input::UNEXPECTED_SHAPE, "`Resources` must be an array"));
                }
                _ => {}
            }
            if !is_list && ends(&name) {
                break;
            }
            // An object is read as a whole later, the other members of a page are not: the first of them that cannot be read
            // is told.
            let before = reader.clone();
            if unread.is_some() {
                reader.pass_unread()?;
            } else if let Err(found) = reader.pass() {
                reader = before.clone();
                reader.pass_unread()?;
                unread = Some(found);
            }
            let value = Span::new(before.offset(), reader.offset());
            more = larger(more, more_pages(&name, kind, value, reader.text()));
            if kind == Kind::Array && name.eq_ignore_ascii_case("schemas") {
                let listed = value.of(reader.text()).to_ascii_lowercase();
                is_list |= search::contains(&listed, &LIST_RESPONSE.to_ascii_lowercase());
            }
        }
        // Without results a list may lack the member (RFC 7644 §3.4.2).
        if is_list {
            unread.map_or(Ok(()), Err)?;
            reader.end()?;
        }
        let more = more.filter(|_| is_list);
        Ok(Self { more, first: !is_list, done: is_list, ..Self::of(start, Shape::Single) })
    }

    /// How the text holds its objects, or the pages of them.
    pub const fn shape(&self) -> &Shape<'t> {
        &self.shape
    }

    /// Whether the text is a page, before an item is taken.
    pub const fn is_page(&self) -> bool {
        matches!(self.shape, Shape::Page(_)) || self.done
    }

    /// The JSON pointer to the item that was taken last, in its document: the text, or its line.
    #[must_use]
    pub fn pointer(&self) -> String {
        let index = self.count.saturating_sub(1);
        let mut pointer = match &self.shape {
            Shape::Array => format!("/{index}"),
            Shape::Page(member) => format!("/{member}/{index}"),
            Shape::Single | Shape::Lines => String::new(),
        };
        if let Some(page) = &self.page {
            pointer.push_str(&page.pointer());
        }
        pointer
    }

    /// All items, read; as [`objects`].
    pub(crate) fn read(&mut self, limits: &Limits) -> Result<Vec<Json<'static>>, Diagnostic> {
        let text = self.reader.text();
        let mut objects = Vec::new();
        for span in self {
            let span = span?;
            let object = parse(span.of(text), limits).map_err(|refused| located(text, span, refused))?;
            objects.push(object.into_owned());
        }
        Ok(objects)
    }

    /// Once all items are taken: where the text says that other objects stand on pages elsewhere.
    fn names_others(&self) -> Option<Span> {
        self.more.filter(|(all, _)| self.done && *all > self.given).map(|(_, place)| place)
    }

    /// Once all items are taken: whether the text is one page of several, and other objects stand elsewhere.
    pub fn is_one_page(&self) -> bool {
        self.names_others().is_some()
    }

    /// As [`Items::is_one_page`], told: `IN009`.
    pub fn other_pages(&self) -> Option<Diagnostic> {
        let place = self.names_others()?;
        let finding = Diagnostic::new(&code::input::ONE_PAGE, "the list is one page of several");
        Some(finding.help(ALL_PAGES).at(Place::in_text(self.reader.text(), place)))
    }

    fn next_line(&mut self) -> Option<Span> {
        let text = self.reader.text();
        loop {
            let start = self.reader.offset();
            let rest = text.get(start..).filter(|rest| !rest.is_empty())?;
            let length = rest.find('\n').unwrap_or(rest.len());
            self.reader.seek(start.saturating_add(length).saturating_add(1));
            let line = rest.get(..length).unwrap_or_default().trim_end_matches('\r');
            if !line.trim().is_empty() {
                return Some(Span::new(start, start.saturating_add(line.len())));
            }
        }
    }

    /// What follows the objects of a page; a second list would leave open which one is meant.
    fn rest_of_page(&mut self) -> Result<(), Diagnostic> {
        while let Some(name) = self.reader.next_member(false)? {
            if name.eq_ignore_ascii_case(RESOURCES) || name == VALUE && self.reader.peek()? == Kind::Array {
                return Err(self.reader.error(&code::input::DUPLICATE_MEMBER, "a second list of objects"));
            }
            let (kind, start) = (self.reader.peek()?, self.reader.offset());
            self.reader.pass()?;
            let value = Span::new(start, self.reader.offset());
            self.more = larger(self.more, more_pages(&name, kind, value, self.reader.text()));
        }
        self.reader.end()
    }

    fn next_value(&mut self) -> Result<Option<Span>, Diagnostic> {
        if self.shape == Shape::Single {
            if !self.first {
                return Ok(None);
            }
        } else if !self.reader.next_item(self.first)? {
            match self.shape {
                Shape::Array => self.reader.end()?,
                _ => self.rest_of_page()?,
            }
            return Ok(None);
        }
        self.first = false;
        self.reader.blanks();
        let start = self.reader.offset();
        self.reader.pass_unread()?;
        let end = self.reader.offset();
        if self.shape == Shape::Single {
            self.reader.end()?;
        }
        Ok(Some(Span::new(start, end)))
    }
}

impl Iterator for Items<'_> {
    type Item = Result<Span, Diagnostic>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(page) = &mut self.page {
                if let Some(item) = page.next() {
                    self.given = self.given.saturating_add(u64::from(item.is_ok()));
                    return Some(item);
                }
                self.more = larger(self.more, page.more);
                self.page = None;
            }
            let element = match self.shape {
                _ if self.done => None,
                Shape::Lines => self.next_line().map(Ok),
                _ => self.next_value().transpose(),
            };
            self.done = !matches!(element, Some(Ok(_)));
            self.count = self.count.saturating_add(u64::from(!self.done));
            if let Some(Ok(span)) = element
                && let Some(page) = self.page_at(span)
            {
                // The page that the one before names is this.
                self.more = self.more.filter(|(all, _)| *all != ANOTHER);
                self.page = Some(page);
            } else {
                self.given = self.given.saturating_add(u64::from(!self.done));
                return element;
            }
        }
    }
}

/// What a member beside the objects of a page says of other pages.
fn more_pages(name: &str, kind: Kind, value: Span, text: &str) -> More {
    let all = match kind {
        Kind::String if name == NEXT_LINK => ANOTHER,
        Kind::Number if name.eq_ignore_ascii_case(TOTAL) => value.of(text).parse().ok()?,
        _ => return None,
    };
    Some((all, value))
}

/// Whether a page has a member of this name before its list: an annotation of Graph, or what a ListResponse tells. An
/// object with others may call a list of its own `value`.
fn is_of_page(name: &str) -> bool {
    let is = |known: &str| known.eq_ignore_ascii_case(name);
    name.starts_with('@') || ["schemas", TOTAL, "itemsPerPage", "startIndex"].into_iter().any(is)
}

/// What says more of two.
fn larger(one: More, other: More) -> More {
    match (one, other) {
        (Some((more, _)), Some((less, _))) if more > less => one,
        _ => other.or(one),
    }
}

/// Whether the text is one object a line: its first line is a whole object and another line follows, or the line that
/// follows is one and the text as a whole is not.
fn is_lines(text: &str) -> bool {
    let is_object = |text: &str| {
        let mut reader = Reader::new(text);
        matches!(reader.peek(), Ok(Kind::Object)) && reader.pass_unread().is_ok() && reader.end().is_ok()
    };
    let Some((first, rest)) = text.split_once('\n') else { return false };
    let Some(second) = rest.lines().find(|line| !line.trim().is_empty()) else { return false };
    is_object(first) || is_object(second) && !is_object(text)
}

/// Whether the text begins as no JSON can and its first line has cells, or is the one column that names users, with no
/// line of JSON behind it.
pub fn is_csv(text: &str) -> bool {
    const MARKS: [char; 3] = ['{', '[', '<'];
    const NAMING: [&str; 3] = ["id", "userPrincipalName", "mail"];
    let lines = csv::body(text).lines().map(str::trim_start);
    let mut lines = lines.filter(|line| !line.is_empty());
    let header = lines.next().unwrap_or_default();
    !header.starts_with(MARKS)
        && (header.contains([',', ';', '\t'])
            || NAMING.iter().any(|name| header.trim_end().eq_ignore_ascii_case(name))
                && !lines.any(|line| line.starts_with(MARKS)))
}

/// The objects of a JSON array, a page, one object, or one object a line, read.
///
/// # Errors
/// Those of [`Items`] and [`parse`] (`IN001` to `IN005`, `IN008`, `LM001` to `LM005`), for the first object that cannot be
/// read, at its place in the whole text.
pub fn objects(text: &str, limits: &Limits) -> Result<Vec<Json<'static>>, Diagnostic> {
    Items::new(text)?.read(limits)
}

/// A finding of an object's own text, moved to its place in the text that holds the object at `object`.
#[must_use]
pub fn located(text: &str, object: Span, finding: Diagnostic) -> Diagnostic {
    let inside = finding.span().map_or(Span::point(0), |span| span.span());
    let moved = |offset: usize| object.start.saturating_add(offset);
    let span = Span::new(moved(inside.start), moved(inside.end));
    finding.at(Place::in_text(text, span))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(text: &str) -> (Shape<'_>, Vec<&str>) {
        let items = Items::new(text).unwrap();
        (items.shape().clone(), items.map(|span| span.unwrap().of(text)).collect())
    }

    #[test]
    fn every_shape_is_divided() {
        assert_eq!(items(" [ {\"a\":1}, {} ]\n"), (Shape::Array, vec!["{\"a\":1}", "{}"]));
        assert_eq!(
            items(r#"{"@odata.context":{"value":[]},"value":[{"id":"1"},{"id":"2"}],"x":1}"#),
            (Shape::Page("value".into()), vec![r#"{"id":"1"}"#, r#"{"id":"2"}"#])
        );
        assert_eq!(items("{\n\"a\": [1,\n2]}"), (Shape::Single, vec!["{\n\"a\": [1,\n2]}"]));
        assert_eq!(
            items("{\"a\":1}\r\nnot json\n\n{\"b\":2}"),
            (Shape::Lines, vec!["{\"a\":1}", "not json", "{\"b\":2}"])
        );
        assert_eq!(items("[]"), (Shape::Array, vec![]));
    }

    /// Who fetches pages puts them into one array, or writes one a line.
    #[test]
    fn several_pages_are_one_list() {
        let all = |text: &str| {
            let mut items = Items::new(text).unwrap();
            let mut given = Vec::new();
            while let Some(item) = items.next() {
                given.push(format!("{} {}", items.pointer(), item.unwrap().of(text)));
            }
            (given, items.other_pages().map(|finding| finding.span().map(|at| (at.line, at.column))))
        };
        let first = r#"{"value":[{"id":"1"},{"id":"2"}],"@odata.nextLink":"x"}"#;
        let last = r#"{"@odata.context":"x","value":[{"id":"3"}]}"#;
        let told = ["/0/value/0 {\"id\":\"1\"}", "/0/value/1 {\"id\":\"2\"}", "/1/value/0 {\"id\":\"3\"}"];
        assert_eq!(all(&format!("[{first},\n{last}]")), (told.map(str::to_owned).to_vec(), None));
        let of_lines = told.map(|told| told[2..].to_owned()).to_vec();
        assert_eq!(all(&format!("{first}\n\n{last}\n")), (of_lines, None));
        // The last page names another.
        let (given, told) = all(&format!("[{last},\n{first}]"));
        assert_eq!((given.len(), told), (3, Some(Some((2, 52)))));

        let page = |total: u32, resources: &str| {
            format!(r#"{{"schemas":["{LIST_RESPONSE}"],"totalResults":{total}{resources}}}"#)
        };
        let pages =
            [page(3, r#","Resources":[{"id":"1"},{"id":"2"}]"#), page(3, r#","Resources":[{"id":"3"}]"#)];
        let (given, told) = all(&format!("[{}]", pages.join(",")));
        assert_eq!((given.last().unwrap().as_str(), told), (r#"/1/Resources/0 {"id":"3"}"#, None));
        assert!(all(&format!("[{}]", pages[0])).1.is_some());
        // Pages without objects, and what is no page.
        let (given, told) =
            all(&format!("[{},{{}},{},7,{}]", page(0, ""), page(0, r#","Resources":[]"#), pages[1]));
        assert_eq!(given, ["/1 {}", "/3 7", r#"/4/Resources/0 {"id":"3"}"#]);
        assert!(told.is_none());
        // A list of an object's own, such as that of an operation, is no page.
        for own in
            [r#"{"op":"add","value":[{"value":"a"}]}"#, r#"{"id":"1","@odata.nextLink":"x","value":[]}"#]
        {
            for text in [format!("[{own}]"), format!("{own}\n{own}")] {
                let (given, told) = all(&text);
                assert!(given.iter().all(|it| it.ends_with(own)) && told.is_none(), "{text}: {given:?}");
            }
        }
        // What the other members of a list are is known once it says that it is one.
        let named = page(1, r#","id":"list","Resources":[{"id":"1"}]"#);
        assert_eq!(all(&format!("[{named}]")).0, [r#"/0/Resources/0 {"id":"1"}"#]);
        assert_eq!(all(&format!("[{}{}]", "{\"value\":[]},".repeat(100_000), "{}")).0, ["/100000 {}"]);
    }

    /// A page may say more than once that there are others.
    #[test]
    fn a_link_counts_beside_a_total() {
        for text in [
            r#"{"totalResults":1,"value":[{"id":"1"}],"@odata.nextLink":"x"}"#,
            r#"{"@odata.nextLink":"x","totalResults":1,"value":[{"id":"1"}]}"#,
        ] {
            let mut items = Items::new(text).unwrap();
            items.by_ref().for_each(drop);
            assert!(items.other_pages().is_some(), "{text}");
        }
    }

    /// A line that is broken spoils only itself, the first one too.
    #[test]
    fn lines_are_known_by_the_second_where_the_first_is_broken() {
        for first in ["{\"a\":}", "{\"a\":\"x", "{\"a\":1,", "nope", "7", "{\"a\":1}}"] {
            let text = format!("\n{first}\r\n\n{{\"b\":2}}\nnope");
            assert_eq!(items(&text), (Shape::Lines, vec![first, "{\"b\":2}", "nope"]));
        }
        for page in ["{\"Resources\":[\n{\"a\":1}\n]}", "[\n{\"a\":1}\n]"] {
            assert_eq!(items(page).1, ["{\"a\":1}"]);
        }
        assert_eq!(Items::new("{\"a\":}\n{\"b\":").unwrap_err().code.code, "IN002");
    }

    /// RFC 7644 §3.4.2: `Resources` may be missing where there are no results; RFC 7643 §2.1: names have no case.
    #[test]
    fn a_list_of_resources_is_never_a_resource() {
        assert_eq!(items(r#"{"totalResults":1,"resources":[{"id":"1"}]}"#).1, [r#"{"id":"1"}"#]);
        let schemas = format!(r#"{{"schemas":["{LIST_RESPONSE}"],"totalResults":0}}"#);
        for empty in [schemas.as_str(), r#"{"totalResults":0,"Resources":null}"#, r#"{"Resources":[]}"#] {
            assert_eq!(items(empty).1, [""; 0], "{empty}");
        }
        for (broken, code) in [
            (r#"{"Resources":[{}]"#, "IN002"),
            (r#"{"Resources":[{}],"x":{"y""#, "IN002"),
            (r#"{"value":[{}],}x"#, "IN002"),
            (r#"{"value":[{}]}{}"#, "IN002"),
            (r#"{"Resources":[],"Resources":[{}]}"#, "IN003"),
            (r#"{"value":[],"Resources":[{}]}"#, "IN003"),
        ] {
            let last = Items::new(broken).unwrap().last().unwrap();
            assert_eq!(last.unwrap_err().code.code, code, "{broken}");
        }
        assert_eq!(Items::new(r#"{"totalResults":2,"Resources":5}"#).unwrap_err().code.code, "IN008");
        let followed = format!("{schemas}}}");
        let refused = Items::new(&followed).unwrap_err();
        assert_eq!((refused.code.code, refused.span().unwrap().start), ("IN002", schemas.len()));
    }

    /// A broken object spoils only itself, where its end can be found.
    #[test]
    fn what_is_wrong_inside_an_object_does_not_stop_the_division() {
        for broken in
            [r#"{"a":"\ud800"}"#, r#"{"\udc00":"\ud800\u0041\"}"}"#, r#"{"a":1e999}"#, r#"{"a":1,"a":2}"#]
        {
            let (array, page) = (format!("[{broken},{{}}]"), format!(r#"{{"Resources":[{broken},{{}}]}}"#));
            for (text, shape) in [(array, Shape::Array), (page, Shape::Page("Resources".into()))] {
                assert_eq!(items(&text), (shape, vec![broken, "{}"]));
            }
            assert_eq!(items(&format!("{broken}\n{{}}")), (Shape::Lines, vec![broken, "{}"]));
            assert!(parse(broken, &Limits::DEFAULT).is_err());
        }
        // One object is read as a whole, a page itself is read here.
        for object in [r#"{"a":1e999,"b":[]}"#, r#"{"Schemas":["\ud800"]}"#] {
            assert_eq!(items(object), (Shape::Single, vec![object]));
        }
        for (page, code) in [
            (r#"{"\ud800":1,"Resources":[]}"#, "IN004"),
            (r#"{"totalResults":1e999,"Resources":[]}"#, "IN005"),
            (r#"{"totalResults":1e999,"Resources":null}"#, "IN005"),
            (r#"{"a":"\ud800","b":1e999,"Resources":[]}"#, "IN004"),
        ] {
            assert_eq!(Items::new(page).unwrap_err().code.code, code, "{page}");
        }
    }

    /// Robustness: however many members cannot be read, an object is divided in the time of reading it.
    #[test]
    fn an_object_of_unreadable_members_is_one() {
        let numbers = (0..30_000).map(|at| format!(r#""a{at}":1e999"#)).collect::<Vec<_>>().join(",");
        let schemas = [r#""schemas":[1e999]"#; 30_000].join(",");
        let list = format!(r#""a":[{}]"#, ["1e999"; 30_000].join(","));
        for members in [numbers, schemas, list] {
            let object = format!("{{{members}}}");
            assert_eq!(items(&object), (Shape::Single, vec![&*object]));
        }
    }

    #[test]
    fn pages_of_several_are_told() {
        let told = |text| {
            let mut items = Items::new(text).unwrap();
            while items.next().is_some() {}
            let found = items.other_pages()?;
            let place = found.at.as_ref().and_then(|at| at.span.as_ref()).unwrap().span();
            Some((found.code.code, place.of(text)))
        };
        let next = Some(("IN009", r#""https://x.example/2""#));
        // Graph puts the link before or behind the objects.
        assert_eq!(told(r#"{"@odata.nextLink":"https://x.example/2","value":[{"id":"1"}]}"#), next);
        assert_eq!(told(r#"{"value":[{"id":"1"}],"@odata.nextLink":"https://x.example/2"}"#), next);
        assert_eq!(told(r#"{"totalResults":2,"Resources":[{"id":"1"}]}"#), Some(("IN009", "2")));
        assert_eq!(told(r#"{"Resources":[{"id":"1"}],"totalresults": 2 }"#), Some(("IN009", "2")));
        assert_eq!(told(r#"{"totalResults":2,"Resources":null}"#), Some(("IN009", "2")));
        for whole in [
            r#"{"@odata.deltaLink":"https://x.example/2","value":[{"id":"1"}]}"#,
            r#"{"@odata.nextLink":null,"value":[{"id":"1"}]}"#,
            r#"{"totalResults":1,"Resources":[{"id":"1"}]}"#,
            r#"{"totalResults":"2","Resources":[{"id":"1"}]}"#,
            r#"{"totalResults":2,"id":"1"}"#,
            r#"[{"totalResults":2}]"#,
        ] {
            assert_eq!(told(whole), None, "{whole}");
        }
    }

    #[test]
    fn faults_stop_the_division_once() {
        let mut broken = Items::new("[{\"a\":1},{\"a\":]").unwrap();
        assert!(broken.next().unwrap().is_ok());
        assert_eq!(broken.next().unwrap().unwrap_err().code.code, "IN002");
        assert!(broken.next().is_none());
        assert_eq!(Items::new(" \n").unwrap_err().code.code, "IN001");
        assert_eq!(Items::new("7").unwrap_err().code.code, "IN008");
        let page = Items::new("\n<html>").unwrap_err();
        assert!(page.code.code == "IN002" && page.help.as_ref().unwrap().contains("the page to sign in"));
        assert!(Items::new("x<html>").unwrap_err().help.is_none());
        for csv in ["id,userName\n1,a\n", "\"id\";\"userName\"\n"] {
            assert!(Items::new(csv).unwrap_err().help.as_ref().unwrap().contains("CSV"), "{csv}");
        }
    }
}
