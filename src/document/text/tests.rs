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
        (
            "Before: • Eat a light meal at home. • Do not smoke for a day. After: • Rest for the evening. • Call us if it bleeds.\n",
            &[
                "P Before:",
                "I0<0 Eat a light meal at home.",
                "I0<0 Do not smoke for a day.",
                "P After:",
                "I0<3 Rest for the evening.",
                "I0<3 Call us if it bleeds.",
            ],
        ),
        ("Home • About us • Prices • Contact\n", &["P Home • About us • Prices • Contact"]),
        (
            "Care\n\nWe wish you well.\n\n❌ Not for two days\nThe sauna and the pool.\nAlcohol of any kind.\n\nRest.\n",
            &[
                "H1 Care",
                "P We wish you well.",
                "H3 Cross Not for two days",
                "P The sauna and the pool.",
                "P Alcohol of any kind.",
                "P Rest.",
            ],
        ),
        (
            "Care\n\nWe wish you well.\n\n✅ DO\nWash twice a day\nWear loose clothes\n🚫 DON'T\nSwim for a week\nScratch\nShave\n",
            &[
                "H1 Care",
                "P We wish you well.",
                "H3 Tick DO",
                "I0 Wash twice a day",
                "I0 Wear loose clothes",
                "H3 Cross DON'T",
                "I0 Swim for a week",
                "I0 Scratch",
                "I0 Shave",
            ],
        ),
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
        ("Gym\t2 wks\nSwimming\t4 wks\n", &["C0.0.0 Gym", "C0.0.1 2 wks", "C0.1.0 Swimming", "C0.1.1 4 wks"]),
        (
            "Gym | no | 2 wks\nSauna | | 4 wks\nBath | no |\n",
            &["C0.0.0 Gym", "C0.0.1 no", "C0.0.2 2 wks", "C0.1.0 Sauna", "C0.1.2 4 wks", "C0.2.0 Bath", "C0.2.1 no"],
        ),
        (
            "Rest often    Rub it\nEat well      Use the sauna for\n              two days\n              Swim\n",
            &["C0.0.0 Rest often", "C0.0.1 Rub it", "C0.1.0 Eat well", "C0.1.1 Use the sauna for two days", "C0.2.1 Swim"],
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

/// Lines that nothing but their own words show to go on: items and prose in narrow lines, titles, words that are parted.
#[test]
fn lines_that_were_broken_in_mid_sentence() {
    for (text, want) in [
        (
            "Avoid:\n- the sea, a swimming pool\nor a lake, as the water\nmay hold germs\n- sunbeds and\ntanning lamps\n",
            &[
                "P Avoid:",
                "I0<0 the sea, a swimming pool or a lake, as the water may hold germs",
                "I0<0 sunbeds and tanning lamps",
            ][..],
        ),
        (
            "Avoid:\n- sun\n- heat\n\nNo gym for a\nWeek or two.\n",
            &["P Avoid:", "I0<0 sun", "I0<0 heat", "P No gym for a Week or two."],
        ),
        (
            "At work\nMost people go back to work after two\nweeks. If your job involves heavy lifting\nyou may need six weeks off.\n",
            &[
                "H1 At work",
                "P Most people go back to work after two weeks. If your job involves heavy lifting you may need six weeks off.",
            ],
        ),
        (
            "Going home after your hernia\noperation\n\nRest.\n",
            &["H1 Going home after your hernia operation", "P Rest."],
        ),
        (
            "care of your new tattoo\n\nhow to wash it\nwash your hands, then wash the\ntattoo with water and a mild\nsoap. pat it dry.\n\ncall us if\n- it is hot and\nswollen\n\nthank you.\n",
            &[
                "H1 care of your new tattoo",
                "H3 how to wash it",
                "P wash your hands, then wash the tattoo with water and a mild soap. pat it dry.",
                "H3 call us if",
                "I0 it is hot and swollen",
                "P thank you.",
            ],
        ),
        (
            "Use a mild moistu-\nriser, and an anti-\nitch cream, for 24-\n48 hours, says the leaf\u{ad}\nlet.\n",
            &["P Use a mild moisturiser, and an anti-itch cream, for 24-48 hours, says the leaflet."],
        ),
        (
            "Dress for it\n* Loose tops until day\n3.\n* No belts.\n",
            &["H1 Dress for it", "I0 Loose tops until day 3.", "I0 No belts."],
        ),
        (
            "Do:\n- rest well and drink a lot of water during the first of the days!\nAfter your treatment\n1. Hands off for a long time, as the skin is rather sore and needs\nsome rest.\n2. Do not be late at the next of your appointments, since we charge\nfor it.\n",
            &[
                "P Do:",
                "I0<0 rest well and drink a lot of water during the first of the days!",
                "H7 After your treatment",
                "I#0 Hands off for a long time, as the skin is rather sore and needs some rest.",
                "I#0 Do not be late at the next of your appointments, since we charge for it.",
            ],
        ),
    ] {
        assert_eq!(show::blocks(&Text, "a.txt", text), want, "{text}");
    }
}

/// Signs on lines of their own: before each item, or all before the first.
#[test]
fn signs_that_stand_apart() {
    for (text, want) in [
        (
            "Avoid:\n\u{2022}\nsun and\nheat\n\u{2022}\n\nthe gym\n",
            &["P Avoid:", "I0<0 sun and heat", "I0<0 the gym"][..],
        ),
        ("Do:\n1.\nRest.\n2.\nSleep.\n", &["P Do:", "I#0<0 Rest.", "I#0<0 Sleep."]),
        (
            "Avoid:\n\u{f0b7}\n\u{f0b7}\n\u{f0b7}\n\nThe sauna, the steam room and the hot\ntub.\nThe gym.\n\nSun.\n\nRest well.\n",
            &[
                "P Avoid:",
                "I0<0 The sauna, the steam room and the hot tub.",
                "I0<0 The gym.",
                "I0<0 Sun.",
                "P Rest well.",
            ],
        ),
        ("Do not wait longer than until day\n3.\nRest.\n", &["P Do not wait longer than until day 3.", "P Rest."]),
    ] {
        assert_eq!(show::blocks(&Text, "a.txt", text), want, "{text}");
    }
}

/// What pages have around their text is left out, and what their ends part is one.
#[test]
fn pages() {
    for (text, want) in [
        (
            "Care\n\nDo not swim until the\n\nHill Trust   Page 1 of 2\n\u{c}wound has healed.\n\nRest.\n\nHill Trust   Page 2 of 2\n",
            &["H1 Care", "P Do not swim until the wound has healed.", "P Rest."][..],
        ),
        ("Care\n\nRest.\n\n1\n\nSleep.\n\n2\n\nDrink.\n", &["H1 Care", "P Rest.", "P Sleep.", "P Drink."]),
        (
            "Knee care\n\nRest.\n\n\u{c}Knee care\n\nSleep.\n\n\u{c}Knee care\n\nDrink.\n",
            &["H1 Knee care", "P Rest.", "P Sleep.", "P Drink."],
        ),
        ("Dose\n\n20\n\nTake it for\n\n5\n\ndays.\n", &["H1 Dose", "P 20", "H1 Take it for", "P 5", "P days."]),
    ] {
        assert_eq!(show::blocks(&Text, "a.txt", text), want, "{text:?}");
    }
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
