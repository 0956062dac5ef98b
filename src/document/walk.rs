//! Which files are meant? Paths, folders and globs become a list of files in a fixed order, each with the id that its
//! document gets.
//!
//! Hidden files are left out, and what `.gitignore`, `.ignore` and `.aftercareignore` name. Links are followed; one that
//! leads back to a folder above it is set aside.

use std::{
    collections::HashMap,
    fs,
    path::{Component, Path, PathBuf},
    sync::Arc,
};

use ignore::{
    WalkBuilder,
    overrides::{Override, OverrideBuilder},
};

use super::outcome::{Outcome, Reason};
use crate::error::{Error, ErrorKind, Result};

/// The name of the project's own ignore files.
pub const IGNORE_FILE: &str = ".aftercareignore";

/// The path that stands for standard input.
pub const STDIN: &str = "-";

/// How folders are walked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Walking {
    /// Whether ignore files are obeyed.
    pub ignore_files: bool,
    /// Whether hidden files and folders are read.
    pub hidden: bool,
}

impl Default for Walking {
    fn default() -> Self {
        Self { ignore_files: true, hidden: false }
    }
}

/// A file that is to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The id of its document: its path below the folder that was given, with `/`, without extension where that is unique.
    pub id: String,
    /// Where it is.
    pub path: PathBuf,
    /// Whether it was named itself, and not only a folder above it.
    pub named: bool,
    /// Its bytes, where they were read already.
    pub bytes: Option<Arc<[u8]>>,
}

impl Entry {
    /// Whether it is standard input.
    pub fn is_stdin(&self) -> bool {
        self.named && self.path.as_os_str() == STDIN
    }
}

/// The paths of a list, one a line, or parted by zero bytes where it has any. Blank lines are passed over.
///
/// # Errors
/// Where the list cannot be read.
pub fn list(mut source: impl std::io::Read) -> Result<Vec<PathBuf>> {
    let mut text = Vec::new();
    source
        .read_to_end(&mut text)
        .map_err(|e| Error::new(ErrorKind::Io, format!("the list of files cannot be read: {e}")))?;
    let mark = if text.contains(&0) { 0 } else { b'\n' };
    let lines = text.split(|&b| b == mark).map(|l| String::from_utf8_lossy(l).trim_matches(['\r', '\n']).to_owned());
    Ok(lines.filter(|l| !l.trim().is_empty()).map(PathBuf::from).collect())
}

/// What was found under the paths that were given.
#[derive(Debug, Default)]
pub struct Found {
    /// The files, in the order of the paths given, those of a folder by their path.
    pub files: Vec<Entry>,
    /// What was set aside, and what could not be looked at.
    pub others: Vec<Outcome>,
}

/// The files under paths. A path may be a file, a folder or, where no such file exists, a glob.
///
/// # Errors
/// Where a glob is wrong, or where the only path does not exist, matches nothing or is a folder without files. One of several
/// such paths is among the `others`, as is a folder or file within a folder that cannot be looked at.
pub fn collect(paths: &[PathBuf], walking: Walking) -> Result<Found> {
    let mut found = Found::default();
    let mut parts: Vec<Vec<String>> = Vec::new();
    for path in paths {
        let (from, others) = (found.files.len(), found.others.len());
        let root = match root(path) {
            Ok(root) => root,
            Err(error) if paths.len() > 1 && error.kind() == ErrorKind::Io => {
                found.others.push(Outcome::Failed(error));
                continue;
            }
            Err(error) => return Err(error),
        };
        match &root {
            Root::File => name_file(path, &mut found),
            Root::Folder(folder, glob) => walk(folder, glob.as_deref(), walking, &mut found)?,
        }
        if let Root::Folder(folder, glob) = &root {
            if found.files.len() == from && found.others.len() == others {
                let error = nothing(path, glob.is_some());
                if paths.len() == 1 {
                    return Err(error);
                }
                found.others.push(Outcome::Failed(error));
            }
            parts.extend(found.files[from..].iter().map(|f| relative(&f.path, folder)));
        } else {
            let stdin = path.as_os_str() == STDIN;
            let path = if stdin { Path::new("stdin") } else { path };
            let name = path.file_name().map_or_else(|| path.to_string_lossy(), |n| n.to_string_lossy());
            parts.extend((found.files.len() > from).then(|| vec![name.into_owned()]));
        }
    }
    set_ids(&mut found.files, &parts);
    Ok(found)
}

enum Root {
    File,
    Folder(PathBuf, Option<String>),
}

fn root(path: &Path) -> Result<Root> {
    if path.as_os_str() == STDIN {
        return Ok(Root::File);
    }
    match fs::metadata(path) {
        Ok(meta) if meta.is_dir() => Ok(Root::Folder(path.to_owned(), None)),
        Ok(_) => Ok(Root::File),
        Err(error) => {
            let text = path.to_string_lossy();
            let glob = text.find(['*', '?', '[', '{']);
            let Some(at) = glob.filter(|_| error.kind() == std::io::ErrorKind::NotFound) else {
                let missing = error.kind() == std::io::ErrorKind::NotFound;
                let message = if missing { "there is no such file or folder".to_owned() } else { error.to_string() };
                return Err(Error::new(ErrorKind::Io, message).at(path));
            };
            let base = text[..at].rfind('/').map_or("", |slash| &text[..=slash]);
            let folder = if base.is_empty() { PathBuf::from(".") } else { PathBuf::from(base) };
            Ok(Root::Folder(folder, Some(text[base.len()..].to_owned())))
        }
    }
}

fn nothing(path: &Path, glob: bool) -> Error {
    let message = if glob { "no file matches" } else { "the folder holds no files to read" };
    Error::new(ErrorKind::Io, message).at(path)
}

fn name_file(path: &Path, found: &mut Found) {
    if path.is_file() || path.as_os_str() == STDIN {
        found.files.push(Entry { id: String::new(), path: path.to_owned(), named: true, bytes: None });
    } else {
        let message = "this is no regular file; to read what a program writes, give `-` and pipe it in";
        found.others.push(Outcome::Failed(Error::new(ErrorKind::Unsupported, message).at(path)));
    }
}

fn walk(folder: &Path, glob: Option<&str>, walking: Walking, found: &mut Found) -> Result<()> {
    let obey = walking.ignore_files;
    let mut builder = WalkBuilder::new(folder);
    builder
        .hidden(!walking.hidden)
        .follow_links(true)
        .require_git(false)
        .parents(obey)
        .ignore(obey)
        .git_ignore(obey)
        .git_global(false)
        .git_exclude(obey)
        .sort_by_file_path(Ord::cmp);
    if obey {
        builder.add_custom_ignore_filename(IGNORE_FILE);
    }
    let glob = glob.map(|glob| Glob::new(folder, glob)).transpose()?;
    if let Some(glob) = &glob {
        builder.hidden(!walking.hidden && !glob.hidden).max_depth(glob.depth);
    }
    for entry in builder.build() {
        match entry {
            Ok(entry) if entry.path().is_dir() => {}
            Ok(entry) if glob.as_ref().is_some_and(|glob| !glob.names(entry.path())) => {}
            Ok(entry) if entry.path().is_file() => {
                found.files.push(Entry { id: String::new(), path: entry.into_path(), named: false, bytes: None });
            }
            Ok(entry) => found.others.push(no_file(entry.path())),
            Err(error) => found.others.push(trouble(&error, folder)),
        }
    }
    Ok(())
}

/// A glob below a folder. It narrows down what is found there, and does not bring back what is left out.
struct Glob {
    matcher: Override,
    /// Whether it names hidden files itself.
    hidden: bool,
    /// How deep the files lie that it can name.
    depth: Option<usize>,
}

impl Glob {
    fn new(folder: &Path, glob: &str) -> Result<Self> {
        let wrong = |e: ignore::Error| Error::new(ErrorKind::Config, format!("the glob is wrong: {e}")).at(glob);
        let mut builder = OverrideBuilder::new(folder);
        builder.add(&format!("/{glob}")).map_err(wrong)?;
        let matcher = builder.build().map_err(wrong)?;
        let hidden = glob.split(['/', '{', ',']).any(|part| part.starts_with('.'));
        let depth = (!glob.contains("**")).then(|| glob.split('/').count());
        Ok(Self { matcher, hidden, depth })
    }

    fn names(&self, path: &Path) -> bool {
        self.matcher.matched(path, false).is_whitelist()
    }
}

fn no_file(path: &Path) -> Outcome {
    let shown = path.display().to_string();
    if is_dead_link(path) {
        return Outcome::Failed(Error::new(ErrorKind::Io, "this link leads nowhere").at(path));
    }
    Outcome::aside(shown, Reason::NotAFile, "this is a pipe, a socket or a device")
}

fn is_dead_link(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|m| m.is_symlink()) && !path.exists()
}

/// What a failed step of the walk is: a loop of links, or a folder that cannot be read.
fn trouble(error: &ignore::Error, folder: &Path) -> Outcome {
    match error {
        ignore::Error::Loop { child, .. } => {
            Outcome::aside(child.display().to_string(), Reason::Loop, "this link leads back to a folder above it")
        }
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => trouble(err, folder),
        ignore::Error::WithPath { path, err } => match &**err {
            ignore::Error::Io(_) if is_dead_link(path) => no_file(path),
            ignore::Error::Io(io) => Outcome::Failed(Error::io(path, io)),
            inner => trouble(inner, path),
        },
        ignore::Error::Io(io) => Outcome::Failed(Error::io(folder, io)),
        other => Outcome::Failed(Error::new(ErrorKind::Io, other.to_string()).at(folder)),
    }
}

/// The parts of a file's path below a folder.
fn relative(path: &Path, folder: &Path) -> Vec<String> {
    let below = path.strip_prefix(folder).unwrap_or(path);
    let part = |c: Component<'_>| match c {
        Component::Normal(part) => Some(part.to_string_lossy().into_owned()),
        _ => None,
    };
    below.components().filter_map(part).collect()
}

/// Ids without extension where no other file has the same; then with it; then with the folders above.
fn set_ids(files: &mut [Entry], parts: &[Vec<String>]) {
    let short: Vec<String> = parts.iter().map(|p| stem(&p.join("/")).to_owned()).collect();
    let full: Vec<String> = parts.iter().map(|p| p.join("/")).collect();
    let (shorts, fulls) = (counts(&short), counts(&full));
    for (at, file) in files.iter_mut().enumerate() {
        file.id = if shorts[&short[at]] == 1 {
            short[at].clone()
        } else if fulls[&full[at]] == 1 {
            full[at].clone()
        } else {
            relative(&file.path, Path::new("")).join("/")
        };
    }
    let mut seen: HashMap<String, usize> = HashMap::new();
    for file in files {
        let times = seen.entry(file.id.clone()).or_default();
        *times += 1;
        if *times > 1 {
            file.id = format!("{}~{times}", file.id);
        }
    }
}

fn counts(ids: &[String]) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    for id in ids {
        *counts.entry(id.clone()).or_default() += 1;
    }
    counts
}

/// A name without its extension, and without that of a compression.
pub(super) fn stem(name: &str) -> &str {
    let cut = |name: &str| -> usize {
        let base = name.rfind('/').map_or(0, |slash| slash + 1);
        match name[base..].rfind('.') {
            Some(dot) if dot > 0 && name.len() - base - dot <= 9 => base + dot,
            _ => name.len(),
        }
    };
    let compressed = [".gz", ".zst", ".zstd"].iter().any(|e| name.to_ascii_lowercase().ends_with(e));
    let name = if compressed { &name[..cut(name)] } else { name };
    &name[..cut(name)]
}

#[cfg(test)]
mod tests;
