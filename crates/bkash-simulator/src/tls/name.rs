/// The hosts of the gateway and of its pages, sandbox and production.
pub(crate) const GATEWAY_NAMES: [&str; 6] = [
    "tokenized.sandbox.bka.sh",
    "tokenized.pay.bka.sh",
    "checkout.sandbox.bka.sh",
    "checkout.pay.bka.sh",
    "sandbox.payment.bkash.com",
    "payment.bkash.com",
];

/// Whether a host, with or without a port, is one of the gateway's.
pub(crate) fn is_gateway_name(host: &str) -> bool {
    let name = host.split_once(':').map_or(host, |(name, _)| name);
    GATEWAY_NAMES
        .iter()
        .any(|known| known.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_known_in_any_case_and_with_any_port_but_only_whole() {
        for host in ["tokenized.pay.bka.sh", "Tokenized.SANDBOX.bka.sh:443"] {
            assert!(is_gateway_name(host), "{host}");
        }
        for host in [
            "",
            "bka.sh",
            "x.tokenized.pay.bka.sh",
            "tokenized.pay.bka.sh.x",
        ] {
            assert!(!is_gateway_name(host), "{host}");
        }
    }
}
