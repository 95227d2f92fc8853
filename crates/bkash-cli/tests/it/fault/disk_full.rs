//! SQLite on a disk that fills up and gets room again.
//!
//! The disk is a tmpfs of a few megabytes in a mount namespace of the service's own, which an ordinary user
//! may make too (Debian: as long as kernel.unprivileged_userns_clone is 1, its default).

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::Duration;

use serde_json::Value;

use super::exchange::exchange;
use super::process::{Process, eventually};
use super::shop::{approve, balances, calls, order, status};
use crate::harness::{Bkash, Gateway};

const SOON: Duration = Duration::from_secs(15);
/// The pauses between two tries to record an answer grow to five seconds.
const RECORDED: Duration = Duration::from_secs(30);

#[test]
fn on_a_full_disk_it_refuses_clearly_and_with_room_again_it_settles_what_was_on_its_way() {
    let gateway = Gateway::start();
    let bkash =
        Bkash::with_gateway(gateway.url()).env("BKASH_DATABASE_URL", "sqlite:disk/bkash.db");
    std::fs::create_dir(bkash.folder().join("disk")).unwrap();
    let service = Process::start(on_small_disk(&bkash));
    assert!(!service.url().is_empty(), "{}", log(&bkash));
    let disk = disk_of(&service, &bkash);

    let [paid, hanging, late] = [1, 2, 3].map(|n| approve(&service, &gateway, n));
    let get = |path: &str| exchange(service.url(), "GET", path, None, "").unwrap();
    assert_eq!(get(&paid.callback).status, 303);
    gateway.fault(r#"{"endpoint":"execute","fault":"delay","seconds":2,"after_effect":true}"#);
    let filler = thread::scope(|scope| {
        scope.spawn(|| get(&hanging.callback));
        let executed = || calls(&gateway).get("execute") == Some(&2);
        assert!(eventually(SOON, executed), "{:?}", calls(&gateway));
        fill(&disk)
    });

    let order = order(4).to_string();
    let refused = exchange(
        service.url(),
        "POST",
        "/v1/payments",
        Some("order-4"),
        &order,
    )
    .unwrap();
    let problem: Value = refused.json();
    assert_eq!(
        (refused.status, &problem["type"]),
        (503, &"unavailable".into())
    );
    assert_eq!(
        get(&late.callback).status,
        503,
        "the page tries again by itself"
    );
    assert_eq!(status(&service, &paid), "completed", "reading still works");
    assert_eq!(status(&service, &late), "awaiting_payer");
    assert_eq!(
        calls(&gateway)["execute"],
        2,
        "nothing is sent that could not be stored"
    );
    let recording = || log(&bkash).contains("could not be recorded yet");
    assert!(eventually(SOON, recording), "{}", log(&bkash));
    assert_eq!(status(&service, &hanging), "executing");

    std::fs::remove_file(filler).unwrap();
    let recorded = || status(&service, &hanging) == "completed";
    assert!(eventually(RECORDED, recorded), "{}", log(&bkash));
    assert_eq!(get(&late.callback).status, 303);
    assert_eq!(status(&service, &late), "completed");
    let created = exchange(
        service.url(),
        "POST",
        "/v1/payments",
        Some("order-4"),
        &order,
    )
    .unwrap();
    assert_eq!(created.status, 201, "the key was left free: {created:?}");

    let calls = calls(&gateway);
    assert_eq!((calls["execute"], calls.get("query")), (3, None));
    let (theirs, ours) = balances(&service, &gateway);
    assert_eq!(theirs, ours);
    let sql = rusqlite::Connection::open(disk.join("bkash.db")).unwrap();
    let check: String = sql
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .unwrap();
    assert_eq!(check, "ok");
}

/// The program with an eight-megabyte disk at `disk` that nobody else sees.
fn on_small_disk(bkash: &Bkash) -> Command {
    let mounted = r#"mount -t tmpfs -o size=8m none disk && exec "$0" serve --listen 127.0.0.1:0"#;
    let program = bkash.command(&[]);
    let mut command = Command::new("/usr/bin/unshare");
    command
        .args([
            "--user",
            "--map-root-user",
            "--mount",
            "/bin/sh",
            "-c",
            mounted,
        ])
        .arg(program.get_program())
        .current_dir(bkash.folder())
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .envs(
            program
                .get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        )
        .stderr(File::create(bkash.folder().join("serve.log")).unwrap());
    command
}

/// The service's own disk, as it is seen from outside.
fn disk_of(service: &Process, bkash: &Bkash) -> PathBuf {
    let folder = bkash.folder().canonicalize().unwrap();
    let inside = folder.strip_prefix("/").unwrap().join("disk");
    Path::new("/proc")
        .join(service.id().to_string())
        .join("root")
        .join(inside)
}

/// Takes every byte that is left.
fn fill(disk: &Path) -> PathBuf {
    let path = disk.join("filler");
    let mut file = File::create(&path).unwrap();
    for size in [65_536, 4096, 1] {
        while file.write_all(&vec![0; size]).is_ok() {}
    }
    path
}

fn log(bkash: &Bkash) -> String {
    std::fs::read_to_string(bkash.folder().join("serve.log")).unwrap()
}
