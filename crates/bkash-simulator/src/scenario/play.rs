use std::sync::Arc;

use super::Scenario;
use crate::fault::TooMany;
use crate::gateway::World;
use crate::switch::Switches;
use crate::world::TooManyWallets;

/// The world has no room for all of a scenario.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Full {
    #[error(transparent)]
    Faults(#[from] TooMany),
    #[error("this world holds as many wallets as it may; reset it to begin anew")]
    Wallets,
}

impl From<TooManyWallets> for Full {
    fn from(_: TooManyWallets) -> Self {
        Self::Wallets
    }
}

impl Scenario {
    /// Switches, clock and wallets first, so that the faults count from the moment that they leave. Gives
    /// the ids of the faults.
    pub(crate) fn play(&self, world: &World) -> Result<Vec<u64>, Full> {
        self.set_switches(&mut world.state().switches);
        if let Some(advance) = self.advance {
            world.clock.advance(advance);
        }
        if let Some(speed) = self.speed {
            world.clock.set_speed(speed);
        }
        for (number, change) in &self.wallets {
            world.state().change_wallet(*number, change.clone())?;
        }
        let now = world.now();
        let place = |rule: &_| {
            let rule = Clone::clone(rule);
            Ok(world
                .faults()
                .add(rule, Some(Arc::clone(&self.name)), now)?)
        };
        self.rules.iter().map(place).collect()
    }

    fn set_switches(&self, switches: &mut Switches) {
        if let Some(profile) = self.profile {
            *switches = Switches::of(profile);
        }
        for (name, value) in &self.switches {
            if let Err(unknown) = switches.set(name, value) {
                tracing::error!(%unknown, "a switch was good when its scenario was read");
            }
        }
    }
}
