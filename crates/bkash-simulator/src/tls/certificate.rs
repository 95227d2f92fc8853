//! Makes the certificates.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _, tz::TimeZone};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};

use super::GATEWAY_NAMES;

/// Some systems refuse a server's certificate that is valid for more than 825 days.
const VALID_DAYS: i32 = 820;
const OTHER_NAMES: [&str; 3] = ["localhost", "127.0.0.1", "::1"];

/// What a listener with TLS needs, each as PEM.
pub(super) struct Pems {
    /// What clients are to trust. Its key signed once and is gone.
    pub(super) authority: String,
    pub(super) certificate: String,
    pub(super) key: String,
}

pub(super) fn make(now: Timestamp) -> Result<Pems, rcgen::Error> {
    let today = now.to_zoned(TimeZone::UTC).date();
    let authority_key = KeyPair::generate()?;
    let authority = authority(today)?;
    let authority_certificate = authority.self_signed(&authority_key)?;
    let key = KeyPair::generate()?;
    let certificate = server(today)?.signed_by(&key, &Issuer::new(authority, authority_key))?;
    Ok(Pems {
        authority: authority_certificate.pem(),
        certificate: certificate.pem(),
        key: key.serialize_pem(),
    })
}

fn authority(today: Date) -> Result<CertificateParams, rcgen::Error> {
    let mut params = CertificateParams::new(Vec::new())?;
    let name = "bKash simulator test authority";
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    validity(&mut params, today);
    Ok(params)
}

fn server(today: Date) -> Result<CertificateParams, rcgen::Error> {
    let names = GATEWAY_NAMES.iter().chain(&OTHER_NAMES);
    let names: Vec<String> = names.map(|name| (*name).to_owned()).collect();
    let mut params = CertificateParams::new(names)?;
    let name = "bKash simulator";
    params.distinguished_name.push(DnType::CommonName, name);
    params.use_authority_key_identifier_extension = true;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    validity(&mut params, today);
    Ok(params)
}

/// From yesterday, for clocks that are late.
fn validity(params: &mut CertificateParams, today: Date) {
    let day = |date: Date| {
        let part = |number: i8| u8::try_from(number).unwrap_or(1);
        date_time_ymd(date.year().into(), part(date.month()), part(date.day()))
    };
    params.not_before = day(today.saturating_sub(1.days()));
    params.not_after = day(today.saturating_add(VALID_DAYS.days()));
}
