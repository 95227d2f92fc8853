//! Servers of a test's own, which it may take away.

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

/// One server in a folder of its own; it stops when this goes.
pub(crate) struct Server {
    name: &'static str,
    folder: TempDir,
}

impl Server {
    /// `postgres` or `redis`.
    pub(crate) fn start(name: &'static str) -> Self {
        let server = Self {
            name,
            folder: tempfile::tempdir().unwrap(),
        };
        server.tell("start");
        server
    }

    /// `start`, `stop` and, of PostgreSQL, `kill`.
    pub(crate) fn tell(&self, what: &str) {
        let told = self.run(what);
        assert!(told, "scripts/servers {} {what}", self.name);
    }

    /// Its address; the same after it was started again.
    pub(crate) fn address(&self) -> String {
        let env = std::fs::read_to_string(self.folder.path().join("env")).unwrap();
        let (_, address) = env.trim_end().split_once('=').unwrap();
        address.to_owned()
    }

    fn run(&self, what: &str) -> bool {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/servers");
        let mut command = Command::new(script);
        command.args([self.name, what]).arg(self.folder.path());
        command.status().is_ok_and(|status| status.success())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.run("stop");
    }
}
