use std::time::Duration;

use crate::demo::auto::gateway::Payer;
use crate::demo::auto::play::Play;
use crate::demo::auto::trouble::Trouble;

const RELOADS: usize = 10;
const WEBHOOK_WITHIN: Duration = Duration::from_secs(10);

pub async fn act(play: &mut Play) -> Result<(), Trouble> {
    let checkout = play.buy("sundarbans-honey").await?;
    let ended = play
        .at_gateway(
            &checkout,
            Payer::Pays {
                wallet: "01877722345",
            },
        )
        .await?;

    // The shop is never visited, so that only a webhook can have told it.
    play.browser.open_and_leave(&ended.callback_url).await?;
    let row = format!("{} Sundarbans honey, 500 g ৳650.50 Paid", checkout.invoice);
    let orders = orders_with(play, &row).await?;
    play.checks.shows(
        "the tab was closed; a signed webhook told the shop",
        &orders,
        &[&row],
    );

    let reloads = (0..RELOADS).map(|_| {
        let (browser, url) = (play.browser.clone(), ended.callback_url.clone());
        tokio::spawn(async move { browser.open(&url).await })
    });
    let trx_id = play.trx_id(&checkout).await?;
    let mut receipts = 0;
    for reload in reloads.collect::<Vec<_>>() {
        let page = reload
            .await
            .map_err(|error| Trouble::new(error.to_string()))??
            .text();
        receipts += usize::from(page.contains("Payment received") && page.contains(&trx_id));
    }
    let what = format!("{RELOADS} reloads at once show the same receipt, with trxID {trx_id}");
    play.checks.equal(what, RELOADS, receipts);
    play.status_is(&checkout, "completed").await?;
    play.calls_are(&checkout, "create, execute").await
}

/// The shop's list of orders once it has `row`, or as it is when waiting has been enough.
async fn orders_with(play: &Play, row: &str) -> Result<String, Trouble> {
    let deadline = tokio::time::Instant::now() + WEBHOOK_WITHIN;
    loop {
        let orders = play
            .browser
            .open(&format!("{}/orders", play.shop_url))
            .await?
            .text();
        if orders.contains(row) || tokio::time::Instant::now() > deadline {
            return Ok(orders);
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
