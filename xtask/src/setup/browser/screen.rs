//! A virtual screen for a browser that cannot do without one.

use crate::error::XtaskError;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

/// The screen, on a number that was free; it ends when this is dropped.
#[derive(Debug)]
pub(crate) struct Screen {
    /// What programs are told of it.
    pub(super) name: String,
    server: Child,
}

impl Screen {
    pub(super) fn start() -> Result<Self, XtaskError> {
        let mut command = Command::new("Xvfb");
        command.args(["-displayfd", "1", "-screen", "0", "1400x1000x24", "-nolisten", "tcp"]);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let not_started = |source| XtaskError::NotStarted { program: "Xvfb".to_owned(), source };
        let mut server = command.spawn().map_err(not_started)?;
        let mut number = String::new();
        if let Some(output) = server.stdout.take() {
            // The server says its number once it can be talked to.
            BufReader::new(output).read_line(&mut number).map_err(not_started)?;
        }
        Ok(Self { name: format!(":{}", number.trim()), server })
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
