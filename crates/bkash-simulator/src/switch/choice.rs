/// Values of a switch that chooses between readings.
pub(super) trait Choice: Copy + PartialEq + 'static {
    /// Each reading with its name.
    const ALL: &'static [(Self, &'static str)];
}

macro_rules! choices {
    ($($(#[$about:meta])* $name:ident { $($reading:ident = $text:literal),* $(,)? })*) => {$(
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum $name { $($reading),* }

        impl Choice for $name {
            const ALL: &'static [(Self, &'static str)] = &[$((Self::$reading, $text)),*];
        }
    )*};
}

choices! {
    /// How the id token may stand in its header.
    Authorization { RawOrBearer = "raw_or_bearer", Raw = "raw" }
    /// JSON numbers where the documents have text.
    Amounts { TextOrNumber = "text_or_number", Text = "text" }
    /// What becomes of token calls beyond the limit.
    TokenLimit { Flagged = "flagged", Enforced = "enforced" }
    /// Which token calls are counted together.
    TokenLimitScope { Both = "both", Grant = "grant", Each = "each" }
    /// What a wrong password or app secret gets.
    WrongSecret { Escaped = "escaped", RawNewline = "raw_newline", SystemError = "system_error" }
    /// What a dead refresh token gets.
    RefusedRefresh { InvalidToken = "2079", SystemError = "9999", Unauthorized = "401" }
    /// What an id token gets that was good once.
    ExpiredToken { Unauthorized = "unauthorized", Expired = "expired" }
    /// What execute says of a completed payment.
    SecondExecute { AlreadyExecuted = "2117", AlreadyCompleted = "2062" }
    /// What execute says of a wallet that may not be debited.
    DebitBlock { State = "2037", IdentityTag = "2038" }
    /// What execute says of a payment that is too old.
    ExpiredExecute { InvalidState = "2056", InvalidId = "2002" }
    /// What execute says before the payer's approval.
    EarlyExecute { InvalidState = "2056", PrerequisiteUnmet = "2060" }
    /// A product that a merchant must be given first.
    Product { Enabled = "enabled", Disabled = "disabled" }
    /// Paths that some clients use, and the documents do not name.
    PathVariants { Answered = "answered", Refused = "refused" }
    /// How old the fields of replies are.
    ReplyAge { Newest = "newest", Oldest = "oldest" }
    /// Which of the two live dialects is served.
    Families { Both = "both", A = "a", B = "b" }
    /// How the address of the hosted page looks.
    PageAddress { New = "new", Old = "old" }
    /// The bkashURL of a payment by agreement.
    AgreementUrl { Present = "present", Absent = "absent" }
    /// HTTP status of family B's errors.
    V2ErrorStatus { BadRequest = "400", Ok = "200" }
    /// A mode in family B's create calls, which have none.
    V2Mode { Tolerated = "tolerated", Refused = "refused" }
    /// sku and reason of refund v2.
    RefundTexts { Required = "required", Optional = "optional" }
    /// The statusCode of token replies.
    TokenStatus { Present = "present", Absent = "absent" }
    /// Name and password on the refresh call.
    RefreshHeaders { Required = "required", Optional = "optional" }
    /// The amount of an agreement's create.
    AgreementAmount { Optional = "optional", Required = "required" }
    /// Which of the two code tables is spoken.
    CodeTable { New = "new", Old = "old" }
    /// How capture and void spell the payment's id.
    ConfirmId { Capital = "paymentID", Small = "paymentId" }
    /// How query calls whether the payer has passed the pages.
    VerificationField { Short = "verificationStatus", Long = "userVerificationStatus" }
    /// The code of a wrong verification code.
    WrongOtp { Code2016 = "2016", Code2031 = "2031" }
    /// The callback's ten characters.
    CallbackSignature { Present = "present", Absent = "absent" }
    /// A second refund of the same amount within ten minutes.
    RefundRepeat { Accepted = "accepted", Refused = "refused" }
    /// Create with an invoice number that this merchant used before.
    ReusedInvoice { Accepted = "accepted", Refused = "refused" }
    /// What search says of a trx id that nobody knows.
    UnknownSearch { NotFound = "2033", ProcessFailed = "2003" }
    /// The API gateway's own ceiling of 29 s.
    GatewayLimit { Off = "off", On = "on" }
}
