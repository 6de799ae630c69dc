#![cfg_attr(fuzzing, no_main)]
#![allow(missing_docs, reason = "the target says what it is about")]

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| homekept_fuzz::document(bytes));

#[cfg(not(fuzzing))]
fn main() -> std::io::Result<()> {
    homekept_fuzz::replay(homekept_fuzz::document)
}
