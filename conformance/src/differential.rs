//! Made-up calls, answered natively and by the package: the answers are the same to the byte.
//!
//! The calls come from the vectors, with texts cut, doubled and spliced and documents bent, and from expressions put
//! together from the list of functions. Everything follows from a seed.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::report::{Case, Disputed, FileReport, Report};
use crate::subject::{Reply, Subject};

/// Runs `count` calls from `seed`; `cases` is the folder of the vectors.
///
/// # Errors
/// One sentence when a file of the folder cannot be read.
pub fn run(
    cases: &Path,
    (count, seed): (u64, u64),
    native: &mut dyn Subject,
    package: &mut dyn Subject,
) -> Result<Report, String> {
    let stock = Stock::read(cases, native)?;
    let mut judged = Vec::new();
    for number in 0..count {
        let mut dice = Dice(seed.wrapping_add(number).wrapping_mul(0x2545_F491_4F6C_DD1D));
        let (name, arguments) = stock.call(&mut dice);
        let (ours, theirs) = (native.call(name, &arguments), package.call(name, &arguments));
        let answered = |reply: &Reply| matches!(reply, Reply::Answer(_) | Reply::Thrown(_));
        let whole = answered(&ours) && answered(&theirs);
        let (ours, theirs) = (told(&ours), told(&theirs));
        let same = if whole && ours == theirs {
            Ok(())
        } else {
            let (ours, theirs) = (told_from_here(&ours, &theirs), told_from_here(&theirs, &ours));
            Err((ours, format!("{theirs} to {:.300}", json!(arguments))))
        };
        judged.push(Case::of(format!("{} {name}", seed.wrapping_add(number)), same));
    }
    let name = format!("{count} calls from seed {seed}, natively and through the package");
    Ok(Report { files: vec![FileReport::new(name, judged, &Disputed::default())] })
}

/// The answer as text, members in their order, numbers as JavaScript holds them.
fn told(reply: &Reply) -> String {
    fn held(value: &mut Value) {
        /// 2^53: below it every integer is a float.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        match value {
            Value::Number(number) => {
                let float = number.as_f64().unwrap_or_default();
                *value = if float.fract() == 0.0 && float.abs() < EXACT {
                    json!(float as i64)
                } else {
                    json!(float)
                };
            }
            Value::Array(items) => items.iter_mut().for_each(held),
            Value::Object(members) => members.values_mut().for_each(held),
            _ => {}
        }
    }
    match reply {
        Reply::Answer(answer) => {
            let mut answer = answer.clone();
            held(&mut answer);
            answer.to_string()
        }
        other => format!("{other:?}"),
    }
}

/// A text from a little before where it differs from another.
fn told_from_here(text: &str, other: &str) -> String {
    let same = text.chars().zip(other.chars()).take_while(|(one, two)| one == two).count();
    text.chars().skip(same.saturating_sub(60)).take(200).collect()
}

/// A function by its JavaScript name, and what it is given.
type Call = (&'static str, Vec<Value>);

/// The time of expressions.
const NOW: &str = "2025-03-25T09:00:00Z";

/// A document as its text.
fn document(value: Value) -> Value {
    Value::String(value.to_string())
}

/// What calls are made of.
struct Stock {
    functions: Vec<String>,
    expressions: Vec<(String, Value)>,
    patterns: Vec<(String, String)>,
    filters: Vec<String>,
    paths: Vec<String>,
    resources: Vec<Value>,
    requests: Vec<Value>,
    payloads: Vec<Value>,
    users: Vec<Value>,
    accounts: Vec<Value>,
    schema: Value,
}

impl Stock {
    fn read(cases: &Path, native: &mut dyn Subject) -> Result<Self, String> {
        let file = |name: &str| -> Result<Value, String> {
            let text = fs::read_to_string(cases.join(name)).map_err(|error| format!("{name}: {error}"))?;
            serde_json::from_str(&text).map_err(|error| format!("{name}: {error}"))
        };
        let list = |file: &Value, pointer: &str| -> Vec<Value> {
            file.pointer(pointer).and_then(Value::as_array).cloned().unwrap_or_default()
        };
        let texts = |items: &[Value], member: &str| -> Vec<String> {
            items.iter().filter_map(|item| item[member].as_str().map(str::to_owned)).collect()
        };
        let functions = match native.call("functions", &[]) {
            Reply::Answer(answer) => texts(&list(&answer, "/value"), "name"),
            other => return Err(format!("functions: {other:?}")),
        };
        let expressions = list(&file("expressions.json")?, "");
        let patterns = list(&file("dotnet/regex.json")?, "/cases");
        let (valid, invalid) = (file("scim/filters-valid.json")?, file("scim/filters-invalid.json")?);
        let (paths, patch) = (file("scim/paths.json")?, file("scim/patch.json")?);
        let values = |value: &Value| -> Vec<Value> {
            value.as_object().into_iter().flatten().map(|(_, value)| value.clone()).collect()
        };
        let mut resources = values(&patch["resources"]);
        resources.extend(values(&file("scim/filter-eval.json")?["resources"]));
        Ok(Self {
            functions,
            expressions: expressions
                .iter()
                .map(|case| {
                    (case["expression"].as_str().unwrap_or_default().to_owned(), case["source"].clone())
                })
                .collect(),
            patterns: texts(&patterns, "pattern").into_iter().zip(texts(&patterns, "input")).collect(),
            filters: [texts(&list(&valid, "/cases"), "filter"), texts(&list(&invalid, "/cases"), "filter")]
                .concat(),
            paths: [texts(&list(&paths, "/valid"), "path"), texts(&list(&paths, "/invalid"), "path")]
                .concat(),
            resources,
            requests: list(&patch, "/cases").iter().map(|case| case["request"].clone()).collect(),
            payloads: list(&file("scim/resources.json")?, "/cases")
                .iter()
                .map(|case| case["payload"].clone())
                .collect(),
            users: list(&file("data/users.json")?, "/value"),
            accounts: list(&file("data/gong-users-before.json")?, "/Resources"),
            schema: file("data/gong-schema.json")?,
        })
    }

    fn call(&self, dice: &mut Dice) -> Call {
        let mode = json!({ "mode": dice.pick(&["strict", "tolerant"]) });
        let kind = *dice.pick(&["User", "Group"]);
        let of_kind = json!({ "mode": mode["mode"], "kind": kind });
        match dice.below(18) {
            0..=2 => self.evaluation(dice),
            3 => self.replacement(dice),
            4 => ("checkExpression", vec![json!(self.expression(dice)), json!({})]),
            5 => ("parseFilter", vec![json!(self.filter(dice)), mode]),
            6 => {
                let (filter, resource) = (self.filter(dice), dice.bent_of(&self.resources));
                ("filterMatches", vec![json!(filter), document(resource), of_kind])
            }
            7 => {
                let path = dice.pick(&self.paths).clone();
                ("parsePath", vec![json!(dice.mangled(&path)), mode])
            }
            8 => {
                let (resource, request) = (dice.pick(&self.resources), dice.bent_of(&self.requests));
                ("applyPatch", vec![document(resource.clone()), document(request), of_kind])
            }
            9 => {
                let payload = dice.bent_of(&self.payloads);
                ("validatePayload", vec![document(payload), json!({ "strict": dice.below(2) == 0 })])
            }
            10 => {
                let schema = dice.bent(&self.schema);
                (*dice.pick(&["checkSchema", "readSchema"]), vec![document(schema), json!({})])
            }
            11 => self.aid(dice),
            12 => {
                let name = *dice.pick(&["formatExpression", "highlight", "explain"]);
                (name, vec![json!(self.expression(dice))])
            }
            13 => self.case(dice),
            14 => self.objects(dice),
            15 => self.cycle(dice),
            _ => self.preview(dice),
        }
    }

    fn evaluation(&self, dice: &mut Dice) -> Call {
        let (_, source) = dice.pick(&self.expressions);
        let source = dice.bent(source);
        let options = json!({ "now": NOW, "seed": dice.below(9), "trace": dice.below(2) == 0 });
        ("evaluate", vec![json!(self.expression(dice)), document(source), options])
    }

    fn replacement(&self, dice: &mut Dice) -> Call {
        let (pattern, input) = dice.pick(&self.patterns).clone();
        let (pattern, input) = (dice.mangled(&pattern), dice.mangled(&input));
        let source = json!({ "p": pattern, "i": input, "r": "<$&|$1|${n}>" });
        ("evaluate", vec![json!("Replace([i], , [p], , [r], , )"), document(source), json!({})])
    }

    /// What helps the author of an expression.
    fn aid(&self, dice: &mut Dice) -> Call {
        let text = self.expression(dice);
        let offset = json!(dice.below(text.encode_utf16().count() + 2));
        let context = json!({ "kind": dice.pick(&["user", "group"]) });
        let name = *dice.pick(&["complete", "hover"]);
        (name, vec![json!("expression"), json!(text), offset, context])
    }

    /// An expression with its source, in a test case or in a request as Graph takes it.
    fn case(&self, dice: &mut Dice) -> Call {
        let (expression, source) = (self.expression(dice), dice.pick(&self.expressions).1.clone());
        if dice.below(2) == 0 {
            let case = json!({ "name": "n", "expression": expression, "source": source, "expected": "x" });
            return ("testMappings", vec![document(json!([dice.bent(&case), case]))]);
        }
        let properties = source.as_object().into_iter().flatten();
        let properties = properties.map(|(key, value)| json!({ "key": key, "value": value }));
        let object = json!({ "definition": null, "properties": properties.collect::<Vec<_>>() });
        let request = json!({ "expression": expression, "testInputObject": object });
        ("parseExpression", vec![document(dice.bent(&request)), json!({ "now": NOW })])
    }

    fn objects(&self, dice: &mut Dice) -> Call {
        let text = match dice.below(3) {
            0 => "id,mail,jobTitle\r\n1,a@x.example,\"T, \"\"U\"\"\"\r\n2,,\r\n".to_owned(),
            1 => self.users.iter().take(2).map(|user| format!("{user}\n")).collect(),
            _ => json!({ "value": [dice.pick(&self.users)] }).to_string(),
        };
        ("readObjects", vec![json!(dice.mangled(&text))])
    }

    /// Some users under two configurations, or in a cycle with a group of them.
    fn cycle(&self, dice: &mut Dice) -> Call {
        let users: Vec<Value> = (0..3).map(|_| dice.bent_of(&self.users)).collect();
        if dice.below(3) == 0 {
            let changed = dice.bent(&self.schema);
            return ("compareSchemas", [self.schema.clone(), changed, json!(users)].map(document).into());
        }
        let members: Value = users.iter().map(|user| json!({ "id": user["id"] })).collect();
        let group = dice.bent(&json!({ "id": "g", "displayName": "G", "members": members }));
        let settings = json!({
            "scope": dice.pick(&["all", "assigned"]), "assigned": ["g"], "accidentalDeletionThreshold": 1,
            "cycle": dice.pick(&["initial", "incremental"]), "links": { "g": "tg" },
        });
        let accounts: Vec<Value> = (0..3).map(|_| dice.bent_of(&self.accounts)).collect();
        let engine = json!({ "settings": settings });
        ("plan", vec![engine, document(json!(users)), document(json!([group])), document(json!(accounts))])
    }

    fn preview(&self, dice: &mut Dice) -> Call {
        let user = dice.bent_of(&self.users);
        let account = dice.bent_of(&self.accounts);
        let settings = json!({
            "scope": dice.pick(&["all", "assigned"]), "patchFormat": dice.pick(&["legacy", "compliant"]),
            "links": { user["id"].as_str().unwrap_or_default(): account["id"].as_str().unwrap_or_default() },
        });
        let account = if dice.below(3) == 0 { Value::Null } else { document(account) };
        let mut engine = json!({ "settings": settings });
        if dice.below(2) == 0 {
            engine["schema"] = dice.bent(&self.schema);
        }
        ("preview", vec![engine, document(user), json!("user"), account])
    }

    /// A published or mangled expression, or calls put together at random.
    fn expression(&self, dice: &mut Dice) -> String {
        match dice.below(4) {
            0 => dice.pick(&self.expressions).0.clone(),
            1 => {
                let expression = dice.pick(&self.expressions).0.clone();
                dice.mangled(&expression)
            }
            _ => self.composed(dice, 3),
        }
    }

    fn composed(&self, dice: &mut Dice, depth: u32) -> String {
        const LEAVES: &[&str] = &[
            "[mail]",
            "[a]",
            "[b]",
            "[proxyAddresses]",
            "\"\"",
            "\"x\"",
            "\"ß İ ǆ é 😀\"",
            "\"2024-02-29\"",
            "\",\"",
            "\"d\"",
            "\"yyyy-MM-dd\"",
            "\"o\"",
            "1",
            "2",
            "-3",
            "1.50",
            "&H0F",
            "9223372036854775807",
            "\"(.)(?<n>.)\"",
            "\"[a-z]+\"",
            "\"$1$&\"",
            "\"True\"",
            "\"SGkA\"",
            "vbTextCompare",
            "Unicode",
            "%v%",
            "",
        ];
        if depth == 0 || dice.below(4) == 0 {
            return (*dice.pick(LEAVES)).to_owned();
        }
        let count = dice.below(6);
        let arguments: Vec<String> = (0..count)
            .map(|_| {
                let left = self.composed(dice, depth - 1);
                if dice.below(8) > 0 {
                    return left;
                }
                format!("{left} {} {}", dice.pick(&["=", "<>", "<", ">="]), self.composed(dice, depth - 1))
            })
            .collect();
        format!("{}({})", dice.pick(&self.functions), arguments.join(", "))
    }

    fn filter(&self, dice: &mut Dice) -> String {
        let filter = dice.pick(&self.filters).clone();
        match dice.below(3) {
            0 => filter,
            1 => dice.mangled(&filter),
            _ => {
                let (other, word) = (dice.pick(&self.filters), dice.pick(&["and", "or"]));
                format!("{}({filter}) {word} {other}", dice.pick(&["", "not "]))
            }
        }
    }
}

/// splitmix64.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % most as u64).unwrap_or_default()
    }

    fn pick<'i, T>(&mut self, items: &'i [T]) -> &'i T {
        &items[self.below(items.len())]
    }

    /// The text with a few characters cut, doubled or spliced in.
    fn mangled(&mut self, text: &str) -> String {
        const PIECES: &[&str] = &[
            "\"",
            "\\",
            "(",
            ")",
            "[",
            "]",
            ",",
            " ",
            "\t",
            "\n",
            "\0",
            "é",
            "😀",
            "\u{202E}",
            "İ",
            "ß",
            "0",
            "-1",
            "1e9",
            "9223372036854775808",
            ".",
            ":",
            "=",
            "eq",
            "not",
            "and",
            "*",
            "+",
            "?",
            "{2}",
            "$",
            "^",
            "|",
            "%",
        ];
        let mut characters: Vec<char> = text.chars().collect();
        for _ in 0..=self.below(3) {
            let from = self.below(characters.len() + 1);
            let to = (from + self.below(4)).min(characters.len());
            let piece: Vec<char> = match self.below(3) {
                0 => Vec::new(),
                1 => characters[from..to].repeat(2),
                _ => self.pick(PIECES).chars().collect(),
            };
            characters.splice(from..to, piece);
        }
        characters.into_iter().collect()
    }

    /// The document with a few values replaced, mangled, taken out or named otherwise.
    fn bent(&mut self, document: &Value) -> Value {
        let mut document = document.clone();
        for _ in 0..self.below(4) {
            self.bend(&mut document);
        }
        document
    }

    /// One of some documents, bent.
    fn bent_of(&mut self, documents: &[Value]) -> Value {
        let document = self.pick(documents);
        self.bent(document)
    }

    fn bend(&mut self, value: &mut Value) {
        // Mostly deeper, so that leaves are met more often than the whole.
        match value {
            Value::Array(items) if !items.is_empty() && self.below(6) > 0 => {
                let at = self.below(items.len());
                match self.below(8) {
                    0 => _ = items.remove(at),
                    1 => items.push(items[at].clone()),
                    _ => self.bend(&mut items[at]),
                }
            }
            Value::Object(members) if !members.is_empty() && self.below(8) > 0 => {
                let name = members.keys().nth(self.below(members.len())).cloned().unwrap_or_default();
                match self.below(10) {
                    0 => _ = members.remove(&name),
                    1 => {
                        let held = members.remove(&name).unwrap_or_default();
                        members.insert(self.mangled(&name), held);
                    }
                    _ => self.bend(&mut members[&name]),
                }
            }
            Value::String(text) if self.below(2) == 0 => *text = self.mangled(text),
            _ => {
                let others = [
                    json!(null),
                    json!(true),
                    json!(""),
                    json!("x"),
                    json!(0),
                    json!(-1.5),
                    json!(9_007_199_254_740_993_i64),
                    json!([]),
                    json!({}),
                    json!(["a", null]),
                    json!({ "value": "v" }),
                    json!("2025-01-02T03:04:05Z"),
                ];
                *value = self.pick(&others).clone();
            }
        }
    }
}
