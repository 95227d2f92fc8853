use std::fmt;
use std::time::Duration;

use reqwest::cookie::{CookieStore, Jar};
use serde_json::Value;
use tokio::time::{Instant, sleep, timeout_at};
use url::Url;

use super::arrival::{Arrival, End};
use super::hosted::Found;
use super::onward::{Onward, onward};
use super::step::Step;
use super::{Answer, Browsers, form, request, script};
use crate::shop::Ask;

/// Redirects without a page between them.
const REDIRECTS_MAX: usize = 20;

/// A page that refreshes itself is asked for again after this long at first, even if it would wait longer.
const LONGEST_DELAY: Duration = Duration::from_secs(1);

/// So many times. Then it gets the time that it asks for: a shop may ask the gateway at each refresh, and is judged by
/// how often it does.
const HURRIED: usize = 5;

/// A page that refreshes itself at once is given this long.
const SHORTEST_DELAY: Duration = Duration::from_millis(200);

/// One payer's browser.
pub struct Browser {
    browsers: Browsers,
    cookies: Jar,
    patience: Duration,
}

/// A way through the shop, as far as it has gone.
struct Trip {
    deadline: Instant,
    answers: Vec<Answer>,
    /// A page is shown while the next one loads.
    shows_page: bool,
    seeks: Option<Seeks>,
}

/// How a checkout gives the hosted page's address.
struct Seeks {
    pointer: Option<String>,
}

impl fmt::Debug for Browser {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Browser")
            .field("patience", &self.patience)
            .finish_non_exhaustive()
    }
}

impl Browser {
    pub(super) fn new(browsers: Browsers, patience: Duration) -> Self {
        Self {
            browsers,
            cookies: Jar::default(),
            patience,
        }
    }

    /// Asks as the shop's file says: opens its page first if there is one, and sends the hidden fields of that along.
    ///
    /// For a checkout an address of the hosted page is followed wherever in the answer it stands.
    pub async fn ask(&self, ask: &Ask) -> Arrival {
        let began = Instant::now();
        let mut trip = self.trip(began);
        let end = match &ask.page {
            None => self.sent(&mut trip, ask).await,
            Some(page) => {
                let end = self.follow(&mut trip, Step::to(page.clone(), None)).await;
                let page = trip.answers.last().filter(|_| end == End::Page);
                match page.filter(|page| page.status < 400) {
                    Some(page) => {
                        let cookies = self.cookies.cookies(&ask.url);
                        let filled = form::filled(page, ask, cookies.as_ref());
                        self.sent(&mut trip, &filled).await
                    }
                    None if end == End::Page => End::NoCheckoutPage,
                    None => end,
                }
            }
        };
        self.arrive(trip, end, began).await
    }

    /// Opens an address, as when the hosted page sends the payer back or somebody types it.
    pub async fn open(&self, url: &Url) -> Arrival {
        let began = Instant::now();
        let mut trip = self.trip(began);
        let end = self.follow(&mut trip, Step::to(url.clone(), None)).await;
        self.arrive(trip, end, began).await
    }

    fn trip(&self, began: Instant) -> Trip {
        Trip {
            deadline: began + self.patience,
            answers: Vec::new(),
            shows_page: false,
            seeks: None,
        }
    }

    async fn sent(&self, trip: &mut Trip, ask: &Ask) -> End {
        let from = trip.answers.last().map(|page| page.url.clone());
        trip.shows_page = false;
        trip.seeks = ask.seeks_hosted.then(|| Seeks {
            pointer: ask.bkash_url.clone(),
        });
        let from = from.or_else(|| ask.url.join("/").ok());
        self.follow(trip, Step::of(ask, from)).await
    }

    async fn follow(&self, trip: &mut Trip, mut step: Step) -> End {
        let mut redirects = 0;
        let mut refreshes = 0;
        loop {
            if let Some(found) = self.browsers.hosted.look_at(&step.url) {
                return found.into();
            }
            let request = request::send(&self.browsers.client, &self.cookies, &step);
            let answer = match timeout_at(trip.deadline, request).await {
                Ok(Ok(answer)) => answer,
                Ok(Err(why)) => return End::Unreachable { url: step.url, why },
                Err(_) if trip.shows_page => return End::Page,
                Err(_) => return End::Impatient,
            };
            let next = self.next(trip, &answer);
            let (url, status) = (answer.url.clone(), answer.status);
            trip.answers.push(answer);
            step = match next {
                Next::End(end) => return end,
                Next::Go(Onward::Redirect(to)) => {
                    redirects += 1;
                    step.redirected(status, to)
                }
                Next::Go(Onward::Submit(form)) => {
                    redirects += 1;
                    Step::of(&form, Some(url))
                }
                Next::Go(Onward::Refresh { to, after }) => {
                    trip.shows_page = true;
                    redirects = 0;
                    refreshes += 1;
                    let after = match refreshes > HURRIED {
                        true => after.clamp(SHORTEST_DELAY, self.patience.max(SHORTEST_DELAY)),
                        false => after.clamp(SHORTEST_DELAY, LONGEST_DELAY),
                    };
                    let again = Instant::now() + after;
                    if again >= trip.deadline {
                        return End::Page;
                    }
                    sleep(again - Instant::now()).await;
                    Step::to(to, Some(url))
                }
            };
            if redirects > REDIRECTS_MAX {
                return End::TooManyRedirects;
            }
        }
    }

    fn next(&self, trip: &Trip, answer: &Answer) -> Next {
        if let Some(onward) = onward(answer) {
            return Next::Go(onward);
        }
        let found = trip
            .seeks
            .as_ref()
            .and_then(|seeks| self.hosted_in(answer, seeks));
        found.unwrap_or(Next::End(End::Page))
    }

    fn hosted_in(&self, answer: &Answer, seeks: &Seeks) -> Option<Next> {
        let hosted = &self.browsers.hosted;
        let Some(json) = answer.json() else {
            return hosted
                .in_text(&answer.body)
                .map(|found| Next::End(found.into()));
        };
        let pointed = seeks
            .pointer
            .as_ref()
            .and_then(|pointer| json.pointer(pointer))
            .and_then(Value::as_str)
            .and_then(|text| answer.url.join(text.trim()).ok());
        // The file's own word first: it may be a page of the shop's that leads on.
        let pointed = pointed.map(|to| Next::Go(Onward::Redirect(to)));
        pointed.or_else(|| hosted.in_json(&json).map(|found| Next::End(found.into())))
    }

    async fn arrive(&self, trip: Trip, end: End, began: Instant) -> Arrival {
        let took = began.elapsed();
        let mut scripts = Vec::new();
        let wanted: Vec<_> = trip.answers.iter().flat_map(script::sources).collect();
        for (url, from) in wanted {
            if !self.browsers.is_new(&url) {
                continue;
            }
            let mut step = Step::to(url, Some(from));
            step.by_script = true;
            let request = request::send(&self.browsers.client, &self.cookies, &step);
            if let Ok(Ok(answer)) = timeout_at(trip.deadline, request).await {
                scripts.push(answer);
            }
        }
        Arrival {
            answers: trip.answers,
            scripts,
            end,
            took,
        }
    }
}

enum Next {
    End(End),
    Go(Onward),
}

impl From<Found> for End {
    fn from(found: Found) -> Self {
        match found {
            Found::Ours { payment_id, url } => Self::Hosted { payment_id, url },
            Found::Real { url } => Self::RealGateway { url },
        }
    }
}
