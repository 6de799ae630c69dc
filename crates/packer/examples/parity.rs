//! Writes native ranking results for the tests in a browser to compare with:
//! `cargo run -p homekept-packer --example parity -- DATA OUT`, where DATA is the folder of
//! eshop2008.

use std::env;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<_> = env::args_os().skip(1).collect();
    let [data, out] = arguments.as_slice() else {
        eprintln!("usage: parity DATA OUT");
        return ExitCode::FAILURE;
    };
    match homekept_packer::write_parity(Path::new(data), Path::new(out)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
