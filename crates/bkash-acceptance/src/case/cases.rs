use super::{
    Case, callback, create, execute, messages, milestones, query, refund, security, time, tokens,
};

const GROUPS: [&[Case]; 10] = [
    &tokens::CASES,
    &callback::CASES,
    &execute::CASES,
    &query::CASES,
    &create::CASES,
    &messages::CASES,
    &time::CASES,
    &refund::CASES,
    &security::CASES,
    &milestones::CASES,
];

/// Every case, in the order in which they are told.
pub const CASES: &[Case] = &all();

const fn all() -> [Case; count()] {
    let mut all = [tokens::CASES[0]; count()];
    let (mut told, mut group) = (0, 0);
    while group < GROUPS.len() {
        let mut case = 0;
        while case < GROUPS[group].len() {
            all[told] = GROUPS[group][case];
            told += 1;
            case += 1;
        }
        group += 1;
    }
    all
}

const fn count() -> usize {
    let (mut count, mut group) = (0, 0);
    while group < GROUPS.len() {
        count += GROUPS[group].len();
        group += 1;
    }
    count
}
