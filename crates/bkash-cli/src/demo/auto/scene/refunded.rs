use serde_json::Value;

use crate::demo::auto::checkout::Checkout;
use crate::demo::auto::play::Play;
use crate::demo::auto::trouble::Trouble;

pub async fn act(play: &mut Play, paid: &Checkout) -> Result<(), Trouble> {
    let order_page = format!("{}/orders/{}", play.shop_url, paid.invoice);

    let form = play
        .browser
        .open(&order_page)
        .await?
        .form("/refunds")?
        .with("amount", "450.00");
    play.browser.send(form.clone()).await?;
    let page = play.browser.send(form).await?;
    play.checks.shows(
        "the first refund, its form sent twice, is made once",
        &page.text(),
        &["৳450.00 Refunded", "Can still be refunded: ৳1,000.00"],
    );

    let form = page.form("/refunds")?.with("amount", "300.50");
    let page = play.browser.send(form).await?;
    let refunds = play.service.refunds(&paid.payment).await?;
    let trx_ids: Vec<_> = refunds
        .iter()
        .filter_map(|refund| refund["refund_trx_id"].as_str())
        .collect();
    play.checks.shows(
        format!(
            "the shop lists both with their trx ids, {}",
            trx_ids.join(" and ")
        ),
        &page.text(),
        &[
            &["৳450.00", "৳300.50", "Can still be refunded: ৳699.50"],
            trx_ids.as_slice(),
        ]
        .concat(),
    );
    let stand: Vec<_> = refunds.iter().map(described).collect();
    play.checks.equal(
        "the service says 450.00 completed, 300.50 completed",
        "450.00 completed, 300.50 completed",
        stand.join(", "),
    );

    let form = page.form("/refunds")?.with("amount", "699.51");
    let page = play.browser.send(form).await?;
    play.checks.shows(
        "a third one, of one poisha too much, is refused before it is sent",
        &page.text(),
        &["The refund was not made"],
    );
    play.calls_are(paid, "create, execute, refund, refund")
        .await
}

fn described(refund: &Value) -> String {
    let text = |name| refund[name].as_str().unwrap_or("?");
    format!("{} {}", text("amount"), text("status"))
}
