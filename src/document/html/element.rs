//! What kind of element is it? The names are those of the HTML standard.

/// How an element takes part in the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Part of a line of text.
    Inline,
    /// Begins and ends a block.
    Block,
    /// Its text is not read: scripts, styles, captions of pictures, choices of forms.
    Skip,
    /// Has no text of its own and no end tag.
    Void,
}

/// The kind of an element by its name.
pub(super) fn kind(name: &str) -> Kind {
    match name {
        "script" | "style" | "noscript" | "template" | "svg" | "math" | "iframe" | "object" | "canvas" | "audio"
        | "video" | "select" | "textarea" | "datalist" | "figcaption" | "noframes" | "map" | "applet" | "progress"
        | "meter" => Kind::Skip,
        "br" | "hr" | "img" | "input" | "meta" | "link" | "source" | "wbr" | "col" | "area" | "base" | "embed"
        | "track" | "param" | "basefont" | "frame" => Kind::Void,
        "a" | "abbr" | "acronym" | "b" | "bdi" | "bdo" | "big" | "cite" | "code" | "data" | "del" | "dfn" | "em"
        | "font" | "i" | "ins" | "kbd" | "label" | "mark" | "nobr" | "q" | "rp" | "rt" | "ruby" | "s" | "samp"
        | "small" | "span" | "strike" | "strong" | "sub" | "sup" | "time" | "tt" | "u" | "var" | "picture" | "slot" => {
            Kind::Inline
        }
        name if name.contains('-') => Kind::Inline,
        _ => Kind::Block,
    }
}

/// Whether the element may hold the parts of a page: what stands under a heading does not go beyond it.
pub(super) fn is_container(name: &str) -> bool {
    matches!(
        name,
        "div"
            | "section"
            | "article"
            | "main"
            | "aside"
            | "td"
            | "th"
            | "body"
            | "header"
            | "footer"
            | "nav"
            | "form"
            | "dialog"
            | "details"
            | "fieldset"
            | "blockquote"
            | "center"
            | "li"
            | "dd"
    )
}

/// Whether the element holds text that cannot be a part of a heading.
pub(super) fn begins_text(name: &str) -> bool {
    matches!(name, "p" | "ul" | "ol" | "dl" | "table" | "blockquote" | "section" | "article")
}

/// Names of open elements that a new element ends, and the names that keep it from looking further.
pub(super) fn ends(name: &str) -> (&'static [&'static str], &'static [&'static str]) {
    match name {
        "li" => (&["li"], &["ul", "ol", "menu"]),
        "dt" | "dd" => (&["dt", "dd"], &["dl"]),
        "tr" => (&["tr", "td", "th"], &["table"]),
        "td" | "th" => (&["td", "th"], &["tr", "table"]),
        "thead" | "tbody" | "tfoot" => (&["thead", "tbody", "tfoot", "tr", "td", "th"], &["table"]),
        "option" => (&["option"], &["select"]),
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => (
            &["p", "h1", "h2", "h3", "h4", "h5", "h6"],
            &["div", "section", "td", "li", "article", "header", "button", "a"],
        ),
        _ => (&["p"], &["div", "section", "td", "th", "li", "dd", "article", "button", "a", "object", "blockquote"]),
    }
}

/// The level of a heading element.
pub(super) fn heading(name: &str) -> Option<u8> {
    match name {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Some(name.as_bytes()[1] - b'0'),
        "summary" | "dt" | "caption" | "legend" => Some(7),
        _ => None,
    }
}
