//! Every code of the evidence that belongs to these calls, and how to get it: each row is driven
//! against the simulator, and the table of docs/simulator-codes.md is made of them.

mod agreements;
mod elsewhere;
mod execute;
mod gateway;
mod input;
mod page;
mod refunds;
mod row;
mod table;
