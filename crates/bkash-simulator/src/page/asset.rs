use axum::response::IntoResponse;
use http::header;

/// The look of every page.
pub(super) async fn style() -> impl IntoResponse {
    (
        [(header::CONTENT_TYPE, "text/css; charset=utf-8")],
        include_str!("../../assets/page.css"),
    )
}

/// Countdown and timers.
pub(super) async fn script() -> impl IntoResponse {
    let javascript = [(header::CONTENT_TYPE, "text/javascript; charset=utf-8")];
    (javascript, include_str!("../../assets/page.js"))
}
