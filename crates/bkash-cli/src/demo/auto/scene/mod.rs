//! The scenes, one file each, in the order in which they are played.

mod cancelled;
mod closed_tab;
mod declined;
mod duplicate;
mod forged;
mod lost_answer;
mod paid;
mod refunded;
mod wrong_otp;

use super::play::Play;
use super::trouble::Trouble;

pub async fn all(play: &mut Play) -> Result<(), Trouble> {
    let paid = play
        .scene(
            "A payment",
            "wallet, OTP and PIN, by the hosted pages' own forms",
            paid::act,
        )
        .await?;
    play.scene(
        "Two partial refunds",
        "of that payment, at the shop's order page",
        async |play| refunded::act(play, &paid).await,
    )
    .await?;
    play.scene(
        "Insufficient balance",
        "the pages pass, execute says no",
        declined::poor,
    )
    .await?;
    play.scene(
        "Debit block",
        "the pages pass, execute says no",
        declined::blocked,
    )
    .await?;
    play.scene("Cancel", "the payer closes the page", cancelled::act)
        .await?;
    play.scene(
        "Wrong OTP, three times",
        "the pages give up",
        wrong_otp::act,
    )
    .await?;
    play.scene(
        "The same again within two minutes",
        "one wallet, one amount",
        duplicate::act,
    )
    .await?;
    play.scene(
        "A closed tab, then reloads",
        "one execute, whatever the browser does",
        closed_tab::act,
    )
    .await?;
    play.scene(
        "A forged callback",
        "nobody approved this payment",
        async |play| forged::act(play, &paid).await,
    )
    .await?;
    play.scene(
        "An execute whose answer is lost",
        "the only case for a query",
        lost_answer::act,
    )
    .await
}
