use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use super::{Frame, page};
use crate::shop::language::Language;

#[derive(Template)]
#[template(path = "shop/missing.html")]
struct Missing {
    frame: Frame,
}

pub async fn missing(language: Language) -> Response {
    let frame = Frame::new(language, "/");
    page(StatusCode::NOT_FOUND, &Missing { frame })
}
