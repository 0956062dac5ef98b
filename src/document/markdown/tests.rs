use super::*;
use crate::document::show;

#[test]
fn blocks() {
    for (text, want) in [
        ("# Care\n\nRest *well*.\n", &["H1 Care", "P Rest well."][..]),
        ("**Wound Care**\n- Wash\n-Your suture\n", &["H7 Wound Care", "I0 Wash", "I0 Your suture"]),
        ("**What to Expect:**\n\nPain.", &["H7 What to Expect:", "P Pain."]),
        ("**Wash.** Use soap.", &["P Wash. Use soap."]),
        ("**Do not swim.**\n\nRest.", &["P Do not swim.", "P Rest."]),
        ("**Ask your doctor first**\n\n## Next\n", &["P Ask your doctor first", "H2 Next"]),
        (
            "Avoid:\n\n* sun\n  * strong sun\n\n  and wind\n* heat\n",
            &["P Avoid:", "I0<0 sun", "I1<1 strong sun", "P<1 and wind", "I0<0 heat"],
        ),
        ("- [ ] Drink\n- \u{2705} Walk\n", &["I0 Box Drink", "I0 Tick Walk"]),
        ("Avoid:\n\u{2022} sun\n\u{2022} heat", &["P Avoid:", "I0<0 sun", "I0<0 heat"]),
        ("**\u{2705} Reassurance**\n\nFine.", &["H7 Tick Reassurance", "P Fine."]),
        (
            "| When | What |\n|---|---|\n| Day 1 | Rest |\n",
            &["C0.0.0h When", "C0.0.1h What", "C0.1.0 Day 1", "C0.1.1 Rest"],
        ),
        ("See [our `page`](http://x \"t\") ![a picture](y.png)now &amp; then", &["P See our page now  then"]),
        (
            "<details><summary>Can I swim?</summary>\n<p>No, <b>not</b> yet.</p></details>",
            &["H7 Can I swim?", "P No, not yet."],
        ),
        ("<img src=x alt=no>\n\n<figcaption>\nFig 1.\n</figcaption>\n\nRest.", &["P Rest."]),
        ("<div class=\"cta\">\n\nBook now!\n\n</div>\n\nRest.", &["P Aside Book now!", "P Rest."]),
        ("> Keep it\n> dry.", &["P Keep it dry."]),
        ("Water\n    and rest", &["P Water and rest"]),
        ("Later:\n-\nRest.\n - \nWalk\n\n-\nDrink", &["P Later:", "I0<0 Rest.", "I0<0 Walk", "I0<0 Drink"]),
        ("Later\n-\nRest.", &["H2 Later", "P Rest."]),
    ] {
        assert_eq!(show::blocks(&Markdown, "a.md", text), want, "{text}");
    }
}

#[test]
fn prose_in_front_matter_keeps_its_place() {
    let text = "---\ntitle: T\nmore: >-\n  **Aftercare:**\n\n  * Avoid\n    sun\n\n---\nBody.\n";
    assert_eq!(show::blocks(&Markdown, "a.md", text), ["H7 Aftercare:", "I0 Avoid sun", "P Body."]);
}
