use super::call::{Call, id_text};
use super::denied::Denied;
use super::reply;
use crate::gateway::World;
use crate::wire::{AgreementRequest, Answer};
use crate::world::{Party, code};

pub(super) fn query(call: &Call, world: &World) -> Result<Answer, Denied> {
    let request: AgreementRequest = call.parse()?;
    let id = id_text(&request.agreement_id)?;
    let answer = world
        .state()
        .agreement(id)
        .map(|named| reply::agreement(call.route.dialect, named));
    answer.map_err(|refusal| call.owned_agreement(refusal, id, code::NOT_THE_INITIATOR))
}

pub(super) fn cancel(call: &Call, world: &World) -> Result<Answer, Denied> {
    let request: AgreementRequest = call.parse()?;
    let id = id_text(&request.agreement_id)?;
    let answer = world
        .state()
        .cancel_agreement(world.now(), id, Party::Merchant)
        .map(|agreement| reply::cancelled(call.route.dialect, agreement));
    answer.map_err(|refusal| call.owned_agreement(refusal, id, code::NOT_THE_INITIATOR))
}
