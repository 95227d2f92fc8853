//! The pages. They work without scripts.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};

use crate::catalogue::Product;
use crate::order::{Order, Standing};
use crate::refund::{Refund, RefundStanding};

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
{% if refresh %}<meta http-equiv="refresh" content="2">{% endif %}
<title>{{ title }}</title>
<style>body { font: 1.1rem/1.5 system-ui; max-width: 34rem; margin: 3rem auto; padding: 0 1rem }</style>
<h1>{{ title }}</h1>
{{ body|safe }}
</html>"#
)]
struct Frame<'a> {
    title: &'a str,
    refresh: bool,
    /// Escaped already: another template made it.
    body: String,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% for product in products %}
<form method="post" action="/checkout">
<input type="hidden" name="product" value="{{ product.slug }}">
<p>{{ product.name }}, {{ product.price() }} taka <button>Pay with bKash</button></p>
</form>
{% endfor %}"#
)]
struct Products<'a> {
    products: &'a [Product],
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<p>Order {{ order.invoice }}: {{ order.amount }} taka.</p>
{% match order.standing %}
{% when Standing::Waiting %}<p>We wait for you at bKash. Nothing was taken from your wallet yet.</p>
{% when Standing::Executing %}<p>bKash has not told us the result yet. Please do not pay again.</p>
{% when Standing::Checking %}<p>bKash has not told us the result yet. Please do not pay again.</p>
{% when Standing::Held(_) %}<p>Somebody here looks at it. Please do not pay again.</p>
{% when Standing::Failed(why) %}{% if !why.is_empty() %}<p>{{ why }}</p>{% endif %}
<p>Nothing was taken from your wallet.</p><p><a href="/">Try again</a></p>
{% when Standing::Paid(trx_id) %}<p>Thank you. bKash trxID: {{ trx_id }}</p>
<h2>Refunds</h2>
<ul>
{% for refund in refunds %}<li>{{ refund.amount }} taka:
{% match refund.standing %}
{% when RefundStanding::Open %}being checked
{% when RefundStanding::Done(trx_id) %}refunded, trxID {{ trx_id }}
{% when RefundStanding::Declined(why) %}not made. {{ why }}
{% when RefundStanding::Held(why) %}needs a person. {{ why }}
{% endmatch %}</li>
{% endfor %}
</ul>
<form method="post" action="/orders/{{ order.invoice }}/refunds">
<p><label>Taka <input name="amount" inputmode="decimal" required></label> <button>Refund</button></p>
</form>
{% endmatch %}"#
)]
struct OrderPage<'a> {
    order: &'a Order,
    refunds: &'a [Refund],
}

/// What is sold.
pub fn products(products: &[Product]) -> Response {
    page(StatusCode::OK, "The shop", false, &Products { products })
}

/// How an order stands; it looks again by itself while something is on its way.
pub fn order(order: &Order, refunds: &[Refund]) -> Response {
    let title = match order.standing {
        Standing::Waiting => "Payment not finished",
        Standing::Executing | Standing::Checking | Standing::Held(_) => {
            "We are checking your payment"
        }
        Standing::Paid(_) => "Payment received",
        Standing::Failed(_) => "Payment failed",
    };
    let on_its_way = matches!(order.standing, Standing::Executing | Standing::Checking)
        || refunds
            .iter()
            .any(|refund| refund.standing == RefundStanding::Open);
    let body = OrderPage { order, refunds };
    page(StatusCode::OK, title, on_its_way, &body)
}

/// One sentence under a title.
pub fn message(status: StatusCode, title: &str, text: &str) -> Response {
    #[derive(Template)]
    #[template(ext = "html", source = "<p>{{ text }}</p>")]
    struct Message<'a> {
        text: &'a str,
    }
    page(status, title, false, &Message { text })
}

/// For addresses that belong to nothing.
pub fn missing() -> Response {
    message(
        StatusCode::NOT_FOUND,
        "There is no such page",
        "Nothing was taken from your wallet by this visit.",
    )
}

fn page(status: StatusCode, title: &str, refresh: bool, body: &impl Template) -> Response {
    let page = body.render().and_then(|body| {
        let frame = Frame {
            title,
            refresh,
            body,
        };
        frame.render()
    });
    match page {
        Ok(html) => (status, Html(html)).into_response(),
        Err(error) => {
            eprintln!("a page could not be made: {error}");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
