//! Packs a catalogue and serves it as a shop on this machine alone.
#![allow(clippy::print_stdout, reason = "the address is what this program says")]

use homekept_collector::{Collector, Options, Role, Site, Tokens};
use homekept_packer::Voice;
use homekept_shop::{Feed, Shop, ShopOptions, prepare, signals};
use lexopt::prelude::{Long, ValueExt};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("shop: {reason}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    let Some(wish) = Wish::read()? else {
        println!("{HELP}");
        return Ok(());
    };
    if let Some(pack) = &wish.pack_only {
        return prepare(&wish.feed, pack, &mut Voice::new()).map(drop).map_err(said);
    }
    // Found out before the packing, which takes a while.
    Shop::check_port(wish.port).map_err(said)?;
    if wish.vault_in_frame {
        Shop::check_port(wish.port_after(2)?).map_err(said)?;
    }
    if !wish.assets.join("shop.js").is_file() {
        return Err(format!(
            "{} holds no shop.js; `cargo xtask build` makes it",
            wish.assets.display()
        ));
    }
    let pack = match &wish.pack {
        Some(path) => {
            std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?
        }
        None => prepare(&wish.feed, &wish.own_pack, &mut Voice::new()).map_err(said)?,
    };
    let mut options = ShopOptions::new(pack, wish.assets.clone());
    options.port = wish.port;
    if wish.pack.is_some() || wish.feed != Feed::Demo {
        options.site = "own-shop".to_owned();
        options.name = "Your shop".to_owned();
        options.demo = false;
    }
    let desk = match &wish.collector {
        Some(data) => Some(Desk::open(data, wish.port_after(1)?, &options.name)?),
        None => None,
    };
    options.collector = desk.as_ref().map(|desk| desk.running.address);
    let (running, vault) = if wish.vault_in_frame {
        let (shop, vault) = Shop::start_with_vault(options, wish.port_after(2)?).map_err(said)?;
        (shop, Some(vault))
    } else {
        (Shop::start(options).map_err(said)?, None)
    };
    println!("{}", running.origin());
    if let Some(vault) = &vault {
        println!("the vault in its frame: {}/vault", vault.origin());
    }
    if let Some(desk) = &desk {
        println!("{}", desk.tells());
    }
    running.wait();
    Ok(())
}

/// The collector beside the shop, in rehearsal: whoever runs the demo ends its periods.
struct Desk {
    running: homekept_collector::Running,
    read: String,
    operate: String,
}

impl Desk {
    /// Starts it at a port.
    fn open(data: &Path, port: u16, name: &str) -> Result<Self, String> {
        let file = serde_json::from_value(signals()).map_err(said)?;
        let signals = homekept::signals::Signals::of(file).map_err(|error| error.code())?;
        let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let running = Collector::start(Options {
            site: Site { name: name.to_owned(), signals },
            data: data.to_owned(),
            listen,
            origin: None,
            rate: 500,
            folder: None,
            rehearsal: true,
        });
        let running = running.map_err(said)?;
        let tokens = Tokens::open(data).map_err(said)?;
        // Those of the last time were shown to whoever ran it then.
        for row in tokens.list().map_err(said)? {
            tokens.end(row.id, 0).map_err(said)?;
        }
        let token = |role| tokens.make(role).map(|token| token.reveal().to_owned()).map_err(said);
        Ok(Self { running, read: token(Role::Read)?, operate: token(Role::Operate)? })
    }

    fn tells(&self) -> String {
        let Self { running, read, operate } = self;
        let (address, origin) = (running.address, running.origin());
        format!(
            "what customers told together: http://me:{read}@{address}/\n\
             its period ends by: curl -X POST -H 'authorization: Bearer {operate}' {origin}/v1/rehearsal"
        )
    }
}

/// What the command line asks for.
struct Wish {
    port: u16,
    feed: Feed,
    /// A pack that exists already.
    pack: Option<PathBuf>,
    /// Where a pack goes when nothing is to be served.
    pack_only: Option<PathBuf>,
    /// The database of the collector beside it, where there is to be one.
    collector: Option<PathBuf>,
    /// Whether profiles are kept in a frame of another origin.
    vault_in_frame: bool,
    /// Where the pack of this run goes.
    own_pack: PathBuf,
    assets: PathBuf,
}

impl Wish {
    /// None when only help is wanted.
    fn read() -> Result<Option<Self>, String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/demo");
        let (mut catalogue, mut sessions, mut images) = (None, None, None);
        let (mut pack, mut pack_only, mut collector) = (None, None, None);
        let (mut port, mut vault_in_frame) = (PORT, false);
        let mut assets = folder.join("assets");
        let mut flags = lexopt::Parser::from_env();
        let path = |flags: &mut lexopt::Parser| flags.value().map(PathBuf::from);
        while let Some(flag) = flags.next().map_err(said)? {
            match flag {
                Long("port") => {
                    port = flags.value().and_then(|value| value.parse()).map_err(said)?
                }
                Long("catalogue") => catalogue = Some(path(&mut flags).map_err(said)?),
                Long("sessions") => sessions = Some(path(&mut flags).map_err(said)?),
                Long("images") => images = Some(path(&mut flags).map_err(said)?),
                Long("pack") => pack = Some(path(&mut flags).map_err(said)?),
                Long("pack-only") => pack_only = Some(path(&mut flags).map_err(said)?),
                Long("collector") => collector = Some(path(&mut flags).map_err(said)?),
                Long("vault-in-frame") => vault_in_frame = true,
                Long("assets") => assets = path(&mut flags).map_err(said)?,
                Long("help") => return Ok(None),
                flag => return Err(format!("{}; --help lists the flags", flag.unexpected())),
            }
        }
        let feed = match (catalogue, sessions, images) {
            (Some(catalogue), sessions, images) => Feed::Own { catalogue, sessions, images },
            (None, None, None) => Feed::Demo,
            (None, ..) => {
                return Err(
                    "--sessions and --images need the --catalogue that they belong to".to_owned()
                );
            }
        };
        let own_pack = folder.join(if feed == Feed::Demo { "shop.hkp" } else { "own.hkp" });
        if vault_in_frame && collector.is_some() {
            return Err("--vault-in-frame and --collector: a frame sends no signals".to_owned());
        }
        let wish =
            Self { port, feed, pack, pack_only, collector, vault_in_frame, own_pack, assets };
        Ok(Some(wish))
    }

    /// The port so many after the shop's; any that is free where the shop takes any.
    fn port_after(&self, distance: u16) -> Result<u16, String> {
        let port = if self.port == 0 { Some(0) } else { self.port.checked_add(distance) };
        port.ok_or_else(|| format!("--port {}: there is none {distance} after it", self.port))
    }
}

fn said(error: impl std::fmt::Display) -> String {
    error.to_string()
}

const PORT: u16 = 8787;
const HELP: &str = "\
shop [--port N] [--catalogue FILE [--sessions FILE] [--images DIR] | --pack FILE] [--assets DIR]
     [--collector FILE | --vault-in-frame]
shop --pack-only FILE [--catalogue FILE [--sessions FILE] [--images DIR]]

Packs a catalogue and serves it as a shop on http://127.0.0.1:8787.

  --port N          another port; 0 takes any that is free
  --catalogue FILE  a feed of your own, in any format that `homekept pack` reads, instead of the demo's books
  --sessions FILE   the session log that belongs to it
  --images DIR      pictures of its items, called as the feed says or like the item's id
  --pack FILE       a pack that exists already, instead of packing
  --pack-only FILE  packs into FILE and serves nothing
  --collector FILE  a collector at the port after it, with this database: the policy asks customers then
  --vault-in-frame  profiles are kept in a frame of another origin, at the second port after it
  --assets DIR      where the built script and style sheet are";
