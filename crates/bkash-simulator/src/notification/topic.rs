use std::fmt;

/// Longest name of an SNS topic.
const LONGEST_NAME: usize = 256;

/// The ARN of an SNS topic: `arn:aws:sns:REGION:ACCOUNT:NAME`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Topic(String);

impl Topic {
    pub(crate) const RULE: &str = "arn:aws:sns:REGION:12 DIGITS:NAME, as in \
         arn:aws:sns:ap-southeast-1:123456789012:bpt_01929918378";

    /// bKash's region and the shape of its topics (developer portal: Webhooks); the account is the one
    /// of Amazon's own examples.
    pub(crate) fn standard() -> Self {
        Self("arn:aws:sns:ap-southeast-1:123456789012:bpt_01929918378".to_owned())
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        let rest = text.strip_prefix("arn:aws:sns:")?;
        let mut parts = rest.split(':');
        let (region, account, name) = (parts.next()?, parts.next()?, parts.next()?);
        let within = |part: &str, extra: &[u8]| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || extra.contains(&byte))
        };
        let well_formed = parts.next().is_none()
            && within(region, b"-")
            && account.len() == 12
            && account.bytes().all(|byte| byte.is_ascii_digit())
            && name.len() <= LONGEST_NAME
            && within(name, b"-_");
        well_formed.then(|| Self(text.to_owned()))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Topic {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_topic_has_region_account_and_name() {
        assert_eq!(
            Topic::parse(Topic::standard().as_str()),
            Some(Topic::standard())
        );
        for text in [
            "",
            "arn:aws:sqs:ap-southeast-1:123456789012:bpt",
            "arn:aws:sns:ap-southeast-1:12345678901:bpt",
            "arn:aws:sns:ap-southeast-1:123456789012:",
            "arn:aws:sns:ap-southeast-1:123456789012:a b",
            "arn:aws:sns::123456789012:bpt",
            "arn:aws:sns:ap-southeast-1:123456789012:bpt:more",
        ] {
            assert_eq!(Topic::parse(text), None, "{text}");
        }
    }
}
