//! `homekept-collector`: runs the collector, and makes, lists and ends its tokens.
#![allow(clippy::print_stdout, reason = "a program says where it listens, and shows a token once")]

mod flags;

use flags::{TokenWish, Wish};
use homekept_collector::{Collector, CollectorError, Tokens, date_of};
use std::process::ExitCode;

fn main() -> ExitCode {
    match Wish::read(lexopt::Parser::from_env()).and_then(run) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error[{}]: {error}", error.code());
            ExitCode::FAILURE
        }
    }
}

fn run(wish: Wish) -> Result<(), CollectorError> {
    match wish {
        Wish::Help => println!("{}", flags::HELP),
        Wish::Serve(options) => {
            let running = Collector::start(*options)?;
            println!("{}", running.origin());
            wait_for_the_end()?;
            running.stop();
        }
        Wish::Token(data, wish) => token(&Tokens::open(&data)?, wish)?,
    }
    Ok(())
}

fn token(tokens: &Tokens, wish: TokenWish) -> Result<(), CollectorError> {
    match wish {
        TokenWish::New(role) => println!("{}", tokens.make(role)?.reveal()),
        TokenWish::Rotate(id, hours) => println!("{}", tokens.rotate(id, hours)?.reveal()),
        TokenWish::End(id) => tokens.end(id, 0)?,
        TokenWish::List => {
            for row in tokens.list()? {
                let ends = row.ends.map(|end| format!(", ends {}", date_of(end)));
                let (id, role, made) = (row.id, row.role, date_of(row.made));
                println!("{id} {role}, made {made}{}", ends.unwrap_or_default());
            }
        }
    }
    Ok(())
}

/// Until Ctrl-C, or until the system asks it to end.
fn wait_for_the_end() -> Result<(), CollectorError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(CollectorError::Thread)?;
    runtime.block_on(async {
        #[cfg(unix)]
        {
            use tokio::signal::unix::{SignalKind, signal};
            let mut end = signal(SignalKind::terminate()).map_err(CollectorError::Thread)?;
            tokio::select! {
                _ = end.recv() => Ok(()),
                interrupted = tokio::signal::ctrl_c() => interrupted.map_err(CollectorError::Thread),
            }
        }
        #[cfg(not(unix))]
        tokio::signal::ctrl_c().await.map_err(CollectorError::Thread)
    })
}
