use super::person::Person;
use super::screen::Screen;
use crate::demo::Demo;

async fn at_the_wallet_step(demo: &Demo, screen: Screen, product: &str) -> Person {
    let person = Person::at(screen).await;
    person.opens(demo.address("Shop")).await;
    person.presses(product).await;
    person.presses("Pay with bKash").await;
    person.reads("Simulator – no real money").await;
    person
}

async fn until_the_pin(person: &Person, wallet: &str) {
    person.writes("account number", wallet).await;
    person.presses("Confirm").await;
    person.writes("Verification code", "123456").await;
    person.presses("Confirm").await;
    person.reads("PIN of your account").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_who_closes_the_page_reads_that_they_cancelled_and_can_pay_after_all() {
    let demo = Demo::start();
    let person = at_the_wallet_step(&demo, Screen::Phone, "Jamdani scarf").await;
    person.presses("Close").await;
    person.reads("Are you sure").await;
    person.looks("20-close").await;
    person.presses("YES").await;
    person.presses("Back now").await;
    person.reads("Payment failed: you cancelled it").await;
    person.does_not_read("Payment received").await;
    person.looks("21-cancelled").await;

    person.presses("Try again with bKash").await;
    until_the_pin(&person, "01929918378").await;
    person.writes("PIN of your account", "12121").await;
    person.presses("Confirm").await;
    person.presses("Back now").await;
    person.reads("Payment received").await;
    person.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_pin_is_told_and_three_of_them_fail_the_payment() {
    let demo = Demo::start();
    let person = at_the_wallet_step(&demo, Screen::Desktop, "Sylhet black tea").await;
    until_the_pin(&person, "01770618576").await;
    for left in ["2", "1"] {
        person.writes("PIN of your account", "11111").await;
        person.presses("Confirm").await;
        person.reads(&format!("Tries left: {left}.")).await;
    }
    person.looks("30-wrong-pin").await;
    person.writes("PIN of your account", "11111").await;
    person.presses("Confirm").await;
    person.presses("Back now").await;
    person.reads("Payment failed").await;
    person.does_not_read("Payment received").await;
    person.looks("31-failed").await;
    person.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn too_little_money_shows_the_gateways_own_words() {
    let demo = Demo::start();
    let person = at_the_wallet_step(&demo, Screen::Desktop, "Clay tea cups").await;
    until_the_pin(&person, "01823074817").await;
    person.writes("PIN of your account", "12121").await;
    person.presses("Confirm").await;
    person.presses("Back now").await;
    person.reads("Payment failed").await;
    person.reads("Insufficient Balance").await;
    person.looks("40-declined").await;
    person.leaves().await;
}
