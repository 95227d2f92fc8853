use crate::switch::WrongOtp;

/// Where the page sends the payer's browser in the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Success,
    Failure,
    Cancel,
}

impl Outcome {
    /// The value of the callback's `status`.
    pub(crate) fn status(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Failure => "failure",
            Self::Cancel => "cancel",
        }
    }
}

/// Why the pages were left without approval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OutcomeReason {
    /// The payer closed the page.
    Cancelled,
    /// 2017 Wrong verification limit exceeded.
    OtpLimit,
    /// 2018 OTP verification time expired, with no resend left.
    OtpTime,
    /// 2013 Resend Limit Exceeded.
    ResendLimit,
    /// 2015 Wrong PIN count exceeded.
    PinLimit,
    /// 2019 PIN verification time expired.
    PinTime,
}

impl OutcomeReason {
    pub(crate) fn outcome(self) -> Outcome {
        match self {
            Self::Cancelled => Outcome::Cancel,
            _ => Outcome::Failure,
        }
    }

    /// The gateway's code, which the page carries unseen. A payer who closes the page has none.
    pub(crate) fn code(self) -> Option<&'static str> {
        match self {
            Self::Cancelled => None,
            Self::OtpLimit => Some("2017"),
            Self::OtpTime => Some("2018"),
            Self::ResendLimit => Some("2013"),
            Self::PinLimit => Some("2015"),
            Self::PinTime => Some("2019"),
        }
    }

    /// For the payer: English, then Bangla.
    pub(crate) fn texts(self) -> (&'static str, &'static str) {
        match self {
            Self::Cancelled => (
                "You closed the payment page.",
                "আপনি পেমেন্ট পাতাটি বন্ধ করেছেন।",
            ),
            Self::OtpLimit => (
                "The verification code was wrong too many times.",
                "ভেরিফিকেশন কোড অনেকবার ভুল দেওয়া হয়েছে।",
            ),
            Self::OtpTime => (
                "The time for the verification code ran out.",
                "ভেরিফিকেশন কোড দেওয়ার সময় শেষ হয়ে গেছে।",
            ),
            Self::ResendLimit => (
                "The code was sent too many times.",
                "কোডটি অনেকবার পাঠানো হয়েছে।",
            ),
            Self::PinLimit => (
                "The PIN was wrong too many times.",
                "পিন অনেকবার ভুল দেওয়া হয়েছে।",
            ),
            Self::PinTime => (
                "The time for the PIN ran out.",
                "পিন দেওয়ার সময় শেষ হয়ে গেছে।",
            ),
        }
    }
}

/// What the page says about the last entry, while the payer may try again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Notice {
    /// 2009 Invalid Wallet.
    WalletFormat,
    /// 2057 Not a bKash Account.
    NotAnAccount,
    /// 2058 Not a Customer Wallet.
    NotACustomer,
    /// 2045 The MSISDN of the customer does not exist.
    NoSuchCustomer,
    /// Too many wrong PINs; the text of the real page is not known.
    WalletLocked,
    /// 2010 Invalid OTP.
    OtpFormat,
    /// 2016 Wrong verification code.
    WrongOtp {
        left: u32,
        code: WrongOtp,
    },
    /// 2018 OTP verification time expired, with a resend left.
    OtpExpired,
    OtpSentAgain,
    /// 2011 Invalid PIN.
    PinFormat,
    /// 2014 Wrong PIN.
    WrongPin {
        left: u32,
    },
}

impl Notice {
    /// The gateway's code, which the page carries unseen. That of a locked wallet is not known.
    pub(crate) fn code(self) -> Option<&'static str> {
        match self {
            Self::WalletFormat => Some("2009"),
            Self::NotAnAccount => Some("2057"),
            Self::NotACustomer => Some("2058"),
            Self::NoSuchCustomer => Some("2045"),
            Self::OtpFormat => Some("2010"),
            Self::WrongOtp {
                code: WrongOtp::Code2016,
                ..
            } => Some("2016"),
            Self::WrongOtp {
                code: WrongOtp::Code2031,
                ..
            } => Some("2031"),
            Self::OtpExpired => Some("2018"),
            Self::PinFormat => Some("2011"),
            Self::WrongPin { .. } => Some("2014"),
            Self::WalletLocked | Self::OtpSentAgain => None,
        }
    }

    /// Whether the payer did something wrong, rather than asked for something.
    pub(crate) fn is_error(self) -> bool {
        self != Self::OtpSentAgain
    }

    /// For the payer: English, then Bangla.
    pub(crate) fn texts(self) -> (String, String) {
        let (english, bangla, left) = match self {
            Self::WalletFormat => (
                "Enter an 11-digit number that begins with 01.",
                "০১ দিয়ে শুরু ১১ সংখ্যার নম্বর দিন।",
                None,
            ),
            Self::NotAnAccount => (
                "This number has no bKash account.",
                "এই নম্বরে বিকাশ অ্যাকাউন্ট নেই।",
                None,
            ),
            Self::NotACustomer => (
                "This number is not a customer's account.",
                "এই নম্বরটি গ্রাহক অ্যাকাউন্ট নয়।",
                None,
            ),
            Self::NoSuchCustomer => (
                "There is no customer with this number.",
                "এই নম্বরে কোনো গ্রাহক নেই।",
                None,
            ),
            Self::WalletLocked => (
                "This account is locked after too many wrong PINs. Use another one.",
                "বারবার ভুল পিনের কারণে অ্যাকাউন্টটি লক হয়েছে। অন্য নম্বর ব্যবহার করুন।",
                None,
            ),
            Self::OtpFormat => ("The code has six digits.", "কোডটি ছয় সংখ্যার।", None),
            Self::WrongOtp { left, .. } => (
                "Wrong verification code.",
                "ভেরিফিকেশন কোডটি ভুল।",
                Some(left),
            ),
            Self::OtpExpired => (
                "The code has expired. Ask for a new one.",
                "কোডটির মেয়াদ শেষ। নতুন কোড নিন।",
                None,
            ),
            Self::OtpSentAgain => ("A new code was sent.", "নতুন কোড পাঠানো হয়েছে।", None),
            Self::PinFormat => (
                "The PIN has four or five digits.",
                "পিন চার বা পাঁচ সংখ্যার।",
                None,
            ),
            Self::WrongPin { left } => ("Wrong PIN.", "পিন ভুল।", Some(left)),
        };
        match left {
            None => (english.to_owned(), bangla.to_owned()),
            Some(left) => (
                format!("{english} Tries left: {left}."),
                format!("{bangla} বাকি চেষ্টা: {}।", bangla_digit(left)),
            ),
        }
    }
}

/// Counts on the pages are below ten.
fn bangla_digit(count: u32) -> char {
    char::from_u32('০' as u32 + count % 10).unwrap_or('০')
}
