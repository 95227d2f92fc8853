use serde_json::json;

use super::books::{WALLETS, taka};
use super::life::Life;
use super::payment::{Payment, Phase};
use crate::harness::{CANCEL, CREATE, agreement_order, order_by};

/// A payer's leave to be charged by PIN, in the model.
#[derive(Debug, Clone)]
pub(super) struct Agreement {
    id: String,
    wallet: usize,
    is_live: bool,
}

impl Life {
    /// Created, approved and executed in one go; a wallet has one live agreement.
    pub(super) async fn agree(&mut self, wallet: usize) {
        let created = self.merchant.call(CREATE, &agreement_order()).await;
        let payment_id = created.text("paymentID").to_owned();
        let payer = json!({ "wallet": WALLETS[wallet] });
        let approved = self.merchant.pay(&payment_id, payer).await;
        if self.purses[wallet].is_locked {
            assert_eq!(approved.status, 409, "{}", approved.body);
            return;
        }
        let executed = self.merchant.execute(&payment_id).await;
        let has_one = |one: &Agreement| one.is_live && one.wallet == wallet;
        if self.agreements.iter().any(has_one) {
            assert_eq!(executed.code(), "2050", "{}", executed.body);
            return;
        }
        assert_eq!(executed.code(), "0000", "{}", executed.body);
        self.agreements.push(Agreement {
            id: executed.text("agreementID").to_owned(),
            wallet,
            is_live: true,
        });
    }

    pub(super) async fn pay_by(&mut self, number: usize, poisha: i64) {
        let Some(agreement) = self.chosen_agreement(number).cloned() else {
            return;
        };
        let order = order_by(&agreement.id, &taka(poisha));
        let created = self.merchant.call(CREATE, &order).await;
        if !agreement.is_live {
            assert_eq!(created.code(), "2053", "{}", created.body);
            return;
        }
        let id = created.text("paymentID").to_owned();
        if self.purses[agreement.wallet].is_locked {
            return;
        }
        let approved = self.merchant.pay(&id, json!({})).await;
        assert_eq!(approved.text("status"), "success");
        self.payments.push(Payment {
            id,
            poisha,
            authorize_only: false,
            created_at: self.now,
            phase: Phase::Approved {
                wallet: agreement.wallet,
            },
            trx_id: None,
            agreement: Some(agreement.id),
        });
    }

    pub(super) async fn end_agreement(&mut self, number: usize) {
        let Some(agreement) = self.chosen_agreement(number) else {
            return;
        };
        let (id, was_live) = (agreement.id.clone(), agreement.is_live);
        agreement.is_live = false;
        let ended = self
            .merchant
            .call(CANCEL, &json!({ "agreementID": id }))
            .await;
        let code = if was_live { "0000" } else { "2053" };
        assert_eq!(ended.code(), code, "{}", ended.body);
    }

    /// Whether the agreement that a payment is paid by, if any, still stands.
    pub(super) fn may_be_charged(&self, payment: &Payment) -> bool {
        payment.agreement.as_ref().is_none_or(|id| {
            let mut agreements = self.agreements.iter();
            agreements.any(|one| one.id == *id && one.is_live)
        })
    }

    fn chosen_agreement(&mut self, number: usize) -> Option<&mut Agreement> {
        let count = self.agreements.len();
        self.agreements.get_mut(number.checked_rem(count)?)
    }
}
