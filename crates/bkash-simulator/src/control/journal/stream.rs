use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::Stream;
use futures_util::stream::unfold;
use http::{HeaderMap, Uri};
use tokio::sync::watch;
use tokio::time::Instant;

use super::filter::{FILTERS, filter};
use super::show::read;
use crate::control::parameters::Parameters;
use crate::control::problem::Problem;
use crate::control::selection::ChosenIfAny;
use crate::gateway::{Gateway, World};
use crate::journal::Filter;

/// Between two looks at a journal that does not rest.
const PAUSE: Duration = Duration::from_millis(100);

/// The journal as it grows, as server-sent events: `exchange` for one that is new or has changed,
/// `cleared` when all that was told is forgotten. An event's id is a revision; a reader that comes back
/// with `Last-Event-ID` goes on there, one without begins at the present or at `changed_since`.
pub(in crate::control) async fn stream(
    State(gateway): State<Arc<Gateway>>,
    ChosenIfAny(world): ChosenIfAny,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    let world = world.ok_or_else(|| {
        Problem::not_found("no app_key has been seen yet, so there is no journal to follow")
    })?;
    let parameters = Parameters::read(&uri, &FILTERS)?;
    let mut filter = filter(&parameters, Some(&world))?;
    let last_event = headers
        .get("last-event-id")
        .and_then(|id| id.to_str().ok()?.parse().ok());
    let journal = world.journal();
    let (present, changes) = (journal.revision(), journal.subscribe());
    drop(journal);
    filter.changed_since = last_event.or(filter.changed_since).or(Some(present));
    let reader = Reader {
        world,
        filter,
        changes,
        stopping: gateway.stopping(),
        waiting: VecDeque::new(),
        next_look: Instant::now(),
    };
    let events = unfold(reader, |mut reader| async {
        let event = reader.next().await?;
        Some((Ok(event), reader))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::default()))
}

/// One follower of one journal.
struct Reader {
    world: Arc<World>,
    filter: Filter,
    changes: watch::Receiver<u64>,
    stopping: Option<watch::Receiver<()>>,
    waiting: VecDeque<Event>,
    next_look: Instant,
}

impl Reader {
    /// None when the simulator stops.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.waiting.pop_front() {
                return Some(event);
            }
            tokio::select! {
                () = tokio::time::sleep_until(self.next_look) => {}
                () = stopped(self.stopping.as_mut()) => return None,
            }
            self.look();
            if self.waiting.is_empty() {
                tokio::select! {
                    changed = self.changes.changed() => changed.ok()?,
                    () = stopped(self.stopping.as_mut()) => return None,
                }
            }
        }
    }

    fn look(&mut self) {
        let since = self.filter.changed_since.unwrap_or_default();
        self.changes.mark_unchanged();
        if self.world.journal().cleared_since(since) {
            let cleared = Event::default().event("cleared").data("{}");
            self.waiting.push_back(cleared);
        }
        let (revision, exchanges) = read(&self.world, &self.filter);
        self.filter.changed_since = Some(revision);
        let last = exchanges.len();
        for (index, exchange) in exchanges.iter().enumerate() {
            let told = Event::default()
                .event("exchange")
                .data(exchange.to_string());
            // Only the last has the id: a reader that was cut off before it is told all of them again.
            self.waiting.push_back(match index + 1 == last {
                true => told.id(revision.to_string()),
                false => told,
            });
        }
        if !self.waiting.is_empty() {
            self.next_look = Instant::now() + PAUSE;
        }
    }
}

async fn stopped(stopping: Option<&mut watch::Receiver<()>>) {
    match stopping {
        // An error says that the sender was dropped: the same wish.
        Some(stopping) => drop(stopping.changed().await),
        None => std::future::pending().await,
    }
}
