//! Random lives of one merchant's world, each step foretold by a small model that shares no code with
//! the simulator: codes, states and every poisha.

mod agreement;
mod books;
mod life;
mod payment;
mod step;

use proptest::prelude::*;

use life::Life;
use step::step;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn the_simulator_does_what_the_model_foretells(steps in prop::collection::vec(step(), 1..70)) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let mut life = Life::begin().await;
            for step in &steps {
                life.take(step).await;
            }
            life.compare_books().await;
        });
    }
}
