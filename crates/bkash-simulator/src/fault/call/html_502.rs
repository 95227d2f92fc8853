use http::StatusCode;

use super::course::Course;
use super::substitute::Substitute;
use super::wait::Wait;
use crate::fault::kind::{Fault, Kind, Strikes};
use crate::fault::parameter::after_effect;
use crate::input::{BadField, Fields};

/// A load balancer's page (inferred: the edge is seen to answer in HTML, no trace shows the bytes).
const PAGE: &str = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n\
                    <center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n";

/// Something in front of the API gateway cannot reach it.
pub(in crate::fault) const KIND: Kind = Kind {
    name: "html_502",
    strikes: Strikes::Calls,
    fields: &["after_effect"],
    shows: "HTTP 502 with a page of HTML",
    work: "done only with `after_effect`",
    read,
};

fn read(fields: &Fields) -> Result<Fault, BadField> {
    let page = Substitute::Html(StatusCode::BAD_GATEWAY, PAGE);
    Ok(Course::instead(Wait::None, after_effect(fields)?, page).into())
}
