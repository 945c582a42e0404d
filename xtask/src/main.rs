//! Builds, tests and measures scimwright.

fn main() {}
