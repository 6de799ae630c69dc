//! `homekept`: the packer's command line.
//!
//! Exit status: 0 all went well; 1 an error, and nothing was written; 2 the flags were not
//! understood; 3 done, but some lines could not be used (they are listed); 4 a pack was inspected
//! or audited, and does not keep what it claims.
#![forbid(unsafe_code)]

mod audit_sheet;
mod cli;
mod denial_sheet;
mod out;
mod sheet;

fn main() -> std::process::ExitCode {
    homekept_packer::settle();
    cli::run()
}
