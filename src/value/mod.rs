//! Values every language here is about: JSON documents, text, dates.

pub mod json;
