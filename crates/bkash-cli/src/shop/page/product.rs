use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;

use super::{Frame, missing, page};
use crate::shop::catalogue::{self, Product};
use crate::shop::form_token::FormToken;
use crate::shop::language::Language;

#[derive(Template)]
#[template(path = "shop/product.html")]
struct ProductPage {
    frame: Frame,
    product: &'static Product,
    form: FormToken,
}

pub async fn product(language: Language, Path(slug): Path<String>) -> Response {
    let Some(product) = catalogue::product(&slug) else {
        return missing(language).await;
    };
    let frame = Frame::new(language, format!("/products/{slug}"));
    page(
        StatusCode::OK,
        &ProductPage {
            frame,
            product,
            form: FormToken::random(),
        },
    )
}
