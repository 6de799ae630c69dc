//! Readers who have read enough, and disks that are full.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a failing test says where")]

mod common;

use std::path::PathBuf;
use std::process::{Command, Stdio};

use common::{Folder, homekept};

fn shop(folder: &Folder) -> PathBuf {
    let items =
        folder.write("items.csv", "id,colour,subject\na,red,Religion\nb,red,Art\nc,blue,Art\n");
    let pack = folder.path("shop.hkp");
    let args = ["pack", "--items", items.to_str().unwrap(), "-o", pack.to_str().unwrap()];
    assert!(homekept().args(args).output().unwrap().status.success());
    pack
}

#[test]
fn whoever_reads_one_line_gets_one_line_and_no_complaint() {
    let folder = Folder::new("head");
    let pack = shop(&folder);
    for command in ["audit --lists 20", "inspect"] {
        let line = format!(
            "{} {command} {} | head -1",
            homekept().get_program().display(),
            pack.display()
        );
        let output = Command::new("sh").args(["-c", &line]).output().unwrap();
        assert_eq!(String::from_utf8(output.stdout).unwrap().lines().count(), 1, "{command}");
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(!told.contains("panicked") && !told.contains("error["), "{told}");
    }
}

#[test]
fn the_exit_status_is_the_same_whether_somebody_reads_or_not() {
    let folder = Folder::new("nobody");
    let pack = shop(&folder);
    let broken = folder.write("log.csv", "session,item\n1,a\n1,b\n1,\n");
    for (args, status) in [
        (vec!["inspect"], 0),
        (vec!["inspect", "--json"], 0),
        (vec!["audit", "--lists", "20", "--json"], 0),
        (vec!["audit", "--lists", "20", "--sessions", broken.to_str().unwrap()], 3),
    ] {
        let mut child = homekept()
            .args(&args)
            .arg(&pack)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // Nobody reads what it prints, nor what it complains of.
        drop((child.stdout.take(), child.stderr.take()));
        assert_eq!(child.wait().unwrap().code(), Some(status), "{args:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn what_does_not_fit_on_a_disk_is_an_error() {
    let folder = Folder::new("full");
    let pack = shop(&folder);
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = homekept().arg("inspect").arg(&pack).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("error[write-failed]: standard output"), "{told}");
}
