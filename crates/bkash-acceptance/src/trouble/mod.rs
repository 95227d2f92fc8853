//! Why a checkout does not reach the hosted page: what happened, and the likely reason.
