//! What would be left of the tokens, and of the count of calls, after a restart of the server.

use std::collections::HashMap;

use redis::aio::ConnectionManager;

/// Why a server could forget, for the operator; empty if nothing is known against it.
pub(super) async fn doubts(connection: &mut ConnectionManager) -> Vec<&'static str> {
    let asked: Result<Vec<HashMap<String, String>>, _> = redis::pipe()
        .cmd("CONFIG")
        .arg("GET")
        .arg("appendonly")
        .cmd("CONFIG")
        .arg("GET")
        .arg("save")
        .cmd("CONFIG")
        .arg("GET")
        .arg("maxmemory-policy")
        .query_async(connection)
        .await;
    match asked {
        Ok(answers) => judged(&answers.into_iter().flatten().collect()),
        Err(_) => vec![
            "it does not tell whether it keeps its data on disk (CONFIG GET is refused): check appendonly, \
             save and maxmemory-policy where it is run",
        ],
    }
}

fn judged(config: &HashMap<String, String>) -> Vec<&'static str> {
    let value = |name: &str| config.get(name).map(String::as_str).unwrap_or_default();
    let mut doubts = Vec::new();
    if value("appendonly") != "yes" && value("save").trim().is_empty() {
        doubts.push("it keeps nothing on disk: set appendonly to yes");
    }
    if value("maxmemory-policy").starts_with("allkeys") {
        doubts.push(
            "it throws any key away when memory is short: set maxmemory-policy to noeviction",
        );
    }
    doubts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn doubts(appendonly: &str, save: &str, policy: &str) -> usize {
        let config = [
            ("appendonly", appendonly),
            ("save", save),
            ("maxmemory-policy", policy),
        ];
        judged(
            &config
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .into(),
        )
        .len()
    }

    #[test]
    fn a_server_that_writes_to_disk_and_keeps_its_keys_is_not_doubted() {
        assert_eq!(doubts("yes", "", "noeviction"), 0);
        assert_eq!(doubts("no", "3600 1", "volatile-lru"), 0);
        assert_eq!(doubts("no", "", "noeviction"), 1);
        assert_eq!(doubts("no", "", "allkeys-lru"), 2);
    }
}
