use super::*;
use crate::diagnostics::SourceFile;
use proptest::prelude::*;

/// Reads a text as a root table and gives what `read` answers and the problems as
/// (code, line, column, message).
fn with<T>(text: &str, read: impl FnOnce(&TableReader<'_>) -> T) -> (T, Vec<(&'static str, usize, usize, String)>) {
    let file = SourceFile::new("t.toml", text);
    let sink = ProblemSink::default();
    let toml = Toml::parse(&file).expect("valid TOML");
    let answer = read(&toml.root(&sink));
    let problems = sink.into_problems();
    (answer, problems.into_iter().map(|p| (p.code, p.line, p.column, p.message)).collect())
}

/// Calls every getter on a key.
fn read_all(table: &TableReader<'_>, key: &str) {
    let _ = (
        table.required_string(key),
        table.required_float(key),
        table.floats(key),
        table.integer(key),
        table.boolean(key),
    );
    let _ = (
        table.strings(key),
        table.choice(key, &["a", "b"]),
        table.month(key),
        table.quantity(key),
        table.duration_months(key),
    );
    let _ =
        (table.table(key).map(|inner| inner.keys().len()), table.tables(key).len(), table.line_of(key), table.has(key));
}

#[test]
fn values_of_every_type_are_read() {
    let text = "s = \"x\"\ni = 0x10\nf = 1_000.5\nb = true\nl = [1, 2.5]\nt = [\"a\", \"b\"]\nm = \"2025-07\"\n\
                q = \"40 joint operations/year\"\nn = 40\nd = \"1 year\"\nw = \"b\"\n[inner]\nk = 1\n[[lever]]\nid = \
                    1\n[[lever]]\nid = 2\n";
    let ((), problems) = with(text, |root| {
        assert_eq!(root.string("s").as_deref(), Some("x"));
        assert_eq!(
            (root.integer("i"), root.float("i"), root.float("f"), root.boolean("b")),
            (Some(16), Some(16.0), Some(1000.5), Some(true))
        );
        assert_eq!(root.floats("l"), Some(vec![1.0, 2.5]));
        assert_eq!(root.strings("t"), Some(vec!["a".to_owned(), "b".to_owned()]));
        assert_eq!(root.strings("s"), Some(vec!["x".to_owned()]));
        assert_eq!(root.month("m"), Some(YearMonth { year: 2025, month: 7 }));
        assert_eq!(root.quantity("q"), Some(Quantity { number: 40.0, unit_text: "joint operations/year".to_owned() }));
        assert_eq!(root.quantity("n"), Some(Quantity { number: 40.0, unit_text: String::new() }));
        assert_eq!((root.duration_months("d"), root.choice("w", &["a", "b"]).as_deref()), (Some(12.0), Some("b")));
        assert_eq!(root.table("inner").and_then(|inner| inner.integer("k")), Some(1));
        let levers = root.tables("lever");
        assert_eq!(
            levers.iter().map(|lever| (lever.line(), lever.integer("id"))).collect::<Vec<_>>(),
            [(14, Some(1)), (16, Some(2))]
        );
        assert_eq!((root.string("none"), root.table("none").is_none(), root.tables("none").len()), (None, true, 0));
        assert_eq!((root.line_of("b"), root.has("q"), root.keys().len(), root.file_name()), (4, true, 13, "t.toml"));
        root.finish(&[]);
    });
    assert_eq!(problems, []);
}

#[test]
fn every_fault_is_placed() {
    type Read = fn(&TableReader<'_>, &str) -> bool;
    let cases: [(&str, Read, &str, &str); 22] = [
        ("1", |t, k| t.string(k).is_none(), code::WRONG_TYPE, "`k` has the wrong type: integer"),
        ("\" \"", |t, k| t.required_string(k).trim().is_empty(), code::WRONG_TYPE, "`k` is empty"),
        ("\"1\"", |t, k| t.float(k).is_none(), code::WRONG_TYPE, "wrong type: string"),
        ("nan", |t, k| t.float(k).is_none(), code::NOT_FINITE, "not a finite number"),
        ("-inf", |t, k| t.required_float(k).is_nan(), code::NOT_FINITE, "not a finite number"),
        ("1e999", |t, k| t.float(k).is_none(), code::NOT_FINITE, "not a finite number"),
        ("[1, \"x\"]", |t, k| t.floats(k).is_none(), code::WRONG_TYPE, "wrong type: array"),
        ("[1, inf]", |t, k| t.floats(k).is_none(), code::NOT_FINITE, "not a finite number"),
        ("1.5", |t, k| t.integer(k).is_none(), code::WRONG_TYPE, "wrong type: float"),
        ("99999999999999999999", |t, k| t.integer(k).is_none(), code::WRONG_TYPE, "wrong type: integer"),
        ("0", |t, k| t.boolean(k).is_none(), code::WRONG_TYPE, "wrong type: integer"),
        ("[\"a\", 1]", |t, k| t.strings(k).is_none(), code::WRONG_TYPE, "wrong type: array"),
        ("\"c\"", |t, k| t.choice(k, &["a", "b"]).is_none(), code::UNKNOWN_CHOICE, "unknown k `c`"),
        ("\"2025-13\"", |t, k| t.month(k).is_none(), code::BAD_MONTH, "no such month"),
        ("2025-07-01", |t, k| t.month(k).is_none(), code::WRONG_TYPE, "wrong type: datetime"),
        ("\"forty\"", |t, k| t.quantity(k).is_none(), code::BAD_QUANTITY, "does not start with a number"),
        ("\"-3 kg\"", |t, k| t.quantity(k).is_none(), code::BAD_QUANTITY, "is negative"),
        ("nan", |t, k| t.quantity(k).is_none(), code::BAD_QUANTITY, "does not start with a number"),
        ("true", |t, k| t.quantity(k).is_none(), code::WRONG_TYPE, "wrong type: boolean"),
        ("\"12 kg\"", |t, k| t.duration_months(k).is_none(), code::BAD_DURATION, "not a unit of time"),
        ("1", |t, k| t.table(k).is_none(), code::WRONG_TYPE, "wrong type: integer"),
        ("[1]", |t, k| t.tables(k).is_empty(), code::WRONG_TYPE, "wrong type: array"),
    ];
    for (value, read, code, message) in cases {
        let (answered_as_absent, problems) = with(&format!("# c\n  k = {value}\n"), |root| read(root, "k"));
        assert!(answered_as_absent && problems.len() == 1, "{value}: {problems:?}");
        let (found, line, column, said) = &problems[0];
        assert_eq!((*found, *line, *column), (code, 2, 7), "{value}: {said}");
        assert!(said.contains(message), "{value}: {said}");
    }
}

#[test]
fn missing_keys_are_placed_at_their_table() {
    let ((), problems) = with("a = 1\n\n[inner]\nidd = 1\n", |root| {
        let inner = root.table("inner").expect("a table");
        assert_eq!(inner.required_string("id"), "");
        assert!(inner.required_float("size").is_nan());
    });
    let places: Vec<_> = problems.iter().map(|(code, line, _, message)| (*code, *line, message.as_str())).collect();
    assert_eq!(places, [(code::MISSING_KEY, 3, "`id` is missing"), (code::MISSING_KEY, 3, "`size` is missing")]);
}

#[test]
fn unknown_keys_suggest_a_key_that_is_free() {
    let file = SourceFile::new("t.toml", "name = 1\nnmae = 2\nbase = 3\nbsae = 4\nzzz = 5\n");
    let sink = ProblemSink::default();
    let toml = Toml::parse(&file).expect("valid TOML");
    let root = toml.root(&sink);
    let _ = (root.integer("name"), root.integer("until"));
    root.finish(&["base", "nmaee"]);
    let problems = sink.into_problems().0;
    let found: Vec<_> =
        problems.iter().map(|p| (p.line, p.column, p.message.as_str(), p.suggestion.as_deref())).collect();
    assert_eq!(
        found,
        [
            (2, 1, "unknown key `nmae`", Some("nmaee")),
            (4, 1, "unknown key `bsae`", None),
            (5, 1, "unknown key `zzz`", None)
        ]
    );
    assert_eq!(problems[0].expected.as_deref(), Some("one of `base`, `name`, `nmaee`, `until`"));
}

#[test]
fn syntax_faults_are_placed() {
    for (text, line) in [("a = 1\nb = \n", 2), ("[t\n", 1), ("a = 1\na = 2\n", 2), ("a = \"x\n", 1)] {
        let problem = Toml::parse(&SourceFile::new("t.toml", text)).expect_err(text);
        assert_eq!((problem.code, problem.line), (code::SYNTAX, line), "{text}: {problem}");
    }
}

proptest! {
    #[test]
    fn prop_no_text_panics(text in any::<String>()) {
        let _ = Toml::parse(&SourceFile::new("t.toml", text));
    }

    #[test]
    fn prop_no_near_toml_panics(text in "(([a-c]|\\[[a-c]\\]|\\[\\[[a-c]\\]\\]|[a-c] = )[-0-9.\"a-c:{}\\[\\]=, \
        ]{0,8}\n){0,4}") {
        let file = SourceFile::new("t.toml", text);
        let sink = ProblemSink::default();
        if let Ok(toml) = Toml::parse(&file) {
            let root = toml.root(&sink);
            for key in ["a", "b", "c", "d"] {
                read_all(&root, key);
            }
            root.finish(&["a"]);
            let _ = sink.into_problems().to_string();
        }
    }

    #[test]
    fn prop_no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
        if let Ok(file) = SourceFile::from_bytes("t.toml", bytes) {
            let _ = Toml::parse(&file);
        }
    }
}
