use super::course::{Course, Form};
use super::delay::when;
use super::distribution::Distribution;
use super::wait::Wait;
use crate::fault::kind::{Fault, Kind, Strikes};
use crate::fault::parameter::MOST_SECONDS;
use crate::input::{BadField, Fields, missing};

/// Answers take as long as chance has it: each strike draws its own time.
pub(in crate::fault) const KIND: Kind = Kind {
    name: "latency",
    strikes: Strikes::Calls,
    fields: &[
        "distribution",
        "min",
        "max",
        "mean",
        "deviation",
        "median",
        "p99",
        "after_effect",
    ],
    shows: "the answer after a time that is drawn for each call",
    work: "done after that time, with `after_effect` before it",
    read,
};

/// The distributions with the two fields that each of them has, in seconds.
const DISTRIBUTIONS: [(&str, [&str; 2]); 4] = [
    ("uniform", ["min", "max"]),
    ("normal", ["mean", "deviation"]),
    ("lognormal", ["median", "p99"]),
    ("pareto", ["median", "p99"]),
];

fn read(fields: &Fields) -> Result<Fault, BadField> {
    let wait = Wait::Drawn(distribution(fields)?);
    Ok(Course::own(wait, when(fields)?, Form::Whole).into())
}

fn distribution(fields: &Fields) -> Result<Distribution, BadField> {
    let names = || DISTRIBUTIONS.map(|(name, _)| name).to_vec();
    let name = fields
        .text("distribution", "text")?
        .ok_or_else(|| missing("distribution", names()))?;
    let Some((_, own)) = DISTRIBUTIONS.iter().find(|(known, _)| *known == name) else {
        let detail = format!("there is no distribution {name}");
        return Err(BadField::new("distribution", detail, names()));
    };
    refuse_others(fields, name, own)?;
    let (first, second) = (seconds(fields, own[0])?, seconds(fields, own[1])?);
    Ok(match name {
        "uniform" => {
            ordered(own, first <= second)?;
            Distribution::Uniform {
                min: first,
                max: second,
            }
        }
        "normal" => Distribution::Normal {
            mean: first,
            deviation: second,
        },
        heavy => {
            ordered(own, 0.0 < first && first < second)?;
            let (median, p99) = (first, second);
            match heavy {
                "lognormal" => Distribution::LogNormal { median, p99 },
                _ => Distribution::Pareto { median, p99 },
            }
        }
    })
}

fn refuse_others(fields: &Fields, name: &str, own: &[&str; 2]) -> Result<(), BadField> {
    let stranger = DISTRIBUTIONS
        .iter()
        .flat_map(|(_, names)| names)
        .find(|other| fields.has(other) && !own.contains(other));
    stranger.map_or(Ok(()), |stranger| {
        let detail = format!("{stranger} has no meaning for the distribution {name}");
        Err(BadField::new(*stranger, detail, own.as_slice()))
    })
}

fn seconds(fields: &Fields, name: &str) -> Result<f64, BadField> {
    let seconds = fields.number(name, 0.0..=MOST_SECONDS)?;
    seconds.ok_or_else(|| missing(name, "a number of seconds from 0 to 3600"))
}

fn ordered([low, high]: &[&str; 2], is: bool) -> Result<(), BadField> {
    match is {
        true => Ok(()),
        false => {
            let rule = match *low {
                "min" => "not below min",
                _ => "above the median, which is above 0",
            };
            Err(BadField::unfit(high, rule))
        }
    }
}
