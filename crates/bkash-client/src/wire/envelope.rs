//! Which of the gateway's envelopes a reply is in, and what it says.

use super::fields::Fields;
use super::json;
use crate::code::Code;

/// Characters of the gateway's message that are kept.
const LONGEST_MESSAGE: usize = 500;

/// How the success of a call is written.
#[derive(Debug, Clone, Copy)]
pub(crate) enum SuccessForm {
    /// `statusCode` `0000` and nothing else (onboarding brief, action point 3).
    Code,
    /// `0000`, or no code at all and one of these members: version 2 sends no code with success,
    /// and some grants have come without one (developer portal copies; seen live).
    CodeOr(&'static [&'static str]),
}

/// What a reply says, before anyone asks what it means for the call.
#[derive(Debug)]
pub(crate) enum Reading {
    /// Success; its members.
    Success(Fields),
    /// A code other than success.
    Refused { code: Code, message: String },
    /// A bare `message` with 400, 401, 403 or 429: turned away in front of the backend.
    TurnedAway { message: String },
    /// 5xx, whatever the body.
    ServerError,
    /// Anything else.
    Unreadable(&'static str),
}

/// Reads a reply. The order of the envelopes matters: a version 2 error may carry more members.
pub(crate) fn read(form: SuccessForm, status: u16, body: &[u8]) -> Reading {
    if (500..600).contains(&status) {
        return Reading::ServerError;
    }
    if !(200..300).contains(&status) && !(400..500).contains(&status) {
        return Reading::Unreadable("a status that no call answers with");
    }
    let Some(members) = json::object(body) else {
        return Reading::Unreadable("a body that is no JSON object");
    };
    let fields = Fields::new(members);
    let answered = status < 300;
    match code_and_message(&fields) {
        Some((code, message)) if code.as_str() != "0000" => Reading::Refused { code, message },
        Some(_) if answered => Reading::Success(fields),
        Some(_) => Reading::Unreadable("a code of success with a status of failure"),
        None if answered && form.is_met_by(&fields) => Reading::Success(fields),
        None => bare_message(status, &fields),
    }
}

impl SuccessForm {
    fn is_met_by(self, fields: &Fields) -> bool {
        match self {
            Self::Code => false,
            Self::CodeOr(markers) => markers.iter().any(|marker| fields.has(marker)),
        }
    }
}

fn code_and_message(fields: &Fields) -> Option<(Code, String)> {
    const ENVELOPES: [(&str, &[&str]); 3] = [
        (
            "externalCode",
            &["errorMessageEn", "errorMessage", "statusMessage"],
        ),
        (
            "errorCode",
            &["errorMessage", "errorMessageEn", "statusMessage"],
        ),
        (
            "statusCode",
            &["statusMessage", "errorMessage", "errorMessageEn"],
        ),
    ];
    ENVELOPES.iter().find_map(|(code, messages)| {
        let code = Code::new(fields.text(&[code])?);
        Some((code, fields.text(messages).map(bounded).unwrap_or_default()))
    })
}

fn bare_message(status: u16, fields: &Fields) -> Reading {
    match fields.text(&["message", "Message"]) {
        Some(message) if matches!(status, 400 | 401 | 403 | 429) => Reading::TurnedAway {
            message: bounded(message),
        },
        Some(_) => Reading::Unreadable("a bare message in place of an answer"),
        None => Reading::Unreadable("neither a code nor a success"),
    }
}

/// It is shown to payers and written to logs.
fn bounded(message: String) -> String {
    match message.char_indices().nth(LONGEST_MESSAGE) {
        Some((end, _)) => message[..end].to_owned(),
        None => message,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn reading(status: u16, body: &str) -> String {
        match read(
            SuccessForm::CodeOr(&["refundTrxId"]),
            status,
            body.as_bytes(),
        ) {
            Reading::Success(_) => "success".to_owned(),
            Reading::Refused { code, message } => format!("refused {code} {message}"),
            Reading::TurnedAway { message } => format!("turned away {message}"),
            Reading::ServerError => "server error".to_owned(),
            Reading::Unreadable(_) => "unreadable".to_owned(),
        }
    }

    #[test]
    fn both_envelopes_and_the_legacy_one_are_refusals() {
        let cases = [
            (
                200,
                r#"{"statusCode":"2056","statusMessage":"Invalid Payment State"}"#,
            ),
            (
                400,
                r#"{"internalCode":"x","externalCode":"2056","errorMessageEn":"Invalid Payment State","errorMessageBn":null}"#,
            ),
            (
                200,
                r#"{"errorCode":"2056","errorMessage":"Invalid Payment State"}"#,
            ),
            (
                400,
                r#"{"errorCode":2056,"errorMessage":"Invalid Payment State","statusCode":"0000"}"#,
            ),
        ];
        for (status, body) in cases {
            assert_eq!(
                reading(status, body),
                "refused 2056 Invalid Payment State",
                "{body}"
            );
        }
    }

    #[test]
    fn a_bare_message_is_a_turn_away_only_with_four_statuses() {
        for status in [400, 401, 403, 429] {
            assert_eq!(reading(status, r#"{"message":"no"}"#), "turned away no");
            assert_eq!(reading(status, r#"{"Message":"no"}"#), "turned away no");
        }
        for status in [200, 302, 404, 413] {
            assert_eq!(
                reading(status, r#"{"message":"no"}"#),
                "unreadable",
                "{status}"
            );
        }
        assert_eq!(
            reading(504, r#"{"message":"Endpoint request timed out"}"#),
            "server error"
        );
    }

    #[test]
    fn five_hundreds_never_settle_anything_even_with_a_code() {
        assert_eq!(reading(500, r#"{"statusCode":"0000"}"#), "server error");
        assert_eq!(reading(503, r#"{"statusCode":"2023"}"#), "server error");
    }

    #[test]
    fn success_is_0000_or_a_version_2_body_with_its_marker() {
        assert_eq!(reading(200, r#"{"statusCode":"0000"}"#), "success");
        assert_eq!(reading(200, r#"{"refundTrxId":"CLB60PG1K7"}"#), "success");
        assert_eq!(reading(200, r#"{"refundTrxId":null}"#), "unreadable");
        assert_eq!(reading(400, r#"{"statusCode":"0000"}"#), "unreadable");
        assert_eq!(reading(200, ""), "unreadable");
        assert_eq!(reading(403, "<html>blocked</html>"), "unreadable");
        let family_a = read(SuccessForm::Code, 200, br#"{"trxID":"X"}"#);
        assert!(matches!(family_a, Reading::Unreadable(_)));
    }

    proptest! {
        #[test]
        fn no_reply_panics(status in 100_u16..600, body in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = read(SuccessForm::Code, status, &body);
        }

        #[test]
        fn only_0000_with_2xx_is_the_success_of_an_execute(
            status in 100_u16..600,
            code in prop::sample::select(vec!["0000", "000", "00000", "2023", "", "0", "null"]),
        ) {
            let body = format!(r#"{{"statusCode":"{code}","trxID":"X","message":"m"}}"#);
            let success = matches!(
                read(SuccessForm::Code, status, body.as_bytes()),
                Reading::Success(_)
            );
            prop_assert_eq!(success, code == "0000" && (200..300).contains(&status));
        }
    }
}
