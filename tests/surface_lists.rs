//! The scoping operators as listed, beside the service's list where the project's own checks have it at hand.

use scimwright::limits::Limits;
use scimwright::surface;
use scimwright::value::json::{self, Json};

fn rows(text: &str) -> Vec<Json<'static>> {
    let document = json::parse(text, &Limits::DEFAULT).unwrap();
    document.get("value").and_then(Json::as_array).unwrap().iter().map(Json::to_owned).collect()
}

#[test]
fn the_operators_of_the_service_are_listed_as_it_lists_them() {
    const OURS: [&str; 3] = ["inGraph", "documentation", "example"];
    let mut operators = rows(&surface::filter_operators());
    assert_eq!(operators.len(), 14);
    operators.iter_mut().for_each(|row| row.as_object_mut().unwrap().retain(|name, _| !OURS.contains(&name)));
    let path =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/schemas/graph-filter-operators-response.json");
    let Ok(service) = std::fs::read_to_string(path) else { return };
    for row in rows(&service) {
        assert!(operators.contains(&row), "{row}");
    }
}
