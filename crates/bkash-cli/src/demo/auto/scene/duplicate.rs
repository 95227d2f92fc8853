use crate::demo::auto::gateway::Payer;
use crate::demo::auto::play::Play;
use crate::demo::auto::trouble::Trouble;

/// A second over the gateway's two minutes.
const WINDOW_SECONDS: u32 = 121;

pub async fn act(play: &mut Play) -> Result<(), Trouble> {
    let payer = Payer::Pays {
        wallet: "01770618576",
    };
    let first = play.buy("sylhet-tea").await?;
    play.pay(&first, payer).await?;
    play.status_is(&first, "completed").await?;

    let second = play.buy("sylhet-tea").await?;
    let page = play.pay(&second, payer).await?;
    play.refusal_is_shown(&second, &page, "2029").await?;
    play.status_is(&second, "declined").await?;

    play.note("the gateway's clock is moved on by two minutes")
        .await?;
    play.gateway.advance(WINDOW_SECONDS).await?;
    let third = play.try_again(&page).await?;
    let page = play.pay(&third, payer).await?.text();
    let what = "two minutes later “Try again” pays the same order";
    play.checks
        .shows(what, &page, &["Payment received", &second.invoice]);
    play.status_is(&third, "completed").await
}
