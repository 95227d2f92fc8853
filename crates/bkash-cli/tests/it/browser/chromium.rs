use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

/// A chromedriver of this test's own, on a free port; it is stopped, with its browser, when dropped.
pub(crate) struct Chromedriver {
    process: Child,
    port: u16,
}

/// A free port of IPv4 may be taken on IPv6, by another test's chromedriver say; then it ends at once.
const STARTS: usize = 5;

impl Chromedriver {
    pub(crate) fn start() -> Self {
        (0..STARTS)
            .find_map(|_| Self::try_start())
            .unwrap_or_else(|| panic!("chromedriver ended at once, {STARTS} times"))
    }

    fn try_start() -> Option<Self> {
        let started = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let mut process = started.unwrap_or_else(|error| {
            panic!(
                "chromedriver cannot be started ({error}): run scripts/test, which installs it, or \
                 apt-get install chromium chromium-driver"
            )
        });
        match port(&mut process) {
            Some(port) => Some(Self { process, port }),
            None => {
                let _ended = process.wait();
                None
            }
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

/// `ChromeDriver was started successfully on port 43210.`; `None` when it ended without.
fn port(process: &mut Child) -> Option<u16> {
    let mut output = BufReader::new(process.stdout.take().unwrap());
    let mut line = String::new();
    loop {
        line.clear();
        if output.read_line(&mut line).unwrap() == 0 {
            return None;
        }
        if let Some((_, port)) = line
            .trim_end()
            .trim_end_matches('.')
            .split_once("successfully on port ")
            && let Ok(port) = port.parse()
        {
            return Some(port);
        }
    }
}

impl Drop for Chromedriver {
    fn drop(&mut self) {
        let pid = self.process.id().to_string();
        let _asked = Command::new("kill").args(["-TERM", &pid]).status();
        let _ended = self.process.wait();
    }
}
