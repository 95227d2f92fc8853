//! Random sequences of everything that payers, merchants and time can do: money is never made or
//! lost, and no more comes back than was paid.

mod check;
mod run;
mod step;

use fastrand::Rng;
use proptest::prelude::*;

use super::{Amount, Stage};
use run::Run;
use step::{Product, Step, step};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn money_is_never_made_or_lost(steps in prop::collection::vec(step(), 1..80)) {
        let mut run = Run::new();
        let total = run.total();
        for step in &steps {
            run.take(step);
            run.check(total);
        }
    }

    #[test]
    fn an_amount_reads_back_what_it_writes(poisha in 1..99_999_999_999_999_i64) {
        let amount = Amount::from_poisha(poisha);
        prop_assert_eq!(Amount::parse(&amount.to_string()), Some(amount));
    }

    #[test]
    fn no_text_makes_an_amount_panic(text in ".*") {
        let _ = Amount::parse(&text);
    }
}

#[test]
fn the_sequences_do_complete_and_refund() {
    let mut run = Run::new();
    let mut rng = Rng::with_seed(1);
    for _ in 0..20 {
        let payment = run.approved(Product::Sale, rng.i64(1..500_000), &mut rng);
        run.take(&Step::Execute { payment });
        run.take(&Step::Refund {
            payment,
            poisha: 1,
            v1: false,
        });
    }
    assert_eq!(run.state.transactions.len(), 40);
}

#[test]
fn the_sequences_do_redeem_coupons() {
    let mut run = Run::new();
    let total = run.total();
    run.take(&Step::Create {
        product: Product::Sale,
        poisha: 10_000,
    });
    run.take(&Step::Redeem {
        payment: 0,
        poisha: 1_000,
        share_percent: 50,
    });
    run.take(&Step::Pay {
        payment: 0,
        wallet: 0,
        otp_right: true,
        pin_right: true,
    });
    run.take(&Step::Execute { payment: 0 });
    assert_eq!(run.state.coupons, Amount::from_poisha(500));
    assert_eq!(run.state.merchant_balance, Amount::from_poisha(9_500));
    run.check(total);
}

#[test]
fn the_sequences_do_hold_capture_void_and_pay_by_agreement() {
    let mut run = Run::new();
    let mut rng = Rng::with_seed(2);
    for poisha in 1..=10 {
        let payment = run.approved(Product::Authorization, poisha * 100, &mut rng);
        run.take(&Step::Execute { payment });
        assert_eq!(run.state.on_hold, Amount::from_poisha(poisha * 100));
        run.take(&match poisha % 2 {
            0 => Step::Capture { payment },
            _ => Step::Void { payment },
        });
        assert_eq!(run.state.on_hold, Amount::ZERO);
    }
    let agreement = run.approved(Product::Agreement, 0, &mut rng);
    run.take(&Step::Execute { payment: agreement });
    let paid = run.approved(Product::ByAgreement { agreement }, 700, &mut rng);
    run.take(&Step::Execute { payment: paid });
    let stage = |payment: usize| &run.state.payments[run.payments[payment].as_str()].stage;
    assert!(matches!(stage(agreement), Stage::Agreed(_)));
    assert!(matches!(stage(paid), Stage::Completed(_)));
}
