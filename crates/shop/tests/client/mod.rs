//! The smallest HTTP client that can hear an answer out.

#![allow(dead_code, reason = "each test file uses its own part")]

use homekept_shop::Running;
use std::io::{Read, Write};
use std::net::TcpStream;

/// One answer.
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// The value of a header; empty when it is not there.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(found, _)| found == name).map_or("", |(_, value)| value)
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }
}

pub(crate) fn get(shop: &Running, path: &str) -> Answer {
    ask(shop, "GET", path, b"")
}

pub(crate) fn post(shop: &Running, path: &str, body: &[u8]) -> Answer {
    ask(shop, "POST", path, body)
}

fn ask(shop: &Running, method: &str, path: &str, body: &[u8]) -> Answer {
    let mut stream = TcpStream::connect(shop.address).unwrap();
    let length = body.len();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nhost: {}\r\nx-test: yes\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n",
        shop.address
    )
    .unwrap();
    stream.write_all(body).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("an answer has a head");
    let head = String::from_utf8(answer[..end].to_vec()).unwrap();
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).unwrap().parse().unwrap();
    let headers = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        .collect();
    Answer { status, headers, body: answer[end + 4..].to_vec() }
}
