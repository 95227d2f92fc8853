use std::fmt;
use std::future::Future;
use std::net::SocketAddr;
use std::path::{self, Path, PathBuf};
use std::pin::Pin;
use std::time::Duration;

use bkash_simulator::Simulator;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use tokio::time::{Instant, sleep};
use url::Url;

use super::assemble::assemble;
use super::gateway::Gateway;
use super::phase;
use super::plan::Plan;
use super::program::Program;
use super::progress::{Progress, Tell};
use super::pulse::Pulse;
use super::scene::Scene;
use super::stage::Stage;
use super::stopped::Stopped;
use super::tell;
use crate::browser::{Browsers, HostedPages};
use crate::record::{Pace, Trouble};
use crate::report::Report;
use crate::shop::{AppGateway, AppTls, ShopFile};
use crate::story::{Phase, Story};

/// A run has some hundred exchanges; a shop that polls has more.
const JOURNAL: usize = 50_000;
/// The first token lives so long; the quick stories are told meanwhile.
const FULL_TOKEN_S: u32 = 12;
const QUICK_TOKEN_S: u32 = 6;
/// The longest that a call hangs, and a little.
const SETTLES: SignedDuration = SignedDuration::from_secs(38);
/// How long a payer looks at a page that refreshes itself.
const FULL_PATIENCE: Duration = Duration::from_secs(20);
const QUICK_PATIENCE: Duration = Duration::from_secs(6);
const GLANCE: Duration = Duration::from_millis(100);

/// A shop's program, if the judge may start and stop it.
pub trait ShopApp: fmt::Debug + Send {
    /// Starts it, and returns once it serves.
    fn start(&mut self) -> Pin<Box<dyn Future<Output = Result<(), Trouble>> + Send + '_>>;
    /// Stops it, and returns once it is gone.
    fn stop(&mut self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>>;
}

/// What to play.
#[derive(Debug)]
pub struct Settings {
    /// The shop.
    pub shop: ShopFile,
    /// Where the simulator listens: what the shop has as its base URL.
    pub listen: SocketAddr,
    /// Leaves out the stories in which calls hang.
    pub quick: bool,
    /// Where the simulator listens as well under bKash's own names, with TLS and as a proxy to them, and the folder of
    /// the authority that the shop is to trust there; for a shop whose host is fixed.
    pub tls: Option<(SocketAddr, PathBuf)>,
    /// Ids of cases or names of groups; empty means all.
    pub only: Vec<String>,
}

/// A simulator that waits for its shop.
#[derive(Debug)]
pub struct Run {
    simulator: Simulator,
    stage: Stage,
    plan: Plan,
    quick: bool,
    app: Option<Box<dyn ShopApp>>,
}

impl Run {
    /// Starts the simulator.
    ///
    /// # Errors
    /// The address is taken, or `only` names no case.
    pub async fn open(settings: Settings) -> Result<Self, Stopped> {
        let Settings {
            shop,
            listen,
            quick,
            tls,
            only,
        } = settings;
        let plan = Plan::of(&only, quick, &shop.facts(), tls.is_some())?;
        let mut builder = Simulator::builder().listen(listen).journal(JOURNAL);
        if let Some((address, folder)) = tls {
            // The shop's own folder is another one.
            builder = builder.tls(address, path::absolute(folder)?);
        }
        let simulator = builder.start().await?;
        let gateway = Gateway::at(simulator.url())?;
        // Payers of the same price must not disturb each other; 2029 is a story of its own.
        gateway.switch(&json!({ "duplicate_seconds": 0 })).await?;
        let origin = Url::parse(simulator.url()).map_err(Stopped::control)?;
        let browsers = Browsers::new(HostedPages::at(&origin)).map_err(Stopped::control)?;
        let patience = if quick { QUICK_PATIENCE } else { FULL_PATIENCE };
        let app = shop.app().cloned().map(|app| -> Box<dyn ShopApp> {
            Box::new(Program::new(app, gateway_of(&simulator, &origin)))
        });
        Ok(Self {
            stage: Stage::new(shop, gateway, origin, browsers, patience),
            simulator,
            plan,
            quick,
            app,
        })
    }

    /// Starts and stops the shop so, not by the command in its file.
    #[must_use]
    pub fn with_app(mut self, app: Box<dyn ShopApp>) -> Self {
        self.app = Some(app);
        self.plan.allow_restart();
        self
    }

    /// The origin that the shop must use instead of bKash's, such as `http://127.0.0.1:8600`.
    #[must_use]
    pub fn gateway_url(&self) -> &str {
        self.simulator.url()
    }

    /// Where it listens for TLS and as the proxy that `HTTPS_PROXY` names, if that was asked for.
    #[must_use]
    pub fn tls_addr(&self) -> Option<SocketAddr> {
        self.simulator.tls_addr()
    }

    /// The PEM file that the shop is to trust there, as an absolute path.
    #[must_use]
    pub fn authority_file(&self) -> Option<&Path> {
        self.simulator.authority_file()
    }

    /// Tells all stories, and judges.
    ///
    /// # Errors
    /// The simulator did not do as it was told. What the shop does wrong is a finding, never an error.
    pub async fn play(mut self, told: &mut Tell<'_>) -> Result<Report, Stopped> {
        let began_at = Timestamp::now();
        let began = Instant::now();
        let pulse = Pulse::start();
        let mut scenes = Vec::new();
        let mut pace = None;
        if let Some(trouble) = self.start_app(told).await {
            let mut scene = Scene::new(Story::ColdStart, "");
            scene.stopped_by(trouble);
            scenes.push(scene);
        } else {
            pace = self.tell_all(&mut scenes, told).await?;
        }
        self.settle(told).await?;
        if let Some(app) = &mut self.app {
            app.stop().await;
        }
        let journal = self.stage.gateway.journal().await?;
        let played = self.plan.stories().clone();
        let mut record = assemble(
            scenes,
            journal,
            &self.stage.shop,
            &self.simulator,
            pace,
            played,
            self.quick,
        );
        record.shop.restarts = self.app.is_some();
        record.stalls = pulse.stop().await;
        self.simulator.shutdown().await;
        let took = SignedDuration::try_from(began.elapsed()).unwrap_or(SignedDuration::MAX);
        let plan = &self.plan;
        Ok(Report::of(record, began_at, took, |id| plan.wants(id)))
    }

    async fn start_app(&mut self, told: &mut Tell<'_>) -> Option<Trouble> {
        let app = self.app.as_mut()?;
        told(Progress::Starting);
        app.start().await.err()
    }

    async fn tell_all(
        &mut self,
        scenes: &mut Vec<Scene>,
        told: &mut Tell<'_>,
    ) -> Result<Option<Pace>, Stopped> {
        let mut pace = None;
        for phase in [
            Phase::Cold,
            Phase::Quick,
            Phase::Renewal,
            Phase::Slow,
            Phase::Restart,
        ] {
            if phase == Phase::Renewal && !self.is_called_by_tls().await? {
                self.plan.leave_out(Story::Stranger);
            }
            let stories = self.plan.of_phase(phase);
            if stories.is_empty() {
                continue;
            }
            if phase == Phase::Slow {
                self.revive(scenes, told).await?;
            }
            told(Progress::Phase(phase, stories.len()));
            let at_once = pace.unwrap_or(Pace::OneByOne);
            let stage = &self.stage;
            match phase {
                Phase::Cold => {
                    let life = if self.quick {
                        QUICK_TOKEN_S
                    } else {
                        FULL_TOKEN_S
                    };
                    let cold = phase::cold(stage, life, told).await?;
                    scenes.extend(cold.scenes);
                    pace = cold.pace;
                    if let Some(pace) = pace {
                        told(Progress::Pace(pace));
                    }
                }
                Phase::Quick => scenes.extend(phase::quick(stage, &stories, at_once, told).await?),
                Phase::Renewal => {
                    scenes.extend(
                        phase::renewal(stage, &self.simulator, &stories, self.quick, told).await?,
                    );
                }
                Phase::Slow => scenes.extend(phase::slow(stage, &stories, at_once, told).await?),
                Phase::Restart => scenes.extend(self.restart(told).await?),
            }
            // A shop whose every payer stays at the shop has nothing more to show.
            if scenes.iter().all(|scene| !scene.goes_on()) {
                break;
            }
        }
        Ok(pace)
    }

    /// A shop that holds on to a token that is over would show nothing of what follows. It is started anew, if that
    /// is for the judge to do, and if one more payer finds it so.
    async fn revive(
        &mut self,
        scenes: &mut Vec<Scene>,
        told: &mut Tell<'_>,
    ) -> Result<(), Stopped> {
        // Whom a stranger's certificate turned away says nothing of the token.
        let last = scenes
            .iter()
            .rfind(|scene| scene.visit.story != Story::Stranger);
        let last_failed = last
            .is_some_and(|scene| scene.visit.story.phase() == Phase::Renewal && !scene.goes_on());
        let Some(app) = self.app.as_mut().filter(|_| last_failed) else {
            return Ok(());
        };
        let one_more = tell::tell(&self.stage, Story::Paid, "").await?;
        let stuck = one_more.iter().all(|scene| !scene.goes_on());
        scenes.extend(one_more);
        if stuck {
            told(Progress::Starting);
            app.stop().await;
            // If it does not start, every payer that follows tells so.
            app.start().await.ok();
        }
        Ok(())
    }

    /// Whoever calls in plain http meets no certificate.
    async fn is_called_by_tls(&self) -> Result<bool, Stopped> {
        let journal = self.stage.gateway.journal().await?;
        Ok(journal
            .all()
            .any(|call| call.is_call() && call.tls.is_some()))
    }

    async fn restart(&mut self, told: &mut Tell<'_>) -> Result<Vec<Scene>, Stopped> {
        let mut scenes = Vec::new();
        if self.stage.outlives_token().await? {
            // Only a token that is still good can survive: one more payer has the shop fetch it.
            scenes.extend(tell::tell(&self.stage, Story::Paid, "before the restart").await?);
        }
        self.settle(told).await?;
        let Some(app) = &mut self.app else {
            return Ok(scenes);
        };
        app.stop().await;
        if let Err(trouble) = app.start().await {
            let mut scene = Scene::new(Story::Restarted, "");
            scene.stopped_by(trouble);
            scenes.push(scene);
            return Ok(scenes);
        }
        scenes.extend(tell::after_restart(&self.stage).await?);
        Ok(scenes)
    }

    /// Waits for calls that are still on their way.
    async fn settle(&self, told: &mut Tell<'_>) -> Result<(), Stopped> {
        let end = Instant::now() + Duration::try_from(SETTLES).unwrap_or_default();
        let mut waits = false;
        loop {
            if !self.stage.gateway.is_busy().await? || Instant::now() >= end {
                return Ok(());
            }
            if !waits {
                waits = true;
                told(Progress::Settling(SETTLES));
            }
            sleep(GLANCE).await;
        }
    }
}

/// What the shop's own program is told.
fn gateway_of(simulator: &Simulator, origin: &Url) -> AppGateway {
    let tls = simulator.tls_addr().zip(simulator.authority_file());
    AppGateway {
        origin: origin.clone(),
        tls: tls.map(|(proxy, authority)| AppTls {
            proxy,
            authority: authority.to_owned(),
        }),
    }
}
