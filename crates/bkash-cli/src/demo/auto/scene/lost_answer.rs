use crate::demo::auto::gateway::Payer;
use crate::demo::auto::play::Play;
use crate::demo::auto::trouble::Trouble;

pub async fn act(play: &mut Play) -> Result<(), Trouble> {
    let checkout = play.buy("clay-cups").await?;
    play.note("the answer of the next execute will be lost")
        .await?;
    play.gateway.lose_next_execute_answer().await?;
    let page = play
        .pay(
            &checkout,
            Payer::Pays {
                wallet: "01619777282",
            },
        )
        .await?
        .text();
    let what = "the money had moved, the query found it, the shop shows the receipt";
    play.checks
        .shows(what, &page, &["Payment received", "৳480.00"]);
    play.status_is(&checkout, "completed").await?;
    play.calls_are(&checkout, "create, execute, query").await
}
