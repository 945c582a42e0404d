//! Users from CSV with a header, as the admin center and scripts export them.

use crate::diagnostic::{Diagnostic, Place, Span, code};
use crate::value::json::{Json, Object};

/// Columns whose cells are Boolean in Graph user JSON.
const BOOLEAN: [&str; 3] = ["accountEnabled", "onPremisesSyncEnabled", "dirSyncEnabled"];

/// Columns whose cells are lists, values parted by `;`.
const LISTS: [&str; 3] = ["businessPhones", "otherMails", "proxyAddresses"];

/// Reads users from CSV text: the header names attributes, each further record is one user.
///
/// An empty cell is `null`. `accountEnabled` and its like become Booleans, `businessPhones` a list (values parted by
/// `;`), `manager` the object `{"id": …}`, `extensionAttribute1` to `15` members of
/// `onPremisesExtensionAttributes`. The separator is the comma, or the semicolon where the header has more of them.
///
/// # Errors
/// `IN001` for an empty text, `IN008` for a header without names or a record with more cells than the header; the
/// place is the record.
pub fn users(text: &str) -> Result<Vec<Json<'static>>, Box<Diagnostic>> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err(Box::new(Diagnostic::new(&code::input::EMPTY, "the input is empty")));
    }
    let fault = |message: String, at: usize| {
        let place = Place::in_text(text, Span::point(at));
        Box::new(Diagnostic::new(&code::input::UNEXPECTED_SHAPE, message).at(place))
    };
    let header_line = text.lines().next().unwrap_or_default();
    let count = |separator: char| header_line.matches(separator).count();
    let separator = if count(';') > count(',') { b';' } else { b',' };
    let mut reader = ::csv::ReaderBuilder::new()
        .delimiter(separator)
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut records = reader.records();
    let header = records.next().and_then(Result::ok).unwrap_or_default();
    let names: Vec<&str> = header.iter().map(str::trim).collect();
    if names.iter().all(|name| name.is_empty()) {
        return Err(fault("the first line must name the attributes".to_owned(), 0));
    }
    let mut users = Vec::new();
    for record in records {
        let record = record.map_err(|error| fault(error.to_string(), 0))?;
        if record.len() > names.len() {
            let at =
                record.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or_default());
            return Err(fault(
                format!("this record has {} cells, the header {}", record.len(), names.len()),
                at,
            ));
        }
        if record.iter().any(|cell| !cell.is_empty()) {
            users.push(user(&names, &record));
        }
    }
    Ok(users)
}

fn user(names: &[&str], cells: &::csv::StringRecord) -> Json<'static> {
    let mut user = Object::new();
    let mut extensions = Object::new();
    for (name, cell) in names.iter().zip(cells) {
        if name.is_empty() {
            continue;
        }
        let is = |names: &[&str]| names.iter().any(|known| known.eq_ignore_ascii_case(name));
        let value = if cell.is_empty() {
            Json::Null
        } else if is(&BOOLEAN) && (cell.eq_ignore_ascii_case("true") || cell.eq_ignore_ascii_case("false")) {
            Json::Bool(cell.eq_ignore_ascii_case("true"))
        } else if is(&LISTS) {
            Json::Array(cell.split(';').map(|part| Json::from(part.trim().to_owned())).collect())
        } else if is(&["manager"]) {
            Json::Object(Object::from_iter([("id", Json::from(cell.to_owned()))]))
        } else {
            Json::from(cell.to_owned())
        };
        let number = name.strip_prefix("extensionAttribute").and_then(|number| number.parse::<u8>().ok());
        if number.is_some_and(|number| (1..=15).contains(&number)) {
            extensions.insert((*name).to_owned(), value);
        } else {
            user.insert((*name).to_owned(), value);
        }
    }
    if !extensions.is_empty() {
        user.insert("onPremisesExtensionAttributes", extensions);
    }
    Json::Object(user)
}

#[cfg(test)]
mod tests {
    use super::users;

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

    #[test]
    fn faults_name_the_record() {
        let place = |text| users(text).unwrap_err().span().map(|span| (span.line, span.column));
        assert_eq!(place("id,mail\n1,a\n2,b,c"), Some((3, 1)));
        assert_eq!(place(" , \n1,2"), Some((1, 1)));
        assert_eq!(users("").unwrap_err().code.code, "IN001");
    }
}
