//! Is a lexicon's data right? What loading does not find out: every entry's sentences are read, every form is looked for in
//! itself, and phrases that stand in two concepts are shown.

mod clashes;
mod examples;
mod forms;

use std::{fs, path::PathBuf};

use super::{FILES, File, Lexicon, Sort};
use crate::error::{Error, Result};

/// What is wrong with the built-in data files.
pub fn english(lexicon: &Lexicon) -> Vec<Error> {
    files(FILES, lexicon)
}

/// What is wrong with a user's files, which were read into this lexicon.
pub fn user(files_of_user: &[File<'_>], lexicon: &Lexicon) -> Vec<Error> {
    let sorted: Vec<(Sort, File<'_>)> = files_of_user.iter().map(|f| (Sort::of_user(f), *f)).collect();
    files(&sorted, lexicon)
}

/// What is wrong with these files, by file and line.
fn files(files: &[(Sort, File<'_>)], lexicon: &Lexicon) -> Vec<Error> {
    let is_ours = |path: &str| files.iter().any(|(_, f)| f.path == path);
    let mut out = clashes::clashes(lexicon, &is_ours);
    out.extend(forms::unmatched(lexicon, &is_ours));
    for (sort, file) in files {
        match examples::failures(*sort, file, lexicon) {
            Ok(failures) => out.extend(failures),
            Err(error) => out.push(error),
        }
    }
    out.sort_by_cached_key(|e| (e.path().map(PathBuf::from), e.at_line(), e.message().to_owned()));
    out
}

/// The paths and texts of files, and of the `*.toml` files of folders, in order.
///
/// # Errors
/// Where one cannot be read.
pub fn texts(paths: &[PathBuf]) -> Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    for path in paths {
        if !path.is_dir() {
            found.push(path.clone());
            continue;
        }
        let mut inside = Vec::new();
        for entry in fs::read_dir(path).map_err(|e| Error::io(path, &e))? {
            inside.push(entry.map_err(|e| Error::io(path, &e))?.path());
        }
        inside.retain(|p| p.extension().is_some_and(|e| e == "toml"));
        inside.sort();
        found.extend(inside);
    }
    let mut out = Vec::new();
    for path in found {
        let text = fs::read_to_string(&path).map_err(|e| Error::io(&path, &e))?;
        out.push((path.display().to_string(), text));
    }
    Ok(out)
}
