//! The `scimwright` command line.

fn main() {}
