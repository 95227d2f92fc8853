use super::person::Person;
use super::screen::Screen;
use crate::demo::Demo;

#[tokio::test(flavor = "multi_thread")]
async fn a_person_at_a_desktop_pays_gets_a_receipt_and_a_part_back() {
    pays_and_gets_a_part_back(Screen::Desktop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_with_a_phone_pays_gets_a_receipt_and_a_part_back() {
    pays_and_gets_a_part_back(Screen::Phone).await;
}

async fn pays_and_gets_a_part_back(screen: Screen) {
    let demo = Demo::start();
    let person = Person::at(screen).await;
    person.opens(demo.address("Shop")).await;
    person.reads("Demo shop: no real money").await;
    person.looks("01-shop").await;

    person.presses("Khadi panjabi").await;
    person.reads("৳1,450.00").await;
    person.looks("02-product").await;

    person.presses("Pay with bKash").await;
    person.reads("Simulator – no real money").await;
    person.looks("03-wallet").await;
    person.writes("account number", "01770618575").await;
    person.presses("Confirm").await;
    person.reads("Verification code").await;
    person.looks("04-otp").await;
    person.writes("Verification code", "123456").await;
    person.presses("Confirm").await;
    person.reads("PIN of your account").await;
    person.looks("05-pin").await;
    person.writes("PIN of your account", "12121").await;
    person.presses("Confirm").await;
    person.reads("Back to the merchant in").await;
    person.looks("06-countdown").await;

    // Nothing is pressed: the countdown brings them back.
    person.reads("Payment received").await;
    person.reads("bKash trxID").await;
    person.reads("৳1,450.00").await;
    person.looks("07-receipt").await;

    person.presses("View the order").await;
    person.writes("Amount to refund", "450.00").await;
    person.looks("08-refund-form").await;
    person.presses("Refund this amount").await;
    person.reads("Refund trxID").await;
    person.reads("Can still be refunded: ৳1,000.00").await;
    person.looks("09-refunded").await;
    person.presses("Refund all of").await;
    person.reads("Everything has been refunded.").await;

    person.presses("Orders").await;
    person.reads("Refunds: 2").await;
    person.presses("বাংলা").await;
    person.reads("অর্ডারসমূহ").await;
    person.looks("10-orders-bangla").await;
    person.presses("SB-1001").await;
    person.reads("পুরো টাকা ফেরত দেওয়া হয়েছে।").await;
    person.looks("11-order-bangla").await;
    person.leaves().await;
}
