//! Synchronization schemas: lint, reading.

use super::answer::Answer;
use super::options::Options;
use crate::sync_schema::{CheckOptions, SynchronizationSchema, Target, check};

/// Lints a configuration: `{"ok":true,"diagnostics":[…]}` in document order.
/// Options: `target` (`gong`, `other`; by what the document says unless given), `scope` (`assigned`, `all`), `limits`.
pub fn check_schema(schema: &str, options: &str) -> String {
    Answer::from(|| {
        let options = Options::read(options, &["target", "scope", "limits"])?;
        let limits = options.limits()?;
        let target = options.choice("target", &[("gong", Target::Gong), ("other", Target::Other)])?;
        let sync_all = options.choice("scope", &[("assigned", false), ("all", true)])?.unwrap_or(false);
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
