use crate::control::parameters::Parameters;
use crate::control::problem::Problem;
use crate::endpoint::Endpoint;
use crate::gateway::World;
use crate::journal::{About, Filter, Status};
use crate::world::Payment;

/// Parameters that choose exchanges.
pub(super) const FILTERS: [&str; 7] = [
    "endpoint",
    "status",
    "paymentID",
    "invoice",
    "text",
    "since",
    "changed_since",
];

/// What the journal has beside the endpoints of merchants' calls.
const OTHERS: [&str; 2] = ["page", "wrong_route"];

pub(super) fn filter(parameters: &Parameters, world: Option<&World>) -> Result<Filter, Problem> {
    Ok(Filter {
        endpoints: endpoints(parameters)?,
        status: parameters.parsed(
            "status",
            "a status, 1xx to 5xx, lost or open",
            Status::parse,
        )?,
        since: parameters.whole("since", 0..=u64::MAX)?,
        changed_since: parameters.whole("changed_since", 0..=u64::MAX)?,
        about: about(parameters, world),
        text: parameters.text("text").map(str::to_owned),
    })
}

/// Several are separated by commas.
fn endpoints(parameters: &Parameters) -> Result<Vec<String>, Problem> {
    let names = Endpoint::ALL.map(Endpoint::name);
    let allowed: Vec<&str> = names.into_iter().chain(OTHERS).collect();
    let wanted = parameters.text("endpoint").unwrap_or_default();
    let wanted: Vec<String> = wanted
        .split(',')
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .collect();
    match wanted.iter().find(|name| !allowed.contains(&name.as_str())) {
        Some(stranger) => Err(Problem::field(
            "endpoint",
            format!("there is no endpoint {stranger}"),
            allowed,
        )),
        None => Ok(wanted),
    }
}

/// A search names no payment and a refund no invoice: the world knows which ones are meant.
fn about(parameters: &Parameters, world: Option<&World>) -> Option<About> {
    match (
        parameters.text("paymentID"),
        parameters.text("invoice"),
        world,
    ) {
        (None, None, _) => None,
        (Some(payment_id), _, Some(world)) => Some(about_payment(world, payment_id)),
        (None, Some(invoice), Some(world)) => Some(about_invoice(world, invoice)),
        (_, _, None) => Some(About::default()),
    }
}

pub(super) fn about_payment(world: &World, payment_id: &str) -> About {
    let mut about = About::default();
    about.payment_ids.insert(payment_id.to_owned());
    if let Ok(payment) = world.state().payment(payment_id) {
        about.add(payment);
    }
    about
}

fn about_invoice(world: &World, invoice: &str) -> About {
    let mut about = About {
        invoice: Some(invoice.to_owned()),
        ..About::default()
    };
    let state = world.state();
    let of_invoice = |payment: &&Payment| payment.invoice() == Some(invoice);
    for payment in state.payments().filter(of_invoice) {
        about.add(payment);
    }
    about
}

impl About {
    fn add(&mut self, payment: &Payment) {
        self.payment_ids.insert(payment.id.to_string());
        let trx_ids = payment.trx_ids().map(|trx_id| trx_id.as_str().to_owned());
        self.trx_ids.extend(trx_ids);
    }
}
