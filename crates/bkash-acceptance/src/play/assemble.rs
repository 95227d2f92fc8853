use std::collections::BTreeSet;

use bkash_simulator::Simulator;

use super::conceal::conceal;
use super::scene::Scene;
use crate::browser::{Answer, Arrival};
use crate::reading::{Reader, shown};
use crate::record::{Journal, Leak, Pace, Record, Visit};
use crate::shop::ShopFile;
use crate::story::Story;

/// Makes plain data of what was played: pages are read and secrets looked for, then the answers are dropped.
pub(super) fn assemble(
    scenes: Vec<Scene>,
    journal: Journal,
    shop: &ShopFile,
    simulator: &Simulator,
    pace: Option<Pace>,
    played: BTreeSet<Story>,
    quick: bool,
) -> Record {
    let mut reader = Reader::new(shop.words());
    if let (Some(paid), Some(failed)) = (
        example(&scenes, Story::Paid),
        example(&scenes, Story::WrongOtp),
    ) {
        reader.learn(paid, failed);
    }
    let leaks = leaks(&scenes, simulator);
    let mut visits: Vec<Visit> = Vec::with_capacity(scenes.len());
    for scene in scenes {
        let other = visits.len().checked_sub(1);
        let typed = scene.types_the_one_before;
        let mut visit = read(scene, &reader);
        visit.other = other.filter(|_| typed);
        conceal(&mut visit, |text| !simulator.secrets_in(text).is_empty());
        visits.push(visit);
    }
    Record {
        journal,
        visits,
        leaks,
        shop: shop.facts(),
        pace,
        played,
        quick,
        stranger_handshakes: simulator.stranger_handshakes(),
        stalls: Vec::new(),
    }
}

/// The page to which the first such payer came back.
fn example(scenes: &[Scene], story: Story) -> Option<&Answer> {
    let scene = scenes
        .iter()
        .find(|scene| scene.visit.story == story && scene.goes_on())?;
    scene.arrivals.get(*scene.pages.last()?)?.page()
}

fn read(scene: Scene, reader: &Reader) -> Visit {
    let Scene {
        mut visit,
        arrivals,
        refusal,
        pages,
        refund_pages,
        order,
        ..
    } = scene;
    let page = |place: usize| reader.seen(arrivals.get(place)?);
    visit.refusal = refusal.and_then(page);
    visit.order = order.and_then(page);
    for (back, place) in visit.returns.iter_mut().zip(pages) {
        back.page = page(place);
    }
    for (ask, place) in visit.refunds.iter_mut().zip(refund_pages) {
        ask.page = arrivals
            .get(place)
            .and_then(|arrival| reader.seen_of_refund(arrival));
    }
    visit
}

fn leaks(scenes: &[Scene], simulator: &Simulator) -> Vec<Leak> {
    let mut leaks: Vec<Leak> = Vec::new();
    let arrivals = scenes.iter().flat_map(|scene| &scene.arrivals);
    for answer in arrivals.flat_map(Arrival::everything) {
        let headers = answer
            .headers
            .iter()
            .filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)));
        let url = shown(&answer.url);
        for (place, text) in headers.chain([("body", answer.body.as_str())]) {
            for secret in simulator.secrets_in(text) {
                let leak = Leak {
                    secret: secret.to_owned(),
                    url: url.clone(),
                    place: place.to_owned(),
                };
                if !leaks.contains(&leak) {
                    leaks.push(leak);
                }
            }
        }
    }
    leaks
}
