use std::f64::consts::TAU;
use std::time::Duration;

use fastrand::Rng;

use crate::fault::parameter::MOST_SECONDS;

/// How long answers take, in seconds; what is drawn is never below zero or above an hour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Distribution {
    Uniform { min: f64, max: f64 },
    Normal { mean: f64, deviation: f64 },
    LogNormal { median: f64, p99: f64 },
    Pareto { median: f64, p99: f64 },
}

/// The standard normal distribution's 99th percentile.
const NORMAL_P99: f64 = 2.326_347_874_040_841;

impl Distribution {
    pub(super) fn draw(self, rng: &mut Rng) -> Duration {
        let seconds = match self {
            Self::Uniform { min, max } => min + (max - min) * rng.f64(),
            Self::Normal { mean, deviation } => mean + deviation * normal(rng),
            Self::LogNormal { median, p99 } => {
                let sigma = (p99 / median).ln() / NORMAL_P99;
                median * (sigma * normal(rng)).exp()
            }
            Self::Pareto { median, p99 } => {
                let inverse_shape = (p99 / median).ln() / 50_f64.ln();
                let least = median / 2_f64.powf(inverse_shape);
                least / above_zero(rng).powf(inverse_shape)
            }
        };
        Duration::from_secs_f64(seconds.clamp(0.0, MOST_SECONDS))
    }
}

/// Box and Muller's.
fn normal(rng: &mut Rng) -> f64 {
    (-2.0 * above_zero(rng).ln()).sqrt() * (TAU * rng.f64()).cos()
}

/// Above 0, up to 1.
fn above_zero(rng: &mut Rng) -> f64 {
    1.0 - rng.f64()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn percentiles(distribution: Distribution) -> (f64, f64) {
        let mut rng = Rng::with_seed(11);
        let mut drawn: Vec<f64> = (0..20_000)
            .map(|_| distribution.draw(&mut rng).as_secs_f64())
            .collect();
        drawn.sort_by(f64::total_cmp);
        (drawn[10_000], drawn[19_800])
    }

    #[test]
    fn the_heavy_tails_have_the_median_and_the_99th_percentile_asked_for() {
        let (median, p99) = (0.4, 6.0);
        for distribution in [
            Distribution::LogNormal { median, p99 },
            Distribution::Pareto { median, p99 },
        ] {
            let drawn = percentiles(distribution);
            assert!(
                (drawn.0 - median).abs() < 0.02,
                "{distribution:?} {drawn:?}"
            );
            assert!((drawn.1 - p99).abs() < 0.7, "{distribution:?} {drawn:?}");
        }
    }

    #[test]
    fn uniform_times_keep_their_bounds_and_normal_ones_their_mean() {
        let mut rng = Rng::with_seed(12);
        let uniform = Distribution::Uniform { min: 1.0, max: 2.0 };
        for _ in 0..1000 {
            let drawn = uniform.draw(&mut rng).as_secs_f64();
            assert!((1.0..=2.0).contains(&drawn), "{drawn}");
        }
        let normal = Distribution::Normal {
            mean: 5.0,
            deviation: 1.0,
        };
        let (median, p99) = percentiles(normal);
        assert!(
            (median - 5.0).abs() < 0.05 && (p99 - 7.33).abs() < 0.1,
            "{median} {p99}"
        );
    }

    #[test]
    fn no_time_is_negative_or_longer_than_an_hour() {
        let mut rng = Rng::with_seed(13);
        for distribution in [
            Distribution::Normal {
                mean: 0.0,
                deviation: 3600.0,
            },
            Distribution::Pareto {
                median: 0.001,
                p99: 3600.0,
            },
        ] {
            for _ in 0..10_000 {
                assert!(distribution.draw(&mut rng) <= Duration::from_hours(1));
            }
        }
    }
}
