//! Sealed texts: they open with their key and in their place, and nowhere else.

use bkash_client::{EncryptionKeyError, EncryptionKeys, SealContext, SealError};
use proptest::prelude::*;
use secrecy::ExposeSecret as _;

const PLACE: SealContext<'_> = SealContext {
    purpose: "id_token",
    owner: "account-1",
};

fn fresh() -> String {
    EncryptionKeys::generate()
        .unwrap()
        .expose_secret()
        .to_owned()
}

fn keys(texts: &[&str]) -> EncryptionKeys {
    texts.join(",").parse().unwrap()
}

proptest! {
    #[test]
    fn what_was_sealed_opens_again(plain in any::<String>()) {
        let keys = keys(&[&fresh()]);
        let sealed = keys.seal(&PLACE, &plain).unwrap();
        prop_assert!(sealed.starts_with("sealed:v1:") && EncryptionKeys::is_sealed(&sealed));
        let opened = keys.open(&PLACE, &sealed).unwrap();
        prop_assert_eq!(opened.expose_secret(), plain.as_str());
    }

    #[test]
    fn any_bit_that_flipped_is_refused(plain in "[ -~]{0,40}", at in any::<prop::sample::Index>(), bit in 0_u8..8) {
        let keys = keys(&[&fresh()]);
        let mut bytes = keys.seal(&PLACE, &plain).unwrap().into_bytes();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        // What is no text any more never gets as far.
        if let Ok(changed) = String::from_utf8(bytes) {
            prop_assert!(keys.open(&PLACE, &changed).is_err(), "{}", changed);
        }
    }

    #[test]
    fn a_text_that_was_cut_or_lengthened_is_refused(plain in "[ -~]{0,40}", keep in any::<prop::sample::Index>()) {
        let keys = keys(&[&fresh()]);
        let sealed = keys.seal(&PLACE, &plain).unwrap();
        let cut = &sealed[..keep.index(sealed.len())];
        prop_assert!(keys.open(&PLACE, cut).is_err());
        let longer = sealed.clone() + "AAAA";
        prop_assert!(keys.open(&PLACE, &longer).is_err());
    }

    #[test]
    fn another_account_or_purpose_cannot_open_it(purpose in "[a-z_]{0,12}", owner in "[a-z0-9-]{0,12}") {
        let place = SealContext { purpose: &purpose, owner: &owner };
        prop_assume!(place != PLACE);
        let keys = keys(&[&fresh()]);
        let sealed = keys.seal(&PLACE, "canary").unwrap();
        prop_assert_eq!(keys.open(&place, &sealed).unwrap_err(), SealError::Broken);
    }
}

#[test]
fn the_parts_of_a_place_do_not_run_together() {
    let keys = keys(&[&fresh()]);
    let sealed = keys
        .seal(
            &SealContext {
                purpose: "ab",
                owner: "c",
            },
            "x",
        )
        .unwrap();
    let other = SealContext {
        purpose: "a",
        owner: "bc",
    };
    assert_eq!(keys.open(&other, &sealed).unwrap_err(), SealError::Broken);
}

#[test]
fn a_key_is_replaced_in_three_steps_and_every_step_reads_what_the_neighbours_wrote() {
    let (old, new) = (fresh(), fresh());
    let steps = [
        keys(&[&old]),
        keys(&[&old, &new]),
        keys(&[&new, &old]),
        keys(&[&new]),
    ];
    for (before, after) in steps.iter().zip(&steps[1..]) {
        for (writer, reader) in [(before, after), (after, before)] {
            let sealed = writer.seal(&PLACE, "canary").unwrap();
            assert!(reader.open(&PLACE, &sealed).is_ok());
        }
    }
    let left_behind = steps[1].seal(&PLACE, "canary").unwrap();
    let error = steps[3].open(&PLACE, &left_behind).unwrap_err();
    assert!(matches!(error, SealError::UnknownKey { .. }), "{error:?}");
}

#[test]
fn an_unknown_key_is_told_from_a_broken_text_and_named() {
    let (theirs, ours) = (keys(&[&fresh()]), keys(&[&fresh()]));
    let sealed = theirs.seal(&PLACE, "canary").unwrap();
    let error = ours.open(&PLACE, &sealed).unwrap_err();
    assert!(matches!(error, SealError::UnknownKey { .. }), "{error:?}");
    let told = error.to_string();
    assert!(told.contains(theirs.ids().next().unwrap()), "{told}");
    assert!(told.contains(ours.ids().next().unwrap()), "{told}");
    for text in [
        "canary",
        "sealed:v2:00:AA",
        "sealed:v1:00",
        "sealed:v1:x:%%",
    ] {
        assert_eq!(ours.open(&PLACE, text).unwrap_err(), SealError::NotSealed);
    }
}

#[test]
fn keys_are_read_with_or_without_padding_and_one_on_each_line() {
    let (one, two) = (fresh(), fresh());
    let text = format!("{}\n\n{two}\n", one.trim_end_matches('='));
    let read: EncryptionKeys = text.parse().unwrap();
    let same = keys(&[&one, &two]);
    assert!(read.ids().eq(same.ids()) && read.ids().count() == 2);
}

#[test]
fn what_is_no_key_is_named_by_its_place_and_never_shown() {
    let good = fresh();
    let refused = |text: &str| text.parse::<EncryptionKeys>().unwrap_err();
    assert_eq!(refused(" ,\n"), EncryptionKeyError::Empty);
    assert_eq!(
        refused(&format!("{good},Y2FuYXJ5")),
        EncryptionKeyError::Unreadable(2)
    );
    assert_eq!(refused("canary!"), EncryptionKeyError::Unreadable(1));
    assert_eq!(
        refused(&format!("{good}\n{good}")),
        EncryptionKeyError::Repeated(2)
    );
    assert_eq!(refused("sealed:v1:00:AA"), EncryptionKeyError::Sealed);
    assert!(!refused("canary!").to_string().contains("canary"));
}

#[test]
fn debug_shows_ids_and_no_key() {
    let text = fresh();
    let shown = format!("{:?}", keys(&[&text]));
    assert!(shown.contains(keys(&[&text]).ids().next().unwrap()));
    assert!(!shown.contains(&text[..20]), "{shown}");
}
