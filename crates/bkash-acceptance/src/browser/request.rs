//! One request as a browser sends it, and what came of it.

use std::error::Error;
use std::io;

use reqwest::cookie::{CookieStore, Jar};
use reqwest::header::{
    ACCEPT, ACCEPT_LANGUAGE, CONTENT_TYPE, COOKIE, HeaderMap, HeaderValue, ORIGIN, REFERER,
    SET_COOKIE,
};
use reqwest::{Client, Method, Response};
use url::form_urlencoded::Serializer;
use url::{Host, Url};

use super::Answer;
use super::answer::LONGEST_BODY;
use super::arrival::Unreached;
use super::step::Step;
use crate::shop::Body;

const PAGES: HeaderValue =
    HeaderValue::from_static("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
const DATA: HeaderValue = HeaderValue::from_static("application/json, text/plain, */*");
const LANGUAGES: HeaderValue = HeaderValue::from_static("en-GB,en;q=0.9,bn;q=0.8");
const FORM: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");
const JSON: HeaderValue = HeaderValue::from_static("application/json");

pub(super) async fn send(client: &Client, cookies: &Jar, step: &Step) -> Result<Answer, Unreached> {
    let mut request = client
        .request(step.method.clone(), step.url.clone())
        .headers(headers(cookies, step));
    request = match &step.body {
        Some(Body::Form(fields)) => {
            let body = Serializer::new(String::new()).extend_pairs(fields).finish();
            request.body(body)
        }
        Some(Body::Json(value)) => request.body(value.to_string()),
        None => request,
    };
    let response = request.send().await.map_err(|error| reason(&error))?;
    keep(cookies, &response);
    read(response, step.url.clone()).await
}

fn headers(cookies: &Jar, step: &Step) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT, if step.by_script { DATA } else { PAGES });
    headers.insert(ACCEPT_LANGUAGE, LANGUAGES);
    match &step.body {
        Some(Body::Form(_)) => headers.insert(CONTENT_TYPE, FORM),
        Some(Body::Json(_)) => headers.insert(CONTENT_TYPE, JSON),
        None => None,
    };
    if let Some(from) = &step.from {
        let same = from.origin() == step.url.origin();
        let origin = from.origin().ascii_serialization();
        if let Ok(shown) = HeaderValue::from_str(&if same {
            without_fragment(from)
        } else {
            format!("{origin}/")
        }) {
            headers.insert(REFERER, shown);
        }
        if step.method != Method::GET
            && let Ok(origin) = HeaderValue::from_str(&origin)
        {
            headers.insert(ORIGIN, origin);
        }
    }
    if let Some(cookies) = cookies.cookies(&step.url) {
        headers.insert(COOKIE, cookies);
    }
    for (name, value) in &step.headers {
        headers.insert(name, value.clone());
    }
    headers
}

fn without_fragment(url: &Url) -> String {
    let mut url = url.clone();
    url.set_fragment(None);
    url.into()
}

fn keep(cookies: &Jar, response: &Response) {
    let given = response.headers().get_all(SET_COOKIE).iter();
    let given: Vec<_> = match is_trusted(response.url()) {
        true => given.filter_map(without_secure).collect(),
        false => given.cloned().collect(),
    };
    cookies.set_cookies(&mut given.iter(), response.url());
}

/// Browsers take this machine's own pages for secure ones, also without TLS.
fn is_trusted(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

fn without_secure(cookie: &HeaderValue) -> Option<HeaderValue> {
    let text = cookie.to_str().ok()?;
    let parts = text.split(';');
    let kept = parts.filter(|part| !part.trim().eq_ignore_ascii_case("secure"));
    HeaderValue::from_str(&kept.collect::<Vec<_>>().join(";")).ok()
}

async fn read(mut response: Response, url: Url) -> Result<Answer, Unreached> {
    let status = response.status().as_u16();
    let headers = response.headers().clone();
    let mut body = Vec::new();
    while body.len() < LONGEST_BODY {
        match response.chunk().await {
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            // A browser shows what it has of a page that breaks off.
            Ok(None) | Err(_) => break,
        }
    }
    body.truncate(LONGEST_BODY);
    Ok(Answer {
        url,
        status,
        headers,
        body: String::from_utf8_lossy(&body).into_owned(),
    })
}

/// The deepest cause says what happened; reqwest's own words repeat the address.
fn reason(error: &reqwest::Error) -> Unreached {
    let mut cause: &dyn Error = error;
    let mut is_tls = false;
    loop {
        if let Some(io) = cause.downcast_ref::<io::Error>() {
            match io.kind() {
                io::ErrorKind::ConnectionRefused => return Unreached::Refused,
                io::ErrorKind::ConnectionReset
                | io::ErrorKind::BrokenPipe
                | io::ErrorKind::UnexpectedEof => return Unreached::Closed,
                _ => {}
            }
        }
        is_tls |= cause.is::<rustls::Error>();
        match cause.source() {
            Some(deeper) => cause = deeper,
            None => break,
        }
    }
    let words = cause.to_string();
    if is_tls {
        Unreached::Tls(words)
    } else if words.contains("lookup address") {
        Unreached::NoSuchHost
    } else if error.is_connect() || error.is_timeout() {
        Unreached::Other(words)
    } else {
        Unreached::Closed
    }
}
