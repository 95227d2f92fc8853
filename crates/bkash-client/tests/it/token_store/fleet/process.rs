//! A member of the fleet, from outside.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use super::gateway::Gateway;
use super::{Shared, member};

pub(super) struct Process {
    child: Child,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
}

impl Process {
    /// Ready to be told something.
    pub(super) fn start(gateway: &Gateway, shared: &Shared, calls_per_hour: u32) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([member::TEST, "--exact", "--ignored", "--nocapture"])
            .env(member::GATEWAY, gateway.url())
            .env(member::STORE, &shared.store)
            .env(member::PREFIX, &shared.prefix)
            .env(member::CALLS, calls_per_hour.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let stdin = child.stdin.take().unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let mut process = Self {
            child,
            stdin,
            stdout,
        };
        assert_eq!(process.answer(), "ready");
        process
    }

    pub(super) fn tell(&mut self, command: &str) {
        writeln!(self.stdin, "{command}").unwrap();
    }

    /// The next thing that it says.
    pub(super) fn answer(&mut self) -> String {
        loop {
            let mut line = String::new();
            let read = self.stdout.read_line(&mut line).unwrap();
            assert_ne!(read, 0, "the member ended: {:?}", self.child.wait());
            // The test harness talks on the same stream.
            if let Some((_, said)) = line.split_once(member::SAYS) {
                return said.trim_end().to_owned();
            }
        }
    }

    /// SIGKILL, where there is one.
    pub(super) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(super) struct Fleet(Vec<Process>);

impl Fleet {
    pub(super) fn start(
        size: usize,
        gateway: &Gateway,
        shared: &Shared,
        calls_per_hour: u32,
    ) -> Self {
        let process = |_| Process::start(gateway, shared, calls_per_hour);
        Self((0..size).map(process).collect())
    }

    pub(super) fn tell_all(&mut self, command: &str) {
        self.0.iter_mut().for_each(|process| process.tell(command));
    }

    pub(super) fn answers(&mut self) -> Vec<String> {
        self.0.iter_mut().map(Process::answer).collect()
    }
}
