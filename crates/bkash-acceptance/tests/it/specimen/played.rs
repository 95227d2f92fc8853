//! Right shops, played in a quick run.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use bkash_acceptance::play::{Run, Settings, ShopApp};
use bkash_acceptance::record::Trouble;
use bkash_acceptance::shop::ShopFile;

use super::shop::{Open, Shop};
use super::style::Style;

#[derive(Debug)]
pub(crate) struct InProcess(pub(crate) Arc<Shop>);

impl ShopApp for InProcess {
    fn start(&mut self) -> Pin<Box<dyn Future<Output = Result<(), Trouble>> + Send + '_>> {
        Box::pin(async { Ok(()) })
    }

    fn stop(&mut self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(async {
            self.0.restart();
        })
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_right_shop_is_played() {
    let quick = std::env::var("FULL").is_err();
    let open = Open::new(Style::Plain, None).await;
    let settings = Settings {
        shop: ShopFile::parse(&open.shop.file("right")).unwrap(),
        listen: ([127, 0, 0, 1], 0).into(),
        quick,
        only: Vec::new(),
    };
    let run = Run::open(settings).await.unwrap();
    open.shop.point_at(run.gateway_url());
    let run = run.with_app(Box::new(InProcess(Arc::clone(&open.shop))));
    let began = std::time::Instant::now();
    let report = run
        .play(&mut |progress| println!("{:?} {progress:?}", began.elapsed()))
        .await
        .unwrap();
    for visit in &report.record.visits {
        println!(
            "{:?} {} trouble={:?} returns={:?} refunds={:?} order={:?}",
            visit.story,
            visit.variant,
            visit.trouble.as_ref().map(|trouble| &trouble.saw.en),
            visit
                .returns
                .iter()
                .map(|back| (back.took_ms, back.page.as_ref().map(|page| page.reading)))
                .collect::<Vec<_>>(),
            visit
                .refunds
                .iter()
                .map(|ask| (&ask.amount, ask.page.as_ref().map(bkash_acceptance::record::Page::text)))
                .collect::<Vec<_>>(),
            visit.order.as_ref().map(|page| page.reading),
        );
    }
    for exchange in report.record.journal.all() {
        if exchange.endpoint != "page" {
            println!(
                "{} {} {} {:?} {:?} {:?} gone={:?}",
                exchange.id,
                exchange.at,
                exchange.endpoint,
                exchange.fault,
                exchange.response.as_ref().map(|response| response.status),
                exchange.duration_ms,
                exchange.disconnected_after_ms
            );
        }
    }
    println!("{:?} {:?} leaks {:?}", report.took, report.record.pace, report.record.leaks);
}
