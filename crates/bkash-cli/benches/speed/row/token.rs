use std::hint::black_box;
use std::time::Instant;

use bkash_client::Client;

use crate::canned::{CannedGateway, payment_id};
use crate::failure::Failure;
use crate::options::Options;
use crate::sample::{median, micros};
use crate::table::Line;
use crate::{host, quiet};

/// In microseconds.
const MOST: f64 = 1.0;
const COLD_CALLERS: usize = 10_000;

pub fn measure(options: &Options) -> Result<Vec<Line>, Failure> {
    let runtime = host::runtime()?;
    let gateway = CannedGateway::start()?;
    let client = gateway.client()?;
    let cold = runtime.block_on(all_at_once(&client))?;
    let grants = gateway.grants();
    let calls = options.count(1_000_000);
    let rounds = quiet::rounds(options.rounds(), &[], || {
        runtime.block_on(in_hand(&client, calls))
    })?;
    let took = median(rounds.samples);
    Ok(vec![
        Line::new("token in hand: execute prepared", format!("{took:.3} µs"))
            .floor("no exchange".to_owned())
            .gate(
                format!("at most {MOST} µs"),
                took <= MOST && gateway.grants() == grants,
            )
            .others(rounds.others),
        Line::new(
            format!("{COLD_CALLERS} callers without a token"),
            format!("{grants} grant, all served in {cold:.0} ms"),
        )
        .gate("1 grant", grants == 1),
    ])
}

/// Microseconds a call.
async fn in_hand(client: &Client, calls: u32) -> Result<f64, Failure> {
    let id = payment_id();
    let start = Instant::now();
    for _ in 0..calls {
        let _ = black_box(client.out_of_flow().prepare_execute(black_box(&id)).await?);
    }
    Ok(micros(start.elapsed()) / f64::from(calls))
}

/// Milliseconds until the last one has its token.
async fn all_at_once(client: &Client) -> Result<f64, Failure> {
    let id = payment_id();
    let start = Instant::now();
    let callers = (0..COLD_CALLERS).map(|_| {
        let (client, id) = (client.clone(), id.clone());
        tokio::spawn(async move { client.out_of_flow().prepare_execute(&id).await.map(drop) })
    });
    for caller in callers.collect::<Vec<_>>() {
        caller.await??;
    }
    Ok(micros(start.elapsed()) / 1e3)
}
