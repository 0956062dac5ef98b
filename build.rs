//! Reads the data files of the lexicon while the program is built, so that it need not when it starts: their patterns become
//! automata, which are stored as bytes. What is wrong with a file is an error of the build, with file and line.
//!
//! The code that reads them is that of the crate; Cargo builds this script anew where it or a data file has changed.

#![allow(dead_code, unused_imports, reason = "the script uses a part of what these modules offer")]

#[path = "src/error.rs"]
mod error;
#[path = "src/lexicon/mod.rs"]
mod lexicon;
#[path = "src/mention/mod.rs"]
mod mention;
#[path = "src/model/mod.rs"]
mod model;
#[path = "src/segment/mod.rs"]
mod segment;

use std::{env, error::Error, fs, path::PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rustc-cfg=whole");
    println!("cargo::rerun-if-changed=build.rs");
    let lexicon = lexicon::Lexicon::with_files(&[])?;
    let folder = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(folder.join("lexicon.bin"), postcard::to_allocvec(&lexicon)?)?;
    Ok(())
}
