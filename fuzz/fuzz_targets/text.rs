#![no_main]
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    aftercare_fuzz::read("a.txt", bytes);
});
