use bkash_acceptance::reading::Reader;
use bkash_acceptance::record::Reading;
use bkash_acceptance::shop::OwnWords;

use super::html;

fn taught(paid: &str, failed: &str) -> Reader {
    let mut reader = Reader::new(&OwnWords::default());
    reader.learn(&html(paid), &html(failed));
    reader
}

#[test]
fn what_stands_on_both_pages_tells_nothing() {
    let menu = "<div>Orders</div><div>Failed payments</div>";
    let reader = taught(
        &format!("{menu}<p>Thank you for your order 12</p>"),
        &format!("{menu}<p>Payment failed</p>"),
    );
    let page = reader.page(&html(&format!("{menu}<p>Thank you for your order 13</p>")));
    assert_eq!(page.reading, Reading::Paid);
    assert_eq!(page.blocks, ["Thank you for your order 13"]);
    let page = reader.page(&html(&format!("{menu}<p>Payment failed</p>")));
    assert_eq!(page.reading, Reading::Failed);
}

#[test]
fn a_shop_that_says_paid_whatever_happened_is_still_read_so() {
    let both = "<h1>Payment successful</h1>";
    let reader = taught(&format!("{both}<p>TrxID AB12</p>"), both);
    assert_eq!(reader.page(&html(both)).reading, Reading::Paid);
    assert_eq!(reader.page(&html(both)).blocks, ["Payment successful"]);
}

#[test]
fn a_menu_of_failures_does_not_make_every_page_a_failure() {
    let menu = "<div>Failed payments</div>";
    let reader = taught(&format!("{menu}<p>Bye</p>"), &format!("{menu}<p>Hm</p>"));
    let page = reader.page(&html(&format!("{menu}<p>Bye</p>")));
    assert_eq!(page.reading, Reading::Unclear);
}

#[test]
fn kind_words_mean_it_only_where_the_failed_page_lacks_them() {
    let reader = taught("<p>Thank you for your order</p>", "<p>Payment failed</p>");
    assert_eq!(
        reader
            .page(&html("<p>Thank you for your order</p>"))
            .reading,
        Reading::Paid
    );
    assert_eq!(
        reader.page(&html("<p>Thank you for coming</p>")).reading,
        Reading::Unclear
    );
}

#[test]
fn the_shops_own_words_come_first() {
    let own = OwnWords {
        paid: vec!["It is all yours".to_owned()],
        failed: vec!["No luck".to_owned()],
    };
    let reader = Reader::new(&own);
    for (text, meant) in [
        ("Shukran, IT IS ALL YOURS now", Reading::Paid),
        ("No luck this time", Reading::Failed),
        ("No luck, or it is all yours", Reading::Unclear),
        ("Payment failed", Reading::Failed),
    ] {
        assert_eq!(
            reader.page(&html(&format!("<p>{text}</p>"))).reading,
            meant,
            "{text}"
        );
    }
}
