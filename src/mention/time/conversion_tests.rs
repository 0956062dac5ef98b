use super::{fhir, report, times, timex};
use crate::{
    lexicon::Lexicon,
    model::{Span, TimeMention},
    segment::tokens,
};

fn first(lexicon: &Lexicon, text: &str) -> TimeMention {
    let tokens = tokens(text, Span::new(0, text.len()), &[], &lexicon.words);
    times(text, &tokens, &lexicon.times).into_iter().next().unwrap_or_else(|| panic!("no time in {text:?}"))
}

#[test]
fn timex3_of_times_and_rates() {
    let lexicon = super::tests::lexicon();
    for (text, want) in [
        ("for 48 hours", "DURATION PT48H"),
        ("for 24-48 hours", "DURATION PT24H..PT48H"),
        ("for at least 2 weeks", "DURATION P2W EQUAL_OR_MORE"),
        ("for up to 3 days", "DURATION P3D EQUAL_OR_LESS"),
        ("for about an hour", "DURATION PT1H APPROX"),
        ("for a few days", "DURATION PXD"),
        ("overnight", "TIME TNI"),
        ("daily", "SET P1D EVERY"),
        ("twice a day", "SET P1D EVERY 2X"),
        ("2-3 times a day", "SET P1D EVERY 2-3X"),
        ("up to four times a day", "SET P1D EQUAL_OR_LESS EVERY 4X"),
        ("every 4-6 hours", "SET PT4H..PT6H EVERY"),
        ("every other day", "SET P2D EVERY"),
        ("every morning", "SET TMO EVERY"),
        ("morning and night", "SET P1D EVERY 2X"),
        ("every Sunday", "SET XXXX-WXX-7 EVERY"),
        ("every day at 7:13 p.m.", "SET T19:13 EVERY"),
        ("4 weeks apart", "SET P4W EVERY"),
    ] {
        let got = timex(&first(lexicon, text)).unwrap();
        let upper = got.upper.map_or(String::new(), |u| format!("..{u}"));
        let rest = [got.modifier, got.quant, got.freq.as_deref()];
        let rest: Vec<&str> = rest.into_iter().flatten().collect();
        assert_eq!(format!("{} {}{upper} {}", got.kind, got.value, rest.join(" ")).trim_end(), want, "{text}");
    }
    for lost in ["until healed", "on day 3", "3 sessions"] {
        assert_eq!(timex(&first(lexicon, lost)), None, "{lost}");
    }
}

#[test]
fn fhir_timing_with_its_losses() {
    let lexicon = super::tests::lexicon();
    for (text, want, losses) in [
        ("for 48 hours", r#"{"boundsDuration":{"code":"h","system":"http://unitsofmeasure.org","value":48}}"#, ""),
        (
            "for up to 2 years",
            r#"{"boundsRange":{"high":{"code":"a","system":"http://unitsofmeasure.org","value":2}}}"#,
            "",
        ),
        (
            "for 2 to 3 weeks",
            r#"{"boundsRange":{"high":{"code":"wk","system":"http://unitsofmeasure.org","value":3},"low":{"code":"wk","system":"http://unitsofmeasure.org","value":2}}}"#,
            "",
        ),
        ("2-3 times a day", r#"{"frequency":2,"frequencyMax":3,"period":1,"periodUnit":"d"}"#, ""),
        ("every 4-6 hours", r#"{"frequency":1,"period":4,"periodMax":6,"periodUnit":"h"}"#, ""),
        ("up to four times a day", r#"{"frequencyMax":4,"period":1,"periodUnit":"d"}"#, ""),
        ("at least twice a day", r#"{"frequency":2,"period":1,"periodUnit":"d"}"#, "lower-bound"),
        ("morning and night", r#"{"frequency":2,"period":1,"periodUnit":"d","when":["MORN","NIGHT"]}"#, ""),
        ("every Sunday", r#"{"dayOfWeek":["sun"],"frequency":1,"period":1,"periodUnit":"wk"}"#, ""),
        ("every day at 9am", r#"{"frequency":1,"period":1,"periodUnit":"d","timeOfDay":["09:00:00"]}"#, ""),
        ("for 10 minutes at a time", r#"{"duration":10,"durationUnit":"min"}"#, ""),
        ("3 to 6 sessions", r#"{"count":3,"countMax":6}"#, ""),
        (
            "for about 10 days",
            r#"{"boundsDuration":{"code":"d","system":"http://unitsofmeasure.org","value":10}}"#,
            "about",
        ),
        ("for a few days", "{}", "vague"),
        ("until healed", "{}", "event"),
        ("until day 3", "{}", "day"),
        ("after 24 hours", "{}", "start"),
        ("for 2 weeks before treatment", "{}", "lead"),
    ] {
        let got = fhir(&first(lexicon, text));
        assert_eq!(serde_json::to_string(&got.repeat).unwrap(), want, "{text}");
        assert_eq!(got.losses.join(" "), losses, "{text}");
    }
}

#[test]
fn a_report_has_every_key() {
    let lexicon = super::tests::lexicon();
    let text = "Avoid saunas for at least 24-48 hours after treatment.";
    let mention = first(lexicon, text);
    let report = report(text, &mention, lexicon.times.amounts());
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!((json["start"].as_u64(), json["end"].as_u64()), (Some(13), Some(53)));
    assert_eq!(json["text"], "for at least 24-48 hours after treatment");
    assert_eq!(json["role"], "duration");
    assert_eq!(json["until"]["min"], 24);
    assert_eq!(json["seconds"]["lower"], 86_400.0);
    assert_eq!(json["seconds"]["upper"], serde_json::Value::Null);
    assert_eq!(json["iso"]["lower"], "PT24H");
    assert_eq!(json["timex3"]["mod"], "EQUAL_OR_MORE");
    assert_eq!(json["anchored"], true);
    for key in ["from", "rate", "count", "when", "fhir", "fired", "reading"] {
        assert!(json.get(key).is_some(), "{key}");
    }
}
