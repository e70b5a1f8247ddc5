//! Whatever a text holds, reading it ends, quickly, with places that lie in the text.

use counterflow_evidence::diagnostics::SourceFile;
use counterflow_reader::lexicon::Lexicons;
use counterflow_reader::{Format, Outcome, read};
use std::path::Path;
use std::time::{Duration, Instant};

const FORMATS: [Format; 3] = [Format::Plain, Format::Markdown, Format::Html];
/// Mutated texts; each is read in one of the formats.
const MUTATIONS: u64 = 100_000;
/// Time after which the test stops early on a slow machine.
const TIME: Duration = Duration::from_secs(60);

fn lexicons() -> Lexicons {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/lexicon");
    let files: Vec<SourceFile> = ["common.toml", "en.toml", "es.toml"]
        .iter()
        .map(|name| SourceFile::read(&folder.join(name)).expect("a sound file"))
        .collect();
    Lexicons::parse(&files).expect("a sound file")
}

const SEEDS: [&str; 5] = [
    "Patrols will reduce the maritime flow, but U.S. officials say 1,000.5 boats…\n- Raids: fewer labs; more \
     violence?\n",
    "| Measure | Outcome |\n|---|---|\n| Vessel patrols | Reduced maritime flow |\n| Treatment | Fewer overdose deaths \
     |",
    "<p>Precursor controls &amp; raids <b>cut</b> output.</p><table><tr><td>Treatment<td>Lower consumption</table><!-- \
     x -->",
    "¿Reducirán las patrullas el flujo? Según el informe, el tratamiento disminuye las muertes por sobredosis.",
    "# Head\n\n* Surveillance *raises* `detection` &eacute; [link](http://x) ```\ncode\n```\n\n\"Strikes won't stop \
     production.\"",
];
const PIECES: [&str; 16] =
    ["<", ">", "&#x1F600;", "|", "\n", "..", "’s", "\u{0}", "é", "𝒳", "U.S.", "not ", "</td>", "<script>", "¿", "-"];

/// SplitMix64: the same mutations on every machine.
struct Draws(u64);

impl Draws {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % below.max(1) as u64).unwrap_or(0)
    }
}

fn mutated(draws: &mut Draws) -> String {
    let mut letters: Vec<char> = SEEDS[draws.next(SEEDS.len())].chars().collect();
    for _ in 0..=draws.next(6) {
        let at = draws.next(letters.len() + 1);
        match draws.next(4) {
            0 => letters.truncate(at),
            1 => drop(letters.drain(at.min(letters.len())..(at + draws.next(8)).min(letters.len()))),
            2 => drop(letters.splice(at..at, PIECES[draws.next(PIECES.len())].chars())),
            _ => drop(letters.splice(at..at, SEEDS[draws.next(SEEDS.len())].chars().skip(draws.next(40)).take(30))),
        }
    }
    letters.into_iter().collect()
}

#[test]
fn prop_no_text_breaks_the_reader() {
    let (lexicons, start) = (lexicons(), Instant::now());
    let mut draws = Draws(1);
    for number in 0..MUTATIONS {
        let text = mutated(&mut draws);
        let document = read(&text, FORMATS[draws.next(FORMATS.len())], &lexicons);
        for statement in document.statements {
            for span in statement.marks.iter().map(|(_, span)| span).chain([&statement.span]) {
                assert!(text.get(span.source.clone()).is_some(), "{text:?} {span:?}");
                assert!(document.blocks[statement.block].text.get(span.block.clone()).is_some(), "{text:?} {span:?}");
            }
        }
        if start.elapsed() > TIME {
            println!("stopped after {number} of {MUTATIONS} texts");
            break;
        }
    }
}

/// Swapping one country for another changes the place and nothing else.
#[test]
fn prop_names_of_states_change_the_place_alone() {
    let lexicons = lexicons();
    let shapes = [
        "Community programmes in X bring down homicides.",
        "Strikes on laboratories in X would strain relations with Y.",
        "The government of X denies that patrols reduce violence in Y.",
        "Raids in X do not lower the coca area in Y.",
    ];
    let states = ["Colombia", "Peru", "Mexico", "Brazil", "Ecuador", "Bolivia", "Honduras", "Venezuela"];
    for shape in shapes {
        let of = |x: &str, y: &str| {
            let text = shape.replace('X', x).replace('Y', y);
            let found = read(&text, Format::Plain, &lexicons).statements;
            found.into_iter().map(|one| (one.outcome, one.lever, one.indicator, one.direction)).collect::<Vec<_>>()
        };
        let first = of(states[0], states[1]);
        assert!(first.iter().any(|one| one.0 == Outcome::Read), "{shape}: {first:?}");
        for (number, state) in states.iter().enumerate() {
            assert_eq!(of(state, states[(number + 3) % states.len()]), first, "{shape} {state}");
        }
    }
}

/// Ten megabytes in a second on two idle cores; the bound here leaves room for a busy machine.
#[test]
fn long_texts_are_read_quickly() {
    const BYTES: usize = 10_000_000;
    let lexicons = lexicons();
    let text = SEEDS[0].repeat(BYTES / SEEDS[0].len());
    let start = Instant::now();
    let found = read(&text, Format::Plain, &lexicons).statements.len();
    let time = start.elapsed();
    println!("{} bytes, {found} statements, {time:?}", text.len());
    assert!(found > 0 && time < Duration::from_secs(20), "{time:?}");
}

/// The press coverage that the product must be able to read: every row of its tables, and six sentences.
#[test]
fn val_the_coverage_is_read() {
    let Some(folder) = std::env::var_os("COUNTERFLOW_FIXTURES") else {
        println!("skipped: COUNTERFLOW_FIXTURES is not set");
        return;
    };
    let text = std::fs::read_to_string(Path::new(&folder).join("articles/coverage.txt")).expect("a sound file");
    let read: Vec<_> = read(&text, Format::Plain, &lexicons()).statements;
    let read: Vec<&str> =
        read.iter().filter(|one| one.outcome == Outcome::Read).map(|one| &text[one.span.source.clone()]).collect();
    let is_row = |line: &&str| line.starts_with('|') && !line.starts_with("|-");
    // The first row of a table is its head.
    let heads = text.lines().collect::<Vec<_>>();
    let heads: Vec<&str> = heads.windows(2).filter(|two| two[1].starts_with("|-")).map(|two| two[0]).collect();
    let missing: Vec<&str> = text
        .lines()
        .filter(is_row)
        .filter(|row| !heads.contains(row) && !read.iter().any(|one| row.contains(one)))
        .collect();
    assert!(missing.is_empty(), "{missing:#?}");
    let sentences = read.iter().filter(|one| !one.contains('|')).count();
    assert!(sentences >= 6, "{sentences}: {read:#?}");
}
