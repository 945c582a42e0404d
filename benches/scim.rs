//! SCIM filters, paths and PATCH beside the other crates that read them.

#![allow(missing_docs, clippy::unwrap_used)]

mod common;
#[path = "common/node.rs"]
mod node;

use scim_filter::scim_filter;
use scimwright::limits::Limits;
use scimwright::scim::{Filter, Mode, Patch, PatchFormat, SchemaSet, diff, filter, path};
use scimwright::value::json;

const USER: &str = include_str!("inputs/user.json");

const REQUEST: &str = include_str!("inputs/patch.json");

/// Sixty shapes and words that both peers can read, 87 bytes on average.
const FILTERS: &str = include_str!("inputs/filters.json");

const USERS: usize = 100;

/// The peer's parser is private: no resources, no matching.
fn parses(text: &str) -> bool {
    scim_filter(text, std::iter::empty::<serde_json::Value>()).is_ok()
}

fn main() {
    let filters: Vec<String> = serde_json::from_str(FILTERS).unwrap();
    let length: usize = filters.iter().map(String::len).sum();
    let mut table = common::Table::new("SCIM");
    println!("{} filters of {} bytes on average", filters.len(), length / filters.len());
    let user = SchemaSet::gong().resource_type("User").unwrap();
    let limits = &Limits::DEFAULT;
    let compile = |text: &str| Filter::compile(text, user, Mode::Tolerant, limits).unwrap();

    table.row(
        "60 filters, text to compiled program",
        "scim-filter, text to tree",
        Some(0.5),
        || filters.iter().map(|text| compile(text).warnings().len()).sum::<usize>(),
        || filters.iter().filter(|text| parses(text)).count(),
    );
    table.row(
        "60 filters, text to tree",
        "scim-filter",
        None,
        || filters.iter().filter(|text| filter::parse(text, Mode::Tolerant, limits).is_ok()).count(),
        || filters.iter().filter(|text| parses(text)).count(),
    );
    table.row(
        "60 filters, text to compiled program",
        "scim_v2, text to tree",
        Some(0.5),
        || filters.iter().map(|text| compile(text).warnings().len()).sum::<usize>(),
        || filters.iter().filter(|text| text.parse::<scim_v2::filter::Filter>().is_ok()).count(),
    );

    let value: serde_json::Value = serde_json::from_str(USER).unwrap();
    let tree = json::parse(USER, limits).unwrap();
    let programs: Vec<Filter> = filters.iter().map(|text| compile(text)).collect();
    let (many, same) = (vec![&value; USERS], vec![&tree; USERS]);
    // The peer's only door reads the filter and copies each user by serde: reading is spread over many users.
    table.row(
        "60 compiled filters on 100 users",
        "scim-filter",
        Some(0.1),
        || {
            let count = |filter: &Filter| same.iter().filter(|user| filter.matches(user)).count();
            programs.iter().map(count).sum::<usize>()
        },
        || {
            filters
                .iter()
                .map(|text| scim_filter(text, many.iter().copied()).map_or(0, |users| users.len()))
                .sum::<usize>()
        },
    );
    table.row(
        "60 compiled filters on 100 users",
        "copying them as serde_json::Value",
        None,
        || {
            let count = |filter: &Filter| same.iter().filter(|user| filter.matches(user)).count();
            programs.iter().map(count).sum::<usize>()
        },
        || (0..60 * USERS).filter(|_| serde_json::to_value(std::hint::black_box(&value)).is_ok()).count(),
    );

    let paths = [
        "userName",
        "name.givenName",
        r#"emails[type eq "work"].value"#,
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager",
    ];
    table.row(
        "4 paths",
        "scim_v2",
        None,
        || paths.iter().filter(|text| path::parse(text, Mode::Strict, limits).is_ok()).count(),
        || paths.iter().filter(|text| text.parse::<scim_v2::filter::PatchPath>().is_ok()).count(),
    );

    let request = json::parse(REQUEST, limits).unwrap();
    let patch = Patch::new(&request, user, Mode::Tolerant, limits).unwrap();
    table.row(
        "PATCH of six operations checked and applied to a copy",
        "a clone of the user as serde_json::Value",
        None,
        || Patch::new(&request, user, Mode::Tolerant, limits).unwrap().apply(&tree).unwrap(),
        || value.clone(),
    );
    match node::NodePeer::start() {
        Some(mut peer) => {
            table.rounds(
                "PATCH of six operations checked and applied to a copy",
                "scim-patch in Node, on a structured clone",
                Some(0.3),
                || {
                    common::round(&mut || {
                        Patch::new(&request, user, Mode::Tolerant, limits).unwrap().apply(&tree).unwrap()
                    })
                },
                || peer.round().unwrap(),
            );
        }
        None => println!("(scim-patch is not measured: it needs Node and the packages of pkg-tests)"),
    }
    let after = patch.apply(&tree).unwrap().resource;
    table.row(
        "a checked PATCH applied to a copy",
        "a clone of the user as serde_json::Value",
        None,
        || patch.apply(&tree).unwrap(),
        || value.clone(),
    );
    table.row(
        "the difference of two users",
        "a clone of the user as serde_json::Value",
        None,
        || diff(&tree, &after, user, PatchFormat::Compliant).unwrap(),
        || value.clone(),
    );
}
