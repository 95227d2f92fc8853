use std::time::Duration;

use crate::failure::Failure;
use crate::floor::BareShop;
use crate::load::side_by_side;
use crate::options::Options;
use crate::rig::{self, Rig};
use crate::sample::{median, quantile};
use crate::table::Line;
use crate::{host, network, quiet};

const SHOPPERS: usize = 64;
/// A second, with simulator and load on the same two cores.
const LEAST: f64 = 1000.0;
/// Of the machine's own checkouts, in which nothing is decided.
const LEAST_OF_FLOOR: f64 = 0.15;
/// Of the goal, for a machine that differs from one minute to the next.
const NOISE: f64 = 0.05;

struct Round {
    checkouts: f64,
    bare: f64,
    hello: f64,
    seconds: Vec<f64>,
}

/// The service and the machine's floor in turns, the load on one thread.
pub fn measure(options: &Options) -> Result<Vec<Line>, Failure> {
    let folder = rig::folder()?;
    let bare = BareShop::start(folder.path())?;
    let rig = Rig::start()?;
    let client = network::bare_client()?;
    let runtime = host::runtime()?;
    let round = |span| {
        runtime.block_on(async {
            let (checkouts, seconds) =
                side_by_side(SHOPPERS, span, async || rig.shop.checkout().await).await?;
            let (bare_checkouts, _) =
                side_by_side(SHOPPERS, span, async || bare.checkout(&client).await).await?;
            let (hello, _) =
                side_by_side(SHOPPERS, span / 2, async || bare.hello(&client).await).await?;
            Ok(Round {
                checkouts,
                bare: bare_checkouts,
                hello,
                seconds,
            })
        })
    };
    round(Duration::from_millis(500))?;
    let rounds = quiet::rounds(options.rounds(), &[rig.service.id()], || {
        round(options.span())
    })?;
    let of = |value: fn(&Round) -> f64| median(rounds.samples.iter().map(value));
    let (checkouts, floor, hello) = (of(|r| r.checkouts), of(|r| r.bare), of(|r| r.hello));
    let share = of(|r| r.checkouts / r.bare);
    let p50 = of(|r| quantile(r.seconds.iter().copied(), 0.5)) * 1e3;
    let p99 = of(|r| quantile(r.seconds.iter().copied(), 0.99)) * 1e3;
    Ok(vec![
        Line::new(
            format!("checkouts, {SHOPPERS} shoppers"),
            format!("{checkouts:.0}/s; each {p50:.0} ms median, {p99:.0} ms p99"),
        )
        .floor(format!("{floor:.0}/s bare checkouts, {share:.2} of them"))
        .gate(
            format!("at least {LEAST:.0}/s and {LEAST_OF_FLOOR} of the floor"),
            checkouts >= LEAST * (1.0 - NOISE) && share >= LEAST_OF_FLOOR,
        )
        .others(rounds.others),
        Line::new(
            "bkash serve: memory after this load",
            format!("{:.1} MiB", rig.service.resident()?),
        ),
        Line::new(
            format!("machine: bare POSTs, {SHOPPERS} callers"),
            format!("{hello:.0}/s"),
        ),
    ])
}
