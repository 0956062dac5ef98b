use std::io::Write;

use super::*;

/// What a file of these bytes holds: an id for each document read, a path and what is wrong for the rest.
fn steps(path: &str, bytes: &[u8], options: &Options) -> Vec<String> {
    let budget = Budget::new(&options.limits);
    let mut got = Vec::new();
    let mut emit = |step: Step| {
        got.push(match step {
            Step::Member(member) => match member.read(options) {
                Outcome::Read { document, notes } => {
                    let notes: Vec<&str> = notes.iter().map(Error::message).collect();
                    format!(
                        "{} | {}{}",
                        document.id,
                        document.text.trim(),
                        if notes.is_empty() { String::new() } else { format!(" ({})", notes.join("; ")) }
                    )
                }
                Outcome::Aside(aside) => format!("{}: {}", aside.path, aside.reason.name()),
                Outcome::Failed(error) => error.to_string(),
            },
            Step::Outcome(Outcome::Aside(aside)) => format!("{}: {}", aside.path, aside.reason.name()),
            Step::Outcome(Outcome::Failed(error)) => error.to_string(),
            Step::Outcome(other) => panic!("{other:?}"),
        });
        ControlFlow::Continue(())
    };
    let mut visit = Visit::new(options, &budget, &mut emit);
    budget.give(bytes.len() as u64);
    let stream = Stream { id: "a".to_owned(), path: path.to_owned(), bytes: Box::new(bytes), file: None, named: true };
    visit.stream(stream).expect("a visit");
    got
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("bytes");
    encoder.finish().expect("a stream")
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a part");
        zip.write_all(bytes).expect("its bytes");
    }
    zip.finish().expect("an archive").into_inner()
}

fn tar(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    for (name, bytes) in parts {
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        header.set_cksum();
        tar.append_data(&mut header, name, *bytes).expect("a part");
    }
    tar.into_inner().expect("an archive")
}

fn warc(kind: &str, uri: &str, body: &str, length: usize) -> Vec<u8> {
    format!("WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nContent-Length: {length}\r\n\r\n{body}\r\n\r\n")
        .into_bytes()
}

fn answer(kind: &str, body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n{body}")
}

#[test]
fn what_containers_hold() {
    let inner =
        zip(&[("x/one.md", b"# Rest"), ("../two.txt", b"Drink."), (".hidden", b"no"), ("p.png", b"\x89PNG\r\n\0")]);
    let page = answer("text/html; charset=iso-8859-1", "<p>Rest");
    let cases: Vec<(&str, Vec<u8>, Vec<&str>)> = vec![
        ("a.txt.gz", gzip(b"Rest."), vec!["a | Rest."]),
        ("a.html.zst", zstd(b"<p>Rest."), vec!["a | Rest."]),
        ("a.zip", inner.clone(), vec!["a/x/one | # Rest", "a/two | Drink.", "a.zip/p.png: not-a-document"]),
        ("a.zip.gz", gzip(&inner), vec!["a/x/one | # Rest", "a/two | Drink.", "a.zip.gz/p.png: not-a-document"]),
        ("a.tar.gz", gzip(&tar(&[("b.txt", b"Rest."), ("c.txt.gz", &gzip(b"Drink."))])), vec!["a/b | Rest.", "a/c | Drink."]),
        (
            "a.jsonl",
            b"{\"id\":\"x\",\"text\":\"Rest.\"}\n{broken\n\n{\"html\":\"<p>Drink.\"}\n{\"id\":\"x\",\"content\":\"Sleep.\"}\n{\"n\":1}\n".to_vec(),
            vec![
                "a/x | Rest.",
                "a.jsonl:2: the line is no JSON: key must be a string",
                "a/4 | Drink.",
                "a/x~2 | Sleep.",
                "a.jsonl:6: the record has no field with a document's text; name it with `--field text=NAME`",
            ],
        ),
        ("a.json", b"[{\"text\":\"Rest.\"}, {\"text\":\"Drink.\"}]".to_vec(), vec!["a/1 | Rest.", "a/2 | Drink."]),
        (
            "a.json",
            b"{\"schema\": \"aftercare.baseline.v1\", \"findings\": [{\"id\": 1}]}".to_vec(),
            vec!["a.json: not-a-document"],
        ),
        ("a.json", b"{\"data\": [{\"text\":\"Rest.\"}]}".to_vec(), vec!["a/1 | Rest."]),
        ("a.json", b"{\n\"text\":\"Rest.\"}".to_vec(), vec!["a | Rest."]),
        ("a.json", b"[{\"text\":\"Rest.\"}, {\"te".to_vec(), vec!["a/1 | Rest.", "a.json:1: the JSON is broken: EOF while parsing a string"]),
        (
            "a.warc",
            [warc("request", "http://x/y", "GET", 3), warc("response", "http://x/y", &page, page.len()), warc("conversion", "http://x/z", "Drink.", 6)].concat(),
            vec!["a/x/y | Rest", "a/x/z | Drink."],
        ),
        (
            "a.warc.gz",
            [gzip(&warc("response", "http://x/y", &page, page.len() + 70)), gzip(&warc("conversion", "http://x/z", "Drink.", 6))].concat(),
            vec!["a/x/y | Rest (the record is shorter than it says)", "a/x/z | Drink."],
        ),
        (
            "a.warc",
            [warc("conversion", "http://x/y", "Rest well.\n", 5), warc("conversion", "http://x/z", "Drink.", 6)].concat(),
            vec!["a/x/y | Rest", "a.warc: record 1 is longer than it says; what stands before the next one was not read", "a/x/z | Drink."],
        ),
        ("a.warc", warc("conversion", "http://x/y", "Rest.", 500), vec!["a.warc: record 1: the file ends within the record"]),
        ("a.txt.gz", gzip(b"Rest and sleep.")[..20].to_vec(), vec!["a.txt.gz: it ends where more was to come"]),
        ("a.txt", Vec::new(), vec!["a.txt: empty"]),
    ];
    for (path, bytes, want) in cases {
        assert_eq!(steps(path, &bytes, &Options::default()), want, "{path}");
    }
}

#[test]
fn bounds() {
    let mut options = Options::default();
    options.limits.bytes = 100;
    let long = format!("{{\"text\":\"{}\"}}\n{{\"text\":\"Rest.\"}}\n", "a".repeat(200));
    let got = steps("a.jsonl", long.as_bytes(), &options);
    assert!(got[0].contains("a.jsonl:1") && got[0].contains("`bytes` of 100") && got[1] == "a/2 | Rest.", "{got:?}");

    let options = Options::default();
    let bomb = gzip(&gzip(&vec![b' '; 40 << 20]));
    let got = steps("a.gz", &bomb, &options);
    assert!(got.len() == 1 && (got[0].contains("`ratio`") || got[0].contains("`bytes`")), "{got:?}");

    let mut options = Options::default();
    options.limits.members = 2;
    let got = steps("a.jsonl", b"{\"text\":\"A b.\"}\n{\"text\":\"C d.\"}\n{\"text\":\"E f.\"}\n", &options);
    assert!(got.len() == 3 && got[2].contains("`members` of 2"), "{got:?}");
}

#[test]
fn fields_can_be_named() {
    let mut options = Options::default();
    options.fields.name("text", "page.words").expect("a field");
    assert_eq!(steps("a.jsonl", b"{\"text\":\"no\",\"page\":{\"words\":\"Rest.\"}}\n", &options), ["a/1 | Rest."]);
    assert!(options.fields.name("colour", "x").is_err());
}
