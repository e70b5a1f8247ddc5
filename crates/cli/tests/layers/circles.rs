//! Circles of files: modules of one folder that use each other, directly or through others.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Crate, folder and modules of a circle that is still there. The list may only become shorter.
pub type Allowed = (&'static str, &'static str, &'static [&'static str]);

/// Circles that are still there.
pub const ALLOWED: &[Allowed] = &[
    ("model", "", &["calibration", "month"]),
    ("model", "", &["interdiction", "trafficking", "world"]),
    ("model", "policy", &["effects", "levers", "scenario"]),
    ("model", "world", &["check", "definitions", "parse"]),
];

/// Path of a module below its crate.
type Module = Vec<String>;

/// Modules of one folder that use each other.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Circle {
    krate: String,
    folder: String,
    modules: BTreeSet<String>,
}

impl Circle {
    /// Whether all its modules are among those allowed.
    pub fn is_within(&self, (krate, folder, modules): &Allowed) -> bool {
        self.krate == *krate
            && self.folder == *folder
            && self.modules.iter().all(|module| modules.contains(&module.as_str()))
    }
}

/// The circles of a crate.
pub fn circles(krate: &str, sources: &Path) -> Vec<Circle> {
    let modules = modules(sources);
    let mut uses: BTreeMap<Module, BTreeSet<(String, String)>> = BTreeMap::new();
    for (module, path) in &modules {
        let text = std::fs::read_to_string(path).expect("source");
        for used in used_modules(&code(&text), module, &modules) {
            let common = module.iter().zip(&used).take_while(|(own, other)| own == other).count();
            // A module and those in its own folder may use each other.
            if common < module.len() && common < used.len() {
                uses.entry(module[..common].to_vec())
                    .or_default()
                    .insert((module[common].clone(), used[common].clone()));
            }
        }
    }
    let of_folder = |(folder, uses): (&Module, &BTreeSet<(String, String)>)| {
        components(uses)
            .into_iter()
            .map(|modules| Circle { krate: krate.to_owned(), folder: folder.join("::"), modules })
            .collect::<Vec<Circle>>()
    };
    uses.iter().flat_map(of_folder).collect()
}

/// Every module with its file; tests are left out.
pub fn modules(sources: &Path) -> BTreeMap<Module, PathBuf> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![(Vec::new(), sources.to_owned())];
    while let Some((parent, folder)) = waiting.pop() {
        for entry in std::fs::read_dir(folder).expect("sources") {
            let path = entry.expect("entry").path();
            let stem = path.file_stem().and_then(|stem| stem.to_str()).expect("a name").to_owned();
            if stem.starts_with("tests") {
                continue;
            }
            let below: Module = parent.iter().cloned().chain([stem.clone()]).collect();
            if path.is_dir() {
                waiting.push((below, path));
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let is_parent = ["mod", "lib", "main"].contains(&stem.as_str());
                found.insert(if is_parent { parent.clone() } else { below }, path);
            }
        }
    }
    found
}

/// A source without comments and without its unit tests.
fn code(text: &str) -> String {
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    code.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<&str>>().join("\n")
}

/// The modules that a source names by `crate::` or `super::`.
fn used_modules(code: &str, module: &[String], modules: &BTreeMap<Module, PathBuf>) -> BTreeSet<Module> {
    let mut used = BTreeSet::new();
    for start in ["crate::", "super::"] {
        for (position, _) in code.match_indices(start) {
            let before = code[..position].chars().next_back();
            if before.is_some_and(|letter| letter.is_alphanumeric() || "_:$".contains(letter)) {
                continue;
            }
            let mut paths = Vec::new();
            read_paths(&code[position..], &mut Vec::new(), &mut paths);
            used.extend(paths.iter().map(|path| resolved(path, module, modules)));
        }
    }
    used
}

/// Reads `a::b::{c, d::e}` as its paths; how many bytes it took.
fn read_paths(text: &str, before: &mut Vec<String>, paths: &mut Vec<Vec<String>>) -> usize {
    let depth = before.len();
    let mut at = 0;
    loop {
        if text[at..].starts_with('{') {
            at += 1;
            while let Some(letter) = text[at..].chars().next() {
                match letter {
                    '}' => break,
                    letter if letter.is_alphanumeric() || letter == '_' || letter == '*' => {
                        at += read_paths(&text[at..], before, paths).max(1);
                    }
                    letter => at += letter.len_utf8(),
                }
            }
            at += 1;
            break;
        }
        let word: String = text[at..].chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
        at += word.len();
        if word.is_empty() {
            paths.push(before.clone());
            break;
        }
        before.push(word);
        if text[at..].starts_with("::") {
            at += 2;
        } else {
            paths.push(before.clone());
            break;
        }
    }
    before.truncate(depth);
    at
}

/// The deepest module that a path names.
fn resolved(path: &[String], module: &[String], modules: &BTreeMap<Module, PathBuf>) -> Module {
    let mut found: Module = Vec::new();
    let mut rest = path;
    if path.first().is_some_and(|word| word == "super") {
        let up = path.iter().take_while(|word| *word == "super").count();
        found = module[..module.len().saturating_sub(up)].to_vec();
        rest = &path[up..];
    } else {
        rest = rest.split_first().map_or(rest, |(_, rest)| rest);
    }
    for word in rest {
        found.push(word.clone());
        if !modules.contains_key(&found) {
            found.pop();
            break;
        }
    }
    found
}

/// Sets of more than one module each of which reaches all others.
fn components(uses: &BTreeSet<(String, String)>) -> Vec<BTreeSet<String>> {
    let mut reached: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (from, to) in uses {
        reached.entry(from).or_default().insert(to);
    }
    loop {
        let before: usize = reached.values().map(BTreeSet::len).sum();
        let further: Vec<(&str, BTreeSet<&str>)> = reached
            .iter()
            .map(|(from, to)| (*from, to.iter().filter_map(|next| reached.get(next)).flatten().copied().collect()))
            .collect();
        for (from, more) in further {
            reached.entry(from).or_default().extend(more);
        }
        if reached.values().map(BTreeSet::len).sum::<usize>() == before {
            break;
        }
    }
    let reaches = |from: &str, to: &str| reached.get(from).is_some_and(|all| all.contains(to));
    let mut found: Vec<BTreeSet<String>> = Vec::new();
    for from in reached.keys().filter(|from| reaches(from, from)) {
        let circle: BTreeSet<String> = reached
            .keys()
            .filter(|other| reaches(from, other) && reaches(other, from))
            .map(|other| (*other).to_owned())
            .collect();
        if !found.contains(&circle) {
            found.push(circle);
        }
    }
    found
}

#[test]
fn paths_of_a_use_are_read() {
    let mut paths = Vec::new();
    read_paths("crate::a::{b, c::{D, self}, *};", &mut Vec::new(), &mut paths);
    let joined: Vec<String> = paths.iter().map(|path| path.join("::")).collect();
    assert_eq!(joined, ["crate::a::b", "crate::a::c::D", "crate::a::c::self", "crate::a"]);
}

#[test]
fn circles_are_found_whole() {
    let uses = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d"), ("e", "a")];
    let uses = uses.iter().map(|(from, to)| ((*from).to_owned(), (*to).to_owned())).collect();
    let circle = ["a", "b", "c"].iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(components(&uses), [circle]);
}
