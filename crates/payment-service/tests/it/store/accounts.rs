use payment_service::store::{KeyDigest, OpenError, World};

use super::backend::{Desk, on_every_backend, world};

on_every_backend! {
    the_same_world_is_the_same_account,
    another_world_is_refused_and_named_without_its_key,
    a_shop_is_known_by_its_api_key,
}

async fn the_same_world_is_the_same_account(desk: Desk) {
    let again = desk.store.open_account(&world()).await.unwrap();
    assert_eq!(again, desk.account);
}

async fn another_world_is_refused_and_named_without_its_key(desk: Desk) {
    let others = [
        World {
            gateway_origin: "https://gateway.example".to_owned(),
            ..world()
        },
        World {
            app_key: "another-app-key".to_owned(),
            ..world()
        },
    ];
    for other in others {
        let error = desk.store.open_account(&other).await.unwrap_err();
        assert!(matches!(error, OpenError::OtherWorld { .. }), "{error:?}");
        let told = format!("{error} {error:?}");
        assert!(told.contains(&world().gateway_origin), "{told}");
        assert!(told.contains(&other.gateway_origin), "{told}");
        for key in [world().app_key, "another-app-key".to_owned()] {
            assert!(!told.contains(&key), "{told}");
        }
    }
    let again = desk.store.open_account(&world()).await.unwrap();
    assert_eq!(again, desk.account);
}

async fn a_shop_is_known_by_its_api_key(desk: Desk) {
    let (known, unknown) = (KeyDigest::of("a long key"), KeyDigest::of("another key"));
    desk.store.add_api_key(desk.account, known).await.unwrap();
    desk.store.add_api_key(desk.account, known).await.unwrap();
    assert_eq!(
        desk.store.account_of_key(known).await.unwrap(),
        Some(desk.account)
    );
    assert_eq!(desk.store.account_of_key(unknown).await.unwrap(), None);
}
