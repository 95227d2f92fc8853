//! How a person shows what traffic decides.

use crate::words::Words;

/// Which gateway a watched shop talks to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gateway {
    /// The simulator: its inspector sets faults.
    Simulator,
    /// bKash's own, through the proxy: nothing can be made to fail there.
    Real,
}

struct Row {
    id: &'static str,
    at_simulator: Words,
    at_real: Option<Words>,
}

/// How a case is shown at this gateway; `None` if traffic does not decide it there.
pub(super) fn how(id: &str, gateway: Gateway) -> Option<Words> {
    let row = ROWS.iter().find(|row| row.id == id)?;
    match gateway {
        Gateway::Simulator => Some(row.at_simulator),
        Gateway::Real => row.at_real,
    }
}

/// Wherever the shop is shown.
const fn anywhere(id: &'static str, words: Words) -> Row {
    Row {
        id,
        at_simulator: words,
        at_real: Some(words),
    }
}

/// Only where faults can be set, or the hosted pages can be seen.
const fn at_simulator(id: &'static str, words: Words) -> Row {
    Row {
        id,
        at_simulator: words,
        at_real: None,
    }
}

const ROWS: &[Row] = &[
    anywhere(
        "tokens/1",
        Words {
            en: "pay twice and cancel once: one token serves all",
            bn: "দুইবার পেমেন্ট করুন ও একবার বাতিল করুন: এক টোকেনেই সব চলবে",
        },
    ),
    Row {
        id: "tokens/3",
        at_simulator: Words {
            en: "set the fault short_token (20 s) on token_grant first; pay, and 20 s later again",
            bn: "প্রথম পেমেন্টের আগে token_grant-এ short_token (২০ সেকেন্ড) ফল্ট দিন; পেমেন্ট করুন, ২০ সেকেন্ড পরে আবার করুন",
        },
        at_real: Some(Words {
            en: "pay, wait an hour until the token is over, and pay again",
            bn: "পেমেন্ট করুন, এক ঘণ্টা পরে টোকেনের মেয়াদ শেষ হলে আবার পেমেন্ট করুন",
        }),
    },
    at_simulator(
        "tokens/4",
        Words {
            en: "when a short token is over, set the fault code (2079) on token_refresh, and pay",
            bn: "স্বল্পমেয়াদি টোকেন শেষ হলে token_refresh-এ code (2079) ফল্ট দিন, তারপর পেমেন্ট করুন",
        },
    ),
    anywhere(
        "tokens/5",
        Words {
            en: "keep paying now and then, also after the token is over: token calls are counted",
            bn: "মাঝে মাঝে পেমেন্ট করুন, টোকেনের মেয়াদ শেষ হওয়ার পরেও: টোকেন কল গোনা হয়",
        },
    ),
    at_simulator(
        "tokens/7",
        Words {
            en: "set the fault token_revoked on create, and pay",
            bn: "create-এ token_revoked ফল্ট দিন, তারপর পেমেন্ট করুন",
        },
    ),
    at_simulator(
        "callback/1",
        Words {
            en: "type a wrong OTP at the hosted page until the payment fails",
            bn: "বিকাশ পেজে ভুল OTP দিতে থাকুন, যতক্ষণ না পেমেন্ট ব্যর্থ হয়",
        },
    ),
    at_simulator(
        "callback/2",
        Words {
            en: "cancel a payment at the hosted page",
            bn: "বিকাশ পেজে গিয়ে একটি পেমেন্ট বাতিল করুন",
        },
    ),
    at_simulator(
        "execute/3",
        Words {
            en: "set the fault answer_lost on execute, and pay",
            bn: "execute-এ answer_lost ফল্ট দিন, তারপর পেমেন্ট করুন",
        },
    ),
    anywhere(
        "query/1",
        Words {
            en: "pay: after an answered execute nothing is queried",
            bn: "পেমেন্ট করুন: execute-এর উত্তর এলে আর query করা যাবে না",
        },
    ),
    at_simulator(
        "query/2",
        Words {
            en: "set the fault answer_lost on execute, and pay",
            bn: "execute-এ answer_lost ফল্ট দিন, তারপর পেমেন্ট করুন",
        },
    ),
    anywhere(
        "create/1",
        Words {
            en: "start two payments",
            bn: "দুটি পেমেন্ট শুরু করুন",
        },
    ),
    at_simulator(
        "time/1",
        Words {
            en: "set the fault timeout on create, start a payment, wait 40 s",
            bn: "create-এ timeout ফল্ট দিন, পেমেন্ট শুরু করুন, ৪০ সেকেন্ড অপেক্ষা করুন",
        },
    ),
    at_simulator(
        "time/2",
        Words {
            en: "set the fault timeout on execute, pay, wait 40 s",
            bn: "execute-এ timeout ফল্ট দিন, পেমেন্ট করুন, ৪০ সেকেন্ড অপেক্ষা করুন",
        },
    ),
    at_simulator(
        "time/3",
        Words {
            en: "set the faults answer_lost on execute, timeout on query; pay, wait 40 s",
            bn: "execute-এ answer_lost ও query-তে timeout ফল্ট দিন, পেমেন্ট করুন, ৪০ সেকেন্ড অপেক্ষা করুন",
        },
    ),
    at_simulator(
        "time/4",
        Words {
            en: "set the fault timeout on refund, refund a payment, wait 40 s",
            bn: "refund-এ timeout ফল্ট দিন, একটি পেমেন্ট রিফান্ড করুন, ৪০ সেকেন্ড অপেক্ষা করুন",
        },
    ),
    at_simulator(
        "time/5",
        Words {
            en: "when a short token is over, set the fault timeout on token_refresh, pay, wait 40 s",
            bn: "স্বল্পমেয়াদি টোকেন শেষ হলে token_refresh-এ timeout ফল্ট দিন, পেমেন্ট করুন, ৪০ সেকেন্ড অপেক্ষা করুন",
        },
    ),
    at_simulator(
        "time/6",
        Words {
            en: "set the fault timeout on token_grant before the first payment, pay, wait 40 s",
            bn: "প্রথম পেমেন্টের আগে token_grant-এ timeout ফল্ট দিন, পেমেন্ট করুন, ৪০ সেকেন্ড অপেক্ষা করুন",
        },
    ),
    at_simulator(
        "time/7",
        Words {
            en: "set the faults answer_lost on refund, timeout on refund_status; refund, wait 40 s",
            bn: "refund-এ answer_lost ও refund_status-এ timeout ফল্ট দিন, রিফান্ড করুন, ৪০ সেকেন্ড অপেক্ষা করুন",
        },
    ),
    anywhere(
        "refund/1",
        Words {
            en: "pay, and refund a part of it within the hour",
            bn: "পেমেন্ট করুন, তারপর এক ঘণ্টার মধ্যে তার একটি অংশ রিফান্ড করুন",
        },
    ),
    at_simulator(
        "refund/5",
        Words {
            en: "set the fault answer_lost on refund, and refund a part of a payment",
            bn: "refund-এ answer_lost ফল্ট দিন, তারপর একটি পেমেন্টের অংশ রিফান্ড করুন",
        },
    ),
    at_simulator(
        "refund/6",
        Words {
            en: "set the fault answer_lost on refund, and refund a part of a payment",
            bn: "refund-এ answer_lost ফল্ট দিন, তারপর একটি পেমেন্টের অংশ রিফান্ড করুন",
        },
    ),
    anywhere(
        "security/3",
        Words {
            en: "pay: every call comes from the shop's server",
            bn: "পেমেন্ট করুন: সব কল দোকানের সার্ভার থেকে আসবে",
        },
    ),
    anywhere(
        "milestones/1",
        Words {
            en: "pay once: create and execute, both 0000",
            bn: "একবার পেমেন্ট করুন: create ও execute, দুটিতেই 0000",
        },
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::CASES;

    #[test]
    fn every_row_is_of_a_case_and_in_the_order_of_cases() {
        let place = |row: &Row| CASES.iter().position(|case| case.id == row.id);
        let places: Vec<_> = ROWS.iter().map(place).collect();
        assert!(places.iter().all(Option::is_some), "{places:?}");
        assert!(places.is_sorted_by(|one, next| one < next), "{places:?}");
    }

    #[test]
    fn what_to_do_fits_a_line_of_a_terminal() {
        for row in ROWS {
            for words in [Some(row.at_simulator), row.at_real].into_iter().flatten() {
                assert!(words.en.chars().count() <= 83, "{}: {}", row.id, words.en);
                assert!(words.bn.chars().count() <= 110, "{}: {}", row.id, words.bn);
            }
        }
    }
}
