use std::future::Future;
use std::pin::Pin;

use super::run::ShopApp;
use crate::record::Trouble;
use crate::shop::{App, AppGateway, Running};
use crate::words::Said;

/// The shop's own program, started by the command in its file.
#[derive(Debug)]
pub(super) struct Program {
    app: App,
    gateway: AppGateway,
    running: Option<Running>,
}

impl Program {
    pub(super) fn new(app: App, gateway: AppGateway) -> Self {
        Self {
            app,
            gateway,
            running: None,
        }
    }
}

impl ShopApp for Program {
    fn start(&mut self) -> Pin<Box<dyn Future<Output = Result<(), Trouble>> + Send + '_>> {
        Box::pin(async {
            match self.app.start(&self.gateway).await {
                Ok(running) => {
                    self.running = Some(running);
                    Ok(())
                }
                Err(error) => Err(not_started(&error.to_string())),
            }
        })
    }

    fn stop(&mut self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(async {
            if let Some(running) = self.running.take() {
                running.stop().await;
            }
        })
    }
}

fn not_started(why: &str) -> Trouble {
    Trouble::new(
        Said::new(
            format!("the shop was not started: {why}"),
            format!("দোকান চালু হয়নি: {why}"),
        ),
        Said::new(
            "Run the command of [app] in shop.toml by hand until it serves, then let the judge do it",
            "shop.toml-এর [app]-এর কমান্ড আগে হাতে চালিয়ে দেখুন, দোকান চললে বিচারককে চালাতে দিন",
        ),
    )
}
