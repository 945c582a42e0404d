#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| scimwright_fuzz::payload(bytes));
