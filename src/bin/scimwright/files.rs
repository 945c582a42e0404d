//! Files and standard streams.

use std::fs::File;
use std::io::{BufRead, BufReader, Cursor, Read, Write, stderr, stdin, stdout};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use scimwright::diagnostic::{Diagnostic, Diagnostics};
use scimwright::input::{Items, Shape};
use scimwright::report::{self, Section};
use scimwright::value::json::{Kind, Reader};
use scimwright::value::text;

use crate::outcome::Failure;

/// A document with the name it is reported under.
#[derive(Debug)]
pub struct Document {
    pub name: String,
    pub text: String,
}

impl Document {
    /// The document as reports know it.
    pub fn reported(&self) -> report::Document<'_> {
        report::Document::new(&self.name, Some(&self.text))
    }

    /// The document with what was found in it.
    pub fn section<'d>(&'d self, diagnostics: &'d [Diagnostic]) -> Section<'d> {
        Section { document: self.reported(), diagnostics }
    }

    /// The failure that findings come to which keep the document from being used.
    pub fn refused<F: Into<Diagnostics>>(&self) -> impl Fn(F) -> Failure {
        |found| Failure::Findings {
            name: self.name.clone(),
            text: self.text.clone(),
            diagnostics: found.into(),
        }
    }
}

/// A file of objects: whole, or line by line so that a file of any length takes the memory of one line.
pub enum Source {
    Whole(Document),
    Lines(Lines),
}

/// The lines of an NDJSON file.
pub struct Lines {
    pub name: String,
    reader: Box<dyn BufRead>,
    first: Option<Vec<u8>>,
    number: usize,
}

/// The name a path is reported under.
fn name_of(path: Option<&Path>) -> String {
    path.map_or_else(|| "-".to_owned(), |path| path.display().to_string())
}

/// Opens a file by its path, which need not be UTF-8; standard input, once, for `-` and for no path.
fn open(path: Option<&Path>) -> Result<Box<dyn BufRead>, Failure> {
    static TAKEN: AtomicBool = AtomicBool::new(false);
    let Some(path) = path.filter(|path| *path != Path::new("-")) else {
        if TAKEN.swap(true, Ordering::Relaxed) {
            return Err(Failure::usage("standard input is named twice", "give one of them as a file"));
        }
        return Ok(Box::new(BufReader::new(stdin())));
    };
    let file = File::open(path).map_err(|error| Failure::unreadable(&name_of(Some(path)), &error))?;
    Ok(Box::new(BufReader::with_capacity(1 << 16, file)))
}

/// The text of bytes that begin in this line of the file.
fn decode(name: &str, bytes: &[u8], line: usize) -> Result<String, Failure> {
    text::decode(bytes).map(|text| text.into_owned()).map_err(|diagnostic| {
        // Without its text, the finding says itself in which column it stands: in the unit of all columns.
        let mut diagnostic = diagnostic.into_utf16();
        if let Some(span) = diagnostic.at.as_mut().and_then(|place| place.span.as_mut()) {
            span.line += line - 1;
        }
        Failure::Findings { name: name.to_owned(), text: String::new(), diagnostics: diagnostic.into() }
    })
}

/// Reads a file, or standard input for `-` and for no path, as UTF-8 or UTF-16 text.
pub fn read(path: Option<&Path>) -> Result<Document, Failure> {
    let name = name_of(path);
    let mut bytes = Vec::new();
    open(path)?.read_to_end(&mut bytes).map_err(|error| Failure::unreadable(&name, &error))?;
    let text = decode(&name, &bytes, 1)?;
    Ok(Document { name, text })
}

/// As [`read`], of a file that may be left out.
pub fn given(path: Option<&Path>) -> Result<Option<Document>, Failure> {
    path.map(|path| read(Some(path))).transpose()
}

/// The files to read: standard input where none is named.
pub fn or_standard_input(paths: &[PathBuf]) -> Vec<Option<&Path>> {
    if paths.is_empty() { vec![None] } else { paths.iter().map(|path| Some(path.as_path())).collect() }
}

/// A text that is read twice: a file, or what standard input and pipes held, since they can be read once only.
pub enum Twice<'p> {
    File(&'p Path),
    Memory(Document),
}

impl<'p> Twice<'p> {
    /// Of a file, or of standard input for `-`.
    pub fn of(path: &'p Path) -> Result<Self, Failure> {
        let is_pipe = std::fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir());
        if is_pipe || path == Path::new("-") {
            return read(Some(path)).map(Self::Memory);
        }
        Ok(Self::File(path))
    }

    /// As UTF-8, from the start.
    pub fn open(&self) -> std::io::Result<Box<dyn Read + '_>> {
        match self {
            Self::File(path) => utf8(path),
            Self::Memory(document) => Ok(Box::new(document.text.as_bytes())),
        }
    }

    /// What an error of reading comes to: where it is no text, the whole has the place of the fault.
    pub fn failure(&self, error: &std::io::Error) -> Failure {
        let (name, path) = match self {
            Self::File(path) => (path.display().to_string(), Some(*path)),
            Self::Memory(document) => (document.name.clone(), None),
        };
        let faulty = path.filter(|_| error.kind() == std::io::ErrorKind::InvalidData);
        let found = faulty.and_then(|path| read(Some(path)).err());
        found.unwrap_or_else(|| Failure::unreadable(&name, error))
    }
}

/// Opens a file as UTF-8: as it is, or written anew where it is UTF-16.
fn utf8(path: &Path) -> std::io::Result<Box<dyn Read>> {
    let mut mark = Vec::new();
    File::open(path)?.take(3).read_to_end(&mut mark)?;
    let mut file = File::open(path)?;
    match mark.as_slice() {
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => {
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes)?;
            let text = text::decode(&bytes).map_err(|_| std::io::ErrorKind::InvalidData)?.into_owned();
            Ok(Box::new(Cursor::new(text)))
        }
        [0xEF, 0xBB, 0xBF] => {
            file.read_exact(&mut mark)?;
            Ok(Box::new(file))
        }
        _ => Ok(Box::new(file)),
    }
}

/// Opens a file of objects: NDJSON (a first line that is a whole object, and more after it) line by line, anything
/// else whole.
pub fn objects(path: Option<&Path>) -> Result<Source, Failure> {
    let name = name_of(path);
    let mut reader = open(path)?;
    let unreadable = |error: std::io::Error| Failure::unreadable(&name, &error);
    let mut first = Vec::new();
    reader.read_until(b'\n', &mut first).map_err(unreadable)?;
    let more = !reader.fill_buf().map_err(unreadable)?.is_empty();
    if more && is_object(&first) {
        return Ok(Source::Lines(Lines { name, reader, first: Some(first), number: 0 }));
    }
    reader.read_to_end(&mut first).map_err(unreadable)?;
    let text = decode(&name, &first, 1)?;
    // Lines after all: in UTF-16, or behind blank or broken ones.
    if Items::new(&text).is_ok_and(|items| *items.shape() == Shape::Lines) {
        let reader = Box::new(Cursor::new(text));
        return Ok(Source::Lines(Lines { name, reader, first: None, number: 0 }));
    }
    Ok(Source::Whole(Document { name, text }))
}

fn is_object(line: &[u8]) -> bool {
    let Ok(line) = std::str::from_utf8(line) else { return false };
    let mut reader = Reader::new(line);
    matches!(reader.peek(), Ok(Kind::Object)) && reader.skip().is_ok() && reader.end().is_ok()
}

impl Iterator for Lines {
    /// Number (from 1) and text of a line without its line break; empty where it is blank. A line that is no text stops
    /// none of the others.
    type Item = Result<(usize, String), Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut line = match self.first.take() {
            Some(first) => first,
            None => {
                let mut line = Vec::new();
                match self.reader.read_until(b'\n', &mut line) {
                    Ok(0) => return None,
                    Ok(_) => line,
                    Err(error) => {
                        self.reader = Box::new(std::io::empty());
                        return Some(Err(Failure::unreadable(&self.name, &error)));
                    }
                }
            }
        };
        self.number += 1;
        while let [.., b'\n' | b'\r'] = line.as_slice() {
            line.pop();
        }
        if line.iter().all(u8::is_ascii_whitespace) {
            line.clear();
        }
        Some(decode(&self.name, &line, self.number).map(|text| (self.number, text)))
    }
}

/// Writes to standard output; a closed pipe ends the run quietly.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut out = stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(|error| Failure::writing(&error))
}

/// Writes to standard error; where nobody reads it, there is nobody to tell.
pub fn complain(text: &str) {
    _ = stderr().lock().write_all(text.as_bytes());
}

/// Writes a file.
pub fn write(path: &Path, text: &str) -> Result<(), Failure> {
    std::fs::write(path, text).map_err(|error| Failure::unwritable(&path.display().to_string(), &error))
}
