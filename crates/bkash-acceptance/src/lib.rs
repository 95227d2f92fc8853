//! Judges a merchant's integration against the points that bKash's engineers check before a shop goes live.
