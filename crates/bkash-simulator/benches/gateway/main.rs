//! How many calls a second the simulator answers on one core, and what memory that takes.
//!
//! ```text
//! cargo bench -p bkash-simulator --bench gateway              five rounds
//! cargo bench -p bkash-simulator --bench gateway -- --quick   three shorter ones
//! ```
//!
//! The server is this program again as a process with one thread; callers are the other core's. A bare hello
//! of the same web framework takes turns with it. Exits 1 when a gate fails, 2 when nothing could be measured,
//! 3 when gates failed only while others had more than a quarter of the machine.

mod calls;
mod load;
mod memory;
mod merchant;
mod report;
mod server;
mod watch;

use std::error::Error;
use std::process::ExitCode;

use report::Line;
use server::Server;
use watch::Watch;

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// Execute-class calls a second on one core.
const LEAST_RATE: f64 = 15_000.0;
/// Exchanges after which memory must stand still.
const MANY: usize = 200_000;
/// In MiB; between the first tenth of those exchanges and the last.
const MOST_GROWTH: f64 = 2.0;
/// In MiB, before the first call.
const MOST_IDLE: f64 = 20.0;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let lines = match words.as_slice() {
        ["serve", what] => return server::serve(what),
        ["--bench"] | [] => measure(5, 6_000),
        ["--quick", "--bench"] | ["--quick"] | ["--bench", "--quick"] => measure(3, 3_000),
        _ => Err("the only flag is --quick".into()),
    };
    report::print(lines)
}

/// Each round has so many executes, and as many of every other call.
fn measure(rounds: usize, calls: usize) -> Outcome<Vec<Line>> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let (simulator, hello) = (Server::start("simulator")?, Server::start("hello")?);
        let idle = memory::resident(simulator.id())?;
        let throughput = calls::measure(&simulator, &hello, rounds, calls).await?;
        drop((simulator, hello));
        let fresh = Server::start("simulator")?;
        let watch = Watch::start(&[fresh.id()]);
        let (early, late) = calls::memory_under_load(&fresh, MANY).await?;
        let grown = late - early;
        let mut lines = throughput.lines(LEAST_RATE);
        lines.push(
            Line::new("memory before the first call", format!("{idle:.1} MiB"))
                .gate(format!("below {MOST_IDLE} MiB"), idle < MOST_IDLE),
        );
        let what = format!("memory after {MANY} exchanges of {} payments", MANY / 10);
        let measured = format!("{late:.1} MiB, {grown:+.1} since the first tenth");
        lines.push(
            Line::new(&what, measured)
                .gate(
                    format!("grows by at most {MOST_GROWTH} MiB"),
                    grown <= MOST_GROWTH,
                )
                .others(watch.others()),
        );
        Ok(lines)
    })
}
