//! Payloads against the target profile, one or many.

use super::answer::{Answer, list};
use super::options::Options;
use crate::diagnostic::{Diagnostic, Diagnostics, Findings, code};
use crate::input::{Items, Shape, located};
use crate::limits::Limits;
use crate::scim::Mode;
use crate::validate::{self, Batch, Validator};
use crate::value::json::{parse, read_words};

const OPTIONS: [&str; 5] = ["profile", "kind", "strict", "allowedDomains", "limits"];

/// Validates a payload: `{"ok":true,"valid":<no errors>,"diagnostics":[…]}`. Options: `profile` (`gong`), `kind`
/// (`User`, `Group`; the payload's own unless given), `strict`, `allowedDomains`, `limits`.
pub fn validate_payload(payload: &str, options: &str) -> String {
    Answer::from(|| {
        let (validator, _) = validator(options)?;
        Ok(validated(validator.validate_text(payload)?))
    })
}

/// The answer to a payload that can be read.
fn validated(found: Diagnostics) -> Answer {
    let valid = !found.iter().any(Diagnostic::is_error);
    Answer::ok().bool("valid", valid).diagnostics(found)
}

/// Resources validated one after another, each also against those before it.
#[derive(Debug)]
pub struct Payloads {
    validator: Validator,
    batch: Batch,
    limits: Limits,
    count: usize,
}

impl Payloads {
    /// Nothing seen yet. Options as for [`validate_payload`].
    ///
    /// # Errors
    /// The refusal as an answer.
    pub fn create(options: &str) -> Result<Self, String> {
        let (validator, limits) = validator(options).map_err(Answer::failed)?;
        Ok(Self::new(validator, limits))
    }

    /// Nothing seen yet.
    pub fn new(validator: Validator, limits: Limits) -> Self {
        Self { validator, batch: Batch::new(), limits, count: 0 }
    }

    /// Validates the resources of a file, also against those of files before it: `[{"line"?,"diagnostics":[…]}]`, one
    /// document for an array, ListResponses or a resource, one a line for NDJSON (`line` from 1).
    pub fn file(&mut self, text: &str) -> String {
        if !Items::new(text).is_ok_and(|items| *items.shape() == Shape::Lines) {
            let answer = Answer::plain().diagnostics(self.document(text)).finish();
            return list(std::iter::once(answer));
        }
        let lines = text.lines().zip(1_usize..).filter(|(line, _)| !line.trim().is_empty());
        list(lines.map(|(line, number)| {
            Answer::plain().value("line", &number).diagnostics(self.line(line)).finish()
        }))
    }

    /// How many resources were seen.
    pub const fn count(&self) -> usize {
        self.count
    }

    /// Takes a first look at a text that will be validated: see [`Batch::look`].
    pub fn look(&mut self, text: &str) {
        for span in Items::new(text).into_iter().flatten().flatten() {
            if let Ok(resource) = parse(span.of(text), &self.limits) {
                self.batch.look(self.validator.kind_of(&resource), &resource);
            }
        }
    }

    /// The findings of an array, a ListResponse or one resource, placed in the document.
    pub fn document(&mut self, text: &str) -> Diagnostics {
        let mut items = match Items::new(text) {
            Ok(items) => items,
            Err(refused) => return self.undivided(text, refused).into(),
        };
        let is_single = *items.shape() == Shape::Single;
        let mut found = Findings::new(self.limits.findings);
        while let Some(item) = items.next() {
            match item {
                Ok(span) => match self.judge(span.of(text)) {
                    Ok(part) => found.absorb(part, &items.pointer()),
                    Err(refused) => found.push_placed(refused, |refused| located(text, span, refused)),
                },
                Err(refused) if is_single => found.push(self.undivided(text, refused)),
                Err(refused) => found.push(refused),
            }
        }
        found.list()
    }

    /// Why a text that cannot be divided is refused: the first that is wrong with it as one document. Limits hold for each
    /// object of a list, so what lies behind the place where the division stopped is no fault.
    fn undivided(&self, text: &str, refused: Diagnostic) -> Diagnostic {
        let start = |found: &Diagnostic| found.span().map(|span| span.start);
        parse(text, &self.limits).err().filter(|found| start(found) < start(&refused)).unwrap_or(refused)
    }

    /// The findings of a line: of one resource, or of a page of them.
    pub fn line(&mut self, text: &str) -> Diagnostics {
        if Items::new(text).is_ok_and(|items| items.is_page()) {
            return self.document(text);
        }
        self.judge(text).map_or_else(Diagnostics::from, Findings::list)
    }

    /// The findings of one resource, or why it cannot be read.
    fn judge(&mut self, text: &str) -> Result<Findings, Diagnostic> {
        self.count = self.count.saturating_add(1);
        let tree = parse(text, &self.limits).inspect_err(|_| self.batch.pass_over())?;
        let mut found = self.validator.judge(&tree);
        found.extend(self.batch.add(self.validator.kind_of(&tree), &tree));
        Ok(found)
    }
}

/// Validates NDJSON: for every line its answer as of [`validate_payload`], in the same order.
pub(super) fn validate_lines(validator: &Validator, lines: &[u8], give: impl FnMut(&str)) {
    each_line(lines, give, |line, out| match line.and_then(|line| validator.validate_text(line)) {
        Ok(found) if found.is_empty() => out.push_str(r#"{"ok":true,"valid":true,"diagnostics":[]}"#),
        Ok(found) => out.push_str(&validated(found).finish()),
        Err(refused) => out.push_str(&Answer::failed(refused)),
    });
}

/// Whose requirements are checked.
enum Profile {
    Gong,
}
read_words!(Profile { Gong "gong" });

fn validator(options: &str) -> Result<(Validator, Limits), Diagnostic> {
    let options = Options::read(options, &OPTIONS)?;
    options.word::<Profile>("profile")?;
    let limits = options.limits()?;
    let validator = Validator::gong(validate::Options {
        kind: options.text("kind")?.map(str::to_owned),
        mode: if options.flag("strict")? { Mode::Strict } else { Mode::Tolerant },
        allowed_domains: options.texts("allowedDomains")?,
        limits,
    })?;
    Ok((validator, limits))
}

/// The finding of a line that is no text.
pub(super) fn not_text() -> Diagnostic {
    Diagnostic::new(&code::input::NOT_TEXT, "the line is not UTF-8")
}

/// About so many bytes of an answer are held before they are given: the host puts what comes in pieces together.
pub(super) const PIECE: usize = 4 << 20;

/// Answers every line with one line. A line that is not UTF-8 is given as a finding; a final line break ends the
/// last line rather than starting one.
fn each_line(
    lines: &[u8],
    mut give: impl FnMut(&str),
    mut answer: impl FnMut(Result<&str, Diagnostic>, &mut String),
) {
    if lines.is_empty() {
        return;
    }
    let lines = lines.strip_suffix(b"\n").unwrap_or(lines);
    let mut out = String::with_capacity(lines.len().min(PIECE));
    let mut one = |line: Result<&str, Diagnostic>| {
        answer(line, &mut out);
        out.push('\n');
        if out.len() >= PIECE {
            give(&out);
            out.clear();
        }
    };
    // As a whole it is looked through once; line by line only to find which of them is no text.
    match std::str::from_utf8(lines) {
        Ok(text) => text.split('\n').for_each(|line| one(Ok(line))),
        Err(_) => lines
            .split(|byte| *byte == b'\n')
            .for_each(|line| one(std::str::from_utf8(line).map_err(|_| not_text()))),
    }
    if !out.is_empty() {
        give(&out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn batch(lines: &[u8], options: &str) -> Vec<String> {
        let (validator, _) = validator(options).unwrap();
        let mut answers = String::new();
        validate_lines(&validator, lines, |piece| answers.push_str(piece));
        answers.lines().map(str::to_owned).collect()
    }

    #[test]
    fn a_line_in_a_line_out() {
        let answers = batch(b"{}\n\nnot json\r\n\xFF\n[1]", "{}");
        let codes: Vec<_> =
            answers.iter().map(|line| line.split("\"code\":\"").nth(1).unwrap()[..5].to_owned()).collect();
        assert_eq!(codes[1..4], ["IN001", "IN002", "IN006"]);
        assert_eq!(answers.len(), 5);
        assert_eq!(batch(b"", "{}").len(), 0);
        assert_eq!(batch(b"{}\n", "{}").len(), 1);
        for (blank, lines) in [("\n", 1), ("\r\n", 1), ("\n\n", 2), (" ", 1)] {
            assert_eq!(batch(blank.as_bytes(), "{}").len(), lines, "{blank:?}");
        }
    }

    #[test]
    fn the_same_answer_alone_and_in_a_batch() {
        let payload = r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"é😀"}"#;
        assert_eq!(
            batch(payload.as_bytes(), r#"{"strict":true}"#),
            [validate_payload(payload, r#"{"strict":true}"#)]
        );
    }

    #[test]
    fn the_resources_of_files_are_validated_as_a_whole() {
        let user = r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"a@x.example"}"#;
        let mut payloads = Payloads::create("{}").unwrap();
        let page = payloads.file(&format!(r#"{{"Resources":[{user},{user}]}}"#));
        assert!(page.starts_with(r#"[{"diagnostics":["#), "{page}");
        assert!(page.contains(r#""pointer":"/Resources/1/userName""#) && page.contains("duplicate-in-batch"));
        let lines = payloads.file(&format!("{user}\n\n{user}\n"));
        assert!(lines.starts_with(r#"[{"line":1,"#) && lines.contains(r#"{"line":3,"#), "{lines}");
        assert!(lines.contains("duplicate-in-batch"), "{lines}");
        assert_eq!(payloads.count(), 4);
        // One that cannot be read is one of the batch.
        let lines = Payloads::create("{}").unwrap().file(&format!("{{}}\n{{}}\n{{bad\n{user}\n{user}\n"));
        assert!(lines.contains("that resource 4 of the batch has"), "{lines}");
        let list = Payloads::create("{}").unwrap().file(&format!(r#"[{{}},{{"a":1,"a":2}},{user},{user}]"#));
        assert!(list.contains("that resource 3 of the batch has"), "{list}");
        assert!(payloads.file("").contains("IN001"));
        assert!(payloads.file("id,userName\n1,a\n").contains("this is CSV"));
        assert!(Payloads::create(r#"{"kimd":1}"#).unwrap_err().contains("did you mean `kind`?"));
    }

    /// One payload is refused for the same, whether it is validated alone or as the resource of a file.
    #[test]
    fn a_broken_payload_has_one_first_fault() {
        for (payload, limits, code) in [
            (r#"{"title":"abcdef",}"#, r#"{"jsonBytes":3}"#, "LM001"),
            (r#"{"title":"abcdef"}}"#, r#"{"jsonBytes":3}"#, "LM001"),
            (r#"{"a":1,"a":2,}"#, r#"{"objectKeys":1}"#, "LM005"),
            (r#"{"title":"abcdef",}"#, "{}", "IN002"),
            ("{} {}", "{}", "IN002"),
            ("", "{}", "IN001"),
        ] {
            let options = format!(r#"{{"limits":{limits}}}"#);
            let told = |answer: &str| answer.split_once(r#""diagnostics":"#).unwrap().1.replace("]}]", "]}");
            let (alone, file) =
                (validate_payload(payload, &options), Payloads::create(&options).unwrap().file(payload));
            assert!(told(&alone).contains(&format!(r#""code":"{code}""#)), "{alone}");
            assert_eq!(told(&file), told(&alone), "{payload}");
        }
    }

    /// "The limits of JSON hold for each object": a list may have more bytes, so its fault is told, not its length.
    #[test]
    fn a_long_list_is_refused_where_it_is_broken() {
        for (list, column) in
            [(r#"{"totalResults":1,,"Resources":[{},{}]}"#, 19), (r#"{"Resources":5,"a":[{},{},{}]}"#, 14)]
        {
            let answer = Payloads::create(r#"{"limits":{"jsonBytes":30}}"#).unwrap().file(list);
            assert!(
                !answer.contains("LM001") && answer.contains(&format!(r#""column":{column}"#)),
                "{answer}"
            );
        }
    }

    #[test]
    fn wrong_options_are_an_answer() {
        assert!(validate_payload("{}", r#"{"kind":"Usr"}"#).contains("did you mean `User`?"));
        assert!(validate_payload("{}", r#"{"strikt":true}"#).contains("did you mean `strict`?"));
        assert!(validate_payload("{}", r#"{"profile":"other"}"#).contains("`profile`: it must be `gong`"));
    }
}
