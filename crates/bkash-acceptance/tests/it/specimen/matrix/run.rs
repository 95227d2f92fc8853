use std::future::Future;
use std::net::{Ipv4Addr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;

use bkash_acceptance::play::{Progress, Run, Settings, ShopApp};
use bkash_acceptance::record::Trouble;
use bkash_acceptance::shop::ShopFile;
use bkash_acceptance::{CASES, Journal, Outcome, Phase, Verdict};

use tokio::sync::Semaphore;

use super::expected::expected;
use crate::specimen::rows::Row;
use crate::specimen::shop::{Open, Shop};

/// A shop that the judge has seen.
#[derive(Debug)]
pub(super) struct Judged {
    pub(super) row: Row,
    pub(super) verdicts: Vec<Verdict>,
    pub(super) journal: Journal,
    pub(super) took_s: u64,
}

/// Runs the whole judge against one shop.
pub(super) async fn judged(row: Row, busy: Arc<Semaphore>) -> Judged {
    let mut turn = match row.style.is_serial() {
        true => None,
        false => Some(busy.acquire_owned().await.unwrap()),
    };
    let open = Open::new(row.style, row.flaw).await;
    let file = ShopFile::parse(&open.shop.file(&row.name())).unwrap();
    let settings = Settings {
        shop: file,
        listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
        quick: false,
        only: Vec::new(),
        tls: None,
    };
    let run = Run::open(settings).await.unwrap();
    open.shop.point_at(run.gateway_url());
    let app = InProcess(Arc::clone(&open.shop));
    let mut told = |progress| {
        if matches!(progress, Progress::Phase(Phase::Renewal, _)) {
            turn.take();
        }
    };
    let report = run.with_app(Box::new(app)).play(&mut told).await;
    let report = report.unwrap_or_else(|stopped| panic!("{}: {stopped}", row.name()));
    Judged {
        row,
        verdicts: report.verdicts,
        journal: report.record.journal,
        took_s: report.took.as_secs().unsigned_abs(),
    }
}

impl Judged {
    /// Verdicts that are not as they must be.
    pub(super) fn surprises(&self) -> Vec<String> {
        let pairs = CASES.iter().zip(&self.verdicts);
        pairs
            .filter_map(|(case, verdict)| {
                assert_eq!(case.id, verdict.id);
                let expected = expected(&self.row, case);
                let seen_after_all =
                    self.row.hides.contains(&case.id) && verdict.outcome == Outcome::Passed;
                (expected != verdict.outcome && !seen_after_all).then(|| {
                    let (met, saw) = (verdict.outcome, &verdict.saw.en);
                    let shown = &verdict.evidence.exchanges;
                    format!(
                        "{} {met:?} instead of {expected:?}: {saw} {shown:?}",
                        case.id
                    )
                })
            })
            .collect()
    }

    pub(super) fn outcome(&self, id: &str) -> Option<Outcome> {
        let verdict = self.verdicts.iter().find(|verdict| verdict.id == id)?;
        Some(verdict.outcome)
    }
}

/// A process that is started and stopped without one.
#[derive(Debug)]
struct InProcess(Arc<Shop>);

impl ShopApp for InProcess {
    fn start(&mut self) -> Pin<Box<dyn Future<Output = Result<(), Trouble>> + Send + '_>> {
        Box::pin(async { Ok(()) })
    }

    fn stop(&mut self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(async { self.0.restart() })
    }
}
