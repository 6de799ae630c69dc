//! A program watched from outside while it says its stages: how long each takes, of that how long
//! on a processor, and how much memory it has at most. Linux tells of the last two; elsewhere they
//! are 0.

use crate::error::XtaskError;
use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

/// What was seen of a program.
#[derive(Debug)]
pub(crate) struct Watched {
    pub(crate) stages: Vec<Stage>,
}

impl Watched {
    pub(crate) fn time(&self) -> Duration {
        self.stages.iter().map(|stage| stage.time).sum()
    }

    pub(crate) fn cpu(&self) -> Duration {
        self.stages.iter().map(|stage| stage.cpu).sum()
    }

    /// The most memory of all stages, in bytes.
    pub(crate) fn peak(&self) -> u64 {
        self.stages.iter().map(|stage| stage.peak).max().unwrap_or(0)
    }
}

/// One stage of its work.
#[derive(Debug)]
pub(crate) struct Stage {
    pub(crate) name: String,
    pub(crate) time: Duration,
    pub(crate) cpu: Duration,
    /// The most memory that was resident in it, in bytes.
    pub(crate) peak: u64,
}

/// Runs a program to its end. It says the beginning of a stage as a line on standard error that
/// ends with two dots, as the packer does where no terminal watches.
pub(crate) fn run(mut command: Command) -> Result<Watched, XtaskError> {
    let name = command.get_program().to_string_lossy().into_owned();
    let not_started = |source| XtaskError::NotStarted { program: name.clone(), source };
    let mut child =
        command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().map_err(not_started)?;
    let id = child.id();
    let (said, heard) = mpsc::channel();
    if let Some(pipe) = child.stderr.take() {
        thread::spawn(move || {
            for line in BufReader::new(pipe).lines().map_while(Result::ok) {
                if said.send(line).is_err() {
                    break;
                }
            }
        });
    }

    let (mut stages, mut last_lines) = (Vec::new(), Vec::new());
    let mut stage = Open::begin(id, "starting", Duration::ZERO);
    loop {
        match heard.recv_timeout(LOOKED) {
            Ok(line) => {
                if let Some(next) = line.strip_suffix(" ..") {
                    stage.look(id);
                    let cpu = stage.cpu;
                    stages.push(stage.end());
                    stage = Open::begin(id, next, cpu);
                }
                last_lines.push(line);
            }
            Err(RecvTimeoutError::Timeout) => stage.look(id),
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    stage.look(id);
    stages.push(stage.end());
    let status = child.wait().map_err(not_started)?;
    if status.success() {
        return Ok(Watched { stages });
    }
    let first = last_lines.len().saturating_sub(LINES_SHOWN);
    for line in last_lines.iter().skip(first) {
        eprintln!("  | {line}");
    }
    Err(XtaskError::Stopped { program: "the packer", status: status.to_string() })
}

/// A stage under way.
struct Open {
    name: String,
    began: Instant,
    cpu_before: Duration,
    cpu: Duration,
    peak: u64,
}

impl Open {
    fn begin(id: u32, name: &str, cpu: Duration) -> Self {
        // The kernel measures the most memory from here on anew.
        let _ = fs::write(format!("/proc/{id}/clear_refs"), "5");
        Self { name: name.to_owned(), began: Instant::now(), cpu_before: cpu, cpu, peak: 0 }
    }

    fn look(&mut self, id: u32) {
        let read = |name: &str| fs::read_to_string(format!("/proc/{id}/{name}")).ok();
        if let Some(cpu) = read("stat").as_deref().and_then(cpu_of) {
            self.cpu = cpu;
        }
        if let Some(peak) = read("status").as_deref().and_then(peak_of) {
            self.peak = self.peak.max(peak);
        }
    }

    fn end(self) -> Stage {
        let Self { name, began, cpu_before, cpu, peak } = self;
        Stage { name, time: began.elapsed(), cpu: cpu.saturating_sub(cpu_before), peak }
    }
}

/// User and system time of `/proc/PID/stat`, which counts in hundredths of a second. The name of the
/// program stands in brackets and may hold anything.
fn cpu_of(stat: &str) -> Option<Duration> {
    let (_, behind) = stat.rsplit_once(')')?;
    let mut fields = behind.split_whitespace().skip(11).map(str::parse::<u64>);
    let (user, system) = (fields.next()?.ok()?, fields.next()?.ok()?);
    Some(Duration::from_millis((user + system) * 10))
}

/// The most resident memory of `/proc/PID/status`, in bytes.
fn peak_of(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse::<u64>().ok().map(|kilobytes| kilobytes << 10)
}

/// How often the program is looked at.
const LOOKED: Duration = Duration::from_millis(20);

/// How much of what it said is shown where it fails.
const LINES_SHOWN: usize = 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_linux_tells_is_read() {
        let stat = "7 (a) b) S 1 7 7 0 -1 4194304 90 0 0 0 123 45 0 0 20 0 1 0 9 9 9";
        assert_eq!(cpu_of(stat), Some(Duration::from_millis(1_680)));
        assert_eq!(peak_of("VmPeak:\t 9 kB\nVmHWM:\t    3072 kB\n"), Some(3 << 20));
        assert_eq!((cpu_of(""), peak_of("VmRSS: 1 kB")), (None, None));
    }

    #[test]
    fn stages_are_told_apart_and_a_failure_is_one() {
        let shell = |script: &str| {
            let mut command = Command::new("sh");
            command.args(["-c", script]);
            run(command)
        };
        let watched =
            shell("echo one .. >&2; sleep 0.1; echo a note >&2; echo two .. >&2").unwrap();
        let names: Vec<&str> = watched.stages.iter().map(|stage| stage.name.as_str()).collect();
        assert_eq!(names, ["starting", "one", "two"]);
        assert!(watched.stages[1].time >= Duration::from_millis(90));
        assert_eq!(shell("exit 3").unwrap_err().code(), "program-stopped");
    }
}
