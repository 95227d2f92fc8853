use std::time::{Duration, Instant};

use bkash_client::{Client, Executed};

use crate::canned::{CannedGateway, EXECUTE, PAYMENT_ID, payment_id};
use crate::failure::Failure;
use crate::options::Options;
use crate::sample::{median, micros};
use crate::table::Line;
use crate::{host, network, quiet};

/// The most that a call may take, against a bare POST.
const MOST: f64 = 1.5;
/// Calls of one side before the other side's turn.
const TURN: u32 = 50;

/// One call after another on one connection, the two sides in turns.
pub fn measure(options: &Options) -> Result<Vec<Line>, Failure> {
    let gateway = CannedGateway::start()?;
    let runtime = host::runtime()?;
    let bare = Bare::new(&gateway)?;
    let client = gateway.client()?;
    let calls = options.count(5000);
    let rounds = runtime.block_on(async {
        // Connections, token and caches.
        pair(&client, &bare, 500).await?;
        Ok::<_, Failure>(())
    });
    rounds?;
    let rounds = quiet::rounds(options.rounds(), &[], || {
        runtime.block_on(pair(&client, &bare, calls))
    })?;
    let ours = median(rounds.samples.iter().map(|(ours, _)| *ours));
    let floor = median(rounds.samples.iter().map(|(_, bare)| *bare));
    let ratio = median(rounds.samples.iter().map(|(ours, bare)| ours / bare));
    Ok(vec![
        Line::new("client: one execute", format!("{ours:.0} µs median"))
            .floor(format!("{floor:.0} µs bare POST, {ratio:.2}x"))
            .gate(format!("at most {MOST}x"), ratio <= MOST)
            .others(rounds.others),
    ])
}

/// The medians of both sides, in microseconds.
async fn pair(client: &Client, bare: &Bare, calls: u32) -> Result<(f64, f64), Failure> {
    let (mut ours, mut floor) = (Vec::new(), Vec::new());
    for _ in 0..calls / TURN {
        for _ in 0..TURN {
            ours.push(micros(execute(client).await?));
        }
        for _ in 0..TURN {
            floor.push(micros(bare.execute().await?));
        }
    }
    Ok((median(ours), median(floor)))
}

async fn execute(client: &Client) -> Result<Duration, Failure> {
    let start = Instant::now();
    match client.out_of_flow().execute(&payment_id()).await {
        Executed::Completed(_) => Ok(start.elapsed()),
        other => Err(Failure::new(format!("execute ended otherwise: {other:?}"))),
    }
}

/// The same bytes without the client.
struct Bare {
    client: reqwest::Client,
    url: String,
    token: String,
}

impl Bare {
    fn new(gateway: &CannedGateway) -> Result<Self, Failure> {
        Ok(Self {
            client: network::bare_client()?,
            url: format!("http://{}{EXECUTE}", gateway.address),
            token: "x".repeat(1200),
        })
    }

    async fn execute(&self) -> Result<Duration, Failure> {
        let start = Instant::now();
        let request = self
            .client
            .post(&self.url)
            .header("content-type", "application/json")
            .header("accept", "application/json")
            .header("authorization", &self.token)
            .header("x-app-key", "app-key-of-the-benchmark")
            .body(format!(r#"{{"paymentID":"{PAYMENT_ID}"}}"#));
        request.send().await?.error_for_status()?.bytes().await?;
        Ok(start.elapsed())
    }
}
