//! A screen for a browser that cannot do without one, and the desktop's settings on it.

use crate::program::{Folder, Program};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};

/// A virtual screen of its own, on a number that was free.
#[derive(Debug)]
pub(crate) struct Display {
    name: String,
    settings: Mutex<Option<Program>>,
    _server: Program,
}

/// What the desktop tells every program on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Desktop {
    /// Whether its colours are those for the night.
    pub(crate) dark: bool,
    /// Whether its colours are few, with strong contrasts.
    pub(crate) few_colours: bool,
    /// Whether things may move.
    pub(crate) animations: bool,
}

impl Display {
    /// Starts one.
    pub(crate) fn start() -> Display {
        let mut command = Command::new("Xvfb");
        command.args(["-displayfd", "1", "-screen", "0", SIZE, "-nolisten", "tcp"]);
        command.stdout(Stdio::piped());
        let mut server = Program::start(command, None);
        // The server says its number once it can be talked to.
        let mut number = String::new();
        let output = server.output().expect("its output is piped");
        BufReader::new(output).read_line(&mut number).expect("it prints its number");
        let name = format!(":{}", number.trim());
        assert!(name.len() > 1, "Xvfb ended without a screen");
        Display { name, settings: Mutex::new(None), _server: server }
    }

    /// Gives the focus to the newest window: there is no window manager that would.
    pub(crate) fn focuses_the_newest_window(&self) {
        let mut command = Command::new("xdotool");
        command.args(["search", "--sync", "--onlyvisible", "--class", "MiniBrowser"]);
        command.args(["windowfocus", "--sync", "%@"]);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        self.shows(&mut command);
        // A window that closes between the search and the focus fails the one who found it.
        let focused = (0..TRIES)
            .any(|_| command.status().unwrap_or_else(|error| panic!("xdotool: {error}")).success());
        assert!(focused, "xdotool gives the focus");
    }

    /// Makes a program show its windows here.
    pub(crate) fn shows(&self, command: &mut Command) {
        command.env("DISPLAY", &self.name).env_remove("WAYLAND_DISPLAY");
    }

    /// Changes the desktop's settings under the programs that run.
    pub(crate) fn is_set(&self, desktop: Desktop, folder: &Folder) {
        let Desktop { dark, few_colours, animations } = desktop;
        let theme = match (few_colours, dark) {
            (true, false) => "HighContrast",
            (true, true) => "HighContrastInverse",
            (false, false) => "Adwaita",
            (false, true) => "Adwaita-dark",
        };
        let file = folder.path().join("xsettingsd.conf");
        let text =
            format!("Net/ThemeName \"{theme}\"\nGtk/EnableAnimations {}\n", u8::from(animations));
        std::fs::write(&file, text).expect("the settings are written");
        let mut settings = self.settings.lock().unwrap_or_else(PoisonError::into_inner);
        // There is one such program to a screen: the old one goes first.
        drop(settings.take());
        let mut command = Command::new("xsettingsd");
        command.arg("-c").arg(&file).stdout(Stdio::null());
        self.shows(&mut command);
        *settings = Some(Program::start(command, None));
    }
}

/// Larger than any window of the tests.
const SIZE: &str = "1400x1800x24";
/// How often a window is looked for that is there.
const TRIES: usize = 5;
