//! What scripts of a page tell in boxes of their own as soon as it is open. Many shops tell the outcome in no other way.

use scraper::Html;

use crate::script;

/// How calls begin whose texts are shown.
const BOXES: &[&str] = &[
    "alert(",
    "toastr.",
    "Swal.fire(",
    "swal(",
    "iziToast.",
    "Toastify(",
    "notyf.",
    "Notify.",
];

/// The texts, each call's in one.
pub(super) fn texts(page: &Html) -> Vec<String> {
    let shown = script::of_page(page).into_iter().filter(|statement| {
        let code = statement.code.trim_start_matches("window.");
        BOXES.iter().any(|name| code.starts_with(name))
    });
    shown
        .map(|statement| statement.texts.join(". "))
        .filter(|text| !text.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(script: &str) -> Vec<String> {
        let page = format!("<p>Shop</p><script>{script}</script>");
        texts(&Html::parse_document(&page))
    }

    #[test]
    fn boxes_that_open_by_themselves_are_read() {
        for (script, text) in [
            ("alert('Payment failed'); location = '/'", "Payment failed"),
            ("var a = 1;\n  window.alert(\"It\\'s paid\")", "It's paid"),
            (
                "toastr.error(\"Payment failed\", \"Sorry\");",
                "Payment failed. Sorry",
            ),
            (
                "$(document).ready(function () {\n toastr.success('Payment successful'); });",
                "Payment successful",
            ),
            (
                "Swal.fire({ icon: 'error', title: 'Payment failed' }).then(function () { location = '/' })",
                "error. Payment failed",
            ),
            (
                "document.addEventListener('DOMContentLoaded', () => { swal(\"Paid\", \"(thanks)\") })",
                "Paid. (thanks)",
            ),
            ("start()\nalert('Payment failed')", "Payment failed"),
            ("// alert('no')\nalert('yes')", "yes"),
        ] {
            assert_eq!(told(script), [text], "{script}");
        }
    }

    #[test]
    fn boxes_that_wait_for_something_are_not() {
        for script in [
            "function f() { alert('Payment failed') }",
            "if (!ok) { toastr.error('Payment failed') }",
            "if (!ok) alert('Payment failed')",
            "if (!ok)\n  alert('Payment failed')",
            "$(function () { $.post('/x', {}, function () { toastr.success('Paid') }) })",
            "x.onclick = () => alert('Paid')",
            "alert(message)",
            "var text = \"alert('Paid')\"",
        ] {
            assert_eq!(told(script), [""; 0], "{script}");
        }
        let data = "<script type='application/json'>alert('Paid')</script>";
        assert_eq!(texts(&Html::parse_document(data)), [""; 0]);
    }
}
