use super::Args;
use crate::exit::{Exit, Failure};
use crate::gateway::{Effect, Ending};

pub async fn run(args: &Args) -> Result<Exit, Failure> {
    let client = args.connection.open().await?;
    let refreshed = client
        .tokens()
        .refresh()
        .await
        .map(|token| args.record(&token));
    Ok(Ending::new(args.connection.json).of(refreshed, &Effect::Harmless))
}
