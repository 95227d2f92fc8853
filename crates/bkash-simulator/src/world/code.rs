use std::borrow::Cow;

/// A code of the gateway with its text (developer portal: Error codes).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Code {
    pub(crate) number: &'static str,
    pub(crate) message: &'static str,
}

const fn code(number: &'static str, message: &'static str) -> Code {
    Code { number, message }
}

impl Code {
    pub(crate) fn numbered(number: &str) -> Option<Self> {
        NAMED
            .iter()
            .chain(&OTHERS)
            .find(|code| code.number == number)
            .copied()
    }

    /// Every known code, for the messages that list them.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        NAMED.iter().chain(&OTHERS).copied()
    }

    /// The `internalCode` of a v2 error. The eight seen in traces are in the table; others are made
    /// from the message, since clients are to treat them as opaque.
    pub(crate) fn internal(self) -> Cow<'static, str> {
        INTERNAL
            .iter()
            .find(|(number, _)| *number == self.number)
            .map_or_else(
                || Cow::Owned(snake_case(self.message)),
                |(_, text)| Cow::Borrowed(*text),
            )
    }
}

fn snake_case(message: &str) -> String {
    message
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect::<Vec<_>>()
        .join("_")
}

const INTERNAL: [(&str, &str); 8] = [
    ("2002", "invalid_payment_id"),
    ("2006", "invalid_amount"),
    ("2007", "invalid_currency"),
    ("2029", "ETC70052"),
    ("2056", "invalid_payment_state"),
    ("2062", "payment_already_completed"),
    ("2072", "refund_amount_exceed_payment_amount"),
    ("3045", "ERROR_REFUND_TRANSACTION_ID_MISMATCH"),
];

macro_rules! named {
    ($count:literal: $($name:ident = $number:literal, $message:literal;)*) => {
        $(pub(crate) const $name: Code = code($number, $message);)*
        /// The codes that the simulator's own rules give.
        static NAMED: [Code; $count] = [$($name),*];
    };
}

named! { 55:
    SUCCESSFUL = "0000", "Successful";
    INVALID_APP_KEY = "2001", "Invalid App Key";
    INVALID_PAYMENT_ID = "2002", "Invalid Payment ID";
    PROCESS_FAILED = "2003", "Process failed";
    INVALID_AMOUNT = "2006", "Invalid amount";
    INVALID_CURRENCY = "2007", "Invalid currency";
    INVALID_INTENT = "2008", "Invalid intent";
    INSUFFICIENT_BALANCE = "2023", "Insufficient Balance";
    REVERSAL_ABOVE_ORIGINAL = "2026", "The reversal amount cannot be greater than the original transaction amount";
    DUPLICATE = "2029", "Duplicate for all transactions";
    INVALID_INVOICE = "2031", "Invalid merchant invoice number";
    TRANSACTION_NOT_FOUND = "2033", "Transaction not found";
    ALREADY_REVERSED = "2034", "The transaction cannot be reversed because the original transaction has been reversed";
    DEBIT_PARTY_PROHIBITED = "2037", "The account of the debit party is in a state which prohibits execution of this transaction";
    DEBIT_TAG_PROHIBITED = "2038", "Debit party identity tag prohibits execution of this transaction";
    SECURITY_CREDENTIAL = "2043", "The security credential of the subscriber is incorrect.";
    IDENTITY_NOT_ACTIVE = "2044", "Identity has not subscribed to a product that contains the expected service or the identity is not in Active status.";
    NO_SUCH_CUSTOMER = "2045", "The MSISDN of the customer does not exist.";
    NOT_SUBSCRIBED = "2046", "Identity has not subscribed to a product that contains requested service.";
    TLV_FORMAT = "2047", "TLV Data Format Error";
    INVALID_PAYER_REFERENCE = "2048", "Invalid Payer Reference";
    INVALID_CALLBACK_URL = "2049", "Invalid Merchant Callback URL";
    AGREEMENT_EXISTS = "2050", "Agreement already exists between payer and merchant";
    INVALID_AGREEMENT_ID = "2051", "Invalid Agreement ID";
    AGREEMENT_INCOMPLETE = "2052", "Agreement is in incomplete state";
    AGREEMENT_CANCELLED = "2053", "Agreement has already been cancelled";
    AGREEMENT_NOT_APPROVED = "2054", "Agreement execution pre-requisite hasn't been met";
    INVALID_AGREEMENT_STATE = "2055", "Invalid Agreement State";
    INVALID_PAYMENT_STATE = "2056", "Invalid Payment State";
    NOT_A_CUSTOMER = "2058", "Not a Customer Wallet";
    NOT_APPROVED = "2060", "Payment execution pre-requisite hasn't been met";
    NOT_THE_INITIATOR = "2061", "This action can only be performed by the agreement or payment initiator party";
    ALREADY_COMPLETED = "2062", "The payment has already been completed";
    INVALID_MODE = "2063", "Mode is not valid as per request data";
    MODE_UNAVAILABLE = "2064", "This product mode currently unavailable";
    FIELD_MISSING = "2065", "Mendatory field missing";
    AGREEMENT_NOT_SHARED = "2066", "Agreement is not shared with other merchant";
    TRANSACTION_COMPLETED = "2068", "Transaction has already been completed";
    TRANSACTION_CANCELLED = "2069", "Transaction has already been cancelled";
    REFUND_TOO_LATE = "2071", "Refund after %s days not allowed";
    INVALID_REFUND_AMOUNT = "2072", "Refund amount not valid";
    INVALID_SKU = "2073", "Invalid SKU";
    CANNOT_BE_REVERSED = "2074", "The transaction cannot be reversed";
    SKU_TOO_LONG = "2075", "SKU Character Limit Exceeded";
    REASON_TOO_LONG = "2076", "Reason Character Limit Exceeded";
    INVALID_TRX_ID = "2077", "Invalid TrxID";
    INVALID_REASON = "2078", "Invalid Reason";
    INVALID_APP_TOKEN = "2079", "Invalid app Token";
    AGREEMENT_EXECUTED = "2116", "The agreement execution has already been completed";
    ALREADY_EXECUTED = "2117", "The payment execution has already been completed";
    AUTHORIZATION_PROCESSED = "2119", "The authorized payment has already been processed";
    NOT_YET_COMPLETED = "2127", "Transaction not yet completed";
    TRX_ID_MISMATCH = "3045", "Transaction ID mismatch";
    MAINTENANCE = "503", "System is undergoing maintenance. Please try again later";
    SYSTEM_ERROR = "9999", "System Error.";
}

/// Codes that only a fault gives.
static OTHERS: [Code; 35] = [
    code("2004", "Invalid firstPaymentDate"),
    code("2005", "Invalid frequency"),
    code("2009", "Invalid Wallet"),
    code("2010", "Invalid OTP"),
    code("2011", "Invalid PIN"),
    code("2012", "Invalid Receiver MSISDN"),
    code("2013", "Resend Limit Exceeded"),
    code("2014", "Wrong PIN"),
    code("2015", "Wrong PIN count exceeded"),
    code("2016", "Wrong verification code"),
    code("2017", "Wrong verification limit exceeded"),
    code("2018", "OTP verification time expired"),
    code("2019", "PIN verification time expired"),
    code("2020", "Exception Occurred"),
    code("2021", "Invalid Mandate ID"),
    code("2022", "The mandate does not exist"),
    code("2024", "Exception occurred"),
    code("2025", "Invalid request body"),
    code(
        "2027",
        "The mandate corresponding to the payer reference number already exists and cannot be created again",
    ),
    code(
        "2028",
        "Reverse failed because the transaction serial number does not exist",
    ),
    code("2030", "Invalid mandate request type"),
    code("2032", "Invalid transfer type"),
    code(
        "2035",
        "Reverse failed because the initiator has no permission to reverse the transaction",
    ),
    code("2036", "The direct debit mandate is not in Active state"),
    code(
        "2039",
        "The account of the credit party is in a state which prohibits execution of this transaction",
    ),
    code(
        "2040",
        "Credit party identity tag prohibits execution of this transaction",
    ),
    code(
        "2041",
        "Credit party identity is in a state which does not support the current service",
    ),
    code(
        "2042",
        "Reverse failed because the initiator has no permission to reverse the transaction.",
    ),
    code("2057", "Not a bKash Account"),
    code("2059", "Multiple OTP request for a single session denied"),
    code("2067", "Invalid permission"),
    code(
        "2080",
        "The identity is not permitted to initiate this transaction",
    ),
    code(
        "2081",
        "The identity of the debit or credit party is in a state which prohibits the execution of this transaction",
    ),
    code(
        "2082",
        "The merchant is not permitted to initiate this transaction",
    ),
    code("2118", "The Platform value is invalid"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_holds_every_code_of_the_evidence_with_its_message() {
        let evidence = include_str!("../../../../fixtures/bkash/error-codes.csv");
        let rows = evidence
            .lines()
            .skip(1)
            .filter(|row| !row.starts_with("GW"));
        let mut count = 0;
        for row in rows {
            let mut columns = row.split(',');
            let (Some(number), Some(message)) = (columns.next(), columns.next()) else {
                panic!("a row without two columns: {row}");
            };
            let known = Code::numbered(number).unwrap_or_else(|| panic!("{number} is missing"));
            assert_eq!(known.message, message, "{number}");
            count += 1;
        }
        assert_eq!(count, Code::all().count());
    }

    #[test]
    fn an_internal_code_without_a_trace_is_made_from_the_message() {
        assert_eq!(INVALID_PAYMENT_STATE.internal(), "invalid_payment_state");
        assert_eq!(
            ALREADY_EXECUTED.internal(),
            "the_payment_execution_has_already_been_completed"
        );
    }
}
