use crate::gateway::World;
use crate::world::WalletNumber;

/// What a fault does to the world before the call is worked on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    /// The id token that the call carries is good no longer.
    RevokeToken,
    /// The account that pays is locked.
    LockWallet,
}

impl Change {
    /// A call without a token, or without a known wallet, changes nothing.
    pub(crate) fn make(self, world: &World, id_token: Option<&str>, wallet: Option<WalletNumber>) {
        let mut state = world.state();
        match self {
            Self::RevokeToken => id_token
                .into_iter()
                .for_each(|token| state.revoke_token(token)),
            Self::LockWallet => wallet
                .into_iter()
                .for_each(|number| state.lock_wallet(number)),
        }
    }
}
