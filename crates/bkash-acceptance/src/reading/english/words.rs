/// What a sentence is about, if it is about the payer's money.
pub(super) const SUBJECTS: &[&str] = &[
    "payment",
    "payments",
    "transaction",
    "checkout",
    "money",
    "refund",
    "bkash",
    "trx",
    "trxid",
    "purchase",
    "order",
    "invoice",
    "donation",
    "booking",
    "you",
    "it",
    "this",
    "amount",
    "charge",
    "execution",
];

/// What is completed without anybody having paid.
pub(super) const NOT_MONEY: &[&str] = &[
    "order",
    "purchase",
    "booking",
    "request",
    "account",
    "registration",
];

/// Of how well one pays here, not of a payment.
pub(super) const PRAISE: &[&str] = &["easy", "guaranteed", "guarantee", "hassle", "rate"];

pub(super) const NEGATORS: &[&str] = &[
    "not", "no", "never", "nothing", "none", "without", "cannot", "can't", "couldn't", "wasn't",
    "isn't", "hasn't", "haven't", "didn't", "won't", "don't", "doesn't", "aren't", "weren't",
    "unable", "failed", "fail", "nobody", "neither", "nor",
];

/// What follows may or may not come true.
pub(super) const SUPPOSING: &[&str] = &[
    "if", "once", "when", "whenever", "until", "unless", "whether", "after", "before", "will",
    "would", "should", "may", "might", "must", "can", "could", "in case", "to be", "how", "why",
    "what", "until", "shall", "let's",
];

pub(super) const SUCCESS: &[&str] = &["successful", "successfully", "succeeded", "success"];
pub(super) const DONE: &[&str] = &[
    "completed",
    "complete",
    "received",
    "confirmed",
    "approved",
    "accepted",
    "made",
    "done",
    "processed",
    "captured",
    "settled",
    "verified",
    "finished",
    "finalised",
    "finalized",
    "charged",
    "taken",
    "deducted",
    "debited",
    "placed",
    "refunded",
    "executed",
];
/// What could not be done; alone they only say what somebody wants.
pub(super) const VERBS: &[&str] = &[
    "process",
    "start",
    "started",
    "create",
    "created",
    "initiate",
    "initiated",
    "initialise",
    "initialize",
    "charge",
    "execute",
    "make",
    "go",
    "verify",
    "confirm",
];
pub(super) const BROKEN: &[&str] = &[
    "failed",
    "failure",
    "fails",
    "unsuccessful",
    "unsuccessfully",
    "declined",
    "rejected",
    "denied",
    "cancelled",
    "canceled",
    "aborted",
    "refused",
];
/// They say that something is wrong, but not that the payment is.
pub(super) const WRONG: &[&str] = &[
    "expired",
    "error",
    "invalid",
    "sorry",
    "oops",
    "insufficient",
    "wrong",
    "incomplete",
    "unpaid",
    "void",
    "voided",
];

pub(super) const WAITING: &[&str] = &[
    "pending",
    "awaiting",
    "on hold",
    "under review",
    "in progress",
    "being verified",
    "being checked",
    "being confirmed",
    "being processed",
    "still processing",
    "processing your payment",
    "checking your payment",
    "verifying your payment",
    "confirming your payment",
    "checking the payment",
    "verifying payment",
    "checking payment",
    "confirming payment",
    "processing payment",
    "payment is processing",
    "not yet known",
    "we are checking",
    "we are verifying",
    "we're checking",
    "we're verifying",
    "waiting for",
    "not finished",
    "do not pay again",
    "unknown",
    "being looked into",
];
pub(super) const BUSY: &[&str] = &[
    "please wait",
    "processing",
    "one moment",
    "just a moment",
    "loading",
    "redirecting",
    "verifying",
    "yet",
];

/// "The order is paid", "marked as paid".
pub(super) const BEFORE_PAID: &[&str] = &[
    "is",
    "was",
    "been",
    "fully",
    "have",
    "has",
    "you",
    "you've",
    "already",
    "successfully",
    "marked",
    "as",
    "and",
    "were",
    "are",
    "now",
    "just",
    "order",
    "invoice",
];
/// "Paid with bKash", "paid on 3 May".
pub(super) const AFTER_PAID: &[&str] = &[
    "successfully",
    "with",
    "by",
    "via",
    "in",
    "on",
    "using",
    "for",
    "to",
    "thank",
    "thanks",
    "and",
    "at",
    "through",
];
/// What succeeds without money.
pub(super) const ENTRIES: &[&str] = &[
    "login",
    "logged",
    "registered",
    "added",
    "updated",
    "saved",
    "sent",
    "copied",
    "subscribed",
];
