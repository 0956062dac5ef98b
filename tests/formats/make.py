#!/usr/bin/env python3
"""Writes leaflets of the corpus in every format that is read, by several producers.

    tests/formats/make.py        (needs pandoc, LibreOffice, and the Python packages typst and python-docx)

Each leaflet gets a folder with: plain text, Markdown, plain HTML, HTML with the furniture of a page, PDF by a typesetter in
one and in two columns, PDF by a word processor, DOCX by three producers, ODT by two, JSON Lines and WARC. The files are
committed; this is how they were made, and how to add one.
"""
import json, pathlib, re, shutil, subprocess, sys, tempfile

import docx
import typst

HERE = pathlib.Path(__file__).parent
CORPUS = HERE.parent.parent / "corpus"
LEAFLETS = [
    "mesotherapy/mesotherapy-lakeside-leaflet",
    "dermal-filler/dermal-filler-skin-rooms",
    "laser-hair-removal/laser-hair-removal-guide",
    "microneedling/microneedling-day-by-day",
    "piercing/piercing-by-placement",
    "permanent-makeup-brows/permanent-makeup-brows-artist",
]
MARKDOWN = "gfm-smart"

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{title} | Example Pages</title>
<meta property="og:site_name" content="Example Pages">
<link rel="canonical" href="https://example.org/pages/{name}">
<style>.cookie-bar{{position:fixed;bottom:0}}</style>
<script>window.tip = "Avoid caffeine for 3 days";</script>
</head>
<body class="page has-sidebar">
<div class="cookie-bar" role="dialog"><p>We use cookies. You must not refuse them for 30 days.</p><button>Accept</button></div>
<header class="site-header"><a class="logo" href="/">Example Pages</a>
<nav><ul><li><a href="/a">Treatments</a></li><li><a href="/b">Sauna suite</a></li><li><a href="/c">Book now</a></li></ul></nav></header>
<div class="breadcrumbs"><a href="/">Home</a> &rsaquo; <a href="/help">Help</a> &rsaquo; Aftercare</div>
<div class="wrap"><div class="content-area">
{body}
</div>
<div class="sidebar"><h3>You may also like</h3><ul><li><a href="/x">Lash lift: keep it dry for 24 hours</a></li>
<li><a href="/y">Why you should avoid cheap peels</a></li></ul><div class="teaser"><h4>Spring offer</h4><p>Do not wait: 20% off until April.</p></div></div>
</div>
<section class="reviews"><h2>What clients say</h2><blockquote>Went running the same evening and drank wine, all fine!</blockquote></section>
<footer><p>&copy; Example Pages. Cancel at least 48 hours before your appointment.</p>
<form><label>Your e-mail</label><input type="email"><button>Sign up</button></form></footer>
</body>
</html>
"""


# Text as `pdftotext` takes it off the pages of a PDF: as it was drawn, in reading order, with the places of the page kept. Of the
# leaflets that are left out, such a text has lost tables, levels of headings, or hyphens that belong to their words.
EXTRACTED = {
    "dermal-filler-skin-rooms": {"-raw": "extracted-raw.txt", "-nopgbrk": "extracted.txt", "-layout": "extracted-layout.txt"},
    "mesotherapy-lakeside-leaflet": {"-raw": "extracted-raw.txt", "-layout": "extracted-layout.txt"},
    "microneedling-day-by-day": {"-nopgbrk": "extracted.txt", "-layout": "extracted-layout.txt"},
}


def pandoc(text, to, *options):
    run = subprocess.run(["pandoc", "-f", MARKDOWN, "-t", to, *options], input=text.encode(), capture_output=True, check=True)
    return run.stdout


def office(path, to, folder):
    subprocess.run(["soffice", "--headless", "--convert-to", to, "--outdir", folder, path], check=True, capture_output=True)


def typeset(text, path, columns):
    head = f'#set page(paper: "a4", margin: 2cm, columns: {columns})\n#set text(font: "Libertinus Serif", size: 10.5pt, hyphenate: true, lang: "en")\n'
    head += "#set par(justify: true)\n"
    parts = []
    for kind, content in parse(text):
        if kind == "table":
            cells = ", ".join(f"[{markup(c)}]" for row in content for c in row)
            parts.append(f"#table(columns: {len(content[0])}, {cells})")
        else:
            parts.append({"item": "- ", "number": "+ ", "text": ""}.get(kind, "=" * (kind if isinstance(kind, int) else 0) + " ") + markup(content))
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder) / "a.typ"
        source.write_text(head + "\n\n".join(parts))
        typst.compile(str(source), output=str(path))


def markup(text):
    text = re.sub(r"([#$@<>~_`\\])", r"\\\1", text)
    text = re.sub(r"(?<![*\w])\*(?!\*)(.+?)(?<!\*)\*(?!\*)", r"_\1_", text)
    return re.sub(r"\*\*(.+?)\*\*", r"#strong[\1]", text)


def parse(text):
    """The blocks of simple Markdown: a level, "item", "number", "text", or "table" with its rows."""
    table, found = [], []
    for block in re.split(r"\n\s*\n|\n(?=[-*#|] ?|\d+\. )", text.strip()) + [""]:
        if block.startswith("|"):
            table.append(block)
            continue
        if table:
            found.append(("table", rows(table)))
            table = []
        block = re.sub(r"\s*\n\s*", " ", block).strip()
        if heading := re.match(r"(#+) (.*)", block):
            found.append((len(heading[1]), heading[2]))
        elif item := re.match(r"[-*] (.*)", block):
            found.append(("item", item[1]))
        elif item := re.match(r"\d+\. (.*)", block):
            found.append(("number", item[1]))
        elif block:
            found.append(("text", block))
    return found


def rows(lines):
    cells = [[c.strip() for c in line.strip().strip("|").split("|")] for line in lines]
    return [row for row in cells if not all(re.fullmatch(r":?-+:?", c) for c in row)]


def runs(paragraph, text):
    for at, part in enumerate(re.split(r"\*\*", text)):
        for inner, piece in enumerate(re.split(r"(?<!\w)\*|\*(?!\w)", part)):
            run = paragraph.add_run(piece)
            run.bold, run.italic = at % 2 == 1 or None, inner % 2 == 1 or None


def by_library(text, path):
    """DOCX as a program writes it that fills a template: one paragraph a block."""
    document = docx.Document()
    for kind, content in parse(text):
        if kind == "table":
            grid = document.add_table(len(content), len(content[0]))
            for row, cells in zip(grid.rows, content):
                for cell, words in zip(row.cells, cells):
                    cell.text = words
        elif isinstance(kind, int):
            document.add_heading(content, kind)
        else:
            style = {"item": "List Bullet", "number": "List Number"}.get(kind)
            runs(document.add_paragraph(style=style), content)
    document.save(path)


def warc(url, page):
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page.encode()
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-01-02T03:04:05Z\r\n"
    head += f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    info = "WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 18\r\n\r\nsoftware: by hand\r\n\r\n\r\n"
    return info.encode() + head.encode() + answer + b"\r\n\r\n"


def make(leaflet):
    source = (CORPUS / f"{leaflet}.md").read_text()
    text = re.sub(r"\A---\n.*?\n---\n", "", source, flags=re.S).strip() + "\n"
    title = re.search(r"^# (.*)$", text, re.M)[1]
    name = leaflet.split("/")[1]
    folder = HERE / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    body = pandoc(text, "html", "--wrap=preserve").decode()
    page = PAGE.format(title=title, name=name, body=body)
    plain = pandoc(text, "plain", "--columns=76").decode()
    (folder / "markdown.md").write_text(text)
    (folder / "plain.txt").write_text(plain)
    (folder / "plain.html").write_text(f"<!doctype html>\n<title>{title}</title>\n{body}")
    (folder / "page.html").write_text(page)
    record = {"id": name, "url": f"https://example.org/pages/{name}", "title": title, "text": plain}
    (folder / "lines.jsonl").write_text(json.dumps(record) + "\n")
    (folder / "crawl.warc").write_bytes(warc(f"https://example.org/pages/{name}", page))
    typeset(text, folder / "typst.pdf", 1)
    typeset(text, folder / "typst-two-columns.pdf", 2)
    by_library(text, folder / "library.docx")
    pandoc(text, "docx", "-o", str(folder / "pandoc.docx"))
    pandoc(text, "odt", "-o", str(folder / "pandoc.odt"))
    with tempfile.TemporaryDirectory() as other:
        for made, to, name in [("pandoc.docx", "odt", "office.odt"), ("pandoc.odt", "docx", "office.docx"), ("library.docx", "pdf", "office.pdf")]:
            office(str(folder / made), to, other)
            shutil.move(pathlib.Path(other) / f"{made.split('.')[0]}.{to}", folder / name)
    for option, name in EXTRACTED.get(folder.name, {}).items():
        subprocess.run(["pdftotext", option, folder / "office.pdf", folder / name], check=True)


if __name__ == "__main__":
    for leaflet in sys.argv[1:] or LEAFLETS:
        make(leaflet)
        print(leaflet)
