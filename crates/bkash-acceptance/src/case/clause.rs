//! Sentences of the onboarding brief, as they stand there.

pub(super) const REUSE: &str = "You must reuse Id_token for 1 hour for any subsequent API request to bKash for any number of \
     payment gateway users";
pub(super) const FIRST_GRANT: &str = "When a user first interacts with the bKash payment gateway, your application sends a request \
     to the bKash {base_URL}/tokenized/checkout/token/grant endpoint to retrieve an id_token and a \
     refresh_token.";
pub(super) const REFRESH: &str = "When the id_token expires, send a request to the bKash \
     {base_URL}/tokenized/checkout/token/refresh API with the stored refresh_token as a parameter.";
pub(super) const GRANT_AGAIN: &str = "If the refresh token expires or becomes invalid (after 28 days): Call the /token/grant \
     endpoint again to issue a new id_token and refresh_token.";
pub(super) const STORE: &str = "After receiving the id_token and refresh_token, store them securely in your database or Redis.";
pub(super) const EXPIRY: &str =
    "Before each API call to bKash, check the expiration time of the id token.";
pub(super) const PAYMENT_FAILED: &str = "For failure/cancel status from create payment API callback a \"payment failed\" message \
     should be shown after redirection";
pub(super) const ONLY_SUCCESS: &str = "Please check and confirm execute API is called only and only for success status from create \
     payment API callback";
pub(super) const ONLY_0000: &str = "For execute API statusCode 0000 is for success response rather than this for any other failure \
     case you should display t the proper status message from the API response.";
pub(super) const STATUS_MESSAGE: &str = "You always get a response with statusMessage property";
pub(super) const QUERY: &str = "Query payment should only be called if there is no response from the execute API and inside \
     that block of code. Other than that do not use this API in the API flow of a payment";
pub(super) const SAME_TOKEN: &str =
    "So please confirm if you are using the Refund API using same id token for refund transaction";
pub(super) const REFUND_TEST: &str = "A refund test will be performed during UAT.";
pub(super) const TIME_LIMIT: &str = "API timeout of 30sec should be set for all the APIs.";
pub(super) const SECURITY: &str = "Technical UAT : Checking merchant backend security mechanism";
pub(super) const JOURNEY: &str =
    "Business UAT : Checking user journey with Production credentials.";
pub(super) const ERROR_CODES: &str =
    "Payment Gateway error codes, subject to corresponding failure scenario";
pub(super) const PORTAL: &str =
    "Merchant Validate Create and Execute responses in Merchant Integration portal";
