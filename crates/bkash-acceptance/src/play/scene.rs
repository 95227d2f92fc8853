use crate::browser::Arrival;
use crate::record::{RefundAsk, Return, Trouble, Visit};
use crate::story::Story;

/// A visit while it is played: with the answers themselves, whose pages can only be read once the shop's paid and
/// failed pages are known.
#[derive(Debug)]
pub(super) struct Scene {
    pub(super) visit: Visit,
    /// Every way through the shop, with all that the browser got, secrets too. It is read once, and dropped.
    pub(super) arrivals: Vec<Arrival>,
    /// Where the checkout ended, by its place among the arrivals.
    pub(super) refusal: Option<usize>,
    /// Where each return ended, likewise.
    pub(super) pages: Vec<usize>,
    /// Where each refund ended, likewise.
    pub(super) refund_pages: Vec<usize>,
    /// The order's page, likewise.
    pub(super) order: Option<usize>,
    /// Whether the visit before it in the same story is the one whose paymentID was typed.
    pub(super) types_the_one_before: bool,
}

impl Scene {
    pub(super) fn new(story: Story, variant: impl Into<String>) -> Self {
        Self {
            visit: Visit::new(story, variant),
            arrivals: Vec::new(),
            refusal: None,
            pages: Vec::new(),
            refund_pages: Vec::new(),
            order: None,
            types_the_one_before: false,
        }
    }

    /// Keeps what the browser got; its place.
    pub(super) fn keep(&mut self, arrival: Arrival) -> usize {
        self.arrivals.push(arrival);
        self.arrivals.len() - 1
    }

    pub(super) fn returned(&mut self, back: Return, arrival: Arrival) {
        let place = self.keep(arrival);
        self.visit.returns.push(back);
        self.pages.push(place);
    }

    pub(super) fn asked_back(&mut self, ask: RefundAsk, arrival: Arrival) {
        let place = self.keep(arrival);
        self.visit.refunds.push(ask);
        self.refund_pages.push(place);
    }

    /// The story cannot be told further.
    pub(super) fn stopped_by(&mut self, trouble: Trouble) {
        self.visit.trouble.get_or_insert(trouble);
    }

    pub(super) const fn goes_on(&self) -> bool {
        self.visit.trouble.is_none()
    }
}
