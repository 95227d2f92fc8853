//! How an exchange ended for its caller.

use super::Exchange;

/// Codes after which nobody knows whether money moved. Source: developer portal, Error Codes.
const UNSETTLED: &[&str] = &[
    "503", "2003", "2020", "2024", "2062", "2068", "2069", "2117", "9999",
];

/// The first and the last of the other codes that settle a call. Source: developer portal, Error Codes.
const SETTLED: std::ops::RangeInclusive<u32> = 2001..=2127;

/// Of a call that the API gateway refused by itself, before its backend saw it.
const NOT_PERFORMED: &[u16] = &[400, 401, 403, 429];

/// Fields of which every success has one, whichever family it belongs to.
const OF_A_SUCCESS: &[&str] = &[
    "statusCode",
    "paymentID",
    "paymentId",
    "trxID",
    "trxId",
    "id_token",
    "originalTrxID",
    "originalTrxId",
    "transactionStatus",
];

impl Exchange {
    /// What it asked for was done, and the caller was told.
    pub(crate) fn succeeded(&self) -> bool {
        let Some(response) = self.response.as_ref().filter(|_| self.caller_heard()) else {
            return false;
        };
        match self.code() {
            Some(code) => code == "0000",
            None => {
                response.status < 300
                    && OF_A_SUCCESS
                        .iter()
                        .any(|field| response.body.get(*field).is_some())
            }
        }
    }

    /// Whether the caller got nothing from which it could tell what happened.
    pub(crate) fn is_unanswered(&self) -> bool {
        let Some(response) = self.response.as_ref().filter(|_| self.caller_heard()) else {
            return true;
        };
        if response.status >= 500 || !response.body.is_object() {
            return true;
        }
        match self.code() {
            Some(code) => !is_settled(code),
            None => !self.succeeded() && !self.is_not_performed(),
        }
    }

    /// Refused in front of the backend, by a bare message: nothing was done.
    pub(crate) fn is_not_performed(&self) -> bool {
        self.code().is_none()
            && self.caller_heard()
            && self.response.as_ref().is_some_and(|response| {
                NOT_PERFORMED.contains(&response.status) && response.body.get("message").is_some()
            })
    }

    /// Whether the answer reached a caller who still listened.
    pub(crate) fn caller_heard(&self) -> bool {
        self.disconnected_after_ms.is_none()
    }

    /// The code of either error envelope, or of a success of family A.
    pub(crate) fn code(&self) -> Option<&str> {
        ["statusCode", "externalCode", "errorCode"]
            .iter()
            .find_map(|field| self.said(field))
    }

    /// Why it was refused, in the gateway's words: each language that it was told in.
    pub(crate) fn messages(&self) -> Vec<&str> {
        [
            "statusMessage",
            "errorMessageEn",
            "errorMessageBn",
            "errorMessage",
        ]
        .iter()
        .filter_map(|field| self.said(field))
        .filter(|message| !message.trim().is_empty())
        .collect()
    }
}

fn is_settled(code: &str) -> bool {
    let known = |number: u32| SETTLED.contains(&number) || number == 3045;
    code == "0000" || !UNSETTLED.contains(&code) && code.parse().is_ok_and(known)
}
