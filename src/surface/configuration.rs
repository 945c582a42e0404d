//! Synchronization schemas: lint, reading.

use super::answer::Answer;
use super::options::Options;
use crate::provision::ScopeMode;
use crate::sync_schema::{CheckOptions, SynchronizationSchema, check};

/// Lints a configuration: `{"ok":true,"diagnostics":[…]}` in document order.
/// Options: `target` (`gong`, `other`; by what the document says unless given), `scope` (`assigned`, `all`), `limits`.
pub fn check_schema(schema: &str, options: &str) -> String {
    Answer::from(|| {
        let options = Options::read(options, &["target", "scope", "limits"])?;
        let limits = options.limits()?;
        let target = options.word("target")?;
        let sync_all = options.word("scope")? == Some(ScopeMode::All);
        let schema = SynchronizationSchema::parse(schema, &limits)?;
        let options = CheckOptions { target: target.unwrap_or_default(), sync_all, limits };
        Ok(Answer::ok().diagnostics(check(&schema, &options)))
    })
}

/// Reads a configuration and gives it back as it will be written:
/// `{"ok":true,"document":<as read>,"schema":<pointer to the schema in it>}`. Options: `limits`.
pub fn read_schema(schema: &str, options: &str) -> String {
    Answer::from(|| {
        let limits = Options::read(options, &["limits"])?.limits()?;
        let schema = SynchronizationSchema::parse(schema, &limits)?;
        Ok(Answer::ok().value("document", schema.document().json()).text("schema", schema.root()))
    })
}
