//! What Amazon would serve to a listener: the certificate, and the two addresses of a subscription.

use std::sync::Arc;

use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use serde::Deserialize;

use super::problem;
use crate::gateway::{Gateway, World};
use crate::notification::{CERTIFICATE, CERTIFICATE_FILE};

/// No request is told from another; Amazon's are random.
const REQUEST_ID: &str = "00000000-0000-4000-8000-000000000000";

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Action {
    action: String,
    #[serde(default)]
    topic_arn: String,
    #[serde(default)]
    token: String,
    #[serde(default)]
    subscription_arn: String,
}

pub(super) async fn certificate(file: Result<Path<String>, PathRejection>) -> Response {
    if !file.is_ok_and(|Path(file)| file == CERTIFICATE_FILE) {
        return problem::no_such_resource().await.into_response();
    }
    let pem = [(header::CONTENT_TYPE, "application/x-pem-file")];
    (pem, CERTIFICATE).into_response()
}

/// A visit of a SubscribeURL or an UnsubscribeURL, answered in Amazon's XML.
pub(super) async fn act(
    State(gateway): State<Arc<Gateway>>,
    action: Result<Query<Action>, QueryRejection>,
) -> Response {
    let Ok(Query(action)) = action else {
        return refused("MissingAction", "the query names no Action");
    };
    match action.action.as_str() {
        "ConfirmSubscription" => confirm(&gateway, &action),
        "Unsubscribe" => unsubscribe(&gateway, &action),
        _ => refused("InvalidAction", "only ConfirmSubscription and Unsubscribe"),
    }
}

fn confirm(gateway: &Gateway, action: &Action) -> Response {
    let confirmed = |world: &Arc<World>| {
        let notifier = world.notifier();
        notifier.confirm(&action.topic_arn, &action.token)
    };
    match gateway.worlds().iter().find_map(confirmed) {
        Some(arn) => done(
            "ConfirmSubscription",
            &format!(
                "\n  <ConfirmSubscriptionResult>\n    <SubscriptionArn>{arn}</SubscriptionArn>\n  \
                 </ConfirmSubscriptionResult>"
            ),
        ),
        None => refused("InvalidParameter", "Invalid parameter: Token"),
    }
}

fn unsubscribe(gateway: &Gateway, action: &Action) -> Response {
    let worlds = gateway.worlds();
    let subscribed = worlds
        .iter()
        .find(|world| world.notifier().is_subscribed_as(&action.subscription_arn));
    let Some(world) = subscribed else {
        return refused("InvalidParameter", "Invalid parameter: SubscriptionArn");
    };
    world.notifier().unsubscribe(world.unmoved_now());
    done("Unsubscribe", "")
}

fn done(action: &str, result: &str) -> Response {
    let xml = format!(
        "<{action}Response xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\">{result}\n  \
         <ResponseMetadata>\n    <RequestId>{REQUEST_ID}</RequestId>\n  </ResponseMetadata>\n\
         </{action}Response>\n"
    );
    as_xml(StatusCode::OK, xml)
}

fn refused(code: &str, message: &str) -> Response {
    let xml = format!(
        "<ErrorResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\">\n  <Error>\n    \
         <Type>Sender</Type>\n    <Code>{code}</Code>\n    <Message>{message}</Message>\n  </Error>\n  \
         <RequestId>{REQUEST_ID}</RequestId>\n</ErrorResponse>\n"
    );
    as_xml(StatusCode::BAD_REQUEST, xml)
}

fn as_xml(status: StatusCode, xml: String) -> Response {
    (status, [(header::CONTENT_TYPE, "text/xml")], xml).into_response()
}
