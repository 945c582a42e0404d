//! What parser and checker say of an expression, and the text after a fix.

#![allow(dead_code, missing_docs)]

use scimwright::diagnostic::{Diagnostics, Fix};
use scimwright::expression::{CheckContext, check, parse};
use scimwright::limits::Limits;

/// The findings of an expression, whether it parses or not.
pub fn findings_in(text: &str, context: &CheckContext<'_>) -> Diagnostics {
    match parse(text, &Limits::DEFAULT) {
        Ok(tree) => check(&tree, text, context),
        Err(fault) => fault.into(),
    }
}

/// As [`findings_in`] a mapping to Gong that always applies.
pub fn findings(text: &str) -> Diagnostics {
    findings_in(text, &CheckContext::default())
}

pub fn codes(text: &str) -> Vec<&'static str> {
    findings(text).iter().map(|finding| finding.code.code).collect()
}

pub fn fixed(text: &str, fix: &Fix) -> String {
    [&text[..fix.span.start], &fix.replacement, &text[fix.span.end..]].concat()
}
