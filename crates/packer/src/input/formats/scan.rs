//! Values cut out of a JSON document one after the other, so that a list of any length is read
//! without ever being in memory whole. What a value says is serde_json's to read.

use std::io::{self, BufRead};

use crate::input::bytes::Text;

/// A place in a JSON document.
pub(crate) struct Scanner {
    text: Text,
}

impl Scanner {
    pub(crate) fn new(text: Text) -> Self {
        Self { text }
    }

    /// The number of the line that the next byte is on.
    pub(crate) fn line(&self) -> u64 {
        self.text.line()
    }

    /// The next byte that is no space, which stays; none at the end.
    pub(crate) fn peek(&mut self) -> io::Result<Option<u8>> {
        loop {
            self.text.begin();
            let bytes = self.text.fill_buf()?;
            if bytes.is_empty() {
                return Ok(None);
            }
            let spaces = bytes.iter().take_while(|byte| is_space(**byte)).count();
            let found = bytes.get(spaces).copied();
            self.text.consume(spaces);
            if found.is_some() {
                return Ok(found);
            }
        }
    }

    /// Goes over the byte that was looked at.
    pub(crate) fn step(&mut self) {
        self.text.consume(1);
    }

    /// Goes over one value, and puts its bytes into `bytes`. Gives whether it was whole when the
    /// file ended.
    pub(crate) fn value(&mut self, bytes: &mut Vec<u8>) -> io::Result<bool> {
        bytes.clear();
        self.over(Some(bytes))
    }

    /// Goes over one value, which may be of any length.
    pub(crate) fn skip(&mut self) -> io::Result<()> {
        self.over(None).map(drop)
    }

    fn over(&mut self, mut kept: Option<&mut Vec<u8>>) -> io::Result<bool> {
        let Some(first) = self.peek()? else { return Ok(false) };
        let mut state = State::default();
        // A bare word ends where the next thing begins, which is not its own.
        let is_bare = !matches!(first, b'"' | b'[' | b'{');
        loop {
            if kept.is_none() {
                self.text.begin();
            }
            let bytes = self.text.fill_buf()?;
            if bytes.is_empty() {
                return Ok(is_bare);
            }
            let end = if is_bare {
                bytes.iter().position(|byte| matches!(byte, b',' | b']' | b'}') || is_space(*byte))
            } else {
                bytes.iter().position(|byte| state.ends_with(*byte)).map(|place| place + 1)
            };
            let taken = bytes.get(..end.unwrap_or(bytes.len())).unwrap_or(bytes);
            if let Some(kept) = &mut kept {
                kept.extend_from_slice(taken);
            }
            let count = taken.len();
            self.text.consume(count);
            if end.is_some() {
                return Ok(true);
            }
        }
    }

    /// A text, such as the name of a field; none where there is none.
    pub(crate) fn name(&mut self) -> io::Result<Option<String>> {
        let mut bytes = Vec::new();
        let whole = self.value(&mut bytes)?;
        Ok(if whole { serde_json::from_slice(&bytes).ok() } else { None })
    }

    /// Reads to the end of the file, so that a broken end of its wrapping is noticed.
    pub(crate) fn rest(&mut self) -> io::Result<()> {
        loop {
            self.text.begin();
            let count = self.text.fill_buf()?.len();
            if count == 0 {
                return Ok(());
            }
            self.text.consume(count);
        }
    }
}

/// Where in a value a byte is.
#[derive(Default)]
struct State {
    depth: u64,
    in_text: bool,
    escaped: bool,
}

impl State {
    /// Takes the next byte of a text, list or object, and says whether the value ends with it.
    fn ends_with(&mut self, byte: u8) -> bool {
        if self.in_text {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => self.in_text = false,
                _ => {}
            }
            return !self.in_text && self.depth == 0;
        }
        match byte {
            b'"' => self.in_text = true,
            b'[' | b'{' => self.depth += 1,
            b']' | b'}' => {
                self.depth = self.depth.saturating_sub(1);
                return self.depth == 0;
            }
            _ => {}
        }
        false
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}
