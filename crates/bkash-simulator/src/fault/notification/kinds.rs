use super::{duplicate, early, forged, late, missing, old, reordered};
use crate::fault::kind::Kind;

pub(in crate::fault) const KINDS: &[&Kind] = &[
    &missing::KIND,
    &early::KIND,
    &late::KIND,
    &duplicate::KIND,
    &reordered::KIND,
    &old::KIND,
    &forged::KIND,
];
