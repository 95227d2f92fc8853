//! How many files the process may have open; every connection is one.

/// Takes as many as the system allows. The usual first limit of 1,024 is there for programs that use
/// `select`, which this one does not; ten thousand payers at once need more.
#[cfg(unix)]
pub fn raise() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let allowed = getrlimit(Resource::Nofile).maximum;
    let limit = Rlimit {
        current: allowed,
        maximum: allowed,
    };
    // Some systems refuse "no limit at all"; then the first limit stays.
    let _ = setrlimit(Resource::Nofile, limit);
}

#[cfg(not(unix))]
pub const fn raise() {}
