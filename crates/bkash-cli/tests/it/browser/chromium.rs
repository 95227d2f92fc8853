use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

/// A chromedriver of this test's own, on a free port; it is stopped, with its browser, when dropped.
pub(crate) struct Chromedriver {
    process: Child,
    port: u16,
}

impl Chromedriver {
    pub(crate) fn start() -> Self {
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
        let port = port(&mut process);
        Self { process, port }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

/// `ChromeDriver was started successfully on port 43210.`
fn port(process: &mut Child) -> u16 {
    let mut output = BufReader::new(process.stdout.take().unwrap());
    let mut line = String::new();
    loop {
        line.clear();
        assert_ne!(
            output.read_line(&mut line).unwrap(),
            0,
            "chromedriver ended at once"
        );
        if let Some((_, port)) = line
            .trim_end()
            .trim_end_matches('.')
            .split_once("successfully on port ")
            && let Ok(port) = port.parse()
        {
            return port;
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
