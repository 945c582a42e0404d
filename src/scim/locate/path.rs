//! A path: an attribute, perhaps a value filter and a sub-attribute.

use super::super::Mode;
use super::{Scan, Scanned};
use crate::diagnostic::{Diagnostic, code, quoted};

impl Scan<'_> {
    pub(super) fn path(&mut self) -> Scanned {
        self.blanks();
        let start = self.at;
        if start == self.text.len() {
            return Err(self.error(&code::path::EMPTY, 0, start, "the path is empty"));
        }
        let word = self.word(true);
        if word.is_empty() {
            return Err(self.path_unexpected());
        }
        self.attribute(word, start, &code::path::INVALID_ATTRIBUTE_PATH)?;
        let blank = self.blanks();
        if self.byte() == Some(b'[') && !(blank && self.mode == Mode::Strict) {
            let open = self.at;
            self.open.push(b'[');
            self.step();
            self.refuse_empty(open, b']')?;
            self.terms()?;
            if self.byte() == Some(b'.') {
                self.step();
                let start = self.at;
                let name = self.word(true);
                self.sub_attribute(name, start, &code::path::INVALID_ATTRIBUTE_PATH)?;
            }
            self.blanks();
        }
        if self.at == self.text.len() { Ok(()) } else { Err(self.path_unexpected()) }
    }

    fn path_unexpected(&self) -> Diagnostic {
        let token = self.token(self.at);
        let end = self.at.saturating_add(token.len());
        let (code, message) = match token {
            ")" | "]" => (&code::path::UNBALANCED, format!("this {} closes nothing", quoted(token))),
            _ => (&code::path::UNEXPECTED_TOKEN, format!("{} cannot stand here", quoted(token))),
        };
        let help = r#"a path is an attribute such as `emails[type eq "work"].value`"#;
        self.error(code, self.at, end, message).help(help)
    }
}
