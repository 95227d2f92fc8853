use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier as _;
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::{RootCertStore, ServerConfig};

use super::{GATEWAY_NAMES, certificate};

const AUTHORITY: &str = "authority.pem";
const CERTIFICATE: &str = "certificate.pem";
const KEY: &str = "key.pem";

/// A test authority and the certificate that it signed, kept in a folder.
///
/// The authority's own key is never written: whoever trusts it trusts this one certificate.
#[derive(Debug)]
pub(crate) struct Authority {
    file: PathBuf,
    server: Arc<ServerConfig>,
    stranger: Arc<ServerConfig>,
}

impl Authority {
    /// Takes what the folder has, and makes it there first if it has nothing.
    ///
    /// # Errors
    /// The folder cannot be read or written, or what is in it is damaged, incomplete or out of date.
    pub(crate) fn open(folder: &Path, now: Timestamp) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        if !folder.join(AUTHORITY).exists() {
            make(folder, now)?;
        }
        let damaged = |what: &str| {
            let folder = folder.display();
            io::Error::other(format!(
                "{folder}: {what}; remove the folder, it is made anew, and trust its new {AUTHORITY}"
            ))
        };
        let provider = Arc::new(ring::default_provider());
        let authority = CertificateDer::from_pem_file(folder.join(AUTHORITY));
        let certificate = CertificateDer::from_pem_file(folder.join(CERTIFICATE));
        let key = PrivateKeyDer::from_pem_file(folder.join(KEY));
        let (Ok(authority), Ok(certificate), Ok(key)) = (authority, certificate, key) else {
            return Err(damaged("its files are damaged or not complete"));
        };
        verify(&provider, &authority, &certificate, now).map_err(|error| {
            damaged(&format!("its certificate would not be accepted ({error})"))
        })?;
        let server = serving(provider, certificate, key)
            .map_err(|error| damaged(&format!("its key does not fit ({error})")))?;
        Ok(Self {
            file: folder.join(AUTHORITY),
            server,
            stranger: stranger(now)?,
        })
    }

    /// The file that clients are to trust.
    pub(crate) fn file(&self) -> &Path {
        &self.file
    }

    pub(crate) fn server(&self) -> Arc<ServerConfig> {
        Arc::clone(&self.server)
    }

    /// A certificate for the same names that nobody vouches for.
    pub(crate) fn stranger(&self) -> Arc<ServerConfig> {
        Arc::clone(&self.stranger)
    }
}

/// Of an authority that is gone before anybody could trust it.
fn stranger(now: Timestamp) -> io::Result<Arc<ServerConfig>> {
    let made = certificate::make(now).map_err(io::Error::other)?;
    let certificate = CertificateDer::from_pem_slice(made.certificate.as_bytes());
    let key = PrivateKeyDer::from_pem_slice(made.key.as_bytes());
    let (certificate, key) = (
        certificate.map_err(io::Error::other)?,
        key.map_err(io::Error::other)?,
    );
    serving(Arc::new(ring::default_provider()), certificate, key).map_err(io::Error::other)
}

/// TLS 1.2 and 1.3, for HTTP/1.1.
fn serving(
    provider: Arc<CryptoProvider>,
    certificate: CertificateDer<'static>,
    key: PrivateKeyDer<'static>,
) -> Result<Arc<ServerConfig>, rustls::Error> {
    let mut server = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)?;
    server.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(server))
}

/// The authority last: its file says that the others are there.
fn make(folder: &Path, now: Timestamp) -> io::Result<()> {
    let made = certificate::make(now).map_err(io::Error::other)?;
    write(&folder.join(KEY), &made.key, 0o600)?;
    write(&folder.join(CERTIFICATE), &made.certificate, 0o644)?;
    write(&folder.join(AUTHORITY), &made.authority, 0o644)
}

fn write(file: &Path, text: &str, mode: u32) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode);
    #[cfg(not(unix))]
    let _ = mode;
    options.open(file)?.write_all(text.as_bytes())
}

/// Looks at the certificate as a client would.
fn verify(
    provider: &Arc<CryptoProvider>,
    authority: &CertificateDer<'_>,
    certificate: &CertificateDer<'_>,
    now: Timestamp,
) -> Result<(), Box<dyn std::error::Error>> {
    let mut roots = RootCertStore::empty();
    roots.add(authority.clone())?;
    let verifier =
        WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(provider))
            .build()?;
    let seconds = u64::try_from(now.as_second()).unwrap_or_default();
    let now = UnixTime::since_unix_epoch(Duration::from_secs(seconds));
    for name in GATEWAY_NAMES {
        let name = ServerName::try_from(name)?;
        verifier.verify_server_cert(certificate, &[], &name, &[], now)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;

    fn on_day(folder: &Path, day: i64) -> io::Result<Authority> {
        let now = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(24 * (20_000 + day));
        Authority::open(folder, now)
    }

    #[test]
    fn what_was_made_is_taken_until_it_is_out_of_date() {
        let folder = tempfile::tempdir().unwrap();
        let after = |days| on_day(folder.path(), days);
        assert!(after(0).is_ok());
        assert!(after(819).is_ok());
        let told = after(821).unwrap_err().to_string();
        assert!(told.contains("would not be accepted"), "{told}");
    }

    #[cfg(unix)]
    #[test]
    fn the_key_is_for_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        on_day(folder.path(), 0).unwrap();
        let key = fs::metadata(folder.path().join(KEY)).unwrap();
        assert_eq!(key.permissions().mode() & 0o077, 0);
    }
}
