//! How a direct call ended, told to a person or to a program.

use bkash_client::{
    CallError, Language, NotPerformed, Refusal, Retry, Unanswered, UnansweredReason,
};
use serde_json::json;

use crate::exit::Exit;
use crate::output::{Record, Style, data, foreign, talk, time};

/// What a call may have done when nobody answered, and so what to do next.
#[derive(Clone, Debug)]
pub enum Effect {
    /// It only reads, or moves nothing before a later call: it may be repeated.
    Harmless,
    /// Money may have moved; this command tells.
    Money { ask: String },
}

/// How a command tells its end.
#[derive(Clone, Copy, Debug)]
pub struct Ending {
    json: bool,
}

impl Ending {
    /// `json`: stdout gets one JSON object, whatever the outcome.
    #[must_use]
    pub const fn new(json: bool) -> Self {
        Self { json }
    }

    /// The answer, or how the call failed.
    pub fn of(self, result: Result<Record, CallError>, effect: &Effect) -> Exit {
        match result {
            Ok(record) => self.success(record),
            Err(error) => self.failed(&error, effect),
        }
    }

    /// The gateway did it.
    pub fn success(self, record: Record) -> Exit {
        if self.json {
            data(outcome("success").and(record).json());
        } else {
            data(record.lines(Style::stdout()));
        }
        Exit::Done
    }

    /// The gateway did not do it, or nobody knows.
    pub fn failed(self, error: &CallError, effect: &Effect) -> Exit {
        if let Some(refusal) = error.refusal() {
            self.refused(refusal)
        } else if let Some(unanswered) = error.unanswered() {
            self.unanswered(unanswered, effect)
        } else {
            self.not_performed(&error.to_string(), error.not_performed())
        }
    }

    /// The gateway's code and words, ours for the payer, and where the developer should look.
    pub fn refused(self, refusal: &Refusal) -> Exit {
        let code = &refusal.code;
        let (english, bangla) = (code.text(Language::English), code.text(Language::Bangla));
        if self.json {
            let record = outcome("refused")
                .with("code", code.as_str())
                .with("message", refusal.message.as_str())
                .with("payer_text", json!({"en": english, "bn": bangla}))
                .with("hint", code.hint())
                .with("retry", retry(code.retry()));
            data(record.json());
        } else {
            let notes = [("payer", english), ("", bangla), ("hint", code.hint())];
            told(&format!("refused: {code} {}", refusal.message), &notes);
        }
        Exit::Refused
    }

    /// Nobody knows; says what to do, and what not.
    pub fn unanswered(self, unanswered: &Unanswered, effect: &Effect) -> Exit {
        let code = match &unanswered.reason {
            UnansweredReason::Unsettled(code) => Some(code),
            _ => None,
        };
        let ask = match effect {
            Effect::Harmless => None,
            Effect::Money { ask } => Some(ask.as_str()),
        };
        if self.json {
            let record = outcome("unanswered")
                .with("code", code.map(|code| code.as_str()))
                .with("message", unanswered.to_string())
                .with("money_may_have_moved", ask.is_some())
                .with("ask", ask);
            data(record.json());
            return Exit::Unanswered;
        }
        let next = ask.map_or_else(
            || "No money moved. The call may be repeated.".to_owned(),
            |ask| format!("Money may have moved. Do not send it again; ask: {ask}"),
        );
        let usual = code
            .and_then(|code| code.usual_message())
            .map(|usual| ("gateway", usual));
        let hint = code.map(|code| ("hint", code.hint()));
        let notes: Vec<_> = usual
            .into_iter()
            .chain(hint)
            .chain([("next", next.as_str())])
            .collect();
        told(&unanswered.to_string(), &notes);
        Exit::Unanswered
    }

    /// Nothing happened at the gateway.
    pub fn not_performed(self, message: &str, why: Option<&NotPerformed>) -> Exit {
        let next = why.and_then(|why| why.next_allowed_at).map(time);
        if self.json {
            let record = outcome("not_performed")
                .with("message", message)
                .with("next_allowed_at", next);
            data(record.json());
        } else {
            let next = next.map_or_else(
                || "No money moved. The call may be repeated once the cause is gone.".to_owned(),
                |at| format!("No money moved. Repeat the call after {at}."),
            );
            told(message, &[("next", &next)]);
        }
        Exit::NotPerformed
    }
}

fn outcome(word: &str) -> Record {
    Record::new().with("outcome", word)
}

/// The outcome's word in red, and notes below.
fn told(headline: &str, notes: &[(&str, &str)]) {
    let style = Style::stderr();
    let (word, rest) = headline.split_once(':').unwrap_or((headline, ""));
    let rest = foreign(rest);
    talk(format_args!("{}{rest}", style.red(&format!("{word}:"))));
    for (label, note) in notes {
        talk(format_args!(
            "    {} {note}",
            style.dim(&format!("{label:<8}"))
        ));
    }
}

const fn retry(retry: Retry) -> &'static str {
    match retry {
        Retry::No => "no",
        Retry::CustomerAction => "customer_action",
        Retry::Later => "later",
        Retry::QueryFirst => "query_first",
    }
}
