use bkash_acceptance::record::Record;
use bkash_acceptance::{Call, Journal, Language, Pack};
use serde_json::{Value, json};

use super::example::{WALLET, journal, record};

#[test]
fn create_and_execute_are_those_of_a_payment_that_went_well() {
    let pack = Pack::of(&record("Tea House"));
    let clean = pack.clean().unwrap();
    assert_eq!(clean.payment_id, "TR0011paid");
    let calls: Vec<_> = clean
        .items
        .iter()
        .map(|item| (item.call, item.exchange.id))
        .collect();
    assert_eq!(
        calls,
        [(Call::TokenGrant, 1), (Call::Create, 2), (Call::Execute, 3)]
    );
}

#[test]
fn what_it_does_not_show_comes_from_one_other_payment() {
    let pack = Pack::of(&record("Tea House"));
    let other = &pack.parts[1];
    assert_eq!(
        (other.payment_id.as_str(), other.clean),
        ("TR0011lost", false)
    );
    let calls: Vec<_> = other
        .items
        .iter()
        .map(|item| (item.call, item.exchange.id))
        .collect();
    assert_eq!(
        calls,
        [
            (Call::Create, 4),
            (Call::Execute, 5),
            (Call::Query, 6),
            (Call::Refund, 7),
            (Call::RefundStatus, 8)
        ]
    );
    assert_eq!(pack.missing, [Call::Search]);
}

#[test]
fn traffic_that_nobody_played_has_a_pack_too() {
    let pack = Pack::of(&Record::of_traffic(journal()));
    assert_eq!(pack.clean().unwrap().payment_id, "TR0011paid");
}

#[test]
fn a_payment_that_a_fault_made_look_good_is_never_pasted() {
    let mut calls: Value = serde_json::to_value(journal().all().collect::<Vec<_>>()).unwrap();
    calls[2]["fault"] = "altered".into();
    let journal = Journal::parse(&json!({ "data": calls }).to_string()).unwrap();
    let pack = Pack::of(&Record::of_traffic(journal));
    assert!(pack.clean().is_none());
    let text = pack.text(Language::English);
    assert!(text.contains("there is nothing to paste"), "{text}");
}

#[test]
fn an_empty_record_says_of_each_call_what_its_absence_means() {
    let pack = Pack::of(&Record::of_traffic(Journal::new(Vec::new())));
    assert_eq!(pack.missing, Call::ASKED_FOR);
    let text = pack.text(Language::English);
    assert!(
        text.contains("Refund Transaction: No refund was made."),
        "{text}"
    );
}

#[test]
fn nothing_secret_is_in_any_form_of_it() {
    let pack = Pack::of(&record("Tea House"));
    let forms = [
        pack.text(Language::English),
        pack.text(Language::Bangla),
        pack.markdown(Language::English),
        pack.markdown(Language::Bangla),
        pack.json().unwrap(),
    ];
    for form in forms {
        assert!(!form.contains(WALLET), "{form}");
        for part in [
            "017*****575",
            "TR0011paid",
            "***aaaa0001",
            "\"amount\": \"150.00\"",
            "Search Transaction",
        ] {
            assert!(form.contains(part), "{part}\n{form}");
        }
        assert!(
            !form.contains("user-agent"),
            "the gateway reads no user agent"
        );
    }
}

#[test]
fn its_json_keeps_its_keys() {
    let pack: Value =
        serde_json::from_str(&Pack::of(&record("Tea House")).json().unwrap()).unwrap();
    assert_eq!(pack["shop"], "Tea House");
    assert_eq!(pack["payments"][0]["paymentID"], "TR0011paid");
    assert_eq!(pack["payments"][0]["clean"], true);
    let call = &pack["payments"][0]["calls"][2];
    assert_eq!(
        (&call["call"], &call["name"]),
        (&json!("execute"), &json!("Execute Payment"))
    );
    assert_eq!(call["exchange"]["response"]["body"]["trxID"], "CLB5PAID");
    assert_eq!(pack["missing"][0]["call"], "search");
    assert!(pack["missing"][0]["why"]["bn"].is_string());
}

#[test]
fn a_token_that_was_refreshed_comes_with_its_refresh() {
    let mut calls: Value = serde_json::to_value(journal().all().collect::<Vec<_>>()).unwrap();
    let calls = calls.as_array_mut().unwrap();
    let mut refresh = calls[0].clone();
    refresh["endpoint"] = "token_refresh".into();
    calls[0]["id"] = 0.into();
    calls[0]["response"]["body"]["id_token"] = "***older".into();
    calls.push(refresh);
    let journal = Journal::parse(&json!({ "data": calls }).to_string()).unwrap();
    let pack = Pack::of(&Record::of_traffic(journal));
    let calls: Vec<_> = pack.parts[0]
        .items
        .iter()
        .map(|item| (item.call, item.exchange.id))
        .collect();
    assert_eq!(
        calls[..3],
        [
            (Call::TokenGrant, 0),
            (Call::TokenRefresh, 1),
            (Call::Create, 2)
        ]
    );
}

#[test]
fn of_two_payments_the_one_whose_refund_was_answered_comes_first() {
    let mut calls: Value = serde_json::to_value(journal().all().collect::<Vec<_>>()).unwrap();
    let calls = calls.as_array_mut().unwrap();
    let add = |from: usize, id: u64, payment: &str| {
        let mut call = calls[from].clone();
        call["id"] = id.into();
        call["request"]["body"]["paymentID"] = payment.into();
        call["response"]["body"]["paymentID"] = payment.into();
        call
    };
    let mut refund = add(7, 23, "TR0011refunded");
    refund["endpoint"] = "refund".into();
    refund["request"]["body"] = json!({"paymentId": "TR0011refunded"});
    let more = [
        add(1, 21, "TR0011refunded"),
        add(2, 22, "TR0011refunded"),
        refund,
    ];
    calls.extend(more);
    let journal = Journal::parse(&json!({ "data": calls }).to_string()).unwrap();
    let pack = Pack::of(&Record::of_traffic(journal));
    assert_eq!(pack.clean().unwrap().payment_id, "TR0011refunded");
    assert_eq!(pack.parts[1].payment_id, "TR0011lost");
}
