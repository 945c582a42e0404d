//! Users from CSV with a header, as the admin center and scripts export them.

use std::collections::HashSet;
use std::fmt::Arguments;

use crate::diagnostic::{Diagnostic, Place, Span, code, quoted};
use crate::limits::{Limits, exceeded};
use crate::value::boolean;
use crate::value::json::{Json, Object};
use crate::value::search;
use crate::value::text::is_cut_off;

/// Columns whose cells are Boolean in Graph user JSON.
const BOOLEAN: [&str; 3] = ["accountEnabled", "onPremisesSyncEnabled", "dirSyncEnabled"];

/// Columns whose cells are lists, values parted by `;`.
const LISTS: [&str; 3] = ["businessPhones", "otherMails", "proxyAddresses"];

/// How Windows PowerShell begins the line that it writes above the header.
const TYPE: &str = "#TYPE ";

/// The header and what follows it.
pub(super) fn body(text: &str) -> &str {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    text.strip_prefix(TYPE).and_then(|rest| rest.split_once('\n')).map_or(text, |(_, rest)| rest)
}

/// Reads users from CSV text: the header names attributes, each further record is one user.
///
/// A line `#TYPE …` above the header, and the name of a type where a cell of PowerShell's held a list or an object, say
/// nothing.
///
/// An empty cell is `null`. `accountEnabled` and its like become Booleans, `businessPhones` a list (values parted by
/// `;`), `manager` the object `{"id": …}`, `extensionAttribute1` to `15` members of
/// `onPremisesExtensionAttributes`. The separator is the comma, or the semicolon or tab where the header has more of
/// them: what spreadsheets write in other regions, and what is copied from one.
///
/// # Errors
/// `IN001` for an empty text, `IN003` for a header that names an attribute twice, `IN008` for one without names or a
/// record with more cells than the header, `LM005` for more names than an object may have members; the place is the
/// record.
pub fn users(text: &str, limits: &Limits) -> Result<Vec<Json<'static>>, Diagnostic> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err(Diagnostic::new(&code::input::EMPTY, "the input is empty"));
    }
    let (whole, text) = (text, body(text));
    let above = whole.len().saturating_sub(text.len());
    let place = |at: usize| Place::in_text(whole, Span::point(above.saturating_add(at)));
    let fault = |message: Arguments<'_>, at: usize| {
        Diagnostic::new(&code::input::UNEXPECTED_SHAPE, message).at(place(at))
    };
    let header_line = text.lines().next().unwrap_or_default();
    // The last of equally frequent ones wins.
    let count = |separator: &u8| header_line.bytes().filter(|byte| byte == separator).count();
    let separator = [b'\t', b';', b','].into_iter().max_by_key(count).unwrap_or(b',');
    if let Some((at, message)) = broken_quote(text.as_bytes(), separator) {
        return Err(fault(format_args!("{message}"), at));
    }
    let mut records = Records::new(text, separator);
    let (_, header) = records.next().unwrap_or_default();
    let names: Vec<&str> = header.iter().map(|name| name.trim()).collect();
    if names.iter().all(|name| name.is_empty()) {
        return Err(fault(format_args!("the first line must name the attributes"), 0));
    }
    if names.len() > limits.object_keys {
        let most = limits.object_keys as u64;
        let found = exceeded(&code::limit::KEYS, "the header", "objectKeys", most, Some((whole, above)));
        return Err(found);
    }
    // Two cells for one attribute leave its value open, as two members of one name do in JSON.
    let mut seen = HashSet::new();
    if let Some((at, name)) =
        names.iter().enumerate().find(|(_, name)| !name.is_empty() && !seen.insert(**name))
    {
        let message = format_args!("the header names {} twice", quoted(name));
        let cell = cell_start(header_line, separator, at);
        let inside = header_line.get(cell..).and_then(|rest| search::find(rest, name)).unwrap_or_default();
        return Err(
            Diagnostic::new(&code::input::DUPLICATE_MEMBER, message).at(place(cell.saturating_add(inside)))
        );
    }
    let mut users = Vec::new();
    for (at, cells) in records {
        if cells.len() > names.len() {
            let message = format_args!("this record has {} cells, the header {}", cells.len(), names.len());
            return Err(fault(message, at));
        }
        if cells.iter().any(|cell| !cell.is_empty()) {
            users.push(user(&names, &cells));
        }
    }
    Ok(users)
}

/// Where a cell of a line begins.
fn cell_start(line: &str, separator: u8, cell: usize) -> usize {
    let mut quotes = 0_usize;
    let mut ends = line.bytes().enumerate().filter(|(_, byte)| {
        quotes = quotes.wrapping_add(usize::from(*byte == b'"'));
        *byte == separator && quotes.is_multiple_of(2)
    });
    let before = cell.checked_sub(1).and_then(|before| ends.nth(before));
    before.map_or(0, |(end, _)| end.saturating_add(1))
}

/// The first quote that RFC 4180 does not allow where it stands. The reader would guess what is meant, and a quote that
/// is never closed would take the rest of the file for one cell.
fn broken_quote(text: &[u8], separator: u8) -> Option<(usize, &'static str)> {
    let mut opened = None;
    // Whether a quote here opens a cell, or is inside one without.
    let mut at_start = true;
    let mut bytes = text.iter().copied().enumerate().peekable();
    while let Some((at, byte)) = bytes.next() {
        let next = bytes.peek().map(|(_, byte)| *byte);
        match (opened, byte) {
            (Some(_), b'"') if next == Some(b'"') => _ = bytes.next(),
            (Some(_), b'"') => {
                opened = None;
                let ends = next.is_none_or(|next| next == separator || matches!(next, b'\r' | b'\n'));
                if !ends {
                    return Some((
                        at,
                        "the cell goes on behind its closing quote; a quote inside is written twice",
                    ));
                }
            }
            (Some(_), _) => {}
            (None, b'"') if at_start => opened = Some(at),
            (None, b'"') => return Some((at, "a quote inside a cell that does not begin with one")),
            (None, _) => at_start = byte == separator || matches!(byte, b'\r' | b'\n'),
        }
    }
    opened.map(|at| (at, "this quote is never closed"))
}

/// The records of a text whose quotes are in order: where each begins, and its cells. Blank lines are none.
struct Records<'t> {
    text: &'t str,
    rest: &'t str,
    separator: char,
}

impl<'t> Records<'t> {
    fn new(text: &'t str, separator: u8) -> Self {
        Self { text, rest: text, separator: separator.into() }
    }

    /// A cell up to what ends it.
    fn cell(&mut self) -> String {
        let Some(mut inside) = self.rest.strip_prefix('"') else {
            let end = self.rest.find([self.separator, '\r', '\n']).unwrap_or(self.rest.len());
            let (cell, rest) = self.rest.split_at_checked(end).unwrap_or_default();
            self.rest = rest;
            return cell.to_owned();
        };
        let mut cell = String::new();
        self.rest = "";
        while let Some((part, behind)) = inside.split_once('"') {
            cell.push_str(part);
            self.rest = behind;
            let Some(more) = behind.strip_prefix('"') else { break };
            cell.push('"');
            inside = more;
        }
        cell
    }
}

impl Iterator for Records<'_> {
    type Item = (usize, Vec<String>);

    fn next(&mut self) -> Option<Self::Item> {
        self.rest = self.rest.trim_start_matches(['\r', '\n']);
        if self.rest.is_empty() {
            return None;
        }
        let start = self.text.len().saturating_sub(self.rest.len());
        let mut cells = vec![self.cell()];
        while let Some(next) = self.rest.strip_prefix(self.separator) {
            self.rest = next;
            cells.push(self.cell());
        }
        Some((start, cells))
    }
}

fn user(names: &[&str], cells: &[String]) -> Json<'static> {
    let mut extensions = Object::new();
    let is_told = |(name, cell): &(&&str, &String)| !name.is_empty() && !is_cut_off(cell);
    let members = names.iter().zip(cells).filter(is_told);
    // The header names nothing twice.
    let members = members.filter_map(|(name, cell)| {
        let is = |names: &[&str]| names.iter().any(|known| known.eq_ignore_ascii_case(name));
        let value = if cell.is_empty() {
            Json::Null
        } else if let Some(said) = boolean::read(cell).filter(|_| is(&BOOLEAN)) {
            Json::Bool(said)
        } else if is(&LISTS) {
            Json::Array(cell.split(';').map(|part| Json::from(part.trim().to_owned())).collect())
        } else if is(&["manager"]) {
            Json::Object(Object::from_iter([("id", Json::from(cell.clone()))]))
        } else {
            Json::from(cell.clone())
        };
        let number = name.strip_prefix("extensionAttribute").and_then(|number| number.parse::<u8>().ok());
        if number.is_some_and(|number| (1..=15).contains(&number)) {
            extensions.insert((*name).to_owned(), value);
            return None;
        }
        Some(((*name).to_owned(), value))
    });
    let mut user: Object<'static> = members.collect();
    if !extensions.is_empty() {
        user.insert("onPremisesExtensionAttributes", extensions);
    }
    Json::Object(user)
}

#[cfg(test)]
mod tests {
    use crate::limits::Limits;
    use crate::value::json::Json;

    fn users(text: &str) -> Result<Vec<Json<'static>>, super::Diagnostic> {
        super::users(text, &Limits::DEFAULT)
    }

    /// What `Get-MgUser | Export-Csv` writes.
    #[test]
    fn exports_of_powershell_tell_what_they_hold() {
        let text = "#TYPE Microsoft.Graph.PowerShell.Models.MicrosoftGraphUser\r\n\
            \"BusinessPhones\",\"Id\",\"Manager\"\r\n\
            \"System.String[]\",\"u1\",\"Microsoft.Graph.PowerShell.Models.MicrosoftGraphDirectoryObject\"\r\n";
        assert!(super::super::is_csv(text));
        assert_eq!(users(text).unwrap()[0].to_string(), r#"{"Id":"u1"}"#);
        let fault = users(&format!("{text}1,2,3,4\r\n")).unwrap_err();
        assert_eq!(fault.span().map(|at| (at.line, at.column)), Some((4, 1)));
        let fault = users("#TYPE x\nid,id\n1,2\n").unwrap_err();
        assert_eq!(fault.span().map(|at| (at.line, at.column)), Some((2, 4)));
    }

    #[test]
    fn cells_become_graph_json() {
        let text = "\u{FEFF}id,displayName,accountEnabled,businessPhones,manager,extensionAttribute2,jobTitle\r\n\
            1,\"Doe, \"\"J\"\"\r\nJr\",True,+1 555; +1 556,9,Europe/Paris,\r\n\r\n2,B,,,,,x";
        let users = users(text).unwrap();
        assert_eq!(
            users[0].to_string(),
            r#"{"id":"1","displayName":"Doe, \"J\"\r\nJr","accountEnabled":true,"businessPhones":["+1 555","+1 556"],"manager":{"id":"9"},"jobTitle":null,"onPremisesExtensionAttributes":{"extensionAttribute2":"Europe/Paris"}}"#
        );
        assert_eq!(users[1].get("jobTitle").unwrap().as_str(), Some("x"));
        assert_eq!(users.len(), 2);
    }

    /// Whatever separates the cells, the separators of lists inside one stay.
    #[test]
    fn separators_are_told_from_the_header() {
        for text in [
            "id,mail,otherMails\n1,a,x;y",
            "id;mail;otherMails\n1;a;\"x;y\"",
            "id\tmail\totherMails\n1\ta\tx;y",
        ] {
            let expected = r#"{"id":"1","mail":"a","otherMails":["x","y"]}"#;
            assert_eq!(users(text).unwrap()[0].to_string(), expected, "{text}");
        }
    }

    /// There are 15 extension attributes; a sixteenth is an attribute of that name. A record of empty cells is no user.
    #[test]
    fn extension_attributes_are_fifteen() {
        let users = users("id,extensionAttribute1,extensionAttribute15,extensionAttribute16\n,,,\n1,a,b,c\n")
            .unwrap();
        assert_eq!(users.len(), 1);
        assert_eq!(
            users[0].to_string(),
            r#"{"id":"1","extensionAttribute16":"c","onPremisesExtensionAttributes":{"extensionAttribute1":"a","extensionAttribute15":"b"}}"#
        );
    }

    /// Spreadsheets export empty columns: what has no name is left out, however many there are.
    #[test]
    fn columns_without_a_name_are_left_out() {
        let users = users("id,,displayName, \n1,x,B,y\n").unwrap();
        assert_eq!(users[0].to_string(), r#"{"id":"1","displayName":"B"}"#);
    }

    /// Robustness §2: an object has so many members, whatever it is read from; each record costs what it holds.
    #[test]
    fn wide_records_have_a_limit() {
        let header = |count: usize| (0..count).map(|at| format!("c{at}")).collect::<Vec<_>>().join(",");
        let most = Limits::DEFAULT.object_keys;
        let records = format!("{}\n", "x,".repeat(most - 1)).repeat(20);
        let read = users(&format!("{}\n{records}", header(most))).unwrap();
        assert_eq!((read.len(), read[0].as_object().unwrap().len()), (20, most));
        assert_eq!(users(&format!("{}\nx", header(most + 1))).unwrap_err().code.code, "LM005");
    }

    #[test]
    fn faults_name_the_record() {
        let place = |text| users(text).unwrap_err().span().map(|span| (span.line, span.column));
        assert_eq!(place("id,mail\n1,a\n2,b,c"), Some((3, 1)));
        assert_eq!(place("id,mail\r\n1,a\r\n\r\n2,b,c"), Some((4, 1)));
        assert_eq!(place(" , \n1,2"), Some((1, 1)));
        assert_eq!(place("id,\"a,b\",mail,mail\n1"), Some((1, 15)));
        // RFC 4180 §2, rules 5 to 7.
        assert_eq!(place("id,mail\n1,\"a\n2,b"), Some((2, 3)));
        assert_eq!(place("id,mail\n1,\"a\"b"), Some((2, 5)));
        assert_eq!(place("id,mail\n1,a\"b"), Some((2, 4)));
        assert_eq!(place("id,mail\n1,a\"b\""), Some((2, 4)));
        assert_eq!(place("id,\"mail"), Some((1, 4)));
        assert_eq!(
            users("\"id\";mail\r\n\"a;\"\"\r\n\"\"\";\"\"\r\n").unwrap()[0].to_string(),
            r#"{"id":"a;\"\r\n\"","mail":null}"#
        );
        assert_eq!(users("").unwrap_err().code.code, "IN001");
        let again = users("id,\"mail, id\",paid,id,paid\n").unwrap_err();
        assert_eq!(again.span().map(|span| span.column), Some(20));
        let twice = users("id,mail,\"id\",,\n1,a,2,,").unwrap_err();
        assert_eq!((twice.code.code, twice.span().map(|span| span.column)), ("IN003", Some(10)));
    }
}
