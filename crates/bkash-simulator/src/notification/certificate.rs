/// For the published key in `assets/sns`; valid from 2015 to 2115, so that simulated clocks lie within.
pub(crate) const CERTIFICATE: &str = include_str!("../../assets/sns/certificate.pem");

/// Named as those of Amazon are: 32 hex digits, here the MD5 of the certificate.
pub(crate) const CERTIFICATE_FILE: &str =
    "SimpleNotificationService-edcb005f4f0c582c8003110d6c7360b3.pem";
