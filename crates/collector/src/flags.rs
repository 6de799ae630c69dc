//! The command line.

use homekept_collector::{CollectorError, Options, Role, Site};
use lexopt::prelude::{Long, Short, Value, ValueExt};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// What the command line asks for.
#[derive(Debug)]
pub(crate) enum Wish {
    Help,
    Serve(Box<Options>),
    Token(PathBuf, TokenWish),
}

/// What is to be done with tokens.
#[derive(Debug)]
pub(crate) enum TokenWish {
    New(Role),
    List,
    /// The old one's number, and for how many hours it stays in force.
    Rotate(i64, u32),
    End(i64),
}

impl Wish {
    pub(crate) fn read(mut flags: lexopt::Parser) -> Result<Self, CollectorError> {
        let mut said = Said::default();
        while let Some(flag) = flags.next().map_err(unclear)? {
            match flag {
                Long("help") | Short('h') => return Ok(Self::Help),
                Long("policy") => said.policy = Some(value(&mut flags)?.into()),
                Long("data") => said.data = Some(value(&mut flags)?.into()),
                Long("export") => said.export = Some(value(&mut flags)?.into()),
                Long("listen") => said.listen = Some(value(&mut flags)?.parse().map_err(unclear)?),
                Long("origin") => said.origin = Some(value(&mut flags)?.string().map_err(unclear)?),
                Long("rate") => said.rate = Some(value(&mut flags)?.parse().map_err(unclear)?),
                Long("rehearsal") => said.rehearsal = true,
                Long("role") => {
                    said.role = Role::from_name(&value(&mut flags)?.string().map_err(unclear)?)
                }
                Long("overlap") => said.overlap = value(&mut flags)?.parse().map_err(unclear)?,
                Value(word) => said.words.push(word.string().map_err(unclear)?),
                other => return Err(unclear(other.unexpected())),
            }
        }
        said.wish()
    }
}

/// The flags as they came.
#[derive(Debug, Default)]
struct Said {
    policy: Option<PathBuf>,
    data: Option<PathBuf>,
    export: Option<PathBuf>,
    listen: Option<SocketAddr>,
    origin: Option<String>,
    rate: Option<u32>,
    rehearsal: bool,
    role: Option<Role>,
    overlap: u32,
    words: Vec<String>,
}

impl Said {
    fn wish(self) -> Result<Wish, CollectorError> {
        let data = self.data.ok_or_else(|| unclear("--data names the database"))?;
        let words: Vec<&str> = self.words.iter().map(String::as_str).collect();
        let number = |id: &str| id.parse().map_err(|_| unclear(format!("{id} is no number")));
        let token = match words[..] {
            [] => {
                return serve(self.policy.as_deref(), data, self.origin, |options| {
                    options.listen = self.listen.unwrap_or(options.listen);
                    options.rate = self.rate.unwrap_or(options.rate);
                    options.folder = self.export;
                    options.rehearsal = self.rehearsal;
                });
            }
            ["token", "new"] => {
                TokenWish::New(self.role.ok_or_else(|| unclear("--role is read or operate"))?)
            }
            ["token", "list"] => TokenWish::List,
            ["token", "rotate", id] => TokenWish::Rotate(number(id)?, self.overlap),
            ["token", "end", id] => TokenWish::End(number(id)?),
            _ => return Err(unclear(format!("there is no command `{}`", words.join(" ")))),
        };
        Ok(Wish::Token(data, token))
    }
}

fn serve(
    policy: Option<&Path>,
    data: PathBuf,
    origin: Option<String>,
    rest: impl FnOnce(&mut Options),
) -> Result<Wish, CollectorError> {
    let policy = policy.ok_or_else(|| unclear("--policy names the site's policy file"))?;
    let site = Site::read(policy)?;
    if origin.is_none() && site.signals.collector.starts_with("https://") {
        return Err(unclear(
            "the policy's collector has an address of its own: --origin names the site's",
        ));
    }
    let listen = SocketAddr::from(([127, 0, 0, 1], PORT));
    let (rate, folder, rehearsal) = (RATE, None, false);
    let mut options = Options { site, data, listen, origin, rate, folder, rehearsal };
    rest(&mut options);
    Ok(Wish::Serve(Box::new(options)))
}

fn value(flags: &mut lexopt::Parser) -> Result<std::ffi::OsString, CollectorError> {
    flags.value().map_err(unclear)
}

fn unclear(problem: impl ToString) -> CollectorError {
    CollectorError::Usage(problem.to_string())
}

const PORT: u16 = 8788;
const RATE: u32 = 500;

pub(crate) const HELP: &str = "\
homekept-collector --policy FILE --data FILE [--listen ADDRESS] [--origin ORIGIN] [--rate N]
                   [--export FOLDER] [--rehearsal]
homekept-collector token new --role read|operate --data FILE
homekept-collector token list --data FILE
homekept-collector token rotate ID [--overlap HOURS] --data FILE
homekept-collector token end ID --data FILE

Takes the reports that a policy's `signals` ask for, keeps their sums alone, and
shows what they tell once a period is over.

  --policy FILE     the site's homekept.json
  --data FILE       the database, made where there is none
  --listen ADDRESS  127.0.0.1:8788; TLS is the site's own server's, in front of it
  --origin ORIGIN   the site's, such as https://shop.example, where the collector has another
  --rate N          reports a second, all senders together; 500
  --export FOLDER   writes released results there, as JSON and CSV
  --rehearsal       for simulated customers: periods end on request
  --role ROLE       read sees what is released, operate how the machine does and who looked
  --overlap HOURS   for how long a replaced token stays in force; 0";
