//! From tags to blocks: a stack of open elements, and the line of text that is being read.

use super::{
    super::{
        visible::{Body, Cell, Container, Line, Part, Raw, Region, Rule, Shape, Table},
        zones::{self, Labels},
    },
    attributes::{heading, is_heading, is_hidden, labels, opens},
    element::{self, Kind},
    table::OpenTable,
    tabs::Tabs,
    tokens::{Handler, Tag},
};
use crate::model::Zone;

/// Elements within one that is skipped are not counted beyond this many.
const IGNORED: usize = 4096;

/// Reads the body of a page.
pub(super) struct Page {
    pub body: Body,
    open: Vec<Open>,
    line: Line,
    nesting: usize,
    regions: Vec<u32>,
    lists: u32,
    /// Open tables, innermost last.
    tables: Vec<OpenTable>,
    containers: Vec<usize>,
    skipped: usize,
    /// The names of the open elements within one that is skipped.
    ignored: Vec<String>,
    articles: usize,
    copies: usize,
    tabs: Tabs,
    /// The headings that are the names of panels.
    named: Vec<usize>,
}

/// An open element.
struct Open {
    name: String,
    heading: Option<u8>,
    /// Set where the element opened a region, a container, a table; undone when it closes.
    region: bool,
    container: bool,
    skip: bool,
    copy: bool,
    /// For lists: their number and whether they are numbered; for items: whether their text is still to come.
    list: Option<(u32, bool)>,
    fresh: bool,
    /// How many blocks there were when it began.
    said: usize,
}

impl Page {
    pub fn new(nesting: usize) -> Self {
        let body = Body { containers: vec![Container { parent: 0, end: usize::MAX }], ..Body::default() };
        Self {
            body,
            open: Vec::new(),
            line: Line::default(),
            nesting,
            regions: Vec::new(),
            lists: 0,
            tables: Vec::new(),
            containers: vec![0],
            skipped: 0,
            ignored: Vec::new(),
            articles: 0,
            copies: 0,
            tabs: Tabs::default(),
            named: Vec::new(),
        }
    }

    /// The body, when every tag was read.
    pub fn finish(mut self) -> Body {
        self.flush();
        while !self.open.is_empty() {
            self.pop();
        }
        for at in self.named {
            let heads = |b: &Raw| matches!(b.shape, Shape::Heading(_));
            let own = self.body.blocks.get(at + 1).is_some_and(heads);
            self.body.blocks[at].dropped = own;
        }
        self.body
    }

    /// Ends the block that is being read.
    fn flush(&mut self) {
        let next = self.line.next();
        let line = std::mem::replace(&mut self.line, next);
        let heading = self.open.iter().rev().find_map(|e| e.heading);
        for part in line.parts() {
            let shape = self.shape(heading, part.item);
            self.push(shape, part);
        }
    }

    fn shape(&mut self, heading: Option<u8>, typed: Option<bool>) -> Shape {
        if let Some(level) = heading {
            return Shape::Heading(level);
        }
        let depth = self.open.iter().filter(|e| e.list.is_some()).count().saturating_sub(1).min(255) as u8;
        let list = self.open.iter().rev().find_map(|e| e.list);
        let outermost = self.open.iter().find_map(|e| e.list).map_or(0, |(number, _)| number);
        let item =
            self.open.iter_mut().rev().take_while(|e| !matches!(e.name.as_str(), "td" | "th")).find(|e| e.name == "li");
        let fresh = item.map(|item| std::mem::take(&mut item.fresh));
        match fresh {
            Some(fresh) if fresh || typed.is_some() => {
                Shape::Item { list: outermost, depth, ordered: list.is_some_and(|(_, ordered)| ordered) }
            }
            Some(_) => Shape::WithinItem(depth),
            None => match typed {
                Some(ordered) => Shape::Item { list: self.body.typed_list(&mut self.lists), depth: 0, ordered },
                None => Shape::Paragraph,
            },
        }
    }

    fn push(&mut self, shape: Shape, part: Part) {
        let Part { text, strong, linked, lines, .. } = part;
        for &region in &self.regions {
            let region = &mut self.body.regions[region as usize];
            region.bytes += text.len();
            region.linked += linked;
            region.titles += usize::from(shape == Shape::Heading(1));
        }
        if let (Some(open), Shape::Heading(1..=3)) = (self.tables.last(), shape) {
            self.body.tables[open.table].layout = true;
        }
        let inner = self.tables.last().filter(|t| t.in_cell);
        self.body.blocks.push(Raw {
            shape,
            text,
            strong,
            linked,
            lines,
            cell: inner.map(|t| Cell { table: t.table, row: t.row, column: t.column, header: t.header }),
            outer: self.tables.first().filter(|t| t.in_cell).map(|t| (t.table, t.cell)),
            regions: self.regions.clone(),
            container: self.containers.last().copied().unwrap_or(0),
            copy: self.copies > 0,
            zone: Zone::Main,
            dropped: false,
        });
    }

    fn pop(&mut self) {
        let Some(element) = self.open.pop() else { return };
        if element.region {
            self.regions.pop();
        }
        if element.container
            && let Some(container) = self.containers.pop()
        {
            self.body.containers[container].end = self.body.blocks.len();
        }
        self.skipped -= usize::from(element.skip);
        self.copies -= usize::from(element.copy);
        match element.name.as_str() {
            "table" => {
                self.tables.pop();
            }
            "td" | "th" => {
                if let Some(table) = self.tables.last_mut() {
                    table.in_cell = false;
                    table.column += 1;
                }
            }
            "article" => self.articles -= 1,
            "b" | "strong" | "i" | "em" => self.line.strong -= 1,
            "a" => self.line.links -= 1,
            "pre" => self.line.keeps -= 1,
            _ => {}
        }
    }

    /// Closes the elements that a new one of this name ends.
    fn end_implied(&mut self, name: &str) {
        let (ended, kept) = element::ends(name);
        let mut at = self.open.len();
        let mut found = None;
        while at > 0 {
            at -= 1;
            let open = self.open[at].name.as_str();
            if ended.contains(&open) {
                found = Some(at);
            } else if kept.contains(&open) {
                break;
            }
        }
        if let Some(found) = found {
            self.flush();
            while self.open.len() > found {
                self.pop();
            }
        }
    }

    /// Ends a heading that was never closed: it had its text, and text of its own kind begins.
    fn end_heading(&mut self, name: &str) {
        if !element::begins_text(name) {
            return;
        }
        let Some(at) = self.open.iter().rposition(|e| e.heading.is_some_and(|level| level < 7)) else { return };
        let said = self.body.blocks.last().is_some_and(|b| matches!(b.shape, Shape::Heading(1..7)));
        if said && self.open[at].said < self.body.blocks.len() {
            while self.open.len() > at {
                self.pop();
            }
        }
    }

    fn begin(&mut self, tag: &Tag, kind: Kind) {
        let name = tag.name.as_str();
        let labels = labels(tag);
        let mut open = Open {
            name: name.to_owned(),
            heading: heading(tag, labels, kind),
            region: false,
            container: element::is_container(name),
            skip: kind == Kind::Skip,
            copy: labels.copy || is_hidden(tag),
            list: None,
            fresh: name == "li",
            said: self.body.blocks.len(),
        };
        if let Some((zone, rule)) = self.region(tag, labels, kind) {
            open.region = true;
            self.regions.push(self.body.regions.len() as u32);
            self.body.regions.push(Region { zone, rule, titles: 0, bytes: 0, linked: 0 });
        }
        if open.container {
            let parent = self.containers.last().copied().unwrap_or(0);
            self.containers.push(self.body.containers.len());
            self.body.containers.push(Container { parent, end: usize::MAX });
        }
        self.skipped += usize::from(open.skip);
        self.copies += usize::from(open.copy);
        match name {
            "ul" | "ol" | "menu" => {
                self.lists += 1;
                open.list = Some((self.lists, name == "ol"));
            }
            "table" => self.begin_table(tag),
            "tr" => self.tables.last_mut().into_iter().for_each(OpenTable::begin_row),
            "td" | "th" => self.begin_cell(tag),
            "article" => self.articles += 1,
            "b" | "strong" | "i" | "em" => self.line.strong += 1,
            "a" => self.line.links += 1,
            "pre" => self.line.keeps += 1,
            _ => {}
        }
        self.open.push(open);
    }

    /// The region that an element opens.
    fn region(&self, tag: &Tag, labels: Labels, kind: Kind) -> Option<(Zone, Rule)> {
        if kind == Kind::Skip || matches!(tag.name.as_str(), "html" | "body") {
            return None;
        }
        if tag.name == "main" || tag.get("role") == Some("main") {
            return Some((Zone::Main, Rule::Content));
        }
        if tag.name == "article" {
            return Some((Zone::Main, if self.articles == 0 { Rule::Content } else { Rule::Links }));
        }
        let words = labels.zone.filter(|&z| !(labels.content && z == Zone::Aside));
        let role = tag.get("role").and_then(zones::role);
        match tag.name.as_str() {
            "nav" => return Some((Zone::Navigation, Rule::Always)),
            "footer" => return Some((Zone::Footer, Rule::UnlessMost)),
            "form" | "search" => return Some((Zone::Form, Rule::UnlessMost)),
            "dialog" => return Some((Zone::Banner, Rule::UnlessMost)),
            "header" if self.articles == 0 => return Some((Zone::Banner, Rule::UnlessMost)),
            "button" if !opens(tag) && !labels.heading => return Some((Zone::Form, Rule::Always)),
            "aside" => {
                let aside = words.or(role).unwrap_or(Zone::Aside);
                let own = labels.content || (self.articles > 0 && words.is_none() && role.is_none());
                return Some((aside, if own { Rule::Links } else { Rule::UnlessMost }));
            }
            _ => {}
        }
        let held = if labels.links { Rule::Links } else { Rule::UnlessMost };
        words.map(|zone| (zone, held)).or(role.map(|zone| (zone, Rule::UnlessMost)))
    }

    fn begin_table(&mut self, tag: &Tag) {
        for outer in &self.tables {
            self.body.tables[outer.table].layout = true;
        }
        let layout = tag.get("role") == Some("presentation");
        self.tables.push(OpenTable::new(self.body.tables.len()));
        self.body.tables.push(Table { layout, columns: 0 });
    }

    fn begin_cell(&mut self, tag: &Tag) {
        let Some(table) = self.tables.last_mut() else { return };
        table.begin_cell(tag);
        let known = &mut self.body.tables[table.table];
        known.columns = known.columns.max(table.column + 1);
    }
}

impl Handler for Page {
    fn open(&mut self, tag: &Tag) {
        let kind = element::kind(&tag.name);
        if self.skipped > 0 {
            if kind != Kind::Void && !tag.closed && self.ignored.len() < IGNORED {
                self.ignored.push(tag.name.clone());
            }
            return;
        }
        if kind == Kind::Void {
            match tag.name.as_str() {
                "br" => self.line.line_break(),
                "hr" => self.flush(),
                _ => {}
            }
            return;
        }
        self.tabs.open(tag, labels(tag).tabs);
        let block = kind == Kind::Block || opens(tag) || labels(tag).heading;
        if block {
            self.end_implied(&tag.name);
            self.flush();
            self.end_heading(&tag.name);
        }
        if self.open.len() >= self.nesting && kind != Kind::Skip {
            self.body.too_deep = true;
            return;
        }
        self.begin(tag, kind);
        if let Some(label) = self.tabs.label(tag)
            && self.body.blocks.last().is_none_or(|b| b.text != label || !matches!(b.shape, Shape::Heading(_)))
        {
            self.named.push(self.body.blocks.len());
            let lines = vec![(0, tag.line)];
            self.push(Shape::Heading(7), Part { text: label, lines, ..Part::default() });
        }
    }

    fn close(&mut self, name: &str) {
        if let Some(at) = self.ignored.iter().rposition(|open| open == name) {
            self.ignored.truncate(at);
            return;
        }
        if !self.ignored.is_empty() {
            if self.open.last().is_none_or(|e| e.name != name) {
                return;
            }
            self.ignored.clear();
        }
        match element::kind(name) {
            Kind::Void if name == "br" => return self.line.line_break(),
            Kind::Block => self.flush(),
            _ => {}
        }
        self.tabs.close(name);
        let heads = |e: &Open| e.name == name || is_heading(name) && is_heading(&e.name);
        let Some(at) = self.open.iter().rposition(heads) else { return };
        if self.open[at].heading.is_some() || self.open[at].region {
            self.flush();
        }
        let crosses = |e: &Open| matches!(e.name.as_str(), "td" | "th" | "table" | "li");
        if element::kind(name) == Kind::Inline && self.open[at + 1..].iter().any(crosses) {
            return;
        }
        while self.open.len() > at {
            self.pop();
        }
    }

    fn text(&mut self, text: &str, line: u32) {
        if self.skipped == 0 {
            self.tabs.text(text);
            self.line.at = line;
            self.line.push(text);
        }
    }
}
