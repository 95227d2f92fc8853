/// How a right shop is built; they differ wherever the rules leave it free.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// Pages in English; one callback address, where the order is found by its paymentID and must be this browser's.
    Plain,
    /// A checkout in JSON; a callback address with a secret for each order; a page in Bangla that refreshes itself.
    Api,
    /// One request at a time; the browser says amount and invoice; refunds by the older call.
    Serial,
}

impl Style {
    /// What the judge is told of this shop.
    pub(crate) fn shop_file(self, name: &str, origin: &str, by_its_page: bool) -> String {
        let checkout = match self {
            Self::Plain => {
                format!("method = \"POST\"\nurl = \"{origin}/pay\"\nform = {{ product = \"1\" }}\n")
            }
            Self::Api => format!(
                "method = \"POST\"\nurl = \"{origin}/api/checkout\"\njson = {{ product = \"2\" }}\n\
                 bkash_url = \"/data/bkashURL\"\n"
            ),
            Self::Serial => format!(
                "method = \"POST\"\nurl = \"{origin}/pay\"\n\
                 form = {{ amount = \"{{amount}}\", invoice = \"{{invoice}}\" }}\n"
            ),
        };
        let page = match by_its_page {
            true => format!("page = \"{origin}/buy\"\n"),
            false => String::new(),
        };
        let refund = "form = { payment_id = \"{paymentID}\", amount = \"{amount}\" }";
        format!(
            "[shop]\nname = \"{name}\"\n[checkout]\n{checkout}{page}\
             [refund]\nmethod = \"POST\"\nurl = \"{origin}/refund\"\n{refund}\n\
             [order]\nurl = \"{origin}/order?paymentID={{paymentID}}\"\n\
             [app]\nstart = \"true\"\nready = \"{origin}/\"\n"
        )
    }

    pub(crate) const fn is_serial(self) -> bool {
        matches!(self, Self::Serial)
    }

    pub(crate) const fn speaks_bangla(self) -> bool {
        matches!(self, Self::Api)
    }

    pub(crate) const fn refunds_by_v1(self) -> bool {
        matches!(self, Self::Serial)
    }
}
