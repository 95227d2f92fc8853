use super::Args;
use crate::exit::{Exit, Failure};
use crate::gateway::{Effect, Ending};
use crate::output::{Record, talk};

pub async fn run(args: &Args) -> Result<Exit, Failure> {
    let client = args.connection.open().await?;
    let ending = Ending::new(args.connection.json);
    match client.tokens().stored().await {
        Ok(Some(token)) => Ok(ending.success(args.record(&token))),
        Ok(None) if args.connection.json => Ok(ending.success(nothing())),
        Ok(None) => {
            talk("No token is stored. The first call to the gateway gets one.");
            Ok(Exit::Done)
        }
        Err(error) => Ok(ending.failed(&error, &Effect::Harmless)),
    }
}

fn nothing() -> Record {
    Record::new()
        .with("issued_at", None::<&str>)
        .with("expires_at", None::<&str>)
        .with("refresh_token_issued_at", None::<&str>)
}
