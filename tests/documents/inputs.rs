//! Bad inputs.

use std::io::Write;

/// What becomes of a bad input.
#[derive(Clone, Copy, PartialEq)]
pub enum Want {
    /// Read, with nothing said.
    Read,
    /// Read, with a note that holds these words.
    Noted(&'static str),
    /// Set aside or failed with these words.
    Said(&'static str),
    /// So many documents are read, and these words are said of others.
    Part(usize, &'static str),
}

use Want::{Noted, Part, Read, Said};

fn repeated(parts: &[(&str, usize)]) -> Vec<u8> {
    parts.iter().map(|(text, times)| text.repeat(*times)).collect::<String>().into_bytes()
}

fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a part");
        zip.write_all(bytes).expect("its bytes");
    }
    zip.finish().expect("an archive").into_inner()
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("bytes");
    encoder.finish().expect("a stream")
}

fn docx(body: &str) -> Vec<u8> {
    zip(&[("word/document.xml", body.as_bytes())])
}

/// A PDF of objects, without a table of them: readers have to look for them.
fn pdf(objects: &[&str]) -> Vec<u8> {
    let mut text = "%PDF-1.4\n".to_owned();
    for (at, object) in objects.iter().enumerate() {
        text.extend([(at + 1).to_string().as_str(), " 0 obj\n", object, "\nendobj\n"]);
    }
    text.push_str("trailer << /Root 1 0 R >>\n%%EOF\n");
    text.into_bytes()
}

fn page(content: &str, resources: &str) -> Vec<u8> {
    pdf(&[
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        &format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R /Resources << {resources} >> >>"
        ),
        &format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
        "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F 5 0 R >> >> /Length 4 >>\nstream\n/F Do\nendstream",
        "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray /Length 1 >>\nstream\nA\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ])
}

fn deep_zip(times: usize) -> Vec<u8> {
    let mut bytes = b"Rest.".to_vec();
    for at in 0..times {
        bytes = zip(&[(if at == 0 { "a.txt" } else { "a.zip" }, &bytes)]);
    }
    bytes
}

fn warc(length: &str, body: &str) -> String {
    format!(
        "WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\nContent-Length: {length}\r\n\r\n{body}\r\n\r\n"
    )
}

/// Every bad input with its name, and what is to become of it.
pub fn inputs() -> Vec<(&'static str, Vec<u8>, Want)> {
    let laughs = "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;\">]><w:document><w:body><w:p><w:r><w:t>Rest &c;.</w:t></w:r></w:p></w:body></w:document>";
    vec![
        ("empty.txt", Vec::new(), Said("no text")),
        ("blank.md", b" \n\t\n".to_vec(), Said("no text")),
        ("mark-only.txt", b"\xef\xbb\xbf".to_vec(), Said("no text")),
        ("zeros.txt", vec![0; 5000], Said("not text")),
        ("zero-inside.txt", b"Rest\0and sleep".to_vec(), Said("not text")),
        ("random.md", (0..9000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect(), Said("not text")),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), Said("picture")),
        ("photo.html", b"\xff\xd8\xff\xe0\0\x10JFIF".to_vec(), Said("picture")),
        ("letter.rtf", b"{\\rtf1\\ansi Rest.}".to_vec(), Said("DOCX")),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0".to_vec(), Said("DOCX")),
        ("encrypted.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0".to_vec(), Said("not read")),
        ("broken-utf8.txt", b"It\xe2\x80\x99s fine to rest \xff\xfe\xfd and wash.".to_vec(), Noted("not UTF-8")),
        ("latin.txt", b"Don\x92t rub it for 24\x9648 hours.".to_vec(), Read),
        ("odd-utf16.txt", b"\xff\xfeR\0e\0s\0t\0.\0\n".to_vec(), Noted("not UTF-16")),
        ("pdf-named.txt", page("BT /H 12 Tf 20 100 Td (Rest well now.) Tj ET", "/Font << /H 7 0 R >>"), Read),
        ("html-named.md", b"<!doctype html><p>Rest.".to_vec(), Read),
        ("docx-named.pdf", docx("<w:document><w:body><w:p><w:r><w:t>Rest.</w:t></w:r></w:p></w:body></w:document>"), Read),
        ("zip-named.html", zip(&[("a.txt", b"Rest.")]), Read),
        ("text-named.pdf", b"Rest.".to_vec(), Read),
        ("text-named.docx", b"Rest.".to_vec(), Read),
        ("text-named.gz", b"Rest.".to_vec(), Read),
        ("divs.html", repeated(&[("<div>", 10_000), ("Rest.", 1), ("</div>", 10_000)]), Noted("`nesting`")),
        ("lists.html", repeated(&[("<ul><li>a", 10_000)]), Noted("`nesting`")),
        ("tables.html", repeated(&[("<table><tr><td>a", 10_000)]), Noted("`nesting`")),
        ("bold.html", repeated(&[("<b>a", 10_000)]), Noted("`nesting`")),
        ("open.html", repeated(&[("<p><a href=x><span>Rest ", 4000)]), Noted("`nesting`")),
        ("closing.html", repeated(&[("<p>Rest.", 1), ("</div></p></b>", 30_000)]), Read),
        ("attributes.html", repeated(&[("<p ", 1), ("a=b class=footer ", 50_000), (">Rest.", 1)]), Read),
        ("spans.html", repeated(&[("<table><tr><td rowspan=99999999 colspan=99999999>a<td>b", 2000)]), Noted("`nesting`")),
        ("entities.html", repeated(&[("<p>", 1), ("&amp;&#x41;&bogus;&#xffffffff;", 20_000)]), Read),
        ("comment.html", b"<p>Rest.<!-- never closed".to_vec(), Read),
        ("script.html", b"<p>Rest.<script>never closed <p>No".to_vec(), Read),
        ("svgs.html", repeated(&[("<p>Rest.", 1), ("<svg>", 10_000)]), Read),
        ("data.html", repeated(&[("<p>Rest.<script type=application/ld+json>", 1), ("[", 100_000), ("</script>", 1)]), Read),
        ("quotes.md", repeated(&[(">", 10_000), ("Rest.", 1)]), Read),
        ("items.md", repeated(&[("- ", 10_000), ("Rest.", 1)]), Read),
        ("brackets.md", repeated(&[("[", 50_000), ("Rest.", 1)]), Read),
        ("links.md", repeated(&[("[a](", 10_000)]), Read),
        ("stars.md", repeated(&[("*a **b ", 10_000)]), Read),
        ("ticks.md", repeated(&[("`", 50_000), ("a", 1)]), Said("no text")),
        ("columns.md", repeated(&[("|a", 5000), ("|\n", 1), ("|-", 5000), ("|\n|b\n|c\n", 1)]), Read),
        ("tags.md", repeated(&[("<div class=footer>\n\n", 5000), ("Rest.", 1)]), Read),
        ("tag.md", repeated(&[("Rest.\n\n<div ", 1), ("a=\"", 20_000)]), Read),
        ("references.md", repeated(&[("[a]: b\n", 20_000), ("[a]", 1)]), Read),
        ("front.md", b"---\ntitle: never closed\n\nRest.".to_vec(), Read),
        ("toml.md", b"+++\ntitle = broken\n+++\nRest.".to_vec(), Read),
        ("blanks.txt", repeated(&[("Care\n", 1), ("\n", 300_000), ("Rest.", 1)]), Read),
        ("capitals.txt", repeated(&[("CARE\n\n", 5000)]), Read),
        ("dots.txt", repeated(&[("a ... b ", 10_000)]), Read),
        ("bullets.txt", repeated(&[("- - - - a\n", 4000)]), Read),
        ("indents.txt", (0..1000).flat_map(|i| format!("{}- a\n", " ".repeat(i % 500)).into_bytes()).collect(), Read),
        ("bomb.gz", gzip(&gzip(&vec![b'a'; 80 << 20])), Said("`")),
        ("bomb.zip", zip(&[("a.txt", &vec![b'a'; 80 << 20])]), Said("`")),
        ("deep.zip", deep_zip(12), Said("nesting of archives")),
        ("leaves.zip", zip(&[("../../../etc/passwd.txt", b"Rest.")]), Read),
        ("absolute.zip", zip(&[("/etc/passwd.txt", b"Rest.")]), Read),
        ("nothing.zip", zip(&[]), Said("no documents")),
        ("cut.gz", gzip(b"Rest and sleep and drink and rest.")[..24].to_vec(), Said("ends where more")),
        ("cut.zst", b"\x28\xb5\x2f\xfd\x24\x05\x29".to_vec(), Said("damaged")),
        ("window.zst", b"\x28\xb5\x2f\xfd\x00\xff\x00\x00".to_vec(), Said("damaged")),
        ("nothing.docx", docx("<w:document><w:body/></w:document>"), Said("no text")),
        ("entity.docx", docx("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><w:document><w:body><w:p><w:r><w:t>Rest &e;.</w:t></w:r></w:p></w:body></w:document>"), Read),
        ("laughs.docx", docx(laughs), Read),
        ("broken.docx", docx("<w:document><w:body><w:p><w:r><w:t>Rest.</w:t></w:r></w:p><w:p <<<"), Noted("XML is broken")),
        ("deep.docx", docx(&"<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p>".repeat(10_000)), Read),
        ("deep.odt", zip(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", "<text:list><text:list-item><text:p>a</text:p>".repeat(10_000).as_bytes())]), Read),
        ("bomb.docx", docx(&"<w:p><w:r><w:t>a</w:t></w:r></w:p>".repeat(3_000_000)), Said("`bytes`")),
        ("picture-only.pdf", page("q 100 0 0 100 0 0 cm /I Do Q", "/XObject << /I 6 0 R >>"), Said("scan")),
        ("locked.pdf", include_bytes!("locked.pdf").to_vec(), Said("encrypted")),
        ("no-printing.pdf", include_bytes!("no-printing.pdf").to_vec(), Read),
        ("scan.pdf", include_bytes!("scan.pdf").to_vec(), Said("scan")),
        ("no-text.pdf", page("0 0 m 9 9 l S", ""), Said("no text")),
        ("itself.pdf", page("/F Do", "/XObject << /F 5 0 R >>"), Said("no text")),
        ("circle.pdf", pdf(&["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"]), Said("damaged")),
        ("no-pages.pdf", b"%PDF-1.7\n%%EOF".to_vec(), Said("damaged")),
        ("circular-length.pdf", pdf(&["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", "<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>", "<< /Length 4 0 R >>\nstream\nBT\nendstream"]), Said("no text")),
        ("encrypted.pdf", [&b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n3 0 obj\n<< /Filter /Other /V 9 >>\nendobj\n"[..], b"trailer << /Root 1 0 R /Encrypt 3 0 R /ID [(a) (b)] >>\n%%EOF\n"].concat(), Said("damaged")),
        ("broken-lines.jsonl", b"{\"text\":\"Rest.\"}\n{\"text\":\n\xff\xfe\n[1]\n{\"text\":\"Sleep.\"}\n".to_vec(), Part(2, "no JSON")),
        ("deep.jsonl", [&b"{\"text\":\"Rest.\"}\n"[..], "[".repeat(10_000).as_bytes(), b"\n"].concat(), Part(1, "recursion")),
        ("deep.json", ["{\"a\":".repeat(10_000).as_bytes()].concat(), Said("JSON is broken")),
        ("cut.json", b"[{\"text\":\"Rest.\"},".to_vec(), Part(1, "JSON is broken")),
        ("nothing.tar", vec![0; 1024], Said("not text")),
        ("hidden.zip", zip(&[(".hidden.txt", b"Rest.")]), Said("no documents")),
        ("nothing.json", b"{\"a\": 1}".to_vec(), Said("no field")),
        ("long.warc", [warc("5", "Rest."), warc("999999999999", "Rest."), warc("5", "Rest.")].concat().into_bytes(), Part(2, "`bytes`")),
        ("no-length.warc", [warc("x", "Rest."), warc("5", "Rest.")].concat().into_bytes(), Part(1, "how long")),
        ("cut.warc", b"WARC/1.0\r\nWARC-Type: resp".to_vec(), Said("how long")),
        ("german.txt", "Bitte reiben Sie die behandelte Stelle nicht und gehen Sie zwei Tage lang nicht schwimmen. Rufen Sie uns an, wenn die Haut heiß wird oder schmerzt. Trinken Sie viel Wasser und schlafen Sie auf dem Rücken.".as_bytes().to_vec(), Said("German")),
    ]
}
