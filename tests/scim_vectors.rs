//! The SCIM vectors of `tests/cases/scim`, in every mode they name.

use scimwright::diagnostic::Diagnostic;
use scimwright::limits::Limits;
use scimwright::scim::{self, Filter, Mode};
use scimwright::value::json;
use serde_json::Value;

fn file(name: &str) -> Value {
    let path = format!("{}/tests/cases/scim/{name}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn modes(case: &Value) -> Vec<Mode> {
    let modes = case["modes"].as_array().unwrap().iter();
    modes.map(|mode| if mode == "strict" { Mode::Strict } else { Mode::Tolerant }).collect()
}

/// Runs every case in every mode and reports all failures together.
fn run(cases: &Value, mut check: impl FnMut(&Value, Mode) -> Result<(), String>) {
    let (mut count, mut failures) = (0, Vec::new());
    for case in cases.as_array().unwrap() {
        for mode in modes(case) {
            count += 1;
            if let Err(failure) = check(case, mode) {
                failures.push(format!("{} {mode:?}: {failure}", case["id"]));
            }
        }
    }
    assert!(count > 0 && failures.is_empty(), "{} of {count} fail\n{}", failures.len(), failures.join("\n"));
}

/// The vectors' working name of a code: kebab name without the family's prefix in camel case, limits by their own.
fn working_name(found: &Diagnostic) -> String {
    match found.code.code {
        "LM001" => return "tooLong".to_owned(),
        "LM002" => return "tooDeep".to_owned(),
        "LM003" => return "tooManyTerms".to_owned(),
        _ => {}
    }
    let name = found.code.name.trim_start_matches("filter-").trim_start_matches("path-");
    let mut parts = name.split('-');
    let mut camel = parts.next().unwrap().to_owned();
    for part in parts {
        camel.extend(part.chars().next().map(|c| c.to_ascii_uppercase()));
        camel.push_str(&part[1..]);
    }
    camel
}

fn refused_as_expected(text: &str, found: &Diagnostic, case: &Value) -> Result<(), String> {
    let name = working_name(found);
    if !case["codesAccepted"].as_array().unwrap().iter().any(|code| *code == name) {
        return Err(format!("{name} is not in {}", case["codesAccepted"]));
    }
    let offset = text[..found.span().unwrap().start].chars().count() as u64;
    let range = &case["offsetAccepted"];
    if offset < range[0].as_u64().unwrap() || offset > range[1].as_u64().unwrap() {
        return Err(format!("{name} at {offset}, not in {range}"));
    }
    Ok(())
}

#[test]
fn valid_filters() {
    run(&file("filters-valid.json")["cases"], |case, mode| {
        let text = case["filter"].as_str().unwrap();
        let tree = scim::filter::parse(text, mode, &Limits::DEFAULT).map_err(|found| found.to_string())?;
        let shape = serde_json::to_value(&tree).unwrap();
        if !same(&shape, &case["ast"]) {
            return Err(format!("tree {shape}"));
        }
        let printed = scim::filter::print(&tree);
        if case["canonical"].as_str().is_some_and(|canonical| canonical != printed) {
            return Err(format!("printed {printed}"));
        }
        let again = scim::filter::parse(&printed, Mode::Strict, &Limits::DEFAULT)
            .map_err(|found| found.to_string())?;
        if again != tree { Err(format!("{printed} reads as another tree")) } else { Ok(()) }
    });
}

/// JSON equality with numbers by value.
fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(l), Value::Number(r)) => {
            l == r || l.as_f64() == r.as_f64() && !(l.is_i64() && r.is_i64())
        }
        (Value::Array(l), Value::Array(r)) => l.len() == r.len() && l.iter().zip(r).all(|(l, r)| same(l, r)),
        (Value::Object(l), Value::Object(r)) => {
            l.len() == r.len() && l.iter().all(|(name, l)| r.get(name).is_some_and(|r| same(l, r)))
        }
        _ => left == right,
    }
}

#[test]
fn invalid_filters() {
    run(&file("filters-invalid.json")["cases"], |case, mode| {
        let text = case["filter"].as_str().unwrap();
        match scim::filter::parse(text, mode, &Limits::DEFAULT) {
            Ok(tree) => Err(format!("accepted as {tree}")),
            Err(found) => refused_as_expected(text, &found, case),
        }
    });
}

#[test]
fn valid_paths() {
    run(&file("paths.json")["valid"], |case, mode| {
        let text = case["path"].as_str().unwrap();
        let path = scim::path::parse(text, mode, &Limits::DEFAULT).map_err(|found| found.to_string())?;
        let shape = serde_json::to_value(&path).unwrap();
        if !same(&shape, &case["ast"]) {
            return Err(format!("tree {shape}"));
        }
        let printed = scim::path::print(&path);
        if printed != case["canonical"] {
            return Err(format!("printed {printed}"));
        }
        let again = scim::path::parse(&printed, mode, &Limits::DEFAULT).map_err(|found| found.to_string())?;
        if again != path { Err(format!("{printed} reads as another tree")) } else { Ok(()) }
    });
}

#[test]
fn invalid_paths() {
    run(&file("paths.json")["invalid"], |case, mode| {
        let text = case["path"].as_str().unwrap();
        match scim::path::parse(text, mode, &Limits::DEFAULT) {
            Ok(path) => Err(format!("accepted as {path}")),
            Err(found) => {
                let scim_type = scim::scim_type(found.code).unwrap().as_str();
                if !case["scimTypesAccepted"].as_array().unwrap().iter().any(|accepted| accepted == scim_type)
                {
                    return Err(format!("scimType {scim_type}"));
                }
                refused_as_expected(text, &found, case)
            }
        }
    });
}

fn resource_type(case: &Value) -> &'static scim::ResourceType {
    scim::SchemaSet::gong().resource_type(case["resourceType"].as_str().unwrap()).unwrap()
}

#[test]
fn filter_evaluation() {
    let file = file("filter-eval.json");
    run(&file["cases"], |case, mode| {
        let filter =
            Filter::compile(case["filter"].as_str().unwrap(), resource_type(case), mode, &Limits::DEFAULT);
        let filter = match (filter, case["expect"]["scimType"].as_str()) {
            (Err(found), Some(wanted)) if scim::scim_type(found.code).unwrap().as_str() == wanted => {
                return Ok(());
            }
            (Err(found), _) => return Err(found.to_string()),
            (Ok(_), Some(_)) => return Err("accepted".to_owned()),
            (Ok(filter), None) => filter,
        };
        let text = file["resources"][case["resource"].as_str().unwrap()].to_string();
        let resource = json::parse(&text, &Limits::DEFAULT).unwrap();
        let matches = filter.matches(&resource);
        if matches == case["expect"] { Ok(()) } else { Err(format!("{} gives {matches}", case["filter"])) }
    });
}

#[test]
fn path_resolution() {
    run(&file("paths.json")["resolve"], |case, mode| {
        let path = scim::path::parse(case["path"].as_str().unwrap(), mode, &Limits::DEFAULT).unwrap();
        let expect = &case["expect"];
        let resolved = match (path.resolve(resource_type(case), mode), expect["undefined"] == true) {
            (None, true) => return Ok(()),
            (None, false) => return Err("undefined".to_owned()),
            (Some(_), true) => return Err("defined".to_owned()),
            (Some(resolved), false) => resolved,
        };
        let id = &*resolved.home.schema().id;
        let shape = serde_json::json!({
            "schema": if id.is_empty() { Value::Null } else { id.into() },
            "attribute": resolved.attribute.map(|attribute| &*attribute.name),
            "subAttribute": resolved.sub_attribute.map(|attribute| &*attribute.name),
            "type": resolved.kind().as_str(),
            "multiValued": resolved.multi_valued(),
        });
        if shape == *expect { Ok(()) } else { Err(shape.to_string()) }
    });
}

#[test]
fn patch() {
    let file = file("patch.json");
    run(&file["cases"], |case, mode| {
        let before = file["resources"][case["resource"].as_str().unwrap()].to_string();
        let request = case["request"].to_string();
        let resource = json::parse(&before, &Limits::DEFAULT).unwrap();
        let request = json::parse(&request, &Limits::DEFAULT).unwrap();
        let outcome = scim::Patch::new(&request, resource_type(case), mode, &Limits::DEFAULT)
            .and_then(|patch| patch.apply(&resource));
        assert_eq!(resource.to_string(), json::parse(&before, &Limits::DEFAULT).unwrap().to_string());
        let expect = &case["expect"];
        let listed =
            |list: &Value, word: &str| list.as_array().into_iter().flatten().any(|item| item == word);
        match outcome {
            Ok(applied) => {
                let after: Value = serde_json::from_str(&applied.resource.to_string()).unwrap();
                let alternatives = expect["resourceAlternatives"].as_array().into_iter().flatten();
                if std::iter::once(&expect["resource"]).chain(alternatives).any(|wanted| same(&after, wanted))
                {
                    Ok(())
                } else {
                    Err(format!("gives {after}\n wanted {}", expect["resource"]))
                }
            }
            Err(found) => {
                let word = scim::scim_type(found.code).map_or("none", scim::ScimType::as_str);
                if listed(&expect["scimTypesAccepted"], word)
                    || listed(&expect["scimTypesAlternatives"], word)
                {
                    Ok(())
                } else {
                    Err(format!("{word}: {found}"))
                }
            }
        }
    });
}
