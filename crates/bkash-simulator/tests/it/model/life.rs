use serde_json::{Value, json};

use super::agreement::Agreement;
use super::books::{Purse, WALLETS, purses, taka};
use super::payment::{Payment, Phase};
use super::step::{Mistake, Step};
use crate::harness::{CREATE, Merchant, REFUND_V1, SEARCH, order};

const CAPTURE: &str = "/v1.2.0-beta/tokenized/checkout/payment/confirm/capture";
const VOID: &str = "/v1.2.0-beta/tokenized/checkout/payment/confirm/void";

const HOUR: i64 = 3600;
/// The same wallet and amount within this is a duplicate.
const DUPLICATE_SECONDS: i64 = 120;

/// The world beside the model of it.
pub(super) struct Life {
    pub(super) merchant: Merchant,
    pub(super) purses: [Purse; 8],
    pub(super) merchant_poisha: i64,
    pub(super) settled_poisha: i64,
    pub(super) payments: Vec<Payment>,
    pub(super) agreements: Vec<Agreement>,
    /// Wallet, amount and time of each money movement to the merchant.
    taken: Vec<(usize, i64, i64)>,
    pub(super) now: i64,
    token_until: i64,
}

impl Life {
    pub(super) async fn begin() -> Self {
        Self {
            merchant: Merchant::new().await,
            purses: purses(),
            merchant_poisha: 0,
            settled_poisha: 0,
            payments: Vec::new(),
            agreements: Vec::new(),
            taken: Vec::new(),
            now: 0,
            token_until: HOUR,
        }
    }

    /// Takes one step in the world and in the model, and compares.
    pub(super) async fn take(&mut self, step: &Step) {
        match *step {
            Step::Create {
                poisha,
                authorize_only,
            } => self.create(poisha, authorize_only).await,
            Step::Agree { wallet } => self.agree(wallet).await,
            Step::PayBy { agreement, poisha } => self.pay_by(agreement, poisha).await,
            Step::EndAgreement { agreement } => self.end_agreement(agreement).await,
            Step::Settle => self.settle().await,
            Step::Unlock { wallet } => self.unlock(wallet).await,
            Step::Wait { seconds } => self.wait(seconds).await,
            _ if self.payments.is_empty() => {}
            Step::Pay {
                payment,
                wallet,
                mistake,
            } => self.pay(self.chosen(payment), wallet, mistake).await,
            Step::Cancel { payment } => self.cancel(self.chosen(payment)).await,
            Step::Execute { payment } => self.execute(self.chosen(payment)).await,
            Step::Query { payment } => self.query(self.chosen(payment)).await,
            Step::Search { payment } => self.search(self.chosen(payment)).await,
            Step::Capture { payment } => self.capture(self.chosen(payment)).await,
            Step::Void { payment } => self.void(self.chosen(payment)).await,
            Step::Refund {
                payment,
                poisha,
                version,
            } => self.refund(self.chosen(payment), poisha, version).await,
        }
    }

    fn chosen(&self, number: usize) -> usize {
        number % self.payments.len()
    }

    async fn create(&mut self, poisha: i64, authorize_only: bool) {
        let mut body = order(&taka(poisha));
        if authorize_only {
            body["intent"] = json!("authorization");
        }
        let created = self.merchant.call(CREATE, &body).await;
        assert_eq!(created.code(), "0000", "{}", created.body);
        self.payments.push(Payment {
            id: created.text("paymentID").to_owned(),
            poisha,
            authorize_only,
            created_at: self.now,
            phase: Phase::OnPages,
            trx_id: None,
            agreement: None,
        });
    }

    async fn pay(&mut self, index: usize, wallet: usize, mistake: Mistake) {
        let mut payer = json!({ "wallet": WALLETS[wallet] });
        match mistake {
            Mistake::None => {}
            Mistake::Code => payer["otp"] = json!("000000"),
            Mistake::Pin => payer["pin"] = json!("99999"),
        }
        let payment = &mut self.payments[index];
        let left = self.merchant.pay(&payment.id, payer).await;
        let can_pay = payment.phase == Phase::OnPages && !payment.is_too_old(self.now);
        if !can_pay || self.purses[wallet].is_locked {
            assert_eq!(left.status, 409, "{}", left.body);
            return;
        }
        self.purses[wallet].is_locked = mistake == Mistake::Pin;
        let (status, phase) = match mistake {
            Mistake::None => ("success", Phase::Approved { wallet }),
            _ => ("failure", Phase::Left),
        };
        assert_eq!(left.text("status"), status);
        payment.phase = phase;
    }

    async fn cancel(&mut self, index: usize) {
        let payment = &mut self.payments[index];
        let left = self
            .merchant
            .pay(&payment.id, json!({ "outcome": "cancel" }))
            .await;
        if payment.phase == Phase::OnPages && !payment.is_too_old(self.now) {
            assert_eq!(left.text("status"), "cancel");
            payment.phase = Phase::Left;
        } else {
            assert_eq!(left.status, 409, "{}", left.body);
        }
    }

    async fn execute(&mut self, index: usize) {
        let answer = self.merchant.execute(&self.payments[index].id).await;
        let foretold = self.foretell_execute(index);
        assert_eq!(answer.code(), foretold, "{}", answer.body);
        if foretold != "0000" {
            if matches!(self.payments[index].phase, Phase::Approved { .. })
                && !self.payments[index].is_too_old(self.now)
            {
                self.payments[index].phase = Phase::Spent;
            }
            return;
        }
        let (now, payment) = (self.now, &mut self.payments[index]);
        let Phase::Approved { wallet } = payment.phase else {
            panic!("money moved without an approval");
        };
        self.purses[wallet].poisha -= payment.poisha;
        self.taken.push((wallet, payment.poisha, now));
        payment.trx_id = Some(answer.text("trxID").to_owned());
        if payment.authorize_only {
            assert_eq!(answer.text("transactionStatus"), "Authorized");
            payment.phase = Phase::Authorized { wallet };
        } else {
            assert_eq!(answer.text("transactionStatus"), "Completed");
            self.merchant_poisha += payment.poisha;
            payment.phase = Phase::Paid {
                wallet,
                at: now,
                refunds: Vec::new(),
            };
        }
    }

    fn foretell_execute(&self, index: usize) -> &'static str {
        let payment = &self.payments[index];
        let wallet = match payment.phase {
            Phase::Paid { .. } | Phase::Authorized { .. } => return "2117",
            Phase::Voided => return "2069",
            Phase::Approved { wallet } if !payment.is_too_old(self.now) => wallet,
            _ => return "2056",
        };
        let is_duplicate = self.taken.iter().any(|(from, poisha, at)| {
            (*from, *poisha) == (wallet, payment.poisha) && self.now - at < DUPLICATE_SECONDS
        });
        match WALLETS[wallet] {
            _ if !self.may_be_charged(payment) => "2055",
            "01823074818" => "2037",
            _ if is_duplicate => "2029",
            _ if self.purses[wallet].poisha < payment.poisha => "2023",
            _ => "0000",
        }
    }

    async fn query(&mut self, index: usize) {
        let payment = &self.payments[index];
        let answer = self.merchant.query(&payment.id).await;
        assert_eq!(answer.code(), "0000", "{}", answer.body);
        assert_eq!(answer.text("transactionStatus"), payment.status());
        assert_eq!(answer.body["trxID"].as_str(), payment.trx_id.as_deref());
        if matches!(payment.phase, Phase::Paid { .. }) {
            let left = taka(payment.left_to_refund());
            assert_eq!(answer.text("maxRefundableAmount"), left);
        }
    }

    async fn search(&mut self, index: usize) {
        let payment = &self.payments[index];
        let trx_id = payment.trx_id.as_deref().unwrap_or("AAAAAAAAAA");
        let answer = self
            .merchant
            .call(SEARCH, &json!({ "trxID": trx_id }))
            .await;
        match payment.trx_id {
            Some(_) => assert_eq!(answer.text("transactionStatus"), payment.status()),
            None => assert_eq!(answer.code(), "2033"),
        }
    }

    async fn capture(&mut self, index: usize) {
        let payment = &mut self.payments[index];
        let body = json!({ "paymentID": payment.id });
        let answer = self.merchant.call(CAPTURE, &body).await;
        let Phase::Authorized { wallet } = payment.phase else {
            assert_eq!(
                answer.code(),
                second_step_refusal(payment, "2068"),
                "{}",
                answer.body
            );
            return;
        };
        assert_eq!(answer.text("transactionStatus"), "Completed");
        self.merchant_poisha += payment.poisha;
        payment.phase = Phase::Paid {
            wallet,
            at: self.now,
            refunds: Vec::new(),
        };
    }

    async fn void(&mut self, index: usize) {
        let payment = &mut self.payments[index];
        let body = json!({ "paymentID": payment.id });
        let answer = self.merchant.call(VOID, &body).await;
        let Phase::Authorized { wallet } = payment.phase else {
            assert_eq!(
                answer.code(),
                second_step_refusal(payment, "2056"),
                "{}",
                answer.body
            );
            return;
        };
        assert_eq!(answer.text("transactionStatus"), "Cancelled");
        self.purses[wallet].poisha += payment.poisha;
        payment.phase = Phase::Voided;
    }

    async fn refund(&mut self, index: usize, poisha: i64, version: u8) {
        let payment = &mut self.payments[index];
        let trx_id = payment.trx_id.as_deref().unwrap_or("AAAAAAAAAA");
        let amount = taka(poisha);
        let answer = match version {
            1 => {
                let body = json!({
                    "paymentID": payment.id, "trxID": trx_id, "amount": amount,
                    "sku": "SKU-1", "reason": "customer request",
                });
                self.merchant.call(REFUND_V1, &body).await
            }
            _ => self.merchant.refund(&payment.id, trx_id, &amount).await,
        };
        let refusal = payment.refund_refusal(self.now, poisha, version);
        let refusal = refusal.or((self.merchant_poisha < poisha).then_some("2023"));
        if let Some(code) = refusal {
            assert_eq!(answer.code(), code, "{}", answer.body);
            return;
        }
        assert_eq!(answer.status, 200, "{}", answer.body);
        let Phase::Paid {
            wallet, refunds, ..
        } = &mut payment.phase
        else {
            panic!("a refund without a payment");
        };
        refunds.push(poisha);
        self.purses[*wallet].poisha += poisha;
        self.merchant_poisha -= poisha;
    }

    async fn settle(&mut self) {
        let settled = self.merchant.control("POST", "settle", Value::Null).await;
        assert_eq!(settled.text("settled"), taka(self.merchant_poisha));
        self.settled_poisha += self.merchant_poisha;
        self.merchant_poisha = 0;
    }

    async fn unlock(&mut self, wallet: usize) {
        let path = format!("wallets/{}", WALLETS[wallet]);
        let body = json!({ "locked": false });
        let unlocked = self.merchant.control("PUT", &path, body).await;
        assert_eq!(unlocked.status, 200, "{}", unlocked.body);
        self.purses[wallet].is_locked = false;
    }

    /// Moves the clock; a token that died of it is seen to be dead, and replaced.
    async fn wait(&mut self, seconds: i64) {
        self.merchant.advance(seconds.unsigned_abs()).await;
        self.now += seconds;
        if self.now < self.token_until {
            return;
        }
        assert_eq!(self.merchant.query("TR0011").await.status, 401);
        let granted = self.merchant.grant().await;
        self.merchant.token = granted.text("id_token").to_owned();
        self.token_until = self.now + HOUR;
    }
}

/// What capture, or void, says of a payment that holds no money (any more).
fn second_step_refusal(payment: &Payment, of_a_sale: &'static str) -> &'static str {
    match payment.phase {
        Phase::Paid { .. } if payment.authorize_only => "2119",
        Phase::Paid { .. } => of_a_sale,
        Phase::Voided => "2069",
        _ => "2056",
    }
}
