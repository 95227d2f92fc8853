use proptest::prelude::*;

/// What somebody does. Payments are chosen by their number, modulo those that there are.
#[derive(Debug, Clone)]
pub(super) enum Step {
    Create {
        poisha: i64,
        authorize_only: bool,
    },
    Pay {
        payment: usize,
        wallet: usize,
        mistake: Mistake,
    },
    Cancel {
        payment: usize,
    },
    Execute {
        payment: usize,
    },
    Query {
        payment: usize,
    },
    Search {
        payment: usize,
    },
    Capture {
        payment: usize,
    },
    Void {
        payment: usize,
    },
    Refund {
        payment: usize,
        poisha: i64,
        version: u8,
    },
    Agree {
        wallet: usize,
    },
    /// Created by an agreement and approved by PIN; other steps go on with it.
    PayBy {
        agreement: usize,
        poisha: i64,
    },
    EndAgreement {
        agreement: usize,
    },
    Settle,
    Unlock {
        wallet: usize,
    },
    Wait {
        seconds: i64,
    },
}

/// What the payer gets wrong, until the page has had enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mistake {
    None,
    Code,
    Pin,
}

pub(super) fn step() -> impl Strategy<Value = Step> {
    let payment = 0..12_usize;
    let wallet = 0..8_usize;
    // Few amounts, so that duplicates and exact refunds happen; some that nobody can pay.
    let poisha = prop_oneof![
        4 => prop::sample::select(&[100_i64, 500, 10_000, 10_001][..]),
        1 => 9_999_000..10_000_500_i64,
    ];
    let mistake = prop_oneof![
        8 => Just(Mistake::None),
        1 => Just(Mistake::Code),
        1 => Just(Mistake::Pin),
    ];
    // Around the limits: the duplicate window, the token's hour, a payment's day, the refund's 60 days.
    let seconds = prop_oneof![
        4 => prop::sample::select(&[1_i64, 119, 120, 121][..]),
        2 => prop::sample::select(&[3599_i64, 3600, 86_399, 86_400, 86_401][..]),
        1 => Just(59 * 86_400_i64),
    ];
    prop_oneof![
        5 => (poisha.clone(), prop::bool::weighted(0.25))
            .prop_map(|(poisha, authorize_only)| Step::Create { poisha, authorize_only }),
        7 => (payment.clone(), wallet.clone(), mistake)
            .prop_map(|(payment, wallet, mistake)| Step::Pay { payment, wallet, mistake }),
        1 => payment.clone().prop_map(|payment| Step::Cancel { payment }),
        7 => payment.clone().prop_map(|payment| Step::Execute { payment }),
        2 => payment.clone().prop_map(|payment| Step::Query { payment }),
        1 => payment.clone().prop_map(|payment| Step::Search { payment }),
        2 => payment.clone().prop_map(|payment| Step::Capture { payment }),
        2 => payment.clone().prop_map(|payment| Step::Void { payment }),
        5 => (payment.clone(), poisha.clone(), 1..=2_u8)
            .prop_map(|(payment, poisha, version)| Step::Refund { payment, poisha, version }),
        2 => wallet.clone().prop_map(|wallet| Step::Agree { wallet }),
        2 => (payment.clone(), poisha)
            .prop_map(|(agreement, poisha)| Step::PayBy { agreement, poisha }),
        1 => payment.prop_map(|agreement| Step::EndAgreement { agreement }),
        1 => Just(Step::Settle),
        1 => wallet.prop_map(|wallet| Step::Unlock { wallet }),
        3 => seconds.prop_map(|seconds| Step::Wait { seconds }),
    ]
}
