//! What the switches mean in codes.

use super::{Code, code};
use crate::switch::{DebitBlock, EarlyExecute, ExpiredExecute, SecondExecute, UnknownSearch};

impl SecondExecute {
    pub(super) fn code(self) -> Code {
        match self {
            Self::AlreadyExecuted => code::ALREADY_EXECUTED,
            Self::AlreadyCompleted => code::ALREADY_COMPLETED,
        }
    }
}

impl EarlyExecute {
    pub(super) fn code(self) -> Code {
        match self {
            Self::InvalidState => code::INVALID_PAYMENT_STATE,
            Self::PrerequisiteUnmet => code::NOT_APPROVED,
        }
    }
}

impl DebitBlock {
    pub(super) fn code(self) -> Code {
        match self {
            Self::State => code::DEBIT_PARTY_PROHIBITED,
            Self::IdentityTag => code::DEBIT_TAG_PROHIBITED,
        }
    }
}

impl ExpiredExecute {
    pub(super) fn code(self) -> Code {
        match self {
            Self::InvalidState => code::INVALID_PAYMENT_STATE,
            Self::InvalidId => code::INVALID_PAYMENT_ID,
        }
    }
}

impl UnknownSearch {
    pub(crate) fn code(self) -> Code {
        match self {
            Self::NotFound => code::TRANSACTION_NOT_FOUND,
            Self::ProcessFailed => code::PROCESS_FAILED,
        }
    }
}
