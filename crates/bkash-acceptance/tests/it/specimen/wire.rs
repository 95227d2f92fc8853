use std::sync::atomic::AtomicU32;
use std::sync::{Arc, OnceLock};

use serde_json::Value;

use super::flaw::Flaw;

pub(crate) const APP_KEY: &str = "4f6o0cjiki2rfm34kfdadl1eqq";
pub(crate) const APP_SECRET: &str = "2is7hdktrekvrbljjh44ll3d9l1dtjo4pasmjvs5vl5qr3fug4b";
const USERNAME: &str = "sandboxTokenizedUser02";
const PASSWORD: &str = "sandboxTokenizedUser02@12345";

/// Codes after which nobody knows whether money moved.
const UNSETTLED: [&str; 9] = [
    "503", "2003", "2020", "2024", "2062", "2068", "2069", "2117", "9999",
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Call {
    Grant,
    Refresh,
    Create,
    Execute,
    Query,
    Refund,
    RefundStatus,
    RefundV1,
}

impl Call {
    const fn path(self) -> &'static str {
        match self {
            Self::Grant => "/v1.2.0-beta/tokenized/checkout/token/grant",
            Self::Refresh => "/v1.2.0-beta/tokenized/checkout/token/refresh",
            Self::Create => "/v1.2.0-beta/tokenized/checkout/create",
            Self::Execute => "/v1.2.0-beta/tokenized/checkout/execute",
            Self::Query => "/v1.2.0-beta/tokenized/checkout/payment/status",
            Self::Refund => "/v2/tokenized-checkout/refund/payment/transaction",
            Self::RefundStatus => "/v2/tokenized-checkout/refund/payment/status",
            Self::RefundV1 => "/v1.2.0-beta/tokenized/checkout/payment/refund",
        }
    }

    /// The same call of the newer interface.
    const fn path_of_v2(self) -> &'static str {
        match self {
            Self::Grant => "/v2/tokenized-checkout/auth/grant-token",
            Self::Refresh => "/v2/tokenized-checkout/auth/refresh-token",
            Self::Create => "/v2/tokenized-checkout/payment/create",
            Self::Execute => "/v2/tokenized-checkout/payment/execute",
            Self::Query => "/v2/tokenized-checkout/query/payment",
            _ => self.path(),
        }
    }

    const fn moves_money(self) -> bool {
        matches!(self, Self::Execute | Self::Refund | Self::RefundV1)
    }
}

/// What a call came to.
#[derive(Clone, Debug)]
pub(crate) enum Heard {
    Success(Value),
    Refused {
        code: String,
        message: String,
    },
    Unauthorized,
    /// The gateway turned it away before its backend.
    TurnedAway(String),
    /// No answer, or none that tells whether it was done.
    Nothing,
}

/// The line to the gateway: each call is sent once.
#[derive(Clone, Debug)]
pub(crate) struct Wire {
    client: reqwest::Client,
    gateway: Arc<OnceLock<String>>,
    flaw: Option<Flaw>,
    /// Renewals so far, also of processes that ended.
    pub(crate) token_calls: Arc<AtomicU32>,
}

impl Wire {
    pub(crate) fn new(flaw: Option<Flaw>) -> Self {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(rustls::RootCertStore::empty())
            .with_no_client_auth();
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .no_proxy()
            .build();
        Self {
            client: client.unwrap(),
            gateway: Arc::default(),
            flaw,
            token_calls: Arc::default(),
        }
    }

    pub(crate) fn point_at(&self, gateway: &str) {
        self.gateway.set(gateway.to_owned()).unwrap();
    }

    /// A token call; its secrets are in its headers and body.
    pub(crate) async fn token_call(&self, call: Call, body: &Value) -> Heard {
        let request = self
            .request(call)
            .header("username", USERNAME)
            .header("password", PASSWORD);
        self.send(call, request, body).await
    }

    pub(crate) async fn call(&self, call: Call, token: &str, body: &Value) -> Heard {
        let mut request = self
            .request(call)
            .header("authorization", token)
            .header("x-app-key", APP_KEY);
        if self.flaw == Some(Flaw::BrowserCallsGateway) {
            // What a browser adds to a call that a page's script makes.
            request = request
                .header("origin", "http://shop.example")
                .header("sec-fetch-mode", "cors")
                .header("sec-fetch-site", "cross-site")
                .header("user-agent", "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0");
        }
        self.send(call, request, body).await
    }

    fn request(&self, call: Call) -> reqwest::RequestBuilder {
        let gateway = self.gateway.get().unwrap();
        let path = match self.speaks_v2() {
            true => call.path_of_v2(),
            false => call.path(),
        };
        self.client
            .post(format!("{gateway}{path}"))
            .timeout(Flaw::patience(self.flaw, call))
    }

    async fn send(&self, call: Call, request: reqwest::RequestBuilder, body: &Value) -> Heard {
        let body = match self.speaks_v2() {
            true => with_names(body.clone(), &[("paymentID", "paymentId"), ("mode", "")]),
            false => body.clone(),
        };
        let Ok(response) = request.json(&body).send().await else {
            return Heard::Nothing;
        };
        let status = response.status().as_u16();
        match response.json().await {
            Ok(body) if self.speaks_v2() => self.read(call, status, read_v2(status, body)),
            Ok(body) => self.read(call, status, body),
            Err(_) => Heard::Nothing,
        }
    }

    fn speaks_v2(&self) -> bool {
        self.flaw == Some(Flaw::SpeaksV2)
    }

    fn read(&self, call: Call, status: u16, body: Value) -> Heard {
        let text = |keys: &[&str]| {
            let found = keys.iter().find_map(|key| body.get(*key)?.as_str());
            found.map(str::to_owned)
        };
        if status == 401 {
            return Heard::Unauthorized;
        }
        let code = text(&["statusCode", "externalCode", "errorCode"]);
        let message = text(&["statusMessage", "errorMessageEn", "errorMessage", "message"]);
        if call == Call::Execute && self.takes_for_paid(status, code.as_deref()) {
            return Heard::Success(body);
        }
        match (code, message.unwrap_or_default()) {
            (Some(code), _) if code == "0000" => Heard::Success(body),
            (Some(code), _) if call.moves_money() && UNSETTLED.contains(&&*code) => Heard::Nothing,
            (Some(code), message) => Heard::Refused { code, message },
            (None, _) if status == 200 && body.get("originalTrxId").is_some() => {
                Heard::Success(body)
            }
            (None, _) if status == 200 && body.get("id_token").is_some() => Heard::Success(body),
            (None, message) if matches!(status, 400 | 403 | 429) => Heard::TurnedAway(message),
            _ => Heard::Nothing,
        }
    }

    fn takes_for_paid(&self, status: u16, code: Option<&str>) -> bool {
        let refused_before = matches!(code, Some("2056" | "2062" | "2117" | "9999"));
        match self.flaw {
            Some(Flaw::Http200MeansPaid) => status == 200,
            Some(Flaw::OnlyKnownCodesFail) => {
                let known = matches!(code, Some("2023" | "2029"));
                status == 200 && !known && !refused_before
            }
            Some(Flaw::InvalidStateMeansPaid) => code == Some("2056"),
            _ => false,
        }
    }
}

/// A success of the newer interface has no code.
fn read_v2(status: u16, body: Value) -> Value {
    let names = [
        ("paymentId", "paymentID"),
        ("trxId", "trxID"),
        ("merchantInvoiceNumber", "merchantInvoice"),
    ];
    let invoice = body.get("merchantInvoiceNumber").cloned();
    let mut body = with_names(body, &names);
    if status == 200 && body.get("errorCode").is_none() {
        body["statusCode"] = "0000".into();
        body["merchantInvoiceNumber"] = invoice.unwrap_or_default();
    }
    body
}

/// Other names for some fields; one without another name is left out.
fn with_names(mut body: Value, names: &[(&str, &str)]) -> Value {
    let Some(fields) = body.as_object_mut() else {
        return body;
    };
    for (from, to) in names {
        if let Some(value) = fields.remove(*from)
            && !to.is_empty()
        {
            fields.insert((*to).to_owned(), value);
        }
    }
    body
}
