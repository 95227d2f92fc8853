use jiff::Timestamp;
use jiff::civil::DateTime;

use crate::world::bangladesh;

fn to_the_second(at: DateTime) -> String {
    let (date, time) = (at.date(), at.time());
    format!(
        "{date}T{:02}:{:02}:{:02}",
        time.hour(),
        time.minute(),
        time.second()
    )
}

/// `2019-08-07T11:12:34:978 GMT+0600`: a colon before the milliseconds.
pub(crate) fn stamp(moment: Timestamp) -> String {
    let at = bangladesh(moment);
    format!(
        "{}:{:03} GMT+0600",
        to_the_second(at),
        at.time().millisecond()
    )
}

/// As search writes it: the milliseconds are always zero.
pub(crate) fn stamp_of_second(moment: Timestamp) -> String {
    format!("{}:000 GMT+0600", to_the_second(bangladesh(moment)))
}

/// As the list of v2 refunds writes it: no offset, still Bangladesh time.
pub(crate) fn stamp_without_offset(moment: Timestamp) -> String {
    format!("{}:000", to_the_second(bangladesh(moment)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_have_the_three_shapes_of_the_traces() {
        let moment: Timestamp = "2019-08-07T05:12:34.978Z".parse().unwrap();
        assert_eq!(stamp(moment), "2019-08-07T11:12:34:978 GMT+0600");
        assert_eq!(stamp_of_second(moment), "2019-08-07T11:12:34:000 GMT+0600");
        assert_eq!(stamp_without_offset(moment), "2019-08-07T11:12:34:000");
    }
}
