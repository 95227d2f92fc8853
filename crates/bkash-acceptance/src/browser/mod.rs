//! The payer's browser, without a screen: it keeps cookies, follows what leads on, and remembers every answer.
//!
//! It runs no scripts. A script or form that does nothing but lead on is followed all the same.

mod answer;
mod arrival;
mod browsers;
mod form;
mod hosted;
mod onward;
mod payer;
mod request;
mod script;
mod step;
mod tls;

pub use answer::Answer;
pub use arrival::{Arrival, End, Unreached};
pub use browsers::{Browsers, NoBrowser};
pub use hosted::HostedPages;
pub use payer::Browser;
