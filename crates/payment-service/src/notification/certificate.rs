use payment_core::Timestamp;
use ring::signature::{
    RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey,
};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use x509_cert::Certificate as X509;
use x509_cert::der::Decode;
use x509_cert::der::asn1::ObjectIdentifier;
use x509_cert::time::Time;

use super::envelope::SignatureVersion;

/// RFC 8017: rsaEncryption.
const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");

/// The key of a signing certificate, and when it may be used.
///
/// Who it belongs to is not read from it: it came over TLS from Amazon's own host.
#[derive(Debug)]
pub(super) struct Certificate {
    /// As `RSAPublicKey` (RFC 8017).
    key: Vec<u8>,
    not_before_s: u64,
    not_after_s: u64,
}

impl Certificate {
    /// The first certificate of a PEM text; `None` unless it holds an RSA key.
    pub(super) fn read(pem: &[u8]) -> Option<Self> {
        let der = CertificateDer::from_pem_slice(pem).ok()?;
        let certificate = X509::from_der(&der).ok()?.tbs_certificate;
        let key = certificate.subject_public_key_info;
        if key.algorithm.oid != RSA {
            return None;
        }
        let seconds = |time: Time| time.to_unix_duration().as_secs();
        Some(Self {
            key: key.subject_public_key.as_bytes()?.to_vec(),
            not_before_s: seconds(certificate.validity.not_before),
            not_after_s: seconds(certificate.validity.not_after),
        })
    }

    pub(super) fn is_valid_at(&self, now: Timestamp) -> bool {
        let seconds = u64::try_from(now.as_millis() / 1000).unwrap_or_default();
        (self.not_before_s..=self.not_after_s).contains(&seconds)
    }

    /// Keys of less than 2048 bits sign nothing.
    pub(super) fn has_signed(
        &self,
        version: SignatureVersion,
        text: &str,
        signature: &[u8],
    ) -> bool {
        let algorithm = match version {
            SignatureVersion::One => &RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY,
            SignatureVersion::Two => &RSA_PKCS1_2048_8192_SHA256,
        };
        let key = UnparsedPublicKey::new(algorithm, &self.key);
        key.verify(text.as_bytes(), signature).is_ok()
    }
}
