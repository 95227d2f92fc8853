use serde::Serialize;

use crate::words::Said;

/// A call that the portal, or bKash's engineers, ask to see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Call {
    /// For the token that the payment was made with, or that it was refreshed from.
    TokenGrant,
    /// Only where the payment's token came from it.
    TokenRefresh,
    /// Asked for by the portal.
    Create,
    /// Asked for by the portal.
    Execute,
    /// After an execute without an answer.
    Query,
    /// By trxID.
    Search,
    /// Tested during UAT.
    Refund,
    /// After a refund without an answer.
    RefundStatus,
}

impl Call {
    /// Those whose absence is told, in the order in which a payment makes them.
    pub const ASKED_FOR: [Self; 7] = [
        Self::TokenGrant,
        Self::Create,
        Self::Execute,
        Self::Query,
        Self::Search,
        Self::Refund,
        Self::RefundStatus,
    ];

    /// Its name in the journal.
    #[must_use]
    pub const fn endpoint(self) -> &'static str {
        match self {
            Self::TokenGrant => "token_grant",
            Self::TokenRefresh => "token_refresh",
            Self::Create => "create",
            Self::Execute => "execute",
            Self::Query => "query",
            Self::Search => "search",
            Self::Refund => "refund",
            Self::RefundStatus => "refund_status",
        }
    }

    /// Its name in the developer portal.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::TokenGrant => "Grant Token",
            Self::TokenRefresh => "Refresh Token",
            Self::Create => "Create Payment",
            Self::Execute => "Execute Payment",
            Self::Query => "Query Payment",
            Self::Search => "Search Transaction",
            Self::Refund => "Refund Transaction",
            Self::RefundStatus => "Refund Status",
        }
    }

    /// Whether it is about a token and not about one payment.
    #[must_use]
    pub const fn is_token_call(self) -> bool {
        matches!(self, Self::TokenGrant | Self::TokenRefresh)
    }

    /// What it means that no such call was seen.
    #[must_use]
    pub fn absence(self) -> Said {
        match self {
            Self::TokenGrant => Said::new(
                "No grant was seen: the shop held a token already. Start it without a stored token to show one.",
                "কোনো grant দেখা যায়নি: দোকানের কাছে আগেই টোকেন ছিল। দেখাতে হলে জমা টোকেন ছাড়া দোকান চালু করুন।",
            ),
            Self::TokenRefresh => Said::new(
                "No refresh was seen. A token that has not run out needs none.",
                "কোনো refresh দেখা যায়নি। মেয়াদ থাকা টোকেনের জন্য এটি লাগে না।",
            ),
            Self::Create => Said::new(
                "No payment was created. The portal asks for this call.",
                "কোনো পেমেন্ট তৈরি হয়নি। পোর্টালে এই কলটি চাওয়া হয়।",
            ),
            Self::Execute => Said::new(
                "No payment was executed. The portal asks for this call.",
                "কোনো পেমেন্ট execute হয়নি। পোর্টালে এই কলটি চাওয়া হয়।",
            ),
            Self::Query => Said::new(
                "No query was made. That is right as long as every execute is answered.",
                "কোনো query হয়নি। প্রতিটি execute-এর উত্তর এলে সেটাই ঠিক।",
            ),
            Self::Search => Said::new(
                "No search was made. The flow of a payment needs none; if bKash asks for one, search by the trxID above.",
                "কোনো search হয়নি। পেমেন্টের প্রবাহে এটি লাগে না; বিকাশ চাইলে উপরের trxID দিয়ে search করুন।",
            ),
            Self::Refund => Said::new(
                "No refund was made. One will be tested during UAT.",
                "কোনো রিফান্ড হয়নি। UAT-এর সময় একটি রিফান্ড পরীক্ষা করা হবে।",
            ),
            Self::RefundStatus => Said::new(
                "Refund status was not asked for. It is needed when a refund is not answered.",
                "রিফান্ডের অবস্থা জানতে চাওয়া হয়নি। রিফান্ডের উত্তর না এলে এটি দরকার।",
            ),
        }
    }
}
