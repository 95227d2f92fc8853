use super::Row;
use crate::specimen::flaw::Flaw;
use crate::specimen::style::Style;

pub(super) fn rows() -> Vec<Row> {
    vec![
        Row::wrong(Flaw::HastyCreate, "10 s for create", &["time/1"]),
        Row::wrong(Flaw::EndlessCreate, "no limit for create", &["time/1"]),
        Row::wrong(Flaw::HastyExecute, "10 s for execute", &["time/2"]),
        Row::wrong(Flaw::PatientExecute, "60 s for execute", &["time/2"]).at(Style::Api),
        Row::wrong(Flaw::HastyQuery, "10 s for query", &["time/3"]),
        Row::wrong(Flaw::EndlessRefund, "no limit for refund", &["time/4"]),
        Row::wrong(Flaw::HastyRefresh, "10 s for token/refresh", &["time/5"]),
        Row::wrong(Flaw::EndlessGrant, "no limit for token/grant", &["time/6"]),
        Row::wrong(
            Flaw::HastyRefundStatus,
            "10 s for refund status",
            &["time/7"],
        ),
        Row::wrong(
            Flaw::NoTimeLimits,
            "no limit for any call",
            &[
                "time/1", "time/2", "time/3", "time/4", "time/5", "time/6", "time/7",
            ],
        ),
    ]
}
