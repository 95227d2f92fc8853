use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncRead, AsyncReadExt};

/// What is kept, in bytes.
const LONGEST: usize = 64 << 10;

/// The end of what the shop wrote, both streams in the order in which they came.
#[derive(Clone, Default)]
pub(super) struct Output(Arc<Mutex<VecDeque<u8>>>);

/// A shop's log can hold anything.
impl fmt::Debug for Output {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Output(..)")
    }
}

impl Output {
    /// Reads until the stream ends.
    pub(super) async fn keep(self, mut stream: impl AsyncRead + Unpin) {
        let mut chunk = [0; 4096];
        while let Ok(length @ 1..) = stream.read(&mut chunk).await {
            let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            kept.extend(&chunk[..length]);
            let over = kept.len().saturating_sub(LONGEST);
            kept.drain(..over);
        }
    }

    pub(super) fn text(&self) -> String {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes: Vec<u8> = kept.iter().copied().collect();
        String::from_utf8_lossy(&bytes).into_owned()
    }
}
