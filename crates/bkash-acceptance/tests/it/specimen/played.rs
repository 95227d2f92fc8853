//! Right shops, played in a quick run.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use bkash_acceptance::play::{Run, Settings, ShopApp};
use bkash_acceptance::record::{Pace, Trouble};
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
async fn every_story_of_a_quick_run_is_told_to_its_end_at_a_right_shop() {
    let open = Open::new(Style::Plain, None).await;
    let settings = Settings {
        shop: ShopFile::parse(&open.shop.file("right")).unwrap(),
        listen: ([127, 0, 0, 1], 0).into(),
        quick: true,
        tls: None,
        only: Vec::new(),
    };
    let run = Run::open(settings).await.unwrap();
    open.shop.point_at(run.gateway_url());
    let run = run.with_app(Box::new(InProcess(Arc::clone(&open.shop))));
    let record = run.play(&mut |_| {}).await.unwrap().record;
    for visit in &record.visits {
        assert!(visit.trouble.is_none(), "{visit:?}");
    }
    for story in &record.played {
        assert!(record.of(*story).next().is_some(), "{story:?}");
    }
    assert!(record.played.iter().all(|story| !story.hangs()));
    assert_eq!(record.pace, Some(Pace::Together));
    assert_eq!(record.leaks, []);
}
