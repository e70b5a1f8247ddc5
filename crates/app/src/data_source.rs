//! Where the data come from: a folder, the folders that it builds on, and what is built into the program.
//!
//! A data folder holds `evidence/`, `worlds/`, `sources.bib` and, if it likes, `scenarios/`, `claims/`, `lexicon/`
//! and `data.toml`, which may name the world that runs when none is asked for (`world`) and a data folder to
//! build on (`base`: a path from this folder, or `built-in`). Of two files of one name the nearer one
//! counts, whole. A world builds on another in the same way: `base` in its `world.toml` names a world at
//! hand, or a path from its folder; of `world.toml` the keys count one by one.
//!
//! Codes of its problems: E0821 a base that builds on itself, E0822 no world is named and there is not
//! exactly one, E0801 a world that does not exist.

use counterflow_evidence::diagnostics::{Problem, ProblemSink, Problems, SourceFile, code, nearest};
use counterflow_evidence::reader::Toml;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

mod embedded {
    include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

    /// Path in the repository and text of each file of a folder.
    pub fn table(folder: super::Folder) -> &'static [(&'static str, &'static str)] {
        match folder {
            super::Folder::Evidence => EVIDENCE,
            super::Folder::World => WORLDS,
            super::Folder::Scenarios => SCENARIOS,
            super::Folder::Claims => CLAIMS,
            super::Folder::History => HISTORY,
            super::Folder::HistoryLater => HISTORY_LATER,
            super::Folder::Lexicon => LEXICON,
        }
    }

    /// Path in the repository and text of the bibliography.
    pub const fn bibliography() -> (&'static str, &'static str) {
        BIBLIOGRAPHY
    }

    /// Path in the repository and text of what the data folder says about itself.
    pub const fn settings() -> (&'static str, &'static str) {
        SETTINGS
    }
}

/// Word for the data built into the program.
const BUILT_IN: &str = "built-in";
const SETTINGS_FILE: &str = "data.toml";
const BIBLIOGRAPHY_FILE: &str = "sources.bib";
const WORLD_FILE: &str = "world.toml";
/// Folder of the worlds in the data, and in paths of what is built in.
const WORLDS: &str = "worlds";
/// Folder of the public series in the data.
const HISTORY: &str = "history";

/// A folder of data files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Folder {
    /// Parameters.
    Evidence,
    /// A world.
    World,
    /// Scenarios.
    Scenarios,
    /// Claims.
    Claims,
    /// Words that the reader of texts knows.
    Lexicon,
    /// Public series by year, on which a world may be fitted.
    History,
    /// Later values of them, which may only be scored.
    HistoryLater,
}

impl Folder {
    const ALL: [Folder; 7] = [
        Folder::Evidence,
        Folder::World,
        Folder::Scenarios,
        Folder::Claims,
        Folder::Lexicon,
        Folder::History,
        Folder::HistoryLater,
    ];

    fn endings(self) -> &'static [&'static str] {
        match self {
            Folder::World | Folder::History | Folder::HistoryLater => &["csv", "toml"],
            Folder::Evidence | Folder::Scenarios | Folder::Claims | Folder::Lexicon => &["toml"],
        }
    }
}

/// Whether a folder holds evidence, or says what it builds on.
pub fn is_data_folder(folder: &Path) -> bool {
    folder.join("evidence").is_dir() || folder.join(SETTINGS_FILE).is_file()
}

/// A data folder, or what is built in.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Layer {
    Folder(PathBuf),
    BuiltIn,
}

impl Layer {
    /// What `data.toml` says, where there is one.
    fn settings(&self) -> Result<Option<Settings>, Problems> {
        match self {
            Layer::BuiltIn => Settings::of(built_in_file(embedded::settings())).map(Some),
            Layer::Folder(folder) => {
                let path = folder.join(SETTINGS_FILE);
                if path.is_file() { Settings::of(SourceFile::read(&path)?).map(Some) } else { Ok(None) }
            }
        }
    }

    fn describe(&self) -> String {
        match self {
            Layer::BuiltIn => BUILT_IN.to_owned(),
            Layer::Folder(folder) => folder.display().to_string(),
        }
    }

    /// The folder without detours; none for what is built in.
    fn real_path(&self) -> Option<PathBuf> {
        match self {
            Layer::BuiltIn => None,
            Layer::Folder(folder) => Some(folder.canonicalize().unwrap_or_else(|_| folder.clone())),
        }
    }

    /// Whether it has no such folder.
    fn lacks(&self, folder: Folder) -> bool {
        match self {
            Layer::BuiltIn => false,
            Layer::Folder(data) => path_of(data, folder).is_none_or(|path| !path.is_dir()),
        }
    }

    fn files(&self, folder: Folder) -> Result<Option<Vec<SourceFile>>, Problems> {
        match self {
            Layer::BuiltIn => Ok(Some(embedded::table(folder).iter().copied().map(built_in_file).collect())),
            Layer::Folder(data) => path_of(data, folder).map(|path| read_folder(&path, folder)).transpose(),
        }
    }

    /// Names of the worlds.
    fn worlds(&self) -> BTreeSet<String> {
        match self {
            Layer::BuiltIn => embedded::table(Folder::World).iter().filter_map(|(name, _)| world_of(name)).collect(),
            Layer::Folder(data) => {
                let entries = std::fs::read_dir(data.join(WORLDS)).into_iter().flatten().flatten();
                let is_world = |path: &PathBuf| path.join(WORLD_FILE).is_file();
                let paths = entries.map(|entry| entry.path()).filter(is_world);
                paths.filter_map(|path| Some(path.file_name()?.to_str()?.to_owned())).collect()
            }
        }
    }

    /// Files of a world that the layer has.
    fn world(&self, name: &str) -> Result<Vec<SourceFile>, Problems> {
        match self {
            Layer::BuiltIn => {
                let files = embedded::table(Folder::World).iter().copied();
                Ok(files.filter(|(path, _)| world_of(path).as_deref() == Some(name)).map(built_in_file).collect())
            }
            Layer::Folder(data) => read_folder(&data.join(WORLDS).join(name), Folder::World),
        }
    }
}

fn built_in_file((name, text): (&str, &str)) -> SourceFile {
    SourceFile::new(name, text)
}

/// The world that a path of the repository belongs to.
fn world_of(path: &str) -> Option<String> {
    let mut parts = path.rsplit('/').skip(1);
    let name = parts.next()?;
    (parts.next() == Some(WORLDS)).then(|| name.to_owned())
}

/// The folder on disk. Scenarios and claims lie in the data folder or beside it.
fn path_of(data: &Path, folder: Folder) -> Option<PathBuf> {
    let within_or_beside = |name: &str| {
        let parent = if data.file_name().is_some() { data.parent()?.to_owned() } else { data.join("..") };
        [data.join(name), parent.join(name)].into_iter().find(|path| path.is_dir())
    };
    match folder {
        Folder::Evidence => Some(data.join("evidence")),
        Folder::World => Some(data.join(WORLDS)),
        Folder::History => Some(data.join(HISTORY)).filter(|path| path.is_dir()),
        Folder::HistoryLater => Some(data.join(HISTORY).join("after_2012")).filter(|path| path.is_dir()),
        Folder::Lexicon => Some(data.join("lexicon")).filter(|path| path.is_dir()),
        Folder::Scenarios => within_or_beside("scenarios"),
        Folder::Claims => within_or_beside("claims"),
    }
}

/// A world at hand.
#[derive(Clone, Debug)]
pub struct WorldAtHand {
    /// Name that `--world` takes.
    pub name: String,
    /// Whether it runs when no world is named.
    pub is_default: bool,
    /// Its files, those of its base included.
    pub files: Vec<SourceFile>,
}

/// Where the data come from.
#[derive(Clone, Debug)]
pub struct DataSource {
    /// The data folder; none for what is built in.
    folder: Option<PathBuf>,
}

impl DataSource {
    /// The folder asked for, else `./data` where it is one, else what is built in.
    pub fn choose(asked: Option<&Path>) -> Self {
        let nearby = Path::new("data");
        let folder = match asked {
            Some(folder) => Some(folder.to_owned()),
            None => is_data_folder(nearby).then(|| nearby.to_owned()),
        };
        Self { folder }
    }

    /// The choice in words.
    pub fn describe(&self) -> String {
        match &self.folder {
            Some(folder) => format!("data: {}", folder.display()),
            None => "data: built into the program".to_owned(),
        }
    }

    /// Files of a folder.
    pub fn files(&self, folder: Folder) -> Result<Vec<SourceFile>, Problems> {
        let layers = self.layers()?;
        let mut found = Vec::new();
        for layer in &layers {
            // A folder that builds on another need not hold everything.
            match layer.files(folder) {
                Ok(files) => add_absent(&mut found, files.unwrap_or_default()),
                Err(_) if layers.len() > 1 && layer.lacks(folder) => {}
                Err(problems) => return Err(problems),
            }
        }
        // Scenarios, claims, words and series that no folder holds are those built in.
        let is_beside = !matches!(folder, Folder::Evidence | Folder::World);
        if found.is_empty() && is_beside && layers.iter().all(|layer| layer.lacks(folder)) {
            return Ok(Layer::BuiltIn.files(folder)?.unwrap_or_default());
        }
        Ok(found)
    }

    /// The bibliography.
    pub fn bibliography(&self) -> Result<SourceFile, Problems> {
        let layers = self.layers()?;
        for layer in &layers {
            match layer {
                Layer::BuiltIn => return Ok(built_in_file(embedded::bibliography())),
                Layer::Folder(data) => {
                    let path = data.join(BIBLIOGRAPHY_FILE);
                    if path.is_file() || layers.last() == Some(layer) {
                        return Ok(SourceFile::read(&path)?);
                    }
                }
            }
        }
        Ok(built_in_file(embedded::bibliography()))
    }

    /// Files of a world: of a folder, of a name among the worlds at hand, or of the world that runs when
    /// none is named.
    pub fn world(&self, asked: Option<&Path>) -> Result<Vec<SourceFile>, Problems> {
        let layers = self.layers()?;
        let place = place_of(&layers, asked)?;
        world_files(&layers, &place, &mut Vec::new())
    }

    /// Names of a world and of those that it varies: worlds that it builds on, up to the first with a start of its
    /// own, since a world of another year is another world.
    pub fn world_names(&self, asked: Option<&Path>) -> Result<Vec<String>, Problems> {
        let layers = self.layers()?;
        let mut place = place_of(&layers, asked)?;
        let mut names: Vec<String> = Vec::new();
        loop {
            let name = place.name();
            if names.contains(&name) {
                return Ok(names);
            }
            names.push(name);
            let files = own_files(&layers, &place)?;
            let head = files.iter().find(|file| base_name(&file.name) == WORLD_FILE);
            let Some(head) = head.filter(|head| !has_start(head)) else { return Ok(names) };
            let Some(base) = world_base(head) else { return Ok(names) };
            place = base_place(&place, &base);
        }
    }

    /// The worlds at hand, in the order of their names.
    pub fn worlds(&self) -> Result<Vec<WorldAtHand>, Problems> {
        let layers = self.layers()?;
        let default = default_world(&layers).ok();
        let entry = |name: String| {
            let files = world_files(&layers, &WorldPlace::Named(name.clone()), &mut Vec::new())?;
            Ok(WorldAtHand { is_default: default.as_ref() == Some(&name), name, files })
        };
        world_names(&layers).into_iter().map(entry).collect()
    }

    /// The data folder and those that it builds on, the nearest first.
    fn layers(&self) -> Result<Vec<Layer>, Problems> {
        let mut layers = vec![self.folder.clone().map_or(Layer::BuiltIn, Layer::Folder)];
        let mut known: Vec<Option<PathBuf>> = vec![layers[0].real_path()];
        loop {
            let last = &layers[layers.len() - 1];
            let Some(Settings { base: Some(base), file, .. }) = last.settings()? else { return Ok(layers) };
            let layer = match last {
                _ if base == BUILT_IN => Layer::BuiltIn,
                Layer::Folder(folder) => Layer::Folder(folder.join(&base)),
                Layer::BuiltIn => Layer::Folder(base.into()),
            };
            if known.contains(&layer.real_path()) {
                return Err(circle(&file, &layer.describe()).into());
            }
            known.push(layer.real_path());
            layers.push(layer);
        }
    }
}

/// What a data folder says about itself.
struct Settings {
    base: Option<String>,
    world: Option<String>,
    file: SourceFile,
}

impl Settings {
    fn of(file: SourceFile) -> Result<Self, Problems> {
        let sink = ProblemSink::default();
        let (base, world) = {
            let toml = Toml::parse(&file)?;
            let root = toml.root(&sink);
            let found = (root.string("base"), root.string("world"));
            root.finish(&[]);
            found
        };
        sink.into_result(Self { base, world, file })
    }
}

fn circle(file: &SourceFile, base: &str) -> Problem {
    let line = file.text.lines().position(|line| line.trim_start().starts_with("base")).map_or(0, |line| line + 1);
    Problem::new("E0821", format!("the base `{base}` builds on this one")).at(file, line, 1).expect("another base")
}

/// Adds the files whose names are not there yet.
fn add_absent(found: &mut Vec<SourceFile>, files: Vec<SourceFile>) {
    let known: BTreeSet<String> = found.iter().map(|file| base_name(&file.name).to_owned()).collect();
    found.extend(files.into_iter().filter(|file| !known.contains(base_name(&file.name))));
    found.sort_by(|a, b| base_name(&a.name).cmp(base_name(&b.name)));
}

fn base_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// Where a world is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum WorldPlace {
    Named(String),
    Folder(PathBuf),
}

impl WorldPlace {
    /// The world's name: that of its folder.
    fn name(&self) -> String {
        match self {
            WorldPlace::Named(name) => name.clone(),
            WorldPlace::Folder(path) => {
                let real = path.canonicalize().unwrap_or_else(|_| path.clone());
                real.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
            }
        }
    }
}

/// Where the world that is asked for lies.
fn place_of(layers: &[Layer], asked: Option<&Path>) -> Result<WorldPlace, Problems> {
    Ok(match asked {
        Some(path) if is_folder(path) => WorldPlace::Folder(path.to_owned()),
        Some(name) => WorldPlace::Named(name.display().to_string()),
        None => WorldPlace::Named(default_world(layers)?),
    })
}

/// Where the base of a world lies.
fn base_place(place: &WorldPlace, base: &str) -> WorldPlace {
    match place {
        WorldPlace::Folder(folder) if is_folder(Path::new(base)) => WorldPlace::Folder(folder.join(base)),
        _ => WorldPlace::Named(base.to_owned()),
    }
}

/// Files of a world without those of the worlds that it builds on.
fn own_files(layers: &[Layer], place: &WorldPlace) -> Result<Vec<SourceFile>, Problems> {
    match place {
        WorldPlace::Folder(folder) => read_folder(folder, Folder::World),
        WorldPlace::Named(name) => match layers.iter().find(|layer| layer.worlds().contains(name)) {
            Some(layer) => layer.world(name),
            None => Err(unknown_world(name, &world_names(layers)).into()),
        },
    }
}

/// Whether a `world.toml` sets its own start.
fn has_start(head: &SourceFile) -> bool {
    let sink = ProblemSink::default();
    Toml::parse(head).is_ok_and(|toml| toml.root(&sink).has("start"))
}

/// Whether a world is asked for by its folder rather than by its name.
fn is_folder(path: &Path) -> bool {
    path.components().count() != 1 || path.is_dir()
}

fn world_names(layers: &[Layer]) -> BTreeSet<String> {
    layers.iter().flat_map(Layer::worlds).collect()
}

fn default_world(layers: &[Layer]) -> Result<String, Problems> {
    for layer in layers {
        if let Some(Settings { world: Some(world), .. }) = layer.settings()? {
            return Ok(world);
        }
    }
    let names = world_names(layers);
    match (names.first(), names.len(), layers.first()) {
        (Some(only), 1, _) => Ok(only.clone()),
        (None, _, Some(Layer::Folder(data))) if !data.join(WORLDS).is_dir() => {
            Err(read_folder(&data.join(WORLDS), Folder::World).err().unwrap_or_default())
        }
        _ => {
            let problem = Problem::new("E0822", format!("the data hold {} worlds and name none of them", names.len()));
            Err(problem.expect(format!("world = \"...\" in {SETTINGS_FILE}, or --world")).into())
        }
    }
}

/// Files of a world with those of the worlds that it builds on. `chain` holds the worlds met so far.
fn world_files(layers: &[Layer], place: &WorldPlace, chain: &mut Vec<WorldPlace>) -> Result<Vec<SourceFile>, Problems> {
    let mut files = own_files(layers, place)?;
    chain.push(place.clone());
    let Some(at) = files.iter().position(|file| base_name(&file.name) == WORLD_FILE) else { return Ok(files) };
    let head = files[at].clone();
    let Some(base) = world_base(&head) else { return Ok(files) };
    let base_place = base_place(place, &base);
    let is_met = chain.iter().any(|met| real_place(met) == real_place(&base_place));
    if is_met {
        return Err(circle(&head, &base).into());
    }
    let below = world_files(layers, &base_place, chain)?;
    if let Some(below_head) = below.iter().find(|file| base_name(&file.name) == WORLD_FILE) {
        files[at] = merged(&head, below_head);
    }
    add_absent(&mut files, below);
    Ok(files)
}

fn real_place(place: &WorldPlace) -> WorldPlace {
    match place {
        WorldPlace::Folder(path) => WorldPlace::Folder(path.canonicalize().unwrap_or_else(|_| path.clone())),
        named @ WorldPlace::Named(_) => named.clone(),
    }
}

fn unknown_world(name: &str, names: &BTreeSet<String>) -> Problem {
    let listed = names.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
    Problem::new("E0801", format!("unknown world `{name}`"))
        .expect(format!("a world at hand ({listed}), or a folder"))
        .suggest(nearest(name, names.iter().map(String::as_str)))
}

/// The base that a `world.toml` names. A file that cannot be read is reported where the world is parsed.
fn world_base(head: &SourceFile) -> Option<String> {
    let sink = ProblemSink::default();
    let toml = Toml::parse(head).ok()?;
    toml.root(&sink).string("base")
}

/// `world.toml` with the keys that only its base has, line by line.
fn merged(head: &SourceFile, below: &SourceFile) -> SourceFile {
    let sink = ProblemSink::default();
    let (Ok(own), Ok(base)) = (Toml::parse(head), Toml::parse(below)) else { return head.clone() };
    let (own, base) = (own.root(&sink), base.root(&sink));
    let starts: Vec<usize> = base.keys().into_iter().map(|key| base.line_of(key)).collect();
    let mut text = head.text.trim_end().to_owned();
    for key in base.keys().into_iter().filter(|key| !own.has(key)) {
        let start = base.line_of(key);
        let end = starts.iter().copied().filter(|line| *line > start).min().unwrap_or(usize::MAX);
        for line in below.text.lines().skip(start - 1).take(end - start) {
            text.push('\n');
            text.push_str(line);
        }
    }
    text.push('\n');
    SourceFile::new(head.name.clone(), text)
}

/// Everything built in, as (path in a data folder, text).
pub fn built_in() -> impl Iterator<Item = (String, &'static str)> {
    let tables = Folder::ALL.into_iter().flat_map(|folder| embedded::table(folder).iter().copied());
    let all = tables.chain([embedded::bibliography(), embedded::settings()]);
    all.map(|(path, text)| (path.strip_prefix("data/").unwrap_or(path).to_owned(), text))
}

/// Files of a folder on disk, in order of name; every file that cannot be read is a problem.
pub fn read_folder(path: &Path, folder: Folder) -> Result<Vec<SourceFile>, Problems> {
    let entries = std::fs::read_dir(path).map_err(|error| {
        let problem = Problem::new(code::UNREADABLE, format!("cannot read the folder: {error}"));
        Problems::from(problem.in_file(path.display().to_string()).expect("a folder of data files"))
    })?;
    let has_ending =
        |path: &PathBuf| path.extension().is_some_and(|ending| folder.endings().iter().any(|known| ending == *known));
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).filter(has_ending).collect();
    paths.sort();
    let mut files = Vec::new();
    let mut problems = Problems::default();
    for path in &paths {
        match SourceFile::read(path) {
            Ok(file) => files.push(file),
            Err(problem) => problems.push(problem),
        }
    }
    problems.into_result(files)
}
