//! What holds of a payment's refunds under every interleaving, with a gateway that never lies and never
//! pays back more than moved, but loses answers and performs late.

use proptest::prelude::*;
use proptest::sample::select;

use crate::refund_world::{Step, World};

fn steps() -> impl Strategy<Value = Step> {
    let which = || 0..6_usize;
    prop_oneof![
        4 => select(vec![1, 10_000, 20_000, 49_999, 50_000, 50_001]).prop_map(Step::Reserve),
        3 => (which(), -30..30_i64).prop_map(|(refund, skew)| Step::Perform { refund, less: 0, skew }),
        1 => (which(), 1..500_i64).prop_map(|(refund, less)| Step::Perform { refund, less, skew: 0 }),
        3 => which().prop_map(Step::Answer),
        1 => which().prop_map(Step::Refuse),
        1 => which().prop_map(Step::FailToSend),
        3 => which().prop_map(Step::LoseAnswer),
        2 => which().prop_map(Step::LoseAnswerAskLater),
        3 => which().prop_map(Step::Due),
        3 => which().prop_map(Step::ReadStatus),
        1 => which().prop_map(Step::LoseStatus),
        1 => which().prop_map(Step::FindPaid),
        1 => which().prop_map(Step::FindUnpaid),
        1 => which().prop_map(Step::Acknowledge),
    ]
}

fn pauses() -> impl Strategy<Value = u64> {
    prop_oneof![6 => 0..5_u64, 3 => 5..900_u64, 1 => 900..40_000_u64]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2048))]

    #[test]
    fn refunds_never_exceed_what_moved_and_none_is_booked_twice(
        life in prop::collection::vec((pauses(), steps()), 1..60),
    ) {
        let mut world = World::new();
        for (pause, step) in life {
            world.play(pause, &step)?;
        }
        world.settle()?;
    }
}
