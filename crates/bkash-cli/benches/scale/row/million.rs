use std::cell::RefCell;
use std::future::Future;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::cluster::Cluster;
use crate::failure::Failure;
use crate::million::{Made, SPAN, fill_postgres, fill_sqlite};
use crate::options::Options;
use crate::rig::Rig;
use crate::sample::quantile;
use crate::shop::{Api, order};
use crate::sink::Sink;
use crate::table::Line;
use crate::{host, network, quiet};

const MANY: u32 = 1_000_000;
/// Enough for whole pages of every list.
const FEW: u32 = 2000;
/// Of the p99 in a store of a few.
const MOST: f64 = 1.3;
/// Of either service in a round.
const TURNS: u32 = 250;
const DAY: Duration = Duration::from_secs(24 * 3600);

pub fn sqlite(options: &Options) -> Result<Vec<Line>, Failure> {
    let webhooks = Sink::start()?;
    let store = |count| {
        let rig = Rig::with(&webhooks.settings(None))?;
        let made = made(&rig)?;
        rig.restarted(&webhooks.settings(None), |database| {
            fill_sqlite(database, count, &made)
        })
    };
    let (few, many) = (store(FEW)?, store(options.count(MANY))?);
    let size = std::fs::metadata(&many.database)?.len();
    compare(options, "SQLite", (&few, &many), size)
}

pub fn postgres(options: &Options) -> Result<Vec<Line>, Failure> {
    let webhooks = Sink::start()?;
    let cluster = Cluster::start()?;
    let runtime = host::runtime()?;
    let store = |name, count| {
        runtime.block_on(cluster.create(name))?;
        let url = cluster.url(name);
        let rig = Rig::with(&webhooks.settings(Some(&url)))?;
        let made = made(&rig)?;
        rig.restarted(&webhooks.settings(Some(&url)), |_| {
            runtime.block_on(async {
                fill_postgres(&cluster.connect(name).await?, count, &made).await
            })
        })
    };
    let (few, many) = (store("few", FEW)?, store("many", options.count(MANY))?);
    let size = runtime.block_on(async {
        let sql = cluster.connect("many").await?;
        let size = "SELECT pg_database_size(current_database())";
        Ok::<i64, Failure>(sql.query_one(size, &[]).await?.try_get(0)?)
    })?;
    compare(options, "PostgreSQL", (&few, &many), u64::try_from(size)?)
}

/// A completed, a cancelled, a failed and a refunded payment, with their webhooks delivered.
fn made(rig: &Rig) -> Result<[Made; 4], Failure> {
    host::runtime()?.block_on(async {
        let api = Api::of(&rig.service.url)?;
        let visited = async |name, amount, payer| visited(rig, &api, name, amount, payer).await;
        let made = [
            visited("COMPLETED", "71.00", json!({})).await?,
            visited("CANCELLED", "72.00", json!({"outcome": "cancel"})).await?,
            visited(
                "FAILED",
                "73.00",
                json!({"wallet": "01823074818", "pin": "00000"}),
            )
            .await?,
            visited("REFUNDED", "74.00", json!({"wallet": "01929918378"})).await?,
        ];
        let refund = json!({"amount": "74.00", "sku": "template", "reason": "returned"});
        let refunds = format!("/v1/payments/{}/refunds", made[3].id);
        api.post(&refunds, "refund-of-the-template", &refund)
            .await?;
        // The courier looks every half second.
        tokio::time::sleep(Duration::from_secs(2)).await;
        Ok(made)
    })
}

/// A payment whose payer did as told at the gateway's pages, and came back.
async fn visited(
    rig: &Rig,
    api: &Api,
    name: &str,
    amount: &str,
    payer: Value,
) -> Result<Made, Failure> {
    let order = order(&format!("TEMPLATE-{name}"), amount);
    let created = api
        .post("/v1/payments", &format!("key-of-{name}"), &order)
        .await?;
    let text = |value: &Value, member: &str| value[member].as_str().unwrap_or_default().to_owned();
    let made = Made {
        id: text(&created, "id"),
        gateway_payment: text(&created, "gateway_payment_id"),
    };
    let pay = format!(
        "{}/_simulator/payments/{}/pay",
        rig.simulator, made.gateway_payment
    );
    let client = network::bare_client()?;
    let walked = network::post(&client, &pay, payer.to_string()).await?;
    let walked: Value = serde_json::from_slice(&walked.error_for_status()?.bytes().await?)?;
    let back = client.get(text(&walked, "callbackURL")).send().await?;
    back.error_for_status()?;
    let payment = api.get(&format!("/v1/payments/{}", made.id)).await?;
    match payment["status"].as_str() {
        Some("completed" | "cancelled" | "failed") => Ok(made),
        _ => Err(Failure::new(format!("a template did not end: {payment}"))),
    }
}

/// What is timed; on the last two stands no gate: the one walks back to its day, the other sums up everything.
const WORK: [&str; 12] = [
    "create",
    "callback",
    "get",
    "list, newest",
    "list by status",
    "list by invoice",
    "list of a day",
    "list of a day, next page",
    "list of a day by status",
    "ledger of a payment",
    "ledger of a day",
    "ledger's balances",
];
/// Of [`WORK`], from the first.
const GATED: usize = 10;
/// What grows without a gate takes long among a million: it is timed in one of so many turns.
const RARELY: u32 = 25;

/// Milliseconds of each kind of work, in the order of [`WORK`].
type Took = [Vec<f64>; WORK.len()];

/// Both services in turns: one shopper each, one call after another.
fn compare(
    options: &Options,
    database: &str,
    (few, many): (&Rig, &Rig),
    size: u64,
) -> Result<Vec<Line>, Failure> {
    let runtime = host::runtime()?;
    let desks = [
        Desk::of(few, FEW.min(options.count(MANY)))?,
        Desk::of(many, options.count(MANY))?,
    ];
    let turns = |turns| {
        let mut took = [Took::default(), Took::default()];
        for turn in 0..turns {
            let kinds = if turn % RARELY == 0 {
                WORK.len()
            } else {
                GATED
            };
            for (desk, took) in desks.iter().zip(&mut took) {
                runtime.block_on(desk.work(&WORK[..kinds], took))?;
            }
        }
        Ok(took)
    };
    turns(50)?;
    let processes = [few.service.id(), many.service.id()];
    let rounds = quiet::rounds(options.rounds(), &processes, || turns(options.count(TURNS)))?;
    let payments = options.count(MANY);
    let mut lines = vec![Line::new(
        format!("{database}: on the disk"),
        format!("{:.0} bytes a payment", size as f64 / f64::from(payments)),
    )];
    for (kind, name) in WORK.into_iter().enumerate() {
        let p = |desk: usize, q| {
            let took = rounds.samples.iter().flat_map(|round| &round[desk][kind]);
            quantile(took.copied(), q)
        };
        let ratio = p(1, 0.99) / p(0, 0.99);
        let line = Line::new(
            format!("{database}, {payments} payments: {name}"),
            format!("{:.2} ms p99, {:.2} ms median", p(1, 0.99), p(1, 0.5)),
        );
        let few = format!(
            "{:.2} ms p99, {:.2} ms median, {ratio:.2}x",
            p(0, 0.99),
            p(0, 0.5)
        );
        let line = line.floor(few).others(rounds.others);
        lines.push(match kind < GATED {
            true => line.gate(format!("p99 at most {MOST}x"), ratio <= MOST),
            false => line,
        });
    }
    Ok(lines)
}

/// A shop at one of the services.
struct Desk<'a> {
    rig: &'a Rig,
    api: Api,
    /// Seeded payments, spread over [`SPAN`].
    payments: u32,
    chance: RefCell<fastrand::Rng>,
}

impl<'a> Desk<'a> {
    fn of(rig: &'a Rig, payments: u32) -> Result<Self, Failure> {
        Ok(Self {
            rig,
            api: Api::of(&rig.service.url)?,
            payments,
            chance: RefCell::new(fastrand::Rng::with_seed(1)),
        })
    }

    /// Each of these kinds of work once.
    async fn work(&self, kinds: &[&str], took: &mut Took) -> Result<(), Failure> {
        let mut note = |name, millis| {
            let kind = WORK.iter().position(|known| *known == name);
            took[kind.unwrap_or_default()].push(millis);
        };
        let (millis, created) = timed(self.rig.shop.create()).await?;
        note("create", millis);
        let approved = self.rig.shop.approve(&created).await?;
        let (millis, ()) = timed(self.rig.shop.come_back(&approved)).await?;
        note("callback", millis);

        let (invoice, day) = self.somewhere()?;
        let list = format!("/v1/payments?{day}");
        let (millis, page) = timed(self.api.get(&list)).await?;
        note("list of a day", millis);
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let (id, cursor) = (text(&page["data"][0]["id"]), text(&page["next_cursor"]));
        for (name, path) in [
            (
                "list of a day, next page",
                format!("{list}&cursor={cursor}"),
            ),
            (
                "list of a day by status",
                format!("{list}&status=completed"),
            ),
            ("list, newest", "/v1/payments".to_owned()),
            ("list by status", "/v1/payments?status=cancelled".to_owned()),
            (
                "list by invoice",
                format!("/v1/payments?merchant_invoice_number=SEED-{invoice}"),
            ),
            ("get", format!("/v1/payments/{id}")),
            (
                "ledger of a payment",
                format!("/v1/ledger/entries?payment_id={id}"),
            ),
            ("ledger of a day", format!("/v1/ledger/entries?{day}")),
            ("ledger's balances", "/v1/ledger/balances".to_owned()),
        ] {
            if kinds.contains(&name) {
                note(name, timed(self.api.get(&path)).await?.0);
            }
        }
        Ok(())
    }

    /// The number of some seeded payment, and the day that begins with it as parameters of a list.
    fn somewhere(&self) -> Result<(u32, String), Failure> {
        let number = self.chance.borrow_mut().u32(..self.payments * 9 / 10);
        let age = SPAN * (self.payments - number) / self.payments;
        let from = jiff::Timestamp::now().checked_sub(age)?;
        let to = from.checked_add(DAY)?;
        Ok((number, format!("from={from:.3}&to={to:.3}")))
    }
}

/// How long it took, in milliseconds.
async fn timed<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<(f64, T), Failure> {
    let start = Instant::now();
    let done = work.await?;
    Ok((start.elapsed().as_secs_f64() * 1e3, done))
}
