//! The pages made from tables are those in the tables; `BLESS=1 cargo test --test docs` writes them anew. The README
//! prints what its commands do, and its examples run as shown.

use std::path::Path;

use scimwright::limits::Limits;
use scimwright::provision::Settings;

fn current(path: &str, made: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, made).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == made, "{} is not current: run `BLESS=1 cargo test --test docs`", path.display());
}

#[test]
fn diagnostics_page_is_current() {
    current("docs/diagnostics.md", &scimwright::diagnostic::code::documentation());
}

#[test]
fn lifecycle_page_is_current() {
    current("docs/lifecycle.md", &scimwright::provision::lifecycle_documentation());
}

#[test]
fn functions_page_is_current() {
    current("docs/functions.md", &scimwright::expression::function::documentation());
}

/// Every setting has a row; what a setting has without being given stands there as JSON, or in words where that is nothing.
#[test]
fn settings_page_lists_them_all() {
    let page =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/settings.md")).unwrap();
    let rows: Vec<(&str, &str)> = page
        .lines()
        .filter_map(|line| {
            let mut cells = line.strip_prefix("| `")?.split(" | ");
            Some((cells.next()?.trim_end_matches('`'), cells.nth(1)?))
        })
        .collect();
    let names: Vec<&str> = rows.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, Settings::MEMBERS);
    let defaults = serde_json::to_value(Settings::default()).unwrap();
    for (name, default) in rows {
        let value = &defaults[name];
        let is_nothing =
            value.is_null() || value == &serde_json::json!([]) || value == &serde_json::json!({});
        let expected = format!("`{value}`");
        assert!(
            if is_nothing { !default.starts_with('`') } else { default == expected },
            "{name}: {default}"
        );
    }
}

/// The commands in the README print what it says. (Its Rust snippets are doc tests, its JavaScript runs in the package's
/// tests.)
#[cfg(feature = "cli")]
#[test]
fn commands_print_what_the_readme_says() {
    let readme = include_str!("../README.md");
    let executable = Path::new(env!("CARGO_BIN_EXE_scimwright"));
    let path = format!("{}:{}", executable.parent().unwrap().display(), std::env::var("PATH").unwrap());
    let mut checked = 0;
    for block in readme.split("```console\n").skip(1) {
        let block = block.split("```").next().unwrap();
        for part in block.split("$ ").skip(1) {
            let (command, expected) = part.split_once('\n').unwrap();
            // Building anew inside a test proves nothing; the sample preview has its own test.
            if command.starts_with("cargo ") {
                continue;
            }
            let output = std::process::Command::new("sh")
                .args(["-c", command])
                .env("PATH", &path)
                .current_dir(env!("CARGO_MANIFEST_DIR"))
                .output()
                .unwrap();
            assert_eq!(String::from_utf8(output.stdout).unwrap(), expected, "{command}");
            checked += 1;
        }
    }
    assert!(checked >= 5, "{checked} commands");
}

/// Every limit has a row with its default; rows of several name them in the same order. The README names those that meet a
/// reader first.
#[test]
fn limits_are_told_as_they_are() {
    let page = include_str!("../COMPATIBILITY.md");
    let (_, table) = page.split_once("| Limit | Default |\n").unwrap();
    let mut told = Vec::new();
    for row in table.lines().skip(1).take_while(|line| line.starts_with("| ")) {
        let [names, defaults] = row.trim_matches(['|', ' ']).split(" | ").collect::<Vec<_>>()[..] else {
            panic!("{row}")
        };
        let mut figures = defaults.split("; ").map(|figure| {
            let figure = figure.split(", at most").next().unwrap().split([' ', ';']).collect::<Vec<_>>();
            let number: u64 = figure[0].replace(',', "").parse().unwrap_or_else(|_| panic!("{row}"));
            if figure.get(1) == Some(&"MiB") { number << 20 } else { number }
        });
        let mut figure = figures.next();
        let names: Vec<&str> = names.split(", ").map(|name| name.trim_matches('`')).collect();
        for (at, name) in names.iter().enumerate() {
            told.push((*name, figure.unwrap()));
            // One figure may stand for all.
            if at + 1 < names.len() && defaults.contains("; ") {
                figure = figures.next();
            }
        }
    }
    let known: Vec<(&str, u64)> = Limits::TABLE.iter().map(|(name, default, _)| (*name, *default)).collect();
    assert_eq!(told, known);
    let readme = include_str!("../README.md");
    let default = |name| known.iter().find(|(known, _)| *known == name).unwrap().1;
    for told in [
        format!("{} KiB for\na SCIM filter or path", default("filterBytes") >> 10),
        format!("{} KiB for an expression", default("expressionBytes") >> 10),
        format!("{} MiB for a JSON document", default("jsonBytes") >> 20),
        format!("{} brackets open at once", default("nesting")),
    ] {
        assert!(readme.contains(&told), "{told}");
    }
}

/// The blocks of a language in the README.
fn blocks(language: &str) -> Vec<&'static str> {
    let readme = include_str!("../README.md");
    let opening = format!("```{language}\n");
    readme.split(opening.as_str()).skip(1).filter_map(|block| block.split("```").next()).collect()
}

/// The workflow in the README passes with the test cases beside it and a sound configuration, and fails once either breaks.
#[cfg(feature = "cli")]
#[test]
fn workflow_of_the_readme_fails_what_breaks() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let [workflow] = blocks("yaml")[..] else { panic!("one workflow") };
    let [cases] = blocks("json")[..] else { panic!("one file of test cases") };
    let steps: Vec<&str> =
        workflow.lines().filter_map(|line| line.trim_start().strip_prefix("- run: scimwright ")).collect();
    assert_eq!(steps.len(), 2);
    let codes = |name: &str, schema: &str, cases: &str| -> Vec<Option<i32>> {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::copy(root.join(schema), folder.join("schema.json")).unwrap();
        std::fs::write(folder.join("mapping-cases.json"), cases).unwrap();
        let step = |step: &&str| {
            let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_scimwright"));
            command.args(step.split(' ')).current_dir(&folder).output().unwrap().status.code()
        };
        steps.iter().map(step).collect()
    };
    let sound = "profiles/gong/synchronization-schema.json";
    assert_eq!(codes("readme-sound", sound, cases), [Some(0), Some(0)]);
    let broken = cases.replace("Byron, Ada", "Ada Byron");
    assert_ne!(broken, cases);
    assert_eq!(codes("readme-broken", "examples/matching-by-email.json", &broken), [Some(1), Some(1)]);
}

/// The examples in the help of every command run with files of the names they have.
#[cfg(feature = "cli")]
#[test]
fn examples_of_the_help_run() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("help");
    std::fs::create_dir_all(&folder).unwrap();
    for (from, to) in [
        ("examples/sample-tenant/users.json", "users.json"),
        ("examples/sample-tenant/groups.json", "groups.json"),
        ("examples/sample-tenant/target.json", "target.json"),
        ("profiles/gong/synchronization-schema.json", "schema.json"),
        ("profiles/gong/synchronization-schema.json", "changed.json"),
        ("npm/examples/mapping-cases.json", "mapping-cases.json"),
    ] {
        std::fs::copy(root.join(from), folder.join(to)).unwrap();
    }
    let ada = r#"{"id":"1","userPrincipalName":"ada@contoso.com","givenName":"Ada","surname":"Byron"}"#;
    let account =
        r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ada@contoso.com"}"#;
    for (name, text) in [
        ("users.csv", "id,userPrincipalName,mail\n1,ada@contoso.com,ada@contoso.com\n"),
        ("user.json", ada),
        ("payload.json", account),
        ("account.json", account),
        ("changed-account.json", &account.replace("ada", "byron")),
        (
            "request.json",
            r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
            "Operations":[{"op":"replace","path":"title","value":"AE"}]}"#,
        ),
    ] {
        std::fs::write(folder.join(name), text).unwrap();
    }
    let executable = env!("CARGO_BIN_EXE_scimwright");
    let run = |command: &str| {
        let command = command.replacen("scimwright", &format!("'{executable}'"), 1);
        std::process::Command::new("sh").args(["-c", &command]).current_dir(&folder).output().unwrap()
    };
    let text = |output: Vec<u8>| String::from_utf8(output).unwrap();
    let help = text(run("scimwright --help").stdout);
    let (_, commands) = help.split_once("Commands:\n").unwrap();
    for line in commands.lines().take_while(|line| !line.is_empty()) {
        let name = line.split_whitespace().next().unwrap();
        let help = text(run(&format!("scimwright help {name}")).stdout);
        let examples: Vec<&str> =
            help.lines().filter_map(|line| line.strip_prefix("  scimwright ")).collect();
        assert!(name == "help" || !examples.is_empty(), "{name}");
        for example in examples {
            // No account of the sample is Ada's.
            let example = example.replace("ada@contoso.com", "amara.okonkwo@lumenfield.example");
            let output = run(&format!("scimwright {example}"));
            assert!(matches!(output.status.code(), Some(0 | 1)), "{example}: {}", text(output.stderr));
        }
    }
}

/// The README lists every command, every sign of a preview, and the attributes that the built-in configuration reads.
#[cfg(feature = "cli")]
#[test]
fn lists_of_the_readme_are_whole() {
    let readme = include_str!("../README.md");
    let run = |arguments: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_scimwright"));
        String::from_utf8(command.args(arguments).output().unwrap().stdout).unwrap()
    };
    let help = run(&["--help"]);
    let (_, commands) = help.split_once("Commands:\n").unwrap();
    for line in commands.lines().take_while(|line| !line.is_empty()) {
        let command = line.split_whitespace().next().unwrap();
        assert!(command == "help" || readme.contains(&format!("`{command}")), "{command}");
    }
    let sample = run(&[]);
    let totals = sample.lines().find(|line| line.starts_with("  + 16 create")).unwrap();
    let words: Vec<&str> = totals.split_whitespace().collect();
    for total in words.chunks(3) {
        let [sign, _, action] = total[..] else { panic!("{totals}") };
        assert!(readme.contains(&format!("| `{sign}` | {action} |")), "{sign} {action}");
    }
    let select = blocks("text").into_iter().find(|block| block.contains("/users?")).unwrap();
    let (expand, select) = select.split_once("$select=id").unwrap();
    let asked: Vec<&str> = select.split([',', '\n', ' ']).filter(|name| !name.is_empty()).collect();
    let engine = scimwright::Engine::for_gong().build().unwrap();
    for name in engine.referenced_attributes() {
        let named = match name {
            "telephoneNumber" => "businessPhones",
            "IsSoftDeleted" => "accountEnabled",
            _ if name.starts_with("extensionAttribute") => "onPremisesExtensionAttributes",
            _ => name,
        };
        assert!(asked.contains(&named) || expand.contains(named) || named == "members", "{named}");
    }
}

/// A line of Rust that only documentation hides would be shown elsewhere, and an example without `main` does not run where
/// it is pasted.
#[test]
fn rust_examples_run_as_they_are_shown() {
    let examples = blocks("rust");
    assert!(!examples.is_empty());
    for example in examples {
        assert!(example.contains("\nfn main() -> Result<"), "{example}");
        assert!(!example.lines().any(|line| line.starts_with('#')), "{example}");
    }
}
