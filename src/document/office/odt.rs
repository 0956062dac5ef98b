//! ODT: the paragraphs, lists, tables, text boxes and footnotes of an `OpenDocument` text.

use std::collections::{HashMap, HashSet};

use super::{
    super::{
        Context, Reader, Source, textual,
        visible::{self, Body, Cell, Line, Shape, Table},
    },
    package::{self, Package},
    xml::{self, Element, Texts, Visitor},
};
use crate::{
    error::{Error, ErrorKind, Result},
    model::{Document, Metadata},
};

/// The part that holds the text.
const MAIN: &str = "content.xml";
/// Elements within one another are not followed deeper.
const DEEPEST: usize = 256;

/// `OpenDocument` texts.
pub struct Odt;

impl Reader for Odt {
    fn name(&self) -> &'static str {
        "odt"
    }

    fn detects(&self, source: &Source<'_>) -> bool {
        let mime = b"application/vnd.oasis.opendocument.text";
        let head = &source.bytes[..source.bytes.len().min(256)];
        let named = source.extension() == "odt" || head.windows(mime.len()).any(|w| w == mime);
        named && package::holds(source.bytes, MAIN)
    }

    fn read(&self, source: &Source<'_>, context: &mut Context<'_>) -> Result<Document> {
        let mut package = Package::open(source.bytes, context)?;
        let mut styles = Styles::default();
        // Some producers use it without a definition.
        styles.titles.insert("Title".to_owned());
        for part in ["styles.xml", MAIN] {
            if let Some(part) = package.text(part)? {
                let _ = xml::read(&part, &mut styles);
            }
        }
        let main = package.text(MAIN)?.unwrap_or_default();
        let meta = Texts::of(package.text("meta.xml")?.as_deref());
        let mut writer = Writer::new(&styles);
        let read = xml::read(&main, &mut writer);
        let mut body = writer.body;
        body.blocks.append(&mut writer.notes.blocks);
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
            title: meta.get("title"),
            publisher: meta.get("initial-creator").or_else(|| meta.get("creator")),
            published: meta.get("creation-date"),
            modified: meta.get("date"),
            language: meta.get("language"),
            ..Metadata::default()
        };
        Ok(document)
    }
}

/// What the styles of the file say.
#[derive(Debug, Default)]
struct Styles {
    bold: HashSet<String>,
    titles: HashSet<String>,
    /// Text that is not shown.
    hidden: HashSet<String>,
    parents: HashMap<String, String>,
    /// By list style and level, whether it is numbered.
    numbered: HashSet<(String, u32)>,
    style: Option<String>,
    list: Option<String>,
}

impl Styles {
    fn is(&self, set: &HashSet<String>, name: &str) -> bool {
        let mut name = name;
        for _ in 0..16 {
            if set.contains(name) {
                return true;
            }
            match self.parents.get(name) {
                Some(parent) => name = parent,
                None => return false,
            }
        }
        false
    }

    /// How deep the items of a style lie that says so by its name (`List_20_Bullet_20_3`), as word processors have them.
    fn depth(&self, name: &str) -> u8 {
        let mut name = name;
        for _ in 0..16 {
            let level = name.strip_prefix("List_20_").and_then(|n| n.rsplit("_20_").next()?.parse::<u8>().ok());
            match (level, self.parents.get(name)) {
                (Some(level), _) => return level.clamp(1, 9) - 1,
                (None, Some(parent)) => name = parent,
                (None, None) => break,
            }
        }
        0
    }
}

/// Whether what has this property is not shown.
fn is_undisplayed(element: &Element<'_>) -> bool {
    element.get("display").is_some_and(|d| d == "none")
}

impl Visitor for Styles {
    fn open(&mut self, element: &Element<'_>) {
        match element.name() {
            "style" => {
                let name = element.get("name").unwrap_or_default();
                if let Some(parent) = element.get("parent-style-name") {
                    self.parents.insert(name.clone(), parent);
                }
                self.style = Some(name);
            }
            "text-properties" => {
                let weight = element.get("font-weight").unwrap_or_default();
                if let Some(style) = &self.style
                    && (weight == "bold" || weight.parse::<u32>().is_ok_and(|w| w >= 600))
                {
                    self.bold.insert(style.clone());
                }
                if let Some(style) = &self.style
                    && is_undisplayed(element)
                {
                    self.hidden.insert(style.clone());
                }
            }
            "list-style" => self.list = element.get("name"),
            "list-level-style-number" => {
                let format = element.get("num-format").unwrap_or_default();
                if let (Some(list), Some(level)) = (&self.list, element.number("level"))
                    && !format.is_empty()
                {
                    self.numbered.insert((list.clone(), level));
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "style" => self.style = None,
            "list-style" => self.list = None,
            _ => {}
        }
    }

    fn text(&mut self, _: &str) {}
}

/// A paragraph that is being read, and how many open spans make its text bold.
struct Paragraph {
    line: Line,
    heading: Option<u8>,
    spans: Vec<bool>,
    /// How deep it lies by its style, where it is an item.
    depth: u8,
}

struct OpenTable {
    table: usize,
    row: u32,
    column: u32,
    header: bool,
    in_cell: bool,
}

struct Writer<'a> {
    styles: &'a Styles,
    body: Body,
    /// Footnotes, which stand at the end.
    notes: Body,
    open: Vec<Paragraph>,
    tables: Vec<OpenTable>,
    /// The styles of open lists, outermost first.
    lists: Vec<String>,
    list: u32,
    typed: u32,
    /// Whether the open item's first paragraph is still to come.
    fresh: bool,
    /// Whether a list has just ended, so that one that begins now goes on with it.
    list_ended: bool,
    in_note: usize,
    skipped: usize,
    depth: usize,
}

fn is_skipped(name: &str) -> bool {
    matches!(
        name,
        "tracked-changes"
            | "annotation"
            | "note-citation"
            | "sequence-decls"
            | "forms"
            | "automatic-styles"
            | "font-face-decls"
            | "scripts"
    )
}

impl<'a> Writer<'a> {
    fn new(styles: &'a Styles) -> Self {
        Self {
            styles,
            body: Body::default(),
            notes: Body::default(),
            open: Vec::new(),
            tables: Vec::new(),
            lists: Vec::new(),
            list: 0,
            typed: 1 << 16,
            fresh: false,
            list_ended: false,
            in_note: 0,
            skipped: 0,
            depth: 0,
        }
    }

    /// Whether an element's style, or a section itself, says that it is not shown.
    fn is_hidden(&self, element: &Element<'_>) -> bool {
        match element.name() {
            "p" | "h" | "span" => self.styles.is(&self.styles.hidden, &element.get("style-name").unwrap_or_default()),
            "section" => is_undisplayed(element),
            _ => false,
        }
    }

    fn begin_paragraph(&mut self, element: &Element<'_>) {
        let style = element.get("style-name").unwrap_or_default();
        let level = element.number("outline-level").map_or(1, |l| l.clamp(1, 6) as u8);
        let title = self.styles.is(&self.styles.titles, &style);
        let heading = if element.name() == "h" { Some(level) } else { title.then_some(1) };
        let bold = self.styles.is(&self.styles.bold, &style);
        let mut line = Line::default();
        line.strong = usize::from(bold);
        self.list_ended &= !self.lists.is_empty();
        self.open.push(Paragraph { line, heading, spans: Vec::new(), depth: self.styles.depth(&style) });
    }

    fn end_paragraph(&mut self) {
        let Some(open) = self.open.pop() else { return };
        let nested = self.lists.len().saturating_sub(1).min(255) as u8;
        let depth = nested.max(open.depth);
        let shape = match open.heading {
            Some(level) => Shape::Heading(level),
            None if self.lists.is_empty() || self.in_note > 0 => Shape::Paragraph,
            None if std::mem::take(&mut self.fresh) => {
                let style = self.lists.iter().rev().find(|s| !s.is_empty()).cloned().unwrap_or_default();
                let ordered = self.styles.numbered.contains(&(style, u32::from(nested) + 1));
                Shape::Item { list: self.list, depth, ordered }
            }
            None => Shape::WithinItem(depth),
        };
        let cell = self.tables.last().filter(|t| t.in_cell);
        let cell = cell.map(|t| Cell { table: t.table, row: t.row, column: t.column, header: t.header });
        let body = if self.in_note > 0 { &mut self.notes } else { &mut self.body };
        body.add(&open.line, shape, cell, &mut self.typed);
    }

    fn table(&mut self, element: &Element<'_>) {
        match element.name() {
            "table" => {
                for outer in &self.tables {
                    self.body.tables[outer.table].layout = true;
                }
                let table = self.body.tables.len();
                self.body.tables.push(Table::default());
                self.tables.push(OpenTable { table, row: 0, column: 0, header: false, in_cell: false });
            }
            "table-header-rows" => self.with_table(|t| t.header = true),
            "table-row" => self.with_table(|t| t.column = 0),
            "table-cell" => self.with_table(|t| t.in_cell = true),
            "covered-table-cell" => {
                let times = element.number("number-columns-repeated").unwrap_or(1).min(100);
                self.with_table(|t| t.column += times);
            }
            _ => {}
        }
    }

    fn with_table(&mut self, change: impl Fn(&mut OpenTable)) {
        if let Some(table) = self.tables.last_mut() {
            change(table);
        }
    }

    fn inline(&mut self, element: &Element<'_>) {
        let bold = element.name() == "span"
            && self.styles.is(&self.styles.bold, &element.get("style-name").unwrap_or_default());
        let Some(open) = self.open.last_mut() else { return };
        match element.name() {
            "span" => {
                open.spans.push(bold);
                open.line.strong += usize::from(bold);
            }
            "s" | "tab" => open.line.push(" "),
            "line-break" => open.line.line_break(),
            _ => {}
        }
    }
}

impl Visitor for Writer<'_> {
    fn open(&mut self, element: &Element<'_>) {
        self.depth += 1;
        if self.skipped > 0 || is_skipped(element.name()) || self.is_hidden(element) || self.depth > DEEPEST {
            self.skipped += 1;
            return;
        }
        match element.name() {
            "p" | "h" => self.begin_paragraph(element),
            "list" => {
                self.list += u32::from(self.lists.is_empty() && !self.list_ended);
                self.lists.push(element.get("style-name").unwrap_or_default());
            }
            "list-item" => self.fresh = true,
            "note-body" => self.in_note += 1,
            _ => {
                self.table(element);
                self.inline(element);
            }
        }
    }

    fn close(&mut self, name: &str) {
        self.depth = self.depth.saturating_sub(1);
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        match name {
            "p" | "h" => self.end_paragraph(),
            "list" => {
                self.lists.pop();
                self.list_ended = self.lists.is_empty();
            }
            "note-body" => self.in_note = self.in_note.saturating_sub(1),
            "span" => {
                if let Some(open) = self.open.last_mut()
                    && open.spans.pop() == Some(true)
                {
                    open.line.strong -= 1;
                }
            }
            "table-header-rows" => self.with_table(|t| t.header = false),
            "table-cell" => {
                if let Some(open) = self.tables.last_mut() {
                    let known = &mut self.body.tables[open.table];
                    known.columns = known.columns.max(open.column + 1);
                    (open.in_cell, open.column) = (false, open.column + 1);
                }
            }
            "table-row" => self.with_table(|t| t.row += 1),
            "table" => {
                self.tables.pop();
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.skipped == 0
            && let Some(open) = self.open.last_mut()
        {
            open.line.push(text);
        }
    }
}
