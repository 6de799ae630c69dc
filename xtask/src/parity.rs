//! Native results for the browser to compare with: written by the packer, served on this machine.

use crate::cargo;
use crate::error::XtaskError;
use crate::process;
use crate::progress::Step;
use crate::stamp::short_digest;
use crate::tree::Tree;
use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::process::Command;
use std::thread;

/// The folder of the real sessions, where this checkout has them beside it.
pub(crate) fn data(tree: &Tree) -> Option<PathBuf> {
    tree.shared().map(|shared| shared.join("data/eshop2008")).filter(|data| data.is_dir())
}

/// Writes the native results, by a program that is compiled already or is compiled for it.
pub(crate) fn write(tree: &Tree, data: &Path, is_compiled: bool) -> Result<(), XtaskError> {
    let folder = folder(tree);
    fs::create_dir_all(&folder).map_err(XtaskError::io("create", &folder))?;
    let mut step = Step::begin("ranking 1,000 real prefixes natively", "10 s");
    let mut writer = if is_compiled {
        Command::new(tree.target.join("debug/examples/parity"))
    } else {
        let mut run = cargo::host();
        run.args(["run", "--package", "homekept-packer", "--example", "parity", "--"]);
        run
    };
    writer.current_dir(&tree.root);
    writer.arg(data).arg(&folder);
    process::must(writer, "the packer's parity writer", &tree.log("parity"), &mut step)?;
    step.end("written");
    Ok(())
}

/// Serves them from now on; the address goes into the browser's tests.
pub(crate) fn serve(tree: &Tree) -> Result<String, XtaskError> {
    let folder = folder(tree);
    let port = port(tree);
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|_| {
        XtaskError::PortTaken { port, remedy: "the browser's tests need it, so end that program" }
    })?;
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // A browser that hangs up has its reasons; the test that needed the file will say so.
            let _ = answer(&stream, &folder);
        }
    });
    Ok(format!("http://127.0.0.1:{port}"))
}

fn folder(tree: &Tree) -> PathBuf {
    tree.target.join("parity")
}

/// Answers one request for one file. Any page may read it: the tests come from another port.
fn answer(mut stream: &TcpStream, folder: &Path) -> io::Result<()> {
    let mut reader = BufReader::new(stream);
    let mut request = String::new();
    reader.read_line(&mut request)?;
    let mut header = String::new();
    while reader.read_line(&mut header)? > 2 {
        header.clear();
    }
    let (status, body) = match file_of(&request, folder).map(fs::read) {
        Some(Ok(body)) => ("200 OK", body),
        _ => ("404 Not Found", Vec::new()),
    };
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: application/octet-stream\r\nContent-Length: {}\r\n\
         Access-Control-Allow-Origin: *\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n",
        body.len()
    )?;
    stream.write_all(&body)
}

/// The file that `GET /name HTTP/1.1` asks for: one in the folder itself, and no other.
fn file_of(request: &str, folder: &Path) -> Option<PathBuf> {
    let name = Path::new(request.strip_prefix("GET /")?.split(' ').next()?);
    let mut components = name.components();
    match (components.next(), components.next()) {
        (Some(Component::Normal(name)), None) => Some(folder.join(name)),
        _ => None,
    }
}

/// Fixed, because the address is compiled into the tests: another one each time would compile them
/// each time. Each checkout has its own, so that two of them can be tested at once.
fn port(tree: &Tree) -> u16 {
    let digest = short_digest(&tree.root.to_string_lossy());
    let number = u64::from_str_radix(&digest, 16).unwrap_or_default();
    20_000 + u16::try_from(number % 10_000).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_of_the_folder_are_served() {
        let folder = Path::new("/folder");
        let cases = [
            ("GET /parity.bin HTTP/1.1\r\n", Some("/folder/parity.bin")),
            ("GET /../secret HTTP/1.1\r\n", None),
            ("GET /a/b HTTP/1.1\r\n", None),
            ("GET //etc/passwd HTTP/1.1\r\n", None),
            ("GET / HTTP/1.1\r\n", None),
            ("POST /parity.bin HTTP/1.1\r\n", None),
            ("", None),
        ];
        for (request, file) in cases {
            assert_eq!(file_of(request, folder).as_deref(), file.map(Path::new), "{request:?}");
        }
    }
}
