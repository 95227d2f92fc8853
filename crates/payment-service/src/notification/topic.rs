use std::fmt;
use std::str::FromStr;

use crate::settings::SettingError;

/// Names of regions and topics are no longer (Amazon SNS: CreateTopic).
const PART_MAX: usize = 256;

/// The topic that bKash publishes a merchant's payments to: `arn:aws:sns:REGION:ACCOUNT:NAME`.
///
/// The whole of it is pinned: anybody can make a topic of his own, and sign with Amazon's key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopicArn {
    text: String,
    host: String,
}

impl TopicArn {
    /// As it is written in every message.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Where Amazon serves the topic's region: `sns.ap-southeast-1.amazonaws.com`.
    pub(super) fn host(&self) -> &str {
        &self.host
    }
}

impl FromStr for TopicArn {
    type Err = SettingError;

    fn from_str(text: &str) -> Result<Self, SettingError> {
        host(text)
            .map(|host| Self {
                text: text.to_owned(),
                host,
            })
            .ok_or_else(|| {
                SettingError::new(
                    "write the whole topic, such as arn:aws:sns:ap-southeast-1:123456789012:bpt_01700000000",
                )
            })
    }
}

impl fmt::Display for TopicArn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn host(arn: &str) -> Option<String> {
    let parts: Vec<&str> = arn.split(':').collect();
    let ["arn", partition, "sns", region, account, name] = parts[..] else {
        return None;
    };
    let suffix = match partition {
        "aws" => "",
        "aws-cn" => ".cn",
        _ => return None,
    };
    let lower = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    let fits = |part: &str, is_part: &dyn Fn(u8) -> bool| {
        (1..=PART_MAX).contains(&part.len()) && part.bytes().all(is_part)
    };
    let well_formed = fits(region, &lower)
        && account.len() == 12
        && account.bytes().all(|b| b.is_ascii_digit())
        && fits(name, &|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
    well_formed.then(|| format!("sns.{region}.amazonaws.com{suffix}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host_of(text: &str) -> Option<String> {
        text.parse::<TopicArn>().ok().map(|topic| topic.host)
    }

    #[test]
    fn a_topic_names_the_host_of_its_region() {
        for (topic, host) in [
            (
                "arn:aws:sns:ap-southeast-1:123456789012:bpt_01700000000",
                "sns.ap-southeast-1.amazonaws.com",
            ),
            (
                "arn:aws-cn:sns:cn-north-1:123456789012:bpt",
                "sns.cn-north-1.amazonaws.com.cn",
            ),
        ] {
            assert_eq!(host_of(topic).as_deref(), Some(host));
        }
    }

    #[test]
    fn what_is_no_whole_topic_is_refused() {
        for text in [
            "",
            "bpt_01700000000",
            "arn:aws:sqs:ap-southeast-1:123456789012:bpt",
            "arn:aws-us-gov:sns:us-gov-west-1:123456789012:bpt",
            "arn:aws:sns::123456789012:bpt",
            "arn:aws:sns:evil.example/#:123456789012:bpt",
            "arn:aws:sns:AP-southeast-1:123456789012:bpt",
            "arn:aws:sns:ap-southeast-1:12345678901:bpt",
            "arn:aws:sns:ap-southeast-1:123456789012:",
            "arn:aws:sns:ap-southeast-1:123456789012:bpt:subscription",
            " arn:aws:sns:ap-southeast-1:123456789012:bpt",
        ] {
            assert_eq!(host_of(text), None, "{text}");
        }
    }
}
