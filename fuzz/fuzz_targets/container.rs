#![no_main]
use std::ops::ControlFlow;

use aftercare::document::{self, Options, Outcome, walk::Entry};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let path = std::env::temp_dir().join(format!("aftercare-fuzz-{}", std::process::id()));
    std::fs::write(&path, bytes).expect("a file");
    let entry = Entry { id: "a".into(), path, named: true, bytes: None };
    document::for_each(&[entry], &Options::default(), |_, o| o, |_, outcome| {
        if let Outcome::Read { document, .. } = outcome {
            aftercare_fuzz::check(&document);
        }
        ControlFlow::Continue(())
    });
});
