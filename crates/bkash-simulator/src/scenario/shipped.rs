use super::{Scenario, read};

/// A scenario that comes with the simulator.
#[derive(Debug)]
pub(crate) struct Shipped {
    pub(crate) name: &'static str,
    pub(crate) text: &'static str,
}

macro_rules! shipped {
    ($($name:literal)*) => {
        /// By name.
        pub(crate) const SHIPPED: &[Shipped] = &[$(Shipped {
            name: $name,
            text: include_str!(concat!("../../scenarios/", $name, ".toml")),
        }),*];
    };
}

shipped! {
    "callbacks-gone-wild"
    "eid-rush"
    "execute-in-the-dark"
    "half-broken"
    "outage-at-lunch"
    "refunds-unanswered"
    "the-slow-hour"
    "token-trouble"
}

impl Shipped {
    /// None only if its file is wrong, which a test rules out.
    pub(crate) fn scenario(&self) -> Option<Scenario> {
        match read::scenario(self.name, self.text) {
            Ok(scenario) => Some(scenario),
            Err(error) => {
                tracing::error!(%error, "a scenario that comes with the simulator is wrong");
                None
            }
        }
    }
}
