use super::Fault;
use crate::endpoint::Endpoint;

/// A fault that waits for its calls.
#[derive(Debug, Clone)]
pub(crate) struct Rule {
    pub(crate) id: u64,
    pub(crate) endpoint: Endpoint,
    pub(crate) fault: Fault,
    /// Strikes this payment only.
    pub(crate) payment_id: Option<String>,
    /// How many calls it still strikes; at zero it is gone.
    pub(crate) remaining: u32,
}

/// The faults of one world, in the order in which they were set; the first that fits strikes.
#[derive(Debug, Default)]
pub(crate) struct Rules {
    rules: Vec<Rule>,
    next_id: u64,
}

impl Rules {
    pub(crate) fn add(
        &mut self,
        endpoint: Endpoint,
        fault: Fault,
        payment_id: Option<String>,
        count: u32,
    ) -> u64 {
        self.next_id += 1;
        let id = self.next_id;
        self.rules.push(Rule {
            id,
            endpoint,
            fault,
            payment_id,
            remaining: count,
        });
        id
    }

    pub(crate) fn list(&self) -> &[Rule] {
        &self.rules
    }

    /// True if there was such a fault.
    pub(crate) fn remove(&mut self, id: u64) -> bool {
        let before = self.rules.len();
        self.rules.retain(|rule| rule.id != id);
        self.rules.len() < before
    }

    pub(crate) fn clear(&mut self) {
        self.rules.clear();
    }

    /// Uses up one strike of the first fault for this call. The payment is only looked up when a
    /// fault asks for it.
    pub(crate) fn take(
        &mut self,
        endpoint: Endpoint,
        payment_id: impl Fn() -> Option<String>,
    ) -> Option<Fault> {
        let index = self.rules.iter().position(|rule| {
            rule.endpoint == endpoint
                && rule
                    .payment_id
                    .as_ref()
                    .is_none_or(|wanted| payment_id().as_ref() == Some(wanted))
        })?;
        let rule = &mut self.rules[index];
        rule.remaining -= 1;
        let fault = rule.fault.clone();
        if rule.remaining == 0 {
            self.rules.remove(index);
        }
        Some(fault)
    }
}
