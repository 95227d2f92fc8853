use crate::demo::auto::findings::RECEIPT;
use crate::demo::auto::gateway::Payer;
use crate::demo::auto::play::Play;
use crate::demo::auto::trouble::Trouble;

pub async fn act(play: &mut Play) -> Result<(), Trouble> {
    let checkout = play.buy("clay-cups").await?;
    let wrong = Payer::TypesWrongOtp {
        wallet: "01929918378",
    };
    let ended = play.at_gateway(&checkout, wrong).await?;
    play.checks.equal(
        "the hosted pages end with failure",
        "failure",
        &ended.status,
    );
    let page = play.browser.open(&ended.callback_url).await?.text();
    play.checks.shows(
        "the shop shows “Payment failed”",
        &page,
        &["Payment failed"],
    );
    play.checks
        .hides("the shop shows no receipt", &page, &RECEIPT);
    play.status_is(&checkout, "failed").await?;
    play.calls_are(&checkout, "create").await
}
