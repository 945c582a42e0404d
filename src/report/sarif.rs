//! SARIF 2.1.0, the format code-scanning services read.

use std::borrow::Cow;

use serde::Serialize;

use super::Section;
use super::place::{Region, regions};
use crate::diagnostic::{Code, Diagnostic, Severity};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool,
    column_kind: &'static str,
    results: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    semantic_version: &'static str,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: &'static str,
    name: String,
    short_description: Message<'static>,
    full_description: Message<'static>,
    help: Message<'static>,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Message<'a> {
    text: Cow<'a, str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Finding<'a> {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Message<'a>,
    locations: [Location<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'a> {
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    logical_locations: Option<[LogicalLocation<'a>; 1]>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<SarifRegion>,
}

#[derive(Serialize)]
struct ArtifactLocation {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifRegion {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogicalLocation<'a> {
    fully_qualified_name: &'a str,
}

pub(super) fn write(sections: &[Section<'_>]) -> String {
    let mut used: Vec<&'static Code> = Vec::new();
    let mut results = Vec::new();
    for section in sections {
        for (diagnostic, region) in section.diagnostics.iter().zip(regions(section)) {
            let rule_index = used.iter().position(|code| *code == diagnostic.code).unwrap_or_else(|| {
                used.push(diagnostic.code);
                used.len().saturating_sub(1)
            });
            results.push(finding(diagnostic, rule_index, location(section, diagnostic, region)));
        }
    }
    let rules = used.into_iter().map(rule).collect();
    let driver = Driver { name: "scimwright", semantic_version: env!("CARGO_PKG_VERSION"), rules };
    super::indented(&Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run { tool: Tool { driver }, column_kind: "utf16CodeUnits", results }],
    })
}

fn finding<'a>(diagnostic: &'a Diagnostic, rule_index: usize, location: Location<'a>) -> Finding<'a> {
    let text = match &diagnostic.help {
        Some(help) => format!("{} ({help})", diagnostic.message).into(),
        None => diagnostic.message.as_str().into(),
    };
    Finding {
        rule_id: diagnostic.code.code,
        rule_index,
        level: level(diagnostic.severity),
        message: Message { text },
        locations: [location],
    }
}

fn location<'a>(section: &Section<'_>, diagnostic: &'a Diagnostic, region: Option<Region>) -> Location<'a> {
    let pointer = diagnostic.pointer();
    Location {
        physical_location: PhysicalLocation {
            artifact_location: ArtifactLocation { uri: uri(section.document.name) },
            region: region.map(|region| SarifRegion {
                start_line: region.line,
                start_column: region.column,
                end_line: region.end_line,
                end_column: region.end_column,
            }),
        },
        logical_locations: pointer.map(|name| [LogicalLocation { fully_qualified_name: name }]),
    }
}

fn rule(code: &'static Code) -> Rule {
    Rule {
        id: code.code,
        name: pascal_case(code.name),
        short_description: Message { text: code.summary.into() },
        full_description: Message { text: code.explanation.into() },
        help: Message { text: code.explanation.into() },
        default_configuration: Configuration { level: level(code.severity) },
    }
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// A relative URI reference; standard input has no file to name.
fn uri(name: &str) -> String {
    if name == "-" {
        return "stdin".to_owned();
    }
    let mut out = String::with_capacity(name.len());
    for byte in name.replace('\\', "/").bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(char::from(byte))
            }
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

fn pascal_case(kebab: &str) -> String {
    kebab
        .split('-')
        .flat_map(|word| {
            let mut characters = word.chars();
            characters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(characters)
        })
        .collect()
}
