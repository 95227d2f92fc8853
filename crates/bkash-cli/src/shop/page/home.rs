use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use super::{Frame, page};
use crate::shop::catalogue::{CATALOGUE, Product};
use crate::shop::language::Language;

#[derive(Template)]
#[template(path = "shop/home.html")]
struct Home {
    frame: Frame,
    products: &'static [Product],
}

pub async fn home(language: Language) -> Response {
    let frame = Frame::new(language, "/");
    page(
        StatusCode::OK,
        &Home {
            frame,
            products: &CATALOGUE,
        },
    )
}
