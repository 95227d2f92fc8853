use std::ops::RangeInclusive;

use jiff::SignedDuration;

use super::choice::{
    AgreementAmount, AgreementUrl, Amounts, Authorization, CallbackSignature, Choice, CodeTable,
    ConfirmId, DebitBlock, EarlyExecute, ExpiredExecute, ExpiredToken, Families, GatewayLimit,
    PageAddress, PathVariants, Product, RefreshHeaders, RefundRepeat, RefundTexts, RefusedRefresh,
    ReplyAge, ReusedInvoice, SecondExecute, TokenLimit, TokenLimitScope, TokenStatus,
    UnknownSearch, V2ErrorStatus, V2Mode, VerificationField, WrongOtp, WrongSecret,
};
use super::{Profile, UnknownSwitch};

/// One switch, for the lists that show them.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) name: &'static str,
    /// What it decides.
    pub(crate) about: &'static str,
    /// Where the readings come from.
    pub(crate) source: &'static str,
    /// Values, or one range in words.
    pub(crate) allowed: Vec<String>,
}

macro_rules! switches {
    (
        choices { $($choice:ident: $kind:ident = $lenient:ident, $strict:ident;
            $about:literal; $source:literal;)* }
        numbers { $($number:ident: $range:expr => $lenient_number:literal, $strict_number:literal;
            $number_about:literal; $number_source:literal;)* }
    ) => {
        /// Which reading a world follows. Durations are in seconds, unless their name says days.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) struct Switches {
            $(pub(crate) $choice: $kind,)*
            $(pub(crate) $number: u32,)*
        }

        impl Switches {
            pub(crate) fn of(profile: Profile) -> Self {
                match profile {
                    Profile::Lenient => Self {
                        $($choice: $kind::$lenient,)*
                        $($number: $lenient_number,)*
                    },
                    Profile::Strict => Self {
                        $($choice: $kind::$strict,)*
                        $($number: $strict_number,)*
                    },
                }
            }

            /// Sets one switch by its name.
            pub(crate) fn set(&mut self, name: &str, value: &str) -> Result<(), UnknownSwitch> {
                match name {
                    $(stringify!($choice) => self.$choice = read_choice(name, value)?,)*
                    $(stringify!($number) => self.$number = read_number(name, value, $range)?,)*
                    _ => return Err(no_such_switch(name)),
                }
                Ok(())
            }

            /// Every switch with its value.
            pub(crate) fn values(&self) -> Vec<(&'static str, String)> {
                vec![
                    $((stringify!($choice), name_of(self.$choice).to_owned()),)*
                    $((stringify!($number), self.$number.to_string()),)*
                ]
            }

            /// Every switch, in the order of [`values`](Self::values).
            pub(crate) fn rows() -> Vec<Row> {
                vec![
                    $(Row {
                        name: stringify!($choice),
                        about: $about,
                        source: $source,
                        allowed: names::<$kind>(),
                    },)*
                    $(Row {
                        name: stringify!($number),
                        about: $number_about,
                        source: $number_source,
                        allowed: vec![range_text(&$range)],
                    },)*
                ]
            }
        }
    };
}

switches! {
    choices {
        authorization: Authorization = RawOrBearer, Raw;
            "the id token in its header: raw only, or with Bearer before it too";
            "bKash's samples send it raw; two reports of the sandbox say that Bearer is taken";
        amounts: Amounts = TextOrNumber, Text;
            "amounts as JSON numbers in requests: taken, or refused with 2006";
            "the documents have text; several clients send numbers and live with it";
        token_limit: TokenLimit = Flagged, Enforced;
            "token calls beyond the limit: answered and flagged in journal and books, or 429 and a block";
            "developer portal: Token Management; 429 seen live once, its body is inferred";
        token_limit_scope: TokenLimitScope = Both, Both;
            "which calls the limit counts: grants and refreshes together, grants only, or each kind by itself";
            "the portal's wording stands on the refresh page, an onboarding e-mail's on grant; read three ways";
        wrong_secret: WrongSecret = Escaped, RawNewline;
            "a wrong password or app secret: 9999 with its newline escaped, raw (illegal JSON), or as System Error.";
            "a raw newline was seen live once; System Error. in two issues of bKash's own repository";
        refused_refresh: RefusedRefresh = InvalidToken, Unauthorized;
            "what a dead or unknown refresh token gets";
            "inferred: no trace shows it";
        expired_token: ExpiredToken = Unauthorized, Expired;
            "the message of the 401 for an id token that was good once";
            "Unauthorized is seen live; The incoming token has expired is the authorizer's standard text";
        second_execute: SecondExecute = AlreadyExecuted, AlreadyCompleted;
            "what execute says of a payment that is completed";
            "documents of different age";
        debit_block: DebitBlock = State, IdentityTag;
            "what execute says of wallet 01823074818";
            "inferred: the brief names the wallet, nobody recorded its code";
        expired_execute: ExpiredExecute = InvalidState, InvalidId;
            "what execute says of an approved payment that is older than its life";
            "inferred: no trace shows it";
        early_execute: EarlyExecute = InvalidState, InvalidState;
            "what execute says of a payment that its payer has not approved";
            "2056 was seen live; the documents list 2060 for it too";
        agreement_product: Product = Enabled, Enabled;
            "agreements and payments by them (modes 0000 and 0001): served, or refused with 2064";
            "a product that bKash gives a merchant or not; which code refuses it is inferred from the texts";
        capture_product: Product = Enabled, Enabled;
            "intent authorization with capture and void: served, or refused with 2046";
            "a product that bKash gives a merchant or not; which code refuses it is inferred from the texts";
        path_variants: PathVariants = Answered, Refused;
            "paths that clients use and the documents do not name: answered, or no such route";
            "bKash's Node samples, two SDKs and a copy of the documents; nobody recorded an answer";
        reply_age: ReplyAge = Newest, Newest;
            "payerAccount, payerType, maxRefundableAmount, serviceFee and creditedAmount in family A's replies, or not";
            "logs of late 2025 have them, the documents' samples do not";
        families: Families = Both, Both;
            "which paths are served: both families, family A with refund v2, or family B alone";
            "both are live; a merchant is given one of them";
        page_address: PageAddress = New, New;
            "the bkashURL: /?paymentId=..., or the older /redirect/tokenized/?paymentID=...";
            "traces from 2019 to 2026";
        agreement_url: AgreementUrl = Present, Present;
            "whether create of a payment by agreement answers a bkashURL";
            "the documents' table and one live reader say yes, a sample of theirs and one client say no";
        v2_error_status: V2ErrorStatus = BadRequest, BadRequest;
            "the HTTP status of family B's errors";
            "400 was seen live, one stand-in has 200";
        v2_mode: V2Mode = Tolerated, Refused;
            "mode in a create call of family B: ignored if it is right, or refused with 2063";
            "one test report has it tolerated, the code 2063 exists";
        refund_texts: RefundTexts = Required, Required;
            "sku and reason of refund v2: refused when missing or empty, or optional";
            "the documents' table says optional, the sandbox refused it live";
        token_status: TokenStatus = Present, Absent;
            "whether token replies carry statusCode and statusMessage";
            "absent in some sandbox samples";
        refresh_headers: RefreshHeaders = Required, Required;
            "username and password on the refresh call: required, or not";
            "one copy of the documents lists none, bKash's own code sends them";
        agreement_amount: AgreementAmount = Optional, Required;
            "amount, currency and intent in an agreement's create: optional, or required";
            "the documents' table requires them, their samples and the sandbox do without";
        code_table: CodeTable = New, New;
            "the numbers of some codes: the present table's, or those of an older, shifted one";
            "old copies of the documents; 2056 as Invalid Payment State was confirmed live";
        confirm_id: ConfirmId = Capital, Small;
            "how replies of capture and void spell the payment's id";
            "the documents' table and their sample differ";
        verification_field: VerificationField = Short, Short;
            "how query calls whether the payer has passed the pages";
            "copies of the documents differ";
        wrong_otp: WrongOtp = Code2016, Code2031;
            "the code that the page carries for a wrong verification code";
            "the code table says 2016; a test report of January 2026 saw 2031";
        callback_signature: CallbackSignature = Present, Absent;
            "signature among the callback's parameters";
            "seen since about 2024, absent before; it proves nothing";
        refund_repeat: RefundRepeat = Accepted, Refused;
            "a second refund of the same amount within ten minutes: taken, or refused with 2074 (code inferred)";
            "one reader of the v2 document";
        reused_invoice: ReusedInvoice = Accepted, Refused;
            "create with an invoice number used before: taken, or refused with 2031 (inferred)";
            "unknown: no source says that it is refused";
        unknown_search: UnknownSearch = NotFound, ProcessFailed;
            "what search says of a trx id that nobody knows";
            "2033 by the code table, 2003 in one trace";
        gateway_limit: GatewayLimit = Off, On;
            "whether the API gateway gives up after 29 s with 504, while the work goes on";
            "the API gateway's own limit; inferred from official samples that test for a bare message";
    }
    numbers {
        id_token_seconds: 1..=86_400 => 3600, 3600;
            "how long an id token lives";
            "developer portal: Grant Token";
        refresh_token_seconds: 1..=7_776_000 => 2_419_200, 3600;
            "how long a refresh token lives from its first issue";
            "28 days by the onboarding brief, 30 days by one reader, 3600 s by one page's copy";
        token_calls: 1..=1_000_000 => 2, 2;
            "token calls that are allowed in a window";
            "developer portal: Token Management";
        token_window_seconds: 1..=86_400 => 3600, 3600;
            "the window of the token limit";
            "developer portal: Token Management";
        token_block_seconds: 0..=86_400 => 3600, 3600;
            "how long token calls are refused after one too many";
            "developer portal: Token Management; one live test saw it lift after 8 minutes";
        payment_seconds: 1..=2_592_000 => 86_400, 86_400;
            "how long after create a payment can be executed";
            "developer portal: Create Payment";
        duplicate_seconds: 0..=86_400 => 120, 300;
            "how long the same wallet and amount is 2029";
            "two minutes by bKash's UAT sheet, five by an e-mail about the sandbox";
        refund_days: 1..=3650 => 60, 15;
            "days after which a payment can no longer be refunded";
            "60 by the newest reader, 15 by the official plugin's comment; 2071 carries a variable";
        refund_partials: 1..=1000 => 10, 10;
            "partial refunds of one payment (v2)";
            "developer portal: Refund";
        otp_tries: 1..=10 => 3, 3;
            "wrong codes until the failure callback";
            "an onboarding e-mail; codes 2016, then 2017";
        pin_tries: 1..=10 => 3, 3;
            "wrong PINs until the failure callback";
            "inferred: the count is not published";
        pin_lock: 1..=10 => 3, 3;
            "wrong PINs in a row, over all payments, that lock a wallet";
            "inferred: sandbox wallets do get locked, the count is not published";
        resends: 0..=9 => 3, 3;
            "how often the code may be sent again";
            "inferred: the count is not published";
        otp_seconds: 1..=3600 => 120, 120;
            "time to enter the code";
            "inferred: the seconds are not published";
        pin_seconds: 1..=3600 => 120, 120;
            "time to enter the PIN";
            "inferred: the seconds are not published";
    }
}

impl Switches {
    /// Reads `name=value`, as on a command line.
    pub(crate) fn assign(&mut self, assignment: &str) -> Result<(), UnknownSwitch> {
        match assignment.split_once('=') {
            Some((name, value)) => self.set(name.trim(), value.trim()),
            None => Err(UnknownSwitch::new(
                "switches",
                format!("{assignment} is not of the form name=value"),
                Self::names(),
            )),
        }
    }

    fn names() -> Vec<String> {
        Self::rows().iter().map(|row| row.name.to_owned()).collect()
    }
}

/// A number of seconds among the switches as a span of time.
pub(crate) fn span(seconds: u32) -> SignedDuration {
    SignedDuration::from_secs(i64::from(seconds))
}

fn read_choice<T: Choice>(name: &str, value: &str) -> Result<T, UnknownSwitch> {
    let known = T::ALL.iter().find(|(_, text)| *text == value);
    known
        .map(|(choice, _)| *choice)
        .ok_or_else(|| UnknownSwitch::new(name, format!("{name} cannot be {value}"), names::<T>()))
}

fn read_number(name: &str, value: &str, range: RangeInclusive<u32>) -> Result<u32, UnknownSwitch> {
    let number = value.parse().ok().filter(|number| range.contains(number));
    number.ok_or_else(|| {
        let detail = format!("{name} cannot be {value}");
        UnknownSwitch::new(name, detail, [range_text(&range)])
    })
}

fn no_such_switch(name: &str) -> UnknownSwitch {
    let detail = format!("there is no switch {name}");
    UnknownSwitch::new("switches", detail, Switches::names())
}

fn names<T: Choice>() -> Vec<String> {
    T::ALL.iter().map(|(_, text)| (*text).to_owned()).collect()
}

fn name_of<T: Choice>(choice: T) -> &'static str {
    let known = T::ALL.iter().find(|(known, _)| *known == choice);
    known.map_or("", |(_, text)| text)
}

fn range_text(range: &RangeInclusive<u32>) -> String {
    format!("a whole number from {} to {}", range.start(), range.end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_of_every_profile_can_be_set_by_its_text() {
        for (profile, _) in Profile::ALL {
            let wanted = Switches::of(profile);
            let mut set = Switches::of(Profile::Lenient);
            for (name, value) in wanted.values() {
                set.assign(&format!("{name} = {value}")).unwrap();
            }
            assert_eq!(set, wanted);
        }
    }

    #[test]
    fn what_is_not_allowed_is_named_with_what_is() {
        let mut switches = Switches::of(Profile::Lenient);
        let unchanged = switches;
        for (assignment, field, allowed) in [
            ("second_execute=2000", "second_execute", "2117"),
            (
                "refund_days=0",
                "refund_days",
                "a whole number from 1 to 3650",
            ),
            (
                "refund_days=1.5",
                "refund_days",
                "a whole number from 1 to 3650",
            ),
            ("colour=pink", "switches", "refund_days"),
            ("refund_days", "switches", "refund_days"),
        ] {
            let error = switches.assign(assignment).unwrap_err();
            assert_eq!(error.field, field, "{assignment}");
            assert!(error.allowed.iter().any(|one| one == allowed), "{error}");
        }
        assert_eq!(switches, unchanged);
    }

    #[test]
    fn every_switch_names_its_source() {
        for row in Switches::rows() {
            assert!(
                row.about.len() > 20 && row.source.len() > 10,
                "{}",
                row.name
            );
        }
    }
}
