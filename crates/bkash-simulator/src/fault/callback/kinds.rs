use super::{duplicate, forged, late, missing, reordered};
use crate::fault::kind::Kind;

pub(in crate::fault) const KINDS: &[&Kind] = &[
    &missing::KIND,
    &late::KIND,
    &duplicate::KIND,
    &forged::KIND,
    &reordered::KIND,
];
