use crate::Outcome;

/// What a process holds in memory, in MiB (VmRSS of Linux).
pub(crate) fn resident(process: u32) -> Outcome<f64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.split_whitespace().next());
    let kib: f64 = kib
        .ok_or("the system does not tell what a process holds")?
        .parse()?;
    Ok(kib / 1024.0)
}
