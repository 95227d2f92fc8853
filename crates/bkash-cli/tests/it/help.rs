use crate::harness::Bkash;

#[test]
fn the_help_of_the_program_fits_a_screen() {
    let help = Bkash::new().run(&["--help"]).stdout;
    assert!(help.lines().count() <= 40, "{help}");
    assert!(
        help.lines().all(|line| line.chars().count() <= 100),
        "{help}"
    );
}

#[test]
fn the_document_names_every_command_and_every_exit_code() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/cli.md");
    let document = std::fs::read_to_string(path).unwrap();
    let help = Bkash::new().run(&["--help"]).stdout;
    let (commands, codes) = help.split_once("Exit codes:").unwrap();
    let commands: Vec<_> = commands
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(commands.len() >= 8, "{commands:?}");
    for command in commands {
        assert!(document.contains(&format!("`bkash {command}")), "{command}");
    }
    for row in codes.lines().filter(|line| !line.is_empty()) {
        let (code, meaning) = row.trim().split_once("  ").unwrap();
        assert!(
            document.contains(&format!("| {code} | {meaning} |")),
            "{row}"
        );
    }
}

#[test]
fn a_wrong_command_line_ends_with_code_2() {
    for args in [
        &["--colour"][..],
        &["payment", "create", "--amount", "5e2"],
        &["attention", "resolve", "pay_1"],
        &["attention", "resolve", "pay_1", "--paid", "A", "--unpaid"],
        &["attention", "resolve", "../keys", "--unpaid"],
        &["webhook", "redeliver"],
        &["webhook", "redeliver", "msg_1", "--failed"],
        &[
            "webhook",
            "redeliver",
            "msg_1",
            "--since",
            "2026-01-31T00:00:00Z",
        ],
        &["webhook", "redeliver", "msg_../enable"],
        &["webhook", "list", "--status", "lost"],
        &["serve", "--app-secret", "on-the-command-line"],
    ] {
        let run = Bkash::new().run(args);
        assert_eq!(
            (run.code, run.stdout.as_str()),
            (2, ""),
            "{args:?}: {run:?}"
        );
    }
}
