use super::*;
use crate::document::show;

#[test]
fn blocks() {
    for (text, want) in [
        ("YOUR WOUND\nKeep it dry.\n", &["H1 YOUR WOUND", "P Keep it dry."][..]),
        ("Care\n====\n\nAt home\n-------\nRest.\n", &["H1 Care", "H2 At home", "P Rest."]),
        (
            "Immediately Following\n\nIce should be applied.\n",
            &["H3 Immediately Following", "P Ice should be applied."],
        ),
        ("Before you come\n- Eat.\n- Drink.\n", &["H1 Before you come", "I0 Eat.", "I0 Drink."]),
        ("Avoid:\n- sun\n- heat\n", &["P Avoid:", "I0<0 sun", "I0<0 heat"]),
        ("URGENTLY, IF:\n- fever\n", &["P URGENTLY, IF:", "I0<0 fever"]),
        ("1) BANDAGE\n   Leave it on.\n", &["H1 BANDAGE", "P Leave it on."]),
        ("A. Definition\n\nIt is a treatment.\n", &["H1 Definition", "P It is a treatment."]),
        ("1. One.\n\n2. Two.\n", &["I#0 One.", "I#0 Two."]),
        (
            "FOR 48 HOURS AVOID\nswimming\nalcohol\n\nRest.",
            &["H1 FOR 48 HOURS AVOID", "I0 swimming", "I0 alcohol", "P Rest."],
        ),
        ("Avoid:\n  * sun, and\n    wind\n    - cold wind\n", &["P Avoid:", "I0<0 sun, and wind", "I1<1 cold wind"]),
        ("Gym ....... 2 wks\nSauna ..... 4 wks\n", &["C0.0.0 Gym", "C0.0.1 2 wks", "C0.1.0 Sauna", "C0.1.1 4 wks"]),
        (
            "What       Wait\n---------------\nGym        2 wks\n",
            &["C0.0.0h What", "C0.0.1h Wait", "C0.1.0 Gym", "C0.1.1 2 wks"],
        ),
        ("Q: Can I swim?\nA: Not for a day.\n", &["H7 Can I swim?", "P Not for a day."]),
        (
            "|\nCare |\n|\n- Rest.\n|\nBathing\n|\nA shower from day 5 on. No bath.\n|\n",
            &["H1 Care", "I0 Rest.", "H3 Bathing", "P A shower from day 5 on. No bath."],
        ),
        (
            "Care\n\nRest.\n\nHow to sleep in the first night and in the nights after your operation\n\nPlease lie on your back, and put a pillow under both of your knees if that is better.\n",
            &[
                "H1 Care",
                "P Rest.",
                "H3 How to sleep in the first night and in the nights after your operation",
                "P Please lie on your back, and put a pillow under both of your knees if that is better.",
            ],
        ),
        (
            "\u{2728} BROWS \u{2728} care\n\n\u{1f4a7} Keep them dry\n\u{2600} No sun\n\u{1f6cf} Sleep well\n",
            &["H1 BROWS \u{2728} care", "I0 Keep them dry", "I0 No sun", "I0 Sleep well"],
        ),
        (
            "Avoid:\n* these:\n- sun\n- heat\n* wind\n",
            &["P Avoid:", "I0<0 these:", "I1<1 sun", "I1<1 heat", "I0<0 wind"],
        ),
        ("\u{2714} Walk\n\u{274c} Run\n", &["I0 Tick Walk", "I0 Cross Run"]),
    ] {
        assert_eq!(show::blocks(&Text, "a.txt", text), want, "{text}");
    }
}

#[test]
fn hard_wraps_are_joined_and_other_line_ends_are_not() {
    let text = "Please keep the dressing on the wound for two whole days and then take\nit off. You may wash it after that with lukewarm water only. Pat it dry\n                and leave it alone.\nDo not swim.\nCall us between nine and four if\n your skin is hot\n you have a fever\n";
    let want = [
        "P Please keep the dressing on the wound for two whole days and then take it off. You may wash it after that with lukewarm \
         water only. Pat it dry and leave it alone.",
        "P Do not swim.",
        "P Call us between nine and four if",
        "I0<2 your skin is hot",
        "I0<2 you have a fever",
    ];
    assert_eq!(show::blocks(&Text, "a.txt", text), want);
}

#[test]
fn a_line_that_was_broken_once_is_joined() {
    let long = "You will wake up in a soft bra, which you wear day and night, also under the shower, that is,";
    let text = format!("Care\n\n{long}\nuntil it has settled. No wires.\n\n{}\n", "Rest and sleep well. ".repeat(9));
    let blocks = show::blocks(&Text, "a.txt", &text);
    assert_eq!(blocks[1], format!("P {long} until it has settled. No wires."));
}

/// Pages whose text was copied: a line a block, and nothing that marks headings and items.
#[test]
fn lines_without_blanks_or_signs() {
    let prose = "The area may be red and warm for some hours and this is nothing to worry about. Keep it clean.";
    for (text, want) in [
        (format!("{prose}\nWater and heat\n{prose}\nFirst night\n{prose}\n"), "P H3 P H3 P"),
        (format!("{prose}\nDon'ts\nHot baths\nThe gym\nSaunas\nWashing\n{prose}\n"), "P H3 I0 I0 I0 H3 P"),
        (format!("{prose}\nAvoid for 2 days:\nHot baths\nThe gym\nWork\n{prose}\n"), "P P I0<1 I0<1 H3 P"),
        (format!("{prose}\nAfter that you may\n  swim\n  run\n{prose}\n"), "P P I0<1 I0<1 P"),
        (format!("{prose}\nCan I run?\n{prose}\nWhen can I swim again?\n{prose}\n"), "P H3 P H3 P"),
        (format!("{prose}\nAvoid\nSwimming for two weeks.\nSun for two weeks.\nWork\n{prose}\n"), "P H3 I0 I0 H3 P"),
        (format!("{prose}\nAvoid excessive alcohol\nNo hot baths\nAvoid sunbeds\nCall us if it hurts.\n"), "P P P P P"),
        (format!("1. Before treatment\n1.1 Stop aspirin.\n1.2 Eat.\n2. Results\n{prose}\n"), "H2 I#0 I#0 H2 P"),
        (format!("■ Before surgery\n· Eat.\n· Drink.\n■ After surgery\n{prose}\n"), "H2 I0 I0 H2 P"),
        (
            "Care\n\nAvoid:\n\nSun\n\nHeat\n\nWashing\n\nWash it gently.\n\nPat it dry.\n".to_owned(),
            "H1 P I0<1 I0<1 H3 P P",
        ),
    ] {
        let blocks = show::blocks(&Text, "a.txt", &text);
        let got: Vec<&str> = blocks.iter().filter_map(|b| b.split(' ').next()).collect();
        assert_eq!(got.join(" "), want, "{text}");
    }
}
