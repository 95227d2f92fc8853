//! The tree is the architecture: what may depend on what.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

/// Each crate of ours with those of ours that it may be built from; dev-dependencies are free.
const ALLOWED: &[(&str, &[&str])] = &[
    ("payment-core", &[]),
    ("bkash-client", &[]),
    ("bkash-simulator", &[]),
    ("bkash-acceptance", &["bkash-simulator"]),
    ("payment-service", &["payment-core", "bkash-client"]),
    (
        "bkash-cli",
        &[
            "payment-core",
            "bkash-client",
            "payment-service",
            "bkash-simulator",
            "bkash-acceptance",
        ],
    ),
];

/// What a crate that does no input or output cannot have.
const RUNTIMES: &[&str] = &["tokio", "reqwest", "axum", "rusqlite", "jiff"];

#[test]
fn no_crate_depends_on_one_that_it_must_not_know() {
    let edges = normal_edges();
    let ours: BTreeSet<&str> = ALLOWED.iter().map(|(name, _)| *name).collect();
    let packages: BTreeSet<&str> = edges.keys().map(String::as_str).collect();
    assert_eq!(packages, ours, "every crate has a line in ALLOWED");
    for (name, allowed) in ALLOWED {
        let allowed: BTreeSet<&str> = allowed.iter().copied().collect();
        let used: BTreeSet<&str> = edges[*name].iter().map(String::as_str).collect();
        let forbidden: Vec<_> = used
            .intersection(&ours)
            .filter(|it| !allowed.contains(*it))
            .collect();
        assert!(
            forbidden.is_empty(),
            "{name} must not depend on {forbidden:?}"
        );
    }
}

#[test]
fn the_rules_can_do_no_input_or_output() {
    let edges = normal_edges();
    for runtime in RUNTIMES {
        assert!(
            !edges["payment-core"].contains(*runtime),
            "payment-core depends on {runtime}"
        );
    }
}

fn normal_edges() -> BTreeMap<String, BTreeSet<String>> {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--format-version",
            "1",
            "--no-deps",
            "--offline",
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    packages
        .iter()
        .map(|package| (text(&package["name"]), normal(package)))
        .collect()
}

fn normal(package: &Value) -> BTreeSet<String> {
    let dependencies = package["dependencies"].as_array().unwrap();
    let normal = dependencies
        .iter()
        .filter(|dependency| dependency["kind"] != "dev");
    normal.map(|dependency| text(&dependency["name"])).collect()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}
