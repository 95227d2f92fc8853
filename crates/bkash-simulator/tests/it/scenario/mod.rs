//! Scenario files: how they are read and played, and that each shipped one does what its story says.

mod file;
mod play;
mod story;
