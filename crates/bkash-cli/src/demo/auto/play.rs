use std::time::Instant;

use super::browser::Browser;
use super::checks::{Check, Checks};
use super::gateway::Gateway;
use super::judgement;
use super::reckoning::Reckoning;
use super::scene;
use super::service::ServiceApi;
use super::timeline::{self, Timeline};
use super::trouble::Trouble;
use crate::demo::stand::Stand;
use crate::exit::Exit;
use crate::output::{Style, data};
use crate::shop::loopback_client;

/// What is wrong on a page is shown to this length.
const SEEN_MAX: usize = 400;

/// The play: its three views of the world, and what it has found so far.
#[derive(Debug)]
pub struct Play {
    pub browser: Browser,
    pub gateway: Gateway,
    pub service: ServiceApi,
    pub shop_url: String,
    pub checks: Checks,
    style: Style,
    timeline: Timeline,
    last_shown: u64,
    scenes: usize,
    right: usize,
    wrong: usize,
}

/// Plays every scene, prints as it goes, and says whether all came out right.
pub async fn play(stand: &Stand, style: Style) -> Exit {
    let began = Instant::now();
    match Play::new(stand, style) {
        Ok(mut play) => {
            let acted = scene::all(&mut play).await;
            let reckoned = play.reckon().await;
            if let Err(trouble) = acted.and(reckoned) {
                play.fail(&trouble);
            }
            play.close(began)
        }
        Err(trouble) => {
            data(format_args!("{} {trouble}", style.red("✗")));
            Exit::Refused
        }
    }
}

impl Play {
    fn new(stand: &Stand, style: Style) -> Result<Self, Trouble> {
        let http = loopback_client().map_err(|error| Trouble::new(error.to_string()))?;
        data(format_args!(
            "\n{}\n\n  shop {}   service {}   simulator {}",
            style.bold("bKash demo, played with no person"),
            stand.shop_url(),
            stand.service_url(),
            stand.simulator_url(),
        ));
        Ok(Self {
            browser: Browser(http.clone()),
            gateway: Gateway {
                http: http.clone(),
                url: stand.simulator_url().to_owned(),
            },
            service: ServiceApi {
                http,
                url: stand.service_url(),
                key: stand.api_key().clone(),
            },
            shop_url: stand.shop_url(),
            checks: Checks::default(),
            style,
            timeline: Timeline::default(),
            last_shown: 0,
            scenes: 0,
            right: 0,
            wrong: 0,
        })
    }

    /// Prints a title, acts, then prints the calls that this made and what was checked.
    pub async fn scene<T>(
        &mut self,
        title: &str,
        story: &str,
        act: impl AsyncFnOnce(&mut Self) -> Result<T, Trouble>,
    ) -> Result<T, Trouble> {
        self.scenes += 1;
        let title = self.style.bold(&format!("{}. {title}", self.scenes));
        data(format_args!("\n{title}  {}\n", self.style.dim(story)));
        let acted = act(self).await;
        self.show_new_calls().await?;
        self.show_checks();
        acted
    }

    /// Says, between the calls, what was done to the world.
    pub async fn note(&mut self, what: &str) -> Result<(), Trouble> {
        self.show_new_calls().await?;
        data(self.style.dim(&format!("              ({what})")));
        Ok(())
    }

    async fn show_new_calls(&mut self) -> Result<(), Trouble> {
        let calls = self.gateway.calls().await?;
        for call in calls.iter().filter(|call| call.id > self.last_shown) {
            data(self.timeline.line(call, self.style));
        }
        self.last_shown = calls.last().map_or(self.last_shown, |call| call.id);
        Ok(())
    }

    fn show_checks(&mut self) {
        for Check { what, wrong } in std::mem::take(&mut self.checks).as_slice() {
            match wrong {
                None => {
                    self.right += 1;
                    data(format_args!("  {} {what}", self.style.green("✓")));
                }
                Some(wrong) => {
                    self.wrong += 1;
                    let seen: String = wrong.seen.chars().take(SEEN_MAX).collect();
                    data(format_args!(
                        "  {} {what}\n      expected  {}\n      seen      {seen}",
                        self.style.red("✗"),
                        wrong.expected,
                    ));
                }
            }
        }
    }

    /// Compares the money, and looks at the calls as a whole.
    async fn reckon(&mut self) -> Result<(), Trouble> {
        let reckoning = Reckoning::new(
            &self.service.balances().await?,
            &self.gateway.books().await?,
        )?;
        let calls = self.gateway.calls().await?;
        let heading = self.style.bold("Every call to the gateway");
        data(format_args!(
            "\n{heading}\n\n  {}",
            timeline::counts(&calls)
        ));
        let count = |endpoint| {
            calls
                .iter()
                .filter(|call| call.endpoint == endpoint)
                .count()
        };
        let over = calls.iter().filter(|call| call.over_token_limit).count();
        self.checks.equal(
            "one token was granted, for everybody and everything",
            1,
            count("token_grant"),
        );
        self.checks.equal(
            "none was refreshed: its hour is not over",
            0,
            count("token_refresh"),
        );
        self.checks.equal(
            "every other call, refunds too, carried that one id_token",
            1,
            timeline::tokens_carried(&calls),
        );
        self.checks
            .equal("no token call was beyond the gateway's limit", 0, over);
        self.show_checks();
        let (passed, failed) = judgement::show(&self.gateway.journal().await?, self.style)?;
        self.right += passed;
        self.wrong += failed;
        data(format_args!("\n{}\n", self.style.bold("The money")));
        for line in reckoning.table().lines() {
            data(format_args!("  {line}"));
        }
        let verdict = if reckoning.agrees() {
            "0.00"
        } else {
            "not 0.00"
        };
        self.checks.equal(
            "our ledger and the simulator's books differ by 0.00",
            "0.00",
            verdict,
        );
        self.show_checks();
        Ok(())
    }

    fn fail(&mut self, trouble: &Trouble) {
        self.wrong += 1;
        data(format_args!(
            "  {} the play stopped here: {trouble}",
            self.style.red("✗")
        ));
    }

    fn close(&self, began: Instant) -> Exit {
        let (scenes, right, wrong) = (self.scenes, self.right, self.wrong);
        let took = began.elapsed().as_secs_f64();
        if wrong == 0 {
            let all =
                format!("✓ All {right} checks of {scenes} scenes came out right, in {took:.1} s.");
            data(format_args!("\n{}", self.style.green(&all)));
            Exit::Done
        } else {
            let some = format!("✗ {wrong} of {} checks went wrong.", right + wrong);
            data(format_args!("\n{}", self.style.red(&some)));
            Exit::Refused
        }
    }
}
