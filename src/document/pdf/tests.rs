use super::{glyphs::Glyph, *};

/// Glyphs of lines, each with its place and size; every letter is half as wide as it is high.
fn glyphs(lines: &[(f64, f64, f64, &str)]) -> Vec<Glyph> {
    let mut all = Vec::new();
    for &(x, y, size, text) in lines {
        for (at, c) in text.chars().enumerate() {
            let x = x + at as f64 * size * 0.5;
            all.push(Glyph { text: c.to_string(), x, y, advance: size * 0.5, size, bold: false, artifact: false });
        }
    }
    all
}

fn blocks(pages: &[Vec<(f64, f64, f64, &str)>]) -> Vec<String> {
    let mut pages: Vec<Page> =
        pages.iter().map(|p| Page { segments: lines::segments(&glyphs(p)), height: 800.0 }).collect();
    let body = sizes(&pages).0;
    furniture::remove(&mut pages, body);
    let (text, blocks) = layout(pages);
    super::super::show::lines(&Document { text, blocks, ..Document::default() })
}

#[test]
fn paragraphs_items_and_headings() {
    let page = vec![
        (50.0, 100.0, 18.0, "Care"),
        (50.0, 130.0, 10.0, "Rest for two days and do not go to work on the day after it."),
        (50.0, 146.0, 10.0, "Drink much."),
        (50.0, 170.0, 10.0, "Avoid:"),
        (60.0, 182.0, 10.0, "\u{2022}"),
        (75.0, 182.0, 10.0, "the sun, and everything else that makes the skin warm or"),
        (75.0, 194.0, 10.0, "dry"),
        (60.0, 206.0, 10.0, "\u{2022} heat"),
    ];
    let want = [
        "H1 Care",
        "P Rest for two days and do not go to work on the day after it.",
        "P Drink much.",
        "P Avoid:",
        "I0<3 the sun, and everything else that makes the skin warm or dry",
        "I0<3 heat",
    ];
    assert_eq!(blocks(&[page]), want);
}

#[test]
fn columns_are_read_one_after_the_other() {
    let mut page = vec![(50.0, 60.0, 20.0, "A title over the whole of the page and more")];
    let (left, right) = ("Left words that fill the column here.", "Right words that fill that column too");
    for at in 0..6 {
        page.push((50.0, 150.0 + 12.0 * f64::from(at), 10.0, left));
        page.push((330.0, 150.0 + 12.0 * f64::from(at), 10.0, right));
    }
    let want = [
        "H1 A title over the whole of the page and more".to_owned(),
        format!("P {}", [left; 6].join(" ")),
        format!("P {}", [right; 6].join(" ")),
    ];
    assert_eq!(blocks(&[page]), want);
}

#[test]
fn tables_keep_their_rows() {
    let page = vec![
        (50.0, 100.0, 10.0, "Gym"),
        (250.0, 100.0, 10.0, "2 days"),
        (50.0, 114.0, 10.0, "Sauna and steam"),
        (250.0, 114.0, 10.0, "4 days"),
    ];
    assert_eq!(blocks(&[page]), ["C0.0.0 Gym", "C0.0.1 2 days", "C0.1.0 Sauna and steam", "C0.1.1 4 days"]);
}

#[test]
fn what_repeats_on_every_page_is_left_out() {
    let page = |number: &'static str, text: &'static str| {
        vec![(50.0, 20.0, 9.0, "The Clinic"), (50.0, 300.0, 10.0, text), (290.0, 780.0, 9.0, number)]
    };
    assert_eq!(blocks(&[page("1", "Rest and"), page("2", "drink water.")]), ["P Rest and drink water."]);
}

#[test]
fn a_segment_that_ends_before_it_begins() {
    let mut segments = lines::segments(&glyphs(&[(50.0, 100.0, 10.0, "left"), (300.0, 100.0, 10.0, "right")]));
    segments[1].right = 40.0;
    let many: Vec<Segment> = std::iter::repeat_n(segments, 12).flatten().collect();
    assert!(!columns::flows(many).is_empty());
}

#[test]
fn a_bullet_of_another_size_does_not_count() {
    let mut page = vec![
        (50.0, 80.0, 10.0, "Some words of a paragraph that take the whole of the line."),
        (50.0, 100.0, 10.0, "Avoid:"),
    ];
    for at in [112.0, 136.0] {
        page.push((50.0, at + 2.5, 14.0, "\u{2022}"));
        page.push((66.0, at, 10.0, "the sun, and everything else that makes"));
        page.push((66.0, at + 12.0, 10.0, "you warm"));
    }
    let item = "I0<1 the sun, and everything else that makes you warm";
    let first = "P Some words of a paragraph that take the whole of the line.";
    assert_eq!(blocks(&[page]), [first, "P Avoid:", item, item]);
}

#[test]
fn a_list_goes_on_in_the_next_column() {
    let mut page = Vec::new();
    for at in 0..13 {
        page.push((50.0, 100.0 + 12.0 * f64::from(at), 10.0, "\u{2022} words that fill the column of this"));
    }
    page.extend([(330.0, 100.0, 10.0, "\u{2022} words"), (330.0, 112.0, 10.0, "\u{2022} more words")]);
    let got = blocks(&[page]);
    assert_eq!(got.len(), 15);
    assert!(got.iter().all(|line| line.starts_with("I0")) && got[14] == "I0 more words", "{got:?}");
}

#[test]
fn columns_within_a_page_are_no_table() {
    let mut page = vec![(50.0, 60.0, 10.0, "A line over the whole of the page, as those around the columns are."); 1];
    page.extend((0..12).map(|at| {
        (50.0, 75.0 + 12.0 * f64::from(at), 10.0, "over the whole of the page, as those around the columns are, all of")
    }));
    for (at, (left, right)) in [
        ("Left words are", "Right words are"),
        ("many of them", "fewer of them"),
        ("and they go on", "but they go on"),
        ("until the end.", "to their end."),
    ]
    .into_iter()
    .enumerate()
    {
        let y = 300.0 + 12.0 * at as f64;
        page.extend([(50.0, y, 10.0, left), (200.0, y, 10.0, right)]);
    }
    let got = blocks(&[page]);
    let columns = [
        "P Left words are many of them and they go on until the end.",
        "P Right words are fewer of them but they go on to their end.",
    ];
    assert_eq!(got[got.len() - 2..], columns);
}

#[test]
fn a_heading_below_the_columns_stands_over_what_follows() {
    let mut page = Vec::new();
    for at in 0..5 {
        page.push((50.0, 100.0 + 12.0 * f64::from(at), 10.0, "Left words fill it here."));
        page.push((330.0, 100.0 + 12.0 * f64::from(at), 10.0, "Right words fill it too."));
    }
    page.extend([
        (50.0, 190.0, 14.0, "Sun"),
        (50.0, 205.0, 10.0, "A line over the whole of the page that says when it is over, at last."),
    ]);
    let got = blocks(&[page]);
    assert_eq!(
        got[got.len() - 2..],
        ["H1 Sun", "P A line over the whole of the page that says when it is over, at last."]
    );
    assert!(got[got.len() - 3].starts_with("P Right"), "{got:?}");
}

#[test]
fn what_a_browser_prints_around_a_page_is_left_out() {
    let page = vec![
        (50.0, 20.0, 12.0, "11/02/2025, 09:41"),
        (300.0, 20.0, 12.0, "Care"),
        (50.0, 100.0, 18.0, "Care"),
        (50.0, 130.0, 12.0, "Rest for two days."),
        (50.0, 780.0, 12.0, "https://example.org/care"),
        (500.0, 780.0, 12.0, "1/1"),
    ];
    assert_eq!(blocks(&[page]), ["H1 Care", "P Rest for two days."]);
    let table = vec![(50.0, 100.0, 12.0, "Rest for two days."), (50.0, 780.0, 12.0, "Gym"), (300.0, 780.0, 12.0, "3")];
    assert_eq!(blocks(&[table])[1..], ["P Gym", "P 3"]);
}
