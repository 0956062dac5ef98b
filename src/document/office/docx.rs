//! DOCX: the paragraphs, lists, tables, text boxes and footnotes of a Word file.

use std::collections::HashMap;

use super::{
    super::{
        Context, Reader, Source, textual,
        visible::{self, Body, Cell, Line, Shape, Table},
    },
    numbering::{Begin, Numbering},
    package::{self, Package},
    styles::{self, Styles},
    xml::{self, Element, Texts, Visitor},
};
use crate::{
    error::{Error, ErrorKind, Result},
    model::{Document, Metadata},
};

/// The part that makes an archive a DOCX file.
const MAIN: &str = "word/document.xml";
/// Paragraphs and tables within one another are not followed deeper.
const DEEPEST: usize = 64;

/// Word files.
pub struct Docx;

impl Reader for Docx {
    fn name(&self) -> &'static str {
        "docx"
    }

    fn detects(&self, source: &Source<'_>) -> bool {
        package::holds(source.bytes, MAIN)
    }

    fn read(&self, source: &Source<'_>, context: &mut Context<'_>) -> Result<Document> {
        let mut package = Package::open(source.bytes, context)?;
        let styles = Styles::of(package.text("word/styles.xml")?.as_deref());
        let numbering = Numbering::of(package.text("word/numbering.xml")?.as_deref());
        let main = package.text(MAIN)?.unwrap_or_default();
        let notes = package.text("word/footnotes.xml")?;
        let core = Texts::of(package.text("docProps/core.xml")?.as_deref());
        let mut writer = Writer::new(&styles, &numbering);
        let mut read = xml::read(&main, &mut writer);
        if let (Ok(()), Some(notes)) = (&read, &notes) {
            read = xml::read(notes, &mut writer);
        }
        let mut body = writer.body;
        if let Err(place) = read {
            if body.blocks.is_empty() {
                return Err(Error::new(ErrorKind::Malformed, format!("the file's XML is broken at {place}")));
            }
            context.note(
                ErrorKind::Malformed,
                format!("the file's XML is broken at {place}; what stands after it was not read"),
            );
        }
        let mut document = textual::empty(source, String::new());
        visible::arrange(&mut body);
        visible::write(&body, &mut document);
        document.meta = Metadata {
            title: core.get("title"),
            publisher: core.get("creator").filter(|c| c != "python-docx"),
            published: core.get("created"),
            modified: core.get("modified"),
            language: core.get("language"),
            ..Metadata::default()
        };
        Ok(document)
    }
}

/// A paragraph that is being read.
#[derive(Default)]
struct Paragraph {
    line: Line,
    style: String,
    list: Option<String>,
    depth: Option<u8>,
    outline: Option<u8>,
}

struct OpenTable {
    table: usize,
    row: u32,
    column: u32,
    /// How many columns more than one the cell takes.
    more: u32,
    header: bool,
    in_cell: bool,
}

struct Writer<'a> {
    styles: &'a Styles,
    numbering: &'a Numbering,
    body: Body,
    open: Vec<Paragraph>,
    tables: Vec<OpenTable>,
    /// Open elements whose content is left out.
    skipped: usize,
    in_run: bool,
    in_text: bool,
    bold: bool,
    hidden: bool,
    numbers: HashMap<String, u32>,
    lists: u32,
}

/// Elements whose content nobody sees: deletions, field codes, copies for old programs.
fn is_skipped(name: &str) -> bool {
    matches!(
        name,
        "del" | "moveFrom" | "delText" | "instrText" | "Fallback" | "rPrChange" | "pPrChange" | "sectPr" | "del1"
    )
}

impl<'a> Writer<'a> {
    fn new(styles: &'a Styles, numbering: &'a Numbering) -> Self {
        Self {
            styles,
            numbering,
            body: Body::default(),
            open: Vec::new(),
            tables: Vec::new(),
            skipped: 0,
            in_run: false,
            in_text: false,
            bold: false,
            hidden: false,
            numbers: HashMap::new(),
            lists: 1 << 16,
        }
    }

    fn paragraph(&mut self, element: &Element<'_>) {
        let Some(open) = self.open.last_mut() else { return };
        match element.name() {
            "pStyle" => open.style = element.get("val").unwrap_or_default(),
            "numId" => open.list = element.get("val"),
            "ilvl" => open.depth = element.number("val").map(|d| d.min(8) as u8),
            "outlineLvl" => open.outline = element.number("val").filter(|&l| l < 9).map(|l| l as u8 + 1),
            "b" if self.in_run => self.bold = styles::is_on(element),
            "vanish" if self.in_run => self.hidden = styles::is_on(element),
            "tab" if self.in_run => open.line.push(" "),
            "br" | "cr" if self.in_run => open.line.line_break(),
            "noBreakHyphen" => open.line.push("-"),
            "sym" => {
                let code = element.get("char").and_then(|c| u32::from_str_radix(&c, 16).ok());
                if let Some(c) = code.and_then(char::from_u32) {
                    open.line.push(c.encode_utf8(&mut [0; 4]));
                }
            }
            _ => {}
        }
    }

    fn end_paragraph(&mut self) {
        let Some(open) = self.open.pop() else { return };
        let shape = self.shape(&open);
        let cell = self.tables.last().filter(|t| t.in_cell);
        let cell = cell.map(|t| Cell { table: t.table, row: t.row, column: t.column, header: t.header });
        self.body.add(&open.line, shape, cell, &mut self.lists);
    }

    fn shape(&mut self, paragraph: &Paragraph) -> Shape {
        let outline = paragraph.outline.map(|l| l.min(6));
        if let Some(level) = self.styles.heading(&paragraph.style).or(outline) {
            return Shape::Heading(level);
        }
        let styled = self.styles.list(&paragraph.style);
        let depth = paragraph.depth.or(styled.as_ref().map(|(_, d)| *d)).unwrap_or(0);
        let Some(list) = paragraph.list.clone().or(styled.map(|(l, _)| l)) else { return Shape::Paragraph };
        let begin = self.numbering.begin(&list, depth);
        if begin == Begin::Nothing {
            return Shape::Paragraph;
        }
        let count = self.numbers.len() as u32;
        let number = *self.numbers.entry(list).or_insert(count);
        Shape::Item { list: number, depth, ordered: begin == Begin::Number }
    }

    fn table(&mut self, element: &Element<'_>) {
        match element.name() {
            "tbl" if self.tables.len() < DEEPEST => {
                for outer in &self.tables {
                    self.body.tables[outer.table].layout = true;
                }
                let table = self.body.tables.len();
                self.body.tables.push(Table::default());
                self.tables.push(OpenTable { table, row: 0, column: 0, more: 0, header: false, in_cell: false });
            }
            "tr" => self.with_table(|t| (t.column, t.header) = (0, false)),
            "tblHeader" if styles::is_on(element) => self.with_table(|t| t.header = true),
            "tc" => self.with_table(|t| (t.more, t.in_cell) = (0, true)),
            "gridSpan" => {
                let more = element.number("val").unwrap_or(1).clamp(1, 100) - 1;
                self.with_table(|t| t.more = more);
            }
            _ => {}
        }
    }

    fn with_table(&mut self, change: impl Fn(&mut OpenTable)) {
        if let Some(table) = self.tables.last_mut() {
            change(table);
        }
    }
}

impl Visitor for Writer<'_> {
    fn open(&mut self, element: &Element<'_>) {
        let name = element.name();
        if self.skipped > 0 || is_skipped(name) {
            self.skipped += usize::from(is_skipped(name));
            return;
        }
        match name {
            "p" if self.open.len() < DEEPEST => self.open.push(Paragraph::default()),
            "r" => {
                let styled = self.open.last().is_some_and(|p| self.styles.bold(&p.style));
                (self.in_run, self.bold, self.hidden) = (true, styled, false);
            }
            "t" => self.in_text = true,
            _ => {
                self.paragraph(element);
                self.table(element);
            }
        }
    }

    fn close(&mut self, name: &str) {
        if is_skipped(name) {
            self.skipped = self.skipped.saturating_sub(1);
            return;
        }
        if self.skipped > 0 {
            return;
        }
        match name {
            "p" => self.end_paragraph(),
            "r" => self.in_run = false,
            "t" => self.in_text = false,
            "tc" => {
                if let Some(open) = self.tables.last_mut() {
                    let known = &mut self.body.tables[open.table];
                    known.columns = known.columns.max(open.column + open.more + 1);
                    (open.in_cell, open.column) = (false, open.column + open.more + 1);
                }
            }
            "tr" => self.with_table(|t| t.row += 1),
            "tbl" => {
                self.tables.pop();
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.skipped > 0 || !self.in_text || self.hidden {
            return;
        }
        if let Some(open) = self.open.last_mut() {
            open.line.strong = usize::from(self.bold);
            open.line.push(text);
        }
    }
}
