use super::call::{Call, id_text};
use super::denied::Denied;
use super::reply;
use crate::gateway::World;
use crate::wire::{Answer, SearchRequest};

pub(super) fn search(call: &Call, world: &World) -> Result<Answer, Denied> {
    let state = world.state();
    let found = match &call.path_id {
        Some(trx_id) => state.search(trx_id)?,
        None => {
            let request: SearchRequest = call.parse()?;
            state.search(id_text(&request.trx_id)?)?
        }
    };
    Ok(reply::found(
        call.route.dialect,
        state.switches.reply_age,
        &found,
    ))
}
