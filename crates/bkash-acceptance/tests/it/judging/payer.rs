use bkash_acceptance::record::{Page, Reading, Record, RefundAsk, Return, ShopFacts, Visit};
use bkash_acceptance::{Outcome, Story, Verdict, judge};

use super::tape::{Tape, ids};

/// A visit whose payment has the invoice number and the trxID that the tape gives it.
pub(crate) fn payer(story: Story, payment: &str) -> Visit {
    Visit {
        invoice: Some(format!("I{payment}")),
        amount: Some("500".to_owned()),
        callback_url: Some("https://shop.example/callback".to_owned()),
        payment_id: Some(payment.to_owned()),
        ..Visit::new(story, "")
    }
}

pub(crate) fn page(reading: Reading, text: &str) -> Page {
    Page {
        url: "https://shop.example/callback".to_owned(),
        status: 200,
        blocks: vec![text.to_owned()],
        reading,
    }
}

/// What payers do, in short.
pub(crate) trait Payer {
    fn paid(self) -> Self;
    fn variant(self, variant: &str) -> Self;
    /// Comes back, and sees this.
    fn sees(self, reading: Reading, text: &str) -> Self;
    /// Types a callback, and sees this.
    fn types(self, reading: Reading, text: &str) -> Self;
    fn sees_nothing(self) -> Self;
    fn order(self, reading: Reading, text: &str) -> Self;
    /// Never gets as far as the hosted page, and sees this.
    fn refused(self, status: u16, reading: Reading, text: &str) -> Self;
    fn asks_back(self, amount: &str, reading: Reading, text: &str) -> Self;
    fn within(self, exchanges: (u64, u64)) -> Self;
}

impl Payer for Visit {
    fn paid(mut self) -> Self {
        self.trx_id = self
            .payment_id
            .as_ref()
            .map(|payment| format!("T{payment}"));
        self
    }

    fn variant(mut self, variant: &str) -> Self {
        variant.clone_into(&mut self.variant);
        self
    }

    fn sees(mut self, reading: Reading, text: &str) -> Self {
        self.returns.push(back(false, Some(page(reading, text))));
        self
    }

    fn types(mut self, reading: Reading, text: &str) -> Self {
        self.returns.push(back(true, Some(page(reading, text))));
        self
    }

    fn sees_nothing(mut self) -> Self {
        self.returns.push(back(false, None));
        self
    }

    fn order(mut self, reading: Reading, text: &str) -> Self {
        self.order = Some(page(reading, text));
        self
    }

    fn refused(mut self, status: u16, reading: Reading, text: &str) -> Self {
        self.payment_id = None;
        let page = page(reading, text);
        self.refusal = Some(Page { status, ..page });
        self
    }

    fn asks_back(mut self, amount: &str, reading: Reading, text: &str) -> Self {
        self.refunds.push(RefundAsk {
            amount: Some(amount.to_owned()),
            page: Some(page(reading, text)),
            trouble: None,
        });
        self
    }

    fn within(mut self, exchanges: (u64, u64)) -> Self {
        self.exchanges = exchanges;
        self
    }
}

fn back(typed: bool, page: Option<Page>) -> Return {
    Return {
        typed,
        address: "https://shop.example/callback".to_owned(),
        took_ms: 5,
        page,
    }
}

/// What was seen of a shop that can be asked for everything.
pub(crate) fn record(tape: &Tape, visits: Vec<Visit>) -> Record {
    let mut record = Record::of_traffic(tape.journal());
    record.played = visits.iter().map(|visit| visit.story).collect();
    record.visits = visits;
    record.shop = ShopFacts {
        refunds: true,
        refunds_parts: true,
        restarts: true,
        ..ShopFacts::default()
    };
    record
}

pub(crate) fn verdict(record: &Record, id: &str) -> Verdict {
    let mut verdicts = judge(record);
    verdicts.retain(|verdict| verdict.id == id);
    verdicts.pop().unwrap()
}

pub(crate) fn failed(record: &Record) -> Vec<&'static str> {
    ids(&judge(record), Outcome::Failed)
}
