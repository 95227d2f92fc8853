//! A server as a process of its own, with one thread.

use std::io::{BufRead as _, BufReader, Read as _};
use std::net::SocketAddr;
use std::process::{Child, Command, ExitCode, Stdio};

use axum::routing::post;
use axum::serve::ListenerExt as _;
use axum::{Json, Router};
use bkash_simulator::Simulator;
use serde_json::json;
use tokio::net::TcpListener;

use crate::Outcome;

/// In taka; the wallets must not run dry.
const BALANCE: u32 = 40_000_000;

/// Ends with its drop.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    child: Child,
}

impl Server {
    /// `what` is `simulator` or `hello`.
    pub(crate) fn start(what: &str) -> Outcome<Self> {
        let mut child = Command::new(std::env::current_exe()?)
            .args(["serve", what])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let output = child.stdout.take().ok_or("the server has no output")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        let address = line.trim().parse()?;
        Ok(Self { address, child })
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Err(error) = self.child.kill().and_then(|()| self.child.wait()) {
            eprintln!("a server could not be ended: {error}");
        }
    }
}

/// The life of that process: prints its address, serves until its input ends.
pub(crate) fn serve(what: &str) -> ExitCode {
    let serve = || -> Outcome {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        runtime.block_on(async {
            match what {
                "simulator" => {
                    let builder = Simulator::builder().good_balance(BALANCE);
                    let simulator = builder.start().await?;
                    println!("{}", simulator.addr());
                    wait_for_the_parent().await;
                    Ok(())
                }
                "hello" => hello().await,
                _ => Err("serve simulator, or serve hello".into()),
            }
        })
    };
    match serve() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

async fn hello() -> Outcome {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?);
    let listener = listener.tap_io(|stream| {
        // Without it a small answer may wait for an acknowledgement.
        let _ = stream.set_nodelay(true);
    });
    let hello = || async { Json(json!({ "statusCode": "0000", "statusMessage": "Hello" })) };
    let app = Router::new().route("/hello", post(hello));
    tokio::select! {
        served = axum::serve(listener, app) => Ok(served?),
        () = wait_for_the_parent() => Ok(()),
    }
}

/// A benchmark that is killed leaves no server behind: its end of the pipe closes.
async fn wait_for_the_parent() {
    let (over, waits) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        let _ = std::io::stdin().read(&mut [0]);
        let _ = over.send(());
    });
    let _ = waits.await;
}
