use std::path::Path;

use bkash_acceptance::play::{Run, Settings};
use bkash_acceptance::shop::ShopFile;
use bkash_acceptance::{Outcome, Report, Story, Verdict};

use super::shop::{TinyShop, Trust};

async fn opened(shop: &TinyShop, folder: &Path) -> Run {
    opened_for(&["security/4"], shop, folder).await
}

async fn opened_for(only: &[&str], shop: &TinyShop, folder: &Path) -> Run {
    let any = ([127, 0, 0, 1], 0).into();
    let settings = Settings {
        shop: ShopFile::parse(&shop.file()).unwrap(),
        listen: any,
        quick: true,
        tls: Some((any, folder.to_owned())),
        only: only.iter().map(|id| (*id).to_owned()).collect(),
    };
    Run::open(settings).await.unwrap()
}

fn tls(report: &Report) -> &Verdict {
    let mut verdicts = report.verdicts.iter();
    verdicts.find(|verdict| verdict.id == "security/4").unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_shop_that_checks_certificates_is_seen_to_do_so() {
    let folder = tempfile::tempdir().unwrap();
    let shop = TinyShop::new().await;
    let run = opened(&shop, folder.path()).await;
    let authority = run.authority_file().unwrap().to_owned();
    let _tasks = shop.open_by(run.tls_addr().unwrap(), Trust::Authority(&authority));
    let report = run.play(&mut |_| {}).await.unwrap();
    let verdict = tls(&report);
    assert_eq!(verdict.outcome, Outcome::Passed, "{verdict:?}");
    assert!(verdict.saw.en.contains("TLSv1.3"), "{}", verdict.saw.en);
    let record = &report.record;
    assert!(record.stranger_handshakes >= 2, "one each payer at least");
    for visit in record.of(Story::Stranger) {
        assert!(visit.refusal.is_some(), "{visit:?}");
    }
    let paid = record.of(Story::Paid).next().unwrap();
    assert!(paid.trx_id.is_some());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_shop_that_takes_any_certificate_fails_though_it_kept_a_good_connection() {
    let folder = tempfile::tempdir().unwrap();
    let shop = TinyShop::new().await;
    let run = opened(&shop, folder.path()).await;
    let _tasks = shop.open_by(run.tls_addr().unwrap(), Trust::Anybody);
    let report = run.play(&mut |_| {}).await.unwrap();
    let verdict = tls(&report);
    assert_eq!(verdict.outcome, Outcome::Failed, "{verdict:?}");
    let cited = report.record.journal.all();
    let cited: Vec<_> = cited
        .filter(|call| verdict.evidence.exchanges.contains(&call.id))
        .collect();
    assert!(!cited.is_empty() && cited.iter().all(|call| call.certificate_unchecked));
    let visits: Vec<_> = report.record.of(Story::Stranger).collect();
    assert_eq!(visits.len(), 2);
    assert!(visits.iter().all(|visit| visit.trx_id.is_some()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_shop_that_calls_in_plain_http_is_shown_no_certificate() {
    let folder = tempfile::tempdir().unwrap();
    let shop = TinyShop::new().await;
    let run = opened(&shop, folder.path()).await;
    let gateway = run.gateway_url().to_owned();
    let _tasks = shop.open_plain(&gateway);
    let report = run.play(&mut |_| {}).await.unwrap();
    assert!(!report.record.played.contains(&Story::Stranger));
    let verdict = tls(&report);
    assert_eq!(verdict.outcome, Outcome::NotJudged, "{verdict:?}");
    assert!(verdict.saw.en.contains("plain http"), "{}", verdict.saw.en);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_that_is_soon_over_is_renewed_before_the_stranger_comes() {
    let folder = tempfile::tempdir().unwrap();
    let shop = TinyShop::new().await;
    // The first token of a cold start lives for seconds.
    let run = opened_for(&["tokens/2", "security/4"], &shop, folder.path()).await;
    let authority = run.authority_file().unwrap().to_owned();
    let _tasks = shop.open_by(run.tls_addr().unwrap(), Trust::Authority(&authority));
    let report = run.play(&mut |_| {}).await.unwrap();
    assert_eq!(tls(&report).outcome, Outcome::Passed);
    let visits: Vec<_> = report.record.of(Story::Stranger).collect();
    let paid: Vec<_> = visits.iter().map(|visit| visit.trx_id.is_some()).collect();
    assert_eq!(paid, [true, false, false]);
    let calls = report.record.journal.all();
    let grants = calls.filter(|call| call.endpoint == "token_grant");
    assert_eq!(grants.count(), 2);
}
