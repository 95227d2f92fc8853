use std::time::{Duration, Instant};

use tokio::runtime::Runtime;
use tokio_postgres::Client;

use crate::checkout::Shop;
use crate::cluster::Cluster;
use crate::failure::Failure;
use crate::load::side_by_side;
use crate::options::Options;
use crate::process::ServiceProcess;
use crate::rig::{self, KEY};
use crate::sample::{median, quantile};
use crate::sink::Sink;
use crate::table::Line;
use crate::{host, quiet};

const DATABASE: &str = "fleet";
const SHOPPERS: usize = 64;
const INSTANCES: [usize; 3] = [1, 2, 4];
/// As many as an instance holds.
const CONNECTIONS: usize = 16;
/// Payments of one shopper, to be counted.
const ALONE: u32 = 100;

/// Opened, created, executing, completed. That its webhook was claimed and delivered need not survive a crash.
const COMMITS: f64 = 4.0;
/// The server flushes now and then what waits for no disk.
const MORE: f64 = 0.5;

/// How long the server may keep its counters to itself, twice.
const COUNTED: Duration = Duration::from_millis(2500);

struct Round {
    checkouts: f64,
    floor: f64,
    seconds: Vec<f64>,
    /// Milliseconds of a processor for each checkout: the instances', and the server's.
    service: f64,
    server: f64,
}

/// Checkouts and bare commits in turns, with one instance, then two, then four of the same database.
pub fn measure(options: &Options) -> Result<Vec<Line>, Failure> {
    let (cluster, webhooks) = (Cluster::start()?, Sink::start()?);
    let runtime = host::runtime()?;
    runtime.block_on(cluster.create(DATABASE))?;
    let (simulator, _gateway) = rig::simulator()?;
    let folder = rig::folder()?;
    let url = cluster.url(DATABASE);
    let (mut instances, mut orders) = (Vec::new(), 0);
    let mut lines = Vec::new();
    for count in INSTANCES {
        while instances.len() < count {
            let settings = webhooks.settings(Some(&url));
            let instance = ServiceProcess::start(folder.path(), &simulator, KEY, &settings)?;
            instances.push(instance);
        }
        let services = instances.iter().map(|it| it.url.clone()).collect();
        let shop = Shop::new(services, simulator.clone(), format!("Bearer {KEY}"))?.after(orders);
        if count == 1 {
            lines.push(alone(&runtime, &cluster, &shop)?);
        }
        let floor = runtime.block_on(Floor::connect(&cluster, count * CONNECTIONS))?;
        let services: Vec<_> = instances.iter().map(ServiceProcess::id).collect();
        let round = |span| {
            let server = cluster.processes()?;
            let used = || [&services, &server].map(|it| quiet::processor_seconds(it));
            runtime.block_on(async {
                let before = used();
                let (checkouts, seconds) =
                    side_by_side(SHOPPERS, span, async || shop.checkout().await).await?;
                let after = used();
                let each = |kind: usize| (after[kind] - before[kind]) * 1e3 / seconds.len() as f64;
                Ok(Round {
                    checkouts,
                    floor: floor.commits_a_second(span).await?,
                    service: each(0),
                    server: each(1),
                    seconds,
                })
            })
        };
        round(Duration::from_millis(500))?;
        runtime.block_on(cluster.tidy(DATABASE))?;
        let processes = [services.clone(), cluster.processes()?].concat();
        let rounds = quiet::rounds(options.rounds(), &processes, || round(options.span()))?;
        lines.push(line(count, &rounds));
        orders = shop.orders();
    }
    Ok(lines)
}

fn line(instances: usize, rounds: &quiet::Quiet<Round>) -> Line {
    let of = |value: fn(&Round) -> f64| median(rounds.samples.iter().map(value));
    let millis = |q| {
        let all = rounds
            .samples
            .iter()
            .flat_map(|round| round.seconds.iter().copied());
        quantile(all, q) * 1e3
    };
    let (checkouts, floor) = (of(|round| round.checkouts), of(|round| round.floor));
    let share = of(|round| round.checkouts * COMMITS / round.floor);
    Line::new(
        format!("PostgreSQL, {SHOPPERS} shoppers, instances: {instances}"),
        format!(
            "{checkouts:.0} checkouts/s; each {:.0} ms median, {:.0} ms p99; processor time of each: {:.2} ms \
             in the service, {:.2} ms in PostgreSQL",
            millis(0.5),
            millis(0.99),
            of(|round| round.service),
            of(|round| round.server)
        ),
    )
    .floor(format!(
        "{floor:.0} bare commits/s on {} connections, {share:.2} of them",
        instances * CONNECTIONS
    ))
    .others(rounds.others)
}

/// What one payment costs the database, counted by the server while nobody else pays.
fn alone(runtime: &Runtime, cluster: &Cluster, shop: &Shop) -> Result<Line, Failure> {
    runtime.block_on(async {
        shop.checkout().await?;
        let sql = cluster.connect(DATABASE).await?;
        tokio::time::sleep(COUNTED).await;
        // What workers that find nothing ask.
        let (idle, since) = (Counted::now(&sql).await?, Instant::now());
        tokio::time::sleep(COUNTED * 2).await;
        let before = Counted::now(&sql).await?;
        let idle = before.since(&idle).each(since.elapsed().as_secs_f64());
        let since = Instant::now();
        for _ in 0..ALONE {
            shop.checkout().await?;
        }
        tokio::time::sleep(COUNTED).await;
        let (after, seconds) = (Counted::now(&sql).await?, since.elapsed().as_secs_f64());
        let each = after.since(&before).each(f64::from(ALONE));
        let trips = each.transactions - idle.transactions * seconds / f64::from(ALONE);
        let (syncs, bytes) = (each.syncs, each.bytes);
        Ok(Line::new(
            "PostgreSQL: one payment with its webhook",
            format!("{syncs:.1} durable commits, {trips:.1} round trips, {bytes:.0} bytes of log"),
        )
        .floor(format!(
            "an idle instance: {:.1} round trips a second",
            idle.transactions
        ))
        .gate(
            format!("{COMMITS} commits, at most {MORE} more"),
            syncs <= COMMITS + MORE,
        ))
    })
}

/// The server's own counters.
#[derive(Clone, Copy, Debug)]
struct Counted {
    /// Each statement of the service is one transaction and one round trip.
    transactions: f64,
    syncs: f64,
    bytes: f64,
}

impl Counted {
    async fn now(sql: &Client) -> Result<Self, Failure> {
        let counters = "SELECT xact_commit::float8, wal_sync::float8, wal_bytes::float8
             FROM pg_stat_database, pg_stat_wal WHERE datname = current_database()";
        let row = sql.query_one(counters, &[]).await?;
        Ok(Self {
            transactions: row.try_get(0)?,
            syncs: row.try_get(1)?,
            bytes: row.try_get(2)?,
        })
    }

    fn since(self, before: &Self) -> Self {
        Self {
            transactions: self.transactions - before.transactions,
            syncs: self.syncs - before.syncs,
            bytes: self.bytes - before.bytes,
        }
    }

    fn each(self, parts: f64) -> Self {
        Self {
            transactions: self.transactions / parts,
            syncs: self.syncs / parts,
            bytes: self.bytes / parts,
        }
    }
}

/// What the same server commits when nobody decides: rows of about a ledger entry's size, each durable on its
/// own.
struct Floor(Vec<Client>);

impl Floor {
    async fn connect(cluster: &Cluster, connections: usize) -> Result<Self, Failure> {
        let mut clients = Vec::new();
        for _ in 0..connections {
            clients.push(cluster.connect("postgres").await?);
        }
        let table =
            "CREATE TABLE IF NOT EXISTS floor (id bigserial PRIMARY KEY, content text NOT NULL)";
        clients[0].batch_execute(table).await?;
        Ok(Self(clients))
    }

    async fn commits_a_second(&self, span: Duration) -> Result<f64, Failure> {
        let start = Instant::now();
        let commits = self.0.iter().map(|client| async move {
            let insert = client.prepare("INSERT INTO floor (content) VALUES (repeat('x', 200))");
            let (insert, mut done) = (insert.await?, 0);
            while start.elapsed() < span {
                client.execute(&insert, &[]).await?;
                done += 1;
            }
            Ok::<u64, Failure>(done)
        });
        let commits: u64 = futures_util::future::try_join_all(commits)
            .await?
            .iter()
            .sum();
        Ok(crate::sample::rate(commits, start.elapsed()))
    }
}
