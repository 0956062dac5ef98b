#!/usr/bin/env python3
"""Writes what crawls and data sets look like into `tests/shapes/crawl` and `tests/shapes/records`.

    tests/making/web.py

The pages and texts are those of `tests/shapes/html` and `tests/shapes/text`, wrapped as different collectors do it.
"""
import gzip, json, pathlib

SHAPES = pathlib.Path(__file__).parent.parent / "shapes"


def read(name):
    return (SHAPES / name).read_text()


def record(kind, uri, body, content, more=""):
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\n" + (f"WARC-Target-URI: {uri}\r\n" if uri else "") + f"WARC-Date: 2024-05-06T07:08:09Z\r\nContent-Type: {content}\r\n{more}Content-Length: {len(body)}\r\n\r\n"
    return head.encode() + body + b"\r\n\r\n"


def response(uri, page, content="text/html", status="200 OK"):
    answer = f"HTTP/1.1 {status}\r\nContent-Type: {content}\r\n\r\n".encode() + page
    return record("response", uri, answer, "application/http; msgtype=response")


def wet():
    """Text that a crawl took out of pages, as `conversion` records, a gzip member each."""
    out = gzip.compress(record("warcinfo", "", b"software: example\r\n", "application/warc-fields"), mtime=0)
    for name in ["copied-page.txt", "clinic-page.txt", "chat-card.txt"]:
        out += gzip.compress(record("conversion", f"https://example.org/{name}", read(f"text/{name}").encode(), "text/plain", "WARC-Identified-Content-Language: eng\r\n"), mtime=0)
    (SHAPES / "crawl" / "text.warc.wet.gz").write_bytes(out)


def crawl():
    """A crawl that is not compressed: a request, an answer that failed, a picture, a page in Windows-1252, one that is German."""
    latin = read("html/hospital-page.html").replace('<meta charset="utf-8">', "").encode("cp1252", "xmlcharrefreplace")
    german = "<!doctype html><html lang=de><p>Bitte reiben Sie die Stelle nicht und gehen Sie zwei Tage lang nicht in die Sauna. Trinken Sie viel Wasser und rufen Sie uns an, wenn Sie Fieber haben.</html>"
    out = record("warcinfo", "", b"software: example\r\n", "application/warc-fields")
    out += record("request", "https://example.org/a", b"GET /a HTTP/1.1\r\n\r\n", "application/http; msgtype=request")
    out += response("https://example.org/a", b"<h1>Not found</h1><p>Avoid this page.", status="404 Not Found")
    out += response("https://example.org/logo.png", b"\x89PNG\r\n\x1a\n", "image/png")
    out += response("https://example.org/hospital", latin, "text/html; charset=windows-1252")
    out += response("https://example.org/de", german.encode(), "text/html; charset=utf-8")
    out += record("metadata", "https://example.org/hospital", b"fetchTimeMs: 12\r\n", "application/warc-fields")
    out += response("https://example.org/studio", read("html/studio-page.html").encode(), "text/html; charset=utf-8")
    (SHAPES / "crawl" / "plain.warc").write_bytes(out)


def records():
    """Data sets: a field of HTML, a nested record, an array, a broken line between good ones, a compressed file."""
    folder = SHAPES / "records"
    rows = [{"url": "https://example.org/studio", "html": read("html/studio-page.html"), "timestamp": "2024-05-06T07:08:09Z"}, {"url": "https://example.org/empty", "html": ""}]
    (folder / "html-field.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows))
    texts = [{"doc_id": f"n{i}", "text": read(f"text/{name}"), "metadata": {"url": f"https://example.org/{name}", "title": name, "lang": "en"}} for i, name in enumerate(["clinic-page.txt", "surgeon.txt"])]
    (folder / "array.json").write_text(json.dumps(texts, indent=1) + "\n")
    lines = [json.dumps({"id": name, "content": read(f"text/{name}")}) for name in ["korean-style.txt", "numbered.txt"]]
    (folder / "broken-line.jsonl").write_text(lines[0] + "\n" + '{"id": "x", "content": "cut off\n' + lines[1] + "\n")
    packed = "".join(json.dumps({"text": read(f"text/{name}"), "url": f"https://example.org/{name}"}) + "\n" for name in ["hard-wraps.txt", "lost-bullets.txt"])
    (folder / "packed.jsonl.gz").write_bytes(gzip.compress(packed.encode(), mtime=0))


if __name__ == "__main__":
    for make in [wet, crawl, records]:
        make()
