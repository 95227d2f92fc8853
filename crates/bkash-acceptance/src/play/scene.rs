use crate::browser::{Answer, Arrival, End};
use crate::record::{RefundAsk, Return, Trouble, Visit};
use crate::story::Story;

/// A visit while it is played: with the answers themselves, whose pages can only be read once the shop's paid and
/// failed pages are known.
#[derive(Debug)]
pub(super) struct Scene {
    pub(super) visit: Visit,
    /// Every answer that the browser got, secrets and all. Nobody but the search for leaks sees it.
    pub(super) answers: Vec<Answer>,
    /// The page on which the checkout ended, by its place among the answers.
    pub(super) refusal: Option<usize>,
    /// The page of each return, likewise.
    pub(super) pages: Vec<Option<usize>>,
    /// The page of each refund, likewise.
    pub(super) refund_pages: Vec<Option<usize>>,
    /// The order's page, likewise.
    pub(super) order: Option<usize>,
    /// Whether the visit before it in the same story is the one whose paymentID was typed.
    pub(super) types_the_one_before: bool,
}

impl Scene {
    pub(super) fn new(story: Story, variant: impl Into<String>) -> Self {
        Self {
            visit: Visit::new(story, variant),
            answers: Vec::new(),
            refusal: None,
            pages: Vec::new(),
            refund_pages: Vec::new(),
            order: None,
            types_the_one_before: false,
        }
    }

    /// Keeps what the browser got; the place of the page on which it ended.
    pub(super) fn keep(&mut self, arrival: Arrival) -> Option<usize> {
        let Arrival {
            answers,
            scripts,
            end,
            ..
        } = arrival;
        self.answers.extend(scripts);
        let begins = self.answers.len();
        self.answers.extend(answers);
        let shown = matches!(end, End::Page | End::NoCheckoutPage | End::Impatient);
        let last = self.answers.len().checked_sub(1)?;
        (shown && last >= begins).then_some(last)
    }

    pub(super) fn returned(&mut self, back: Return, page: Option<usize>) {
        self.visit.returns.push(back);
        self.pages.push(page);
    }

    pub(super) fn asked_back(&mut self, ask: RefundAsk, page: Option<usize>) {
        self.visit.refunds.push(ask);
        self.refund_pages.push(page);
    }

    /// The story cannot be told further.
    pub(super) fn stopped_by(&mut self, trouble: Trouble) {
        self.visit.trouble.get_or_insert(trouble);
    }

    pub(super) const fn goes_on(&self) -> bool {
        self.visit.trouble.is_none()
    }
}
