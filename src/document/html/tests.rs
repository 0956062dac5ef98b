use super::*;
use crate::document::show;

#[test]
fn blocks() {
    for (html, want) in [
        ("<h1>Care</h1><p>Rest <b>well</b>&nbsp;now.", &["H1 Care", "P Rest well now."][..]),
        (
            "<p>Avoid:<ul><li>sun<ul><li>strong sun</ul><li><p>heat</p><p>and cold</ul>",
            &["P Avoid:", "I0<0 sun", "I1<1 strong sun", "I0<0 heat", "P<3 and cold"],
        ),
        (
            "<table><tr><th>What<th>Wait<tr><td>Make-up<td>4 hours</table>",
            &["C0.0.0h What", "C0.0.1h Wait", "C0.1.0 Make-up", "C0.1.1 4 hours"],
        ),
        (
            "<table><tr><td rowspan=2><b>Day 1</b><td>Rest<tr><td>Sleep</table>",
            &["C0.0.0h Day 1", "C0.0.1 Rest", "C0.1.1 Sleep"],
        ),
        (
            "<table><tr><td><b>Today</b><p>\u{2022} Rest</p><td><b>Tomorrow</b><p>\u{2022} Walk</p></table>",
            &["H7 Today", "I0 Rest", "H7 Tomorrow", "I0 Walk"],
        ),
        ("<dl><dt>Sun<dd>Avoid it.</dl>", &["H7 Sun", "P Avoid it."]),
        ("<p><strong>What to avoid:</strong></p><p>Sun.</p>", &["H7 What to avoid:", "P Sun."]),
        ("<p><i>Can I train?</i><br>After a day.</p>", &["H7 Can I train?", "P After a day."]),
        ("<p>Avoid:<br>\u{2022} sun<br>\u{2022} heat</p>", &["P Avoid:", "I0<0 sun", "I0<0 heat"]),
        ("<p>Avoid:<br>sun<br>heat</p>", &["P Avoid:", "I0<0 sun", "I0<0 heat"]),
        (
            "<p>Keep the wound under a clean dressing until the nurse has seen it and<br>dry.</p>",
            &["P Keep the wound under a clean dressing until the nurse has seen it and dry."],
        ),
        (
            "<ul><li>\u{2713}</li><li>Walk</li></ul><p>\u{274c}</p>",
            &["I0 Tick \u{2713}", "I0 Walk", "P Cross \u{274c}"],
        ),
        ("<p>\u{2705} Walk</p><p>\u{274c} Run</p>", &["I0 Tick Walk", "I0 Cross Run"]),
        (
            "<ul class='nav nav-tabs'><li><a href='#a'>Do</a><li><a href='#b'>Don't</a></ul><div id=a><ul><li>Walk<li>Rest</ul></div><div id=b><ul><li>Run<li>Swim</ul></div>",
            &[
                "I0 Navigation Do",
                "I0 Navigation Don't",
                "H7 Do",
                "I0 Walk",
                "I0 Rest",
                "H7 Don't",
                "I0 Run",
                "I0 Swim",
            ],
        ),
        (
            "<div role=tablist><button role=tab id=t aria-controls=p>Don't</button></div><div role=tabpanel id=p aria-labelledby=t><p>Run.</div>",
            &["P Form Don't", "H7 Don't", "P Run."],
        ),
        ("<details><summary>Can I swim?</summary><p>No.</p></details>", &["H7 Can I swim?", "P No."]),
        ("<button aria-expanded=false>Can I swim?</button><div hidden><p>No.</p></div>", &["H7 Can I swim?", "P No."]),
        ("<h1>A</h1><div class=warning-box><p>Seek help.</p></div>", &["H1 A", "P Seek help."]),
        (
            "<article><h1>A</h1><p>Rest well for a day.</p><aside><p>Seek urgent help.</p></aside></article>",
            &["H1 A", "P Rest well for a day.", "P Seek urgent help."],
        ),
        (
            "<nav><a href=x>Home</a></nav><h1>A</h1><p>Rest.</p><footer>Call 1</footer>",
            &["P Navigation Home", "H1 A", "P Rest.", "P Footer Call 1"],
        ),
        ("<header><h1>A</h1></header><main><p>Rest.</p></main>", &["H1 A", "P Rest."]),
        ("<form><h1>A</h1><p>Rest.</p></form>", &["H1 A", "P Rest."]),
        (
            "<h1>A</h1><p>Rest, and do not swim.</p><h2>Reviews</h2><p>Great!</p><h2>Pain</h2><p>None.</p>",
            &["H1 A", "P Rest, and do not swim.", "H2 Review Reviews", "P Review Great!", "H2 Pain", "P None."],
        ),
        ("<p>Rest.</p><p class=mobile-only>Rest.</p>", &["P Rest."]),
        (
            "<noscript><div>No</div></noscript><svg><title>x</title></svg><script>no</script><p>a<span>b</span>c",
            &["P abc"],
        ),
        (
            "<ul><li><svg><g><path d='M1'/></g></svg>Walk</li><li><svg><path></svg>Rest</li></ul>",
            &["I0 Walk", "I0 Rest"],
        ),
        ("<h2>After<p>Rest.<p>Sleep.", &["H2 After", "P Rest.", "P Sleep."]),
        ("<h2>Pain</h3><p>Rest.", &["H2 Pain", "P Rest."]),
        (
            "<div>Bathing</div><div>Not for a day. Then it is fine.</div>",
            &["P Bathing", "P Not for a day. Then it is fine."],
        ),
        (
            "<h1>A</h1><div>Bathing</div><div>Not for a day. Then it is fine.</div>",
            &["H1 A", "H7 Bathing", "P Not for a day. Then it is fine."],
        ),
        ("<p>Avoid:</p><p>Sun</p><p>Heat</p>", &["P Avoid:", "I0<0 Sun", "I0<0 Heat"]),
        ("<p>Q: Can I swim?</p><p>A: Not for a day.</p>", &["H7 Can I swim?", "P Not for a day."]),
        ("<table><caption>Waits</caption><tr><td>Gym<td>2 d</table>", &["H7 Waits", "C0.0.0 Gym", "C0.0.1 2 d"]),
    ] {
        assert_eq!(show::blocks(&Html, "a.html", html), want, "{html}");
    }
}

#[test]
fn a_row_is_one_line_of_the_text() {
    let document = show::read(&Html, "a.html", "<table><tr><td>Make-up<td>4 hours<tr><td>Gym<td>2 days</table>");
    assert_eq!(document.text, "Make-up\t4 hours\nGym\t2 days");
}

#[test]
fn metadata() {
    let page = r#"<html lang=en><head><title>Care &amp; rest</title><meta property="og:site_name" content="Clinic">
        <meta name=author content=Someone><link rel=canonical href=http://x/y><script type="application/ld+json">
        {"@type":"MedicalWebPage","datePublished":"2024-01-02","about":{"name":"Botox"}}</script></head><p>Rest."#;
    let meta = show::read(&Html, "a.html", page).meta;
    let got = [meta.title, meta.publisher, meta.published, meta.url, meta.language, meta.procedure]
        .map(Option::unwrap_or_default);
    assert_eq!(got, ["Care & rest", "Clinic", "2024-01-02", "http://x/y", "en", "Botox"]);
}

#[test]
fn questions_in_data_are_read_unless_the_page_shows_them() {
    let data = r#"<script type="application/ld+json">{"@type":"FAQPage","mainEntity":[
        {"name":"Can I swim?","acceptedAnswer":{"text":"<p>Not for a week.</p>"}},{"name":"Sun?","acceptedAnswer":{"text":"Avoid it."}}]}</script>"#;
    let page = format!("{data}<h2>Sun?</h2><p>Avoid it.</p>");
    assert_eq!(show::blocks(&Html, "a.html", &page), ["H2 Sun?", "P Avoid it.", "H7 Can I swim?", "P Not for a week."]);
}
