use proptest::prelude::*;

/// What a create call is for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Product {
    Sale,
    Authorization,
    Agreement,
    /// Paid by what the payment of this number agreed, if it did.
    ByAgreement {
        agreement: usize,
    },
}

#[derive(Debug, Clone)]
pub(super) enum Step {
    Create {
        product: Product,
        poisha: i64,
    },
    Pay {
        payment: usize,
        wallet: usize,
        otp_right: bool,
        pin_right: bool,
    },
    Redeem {
        payment: usize,
        poisha: i64,
        share_percent: i64,
    },
    Cancel {
        payment: usize,
    },
    Execute {
        payment: usize,
    },
    Capture {
        payment: usize,
    },
    Void {
        payment: usize,
    },
    EndAgreement {
        payment: usize,
    },
    Refund {
        payment: usize,
        poisha: i64,
        v1: bool,
    },
    Settle,
    Wait {
        seconds: i64,
    },
}

pub(super) fn step() -> impl Strategy<Value = Step> {
    let poisha = prop_oneof![Just(10_000_i64), 1..500_000_i64, 9_000_000..20_000_000_i64];
    let payment = 0..20_usize;
    prop_oneof![
        4 => (product(), poisha.clone())
            .prop_map(|(product, poisha)| Step::Create { product, poisha }),
        5 => (payment.clone(), 0..8_usize, prop::bool::weighted(0.9), prop::bool::weighted(0.9))
            .prop_map(|(payment, wallet, otp_right, pin_right)| Step::Pay {
                payment, wallet, otp_right, pin_right
            }),
        2 => (payment.clone(), poisha.clone(), 0..=100_i64)
            .prop_map(|(payment, poisha, share_percent)| Step::Redeem { payment, poisha, share_percent }),
        1 => payment.clone().prop_map(|payment| Step::Cancel { payment }),
        7 => payment.clone().prop_map(|payment| Step::Execute { payment }),
        2 => payment.clone().prop_map(|payment| Step::Capture { payment }),
        2 => payment.clone().prop_map(|payment| Step::Void { payment }),
        1 => payment.clone().prop_map(|payment| Step::EndAgreement { payment }),
        4 => (payment, poisha, any::<bool>())
            .prop_map(|(payment, poisha, v1)| Step::Refund { payment, poisha, v1 }),
        1 => Just(Step::Settle),
        1 => prop_oneof![1..300_i64, 3600..100_000_i64].prop_map(|seconds| Step::Wait { seconds }),
    ]
}

fn product() -> impl Strategy<Value = Product> {
    prop_oneof![
        3 => Just(Product::Sale),
        2 => Just(Product::Authorization),
        1 => Just(Product::Agreement),
        2 => (0..20_usize).prop_map(|agreement| Product::ByAgreement { agreement }),
    ]
}
