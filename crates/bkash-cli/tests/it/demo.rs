//! `bkash demo`, alone and with no person.

use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};

/// A running demo; it is asked to stop when dropped.
pub(crate) struct Demo {
    process: Child,
    output: BufReader<ChildStdout>,
    welcome: String,
}

impl Demo {
    /// Starts it and waits until it has printed everything that a person needs.
    pub(crate) fn start() -> Self {
        Self::start_with(&[])
    }

    pub(crate) fn start_with(args: &[&str]) -> Self {
        let mut command = bkash();
        command.arg("demo").args(args).stdout(Stdio::piped());
        let mut process = command.spawn().unwrap();
        let mut output = BufReader::new(process.stdout.take().unwrap());
        let mut welcome = String::new();
        while !welcome.contains("ctrl-c") {
            assert_ne!(
                output.read_line(&mut welcome).unwrap(),
                0,
                "it ended after: {welcome}"
            );
        }
        Self {
            process,
            output,
            welcome,
        }
    }

    /// The address that it prints beside this name.
    pub(crate) fn address(&self, name: &str) -> &str {
        let line = self
            .welcome
            .lines()
            .find_map(|line| line.trim_start().strip_prefix(name));
        line.unwrap().split_whitespace().next().unwrap()
    }

    fn folder(&self) -> PathBuf {
        let mut words = self.welcome.split_whitespace();
        words
            .find(|word| word.contains("bkash-demo-"))
            .unwrap()
            .into()
    }

    fn ask_to_stop(&self) {
        let pid = self.process.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &pid])
                .status()
                .unwrap()
                .success()
        );
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        if self.process.try_wait().is_ok_and(|ended| ended.is_none()) {
            self.ask_to_stop();
        }
        let _ended = self.process.wait();
    }
}

/// The program in an environment that has nothing of the machine's.
fn bkash() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bkash"));
    command.env_clear().stdin(Stdio::null());
    command
}

#[test]
fn the_demo_plays_itself_and_everything_comes_out_right() {
    let output = bkash().args(["demo", "--auto"]).output().unwrap();
    let (said, talk) = (
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    );
    assert!(output.status.success(), "{said}\n{talk}");
    for scene in [
        "A payment",
        "Two partial refunds",
        "Insufficient balance",
        "Debit block",
        "Cancel",
        "Wrong OTP, three times",
        "The same again within two minutes",
        "A closed tab, then reloads",
        "A forged callback",
        "An execute whose answer is lost",
        "Every call to the gateway",
        "The money",
    ] {
        assert!(said.contains(scene), "{scene} is missing in\n{said}");
    }
    assert!(
        !said.contains('✗') && said.contains("came out right"),
        "{said}"
    );
    for line in said.lines() {
        assert!(
            line.chars().count() <= 100,
            "wider than 100 columns: {line}"
        );
    }
    assert!(!said.contains('\x1b'), "no terminal, no colours");
    for secret in ["12121", "eyJ", "demo-secret", "demo-password", "whsec_"] {
        assert!(
            !said.contains(secret) && !talk.contains(secret),
            "{secret} is shown"
        );
    }
}

#[test]
fn two_demos_run_side_by_side_and_leave_nothing_behind() {
    let demos = [Demo::start(), Demo::start()];
    let [one, other] = &demos;
    for name in ["Shop", "Service", "Simulator"] {
        assert!(one.address(name).starts_with("http://127.0.0.1:"));
        assert_ne!(one.address(name), other.address(name));
    }
    assert!(one.welcome.contains("01823074817") && one.welcome.contains("PIN 12121"));
    let folders = [one.folder(), other.folder()];
    assert!(
        folders
            .iter()
            .all(|folder| folder.join("bkash.db").is_file())
    );
    for mut demo in demos {
        demo.ask_to_stop();
        assert!(demo.process.wait().unwrap().success());
        let mut rest = String::new();
        demo.output.read_to_string(&mut rest).unwrap();
        assert_eq!(rest.trim(), "", "it stops without a word");
    }
    assert!(folders.iter().all(|folder| !folder.exists()));
}
