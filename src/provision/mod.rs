//! x
pub mod lifecycle;
pub mod patch;
pub mod request;
