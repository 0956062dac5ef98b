//! What people read.

use crate::common::gold;
use aftercare::{
    contradiction::{Keeper, Keeping, Options, audit},
    lexicon::Lexicon,
    report::{Documents, FORMS, Report},
};

#[test]
fn every_form_of_report_is_written() {
    let lexicon = Lexicon::english().unwrap();
    let rules: Vec<_> = gold::corpus();
    let keeper = Keeper::new(&lexicon, Keeping::default());
    let documents: Vec<_> = gold::readings(rules.clone()).into_iter().map(|reading| keeper.keep(reading)).collect();
    let options = Options { keep_compatible: true, ..Options::default() };
    let audit = audit(&rules, &lexicon, &options);
    let evidence = Documents::new(&documents);
    for form in FORMS {
        let mut out = Vec::new();
        (form.write)(&Report { show_compatible: true, ..Report::new(&audit, &evidence) }, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(!text.is_empty(), "{}", form.name);
        if form.name == "text" {
            let long: Vec<_> = text.lines().filter(|l| l.chars().count() >= 80).collect();
            assert!(long.is_empty(), "lines over 79 columns: {long:#?}");
        }
        let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
        std::fs::write(folder.join(format!("report.{}", form.name)), text).unwrap();
    }
}
