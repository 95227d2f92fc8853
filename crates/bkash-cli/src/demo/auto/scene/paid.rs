use crate::demo::auto::checkout::Checkout;
use crate::demo::auto::play::Play;
use crate::demo::auto::trouble::Trouble;

pub async fn act(play: &mut Play) -> Result<Checkout, Trouble> {
    let checkout = play.buy("khadi-panjabi").await?;
    let page = play.pay_by_hand(&checkout, "01770618575").await?;
    let trx_id = play.trx_id(&checkout).await?;
    play.checks.shows(
        format!("the shop shows a receipt with trxID {trx_id} and ৳1,450.00"),
        &page.text(),
        &["Payment received", &trx_id, "৳1,450.00"],
    );
    play.status_is(&checkout, "completed").await?;
    play.calls_are(&checkout, "create, execute").await?;
    Ok(checkout)
}
