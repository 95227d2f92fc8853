// bkash-payment-gateway through the legacy iframe checkout; its base URL can be set. See ../README.md.
"use strict"

const assert = require("node:assert/strict")
const { BkashGateway } = require("bkash-payment-gateway")

const simulator = process.env.BKASH_SIMULATOR
const key = "interop-iframe"
const bkash = new BkashGateway({
  baseURL: `${simulator}/v1.2.0-beta`,
  key,
  secret: "app-secret",
  username: "interop",
  password: "password",
})

// The payer's visit to the iframe, by the control call; a client never makes one.
async function pay({ paymentID }) {
  const url = `${simulator}/_simulator/payments/${paymentID}/pay?app_key=${key}`
  const answer = await fetch(url, { method: "POST", body: "{}" })
  assert.equal(answer.status, 200, await answer.text())
}

async function main() {
  const created = await bkash.createPayment({ amount: 105.5, orderID: "IF-1", intent: "sale" })
  assert.equal(created.transactionStatus, "Initiated")
  const { paymentID } = created
  await pay(created)
  const executed = await bkash.executePayment(paymentID)
  assert.equal(executed.transactionStatus, "Completed")
  assert.equal(executed.merchantInvoiceNumber, "IF-1")
  const { trxID } = executed
  assert.equal((await bkash.queryPayment(paymentID)).trxID, trxID)
  const refunded = await bkash.refundTransaction({
    paymentID,
    trxID,
    amount: "5.25",
    sku: "rice",
    reason: "returned",
  })
  assert.equal(refunded.transactionStatus, "Completed")
  assert.equal((await bkash.refundStatus(trxID, paymentID)).refundTrxID, refunded.refundTrxID)
  console.log("paid in the iframe, queried, refunded")
  // Its search asks for a payment with the trxID, which is none.
  await assert.rejects(bkash.searchTransaction(trxID), { name: "BkashException" })
  await assert.rejects(bkash.executePayment("nothing"), { name: "BkashException" })
  console.log("refusals come as the gateway's messages")
}

main().catch((error) => {
  console.error(error)
  process.exitCode = 1
})
