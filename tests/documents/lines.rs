//! The lines of web pages are those of their files, though their text is another.

use std::{fs, path::PathBuf};

use aftercare::{
    document::{Options, Outcome, Source, read, walk},
    model::Document,
};

use crate::outcomes_of;

fn page(html: &str) -> Document {
    read(&Source { id: "page", path: "page.html", bytes: html.as_bytes() }).unwrap()
}

/// The line of some words of a page, and how many lines a search for "@" in the page gives: the sign stands before the words.
fn line_of(html: &str, words: &str) -> (usize, usize) {
    let document = page(&html.replace('@', ""));
    let at = document.text.find(words).unwrap_or_else(|| panic!("{words:?} is not in {:?}", document.text));
    (document.line_of(at), 1 + html[..html.find('@').unwrap()].matches('\n').count())
}

#[test]
fn words_stand_on_the_lines_of_the_file() {
    for (html, words) in [
        ("<html>\n<head>\n<title>A\npage</title></head>\n<body>\n<h1>Care</h1>\n<p>@Rest well.</p>", "Rest"),
        ("<html><body>\n<p>Rest well and do\n   not  run\n@for a week.</p>", "for a week"),
        ("<html><body>\n<p>Rest <b>well</b>\n<b>@today</b> and\ntomorrow</p>", "today"),
        ("<html><body>\n<p\n  class='a'\n  id=b>@Rest</p>", "Rest"),
        ("<html><body>\n<!-- a\ncomment -->@Rest well", "Rest"),
        ("<html><body>\n<p>Rest<!-- a\n\ncomment --> @well", "well"),
        ("<html><body>\r\n<p>Rest\r\n@well</p>\r\n<p>Do not run</p>", "well"),
        ("<html><body>\r\n<p>Rest\r\nwell</p>\r\n<p>@Do not run</p>", "Do not run"),
        ("<html><body>\n<p>One line<br>\n@Another line of it</p>", "Another"),
        ("<html><body>\n<pre>\nFirst line.\n\n@Second line.</pre>", "Second"),
        ("<html><body>\n<table>\n<tr><th>What<th>When\n<tr>\n<td>Sauna\n<td>@Four weeks</table>", "Four"),
        ("<html><body>\n<ul>\n<li>Sun<ul>\n<li>\n\n@strong sun</ul></ul>", "strong"),
        ("<html><body>\n<p>Rest&nbsp;&amp;\n@sleep &eacute;</p>", "sleep"),
        ("<html><body>\n<script>\nlet a = '<p>';\n</script>\n<style>\na {}\n</style>\n<p>@Rest</p>", "Rest"),
        ("\u{feff}<html><body>\n<p>@Rest</p>", "Rest"),
        ("<html><body>\n<textarea>\n\n</textarea>\n<p>@Rest</p>", "Rest"),
        (
            "<html><body>\n<ul class='nav nav-tabs'>\n<li><a href='#a'>Do</a>\n<li><a href='#b'>Don't</a></ul>\n<div id=a>\n<p>Walk a\nlittle.</div>\n@<div id=b><p>Run.</div>",
            "Don't\nRun",
        ),
    ] {
        let (line, want) = line_of(html, words);
        assert_eq!(line, want, "{words:?} in {html}");
    }
}

#[test]
fn what_data_say_stands_where_it_is_written() {
    let html = "<html><body>\n<h1>Care</h1>\n<p>Rest well.</p>\n<script type=\"application/ld+json\">\n{\"@type\": \"FAQPage\",\n\
        \"mainEntity\": [\n{\"name\": \"May I swim?\",\n\"acceptedAnswer\": {\"text\": \"<p>Swim after a week.</p>\"}},\n\
        {\"name\": \"May I run?\",\n\"acceptedAnswer\":\n{\"text\": \"<p>Run after\\n two days.</p>\"}}]}\n</script>\n</body></html>";
    let document = page(html);
    let line = |words: &str| document.line_of(document.text.find(words).unwrap());
    for words in ["Rest well", "May I swim", "Swim after", "May I run", "Run after"] {
        let want = 1 + html[..html.find(words).unwrap()].matches('\n').count();
        assert_eq!(line(words), want, "{words}");
    }
    assert_eq!(line("two days"), line("Run after"));
}

/// Every page of the folders that are shipped.
fn pages() -> Vec<PathBuf> {
    let folders = ["corpus", "tests/formats", "tests/shapes"].map(PathBuf::from);
    let found = walk::collect(&folders, walk::Walking::default()).unwrap();
    let is_page = |path: &PathBuf| path.extension().is_some_and(|e| e == "html" || e == "htm");
    found.files.into_iter().map(|f| f.path).filter(is_page).collect()
}

#[test]
fn every_block_of_every_page_stands_on_its_line() {
    let (mut right, mut all) = (0, 0);
    let pages = pages();
    for path in &pages {
        let found = walk::collect(std::slice::from_ref(path), walk::Walking::default()).unwrap();
        let Some(Outcome::Read { document, .. }) = outcomes_of(&found.files, &Options::default()).pop() else {
            continue;
        };
        let file = String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned();
        let lines: Vec<&str> = file.split('\n').collect();
        for block in &document.blocks {
            // Entities are not the letters that they stand for.
            let word = |w: &&str| w.len() > 3 && w.bytes().all(|b| b.is_ascii_alphabetic());
            let words = block.span.of(&document.text);
            let Some(word) = words.split_whitespace().find(word) else { continue };
            let line = document.line_of(block.span.start + words.find(word).unwrap());
            all += 1;
            right += usize::from(lines[line - 1].contains(word));
        }
    }
    assert!(pages.len() > 30 && all > 500, "{} pages, {all} blocks", pages.len());
    assert_eq!(right, all);
}
