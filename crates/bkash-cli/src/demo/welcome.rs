use super::stand::Stand;
use crate::output::Style;
use crate::sandbox::{OTP, PIN, WALLETS};

/// What a person who started the demo needs to know.
pub fn welcome(stand: &Stand, style: Style) -> String {
    let address = |name: &str, url: &str, what: &str| {
        format!("  {name:<10} {}   {}\n", style.bold(url), style.dim(what))
    };
    let wallet = |number: &str, what: &str| format!("  {}   {what}\n", style.bold(number));
    [
        format!(
            "\n{}\n\n",
            style.bold("bKash demo: a shop, a payment service and a gateway. No real money.")
        ),
        address("Shop", &stand.shop_url(), "start here, in a browser"),
        address("Service", &stand.service_url(), "/healthz  /metrics"),
        address(
            "Simulator",
            stand.simulator_url(),
            "/_simulator/journal  /_simulator/books",
        ),
        format!("\n{}\n\n", style.bold("Wallets")),
        WALLETS
            .map(|known| wallet(known.number, known.pays))
            .concat(),
        format!("\n  OTP {}   PIN {}\n", style.bold(OTP), style.bold(PIN)),
        format!(
            "\n  {}\n",
            style.dim(&format!(
                "Everything is kept in {}{}.",
                stand.folder().display(),
                if stand.is_temporary() {
                    " until you press ctrl-c"
                } else {
                    "; press ctrl-c to stop"
                }
            ))
        ),
    ]
    .concat()
}
