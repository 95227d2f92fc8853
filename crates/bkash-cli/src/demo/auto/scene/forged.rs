use crate::demo::auto::checkout::Checkout;
use crate::demo::auto::findings::RECEIPT;
use crate::demo::auto::play::Play;
use crate::demo::auto::trouble::Trouble;

pub async fn act(play: &mut Play, other: &Checkout) -> Result<(), Trouble> {
    let checkout = play.buy("nakshi-kantha").await?;

    let others_secret = other.callback_url.rsplit('/').next();
    for (secret, whose) in [
        (Some("0".repeat(32).as_str()), "a made-up"),
        (others_secret, "another payment's"),
    ] {
        let page = play
            .browser
            .open(&checkout.typed_callback(secret, "success"))
            .await?;
        play.checks.equal(
            format!("a success with {whose} secret is answered with 400"),
            400,
            page.status,
        );
        play.checks.hides(
            format!("a success with {whose} secret shows no receipt"),
            &page.text(),
            &RECEIPT,
        );
    }
    play.status_is(&checkout, "awaiting_payer").await?;
    play.calls_are(&checkout, "create").await?;

    // The payer knows the whole address, so a lie may reach execute; the gateway then says no.
    let page = play
        .browser
        .open(&checkout.typed_callback(None, "success"))
        .await?;
    play.checks.shows(
        "a success typed by the payer ends as “Payment failed”",
        &page.text(),
        &["Payment failed"],
    );
    play.checks
        .hides("the shop shows no receipt", &page.text(), &RECEIPT);
    let order = play
        .browser
        .open(&format!("{}/orders/{}", play.shop_url, checkout.invoice))
        .await?;
    play.checks
        .hides("the order's page shows no receipt", &order.text(), &RECEIPT);
    play.status_is(&checkout, "declined").await
}
