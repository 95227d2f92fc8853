//! The simulator alone: `cargo run -p bkash-simulator --example simulate 127.0.0.1:8600`.

use bkash_simulator::Simulator;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let address = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "127.0.0.1:8600".to_owned());
    let simulator = Simulator::builder()
        .listen(address.parse()?)
        .start()
        .await?;
    println!("{}", simulator.url());
    tokio::signal::ctrl_c().await?;
    simulator.shutdown().await;
    Ok(())
}
