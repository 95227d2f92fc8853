//! The sentences a payer may read.

/// A language of the payer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// English.
    English,
    /// Bangla.
    Bangla,
}

/// What a payer needs to know; many codes share one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Notice {
    InsufficientBalance,
    TryAgainInMinutes,
    WrongOtp,
    TooManyOtps,
    WrongPin,
    TooManyPins,
    TimeIsOver,
    NotAWallet,
    WalletProblem,
    SecondWindow,
    Maintenance,
    BeingChecked,
    NotApproved,
    ShopProblem,
    RefundProblem,
}

impl Notice {
    pub(super) const fn text(self, language: Language) -> &'static str {
        let (english, bangla) = self.texts();
        match language {
            Language::English => english,
            Language::Bangla => bangla,
        }
    }

    const fn texts(self) -> (&'static str, &'static str) {
        match self {
            Self::InsufficientBalance => (
                "There is not enough money in the account. You were not charged.",
                "অ্যাকাউন্টে যথেষ্ট টাকা নেই। আপনার টাকা কাটা হয়নি।",
            ),
            Self::TryAgainInMinutes => (
                "A payment of the same amount was made a moment ago. Please try again in a few minutes.",
                "একটু আগে একই পরিমাণের একটি পেমেন্ট হয়েছে। কয়েক মিনিট পর আবার চেষ্টা করুন।",
            ),
            Self::WrongOtp => (
                "The verification code was wrong. Please try again.",
                "ভেরিফিকেশন কোডটি ভুল ছিল। আবার চেষ্টা করুন।",
            ),
            Self::TooManyOtps => (
                "The verification code was wrong or requested too many times. Please start the payment again.",
                "ভেরিফিকেশন কোড অনেকবার ভুল হয়েছে বা চাওয়া হয়েছে। পেমেন্টটি আবার শুরু করুন।",
            ),
            Self::WrongPin => (
                "The PIN was wrong. Please try again.",
                "পিন ভুল ছিল। আবার চেষ্টা করুন।",
            ),
            Self::TooManyPins => (
                "The PIN was wrong too many times. Please contact bKash before you try again.",
                "পিন অনেকবার ভুল হয়েছে। আবার চেষ্টা করার আগে বিকাশে যোগাযোগ করুন।",
            ),
            Self::TimeIsOver => (
                "The time to enter the code or the PIN is over. Please start the payment again.",
                "কোড বা পিন দেওয়ার সময় শেষ। পেমেন্টটি আবার শুরু করুন।",
            ),
            Self::NotAWallet => (
                "This number cannot pay with bKash. Please use another number.",
                "এই নম্বর দিয়ে বিকাশ পেমেন্ট করা যাবে না। অন্য নম্বর ব্যবহার করুন।",
            ),
            Self::WalletProblem => (
                "The account cannot make this payment now. Please contact bKash or use another account. You were not charged.",
                "এই অ্যাকাউন্ট থেকে এখন পেমেন্ট করা যাচ্ছে না। বিকাশে যোগাযোগ করুন বা অন্য অ্যাকাউন্ট ব্যবহার করুন। আপনার টাকা কাটা হয়নি।",
            ),
            Self::SecondWindow => (
                "This payment is already open in another window. Please continue there or start again.",
                "এই পেমেন্টটি অন্য উইন্ডোতে খোলা আছে। সেখানে চালিয়ে যান অথবা আবার শুরু করুন।",
            ),
            Self::Maintenance => (
                "bKash is under maintenance. Please try again later.",
                "বিকাশের রক্ষণাবেক্ষণ চলছে। পরে আবার চেষ্টা করুন।",
            ),
            Self::BeingChecked => (
                "The payment is being checked. Please do not pay again yet.",
                "পেমেন্টটি যাচাই করা হচ্ছে। এখনই আবার পেমেন্ট করবেন না।",
            ),
            Self::NotApproved => (
                "The payment was not completed. Please start it again.",
                "পেমেন্টটি সম্পন্ন হয়নি। আবার শুরু করুন।",
            ),
            Self::ShopProblem => (
                "The shop could not take this payment. Please contact the shop.",
                "দোকানটি এই পেমেন্ট নিতে পারেনি। দোকানের সাথে যোগাযোগ করুন।",
            ),
            Self::RefundProblem => (
                "The refund could not be made. Please contact the shop.",
                "টাকা ফেরত দেওয়া যায়নি। দোকানের সাথে যোগাযোগ করুন।",
            ),
        }
    }
}
