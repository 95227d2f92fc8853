use crate::demo::auto::gateway::Payer;
use crate::demo::auto::play::Play;
use crate::demo::auto::trouble::Trouble;

pub async fn poor(play: &mut Play) -> Result<(), Trouble> {
    declined(play, "sylhet-tea", "01823074817", "2023").await
}

pub async fn blocked(play: &mut Play) -> Result<(), Trouble> {
    declined(play, "sylhet-tea", "01823074818", "2037").await
}

async fn declined(
    play: &mut Play,
    product: &str,
    wallet: &'static str,
    code: &str,
) -> Result<(), Trouble> {
    let checkout = play.buy(product).await?;
    let page = play.pay(&checkout, Payer::Pays { wallet }).await?;
    play.refusal_is_shown(&checkout, &page, code).await?;
    play.status_is(&checkout, "declined").await?;
    play.calls_are(&checkout, "create, execute").await
}
