use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::fields::Fields;
use super::problem::Problem;
use super::sent::Sent;
use crate::fault::Callback;
use crate::gateway::Gateway;
use crate::world::{
    self, Amount, Coupon, Outcome, PageError, Pin, SANDBOX_OTP, View, Window, well_formed_otp,
    well_formed_pin, well_formed_wallet,
};

/// What a payer at the pages would do.
struct Payer {
    cancels: bool,
    wallet: Option<String>,
    otp: String,
    /// The wallet's own, unless said.
    pin: Option<String>,
    coupon: Option<Coupon>,
}

/// Walks the hosted pages' own steps as a payer would; the callback address stays unvisited.
pub(super) async fn pay(
    State(gateway): State<Arc<Gateway>>,
    payment_id: Result<Path<String>, PathRejection>,
    Sent(body): Sent,
) -> Result<Json<Value>, Problem> {
    let payer = Payer::read(&body)?;
    let unknown = || Problem::not_found("no payment has this paymentID");
    let Path(payment_id) = payment_id.map_err(|_| unknown())?;
    let world = gateway.owner(&payment_id).ok_or_else(unknown)?;
    let now = world.now();
    let mut state = world.state();
    let window = open(&mut state, now, &payment_id)?;
    let mut visit = Visit {
        state: &mut state,
        now,
        payment_id: &payment_id,
        window,
    };
    let redeemed = visit.state.redeem(&payment_id, payer.coupon);
    redeemed.map_err(|reason| Problem::conflict(reason.to_string()))?;
    let walked = if payer.cancels {
        visit.cancel()
    } else {
        visit.walk(&payer)
    };
    let outcome = walked?;
    drop(state);
    world.leave_pages(&payment_id);
    let state = world.state();
    let payment = state.payment(&payment_id).map_err(|_| unknown())?;
    let callback = world.callback(payment, outcome);
    Ok(Json(way_back(outcome, &callback)))
}

/// Where the browser would go. What a fault has changed shows in fields of its own.
fn way_back(outcome: Outcome, callback: &Callback) -> Value {
    let mut way = json!({ "status": outcome.status(), "callbackURL": callback.url });
    let visits = callback.visits();
    if visits.len() > 1 {
        way["callbacks"] = visits.into();
    }
    if !callback.late.is_zero() {
        way["late_seconds"] = callback.late.as_secs_f64().into();
    }
    way
}

impl Payer {
    fn read(body: &[u8]) -> Result<Self, Problem> {
        let fields = Fields::read(
            body,
            &[
                "outcome",
                "wallet",
                "otp",
                "pin",
                "coupon",
                "merchant_share",
            ],
        )?;
        let cancels = match fields.text("outcome", "text")? {
            None | Some("pay") => false,
            Some("cancel") => true,
            Some(_) => {
                let detail = "outcome must be pay or cancel";
                return Err(Problem::field(
                    "outcome",
                    detail,
                    ["pay", "cancel"].as_slice(),
                ));
            }
        };
        let entry = |name, rule, well_formed: fn(&str) -> bool| match fields.text(name, rule)? {
            Some(text) if !well_formed(text) => {
                Err(Problem::field(name, format!("{name} must be {rule}"), rule))
            }
            text => Ok(text.map(str::to_owned)),
        };
        let wallet = entry("wallet", "11 digits that begin with 01", well_formed_wallet)?;
        let otp = entry("otp", "six digits", well_formed_otp)?;
        let pin = entry("pin", "four or five digits", well_formed_pin)?;
        Ok(Self {
            cancels,
            wallet,
            otp: otp.unwrap_or_else(|| SANDBOX_OTP.to_owned()),
            pin,
            coupon: coupon(&fields)?,
        })
    }
}

/// What the payer's coupon takes off; half of it is the merchant's, unless said.
fn coupon(fields: &Fields) -> Result<Option<Coupon>, Problem> {
    const RULE: &str = "an amount in taka, as text";
    const SHARE: &str = "merchant_share";
    let amount = |name: &str, read: fn(&str) -> Option<Amount>| match fields.text(name, RULE)? {
        None => Ok(None),
        Some(text) => match read(text) {
            Some(amount) => Ok(Some(amount)),
            None => Err(Problem::field(name, format!("{name} must be {RULE}"), RULE)),
        },
    };
    let (total, share) = (
        amount("coupon", Amount::parse)?,
        amount(SHARE, Amount::parse_or_zero)?,
    );
    let Some(total) = total else {
        return match share {
            None => Ok(None),
            Some(_) => Err(Problem::field("coupon", "coupon is missing", RULE)),
        };
    };
    let too_much = || Problem::field(SHARE, "the merchant bears more than the coupon", RULE);
    Coupon::new(total, share).map(Some).ok_or_else(too_much)
}

fn open(state: &mut world::State, now: Timestamp, payment_id: &str) -> Result<Window, Problem> {
    let hash = state
        .payment(payment_id)
        .map(|payment| payment.hash.clone());
    let hash = hash.map_err(|_| Problem::not_found("no payment has this paymentID"))?;
    state
        .open_page(now, payment_id, &hash)
        .map_err(|PageError| not_payable())
}

fn not_payable() -> Problem {
    Problem::conflict(
        "the pages of this payment cannot be opened: they are over, older than a day, or open in a \
         window that already asked for a code",
    )
}

struct Visit<'a> {
    state: &'a mut world::State,
    now: Timestamp,
    payment_id: &'a str,
    window: Window,
}

impl Visit<'_> {
    fn cancel(&mut self) -> Result<Outcome, Problem> {
        let cancelled = self
            .state
            .cancel_page(self.now, self.payment_id, &self.window);
        cancelled.map_err(|PageError| not_payable())?;
        self.left()
    }

    /// A wrong code or PIN is given again until the page has had enough.
    fn walk(&mut self, payer: &Payer) -> Result<Outcome, Problem> {
        match (self.view()?, &payer.wallet) {
            (View::Wallet { .. }, _) => self.give_wallet(payer)?,
            (View::Pin { wallet, .. }, Some(given)) if **given != *wallet => {
                return Err(other_wallet(&wallet));
            }
            _ => {}
        }
        loop {
            let (now, id, window) = (self.now, self.payment_id, &self.window);
            let step = match self.view()? {
                View::Wallet { notice, .. } => return Err(wallet_refused(notice)),
                View::Otp { .. } => self.state.give_otp(now, id, window, &payer.otp),
                View::Pin { wallet, .. } => {
                    let own = self.state.wallet(&wallet);
                    let own = own.map_or_else(Pin::of_the_sandbox, |wallet| wallet.pin().clone());
                    let pin = payer.pin.as_deref().unwrap_or(own.reveal());
                    self.state.give_pin(now, id, window, pin)
                }
                View::Outcome { .. } => return self.left(),
            };
            step.map_err(|PageError| not_payable())?;
        }
    }

    /// Payments by agreement have their wallet already.
    fn give_wallet(&mut self, payer: &Payer) -> Result<(), Problem> {
        let chosen = self.state.wallet_for(self.now, self.payment_id);
        let wallet = payer.wallet.as_deref().unwrap_or(&chosen);
        self.state
            .give_wallet(self.now, self.payment_id, &self.window, wallet)
            .map_err(|PageError| not_payable())
    }

    fn view(&self) -> Result<View, Problem> {
        let shown = self
            .state
            .show_page(self.now, self.payment_id, &self.window);
        shown
            .map(|(_, view)| view)
            .map_err(|PageError| not_payable())
    }

    fn left(&self) -> Result<Outcome, Problem> {
        match self
            .state
            .show_page(self.now, self.payment_id, &self.window)
        {
            Ok((_, View::Outcome { outcome, .. })) => Ok(outcome),
            _ => Err(not_payable()),
        }
    }
}

fn other_wallet(agreed: &str) -> Problem {
    let detail = "this payment is paid by agreement: its wallet is given";
    Problem::field("wallet", detail, [agreed].as_slice())
}

fn wallet_refused(notice: Option<world::Notice>) -> Problem {
    let text = notice.map_or_else(String::new, |notice| notice.texts().0);
    Problem::conflict(format!("the page does not take this wallet: {text}"))
}
