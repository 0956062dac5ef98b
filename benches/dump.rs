//! Writes generated web pages as JSON Lines, for measurements of whole runs.
//!
//! `cargo bench --bench dump -- 500000 dump.jsonl` writes 500,000 pages, 0.8 GB; with `--text` their texts without HTML. The
//! same number of pages is always the same bytes.

mod common;

use std::{
    fs::File,
    io::{BufWriter, Write},
};

use aftercare::generate::Shares;
use serde_json::json;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let text = arguments.iter().any(|a| a == "--text");
    let plain: Vec<&String> = arguments.iter().filter(|a| !a.starts_with("--")).collect();
    let [pages, path] = plain[..] else {
        println!("dump: nothing to write; say how many pages, and where: -- 500000 dump.jsonl");
        return;
    };
    let pages: u64 = pages.parse().expect("the number of pages is a number");
    let generator = common::generator(7);
    let mut out = BufWriter::new(File::create(path).expect("the file can be written"));
    for number in 0..pages {
        let record = if text {
            let document = generator.document(number);
            json!({ "id": document.id, "text": document.text })
        } else {
            let page = generator.page(number, &Shares::default());
            json!({ "id": page.id, "url": format!("https://clinic.example/{}", page.id), "html": page.html })
        };
        serde_json::to_writer(&mut out, &record).expect("the record can be written");
        out.write_all(b"\n").expect("the record can be written");
    }
    out.flush().expect("the file can be written");
}
