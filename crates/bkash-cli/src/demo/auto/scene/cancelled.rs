use crate::demo::auto::gateway::Payer;
use crate::demo::auto::play::Play;
use crate::demo::auto::trouble::Trouble;

pub async fn act(play: &mut Play) -> Result<(), Trouble> {
    let checkout = play.buy("jamdani-scarf").await?;
    let page = play.pay(&checkout, Payer::Cancels).await?.text();
    let told = "Payment failed: you cancelled it";
    play.checks
        .shows(format!("the shop shows “{told}”"), &page, &[told]);
    play.status_is(&checkout, "cancelled").await?;
    play.calls_are(&checkout, "create").await
}
