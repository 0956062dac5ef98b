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
    furniture::remove(&mut pages);
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
